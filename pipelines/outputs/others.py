"""Which amounts in the texts of a record were not counted, since they are those of another party."""

from __future__ import annotations

import duckdb

from pipelines.outputs.evidence import origin_zh
from warehouse import tables

_OTHERS = """
SELECT
    told_in, other.start, other."end", substr(whole, other.start + 1, other."end" - other.start) AS span,
    other.whose
FROM (SELECT told_in, whole, unnest(others) AS other FROM fact.own_text WHERE feed = ? AND record_id = ?)
ORDER BY ALL
"""


def lines(con: duckdb.DuckDBPyConnection, feed: str, record_id: str) -> list[str]:
    """Return one line in Chinese for each amount of another party in the texts of a record.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection to the pool.
    feed, record_id : str
        The record.
    """
    if not tables.exists(con, "fact", "own_text"):
        return []
    return [
        f"{origin_zh(f'text:{told_in}[{start}:{end}]', feed)}“{span}”：该金额属于{whose}，不计入本案当事人"
        for told_in, start, end, span, whose in con.execute(_OTHERS, [feed, record_id]).fetchall()
    ]
