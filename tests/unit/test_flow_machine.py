"""The courses of cases as data: what ships is whole, and a mistake in the YAML is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from models.flow import load_machine
from warehouse.contract import load_feeds
from warehouse.errors import RulebookError

STATES: dict[str, Any] = {
    "filed": {
        "zh": "立案",
        "actor": "机关",
        "proofs": [{"feed": "penalty", "column": "filed_on"}],
        "then": ["decided"],
    },
    "decided": {"zh": "决定", "actor": "机关", "proofs": [{"feed": "penalty", "column": "decided_on"}]},
}
REFERENCE = {"feed": "transfer", "column": "decision_no", "to": "penalty", "key": "decision_no"}


def written(folder: Path, states: dict[str, Any], reference: dict[str, str] | None = None) -> Path:
    course = {"id": "course", "zh": "流程", "states": states}
    (folder / "course.yaml").write_text(yaml.safe_dump(course, allow_unicode=True), "utf-8")
    (folder / "references.yaml").write_text(yaml.safe_dump({"references": [reference or REFERENCE]}), "utf-8")
    return folder


def test_order_reaches_over_steps_between() -> None:
    pairs = set(load_machine().never_before())
    assert ("transfer_reported", "transferred") in pairs
    assert ("prosecution_accepted", "opinion_verified") in pairs
    assert ("case_filed", "penalty_served") in pairs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("penalised", "transferred"),
        ("declined", "penalised"),
        ("opinion_issued", "penalised"),
        ("transferred", "police_filed"),
    ],
)
def test_what_may_lie_either_way_is_in_no_order(one: str, other: str) -> None:
    """A fine may precede a transfer or follow a refusal; the police may have begun on their own."""
    pairs = set(load_machine().never_before())
    assert (one, other) not in pairs
    assert (other, one) not in pairs


def test_nothing_is_before_itself() -> None:
    pairs = set(load_machine().never_before())
    assert not {(one, other) for one, other in pairs if (other, one) in pairs or one == other}


def test_every_dated_event_of_a_case_feed_is_a_state() -> None:
    """A date of an event that no state proves would be missing in every timeline; terms lie ahead."""
    proved = {(p.feed, p.column) for state in load_machine().states.values() for p in state.proofs}
    dates = {
        (feed.name, column.name)
        for feed in load_feeds().values()
        # What completes another feed shows its dates there.
        for column in (feed.columns if feed.completes is None else [])
        if column.type in ("date", "timestamp") and not column.is_term
    }
    assert dates - proved == set()


@pytest.mark.parametrize(
    ("state", "change", "told"),
    [
        ("filed", {"then": ["gone"]}, "unknown state"),
        ("filed", {"clock": {"id": "no_such_clock", "since": "decided"}}, "unknown clock"),
        ("filed", {"clock": {"id": "police_review", "since": "gone"}}, "unknown state"),
        ("filed", {"proofs": [{"feed": "penalties", "column": "filed_on"}]}, "unknown feed"),
        ("filed", {"proofs": [{"feed": "penalty", "column": "filed"}]}, "unknown column"),
        ("filed", {"proofs": [{"feed": "penalty", "column": "facts"}]}, "proof is no date"),
        (
            "filed",
            {"proofs": [{"feed": "penalty", "column": "filed_on", "when": {"procedure": ["慢程序"]}}]},
            "unknown value",
        ),
        ("filed", {"proofs": []}, "proofs"),
        ("filed", {"order": 1}, "course of a case is wrong"),
        ("decided", {"then": ["filed"]}, "circle"),
    ],
)
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, state: str, change: dict[str, Any], told: str
) -> None:
    states = {name: {**given, **(change if name == state else {})} for name, given in STATES.items()}
    with pytest.raises(RulebookError) as caught:
        load_machine(written(tmp_path, states))
    assert told in str(caught.value)


def test_a_reference_to_an_unknown_column_is_told(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=r"transfer\.gone"):
        load_machine(written(tmp_path, STATES, {**REFERENCE, "column": "gone"}))


def test_what_is_right_loads(tmp_path: Path) -> None:
    machine = load_machine(written(tmp_path, STATES))
    assert machine.never_before() == [("filed", "decided")]
