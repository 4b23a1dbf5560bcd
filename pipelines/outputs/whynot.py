"""Why a subject is not on the list: an exception, a missing fact, data not loaded, or below the line."""

from __future__ import annotations

import difflib
import re
from typing import Any

import duckdb
import polars as pl

from models.card import Card, load_cards
from pipelines.outputs import others
from pipelines.outputs.columns import word
from pipelines.outputs.evidence import kind_zh, measure_zh, missing_zh, quantity
from pipelines.outputs.masking import mask_ids
from warehouse import tables
from warehouse.contract import load_feeds
from warehouse.errors import XianjieError

_HINTS = 3
_MANY = 100_000
# How a record stands to a line of the rulebook: only some models ask for it.
_WEIGHED = re.compile(r"\bfact\.\w*(?:evaluation|lead)\b")
_KNOWN = """
SELECT record_id AS subject_id, {key} AS subject_no, 'clear' AS outcome FROM known."{feed}" WHERE {same}
"""
_OUTCOME = """
SELECT subject_id, subject_no, outcome, reason_code, missing, reason_zh
FROM model.outcome WHERE model = ? AND {same}
"""
_FLAGGED = """
SELECT subject_id, subject_no, 'flagged' AS outcome, finding_id, reason_zh
FROM finding.finding WHERE is_flagged AND model = ? AND {same}
"""


def card_of(model: str) -> Card:
    """Return the card of a model by its id or the beginning of it.

    Raises
    ------
    XianjieError
        If none or several models begin so.
    """
    cards = load_cards()
    matching = [card for card in cards if card.id == model] or [
        card for card in cards if card.id.startswith(model)
    ]
    if len(matching) != 1 or not model:
        raise XianjieError(
            "没有这个模型" if not matching else "多个模型以此开头",
            where=model,
            expected="、".join(f"{card.id}（{card.title_zh}）" for card in (matching or cards)),
            action="可只写编号开头，如 f01",
        )
    return matching[0]


def mode_of(name: str) -> str:
    """Return the name of a kind of problem that some model watches.

    Raises
    ------
    XianjieError
        If no model does.
    """
    modes = list(dict.fromkeys(card.failure_mode for card in load_cards()))
    if name not in modes:
        raise XianjieError("没有这种问题类型", where="--mode", found=name, expected="、".join(modes))
    return name


def why_not(con: duckdb.DuckDBPyConnection, model: str, subject_no: str) -> dict[str, Any]:
    """Return what a model decided on a subject, and how far it is from the line.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection to the pool.
    model : str
        Model id, or the beginning of it (``f01``).
    subject_no : str
        The subject's number as delivered; brackets, spaces and width do not matter.

    Returns
    -------
    dict
        ``model``, ``subject_no`` and ``subjects``: one entry per record of that number.

    Raises
    ------
    XianjieError
        If the model or the number is unknown.
    """
    card = card_of(model)
    subjects = _recorded(con, card, subject_no)
    if not subjects:
        near = difflib.get_close_matches(subject_no, _numbers(con, card), n=_HINTS, cutoff=0.5)
        raise XianjieError(
            "没有这个对象",
            where=f"{card.id}: {subject_no}",
            expected="以下之一：" + "、".join(near) if near else _wanted(card),
            action="请从原始数据复制",
        )
    return {
        "model": card.id,
        "title": card.title_zh,
        "subject_no": subject_no,
        "subjects": subjects,
        "condition": None if _is_weighing(card) else " ".join(card.condition_zh.split()),
    }


def _is_weighing(card: Card) -> bool:
    """Say whether the model holds records against the lines of offences."""
    return _WEIGHED.search(card.path.read_text("utf-8")) is not None


def _recorded(con: duckdb.DuckDBPyConnection, card: Card, subject_no: str) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    told = _same("subject_no")
    key = _number_column(card.subject)
    if key is None:
        # Nobody knows the id of a party by heart: its name, or the number of one of its papers, will do.
        told = (
            f"({told} OR {_same('party_name')} "
            f"OR len(list_filter(related_nos, lambda one: {_same('one')})) > 0)"
        )
    asked = told.count("?") * [subject_no]
    # What the model said wins over what is merely known; a finding over everything.
    if key is not None and tables.exists(con, "known", card.subject):
        quoted = f'"{key}"'
        query = _KNOWN.format(feed=card.subject, key=quoted, same=_same(f"CAST({quoted} AS VARCHAR)"))
        found |= _by_subject(con.sql(query, params=[subject_no]).pl())
    for layer, name, query in (("model", "outcome", _OUTCOME), ("finding", "finding", _FLAGGED)):
        if tables.exists(con, layer, name):
            chosen = con.sql(query.format(same=told), params=[card.id, *asked])
            found |= _by_subject(chosen.pl())
    return [
        {
            **one,
            "offences": _offences(con, card, one["subject_id"]),
            "not_counted": others.lines(con, card.subject, one["subject_id"]),
        }
        for one in found.values()
    ]


def _wanted(card: Card) -> str:
    kind = kind_zh(card.subject)
    if _number_column(card.subject) is not None:
        return f"{kind}的文书号"
    return f"{kind}的名称、编号或者其文书号；只保存线索、事实不足和例外，不在其中的不成立"


def _by_subject(frame: pl.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["subject_id"]: row for row in frame.iter_rows(named=True)}


