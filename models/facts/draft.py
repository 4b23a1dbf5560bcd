"""An amount while its text is still being read, and the interval its words describe."""

from __future__ import annotations

import re
from decimal import Decimal

from models.facts.cues import Table
from models.facts.numerals import SCALES, parse_number, rounding_step

_SIGN_DIGITS = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {
    sign: str(value) for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")
}
_LONGEST_SENTENCE = 240


class Draft:
    """One amount; mutable, since the words after it may still say what it is."""

    __slots__ = (
        "bound",
        "by_state",
        "confidence",
        "count_state",
        "direction",
        "end",
        "hi",
        "in_paren",
        "is_measure",
        "is_paid",
        "item",
        "kind",
        "lo",
        "part",
        "per",
        "role",
        "sentence",
        "start",
        "state",
        "total",
        "unit",
        "veto",
    )

    def __init__(
        self, start: int, end: int, lo: Decimal, hi: Decimal | None, unit: str, item: int = 0
    ) -> None:
        self.start, self.end, self.lo, self.hi, self.unit, self.item = start, end, lo, hi, unit, item
        self.role: str | None = None
        self.veto: str | None = None
        self.state: str | None = None
        self.count_state: str | None = None
        self.direction: str | None = None
        self.per: str | None = None
        self.kind = "stated"
        self.confidence = 0.3
        self.by_state = self.is_paid = False
        self.part = self.total = self.bound = self.in_paren = self.is_measure = False
        self.sentence = (start, end)


def cap_length(sentence: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """Return the sentence, or of a long one the part around the amount."""
    first, last = sentence
    if last - first <= _LONGEST_SENTENCE:
        return first, last
    half = _LONGEST_SENTENCE // 2
    return max(first, start - half), min(last, end + half)


def interval(found: re.Match[str], before: str, table: Table) -> tuple[Decimal, Decimal | None, bool] | None:
    """Return least value, greatest value (None: no upper bound) and whether it is stated as a bound only.

    ``约5万`` is half a rounding step to either side, ``5万余`` up to one step more, ``近5万`` up to one less.
    """
    lo = _scaled(found["n1"], found["m1"])
    if lo is None:
        return None
    hi: Decimal | None = lo
    words = table.approximate
    post = found["post"] or ""
    last, scale = found["n1"], found["m1"]
    if found["n2"]:
        last, scale = found["n2"], found["m2"]
        hi = _scaled(last, scale)
        if hi is None:
            return None
        lo = _same_scale(lo, hi, found)
        if lo > hi:
            lo = hi  # a document number such as 12-3件: the part before the dash is no amount
    elif found["s1"] or post in ("余", "多"):
        hi = lo + _step(last, scale)
    if found["tail"]:
        lo += _cents(found["tail"])
        hi = lo
    before = before.rstrip(" 人民币￥¥")
    if before.endswith(words.least) or post == "以上":
        return lo, None, post == "以上"
    if before.endswith(table.statutory.below) or post in ("以下", "以内"):
        return Decimal(0), lo, True
    if before.endswith(words.over):
        return lo, (hi or lo) + _step(last, scale), False
    if before.endswith(words.near):
        return max(lo - _step(last, scale), Decimal(0)), hi, False
    if before.endswith(words.about) or (post and post in words.suffix_about):
        half = _step(last, scale) / 2
        return max(lo - half, Decimal(0)), (hi or lo) + half, False
    return lo, hi, False


def _scaled(number: str, scale: str | None) -> Decimal | None:
    value = parse_number(number)
    if value is None or not scale:
        return value
    for sign in scale:
        value *= SCALES[sign]
    return value


def _step(number: str, scale: str | None) -> Decimal:
    step = rounding_step(number)
    for sign in scale or "":
        step *= SCALES[sign]
    return step


def _same_scale(lo: Decimal, hi: Decimal, found: re.Match[str]) -> Decimal:
    """Give the first number of a range the scale of the second: 3-5万元 is 30,000 to 50,000."""
    if found["m1"] or found["u1"] or found["n1"][-1] in SCALES:
        return lo
    last = found["n2"] + (found["m2"] or "")
    scale = Decimal(1)
    while last and last[-1] in SCALES and SCALES[last[-1]] >= 1000:
        scale *= SCALES[last[-1]]
        last = last[:-1]
    return lo * scale if lo * scale <= hi else lo


def _cents(tail: str) -> Decimal:
    value = Decimal(0)
    for digit, unit in re.findall(r"(\S)(角|分)", tail):
        number = int(_SIGN_DIGITS.get(digit, digit))
        value += Decimal(number) / (10 if unit == "角" else 100)
    return value
