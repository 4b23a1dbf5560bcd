"""Why a finding is listed: one page that a person can check step by step, as text or as a dict.

The order is that in which an analyst doubts: what is claimed, on which facts, against which line and
article, what was searched, which exceptions were tested, which rows of which files it rests on, and what
would clear it. It speaks of risk points (风险点) and leads (线索), never of guilt.
"""

from __future__ import annotations

import dataclasses
import difflib
from typing import Any

import duckdb

from models.card import Card, load_cards
from pipelines.outputs import timeline
from pipelines.outputs.columns import word
from pipelines.outputs.evidence import MARKS, Measure, Source, kind_zh, measure_zh, number, parse
from pipelines.outputs.masking import mask_ids
from warehouse import tables
from warehouse.contract import load_feeds
from warehouse.errors import XianjieError

_HINTS = 3


def find(con: duckdb.DuckDBPyConnection, prefix: str) -> dict[str, Any]:
    """Return the finding whose id begins with ``prefix``.

    Raises
    ------
    XianjieError
        If none or several do; the message names the nearest.
    """
    if not tables.exists(con, "finding", "finding"):
        raise XianjieError("no findings yet", where="finding.finding", action="run xianjie run first")
    ids = [
        row[0] for row in con.execute("SELECT finding_id FROM finding.finding ORDER BY finding_id").fetchall()
    ]
    matching = [i for i in ids if i == prefix] or [i for i in ids if prefix and i.startswith(prefix)]
    if len(matching) != 1:
        near = matching or difflib.get_close_matches(prefix, ids, n=_HINTS, cutoff=0.3)
        raise XianjieError(
            "several findings begin so" if matching else "no such finding",
            where=prefix,
            expected="one of " + ", ".join(near[:_HINTS]) if near else "a finding_id of the list",
            action="copy the id from xianjie findings",
        )
    frame = con.sql("SELECT * FROM finding.finding WHERE finding_id = ?", params=[matching[0]]).pl()
    row: dict[str, Any] = frame.row(0, named=True)
    return row


def explain(con: duckdb.DuckDBPyConnection, prefix: str) -> dict[str, Any]:
    """Return everything that speaks for and against one finding.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection to the pool.
    prefix : str
        The finding's id, or enough of its beginning to be unique.

    Returns
    -------
    dict
        Plain values only, ready for JSON; ID numbers masked.
    """
    finding = find(con, prefix)
    told = parse(finding)
    card = next((card for card in load_cards() if card.id == finding["model"]), None)
    head = {
        name: finding[name]
        for name in (
            "finding_id", "rank", "model", "model_version", "model_class", "failure_mode", "severity",
            "score", "subject_kind", "subject_no", "authority", "party_name", "offence", "status", "verdict",
            "first_seen", "last_seen", "occurred_on", "known_on", "run_id",
        )
    }  # fmt: skip
    page = {
        **head,
        "sentence": finding["reason_zh"],
        "line": _line(finding),
        "measures": [dataclasses.asdict(measure) for measure in told.measures],
        "versions": _versions(con, finding),
        "searched": _searched(con, finding, card),
        "links": told.links,
        "components": told.components,
        "exceptions": [{**e, "mark": MARKS.get(str(e.get("result")), "？")} for e in told.exceptions],
        "sources": [{**dataclasses.asdict(s), "place": s.place} for s in told.sources],
        "clears_if": finding["clears_if_zh"],
        "counterfactual": _counterfactual(finding),
        "known_false_positives": list(card.known_false_positives) if card else [],
        "timeline": timeline.of_record(con, finding["subject_kind"], finding["subject_id"]),
        "events": _events(con, finding["finding_id"]),
    }
    return {name: _masked(value) for name, value in page.items()}


def _line(finding: dict[str, Any]) -> dict[str, Any]:
    return {
        "measure": finding["measure"],
        "zh": measure_zh(str(finding["measure"])) if finding["measure"] else "",
        "value": _plain(finding["value"]),
        "unit": finding["unit"],
        "threshold": _plain(finding["threshold"]),
        "margin": finding["margin"],
        "rule_version": finding["rule_version"],
        "legal_basis": finding["legal_basis"],
    }


