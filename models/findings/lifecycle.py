"""The life of a finding: raised, escalated, judged, snoozed, cleared, reopened, exported.

An event has a time, ``at``, and a day on which things stood, ``as_of``: what runs find is dated by the day
that the run is about, what people do by the day on which they did it.

Events are only ever added. What people decided comes from a journal outside the pool and is laid in anew
whenever the pool is behind it, so that a rebuilt pool knows every verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse import tables

_HERE = Path(__file__).parent
_VERDICT_COLUMNS = (
    "seq", "finding_id", "at", "who", "verdict", "note", "snooze_until", "model", "model_version",
    "severity", "value", "is_exemplary",
)  # fmt: skip


def _ensure(con: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of the ledger; ``finding.current`` gives the columns on first use."""
    con.execute((_HERE / "verdict_tables.ddl").read_text("utf-8"))
    if not tables.exists(con, "finding", "finding"):
        con.execute((_HERE / "ledger_tables.ddl").read_text("utf-8"))
    _know_days(con)
    # A later version of the software may say more of a finding than the one that made the ledger.
    present = set(con.table("finding.finding").columns)
    current = con.table("finding.current")
    for name, kind in zip(current.columns, current.types, strict=True):
        if name not in present:
            con.execute(f'ALTER TABLE finding.finding ADD COLUMN "{name}" {kind}')


def _know_days(con: duckdb.DuckDBPyConnection) -> None:
    """Give the events of a ledger that an earlier version began the day on which they stood."""
    if "as_of" not in con.table("finding.event").columns:
        con.execute("ALTER TABLE finding.event ADD COLUMN as_of DATE")
        con.execute('UPDATE finding.event SET as_of = "at"::DATE')


def merge(
    con: duckdb.DuckDBPyConnection,
    models: Sequence[str],
    *,
    run_id: str,
    at: datetime,
    verdicts: Iterable[Mapping[str, Any]] = (),
) -> None:
    """Carry ``finding.current`` into the ledger: insert, refresh, reopen and clear, one event per change.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate, with ``finding.current``.
    models : sequence of str
        Models of this run; findings of other models are left alone.
    run_id : str
        Identifier of the run.
    at : datetime
        Time of the run, naive Asia/Shanghai.
    verdicts : iterable of mappings
        Every entry of the journal, oldest first.
    """
    _ensure(con)
    _lay_in(con, verdicts)
    con.execute("SET VARIABLE today = ?::DATE", [at.date()])
    con.execute("CREATE OR REPLACE TEMP TABLE merged AS\n" + (_HERE / "merged.sql").read_text("utf-8"))
    con.execute(
        "INSERT INTO finding.event SELECT finding_id, ?, event_kind, ?, event_note, r.as_of "
        "FROM merged CROSS JOIN known.run AS r WHERE event_kind IS NOT NULL ORDER BY finding_id",
        [at, run_id],
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE gone AS SELECT finding_id FROM finding.finding ANTI JOIN merged "
        "USING (finding_id) WHERE is_flagged AND list_contains(?, model)",
        [list(models)],
    )
    con.execute(
        "INSERT INTO finding.event SELECT finding_id, ?, 'cleared', ?, NULL, r.as_of "
        "FROM gone CROSS JOIN known.run AS r ORDER BY finding_id",
        [at, run_id],
    )
    con.execute(
        "UPDATE finding.finding SET is_flagged = FALSE, rank = NULL, status = 'cleared', run_id = ? "
        "WHERE finding_id IN (FROM gone)",
        [run_id],
    )
    con.execute("DELETE FROM finding.finding WHERE finding_id IN (SELECT finding_id FROM merged)")
    con.execute(
        """INSERT INTO finding.finding BY NAME
        SELECT
            * EXCLUDE (
                is_new, was_cleared, counted, latest_verdict, snooze_until, seen_before, known_severity,
                known_value, is_worse, event_kind, event_note
            ),
            coalesce(seen_before, ?) AS first_seen, ?::TIMESTAMP AS last_seen, TRUE AS is_flagged, ? AS run_id
        FROM merged""",
        [at, at, run_id],
    )
    tables.build(con, "finding", _HERE / "confirmed_share.sql")
    con.execute("DROP TABLE merged")
    con.execute("DROP TABLE gone")


def _lay_in(con: duckdb.DuckDBPyConnection, verdicts: Iterable[Mapping[str, Any]]) -> None:
    """Bring the pool up to the journal of verdicts."""
    known = {seq for (seq,) in con.execute("SELECT seq FROM finding.verdict").fetchall()}
    new = [[row.get(name) for name in _VERDICT_COLUMNS] for row in verdicts if row["seq"] not in known]
    if not new:
        return
    tables.fill(con, "finding.verdict", new)
    con.execute(
        """INSERT INTO finding.event
        SELECT
            finding_id, "at", CASE WHEN snooze_until IS NULL THEN 'judged' ELSE 'snoozed' END, NULL,
            concat_ws('；', verdict || coalesce('至' || snooze_until, ''), who, note), "at"::DATE
        FROM finding.verdict WHERE list_contains(?, seq) ORDER BY seq""",
        [[row[0] for row in new]],
    )
    con.execute(
        "UPDATE finding.finding AS f SET verdict = v.verdict, is_exemplary = coalesce(v.is_exemplary, FALSE) "
        "FROM finding.latest_verdict AS v "
        "WHERE v.finding_id = f.finding_id"
    )


def judge(con: duckdb.DuckDBPyConnection, verdicts: Iterable[Mapping[str, Any]], today: date) -> None:
    """Bring the pool up to the journal and let the ledger show it at once, without a run.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate, with a ledger.
    verdicts : iterable of mappings
        Every entry of the journal, oldest first.
    today : date
        Whether a snooze still holds.
    """
    con.execute((_HERE / "verdict_tables.ddl").read_text("utf-8"))
    _know_days(con)
    _lay_in(con, verdicts)
    con.execute("SET VARIABLE today = ?::DATE", [today])
    con.execute((_HERE / "shown.sql").read_text("utf-8"))
    tables.build(con, "finding", _HERE / "confirmed_share.sql")


def exported(
    con: duckdb.DuckDBPyConnection,
    run_id: str,
    at: datetime,
    sha256: str,
    finding_ids: Sequence[str] | None = None,
) -> None:
    """Note that findings were taken out: each once per list and per turn of its life.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate.
    run_id : str
        The run whose findings they are.
    at : datetime
        When.
    sha256 : str
        Hash of the list, which its manifest gives too.
    finding_ids : sequence of str
        Default: every finding that is listed now.
    """
    con.execute(
        """INSERT INTO finding.event
        SELECT f.finding_id, ?, 'exported', ?, ?, r.as_of FROM finding.finding AS f CROSS JOIN known.run AS r
        LEFT JOIN (
            SELECT
                finding_id,
                max("at") FILTER (WHERE kind = 'exported') AS out_at,
                max("at") FILTER (WHERE kind IN ('raised', 'reopened', 'escalated')) AS turned_at
            FROM finding.event GROUP BY finding_id
        ) AS e USING (finding_id)
        WHERE f.is_flagged AND coalesce(list_contains(?::VARCHAR[], f.finding_id), TRUE)
          AND (e.out_at IS NULL OR e.out_at < e.turned_at)
        ORDER BY f.finding_id""",
        [at, run_id, sha256, finding_ids],
    )
