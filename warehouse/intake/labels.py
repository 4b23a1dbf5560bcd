"""What a header says once its typography is taken away: which words, and which unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

PERCENT = 0.01
UNITS: dict[str, float] = {
    "元": 1,
    "千元": 1_000,
    "万元": 10_000,
    "百万元": 1_000_000,
    "亿元": 100_000_000,
    "%": PERCENT,
}
_UNIT_WORDS = {**UNITS, "万": 10_000.0, "亿": 100_000_000.0, "元整": 1.0, "圆": 1.0}
_BRACKETED = re.compile(r"[(\[{【〔〈《﹝]([^()\[\]{}【】〔〕〈〉《》﹝﹞]*)[)\]}】〕〉》﹞]")
# Advice to whoever fills the form, not part of the column's name.
_ADVICE = re.compile(
    r"^(必填项?|选填项?|非必填|必录|可空|可为空|y{2,4}.*|格式.*|例.*|如.*|年月日|工作日|日历日|是/?否|多选|单选|下拉选择|文本|日期"
    r"|(名称|姓名|全称)((或者?|和|及|[、/])(名称|姓名|全称))*)$",
    re.IGNORECASE,
)
_UNIT_PREFIX = re.compile(r"^(单位)?[::]?(人民币|rmb|cny)?", re.IGNORECASE)
# 单位：万元, as it stands above a table, alone or with what else is counted (单位：件、万元).
_UNIT_LINE = re.compile(
    r"单位:(?:人民币)?(?:[^\d,、;/()]{1,3}[,、;/])*(百万元|千元|万元|亿元|元)(?=$|[,、;/)])"
)
# What separates the parts of one header: brackets, and the signs and words that offer a choice.
_BETWEEN = re.compile(r"[()/、]|或者?")
_TRAILING_UNIT = re.compile(r"(百万元|千元|万元|亿元|元|%)$")
# The word that what a header asks for is a name.
_NAME_WORD = re.compile(r"(?:姓名|名称|全称)$")


@dataclass(frozen=True)
class Label:
    """A header taken apart.

    Parameters
    ----------
    key : str
        Letters and digits only, half-width, lower case; equal keys mean equal headers.
    factor : float or None
        Factor of the unit in brackets to yuan (or of % to a share); None if no unit is written.
    bare_key, bare_factor : str, float or None
        The same with a unit that stands at the end without brackets taken off (``罚款金额万元``).
    parts : tuple of str
        The text before, in and after its brackets, and on either side of ``/``, ``、`` and 或, each taken
        apart by itself; empty where the header is one piece.
    """

    key: str
    factor: float | None
    bare_key: str
    bare_factor: float | None
    parts: tuple[str, ...] = ()

    @cached_property
    def keys(self) -> frozenset[str]:
        """All keys by which this header may name a column; most cells of a table have none that is known."""
        written = {self.key, self.bare_key, *self.parts}
        return frozenset(written | {without_name_word(key) for key in (self.key, *self.parts)})


def without_name_word(key: str) -> str:
    """Return a key without the word at its end that it asks for a name: 承办人姓名."""
    return _NAME_WORD.sub("", key)


def header_key(text: str) -> str:
    """Return the letters and digits of ``text``: half-width, lower case, nothing else."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


@lru_cache(maxsize=8192)
def parse_label(text: str) -> Label:
    """Take a header apart into its words and its unit.

    Parameters
    ----------
    text : str
        Header as delivered, e.g. ``*罚款金额（万元）``.
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    factor: float | None = None
    pieces = [piece for piece in _BETWEEN.split(folded) if piece.strip()]
    parts = tuple(parse_label(piece).key for piece in pieces) if len(pieces) > 1 else ()

    def keep(match: re.Match[str]) -> str:
        nonlocal factor
        inside = "".join(match.group(1).split())
        unit = _UNIT_WORDS.get(_UNIT_PREFIX.sub("", inside))
        if unit is not None:
            factor = unit
            return ""
        return "" if _ADVICE.match(inside) else match.group(0)

    named = _BRACKETED.sub(keep, folded)
    key = header_key(named)
    trailing = _TRAILING_UNIT.search("".join(named.split()))
    if trailing is None or factor is not None:
        return Label(key, factor, key, factor, parts)
    bare_key, bare_factor = header_key("".join(named.split())[: trailing.start()]), UNITS[trailing.group(1)]
    # "持股比例%": the sign is no letter, so both keys are one and the unit holds.
    return Label(key, bare_factor if key == bare_key else None, bare_key, bare_factor, parts)


def unit_line(cells: Iterable[str | None]) -> float | None:
    """Return the factor to yuan that a line above a table names (``单位：万元``), None if none does.

    Parameters
    ----------
    cells : iterable of (str or None)
        What stands above the header.
    """
    for cell in cells:
        found = _UNIT_LINE.search("".join(unicodedata.normalize("NFKC", cell or "").split()))
        if found is not None:
            return UNITS[found.group(1)]
    return None


def is_unit(cell: str) -> bool:
    """Say whether a cell holds nothing but a unit of money: ``万元``, ``（元）``."""
    inside = "".join(unicodedata.normalize("NFKC", cell).split()).strip("()[]")
    return _UNIT_PREFIX.sub("", inside) in _UNIT_WORDS
