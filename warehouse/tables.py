"""One SELECT per file: the file's name is the table's name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb


def build(con: duckdb.DuckDBPyConnection, layer: str, file: Path) -> int:
    """Replace table ``layer.<file stem>`` by the SELECT in ``file``.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate.
    layer : str
        Schema of the table, one of ``warehouse.pool.LAYERS``.
    file : Path
        SQL file that holds one SELECT.

    Returns
    -------
    int
        Rows in the new table.
    """
    name = f'{layer}."{file.stem}"'
    con.execute(f"CREATE OR REPLACE TABLE {name} AS\n{file.read_text('utf-8')}")
    return count(con, name)


def fill(con: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Append rows that Python holds to ``table`` (a qualified name of our own), in one statement.

    ``executemany`` runs a statement per row, which for a table of settings takes longer than what is asked
    of it afterwards.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection that may write.
    table : str
        The table; the rows have its columns, in its order.
    rows : iterable of sequences
        The rows; none is fine.
    """
    columns = [list(column) for column in zip(*rows, strict=True)]
    if columns:
        con.execute(f"INSERT INTO {table} SELECT {', '.join(['unnest(?)'] * len(columns))}", columns)


def count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """Return the number of rows of ``table`` (a qualified name of our own)."""
    row = con.table(table).count("*").fetchall()[0]
    return int(row[0])


def exists(con: duckdb.DuckDBPyConnection, layer: str, name: str) -> bool:
    """Say whether a table or view stands in ``layer``."""
    found = con.execute(
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = $layer AND table_name = $name "
        "UNION ALL SELECT 1 FROM duckdb_views() WHERE schema_name = $layer AND view_name = $name",
        {"layer": layer, "name": name},
    ).fetchall()
    return bool(found)


def literal(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
