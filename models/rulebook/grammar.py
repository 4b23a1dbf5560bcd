"""The condition tree of a route: all, any, not over amounts, sums, flags and earlier penalties.

Conditions are data. What they mean on incomplete facts is said once, in :mod:`models.rulebook.compile`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator

from warehouse import yaml_text

PartyKind = Literal["person", "unit"]
Confidence = Literal["V", "Vx", "M"]
Positive = Annotated[Decimal, Field(gt=0)]


class Closed(yaml_text.Closed):
    """A part of a rule file, which code may build as well (``any`` and ``not`` are no names of Python)."""

    model_config = ConfigDict(populate_by_name=True)


class Lines(Closed):
    """A line that differs between persons and units."""

    person: Positive
    unit: Positive

    def of(self, kind: PartyKind) -> Decimal:
        """Return the line of one kind of party."""
        return self.person if kind == "person" else self.unit


class LocalValue(Closed):
    """What a province has set within the national range, with where it says so."""

    value: Positive
    cite: str
    confidence: Confidence


class Provincial(Closed):
    """A line that each province sets within a national range.

    ``local`` is filled from the table of the pool's province (:mod:`models.rulebook.provinces`). Without it
    the line is reached for certain only from ``most``, and not reached for certain only below ``least``.
    """

    least: Positive
    most: Positive
    table: str
    local: LocalValue | None = None

    @property
    def sure(self) -> Decimal | None:
        """The line itself, if the province has set it and the text was read."""
        return None if self.local is None or self.local.confidence == "M" else self.local.value


AtLeast = Positive | Lines | Provincial


class MeasureLine(Closed):
    """An amount reaches a line; the line itself counts as reached."""

    measure: str
    at_least: AtLeast


class Part(Closed):
    """One summand."""

    measure: str
    times: Positive = Decimal(1)


class SumLine(Closed):
    """A weighted sum of amounts reaches a line."""

    sum: tuple[Part, ...] = Field(min_length=2)
    at_least: AtLeast


class FlagSet(Closed):
    """A circumstance holds."""

    flag: str


class Not(Closed):
    """The opposite of a condition."""

    condition: Condition = Field(alias="not")


class All(Closed):
    """Every condition holds. The first that carries an amount names the route's deciding measure."""

    all: tuple[Condition, ...] = Field(min_length=1)


class Any_(Closed):
    """At least one condition holds."""

    any: tuple[Condition, ...] = Field(min_length=1)


