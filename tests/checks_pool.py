"""A small pool written by hand for the tests of the checks: every feed, a few rows, nothing wrong in it."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from warehouse.column import Column
from warehouse.contract import Feed, load_feeds
from warehouse.intake.values import install_macros
from warehouse.pool import memory

BATCH = "20260105080000000000-0001"
_VALUES: Mapping[str, str] = {
    "text": "'甲'",
    "uscc": "'91310000MA1FL0001X'",
    "id": "'310101199001010000'",
    "date": "DATE '2025-03-01'",
    "timestamp": "TIMESTAMP '2025-03-01 09:00'",
    "money": "100.00",
    "integer": "1",
    "share": "0.5",
    "bool": "TRUE",
    "list": "['罚款']",
}


def build(rows: int = 3) -> duckdb.DuckDBPyConnection:
    """Return an in-memory pool with ``rows`` good rows in ``landing`` and ``pool`` of every feed."""
    con = memory()
    install_macros(con)  # a test that rolls back would take them away
    con.execute(
        """CREATE TABLE landing.batch (
            batch_id VARCHAR, source VARCHAR, feed VARCHAR, file_name VARCHAR, sheet VARCHAR, received BIGINT,
            loaded BIGINT, duplicate BIGINT, revised BIGINT, quarantined BIGINT, first_on DATE, last_on DATE,
            status VARCHAR, reason VARCHAR, imported_at TIMESTAMP)"""
    )
    con.execute(
        """CREATE TABLE landing.quarantine (
            batch_id VARCHAR, feed VARCHAR, source VARCHAR, file_name VARCHAR, sheet VARCHAR, row_no BIGINT,
            reason VARCHAR, raw VARCHAR, record_id VARCHAR, resent_batch VARCHAR,
    resent_row BIGINT)"""
    )
    for feed in load_feeds().values():
        _add_feed(con, feed, rows)
    return con


def batch_of(feed: str) -> str:
    """Return the batch in which the rows of a feed came."""
    return f"{BATCH}-{feed}"


def _add_feed(con: duckdb.DuckDBPyConnection, feed: Feed, rows: int) -> None:
    con.execute(
        """INSERT INTO landing.batch VALUES (?, '市监', ?, ?, '', ?, ?, 0, 0, 0, '2025-03-01', '2025-03-01',
            'imported', NULL, '2026-01-05 08:00')""",
        [batch_of(feed.name), feed.name, f"{feed.label}.csv", rows, rows],
    )
    raw = ", ".join(f"'x' AS \"{column.name}\"" for column in feed.columns)
    con.execute(
        f"""CREATE TABLE landing."{feed.name}" AS
        SELECT '{batch_of(feed.name)}' AS batch_id, '' AS sheet, i + 2 AS row_no, {raw},
            NULL::VARCHAR AS extra, NULL::VARCHAR[] AS derived
        FROM range({rows}) AS t(i)"""
    )
    typed = ", ".join(_typed(column) for column in feed.columns)
    con.execute(
        f"""CREATE TABLE pool."{feed.name}" AS
        SELECT left(md5('{feed.name}' || i), 16) AS record_id, 1::INTEGER AS version,
            TIMESTAMP '2026-01-05 08:00' AS recorded_from, NULL::TIMESTAMP AS recorded_to, {typed},
            NULL::VARCHAR AS extra, []::VARCHAR[] AS marks, []::VARCHAR[] AS derived,
            md5('c' || i) AS content_hash,
            '{batch_of(feed.name)}' AS batch_id, '' AS sheet, i + 2 AS row_no, DATE '2026-01-05' AS known_on
        FROM range({rows}) AS t(i)"""
    )


def _typed(column: Column) -> str:
    value = f"'{column.values[0]}'" if column.type == "enum" else _VALUES[column.type]
    return f'{value}::{column.sql_type} AS "{column.name}"'
