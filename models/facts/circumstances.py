"""Circumstances that a text states: the flags of measures.yaml, with the words that state them.

The table of words, compiled; ``flags.py`` reads texts with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl
import yaml
from pydantic import Field, ValidationError

from models.facts.search import Search, search_for
from warehouse.yaml_text import Closed, wrong_rules
from warehouse.yaml_text import parse as parse_yaml

CIRCUMSTANCES_FILE = Path(__file__).with_name("circumstances.yaml")
_NO_FIGURE = re.compile(r"\{\d*,?\d*\}|\\d|0-9")  # how often, and what holds of every figure alike


class _Flag(Closed):
    anchors: tuple[str, ...]
    states: tuple[str, ...]
    denies: tuple[str, ...] = ()
    raises: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    across: tuple[str, ...] = ()
    also: str | None = None
    topic: str | None = None
    unless: str | None = None
    unless_text: str | None = None
    columns: tuple[str, ...] | None = None


class _Table(Closed):
    neg: str
    denied_before: str
    denied_after: str
    asked_before: str
    unanswered: str
    whether: str
    doubted_before: str
    alleged_before: str
    named_denied: tuple[str, ...]
    named_raised: tuple[str, ...]
    gap: str
    words: dict[str, str] = Field({})
    columns: tuple[str, ...]
    flags: dict[str, _Flag]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern, and as much of it as the column engine can look for.

    ``loose`` is the pattern without what it looks back and ahead to, which matches at least as much;
    ``is_whole`` if nothing had to be left out.
    """

    full: re.Pattern[str]
    loose: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """What states one circumstance; the parts are explained in the YAML.

    ``loose`` matches at least what states, denies or raises it; ``tells_figures_apart`` if a pattern names
    figures, so that it matters which ones a sentence has.
    """

    anchors: tuple[str, ...]
    states: Pattern
    denies: Pattern | None
    raises: Pattern | None
    across: Pattern | None
    also: Pattern | None
    topic: Pattern | None
    unless: Pattern | None
    unless_text: Pattern | None
    loose: str
    tells_figures_apart: bool


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The compiled table, and the search for sentences, with figures made alike, that may speak of a flag."""

    flags: dict[str, Flag]
    denied_before: re.Pattern[str]
    denied_after: re.Pattern[str]
    asked_before: re.Pattern[str]
    unanswered: re.Pattern[str]
    whether: re.Pattern[str]
    doubted_before: re.Pattern[str]
    alleged_before: re.Pattern[str]
    pending: re.Pattern[str]
    columns: dict[str, tuple[str, ...]]
    search: Search


def alike(text: pl.Expr) -> pl.Expr:
    """Return the text with all figures made alike: what no pattern tells apart is read once."""
    return text.str.replace_all("[1-9]", "0")


@cache
def load_circumstances(path: Path = CIRCUMSTANCES_FILE) -> Circumstances:
    """Read and compile the table.

    Raises
    ------
    RulebookError
        If the file is unreadable, has an unknown or missing key, or a pattern that does not compile.
    """
    try:
        table = _Table.model_validate(parse_yaml(path.read_text("utf-8")))
        flags = {name: _compile(flag, table) for name, flag in table.flags.items()}
        around = [re.compile(said) for said in _around(table)]
        search = search_for(_patterns(flags), alike(pl.col("word")))
    except (ValidationError, yaml.YAMLError, re.error, ValueError) as error:
        raise wrong_rules(path, "table of circumstances is wrong", error) from error
    return Circumstances(
        flags=flags,
        denied_before=around[0],
        denied_after=around[1],
        asked_before=around[2],
        unanswered=re.compile(table.unanswered),
        whether=re.compile(table.whether),
        doubted_before=around[3],
        alleged_before=around[4],
        pending=around[5],
        columns={name: flag.columns or table.columns for name, flag in table.flags.items()},
        search=search,
    )


def _compile(flag: _Flag, table: _Table) -> Flag:
    def one(*patterns: str) -> Pattern | None:
        full = "|".join(patterns)
        for name, means in ({"neg": table.neg, "gap": table.gap} | table.words).items():
            full = full.replace(f"{{{name}}}", means)
        loose = _loose(full)
        return Pattern(re.compile(full), loose, is_whole=loose == full) if patterns else None

    def maybe(pattern: str | None) -> Pattern | None:
        return one(pattern) if pattern else None

    def named(patterns: tuple[str, ...]) -> list[str]:
        names = f"(?:{'|'.join(flag.names)})"
        return [pattern.replace("{names}", names) for pattern in patterns] if flag.names else []

    states = one(*flag.states)
    assert states is not None
    denies = one(*flag.denies, *named(table.named_denied))
    raises = one(*flag.raises, *named(table.named_raised))
    unless = maybe(flag.unless)
    # With the words by name put in: one that names figures makes a difference only where it is used.
    in_sentences = [pattern.full.pattern for pattern in (states, denies, raises, unless) if pattern]
    return Flag(
        anchors=flag.anchors,
        states=states,
        denies=denies,
        raises=raises,
        across=one(*flag.across),
        also=maybe(flag.also),
        topic=maybe(flag.topic),
        unless=unless,
        unless_text=maybe(flag.unless_text),
        # Sentences are read line by line, so what must stand at an end may stand at that of a line.
        loose="(?m)" + "|".join(pattern.loose for pattern in (states, denies, raises) if pattern),
        tells_figures_apart=any(map(_names_figures, (*flag.anchors, *in_sentences, *_around(table)))),
    )


def _around(table: _Table) -> tuple[str, ...]:
    before = (table.asked_before, table.doubted_before, table.alleged_before)
    return table.denied_before, table.denied_after, *before, table.words["pending"]


def _patterns(flags: dict[str, Flag]) -> Iterator[tuple[str, str]]:
    for name, flag in flags.items():
        for pattern in (flag.states, flag.denies, flag.raises, flag.across):
            if pattern:
                yield name, pattern.full.pattern


def _names_figures(pattern: str) -> bool:
    """Say whether the pattern names a figure: how often and "any figure" hold of each figure alike."""
    return any(sign in "0123456789" for sign in _NO_FIGURE.sub("", pattern))


def _loose(pattern: str) -> str:
    """Return the pattern without what it looks back and ahead to: it matches at least as much."""
    kept, at = "", 0
    while at < len(pattern):
        if pattern.startswith(("(?<!", "(?!", "(?<=", "(?="), at):
            at = _group_end(pattern, at)
        elif pattern[at] == "\\":
            kept += pattern[at : at + 2]
            at += 2
        else:
            kept += pattern[at]
            at += 1
    return kept


def _group_end(pattern: str, at: int) -> int:
    depth = 0
    while True:
        depth += {"(": 1, ")": -1}.get(pattern[at], 0)
        at += 2 if pattern[at] == "\\" else 1
        if depth == 0:
            return at
