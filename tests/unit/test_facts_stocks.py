"""What is left unsold, and losses and gains that are denied: told outright, or following from figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.facts.amounts import Amount
from tests.facts_told import read_text


def _answer(text: str, role: str) -> Amount | None:
    return next((a for a in read_text(text) if a.role == role and a.is_measure), None)


@pytest.mark.parametrize(
    "text",
    [
        "当事人购进该批香肠40斤，售完，收入280元。",
        "上述机油425桶全部售予三家汽修店，收款3.4万元。",
        "该批电池悉数卖出，得款6,200元。",
        "购进口罩500个，进价1元，售价2元，已售罄。",
        "至检查时货物卖光了，共收款900元，现场未查到存货。",
        "当事人购进60瓶，售出60瓶，得款1800元。",
    ],
)
def test_nothing_is_left(text: str) -> None:
    found = _answer(text, "unsold")
    assert found is not None
    assert (found.value, found.value_hi, found.kind) == (0, 0, "nil")


@pytest.mark.parametrize(
    "text",
    [
        "该批货物尚未全部售出，已售出3箱，得款300元。",
        "当事人准备全部售予张某，尚未交货。",
        "没卖完的退给了厂家，卖出部分得款500元。",
        "等售完后再付货款，已收500元。",
    ],
)
def test_what_is_not_sold_out_is_not_nothing(text: str) -> None:
    found = _answer(text, "unsold")
    assert found is None or found.value > 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("该批棉签3000包，售出1900包，收入1710元。没收剩余棉签。", "990"),
        ("共复印80本，卖出65本，收取1300元，余15本已收缴。", "300"),
        ("生产白酒200瓶，其中40瓶已售出，得款4000元，其余封存。", "16000"),
        ("另有60张未售，卖出140张，收入1400元。", "600"),
        ("以每瓶30元购进白酒60瓶，以每瓶50元售出42瓶，余18瓶被扣押。", "900"),
        ("购进20箱，以280元/箱的价格售出12箱，剩余8箱。", "2240"),
    ],
)
def test_what_is_left_is_worth_what_the_rest_was_sold_for(text: str, value: str) -> None:
    found = _answer(text, "unsold")
    assert found is not None
    assert (found.value, found.kind) == (Decimal(value), "product")


@pytest.mark.parametrize(
    ("text", "role", "value"),
    [
        ("现场盘点未售部分：6204型1100套，标价48元；6308型600套，标价132元。", "unsold", "132000"),
        ("库存：甲酒20瓶，每瓶48元；乙酒30瓶，每瓶132元。", "unsold", "4920"),
        ("已售出：甲酒20瓶，每瓶48元；乙酒30瓶，每瓶132元。库存3瓶。", "sold", "4920"),
        ("现场清点成品2,180件，每件标价89元，合计194,020元，均未出厂。", "unsold", "194020"),
    ],
)
def test_what_leads_a_list_leads_all_of_it(text: str, role: str, value: str) -> None:
    found = _answer(text, role)
    assert found is not None
    assert found.value == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "当事人卖出皮带收到货款1.2万元，仓库另存2.5万元的皮带。",
        "其售得1.2万元，家里还存着2.5万元的货。",
        "皮带卖得1.2万元，2.5万元的货没卖掉。",
        "售出部分得款1.2万元，2.5万元的皮带尚未售出。",
    ],
)
def test_what_is_still_there_adds_nothing_to_what_was_sold(text: str) -> None:
    sold, left = _answer(text, "sold"), _answer(text, "unsold")
    assert sold is not None
    assert left is not None
    assert (sold.value, left.value) == (12000, 25000)


def test_money_in_the_bank_is_no_stock() -> None:
    assert _answer("其卖得1.2万元，另存入银行2.5万元。", "unsold") is None


@pytest.mark.parametrize(
    "text",
    [
        "销售额为412万元，均为其他产品，与本案无关。",
        "许可证到期前的销售额210万元属合法经营。",
        "店内其他品牌配件货值约20万元，查明为正品。",
    ],
)
def test_what_is_said_after_an_amount_takes_it_out(text: str) -> None:
    assert not [a for a in read_text(text) if a.is_measure]


def test_a_rough_figure_has_the_exact_one_of_its_brackets() -> None:
    found = _answer("受损车辆的损失经审计为286万余元（2,863,000元）。", "loss")
    assert found is not None
    assert (found.value, found.value_hi) == (Decimal("2863000"), Decimal("2863000"))


@pytest.mark.parametrize(
    "text",
    [
        "当事人购进50盒，自用2盒，售出30盒，得款900元，余下扣押。",  # how many are left is not told
        "购进甲酒30瓶、乙酒20箱，售出甲酒10瓶、乙酒5箱，共得款6000元，其余封存。",  # two prices
    ],
)
def test_a_rest_that_does_not_follow_stays_unknown(text: str) -> None:
    assert _answer(text, "unsold") is None


@pytest.mark.parametrize(
    ("text", "most"),
    [("购进30瓶，售出10瓶，得款1000元。", 2000), ("购进20公斤，卖给门诊病人13公斤，收款1950元。", 1050)],
)
def test_no_more_is_left_than_was_bought_and_not_sold(text: str, most: int) -> None:
    found = _answer(text, "unsold")
    assert found is not None
    assert (found.value, found.value_hi) == (0, most)


@pytest.mark.parametrize(
    "text",
    [
        "共印15000张，单价0.6元，收款9000元，获利4200元。",
        "生产口罩3万只，每只0.5元，收款15000元。",
        "加工吊牌8000枚，每枚0.25元，收入2000元。",
    ],
)
def test_of_what_was_all_paid_for_nothing_is_left(text: str) -> None:
    found = _answer(text, "unsold")
    assert found is not None
    assert (found.value, found.value_hi) == (0, 0)


def test_of_what_was_sold_nothing_follows_for_the_rest() -> None:
    assert _answer("卖出手机支架3000个，每个9元，收入27000元。", "unsold") is None


def test_one_count_that_is_all_sold_is_multiplied_by_its_price() -> None:
    found = _answer("共生产润滑油425桶，全部售予汽修店，每桶80元。", "sold")
    assert found is not None
    assert found.value == 34000


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("利润9000元，未给专利权人造成经济损失。", "loss"),
        ("报告已追回作废，未给任何单位造成损失。", "loss"),
        ("没有对环境造成直接经济损失。", "loss"),
        ("未造成人员伤亡和财产损失。", "loss"),
        ("当事人未从中取得利润。", "gain"),
        ("当事人没有获得任何收益。", "gain"),
    ],
)
def test_a_loss_or_gain_that_a_clause_denies_is_nil(text: str, role: str) -> None:
    found = _answer(text, role)
    assert found is not None
    assert (found.value, found.kind) == (0, "nil")


@pytest.mark.parametrize("text", ["未造成重大损失。", "未造成更大损失。", "未造成严重经济损失。"])
def test_no_great_loss_is_not_none(text: str) -> None:
    assert _answer(text, "loss") is None


def test_a_loss_after_what_did_not_happen_is_a_loss() -> None:
    found = _answer("未造成人员伤亡，经济损失3万元。", "loss")
    assert found is not None
    assert found.value == 30000


def test_a_share_beside_the_counts_does_not_hide_what_was_left() -> None:
    text = "所售饲料粗蛋白实测12.4%，低于标签16%，不合格。购进5吨，售出4吨，销售额12,000元。"
    found = _answer(text, "unsold")
    assert found is not None
    assert (found.value, found.value_hi) == (0, 3000)


def test_prices_at_which_a_stock_is_reckoned_are_no_values_of_it() -> None:
    found = read_text("仓库尚有未售水泵70台，按实际售价260元计算。")
    assert {a.value: a.role for a in found if a.kind == "stated" and a.unit == "元"} == {
        Decimal(260): "price"
    }
    answer = _answer("仓库尚有未售水泵70台，按实际售价260元计算。", "unsold")
    assert answer is not None
    assert answer.value == 18200


def test_one_reckoning_is_of_what_the_one_before_it_is() -> None:
    text = "已售出滤芯：甲型20个×15元＝300元；乙型30个×22元＝660元。"
    found = _answer(text, "sold")
    assert found is not None
    assert found.value == 960


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("现场查获未售毛巾40条、浴巾25条，单价分别为12元、30元。", 1230),
        ("库存甲型40台、乙型25台，分别按12元、30元的实际售价计算。", 1230),
        ("现场查获未售毛巾40条、浴巾25条，单价均为12元。", 780),
    ],
)
def test_as_many_prices_as_counts_are_each_for_its_own(text: str, value: int) -> None:
    found = _answer(text, "unsold")
    assert found is not None
    assert found.value == value
