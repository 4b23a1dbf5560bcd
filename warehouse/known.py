"""What was known on a day: views over the pool that hide what came later.

``known.<feed>`` shows, of every record, the version in force at *known-at* (recorded time), drops rows
whose leading date lies after *as-of*, and empties the later dates inside the remaining rows and what came
with them, so that a run for a past day sees what a person could have seen on that day. A record that came
under two names of one authority is shown once (``warehouse.twins``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb

from warehouse import tables, twins
from warehouse.column import Column
from warehouse.contract import Feed
from warehouse.intake.values import install_macros

_SQL = Path(__file__).parent / "sql" / "known"
_DATED = ("date", "timestamp")


def build(
    con: duckdb.DuckDBPyConnection,
    feeds: Mapping[str, Feed],
    *,
    as_of: date,
    known_at: datetime,
    run_id: str,
    periods: Sequence[tuple[str, date, date]] = (),
    coverage_gap_days: int = 31,
) -> None:
    """Set the day of the run and (re)create the views ``known.<feed>`` and the table ``known.run``.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate.
    feeds : mapping of str to Feed
        The contracts; every ``pool.<feed>`` exists.
    as_of : date
        "Today" for every clock.
    known_at : datetime
        Recorded time, naive Asia/Shanghai: later imports do not exist.
    run_id : str
        Identifier of the run, kept with what it finds.
    periods : sequence of (feed, from, to)
        Periods that the configuration names as loaded.
    coverage_gap_days : int
        Deliveries of a feed that lie no further apart count as one loaded period.
    """
    con.execute("CREATE OR REPLACE TABLE known.run (as_of DATE, known_at TIMESTAMP, run_id VARCHAR)")
    con.execute("INSERT INTO known.run VALUES (?, ?, ?)", [as_of, known_at, run_id])
    con.execute(
        "CREATE OR REPLACE TABLE known.setting AS SELECT ?::INTEGER AS coverage_gap_days", [coverage_gap_days]
    )
    con.execute("CREATE OR REPLACE TABLE known.named_period (feed VARCHAR, from_on DATE, to_on DATE)")
    for period in periods:
        con.execute("INSERT INTO known.named_period VALUES (?, ?, ?)", list(period))
    tables.build(con, "known", _SQL / "coverage.sql")
    install_macros(con)
    completing = {feed.completes: feed for feed in feeds.values() if feed.completes}
    views = {feed.name: _view(feed, completing.get(feed.name)) for feed in feeds.values()}
    for feed in feeds.values():
        if feed.name in completing:
            con.execute(_completion(feed, completing[feed.name]))
        con.execute(f'CREATE OR REPLACE VIEW known."{feed.name}" AS\n{views[feed.name]}')
    twins.merge(con, feeds, views)


_VIEW = """
SELECT
    p.record_id, p.version,
    {columns},
    p.extra, p.marks, p.derived, p.batch_id, p.sheet, p.row_no, p.known_on
FROM pool."{feed}" AS p
CROSS JOIN known.run AS r{completion}
WHERE p.recorded_from <= r.known_at
  AND (p.recorded_to IS NULL OR p.recorded_to > r.known_at)
  AND ({day} IS NULL OR {day} <= r.as_of)
"""


_COMPLETION = """
CREATE OR REPLACE TABLE known."completion_of_{feed}" AS
SELECT t.record_id, {latest}
FROM (SELECT DISTINCT record_id, x_number("{key}") AS number_key FROM pool."{feed}") AS t
JOIN pool."{by}" AS c ON x_number(c."{key}") = t.number_key
CROSS JOIN known.run AS r
WHERE c.recorded_from <= r.known_at
GROUP BY t.record_id
"""


def _shared(feed: Feed, by: Feed) -> list[str]:
    """Return the columns of a feed that another one completes."""
    return [name for name in by.names if name in feed.by_name and name not in feed.key]


def _completion(feed: Feed, by: Feed) -> str:
    """Of every column the latest value that came, whichever delivery brought it."""
    latest = [
        f'arg_max(c."{name}", {{told: c.recorded_from, version: c.version}}) '
        f'FILTER (WHERE c."{name}" IS NOT NULL) AS "{name}"'
        for name in _shared(feed, by)
    ]
    return _COMPLETION.format(feed=feed.name, by=by.name, key=feed.key[0], latest=", ".join(latest))


def _view(feed: Feed, by: Feed | None) -> str:
    leading = [f"p.{name}" for name in feed.leading]
    shared = _shared(feed, by) if by else []
    joined = f'\nLEFT JOIN known."completion_of_{feed.name}" AS c ON c.record_id = p.record_id' if by else ""
    return _VIEW.format(
        feed=feed.name,
        columns=",\n    ".join(_visible(column, shared) for column in feed.columns),
        day=f"coalesce({', '.join(leading)})::DATE",
        completion=joined,
    )


def _visible(column: Column, shared: Sequence[str]) -> str:
    value = _value(column.name, shared)
    if column.comes_with is not None:
        brought = f"{_value(column.comes_with, shared)} > r.as_of"
        return f'CASE WHEN NOT coalesce({brought}, FALSE) THEN {value} END AS "{column.name}"'
    # Terms (valid until, reply due on …) may lie ahead: they are known from the start. Events may not.
    if column.type not in _DATED or column.is_term:
        return f'{value} AS "{column.name}"'
    return f'CASE WHEN {value}::DATE <= r.as_of THEN {value} END AS "{column.name}"'


def _value(name: str, shared: Sequence[str]) -> str:
    return f'coalesce(c."{name}", p."{name}")' if name in shared else f'p."{name}"'
