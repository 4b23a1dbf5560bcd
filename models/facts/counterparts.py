"""Who the facts of a case name beside its party: suppliers, buyers, producers, printers, accomplices."""

from __future__ import annotations

from pathlib import Path

import duckdb

from models.rulebook.compile import text
from warehouse import tables
from warehouse.yaml_text import parse as parse_yaml

_HERE = Path(__file__).parent

# One statement per pattern: a pattern that is a constant is compiled once, one out of a table for every row.
_FOUND = """SELECT feed, record_id, no, party_name, told_on, sentence, began, {relation} AS relation,
    {zh} AS relation_zh,
    unnest(regexp_extract_all(sentence, {pattern}, 1)) AS raw_name
FROM told_sentence
WHERE regexp_matches(sentence, {pattern}) AND NOT regexp_matches(sentence, {unless})"""


def build(con: duckdb.DuckDBPyConnection) -> int:
    """Build ``fact.counterpart``: one row per record, relation, name and sentence; return the rows.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate, with ``known.*``.
    """
    relations: list[dict[str, str]] = parse_yaml((_HERE / "counterparts.yaml").read_text("utf-8"))
    con.execute((_HERE / "told_sentence.ddl").read_text("utf-8"))
    parts = [_FOUND.format(**{key: text(value) for key, value in one.items()}) for one in relations]
    con.execute("CREATE OR REPLACE TEMP TABLE counterpart_found AS\n" + "\nUNION ALL\n".join(parts))
    rows = tables.build(con, "fact", _HERE / "counterpart.sql")
    con.execute("DROP TABLE told_sentence")
    con.execute("DROP TABLE counterpart_found")
    return rows
