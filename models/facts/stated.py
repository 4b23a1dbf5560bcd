"""Circumstances that a decision states beside the flags of the rules: mitigation, knowledge, samples."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from models.rulebook.compile import text
from warehouse import tables
from warehouse.yaml_text import parse as parse_yaml

_HERE = Path(__file__).parent

# Denied outweighs stated within one sentence: 不具有从轻情节 holds the words 从轻情节.
_SAID = """SELECT feed, record_id, told_in, sentence, began, {what} AS what, {zh} AS what_zh,
    NOT is_denied AS value, NULL AS name,
    CASE
        WHEN is_denied THEN regexp_extract(sentence, {denies}) ELSE regexp_extract(sentence, {states})
    END AS span
FROM (SELECT *, regexp_matches(sentence, {denies}) AS is_denied FROM stated_sentence)
WHERE (is_denied OR regexp_matches(sentence, {states})) AND NOT regexp_matches(sentence, {unless})"""

_NAMED = """SELECT feed, record_id, told_in, sentence, began, {what} AS what, {zh} AS what_zh,
    TRUE AS value, coalesce(nullif(groups.first, ''), groups.other) AS name, found AS span
FROM (
    SELECT *, unnest(regexp_extract_all(sentence, {names})) AS found,
           regexp_extract(found, {names}, ['first', 'other']) AS groups
    FROM stated_sentence
    WHERE regexp_matches(sentence, {names}) AND NOT regexp_matches(sentence, {unless})
)"""
_NOTHING = "[^\\s\\S]"


def build(con: duckdb.DuckDBPyConnection) -> int:
    """Build ``fact.stated``: a row per record, circumstance and sentence that speaks of it; return the rows.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate, with ``known.*``.
    """
    entries: list[dict[str, str]] = parse_yaml((_HERE / "stated.yaml").read_text("utf-8"))
    texts = (_HERE / "sql" / "record_text.sql").read_text("utf-8")
    con.execute((_HERE / "stated_sentence.ddl").read_text("utf-8").replace("{record_text}", texts))
    con.execute(
        "CREATE OR REPLACE TEMP TABLE stated_found AS\n" + "\nUNION ALL\n".join(map(_select, entries))
    )
    con.execute(_substances())
    rows = tables.build(con, "fact", _HERE / "stated.sql")
    for made in ("stated_sentence", "stated_found", "stated_substance"):
        con.execute(f"DROP TABLE {made}")
    return rows


def _select(entry: dict[str, str]) -> str:
    quoted = {key: text(value) for key, value in {"denies": _NOTHING, **entry}.items()}
    if "names" not in entry:
        return _SAID.format(**quoted)
    # A pattern with one group gets a second that is always empty.
    if entry["names"].count("(") - entry["names"].count("(?") < 2:
        quoted["names"] = text(entry["names"] + "()")
    return _NAMED.format(**quoted)


def _substances() -> str:
    """Return the query for what tests found, with the words of substances.yaml, longer names first."""
    table = parse_yaml((_HERE / "substances.yaml").read_text("utf-8"))
    names = {name for line in table["known"] for name in line.split()}
    words = {
        **table,
        "known": "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n))),
    }
    query = (_HERE / "substance.ddl").read_text("utf-8")
    for key in sorted(words, key=lambda key: key != "measured"):
        query = query.replace(f"{{{key}}}", words[key].replace("'", "''"))
    return query
