"""Amounts in tables: what a cell means stands in its heading, however the cells are divided."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.facts.amounts import read_text

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
