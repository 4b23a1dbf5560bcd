"""Comparable cases: facets before wording, and named."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import numpy as np
import pytest

from models import similar
from warehouse.errors import XianjieError
from warehouse.pool import memory

_TABLES = """
CREATE TABLE known.penalty AS
SELECT 'r' || lpad(i::VARCHAR, 6, '0') AS record_id, '沪市监罚〔2024〕' || i || '号' AS decision_no,
    '某区市场监督管理局' AS authority, DATE '2024-01-01' AS decided_on,
    violation, fine_cny::DECIMAL(18,2) AS fine_cny,
    NULL::DECIMAL(18,2) AS goods_value_cny, NULL::DECIMAL(18,2) AS business_amount_cny,
    sales_cny::DECIMAL(18,2) AS sales_amount_cny, NULL::DECIMAL(18,2) AS illegal_gain_cny,
    NULL::DECIMAL(18,2) AS tax_amount_cny, facts
FROM (VALUES {rows}) AS t (i, violation, sales_cny, fine_cny, facts);
CREATE TABLE fact.subject AS SELECT 'penalty' AS feed, record_id, 'person' AS party_kind FROM known.penalty;
CREATE TABLE fact.lead AS
SELECT 'penalty' AS feed, record_id,
    CASE WHEN contains(violation, '商标') THEN '销售假冒注册商标的商品罪' END AS offence_name,
    'sales_cny' AS measure, sales_amount_cny::DECIMAL(18,4) AS value, '元' AS unit, 1.0 AS margin
FROM known.penalty;
CREATE TABLE fact.answered (feed VARCHAR, record_id VARCHAR, code VARCHAR, sure_zh VARCHAR);
CREATE TABLE fact.measure_source (
    feed VARCHAR, record_id VARCHAR, measure VARCHAR, lo DECIMAL(18,4), hi DECIMAL(18,4), is_used BOOLEAN);
