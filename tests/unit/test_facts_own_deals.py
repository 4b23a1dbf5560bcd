"""Whose an amount is: who deals with whom, who is meant where no name stands, and how an account goes on.

Written from the requirement: what another did is no measure of the party; who deals with another at arm's
length did not act for that one; what cannot be told changes nothing.
"""

from __future__ import annotations

import pytest

from models.facts.actors import Known
from tests.facts_told import own_text

ZHANG, LI, WANG = Known(("张三",), "person"), Known(("李四",), "person"), Known(("王五",), "person")
FIRM = Known(("东来商贸有限公司", "赵大"), "unit")
OTHER_FIRM = Known(("西去食品有限公司", "钱二"), "unit")
SHOP = Known(("三记副食店", "孙三"), "person")


def _blanked(text: str, *spans: str) -> str:
    for span in spans:
        assert text.count(span) == 1
        text = text.replace(span, "■" * len(span))
    return text


@pytest.mark.parametrize(
    ("text", "person", "firm"),
    [
        (
            "张三从东来商贸有限公司购进过期奶粉，售出60箱，销售额3万元。东来商贸有限公司当年销售额40万元。",
            ("40万元",),
            ("60箱", "3万元"),
        ),
        (
            "东来商贸有限公司将柴油卖给张三，销售金额40万元。张三零售，销售金额3万元。",
            ("40万元",),
            ("3万元",),
        ),
        (
            "东来商贸有限公司销售柴油，销售金额40万元，货源均由张三供应。张三无证销售柴油，销售金额3万元。",
            ("40万元",),
            ("3万元",),
        ),
        (
            "东来商贸有限公司将木工部分分包给张三。张三拖欠9名工人工资3万元，东来商贸有限公司拖欠管理人员工资40万元。",
            ("40万元",),
            ("9名", "3万元"),
        ),
    ],
)
def test_who_deals_with_a_company_did_not_act_for_it(
    text: str, person: tuple[str, ...], firm: tuple[str, ...]
) -> None:
    assert own_text(text, ZHANG, FIRM) == _blanked(text, *person)
    assert own_text(text, FIRM, ZHANG) == _blanked(text, *firm)


@pytest.mark.parametrize(
    "text",
    [
        # What one is to the other is said.
        "东来商贸有限公司经理张三从东来商贸有限公司购进奶粉，销售额3万元。东来商贸有限公司销售额40万元。",
        "张三以东来商贸有限公司名义销售，从东来商贸有限公司购进奶粉，销售额3万元。",
        "张三挂靠东来商贸有限公司，向东来商贸有限公司采购钢材，销售额3万元。",
        # Nothing is said of it.
        "东来商贸有限公司销售额40万元，张三销售额3万元。",
        # What is handed over may be sold for whom it is of.
        "东来商贸有限公司将货物交给张三，张三销售额3万元。",
        # Side by side is not of one another.
        "张三与东来商贸有限公司销售劣质奶粉，张三销售额3万元。",
    ],
)
def test_who_may_have_acted_for_a_company_is_not_told_apart(text: str) -> None:
    assert own_text(text, FIRM, ZHANG) == text


def test_a_shop_and_a_company_are_two_businesses() -> None:
    text = "三记副食店销售过期奶粉，货值2万元；西去食品有限公司销售同批奶粉，货值30万元。"
    assert own_text(text, SHOP, OTHER_FIRM) == _blanked(text, "30万元")
    assert own_text(text, OTHER_FIRM, SHOP) == _blanked(text, "2万元")
    # Unless one belongs to the other.
    branch = text + "三记副食店系西去食品有限公司加盟店。"
    assert own_text(branch, OTHER_FIRM, SHOP) == branch


@pytest.mark.parametrize(
    ("text", "zhang", "li"),
    [
        ("张三采伐松木，李四采伐杉木。前者获利4万元，后者获利1万元。", ("1万元",), ("4万元",)),
        (
            "张三销售假种子。李四销售假农药。两案已并案。前者销售金额4万元；后者销售金额1万元。",
            ("1万元",),
            ("4万元",),
        ),
    ],
)
def test_the_former_and_the_latter(text: str, zhang: tuple[str, ...], li: tuple[str, ...]) -> None:
    assert own_text(text, ZHANG, LI) == _blanked(text, *zhang)
    assert own_text(text, LI, ZHANG) == _blanked(text, *li)


@pytest.mark.parametrize(
    "text",
    [
        # Of three nobody is the former.
        "张三采伐松木，李四采伐杉木，王五采伐樟木。前者获利4万元，后者获利1万元。",
        # Nor where one of two is nobody known.
        "张三采伐松木，周某某采伐杉木。前者获利4万元，后者获利1万元，李四到案。",
    ],
)
def test_who_is_meant_cannot_be_told(text: str) -> None:
    assert own_text(text, ZHANG, LI, WANG) == text


