"""The slip says in one line, or in a table, what became of a file."""

from __future__ import annotations

from datetime import date

from warehouse.intake.slip import Slip, render

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
        "行政处罚.csv · 市监 · 已入库 · penalty · 收到 1,200 = 入库 1,100 + 重复 50 + 更正 30 + 隔离 20"
        " · 2024-01-02 至 2024-07-01 · gb18030\n    备注"
    )
    assert REFUSED.line() == "坏.xlsx#甲 · 市监 · 拒收：the workbook is damaged"


def test_table_is_aligned_by_width_of_characters() -> None:
    head, first, second, reason = render([LOADED, REFUSED]).splitlines()
    assert head.split() == [
        "文件",
        "数据种类",
        "来源",
        "收到",
        "入库",
        "重复",
        "更正",
        "隔离",
        "编码",
        "起",
        "止",
        "状态",
    ]
    assert first.split()[3:8] == ["1,200", "1,100", "50", "30", "20"]
    assert second.split()[-1] == "拒收"
    assert reason == "坏.xlsx#甲：the workbook is damaged"
