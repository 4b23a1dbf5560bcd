"""One offence as data: dated versions with their routes, what excludes it, how it is recognised."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from models.rulebook.grammar import (
    Any_,
    Closed,
    Condition,
    Confidence,
    Near,
    PartyKind,
    Window,
    rebuilt,
    scaled,
    splits,
)

CONFIDENCES: tuple[Confidence, ...] = ("V", "Vx", "M")
CONFIDENCE_ZH = {"V": "已核对全文", "Vx": "已核对摘录", "M": "未核对，待律师确认"}
_DAY = timedelta(days=1)


class Source(Closed):
    """Where a rule stands: the instrument as cited and the articles."""

    text: str = Field(min_length=1)
    articles: str = Field(min_length=1)
    note: str | None = None

    def cite(self) -> str:
        """Return the citation: the instrument and its articles."""
        return self.text + self.articles


class Route(Closed):
    """One of several independent ways to reach the line."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    zh: str
    when: Condition
    repeat: bool = False
    source: Source | None = None
    confidence: Confidence | None = None


class Tier(Closed):
    """A higher range of punishment and the limitation period that goes with it.

    ``only``: the statute has this range for persons or for units alone, as life imprisonment for smuggling.
    """

    years: int = Field(ge=1)
    only: PartyKind | None = None
    zh: str
    when: Condition


class Version(Closed):
    """The lines in force from one day to another.

    ``limitation``: years of the basic range where the statute of that time threatened another than today's.
    """

    id: str
    from_on: date = Field(alias="from")
    to_on: date | None = Field(default=None, alias="to")
    source: Source
    confidence: Confidence
    requires: Condition | None = None
    routes: tuple[Route, ...] = Field(min_length=1)
    tiers: tuple[Tier, ...] = ()
    limitation: int | None = Field(default=None, ge=1)
    not_modelled: tuple[str, ...] = ()
    note: str | None = None

    @model_validator(mode="after")
    def _near_lines_written_out(self) -> Version:
        lines = {route.id: route.when for route in self.routes}

        def written_out(condition: Condition) -> Condition:
            if not isinstance(condition, Near):
                return condition
            if unknown := [name for name in condition.near if name not in lines]:
                raise ValueError(f"near: no route is called {unknown[0]}")
            return Any_(any=tuple(scaled(lines[name], condition.share) for name in condition.near))

        routes = [r.model_copy(update={"when": rebuilt(r.when, written_out)}) for r in self.routes]
        return self.model_copy(update={"routes": tuple(routes)})

    @property
    def first_routes(self) -> tuple[Route, ...]:
        """Routes that the case alone can meet, without earlier penalties."""
        return tuple(route for route in self.routes if not route.repeat)

    @cached_property
    def lines(self) -> tuple[PartyKind, ...]:
        """Kinds of party that need a reading of their own; one kind if the lines are the same."""
        conditions = [route.when for route in self.first_routes] + [tier.when for tier in self.tiers]
        differs = any(map(splits, conditions)) or any(tier.only is not None for tier in self.tiers)
        return ("person", "unit") if differs else ("person",)

    def confidence_of(self, route: Route) -> Confidence:
        """Return the mark of a route: its own, else the version's."""
        return route.confidence or self.confidence

    def source_of(self, route: Route) -> Source:
        """Return the source of a route: its own, else the version's."""
        return route.source or self.source


class Exclusion(Closed):
    """A circumstance in which the offence does not apply though a line is reached.

    ``must_be_known``: as long as it is raised and not settled, the case is open rather than met.
    """

    code: str
    zh: str
    when: Condition
    source: Source
    must_be_known: bool = False


class Limitation(Closed):
    """Years after which the basic range of punishment is no longer prosecuted."""

    basic: int = Field(ge=1)
    source: Source


class Cumulation(Closed):
    """How several acts, none of them handled, add up; ``window``: how far apart, if for all lines."""

    adds_up: bool
    window: Window | None = None
    zh: str


class Gap(Closed):
    """A time without a version, declared with its reason: acts in it fall under the next version."""

    from_on: date = Field(alias="from")
    to_on: date = Field(alias="to")
    reason: str


