"""The ledger of findings: stable ids, first and last seen, cleared ones kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from models.card import Card
from models.findings import lifecycle, review_sample, weights
from warehouse import tables, twins
from warehouse.column import Column
from warehouse.contract import Feed
from warehouse.tables import literal

_HERE = Path(__file__).parent
# Exports show names (internal profile), never these.
_NEVER_SHOWN = ("id",)
_NEVER_SHOWN_NAMES = ("phone", "address", "target_address")


def update(
    con: duckdb.DuckDBPyConnection,
    cards: Sequence[Card],
    feeds: Mapping[str, Feed],
    *,
    run_id: str,
    at: datetime,
    verdicts: Iterable[Mapping[str, Any]] = (),
) -> int:
    """Carry this run's flagged subjects into ``finding.finding`` and its events.

    A finding keeps its id for ever: the hash of the model and the subject's key (for groups also of the
    first related number). One that no longer holds is kept as *cleared* with the run that cleared it; one
    that comes back is *reopened*; one that was judged stays judged.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate, after the models ran.
    cards : sequence of Card
        The models of this run; findings of other models are left alone.
    feeds : mapping of str to Feed
        The contracts, for the evidence.
    run_id : str
        Identifier of the run.
    at : datetime
        Time of the run, naive Asia/Shanghai.
    verdicts : iterable of mappings
        The journal of verdicts, oldest first.

    Returns
    -------
    int
        Subjects flagged in this run.
    """
    con.execute(
        "CREATE OR REPLACE TABLE finding.flagged AS " + "\nUNION ALL BY NAME\n".join(map(_flagged, cards))
    )
    chosen = weights.load_weights()
    weights.publish(con, chosen)
    tables.build(con, "finding", _HERE / "ranked.sql")
    con.execute(
        "CREATE OR REPLACE TABLE finding.source AS "
        + "\nUNION ALL\n".join(_source(con, feed) for feed in feeds.values())
    )
    tables.build(con, "finding", _HERE / "current.sql")
    lifecycle.merge(con, [card.id for card in cards], run_id=run_id, at=at, verdicts=verdicts)
    review_sample.draw(con, chosen.review_sample)
    for name in ("flagged", "ranked", "source", "weight", "unit", "scale"):
        con.execute(f"DROP TABLE finding.{name}")
    return tables.count(con, "finding.current")


_FLAGGED = """SELECT
    left(md5({id} || '|' || subject_kind || '|' || subject_id || {group}), 12) AS finding_id,
    {id} AS model,
    {version} AS model_version,
    coalesce(model_class, {model_class}) AS model_class,
    {failure_mode} AS failure_mode,
    coalesce(severity, {severity}) AS card_severity,
    {clears_if_zh} AS clears_if_zh,
    * EXCLUDE (outcome, reason_code, missing, severity, model_class, due_on)
FROM model."{name}" WHERE outcome = 'flagged'"""
_CARD_PARTS = ("id", "version", "model_class", "failure_mode", "severity", "clears_if_zh")


def _flagged(card: Card) -> str:
    """SELECT of one model's flagged rows with what its card says of them."""
    # A group is one finding per first related number, whatever else its party has.
    is_group = card.subject in ("party", "authority")
    return _FLAGGED.format(
        name=card.id,
        group="'|' || coalesce(related_nos[1], '')" if is_group else "''",
        **{part: literal(getattr(card, part)) for part in _CARD_PARTS},
    )


_SOURCE = """SELECT
    '{feed}' AS feed, k.record_id, CAST(k."{number}" AS VARCHAR) AS no,
    b.source, b.file_name AS file, k.sheet, k.row_no AS row,
    CAST(json_merge_patch('{{}}', to_json({{{fields}}})) AS VARCHAR) AS fields
FROM {rows} AS k
JOIN landing.batch AS b USING (batch_id)
WHERE k.record_id IN (
    SELECT s.record_id FROM (SELECT unnest(sources) AS s FROM finding.ranked) WHERE s.feed = '{feed}'
)"""
# Feeds keyed by their own number first, the person second.
_KEY_FIRST = ("police_case", "prosecution", "judgment", "entity_member", "authority")


def _labelled(column: Column) -> str:
    # The file may have told it in 万元: what is shown is in yuan, and says so.
    return f"{column.label}（元）" if column.type == "money" else column.label


def _cell(column: Column) -> str:
    """SQL of a cell as it reads in a file of Chinese labels."""
    cell = f'k."{column.name}"'
    if column.type == "list":
        return f"array_to_string({cell}, '；')"
    if column.type == "bool":
        return f"CASE WHEN {cell} THEN '是' WHEN NOT {cell} THEN '否' END"
    text = f"CAST({cell} AS VARCHAR)"
    # Of many steps only the day is told.
    return f"regexp_replace({text}, ' 00:00:00$', '')" if column.type == "timestamp" else text


def _source(con: duckdb.DuckDBPyConnection, feed: Feed) -> str:
    """SELECT of where the cited rows of one feed came from: file, sheet, row, and their fields."""
    shown = [c for c in feed.columns if c.type not in _NEVER_SHOWN and c.name not in _NEVER_SHOWN_NAMES]
    return _SOURCE.format(
        feed=feed.name,
        rows=twins.rows_of(con, feed.name),
        number=feed.key[0] if feed.name in _KEY_FIRST else feed.key[-1],
        fields=", ".join(f'"{_labelled(c)}": {_cell(c)}' for c in shown),
    )
