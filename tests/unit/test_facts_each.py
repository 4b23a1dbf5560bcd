"""What one piece costs or leaves, told in few words, and lists whose unit stands once at their end."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from models.facts.amounts import Amount, read_many
from tests.facts_told import read_text


def _answer(text: str, role: str) -> Amount | None:
    return next((a for a in read_text(text) if a.role == role and a.is_measure), None)


@pytest.mark.parametrize(
    ("text", "sold"),
    [
        ("把空白发票卖给别人，一份卖一千五百元，前后卖掉九份。", "13500"),
        ("网上销售仿冒手提包，一只卖260元，共卖出30只。", "7800"),
        ("对外出售，一箱收80元，已售出50箱。", "4000"),
        ("卖假酒，一瓶要300元，卖了12瓶。", "3600"),
        ("衣服缝好后，卖一百二一件，卖出五十六件。", "6720"),
        ("散装白酒，两千五一吨，卖了四吨。", "10000"),
        ("已售出鸡蛋6000枚，每百枚售价70元。", "4200"),
        ("对外销售纸箱2万只，每千只卖800元。", "16000"),
    ],
)
def test_what_one_is_sold_for_is_a_price(text: str, sold: str) -> None:
    found = _answer(text, "sold")
    assert found is not None
    assert found.value == Decimal(sold)


@pytest.mark.parametrize(
    ("text", "unsold"),
    [
        ("查获时48000枚均尚未销售，按其标价每百枚6元计2880元。", "2880"),
        ("另有13500件尚未销售即被查获，按售价每百件5元计675元。", "675"),
        ("另有300件尚未销售即被查获，按售价每件5元计1500元。", "1500"),
    ],
)
def test_a_price_for_a_hundred_is_none_for_one(text: str, unsold: str) -> None:
    found = _answer(text, "unsold")
    assert found is not None
    assert found.value == Decimal(unsold)


def test_a_thing_that_was_sold_once_has_no_unit_price() -> None:
    found = _answer("当事人将假冒手表一块卖给张某，得款800元。", "sold") or _answer(
        "当事人将假冒手表一块卖给张某，得款800元。", "business"
    )
    assert found is None or found.value == Decimal(800)


@pytest.mark.parametrize(
    "text",
    [
        "共销售1.26万套，每套售价14元、利润9元，销售收入17.64万元，违法所得11.34万元。",
        "每套卖14元，成本5元，利润9元，卖了12600套，违法所得11.34万元。",
        "每套售价14元、挣9元，违法所得11.34万元。",
        "进价每套5元、售价14元、获利9元，违法所得共11.34万元。",
    ],
)
def test_what_one_leaves_is_no_gain(text: str) -> None:
    found = _answer(text, "gain")
    assert found is not None
    assert found.value == Decimal(113400)


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("四航次分别捕获鱿鱼3100、2800、3900、2800公斤。", ["3100", "2800", "3900", "2800"]),
        ("三车分别运走废渣12.5、13和11.2吨。", ["12.5", "13", "11.2"]),
    ],
)
def test_the_unit_of_a_list_stands_once(text: str, each: list[str]) -> None:
    weights = [a.value for a in read_text(text) if a.unit in ("千克", "吨") and a.kind == "stated"]
    assert weights == [Decimal(value) for value in each]


@pytest.mark.parametrize(
    ("text", "role", "value"),
    [
        ("全卖了，六千七百二十块，去掉羊毛、工钱，挣一千出头。", "sold", "6720"),
        ("去掉羊毛、工钱，挣一千出头。", "gain", "1000"),
        ("前后赚了两千块出头。", "gain", "2000"),
        ("评估报告认定权利人因此减少利润36.5万元。", "loss", "365000"),
        ("致使权利人利润减少36.5万元。", "loss", "365000"),
    ],
)
def test_sums_as_people_say_them(text: str, role: str, value: str) -> None:
    found = _answer(text, role)
    assert found is not None
    assert found.value == Decimal(value)


def test_what_a_plan_declares_was_not_dumped() -> None:
    text = "倾倒废乳化液3.84吨。当事人2025年度危废管理计划申报量为20吨。"
    found = _answer(text, "hazardous_waste")
    assert found is not None
    assert found.value == Decimal("3.84")


def test_a_price_is_nothing_to_the_text_after_it() -> None:
    texts = ["当事人销售某牌成套工具，进货渠道已经查明，每套售价14元", "利润9元，均已上缴。"]
    assert read_many(pl.Series(texts)) == [read_text(text) for text in texts]


def test_by_how_much_a_limit_was_passed_is_no_limit_whatever_stands_in_other_texts() -> None:
    texts = ["许可采伐80立方米", "实际采伐131.5立方米，超采51.5立方米。"]
    _, (cut, over) = read_many(pl.Series(texts))
    assert [cut, over] == read_text(texts[1])
    assert over.whose == "party"


def test_what_the_next_text_begins_with_says_nothing_of_the_last_amount() -> None:
    texts = ["以每吨600元的价格收取处置费，先后4次用罐车将废酸共52", "抢走耳环1只，价值836元。"]
    assert read_many(pl.Series(texts)) == [read_text(text) for text in texts]


def test_what_each_person_pays_is_no_part_of_the_takings() -> None:
    takings = _answer("网站上有声书没授权，付费会员730人，一人收12块，收入8,760。", "business")
    assert takings is not None and takings.value == takings.value_hi == Decimal(8760)
    assert _answer("非法办班，一人交300元，名册还在核对。", "business") is None
    whole = _answer("非法办班，一次收入300元。", "business")
    assert whole is not None and whole.value == Decimal(300)
