"""Recomputes what can be recomputed: journals, row accounting, ledger, and what was given out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.outputs import manifest, masked, publish
from pipelines.outputs.lists import LATEST
from warehouse import tables
from warehouse.errors import CheckFailed
from warehouse.home import Home
from warehouse.journal import Journal

_SHOWN = 5
# A pending batch was landed by a run that was cut off: the next one pools it, and then it is accounted for.
_SLIPS = """
SELECT file_name || '：收到 ' || coalesce(received, 0) || '，去向合计 '
    || (coalesce(loaded, 0) + coalesce(duplicate, 0) + coalesce(revised, 0) + coalesce(quarantined, 0))
FROM landing.batch
WHERE status <> 'pending' AND coalesce(received, 0)
    <> coalesce(loaded, 0) + coalesce(duplicate, 0) + coalesce(revised, 0) + coalesce(quarantined, 0)
ORDER BY batch_id
"""
_QUARANTINE = """
SELECT b.file_name || '：隔离 ' || b.quarantined || '，隔离表中 ' || coalesce(q.n, 0)
FROM landing.batch AS b
LEFT JOIN (SELECT batch_id, count(*) AS n FROM landing.quarantine GROUP BY batch_id) AS q USING (batch_id)
WHERE b.status <> 'pending' AND b.quarantined <> coalesce(q.n, 0)
ORDER BY b.batch_id
"""
_ORPHANS = """
SELECT DISTINCT finding_id || '：有事件而无线索' AS told FROM finding.event
ANTI JOIN finding.finding USING (finding_id)
WHERE kind <> 'judged' AND kind <> 'snoozed' ORDER BY told
"""


@dataclass(frozen=True)
class Verified:
    """One thing that was recomputed.

    Parameters
    ----------
    title : str
        What, in Chinese.
    wrong : list of str
        What does not fit; empty if all does.
    """

    title: str
    wrong: list[str]


def verify(home: Home, folders: Iterable[Path] = ()) -> list[Verified]:
    """Recompute hashes and sums of an installation.

    Parameters
    ----------
    home : Home
        The installation; nothing in it is changed.
    folders : iterable of Path
        Snapshots to look at beside the published one and those that the journal of exports knows; of the
        latter those that are no longer where they were written are left out.

    Returns
    -------
    list of Verified
        One per thing, what does not exist yet left out.
    """
    done = [
        Verified(title, _journal(journal))
        for title, journal in (
            ("核查结论登记簿", home.verdicts),
            ("导出登记簿", home.deliveries),
            ("当事人核定登记簿", home.judgements),
        )
        if journal.path.exists()
    ]
    if home.pool.path.exists():
        with home.pool.read() as con:
            done += [Verified(title, look(con)) for title, look in _IN_POOL.items()]
            if tables.exists(con, "finding", "verdict") and not done[0].wrong:
                done.append(Verified("台账与登记簿一致", _behind(con, home)))
    if (home.exports / LATEST / manifest.NAME).exists():
        done.append(Verified("最近一次清单", manifest.changed(home.exports / LATEST)))
    if (home.published / manifest.NAME).exists():
        done.append(Verified("已发布快照", _snapshot(home.published, home)))
    given = [place for place in _given(home) if (place / manifest.NAME).exists()]
    return done + [
        Verified(f"快照 {place}", _snapshot(place, home))
        for place in dict.fromkeys(path.resolve() for path in (*given, *folders))
    ]


def _given(home: Home) -> list[Path]:
    """Return where snapshots were written to, as the journal of exports tells."""
    if not home.deliveries.path.exists() or _journal(home.deliveries):
        return []
    return [Path(entry["folder"]) for entry in home.deliveries.read() if entry.get("folder")]


def _snapshot(folder: Path, home: Home) -> list[str]:
    """Return what is wrong with a snapshot.

    Names in texts can be looked for only while the pool is the one that it was made of.
    """
    wrong = masked.faults(folder)
    if wrong or not home.pool.path.exists():
        return wrong
    with home.pool.read() as con:
        if not tables.exists(con, "known", "run"):
            return []
        ((run_id,),) = con.execute("SELECT run_id FROM known.run").fetchall()
        is_same = manifest.read(folder)["run_id"] == run_id
        return masked.names_left(folder, publish.persons(con)) if is_same else []


def _journal(journal: Journal) -> list[str]:
    try:
        journal.read()
    except CheckFailed as error:
        return [str(error)]
    return []


def _told(query: str, layer: str, table: str) -> Callable[[duckdb.DuckDBPyConnection], list[str]]:
    def look(con: duckdb.DuckDBPyConnection) -> list[str]:
        if not tables.exists(con, layer, table):
            return []
        rows = [text for (text,) in con.execute(query).fetchall()]
        return rows if len(rows) <= _SHOWN else [*rows[:_SHOWN], f"另有 {len(rows) - _SHOWN} 项"]

    return look


_IN_POOL = {
    "每行去向（收到 = 入库 + 重复 + 更正 + 隔离）": _told(_SLIPS, "landing", "batch"),
    "隔离行数与隔离表一致": _told(_QUARANTINE, "landing", "quarantine"),
    "事件都属于已知线索": _told(_ORPHANS, "finding", "event"),
}


def _behind(con: duckdb.DuckDBPyConnection, home: Home) -> list[str]:
    query = "SELECT seq, finding_id, verdict FROM finding.verdict"
    pool = {(seq, finding_id, verdict) for seq, finding_id, verdict in con.execute(query).fetchall()}
    journal = {(row["seq"], row["finding_id"], row["verdict"]) for row in home.verdicts.read()}
    told = [f"第 {seq} 条只在登记簿中，下次运行时补入" for seq, *_ in sorted(journal - pool)]
    return told + [f"第 {seq} 条只在台账中" for seq, *_ in sorted(pool - journal)]
