"""What tests of facts say and read: a number in words, the amounts and circumstances of one text.

Reading one text takes as long as reading a hundred. The texts that a module's tests are given are made known
beforehand, and the first that is asked for is read together with all of them, as a run would; that no text
changes another is a property tested elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, TypeVar

import polars as pl

from models.facts.acting import Stated
from models.facts.actors import Known, of_others, without
from models.facts.amounts import Amount, read_many
from models.facts.flags import read_flags

Told = TypeVar("Told")

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


class _Ahead(Generic[Told]):
    """What a reader tells of each text, read together with the texts that are expected."""

    def __init__(self, read: Callable[[pl.Series], list[list[Told]]]) -> None:
        self._read = read
        self._found: dict[str, list[Told]] = {}

    def __call__(self, text: str) -> list[Told]:
        if text not in self._found:
            texts = _expected if text in _expected else [text]
            self._found.update(zip(texts, self._read(pl.Series(texts, dtype=pl.String)), strict=True))
        return self._found[text]

    def forget(self) -> None:
        self._found.clear()


def read_many_circumstances(texts: pl.Series) -> list[list[Circumstance]]:
    """Read the circumstances of a column of texts, as ``read_many`` reads its amounts."""
    found: list[list[Circumstance]] = [[] for _ in texts]
    for at, *rest in read_flags(texts).rows():
        found[at].append(Circumstance(*rest))
    return found


read_text = _Ahead[Amount](read_many)
read_circumstances = _Ahead[Circumstance](read_many_circumstances)
_expected: list[str] = []


def expect(texts: Iterable[str]) -> None:
    """Make known which texts the tests of a module will ask for; those of the module before are forgotten."""
    _expected[:] = dict.fromkeys(texts)
    for reader in (read_text, read_circumstances):
        reader.forget()


def own_text(text: str, own: Known, *others: Known) -> str:
    """Return a text without the amounts in it that are of the others and not of ``own``."""
    stated = [
        Stated(amount.start, amount.end, amount.value, amount.unit)
        for amount in read_text(text)
        if amount.kind not in ("sum", "product")
    ]
    return without(text, [amount for amount, _ in of_others(text, stated, own, others)])


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
