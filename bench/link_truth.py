"""Who is who in a demo district, as tables beside the pool, and how well a list of links agrees with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.demo.district import KEY, PARTY
from warehouse.intake.values import install_macros

ADMINISTRATIVE = ("penalty", "admin_case")
CRIMINAL = tuple(feed for feed in PARTY if feed not in ADMINISTRATIVE)
PAIR = "a_feed, a_record, b_feed, b_record"
LOWEST = 0.05  # below it a link is shown to nobody


@dataclass(frozen=True)
class Agreement:
    """How many pairs were said, how many of them are true, and how many there are."""

    said: int
    right: int
    true: int

    @property
    def precision(self) -> float:
        """Return the share of what was said that is true; nothing said is nothing wrong."""
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        """Return the share of what is true that was said."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both."""
        return 2 * self.right / (self.said + self.true) if self.said + self.true else 1.0

    def __add__(self, other: Agreement) -> Agreement:
        """Return both together, pair by pair."""
        return Agreement(self.said + other.said, self.right + other.right, self.true + other.true)


def load(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Make ``truth`` (one row per record and subject), ``true_pair`` and ``true_repeat``.

    ``true_pair`` are administrative and criminal records of one party; ``true_repeat`` penalties of one
    party. Records are found by their number; what never reached the pool is no part of the truth.
    """
    install_macros(con)
    numbers = " UNION ALL ".join(
        f"SELECT '{feed}' AS feed, record_id, x_number({KEY[feed]}) AS no FROM known.{feed}" for feed in PARTY
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE truth AS
        WITH number AS ({numbers}),
        told AS (
            SELECT feed, x_number(no) AS no, party, unnest(string_split(subject_ids, ';')) AS subject, story
            FROM read_csv(?, all_varchar = true, header = true)
        )
        SELECT feed, n.record_id, t.subject, coalesce(t.story, '') AS story, t.party
        FROM told AS t JOIN number AS n USING (feed, no)""",
        [str(folder / "parties.csv")],
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE true_pair AS
        SELECT DISTINCT a.feed AS a_feed, a.record_id AS a_record, b.feed AS b_feed, b.record_id AS b_record
        FROM truth AS a JOIN truth AS b USING (subject)
        WHERE list_contains(?, a.feed) AND list_contains(?, b.feed)""",
        [list(ADMINISTRATIVE), list(CRIMINAL)],
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE true_repeat AS
        SELECT DISTINCT a.feed AS a_feed, a.record_id AS a_record, b.feed AS b_feed, b.record_id AS b_record
        FROM truth AS a JOIN truth AS b USING (subject)
        WHERE a.feed = 'penalty' AND b.feed = 'penalty' AND a.record_id < b.record_id"""
    )


def agreement(
    con: duckdb.DuckDBPyConnection, said: str, least: float, truth: str = "true_pair", which: str = "true"
) -> Agreement:
    """Compare the pairs of a table that reach a probability with the true ones.

    Parameters
    ----------
    con
        A connection on which `load` was called.
    said
        Table or query with the four columns of a pair, and ``probability``.
    least
        Lowest probability that counts.
    truth
        Table of true pairs.
    which
        Condition on ``said``: one tier of it, for example.
    """
    ((number, right, true),) = con.execute(
        f"""WITH said AS (
            SELECT DISTINCT {PAIR} FROM ({said}) WHERE probability >= ? AND {which}
        )
        SELECT
            (SELECT count(*) FROM said),
            (SELECT count(*) FROM said JOIN {truth} USING ({PAIR})),
            (SELECT count(*) FROM {truth})""",
        [least],
    ).fetchall()
    return Agreement(number, right, true)


def by_probability(con: duckdb.DuckDBPyConnection, said: str, edges: list[float]) -> list[tuple[float, ...]]:
    """Return, for each bin of probability, its edges, how many pairs fell in, mean said and share true."""
    rows = con.execute(
        f"""WITH said AS (SELECT {PAIR}, max(probability) AS p FROM ({said}) GROUP BY ALL),
        edge AS (SELECT unnest(?::DOUBLE[]) AS low, unnest(?::DOUBLE[]) AS high)
        SELECT low, high, count(*), avg(p), avg(CASE WHEN t.a_record IS NULL THEN 0 ELSE 1 END)
        FROM said JOIN edge ON p >= low AND p < high LEFT JOIN true_pair AS t USING ({PAIR})
        GROUP BY low, high ORDER BY low""",
        [edges[:-1], edges[1:]],
    ).fetchall()
    return [tuple(float(cell) for cell in row) for row in rows]
