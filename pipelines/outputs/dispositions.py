"""Verdicts of analysts: read from a filled-in list, checked against the ledger, written to the journal."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb

from models.findings import lifecycle
from pipelines.outputs.columns import FLAGGED, SNOOZED, VERDICT_NOTE, VERDICTS
from pipelines.outputs.workbooks import opened
from warehouse import tables
from warehouse.errors import XianjieError
from warehouse.home import Home

_LABELS = {column.name: column.label for column in FLAGGED} | {VERDICT_NOTE.name: VERDICT_NOTE.label}
_SHOWN_ROWS = 10
# What to do about an unknown finding: in a form, on the command line.
_TO_NAME = ("请恢复“线索编号”", "请从 xianjie findings 复制编号")
_LEDGER = """
SELECT f.finding_id, f.model, f.model_version, f.severity, f.value, f.subject_no, f.party_name, f.status,
    f.verdict, v.note, v.snooze_until, v.is_exemplary
FROM finding.finding AS f LEFT JOIN finding.latest_verdict AS v USING (finding_id)
"""
# Before the first verdict there is no table of them.
_FIRST = """
SELECT finding_id, model, model_version, severity, value, subject_no, party_name, status, verdict,
    NULL::VARCHAR AS note, NULL::DATE AS snooze_until, FALSE AS is_exemplary
FROM finding.finding
"""
# Penalties drawn at random, which no model flagged.
_SAMPLED = """
UNION ALL
SELECT s.finding_id, s.model, s.model_version, s.severity, s.value, s.subject_no, s.party_name, 'sampled',
    v.verdict, v.note, v.snooze_until, v.is_exemplary
