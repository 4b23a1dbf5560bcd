"""Who the facts name beside the party: relation, name, and where the name stands."""

from __future__ import annotations

import duckdb
import pytest

from bench.passages import load_passages
from models.facts import counterparts
from warehouse.pool import memory

FEEDS = {
    "penalty": ("decision_no", "party_name", "decided_on DATE"),
    "admin_case": ("case_no", "party_name", "filed_on DATE"),
    "transfer": (
        "transfer_no",
        "party_name",
        "transferred_on TIMESTAMP, approved_on TIMESTAMP, reported_on DATE",
    ),
    "police_case": ("police_case_no", "suspect_name", "filed_on DATE"),
    "prosecution": ("pros_no", "suspect_name", "accepted_on DATE"),
    "judgment": ("court_case_no", "defendant_name", "judged_on DATE"),
}


def _read(facts: str) -> list[tuple[str, str, int, int]]:
    con: duckdb.DuckDBPyConnection = memory()
    for feed, (number, name, days) in FEEDS.items():
        words = f"record_id VARCHAR, {number} VARCHAR, {name} VARCHAR, facts VARCHAR"
        con.execute(f"CREATE TABLE known.{feed} ({words}, {days})")
    con.execute("INSERT INTO known.penalty VALUES ('p', '1', '某某商行', ?, DATE '2024-03-01')", [facts])
    counterparts.build(con)
    query = 'SELECT relation, name, start, "end" FROM fact.counterpart ORDER BY start, relation, name'
    return con.execute(query).fetchall()


@pytest.mark.parametrize(
    ("facts", "relation", "name"),
    [
        ("当事人从某某市某某食品厂购进涉案产品80箱。", "supplier", "某某市某某食品厂"),
        ("上述商品的供货商为某某贸易有限公司，货款已付清。", "supplier", "某某贸易有限公司"),
        ("当事人将货物批发给某某日用品商行，收款3000元。", "buyer", "某某日用品商行"),
        ("该批包装盒由某某彩印厂印制。", "printer", "某某彩印厂"),
        ("当事人委托某某日化厂代为生产洗发水500瓶。", "producer", "某某日化厂"),
        ("钱某（另案处理）负责送货。经查，孙某某（另案处理）提供场地。", "accomplice", "孙某某"),
    ],
)
def test_relation_and_name(facts: str, relation: str, name: str) -> None:
    found = _read(facts)
    assert (relation, name) in [(row[0], row[1]) for row in found], found
    for _, told, start, end in found:
        assert facts[start:end] == told


@pytest.mark.parametrize(
    "facts",
    [
        "当事人从正品渠道购进，能提供合格证明。",
        "举报人投诉称其从某某商店购买的商品系假货。",
        "当事人将商品销售给消费者。",
        "当事人委托某某检测中心检验包装。",
    ],
)
def test_nobody_is_named(facts: str) -> None:
    assert _read(facts) == []


def test_most_of_the_open_passages_are_read() -> None:
    wanted = [
        (passage.text, pair)
        for passage in load_passages()
        if not passage.is_frozen
        for pair in passage.counterparts
    ]
    found = [pair in [(row[0], row[1]) for row in _read(text)] for text, pair in wanted]
    assert sum(found) >= 0.6 * len(found)
