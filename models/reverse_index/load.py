"""Reads and checks the review index."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import Field

from models.rulebook.clocks import load_clocks
from models.rulebook.grammar import Closed, Confidence
from models.rulebook.offence import Source
from warehouse.contract import load_feeds
from warehouse.errors import RulebookError
from warehouse.yaml_text import read_rules

_HERE = Path(__file__).parent
_COMMON, _WITHOUT = "common.yaml", "without_norm.yaml"
_HINTS = 3
_WRONG = "review index is wrong"


class Norm(Closed):
    """An administrative norm with the days on which it is in force."""

    law: str
    articles: str
    from_on: date = Field(alias="from")
    to_on: date | None = Field(default=None, alias="to")
    confidence: Confidence

    def cite(self) -> str:
        """Return the norm as cited."""
        return f"《{self.law}》{self.articles}"

    def is_in_force(self, day: date) -> bool:
        """Say whether the norm is in force on a day."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


class Item(Closed):
    """Something to be looked for; ``shown_by`` are columns of records that show it.

    ``is_amount``: the amount that a finding was held against a line with shows it as well.
    """

    id: str
    zh: str
    shown_by: tuple[str, ...] = ()
    is_amount: bool = False


class Entry(Closed):
    """What a reviewer needs for one offence."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    offence: str
    names: tuple[str, ...] = Field(min_length=1)
    article: str
    norms: tuple[Norm, ...] = Field(min_length=1)
    authority: str
    pattern: str
    penalties: tuple[str, ...] = Field(min_length=1)
    limitation: str
    evidence: tuple[str, ...] = Field(min_length=1)
    consider: tuple[str, ...] = ()


class Without(Closed):
    """Offences whose conduct no administrative norm penalises."""

    names: tuple[str, ...] = Field(min_length=1)
    reason: str
    source: Source
    confidence: Confidence


class _Points(Closed):
    must: tuple[str, ...]
    consider: tuple[str, ...]


class _Common(Closed):
    evidence: dict[str, tuple[Item, ...]]
    points: _Points


class _Field(Closed):
    title: str
    entries: tuple[Entry, ...]


class _Withouts(Closed):
    offences: tuple[Without, ...]


@dataclass(frozen=True)
class Index:
    """All entries, what they share, and the offences without a norm.

    Parameters
    ----------
    entries : mapping of str to Entry
        By id.
    without : tuple of Without
        Offences without an administrative norm.
    evidence : mapping of str to tuple of Item
        Lists of items by name.
    must, consider : tuple of str
        Points every review has to answer, and those it may weigh.
    """

    entries: Mapping[str, Entry]
    without: tuple[Without, ...]
    evidence: Mapping[str, tuple[Item, ...]]
    must: tuple[str, ...]
    consider: tuple[str, ...]

    def items(self, entry: Entry) -> list[Item]:
        """Return the checklist of an entry."""
        return [item for name in entry.evidence for item in self.evidence[name]]

    def find(self, asked: str) -> Entry | Without:
        """Return the entry of an offence, by id, by its name, or by a name that contains one of it.

        Raises
        ------
        RulebookError
            If no entry fits; names the nearest.
        """
        if asked in self.entries:
            return self.entries[asked]
        every: list[tuple[str, Entry | Without]] = [
            (name, entry) for entry in self.entries.values() for name in entry.names
        ]
        every += [(name, told) for told in self.without for name in told.names]
        # 合同诈骗 contains 诈骗: the longest name is the offence meant.
        fitting = [(name, entry) for name, entry in every if name in asked]
        if not fitting:
            names = [name for name, _ in every]
            near = difflib.get_close_matches(asked, names, n=_HINTS, cutoff=0.1) or names[:_HINTS]
            raise RulebookError(
                "审查索引没有这个罪名",
                where=asked,
                expected="、".join(near),
                action=f"请写罪名的全称或者规则库中的代码，索引有 {len(set(names))} 个",
            )
        return max(fitting, key=lambda pair: len(pair[0]))[1]


def load_index(folder: Path | None = None) -> Index:
    """Read and check every file of the index (default: those that ship with the project).

    Raises
    ------
    RulebookError
        Naming file and key: an unknown list, column or clock, or a name that stands twice.
    """
    root = folder or _HERE
    common = read_rules(root / _COMMON, _Common, _WRONG)
    without = read_rules(root / _WITHOUT, _Withouts, _WRONG).offences
    _check_items(root / _COMMON, common)
    entries: dict[str, Entry] = {}
    taken = {name: _WITHOUT for told in without for name in told.names}
    clocks = load_clocks()
    for path in sorted(root.glob("*.yaml")):
        if path.name in (_COMMON, _WITHOUT):
            continue
        for entry in read_rules(path, _Field, _WRONG).entries:
            if unknown := set(entry.evidence) - common.evidence.keys():
                raise _wrong(path, f"{entry.id}.evidence", sorted(unknown)[0], ", ".join(common.evidence))
            if entry.limitation not in clocks:
                raise _wrong(path, f"{entry.id}.limitation", entry.limitation, "a clock of the rulebook")
            for name in (entry.id, *entry.names):
                if name in taken:
                    raise _wrong(
                        path, f"{entry.id}.names", name, f"one entry per name; also in {taken[name]}"
                    )
                taken[name] = path.name
            entries[entry.id] = entry
    return Index(entries, without, common.evidence, common.points.must, common.points.consider)


def _check_items(path: Path, common: _Common) -> None:
    feeds = load_feeds()
    for name, items in common.evidence.items():
        for item in items:
            for column in item.shown_by:
                feed, _, field = column.partition(".")
                if feed not in feeds or field not in feeds[feed].by_name:
                    raise _wrong(path, f"evidence.{name}.{item.id}", column, "feed.column of a contract")


def _wrong(path: Path, key: str, found: str, expected: str) -> RulebookError:
    return RulebookError(
        _WRONG,
        where=f"{path.name}: {key}",
        found=found,
        expected=expected,
        action="correct the YAML",
    )
