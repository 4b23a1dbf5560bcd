"""Values: every form that sources deliver, and what cannot be read."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb
import pytest

from warehouse.intake.values import install_macros
from warehouse.pool import memory


@cache
def pool() -> duckdb.DuckDBPyConnection:
    con = memory()
    install_macros(con)
    return con


def read(macro: str, raw: str | None) -> Any:
    return (
        pool()
        .execute(f"SELECT {macro.format('raw')} FROM (SELECT ?::VARCHAR AS raw)", [raw])
        .fetchall()[0][0]
    )


DAY = date(2024, 7, 18)


@pytest.mark.parametrize(
    "raw",
    [
        "2024-07-18",
        "2024/7/18",
        "2024.7.18",
        "20240718",
        "2024年7月18日",
        "2024年07月18日",
        "2024 年 7 月 18 日",
        "２０２４年７月１８日",
        "2024-07-18 23:59:59",
        "2024/7/18 9:05",
        "2024-07-18T10:00:00",
        "2024-07-18 00:00:00.000",
        "2024年7月18日10时30分",
        "20240718103000",
        "202407181030",
        "45491",
        "45491.0",
        "45491.75",
        " 2024-07-18 ",
        "　2024-07-18\t",
        "2024-07-18T10:00:00+08:00",
        "2024-07-17T16:00:00Z",
        "二〇二四年七月十八日",
        "二零二四年七月十八日",
        "２０２４年７月１８日（星期四）",
        "2024-07-18 周四",
        "2024—7—18",
        "2024、7、18",
        "2024.7.18.",
        "20240718 10:30",
        "2024年7月18日 下午3:20",
        "'2024-07-18",
        '="2024-07-18"',
    ],
)
def test_one_day_in_many_forms(raw: str) -> None:
    assert read("x_date({})", raw) == DAY


@pytest.mark.parametrize(
    "raw",
    [
        "2024-02-30",
        "2024-13-01",
        "24-07-18",
        "18/7/2024",
        "2024-07",
        "2024年7月",
        "infinity",
        "epoch",
        "99999999",
        "0",
        "1",
        "17",
        "1721260800",
        "近日",
        "二〇二四年七月",
        "二〇二四年十三月一日",
        "二〇二四年二月三十日",
        "二十四年七月十八日",
        "2024-07-18abc",
        "2024年7月18日至2024年8月1日",
        "-",
        "",
        None,
    ],
)
def test_what_is_no_day(raw: str | None) -> None:
    assert read("x_date({})", raw) is None


def test_a_term_without_end_is_kept() -> None:
    assert read("x_date({})", "9999-12-31") == date(9999, 12, 31)


@pytest.mark.parametrize(
    ("raw", "hour", "minute", "second"),
    [
        ("2024-07-18", 0, 0, 0),
        ("2024-07-18 10:30:15", 10, 30, 15),
        ("2024/7/18 9:05", 9, 5, 0),
        ("2024-07-18T10:30", 10, 30, 0),
        ("2024年7月18日10时30分15秒", 10, 30, 15),
        ("2024年7月18日 10时", 10, 0, 0),
        ("2024.7.18 10:30:15.250", 10, 30, 15),
        ("45491.4375", 10, 30, 0),
        ("20240718103015", 10, 30, 15),
        ("202407181030", 10, 30, 0),
        ("2024-07-18T02:30:00Z", 10, 30, 0),
        ("2024-07-18T10:30:00+08:00", 10, 30, 0),
        ("2024年7月18日 下午3:20", 15, 20, 0),
        ("2024年7月18日上午9时", 9, 0, 0),
        ("2024/7/18 下午12:05", 12, 5, 0),
        ("20240718 10:30", 10, 30, 0),
    ],
)
def test_times(raw: str, hour: int, minute: int, second: int) -> None:
    assert read("x_timestamp({})", raw) == datetime(2024, 7, 18, hour, minute, second)


@pytest.mark.parametrize("raw", ["2024-07-18 25:00", "2024-07-18 10:61", "10:30", None])
def test_what_is_no_time(raw: str | None) -> None:
    assert read("x_timestamp({})", raw) is None


@pytest.mark.parametrize(
    ("raw", "factor", "yuan"),
    [
        ("1234.5", 1, "1234.50"),
        ("1,234,567.89", 1, "1234567.89"),
        ("1，234", 1, "1234.00"),
        ("１２３４．５", 1, "1234.50"),
        ("￥1,234.56", 1, "1234.56"),
        ("'1234.56", 1, "1234.56"),
        ('="1234.56"', 1, "1234.56"),
        ("¥ 12", 1, "12.00"),
        ("人民币12元整", 1, "12.00"),
        ("RMB 12", 1, "12.00"),
        (" 12 ", 1, "12.00"),
        ("1.005", 1, "1.01"),
        ("-1.005", 1, "-1.01"),
        ("0.30000000000000004", 1, "0.30"),
        ("1e3", 1, "1000.00"),
        (".5", 1, "0.50"),
        ("0.000001", 10_000, "0.01"),
        ("1.5", 10_000, "15000.00"),
        ("1.50元", 10_000, "1.50"),
        ("2万", 1, "20000.00"),
        ("2万元", 10_000, "20000.00"),
        ("1.23456789亿元", 10_000, "123456789.00"),
        ("3千元", 1, "3000.00"),
        ("5百万元", 1, "5000000.00"),
        ("1234567890.123456", 10_000, "12345678901234.56"),
        ("0.0000005", 10_000, "0.01"),
        ("（1,234.00）", 1, "-1234.00"),
        ("0", 1, "0.00"),
    ],
)
def test_money_is_exact_yuan(raw: str, factor: int, yuan: str) -> None:
    assert read(f"x_money({{}}, {factor}::DOUBLE)", raw) == Decimal(yuan)


@pytest.mark.parametrize(
    ("raw", "factor", "yuan"),
    [
        ("叁万伍仟元整", 1, "35000.00"),
        ("贰万元零伍佰元", 1, "20500.00"),
        ("3万5千元", 1, "35000.00"),
        ("1万2000元", 1, "12000.00"),
        ("人民币叁仟元", 1, "3000.00"),
        ("叁萬圓正", 1, "30000.00"),
        ("三点五万元", 1, "35000.00"),
        ("二十万", 1, "200000.00"),
        ("三万五", 1, "35000.00"),
        ("两千五", 1, "2500.00"),
        ("伍仟零伍元整", 1, "5005.00"),
        ("壹亿贰仟叁佰万零伍拾元整", 1, "123000050.00"),
        ("壹拾贰万叁仟肆佰伍拾陆元柒角捌分", 1, "123456.78"),
        ("柒仟陆佰伍拾肆元零叁分", 1, "7654.03"),
        ("2,500元5角", 1, "2500.50"),
        ("伍角", 1, "0.50"),
        # The words say in what unit, whatever the header does; without any the header's holds.
        ("贰拾万元整", 10_000, "200000.00"),
        ("叁", 10_000, "30000.00"),
        # Told twice.
        ("伍仟元整（¥5000.00）", 1, "5000.00"),
        ("5000.00（伍仟元整）", 10_000, "5000.00"),
        ("0.5（伍仟元）", 10_000, "5000.00"),
        ("（大写）伍仟元整（小写）¥5000.00", 1, "5000.00"),
    ],
)
def test_money_in_words_is_exact_yuan(raw: str, factor: int, yuan: str) -> None:
    assert read(f"x_money({{}}, {factor}::DOUBLE)", raw) == Decimal(yuan)


@pytest.mark.parametrize(
    ("raw", "factor"),
    [
        *(
            (raw, 1)
            for raw in ("三万余元", "约三万元", "近叁万元", "数万元", "十几万元", "三五千元", "上万元")
        ),
        # Where a sign may have been left out, or two sums be meant.
        *(
            (raw, 1)
            for raw in ("伍仟伍元整", "三万五元", "2万元5百元", "壹万元、贰万元", "叁仟元至伍仟元", "1亿5")
        ),
        *((raw, 1) for raw in ("元", "万元", "百万元", "整", "15分", "999999999999999999亿元")),
        ("伍拾", 10_000),
        # Told twice, and not the same.
        ("5000.00（伍佰元整）", 1),
        ("伍仟元整（伍佰元整）", 1),
        ("3000（5000）", 1),
    ],
)
def test_words_that_are_no_exact_amount(raw: str, factor: int) -> None:
    assert read(f"x_money({{}}, {factor}::DOUBLE)", raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        "100元以上",
        "约100元",
        "1至2万元",
        "abc",
        "1.2.3",
        "元",
        "99999999999999999",
        "10美元",
        "nan",
        "",
        None,
    ],
)
def test_what_is_no_amount(raw: str | None) -> None:
    assert read("x_money({}, 1::DOUBLE)", raw) is None


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("3", 3),
        ("3.0", 3),
        ("１０", 10),
        ("1,000", 1000),
        ("10个工作日", 10),
        ("3日", 3),
        ("-2", -2),
        ("3.5", None),
        ("三", None),
        (None, None),
    ],
)
def test_integers(raw: str | None, value: int | None) -> None:
    assert read("x_integer({})", raw) == value


@pytest.mark.parametrize(
    ("raw", "factor", "share"),
    [
        ("30%", 1, 0.3),
        ("３０％", 1, 0.3),
        ("0.3", 1, 0.3),
        ("1", 1, 1.0),
        ("30", 0.01, 0.3),
        ("30%", 0.01, 0.3),
        ("30", 1, None),
        ("-0.1", 1, None),
        ("一半", 1, None),
        (None, 1, None),
    ],
)
def test_shares(raw: str | None, factor: float, share: float | None) -> None:
    assert read(f"x_share({{}}, {factor})", raw) == share


@pytest.mark.parametrize(
    ("raw", "truth"),
    [
        *((raw, True) for raw in ("是", "有", "Y", "yes", "1", "TRUE", "Ｙ", " 是 ")),
        *((raw, False) for raw in ("否", "无", "N", "no", "0", "False")),
        *((raw, None) for raw in ("", "-", "或许", "2", None)),
    ],
)
def test_truth(raw: str | None, truth: bool | None) -> None:
    assert read("x_bool({})", raw) is truth


@pytest.mark.parametrize(
    ("raw", "members"),
    [
        ("罚款", ["罚款"]),
        ("罚款;没收违法所得", ["罚款", "没收违法所得"]),
        ("罚款；警告、 没收违法所得，其他,", ["罚款", "警告", "没收违法所得", "其他"]),
        ('["罚款", "警告"]', ["罚款", "警告"]),
        ("[2019]号", ["[2019]号"]),
        ("无", None),
        ("", None),
        (None, None),
    ],
)
def test_lists(raw: str | None, members: list[str] | None) -> None:
    assert read("x_list({})", raw) == members


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (" 甲 乙\n", "甲 乙"),
        ("\u3000甲\ufeff", "甲"),
        ("无", "无"),
        ("-", None),
        ("—", None),
        ("/", None),
        ("NULL", None),
        ("", None),
        (None, None),
        ("很长的一段话" * 20 + " ", "很长的一段话" * 20),
    ],
)
def test_text_is_trimmed_and_else_as_delivered(raw: str | None, text: str | None) -> None:
    assert read("x_text({})", raw) == text
