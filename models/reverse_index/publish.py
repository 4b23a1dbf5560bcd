"""The review index as tables that models join."""

from __future__ import annotations

import duckdb

from models.reverse_index.load import Index, load_index
from warehouse import tables


def build(con: duckdb.DuckDBPyConnection, index: Index | None = None) -> None:
    """(Re)build ``rule.admin_norm``: one row per name of an offence and norm, with the days in force.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate.
    index : Index, optional
        The index; by default the one that ships with the project.

    Notes
    -----
    Columns: name, entry, has_norm, basis, from_on, to_on, authority, pattern, limitation, reason.
    """
    chosen = index or load_index()
    rows: list[list[object]] = [
        [
            name,
            entry.id,
            True,
            norm.cite(),
            norm.from_on,
            norm.to_on,
            entry.authority,
            entry.pattern,
            entry.limitation,
            None,
        ]
        for entry in chosen.entries.values()
        for norm in entry.norms
        for name in entry.names
    ]
    rows += [
        [name, None, False, told.source.cite(), None, None, None, None, None, told.reason]
        for told in chosen.without
        for name in told.names
    ]
    con.execute(
        "CREATE OR REPLACE TABLE rule.admin_norm (name VARCHAR, entry VARCHAR, has_norm BOOLEAN, "
        "basis VARCHAR, from_on DATE, to_on DATE, authority VARCHAR, pattern VARCHAR, limitation VARCHAR, "
        "reason VARCHAR)"
    )
    tables.fill(con, "rule.admin_norm", rows)
