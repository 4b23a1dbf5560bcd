"""The suites on what is computed: facts, parties, models, findings, with one thing wrong at a time."""

from __future__ import annotations

import duckdb
import pytest

from checks import run
from checks.suites import all_suites
from checks.suites.fact import amounts
from models.card import load_cards
from models.registry import COLUMNS
from warehouse.pool import memory

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

SUITES = {suite.table: suite for suite in all_suites()}
MODEL = load_cards()[0].id
INTERVALS = ", ".join(f"10::DECIMAL(18,4) AS {name}_lo, 20::DECIMAL(18,4) AS {name}_hi" for name in amounts())
SUBJECT = "UPDATE fact.subject SET {} WHERE record_id = '1'"
FINDING = "UPDATE finding.finding SET {} WHERE finding_id = 'f1'"


def results_pool() -> duckdb.DuckDBPyConnection:
    con = memory()
    ids = "FROM (VALUES ('1'), ('2')) AS t(record_id)"
    con.execute(f"CREATE TABLE fact.measure AS SELECT 'penalty' AS feed, record_id, {INTERVALS} {ids}")
    con.execute(
        f"""CREATE TABLE fact.measure_source AS
        SELECT 'penalty' AS feed, record_id, 'sales_cny' AS measure,
            1::DECIMAL(18,4) AS lo, 1::DECIMAL(18,4) AS hi,
            'column:sales_amount_cny' AS origin, 0.9 AS confidence {ids}"""
    )
    con.execute(
        f"""CREATE TABLE fact.subject AS
        SELECT 'penalty' AS feed, record_id, DATE '2025-01-01' AS act_on, 'facts' AS act_on_basis,
            'unit' AS party_kind {ids}"""
    )
    con.execute(
        f"""CREATE TABLE fact.evaluation AS
        SELECT 'penalty' AS feed, record_id, '214' AS offence, 'met' AS outcome {ids}"""
    )
    con.execute(
        f"""CREATE TABLE party.link AS
        SELECT 'penalty' AS a_feed, record_id AS a_record, 'transfer' AS b_feed, record_id AS b_record,
            'id' AS tier, 0.999 AS probability {ids}"""
    )
    con.execute(f"CREATE TABLE party.resolved AS SELECT 'penalty' AS feed, record_id, 'P1' AS party_id {ids}")
    con.execute(
        f"""CREATE TABLE party.person AS
        SELECT 'penalty' AS feed, record_id, record_id AS row_id, 'H1' AS person_id, 'W' AS id_kind,
            'h' AS id_hash, 'h' AS anchor {ids}"""
    )
    con.execute(
        "CREATE TABLE party.bearer AS SELECT 'U1' AS unit_id, 'H1' AS person_id, "
        "DATE '2020-01-01' AS from_on, DATE '2021-01-01' AS to_on"
    )
    empty = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in COLUMNS.items())
    con.execute(
        f"""CREATE TABLE model."{MODEL}" AS
        SELECT * EXCLUDE (record_id)
            REPLACE ('penalty' AS subject_kind, record_id AS subject_id, 'flagged' AS outcome,
                '因为' AS reason_zh)
        FROM (SELECT {empty}, record_id {ids})"""
    )
    con.execute(
        f"""CREATE TABLE model.count AS
        SELECT '{MODEL}' AS model, 2::BIGINT AS flagged, 0::BIGINT AS insufficient,
            0::BIGINT AS excluded, 7::BIGINT AS clear, 0::BIGINT AS not_computable"""
    )
    con.execute(
        """CREATE TABLE finding.finding AS
        SELECT 'f' || i AS finding_id, 'm' AS model, 'new' AS status, i AS rank, 0.5 AS score,
            '{}' AS evidence, TIMESTAMP '2026-01-05' AS first_seen, TIMESTAMP '2026-01-05' AS last_seen,
            TRUE AS is_flagged
        FROM range(1, 3) AS t(i)"""
    )
    con.execute(
        """CREATE TABLE finding.event AS
        SELECT 'f1' AS finding_id, TIMESTAMP '2026-01-05' AS at, 'new' AS kind, 'r' AS run_id"""
    )
    return con


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    return results_pool()


COMPUTED = [table for table in SUITES if table.split(".")[0] not in ("landing", "pool")]


