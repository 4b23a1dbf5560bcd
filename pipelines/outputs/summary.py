"""The run in one JSON: what was read, what was found, how long it took, and the hashes of the lists."""

from __future__ import annotations

import hashlib
import io
import platform
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import metadata
from typing import Any

import duckdb
import polars as pl

from models.card import load_cards
from pipelines.outputs.columns import NOT_HASHED
from warehouse import tables

_PACKAGES = ("xianjie", "duckdb", "polars", "dagster", "great-expectations")
_COUNTS = ("received", "loaded", "duplicate", "revised", "quarantined")


def model_counts(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """Return the subjects per outcome of every model that has run."""
    if not tables.exists(con, "model", "count"):
        return {}
    frame = con.sql("SELECT * FROM model.count ORDER BY model").pl()
    return {row.pop("model"): row for row in frame.iter_rows(named=True)}


def feed_counts(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """Return the rows per feed: received = loaded + duplicate + revised + quarantined."""
    if not tables.exists(con, "landing", "batch"):
        return {}
    sums = ", ".join(f"coalesce(sum({name}), 0)::BIGINT AS {name}" for name in _COUNTS)
    batches = con.sql("SELECT * FROM landing.batch WHERE feed IS NOT NULL")
    frame = batches.aggregate("feed, " + sums, "feed").order("feed").pl()
    return {row.pop("feed"): row for row in frame.iter_rows(named=True)}


def refused(con: duckdb.DuckDBPyConnection) -> list[dict[str, str]]:
    """Return the files that could not be read, with the reason."""
    if not tables.exists(con, "landing", "batch"):
        return []
    batches = con.sql("SELECT * FROM landing.batch WHERE status = 'refused' ORDER BY batch_id")
    return list(batches.project("source, file_name AS file, reason").pl().iter_rows(named=True))


def calendars_missing(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return the years without a working-day calendar, with the number of subjects left undecided by it."""
    if not tables.exists(con, "model", "outcome"):
        return {}
    found = con.execute(_CALENDARS_MISSING).fetchall()
    return {str(year): int(subjects) for year, subjects in found}


_CALENDARS_MISSING = """SELECT split_part(missing, ' ', 2) AS year, count(*)
FROM (SELECT unnest(missing) AS missing FROM model.outcome WHERE reason_code = 'calendar_missing')
WHERE starts_with(missing, 'calendar ')
GROUP BY year
ORDER BY year"""


def versions() -> dict[str, str]:
    """Return the versions that the lists depend on: of the software and of every model."""
    return {
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in _PACKAGES},
        **{card.id: card.version for card in load_cards()},
    }


def digest(frame: pl.DataFrame) -> str:
    """Return the SHA-256 of a list: all columns but those that tell when it was looked at."""
    buffer = io.BytesIO()
    frame.select(name for name in frame.columns if name not in NOT_HASHED).write_csv(
        buffer, quote_style="always"
    )
    return hashlib.sha256(buffer.getbuffer()).hexdigest()


def build(
    con: duckdb.DuckDBPyConnection,
    *,
    run_id: str,
    as_of: date,
    durations: Mapping[str, float],
    extra_versions: Mapping[str, str],
    failed_checks: Sequence[str],
    lists: Mapping[str, pl.DataFrame],
) -> dict[str, Any]:
    """Return what ``summary.json`` holds.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        An open connection of the pool, after the models.
    run_id : str
        Identifier of the run.
    as_of : date
        "Today" of the run.
    durations : mapping of str to float
        Seconds by step.
    extra_versions : mapping of str to str
        Versions that this module cannot know, beside those of program, rulebook and models.
    failed_checks : sequence of str
        Rules of the data checks that do not hold.
    lists : mapping of str to polars.DataFrame
        The delivered lists by file name; their hashes leave out the columns in ``NOT_HASHED``.
    """
    return {
        "as_of": as_of.isoformat(),
        "run_id": run_id,
        "models": model_counts(con),
        "feeds": feed_counts(con),
        "refused": refused(con),
        "failed_checks": list(failed_checks),
        "calendars_missing": calendars_missing(con),
        "durations": {name: round(seconds, 3) for name, seconds in durations.items()},
        "versions": {**versions(), **extra_versions},
        "hashes": {name: digest(frame) for name, frame in lists.items()},
    }
