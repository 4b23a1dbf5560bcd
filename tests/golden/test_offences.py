"""Every offence that fires: decisions that are flagged, clear, open and excluded, all in one pool.

The files under ``tests/golden/offences/`` hold, per offence, decisions in the words of agencies and what the
law makes of them (``tests/decision_cases.py`` says how). They go the whole way together: file, landing, pool,
facts, parties, rulebook, f01.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chain import RULEBOOK
from tests.decision_cases import OUTCOMES, Said, difference, judge, read_cases

CASES = read_cases(sorted((Path(__file__).parent / "offences").glob("*.yaml")))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Said]:
    """What the model and the evaluation say of each decision, by its number."""
    return judge(tmp_path_factory.mktemp("offences"), CASES)


@pytest.mark.parametrize("code", sorted({case.offence for case in CASES}))
def test_decisions_of_the_offence(code: str, told: dict[str, Said]) -> None:
    own = [case for case in CASES if case.offence == code]
    wrong = [difference(case, told[case.row["decision_no"]]) for case in own]
    assert not any(wrong), "\n".join(filter(None, wrong))


def test_every_offence_that_fires_is_shown_in_every_outcome() -> None:
    shown = {(case.offence, case.outcome) for case in CASES}
    wanted = {(offence.code, outcome) for offence in RULEBOOK().active for outcome in OUTCOMES}
    assert sorted(wanted - shown) == []


def test_every_exclusion_of_every_offence_is_shown() -> None:
    shown = {(case.offence, case.wanted["reason"]) for case in CASES if case.outcome == "excluded"}
    wanted = {(o.code, exclusion.code) for o in RULEBOOK().active for exclusion in o.exclusions}
    assert sorted(wanted - shown) == []
