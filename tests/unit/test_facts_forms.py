"""Numbers of a form of their own, and bare numbers that are money by the act before them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.facts.amounts import Amount
from tests.facts_told import read_text


def _all(text: str) -> list[Amount]:
    return [a for a in read_text(text) if a.kind not in ("sum", "product", "nil")]


@pytest.mark.parametrize(
    ("told", "value", "unit"),
    [
        # shares
        ("三分之一", "0.3333", "比例"),
        ("四分之三", "0.75", "比例"),
        ("十分之一", "0.1", "比例"),
        ("六成半", "0.65", "比例"),
        ("四成五", "0.45", "比例"),
        ("百分之三十五", "0.35", "比例"),
        ("七五折", "0.75", "比例"),
        ("88折", "0.88", "比例"),
        ("9.5折", "0.95", "比例"),
        ("七折", "0.7", "比例"),
        # halves, and 两 of a 斤
        ("半斤", "0.25", "千克"),
        ("一斤半", "0.75", "千克"),
        ("八两", "0.4", "千克"),
        ("三斤二两", "1.6", "千克"),
        ("两个半月", "2.5", "月"),
        ("三年半", "42", "月"),
        ("4吨半", "4.5", "吨"),
        # signs of money before and after, and signs between thousands
        ("RMB 5,000", "5000", "元"),
        ("CNY3500.00", "3500", "元"),
        ("5200RMB", "5200", "元"),
        ("5,200.00 CNY", "5200", "元"),
        ("12’500元", "12500", "元"),
        ("1·200·000元", "1200000", "元"),
        # rates of interest
        ("月息3分", "0.03", "比例"),
        ("月息一分五", "0.015", "比例"),
        ("年息两分", "0.2", "比例"),
    ],
)
def test_a_number_of_a_form_of_its_own(told: str, value: str, unit: str) -> None:
    found = _all(f"经查明，该处为{told}，其余不详。")
    assert [(a.value, a.unit) for a in found] == [(Decimal(value), unit)]


@pytest.mark.parametrize("told", ["上半年", "下半年", "三两天", "二级", "半成品"])
def test_what_only_looks_like_one(told: str) -> None:
    assert _all(f"经查明，该店{told}，其余不详。") == []


@pytest.mark.parametrize("told", ["35一件", "35元一件", "35块一件"])
def test_what_one_piece_costs(told: str) -> None:
    found = _all(f"当事人以{told}卖给散客。")
    assert [(a.value, a.role) for a in found] == [(35, "price")]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("证人说那烟一条65，一共3250。", [65, 3250]),
        ("“先转你2000，剩下1250下周。”", [2000, 1250]),
        ("他一瓶收了85，我付了三百。", [85, 300]),
        ("拿10双以下165，10双起148。", [165, 148]),
        ("当事人每斤卖35，合计1610。", [35, 1610]),
        ("投诉称“每人收了588”，不开发票。", [588]),
    ],
)
def test_money_by_the_act_before_it(text: str, values: list[int]) -> None:
    assert [int(a.value) for a in _all(text) if a.unit == "元"] == values


@pytest.mark.parametrize(
    "text",
    [
        "卖房号388，楼号12。",
        "门牌号1203，电话13800000000。",
        "收到编号为1203的货。",
        "其住址为5栋302，单元2。",
        "送货单共12，页码3。",
        "卖给302室住户，收据第15号。",
        "案卷〔2023〕15，卷宗2。",
    ],
)
def test_numbers_of_houses_telephones_and_papers_are_no_money(text: str) -> None:
    assert [a.span for a in _all(text) if a.unit == "元"] == []


def test_days_of_custody_are_a_term_also_before_a_fine() -> None:
    found = {(a.value, a.unit) for a in _all("对其司法拘留15日、罚款5万元。")}
    assert found == {(Decimal(15), "日"), (Decimal(50_000), "元")}
