"""Numbers of a form of their own: shares (三分之一), halves (半斤), 三斤二两, 35一件, 一年三个月至四年."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from models.facts.words.numerals import CHINESE, DIGITS, SCALES, parse_number

_DIGIT = "".join(DIGITS)
_COUNT = rf"(?:[0-9]+(?:\.[0-9]+)?|[{CHINESE}]+)"
_HALVED = "公斤|千克|斤|吨|头|亩|年|个月|天|个小时|小时|公里"
_LIANG = Decimal("0.05")  # 千克
_TERM = rf"(?:{_COUNT}年(?:零?{_COUNT}个月)?|{_COUNT}个月)"
_PIECES = "件|瓶|箱|盒|包|袋|条|双|套|只|个|台|桶|支|本|斤|公斤|吨|张|罐|枚|份|片|粒|次|人|天|晚"


class Form(NamedTuple):
    """Least and greatest value in units of ``unit``, as cues.yaml names it, and what a price is for."""

    lo: Decimal
    hi: Decimal
    unit: str
    per: str = ""


def form_pattern(to: str, number: str) -> str:
    """Return the pattern of these forms, to be tried before that of plain numbers.

    Parameters
    ----------
    to, number : str
        Patterns of what joins the ends of a range, and of a number.
    """
    share = rf"[百千万]分之{number}"
    return "|".join(
        (
            rf"{share}(?:{to}{share})?",
            rf"(?:[二两三四五六七八九十]|[0-9]{{1,2}})分之(?:[{_DIGIT}]|[0-9]{{1,2}})",
            rf"[{_DIGIT}]成[{_DIGIT}半]",  # 四成五
            rf"{_COUNT}年零?{_COUNT}个月{to}{_TERM}|{_COUNT}个月{to}{_COUNT}年(?:零?{_COUNT}个月)?",
            rf"{_COUNT}年{to}{_COUNT}(?:年零?{_COUNT})?个月",
            rf"{_COUNT}个半(?:月|小时|钟头)",
            rf"{_COUNT}(?:{_HALVED})半",
            rf"半(?:{_HALVED}|两)",
            rf"{_COUNT}斤[{_DIGIT}0-9]两",
            rf"[0-9]+(?:\.[0-9]+)?(?:[元块])?一(?:{_PIECES})",
        )
    )


@cache
def _patterns(to: str, number: str) -> dict[str, re.Pattern[str]]:
    return {
        "share": re.compile(rf"([百千万])分之({number})(?:{to}[百千万]分之({number}))?"),
        "terms": re.compile(rf"({_TERM}){to}({_TERM})"),
        "part": re.compile(rf"({_COUNT})分之({_COUNT})"),
        "tenths": re.compile(rf"([{_DIGIT}])成([{_DIGIT}半])"),
        "half": re.compile(
            rf"(?P<n>{_COUNT})?(?P<unit>{_HALVED}|个|两)?半(?P<after>{_HALVED}|两|月|小时|钟头)?"
        ),
        "liang": re.compile(rf"(?:(?P<jin>{_COUNT})斤)?(?P<n>[一二三四五六七八九十]|[0-9]+(?:\.[0-9]+)?)两"),
        "piece": re.compile(rf"([0-9]+(?:\.[0-9]+)?)[元块]?一({_PIECES})"),
    }


def read_form(text: str, to: str, number: str) -> Form | None:
    """Return what a number of one of these forms says, None if it is of another."""
    known = _patterns(to, number)
    if found := known["share"].fullmatch(text):
        whole = SCALES[found[1]]
        low, high = parse_number(found[2]), parse_number(found[3] or found[2])
        return None if low is None or high is None else Form(low / whole, high / whole, "比例")
    if "月" in text and (found := known["terms"].fullmatch(text)):
        ends = sorted((_months(found[1]), _months(found[2])))
        return Form(ends[0], ends[1], "个月")
    if found := known["part"].fullmatch(text):
        whole_, part = parse_number(found[1]), parse_number(found[2])
        if not whole_ or part is None or part > whole_:
            return None
        share = (part / whole_).quantize(Decimal("0.0001"))
        return Form(share, share, "比例")
    if found := known["tenths"].fullmatch(text):
        tenths = Decimal(DIGITS[found[1]] * 10 + (5 if found[2] == "半" else DIGITS[found[2]])) / 100
        return Form(tenths, tenths, "比例")
    if found := known["piece"].fullmatch(text):
        return Form(Decimal(found[1]), Decimal(found[1]), "元", found[2])
    return _halves(text, known) if text[-1] in "半两" or "半" in text else None


def _months(term: str) -> Decimal:
    years, _, months = term.rpartition("年")
    parts = parse_number(years or "〇"), parse_number(months.removeprefix("零").removesuffix("个月") or "〇")
    return 12 * (parts[0] or Decimal(0)) + (parts[1] or Decimal(0))


def _halves(text: str, known: dict[str, re.Pattern[str]]) -> Form | None:
    """Read 半斤, 一斤半, 三个半月, 八两, 三斤二两."""
    if found := known["liang"].fullmatch(text):
        jin, liang = parse_number(found["jin"] or "〇"), parse_number(found["n"])
        if jin is None or liang is None:
            return None
        weight = jin / 2 + liang * _LIANG
        return Form(weight, weight, "千克")
    found = known["half"].fullmatch(text)
    if found is None:
        return None
    whole = parse_number(found["n"]) if found["n"] else Decimal(0)
    after = {"月": "个月", "钟头": "小时"}.get(found["after"] or "", found["after"])
    unit = after or found["unit"]
    if whole is None or not unit or unit == "个":
        return None
    value = whole + Decimal("0.5")
    if unit == "年":  # as a term is told
        return Form(value * 12, value * 12, "个月")
    if unit == "两":
        return Form(value * _LIANG, value * _LIANG, "千克")
    return Form(value, value, unit.removeprefix("个") if unit == "个小时" else unit)
