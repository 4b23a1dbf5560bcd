"""What the rulebook means, written a second time: slowly, in plain Python, one case at a time.

Shares the rule files with the product and nothing else: no line of the compiler is used here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from models.rulebook import Rulebook
from models.rulebook.grammar import All, Any_, FlagSet, Lines, MeasureLine, Not, Provincial, Some, SumLine
from models.rulebook.offence import Offence, Route, Version

Interval = tuple[Decimal, Decimal | None]


@dataclass
class Case:
    """One record: what is known of it."""

    offence: str
    act_on: date
    party_kind: str | None
    amounts: dict[str, Interval]
    flags: dict[str, bool | None] = field(default_factory=dict)


def top(*ends: Decimal | None) -> Decimal | None:
    known = [end for end in ends if end is not None]
    return min(known) if known else None


def minus(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or b is None else a - b


class Reader:
    """Reads one case by one version and one kind of party."""

    def __init__(self, rulebook: Rulebook, offence: Offence, case: Case, kind: str) -> None:
        self.rulebook, self.offence, self.case, self.kind = rulebook, offence, case, kind
        self.amounts = {name: self.upper_end(name, interval) for name, interval in case.amounts.items()}
        sales, unsold, goods = (self.amounts[m] for m in ("sales_cny", "unsold_cny", "goods_cny"))
        if any(self.is_open(part) for part in ("sales_cny", "unsold_cny")):
            goods = (goods[0], None)
        self.amounts["sales_cny"] = self.part(sales, goods, unsold)
        self.amounts["unsold_cny"] = self.part(unsold, goods, sales)
        both = None if sales[1] is None or unsold[1] is None else sales[1] + unsold[1]
        self.amounts["goods_cny"] = (max(goods[0], sales[0] + unsold[0]), top(goods[1], both))

    def upper_end(self, name: str, interval: Interval) -> Interval:
        """No upper end while the record says that the amount is not known yet."""
        return (interval[0], None) if self.is_open(name) else interval

    def is_open(self, name: str) -> bool:
        unsettled = self.rulebook.vocabulary.amounts[name].open_if
        return unsettled is not None and self.case.flags.get(unsettled) is True

    @staticmethod
    def part(own: Interval, total: Interval, rest: Interval) -> Interval:
        """Bound a part by what total and rest leave for it, unless that contradicts the part itself."""
        floor, ceiling = minus(total[0], rest[1]), minus(total[1], rest[0])
        low, high = own
        if floor is not None and (own[1] is None or floor <= own[1]):
            low = max(low, floor)
        if ceiling is not None and ceiling >= own[0]:
            high = top(high, ceiling)
        return low, high

    def interval(self, measure: str) -> Interval:
        low, high = self.amounts[measure]
        relation = self.offence.relations.get(measure)
        if relation is not None:
            low = max([low, *(self.amounts[other][0] for other in relation.not_below)])
            high = top(high, *(self.amounts[other][1] for other in relation.not_above))
        return low, high

    def total(self, condition: SumLine) -> Interval:
        low = sum((part.times * self.interval(part.measure)[0] for part in condition.sum), Decimal(0))
        highs = [self.interval(part.measure)[1] for part in condition.sum]
        times = [part.times for part in condition.sum]
        high = (
            None
            if None in highs
            else sum((t * h for t, h in zip(times, highs, strict=True) if h is not None), Decimal(0))
        )
        if {part.measure for part in condition.sum} != {"sales_cny", "unsold_cny"}:
            return low, high
        goods_low, goods_high = self.amounts["goods_cny"]
        extra = [(t - min(times), m) for t, m in zip(times, (p.measure for p in condition.sum), strict=True)]
        low = max(low, min(times) * goods_low + sum((t * self.interval(m)[0] for t, m in extra), Decimal(0)))
        if goods_high is not None:
            high = top(high, max(times) * goods_high)
            rest = [(t, self.interval(m)[1]) for t, m in extra if t]
            if all(h is not None for _, h in rest):
                high = top(
                    high, min(times) * goods_high + sum((t * h for t, h in rest if h is not None), Decimal(0))
                )
        return low, high

    def line(self, at_least: Any) -> tuple[Decimal, Decimal]:
        """Where the line may lie: one number twice, unless only the province could say."""
        if isinstance(at_least, Provincial):
            if at_least.local is None or at_least.local.confidence == "M":
                return at_least.least, at_least.most
            return at_least.local.value, at_least.local.value
        value = getattr(at_least, self.kind) if isinstance(at_least, Lines) else at_least
        return value, value

    def holds(self, condition: Any) -> bool | None:
        if isinstance(condition, FlagSet):
            return self.case.flags.get(condition.flag)
        if isinstance(condition, Not):
            inner = self.holds(condition.condition)
            return None if inner is None else not inner
        if isinstance(condition, All):
            states = [self.holds(part) for part in condition.all]
            return False if False in states else None if None in states else True
        if isinstance(condition, Any_):
            states = [self.holds(part) for part in condition.any]
            return True if True in states else None if None in states else False
        if isinstance(condition, Some):
            states = [self.holds(part) for part in condition.of]
            sure, possible = states.count(True), len(states) - states.count(False)
            return True if sure >= condition.some else False if possible < condition.some else None
        low, high = self.ends(condition)
        least, most = self.line(condition.at_least)
        return True if low >= most else False if high is not None and high < least else None

    def ends(self, condition: MeasureLine | SumLine) -> Interval:
        return (
            self.interval(condition.measure) if isinstance(condition, MeasureLine) else self.total(condition)
        )

    def reached(self, version: Version, route: Route) -> bool | None:
        both = [route.when] if version.requires is None else [route.when, version.requires]
        states = [self.holds(condition) for condition in both]
        return False if False in states else None if None in states else True

    def route(self, version: Version, route: Route) -> bool | None:
        state = self.reached(version, route)
        is_memory = (route.confidence or version.confidence) == "M"
        return None if is_memory and state is True else state

    def version(self, version: Version) -> bool | None:
        states = [self.route(version, route) for route in version.routes if not route.repeat]
        return True if True in states else None if None in states else False

    def open(self, condition: Any) -> Iterator[str]:
        if isinstance(condition, All | Any_ | Some):
            for part in self.inside(condition):
                yield from self.open(part)
        elif isinstance(condition, Not):
            yield from self.open(condition.condition)
        elif self.holds(condition) is None:
            yield from self.names(condition)

    @staticmethod
    def inside(condition: All | Any_ | Some) -> Any:
        if isinstance(condition, Some):
            return condition.of
        return condition.all if isinstance(condition, All) else condition.any

    def names(self, condition: Any) -> Iterator[str]:
        if isinstance(condition, FlagSet):
            yield condition.flag
            return
        low, high = self.ends(condition)
        line = condition.at_least
        if self.line(line)[0] != self.line(line)[1] and low >= self.line(line)[0]:
            yield line.table
        if isinstance(condition, MeasureLine):
            if low != high or not isinstance(line, Provincial):
                yield condition.measure
        else:
            inexact = [
                p.measure for p in condition.sum if self.amounts[p.measure][0] != self.amounts[p.measure][1]
            ]
            goods = self.amounts["goods_cny"]
            is_split = {p.measure for p in condition.sum} == {"sales_cny", "unsold_cny"}
            yield from (
                m for m in inexact if not (is_split and goods[0] == goods[1]) or m == condition.sum[0].measure
            )

    def missing(self, version: Version) -> Iterator[str]:
        for route in version.routes:
            if not route.repeat and self.reached(version, route) and self.route(version, route) is None:
                yield "rule_confirmation"
            elif not route.repeat and self.route(version, route) is None:
                yield from self.open(route.when)
                if version.requires is not None:
                    yield from self.open(version.requires)

    def heads(self, condition: Any) -> list[Any]:
        if isinstance(condition, All):
            return next((heads for part in condition.all if (heads := self.heads(part))), [])
        if isinstance(condition, Any_ | Some):
            return [head for part in self.inside(condition) for head in self.heads(part)]
        return [condition] if isinstance(condition, MeasureLine | SumLine) else []

    def passed(self, version: Version) -> tuple[bool, float, bool]:
        """Whether by a weighted sum, how far (negative), whether by no amount: the furthest first."""
        found = []
        for route in version.routes:
            if route.repeat or self.route(version, route) is not True:
                continue
            heads = self.heads(route.when)
            held = [head for head in heads if self.holds(head) is True]
            # Met by circumstances alone: no amount says how far.
            found += [] if held else [(False, -1.0, True)]
            for head in held:
                weighted = isinstance(head, SumLine) and any(part.times != 1 for part in head.sum)
                reach = float(self.ends(head)[0]) / float(self.line(head.at_least)[1])
                found.append((weighted, -reach, False))
        return min(found)


def kinds(offence: Offence, party_kind: str | None) -> list[str]:
    given = [party_kind] if party_kind else list(offence.subjects)
    # who did it for a unit that the law does not punish is held to the line for persons
    return [kind if kind in offence.subjects else offence.subjects[0] for kind in given]


def judge(rulebook: Rulebook, case: Case, as_of: date) -> dict[str, Any]:
    """Return outcome, versions, missing measures, exclusion and, if met, the margin."""
    offence = rulebook.offences[case.offence]
    act, now = act_version(offence, case.act_on), version_in_force(offence, as_of)
    told: dict[str, Any] = {
        "act_version": act.id if act else None,
        "now_version": now.id if now else None,
        "exclusion": next(
            (e.code for e in offence.exclusions if Reader(rulebook, offence, case, "person").holds(e.when)),
            None,
        ),
        "missing": [],
        "margin": None,
    }
    barred = offence.only_persons is not None or offence.subjects == ("unit",)
    is_barred = barred and case.party_kind is not None and case.party_kind not in offence.subjects
    if act is None or now is None or is_barred:
        if is_barred:
            told["act_version"] = told["now_version"] = None
        return told | {"outcome": "inapplicable"}
    person = Reader(rulebook, offence, case, "person")
    unsettled = {
        name
        for exclusion in offence.exclusions
        if exclusion.must_be_known and person.holds(exclusion.when) is None
        for name in person.open(exclusion.when)
    }
    states, missing, margins = [], set(unsettled), []
    for version in {act.id: act, now.id: now}.values():
        readers = [Reader(rulebook, offence, case, kind) for kind in kinds(offence, case.party_kind)]
        each = [reader.version(version) for reader in readers]
        if case.party_kind is None and barred and each == [True]:
            states.append(None)
            missing.add("party_kind")
            continue
        state = True if all(s is True for s in each) else False if all(s is False for s in each) else None
        states.append(state)
        if state is None:
            if True in each:
                missing.add("party_kind")
            for reader, own in zip(readers, each, strict=True):
                if own is None:
                    missing |= set(reader.missing(version))
        if state is True:
            margins.append(max(reader.passed(version) for reader in readers))
    outcome = "unmet" if False in states else "unknown" if None in states or unsettled else "met"
    told["missing"] = sorted(missing) if outcome == "unknown" else []
    # a version of which circumstances alone decide has no line that the other could be further from
    told["margin"] = -max(margins, key=lambda m: (m[0], not m[2], m))[1] if outcome == "met" else None
    return told | {"outcome": outcome}


def version_in_force(offence: Offence, day: date) -> Version | None:
    found = [v for v in offence.versions if v.from_on <= day and (v.to_on is None or day <= v.to_on)]
    return found[0] if found else None


def act_version(offence: Offence, day: date) -> Version | None:
    if day < offence.statute_from:
        return None
    later = [v for v in offence.versions if v.from_on > day]
    return version_in_force(offence, day) or (later[0] if later else None)
