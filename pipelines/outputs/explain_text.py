"""The explanation of a finding in words: blocks of lines, for the screen and for the card."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2

from pipelines.outputs import link_lines, timeline
from pipelines.outputs.columns import word
from pipelines.outputs.evidence import Measure, Source, kind_zh, number, quantity
from warehouse.errors import XianjieError

_TEMPLATE = Path(__file__).with_name("card.html.j2")
FOOT = "本页为线索提示，须经核查；✘ = 未见该例外，✔ = 成立，？ = 不能确定，！ = 须人工核对。"


def blocks(page: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Return the explanation as titled blocks of lines; empty blocks are left out.

    Parameters
    ----------
    page : dict
        As `explain.explain` returns it.
    """
    parts: list[tuple[str, list[str]]] = [
        ("一句话", [page["sentence"] or ""]),
        ("要件", _elements(page)),
        ("未计入的金额", page["not_counted"]),
        ("已检索", [_searched_line(entry) for entry in page["searched"]]),
        (
            "关联记录",
            [line for link in page["links"] for line in link_lines.lines(link)] or _none_linked(page),
        ),
        ("例外检验", [f"{e['mark']} {e.get('zh', '')}（{e.get('result', '')}）" for e in page["exceptions"]]),
        ("排序依据", _components(page)),
        ("原始行", [line for source in page["sources"] for line in _source_lines(source)]),
        ("核对", [f"✘ {line}" for line in page["mismatches"]]),
        ("办案时间线", timeline.lines(page["timeline"])),
        ("何种情况下消除", [text for text in (page["clears_if"], page["counterfactual"]) if text]),
        ("建议核查步骤", page["next_steps"]),
        ("类案", [_similar_line(case) for case in page["similar"]]),
        ("注意常见误报", page["known_false_positives"]),
        ("经过", [_event_line(event) for event in page["events"]]),
    ]
    return [(title, lines) for title, lines in parts if lines]


def as_text(page: dict[str, Any]) -> str:
    """Return the explanation as plain Chinese text."""
    told = [heading(page)]
    told += [f"【{title}】\n" + "\n".join(f"  {line}" for line in lines) for title, lines in blocks(page)]
    return "\n\n".join([*told, FOOT])


def heading(page: dict[str, Any]) -> str:
    """Return what the finding is and where it stands, in three lines."""
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


def _none_linked(page: dict[str, Any]) -> list[str]:
    """Say which records of the party were looked for and not seen; nothing where none were looked for."""
    if page["subject_kind"] in ("penalty", "admin_case"):
        return ["未见同一当事人的刑事记录"]
    sought = [entry["zh"] for entry in page["searched"] if entry["absence_counts"]]
    return [f"未见同一当事人该行为的{'、'.join(sought)}"] if sought else []


def _is_ratio(line: dict[str, Any]) -> bool:
    """Say whether the margin is the value over the line: one on the scale of days past a term is not."""
    if line["margin"] is None or not line["threshold"] or line["value"] is None:
        return False
    return abs(float(line["value"]) / float(line["threshold"]) - float(line["margin"])) < 0.01


def _elements(page: dict[str, Any]) -> list[str]:
    line = page["line"]
    lines = []
    if line["measure"]:
        told = f"{line['zh']} {quantity(line['value'], line['unit'])}"
        if line["threshold"] is not None:
            sign = "≥" if line["value"] is None or line["value"] >= line["threshold"] else "<"
            told += f" {sign} 标准 {quantity(line['threshold'], line['unit'])}"
        if _is_ratio(line):
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
    value = quantity(m.value, m.unit)
    if m.upto is None and m.value is not None and m.unit:
        value = f"不少于 {value}"
    elif m.upto is not None and m.upto != m.value:
        value = f"{value.removesuffix(m.unit)} 至 {quantity(m.upto, m.unit)}"
    quoted = f"：“{m.span}”" if m.span else ""
    origin = m.origin_zh if m.origin_zh.endswith("推算") else f"出自{m.origin_zh}"
    warning = "（注意：原文中未核对到该段文字）" if m.is_verified is False else ""
    told = f"：{m.answer_zh}" if m.answer_zh else f" {value}"
    whose = f"{m.no}：" if m.no else ""
    return f"· {whose}{m.zh}{told}，{origin}{quoted}{warning}".replace(" ，", "，")


def _searched_line(entry: dict[str, Any]) -> str:
    if not entry["periods"] and entry["rows"]:  # a register: its rows have no day that a period could be of
        return f"{entry['zh']}：{entry['rows']:,} 条，{entry['imported_at']} 导入"
    if not entry["periods"]:
        return f"{entry['zh']}：未接入" + ("，不能以未见为据" if entry["absence_counts"] else "")
    periods = "、".join(f"{start} 至 {end}" for start, end in entry["periods"])
    freshness = f"数据截至 {entry['data_until']}，{entry['imported_at']} 导入"
    return f"{entry['zh']}：{entry['rows']:,} 条，覆盖 {periods}；{freshness}"


def _source_lines(source: dict[str, Any]) -> list[str]:
    told = Source(**{name: cell for name, cell in source.items() if name != "place"})
    head = f"{told.feed_zh} {told.no}（来源 {told.source}）：{told.place}"
    return [head, *(f"    {label}：{cell}" for label, cell in told.fields.items())]


def _similar_line(case: dict[str, Any]) -> str:
    value = f"，认定 {quantity(case['value'], case['unit'])}" if case["value"] else ""
    fine = f"，罚款 {number(case['fine_cny'])}元" if case["fine_cny"] is not None else ""
    fate = f"刑事处理：{case['answered']}" if case["answered"] else "未见刑事处理"
    return f"{case['no']}（{case['decided_on']}{value}{fine}）：{fate}；{'、'.join(case['facets'])}"


def _event_line(event: dict[str, Any]) -> str:
    told = f"{event['at']:%Y-%m-%d %H:%M} {word('event', event['kind'])}"
    return told + (f"（{event['note']}）" if event["note"] else "")


def as_html(page: dict[str, Any]) -> str:
    """Return the explanation as one printable HTML page that needs no network.

    Raises
    ------
    XianjieError
        If a number does not stand in its source row: such a card is not issued.
    """
    if page["mismatches"]:
        raise XianjieError(
            "卡片未生成",
            where=str(page["finding_id"]),
            found="；".join(page["mismatches"]),
            expected="每个数字与原始行一致",
            action="请重新运行 xianjie run，并查看原始行",
        )
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_TEMPLATE.read_text("utf-8"))
    return template.render(page=page, heading=heading(page), blocks=blocks(page), foot=FOOT)
