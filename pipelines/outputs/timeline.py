"""One timeline per case or party across agencies, police, procuratorate and court, events with its row."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from pipelines.outputs.evidence import kind_zh
from pipelines.outputs.masking import mask_ids
from warehouse import tables
from warehouse.errors import XianjieError
from warehouse.intake.values import install_macros

_HERE = Path(__file__).parent
_EVENTS = (_HERE / "timeline.sql").read_text("utf-8")
_OPEN = (_HERE / "timeline_open.sql").read_text("utf-8")
_HINTS = 3
_NO_DAY = "（日期未记载）"


def timeline(con: duckdb.DuckDBPyConnection, asked: str) -> dict[str, Any]:
    """Return every event of one case, or of every case of one party, in order.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection to the pool after a run.
    asked : str
        A document or case number of any body, a case id, a party id, a credit code, or a party's name.

    Raises
    ------
    XianjieError
        If nothing in the pool bears that number or name; the message names the nearest.
    """
    if not tables.exists(con, "flow", "event"):
        raise XianjieError("尚无办案环节", where="flow.event", action="请先运行 xianjie run")
    install_macros(con)
    kind, cases = _cases(con, asked)
    if not cases:
        raise XianjieError(
            "没有这个案件或当事人",
            where=asked,
            expected="、".join(_nearest(con, asked)) or "已报送记录的文书号或名称",
            action="请从清单复制文书号",
        )
    parties = _bearers(con, asked) if kind == "party" else []
    return {"asked": asked, "kind": kind, "parties": parties, **_of_cases(con, cases)}


def of_records(con: duckdb.DuckDBPyConnection, records: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return the timeline of the cases that records (feed, id) belong to; empty where there are none."""
    if not tables.exists(con, "flow", "event"):
        return {"cases": [], "events": [], "open": []}
    cases = [
        str(case)
        for (case,) in con.execute(
            "SELECT DISTINCT case_id FROM flow.event WHERE list_contains(?, feed || '|' || record_id) "
            "ORDER BY case_id",
            [["|".join(record) for record in records]],
        ).fetchall()
    ]
    return _of_cases(con, cases)


_BY_NUMBER = "case_id = $asked OR x_number(no) = x_number($asked)"
_BY_PARTY = "party_id = $asked OR x_name(party_name) = x_name($asked)"
_BEARERS = """
SELECT party_id, list(DISTINCT case_id ORDER BY case_id) FROM flow.event WHERE {condition}
GROUP BY party_id ORDER BY party_id NULLS LAST
"""
_CASES = "SELECT DISTINCT case_id FROM flow.event WHERE {condition} ORDER BY case_id"


def _cases(con: duckdb.DuckDBPyConnection, asked: str) -> tuple[str, list[str]]:
    """Return what was asked for, a case or a party, and its cases."""
    for kind, condition in (("case", _BY_NUMBER), ("party", _BY_PARTY)):
        rows = con.execute(_CASES.format(condition=condition), {"asked": asked}).fetchall()
        if rows:
            return kind, [str(case) for (case,) in rows]
    return "", []


def _bearers(con: duckdb.DuckDBPyConnection, asked: str) -> list[dict[str, Any]]:
    """Return who bears the name, each with the cases; last, under no party, what is known by the name alone.

    Whoever bears it in one case is told as one, whether or not the records of the case were linked.
    """
    rows = con.execute(_BEARERS.format(condition=_BY_PARTY), {"asked": asked}).fetchall()
    told: list[tuple[list[str], set[str]]] = []
    for party, cases in rows:
        if party:
            same = [bearer for bearer in told if bearer[1] & set(cases)]
            told = [bearer for bearer in told if bearer not in same]
            ids = [party_id for bearer in same for party_id in bearer[0]]
            told.append(([*ids, party], set(cases).union(*(bearer[1] for bearer in same))))
    bearers = [{"party_ids": ids, "cases": sorted(cases)} for ids, cases in told]
    known = {case for bearer in bearers for case in bearer["cases"]}
    rest = [case for party, cases in rows if not party for case in cases if case not in known]
    return [*bearers, {"party_ids": [], "cases": rest}] if rest else bearers


def _nearest(con: duckdb.DuckDBPyConnection, asked: str) -> list[str]:
    names = con.execute(
        "SELECT no FROM flow.event "
        "UNION SELECT party_name FROM flow.event WHERE party_name IS NOT NULL ORDER BY 1"
    ).fetchall()
    return difflib.get_close_matches(asked, [str(name) for (name,) in names], n=_HINTS, cutoff=0.5)


def _of_cases(con: duckdb.DuckDBPyConnection, cases: list[str]) -> dict[str, Any]:
    if not cases:
        return {"cases": [], "events": [], "open": []}
    return {
        "cases": cases,
        "events": _rows(con, _EVENTS, cases),
        "open": _rows(con, _OPEN, cases),
    }


def _rows(con: duckdb.DuckDBPyConnection, query: str, cases: list[str]) -> list[dict[str, Any]]:
    found = con.execute(query, {"cases": cases})
    names = [column[0] for column in found.description or []]
    return [{name: _plain(cell) for name, cell in zip(names, row, strict=True)} for row in found.fetchall()]


def _plain(cell: object) -> object:
    if cell is None or isinstance(cell, (bool, int)):
        return cell
    return mask_ids(str(cell))


def as_text(page: dict[str, Any]) -> str:
    """Return a timeline as plain Chinese text, one line per event."""
    title = f"{page['asked']} 的办案时间线（{len(page['cases'])} 个案件，{len(page['events'])} 个环节）"
    parties = page["parties"]
    if len(parties) < 2:
        return "\n".join([title, "", *lines(page)])
    told = [title, "注意：名称相同的未必是同一人，以下按人分列；只看其中一人的，请用其当事人编号"]
    for party in parties:
        ids = "、".join(party["party_ids"])
        head = f"当事人 {ids}" if ids else "只有名称相同、未与当事人关联的记录"
        told += ["", head, *lines({**page, "cases": party["cases"]})]
    return "\n".join(told)


def lines(page: dict[str, Any]) -> list[str]:
    """Return the events and what is still awaited, one line each."""
    told = []
    several = len(page["cases"]) > 1 or len(page.get("parties", [])) > 1
    for case in page["cases"]:
        if several:
            told.append(f"案件 {case}")
        told += [_event_line(event) for event in page["events"] if event["case_id"] == case]
        told += [_open_line(waiting) for waiting in page["open"] if waiting["case_id"] == case]
    return told


def _event_line(event: dict[str, Any]) -> str:
    day = event["happened_at"] or event["happened_on"] or _NO_DAY
    who = "，".join(part for part in (event["authority"], event["party_name"]) if part)
    place = " · ".join(
        part
        for part in (event["file"], event["sheet"], f"第 {event['row']} 行" if event["row"] else "")
        if part
    )
    term = ""
    if event["due_on"]:
        state = "逾期" if event["is_late"] else "期限内"
        term = f"；{state}，应于 {event['due_on']} 前（自{event['since_zh']}起，{event['basis']}）"
    return f"{day}  {event['zh']}  {kind_zh(event['feed'])} {event['no']}（{who}）[{place}]{term}"


def _open_line(waiting: dict[str, Any]) -> str:
    state = "已逾期" if waiting["is_overdue"] else "进行中"
    return (
        f"待办（{state}）  {waiting['awaited_zh']}：应于 {waiting['due_on']} 前"
        f"（自 {waiting['since_on']} {waiting['since_zh']} {waiting['no']} 起，{waiting['basis']}）"
    )