def test_sound_results_have_no_failure(con: duckdb.DuckDBPyConnection) -> None:
    built = [
        table
        for table in COMPUTED
        if not table.startswith("model.") or table in (f"model.{MODEL}", "model.count")
    ]
    results = run.run_all(con, built)
    assert [(result.table, result.state) for result in results] == [(table, "checked") for table in built]
    assert [(rule.rule_id, rule.note) for result in results for rule in result.results if rule.note] == []
    assert [(rule.table, rule.rule_id) for result in results for rule in result.failed] == []


FAULTS = [
    (
        "fact.measure",
        "UPDATE fact.measure SET sales_cny_hi = 9 WHERE record_id = '1'",
        {"sales_cny.interval"},
    ),
    (
        "fact.measure",
        "UPDATE fact.measure SET sales_cny_lo = -1 WHERE record_id = '1'",
        {"sales_cny_lo.at_least"},
    ),
    (
        "fact.measure",
        "UPDATE fact.measure SET sales_cny_lo = NULL WHERE record_id = '1'",
        {"sales_cny_lo.not_null"},
    ),
    ("fact.measure", "UPDATE fact.measure SET record_id = '1'", {"feed+record_id.unique"}),
    ("fact.measure", "UPDATE fact.measure SET sales_cny_hi = NULL", set()),
    ("fact.measure_source", "UPDATE fact.measure_source SET lo = 2", {"interval"}),
    ("fact.measure_source", "UPDATE fact.measure_source SET confidence = 1.1", {"confidence"}),
    ("fact.measure_source", "UPDATE fact.measure_source SET origin = NULL", {"origin.not_null"}),
    ("fact.subject", SUBJECT.format("party_kind = 'dog'"), {"party_kind.one_of"}),
    ("fact.subject", SUBJECT.format("party_kind = NULL"), set()),
    ("fact.subject", SUBJECT.format("act_on_basis = 'guess'"), {"act_on_basis.one_of"}),
    ("fact.evaluation", "UPDATE fact.evaluation SET outcome = 'maybe'", {"outcome.one_of"}),
    ("fact.evaluation", "UPDATE fact.evaluation SET record_id = '1'", {"feed+record_id+offence.unique"}),
    ("party.link", "UPDATE party.link SET probability = 1.01", {"probability.range"}),
    ("party.link", "UPDATE party.link SET b_feed = a_feed", {"self"}),
    ("party.link", "UPDATE party.link SET tier = 'judged'", {"judged"}),
    ("party.resolved", "UPDATE party.resolved SET record_id = '1'", {"feed+record_id.unique"}),
    ("party.resolved", "UPDATE party.resolved SET party_id = NULL", {"party_id.not_null"}),
    ("party.person", "UPDATE party.person SET anchor = 'other'", {"two_numbers"}),
    ("party.bearer", "UPDATE party.bearer SET to_on = DATE '2019-01-01'", {"order"}),
    (
        f"model.{MODEL}",
        f"""UPDATE model."{MODEL}" SET subject_id = '1'""",
        {"subject_kind+subject_id.unique"},
    ),
    (f"model.{MODEL}", f"""DELETE FROM model."{MODEL}" WHERE subject_id = '1'""", {"counts_add_up"}),
    (f"model.{MODEL}", "UPDATE model.count SET excluded = 1", {"counts_add_up"}),
    ("model.count", "UPDATE model.count SET clear = -1", {"clear.at_least"}),
    ("finding.finding", "UPDATE finding.finding SET finding_id = 'f1'", {"finding_id.unique"}),
    ("finding.finding", "UPDATE finding.finding SET rank = 1", {"rank.unique"}),
    ("finding.finding", FINDING.format("score = 1.5"), {"score.range"}),
    ("finding.finding", FINDING.format("status = 'cleared'"), {"cleared"}),
    ("finding.finding", FINDING.format("status = 'cleared', is_flagged = FALSE, rank = NULL"), set()),
    ("finding.finding", FINDING.format("last_seen = '2026-01-04'"), {"last_seen.not_before.first_seen"}),
    ("finding.event", "UPDATE finding.event SET finding_id = 'f9'", {"finding.known"}),
]


@pytest.mark.parametrize(
    ("table", "fault", "rules"), FAULTS, ids=[f"{i}-{f[0]}" for i, f in enumerate(FAULTS)]
)
def test_one_fault_fails_its_rule_and_no_other(
    con: duckdb.DuckDBPyConnection, table: str, fault: str, rules: set[str]
) -> None:
    con.execute("BEGIN")
    try:
        con.execute(fault)
        (result,) = run.run_all(con, suites=[SUITES[table]])
    finally:
        con.execute("ROLLBACK")
    assert {rule.rule_id for rule in result.failed} == rules
