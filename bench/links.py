"""Pairs of records that are linked and are, or are not, about one party: demo districts with their truth.

``python -m bench.links [--cases N] [--seeds 11,12] [--dirts clean,standard,dirty] [--stories] [--errors N]``

Beside the links of this project stand joining by exact name, joining by whole numbers through the register,
and Splink by itself with default settings, on the same districts in the same run.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import duckdb

from bench import splink_alone
from bench.link_truth import LOWEST, PAIR, Agreement, agreement, by_probability, load
from models import parties
from pipelines.demo.writer import Dirt, write_district
from warehouse import known
from warehouse.contract import load_feeds
from warehouse.intake.importer import import_paths
from warehouse.pool import Pool

UNTIL = date(2026, 11, 20)
LIKELY, SURE = 0.5, 0.95
DIRTS: tuple[Dirt, ...] = ("clean", "standard", "dirty")
EDGES = [LOWEST, 0.2, 0.4, 0.6, 0.8, 0.9, SURE, 0.99, 1.01]
OURS = f"SELECT {PAIR}, tier, probability FROM party.link"
EXACT_NAME = """
    WITH criminal AS (
        SELECT 'transfer' AS b_feed, record_id AS b_record, party_name AS name FROM known.transfer
        UNION ALL SELECT 'police_case', record_id, suspect_name FROM known.police_case
        UNION ALL SELECT 'prosecution', record_id, suspect_name FROM known.prosecution
        UNION ALL SELECT 'judgment', record_id, defendant_name FROM known.judgment
        UNION ALL SELECT 'procuratorial_document', record_id, party_name FROM known.procuratorial_document
    ),
    administrative AS (
        SELECT 'penalty' AS a_feed, record_id AS a_record, party_name AS name FROM known.penalty
        UNION ALL SELECT 'admin_case', record_id, party_name FROM known.admin_case
    )
    SELECT a_feed, a_record, b_feed, b_record, 1.0 AS probability
    FROM administrative JOIN criminal USING (name)
"""
REPEATS = """
    WITH said AS (
        SELECT a.record_id AS a_record, b.record_id AS b_record
        FROM party.resolved AS a JOIN party.resolved AS b USING ({column})
        WHERE a.feed = 'penalty' AND b.feed = 'penalty' AND a.record_id < b.record_id
    )
    SELECT DISTINCT 'penalty' AS a_feed, a_record, 'penalty' AS b_feed, b_record, 1.0 AS probability FROM said
"""


@dataclass
class Measured:
    """What one or more districts of a level of dirt gave."""

    likely: dict[str, Agreement] = field(default_factory=dict)
    sure: dict[str, Agreement] = field(default_factory=dict)
    tiers: dict[str, Agreement] = field(default_factory=dict)
    stories: dict[str, Agreement] = field(default_factory=dict)
    repeats: Agreement = field(default_factory=lambda: Agreement(0, 0, 0))
    bins: list[tuple[float, ...]] = field(default_factory=list)

    def add(self, other: Measured) -> None:
        """Put another district's figures to these."""
        for mine, more in (
            (self.likely, other.likely),
            (self.sure, other.sure),
            (self.tiers, other.tiers),
            (self.stories, other.stories),
        ):
            for name, found in more.items():
                mine[name] = mine[name] + found if name in mine else found
        self.repeats = self.repeats + other.repeats
        self.bins += other.bins


