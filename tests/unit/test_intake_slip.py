"""The slip says in one line what became of a file."""

from __future__ import annotations

from datetime import date

from warehouse.intake.slip import Slip, total

LOADED = Slip(
    "行政处罚.csv",
    "",
    "penalty",
    "市监",
    1200,
    1100,
    50,
    30,
    20,
    "gb18030",
    date(2024, 1, 2),
    date(2024, 7, 1),
    notes=["备注"],
)
REFUSED = Slip("坏.xlsx", "甲", None, "市监", status="refused", reason="the workbook is damaged")


def test_line() -> None:
    assert LOADED.line() == (
        "行政处罚.csv · 市监 · 已入库 · 行政处罚决定 · 收到 1,200 = 入库 1,100 + 重复 50 + 更正 30 + 隔离 20"
        " · 2024-01-02 至 2024-07-01 · gb18030\n    备注"
    )
    assert REFUSED.line() == "坏.xlsx#甲 · 市监 · 拒收：the workbook is damaged"


def test_a_file_of_which_nothing_could_be_loaded_does_not_say_that_it_was() -> None:
    nothing = Slip("罚.csv", "", "penalty", "市监", received=2, quarantined=2)
    assert nothing.line() == (
        "罚.csv · 市监 · 已读取，没有一行能够入库 · 行政处罚决定 · 收到 2 = 入库 0 + 重复 0 + 更正 0 + 隔离 2"
    )
    assert "已入库" in Slip("空.csv", "", "penalty", "市监").line()


def test_the_sum_of_a_delivery() -> None:
    assert total([LOADED, REFUSED, LOADED]) == (
        "共 3 个文件或工作表：收到 2,400 = 入库 2,200 + 重复 100 + 更正 60 + 隔离 40；拒收 1 个，原因见上"
    )
    assert "拒收" not in total([LOADED])
