"""The review index for people: an offence's entry, and a finding's checklist filled from its records."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import duckdb

from models.reverse_index import Entry, load_index
from models.reverse_index.load import Norm
from models.rulebook.clocks import load_clocks
from models.rulebook.load import load_rulebook
from pipelines.outputs.evidence import kind_zh, measure_zh, quantity
from pipelines.outputs.explain import find
from pipelines.outputs.masking import mask_ids
from warehouse import tables
from warehouse.contract import load_feeds

STATES = {"present": "有", "missing": "缺", "unknown": "未知"}
_NEVER_SHOWN = ("id",)
_LONGEST = 40
# Which record says when the act ended, the nearest to the criminal case first.
_ACT_DAYS = (
    ("prosecution", "act_ended_on"),
    ("penalty", "act_ended_on"),
    ("penalty", "act_began_on"),
)


def entry(asked: str, on: date) -> dict[str, Any]:
    """Return the entry of an offence, asked by its name or by its code in the rulebook, as of a day.

    Raises
    ------
    RulebookError
        If the index has none; names the nearest.
    """
    index = load_index()
    coded = load_rulebook().offences.get(asked)
    found = index.find(coded.name if coded else asked)
    if not isinstance(found, Entry):
        return {
            "offence": "、".join(found.names),
            "has_norm": False,
            "reason": found.reason,
            "source": found.source.cite(),
            "confidence": found.confidence,
        }
    clock = load_clocks()[found.limitation]
    term = clock.term_on(on)
    return {
        "id": found.id,
        "offence": found.offence,
        "article": found.article,
        "has_norm": True,
        "on": on.isoformat(),
        "norms": [_norm_of(norm) for norm in found.norms if norm.is_in_force(on)],
        "other_norms": [_norm_of(norm) for norm in found.norms if not norm.is_in_force(on)],
        "authority": found.authority,
        "penalties": list(found.penalties),
        "limitation": {
            "zh": clock.zh,
            "term": term.told() if term else None,
            "source": term.source.cite() if term else None,
        },
        "must": list(index.must),
        "consider": [*found.consider, *index.consider],
        "checklist": [
            {
                "id": item.id,
                "zh": item.zh,
                "state": None,
                "shown_by": list(item.shown_by),
                "is_amount": item.is_amount,
                "found": [],
            }
            for item in index.items(found)
        ],
    }


def _norm_of(norm: Norm) -> dict[str, Any]:
    return {"cite": norm.cite(), "from": norm.from_on, "to": norm.to_on, "confidence": norm.confidence}


def of_finding(con: duckdb.DuckDBPyConnection, prefix: str) -> dict[str, Any]:
    """Return the entry of a finding's offence with the checklist filled from the records of its case.

    An item is *present* if a record of the case shows it, *missing* if the record that should show it is
    there and says nothing, *unknown* if no such record is there.
    """
    finding = find(con, prefix)
    records = records_of(con, finding)
    offence = finding["offence"] or _offence_of(con, records)
    if not offence:
        offence = "（线索未载明罪名）"
    page = entry(offence, act_day(con, finding, records))
    page["finding_id"], page["subject_no"] = finding["finding_id"], finding["subject_no"]
    weighed = _weighed(finding)
    for item in page.get("checklist", []):
        item["state"], item["found"] = _shown(con, item["shown_by"], records)
        if weighed and item["is_amount"]:
            item["state"], item["found"] = "present", [*item["found"], weighed]
    return page


def _weighed(finding: dict[str, Any]) -> str | None:
    """Return the amount that a finding was held against the line of an offence with."""
    if finding["value"] is None or finding["rule_version"] is None:
        return None
    found = quantity(finding["value"], finding["unit"])
    return f"{measure_zh(str(finding['measure']))} {found}（线索的认定值）"


def records_of(con: duckdb.DuckDBPyConnection, finding: dict[str, Any]) -> dict[str, list[str]]:
    """Return the records a finding is about by feed: its own first, then its sources, then those of its case.

    Of a feed with one row per suspect only the finding's own row counts, where it has one.
    """
    told = json.loads(finding["evidence"] or "{}").get("sources", [])
    pairs = [(finding["subject_kind"], finding["subject_id"])]
    pairs += [(source["feed"], source["record_id"]) for source in told]
    if tables.exists(con, "flow", "event"):
        pairs += con.execute(
            """SELECT DISTINCT o.feed, o.record_id FROM flow.event AS e JOIN flow.event AS o USING (case_id)
            WHERE e.feed = ? AND e.record_id = ? ORDER BY o.feed, o.record_id""",
            [finding["subject_kind"], finding["subject_id"]],
        ).fetchall()
    feeds = load_feeds()
    found: dict[str, list[str]] = {}
    for feed, record in pairs:
        if feed in feeds and record not in found.setdefault(feed, []):
            found[feed].append(record)
    own = finding["subject_kind"]
    if own in feeds and len(feeds[own].key) > 1:
        found[own] = found[own][:1]
    return found


def act_day(con: duckdb.DuckDBPyConnection, finding: dict[str, Any], records: dict[str, list[str]]) -> date:
    """Return the day by which norms are chosen: that of the act, else the finding's, else the run's."""
    told = [text for feed, column in _ACT_DAYS for text, _ in _values(con, feed, column, records)]
    if told:
        return date.fromisoformat(told[0])
    (as_of,) = con.execute("SELECT max(as_of) FROM known.run").fetchall()[0]
    day: date = finding["occurred_on"] or as_of
    return day


def _offence_of(con: duckdb.DuckDBPyConnection, records: dict[str, list[str]]) -> str | None:
    for feed, column in (
        ("prosecution", "offence"),
        ("police_case", "offence"),
        ("transfer", "suspected_offence"),
    ):
        for value, _ in _values(con, feed, column, records):
            return value
    return None


def _shown(
    con: duckdb.DuckDBPyConnection, columns: list[str], records: dict[str, list[str]]
) -> tuple[str, list[str]]:
    found, is_silent = [], False
    for name in columns:
        feed, _, column = name.partition(".")
        values = _values(con, feed, column, records)
        found += [f"{kind_zh(feed)} {no}：{value}" for value, no in values]
        is_silent = is_silent or (bool(records.get(feed)) and not values)
    if found:
        return "present", found
    return ("missing" if is_silent else "unknown"), []


_VALUES = """SELECT CAST({column} AS VARCHAR), CAST({number} AS VARCHAR) FROM known.{feed}
WHERE record_id IN (SELECT unnest($records)) AND {column} IS NOT NULL ORDER BY record_id"""


def _values(
    con: duckdb.DuckDBPyConnection, feed: str, column: str, records: dict[str, list[str]]
) -> list[tuple[str, str]]:
    """Return what the records of a feed say in one column, with their numbers; ID numbers are not shown."""
    if not records.get(feed):
        return []
    contract = load_feeds()[feed]
    number = contract.key[-1] if feed in ("penalty", "admin_case", "transfer") else contract.key[0]
    query = _VALUES.format(column=_name(column), number=_name(number), feed=_name(feed))
    rows = con.execute(query, {"records": records[feed]}).fetchall()
    if contract.by_name[column].type in _NEVER_SHOWN:
        return [("已记载", str(no)) for _, no in rows]
    return [(_short(mask_ids(str(value))), str(no)) for value, no in rows]


def _name(name: str) -> str:
    return '"' + name.replace('"', "") + '"'


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def as_text(page: dict[str, Any]) -> str:
    """Return an entry as plain Chinese text."""
    if not page["has_norm"]:
        return (
            f"审查索引：{page['offence']}\n没有对应的行政处罚规范：{page['reason']}\n"
            f"来源 {page['source']}（{page['confidence']}）"
        )
    lines = [f"审查索引：{page['offence']}（{page['article']}），按 {page['on']} 有效的规范"]
    if "finding_id" in page:
        lines.append(f"线索 {page['finding_id']}，{page['subject_no']}")
    parts = [
        ("行政处罚规范", [_norm(norm) for norm in page["norms"]] or ["该日没有有效的规范"]),
        ("其他日期的规范", [_norm(norm) for norm in page["other_norms"]]),
        ("主管机关", [page["authority"]]),
        ("处罚种类", ["、".join(page["penalties"])]),
        (
            "处罚时效",
            [f"{page['limitation']['term'] or '该日没有规定'}（{page['limitation']['source'] or '—'}）"],
        ),
        ("应当审查", page["must"]),
        ("需要考虑", page["consider"]),
        ("证据清单", [_item(item) for item in page["checklist"]]),
    ]
    for title, told in parts:
        if told:
            lines += [f"【{title}】", *(f"  {line}" for line in told)]
    return "\n".join(lines)


def _norm(norm: dict[str, Any]) -> str:
    until = f" 至 {norm['to']}" if norm["to"] else " 起"
    return f"{norm['cite']}（{norm['from']}{until}，可信度 {norm['confidence']}）"


def _item(item: dict[str, Any]) -> str:
    if item["state"] is None:
        return f"□ {item['zh']}"
    found = f"：{'；'.join(item['found'])}" if item["found"] else ""
    return f"[{STATES[item['state']]}] {item['zh']}{found}"
