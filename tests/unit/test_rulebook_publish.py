"""The tables of the rulebook hold what its files hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from models.card import load_cards
from models.rulebook import publish
from models.rulebook.penalties import load_penalties, norms
from models.rulebook.provinces import load_provinces
from tests import chain
from warehouse.intake.values import install_macros
from warehouse.pool import memory

RULEBOOK = chain.RULEBOOK()


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    con = memory()
    install_macros(con)
    publish.build(con, RULEBOOK, load_cards())
    return con


def test_a_norm_and_its_bands(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute(
        "SELECT law, article, from_on, basis, confidence, is_applied FROM rule.penalty_norm "
        "WHERE norm = 'food_unsafe'"
    ).fetchall() == [
        (
            "食品安全法",
            "第一百二十四条第一款",
            date(2015, 10, 1),
            "食品安全法（2021修正）第124条第1款",
            "V",
            True,
        )
    ]
    assert con.execute(
        "SELECT base, from_cny, below_cny, least_cny, most_cny, least_times, most_times "
        "FROM rule.penalty_band WHERE norm = 'food_unsafe' ORDER BY from_cny NULLS FIRST"
    ).fetchall() == [
        ("goods_cny", None, Decimal(10_000), Decimal(50_000), Decimal(100_000), None, None),
        ("goods_cny", Decimal(10_000), None, None, None, Decimal(10), Decimal(20)),
    ]


def test_every_version_is_there_and_what_was_not_compared_is_not_applied(
    con: duckdb.DuckDBPyConnection,
) -> None:
    versions = [v for norm in norms(load_penalties(RULEBOOK.vocabulary)) for v in norm.versions]
    counted = con.execute(
        "SELECT count(*), count(*) FILTER (WHERE NOT is_applied) FROM rule.penalty_norm"
    ).fetchall()
    assert counted == [(len(versions), sum(version.confidence == "M" for version in versions))]
    assert 0 < counted[0][1] < counted[0][0]


def test_what_the_provinces_set(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute("SELECT province, line, value FROM rule.provincial_line").fetchall()
    assert {(code, line) for code, line, _ in rows} == {
        (code, line) for code, p in load_provinces(RULEBOOK.vocabulary).items() for line in p.lines
    }
    assert all(value > 0 for _, _, value in rows)
