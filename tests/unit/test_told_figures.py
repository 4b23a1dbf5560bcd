"""Figures that an account of facts tells: one amount, however it is written."""

from __future__ import annotations

from functools import cache

import duckdb
import pytest

from warehouse.intake.values import install_macros
from warehouse.pool import memory


@cache
def pool() -> duckdb.DuckDBPyConnection:
    con = memory()
    install_macros(con)
    return con


def told(text: str) -> list[float]:
    ((found,),) = pool().execute("SELECT x_told_figures(?)", [text]).fetchall()
    return [value / 100 for value in found]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("销售金额90,900元", [90900]),
        ("销售金额９０９００.00元", [90900]),
        ("销售金额9.09万元", [90900]),
        ("人民币玖万零玖佰元整", [90900]),
        ("人民币贰拾柒万叁仟玖佰零玖元整", [273909]),
        ("壹亿零贰拾万元，拾万零叁元", [100003, 100200000]),
        ("涉案卷烟326条（合65200支），又326条", [326, 65200]),
        ("自2025年11月20日至2026年6月8日", []),
        ("甲罚〔2025〕12345号决定书，甲移(2026)3号", []),
        ("证件号码319999198001010015", []),
        ("略。", []),
    ],
)
def test_one_amount_however_it_is_written(text: str, figures: list[float]) -> None:
    assert told(text) == figures


@pytest.mark.parametrize(("figure", "digits"), [(13623, 5), (50000, 1), (90900, 3), (0.5, 1)])
def test_round_figures_tell_little(figure: float, digits: int) -> None:
    assert pool().execute("SELECT x_telling_digits(?)", [int(figure * 100)]).fetchall() == [(digits,)]
