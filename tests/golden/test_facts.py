"""Golden passages: what a text says of each role, written from the requirement, not from the code."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from models.facts.amounts import Amount, read_many
from models.facts.words.cues import load_cues
from warehouse.yaml_text import parse as parse_yaml

HERE = Path(__file__).parent / "facts"
PASSAGES = [
    (f"{file.stem}-{at}", passage)
    for file in sorted(HERE.glob("*.yaml"))
    for at, passage in enumerate(parse_yaml(file.read_text("utf-8")), 1)
]


def _bounds(wanted: Any) -> tuple[Decimal, Decimal | None]:
    if isinstance(wanted, list):
        lo, hi = wanted
        return Decimal(str(lo)), None if hi is None else Decimal(str(hi))
    return Decimal(str(wanted)), Decimal(str(wanted))


def _matches(found: Amount, wanted: Any) -> bool:
    if wanted is None:  # any value: the role is named, but its amount is no measure
        return True
    if isinstance(wanted, str):
        value, unit = wanted.split(" ")
        if "x" in unit:
            unit, times = unit.split("x")
            value = str(Decimal(value) * Decimal(times))
        return found.unit == unit and found.value == found.value_hi == Decimal(value)
    return (found.value, found.value_hi) == _bounds(wanted)


@pytest.fixture(scope="module")
def read() -> dict[str, list[Amount]]:
    """All passages, read at once as a run reads them: that no text changes another is tested elsewhere."""
    found = read_many(pl.Series([passage["text"] for _, passage in PASSAGES]))
    return dict(zip((name for name, _ in PASSAGES), found, strict=True))


@pytest.mark.parametrize(("name", "passage"), PASSAGES, ids=[name for name, _ in PASSAGES])
def test_passage(name: str, passage: dict[str, Any], read: dict[str, list[Amount]]) -> None:
    amounts = read[name]
    told = [(a.span, a.role, a.kind, str(a.value), str(a.value_hi)) for a in amounts]
    answers = {a.role: a for a in amounts if a.is_measure}
    wanted = passage["measures"]
    optional = {role for role, value in wanted.items() if value is None}
    assert set(answers) - optional == set(wanted) - optional, told
    for role, value in wanted.items():
        if role in answers:
            assert _matches(answers[role], value), (role, told)
    for span, role in passage.get("roles", {}).items():
        found = [a.role for a in amounts if a.span.startswith(span) and a.kind not in ("sum", "product")]
        assert found, (span, told)
        assert set(found) == {role}, (span, told)


def test_there_are_enough_passages() -> None:
    assert len(PASSAGES) >= 60
    roles = {role for _, passage in PASSAGES for role in passage["measures"]}
    settled = set(load_cues().table.settle.summed)
    assert settled <= roles, settled - roles
