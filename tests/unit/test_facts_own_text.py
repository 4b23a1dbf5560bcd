"""Amounts of one party are not the measure of another: who acts is read from the names that are known.

Written from the requirement (other parties' amounts are never used as the measure; what cannot be told
changes nothing) and the law: who takes part in a joint act answers for all of it (刑法 art. 25, 26, 27).
"""

from __future__ import annotations

import polars as pl
import pytest

from models.facts.actors import Known
from models.facts.amounts import read_many
from tests.facts_told import own_text

ZHANG, LI, WANG = "张三", "李四", "王五"


def _own(text: str, own: str, *others: str, shops: dict[str, str] | None = None) -> str:
    def known(name: str) -> Known:
        return Known(tuple(filter(None, (name, (shops or {}).get(name)))), "person")

    return own_text(text, known(own), *(known(name) for name in others))


def _sold(text: str, *parties: str, shops: dict[str, str] | None = None) -> list[int | None]:
    """What each of the parties sold, by the text without what is the others'."""
    own_texts = [
        _own(text, party, *(other for other in parties if other != party), shops=shops) for party in parties
    ]
    assert {len(own) for own in own_texts} == {len(text)}
    return [
        next((int(a.value) for a in found if a.role == "sold" and a.is_measure), None)
        for found in read_many(pl.Series(own_texts))
    ]


@pytest.mark.parametrize(
    ("text", "zhang", "li"),
    [
        ("张三销售假烟12万元，李四销售假烟3万元。", 12, 3),
        ("被告人张三销售假烟12万元；被告人李四销售假烟3万元。", 12, 3),
        ("经查明，2023年3月至6月，张三销售假烟12万元。同年7月，李四销售假烟3万元。", 12, 3),
        ("嫌疑人张三在甲地销售假烟，销售金额12万元，嫌疑人李四在乙地销售假烟，销售金额3万元。", 12, 3),
        ("其中张三销售假烟12万元、李四销售假烟3万元。", 12, 3),
        # By place.
        ("张三、李四分别销售假烟12万元、3万元。", 12, 3),
        ("当事人张三和当事人李四分别销售假烟，销售金额依次为12万元、3万元。", 12, 3),
        # Each as much.
        ("张三、李四各销售假烟5万元。", 5, 5),
        # The total of both is nobody's where nothing says that they acted together.
        ("张三、李四销售假烟共计15万元，其中张三12万元、李四3万元。", 12, 3),
        ("张三销售假烟12万元，李四销售假烟3万元，共计15万元。", 12, 3),
        # A joint act is of each who took part.
        ("张三伙同李四销售假烟15万元。", 15, 15),
        ("张三、李四共同销售假烟，销售金额共计15万元，其中张三经手12万元、李四经手3万元。", 15, 15),
        ("张三与李四合伙开店。张三销售假烟12万元，李四销售假烟3万元，销售金额共计15万元。", 15, 15),
        ("张三（男，35岁）、李四（女，30岁）结伙销售假烟8万元。", 8, 8),
        ("张三伙同李四销售假烟12万元，李四另单独销售假烟3万元。", 12, 15),
        # Whom a shopkeeper hires sells for the shop.
        ("张三雇佣李四看店，二人销售假烟，张三经手12万元，李四经手3万元，销售金额合计15万元。", 15, 15),
        # The subject goes on.
        ("张三销售假烟12万元。李四销售假烟2万元。其另销售假烟1万元。", 12, 3),
        ("张三销售假烟12万元。李四开店，被举报后该人交代销售假烟3万元。", 12, 3),
        # What stands between goes on with who acts, though it speaks of where the goods came from.
        ("张三销售12万元。李四明知系假烟，仍从张三处购入60条，售出45条，销售金额3万元，库存15条。", 12, 3),
        ("张三、李四不构成共同犯罪，张三销售假烟12万元，李四销售假烟3万元。", 12, 3),
        # Who is sold to and sells on.
        ("张三将假烟卖给李四，得款12万元，李四又加价卖给他人，得款20万元。", 12, 20),
        ("张三（销售假烟12万元）、李四（销售假烟3万元）。", 12, 3),
        ("张三从李四处购进假烟，销售金额12万元；李四销售给他人3万元。", 12, 3),
    ],
)  # fmt: skip
def test_each_has_their_own(text: str, zhang: int, li: int) -> None:
    assert _sold(text, ZHANG, LI) == [zhang * 10_000, li * 10_000]


