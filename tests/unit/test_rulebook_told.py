"""What accounts tell by themselves: several acts in one, others' acts, offences outside the rulebook."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from bench.charges import named
from models.rulebook.load import is_pattern
from models.rulebook.told import neighbours
from tests.rulebook_cases import RULEBOOK
from warehouse.yaml_text import parse as parse_yaml

WRITTEN = Path(__file__).parents[1] / "data" / "charges"


def of(*facts: str) -> list[set[str]]:
    """Return the offences named for each account."""
    return [set(ranked) for ranked in named([{"facts": text} for text in facts], RULEBOOK)]


@pytest.mark.parametrize(
    ("half", "recall", "precision"),
    [
        ("open", 0.95, 0.92),
        ("frozen", 0.9, 0.92),
        ("second_open", 0.95, 0.9),
        ("second_frozen", 0.78, 0.88),
        ("everyday", 0.97, 0.95),
    ],
)
def test_written_facts(half: str, recall: float, precision: float) -> None:
    rows = parse_yaml((WRITTEN / f"{half}.yaml").read_text("utf-8"))
    found = [
        set(ranked) - set(row.get("may", ())) for row, ranked in zip(rows, named(rows, RULEBOOK), strict=True)
    ]
    true = [set(row["is"]) for row in rows]
    right = sum(len(is_ & said) for is_, said in zip(true, found, strict=True))
    assert right >= recall * sum(map(len, true))
    assert right >= precision * sum(map(len, found))


def test_acts_are_read_each_for_itself() -> None:
    theft = "2020年3月1日夜，当事人翻墙进入某厂，窃得铜线一批，价值3000元"
    robbery = "2020年4月1日，当事人持刀威胁店员，抢走现金2000元"
    together, robbed, both = of(f"一、{theft}。二、{robbery}。", f"{robbery}。", f"{theft}，又{robbery}。")
    assert together == {"264"}
    assert robbed == set()
    assert both == set()


@pytest.mark.parametrize(
    "facts",
    [
        "店主低价进货后对外销售假冒注册商标的剃须刀，上家身份未查明。",
        "店主销售假冒注册商标的剃须刀，经查明，共售出四百把。",
        "经查明，店主明知是假冒注册商标的剃须刀仍销售。",
    ],
)
def test_the_words_before_what_was_found_out_tell_the_act(facts: str) -> None:
    """What stands before 查明 is passed over only where it says who found out."""
    assert of(facts) == [{"214"}]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ("作坊用别人牌子灌装玻璃水，卖了七万元", "213"),
        ("自产棉服上缝别人商标，卖了七万元", "213"),
        ("粉条里加了硼砂，卖出三十斤", "144"),
        ("无委托书印制他人酒标五万张", "215"),
        ("纸箱上标注他人专利号，经营额三十万元", "216"),
        ("未取得许可翻印教材九百册", "217"),
        ("知道是盗版仍卖，收款十一万元", "218"),
        ("替人打没有批文的溶脂针，收费三万元", "142-1"),
        ("婴幼儿米粉蛋白质含量几乎没有，营养严重不符", "143"),
        ("没有证贩卖香烟八万元", "225-tobacco"),
        ("炒卖美元折合七百万元", "225-forex"),
        ("无支付许可证替人归集资金，抽成二十万元", "225-payment"),
        ("未检测便出具检验报告三百份，收费二十万元", "229"),
        ("兜售空白发票二百份", "209"),
    ],
)
def test_terse_accounts_name_the_offence(facts: str, code: str) -> None:
    assert code in of(facts)[0]


@pytest.mark.parametrize(
    "facts",
    [
        "有证卖烟，未明码标价",
        "印刷厂未登记台账，印制宣传册五万张",
        "门店代收水电费，没有开具发票",
        "报告日期早于检测日期，更正后重出报告",
        "出售旧书十册，均为正版",
        "无证经营早点，收入八万元",
    ],
)
def test_terse_accounts_of_something_else_name_none(facts: str) -> None:
    assert of(facts) == [set()]


def test_goods_that_others_stole_are_no_theft() -> None:
    (found,) = of("当事人明知张某送来的电缆是偷来的，仍以每斤10元的价格收购，共收购300斤。")
    assert found == {"312"}


@pytest.mark.parametrize(
    "facts",
    [
        "当事人利用担任公司出纳的职务便利，将收取的货款占为己有，共计8万元。",
        "民警依法执行传唤时，当事人抗拒并咬伤民警手臂，构成轻微伤。",
        "当事人疏忽大意，失手将邻居推倒致其死亡。",
        "当事人身为检疫站工作人员，徇私舞弊，对未经检疫的病死猪肉出具合格证明，致其流入市场销售。",
        "当事人冒用拾得的信用卡，在取款机上取走现金5000元。",
    ],
)
def test_offences_outside_are_not_taken_for_their_neighbours(facts: str) -> None:
    assert of(facts) == [set()]


def test_elements_must_stand_together() -> None:
    whole, without_object = of(
        "当事人在其出租屋内把一小包冰毒以200元的价格交给王某，收取毒资。",
        "当事人在其出租屋内把一个快递以200元的价格交给王某。",
    )
    assert whole == {"347"}
    assert without_object == set()


def test_defence_and_evidence_tell_no_conduct() -> None:
    (found,) = of(
        "当事人殴打李某致其轻伤。辩护人提出李某曾盗窃其手机一部价值3000元。"
        "上述事实，当事人在调查中亦无异议，并有盗窃案卷宗、证人证言等证据证实。"
    )
    assert found == {"234"}


def test_a_type_of_violation_outweighs_the_account() -> None:
    (ranked,) = named([{"facts": "当事人在市场销售假冒品牌的运动鞋，明知不是正品。"}], RULEBOOK)
    assert ranked[:1] == ["214"]


def test_neighbours_are_patterns_and_known_offences() -> None:
    for each in neighbours():
        assert set(each.instead_of) <= set(RULEBOOK.offences), each.name
        for pattern in (*each.told, *each.besides, *each.unless):
            assert is_pattern(pattern), (each.name, pattern)
            pl.Series([""]).str.contains(pattern)
