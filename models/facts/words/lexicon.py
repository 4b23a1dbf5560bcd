"""The cue words as columns: one code per word, and for every code what the word does.

A word becomes one sign of its own in the coded text, so that a plain pattern finds it and an index looks up
what it does: no token is looked at one by one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from models.facts.words.cues import Cue, Cues, load_cues

# Words become signs that Chinese texts do not use, and that stand in one row: from the Yi syllables to the
# Hangul ones. Where a text does hold one it is read as □.
FIRST = "\ua000"
_BREAKS = {"。": 3, "！": 3, "？": 3, "!": 3, "?": 3, "\n": 3, "；": 2, ";": 2, "，": 1, ",": 1}
_PARENS = {"（": 1, "(": 1, "）": -1, ")": -1}
_SCALES = {"": 1, "万": 10_000, "亿": 10**8}
_HEADER = re.compile(
    r"(?:(?:单位|币种)(?:均?为|[是：:])?|[（(]|[以按])(?:人民币)?([万亿]?)元(?:[）)]|计|为单位)?"
)
_LASTING = ("单位：", "单位:", "单位", "单位为", "单位均为", "单位是", "币种：", "币种:", "币种为")
_HEADERS = [
    f"{lead}{name}{scale}元{tail}"
    for lead, tail in (
        *((lead, "") for lead in _LASTING),
        *(("（", "）"), ("(", ")"), ("以", "计"), ("以", "为单位"), ("按", "计")),
    )
    for name in ("", "人民币")
    for scale in _SCALES
    if lead not in "以按" or (scale and not name)  # 以元计 says nothing of a scale
]
CODED = r"[\x{A000}-\x{D7A3}]"

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class Guard(NamedTuple):
    """Which words have a guard, and the pattern that holds where one applies."""

    has: Bools
    pattern: str


@dataclass(frozen=True)
class Lexicon:
    """Arrays indexed by a word's number; the last two elements stand for no word and the end of a text.

    ``role``, ``thing``, ``per``, ``nil`` and ``state`` are indices into ``names`` (0: none).
    """

    cues: Cues
    words: list[str]
    codes: list[str]
    found_as: dict[str, str]  # what each word is replaced by, longer words first
    names: list[str]
    number: dict[str, int]
    length: Ints
    size: Ints  # in bytes
    role: Ints
    is_named: Bools
    is_general: Bools
    state: Ints
    nil: Ints
    per: Ints
    thing: Ints
    level: Ints  # of a break: 1 comma, 2 semicolon, 3 end of a sentence
    paren: Ints
    header: Ints
    holds_text: Bools  # a heading that holds for the rest of the text
    signs: dict[str, Bools]
    combine: Ints
    combine_acts: Ints  # of one act after another
    units_of: dict[str, dict[str, Decimal]]
    guards: dict[str, Guard]  # not_before, only_before, not_after

    def index(self, name: str) -> int:
        """Return the index of a role, state, thing or unit."""
        return self.names.index(name)

    def names_at(self, index: Ints) -> pl.Series:
        """Return the names at the indices, None at 0."""
        return pl.Series(self.names, dtype=pl.String).gather(pl.Series(index)).replace("", None)


@cache
def load_lexicon() -> Lexicon:
    """Return the lexicon of cues.yaml."""
    cues = load_cues()
    words = sorted({*cues.words, *_HEADERS}, key=lambda word: (-len(word), word))
    marks = [*_BREAKS, *_PARENS]
    every = [*words, *marks, "", ""]  # at the end: no word, and the end of a text
    names = ["", *sorted(_names(cues))]
    at = {name: index for index, name in enumerate(names)}
    found = [cues.words.get(word, Cue()) for word in every]
    headers = [_HEADER.fullmatch(word) for word in every]
    signs = sorted({sign for cue in found for sign in cue.signs})
    codes = [chr(ord(FIRST) + index) for index in range(len(words))]
    found_as = dict(zip(words, codes, strict=True))
    found_as |= {word: word[0] + found_as[word[1:]] for word in cues.table.apart}
    return Lexicon(
        cues=cues,
        words=words,
        codes=codes,
        found_as=dict(sorted(found_as.items(), key=lambda pair: (-len(pair[0]), pair[0]))),
        names=names,
        number={
            **{chr(ord(FIRST) + index): index for index in range(len(words))},
            **{mark: len(words) + index for index, mark in enumerate(marks)},
        },
        length=np.array([len(word) for word in every]),
        size=np.array([len(word.encode()) for word in every]),
        role=np.array([at[cue.role or ""] for cue in found]),
        is_named=np.array([cue.named for cue in found]),
        is_general=np.array([cue.general for cue in found]),
        state=np.array([at[cue.state or ""] for cue in found]),
        nil=np.array([at[cue.nil or ""] for cue in found]),
        per=np.array([at[cue.per or ""] for cue in found]),
        thing=np.array([at[cue.thing or ""] for cue in found]),
        level=np.array([*(_BREAKS.get(word, 0) for word in every[:-1]), 3]),
        paren=np.array([_PARENS.get(word, 0) for word in every]),
        header=np.array([_SCALES[head[1]] if head else 0 for head in headers]),
        holds_text=np.array([word.startswith(("单位", "币种", "以", "按")) for word in every]),
        signs={sign: np.array([sign in cue.signs for cue in found]) for sign in signs},
        combine=_combine(cues.combine, names, at),
        combine_acts=_combine(
            {(pair.first, pair.then): pair.makes for pair in cues.table.combine if pair.acts}, names, at
        ),
        units_of={thing: spec.units for thing, spec in cues.table.objects.items()},
        guards={which: _guard(found, every, which) for which in ("not_before", "only_before", "not_after")},
    )


def _names(cues: Cues) -> set[str]:
    table = cues.table
    names = {*table.roles, *table.nil, *table.objects, *("sold", "unsold")}
    names |= {pair.makes for pair in table.combine}
    names |= {cue.per for cue in cues.words.values() if cue.per}
    names |= {base for base, _ in cues.units.values()}
    return names | {"invoice_tax", "tax_share", "marks", "alleged", "other_party", "genuine", "statutory"}


def _combine(pairs: dict[tuple[str, str], str], names: list[str], at: dict[str, int]) -> Ints:
    """Return the role of two names in a row: ``combine[first, second]``."""
    made = np.tile(np.arange(len(names)), (len(names), 1))
    for (first, then), makes in pairs.items():
        made[at[first], at[then]] = at[makes]
    return made


def _guard(found: list[Cue], words: list[str], which: str) -> Guard:
    """Return one pattern over word and neighbouring text, divided by a sign that no text holds.

    Words that share a guard stand beside each other in it: with one guard per word the pattern would be too
    large for an automaton, and forty times as slow.
    """
    guarded: dict[str, list[str]] = {}
    for word, cue in zip(words, found, strict=True):
        if guard := getattr(cue, which):
            guarded.setdefault(guard, []).append(re.escape(word))
    has = np.array([bool(getattr(cue, which)) for cue in found])
    if which == "not_after":
        parts = [f"(?:{guard})\x03(?:{'|'.join(same)})" for guard, same in guarded.items()]
        return Guard(has, f"(?:{'|'.join(parts)})$")
    parts = [f"(?:{'|'.join(same)})\x03(?:{guard})" for guard, same in guarded.items()]
    return Guard(has, f"^(?:{'|'.join(parts)})")
