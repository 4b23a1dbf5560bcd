"""The suites on a pool without a fault, and on the same pool with one thing wrong at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import duckdb
import pytest

from checks import gx, run
from checks.rule import RuleResult, Suite, SuiteResult
from checks.suites import LAYERS, all_suites
from checks.suites._tolerances import tolerances
from tests.checks_pool import batch_of, build
from warehouse.contract import load_feeds

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

SUITES = {suite.table: suite for suite in all_suites()}
FIRST = "record_id = left(md5('penalty0'), 16)"


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    return build()


@pytest.fixture(scope="module")
def whole() -> list[SuiteResult]:
    """Everything checked on the pool without a fault."""
    return run.run_all(build())


def check(con: duckdb.DuckDBPyConnection, table: str) -> SuiteResult:
    (result,) = run.run_all(con, suites=[SUITES[table]])
    return result


def failed(result: SuiteResult) -> dict[str, RuleResult]:
    return {rule.rule_id: rule for rule in result.failed}


def test_every_landing_and_pool_table_has_a_suite() -> None:
    expected = {f"{layer}.{feed}" for layer in ("landing", "pool") for feed in load_feeds()}
    assert expected <= set(SUITES)
    assert len(SUITES) == len(all_suites())


@pytest.mark.parametrize("suite", SUITES.values(), ids=list(SUITES))
def test_suites_are_well_formed(suite: Suite) -> None:
    assert suite.layer in LAYERS
    assert suite.title_zh
    ids = [rule.rule_id for rule in suite.rules]
    assert len(ids) == len(set(ids))
    for rule in suite.rules:
        assert rule.description_zh.endswith("。") and rule.description_zh.count("。") == 1
        # A property of the delivery is a warning, and a warning never stops anything.
        assert rule.severity == "error" or not rule.is_blocking


def test_a_sound_pool_has_no_failure(whole: list[SuiteResult]) -> None:
    bad = [(rule.table, rule.rule_id, rule.note) for result in whole for rule in result.failed]
    assert bad == []


def test_every_feed_was_looked_at(whole: list[SuiteResult]) -> None:
    by_table = {result.table: result for result in whole}
    for feed in load_feeds():
        result = by_table[f"pool.{feed}"]
        assert (result.state, result.row_count, result.current_count) == ("checked", 3, 3)
        assert all(rule.element_count == 3 for rule in result.results if not rule.note)


# Table, what goes wrong (in its first row, where only a SET stands), the rules that must then fail and no
# others, whether what follows must stop.
FAULTS = [
    ("landing.penalty", "UPDATE landing.penalty SET row_no = 2", {"batch_id+sheet+row_no.unique"}, True),
    ("landing.penalty", "SET sheet = NULL", {"sheet.not_null"}, True),
    (
        "landing.penalty",
        "SET batch_id = 'lost'",
        {"batch_id.known"},
        True,
    ),
    (
        "landing.penalty",
        f"SET batch_id = '{batch_of('transfer')}'",
        {"batch_id.known"},
        True,
    ),
    ("landing.penalty", "SET row_no = 0", {"row_no.at_least"}, True),
    ("landing.penalty", "ALTER TABLE landing.penalty ALTER fine_cny TYPE DOUBLE USING 1", {"schema"}, True),
    ("landing.batch", "UPDATE landing.batch SET loaded = 2 WHERE feed = 'penalty'", {"accounting"}, True),
    (
        "landing.batch",
        "UPDATE landing.batch SET loaded = 2, quarantined = 1 WHERE feed = 'penalty'",
        {"quarantine_count"},
        False,
    ),
    (
        "landing.batch",
        "UPDATE landing.batch SET received = 79, loaded = 75, quarantined = 4 WHERE feed = 'penalty'",
        {"quarantine_count", "quarantined_share"},
        False,
    ),
    (
        "landing.batch",
        "UPDATE landing.batch SET received = 80, loaded = 76, quarantined = 4 WHERE feed = 'penalty'",
        {"quarantine_count"},
        False,
    ),
    ("landing.batch", "UPDATE landing.batch SET batch_id = 'one'", {"batch_id.unique"}, True),
    (
        "landing.batch",
        "UPDATE landing.batch SET status = 'done' WHERE feed = 'penalty'",
        {"status.one_of"},
        True,
    ),
    (
        "landing.batch",
        "UPDATE landing.batch SET status = 'refused' WHERE feed = 'penalty'",
        {"refused", "refusal_reason"},
        False,
    ),
    (
        "landing.batch",
        "UPDATE landing.batch SET first_on = '2026-01-01' WHERE feed = 'penalty'",
        {"last_on.not_before.first_on"},
        False,
    ),
    (
        "pool.penalty",
        "INSERT INTO pool.penalty SELECT * FROM pool.penalty WHERE row_no = 2",
        {"record_id+version.unique", "one_current"},
        True,
    ),
    ("pool.penalty", "SET recorded_to = '2026-02-01'", {"one_current"}, True),
    (
        "pool.penalty",
        "SET recorded_to = '2025-02-01'",
        {"one_current", "recorded_to.not_before.recorded_from"},
        True,
    ),
    (
        "pool.penalty",
        "SET decision_no = NULL",
        {"decision_no.not_null"},
        True,
    ),
    ("pool.penalty", "SET batch_id = 'lost'", {"batch_id.known"}, True),
    ("pool.penalty", "ALTER TABLE pool.penalty ALTER fine_cny TYPE DOUBLE", {"schema"}, True),
    ("pool.penalty", "SET fine_cny = -1", {"fine_cny.at_least"}, False),
    (
        "pool.penalty",
        "SET decided_on = '2025-02-28', hearing_notified_on = NULL",
        {"decided_on.not_before.filed_on"},
        False,
    ),
    (
        "pool.penalty",
        "SET served_on = '2025-02-28'",
        {"served_on.not_before.decided_on"},
        False,
    ),
    (
        "pool.penalty",
        "SET act_ended_on = '2025-02-28'",
        {"act_ended_on.not_before.act_began_on"},
        False,
    ),
    (
        "pool.penalty",
        "SET decided_on = '2026-01-06', served_on = NULL, enforcement_applied_on = NULL, revoked_on = NULL",
        {"leading.future"},
        False,
    ),
    (
        "pool.penalty",
        "SET decided_on = '1979-12-31', filed_on = NULL, hearing_notified_on = NULL",
        {"leading.early"},
        False,
    ),
    (
        "pool.penalty",
        "SET credit_code = NULL",
        {"credit_code.firms"},
        False,
    ),
    ("pool.penalty", "SET fine_cny = NULL", {"fine_cny.present"}, False),
    ("pool.penalty", "SET authority = '乙'", {"authority.known"}, False),
    (
        "pool.penalty",
        "SET marks = ['credit_code:check_digit']",
        {"mark.credit_code:check_digit"},
        False,
    ),
    (
        "pool.penalty",
        "SET marks = ['served_on:unreadable', 'party_type:unknown_value']",
        {"mark.served_on:unreadable", "mark.party_type:unknown_value"},
        False,
    ),
    ("pool.penalty", "SET marks = ['unsold_negative']", {"mark.other"}, False),
    ("pool.penalty", "SET marks = ['fine_cny:negative']", set(), False),
    (
        "pool.transfer",
        "SET transferred_on = '2025-02-28 23:00', police_decided_on = NULL",
        {"transferred_on.not_before.approved_on"},
        False,
    ),
    (
        "pool.inspection",
        "SET sampled_on = '2025-03-02'",
        {"reported_on.not_before.sampled_on"},
        False,
    ),
    # A form that came back names another kind of document than the one of its number; another day.
    ("pool.document_reply", 'SET extra = \'{"文书种类": "检察建议书"}\'', {"kind.as_sent"}, False),
    ("pool.document_reply", 'SET extra = \'{"制发日期": "2025-03-02"}\'', {"issued_on.as_sent"}, False),
]


@pytest.fixture(scope="module")
def shared() -> Iterator[duckdb.DuckDBPyConnection]:
    """One pool for all faults; each is undone."""
    yield build()


def near(suite: Suite, rules: set[str]) -> Suite:
    """Leave out the many alike rules (no empty value, no mark) that the fault is not about, to save time."""
    many = ("mark.", ".not_null")
    kept = [
        r
        for r in suite.rules
        if r.rule_id in {*rules, "mark.other"}
        or (not r.rule_id.startswith(many) and not r.rule_id.endswith(many))
    ]
    return replace(suite, rules=tuple(kept))


@pytest.mark.parametrize(
    ("table", "fault", "rules", "stops"), FAULTS, ids=[f"{i}-{f[0]}" for i, f in enumerate(FAULTS)]
)
def test_one_fault_fails_its_rule_and_no_other(
    shared: duckdb.DuckDBPyConnection, table: str, fault: str, rules: set[str], stops: bool
) -> None:
    shared.execute("BEGIN")
    try:
        shared.execute(f"UPDATE {table} {fault} WHERE row_no = 2" if fault.startswith("SET") else fault)
        (result,) = run.run_all(shared, suites=[near(SUITES[table], rules)])
        bad = failed(result)
    finally:
        shared.execute("ROLLBACK")
    assert set(bad) == rules
    assert any(rule.is_blocking for rule in bad.values()) is stops
    for rule in bad.values():
        assert rule.unexpected_count > 0 and len(rule.failing_rows) == min(
            rule.unexpected_count, run.MOST_ROWS
        )


def test_a_failing_row_says_where_it_came_from(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(f"UPDATE pool.penalty SET fine_cny = -12.5 WHERE {FIRST}")
    rule = failed(check(con, "pool.penalty"))["fine_cny.at_least"]
    (row,) = rule.failing_rows
    assert (row["file"], row["row_no"], row["batch_id"]) == ("行政处罚决定.csv", "2", batch_of("penalty"))
    assert "-12.50" in row["value"]
    assert (rule.unexpected_count, rule.element_count, rule.unexpected_share) == (1, 3, pytest.approx(1 / 3))
    ((found, *_),) = con.execute(rule.find_rows_sql).fetchall()
    assert found == row["record_id"]


def test_personal_data_is_located_but_not_shown(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        f"UPDATE pool.penalty SET party_id_no = 'SECRET', marks = ['party_id_no:check_digit'] WHERE {FIRST}"
    )
    rule = failed(check(con, "pool.penalty"))["mark.party_id_no:check_digit"]
    assert rule.failing_rows[0]["row_no"] == "2"
    assert "SECRET" not in str(rule)
    assert "party_id_no" not in rule.find_rows_sql.split(" FROM ")[0]


def test_no_more_than_twenty_failing_rows_are_kept() -> None:
    con = build(rows=50)
    con.execute("UPDATE pool.penalty SET fine_cny = -1")
    rule = failed(check(con, "pool.penalty"))["fine_cny.at_least"]
    assert (rule.unexpected_count, len(rule.failing_rows)) == (50, run.MOST_ROWS)


def add_second_version(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """INSERT INTO pool.penalty
        SELECT * REPLACE (2 AS version, TIMESTAMP '2026-01-09' AS recorded_from)
        FROM pool.penalty WHERE row_no = 2"""
    )


def test_a_superseded_fault_is_forgiven(con: duckdb.DuckDBPyConnection) -> None:
    """The corrected version counts, the wrong one stays in the history."""
    add_second_version(con)
    con.execute(
        "UPDATE pool.penalty SET recorded_to = '2026-01-09', fine_cny = -1, marks = ['x'] "
        "WHERE row_no = 2 AND version = 1"
    )
    result = check(con, "pool.penalty")
    assert failed(result) == {}
    assert (result.row_count, result.current_count, dict(result.marks)) == (4, 3, {})


def test_a_gap_in_the_history_is_found(con: duckdb.DuckDBPyConnection) -> None:
    add_second_version(con)
    con.execute(f"UPDATE pool.penalty SET recorded_to = '2026-01-08' WHERE {FIRST} AND version = 1")
    assert set(failed(check(con, "pool.penalty"))) == {"history_is_continuous"}


def test_a_share_below_the_tolerance_is_no_failure() -> None:
    share = tolerances().shares.check_digit
    rows = 100
    con = build(rows)
    allowed = int(share * rows)
    for marked, holds in ((allowed, True), (allowed + 1, False)):
        con.execute("UPDATE pool.penalty SET marks = []")
        con.execute(
            "UPDATE pool.penalty SET marks = ['credit_code:check_digit'] WHERE row_no < ?", [marked + 2]
        )
        result = check(con, "pool.penalty")
        rule = next(rule for rule in result.results if rule.rule_id == "mark.credit_code:check_digit")
        assert (rule.unexpected_count, rule.success) == (marked, holds)
        assert result.marks == {"credit_code:check_digit": marked}


def test_missing_and_empty_tables_are_said_to_be_so(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DROP TABLE pool.penalty")
    con.execute("DELETE FROM pool.transfer")
    results = run.run_all(con, ["pool.penalty", "pool.transfer"])
    assert [(result.table, result.state, result.results) for result in results] == [
        ("pool.penalty", "missing", []),
        ("pool.transfer", "empty", []),
    ]


def test_an_authority_list_that_is_not_loaded_proves_nothing(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DELETE FROM pool.authority")
    rule = next(rule for rule in check(con, "pool.penalty").results if rule.rule_id == "authority.known")
    assert rule.success and rule.note.startswith("不适用")


REGISTERED = (
    "江州市云桥区卫生健康委员会",
    "江州市云桥区市场监督管理局",
    "江州市公安局云桥分局",
    "江州市青山区城市管理局",
    "江州市青山区城市建设管理局",
)


@pytest.mark.parametrize(
    ("name", "is_known"),
    [
        ("江州市云桥区卫生健康委员会", True),
        ("江州市云桥区　卫生健康委员会", True),  # typography
        ("云桥区卫健委", True),
        ("云桥区市监局", True),
        ("云桥公安分局", True),
        ("青山区卫健委", False),  # of another district
        ("云桥区税务局", False),
        ("青山区城管局", False),  # shortens two
        ("卫健委", False),  # of no district
    ],
)
def test_a_short_name_of_one_registered_body_is_known(
    con: duckdb.DuckDBPyConnection, name: str, is_known: bool
) -> None:
    for number, registered in enumerate(REGISTERED):
        con.execute(
            "INSERT INTO pool.authority SELECT * REPLACE (? AS authority_name, ? AS record_id) "
            "FROM pool.authority WHERE row_no = 2",
            [registered, f"body{number}"],
        )
    con.execute(f"UPDATE pool.penalty SET authority = ? WHERE {FIRST}", [name])
    assert ("authority.known" not in failed(check(con, "pool.penalty"))) is is_known


def test_a_paper_under_two_names_of_its_authority_is_told(con: duckdb.DuckDBPyConnection) -> None:
    full, short = REGISTERED[0], "云桥区卫健委"
    con.execute("UPDATE pool.authority SET authority_name = ? WHERE row_no = 2", [full])
    con.execute(
        "UPDATE pool.penalty SET decision_no = '云卫罚〔2025〕' || row_no || '号', authority = ?", [short]
    )
    con.execute(f"UPDATE pool.penalty SET authority = ? WHERE {FIRST}", [full])
    assert "authority.one_name" not in failed(check(con, "pool.penalty"))
    con.execute(f"UPDATE pool.penalty SET decision_no = '云卫罚[2025]3 号' WHERE {FIRST}")
    (row,) = failed(check(con, "pool.penalty"))["authority.one_name"].failing_rows
    assert (row["row_no"], short in row["value"]) == ("3", True)


def test_a_column_that_is_not_there_fails_its_rules_and_leaves_the_transaction_alive(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute("BEGIN")
    con.execute("ALTER TABLE pool.penalty DROP COLUMN fine_cny")
    bad = failed(check(con, "pool.penalty"))
    assert set(bad) == {"schema", "fine_cny.at_least", "fine_cny.present", "mark.fine_cny:unreadable"}
    assert "fine_cny" in bad["fine_cny.at_least"].note
    con.execute("COMMIT")


def test_all_tables_share_one_validator(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    original = gx.open_validator
    monkeypatch.setattr(gx, "open_validator", lambda c: opened.append(c) or original(c))
    run.run_all(con, ["pool.penalty", "pool.transfer", "landing.batch"])
    assert opened == [con]


def test_the_earliest_day_is_read_from_the_file() -> None:
    assert tolerances().earliest == date(1980, 1, 1)
