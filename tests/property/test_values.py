"""Values: however a day or an amount is written, the same comes out; no text makes the reading fail."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.identifiers.text import FULL_WIDTH
from warehouse.contract import Column, load_feeds
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


@settings(max_examples=60, deadline=None)
@given(
    amount=st.decimals(0, 10**7, places=6),
    unit=st.sampled_from(list(UNITS)),
    factor=st.sampled_from([1, 10_000]),
    has_commas=st.booleans(),
    is_wide=st.booleans(),
    sign=st.sampled_from(["", "￥", "¥", "人民币"]),
)
def test_every_form_of_an_amount_is_that_amount(
    amount: Decimal, unit: str, factor: int, has_commas: bool, is_wide: bool, sign: str
) -> None:
    written = f"{amount:,f}" if has_commas else f"{amount:f}"
    written = sign + (written.translate(WIDE) if is_wide else written) + unit
    scale = UNITS[unit] or factor
    yuan = (amount * scale).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert pool().execute(
        "SELECT x_money(v, f) FROM (SELECT ? AS v, ?::DOUBLE AS f)", [written, factor]
    ).fetchall() == [(yuan,)]


COLUMNS: list[Column] = [
    load_feeds()["penalty"].column("penalty_kinds"),
    *{column.type: column for feed in load_feeds().values() for column in feed.columns}.values(),
]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.one_of(st.none(), st.text(max_size=20), st.text('0123456789.-/:年月日 %元,[]"', max_size=20)),
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
