"""What addition and what is counted beside an amount say of its role."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.facts.amounts import Amount
from tests.facts_told import read_text


def roles(text: str) -> dict[Decimal, str]:
    return {
        amount.value: amount.role
        for amount in read_text(text)
        if amount.unit == "元" and amount.kind != "sum"
    }


def answer(text: str, role: str) -> Amount | None:
    return next((amount for amount in read_text(text) if amount.is_measure and amount.role == role), None)


@pytest.mark.parametrize(
    "text",
    [
        "核查：（1）虚构理疗123,760元；（2）多记床日37,080元；（3）挂床94,518.20元。累计套取255,358.20元。",
        "查明：甲院123,760元、乙院37,080元、丙院94,518.20元，三家合计骗取医保基金255,358.20元。",
        "一月份123760元，二月份37080元，三月份94518.20元，三个月总计骗得255358.20元。",
    ],
)
def test_parts_that_nothing_names_are_what_their_total_is(text: str) -> None:
    found = roles(text)
    assert [found[Decimal(value)] for value in ("123760", "37080", "94518.2", "255358.2")] == ["taken"] * 4


@pytest.mark.parametrize(
    "text",
    [
        "销售额60,160元；剩余268件，17,152元。合计77,312元，不移送。",
        "已售货值60160元，库存货值17152元。以上相加77312元。",
        "已销售金额60,160元。尚未售出的部分，货值17,152元。两部分共计77,312元。",
    ],
)
def test_sold_and_unsold_goods_together_are_all_goods(text: str) -> None:
    assert roles(text) == {Decimal(60160): "sold", Decimal(17152): "unsold", Decimal(77312): "goods"}


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("销给农贸市场，销售金额79.38万元；圈里的35头、值6.3万元。货值金额85.68万元。", "unsold"),
        ("货值金额85.68万元：销售金额79.38万元，另有35头值6.3万元。", "unsold"),
    ],
)
def test_of_two_parts_of_all_goods_the_other_was_not_sold(text: str, other: str) -> None:
    assert roles(text)[Decimal(63000)] == other


@pytest.mark.parametrize(
    "text",
    [
        "合计拉土1,260车，入930,700元，付看场人126,000元，油耗和司机工资512,300元，余292,400元。",
        "营业收入930,700元，支付看场人126,000元，人工费512,300元，净剩292,400元。",
    ],
)
def test_what_takings_leave_after_costs_is_a_gain(text: str) -> None:
    found = roles(text)
    assert found[Decimal(292400)] == "gain"
    assert found[Decimal(930700)] == "business"
    assert found[Decimal(126000)] == "cost"


def test_small_figures_that_add_up_by_chance_stay_what_they_are() -> None:
    found = roles("罚款30元。运费20元。租金50元。")
    assert found == {Decimal(30): "fine", Decimal(20): "cost", Decimal(50): "rent"}


@pytest.mark.parametrize(
    "text",
    [
        "违法经营额认定如下：已销146件36,500元，待销235件58,750元。",
        "违法经营额中，已售146件36500元，未售235件58750元。",
        "违法经营额分两部分：售出146件36,500元，库存235件58,750元。",
    ],
)
def test_what_is_said_of_pieces_is_said_of_their_money(text: str) -> None:
    found = roles(text)
    assert found[Decimal(36500)] == "sold"
    assert found[Decimal(58750)] == "unsold"


@pytest.mark.parametrize("kept", ["存", "另扣", "店内留", "车上剩"])
def test_pieces_kept_were_not_sold(kept: str) -> None:
    text = f"销售该款鞋75双，每双132元，货款9,900元；{kept}220双，以售价132元计29,040元。"
    assert roles(text)[Decimal(29040)] == "unsold"


@pytest.mark.parametrize("kept", ["抵扣", "保存", "折扣"])
def test_words_that_end_alike_say_nothing_of_stock(kept: str) -> None:
    text = f"销售该款鞋，{kept}220双，货款29,040元。"
    assert roles(text)[Decimal(29040)] != "unsold"


@pytest.mark.parametrize(
    "text",
    [
        "当事人让供应商按每斤0.3元返利，三年供菜41万斤，收回扣12.3万元。",
        "收购蛇类的上线有3人，从甲处购王锦蛇64公斤，付款12.3万元。",
    ],
)
def test_a_supplier_who_is_no_subject_does_not_own_what_follows(text: str) -> None:
    assert {amount.whose for amount in read_text(text) if amount.value == Decimal(123000)} == {"party"}


@pytest.mark.parametrize(
    "text",
    [
        "违法经营额54万元；供货人林某涉嫌走私另案侦查，涉案金额1,200万元。",
        "违法经营额54万元；上家林某以每吨3万元出货，收入1,200万元。",
    ],
)
def test_a_supplier_who_is_the_subject_owns_what_follows(text: str) -> None:
    assert {amount.whose for amount in read_text(text) if amount.value == Decimal(12_000_000)} == {"other"}


@pytest.mark.parametrize(
    ("text", "value", "role"),
    [
        ("退赔款项分配：被害单位甲损失18.4万元，发还9.2万元。", 184000, "loss"),
        ("关于追缴情况：冒领抚恤金13,640元。", 13640, "taken"),
        ("拟处罚款：少缴税款的百分之八十，即495,053元。", 495053, "fine"),
    ],
)
def test_a_heading_does_not_change_what_stands_under_it(text: str, value: int, role: str) -> None:
    assert roles(text)[Decimal(value)] == role


def test_a_sum_of_parts_that_their_total_names_is_told_once() -> None:
    found = answer("虚构理疗123,760元；多记床日37,080元。累计套取160,840元。", "taken")
    assert found is not None
    assert found.value == Decimal(160840)


@pytest.mark.parametrize(
    "text",
    [
        "幼儿腹痛，医药费14,206.30元，园方垫付8,000元。",
        "苗木损失合计29,300元，肇事方已支付8,000元。",
        "造成经济损失29,300元，车主当场给付8,000元。",
    ],
)
def test_what_is_paid_after_a_loss_makes_it_good(text: str) -> None:
    assert roles(text)[Decimal(8000)] == "repaid"


def test_what_is_paid_after_refunds_of_another_matter_is_a_cost() -> None:
    text = "收费6,801,900元；退费1,327,000元；支付写手97.4万元。"
    assert roles(text)[Decimal(974000)] == "cost"


@pytest.mark.parametrize(
    "text",
    [
        "将危房补助款15,600元、退耕还林款8,424元据为己有。",
        "2016年将货款15,600元、8,424元不入账，据为己有。",
        "把客户付的购车款15,600元、保险费8,424元占为己有。",
    ],
)
def test_what_is_kept_for_oneself_was_taken_whatever_it_was(text: str) -> None:
    assert roles(text) == {Decimal(15600): "taken", Decimal(8424): "taken"}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("核定少计计税价格2,139,000元，追缴资源税128,340元。", "tax_evaded"),
        ("经查，该厂少缴资源税128,340元。现予追缴资源税128,340元。", "repaid"),
        ("判处罚金8万元，追缴魏某违法所得128,340元。", "forfeit_gain"),
        ("已追缴被骗款128,340元。", "repaid"),
    ],
)
def test_what_is_recovered_is_what_it_was(text: str, role: str) -> None:
    assert [a.role for a in read_text(text) if a.value == Decimal(128340)][-1] == role


@pytest.mark.parametrize(
    ("text", "role", "value"),
    [
        ("销售收入，原21,620元，现18,860元。", "sold", 18860),
        ("原审认定销售金额128,900元；经重新审计，销售金额应为108,500元。", "sold", 108500),
        ("一审认定盗窃电缆，价值49,600元；经重新鉴定，价值应为34,720元。", "taken", 34720),
        ("起诉书认定骗取12,800元；本院认定骗取人民币9,800元。", "taken", 9800),
        ("违法所得由7,050元更正为6,150元。", "gain", 6150),
    ],
)
def test_what_was_corrected_is_never_added(text: str, role: str, value: int) -> None:
    found = answer(text, role)
    assert found is not None
    assert found.value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("小黄鱼卖143,000元，带鱼卖25,800元，虾蛄作价抵油款7,520元。", 176320),
        ("出具报告87份，每份收费600元，共52,200元；另出具报告5份，收费4,500元。", 56700),
    ],
)
def test_acts_that_come_to_more_than_what_is_named_are_no_part_of_it(text: str, value: int) -> None:
    assert value in {int(a.value) for a in read_text(text) if a.is_measure and a.role in ("sold", "business")}


@pytest.mark.parametrize(
    "text",
    [
        "医保局飞检：重复收费1,207条，违规金额94,200元。",
        "经医保部门核查，该院将普通针刺按温针收取，多收94,200元。",
        "该店作为医保定点零售药店，进销存不符，差额申报94,200元。",
    ],
)
def test_what_insurers_were_charged_too_much_was_taken(text: str) -> None:
    assert roles(text)[Decimal(94200)] == "taken"


def test_what_customers_were_charged_too_much_is_a_gain() -> None:
    assert roles("价格检查：某医院重复收费，多收患者94,200元。")[Decimal(94200)] == "gain"


@pytest.mark.parametrize(
    "text",
    [
        "实际售得9,150元，皮某拿5,150元，尤某拿4,000元。",
        "销售收入9,150元，皮某分得5,150元，尤某分得4,000元。",
        "收取服务费9,150元，被告人实得5,150元，其余2人各得4,000元。",
    ],
)
def test_what_each_got_of_takings_is_a_gain(text: str) -> None:
    found = roles(text)
    assert [found[Decimal(value)] for value in (5150, 4000)] == ["gain", "gain"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("卖出大瓶1120瓶，每瓶390元；小瓶760瓶，每瓶125元。", "531800"),
        ("卖出50公斤装1120瓶，每瓶390元；15公斤装760瓶，每瓶125元。", "531800"),
        ("出售了A款12件，单价300元；B款20件，单价150元；C款5件，单价90元。", "7050"),
        ("卖出大瓶1120瓶，每瓶390元；退货小瓶760瓶，每瓶125元。", "436800"),
    ],
)
def test_what_was_sold_goes_on_past_the_semicolons_of_a_list(text: str, value: str) -> None:
    found = answer(text, "sold")
    assert found is not None
    assert found.value == Decimal(value)
