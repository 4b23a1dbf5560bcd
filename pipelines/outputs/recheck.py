"""Reads every number of a finding again from the row as it was delivered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import duckdb

from warehouse import tables
from warehouse.contract import Column, Feed, load_feeds
from warehouse.intake.values import install_macros, typed_sql

_ORIGIN = re.compile(r"^(?P<kind>column|text|pattern):(?P<column>[^\[]+)")
_RAW = """
SELECT l.*, b.units
FROM known."{feed}" AS k
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
    feed = load_feeds().get(str(finding["subject_kind"]))
    if feed is None:  # groups and authorities: their numbers are sums over findings of records
        return []
    row = _raw(con, feed, str(finding["subject_id"]))
    if row is None:
        return [f"{finding['subject_no']}：找不到来源行"]
    wrong = []
    for entry in told.get("measures", []):
        found = _ORIGIN.match(str(entry.get("origin") or ""))
        column = feed.by_name.get(found["column"]) if found else None
        if found is None or column is None:  # derived from others, which are checked themselves
            continue
        if found["kind"] == "column":
            wrong += _column(con, column, row, entry)
        elif entry.get("span") and _plain(entry["span"]) not in _plain(row[column.name] or ""):
            wrong.append(f"{entry['measure']}：“{entry['span']}”不在{column.label}中")
    return wrong


def _raw(con: duckdb.DuckDBPyConnection, feed: Feed, record_id: str) -> dict[str, Any] | None:
    """Return the landed row of a record as known to the run, with the units of its file's headers."""
    if not tables.exists(con, "landing", feed.name) or not tables.exists(con, "known", feed.name):
        return None
    frame = con.sql(_RAW.format(feed=feed.name), params=[record_id]).pl()
    return frame.row(0, named=True) if frame.height else None


def _column(
    con: duckdb.DuckDBPyConnection, column: Column, row: Mapping[str, Any], entry: Mapping[str, Any]
) -> list[str]:
    install_macros(con)
    units = {item["key"]: item["value"] for item in row["units"] or []}
    raw = row[column.name]
    reading = typed_sql(column, "$raw::VARCHAR", str(units.get(column.name, 1)))
    ((value,),) = con.execute("SELECT " + reading, {"raw": raw}).fetchall()
    if value is not None and Decimal(str(value)) == Decimal(str(entry["value"])):
        return []
    return [f"{entry['measure']}：字段“{column.label}”为“{raw or ''}”，卡片为 {entry['value']}"]


def _plain(text: str) -> str:
    """Text without its width and spaces, which reading does not keep."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