@contextmanager
def linked_district(cases: int, seed: int, dirt: Dirt) -> Iterator[duckdb.DuckDBPyConnection]:
    """Write a district, import it, link its parties, and hold its truth beside it."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch)
        write_district(out / "district", until=UNTIL, cases=cases, seed=seed, dirt=dirt)
        pool, at = Pool(out / "pool.duckdb"), datetime(UNTIL.year, UNTIL.month, UNTIL.day, 8)
        for folder in sorted((out / "district" / "inbox").iterdir()):
            files = sorted(path for path in folder.rglob("*") if path.is_file())
            import_paths(pool, files, source=folder.name, now=at)
        with pool.write() as con:
            known.build(con, load_feeds(), as_of=UNTIL, known_at=at, run_id="bench", periods=[])
            parties.build(con)
            load(con, out / "district" / "truth")
            yield con


def by_number(con: duckdb.DuckDBPyConnection) -> str:
    """Make a query of what whole numbers alone join, the owner's taken from the register by the code."""
    con.execute(
        """CREATE OR REPLACE TEMP TABLE numbered AS
        WITH owner AS (SELECT credit_code, legal_rep_id_no FROM known.entity)
        SELECT 'penalty' AS feed, record_id, unnest([credit_code, party_id_no, legal_rep_id_no]) AS no
        FROM known.penalty
        UNION ALL
        SELECT 'penalty', record_id, o.legal_rep_id_no FROM known.penalty JOIN owner AS o USING (credit_code)
        UNION ALL
        SELECT 'admin_case', record_id, unnest([credit_code, party_id_no]) FROM known.admin_case
        UNION ALL
        SELECT 'admin_case', record_id, o.legal_rep_id_no
        FROM known.admin_case JOIN owner AS o USING (credit_code)
        UNION ALL SELECT 'transfer', record_id, unnest([credit_code, party_id_no]) FROM known.transfer
        UNION ALL SELECT 'police_case', record_id, unnest([credit_code, suspect_id_no]) FROM known.police_case
        UNION ALL SELECT 'prosecution', record_id, unnest([credit_code, suspect_id_no]) FROM known.prosecution
        UNION ALL SELECT 'judgment', record_id, unnest([credit_code, defendant_id_no]) FROM known.judgment
        UNION ALL SELECT 'procuratorial_document', record_id, party_id_no FROM known.procuratorial_document"""
    )
    return """
        SELECT a.feed AS a_feed, a.record_id AS a_record, b.feed AS b_feed, b.record_id AS b_record,
            1.0 AS probability
        FROM numbered AS a JOIN numbered AS b USING (no)
        WHERE a.feed IN ('penalty', 'admin_case') AND b.feed NOT IN ('penalty', 'admin_case')
            AND NOT contains(no, '*')
    """


def measure(con: duckdb.DuckDBPyConnection) -> Measured:
    """Compare a linked district with its truth, beside the three yardsticks."""
    ways = {
        "xianjie": OURS,
        "exact name": EXACT_NAME,
        "whole numbers and register": by_number(con),
        "Splink alone, defaults": splink_alone.of_pool(con),
    }
    found = Measured(
        likely={name: agreement(con, said, LIKELY) for name, said in ways.items()},
        sure={name: agreement(con, said, SURE) for name, said in ways.items()},
        bins=by_probability(con, OURS, EDGES),
    )
    for (tier,) in con.execute("SELECT DISTINCT tier FROM party.link ORDER BY tier").fetchall():
        found.tiers[tier] = agreement(con, OURS, LOWEST, which=f"tier = '{tier}'")
    found.stories = _stories(con)
    found.repeats = agreement(con, REPEATS.format(column="party_id"), LIKELY, "true_repeat")
    return found


def _stories(con: duckdb.DuckDBPyConnection) -> dict[str, Agreement]:
    """Compare by what the administrative record is part of in the district."""
    rows = con.execute(
        f"""WITH said AS (SELECT DISTINCT {PAIR}, TRUE AS is_said FROM party.link WHERE probability >= ?),
        every AS (
            SELECT {PAIR}, coalesce(is_said, FALSE) AS is_said, coalesce(is_true, FALSE) AS is_true
            FROM said FULL JOIN (SELECT *, TRUE AS is_true FROM true_pair) AS t USING ({PAIR})
        ),
        story AS (SELECT DISTINCT feed AS a_feed, record_id AS a_record, story FROM truth)
        SELECT coalesce(nullif(story, ''), 'planted and ordinary'), count_if(is_said),
            count_if(is_said AND is_true), count_if(is_true)
        FROM every LEFT JOIN story USING (a_feed, a_record) GROUP BY ALL ORDER BY ALL""",
        [LIKELY],
    ).fetchall()
    return {story: Agreement(said, right, true) for story, said, right, true in rows}


