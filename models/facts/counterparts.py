"""Who the facts of a case name beside its party: suppliers, buyers, producers, printers, accomplices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from warehouse import tables
from warehouse.tables import literal
from warehouse.yaml_text import parse as parse_yaml

_HERE = Path(__file__).parent

# One statement per pattern: a pattern that is a constant is compiled once, one out of a table for every row.
# Sentences recur, so each is read once.
_FOUND = """SELECT sentence, {relation} AS relation, {zh} AS relation_zh, found.place, {is_name} AS is_name
FROM (
    SELECT sentence,
        unnest(regexp_extract_all(sentence, {pattern})) AS said,
        regexp_extract(said, {pattern}, ['denied', 'place']) AS found
    FROM told_once
    WHERE {has} regexp_matches(sentence, {pattern}) AND NOT regexp_matches(sentence, {unless})
)
WHERE found.denied = ''"""


def build(con: duckdb.DuckDBPyConnection) -> int:
    """Build ``fact.counterpart``: one row per record, relation, name and sentence; return the rows.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate, with ``known.*``.
    """
    table: dict[str, Any] = parse_yaml((_HERE / "counterparts.yaml").read_text("utf-8"))
    con.execute((_HERE / "told_sentence.ddl").read_text("utf-8"))
    con.execute("CREATE OR REPLACE TEMP TABLE told_once AS SELECT DISTINCT sentence FROM told_sentence")
    words = table["words"] | {"posts": table["names"]["posts"]}
    parts = [_FOUND.format(**_written(one, words)) for one in table["relations"]]
    con.execute("CREATE OR REPLACE TEMP TABLE counterpart_place AS\n" + "\nUNION\n".join(parts))
    names = (_HERE / "counterpart_name.ddl").read_text("utf-8")
    for key, words in table["names"].items():
        names = names.replace(f"{{{key}}}", words)
    con.execute(names)
    rows = tables.build(con, "fact", _HERE / "counterpart.sql")
    for made in ("told_sentence", "told_once", "counterpart_place", "counterpart_name"):
        con.execute(f"DROP TABLE {made}")
    return rows


def _written(relation: dict[str, Any], words: dict[str, str]) -> dict[str, str]:
    # A pattern that cannot be denied gets a first group that is always empty.
    pattern = relation["pattern"]
    filled = {name: str(relation[name]) for name in ("relation", "zh", "unless")}
    filled["pattern"] = pattern if "{deny}" in pattern else f"(){pattern}"
    for key, word in words.items():
        filled = {field: value.replace(f"{{{key}}}", word) for field, value in filled.items()}
    return {
        **{field: literal(value) for field, value in filled.items()},
        "is_name": str(relation.get("is_name", False)).upper(),
        # A sign that the pattern cannot do without is looked for first: that costs next to nothing.
        "has": f"contains(sentence, {literal(relation['has'])}) AND" if "has" in relation else "",
    }