def _same(column: str) -> str:
    """Return SQL that compares numbers without regard to spaces and the form of brackets."""
    bare = "regexp_replace({}, '[\\s()（）〔〕【】［］\\[\\]]', '', 'g')"
    return f"{bare.format(column)} = {bare.format('CAST(? AS VARCHAR)')}"


def _number_column(subject: str) -> str | None:
    """Return the column that numbers the records a model asks about; none for parties and authorities."""
    key = load_feeds()[subject].key if subject in load_feeds() else ()
    return next((name for name in key if name.endswith(("_no", "_code"))), None)


def _numbers(con: duckdb.DuckDBPyConnection, card: Card) -> list[str]:
    key = _number_column(card.subject)
    if key is None or not tables.exists(con, "known", card.subject):
        return []
    relation = con.table(f'known."{card.subject}"').project(f'CAST("{key}" AS VARCHAR)')
    return [row[0] for row in relation.limit(_MANY).fetchall()]


def _offences(con: duckdb.DuckDBPyConnection, card: Card, record_id: str) -> list[dict[str, Any]]:
    """Return how the record stands to every offence it was compared with, the nearest first."""
    if not _is_weighing(card) or not tables.exists(con, "fact", "evaluation"):
        return []
    frame = con.sql(
        "SELECT offence, outcome, route_zh, measure, measure_zh, value, unit, threshold, margin, nearest, "
        "missing, exclusion_zh, rule_version, legal_basis FROM fact.evaluation "
        "WHERE feed = ? AND record_id = ? ORDER BY margin DESC NULLS LAST, offence",
        params=[card.subject, record_id],
    ).pl()
    names = dict(con.execute("SELECT code, name FROM rule.offence").fetchall()) if _has_names(con) else {}
    return [
        {
            **row,
            "offence_zh": names.get(row["offence"], row["offence"]),
            "measure_zh": row["measure_zh"] or (measure_zh(row["measure"]) if row["measure"] else None),
            "value": None if row["value"] is None else float(row["value"]),
            "threshold": None if row["threshold"] is None else float(row["threshold"]),
        }
        for row in frame.iter_rows(named=True)
    ]


def _has_names(con: duckdb.DuckDBPyConnection) -> bool:
    return tables.exists(con, "rule", "offence")


def as_text(page: dict[str, Any]) -> str:
    """Return the answer as plain Chinese text."""
    blocks = []
    for subject in page["subjects"]:
        outcome = word("outcome", subject["outcome"])
        lines = [f"{page['model']}（{page['title']}） · {subject['subject_no']}：{outcome}"]
        if subject.get("reason_zh"):
            lines.append(f"  {subject['reason_zh']}")
        if subject.get("finding_id"):
            lines.append(f"  已列为线索 {subject['finding_id']}，见 xianjie explain {subject['finding_id']}")
        if subject.get("missing"):
            lines.append("  缺少：" + "；".join(missing_zh(item) for item in subject["missing"]))
        lines += [f"  · {_offence_line(offence)}" for offence in subject["offences"]]
        lines += [f"  {told}" for told in subject["not_counted"]]
        if subject["outcome"] == "clear" and not subject.get("reason_zh"):
            lines += [f"  {told}" for told in _why_clear(page["condition"], subject["offences"])]
        blocks.append("\n".join(lines))
    return mask_ids("\n".join(blocks))


def _why_clear(condition: str | None, offences: list[dict[str, Any]]) -> list[str]:
    if condition is not None:
        return [f"不属于本模型所查的情形，或者不在其范围内。所查：{condition}"]
    if not offences:
        return ["案由与事实未对应到规则库中的罪名"]
    is_met = any(offence["outcome"] == "met" for offence in offences)
    return ["已达标准而未列入：法定期限尚未届满，或者已有后续处理"] if is_met else []


_STANDING = {"met": "已达标准", "unmet": "未达标准", "unknown": "事实不足", "inapplicable": "不适用"}


def _offence_line(offence: dict[str, Any]) -> str:
    standing = _STANDING.get(offence["outcome"], offence["outcome"])
    told = f"{offence['offence_zh']}（{offence['rule_version']}）：{standing}"
    unit = offence["unit"] or ""
    if not offence["value"] and offence["measure"] in (offence["missing"] or []):
        # The least that it can be, nothing, is no amount that anybody told.
        told += f"，{offence['measure_zh']} 未载明"
        if offence["threshold"] is not None:
            told += f"，标准 {quantity(offence['threshold'], unit)}"
        if offence["nearest"]:
            told += f"，已载明的数额为相应标准的 {offence['nearest']:.2f} 倍"
    elif offence["value"] is not None and offence["threshold"] is not None:
        told += f"，{offence['measure_zh']} {quantity(offence['value'], unit)}"
        told += f"，标准 {quantity(offence['threshold'], unit)}"
        if offence["margin"] is not None:
            told += f"（{offence['margin']:.2f} 倍）"
        if offence["value"] < offence["threshold"]:
            told += f"，相差 {quantity(offence['threshold'] - offence['value'], unit)}"
    if offence["missing"]:
        told += "，缺少：" + "；".join(missing_zh(item) for item in offence["missing"])
    if offence["exclusion_zh"]:
        told += f"，例外：{offence['exclusion_zh']}"
    return told
