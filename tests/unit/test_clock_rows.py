"""Every step of the digest has its deadline, which runs from the event that the digest names."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from models.rulebook.clocks import load_clocks
from warehouse.yaml_text import parse as parse_yaml

_DATA = Path(__file__).parents[1] / "data"
ROWS: dict[str, dict[str, str]] = parse_yaml((_DATA / "rulebook_clock_rows.yaml").read_text("utf-8"))
LENGTHS = parse_yaml((_DATA / "rulebook_clocks.yaml").read_text("utf-8"))
CLOCKS = load_clocks()
TODAY = date(2026, 6, 1)


def test_no_step_is_left_out() -> None:
    forward = {f"F{number}" for number in range(26)} | {"F1b", "F5b"}
    assert set(ROWS) == forward | {f"R{number}" for number in range(10)} | {"E03b"}


@pytest.mark.parametrize("row", sorted(ROWS))
def test_a_step_runs_from_its_event(row: str) -> None:
    for name, event in ROWS[row].items():
        term = CLOCKS[name].term_on(TODAY)
        assert term is not None, name
        assert event in CLOCKS[name].start_of(term), (name, CLOCKS[name].start_of(term))
        assert term.source.text
        assert term.source.articles


def test_every_length_is_stated_a_second_time() -> None:
    assert {name for name, *_ in LENGTHS} == set(CLOCKS)
    assert {name for row in ROWS.values() for name in row} <= set(CLOCKS)
