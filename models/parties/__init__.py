"""Who is who: which records of different systems speak of the same person or firm."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse import tables
from warehouse.intake.values import install_macros

_TABLES = ("firm", "mention", "link", "resolved")


def build(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """(Re)build the tables ``party.firm``, ``mention``, ``link`` and ``resolved``.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate; the ``known`` views stand.

    Returns
    -------
    dict of str to int
        Rows per table.
    """
    install_macros(con)
    here = Path(__file__).parent
    return {name: tables.build(con, "party", here / f"{name}.sql") for name in _TABLES}
