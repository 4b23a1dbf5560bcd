"""The exact tests behind the statistical leads, against values from textbooks and by counting."""

from __future__ import annotations

import math

import duckdb
import pytest

from warehouse.intake.values import install_macros
from warehouse.pool import memory


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    con = memory()
    install_macros(con)
    return con


def value(con: duckdb.DuckDBPyConnection, expression: str) -> float:
    return float(con.execute(f"SELECT {expression}").fetchall()[0][0])


@pytest.mark.parametrize(
    ("hits", "cases", "share"), [(0, 10, 0.5), (8, 10, 0.5), (10, 10, 0.5), (3, 20, 0.1), (400, 700, 0.55)]
)
def test_binomial_tail_is_the_sum_of_its_terms(
    con: duckdb.DuckDBPyConnection, hits: int, cases: int, share: float
) -> None:
    wanted = sum(math.comb(cases, k) * share**k * (1 - share) ** (cases - k) for k in range(hits, cases + 1))
    assert value(con, f"x_binomial_tail({hits}, {cases}, {share})") == pytest.approx(wanted, rel=1e-9)


def test_fisher_of_the_lady_tasting_tea(con: duckdb.DuckDBPyConnection) -> None:
    # Four cups of each kind, three of the four milk-first ones named: 17 of 70 (Fisher 1935).
    assert value(con, "x_fisher_tail(3, 4, 4, 8)") == pytest.approx(17 / 70)
    assert value(con, "x_fisher_tail(4, 4, 4, 8)") == pytest.approx(1 / 70)
    assert value(con, "x_fisher_tail(0, 4, 4, 8)") == 1.0


def test_few_peers_weigh_little(con: duckdb.DuckDBPyConnection) -> None:
    # Nine of ten against none of two, and against none of twenty.
    assert value(con, "x_fisher_tail(9, 10, 9, 12)") > 0.04
    assert value(con, "x_fisher_tail(9, 10, 9, 30)") < 1e-5
