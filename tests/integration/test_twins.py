"""One paper delivered under the full and under a short name of its authority is one record to every run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from models import findings
from models.registry import run_model
from pipelines.outputs.recheck import mismatches
from tests.chain import CARDS, build_until_models, deliver
from tests.intake_pool import NOW, penalty, rows, run
from warehouse import known
from warehouse.contract import load_feeds
from warehouse.pool import Pool

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

FULL, SHORT = "江州市云桥区卫生健康委员会", "云桥区卫健委"
REGISTER = [
    {"authority_name": FULL, "valid_from": "2019-03-01"},
    {"authority_name": "江州市青山区城市管理局", "valid_from": "2019-03-01"},
    {"authority_name": "江州市青山区城市建设管理局", "valid_from": "2019-03-01"},
]
AS_OF = date(2026, 6, 1)


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    take(pool, tmp_path / "register", {"authority": REGISTER})
    return pool


def take(pool: Pool, folder: Path, records: dict[str, list[dict[str, Any]]], at: datetime = NOW) -> None:
    folder.mkdir(parents=True)
    run(pool, *deliver(folder, records), now=at)


def shown(pool: Pool, query: str, known_at: datetime = NOW + timedelta(days=30)) -> list[tuple[Any, ...]]:
    with pool.write() as con:
        known.build(con, load_feeds(), as_of=AS_OF, known_at=known_at, run_id="test")
        return con.execute(query).fetchall()


def ids(pool: Pool) -> list[tuple[Any, ...]]:
    return rows(pool, "SELECT record_id, authority FROM pool.penalty ORDER BY recorded_from, row_no")


def test_what_comes_later_under_a_short_name_is_the_same_record(pool: Pool, tmp_path: Path) -> None:
    full = penalty(1, authority=FULL, fine_cny="1000", sales_amount_cny="52000")
    take(pool, tmp_path / "1", {"penalty": [full, penalty(2, authority=FULL)]})
    before = shown(pool, "SELECT record_id, version, known_on FROM known.penalty WHERE sales_amount_cny > 0")
    later = NOW + timedelta(days=3)
    # A public list: fewer columns, another way to write the number; it knows that the decision was revoked.
    public = penalty(
        1, authority=SHORT, decision_no="某市监处[2024]第1 号", fine_cny=None, revoked_on="2025-02-03"
    )
    take(pool, tmp_path / "2", {"penalty": [public]}, later)
    query = (
        "SELECT record_id, version, known_on, authority, fine_cny::INT, sales_amount_cny::INT, revoked_on "
        "FROM known.penalty WHERE decision_no LIKE '%1号'"
    )
    ((record_id, version, known_on, authority, fine, sales, revoked_on),) = shown(pool, query)
    assert [(record_id, version - 1, known_on)] == before  # what was found of it stays where it is
    assert (authority, fine, sales, revoked_on) == (FULL, 1000, 52000, date(2025, 2, 3))
    assert shown(pool, "SELECT count(*) FROM known.penalty") == [(2,)]
    # The pool keeps both with their histories, and a run for a day before knows nothing of the second.
    assert [authority for _, authority in ids(pool)] == [FULL, FULL, SHORT]
    assert shown(pool, query, NOW + timedelta(days=1)) == [(record_id, 1, known_on, FULL, 1000, 52000, None)]


def test_the_first_lends_its_id_though_it_was_written_short(pool: Pool, tmp_path: Path) -> None:
    take(pool, tmp_path / "1", {"penalty": [penalty(1, authority=SHORT)]})
    take(pool, tmp_path / "2", {"penalty": [penalty(1, authority=FULL)]}, NOW + timedelta(days=1))
    ((first, _), _) = ids(pool)
    assert shown(pool, "SELECT record_id FROM known.penalty") == [(first,)]


@pytest.mark.parametrize(
    ("pair", "why"),
    [
        ([{"authority": "青山区城管局"}, {"authority": "江州市青山区城市管理局"}], "shortens two bodies"),
        ([{"authority": "青山区卫健委"}, {"authority": FULL}], "of another district"),
        (
            [
                {"authority": SHORT, "decision_no": "12号", "party_name": "甲店", "decided_on": "2023-05-04"},
                {"authority": FULL, "decision_no": "12号", "party_name": "乙店", "decided_on": "2024-05-06"},
            ],
            "a bare number of another year",
        ),
        ([{"authority": SHORT}, {"authority": FULL, "decision_no": "某市监处〔2024〕2号"}], "another number"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_papers_stay_two(pool: Pool, tmp_path: Path, pair: Sequence[dict[str, Any]], why: str) -> None:
    take(pool, tmp_path / "1", {"penalty": [penalty(1, **told) for told in pair]})
    assert shown(pool, "SELECT count(*) FROM known.penalty") == [(2,)], why


def test_a_register_that_goes_leaves_two_again(pool: Pool, tmp_path: Path) -> None:
    """Twins of an earlier run are not remembered."""
    take(pool, tmp_path / "1", {"penalty": [penalty(1, authority=SHORT), penalty(1, authority=FULL)]})
    assert shown(pool, "SELECT count(*) FROM known.penalty") == [(1,)]
    with pool.write() as con:
        con.execute("DELETE FROM pool.authority")
    assert shown(pool, "SELECT count(*) FROM known.penalty") == [(2,)]


def test_transfers_and_cases_too(pool: Pool, tmp_path: Path) -> None:
    told: dict[str, dict[str, Any]] = {
        "admin_case": {
            "case_no": "云卫案〔2026〕1号",
            "filed_on": "2026-03-02",
            "facts": "事实",
            "status": "在办",
        },
        "transfer": {"transfer_no": "云卫移〔2026〕1号", "transferred_on": "2026-03-02", "kind": "涉嫌犯罪"},
    }
    records = {
        feed: [{**row, "party_name": "周平", "authority": name} for name in (FULL, SHORT)]
        for feed, row in told.items()
    }
    take(pool, tmp_path / "1", records)
    for feed in told:
        assert shown(pool, f"SELECT count(*) FROM known.{feed}") == [(1,)]


def test_each_number_leads_back_to_the_row_that_has_it(pool: Pool, tmp_path: Path) -> None:
    """The fuller delivery lacks the amount that decides: both rows are cited, and numbers are read again."""
    act = {
        "violation": "销售侵犯注册商标专用权的商品",
        "facts": "当事人销售假冒注册商标的茶叶。",
        "decided_on": "2025-10-20",
    }
    full = penalty(
        1, authority=FULL, **act, sales_amount_cny=None, fine_cny="50000", remark="无", filed_on="2025-08-01"
    )
    short = penalty(1, authority=SHORT, **act, sales_amount_cny="61000", fine_cny=None)
    take(pool, tmp_path / "1", {"penalty": [full]})
    take(pool, tmp_path / "2", {"penalty": [short]}, NOW + timedelta(days=1))
    with pool.write() as con:
        build_until_models(con, as_of=AS_OF, covered=("transfer", "police_case", "prosecution", "judgment"))
        card = next(card for card in CARDS() if card.id.startswith("f01"))
        assert run_model(con, card)["flagged"] == 1
        findings.update(con, [card], load_feeds(), run_id="test", at=NOW)
        (finding,) = con.sql("FROM finding.finding").pl().to_dicts()
        told = json.loads(finding["evidence"])
        assert sorted("销售金额（元）" in source["fields"] for source in told["sources"]) == [False, True]
        assert mismatches(con, finding, told) == []
        told["measures"] = [m | {"value": 62000.0} for m in told["measures"] if m["measure"] == "sales_cny"]
        assert len(mismatches(con, finding, told)) == 1