class Cited(Closed):
    """Articles of an administrative law, and the days between which these numbers mean this (inclusive).

    A revision gives a duty another number and the number another duty. A citation is held against the time
    from the act to the decision (``candidates``).
    """

    law: str
    articles: tuple[str, ...] = Field(min_length=1)
    from_on: date | None = Field(default=None, alias="from")
    to_on: date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Cited:
        if self.from_on is not None and self.to_on is not None and self.from_on > self.to_on:
            raise ValueError(f"from {self.from_on} is after to {self.to_on}")
        return self


class Relation(Closed):
    """What the law's definitions say about the size of one measure against others."""

    not_above: tuple[str, ...] = ()
    not_below: tuple[str, ...] = ()
    why: str

    @property
    def others(self) -> tuple[str, ...]:
        """Every other measure that it names."""
        return (*self.not_above, *self.not_below)


class Sign(Closed):
    """A sign of the offence: every named field matches one of its patterns, and no text one of ``unless``.

    With ``violation`` or ``basis``, which have few distinct texts, only cases that may be about the offence
    have their ``facts`` read. ``told`` stands alone: words of the facts that tell the conduct itself,
    whatever the type of violation says, so that conduct written lighter than it was is found. Where one
    element of the offence does not tell it alone, each of ``besides`` must stand in the same account too.
    """

    confidence: float = Field(gt=0, le=1)
    zh: str
    violation: tuple[str, ...] = ()
    basis: tuple[Cited, ...] = ()
    facts: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Recognise(Closed):
    """How a record is recognised as being about this offence.

    ``gives_way_to``: special offences that, recognised at least as surely, leave no room for this one.
    ``background``: what an account says of others or of the goods' past in the words of this offence; it is
    taken out before ``told`` is read.
    """

    offence_name: tuple[str, ...] = Field(min_length=1)
    signs: tuple[Sign, ...] = Field(min_length=1)
    never: tuple[str, ...] = ()
    background: tuple[str, ...] = ()
    gives_way_to: tuple[str, ...] = ()


class Offence(Closed):
    """An offence with all its versions.

    Of an offence that the law lets no unit commit (``subjects``), who planned and did it for a unit is held
    to the line for persons; ``only_persons``: the law asks for a quality of the person, so that the record of
    a unit says nothing.
    """

    code: str = Field(pattern=r"^[0-9]+(-[a-z0-9]+)*$")
    name: str
    short_name: str
    title: str | None = None
    article: str
    family: str
    status: Literal["active", "draft"]
    subjects: tuple[PartyKind, ...] = Field(min_length=1)
    only_persons: Source | None = None
    statute_from: date
    statute: str
    cumulation: Cumulation
    relations: dict[str, Relation] = Field(default_factory=dict)
    versions: tuple[Version, ...] = Field(min_length=1)
    gaps: tuple[Gap, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    limitation: Limitation
    admin_basis: tuple[Cited, ...] = Field(min_length=1)
    recognise: Recognise

    @property
    def only(self) -> PartyKind | None:
        """The only kind of party whose records are judged, if not both."""
        if self.only_persons is not None or self.subjects == ("unit",):
            return self.subjects[0]
        return None

    @property
    def heading(self) -> str:
        """The offence's name, with what sets this file apart from others of the same article."""
        return f"{self.name}（{self.title}）" if self.title else self.name

    def version_on(self, day: date) -> Version | None:
        """Return the version in force on a day."""
        for version in self.versions:
            if version.from_on <= day and (version.to_on is None or day <= version.to_on):
                return version
        return None

    def basic_years(self, version: Version) -> int:
        """Return the limitation of the basic range under a version."""
        return version.limitation or self.limitation.basic

    def act_windows(self) -> list[tuple[Version, tuple[date, date | None]]]:
        """Return for each version the days of acts it governs."""
        windows = []
        first = self.statute_from
        for version in self.versions:
            windows.append((version, (first, version.to_on)))
            if version.to_on is not None:
                first = version.to_on + _DAY
        return windows
