"""Amounts in tables: what a cell means stands in its heading, however the cells are divided."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.facts_told import read_text

_TABLE = [
    ["品名", "数量（瓶）", "销售单价", "销售金额（万元）"],
    ["甲酒", "12", "350", "0.42"],
    ["乙酒", "30", "120", "0.36"],
]


def _found(text: str) -> set[tuple[str, str, Decimal, str]]:
    return {(a.span, a.role, a.value, a.unit) for a in read_text(text) if a.kind not in ("sum", "product")}


@pytest.mark.parametrize("sign", ["\t", " | ", "   ", " ", "/"])
def test_cells_take_role_and_unit_of_their_heading(sign: str) -> None:
    text = "当事人销售情况：\n" + "\n".join(sign.join(line) for line in _TABLE) + "\n"
    assert _found(text) == {
        ("12", "unknown", Decimal(12), "瓶"),
        ("350", "price", Decimal(350), "元"),
        ("0.42", "sold", Decimal(4200), "元"),
        ("30", "unknown", Decimal(30), "瓶"),
        ("120", "price", Decimal(120), "元"),
        ("0.36", "sold", Decimal(3600), "元"),
    }


def test_cells_of_markup_keep_their_places() -> None:
    rows = ("".join(f"<td>{cell}</td>" for cell in line) for line in _TABLE)
    text = "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    assert ("0.42", "sold", Decimal(4200), "元") in _found(text)
    assert all(text[a.start : a.end] == a.span for a in read_text(text) if a.kind == "stated")


def test_unit_above_a_table_holds_for_its_money_only() -> None:
    text = "单位：万元\n项目 销售额 货值\n涉案产品 12.36 20\n"
    assert _found(text) == {
        ("12.36", "sold", Decimal(123600), "元"),
        ("20", "goods", Decimal(200000), "元"),
    }


def test_total_line_is_not_added_to_the_lines_above_it() -> None:
    text = "品名\t销售额（元）\n甲\t1200\n乙\t800\n合计\t2000\n"
    assert [a.value for a in read_text(text) if a.is_measure and a.role == "sold"] == [Decimal(2000)]


def test_equal_lines_of_a_table_are_both_counted() -> None:
    text = "品名\t销售额（元）\n甲\t1250\n乙\t1250\n"
    assert [a.value for a in read_text(text) if a.is_measure and a.role == "sold"] == [Decimal(2500)]


def test_lines_of_prose_are_no_table() -> None:
    text = "当事人销售 白酒\n共售出 30瓶 得款 2400元\n"
    assert ("2400元", "sold", Decimal(2400), "元") in _found(text)


@pytest.mark.parametrize("sign", ["\u3000", ",", "，", ";", "；", "、", "‖", "│", "｜"])
def test_cells_may_be_divided_by_any_sign(sign: str) -> None:
    found = _found("\n".join(sign.join(line) for line in _TABLE) + "\n")
    assert {("12", "unknown", Decimal(12), "瓶"), ("120", "price", Decimal(120), "元")} <= found
    assert ("0.42", "sold", Decimal(4200), "元") in found


@pytest.mark.parametrize(
    "text",
    [
        "销售明细：品名，数量（瓶），单价，销售金额；甲酒，12，350，4200；乙酒，3，50，150；合计，15，，4350。",
        "品名、数量（瓶）、单价、销售金额：甲酒、12、350、4200；乙酒、3、50、150；合计、15、、4350。",
        "品名|数量（瓶）|单价|销售金额\n甲酒|12|350|4200\n乙酒|3|50|150\n合计|15||4350。上述商品均系侵权商品。",
        "<td>品名</td><td>数量(瓶)</td><td>单价</td><td>销售金额</td><td>甲酒</td><td>12</td><td>350</td>"
        "<td>4200</td><td>乙酒</td><td>3</td><td>50</td><td>150</td>",
        "品名‖数量(瓶)‖单价‖销售金额‖甲酒‖12‖350‖4200‖乙酒‖3‖50‖150",
    ],
)
def test_table_within_one_sentence(text: str) -> None:
    found = _found(text)
    assert {("12", "unknown", Decimal(12), "瓶"), ("350", "price", Decimal(350), "元")} <= found
    assert {("4200", "sold", Decimal(4200), "元"), ("150", "sold", Decimal(150), "元")} <= found
    assert [a.value for a in read_text(text) if a.is_measure and a.role == "sold"] == [Decimal(4350)]


def test_sum_takes_its_meaning_from_the_price_beside_it_or_from_what_follows() -> None:
    assert ("900", "sold", Decimal(900), "元") in _found("品名 数量 售价(元) 金额(元)\n甲 60 15 900\n")
    assert ("900", "cost", Decimal(900), "元") in _found("品名 数量 进价(元) 金额(元)\n甲 60 15 900\n")
    text = "品名 数量 单价 金额(元)\n甲 60 15 900。以上为当事人售出明细。"
    assert ("900", "sold", Decimal(900), "元") in _found(text)


def test_columns_of_counts_have_the_unit_they_are_named_by() -> None:
    found = _found("单位：万元\n组别|人次|户数|货值\n甲|31|7|1.5\n")
    assert {("31", "unknown", Decimal(31), "人次"), ("7", "unknown", Decimal(7), "户")} <= found
    assert ("1.5", "goods", Decimal(15000), "元") in found


def test_numbers_of_lines_and_years_in_a_table_are_no_amounts() -> None:
    found = _found("单位：元\n序号 年度 项目 销售额\n1 2021 甲 1200\n2 2022 乙 800\n")
    assert {span for span, *_ in found} == {"1200", "800"}


@pytest.mark.parametrize(
    "text",
    [
        "<td>没收违法所得</td><td>2 160.00</td><td>罚 款</td><td>1 2 0 0 0.00</td>",
        "没收违法所得|2160.00|罚款|12000.00",
        "没收违法所得\t2,160\n罚款\t12,000",
    ],
)
def test_cells_may_stand_beside_their_names(text: str) -> None:
    found = {(role, value) for _, role, value, _ in _found(text)}
    assert found == {("forfeit_gain", Decimal(2160)), ("fine", Decimal(12000))}


def test_commas_of_prose_divide_no_cells() -> None:
    text = "当事人销售假冒白酒，货值金额较大，获利较多\n共售出30瓶，得款2400元，获利600元。"
    assert {(role, int(value)) for _, role, value, unit in _found(text) if unit == "元"} == {
        ("sold", 2400),
        ("gain", 600),
    }


def test_difference_in_a_table_of_taxes_was_not_paid() -> None:
    found = _found(
        "单位：万元\n项目　申报数　核定数　差额\n增值税　12.40　31.85　19.45\n合计　12.40　31.85　19.45\n"
    )
    assert ("19.45", "tax_evaded", Decimal(194500), "元") in found
    assert ("31.85", "tax_due", Decimal(318500), "元") in found


@pytest.mark.parametrize(
    ("text", "span", "role", "unit"),
    [
        ("清单：名称—数量—单价—价值：白酒—24瓶—480—11520；红酒—12瓶—1200—14400。", "480", "price", "元"),
        ("姓名、欠薪月数、欠薪金额（元）：甲、3、15000；乙、2、9800", "9800", "wages", "元"),
        ("姓名、欠薪月数、欠薪金额（元）：甲、3、15000；乙、2、9800", "3", "unknown", "月"),
        ("欠薪明细（元）：张强5600，李四8200，合计13800。", "四8200", "wages", "元"),
        ("日期 品名 数量 单价 金额\n3.1 白酒 12瓶 35 420\n3.5 白酒 20瓶 35 700\n", "700", "sold", "元"),
        ("进货：第一次100箱、单价45、金额4500；第二次80箱。", "4500", "cost", "元"),
        ("A款/35双/进价120/标价299；B款/12双/进价150/标价399。", "120", "cost", "元"),
    ],
)
def test_variants_of_tables(text: str, span: str, role: str, unit: str) -> None:
    assert (span, role, unit) in {(found, kind, of) for found, kind, _, of in _found(text)}


@pytest.mark.parametrize(("title", "role"), [("出售记录如下：", "sold"), ("进出库登记如下：", "unknown")])
def test_sums_of_a_table_of_sales_are_of_sales(title: str, role: str) -> None:
    text = f"{title}\n日期 数量（桶） 金额（元）\n3日 12 840\n9日 15 1050\n"
    assert {a.role for a in read_text(text) if a.kind == "stated" and a.unit == "元"} == {role}
