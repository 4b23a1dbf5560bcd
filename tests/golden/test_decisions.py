"""Decisions by writers who had not seen the program: each of the open halves is judged as the law does."""

from __future__ import annotations

from pathlib import Path

from bench.decisions import FOLDER
from tests.decision_cases import difference, judge, read_cases

CASES = read_cases(sorted(FOLDER.glob("*_open.yaml")))


def test_open_decisions_are_judged_as_the_law_does(tmp_path: Path) -> None:
    said = judge(tmp_path, CASES)
    wrong = {case.row["decision_no"]: difference(case, said[case.row["decision_no"]]) for case in CASES}
    known = {case.row["decision_no"] for case in CASES if case.wanted["known_wrong"]}
    assert not [why for no, why in wrong.items() if why and no not in known]
    assert not [no for no in known if wrong[no] is None], "called wrong, but right"