@pytest.mark.parametrize(
    ("text", "sold"),
    [
        ("张三、李四、王五分别销售假烟12万元、3万元、1万元。", (12, 3, 1)),
        ("张三、李四共同销售假烟8万元，王五销售假烟3万元。", (8, 8, 3)),
        # That one had no part in it says nothing of the others.
        ("张三与李四合谋售假，王五未参与合谋。张三销售8万元，李四销售3万元，王五销售1万元。", (11, 11, 1)),
        # Who acts with one who acts with the party is of the same act.
        ("张三与李四合谋售假。李四雇佣王五看店。张三销售8万元，李四销售3万元，王五销售1万元。", (12, 12, 12)),
        ("张三销售假烟8万元；李四销售假烟3万元；王五销售假烟1万元。三人销售金额共计12万元。", (8, 3, 1)),
    ],
)
def test_three(text: str, sold: tuple[int, int, int]) -> None:
    assert _sold(text, ZHANG, LI, WANG) == [each * 10_000 for each in sold]


def test_what_is_made_of_goods_later_is_not_the_supplier_s() -> None:
    assert _sold("张三从李四处购进假烟，销售金额12万元。", LI, ZHANG)[0] is None


def test_what_is_ordered_of_each() -> None:
    text = "决定对张三没收违法所得12万元，对李四没收违法所得3万元。"
    assert _own(text, ZHANG, LI) == text.replace("3万元", "■■■")
    assert _own(text, LI, ZHANG) == text.replace("12万元", "■■■■")


@pytest.mark.parametrize(
    ("text", "zhang", "li"),
    [
        ("1.对张三处罚款5万元，没收违法所得12万元；2.对李四处罚款1万元，没收违法所得3万元。", 12, 3),
        ("张三违法所得12万元，李四3万元。", 12, 3),
        ("张三收入20万元，扣除成本后获利12万元。李四收入5万元，扣除成本后获利3万元。", 12, 3),
        ("张三的违法所得为12万元，李四的违法所得为3万元。", 12, 3),
        ("张三违法所得12万元，其妻子李四在店内帮忙，违法所得3万元。", 15, 15),
        ("张三拖欠15名工人工资，违法所得12万元，李四拖欠6名工人工资，违法所得3万元。", 12, 3),
    ],
)
def test_gains(text: str, zhang: int, li: int) -> None:
    roles = ("gain", "forfeit_gain")
    own_texts = [_own(text, ZHANG, LI), _own(text, LI, ZHANG)]
    for found, gain in zip(read_many(pl.Series(own_texts)), (zhang, li), strict=True):
        assert [int(a.value) for a in found if a.role in roles and a.is_measure] == [gain * 10_000]


@pytest.mark.parametrize(
    "text",
    [
        # To whom it was sold, one after the other.
        "张三自2024年起销售假烟，共销售给李四10万元、王五5万元，销售金额合计15万元。",
        "张三自2024年起销售假烟，共销售给李四10万元，王五5万元，销售金额合计15万元。",
        # Who sells for the party.
        "张三生产假烟，并由李四代为销售，李四销售假烟15万元。",
    ],
)
def test_what_others_bought_of_the_party_is_the_party_s(text: str) -> None:
    assert _own(text, ZHANG, LI, WANG) == text


def test_what_was_sold_to_the_party_is_not() -> None:
    text = "张三销售假烟12万元。李四共向张三销售假烟8万元，收款8万元。"
    assert _own(text, ZHANG, LI) == text.replace("8万元", "■■■")
    assert _own(text, LI, ZHANG) == text.replace("12万元", "■■■■")


@pytest.mark.parametrize(
    ("text", "zhang", "li"),
    [
        ("张三超载，核载10吨，实载26吨；李四超载，核载8吨，实载14吨。", ("10吨", "26吨"), ("8吨", "14吨")),
        ("张三采砂3000吨，价值13万元；李四采砂500吨，价值2万元。", ("3000吨", "13万元"), ("500吨", "2万元")),
        ("张三采伐杉木12立方米，李四采伐松木4立方米。", ("12立方米",), ("4立方米",)),
        ("张三倾倒废液12吨；李四倾倒废液3吨，收取处置费800元。", ("12吨",), ("3吨", "800元")),
    ],
)  # fmt: skip
def test_other_units(text: str, zhang: tuple[str, ...], li: tuple[str, ...]) -> None:
    for own, other, theirs in ((ZHANG, LI, li), (LI, ZHANG, zhang)):
        expected = text
        for span in theirs:
            expected = expected.replace(span, "■" * len(span))
        assert _own(text, own, other) == expected


def test_what_is_said_of_all_is_of_each() -> None:
    text = "张三、李四销售假药，其中张三销售金额8万元，李四销售金额2.5万元，均已售完，李四获利1万元。"
    assert _own(text, ZHANG, LI) == text.replace("2.5万元", "■■■■■").replace("1万元", "■■■")
    assert _own(text, LI, ZHANG) == text.replace("8万元", "■■■")


