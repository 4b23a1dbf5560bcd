"""Reads the lists out of the pool as frames, columns exactly as ``columns.py`` names them."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import polars as pl

from pipelines.outputs.columns import (
    CLEARED,
    DUE_SOON,
    FLAGGED,
    INTAKE,
    NOT_FLAGGED,
    QUARANTINE,
    REVIEW_SAMPLE,
    ListColumn,
)
from pipelines.outputs.evidence import missing_zh
from pipelines.outputs.masking import mask_ids_expr
from warehouse import tables

# Numbers of documents are shown as they came: one may look like an ID number without being one.
_AS_DELIVERED = frozenset({"finding_id", "subject_no", "related_nos", "model", "rule_version"})

_FINDING = """
SELECT * REPLACE (array_to_string(related_nos, ';') AS related_nos)
FROM finding.finding
WHERE {condition}
"""
_CLEARED = """
SELECT f.* REPLACE (array_to_string(f.related_nos, ';') AS related_nos), e.cleared_at, e.cleared_by
FROM finding.finding AS f
LEFT JOIN (
    SELECT finding_id, max("at") AS cleared_at, arg_max(run_id, "at") AS cleared_by
    FROM finding.event WHERE kind = 'cleared' GROUP BY finding_id
) AS e USING (finding_id)
WHERE f.status = 'cleared'
ORDER BY e.cleared_at, f.finding_id
"""
_INTAKE = """
SELECT
    CASE WHEN sheet = '' THEN file_name ELSE file_name || '#' || sheet END AS file, feed, source,
    received, loaded, duplicate, revised, quarantined, encoding, first_on, last_on, status,
    concat_ws('；', reason, nullif(array_to_string(json_extract_string(notes, '$[*]'), '；'), '')) AS notes
FROM landing.batch
ORDER BY batch_id
"""
_OUTCOME = """
SELECT * REPLACE (array_to_string(related_nos, ';') AS related_nos, array_to_string(missing, ';') AS missing)
FROM model.outcome
WHERE outcome = '{outcome}'
ORDER BY model, authority, subject_no, subject_id
"""
_REVIEW_SAMPLE = """
SELECT *, NULL AS verdict, NULL AS verdict_note FROM finding.review_sample
WHERE run_id = (SELECT run_id FROM known.run)
ORDER BY sample DESC, finding_id
"""
_DUE_SOON = "FROM model.due_soon ORDER BY due_on, model, authority, subject_no, subject_id"
_QUARANTINE = """
SELECT
    q.feed, q.source, q.file_name AS file, q.sheet, q.row_no AS row, q.reason, q.raw,
    '已重新报送：' || r.file_name || ' 第 ' || q.resent_row || ' 行' AS resent,
    b.columns AS headers
FROM landing.quarantine AS q
LEFT JOIN landing.batch AS b USING (batch_id)
LEFT JOIN landing.batch AS r ON r.batch_id = q.resent_batch
ORDER BY q.batch_id, q.sheet, q.row_no
"""
_KINDS: dict[str, pl.DataType | type[pl.DataType]] = {
    "text": pl.String,
    "integer": pl.Int64,
    "decimal": pl.Decimal(18, 4),
    "ratio": pl.Float64,
    "date": pl.Date,
    "timestamp": pl.Datetime("us"),
}


def shaped(frame: pl.DataFrame, columns: Sequence[ListColumn]) -> pl.DataFrame:
    """Bring a frame into the form of a list: its columns, in order, typed, free of ID numbers."""
    typed = frame.select(pl.col(column.name).cast(_KINDS[column.kind]) for column in columns)
    return typed.with_columns(
        mask_ids_expr(column.name)
        for column in columns
        if column.kind == "text" and column.name not in _AS_DELIVERED
    )


def flagged(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return the subjects flagged in the latest run, by rank."""
    if not tables.exists(con, "finding", "finding"):
        return _nothing(FLAGGED)
    query = _FINDING.format(condition="is_flagged") + "ORDER BY rank, finding_id"
    return shaped(con.sql(query).pl(), FLAGGED)


def cleared(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return the findings that no longer hold, in the order in which they were cleared."""
    if not tables.exists(con, "finding", "finding"):
        return _nothing(CLEARED)
    return shaped(con.sql(_CLEARED).pl(), CLEARED)


def outcome(con: duckdb.DuckDBPyConnection, which: str) -> pl.DataFrame:
    """Return the subjects of one outcome that is not listed; the reason says what is missing."""
    if not tables.exists(con, "model", "outcome"):
        return _nothing(NOT_FLAGGED)
    frame: pl.DataFrame = con.sql(_OUTCOME.format(outcome=which)).pl()
    items = frame["missing"].drop_nulls().unique()
    called = {told: "；".join(missing_zh(item) for item in told.split(";")) for told in items if told}
    reason = pl.concat_str(
        "reason_zh", pl.lit("；缺少："), pl.col("missing").replace_strict(called, default=None)
    )
    return shaped(frame.with_columns(pl.coalesce(reason, "reason_zh").alias("reason_zh")), NOT_FLAGGED)


def due_soon(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return the steps that are due within the next working days and not yet overdue, the nearest first."""
    if not tables.exists(con, "model", "due_soon"):
        return _nothing(DUE_SOON)
    return shaped(con.sql(_DUE_SOON).pl(), DUE_SOON)


def review_sample(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return the cases drawn for review in this run, for verdicts: uncertain ones, then random ones."""
    if not tables.exists(con, "finding", "review_sample"):
        return _nothing(REVIEW_SAMPLE)
    return shaped(con.sql(_REVIEW_SAMPLE).pl(), REVIEW_SAMPLE)


def intake(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return one row per imported, repeated or refused file (and sheet, where a file has several)."""
    if not tables.exists(con, "landing", "batch"):
        return _nothing(INTAKE)
    return shaped(con.sql(_INTAKE).pl(), INTAKE)


def quarantine(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return the rows that could not be loaded, raw values as delivered, with ``headers`` (JSON) last."""
    if not tables.exists(con, "landing", "quarantine"):
        return _nothing(QUARANTINE).with_columns(pl.lit(None, pl.String).alias("headers"))
    frame: pl.DataFrame = con.sql(_QUARANTINE).pl()
    return frame


def _nothing(columns: Sequence[ListColumn]) -> pl.DataFrame:
    return pl.DataFrame(schema={column.name: _KINDS[column.kind] for column in columns})