FROM finding.review_sample AS s LEFT JOIN {verdicts} AS v USING (finding_id)
WHERE s.sample = 'random'
"""
_NO_VERDICT = """(
    SELECT NULL AS finding_id, NULL AS verdict, NULL AS note, NULL AS snooze_until, FALSE AS is_exemplary
    WHERE FALSE
)"""


@dataclass(frozen=True)
class Proposal:
    """One verdict that somebody wants to register.

    Parameters
    ----------
    finding_id : str
        As listed.
    verdict : str
        One of ``columns.VERDICTS``, or 暂缓 with a date.
    note : str, optional
        Why.
    snooze_until : date, optional
        The day on which a snoozed finding comes back.
    is_exemplary : bool
        Whether the case is to be kept as an exemplary one, which reports cite.
    row : int, optional
        Where it stands in the form.
    """

    finding_id: str
    verdict: str
    note: str | None = None
    snooze_until: date | None = None
    is_exemplary: bool = False
    row: int | None = None


@dataclass(frozen=True)
class Change:
    """What a proposal would change: the finding as it stands, and the verdict before."""

    proposal: Proposal
    finding: Mapping[str, Any]

    @property
    def is_new(self) -> bool:
        """Whether it says something that the ledger does not say already."""
        told, before = self.proposal, self.finding
        if self.is_snooze_left_as_it_was:
            return False
        # A form without a remark says nothing about the remark that was registered.
        is_same_note = told.note is None or told.note == before["note"]
        is_same = (told.verdict, told.snooze_until) == (before["verdict"], before["snooze_until"])
        is_raised = told.is_exemplary and not before["is_exemplary"]
        is_shown = before["status"] in ("judged", "snoozed", "cleared")
        return not (is_same and is_same_note and is_shown) or is_raised

    @property
    def is_snooze_left_as_it_was(self) -> bool:
        """Whether a list that was given out with 暂缓 in it comes back with it; a list holds no day."""
        return self.proposal.verdict == self.finding["verdict"] == SNOOZED and not self.proposal.snooze_until


def read_form(path: Path) -> list[Proposal]:
    """Read the verdicts of a list that was filled in: the rows whose verdict is not empty.

    Parameters
    ----------
    path : Path
        ``flagged_cases.xlsx`` (any sheet whose header has 线索编号 and 核查结论) or ``flagged_cases.csv``.

    Raises
    ------
    XianjieError
        If the file has no such columns, a row names no finding, or one finding has two verdicts.
    """
    rows = list(_csv(path) if path.suffix.lower() == ".csv" else _xlsx(path))
    proposals = [
        Proposal(
            _text(row, "finding_id"), _text(row, "verdict"), _text(row, VERDICT_NOTE.name) or None, row=n
        )
        for n, row in rows
        if _text(row, "verdict")
    ]
    unnamed = [p.row for p in proposals if not p.finding_id]
    _refuse(path, "有结论而无线索编号", [f"第 {row} 行" for row in unnamed], "请恢复“线索编号”")
    first: dict[str, Proposal] = {}
    pairs = [(first.setdefault(p.finding_id, p), p) for p in proposals]
    clash = [
        f"{p.finding_id}：第 {one.row} 行 {one.verdict}，第 {p.row} 行 {p.verdict}"
        for one, p in pairs
        if (one.verdict, one.note) != (p.verdict, p.note)
    ]
    _refuse(path, "同一线索有两个结论", clash, "请保留其中一个")
    return list(first.values())


def check(con: duckdb.DuckDBPyConnection, proposals: Sequence[Proposal], where: Path | None) -> list[Change]:
    """Compare proposals with the ledger.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection to the pool.
    proposals : sequence of Proposal
        Every one must name a finding, in full or by a beginning that only it has.
    where : Path, optional
        The form, for the error.

    Raises
    ------
    XianjieError
        If a finding is unknown or a word is no verdict: nothing is registered then.
    """
    if not tables.exists(con, "finding", "finding"):
        raise XianjieError("尚无线索", where="finding.finding", action="请先运行 xianjie run")
    is_judged = tables.exists(con, "finding", "verdict")
    query = _LEDGER if is_judged else _FIRST
    if tables.exists(con, "finding", "review_sample"):
        query += _SAMPLED.format(verdicts="finding.latest_verdict" if is_judged else _NO_VERDICT)
    frame = con.sql(query).pl()
    known = {row["finding_id"]: row for row in frame.iter_rows(named=True)}
    words = [f"{_place(p)}: {p.verdict}" for p in proposals if p.verdict not in (*VERDICTS, SNOOZED)]
    _refuse(where, "不是核查结论", words, "请从中选择：" + "、".join(VERDICTS))
    named = [(p, _named(p.finding_id, known)) for p in proposals]
    _refuse(
        where, "没有这条线索", [_place(p) for p, found in named if found is None], _TO_NAME[where is None]
    )
    changes = [Change(p, found) for p, found in named if found is not None]
    undated = [
        _place(change.proposal)
        for change in changes
        if change.proposal.verdict == SNOOZED
        and not (change.proposal.snooze_until or change.is_snooze_left_as_it_was)
    ]
    _refuse(where, f"{SNOOZED}而无日期", undated, "请用 xianjie dispose … --snooze-until")
    return changes


def register(home: Home, changes: Sequence[Change], *, who: str, at: datetime) -> int:
    """Write what is new to the journal, then show it in the ledger; return how many entries were written.

    The journal comes first: a process that is killed in between leaves a verdict that the next command or
    run carries into the pool.
    """
    new = [change for change in changes if change.is_new]
    home.verdicts.append([_entry(change, who, at) for change in new])
    with home.pool.write() as con:
        lifecycle.judge(con, home.verdicts.read(), at.date())
    return len(new)


def _entry(change: Change, who: str, at: datetime) -> dict[str, Any]:
    finding, told = change.finding, change.proposal
    return {
        "finding_id": finding["finding_id"],
        "at": at.isoformat(timespec="microseconds"),
        "who": who,
        "verdict": told.verdict,
        "note": told.note,
        "snooze_until": told.snooze_until and told.snooze_until.isoformat(),
        "model": finding["model"],
        "model_version": finding["model_version"],
        "severity": finding["severity"],
        # Once exemplary, a later verdict does not silently take it out of the library.
        "is_exemplary": told.is_exemplary or bool(finding["is_exemplary"]),
        "value": None if finding["value"] is None else str(finding["value"]),
    }


def _named(given: str, known: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any] | None:
    if given in known:
        return known[given]
    matching = [finding_id for finding_id in known if given and finding_id.startswith(given)]
    return known[matching[0]] if len(matching) == 1 else None


def _place(proposal: Proposal) -> str:
    return proposal.finding_id if proposal.row is None else f"第 {proposal.row} 行 {proposal.finding_id}"


def _refuse(where: Path | None, what: str, found: Sequence[str], action: str) -> None:
    if found:
        more = f"等，另有 {len(found) - _SHOWN_ROWS} 条" if len(found) > _SHOWN_ROWS else ""
        raise XianjieError(
            what,
            where=where.name if where else "",
            found="；".join(found[:_SHOWN_ROWS]) + more,
            action=action + "；未登记任何结论",
        )


def _text(row: Mapping[str, object], name: str) -> str:
    value = row.get(_LABELS[name], row.get(name))
    # A spreadsheet may hand a code of digits back as a number.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip().lstrip("'")


def _xlsx(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    book = opened(path)
    for sheet in book.worksheets:
        lines = sheet.iter_rows(values_only=True)
        header = [str(cell or "").strip() for cell in next(lines, ())]
        if {_LABELS["finding_id"], _LABELS["verdict"]} <= set(header):
            yield from ((n, dict(zip(header, line, strict=False))) for n, line in enumerate(lines, 2))
            return
    raise XianjieError(
        "不是线索清单",
        where=path.name,
        expected=f"有“{_LABELS['finding_id']}”“{_LABELS['verdict']}”两列的工作表",
        action="请在 flagged_cases.xlsx 中填写",
    )


def _csv(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    reader = csv.DictReader(StringIO(_decoded(path), newline=""))
    if not {"finding_id", "verdict"} <= set(reader.fieldnames or ()):
        raise XianjieError(
            "不是线索清单",
            where=path.name,
            expected="finding_id 与 verdict 两列",
            action="请在 flagged_cases.csv 中填写",
        )
    yield from ((n, dict(row)) for n, row in enumerate(reader, 2))


def _decoded(path: Path) -> str:
    """Return the text of a CSV: spreadsheets in Chinese save it in GBK unless told otherwise."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")
