"""Rows that could not be loaded, and which of them were sent again later.

A quarantined row stays what it was on its slip: received = loaded + duplicate + revised + quarantined. Once
it has come again it need not be sent back any more: it was loaded, or what came is quarantined in its stead.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import duckdb

from warehouse.contract import Feed
from warehouse.intake.headers import RETURN_COLUMNS
from warehouse.tables import literal

_PLACES = dict(
    zip(("reason", "file", "sheet", "row"), (f'$."{name}"' for name in RETURN_COLUMNS), strict=True)
)
_KEEP = """
INSERT INTO landing.quarantine (batch_id, feed, source, file_name, sheet, row_no, reason, raw, record_id)
SELECT
    b.batch_id, ?, b.source, b.file_name, n.sheet, n.row_no, n.reason,
    CAST(json_merge_patch(json_object({pairs}), coalesce(l.extra, '{{}}')::JSON) AS VARCHAR),
    n.record_id
FROM pooled_row AS n
JOIN pooled_batch AS b USING (batch_id)
JOIN landing."{feed}" AS l ON l.batch_id = n.batch_id AND l.row_no = n.row_no AND l.sheet = n.sheet
WHERE n.reason IS NOT NULL AND n.batch_id = ?
ORDER BY n.row_no
"""
_WAITING = "SELECT 1 FROM landing.quarantine WHERE feed = ? AND resent_batch IS NULL LIMIT 1"
# The file of rows to send back says which row each of its rows was. A row whose key was readable is known by
# it, in a later delivery only: two rows of one file are no correction of one another.
_SETTLE = """
WITH come AS (
    SELECT n.record_id, n.batch_id, n.row_no, n.extra, b.source
    FROM pooled_row AS n JOIN pooled_batch AS b USING (batch_id)
),
returned AS (
    SELECT
        batch_id, row_no, source,
        json_extract_string(extra, $reason) AS reason,
        json_extract_string(extra, $file) AS file_name,
        coalesce(json_extract_string(extra, $sheet), '') AS sheet,
        json_extract_string(extra, $row) AS of_row
    FROM come WHERE json_extract_string(extra, $row) IS NOT NULL
),
waiting AS (
    SELECT rowid AS place, * FROM landing.quarantine WHERE feed = $feed AND resent_batch IS NULL
),
answered AS (
    SELECT w.place, t.batch_id, t.row_no
    FROM waiting AS w JOIN come AS t ON t.record_id = w.record_id AND t.batch_id > w.batch_id
    UNION ALL
    SELECT w.place, t.batch_id, t.row_no
    FROM waiting AS w
    JOIN returned AS t
        ON t.source = w.source AND t.file_name = w.file_name AND t.sheet = coalesce(w.sheet, '')
        AND t.of_row = w.row_no::VARCHAR AND t.reason = w.reason AND t.batch_id > w.batch_id
),
first AS (
    SELECT place, min(batch_id) AS batch_id, arg_min(row_no, (batch_id, row_no)) AS row_no
    FROM answered GROUP BY place
)
UPDATE landing.quarantine AS q SET resent_batch = f.batch_id, resent_row = f.row_no
FROM first AS f WHERE f.place = q.rowid
"""


def keep(con: duckdb.DuckDBPyConnection, feed: Feed, columns: Mapping[str, str]) -> None:
    """Keep the pending rows that cannot be loaded, as the sender's own columns.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate, within a pass over pending batches.
    feed : Feed
        The contract of the rows.
    columns : mapping
        Per batch which header stands for which column, as JSON.
    """
    for (batch_id,) in con.execute(
        "SELECT DISTINCT batch_id FROM pooled_row WHERE reason IS NOT NULL ORDER BY batch_id"
    ).fetchall():
        known = {column: header for header, column in json.loads(columns[batch_id]).items() if column}
        pairs = ", ".join(f'{literal(header)}, l."{column}"' for column, header in known.items())
        con.execute(_KEEP.format(feed=feed.name, pairs=pairs), [feed.name, batch_id])


def settle(con: duckdb.DuckDBPyConnection, feed: str) -> None:
    """Note which quarantined rows of a feed the rows of this pass come instead of."""
    if con.execute(_WAITING, [feed]).fetchall():
        con.execute(_SETTLE, {"feed": feed, **_PLACES})
