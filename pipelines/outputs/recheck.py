"""Reads every number of a finding again from the row as it was delivered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import duckdb

from warehouse import tables, twins
from warehouse.column import Column
from warehouse.contract import Feed, load_feeds
from warehouse.intake.values import install_macros, typed_sql

_ORIGIN = re.compile(r"^(?P<kind>column|text|pattern):(?P<column>[^\[]+)")
_ROW = """
SELECT {shown}
FROM {rows} AS k
JOIN landing."{feed}" AS l USING (batch_id, sheet, row_no)
JOIN landing.batch AS b USING (batch_id)
WHERE k.record_id = ?
"""


def mismatches(
    con: duckdb.DuckDBPyConnection, finding: Mapping[str, Any], told: Mapping[str, Any]
) -> list[str]:
    """Return what a finding claims and the delivered row does not say.

    A number from a column is read again from the raw cell with the contract's own rules; a number from a text
    must stand there in the quoted words.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection to the pool; landing must be there.
    finding : mapping
        A row of ``finding.finding``.
    told : mapping
        Its evidence, parsed from JSON.

    Returns
    -------
    list of str
        One line per number that does not match, in Chinese; empty if all do.
    """
    # What is told of a group is told by its records; of the subject itself, where it is one.
    by_record: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    own = str(finding["subject_kind"]), str(finding["subject_id"])
    if own[0] in load_feeds():
        by_record[own] = []
    for entry in told.get("measures", []):
        record = str(entry.get("feed") or own[0]), str(entry.get("record_id") or own[1])
        by_record.setdefault(record, []).append(entry)
    return [
        line for record, entries in by_record.items() for line in _of_record(con, record, entries, finding)
    ]


def _of_record(
    con: duckdb.DuckDBPyConnection,
    record: tuple[str, str],
    measures: Sequence[Mapping[str, Any]],
    finding: Mapping[str, Any],
) -> list[str]:
    feed = load_feeds()[record[0]]
    entries = [(entry, *found) for entry in measures if (found := _place(feed, entry))]
    columns = list({column.name: column for _, _, column in entries}.values())
    rows = _rows(con, feed, columns, record[1])
    if not rows:
        named = next((entry["no"] for entry in measures if entry.get("no")), finding["subject_no"])
        return [f"{named}：找不到来源行"]
    # A record that came under two names of its authority has two rows: each number stands in one of them.
    missed = [[_wrong(entry, row) for row in rows] for entry in entries]
    return [each[0] for each in missed if all(each)]


def _wrong(claim: tuple[Mapping[str, Any], str, Column], row: Mapping[str, tuple[Any, Any]]) -> str:
    """Return what a row does not say of a number; empty if it says it."""
    entry, kind, column = claim
    raw, value = row[column.name]
    if kind == "column":
        if value is not None and Decimal(str(value)) == Decimal(str(entry["value"])):
            return ""
        return f"{entry['measure']}：字段“{column.label}”为“{raw or ''}”，卡片为 {entry['value']}"
    if entry.get("span") and _plain(entry["span"]) not in _plain(raw or ""):
        return f"{entry['measure']}：“{entry['span']}”不在{column.label}中"
    return ""


def _place(feed: Feed, entry: Mapping[str, Any]) -> tuple[str, Column] | None:
    """Return in which column a number stands; None for one derived from others, which are checked."""
    found = _ORIGIN.match(str(entry.get("origin") or ""))
    column = feed.by_name.get(found["column"]) if found else None
    return (found["kind"], column) if found and column else None


def _rows(
    con: duckdb.DuckDBPyConnection, feed: Feed, columns: Sequence[Column], record_id: str
) -> list[dict[str, tuple[Any, Any]]]:
    """Return, per row of a landed record, the raw cell of each column and what the contract reads in it."""
    if not tables.exists(con, "landing", feed.name) or not tables.exists(con, "known", feed.name):
        return []
    install_macros(con)
    cells = [f'l."{column.name}"' for column in columns]
    read = [
        typed_sql(column, cell, f"coalesce(b.units['{column.name}'], 1)")
        for column, cell in zip(columns, cells, strict=True)
    ]
    query = _ROW.format(
        shown=", ".join(["l.row_no", *cells, *read]), feed=feed.name, rows=twins.rows_of(con, feed.name)
    )
    rows = con.execute(query, [record_id]).fetchall()
    n = len(columns)
    return [
        {
            column.name: pair
            for column, pair in zip(columns, zip(row[1 : n + 1], row[n + 1 :], strict=True), strict=True)
        }
        for row in rows
    ]


def _plain(text: str) -> str:
    """Text without its width and spaces, which reading does not keep."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