class Some(Closed):
    """At least so many of the conditions hold."""

    some: int = Field(ge=2)
    of: tuple[Condition, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _can_hold(self) -> Some:
        if self.some > len(self.of):
            raise ValueError("some: not more than there are conditions")
        return self


class Near(Closed):
    """Amounts of other routes of the version reach a share of their lines.

    Stands for the conditions it names and is replaced by them, scaled, when the version is read.
    """

    share: Annotated[Decimal, Field(gt=0, lt=1)]
    near: tuple[str, ...] = Field(min_length=1)


class Window(Closed):
    """A length of time, in years or in months."""

    years: int | None = Field(default=None, ge=1)
    months: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _one_unit(self) -> Window:
        if (self.years is None) == (self.months is None):
            raise ValueError("a window is either years or months")
        return self

    @property
    def in_months(self) -> int:
        """The length in months."""
        return self.months if self.months is not None else 12 * (self.years or 0)

    @property
    def zh(self) -> str:
        """The length in words."""
        return f"{self.years}年" if self.years is not None else f"{self.months}个月"


class PriorCount(Closed):
    """Earlier penalties of the same party for the same kind of conduct."""

    kinds: tuple[Literal["admin", "criminal"], ...] = Field(min_length=1)
    offences: tuple[str, ...] = Field(min_length=1)
    at_least: int = Field(ge=1)
    within: Window | None = None
    window_start: Literal["act", "first_penalty_effective"] | None = None
    by: str | None = None


class Prior(Closed):
    """An earlier-penalty condition; allowed in repeat routes only."""

    prior: PriorCount


def _tag(value: Any) -> str | None:
    keys = value.keys() if isinstance(value, dict) else type(value).model_fields
    for key in ("measure", "sum", "flag", "not", "condition", "all", "any", "some", "near", "prior"):
        if key in keys:
            return "not" if key == "condition" else key
    return None


Condition = Annotated[
    Annotated[MeasureLine, Tag("measure")]
    | Annotated[SumLine, Tag("sum")]
    | Annotated[FlagSet, Tag("flag")]
    | Annotated[Not, Tag("not")]
    | Annotated[All, Tag("all")]
    | Annotated[Any_, Tag("any")]
    | Annotated[Some, Tag("some")]
    | Annotated[Near, Tag("near")]
    | Annotated[Prior, Tag("prior")],
    Discriminator(
        _tag,
        custom_error_type="condition",
        custom_error_message="a condition is one of: measure, sum, flag, not, all, any, some, near, prior",
    ),
]
Leaf = MeasureLine | SumLine | FlagSet | Prior

for _model in (Not, All, Any_, Some):
    _model.model_rebuild()


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """Return the conditions that a condition is put together from."""
    if isinstance(condition, Not):
        return (condition.condition,)
    if isinstance(condition, All):
        return condition.all
    if isinstance(condition, Any_):
        return condition.any
    return condition.of if isinstance(condition, Some) else ()


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Yield the leaves of a condition, in the order of the file."""
    for part in parts_of(condition):
        yield from leaves(part)
    if isinstance(condition, MeasureLine | SumLine | FlagSet | Prior):
        yield condition


def measures_of(leaf: Leaf) -> tuple[str, ...]:
    """Return the amounts or the flag that a leaf looks at."""
    if isinstance(leaf, MeasureLine):
        return (leaf.measure,)
    if isinstance(leaf, SumLine):
        return tuple(part.measure for part in leaf.sum)
    return (leaf.flag,) if isinstance(leaf, FlagSet) else ()


def rebuilt(condition: Condition, change: Callable[[Condition], Condition]) -> Condition:
    """Return a condition with ``change`` applied to each of its parts that is not put together."""
    if isinstance(condition, Not):
        return Not(condition=rebuilt(condition.condition, change))
    if isinstance(condition, All):
        return All(all=tuple(rebuilt(part, change) for part in condition.all))
    if isinstance(condition, Any_):
        return Any_(any=tuple(rebuilt(part, change) for part in condition.any))
    if isinstance(condition, Some):
        return Some(some=condition.some, of=tuple(rebuilt(part, change) for part in condition.of))
    return change(condition)


def scaled(condition: Condition, share: Decimal) -> Condition:
    """Return a condition with every amount's line at a share of itself."""

    def change(leaf: Condition) -> Condition:
        if isinstance(leaf, MeasureLine | SumLine):
            return leaf.model_copy(update={"at_least": _share_of(leaf.at_least, share)})
        return leaf

    return rebuilt(condition, change)


def _share_of(at_least: AtLeast, share: Decimal) -> AtLeast:
    if isinstance(at_least, Lines):
        return Lines(person=at_least.person * share, unit=at_least.unit * share)
    if isinstance(at_least, Provincial):
        local = at_least.local
        own = None if local is None else local.model_copy(update={"value": local.value * share})
        return at_least.model_copy(
            update={"least": at_least.least * share, "most": at_least.most * share, "local": own}
        )
    return at_least * share


def bounds(at_least: AtLeast, kind: PartyKind) -> tuple[Decimal, Decimal]:
    """Return below what the line is not reached and from what it is: the same number unless it is open."""
    if isinstance(at_least, Provincial):
        sure = at_least.sure
        return (at_least.least, at_least.most) if sure is None else (sure, sure)
    value = at_least.of(kind) if isinstance(at_least, Lines) else at_least
    return value, value


def splits(condition: Condition) -> bool:
    """Say whether a condition has different lines for persons and units."""
    return any(
        isinstance(leaf, MeasureLine | SumLine) and isinstance(leaf.at_least, Lines)
        for leaf in leaves(condition)
    )
