"""The condition tree of a route: all, any, not over amounts, sums, flags and earlier penalties.

Conditions are data. What they mean on incomplete facts is said once, in :mod:`models.rulebook.compile`.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

PartyKind = Literal["person", "unit"]
Positive = Annotated[Decimal, Field(gt=0)]


class Closed(BaseModel):
    """A part of a rule file: an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Lines(Closed):
    """A line that differs between persons and units."""

    person: Positive
    unit: Positive

    def of(self, kind: PartyKind) -> Decimal:
        """Return the line of one kind of party."""
        return self.person if kind == "person" else self.unit


class MeasureLine(Closed):
    """An amount reaches a line; the line itself counts as reached."""

    measure: str
    at_least: Positive | Lines


class Part(Closed):
    """One summand."""

    measure: str
    times: int = Field(default=1, ge=1)


class SumLine(Closed):
    """A weighted sum of amounts reaches a line."""

    sum: tuple[Part, ...] = Field(min_length=2)
    at_least: Positive | Lines


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


class Window(Closed):
    """A length of time."""

    years: int = Field(ge=1)


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
    for key in ("measure", "sum", "flag", "not", "condition", "all", "any", "prior"):
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
    | Annotated[Prior, Tag("prior")],
    Discriminator(
        _tag,
        custom_error_type="condition",
        custom_error_message="a condition is one of: measure, sum, flag, not, all, any, prior",
    ),
]
Leaf = MeasureLine | SumLine | FlagSet | Prior

for _model in (Not, All, Any_):
    _model.model_rebuild()


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Yield the leaves of a condition, in the order of the file."""
    if isinstance(condition, Not):
        yield from leaves(condition.condition)
    elif isinstance(condition, All):
        for part in condition.all:
            yield from leaves(part)
    elif isinstance(condition, Any_):
        for part in condition.any:
            yield from leaves(part)
    else:
        yield condition


def line(at_least: Decimal | Lines, kind: PartyKind) -> Decimal:
    """Return the line that applies to a kind of party."""
    return at_least.of(kind) if isinstance(at_least, Lines) else at_least


def splits(condition: Condition) -> bool:
    """Say whether a condition has different lines for persons and units."""
    return any(
        isinstance(leaf, MeasureLine | SumLine) and isinstance(leaf.at_least, Lines)
        for leaf in leaves(condition)
    )
