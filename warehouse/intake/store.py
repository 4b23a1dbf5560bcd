"""Tables of the layers ``landing`` and ``pool``: created from the contracts, widened when these grow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import duckdb

from warehouse.contract import Feed

_BATCH = {
    "batch_id": "VARCHAR PRIMARY KEY",
    "source": "VARCHAR",
    "feed": "VARCHAR",
    "file_name": "VARCHAR",
    "file_path": "VARCHAR",
    "file_sha256": "VARCHAR",
    "sheet": "VARCHAR",
    "encoding": "VARCHAR",
    "format": "VARCHAR",
    "header_row": "INTEGER",
    "units": "MAP(VARCHAR, DOUBLE)",
    "columns": "VARCHAR",
    "received": "BIGINT",
    "loaded": "BIGINT",
    "duplicate": "BIGINT",
    "revised": "BIGINT",
    "quarantined": "BIGINT",
    "first_on": "DATE",
    "last_on": "DATE",
    "status": "VARCHAR",
    "reason": "VARCHAR",
    "notes": "VARCHAR",
    "imported_at": "TIMESTAMP",
    "mapping_sha256": "VARCHAR",
}
_QUARANTINE = {
    "batch_id": "VARCHAR",
    "feed": "VARCHAR",
    "source": "VARCHAR",
    "file_name": "VARCHAR",
    "sheet": "VARCHAR",
    "row_no": "BIGINT",
    "reason": "VARCHAR",
    "raw": "VARCHAR",
    # Which record it would have been, where its key can be read, and the row that came later in its stead.
    "record_id": "VARCHAR",
    "resent_batch": "VARCHAR",
    "resent_row": "BIGINT",
}
# Every file that was read once, so that an unchanged inbox is recognised without reading it again.
_FILE = {
    "file_path": "VARCHAR PRIMARY KEY",
    "size": "BIGINT",
    "changed_ns": "BIGINT",
    "file_sha256": "VARCHAR",
    "source": "VARCHAR",
    "mapping_sha256": "VARCHAR",
}


def ensure(con: duckdb.DuckDBPyConnection, feeds: Mapping[str, Feed]) -> None:
    """Create what is missing: batches, files, quarantine, and two tables per feed."""
    wanted: dict[tuple[str, str], dict[str, str]] = {
        ("landing", "batch"): _BATCH,
        ("landing", "quarantine"): _QUARANTINE,
        ("landing", "file"): _FILE,
    }
    for feed in feeds.values():
        wanted["landing", feed.name] = landing_columns(feed)
        wanted["pool", feed.name] = pool_columns(feed)
    there: dict[tuple[str, str], set[str]] = {}
    for layer, table, column in con.execute(
        "SELECT table_schema, table_name, column_name FROM information_schema.columns "
        "WHERE table_schema IN ('landing', 'pool')"
    ).fetchall():
        there.setdefault((layer, table), set()).add(column)
    for (layer, table), columns in wanted.items():
        name = f'{layer}."{table}"'
        if (layer, table) not in there:
            listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
            con.execute(f"CREATE TABLE {name} ({listed})")
            continue
        for column in columns.keys() - there[layer, table]:
            con.execute(f'ALTER TABLE {name} ADD COLUMN "{column}" {columns[column]}')


def landing_columns(feed: Feed) -> dict[str, str]:
    """Return the columns of ``landing.<feed>`` and their types."""
    return {
        "batch_id": "VARCHAR",
        "sheet": "VARCHAR",
        "row_no": "BIGINT",
        **{column.name: "VARCHAR" for column in feed.columns},
        "extra": "VARCHAR",
        "derived": "VARCHAR[]",
    }


def pool_columns(feed: Feed) -> dict[str, str]:
    """Return the columns of ``pool.<feed>`` and their types."""
    return {
        "record_id": "VARCHAR",
        "version": "INTEGER",
        "recorded_from": "TIMESTAMP",
        "recorded_to": "TIMESTAMP",
        **{column.name: column.sql_type for column in feed.columns},
        "extra": "VARCHAR",
        "marks": "VARCHAR[]",
        "derived": "VARCHAR[]",
        "content_hash": "VARCHAR",
        "batch_id": "VARCHAR",
        "sheet": "VARCHAR",
        "row_no": "BIGINT",
        "known_on": "DATE",
    }


def next_batch_id(con: duckdb.DuckDBPyConnection, now: datetime) -> str:
    """Return an id that sorts after every batch of the same or an earlier moment."""
    stamp = now.strftime("%Y%m%d%H%M%S%f")
    ((last,),) = con.execute(
        "SELECT max(batch_id) FROM landing.batch WHERE starts_with(batch_id, ?)", [f"{stamp}-"]
    ).fetchall()
    number = int(last.rpartition("-")[2]) + 1 if last else 1
    return f"{stamp}-{number:04d}"
