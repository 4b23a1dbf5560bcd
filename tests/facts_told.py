"""What tests of facts say and read: a number in words, the circumstances of one text."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from models.facts.flags import read_flags

_WAN = 10_000
_PLAIN = ("零一二三四五六七八九", ("", "十", "百", "千"))
_FORMAL = ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"))


class Circumstance(NamedTuple):
    """One circumstance stated, denied or raised in a text."""

    flag: str
    value: bool | None
    start: int
    end: int
    span: str


def read_circumstances(text: str) -> list[Circumstance]:
    """Return what one text states of each circumstance."""
    return [Circumstance(*rest) for _, *rest in read_flags(pl.Series([text], dtype=pl.String)).rows()]


def to_words(value: int, *, formal: bool = False) -> str:
    """Write a whole number in Chinese, as on a cheque when ``formal``."""
    if value == 0:
        return "零"
    signs, scales = _FORMAL if formal else _PLAIN
    groups: list[int] = []
    rest = value
    while rest:
        rest, group = divmod(rest, _WAN)
        groups.append(group)
    words = ""
    gap = False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group == 0:
            # 亿 must still be said when 万亿 closes on it: 一万亿, 一万亿零五.
            words += "亿" if place == 2 and words and not words.endswith("亿") else ""
            gap = bool(words)
            continue
        if words and (gap or group < 1000):
            words += "零"
        words += _group_words(group, signs, scales) + ("", "万", "亿", "万")[place % 4]
        gap = False
    return words


def _group_words(group: int, signs: str, scales: tuple[str, ...]) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + signs[digit] + scales[place]
        gap = False
    return words