def _versions(con: duckdb.DuckDBPyConnection, finding: dict[str, Any]) -> dict[str, Any] | None:
    """Return the two versions of the standard that were compared, if the subject was evaluated."""
    if not tables.exists(con, "fact", "evaluation"):
        return None
    rows = con.execute(
        "SELECT act_version, now_version, route_zh, limitation_years FROM fact.evaluation "
        "WHERE feed = ? AND record_id = ? AND rule_version = ?",
        [finding["subject_kind"], finding["subject_id"], finding["rule_version"]],
    ).fetchall()
    if not rows:
        return None
    return dict(zip(("at_act", "now", "route", "limitation_years"), rows[0], strict=True))


def _searched(
    con: duckdb.DuckDBPyConnection, finding: dict[str, Any], card: Card | None
) -> list[dict[str, Any]]:
    """Return which data were searched for an answer, and for which periods they are loaded."""
    if card is None or not tables.exists(con, "known", "coverage"):
        return []
    feeds = load_feeds()
    found = []
    for feed in (name for name in card.feeds if name != finding["subject_kind"] and name in feeds):
        periods = con.execute(
            "SELECT from_on, to_on FROM known.coverage WHERE feed = ? ORDER BY from_on", [feed]
        ).fetchall()
        delivered = con.execute(
            "SELECT max(last_on), max(imported_at) FROM landing.batch WHERE feed = ? AND status = 'imported'",
            [feed],
        ).fetchall()[0]
        rows = tables.count(con, f'known."{feed}"') if tables.exists(con, "known", feed) else 0
        found.append(
            {
                "feed": feed,
                "zh": feeds[feed].label,
                "rows": rows,
                "periods": [[start.isoformat(), end.isoformat()] for start, end in periods],
                "data_until": delivered[0].isoformat() if delivered[0] else None,
                "imported_at": delivered[1].isoformat(" ", "minutes") if delivered[1] else None,
                "absence_counts": feed in card.absence_of,
            }
        )
    return found


def _counterfactual(finding: dict[str, Any]) -> str | None:
    if finding["threshold"] is None or finding["value"] is None or not finding["measure"]:
        return None
    line = f"{number(float(finding['threshold']))}{finding['unit'] or ''}"
    return f"若{measure_zh(str(finding['measure']))}不足{line}，则本线索不成立"


def _events(con: duckdb.DuckDBPyConnection, finding_id: str) -> list[dict[str, Any]]:
    if not tables.exists(con, "finding", "event"):
        return []
    rows = con.execute(
        'SELECT "at", kind, run_id, note FROM finding.event WHERE finding_id = ? ORDER BY "at"', [finding_id]
    ).fetchall()
    return [dict(zip(("at", "kind", "run_id", "note"), row, strict=True)) for row in rows]


def _event_line(event: dict[str, Any]) -> str:
    told = f"{event['at']:%Y-%m-%d %H:%M} {word('event', event['kind'])}"
    return told + (f"（{event['note']}）" if event["note"] else "")


def _plain(value: object) -> float | None:
    return None if value is None else float(str(value))


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask_ids(value)
    if isinstance(value, dict):
        return {name: _masked(cell) for name, cell in value.items()}
    if isinstance(value, (list, tuple)):
        return [_masked(cell) for cell in value]
    return value


def as_text(page: dict[str, Any]) -> str:
    """Return the explanation as plain Chinese text."""
    parts: list[tuple[str, list[str]]] = [
        ("一句话", [page["sentence"] or ""]),
        ("要件", _elements(page)),
        ("已检索", [_searched_line(entry) for entry in page["searched"]]),
        ("关联记录", [_link_line(link) for link in page["links"]] or ["未见同一当事人的刑事记录"]),
        ("例外检验", [f"{e['mark']} {e.get('zh', '')}（{e.get('result', '')}）" for e in page["exceptions"]]),
        ("排序依据", _components(page)),
        ("原始行", [line for source in page["sources"] for line in _source_lines(source)]),
        ("办案时间线", timeline.lines(page["timeline"])),
        ("何种情况下消除", [text for text in (page["clears_if"], page["counterfactual"]) if text]),
        ("注意常见误报", page["known_false_positives"]),
        ("经过", [_event_line(event) for event in page["events"]]),
    ]
    blocks = [_heading(page)]
    blocks += [f"【{title}】\n" + "\n".join(f"  {line}" for line in lines) for title, lines in parts if lines]
    blocks.append("本页为线索提示，须经核查；✘ = 未见该例外，✔ = 成立，？ = 不能确定。")
    return "\n\n".join(blocks)


