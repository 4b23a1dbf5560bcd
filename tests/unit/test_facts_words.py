"""What general words make of an amount: the act before it, its list, what was asked for or expected."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from models.facts.words.cues import CUES_FILE, MOST_WORDS, load_cues
from tests.facts_told import read_text
from warehouse.errors import RulebookError
from warehouse.yaml_text import parse as parse_yaml


def _role(text: str, span: str) -> str:
    return next(a.role for a in read_text(text) if a.span == span)


@pytest.mark.parametrize(
    ("text", "span", "role"),
    [
        ("当事人收取砂款91,560元。", "91,560元", "sold"),  # money for goods, and who receives it
        ("当事人支付砂款91,560元。", "91,560元", "cost"),  # who pays
        ("当事人购进黄芪50kg、单价28元。", "28元", "cost"),
        ("当事人销售黄芪50kg、单价36元。", "36元", "price"),
        ("该厂工人工资41.2万元，尚欠26.2万元。", "26.2万元", "wages"),
        ("少缴增值税5万元、消费税2万元。", "2万元", "tax_evaded"),  # a list
        ("清理污染土壤支出28.7万元。", "28.7万元", "loss"),
        ("该项目预计产值80万元。", "80万元", "unknown"),  # has not happened
        ("当事人将4,500元转账给供货方。", "4,500元", "unknown"),  # no crime against property here
        ("被告人谎称代办证件，让被害人转账4,500元。", "4,500元", "taken"),
        ("消费者要求赔偿800元。", "800元", "alleged"),
        ("我局接到投诉后立案，当事人销售金额800元。", "800元", "sold"),  # the complaint only began the case
        ("违法经营额6万元，其中已售4万元、未售2万元。", "2万元", "unsold"),
        ("按14元计货值42,000元。", "14元", "price"),
    ],
)
def test_general_words_are_settled_by_what_stands_around_them(text: str, span: str, role: str) -> None:
    assert _role(text, span) == role


def test_limit_right_after_or_in_a_list_is_the_norms_own() -> None:
    text = "外排废水超过排放限值（60mg/L、8mg/L）。血样已超过80mg/100ml的醉酒标准。"
    assert {a.span for a in read_text(text) if a.role == "statutory"} == {"60mg/L", "8mg/L", "80mg/100ml"}


def test_figures_that_look_like_dates_are_amounts_with_a_unit() -> None:
    assert [a.span for a in read_text("罚没款共计2086.4元。")] == ["2086.4元"]


def test_more_words_than_signs_stop_the_load(tmp_path: Path) -> None:
    table = parse_yaml(CUES_FILE.read_text("utf-8"))
    table["general"] += [f"金额{number}" for number in range(MOST_WORDS)]
    file = tmp_path / "cues.yaml"
    file.write_text(yaml.safe_dump(table, allow_unicode=True), "utf-8")
    with pytest.raises(RulebookError, match="too many cue words"):
        load_cues(file)


@pytest.mark.parametrize(
    ("text", "span", "role"),
    [
        ("货物总值18.9万元（已售11.2万元，在库7.7万元）。", "7.7万元", "unsold"),
        ("雇工采砂5,600方，得砂款15.68万元。", "15.68万元", "sold"),
        ("抵扣税款12.48万元，对应发票9份。", "12.48万元", "invoice_tax"),
        ("分给介绍人提成6,400元。", "6,400元", "cost"),
        ("停车收费10元/小时。", "10元/小时", "price"),
        ("王某出售信息，获25,280元。", "25,280元", "sold"),
        ("查获假烟标4.2万张。", "4.2万张", "labels"),
        ("苯甲酸1.6g/kg，超过1.0g/kg限量。", "1.0g/kg", "statutory"),
        ("盗割电缆320米，价值1.92万元。", "1.92万元", "taken"),
        ("某诊所被患者反映收费4.8万元，收费单载明实收3.2万元。", "3.2万元", "business"),
    ],
)
def test_words_beside_amounts(text: str, span: str, role: str) -> None:
    assert _role(text, span) == role


def test_what_books_sold_for_is_no_part_of_what_they_are_priced_at() -> None:
    found = {a.role: a.value for a in read_text("发行教辅2100册，码洋9.2万元，实洋5.5万元。") if a.is_measure}
    assert (found["goods"], found["sold"]) == (92000, 55000)
