"""Every trap of the digest, where "amount reached" is not the law, is expressed over data."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.rulebook.grammar import (
    All,
    Condition,
    FlagSet,
    MeasureLine,
    Provincial,
    SumLine,
    bounds,
    leaves,
    scaled,
)
from models.rulebook.marks import load_marks
from models.rulebook.offence import Version
from tests.chain import CARDS, RULEBOOK
from warehouse.yaml_text import parse as parse_yaml

TESTS = Path(__file__).parents[1]
TRAPS: dict[str, dict[str, Any]] = parse_yaml((TESTS / "data" / "rulebook_traps.yaml").read_text("utf-8"))


def _now(code: str) -> Version:
    return RULEBOOK().offences[code].versions[-1]


def _needs(condition: Condition | None, flag: str) -> bool:
    """Say whether a condition cannot hold without the circumstance."""
    if isinstance(condition, All):
        return any(_needs(part, flag) for part in condition.all)
    return isinstance(condition, FlagSet) and condition.flag == flag


def _amounts(condition: Condition) -> set[Decimal]:
    found = [leaf.at_least for leaf in leaves(condition) if isinstance(leaf, MeasureLine | SumLine)]
    return {value for value in found if isinstance(value, Decimal)}


def _exclusion(told: dict[str, str]) -> None:
    for code, exclusion in told.items():
        assert exclusion in {one.code for one in RULEBOOK().offences[code].exclusions}, code


def _requires(told: dict[str, str]) -> None:
    for code, flag in told.items():
        version = _now(code)
        assert all(_needs(version.requires, flag) or _needs(r.when, flag) for r in version.first_routes), code


def _repeat(told: dict[str, float]) -> None:
    for code, share in told.items():
        ordinary = [scaled(route.when, Decimal(str(share))) for route in _now(code).first_routes]
        lines = {line for when in ordinary for line in _of(when)}
        routes = [route for route in _now(code).routes if route.repeat]
        assert routes, code
        assert all(lines & _of(route.when) for route in routes), code


def _of(condition: Condition) -> set[tuple[str, Decimal]]:
    """Single amounts with their lines for persons."""
    found = [leaf for leaf in leaves(condition) if isinstance(leaf, MeasureLine)]
    return {(leaf.measure, end) for leaf in found for end in bounds(leaf.at_least, "person")}


def _lines(told: list[str]) -> None:
    for code in told:
        assert _now(code).lines == ("person", "unit"), code


def _provincial(told: dict[str, str]) -> None:
    for code, table in told.items():
        found = [leaf for route in _now(code).first_routes for leaf in leaves(route.when)]
        tables = {
            leaf.at_least.table
            for leaf in found
            if isinstance(leaf, MeasureLine | SumLine) and isinstance(leaf.at_least, Provincial)
        }
        assert table in tables, code


def _no_amounts(told: dict[str, str]) -> None:
    for code in told:
        assert not any(_amounts(route.when) for route in _now(code).first_routes), code


def _basis(told: dict[str, date]) -> None:
    every = [basis for offence in RULEBOOK().active for basis in offence.admin_basis]
    for law, day in told.items():
        assert [basis for basis in every if basis.law == law and basis.from_on == day], law
        older = [basis for basis in every if basis.to_on == day - timedelta(days=1)]
        assert older, law


def _mark(told: list[str]) -> None:
    assert set(told) <= set(load_marks(set(RULEBOOK().offences)))


def _draft(told: list[str]) -> None:
    assert {RULEBOOK().offences[code].status for code in told} == {"draft"}


def _reason(told: dict[str, list[str]]) -> None:
    for model, codes in told.items():
        card = next(card for card in CARDS() if card.id == model)
        assert set(codes) <= set(card.excluded) | set(card.insufficient), model


def _file(told: list[str]) -> None:
    for name in told:
        assert (TESTS / "golden" / name).exists() or (TESTS.parent / name).exists(), name


CHECKS: dict[str, Callable[[Any], None]] = {
    "exclusion": _exclusion,
    "requires": _requires,
    "repeat": _repeat,
    "lines": _lines,
    "provincial": _provincial,
    "amounts": _no_amounts,
    "basis": _basis,
    "mark": _mark,
    "draft": _draft,
    "reason": _reason,
    "golden": _file,
    "test": _file,
}


def test_every_trap_is_there() -> None:
    numbers = {re.sub(r"[a-z]$", "", code) for code in TRAPS}
    assert numbers == {f"E{number:02}" for number in range(1, 40)}
    assert {"E03b", "E04b", "E05b", "E07b", "E08b", "E08c", "E10b", "E20b"} <= set(TRAPS)


@pytest.mark.parametrize("code", sorted(TRAPS))
def test_a_trap_is_expressed_where_it_is_said_to_be(code: str) -> None:
    ways = {name: told for name, told in TRAPS[code].items() if name != "zh"}
    assert ways, code
    for name, told in ways.items():
        CHECKS[name](told)


def test_every_mark_belongs_to_a_trap() -> None:
    named = {mark for trap in TRAPS.values() for mark in trap.get("mark", [])}
    assert named == set(load_marks(set(RULEBOOK().offences)))
