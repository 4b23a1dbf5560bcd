"""What counts say: what makes one, what holds the things, orders, what is left, headings over lists."""

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
        "车上装有卷烟1060条（每条200支），司机不能提供准运证。",
        "车上装有卷烟1060条，司机不能提供准运证。该卷烟每条10盒200支。",
        "查获卷烟1060条，每条10包，每包20支。",
        "卷烟共1060条、每条装200支，均无激光码。",
    ],
)
def test_how_many_make_one_is_not_added(text: str) -> None:
    found = _answer(text, "cigarettes")
    assert found is not None
    assert (found.value, found.unit) == (1060, "条")


@pytest.mark.parametrize(
    "text",
    [
        "仓库堆放印有商标的瓶标，瓶标装在37个编织袋中，尚未清点数量。",
        "商标标识码放于12个纸箱内，数量未清点。",
        "印有注册商标的吊牌分放在3个货架上。",
    ],
)
def test_what_holds_the_labels_is_not_their_number(text: str) -> None:
    assert _answer(text, "labels") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "交易快照显示：九月，五十二单，每单一百九十八元；十月，九十一单，每单一百九十八元；"
            "十一月，一百五十单，促销价一百六十八元。",
            53514,
        ),
        ("后台显示共成交120单，每单88元。", 10560),
        ("网店订单记录：3月40单，单价50元；4月60单，单价50元。", 5000),
    ],
)
def test_orders_at_a_price_are_sales(text: str, value: int) -> None:
    found = _answer(text, "sold")
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("以0.5元一张的价格卖出1,600张，收入800元，另有400张在包裹中被扣。", 200),
        ("已售出200件，得款4000元，剩余50件被执法人员查扣。", 1000),
        ("卖出100瓶，收款3000元，20瓶尚未卖出。", 600),
    ],
)
def test_what_was_found_beside_sales_is_left(text: str, value: int) -> None:
    found = _answer(text, "unsold")
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    "text",
    [
        "卖油记账本共三页，合计：第一页21,340元，第二页18,660元，第三页17,250元。",
        "销售金额共计：甲店21,340元，乙店18,660元，丙店17,250元。",
        "销售收入合计：8月21,340元；9月18,660元；10月17,250元。",
    ],
)
def test_a_total_over_a_list_is_all_of_the_list(text: str) -> None:
    found = _answer(text, "sold")
    assert found is not None
    assert found.value == 57250


def test_a_total_before_its_parts_is_the_total() -> None:
    found = _answer("销售金额合计：57,250元，其中甲店21,340元，乙店35,910元。", "sold")
    assert found is not None
    assert found.value == 57250


@pytest.mark.parametrize(
    "text",
    [
        "收到买家付款90480元，付上家33780元，差额56700元归其所有。",
        "共收客户付款90480元，支付上家33780元，赚56700元。",
    ],
)
def test_what_customers_pay_is_no_gain(text: str) -> None:
    found = _answer(text, "gain")
    assert found is not None
    assert found.value == Decimal(56700)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("盗走手机，后将手机卖了600块。手机价值3280元。", 3280),
        ("盗走手机一部，次日以600元卖掉。手机经价格认定价值3280元。", 3280),
        ("偷走电动车一辆，骑到外地卖了800元，经认定价值2600元。", 2600),
    ],
)
def test_what_stolen_goods_brought_is_not_added_to_their_worth(text: str, value: int) -> None:
    found = _answer(text, "taken")
    assert found is not None
    assert found.value == value
