"""YAML is read as it stands: what would be lost without a word is refused."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from warehouse.yaml_text import parse


@pytest.mark.parametrize("text", ["a: 1\nb: {c: 1,\n d: 2, c: 3}", "- {a: 1}\n- a: 1\n  a: 1"])
def test_a_key_written_twice_is_refused(text: str) -> None:
    with pytest.raises(yaml.YAMLError, match=r"key [ac] written twice, lines 2 and [23]"):
        parse(text)


def test_what_is_taken_over_may_be_written_again() -> None:
    text = "x: &x {a: 1, b: 2}\nz: [{<<: *x, a: 4}, {<<: *x, b: 5}, *x]"
    assert parse(text)["z"] == [{"a": 4, "b": 2}, {"a": 1, "b": 5}, {"a": 1, "b": 2}]


def test_a_day_that_the_calendar_lacks_stays_as_it_is_written() -> None:
    assert parse("{a: 2024-02-29, b: 2025-02-29, c: 2024-13-01}") == {
        "a": date(2024, 2, 29),
        "b": "2025-02-29",
        "c": "2024-13-01",
    }
