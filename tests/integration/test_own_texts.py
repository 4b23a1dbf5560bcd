"""Several parties in one account, from files to measures: each record has what its own party did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from models.facts import own_texts, texts
from tests.chain import build_until_models, deliver
from warehouse import keys
from warehouse.intake.importer import import_paths
from warehouse.pool import Pool

OFFENCE = "销售假冒注册商标的商品罪"
TWO = "经查明，钱大有销售假冒注册商标的白酒，销售金额12万元；孙小满销售假冒注册商标的白酒，销售金额3万元。"
PARTS = (
    "2025年1月，周水根销售假冒注册商标的鞋，销售金额2万元。吴阿四销售假冒注册商标的鞋，销售金额5万元。"
    "2月，周水根又销售假冒注册商标的鞋，销售金额4万元。"
)
ACCUSED = (
    "犯罪嫌疑人郑一山销售假冒注册商标的箱包，销售金额7万元，"
    "犯罪嫌疑人冯二水销售假冒注册商标的箱包，销售金额2万元。"
)
ONE = "当事人吴阿四销售假冒注册商标的鞋，销售金额5万元。"
NOBODY = "陈三元销售假冒注册商标的鞋，销售金额2万元。褚四方销售假冒注册商标的鞋，销售金额3万元。"
ELSEWHERE = (
    "卫五洲从蒋六合（另案处理）处购进假冒注册商标的鞋。"
    "蒋六合销售假冒注册商标的鞋，销售金额50万元；卫五洲零售，销售金额2万元。"
)
PENALTY = {
    "authority": "云桥区市场监督管理局",
    "party_type": "自然人",
    "violation": "销售侵犯注册商标专用权的商品",
    "decided_on": "2025-10-20",
    "filed_on": "2025-08-01",
}
OF_CASE = {**PENALTY, "case_no": "云立〔2025〕1号"}
RECORDS: dict[str, list[dict[str, Any]]] = {
    "penalty": [
        # One case, two accounts in other words; only one of them tells of both.
        {**OF_CASE, "decision_no": "云罚〔2025〕1号", "party_name": "周水根", "facts": PARTS},
        {**OF_CASE, "decision_no": "云罚〔2025〕2号", "party_name": "吴阿四", "facts": ONE},
        # Nobody else is of this case.
        {**PENALTY, "decision_no": "云罚〔2025〕3号", "party_name": "陈三元", "facts": NOBODY},
        {**PENALTY, "decision_no": "云罚〔2025〕4号", "party_name": "卫五洲", "facts": ELSEWHERE},
    ],
    "transfer": [
        {
            "transfer_no": "云移〔2025〕1号",
            "authority": "云桥区市场监督管理局",
            "party_name": "钱大有",
            "suspected_offence": OFFENCE,
            "facts": TWO,
            "transferred_on": "2025-05-05",
        }
    ],
    # Who is prosecuted on the same facts is known by that.
    "prosecution": [
        {
            "pros_no": "云检受〔2025〕1号",
            "suspect_name": "孙小满",
            "offence": OFFENCE,
            "facts": TWO,
            "accepted_on": "2025-09-01",
        }
    ],
    "police_case": [
        {
            "police_case_no": "云公立〔2025〕1号",
            "police_org": "云桥区公安局",
            "suspect_name": "郑一山",
            "offence": OFFENCE,
            "filed_on": "2025-06-01",
            "facts": ACCUSED,
            "outcome": "撤案",
            "outcome_on": "2025-08-01",
        }
    ],
}


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("own")
    (folder / keys.FILE).write_text("5a" * keys.LENGTH, "ascii")
    pool = Pool(folder / "pool.duckdb")
    slips = import_paths(pool, deliver(folder, RECORDS), source="own", now=datetime(2026, 6, 1))
    assert {slip.status for slip in slips} == {"imported"}, [slip.reason for slip in slips]
    with pool.write() as writer:
        build_until_models(writer, as_of=date(2026, 6, 1))
        yield writer


def _sales(con: duckdb.DuckDBPyConnection, feed: str, key: str, no: str) -> tuple[int, str, str]:
    ((lo, span, told),) = con.execute(
        f'SELECT s.lo, s.span, k.facts FROM fact.measure_source AS s JOIN known."{feed}" AS k '
        "USING (record_id) "
        f"WHERE s.feed = ? AND s.measure = 'sales_cny' AND s.is_used AND k.{key} = ?",
        [feed, no],
    ).fetchall()
    return int(lo), span, told


def test_parties_are_known_by_the_numbers_of_their_case(con: duckdb.DuckDBPyConnection) -> None:
    # What is quoted of a sum is the account as it was delivered, with what another did between.
    lo, span, told = _sales(con, "penalty", "decision_no", "云罚〔2025〕1号")
    assert lo == 60_000
    assert span in told
    assert "吴阿四" in span
    assert _sales(con, "penalty", "decision_no", "云罚〔2025〕2号")[0] == 50_000


def test_parties_are_known_by_records_that_tell_the_same_facts(con: duckdb.DuckDBPyConnection) -> None:
    assert _sales(con, "transfer", "transfer_no", "云移〔2025〕1号")[0] == 120_000


def test_who_is_accused_in_the_text_is_known(con: duckdb.DuckDBPyConnection) -> None:
    assert _sales(con, "police_case", "police_case_no", "云公立〔2025〕1号")[0] == 70_000


def test_who_is_nobody_s_party_is_not_told_apart(con: duckdb.DuckDBPyConnection) -> None:
    assert _sales(con, "penalty", "decision_no", "云罚〔2025〕3号")[0] == 50_000


def test_who_is_dealt_with_elsewhere_is_known(con: duckdb.DuckDBPyConnection) -> None:
    assert _sales(con, "penalty", "decision_no", "云罚〔2025〕4号")[0] == 20_000


def test_what_was_taken_out_is_kept_with_whose_it_is(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        'SELECT substr(whole, other.start + 1, other."end" - other.start), other.whose '
        "FROM (SELECT whole, unnest(others) AS other FROM fact.own_text) ORDER BY ALL"
    ).fetchall()
    assert rows == [
        ("2万元", "冯二水"),
        ("3万元", "孙小满"),
        ("50万元", "蒋六合"),
        ("5万元", "吴阿四"),
    ]


def test_a_second_run_reads_nothing(con: duckdb.DuckDBPyConnection) -> None:
    before = con.execute("FROM fact.own_text ORDER BY ALL").fetchall()
    (read,) = con.execute("SELECT count(*) FROM fact.text_read").fetchall()
    assert texts.read_new(con) == 0
    assert con.execute("FROM fact.own_text").fetchall() == []
    own_texts.build(con)
    assert con.execute("FROM fact.own_text ORDER BY ALL").fetchall() == before
    assert con.execute("SELECT count(*) FROM fact.text_read").fetchall() == [read]
