"""The compiled SQL and the slow reference agree on random facts, and facts only ever settle a case."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from models.common import repeat
from models.rulebook import Rulebook
from models.rulebook.grammar import MeasureLine, SumLine, bounds, leaves
from models.rulebook.offence import Offence
from tests.rulebook_cases import RULEBOOK, evaluated
from tests.rulebook_reference import Case, Interval, judge, version_in_force

REPEATED = repeat._repeat_only(RULEBOOK, repeat._Priors({}, set()))
SEEDS = st.integers(0, 2**32 - 1)
DAYS = st.dates(date(1998, 1, 1), date(2027, 12, 31))
# That an amount is not known yet is no fact to be added: it is what facts take away.
UNSETTLED = {amount.open_if for amount in RULEBOOK.vocabulary.amounts.values()}
CENT = Decimal("0.01")
# Cases of each offence in each example: every one has hundreds of amounts, known or not.
PER_OFFENCE = 20


def limits(offence: Offence) -> dict[str, list[Decimal]]:
    """Every line of an offence by measure: the places where outcomes change."""
    found: dict[str, list[Decimal]] = {}
    for version in offence.versions:
        for route in version.routes:
            for leaf in leaves(route.when):
                if isinstance(leaf, MeasureLine | SumLine):
                    values = {value for kind in ("person", "unit") for value in bounds(leaf.at_least, kind)}
                    names = (
                        [leaf.measure]
                        if isinstance(leaf, MeasureLine)
                        else [part.measure for part in leaf.sum]
                    )
                    for name in (*names, "goods_cny"):
                        found.setdefault(name, []).extend(sorted(values))
    return found


def some_value(pick: random.Random, lines: list[Decimal], is_small: bool = False) -> Decimal:
    line = pick.choice(lines) if lines else Decimal(100_000)
    step = min(CENT, line / 100)
    below = [line - step, line / 3, line / 2, Decimal(0)]
    return round(pick.choice(below if is_small else [*below, line, line + step, line * 2, line * 12]), 4)


def some_interval(pick: random.Random, lines: list[Decimal], is_small: bool) -> Interval:
    first, second = sorted((some_value(pick, lines, is_small), some_value(pick, lines, is_small)))
    return pick.choice([(Decimal(0), None), (first, None), (first, second), (first, first), (second, second)])


def some_day(pick: random.Random, offence: Offence) -> date:
    """Any day, or one on which a version begins or the one before it ends."""
    edge = pick.choice(offence.versions).from_on - timedelta(days=pick.choice([0, 1]))
    return pick.choice([edge, date(2001, 1, 1) + timedelta(days=pick.randrange(9800))])


def random_case(pick: random.Random, offence: Offence, rulebook: Rulebook = RULEBOOK) -> Case:
    lines, is_small = limits(offence), pick.random() < 0.6
    amounts = {
        name: some_interval(pick, lines.get(name, []), is_small) for name in rulebook.vocabulary.amounts
    }
    # Circumstances that are known and pass are the common case; else most routes would stay shut.
    flags = {name: pick.choice([True, True, False, None]) for name in rulebook.vocabulary.flags}
    return Case(offence.code, some_day(pick, offence), pick.choice(["person", "unit", None]), amounts, flags)


@settings(max_examples=2, deadline=None)
@given(seed=SEEDS, as_of=DAYS)
def test_sql_agrees_with_the_reference(seed: int, as_of: date) -> None:
    pick = random.Random(seed)
    cases = [random_case(pick, offence) for offence in RULEBOOK.active for _ in range(PER_OFFENCE)]
    for asked, row in zip(cases, evaluated(cases, as_of), strict=True):
        wanted = judge(RULEBOOK, asked, as_of)
        told = {name: row[name] for name in ("outcome", "act_version", "now_version", "missing", "exclusion")}
        assert told == {name: wanted[name] for name in told}, (asked, row)
        if wanted["outcome"] == "met":
            assert abs(row["margin"] - wanted["margin"]) < 1e-9, (asked, row)


@settings(max_examples=2, deadline=None)
@given(seed=SEEDS, as_of=DAYS)
def test_sql_agrees_with_the_reference_on_the_routes_for_repeaters(seed: int, as_of: date) -> None:
    """With "enough earlier penalties" as one circumstance more."""
    pick = random.Random(seed)
    cases = [random_case(pick, offence, REPEATED) for offence in REPEATED.active for _ in range(PER_OFFENCE)]
    for asked, row in zip(cases, evaluated(cases, as_of, REPEATED), strict=True):
        wanted = judge(REPEATED, asked, as_of)
        told = {name: row[name] for name in ("outcome", "act_version", "now_version", "missing", "exclusion")}
        assert told == {name: wanted[name] for name in told}, (asked, row)


def test_a_case_alone_is_judged_as_among_others() -> None:
    """Versions that govern none of the acts are not compared: what is asked beside a case changes nothing."""
    pick, as_of = random.Random(7), date(2026, 6, 1)
    cases = [random_case(pick, offence) for offence in pick.sample(RULEBOOK.active, 4) for _ in range(2)]
    cases += [replace(cases[0], act_on=None), replace(cases[0], act_on=date(2026, 5, 1))]
    for asked, among in zip(cases, evaluated(cases, as_of), strict=True):
        (alone,) = evaluated([asked], as_of)
        assert alone | {"record_id": ""} == among | {"record_id": ""}, asked


def world(pick: random.Random, offence: Offence) -> dict[str, Decimal]:
    """Amounts as they really were: the parts make the total, and no relation of the offence is broken."""
    lines = limits(offence)
    real = {name: some_value(pick, lines.get(name, [])) for name in RULEBOOK.vocabulary.amounts}
    real["goods_cny"] = real["business_cny"] = real["sales_cny"] + real["unsold_cny"]
    real["gain_cny"] = min(real["gain_cny"], real["sales_cny"])
    for name, relation in offence.relations.items():
        low = max((real[other] for other in relation.not_below), default=real[name])
        real[name] = min([max(real[name], low), *(real[other] for other in relation.not_above)])
    return real


def around(pick: random.Random, value: Decimal) -> Interval:
    low = pick.choice([Decimal(0), value / 2, value])
    return round(low, 4), pick.choice([None, value * 2, value])


def narrowed(pick: random.Random, wide: Interval, value: Decimal) -> Interval:
    return pick.choice([wide, (value, wide[1]), (wide[0], value), (value, value)])


@settings(max_examples=2, deadline=None)
@given(seed=SEEDS, as_of=st.dates(date(2011, 1, 1), date(2027, 12, 31)))
def test_new_facts_never_turn_an_outcome_round(seed: int, as_of: date) -> None:
    pick = random.Random(seed)
    before, after = [], []
    for offence in [offence for offence in RULEBOOK.active for _ in range(PER_OFFENCE)]:
        real = world(pick, offence)
        wide = {name: around(pick, value) for name, value in real.items()}
        said = {
            name: name not in UNSETTLED and pick.choice([True, False]) for name in RULEBOOK.vocabulary.flags
        }
        flags = {name: pick.choice([value, None]) for name, value in said.items()}
        kind = pick.choice(["person", "unit"])
        day = date(2001, 1, 1) + timedelta(days=pick.randrange(9800))
        before.append(Case(offence.code, day, pick.choice([kind, None]), wide, flags))
        closer = {name: narrowed(pick, wide[name], value) for name, value in real.items()}
        after.append(
            Case(offence.code, day, kind, closer, {n: pick.choice([v, flags[n]]) for n, v in said.items()})
        )
    told = evaluated(before + after, as_of)
    for old, new in zip(told[: len(before)], told[len(before) :], strict=True):
        if old["outcome"] in ("met", "unmet") and new["outcome"] != "inapplicable":
            assert new["outcome"] == old["outcome"], (old, new)


@given(day=DAYS)
def test_at_most_one_version_is_in_force_on_any_day(day: date) -> None:
    for offence in RULEBOOK.offences.values():
        valid = [v for v in offence.versions if v.from_on <= day and (v.to_on is None or day <= v.to_on)]
        assert len(valid) <= 1
        assert offence.version_on(day) == (valid[0] if valid else None) == version_in_force(offence, day)


@given(day=DAYS)
def test_no_gap_that_is_not_declared(day: date) -> None:
    for offence in RULEBOOK.offences.values():
        declared = any(gap.from_on <= day <= gap.to_on for gap in offence.gaps)
        if day >= offence.versions[0].from_on and not declared:
            assert offence.version_on(day) is not None, offence.code
        if day >= offence.statute_from:
            governing = [first for _, (first, last) in offence.act_windows() if first <= day <= (last or day)]
            assert len(governing) == 1, offence.code


@given(day=st.dates(date(2022, 3, 1), date(2028, 12, 31)))
def test_every_offence_has_a_norm_of_administrative_law_on_any_day(day: date) -> None:
    for offence in RULEBOOK.active:
        in_force = [
            basis for basis in offence.admin_basis if (basis.from_on or day) <= day <= (basis.to_on or day)
        ]
        assert in_force, offence.code
