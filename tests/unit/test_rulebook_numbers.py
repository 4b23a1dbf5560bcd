"""The law's own numbers, case by case, through the compiled rulebook. Tests may state them; code may not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from models.rulebook.grammar import All, Any_, Condition, FlagSet, MeasureLine, Not, Some, SumLine, bounds
from tests.rulebook_cases import RULEBOOK, case, evaluated
from tests.rulebook_reference import Case

NOW = date(2026, 6, 1)

GOLDEN = yaml.safe_load((Path(__file__).parents[1] / "data" / "rulebook_numbers.yaml").read_text("utf-8"))


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
    """Each route of the law in force holds exactly at its line, and not a hundredth below it."""
    at, below = [], []
    for offence in RULEBOOK.active:
        version = offence.versions[-1]
        for route in version.first_routes:
            for place in range(2):
                kind = offence.subjects[0]
                asked = case(
                    offence.code, str(max(version.from_on, offence.statute_from)), kind, silent="none"
                )
                heads = _satisfy(route.when, asked, kind)
                if version.requires is not None:
                    _satisfy(version.requires, asked, kind)
                if place and heads:
                    head = heads[0]
                    name = head.measure if isinstance(head, MeasureLine) else head.sum[-1].measure
                    value = asked.amounts[name][0]
                    less = value - min(Decimal("0.01"), value / 100)
                    asked.amounts[name] = (less, less)
                if not place:
                    at.append(asked)
                elif heads:
                    below.append(asked)
    told = evaluated([*at, *below], date(2027, 6, 1))
    for asked, row in zip(at, told[: len(at)], strict=True):
        assert row["outcome"] == "met", (asked, row)
    for asked, row in zip(below, told[len(at) :], strict=True):
        assert row["outcome"] == "unmet", (asked, row)