def wrong(con: duckdb.DuckDBPyConnection, count: int) -> list[str]:
    """Return some wrong links at or above the line of suppression or likelihood, and some misses."""
    rows = con.execute(
        f"""WITH said AS (
            SELECT {PAIR}, max(probability) AS p, arg_max(tier, probability) AS tier
            FROM party.link GROUP BY ALL
        ),
        label AS (
            SELECT feed, record_id, min(party) AS party, min(story) AS story
            FROM truth GROUP BY ALL
        ),
        odd AS (
            SELECT CASE WHEN t.a_record IS NULL THEN 'wrong' ELSE 'missed' END AS how, {PAIR}, p, tier
            FROM said FULL JOIN true_pair AS t USING ({PAIR})
            WHERE CASE WHEN t.a_record IS NULL THEN p >= $likely ELSE coalesce(p, 0) < $likely END
        )
        SELECT how, p, tier, a.story, a_feed, a_record, a.party, b_feed, b_record, b.party
        FROM odd
        LEFT JOIN label AS a ON a.feed = a_feed AND a.record_id = a_record
        LEFT JOIN label AS b ON b.feed = b_feed AND b.record_id = b_record
        QUALIFY row_number() OVER (
            PARTITION BY how ORDER BY p DESC NULLS LAST, hash(a_record, b_record)) <= $count
        ORDER BY how DESC, p DESC NULLS LAST, a_record, b_record""",
        {"likely": LIKELY, "count": count},
    ).fetchall()
    return [" ".join(str(cell) for cell in row) for row in rows]


def _line(name: str, found: Agreement) -> str:
    return (
        f"  {name:28} precision {found.precision:.4f}  recall {found.recall:.4f}  F1 {found.f1:.4f}"
        f"  ({found.right:,} right of {found.said:,} said, {found.true:,} true)"
    )


def told(dirt: str, found: Measured, *, stories: bool) -> str:
    """Return the figures of a level of dirt as lines of text."""
    lines = [f"{dirt}: at probability >= {LIKELY}"]
    lines += [_line(name, made) for name, made in found.likely.items()]
    lines.append(f"{dirt}: at probability >= {SURE} (suppresses)")
    lines += [_line(name, made) for name, made in found.sure.items()]
    lines.append(f"{dirt}: by tier, at any probability shown")
    lines += [_line(name, made) for name, made in sorted(found.tiers.items())]
    lines += [f"{dirt}: penalties of one party, for the repeat rules", _line("xianjie", found.repeats)]
    if stories:
        lines.append(f"{dirt}: by what the administrative record is part of, at probability >= {LIKELY}")
        lines += [_line(name, made) for name, made in sorted(found.stories.items())]
    return "\n".join(lines)


def curve(bins: Sequence[tuple[float, ...]]) -> str:
    """Return the calibration curve as a table: what was said, and how often it was true."""
    lines = ["calibration: probability said, share true, pairs"]
    for low in sorted({row[0] for row in bins}):
        same = [row for row in bins if row[0] == low]
        pairs = sum(row[2] for row in same)
        said = sum(row[2] * row[3] for row in same) / pairs
        true = sum(row[2] * row[4] for row in same) / pairs
        lines.append(
            f"  {low:.2f}–{min(same[0][1], 1.0):.2f}  said {said:.3f}  true {true:.3f}  {pairs:,.0f}"
        )
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure the districts asked for and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=4000)
    parser.add_argument("--seeds", default="11,12")
    parser.add_argument("--dirts", default=",".join(DIRTS))
    parser.add_argument("--stories", action="store_true", help="also by story of identity")
    parser.add_argument("--errors", type=int, default=0, help="wrong and missed pairs to name, each")
    chosen = parser.parse_args(argv)
    every: list[tuple[float, ...]] = []
    for dirt in (level for level in DIRTS if level in chosen.dirts.split(",")):
        began, together, odd = time.monotonic(), Measured(), []
        for seed in (int(part) for part in chosen.seeds.split(",")):
            with linked_district(chosen.cases, seed, dirt) as con:
                together.add(measure(con))
                odd += wrong(con, chosen.errors)
        every += together.bins
        print(told(dirt, together, stories=chosen.stories))
        print(f"  seeds {chosen.seeds}, {chosen.cases:,} penalties each, {time.monotonic() - began:.0f} s")
        for line in odd:
            print("  ", line)
        print(flush=True)
    print(curve(every))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
