"""Lines that each province sets for itself: one file per province, put into the rulebook for one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from pydantic import Field, model_validator

from models.rulebook.book import Rulebook
from models.rulebook.grammar import (
    Closed,
    Condition,
    Confidence,
    LocalValue,
    MeasureLine,
    Positive,
    Provincial,
    SumLine,
    leaves,
    rebuilt,
)
from models.rulebook.offence import Offence, Source, Version
from models.rulebook.vocabulary import Vocabulary
from warehouse.errors import RulebookError
from warehouse.yaml_text import read_rules

FOLDER = Path(__file__).with_name("provinces")
_DAY = timedelta(days=1)


class LocalTerm(Closed):
    """One value of a provincial line, from one day to another."""

    from_on: date = Field(alias="from")
    to_on: date | None = Field(default=None, alias="to")
    value: Positive
    source: Source
    confidence: Confidence

    def holds_on(self, day: date) -> bool:
        """Say whether the value applies on a day."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


class Province(Closed):
    """What one province has set, by table."""

    code: str = Field(pattern=r"^[1-9][0-9]$")
    name: str
    lines: dict[str, tuple[LocalTerm, ...]]

    @model_validator(mode="after")
    def _in_order(self) -> Province:
        for table, terms in self.lines.items():
            for earlier, later in pairwise(terms):
                if earlier.to_on is None or earlier.to_on >= later.from_on:
                    raise ValueError(f"lines.{table}: {earlier.from_on} does not end before {later.from_on}")
        return self

    def value_on(self, table: str, day: date) -> LocalValue | None:
        """Return what a table says on a day, or None."""
        for term in self.lines.get(table, ()):
            if term.holds_on(day):
                return LocalValue(value=term.value, cite=term.source.cite(), confidence=term.confidence)
        return None

    def changes(self, table: str) -> set[date]:
        """Return the days from which a table says something else."""
        terms = self.lines.get(table, ())
        return {term.from_on for term in terms} | {term.to_on + _DAY for term in terms if term.to_on}


def load_provinces(vocabulary: Vocabulary, folder: Path = FOLDER) -> dict[str, Province]:
    """Read every province's file, by code.

    Raises
    ------
    RulebookError
        Names the file, the key and what is wrong.
    """
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        province = read_rules(path, Province, "provincial lines are wrong")
        if province.code != path.stem:
            raise RulebookError(
                "code and file name differ", where=path.name, found=province.code, expected=path.stem
            )
        if unknown := sorted(set(province.lines) - set(vocabulary.provincial)):
            raise RulebookError(
                "unknown provincial line",
                where=f"{path.name}: lines.{unknown[0]}",
                expected=", ".join(vocabulary.provincial),
            )
        found[province.code] = province
    return found


def localized(rulebook: Rulebook, code: str | None, folder: Path = FOLDER) -> Rulebook:
    """Return the rulebook with the lines of one province filled in.

    Parameters
    ----------
    rulebook : Rulebook
        The national law.
    code : str, optional
        First two digits of the division code. None leaves the lines open.
    folder : Path
        Where the provinces' files are.

    Raises
    ------
    RulebookError
        If no file has that code.
    """
    if code is None:
        return rulebook
    provinces = load_provinces(rulebook.vocabulary, folder)
    if code not in provinces:
        raise RulebookError(
            "没有这个省份的数额标准",
            where=f"province: {code}",
            expected=", ".join(provinces),
            action=f"请补 {FOLDER.name}/{code}.yaml，或者在配置中不写 province",
        )
    changed = {name: _local(offence, provinces[code]) for name, offence in rulebook.offences.items()}
    return replace(rulebook, offences=changed)


def _local(offence: Offence, province: Province) -> Offence:
    versions = tuple(part for version in offence.versions for part in _split(offence, version, province))
    return offence.model_copy(update={"versions": versions})


def tables_of(version: Version) -> set[str]:
    """Return the provincial tables that a version compares with."""
    conditions = [*(route.when for route in version.routes), *(tier.when for tier in version.tiers)]
    conditions += [version.requires] if version.requires is not None else []
    lines = [
        leaf.at_least for c in conditions for leaf in leaves(c) if isinstance(leaf, MeasureLine | SumLine)
    ]
    return {line.table for line in lines if isinstance(line, Provincial)}


def _split(offence: Offence, version: Version, province: Province) -> list[Version]:
    """Return a version cut where the province's values change, each piece with the values of its time."""
    last = version.to_on
    starts = {day for table in tables_of(version) for day in province.changes(table)}
    # An act from before the first version falls under it, so the piece's values are those of its own days.
    inside = sorted(day for day in starts if version.from_on < day and (last is None or day <= last))
    if not tables_of(version):
        return [version]
    pieces = []
    begins = [version.from_on, *inside]
    for place, begin in enumerate(begins):
        end = begins[place + 1] - _DAY if place + 1 < len(begins) else last
        dates = {"id": f"{offence.code}@{begin}", "from_on": begin, "to_on": end}
        pieces.append(_filled(version.model_copy(update=dates), province))
    return pieces


def _filled(version: Version, province: Province) -> Version:
    def fill(leaf: Condition) -> Condition:
        if isinstance(leaf, MeasureLine | SumLine) and isinstance(leaf.at_least, Provincial):
            local = province.value_on(leaf.at_least.table, version.from_on)
            return leaf.model_copy(update={"at_least": leaf.at_least.model_copy(update={"local": local})})
        return leaf

    def filled(condition: Condition) -> Condition:
        return rebuilt(condition, fill)

    return version.model_copy(
        update={
            "routes": tuple(r.model_copy(update={"when": filled(r.when)}) for r in version.routes),
            "tiers": tuple(t.model_copy(update={"when": filled(t.when)}) for t in version.tiers),
            "requires": None if version.requires is None else filled(version.requires),
        }
    )
