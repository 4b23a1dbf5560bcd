"""Whatever figures a text or a column holds: one record of billions, or of nonsense, stops nobody's run."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bench.decisions import FOLDER
from tests.decision_cases import Case, judge, read_cases

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

COLUMNS = ("goods_value_cny", "business_amount_cny", "sales_amount_cny", "illegal_gain_cny", "tax_amount_cny")
# Ten thousand billion and more, what no column can hold, next to nothing, account numbers, other digits.
FIGURES = (
    *("12000000000", "999999999999", "9999999999999.99", "123456789012345678901234567890", "0.000000001"),
    *("999999999999万", "99999999亿", "九千九百九十九万亿", "1e9", "００００９９９９９９９９９９９９９"),
)
IN_COLUMNS = ("12000000000", "999999999999", "99999999999999", "9999999999999999.99", "0.01", "0")


def _absurd(case: Case, dice: random.Random) -> Case:
    row = dict(case.row)
    for name in ("facts", "penalty_text"):
        row[name] = re.sub(r"[0-9][0-9,.]*", lambda told: dice.choice([told[0], *FIGURES]), row.get(name, ""))
    return replace(case, row=row | {name: dice.choice([None, *IN_COLUMNS]) for name in COLUMNS})


def test_absurd_figures_stop_no_run(tmp_path: Path) -> None:
    dice = random.Random(1)
    cases = read_cases(sorted(FOLDER.glob("[ad]_open.yaml")))
    judged = judge(tmp_path, [_absurd(case, dice) for case in dice.sample(cases, 100)])
    assert len(judged) == 100
    assert sum(bool(said.by_offence) for said in judged.values()) > 50


def test_billions_are_read_as_they_stand(tmp_path: Path) -> None:
    cases = read_cases([FOLDER / "e_open.yaml"])
    case = next(case for case in cases if (case.offence, case.outcome) == ("225-tobacco", "flagged"))
    text = "当事人无烟草专卖零售许可证，销售卷烟，非法经营数额共计人民币120亿元。"
    billions = replace(case, row=case.row | {"facts": text, "business_amount_cny": "12000000000"})
    said = judge(tmp_path, [billions])[case.row["decision_no"]]
    assert said.outcome == "flagged"
    assert said.by_offence["225-tobacco"]["value"] == Decimal("12000000000")
