"""Numbers whose unit is told once for all of them, before or after them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.facts_told import read_text


def _values(text: str) -> list[int]:
    found = [a for a in read_text(text) if a.kind not in ("sum", "product") and a.unit == "元"]
    return [int(a.value) for a in found]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "返利分成（万元）：总代28.6、市代17.3、散户返点11.2，合盘57.1。",
            [286_000, 173_000, 112_000, 571_000],
        ),
        ("损失构成（万元）：死亡赔偿312.4；医疗18.65；合计331.05。", [3_124_000, 186_500, 3_310_500]),
        (
            "本案（币种为人民币，单位亿元）：集资3.27，归还1.85；挥霍0.16。",
            [327_000_000, 185_000_000, 16_000_000],
        ),
        ("赔案金额（元）依次：8,600、12,400、9850；共计30850。", [8600, 12_400, 9850, 30_850]),
        ("收款方式：微信58,930.50，支付宝41,207，现金6800。（单位：元）", [58_930, 41_207, 6800]),
        ("微信58,930.50‖支付宝41,207.00‖现金6,800.00‖币种：人民币元", [58_930, 41_207, 6800]),
        ("下列数额均以万元计。销售款12.5，料钱8，赚4.5。", [125_000, 80_000, 45_000]),
        ("单位：元\n烟酒 1200\n副食 800\n", [1200, 800]),
    ],
)
def test_one_note_gives_all_numbers_their_unit(text: str, values: list[int]) -> None:
    assert _values(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "单位：元。合同编号：20230512，登记年度2021，共3页。",
        "单位：万元。联系电话：13800000000，第12号，数量：20。",
        "货值（元）见附件。案卷编号12，序号3。",
        "该单位旦暮营业，编号5，等级3。",
    ],
)
def test_what_is_only_numbered_is_no_money(text: str) -> None:
    assert _values(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("没收违法所得 2 160.00 元。", 2160),
        ("罚 2 0 0 0 元。", 2000),
        ("货款￥ 3 528。", 3528),
        ("罚款 1 2 0 0 0.00 元。", 12_000),
        ("货款共1 200元。", 1200),
    ],
)
def test_digits_may_be_spaced(text: str, value: int) -> None:
    assert _values(text) == [value]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("每箱￥168 2箱共￥336。", [168, 336]),
        ("2023年5月12日 300元。", [300]),
        ("进价￥5 12瓶，售价￥8。", [5, 8]),
    ],
)
def test_two_cells_are_not_one_number(text: str, values: list[int]) -> None:
    assert _values(text) == values


def test_fines_need_no_unit() -> None:
    found = {(a.role, a.value) for a in read_text("拘留十五日，罚五千。乙罚三万五，责令停工。")}
    assert {("fine", Decimal(5000)), ("fine", Decimal(35_000))} <= found
