"""Time and memory of linking a million penalties to thirty thousand criminal records, beside Splink alone.

``python -m bench.linkage [--rows 1000000] [--criminal 30000] [--increment]``

Each way works in a process of its own, on the same pool, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb

from bench import linkage_data, splink_alone
from models import parties
from warehouse import known
from warehouse.contract import load_feeds
from warehouse.home import Home

AS_OF = date(2026, 11, 1)
HELD_ONE_IN = 100
SUM = "SELECT count(*), bit_xor(hash(a_record, b_record, tier, probability)) FROM party.link"
OURS = "SELECT a_feed, a_record, b_feed, b_record, probability FROM party.link"


def prepare(folder: Path, rows: int, criminal: int) -> None:
    """Make the pool."""
    with Home.open(folder).pool.write() as con:
        linkage_data.fill(con, rows, criminal)
        known.build(con, load_feeds(), as_of=AS_OF, known_at=linkage_data.KNOWN, run_id="bench")


def found(con: duckdb.DuckDBPyConnection, links: str, least: float) -> tuple[int, float, float]:
    """Return how many pairs were said, precision and recall."""
    ((said, right, true),) = con.execute(
        f"""WITH said AS (
            SELECT DISTINCT a_feed, a_record, b_feed, b_record FROM ({links})
            WHERE probability >= ? AND a_feed = 'penalty' AND b_feed <> 'penalty'
        ),
        is_true AS (
            SELECT a.feed AS a_feed, a.record_id AS a_record, b.feed AS b_feed, b.record_id AS b_record
            FROM main.truth AS a JOIN main.truth AS b USING (subject)
            WHERE a.feed = 'penalty' AND b.feed <> 'penalty'
        )
        SELECT (SELECT count(*) FROM said), (SELECT count(*) FROM said NATURAL JOIN is_true),
            (SELECT count(*) FROM is_true)""",
        [least],
    ).fetchall()
    return said, right / max(said, 1), right / max(true, 1)


def run(folder: Path, way: str) -> None:
    """Link in one of the two ways and print what it took and found."""
    with Home.open(folder).pool.write() as con:
        began, processor = time.perf_counter(), time.process_time()
        if way == "xianjie":
            parties.build(con)
            links = OURS
        else:
            links = splink_alone.of_pool(con)
        seconds, used = time.perf_counter() - began, time.process_time() - processor
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(f"{way}: {seconds:.0f} s, {used:.0f} s of processor time, peak memory {memory:.2f} GB")
        for least in (0.5, 0.95):
            said, precision, recall = found(con, links, least)
            print(
                f"  at probability >= {least}: {said:,} pairs, precision {precision:.4f}, recall {recall:.4f}"
            )


def increment(folder: Path) -> None:
    """Link all but one record in a hundred, then these, then nothing, then all anew; print what each took."""
    feeds = ("penalty", *linkage_data.CRIMINAL)
    with Home.open(folder).pool.write() as con:
        for feed in feeds:
            con.execute(
                f"CREATE TEMP TABLE held_{feed} AS FROM pool.{feed} WHERE hash(record_id) % {HELD_ONE_IN} = 0"
            )
            con.execute(f"DELETE FROM pool.{feed} WHERE hash(record_id) % {HELD_ONE_IN} = 0")
        _timed(con, "all but 1 %", full=True)
        for feed in feeds:
            con.execute(f"INSERT INTO pool.{feed} FROM held_{feed}")
        added = _timed(con, "1 % more", full=False)
        step_by_step = con.execute(SUM).fetchall()
        idle = _timed(con, "nothing new", full=False)
        anew = _timed(con, "everything anew", full=True)
        is_equal = con.execute(SUM).fetchall() == step_by_step
    print(
        f"increment to full: {added / anew:.2f} of the processor time, nothing new {idle / anew:.3f}; "
        f"same links: {is_equal}"
    )


def _timed(con: duckdb.DuckDBPyConnection, what: str, *, full: bool) -> float:
    known.build(con, load_feeds(), as_of=AS_OF, known_at=linkage_data.KNOWN, run_id="bench")
    began, processor = time.perf_counter(), time.process_time()
    parties.build(con, full=full)
    used = time.process_time() - processor
    print(f"{what}: {time.perf_counter() - began:.0f} s, {used:.1f} s of processor time", flush=True)
    return used


def main(arguments: list[str] | None = None) -> int:
    """Print the figures of both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--criminal", type=int, default=30_000)
    parser.add_argument("--increment", action="store_true", help="what one record in a hundred more takes")
    parser.add_argument("--only", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.only:
        run(given.folder, given.only)
        return 0
    if given.increment:
        with tempfile.TemporaryDirectory() as scratch:
            prepare(Path(scratch), given.rows, given.criminal)
            print(
                f"{given.rows:,} penalties, {given.criminal:,} criminal records, one in a hundred new",
                flush=True,
            )
            increment(Path(scratch))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        prepare(Path(scratch), given.rows, given.criminal)
        print(f"{given.rows:,} penalties against {given.criminal:,} criminal records", flush=True)
        for way in ("xianjie", "Splink alone"):
            command = [sys.executable, "-m", "bench.linkage", "--only", way, "--folder", scratch]
            subprocess.run(command, check=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
