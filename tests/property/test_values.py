"""Values: however a day or an amount is written, the same comes out; no text makes the reading fail."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.identifiers.text import FULL_WIDTH
from warehouse.column import Column
from warehouse.contract import load_feeds
from warehouse.intake.values import install_macros, marks_sql, typed_sql
from warehouse.pool import memory

WIDE = {narrow: wide for wide, narrow in FULL_WIDTH.items()}
EXCEL_ZERO = date(1899, 12, 30)
UNITS = {"": None, "元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}


@cache
def pool() -> duckdb.DuckDBPyConnection:
    con = memory()
    install_macros(con)
    return con


def forms(day: date) -> list[str]:
    loose = f"{day.year}/{day.month}/{day.day}"
    return [
        f"{day:%Y-%m-%d}",
        loose,
        loose.replace("/", "."),
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y-%m-%d} 08:30:00",
        f"{loose} 8:30",
        loose.translate(WIDE),
        f" {day:%Y-%m-%d}　",
        str((day - EXCEL_ZERO).days),
        f"{(day - EXCEL_ZERO).days}.25",
    ]


@settings(max_examples=40, deadline=None)
@given(st.dates(date(1960, 1, 1), date(2099, 12, 31)))
def test_every_form_of_a_day_is_that_day(day: date) -> None:
    rows = (
        pool()
        .execute("SELECT v, x_date(v), x_timestamp(v)::DATE FROM (SELECT unnest(?) AS v)", [forms(day)])
        .fetchall()
    )
    assert {(found, at) for _, found, at in rows} == {(day, day)}, rows


# Planning to read money costs more than reading it: many amounts are read by one statement.
def money_of(written: list[str], factors: list[int]) -> list[Decimal | None]:
    told = pool().execute(
        "SELECT x_money(v, f) FROM (SELECT unnest(?) AS v, unnest(?)::DOUBLE AS f)", [written, factors]
    )
    return [found for (found,) in told.fetchall()]


FACTOR = st.sampled_from([1, 10_000])
AMOUNT = st.tuples(
    st.decimals(0, 10**7, places=6),
    st.sampled_from(list(UNITS)),
    FACTOR,
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "￥", "¥", "人民币"]),
)


@settings(max_examples=8, deadline=None)
@given(st.lists(AMOUNT, min_size=1, max_size=20))
def test_every_form_of_an_amount_is_that_amount(
    amounts: list[tuple[Decimal, str, int, bool, bool, str]],
) -> None:
    written, factors, wanted = [], [], []
    for amount, unit, factor, has_commas, is_wide, sign in amounts:
        figures = f"{amount:,f}" if has_commas else f"{amount:f}"
        written.append(sign + (figures.translate(WIDE) if is_wide else figures) + unit)
        factors.append(factor)
        wanted.append((amount * (UNITS[unit] or factor)).quantize(Decimal("0.01"), ROUND_HALF_UP))
    assert money_of(written, factors) == wanted, written


def section(number: int, digits: str, scales: str) -> str:
    """Four places in words: one 零 for any places left out between two that are not."""
    told, is_open = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            told += (
                ("零" if is_open and told else "") + digits[digit] + ("" if place == 0 else scales[place - 1])
            )
        is_open = not digit
    return told


def in_words(cents: int, digits: str, scales: str, unit: str) -> str:
    """An amount as a cheque has it."""
    yuan, told = cents // 100, ""
    for scale, sign in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = yuan // scale % 10**4
        if part:
            told += ("零" if told and part < 1000 else "") + section(part, digits, scales) + sign
    told += unit if told else ""
    if cents % 100 == 0:
        return told + "整"
    tens, ones = cents // 10 % 10, cents % 10
    return (
        told + (f"{digits[tens]}角" if tens else "零" if told else "") + (f"{digits[ones]}分" if ones else "")
    )


SPELT = st.tuples(
    st.integers(1, 10**14 - 1) | st.integers(1, 10**5).map(lambda yuan: yuan * 100),
    st.sampled_from([("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "元"), ("零一二三四五六七八九", "十百千", "圆")]),
    FACTOR,
    st.sampled_from(["", "人民币", "大写："]),
)


@settings(max_examples=10, deadline=None)
@given(st.lists(SPELT, min_size=1, max_size=30))
def test_an_amount_in_words_is_that_amount(
    amounts: list[tuple[int, tuple[str, str, str], int, str]],
) -> None:
    written = [before + in_words(cents, *words) for cents, words, _, before in amounts]
    found = money_of(written, [factor for _, _, factor, _ in amounts])
    assert found == [Decimal(cents) / 100 for cents, *_ in amounts], written


COLUMNS: list[Column] = [
    load_feeds()["penalty"].column("penalty_kinds"),
    *{column.type: column for feed in load_feeds().values() for column in feed.columns}.values(),
]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.none(),
            st.text(max_size=20),
            st.text('0123456789.-/:年月日 %元,[]"', max_size=20),
            st.text("0123456789零一二两三十百千万亿元角分整叁伍仟()至-", max_size=20),
        ),
        min_size=30,
        max_size=30,
    )
)
def test_no_text_makes_the_reading_fail(values: list[str | None]) -> None:
    values = [
        value and "".join(c for c in value if c != "\0" and not 0xD800 <= ord(c) < 0xE000) for value in values
    ]
    typed = [f"{typed_sql(c, 'v', '10000::DOUBLE')} AS t{place}" for place, c in enumerate(COLUMNS)]
    marks = [marks_sql(c, "v", f"t{place}") or "NULL" for place, c in enumerate(COLUMNS)]
    cells = f"SELECT v, {', '.join(typed)} FROM (SELECT unnest(?::VARCHAR[]) AS v)"
    rows = pool().execute(f"SELECT v, {', '.join(marks)} FROM ({cells})", [values]).fetchall()
    assert [row[0] for row in rows] == values
    assert not any(told for raw, *found in rows if raw is None for told in found)