"""
MARK, STALE = "销售侵犯注册商标专用权的商品", "销售超过保质期的食品"
ROWS = [
    (1, MARK, 62_000, 30_000, "当事人销售假冒某品牌运动鞋620双，单价100元。"),
    (2, MARK, 60_000, 20_000, "当事人销售假冒某品牌运动鞋600双，单价100元。"),
    (3, MARK, 58_000, 20_000, "当事人销售假冒某品牌白酒，共计290瓶。"),
    (4, MARK, 900, 1_000, "当事人销售假冒某品牌运动鞋9双，单价100元。"),
    (5, STALE, 62_000, 5_000, "当事人销售假冒某品牌运动鞋620双，单价100元。"),
    (6, STALE, None, None, None),
]


def pool(rows: list[tuple[object, ...]]) -> duckdb.DuckDBPyConnection:
    con = memory()
    told = ", ".join(
        "("
        + ", ".join("NULL" if v is None else f"'{v}'" if isinstance(v, str) else str(v) for v in row)
        + ")"
        for row in rows
    )
    con.execute(_TABLES.replace("{rows}", told))
    return con


@pytest.fixture
def index(tmp_path: Path) -> similar.Index:
    assert similar.build(pool(ROWS), tmp_path / "similar") == len(ROWS)
    return similar.Index(tmp_path / "similar")


def numbers(found: list[similar.Similar]) -> list[int]:
    return [int(hit.case["record_id"][1:]) for hit in found]


def test_facets_come_before_wording_and_wording_before_chance(index: similar.Index) -> None:
    found = index.similar(index.find("沪市监罚[2024]1号"))
    # 2: all facets and the same wording; 3: all facets; 4: another size; 5: the same words, another conduct.
    assert numbers(found)[:4] == [2, 3, 4, 5]
    assert found[0].wording > found[1].wording > 0
    assert "数额相近（一半至二倍）" in found[0].facets and "数额相近（一半至二倍）" not in found[2].facets
    assert found[0].case["fine_cny"] == 20_000


def test_two_cases_of_unknown_size_are_not_of_one_size(index: similar.Index) -> None:
    found = index.similar(index.find("沪市监罚〔2024〕6号"))
    facets = [facet for hit in found for facet in hit.facets]
    assert facets and not any("数额" in facet for facet in facets)


def test_what_shares_nothing_is_not_comparable(tmp_path: Path) -> None:
    con = pool(ROWS)
    # One firm among persons, with a conduct, an offence and an authority of its own.
    con.execute("UPDATE fact.subject SET party_kind = 'unit' WHERE record_id = 'r000006'")
    con.execute(
        "UPDATE known.penalty SET violation = '无证采砂', authority = '某县水务局' "
        "WHERE record_id = 'r000006'"
    )
    similar.build(con, tmp_path / "similar")
    index = similar.Index(tmp_path / "similar")
    assert index.similar(index.find("沪市监罚〔2024〕6号")) == []


def test_to_be_of_one_kind_of_party_and_body_alone_makes_no_comparable_case(tmp_path: Path) -> None:
    other = (7, "无证采砂", 61_000, 5_000, "某村民在河道内用挖机采砂，运到岸上堆放。")
    con = pool([*ROWS, other])
    con.execute("UPDATE known.penalty SET authority = '某区档案局'")  # a body of no kind that is known
    similar.build(con, tmp_path / "similar")
    index = similar.Index(tmp_path / "similar")
    assert index.similar(index.find("沪市监罚〔2024〕7号")) == []
    found = index.similar(index.find("沪市监罚〔2024〕1号"))
    assert found and not any("执法领域相同" in hit.facets for hit in found)


def test_a_case_is_not_its_own_neighbour_and_unknown_cases_are_told(index: similar.Index) -> None:
    assert 1 not in numbers(index.similar(0))
    with pytest.raises(XianjieError, match="没有这一案件"):
        index.find("沪市监罚〔2024〕99号")


def test_the_index_is_replaced_as_a_whole(index: similar.Index, tmp_path: Path) -> None:
    similar.build(pool(ROWS[:2]), tmp_path / "similar")
    assert similar.Index(tmp_path / "similar").cases.height == 2
    assert [path.name for path in tmp_path.iterdir()] == ["similar"]


def told(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "index.json").read_text("utf-8"))
    return found


def test_only_new_and_changed_wordings_are_read_and_the_index_is_the_same(tmp_path: Path) -> None:
    kept, whole = tmp_path / "kept", tmp_path / "whole"
    similar.build(pool(ROWS[:3]), kept)
    assert told(kept)["read"] == 2  # digits are folded: 620 and 600 pairs of shoes are one wording
    # One gone, one with other facts, one that says what a case before said.
    changed = (3, MARK, 58_000, 20_000, "当事人销售假冒某品牌葡萄酒，共计290瓶。")
    rows = [ROWS[1], changed, (7, STALE, 100, 100, ROWS[1][4])]
    similar.build(pool(rows), kept)
    assert told(kept)["read"] == 1
    similar.build(pool(rows), whole)
    for name in ("facts.npz", "weights.npy", "case.parquet"):
        assert (kept / name).read_bytes() == (whole / name).read_bytes(), name
    similar.build(pool(rows), kept)
    assert told(kept)["read"] == 0


def test_an_index_of_another_version_is_read_anew(tmp_path: Path) -> None:
    similar.build(pool(ROWS), tmp_path / "similar")
    file = tmp_path / "similar" / "index.json"
    file.write_text(json.dumps({**told(file.parent), "made_by": "0"}), "utf-8")
    with pytest.raises(XianjieError, match="尚无本版本的类案索引"):
        similar.Index(file.parent)
    similar.build(pool(ROWS), tmp_path / "similar")
    assert told(file.parent)["read"] == 3  # shoes, liquor, none at all


def test_the_best_are_the_first_of_equals() -> None:
    dice = np.random.default_rng(3)
    for count in (1, 7, 50, 200):
        points = dice.integers(0, 5, 120) / 2
        expected = np.argsort(-points, kind="stable")[:count]
        assert sorted(similar._best(points, count)) == sorted(expected)


def test_no_case_at_all(tmp_path: Path) -> None:
    con = pool(ROWS[:1])
    con.execute("DELETE FROM known.penalty")
    assert similar.build(con, tmp_path / "similar") == 0
    with pytest.raises(XianjieError):
        similar.Index(tmp_path / "similar").find("沪市监罚〔2024〕1号")
