"""Circumstances that a text states: the flags of measures.yaml, with the words that state them.

Three values: stated (True), denied (False), raised but not settled (None). What a text does not speak
of makes no row; what that means is for ``absent`` of measures.yaml to say.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from warehouse.errors import RulebookError
from warehouse.yaml_text import parse as parse_yaml

CIRCUMSTANCES_FILE = Path(__file__).with_name("circumstances.yaml")
_SENTENCE = re.compile(r"[^。；;\n]+")
_CLAUSE_ENDS = re.compile("[，,。；;：:\n]")
_SENTENCE_ENDS = r"[。；;\n]"


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Flag(_Closed):
    anchors: tuple[str, ...]
    states: tuple[str, ...]
    denies: tuple[str, ...] = ()
    raises: tuple[str, ...] = ()
    across: tuple[str, ...] = ()
    also: str | None = None
    topic: str | None = None
    unless: str | None = None
    unless_text: str | None = None
    columns: tuple[str, ...] | None = None


class _Table(_Closed):
    version: int
    neg: str
    denied_before: str
    denied_after: str
    asked_before: str
    gap: str
    columns: tuple[str, ...]
    flags: dict[str, _Flag]


class Circumstance(NamedTuple):
    """One circumstance stated, denied or raised in a text."""

    flag: str
    value: bool | None
    start: int
    end: int
    span: str


@dataclass(frozen=True, slots=True)
class _Compiled:
    states: re.Pattern[str]
    denies: re.Pattern[str] | None
    raises: re.Pattern[str] | None
    across: re.Pattern[str] | None
    also: re.Pattern[str] | None
    topic: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    unless_text: re.Pattern[str] | None
    loose: str
    loose_across: str | None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The compiled table."""

    flags: dict[str, _Compiled]
    denied: tuple[re.Pattern[str], re.Pattern[str]]  # in the clause before what is stated, and after it
    asked: re.Pattern[str]
    columns: dict[str, tuple[str, ...]]
    words: dict[str, list[str]]
    version: str


@cache
def load_circumstances(path: Path = CIRCUMSTANCES_FILE) -> Circumstances:
    """Read and compile the table.

    Raises
    ------
    RulebookError
        If the file is unreadable, has an unknown or missing key, or a pattern that does not compile.
    """
    text = path.read_text("utf-8")
    try:
        table = _Table.model_validate(parse_yaml(text))
        flags = {name: _compile(flag, table) for name, flag in table.flags.items()}
        denied = re.compile(table.denied_before), re.compile(table.denied_after)
        asked = re.compile(table.asked_before)
    except (ValidationError, yaml.YAMLError, re.error) as error:
        detail: Any = (
            error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "msg": str(error)}
        )
        raise RulebookError(
            "table of circumstances is wrong",
            where=f"{path.name}: {'.'.join(str(part) for part in detail['loc'])}",
            found=str(detail["msg"]),
            action="correct the YAML",
        ) from error
    return Circumstances(
        flags=flags,
        denied=denied,
        asked=asked,
        columns={name: flag.columns or table.columns for name, flag in table.flags.items()},
        words={name: sorted(flag.anchors) for name, flag in table.flags.items()},
        version=hashlib.sha256(text.encode()).hexdigest()[:8],
    )


