"""Kinds of goods that the facts of a record name, for telling one act in goods from another."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.tables import literal
from warehouse.yaml_text import parse as parse_yaml

_FILE = Path(__file__).with_name("goods_kinds.yaml")
_MACRO = """CREATE OR REPLACE TEMP MACRO x_goods_kinds(told) AS
list_transform(
    [regexp_replace(x_fold(told), {names}, '', 'g')],
    lambda plain: list_filter([{kinds}], lambda kind: kind IS NOT NULL)
)[1]"""
_KIND = "CASE WHEN regexp_matches(plain, {pattern}) THEN {kind} END"


def install(con: duckdb.DuckDBPyConnection) -> None:
    """Define ``x_goods_kinds(facts)``: the kinds of goods that a text names, an empty list if none.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection with the macros of the intake.
    """
    table = parse_yaml(_FILE.read_text("utf-8"))
    kinds = [
        _KIND.format(pattern=literal(pattern), kind=literal(kind)) for kind, pattern in table["kinds"].items()
    ]
    con.execute(_MACRO.format(names=literal(table["names"]), kinds=", ".join(kinds)))
