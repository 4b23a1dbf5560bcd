"""JSON as interfaces send it: records wrapped under any name, and objects within them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.intake_pool import counts, penalty, rows, run
from warehouse.pool import Pool

RECORDS = [penalty(1), penalty(2)]
TRANSFER = {"移送书文号": "移1号", "移送机关": "某局", "当事人": "某某", "移送日期": "2024-07-19"}


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    return Pool(tmp_path / "home" / "pool.duckdb")


def sent(tmp_path: Path, data: object, name: str = "行政处罚.json") -> Path:
    file = tmp_path / name
    file.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return file


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda records: {"data": {"list": records}},
        lambda records: {"result": {"rows": records}},
        lambda records: {"body": {"records": records}},
        lambda records: {"code": "0", "response": {"penaltyList": records, "total": 2}},
        lambda records: {"root": {"处罚": {"明细": records}}, "errors": []},
    ],
)
def test_records_under_any_name(pool: Pool, tmp_path: Path, wrapped: Callable[[Any], object]) -> None:
    (slip,) = run(pool, sent(tmp_path, wrapped(RECORDS)))
    assert counts(slip) == (2, 2, 0, 0, 0), (slip.reason, slip.notes)
    assert rows(pool, "SELECT row_no FROM pool.penalty ORDER BY 1") == [(1,), (2,)]


def test_two_lists_are_two_tables(pool: Pool, tmp_path: Path) -> None:
    slips = run(pool, sent(tmp_path, {"行政处罚": RECORDS, "案件移送": [TRANSFER]}, "报送.json"))
    assert [(s.sheet, s.feed, *counts(s)) for s in slips] == [
        ("行政处罚", "penalty", 2, 2, 0, 0, 0),
        ("案件移送", "transfer", 1, 1, 0, 0, 0),
    ]


def test_a_record_with_a_list_in_it_is_a_record(pool: Pool, tmp_path: Path) -> None:
    goods = [{"名称": "香皂", "数量": 3}, {"名称": "牙膏", "数量": 2}]
    (slip,) = run(pool, sent(tmp_path, {**RECORDS[0], "涉案物品": goods}))
    assert counts(slip) == (1, 1, 0, 0, 0)
    ((kept,),) = rows(pool, "SELECT extra->>'$.涉案物品' FROM pool.penalty")
    assert json.loads(kept) == [{"名称": "香皂", "数量": "3"}, {"名称": "牙膏", "数量": "2"}]


@pytest.mark.parametrize(
    "nested",
    [
        {"party": {"name": "甲商行", "id_no": "310101199001011234"}},
        {"party": [{"name": "甲商行", "id_no": "310101199001011234"}]},
        {"当事人": {"名称": "甲商行", "证件号码": "310101199001011234"}},
    ],
)
def test_an_object_within_a_record(pool: Pool, tmp_path: Path, nested: dict[str, Any]) -> None:
    record = {name: value for name, value in penalty(1).items() if name != "party_name"}
    (slip,) = run(pool, sent(tmp_path, [{**record, **nested}]))
    assert counts(slip) == (1, 1, 0, 0, 0), slip.notes
    assert rows(pool, "SELECT party_name FROM pool.penalty") == [("甲商行",)]
    assert rows(pool, "SELECT party_id_no FROM landing.penalty") == [("310101199001011234",)]


def test_an_envelope_adds_no_name(pool: Pool, tmp_path: Path) -> None:
    record = {"基本信息": penalty(1), "detail": {"法定代表人": "张某"}}
    (slip,) = run(pool, sent(tmp_path, [record]))
    assert counts(slip) == (1, 1, 0, 0, 0), slip.notes
    assert rows(pool, "SELECT legal_rep FROM pool.penalty") == [("张某",)]


def test_somebody_elses_number_is_not_the_partys(pool: Pool, tmp_path: Path) -> None:
    record = {**penalty(1), "委托代理人": {"姓名": "李某", "证件号码": "310101198001011234"}}
    (slip,) = run(pool, sent(tmp_path, [record]))
    assert any("委托代理人.证件号码" in note for note in slip.notes), slip.notes
    assert rows(pool, "SELECT party_id_no FROM pool.penalty") == [(None,)]
