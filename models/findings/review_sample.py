"""Cases to review beside the top of the list: near one half, and at random where nothing was flagged."""

from __future__ import annotations

from pathlib import Path

import duckdb

from models.findings.weights import ReviewSample
from warehouse import tables

_QUERY = Path(__file__).with_suffix(".sql")


def draw(con: duckdb.DuckDBPyConnection, size: ReviewSample) -> int:
    """Draw the sample of this run into ``finding.review_sample``; return its rows.

    What earlier runs drew stays: a form that was given out can be handed in after the next run.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate, with ``finding.ranked``.
    size : ReviewSample
        How many cases of each kind.
    """
    if not tables.exists(con, "fact", "lead"):
        return 0
    con.execute(
        "CREATE OR REPLACE TABLE finding.sampling AS SELECT ?::INTEGER AS uncertain, ?::INTEGER AS random",
        [size.uncertain, size.random],
    )
    con.execute("CREATE OR REPLACE TEMP TABLE drawn_now AS\n" + _QUERY.read_text("utf-8"))
    con.execute("CREATE TABLE IF NOT EXISTS finding.review_sample AS FROM drawn_now LIMIT 0")
    con.execute("DELETE FROM finding.review_sample WHERE finding_id IN (SELECT finding_id FROM drawn_now)")
    con.execute("INSERT INTO finding.review_sample BY NAME FROM drawn_now")
    con.execute("DROP TABLE finding.sampling")
    rows = tables.count(con, "drawn_now")
    con.execute("DROP TABLE drawn_now")
    return rows