def _heading(page: dict[str, Any]) -> str:
    place = f"第 {page['rank']} 位" if page["rank"] is not None else "本次未列出"
    words = "，".join(
        text
        for text in (
            page["failure_mode"],
            f"{word('model_class', page['model_class'])}类",
            f"等级{word('severity', page['severity'])}",
            place,
            word("status", page["status"]),
            page["verdict"],
        )
        if text
    )
    subject = f"{kind_zh(page['subject_kind'])} {page['subject_no']}"
    who = "；".join(text for text in (page["authority"], page["party_name"]) if text)
    model = f"模型 {page['model']} {page['model_version']}"
    return f"线索 {page['finding_id']}（{words}）\n{subject}（{who}）\n{model}"


def _elements(page: dict[str, Any]) -> list[str]:
    line = page["line"]
    lines = []
    if line["measure"]:
        told = f"{line['zh']} {number(line['value'])}{line['unit'] or ''}"
        if line["threshold"] is not None:
            told += f" ≥ 标准 {number(line['threshold'])}{line['unit'] or ''}"
        if line["margin"] is not None:
            told += f"（{line['margin']:.2f} 倍）"
        lines.append(told)
    if line["rule_version"]:
        lines.append(f"规则 {line['rule_version']}；{line['legal_basis'] or ''}".rstrip("；"))
    versions = page["versions"]
    if versions:
        lines.append(
            f"行为时标准 {versions['at_act']}，现行标准 {versions['now']}；{versions['route'] or ''}"
        )
    lines += [_measure_line(measure) for measure in page["measures"]]
    return lines


def _components(page: dict[str, Any]) -> list[str]:
    """Return the parts of the score: 1 - product(1 - weight * p)."""
    parts = [f"{c['zh']}（{c['model']}）{c['p']:.2f} × 权重 {c['weight']:.2f}" for c in page["components"]]
    return [*parts, f"合成得分 {page['score']:.3f}（1 − 各项（1 − 权重 × 程度）之积）"] if parts else []


def _measure_line(measure: dict[str, Any]) -> str:
    m = Measure(**measure)
    value = number(m.value)
    if m.upto is None and m.value is not None and m.unit:
        value = f"不少于 {value}"
    elif m.upto is not None and m.upto != m.value:
        value = f"{value} 至 {number(m.upto)}"
    quoted = f"：“{m.span}”" if m.span else ""
    warning = "（注意：原文中未核对到该段文字）" if m.is_verified is False else ""
    return f"· {m.zh} {value}{m.unit}，出自{m.origin_zh}{quoted}{warning}".replace(" ，", "，")


def _searched_line(entry: dict[str, Any]) -> str:
    if not entry["periods"]:
        return f"{entry['zh']}：未接入" + ("，不能以未见为据" if entry["absence_counts"] else "")
    periods = "、".join(f"{start} 至 {end}" for start, end in entry["periods"])
    freshness = f"数据截至 {entry['data_until']}，{entry['imported_at']} 导入"
    return f"{entry['zh']}：{entry['rows']:,} 条，覆盖 {periods}；{freshness}"


def _link_line(link: dict[str, Any]) -> str:
    probability = (
        f"，同一人概率 {float(link['probability']):.2f}" if link.get("probability") is not None else ""
    )
    party = f"（{link['party']}）" if link.get("party") else ""
    record = f"{kind_zh(str(link.get('feed') or ''))} {link.get('no') or ''}"
    return f"{record}{party}{probability}：{link.get('why') or ''}"


def _source_lines(source: dict[str, Any]) -> list[str]:
    told = Source(**{name: cell for name, cell in source.items() if name != "place"})
    head = f"{told.feed_zh} {told.no}（来源 {told.source}）：{told.place}"
    return [head, *(f"    {label}：{cell}" for label, cell in told.fields.items())]
