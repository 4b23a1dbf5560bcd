"""The ledger of findings: stable ids, first and last seen, cleared ones kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from models.card import Card
from warehouse import tables
from warehouse.contract import Feed
from warehouse.intake.values import quote

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

    Returns
    -------
    int
        Subjects flagged in this run.
    """
    con.execute(
        "CREATE OR REPLACE TABLE finding.flagged AS " + "\nUNION ALL BY NAME\n".join(map(_flagged, cards))
    )
    tables.build(con, "finding", _HERE / "ranked.sql")
    con.execute(
        "CREATE OR REPLACE TABLE finding.source AS " + "\nUNION ALL\n".join(map(_source, feeds.values()))
    )
    tables.build(con, "finding", _HERE / "current.sql")
    con.execute((_HERE / "ledger_tables.ddl").read_text("utf-8"))
    _merge(con, [card.id for card in cards], run_id, at)
    for name in ("flagged", "ranked", "source"):
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
        **{part: quote(getattr(card, part)) for part in _CARD_PARTS},
    )


_SOURCE = """SELECT
    '{feed}' AS feed, k.record_id, CAST(k."{number}" AS VARCHAR) AS no,
    b.source, b.file_name AS file, k.sheet, k.row_no AS row,
    CAST(json_merge_patch('{{}}', to_json({{{fields}}})) AS VARCHAR) AS fields
FROM known."{feed}" AS k
JOIN landing.batch AS b USING (batch_id)
WHERE k.record_id IN (
    SELECT s.record_id FROM (SELECT unnest(sources) AS s FROM finding.ranked) WHERE s.feed = '{feed}'
)"""
# Feeds keyed by their own number first, the person second.
_KEY_FIRST = ("police_case", "prosecution", "judgment", "entity_member", "authority")


def _source(feed: Feed) -> str:
    """SELECT of where the cited rows of one feed came from: file, sheet, row, and their fields."""
    shown = [c for c in feed.columns if c.type not in _NEVER_SHOWN and c.name not in _NEVER_SHOWN_NAMES]
    return _SOURCE.format(
        feed=feed.name,
        number=feed.key[0] if feed.name in _KEY_FIRST else feed.key[-1],
        fields=", ".join(f'"{c.label}": CAST(k."{c.name}" AS VARCHAR)' for c in shown),
    )


def _merge(con: duckdb.DuckDBPyConnection, models: list[str], run_id: str, at: datetime) -> None:
    """Insert, refresh, reopen and clear; write one event per change of state."""
    con.execute(
        """INSERT INTO finding.event
        SELECT c.finding_id, ?, CASE WHEN f.finding_id IS NULL THEN 'new' ELSE 'reopened' END, ?, NULL
        FROM finding.current AS c LEFT JOIN finding.finding AS f USING (finding_id)
        WHERE f.finding_id IS NULL OR f.status = 'cleared'""",
        [at, run_id],
    )
    con.execute(
        """INSERT INTO finding.event
        SELECT f.finding_id, ?, 'cleared', ?, NULL FROM finding.finding AS f
        WHERE f.is_flagged AND list_contains(?, f.model)
          AND f.finding_id NOT IN (SELECT finding_id FROM finding.current)""",
        [at, run_id, models],
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE merged AS
        SELECT c.*, coalesce(f.first_seen, ?) AS first_seen, ?::TIMESTAMP AS last_seen,
            CASE WHEN f.finding_id IS NULL THEN 'new'
                 WHEN f.status = 'cleared' THEN 'reopened'
                 WHEN f.status IN ('judged', 'snoozed') THEN f.status
                 ELSE 'open' END AS status,
            f.verdict, TRUE AS is_flagged, ? AS run_id
        FROM finding.current AS c LEFT JOIN finding.finding AS f USING (finding_id)""",
        [at, at, run_id],
    )
    con.execute("DELETE FROM finding.finding WHERE finding_id IN (SELECT finding_id FROM merged)")
    con.execute(
        """UPDATE finding.finding SET is_flagged = FALSE, rank = NULL, status = 'cleared', run_id = ?
        WHERE is_flagged AND list_contains(?, model)""",
        [run_id, models],
    )
    con.execute("INSERT INTO finding.finding BY NAME SELECT * FROM merged")
    con.execute("DROP TABLE merged")
