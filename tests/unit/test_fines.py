"""Fines held against the norms they cite: below the floor only if no reading of the record is lawful."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest

from models.card import load_cards
from models.common import fines
from models.rulebook import publish
from tests import chain
from tests.rulebook_cases import measure_columns
from warehouse.intake.values import install_macros
from warehouse.pool import memory

RULEBOOK = chain.RULEBOOK()
PRODUCT = "《中华人民共和国产品质量法》第五十条"
FOOD = "《食品安全法》第一百二十四条第一款第（五）项"


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    con = memory()
    install_macros(con)
    publish.build(con, RULEBOOK, load_cards())
    con.execute(
        "CREATE TABLE known.penalty (record_id VARCHAR, fine_cny DECIMAL(18,2), basis VARCHAR, "
        "decided_on DATE, facts VARCHAR, penalty_text VARCHAR, remark VARCHAR)"
    )
    con.execute(
        "CREATE TABLE fact.subject (feed VARCHAR, record_id VARCHAR, act_on DATE, party_kind VARCHAR)"
    )
    columns = ", ".join(f"{name} {kind}" for name, kind in measure_columns(RULEBOOK.vocabulary).items())
    con.execute(f"CREATE TABLE fact.measure ({columns})")
    return con


def judged(con: duckdb.DuckDBPyConnection, **record: Any) -> dict[str, Any] | None:
    """Return the row of one fine."""
    for table in ("known.penalty", "fact.subject", "fact.measure"):
        con.execute(f"DELETE FROM {table}")
    con.execute(
        "INSERT INTO known.penalty VALUES ('1', ?, ?, ?, ?, NULL, NULL)",
        [record["fine"], record["basis"], record.get("decided", date(2025, 6, 1)), record.get("facts")],
    )
    con.execute(
        "INSERT INTO fact.subject VALUES ('penalty', '1', ?, ?)",
        [record.get("act", date(2025, 3, 1)), record.get("kind", "unit")],
    )
    amounts = record.get("amounts", {})
    columns, values = ["feed", "record_id"], ["penalty", "1"]
    for name in RULEBOOK.vocabulary.amounts:
        low, high = amounts.get(name, (0, None))
        columns += [f"{name}_lo", f"{name}_hi"]
        values += [low, high]
    marks = ", ".join("?" * len(values))
    con.execute(f"INSERT INTO fact.measure ({', '.join(columns)}) VALUES ({marks})", values)
    fines.build(con, RULEBOOK.vocabulary)
    rows = con.sql("FROM fact.fine_floor").pl().to_dicts()
    return rows[0] if rows else None


def is_below(con: duckdb.DuckDBPyConnection, **record: Any) -> bool | None:
    found = judged(con, **record)
    return None if found is None else found["is_below_floor"]


def goods(low: int, high: int | None = None) -> dict[str, tuple[int, int | None]]:
    return {"goods_cny": (low, low if high is None else high)}


@pytest.mark.parametrize(
    ("fine", "amounts", "below"),
    [
        # Half of the value is the floor, and the floor itself is lawful.
        (24_999, goods(50_000), True),
        (25_000, goods(50_000), False),
        # Of an interval the lower end counts; nothing known leaves no floor.
        (20_000, goods(30_000, 90_000), False),
        (14_999, goods(30_000, 90_000), True),
        (1, {}, False),
    ],
)
def test_multiples_of_the_value(con: duckdb.DuckDBPyConnection, fine: int, amounts: Any, below: bool) -> None:
    assert is_below(con, fine=fine, basis=PRODUCT, amounts=amounts) is below


@pytest.mark.parametrize(
    ("fine", "amounts", "below"),
    [
        # Below 10,000 of value: 50,000 at least; from 10,000 on: ten times the value.
        (49_999, goods(9_999), True),
        (50_000, goods(9_999), False),
        (99_999, goods(10_000), True),
        (100_000, goods(10_000), False),
        # Value unknown: the lower of both bands.
        (49_999, {}, True),
        (60_000, {}, False),
        # Somewhere from 8,000 to 30,000: the fixed band is possible.
        (60_000, {"goods_cny": (8_000, 30_000)}, False),
        (60_000, {"goods_cny": (12_000, 30_000)}, True),
    ],
)
def test_fixed_and_relative_bands(
    con: duckdb.DuckDBPyConnection, fine: int, amounts: Any, below: bool
) -> None:
    assert is_below(con, fine=fine, basis=FOOD, amounts=amounts) is below


def test_a_small_value_counts_as_the_least(con: duckdb.DuckDBPyConnection) -> None:
    basis = "《药品管理法》第一百一十六条"
    assert is_below(con, fine=1_499_999, basis=basis, amounts=goods(20)) is True
    assert is_below(con, fine=1_500_000, basis=basis, amounts=goods(20)) is False
    assert is_below(con, fine=1_500_000, basis=basis, amounts=goods(200_000)) is True


def test_persons_and_units_have_their_own_floors(con: duckdb.DuckDBPyConnection) -> None:
    basis = "《大气污染防治法》第一百一十九条第二款"
    assert is_below(con, fine=9_999, basis=basis, kind="unit") is True
    assert is_below(con, fine=500, basis=basis, kind="person") is False
    assert is_below(con, fine=9_999, basis=basis, kind=None) is False


def test_without_illegal_gain_another_range_holds(con: duckdb.DuckDBPyConnection) -> None:
    basis = "《价格违法行为行政处罚规定》第七条"
    gain = {"gain_cny": (3_000, 3_000)}
    none = {"gain_cny": (0, 0)}
    assert is_below(con, fine=40_000, basis=basis, amounts=gain) is False
    assert is_below(con, fine=40_000, basis=basis, amounts=none) is True
    assert is_below(con, fine=40_000, basis=basis) is False


def test_the_lowest_floor_of_the_norms_cited_counts(con: duckdb.DuckDBPyConnection) -> None:
    both = "《食品安全法》第一百二十四条第一款、《食品安全法》第一百二十五条第一款"
    assert is_below(con, fine=5_000, basis=both) is False
    assert is_below(con, fine=4_999, basis=both) is True


def test_the_version_at_act_or_decision_whichever_is_milder(con: duckdb.DuckDBPyConnection) -> None:
    basis = "《治安管理处罚法》第五十一条第二款"
    late = {"act": date(2026, 2, 1), "decided": date(2026, 3, 1)}
    assert is_below(con, fine=900, basis=basis, kind="person", **late) is True
    # In 2025 that article said something else, which is not in the rulebook.
    before = {"act": date(2025, 2, 1), "decided": date(2025, 3, 1)}
    assert judged(con, fine=900, basis=basis, kind="person", **before) is None


def test_what_was_not_compared_with_its_text_settles_nothing(con: duckdb.DuckDBPyConnection) -> None:
    found = judged(con, fine=1, basis="《医疗机构管理条例》第四十七条", kind="unit")
    assert found is not None
    assert (found["floor_cny"], found["is_below_floor"]) == (None, None)


@pytest.mark.parametrize(
    ("facts", "basis", "explained"),
    [
        ("当事人系初次违法，决定予以减轻处罚。", PRODUCT, ["stated_reduction"]),
        ("当事人未提供证据，不具有减轻处罚的情形。", PRODUCT, []),
        ("决定对当事人从轻处罚。", PRODUCT, []),
        ("当事人积极配合。", PRODUCT + "、《行政处罚法》第三十二条第（一）项", ["remedied"]),
        ("当事人积极配合，决定从轻处罚。", PRODUCT + "、《行政处罚法》第三十二条第（一）项", []),
        ("免予处罚部分不再追究。", PRODUCT, ["stated_exemption"]),
        (None, PRODUCT + "、《产品质量法》第五十五条", ["product_seller"]),
        ("当事人掺杂掺假。", PRODUCT, []),
    ],
)
def test_a_reduction_explains_a_fine_below_the_floor(
    con: duckdb.DuckDBPyConnection, facts: str | None, basis: str, explained: list[str]
) -> None:
    found = judged(con, fine=100, basis=basis, facts=facts, amounts=goods(50_000))
    assert found is not None
    assert (found["mitigations"], found["is_below_floor"]) == (explained, not explained)
    assert found["floor_cny"] == 25_000
    assert found["source"] == "产品质量法（2018修正）第50条"


@pytest.mark.parametrize(
    ("article", "act", "decided", "explained"),
    [
        # The law of 2021 put reductions from 27 to 32; 27 has since been the transfer, 32 was the hearing.
        ("第二十七条", date(2021, 7, 14), date(2021, 7, 14), ["remedied"]),
        ("第二十七条", date(2021, 7, 15), date(2021, 7, 15), []),
        ("第三十二条", date(2021, 7, 14), date(2021, 7, 14), []),
        ("第三十二条", date(2021, 7, 15), date(2021, 7, 15), ["remedied"]),
        # An act under the old law, decided under the new one: either may be cited.
        ("第二十七条", date(2021, 7, 1), date(2021, 9, 1), ["remedied"]),
        ("第三十二条", date(2021, 7, 1), date(2021, 9, 1), ["remedied"]),
        ("第二十七条第二款", date(2020, 7, 1), date(2020, 9, 1), ["remedied", "slight"]),
        ("第三十三条", date(2020, 7, 1), date(2020, 9, 1), []),
    ],
)
def test_a_reduction_is_cited_by_the_number_of_its_day(
    con: duckdb.DuckDBPyConnection, article: str, act: date, decided: date, explained: list[str]
) -> None:
    basis = f"{PRODUCT}、《行政处罚法》{article}"
    found = judged(con, fine=100, basis=basis, act=act, decided=decided, amounts=goods(50_000))
    assert found is not None
    assert (sorted(found["mitigations"]), found["is_below_floor"]) == (explained, not explained)


def test_a_fine_is_held_against_the_versions_from_the_act_to_the_decision(
    con: duckdb.DuckDBPyConnection,
) -> None:
    """The old number of bribery has no fine after the revision; across that day either version may apply."""
    basis = "《反不正当竞争法》第十九条"
    last, first = date(2025, 10, 14), date(2025, 10, 15)
    assert is_below(con, fine=99_999, basis=basis, act=last, decided=last) is True
    assert is_below(con, fine=100_000, basis=basis, act=last, decided=last) is False
    assert is_below(con, fine=99_999, basis=basis, act=last, decided=first) is True
    assert is_below(con, fine=99_999, basis=basis, act=first, decided=first) is None


def test_no_fine_and_no_norm_say_nothing(con: duckdb.DuckDBPyConnection) -> None:
    assert judged(con, fine=0, basis=PRODUCT, amounts=goods(50_000)) is None
    assert judged(con, fine=100, basis="《殡葬管理条例》第十八条") is None
