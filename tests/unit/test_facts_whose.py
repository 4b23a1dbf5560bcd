"""Whose an amount is, on what basis a gain is told, and what is told twice or in parts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.facts.amounts import Amount
from tests.facts_told import read_text


def _named(text: str, span: str) -> Amount:
    return next(a for a in read_text(text) if a.span.startswith(span) and a.kind not in ("sum", "product"))


def _answers(text: str) -> dict[str, Decimal]:
    return {a.role: a.value for a in read_text(text) if a.is_measure}


@pytest.mark.parametrize(
    ("text", "span", "whose"),
    [
        ("经查，当事人销售金额5万元。", "5万元", "party"),
        ("举报人称该店销售额达80万元。", "80万元", "alleged"),
        ("其他门店销售额12万元。", "12万元", "other"),
        ("该店的上家系陈某，陈某销售额70余万元，已由警方查办。", "70余万元", "other"),
        ("当事人系陈某，陈某销售额70余万元。", "70余万元", "party"),
        ("缴费金额16.9万元的说法未获印证，实际到账2万元。", "16.9万元", "alleged"),
        ("其销售正品的销售额30万元不计入。", "30万元", "genuine"),
        ("扣除非侵权商品的货款后，认定其卖出仿冒腰带收款62万元。", "62万元", "party"),
        ("剔除未侵权商品3件，认定货值金额8万元。", "8万元", "party"),
        ("该批腰带属非侵权商品，处罚款5000元的告知书作废。", "5000元", "party"),
        ("依照规定，货值金额不足一万元的，可以处罚款。", "一万元", "statutory"),
        ("采伐杉木，超出许可蓄积26.5立方米。", "26.5立方米", "party"),
        ("采伐许可证载明许可蓄积26.5立方米。", "26.5立方米", "statutory"),
    ],
)
def test_whose(text: str, span: str, whose: str) -> None:
    assert _named(text, span).whose == whose


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("当事人扣除进货成本后违法所得3200元。", "net"),
        ("当事人获得净利润3200元。", "net"),
        ("违法所得（未扣除成本）3200元。", "gross"),
        ("当事人违法所得3200元。", None),
    ],
)
def test_basis_of_a_gain_is_known_only_where_it_is_said(text: str, basis: str | None) -> None:
    amount = _named(text, "3200元")
    assert (amount.role, amount.basis) == ("gain", basis)


def test_only_a_gain_has_a_basis() -> None:
    assert _named("扣除运费后销售金额3200元。", "3200元").basis is None


def test_findings_repeat_the_charge() -> None:
    told = "被告人甲盗窃现金230元，又盗窃现金1500元。"
    assert _answers(f"公诉机关指控：{told}\n经审理查明：{told}")["taken"] == 1730


def test_two_acts_of_one_value_both_count() -> None:
    assert _answers("被告人甲盗窃现金200元。后又盗窃现金200元。")["taken"] == 400


def test_an_amount_taken_up_again_is_no_second_one() -> None:
    assert _answers("被告人盗窃钱包，内有现金4600元，后将4600元现金取走。")["taken"] == 4600


def test_a_total_whose_details_follow_stands_though_details_are_missing() -> None:
    text = "被告人多次骗取他人财物共计29.8万元。具体犯罪事实如下：2016年骗取张某现金12万元。"
    assert _answers(text)["taken"] == 298000


def test_bracket_of_a_norm_is_one_range() -> None:
    found = _named("依照规定，处五万元以上十万元以下罚款。", "五万元")
    assert (found.value, found.value_hi, found.role) == (50000, 100000, "statutory")


def test_spaced_print_is_read() -> None:
    assert _answers("销 售 金 额 为 5 6 0 0 元 ，违 法 所 得 1 2 0 0 元 。") == {"sold": 5600, "gain": 1200}


def test_price_of_loot_is_not_what_was_taken() -> None:
    text = "被告人将窃得的电动车以600元的价格变卖。经鉴定，该车价值2156元。"
    assert _answers(text)["taken"] == 2156


def test_a_fine_of_the_person_in_charge_is_a_fine_of_another() -> None:
    text = "决定对当事人罚款5万元，对直接负责的主管人员罚款6000元。"
    fines = {amount.value: (amount.role, amount.whose) for amount in read_text(text)}
    assert fines == {50000: ("fine", "party"), 6000: ("fine", "other")}


def test_the_share_of_a_partner_is_not_the_partys() -> None:
    assert _answers("合伙人高某分红13.5万元，当事人分红20万元。")["gain"] == 200000
    assert _answers("当事人与合伙人高某共同获利13.5万元。")["gain"] == 135000


def test_a_bare_total_is_of_what_was_spoken_of_before() -> None:
    text = "应发未发工资：4月31,250元，5月33,400元；两个月合计64,650元。"
    assert _answers(text)["wages"] == 64650


def test_some_more_or_fewer_is_about() -> None:
    found = _named("共卖了九百来袋。", "九百来袋")
    assert (found.value, found.value_hi) == (850, 950)


@pytest.mark.parametrize(
    ("said", "value"), [("二十三亩七分", "23.7"), ("四成五", "0.45"), ("5元3角2分", "5.32")]
)
def test_tenths_of_a_unit(said: str, value: str) -> None:
    assert _named(f"共计{said}。", said).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("储存汽油4.6吨，超过临界量1吨。", "1吨"),
        ("政府指导价350元/具，实收480元。", "350元"),
        ("经检验水分18.5%，国标14%。", "14%"),
    ],
)
def test_figures_of_norms(text: str, span: str) -> None:
    assert _named(text, span).whose == "statutory"


@pytest.mark.parametrize(
    ("text", "role", "value"),
    [
        ("从刘某处拿货60条，付款5,400元，已卖45条得4,950元。", "sold", 4950),
        ("出租银行卡4张，得3,000元。", "gain", 3000),
        ("审计确认，扣除师资、场租等支出后违法所得56,400元。", "gain", 56400),
        ("欠17名民工工钱共38.6万元，经责令支付12万元。", "wages", 386000),
    ],
)
def test_money_that_came_in(text: str, role: str, value: int) -> None:
    assert _answers(text)[role] == value


def test_a_price_of_a_material_alone_is_read_without_any_act() -> None:
    assert [amount.role for amount in read_text("原料：菜籽油每公斤13.2元。")] == ["cost"]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("直接经济损失91.7万元，另产生停产损失140余万元属间接损失。", "140余万元"),
        ("A地块木材价值31万元属合法采伐，不计。", "31万元"),
        ("货款2万元，系持证采伐所得，违法销售1万元。", "2万元"),
        ("公司另主张信誉损失20万元，因无依据不予认定。", "20万元"),
        ("同包厢另一人身上查获冰毒11.6克，与当事人无关，另案处理。", "11.6克"),
    ],
)
def test_what_is_said_afterwards_takes_an_amount_out(text: str, span: str) -> None:
    assert _named(text, span).whose in ("other", "alleged")


def test_land_of_ones_own_is_no_stock() -> None:
    assert "unsold" not in _answers("砍掉自留山上幼树，价格认定4800元。")
