"""What a fifth set of passages taught: weights and prices, rates, parts of a sale, whose an amount is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.facts.amounts import Amount
from tests.facts_told import read_text


def _amount(text: str, span: str) -> Amount:
    return next(a for a in read_text(text) if a.span == span and a.kind not in ("sum", "product"))


def _answers(text: str) -> dict[str, Decimal]:
    return {a.role: a.value for a in read_text(text) if a.is_measure}


@pytest.mark.parametrize(
    ("told", "lo", "hi", "unit"),
    [
        # 千克 behind Chinese numerals: no thousand of grams.
        ("三百六十千克", 360, 360, "千克"),
        ("七百千克", 700, 700, "千克"),
        ("4千千克", 4000, 4000, "千克"),
        ("九万千克", 90000, 90000, "千克"),
        ("四百五十二千克左右", Decimal("451.5"), Decimal("452.5"), "千克"),
        ("12.5市斤", Decimal("6.25"), Decimal("6.25"), "千克"),
        # The scale of a range is that of its end, whatever it is.
        ("3至7百万元", 3_000_000, 7_000_000, "元"),
        ("四至六百元", 400, 600, "元"),
        ("一百三十至一百八十万元", 1_300_000, 1_800_000, "元"),
        ("50至100元", 50, 100, "元"),
        ("五百至一千元", 500, 1000, "元"),
        ("3头半", Decimal("3.5"), Decimal("3.5"), "头"),
    ],
)
def test_numbers_and_units(told: str, lo: Decimal, hi: Decimal, unit: str) -> None:
    found = _amount(f"经查，涉及{told}，已扣押。", told)
    assert (found.value, found.value_hi, found.unit) == (lo, hi, unit)


@pytest.mark.parametrize(
    ("text", "span", "role"),
    [
        ("违法经营额为42万元，其中已售部分30万元，库存部分12万元。", "30万元", "sold"),
        ("违法经营额为42万元，其中已售部分30万元，库存部分12万元。", "12万元", "unsold"),
        ("卖出膏药600贴，得款1.8万元，除去药材款2千元，余1.6万元归己。", "2千元", "cost"),
        ("取得厂房租金收入80万元未申报，少缴房产税9.6万元。", "80万元", "concealed"),
        ("骗取退税款40万元，另有7万元因核查未予退税。", "7万元", "unknown"),
        ("先后三次载客，共收车费186元。", "186元", "business"),
        ("每局抽头30元，共抽头渔利2,700元。", "30元", "price"),
        ("敲诈菜贩五人，每人每月300元，先后敲得九千元。", "300元", "price"),
        ("强收保护费，敲诈勒索商户四次，得款8,000元，被公安机关抓获。", "8,000元", "taken"),
        ("本人得返利18,600元。", "18,600元", "gain"),
        ("送给主任现金2万元，获得订单64万元。", "64万元", "business"),
        ("没收违法所得，并处5万元罚款。", "5万元", "fine"),
        ("没收违法所得并处5万元罚款。", "5万元", "fine"),
        ("罚款数额按违法所得2.4万元的三倍计算为7.2万元。", "2.4万元", "gain"),
        ("每袋38元卖出，种植户6户购买，计760元。", "760元", "sold"),
        ("当事人从种植户6户处购买稻谷，计760元。", "760元", "cost"),
        ("向32名学员各收取1,900元，共计60,800元。", "1,900元", "price"),
        ("刷单900单，虚假交易额45万元。", "45万元", "unknown"),
        ("货主付押金，司机获运费2,600元。", "2,600元", "gain"),
        ("销售鞋帽1,200双，成交总额9.6万元，佣金率15%。", "9.6万元", "sold"),
    ],
)
def test_roles(text: str, span: str, role: str) -> None:
    assert _amount(text, span).role == role


@pytest.mark.parametrize(
    ("text", "span", "whose"),
    [
        ("失主称丢失现金8,000元，经查实，嫌疑人窃得现金5,200元。", "8,000元", "alleged"),
        ("劳动者投诉被拖欠工资3.2万元，经查实。", "3.2万元", "party"),
        ("商标权利人单方估算损失70万元，未提供证据。", "70万元", "alleged"),
        ("被举报人为90余名学生补课。", "90余名", "party"),
        ("经辨认，其中20瓶为真品，价值5,980元；假酒31瓶，货值9,269元。", "20瓶", "genuine"),
        ("经辨认，其中20瓶为真品，价值5,980元；假酒31瓶，货值9,269元。", "5,980元", "genuine"),
        ("从滞纳税款之日起按日加收万分之五的滞纳金。", "万分之五", "statutory"),
    ],
)
def test_whose(text: str, span: str, whose: str) -> None:
    assert _amount(text, span).whose == whose


@pytest.mark.parametrize(
    ("text", "role", "value"),
    [
        # A price for a 斤 or for 500克, and counts that are told in 千克.
        ("购进60斤，每斤9元，售出46斤，每斤18元，剩余14斤被扣押。", "sold", 828),
        ("购进60斤，每斤9元，售出46斤，每斤18元，剩余14斤被扣押。", "unsold", 252),
        ("以9元/500克的价格售出28公斤，其余已被扣押。", "sold", 504),
        ("以每克300元卖出15克。", "sold", 4500),
        ("每500克6.5元，售出28公斤。", "sold", 364),
        ("售出柴油100升，单价7元/升。", "sold", 700),
        # What each of several stolen things is worth.
        ("被告人窃得手机2部，每部价值1,500元。", "taken", 3000),
        ("被告人窃得电动车3辆，价值均为1200元。", "taken", 3600),
        ("被告人窃得手机2部，每部价值1,500元，共计价值3,000元。", "taken", 3000),
        # Sold, or handed over, of what there was.
        ("当事人收购废铅酸蓄电池14吨，出售10吨。", "hazardous_waste", 14),
        ("印制假冒商标标识32000枚，交付20000枚。", "labels", 32000),
        # Members of a site for gambling are those of no pyramid.
        ("以传销方式发展会员286人，层级4级。", "pyramid_people", 286),
    ],
)
def test_answers(text: str, role: str, value: int) -> None:
    assert _answers(text)[role] == value


def test_members_of_a_gambling_site_are_of_no_pyramid() -> None:
    assert "pyramid_people" not in _answers("赌博网站发展会员286人，接受投注120万元。")


def test_a_sum_under_a_table_has_no_price_of_its_own() -> None:
    text = "品名 数量（件） 单价（元） 金额（元）\n外套 120 260 31200\n长裤 95 180 17100\n合计 215 48300"
    assert (_amount(text, "215").unit, _amount(text, "260").role) == ("件", "price")