def test_that_company_is_the_one_named_last() -> None:
    text = "张三将病死猪卖给西去食品有限公司，该公司加工后出售，销售金额20万元。张三得款2万元。"
    assert own_text(text, ZHANG, OTHER_FIRM) == _blanked(text, "20万元")
    # A company that is nobody's known stands between.
    stranger = (
        "张三将病死猪卖给西去食品有限公司，又卖给他地某公司，该公司出售，销售金额20万元。张三得款2万元。"
    )
    assert own_text(stranger, ZHANG, OTHER_FIRM) == stranger


def test_so_many_are_those_named_before() -> None:
    text = "张三与李四系父子，二人共同开设酒坊，销售金额20万元。王五从酒坊拿货零售，销售金额4万元。"
    assert own_text(text, WANG, ZHANG, LI) == _blanked(text, "二人", "20万元")
    assert own_text(text, ZHANG, LI, WANG) == _blanked(text, "4万元")
    # Which two of three is not said, and all may be meant.
    unsure = "张三、李四、王五到案，二人销售金额20万元。"
    assert own_text(unsure, WANG, ZHANG, LI) == unsure


@pytest.mark.parametrize(
    "text",
    [
        "李四在市场摆摊，摊内存有假鞋40双，价值5000元。张三到案。",
        "李四向散户收购生猪，转手卖出，货款6万元。张三到案。",
        "李四施工中偷工减料，工程造价200万元，造成损失30万元。张三到案。",
        "李四接受投注，投注金额8万元，从中抽头9000元。张三到案。",
        "李四盗伐林木，蓄积7立方米，总价4000元。张三到案。",
        "李四走私冻品，偷逃应缴税额7万元。张三到案。",
        "李四用弹弓射杀斑鸠，使用钢珠打死9只。张三到案。",
    ],
)
def test_an_account_goes_on_with_who_acts(text: str) -> None:
    assert "元" not in own_text(text, ZHANG, LI)
    assert own_text(text, LI, ZHANG) == text


@pytest.mark.parametrize(
    "text",
    [
        # To whom it went does not act, and who is owed does not.
        "张三生产箱包，其中300只销往李四，收取货款9万元。",
        "张三收款后，尚欠李四8万元的货未发。李四到案。",
        # Whom a victim pays has it.
        "张三以代办为名行骗，李四转入2万元。",
        "张三行骗，李四又汇了2万元。",
        # All that is sold to one is no sale of that one.
        "张三制假，全部卖给李四，得款2万元。",
    ],
)
def test_who_gets_or_pays_is_not_who_acts(text: str) -> None:
    assert own_text(text, ZHANG, LI) == text


def test_what_several_and_others_did_is_of_each() -> None:
    text = "张三等人共采砂3000吨，获利10万元，其中张三获利6万元，李四获利4万元。"
    assert "10万元" in own_text(text, ZHANG, LI)
    assert "4万元" not in own_text(text, ZHANG, LI)


def test_what_one_of_them_did_alone() -> None:
    text = "张三伙同李四销售假烟12万元，李四私自销售假烟3万元。"
    assert own_text(text, ZHANG, LI) == _blanked(text, "3万元")
    assert own_text(text, LI, ZHANG) == text


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (
            "张三从陈某（另案处理）处进货。陈某批发假皮带，销售金额50万元；张三零售，销售金额3万元。",
            ("50万元",),
        ),
        ("张三零售假皮带，销售金额3万元。邻近的西山鞋帽店（已另案处理）销售金额6万元。", ()),
        ("张三伙同陈某（另案处理）销售假皮带，陈某经手50万元，张三经手3万元。", ()),
    ],
)
def test_who_is_dealt_with_elsewhere_is_known(text: str, spans: tuple[str, ...]) -> None:
    assert own_text(text, ZHANG) == _blanked(text, *spans)


def test_a_shop_that_is_dealt_with_elsewhere_is_another_business() -> None:
    text = "三记副食店销售过期奶粉，货值2万元。西山批发部（另案处理）销售同批奶粉，货值30万元。"
    assert own_text(text, SHOP) == _blanked(text, "30万元")


@pytest.mark.parametrize(
    "text",
    [
        # So many as the sentence before names divide the work: what is found with one of them is of each.
        "张三进货，李四发货，王五售后。上述三人分工合作，销售额20万元。在李四的仓库内查获假货，价值6万元。",
        # What one did alone is told, and then what they did together.
        "张三受王五委托，与李四一起排污，其中张三单独倾倒2吨，后两次由二人共同倾倒5吨。",
        # Who is handed on what another got has a part in it.
        "李四从外地获取废液60吨，随后运至张三。张三到案。",
        "李四收集废液60吨，后提供给张三。张三到案。",
    ],
)
def test_what_is_joint_stays_with_each(text: str) -> None:
    assert own_text(text, ZHANG, LI, WANG) == text


def test_what_one_did_alone_is_taken_out_of_what_was_joint() -> None:
    text = "张三受王五委托，与李四一起排污，其中张三单独倾倒2吨，后两次由二人共同倾倒5吨。"
    assert "5吨" in own_text(text, LI, ZHANG, WANG)
