"""Circumstances in the words of decisions: stated, denied, raised; never from a quoted statute."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.facts.circumstances import CIRCUMSTANCES_FILE, load_circumstances
from models.facts.words.cues import CUES_FILE, load_cues
from models.rulebook.vocabulary import load_vocabulary
from tests.facts_told import read_circumstances
from warehouse.errors import RulebookError
from warehouse.yaml_text import parse as parse_yaml

# What is stated and what is not, flag by flag, in as many files as there are fields of law.
_FILES = sorted((Path(__file__).parents[1] / "data" / "circumstances").glob("*.yaml"))
_EXAMPLES = [parse_yaml(file.read_text("utf-8")) for file in _FILES]
STATED = [pair for examples in _EXAMPLES for pair in examples["stated"].items()]
NOT_STATED = [pair for examples in _EXAMPLES for pair in examples["not_stated"].items()]
DENIED = [pair for examples in _EXAMPLES for pair in examples.get("denied", {}).items()]


def _found(text: str) -> dict[str, bool | None]:
    return {circumstance.flag: circumstance.value for circumstance in read_circumstances(text)}


@pytest.mark.parametrize(("flag", "text"), [(flag, text) for flag, listed in STATED for text in listed])
def test_stated(flag: str, text: str) -> None:
    assert _found(f"经查，{text}。").get(flag) is True


@pytest.mark.parametrize(("flag", "text"), [(flag, text) for flag, listed in NOT_STATED for text in listed])
def test_not_stated(flag: str, text: str) -> None:
    assert not _found(f"经查，{text}。").get(flag, False)


@pytest.mark.parametrize(("flag", "text"), [(flag, text) for flag, listed in DENIED for text in listed])
def test_denied(flag: str, text: str) -> None:
    assert _found(f"经查，{text}。").get(flag) is False


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        ("is_recovery_settled", "当事人已补缴税款"),
        ("is_drug_dealing", "冰毒是否用于贩卖或者受人指使运输，目前证据不足，仍在核查"),
        ("is_lawful_source", "该批商品具有合法来源"),
        ("is_hidden_discharge", "通过雨水管排放洗车水"),
        ("has_toxic_substance", "用非食品原料生产食品"),
    ],
)
def test_half_of_what_the_law_asks_is_only_raised(flag: str, text: str) -> None:
    found = _found(text)
    assert flag in found
    assert found[flag] is None


def test_words_on_another_topic_say_nothing() -> None:
    assert "is_bid_by_coercion" not in _found("以欺骗手段，骗取国家出口退税款363.07万元。")
    assert "is_trade_without_pollution" not in _found("火灾未造成污染。")


def test_a_denied_notice_is_denied() -> None:
    assert _found("税务机关未依法下达追缴通知")["has_recovery_notice"] is False


@pytest.mark.parametrize(
    ("flag", "text", "value"),
    [
        ("has_recovery_notice", "税务所未向该公司送达限期缴纳通知书", False),
        ("has_recovery_notice", "稽查局没有向纳税人依法下达追缴税款通知", False),
        ("has_recovery_notice", "当事人签收税务事项通知书后仍不补缴", True),
        ("is_lawful_source", "当事人拒绝说明涉案手机的来源", False),
        ("is_lawful_source", "店主讲不清货从哪来，货物来源不明", False),
        ("is_lawful_source", "经查证，其提交的发票系伪造，合法来源不予认可", False),
        ("is_lawful_source", "当事人主张的合法来源不成立", False),
        ("is_lawful_source", "当事人能说明该商品提供者，且不知道是侵权商品", True),
        ("is_lawful_source", "其已履行采购查验义务，没有证据证明其知道系假药", True),
        ("is_wages_paid", "在责令限期支付后，公司已将所欠工资全部付清", True),
        ("is_wage_order_unmet", "收到责令支付决定后，老板已足额支付工资", False),
        ("is_wage_order_unmet", "责令改正后公司全部结清欠薪", False),
        ("is_substandard", "该批电线经检验合格", False),
        ("is_seriously_over_limit", "产品不符合食品安全标准", None),
    ],
)
def test_denials_are_read_as_such(flag: str, text: str, value: bool | None) -> None:
    assert _found(f"经查，{text}。").get(flag) is value


def test_every_circumstance_of_the_vocabulary_can_be_read() -> None:
    assert set(load_circumstances().flags) == set(load_vocabulary().flags) == {flag for flag, _ in STATED}


@pytest.mark.parametrize(("file", "load"), [(CIRCUMSTANCES_FILE, load_circumstances), (CUES_FILE, load_cues)])
def test_a_mistake_in_a_table_is_named(file: Path, load: object, tmp_path: Path) -> None:
    assert callable(load)
    wrong = tmp_path / file.name
    wrong.write_text(file.read_text("utf-8") + "\nunknown: 1\n", "utf-8")
    with pytest.raises(RulebookError, match=file.stem):
        load(wrong)


def test_a_pattern_that_does_not_compile_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "circumstances.yaml"
    wrong.write_text(CIRCUMSTANCES_FILE.read_text("utf-8").replace("'{neg}", "'({neg}"), "utf-8")
    with pytest.raises(RulebookError, match="circumstances"):
        load_circumstances(wrong)


# What a circumstance is called, and how officials deny it or leave it open whatever it is called.
NAMED = [
    ("is_realistic_danger", "现实危险"),
    ("is_fake_drug", "假药"),
    ("is_poor_drug", "劣药"),
    ("is_substandard", "掺杂掺假"),
    ("is_harmful_publication", "非法出版物"),
    ("is_banned_waste", "国家禁止进口的固体废物"),
    ("is_drug_dangerous", "足以严重危害人体健康的情形"),
    ("is_gambling_device", "退币、退分等赌博功能"),
]


@pytest.mark.parametrize(("flag", "name"), NAMED)
@pytest.mark.parametrize(
    "denial",
    [
        "专家看过，够不上{}",
        "经认定不属于{}",
        "经检查，未发现{}",
        "现有证据不能认定系{}",
        "谈不上什么{}",
        "认为不存在{}",
        "可以排除{}",
        "构不成{}",
        "{}证据不足",
        "没有证据证明涉及{}",
    ],
)
def test_what_has_a_name_is_denied_in_anybodys_words(flag: str, name: str, denial: str) -> None:
    assert _found(denial.format(name)).get(flag) is False


@pytest.mark.parametrize(("flag", "name"), NAMED)
@pytest.mark.parametrize(
    "question",
    [
        "是否属于{}，鉴定意见尚未出具",
        "有无{}，目前无法确定",
        "涉嫌{}，已送检，认定意见尚未收到",
        "疑似{}，检验报告仍未出具",
        "是不是{}，正在等结论",
    ],
)
def test_what_has_a_name_is_left_open_in_anybodys_words(flag: str, name: str, question: str) -> None:
    found = _found(question.format(name))
    assert flag in found
    assert found[flag] is None


@pytest.mark.parametrize(
    "complaint",
    [
        "接举报称当事人销售的药品是假药",
        "群众反映该店销售假药",
        "消费者投诉称其购得的胶囊系假药",
        "网帖说这家诊所使用假药",
    ],
)
def test_what_a_complaint_says_is_not_found_yet(complaint: str) -> None:
    assert "is_fake_drug" not in _found(complaint)
    assert _found(f"{complaint}。经认定，上述药品系假药")["is_fake_drug"] is True
    assert _found(f"{complaint}。抽样检验结论为符合规定")["is_fake_drug"] is False