def _compile(flag: _Flag, table: _Table) -> _Compiled:
    def one(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
        if not patterns:
            return None
        joined = "|".join(f"(?:{pattern})" for pattern in patterns)
        return re.compile(joined.replace("{neg}", table.neg).replace("{gap}", table.gap))

    states = one(flag.states)
    assert states is not None
    denies, raises, across = one(flag.denies), one(flag.raises), one(flag.across)
    return _Compiled(
        states=states,
        denies=denies,
        raises=raises,
        across=across,
        also=re.compile(flag.also) if flag.also else None,
        topic=re.compile(flag.topic) if flag.topic else None,
        unless=re.compile(flag.unless) if flag.unless else None,
        unless_text=re.compile(flag.unless_text) if flag.unless_text else None,
        loose="|".join(_loose(pattern.pattern) for pattern in (states, denies, raises) if pattern),
        loose_across=_loose(across.pattern) if across else None,
    )


def _loose(pattern: str) -> str:
    """Return the pattern without what it looks back and ahead to: it matches at least as much."""
    kept, at = "", 0
    while at < len(pattern):
        if pattern.startswith(("(?<!", "(?!", "(?<=", "(?="), at):
            at = _group_end(pattern, at)
        elif pattern[at] == "\\":
            kept += "[0-9]" if pattern[at + 1] == "d" else pattern[at : at + 2]
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


SCHEMA = {
    "text": pl.Int64,
    "flag": pl.String,
    "value": pl.Boolean,
    "start": pl.Int64,
    "end": pl.Int64,
    "span": pl.String,
}


def read_flags(texts: pl.Series) -> pl.DataFrame:
    """Return what the texts state of each circumstance: at most one row per text and flag.

    Whole columns tell which texts may state a circumstance: those with one of its words and, in a sentence
    where ``unless`` does not speak against it, with its patterns but for what they look back and ahead to,
    which the column engine cannot. Only these few are looked at with the full pattern, each distinct text
    once.

    Parameters
    ----------
    texts : polars.Series of str
        Facts, the kind of violation, the decision or a remark.
    """
    table = load_circumstances()
    distinct = texts.fill_null("").to_frame("told").with_columns(text=pl.int_range(pl.len()))
    once = distinct.unique("told", keep="first", maintain_order=True)
    named = _named(once, table)
    found: list[tuple[object, ...]] = []
    for name, flag in table.flags.items():
        rows = named.get(name)
        if rows is None:
            continue
        for told, at in _likely(rows, flag).rows():
            circumstance = _read_flag(name, flag, told)
            if circumstance is not None:
                found.append((at, *circumstance))
    flags = pl.DataFrame(found, schema=SCHEMA, orient="row")
    if once.height < distinct.height:
        same = distinct.join(once.rename({"text": "first"}), on="told").select("text", "first")
        flags = same.join(flags.rename({"text": "first"}), on="first").drop("first")
    return flags.sort("text", "flag")


def _named(once: pl.DataFrame, table: Circumstances) -> dict[str, pl.DataFrame]:
    """Return for each flag the texts that hold one of its words: one search for the words of all flags."""
    words = [(word, name) for name, words in table.words.items() for word in words]
    flag_of = pl.DataFrame(words, schema=["word", "flag"], orient="row")
    anchors = sorted({word for word, _ in words})
    pairs = (
        once.with_columns(word=pl.col("told").str.extract_many(anchors, overlapping=True))
        .filter(pl.col("word").list.len() > 0)
        .explode("word")
        .join(flag_of, on="word")
        .unique(["text", "flag"], maintain_order=True)
    )
    return {
        str(name): rows.sort("text").select("told", "text")
        for (name,), rows in pairs.partition_by("flag", as_dict=True, maintain_order=True).items()
    }


def _likely(rows: pl.DataFrame, flag: _Compiled) -> pl.DataFrame:
    """Return the texts that a circumstance may be read from: never fewer than those it is read from."""
    likely = pl.col("told").str.contains(flag.loose)
    if flag.loose_across is not None:
        likely |= pl.col("told").str.contains(flag.loose_across)
    rows = rows.filter(likely)
    # An exception that looks around itself would match more without that, and too much would be left out.
    if flag.loose_across is not None or flag.unless is None or "(?" in flag.unless.pattern.replace("(?:", ""):
        return rows
    # A pattern and an exception to it stand in one text: do they in one sentence?
    excepted = pl.col("told").str.contains(flag.unless.pattern)
    doubtful = rows.filter(excepted)
    sentence = pl.element()
    holds = sentence.filter(
        sentence.str.contains(flag.loose) & ~sentence.str.contains(flag.unless.pattern)
    ).len()
    pieces = pl.col("told").str.split(_SENTENCE_ENDS, literal=False)
    stated = doubtful.filter(pieces.list.eval(holds).list.first() > 0)
    return pl.concat([rows.filter(~excepted), stated])


def read_circumstances(text: str) -> list[Circumstance]:
    """Return what one text states of each circumstance; many texts are read faster by ``read_flags``."""
    return [Circumstance(*rest) for _, *rest in read_flags(pl.Series([text], dtype=pl.String)).rows()]


def _read_flag(name: str, flag: _Compiled, text: str) -> Circumstance | None:
    if flag.topic and not flag.topic.search(text):
        return None
    told = flag.across.search(text) if flag.across else None
    if told and not (flag.unless and flag.unless.search(told.group())):
        return Circumstance(name, True, told.start(), told.end(), told.group())
    denied: re.Match[str] | None = None
    for pattern, value in ((flag.states, True), (flag.raises, None), (flag.denies, False)):
        for hit in _hits(pattern, flag, text) if pattern else ():
            if value and flag.unless_text and flag.unless_text.search(text):
                break
            if value and _is_denied(hit, text):
                denied = denied or hit
                continue
            if value and _is_asked(hit, text):
                continue
            # Half of what the law asks for is stated: a person must look.
            settled = None if value and flag.also and not flag.also.search(text) else value
            return Circumstance(name, settled, hit.start(), hit.end(), hit.group())
    return Circumstance(name, False, denied.start(), denied.end(), denied.group()) if denied else None


def _is_denied(hit: re.Match[str], text: str) -> bool:
    """Say whether the clause around what seems stated denies it: 未发现当事人有倾倒行为."""
    before, after = load_circumstances().denied
    return bool(before.search(_clause_before(hit, text)) or after.match(text, hit.end()))


def _is_asked(hit: re.Match[str], text: str) -> bool:
    """Say whether the clause only asks: 对是否倾倒进行核查."""
    return bool(load_circumstances().asked.search(_clause_before(hit, text)))


def _clause_before(hit: re.Match[str], text: str) -> str:
    return _CLAUSE_ENDS.split(text[max(0, hit.start() - 40) : hit.start()])[-1]


def _hits(pattern: re.Pattern[str], flag: _Compiled, text: str) -> Iterator[re.Match[str]]:
    for sentence in _SENTENCE.finditer(text):
        first, last = sentence.span()
        if flag.unless and flag.unless.search(text, first, last):
            continue
        yield from pattern.finditer(text, first, last)
