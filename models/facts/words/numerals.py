"""Numbers as people write them: Arabic, Chinese (plain and formal), mixed, rounded, as ranges.

Everything is exact: amounts are compared with lines that are met on the cent.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

DIGITS: Final = {
    **{sign: value for value, sign in enumerate("〇一二三四五六七八九")},
    **{sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "○": 0,
    "两": 2,
    "兩": 2,
    "貳": 2,
    "参": 3,
    "叄": 3,
    "參": 3,
    "陸": 6,
}
SCALES: Final = {
    "十": 10,
    "拾": 10,
    "百": 100,
    "佰": 100,
    "千": 1000,
    "仟": 1000,
    "万": 10_000,
    "萬": 10_000,
    "亿": 100_000_000,
    "億": 100_000_000,
}
# One sign for twenty, thirty, forty: read as digit and ten.
_MERGED: Final = {"廿": "二十", "卅": "三十", "卌": "四十"}

ARABIC: Final = r"(?>\d{1,3}(?:[,，]\d{3})++(?![\d])|\d++)(?:\.\d++)?"
CHINESE: Final = "".join([*DIGITS, *SCALES, *_MERGED])
# A number, and nothing given back: half a number is never a number.

_TOKEN = re.compile(rf"({ARABIC})|([{CHINESE}])")
_POINT = re.compile(rf"([{CHINESE}]+)点([{''.join(DIGITS)}]+)([万亿萬億千百]*)")  # 二十一点六万
_LONGEST = 48
_WAN, _YI = 10_000, 100_000_000


def parse_number(text: str) -> Decimal | None:
    """Return the exact value of a number, or None where the signs do not make one.

    Parameters
    ----------
    text : str
        Such as ``1,234.5``, ``5万3千``, ``叁拾玖万伍仟陆佰``, ``三万五`` (35,000), ``1.2亿``.
    """
    plain = text[:-1] if text.endswith(("万", "亿")) else text
    if plain.isascii():  # the usual case, without the reader
        digits = plain.replace(",", "")
        if len(digits) > _LONGEST or not digits.replace(".", "", 1).isdecimal():
            return None
        return Decimal(digits) if plain is text else Decimal(digits) * SCALES[text[-1]]
    for sign, words in _MERGED.items():
        if sign in text:
            text = text.replace(sign, words)
    text = text.replace(" ", "")
    if not text or len(text) > _LONGEST:
        return None
    point = _POINT.fullmatch(text)
    if point is None:
        return _Reader().read(text)
    whole = _Reader().read(point[1])
    if whole is None:
        return None
    value = whole + Decimal("0." + "".join(str(DIGITS[sign]) for sign in point[2]))
    for sign in point[3]:
        value *= SCALES[sign]
    return value


class _Reader:
    """Adds up digits and scales from left to right."""

    def __init__(self) -> None:
        self.high = Decimal(0)  # what 万 and 亿 have closed
        self.section = Decimal(0)  # what lies below the next 万
        self.number: Decimal | None = None  # digits that wait for their scale
        self.last_scale = 0
        self.after_zero = False
        self.run = 0  # digits in a row

    def read(self, text: str) -> Decimal | None:
        at = 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                return None
            at = found.end()
            arabic, sign = found.groups()
            if arabic:
                ok = self._arabic(Decimal(arabic.replace(",", "").replace("，", "")))
            elif sign in DIGITS:
                ok = self._digit(DIGITS[sign], sign)
            else:
                ok = self._scale(SCALES[sign])
            if not ok:
                return None
        return self._end(text)

    def _arabic(self, value: Decimal) -> bool:
        if self.number is not None:
            return False
        self.number, self.run = value, 0
        return True

    def _digit(self, value: int, sign: str) -> bool:
        if self.number is None:
            # 零 between scales only says that a place is empty; alone it is the number zero.
            if value == 0 and self.last_scale:
                self.after_zero = True
                return True
            self.number, self.run = Decimal(value), 1
            return True
        if not self.run or sign in "两兩":
            return False
        self.number, self.run = self.number * 10 + value, self.run + 1
        return True

    def _scale(self, scale: int) -> bool:
        if scale < _WAN:
            if self.number is None and (scale != 10 or self.last_scale == 10):
                return False  # 百 or 千 without a digit is a word, not a number
            self.section += (Decimal(1) if self.number is None else self.number) * scale
        else:
            self.section += self.number or 0
            if scale == _WAN:
                if self.section == 0:
                    return False
                self.high += self.section * scale
            else:
                if self.high + self.section == 0:
                    return False
                self.high = (self.high + self.section) * scale
            self.section = Decimal(0)
        self.number, self.run, self.last_scale, self.after_zero = None, 0, scale, False
        return True

    def _end(self, text: str) -> Decimal | None:
        if self.number is not None:
            # 两千五 is 2,500 and 3万5 is 35,000: a lone digit right after a scale counts tenths of it.
            lone = self.last_scale >= 100 and not self.after_zero and 0 < self.number < 10
            lone = lone and self.number == int(self.number)
            self.section += self.number * (self.last_scale // 10) if lone else self.number
        elif not self.last_scale:
            return None
        return self.high + self.section


def rounding_step(text: str) -> Decimal:
    """Return the last place that a number states: 1,000 for ``52000`` and ``3.2万``, 10,000 for ``10万``."""
    scale = Decimal(1)
    while text and text[-1] in SCALES:
        scale *= SCALES[text[-1]]
        text = text[:-1].rstrip()
    point = _POINT.fullmatch(text)
    if point is not None:
        return scale.scaleb(-len(point[2]))
    if not text or text[-1] in DIGITS or text[-1] in _MERGED:
        return scale
    digits = text.replace(",", "").replace("，", "")
    tail = re.search(r"\d+(?:\.(\d+))?$", digits)
    if tail is None:
        return scale
    if tail.group(1):
        return scale.scaleb(-len(tail.group(1)))
    if scale > 1:
        return scale
    whole = tail.group(0)
    return Decimal(10) ** (len(whole) - len(whole.rstrip("0"))) if whole.strip("0") else Decimal(1)
