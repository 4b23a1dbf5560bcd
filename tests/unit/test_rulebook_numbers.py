"""The law's own numbers, case by case, through the compiled rulebook. Tests may state them; code may not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.rulebook.grammar import (
    All,
    Any_,
    Condition,
    FlagSet,
    Leaf,
    MeasureLine,
    Not,
    Some,
    SumLine,
    bounds,
    leaves,
)
from tests.rulebook_cases import RULEBOOK, case, evaluated
from tests.rulebook_reference import Case
from warehouse.yaml_text import parse as parse_yaml

NOW = date(2026, 6, 1)

GOLDEN = parse_yaml((Path(__file__).parents[1] / "data" / "rulebook_numbers.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return evaluated([case(**golden["case"]) for golden in GOLDEN], NOW)


@pytest.mark.parametrize("place", range(len(GOLDEN)), ids=[golden["shows"] for golden in GOLDEN])
def test_golden_number(place: int, rows: list[dict[str, Any]]) -> None:
    row, golden = rows[place], GOLDEN[place]
    assert row["outcome"] == golden["outcome"], row
    for name, wanted in golden.get("told", {}).items():
        found = row[name]
        assert found == (
            Decimal(wanted) if name in ("value", "threshold") and wanted is not None else wanted
        ), (name, row)


def test_what_is_known_is_not_asked_for_again(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        assert row["missing"] == sorted(set(row["missing"]))
        assert (row["missing"] == []) == (row["outcome"] != "unknown"), row


def _satisfy(condition: Condition, asked: Case, kind: str) -> list[MeasureLine | SumLine]:
    """Make a condition hold exactly, and return the amounts at their lines."""
    if isinstance(condition, All):
        return [head for part in condition.all for head in _satisfy(part, asked, kind)]
    if isinstance(condition, Any_):
        return _satisfy(condition.any[0], asked, kind)
    if isinstance(condition, Some):
        return [head for part in condition.of[: condition.some] for head in _satisfy(part, asked, kind)]
    if isinstance(condition, FlagSet):
        asked.flags[condition.flag] = True
    elif isinstance(condition, Not):
        assert isinstance(condition.condition, FlagSet)
        asked.flags[condition.condition.flag] = False
    elif isinstance(condition, MeasureLine):
        value = bounds(condition.at_least, kind)[1]
        asked.amounts[condition.measure] = (value, value)
        return [condition]
    elif isinstance(condition, SumLine):
        value = bounds(condition.at_least, kind)[1] / condition.sum[-1].times
        asked.amounts[condition.sum[-1].measure] = (value, value)
        return [condition]
    return []


def test_every_line_is_inclusive() -> None:
    """Each route of the law in force holds exactly at its line, and not a hundredth below it.

    A route that no one has confirmed holds for nobody: at its line it leaves the case open.
    """
    at, below, marks = [], [], []
    for offence in RULEBOOK.active:
        version = offence.versions[-1]
        for route in version.first_routes:
            kind = offence.subjects[0]
            day = str(max(version.from_on, offence.statute_from))
            asked = [case(offence.code, day, kind, silent="none") for _ in range(2)]
            for one in asked:
                # Circumstances that the route does not ask for do not hold: no other route is left open.
                one.flags |= {name: False for name, value in one.flags.items() if value is None}
            heads = [_satisfy(route.when, one, kind) for one in asked]
            for one in asked:
                if version.requires is not None:
                    _satisfy(version.requires, one, kind)
            at.append(asked[0])
            marks.append("unknown" if version.confidence_of(route) == "M" else "met")
            if heads[1]:
                _lower(heads[1][0], asked[1])
                lower = any(version.confidence_of(other) == "M" for other in version.first_routes)
                lower |= any(low != most for low, most in map(_ends, leaves(route.when)))
                below.append((asked[1], {"unmet", "unknown"} if lower else {"unmet"}))
    told = evaluated([*at, *(one for one, _ in below)], date(2027, 6, 1))
    for one, row, wanted in zip(at, told[: len(at)], marks, strict=True):
        assert row["outcome"] == wanted, (one, row)
    for (one, allowed), row in zip(below, told[len(at) :], strict=True):
        assert row["outcome"] in allowed, (one, row)


def _ends(leaf: Leaf) -> tuple[Decimal, Decimal]:
    if isinstance(leaf, MeasureLine | SumLine):
        return bounds(leaf.at_least, "person")
    return Decimal(0), Decimal(0)


def _lower(head: MeasureLine | SumLine, asked: Case) -> None:
    name = head.measure if isinstance(head, MeasureLine) else head.sum[-1].measure
    value = asked.amounts[name][0]
    less = value - min(Decimal("0.01"), value / 100)
    asked.amounts[name] = (less, less)
