"""How the lists of a district are held against what its writer expects."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.districts import Outcome, _compare, _key


def _row(model: str, no: str, party: str = "", related: str = "", kind: str = "penalty") -> dict[str, str]:
    return {
        "model": f"{model}_long_name",
        "subject_kind": kind,
        "subject_no": no,
        "related_nos": related,
        "party_name": party,
    }


def _truth(model: str, key: str, expect: str, half: str = "open", party: str = "") -> dict[str, str]:
    return {"model": model, "key": key, "expect": expect, "half": half, "party": party, "why": "…"}


def _judged(truth: list[dict[str, str]], **lists: list[dict[str, str]]) -> Outcome:
    every = {name: lists.get(name, []) for name in ("flagged", "insufficient", "excluded", "not_computable")}
    return _compare(truth, every, Outcome("d", {}, Counter(), {}, []))


@pytest.mark.parametrize(
    ("expect", "listed", "right"),
    [
        ("clear", None, True),
        ("clear", "insufficient", False),
        ("insufficient", "insufficient", True),
        ("insufficient", "excluded", False),
        ("excluded", "excluded", True),
        ("not_listed", "insufficient", True),
        ("not_listed", "flagged", False),
    ],
)
def test_what_is_not_to_be_flagged(expect: str, listed: str | None, right: bool) -> None:
    lists = {listed: [_row("f01", "甲罚〔2025〕3号")]} if listed else {}
    half = _judged([_truth("f01", "甲罚〔2025〕3号", expect)], **lists).models["f01"]["open"]
    assert (half.others, half.outcome_right, half.false_alarms) == (1, right, listed == "flagged")


def test_a_number_is_found_however_it_is_written_and_in_a_group() -> None:
    truth = [_truth("f06", "甲罚[2025]第007号", "flagged"), _truth("f01", "甲罚〔2025〕7号", "flagged")]
    found = _judged(
        truth, flagged=[_row("f06", "P1", related="甲罚〔2025〕6号;甲罚〔2025〕7号", kind="party")]
    )
    assert found.models["f06"]["open"].found == 1
    assert found.models["f01"]["open"].found == 0


def test_of_several_findings_on_one_number_the_party_decides() -> None:
    truth = [_truth("f13", "（2024）甲刑初1号", "not_listed", party="王某")]
    lists = [_row("f13", "p1", party="李某", related="（2024）甲刑初1号", kind="party")]
    mine = [_row("f13", "p2", party="王某", related="（2024）甲刑初1号", kind="party")]
    half = _judged(truth, flagged=lists, excluded=mine).models["f13"]["open"]
    assert half.false_alarms == 0


def test_findings_that_nobody_expected() -> None:
    truth = [_truth("f01", "甲罚〔2025〕3号", "flagged", half="frozen")]
    flagged = [
        _row("f14", "甲罚〔2025〕3号"),  # a case of the truth, another model: nobody judged it
        _row("r01", "甲检〔2025〕11号"),
        _row("r01", "甲检〔2025〕12号"),
        _row("s01", "甲检〔2025〕13号"),  # learned and statistical leads on all are no findings of a rule
    ]
    found = _judged(truth, flagged=flagged)
    assert found.unjudged == {"f14": 1}
    assert found.models["r01"]["open"].ordinary_flagged == 1
    assert found.models["r01"]["frozen"].ordinary_flagged == 1
    assert [line.split()[1] for line in found.errors] == ["甲检〔2025〕11号"]


def test_errors_of_the_frozen_half_are_not_named() -> None:
    assert _judged([_truth("f01", "甲罚〔2025〕3号", "flagged", half="frozen")]).errors == []


def test_numbers_that_differ_stay_apart() -> None:
    assert len({_key("甲罚〔2025〕3号"), _key("甲罚〔2025〕30号"), _key("甲罚〔2024〕3号")}) == 3
