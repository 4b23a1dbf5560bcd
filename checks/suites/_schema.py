"""The rule that a table has the columns and types it was declared with."""

from __future__ import annotations

from collections.abc import Mapping

from checks.rule import Rule, fill, literal, no_rows

# The engine wants to see the table named in the query; its rows play no part.
_QUERY = """SELECT column_name, declared_type, found_type
FROM (
    SELECT *, (
        SELECT c.data_type FROM duckdb_columns() AS c
        WHERE c.database_name = current_database() AND c.schema_name = {layer} AND c.table_name = {name}
          AND c.column_name = declared.column_name
    ) AS found_type
    FROM (VALUES {declared}) AS declared (column_name, declared_type)
)
WHERE found_type IS DISTINCT FROM declared_type AND EXISTS (SELECT 1 FROM {batch})"""


def schema(table: str, types: Mapping[str, str]) -> Rule:
    """Every declared column stands in ``table`` with its declared type.

    Parameters
    ----------
    table : str
        ``layer.name``.
    types : mapping of str to str
        DuckDB type by column.
    """
    layer, _, name = table.partition(".")
    query = fill(
        _QUERY,
        layer=literal(layer),
        name=literal(name),
        declared=", ".join(f"({literal(column)}, {literal(kind)})" for column, kind in types.items()),
    )
    return no_rows(
        "schema",
        query,
        "表的列名和类型与声明一致。",
        ("column_name", "declared_type", "found_type"),
        severity="error",
        is_blocking=True,
        is_about_rows=False,
    )