def test_what_is_found_with_somebody_is_theirs() -> None:
    text = "在张三的仓库内查获假酒500瓶，货值金额10万元；在李四的店内查获假酒60瓶，货值金额1.2万元。"
    assert _own(text, ZHANG, LI) == text.replace("60瓶", "■■■").replace("1.2万元", "■■■■■")
    bought = "从张三处购进假酒60瓶，查获假酒20瓶。张三、李四到案。"
    assert _own(bought, LI, ZHANG) == bought


def test_a_figure_behind_a_masked_name_is_no_part_of_it() -> None:
    text = "施某违法所得3万元，张某1.5万元。"
    assert _own(text, "施某", "张某") == text.replace("1.5万元", "■■■■■")
    numbered = "张某1违法所得3万元，张某2违法所得1万元。"
    assert _own(numbered, "张某1", "张某2") == numbered.replace("1万元", "■■■")


def test_masked_names() -> None:
    text = "张某销售假烟12万元，李某甲销售假烟3万元，李某乙销售假烟1万元。"
    assert _sold(text, "张某", "李某甲", "李某乙") == [120_000, 30_000, 10_000]


def test_a_name_in_full_in_the_record_and_masked_in_the_text() -> None:
    text = "张某销售假烟12万元，李某销售假烟3万元。"
    assert _sold(text, ZHANG, LI) == [120_000, 30_000]
    # Two masked names could each be the party: who it is cannot be told.
    unsure = "张某甲销售假烟12万元，张某乙销售假烟4万元，李某销售假烟3万元。"
    assert _own(unsure, ZHANG, LI) == unsure


def test_a_name_inside_a_longer_one() -> None:
    text = "王小销售假烟12万元，王小明销售假烟3万元。"
    assert _sold(text, "王小", "王小明") == [120_000, 30_000]


def test_shop_and_owner_are_one() -> None:
    text = "云桥区三记烟酒店销售假烟12万元，张三另在家中销售假烟1万元，李四销售假烟3万元。"
    shops = {ZHANG: "云桥区三记烟酒店"}
    assert _sold(text, ZHANG, LI, shops=shops) == [130_000, 30_000]


@pytest.mark.parametrize(
    "text",
    [
        "当事人销售假烟12万元，李四销售假烟3万元。",  # the party is not named
        "张三销售假烟12万元，店员销售假烟3万元。",  # nobody whom the records know
        "张三销售假烟12万元，赵六销售假烟3万元。",
        "张三销售假烟12万元。李四到案。另查明销售假烟3万元。",  # whose it is is not said
        "张三销售假烟12万元，李四支付货款3万元给张三。",  # what a buyer pays is what the party took
        "张三的货款由李四代收，李四收取张三货款3万元。",
        "张三、李四销售假烟15万元。",
        "张三与李四不和，张三销售假烟12万元。",
        "李四卖给张三假烟3万元。",  # what the party bought, and nothing else is told of it
        "张三租房，与李四销售假烟15万元。",
        "张三租房，通过李四销售假烟15万元。",
        "张三开店，委托李四销售，李四销售假烟15万元。",
        "李四等人销售假烟15万元，张三参与。",
        "张三到案。王老板销售假烟3万元。",
        "李四所有的货车实载45吨，由张三驾驶。",
    ],
)
def test_what_cannot_be_told_changes_nothing(text: str) -> None:
    assert _own(text, ZHANG, LI) == text


def test_who_is_accused_in_the_text_is_known_without_a_record() -> None:
    text = "被告人张三销售假烟12万元，被告人李四销售假烟3万元。"
    assert _sold(text, ZHANG) == [120_000]


def test_a_body_and_a_person_are_not_told_apart() -> None:
    # Whether the person acted for the body is not said.
    text = "甲地东来商贸有限公司销售假烟12万元，李四销售假烟3万元。"
    body, person = Known(("甲地东来商贸有限公司",), "unit"), Known((LI,), "person")
    assert own_text(text, body, person) == text
    assert own_text(text, person, body) == text


def test_two_bodies_are() -> None:
    text = "甲地东来商贸有限公司销售假烟12万元，乙地西去商贸有限公司销售假烟3万元。"
    one, other = Known(("甲地东来商贸有限公司",), "unit"), Known(("乙地西去商贸有限公司",), "unit")
    assert "12万元" in own_text(text, one, other)
    assert "3万元" not in own_text(text, one, other)
    assert "12万元" not in own_text(text, other, one)
