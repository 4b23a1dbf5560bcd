"""What an analyst says of two records overrides number, name and score, on all records of both parties."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.parties.judgements import Verdict
from tests.parties_pool import CODE, NOW, OTHER_ID, OWNER_ID, RESOLVED, District

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

ONE, OTHER, THIRD = "甲罚〔2025〕1号", "甲罚〔2025〕2号", "甲罚〔2025〕3号"
CASE = "公立〔2025〕1号"
# One number on everything: 1号 and the police case by 车永清, 2号 and 3号 by 车永晴 with another telephone.
BY_NUMBER = {
    "penalty": [
        {"decision_no": ONE, "party_name": "车永清", "party_id_no": OWNER_ID, "phone": "13900000001"},
        {"decision_no": OTHER, "party_name": "车永晴", "party_id_no": OWNER_ID, "phone": "13900000002"},
        {"decision_no": THIRD, "party_name": "车永晴", "party_id_no": OWNER_ID, "phone": "13900000002"},
    ],
    "police_case": [{"police_case_no": CASE, "suspect_name": "车永清", "suspect_id_no": OWNER_ID}],
}


@pytest.fixture
def district(tmp_path: Path) -> District:
    return District(tmp_path)


def parties_of(district: District) -> dict[str, str]:
    """Return the party of each penalty, by its number."""
    rows = district.ask(
        "SELECT decision_no, party_id FROM party.resolved JOIN known.penalty USING (record_id)"
    )
    return dict(rows)


def judge(district: District, *words: tuple[Verdict, str, str]) -> None:
    """Register verdicts day by day, and link."""
    for day, (verdict, one, other) in enumerate(words):
        district.judge(verdict, one, other, NOW + timedelta(days=day))
    district.link()


def test_one_number_is_two_people_if_an_analyst_says_so(district: District) -> None:
    district.deliver(BY_NUMBER)
    district.link()
    assert len(set(parties_of(district).values())) == 1
    assert min(district.probabilities().values()) >= 0.95
    judge(district, ("different", ONE, OTHER))
    found = parties_of(district)
    assert found[ONE] != found[OTHER]
    assert found[OTHER] == found[THIRD], "the third goes with whom it shares name and telephone"
    # It propagates: nothing of the one is linked to a record of the other.
    assert district.probabilities() == {(ONE, CASE): pytest.approx(0.999), (OTHER, CASE): 0, (THIRD, CASE): 0}


def test_the_split_survives_a_rebuild_and_what_comes_later(district: District) -> None:
    district.deliver(BY_NUMBER)
    district.link()
    judge(district, ("different", ONE, OTHER))
    before = parties_of(district)
    district.deliver(
        {
            "penalty": [
                {
                    "decision_no": "甲罚〔2025〕4号",
                    "party_name": "车永晴",
                    "party_id_no": OWNER_ID,
                    "phone": "13900000002",
                }
            ]
        }
    )
    district.link()
    step_by_step = district.ask(RESOLVED)
    found = parties_of(district)
    assert {no: found[no] for no in before} == before
    assert found["甲罚〔2025〕4号"] == found[OTHER]
    district.link(full=True)
    assert district.ask(RESOLVED) == step_by_step


def test_one_code_is_two_bodies_if_an_analyst_says_so(district: District) -> None:
    # A code typed on the papers of another shop; each names its own head.
    district.deliver(
        {
            "penalty": [
                {
                    "decision_no": ONE,
                    "party_name": "甲区听涛烟酒店",
                    "credit_code": CODE,
                    "legal_rep": "车永清",
                },
                {
                    "decision_no": OTHER,
                    "party_name": "甲区望岳酒家",
                    "credit_code": CODE,
                    "legal_rep": "卫小满",
                },
            ]
        }
    )
    district.link()
    assert len(set(parties_of(district).values())) == 1
    judge(district, ("different", ONE, OTHER))
    assert len(set(parties_of(district).values())) == 2


@pytest.mark.parametrize(
    ("words", "together"),
    [
        # Newest first: B = C stands, A = B would bring A to C and holds for its two records alone.
        ([("same", ONE, OTHER), ("same", OTHER, THIRD), ("different", ONE, THIRD)], {OTHER, THIRD}),
        ([("same", OTHER, THIRD), ("same", ONE, OTHER), ("different", ONE, THIRD)], {ONE, OTHER}),
        ([("different", ONE, THIRD), ("same", OTHER, THIRD), ("same", ONE, OTHER)], {ONE, OTHER}),
        ([("different", ONE, THIRD), ("same", ONE, THIRD), ("same", ONE, OTHER)], {ONE, OTHER, THIRD}),
    ],
)
def test_contradicting_verdicts_have_one_outcome(
    district: District, words: list[tuple[Verdict, str, str]], together: set[str]
) -> None:
    numbers = (OWNER_ID, OTHER_ID, "319999197209110045")
    district.deliver(
        {
            "penalty": [
                {"decision_no": no, "party_name": name, "party_id_no": number}
                for no, name, number in zip(
                    (ONE, OTHER, THIRD), ("车永清", "卫小满", "沙守田"), numbers, strict=True
                )
            ]
        }
    )
    district.link()
    judge(district, *words)
    found = parties_of(district)
    assert len({found[no] for no in together}) == 1
    assert len(set(found.values())) == 4 - len(together)


def test_a_verdict_reaches_those_who_are_one_by_another_verdict(district: District) -> None:
    district.deliver(
        {
            "penalty": [
                {"decision_no": ONE, "party_name": "车永清", "party_id_no": OWNER_ID},
                {"decision_no": OTHER, "party_name": "卫小满", "party_id_no": OTHER_ID},
            ],
            "police_case": [{"police_case_no": CASE, "suspect_name": "车永清"}],
        }
    )
    district.link()
    assert 0.05 < district.probabilities()[ONE, CASE] < 0.95
    judge(district, ("same", ONE, OTHER), ("same", OTHER, CASE))
    assert district.probabilities() == {(ONE, CASE): 1, (OTHER, CASE): 1}
    district.judge("different", OTHER, CASE, datetime(2026, 7, 1))
    district.link()
    assert district.probabilities() == {(ONE, CASE): 0, (OTHER, CASE): 0}
