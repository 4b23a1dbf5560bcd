"""Compiles conditions to three-valued SQL over ``fact.measure``.

An amount is an interval: a line is reached (TRUE) if the lower end reaches it, not reached (FALSE) if the
upper end stays below it, else open (NULL). AND, OR and NOT are SQL's own three-valued ones. An upper end of
NULL means no bound is known; ``greatest`` and ``least`` leave NULL out, which is what a missing bound means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from models.rulebook.grammar import (
    All,
    Any_,
    AtLeast,
    Condition,
    FlagSet,
    LocalValue,
    MeasureLine,
    Not,
    PartyKind,
    Provincial,
    Some,
    SumLine,
    bounds,
    parts_of,
)
from models.rulebook.offence import Offence, Route, Version
from models.rulebook.vocabulary import Vocabulary
from warehouse.errors import CheckFailed


def number(value: Decimal | int) -> str:
    """Return a number as an SQL literal."""
    return format(value, "f")


def known(vocabulary: Vocabulary, measure: str, end: str) -> str:
    """Return SQL for an end of a measure as it is told.

    There is no upper one while a circumstance leaves it open, of a total also while one leaves a part open.
    """
    amounts = vocabulary.amounts
    column, parts = f"m.{measure}_{end}", amounts[measure].parts
    is_open = [name for one in (measure, *parts) if end == "hi" and (name := amounts[one].open_if)]
    return f"(CASE WHEN m.{' OR m.'.join(is_open)} THEN NULL ELSE {column} END)" if is_open else column


def tightened(vocabulary: Vocabulary) -> dict[str, str]:
    """Return, per column of a total and its parts, the bound that total and parts put on one another.

    What is told of a part itself outweighs what the others leave for it: where the two cannot both be true
    (46,400 sold, 8,600 left by the average price, 62,800 in all) the part is what it is told to be.
    """
    columns: dict[str, str] = {}
    for total, amount in vocabulary.amounts.items():
        if not amount.parts:
            continue
        for end, other, pick, crosses in (("lo", "hi", "greatest", ">"), ("hi", "lo", "least", "<")):
            every = {part: known(vocabulary, part, end) for part in amount.parts}
            whole = known(vocabulary, total, end)
            columns[f"{total}_{end}"] = f"{pick}({whole}, {' + '.join(every.values())})"
            for part, own in every.items():
                rest = [known(vocabulary, name, other) for name in amount.parts if name != part]
                left = " - ".join([whole, *rest])
                kept = (
                    f"CASE WHEN {left} {crosses} {known(vocabulary, part, other)} THEN NULL ELSE {left} END"
                )
                columns[f"{part}_{end}"] = f"{pick}({own}, {kept})"
    return columns


@dataclass(frozen=True)
class Headline:
    """What a route can be reported by: the state of its leaf, the amount, the line."""

    state: str
    value: str | None
    threshold: Decimal | None
    measure: str | None
    measure_zh: str | None
    unit: str | None
    local: LocalValue | None = None
    is_weighted: bool = False


def _local(condition: MeasureLine | SumLine) -> LocalValue | None:
    line = condition.at_least
    return line.local if isinstance(line, Provincial) and line.sure is not None else None


@dataclass
class Reading:
    """One version read by the lines of one kind of party."""

    offence: Offence
    version: Version
    kind: PartyKind
    vocabulary: Vocabulary
    leaves: dict[str, str] = field(default_factory=dict)

    def low(self, measure: str) -> str:
        """Return the lower end of a measure, raised by what the definitions say."""
        return self._bounded(measure, "lo", "greatest")

    def high(self, measure: str) -> str:
        """Return the upper end of a measure, lowered by what the definitions say."""
        return self._bounded(measure, "hi", "least")

    def _bounded(self, measure: str, end: str, pick: str) -> str:
        relation = self.offence.relations.get(measure)
        others = () if relation is None else relation.not_below if end == "lo" else relation.not_above
        columns = [f"{name}_{end}" for name in (measure, *others)]
        return columns[0] if len(columns) == 1 else f"{pick}({', '.join(columns)})"

    def state(self, condition: Condition) -> str:
        """Return SQL for whether a condition holds: TRUE, FALSE or NULL.

        Raises
        ------
        CheckFailed
            If a kind of condition was added to the grammar and not here.
        """
        if isinstance(condition, MeasureLine):
            return self._leaf(self.low(condition.measure), self.high(condition.measure), condition.at_least)
        if isinstance(condition, SumLine):
            return self._leaf(*self._sum(condition), condition.at_least)
        if isinstance(condition, FlagSet):
            return condition.flag
        if isinstance(condition, Not):
            return f"NOT {self.state(condition.condition)}"
        if isinstance(condition, All):
            return "(" + " AND ".join(self.state(part) for part in condition.all) + ")"
        if isinstance(condition, Any_):
            return "(" + " OR ".join(self.state(part) for part in condition.any) + ")"
        if isinstance(condition, Some):
            return self._some(condition)
        raise CheckFailed(
            "condition cannot be compiled", where=self.version.id, found=type(condition).__name__
        )

    def _some(self, condition: Some) -> str:
        states = [self.state(part) for part in condition.of]
        held = " + ".join(f"coalesce({state}, FALSE)::INTEGER" for state in states)
        possible = " + ".join(f"coalesce({state}, TRUE)::INTEGER" for state in states)
        least = condition.some
        return f"(CASE WHEN {held} >= {least} THEN TRUE WHEN {possible} < {least} THEN FALSE END)"

    def _leaf(self, low: str, high: str, at_least: AtLeast) -> str:
        least, most = bounds(at_least, self.kind)
        sql = f"CASE WHEN {low} >= {number(most)} THEN TRUE WHEN {high} < {number(least)} THEN FALSE END"
        return self.leaves.setdefault(sql, f"l{len(self.leaves) + 1}")

    def _sum(self, condition: SumLine) -> tuple[str, str]:
        low, high = (
            " + ".join(f"{number(part.times)} * {end(part.measure)}" for part in condition.sum)
            for end in (self.low, self.high)
        )
        total = self._total(condition)
        if total is None:
            return low, high
        # With the total known, only the weight above the least one hangs on the split between the parts.
        least, most = (pick(part.times for part in condition.sum) for pick in (min, max))
        heavier = [part for part in condition.sum if part.times > least]
        lows = [
            f"{number(least)} * {total}_lo",
            *(f"{number(part.times - least)} * {self.low(part.measure)}" for part in heavier),
        ]
        highs = [
            f"{number(least)} * {total}_hi",
            *(f"{number(part.times - least)} * {self.high(part.measure)}" for part in heavier),
        ]
        return (
            f"greatest({low}, {' + '.join(lows)})",
            f"least({high}, {' + '.join(highs)}, {number(most)} * {total}_hi)",
        )

    def _total(self, condition: SumLine) -> str | None:
        named = {part.measure for part in condition.sum}
        return next(
            (
                total
                for total, amount in self.vocabulary.amounts.items()
                if amount.parts and set(amount.parts) == named
            ),
            None,
        )

    def headlines(self, condition: Condition) -> list[Headline]:
        """Return what can be reported: of an ``all``, its first part that carries an amount."""
        if isinstance(condition, All):
            return next((found for part in condition.all if (found := self.headlines(part))), [])
        if isinstance(condition, Any_ | Some):
            return [found for part in parts_of(condition) for found in self.headlines(part)]
        if isinstance(condition, MeasureLine):
            amount = self.vocabulary.amounts[condition.measure]
            value, name, zh = self.low(condition.measure), condition.measure, amount.zh
        elif isinstance(condition, SumLine):
            amount = self.vocabulary.amounts[condition.sum[0].measure]
            value = self._sum(condition)[0]
            name = "+".join(
                part.measure if part.times == 1 else f"{number(part.times)}*{part.measure}"
                for part in condition.sum
            )
            words = [
                self.vocabulary.zh(part.measure) + ("" if part.times == 1 else f"×{number(part.times)}")
                for part in condition.sum
            ]
            zh = "与".join(words) + "合计"
        else:
            return []
        _, threshold = bounds(condition.at_least, self.kind)
        state, local = self.state(condition), _local(condition)
        return [Headline(state, value, threshold, name, zh, amount.unit, local, "*" in name)]

    def open_measures(self, condition: Condition) -> Iterator[tuple[str, str]]:
        """Yield (SQL, measure): the measure is missing if the SQL is TRUE."""
        for part in parts_of(condition):
            yield from self.open_measures(part)
        if isinstance(condition, FlagSet):
            yield f"{condition.flag} IS NULL", condition.flag
        elif isinstance(condition, MeasureLine):
            low, high = self.low(condition.measure), self.high(condition.measure)
            is_exact = f" AND {low} IS DISTINCT FROM {high}"
            is_local = isinstance(condition.at_least, Provincial)
            yield f"{self.state(condition)} IS NULL" + (is_exact if is_local else ""), condition.measure
            yield from self._open_line(condition.at_least, self.state(condition), low)
        elif isinstance(condition, SumLine):
            yield from self._open_parts(condition)
            yield from self._open_line(condition.at_least, self.state(condition), self._sum(condition)[0])

    @staticmethod
    def _open_line(at_least: AtLeast, state: str, low: str) -> Iterator[tuple[str, str]]:
        # More about the case does not help once the amount lies where only the province's line decides.
        if isinstance(at_least, Provincial) and at_least.sure is None:
            yield f"{state} IS NULL AND {low} >= {number(at_least.least)}", at_least.table

    def _open_parts(self, condition: SumLine) -> Iterator[tuple[str, str]]:
        # Where the total is known exactly, one part settles the others: only the first is asked for.
        total = self._total(condition)
        for place, part in enumerate(condition.sum):
            settled = f" AND {total}_lo IS DISTINCT FROM {total}_hi" if total and place else ""
            inexact = f"{part.measure}_lo IS DISTINCT FROM {part.measure}_hi"
            yield f"{self.state(condition)} IS NULL AND {inexact}{settled}", part.measure

    def route(self, route: Route) -> str:
        """Return SQL for whether a route's conditions hold, with what the version requires of every route."""
        required = "" if self.version.requires is None else " AND " + self.state(self.version.requires)
        return self.state(route.when) + required
