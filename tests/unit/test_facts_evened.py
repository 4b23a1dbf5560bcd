"""Typography changes nothing that a text says, and evidence quotes the text as it stands."""

from __future__ import annotations

import polars as pl
import pytest

from models.facts.flags import read_flags
from models.facts.words.evened import evened, taken_back
from warehouse.intake.values import install_macros
from warehouse.pool import memory

# One account, filled to lines of one length as a mail or a page does.
ACCOUNT = (
    "2025年3月本大队向你单位发出责令限期改正通知书，要求拆除疏散通道上的铁栅栏并恢复自动喷淋，"
    "你单位拒不改正。5月26日包厢起火，顾客因通道封堵逃生不及，造成2人死亡、4人受伤，直接经济损失36000元。"
)
WRAPPED = "\n".join(ACCOUNT[at : at + 24] for at in range(0, len(ACCOUNT), 24))
LIST = "甲牌香烟20条单价100元金额2000元合计\n乙牌香烟20条单价100元金额2000元合计及其他\n丙牌白酒5瓶"
SHORT = "检察院认定犯罪情节轻微，对李某依法作出不\n起诉决定，移送我局给予行政处罚。"
TWO = "第一批卖给张某甲牌香烟20条，得款2000元\n第二批卖给李某乙牌香烟30条，得款3000元"
ROWS = "\n".join(
    f"{month}月在门店内向不特定顾客销售假冒卷烟{month}条得款{month}00元" for month in range(1, 5)
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("共 36 瓶，货值 5,000 元。", "共36瓶，货值5,000元。"),
        ("自 2025 年 3 月 1 日起", "自2025年3月1日起"),
        ("实际年利率６０％，１５人", "实际年利率60%，15人"),
        ("经查,该公司拒不改正;复查仍未改正", "经查，该公司拒不改正;复查仍未改正"),
        ("通知书。\n　　该公司未予理会。", "通知书。该公司未予理会。"),
        ("伍仟元整、贰仟元整。", "伍仟元、贰仟元。"),
        ("5000.00元、2000.5元", "5000元、2000.5元"),
        ("收款284，500元，退税3，264，800元", "收款284,500元，退税3,264,800元"),
        ("分别为284，500元", "分别为284,500元"),
        ("甲 5\n300元", "甲5\n300元"),
        ("5 300", "5 300"),  # two cells of a table
        ("2025年5月6日，300元", "2025年5月6日，300元"),
        (LIST, LIST),
    ],
)
def test_a_text_is_evened(text: str, read: str) -> None:
    even = evened(pl.Series([text, "别的"]))
    assert even.to_list() == [read, "别的"]
    # Wherever something is found in the evened text, it is quoted from the text as it stands.
    spans = [(first, last) for first in range(len(read)) for last in range(first + 1, len(read) + 1, 7)]
    found = pl.DataFrame(spans, {"start": pl.Int64, "end": pl.Int64}, orient="row").with_columns(
        text=pl.lit(0, pl.Int64), span=pl.lit("")
    )
    for row in taken_back(found, pl.Series([text, "别的"]), even).rows(named=True):
        assert row["span"] == text[row["start"] : row["end"]] if text != read else row["span"] == ""


@pytest.mark.parametrize(
    "text",
    [
        ACCOUNT,
        ACCOUNT.replace("。5", "。\n　　5"),
        ACCOUNT.replace("，", ","),
        ACCOUNT.translate({ord(figure): ord(figure) + 0xFEE0 for figure in "0123456789"}),
        f"<p>{ACCOUNT.replace('。5', '。</p><p>&nbsp;&nbsp;5')}</p>",
    ],
    ids=["plain", "paragraphs", "narrow", "wide", "markup"],
)
def test_a_circumstance_is_found_in_every_typography_and_quoted_from_it(text: str) -> None:
    flags = read_flags(pl.Series([text]))
    (told,) = flags.filter(pl.col("flag") == "is_fire_order_refused").rows(named=True)
    assert told["value"] is True
    assert told["span"] == text[told["start"] : told["end"]]
    for row in flags.rows(named=True):
        assert row["span"] == text[row["start"] : row["end"]]


def test_the_same_in_sql() -> None:
    con = memory()
    install_macros(con)
    told = {
        "６０％,货值5,000元;10:30,甲:乙.丙(丁)": "60%，货值5,000元；10:30，甲：乙。丙（丁）",
        "没有别的。": "没有别的。",
    }
    for text, read in told.items():
        assert con.execute("SELECT x_printed(?)", [text]).fetchall() == [(read,)]
    for text, read in {
        WRAPPED: ACCOUNT,
        LIST: LIST,
        ROWS: ROWS,
        SHORT: SHORT.replace("\n", ""),
        TWO: TWO,
        "一行": "一行",
    }.items():
        assert con.execute("SELECT x_unwrapped(?)", [text]).fetchall() == [(read,)]
    assert con.execute("SELECT x_printed(NULL), x_unwrapped(NULL)").fetchall() == [(None, None)]
