"""Headings that follow from those a contract writes down: forms use some words for one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from warehouse.yaml_text import Closed
from warehouse.yaml_text import parse as parse_yaml

WORDS = Path(__file__).with_name("headings.yaml")
Kind = Literal["day", "number", "id", "code", "name", "sum", "text", "choice"]
# What is left of a heading without its end must say something: of 文号 nothing follows.
_SHORTEST = 2


class Affix(Closed):
    """Words that may begin or end the headings of columns of some kinds."""

    kinds: list[Kind]
    words: list[str]


class End(Affix):
    """Words of one meaning at the end of a heading."""

    after: list[str] = Field([])
    adds: bool = False


class Words(Closed):
    """All words that are used for one another."""

    same: list[list[str]]
    ends: list[End]
    starts: list[Affix]


@dataclass(frozen=True)
class Written:
    """A column with the headings that its contract writes down.

    Parameters
    ----------
    column : str
        Canonical name.
    kind : str, optional
        Which words may end its headings.
    keys : tuple of str
        Its headings, the best first, without typography.
    owned : tuple of str
        Its headings behind the name of whose it is (被不起诉人证件号码).
    """

    column: str
    kind: Kind | None
    keys: tuple[str, ...]
    owned: tuple[str, ...] = ()


def other_headings(columns: Iterable[Written]) -> dict[str, tuple[str, int]]:
    """Return further headings, each with the one column that it can mean and its place among that column's.

    Parameters
    ----------
    columns : iterable of Written
        The columns of one feed.
    """
    meant: dict[str, dict[str, int]] = {}
    for column in columns:
        for place, heading in enumerate(dict.fromkeys(_follow(column))):
            meant.setdefault(heading, {})[column.column] = place
    return {heading: next(iter(of.items())) for heading, of in meant.items() if len(of) == 1}


def _follow(column: Written) -> Iterator[str]:
    words = _words()
    for key in column.keys:
        for swapped in _swap(key, words.same):
            yield swapped
            yield from _other_ends(swapped, column.kind, words.ends)
            for start in words.starts:
                if column.kind in start.kinds:
                    yield from (word + swapped for word in start.words)
    yield from column.owned


def _swap(heading: str, same: Sequence[Sequence[str]]) -> list[str]:
    """Return the heading, and the headings with other words of one meaning in it."""
    found = [heading]
    for group, pattern in zip(same, _patterns(), strict=True):
        for known in tuple(found):
            match = pattern.search(known)
            if match is not None:
                found += [
                    known[: match.start()] + word + known[match.end() :]
                    for word in group
                    if word != match.group()
                ]
    return found


def _other_ends(heading: str, kind: Kind | None, ends: Iterable[End]) -> Iterator[str]:
    for end in ends:
        if kind not in end.kinds or (end.after and not heading.startswith(tuple(end.after))):
            continue
        written = max((word for word in end.words if heading.endswith(word)), key=len, default="")
        stem = heading.removesuffix(written)
        if len(stem) >= _SHORTEST and (written or end.adds):
            yield from (stem + word for word in end.words if word != written)
        if written and end.adds:
            yield from (heading + word for word in end.words if word != written)


@cache
def _words() -> Words:
    return Words.model_validate(parse_yaml(WORDS.read_text("utf-8")))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    longest_first = (sorted(group, key=len, reverse=True) for group in _words().same)
    return tuple(re.compile("|".join(map(re.escape, group))) for group in longest_first)
