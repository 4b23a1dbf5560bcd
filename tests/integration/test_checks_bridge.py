"""The contract with Great Expectations: every kind of rule on rows known to be right or wrong.

The real engine on the real database. An upgrade that changes what a rule counts fails here.
"""

from __future__ import annotations

import subprocess
import sys

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks import gx, rule
from checks.rule import Rule
from checks.run import run_all
from warehouse.pool import memory

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

# a, b, amount, day, later, kind, closed, marks
ROWS = [
    (1, "x", 10.00, "2025-01-01", "2025-01-02", "甲", None, ["code:check_digit"]),
    (1, "x", -0.01, "2025-01-02", "2025-01-01", "乙", None, []),
    (1, "y", None, "2025-01-03", "2025-01-03", "丙", "2025-02-01", None),
    (2, None, 0.00, None, "2025-01-01", None, None, ["code:check_digit", "day:unreadable"]),
    (3, "z", 5.50, "2025-01-05", None, "甲", "2025-02-01", ["other"]),
    (4, "z", -7.00, "2025-01-06", "2025-01-07", "甲", "2025-02-01", []),
]
ALL, CURRENT = 6, 3


def small_pool() -> duckdb.DuckDBPyConnection:
    con = memory()
    con.execute(
        """CREATE TABLE pool.t (a INTEGER, b VARCHAR, amount DECIMAL(18,2), day DATE, later DATE,
        kind VARCHAR, closed TIMESTAMP, marks VARCHAR[])"""
    )
    con.executemany("INSERT INTO pool.t VALUES (?, ?, ?, ?, ?, ?, ?, ?)", ROWS)
    return con


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    return small_pool()


def mark(name: str, **options: object) -> Rule:
    return rule.never("mark", f"list_contains(marks, {rule.literal(name)})", "", ["marks"], **options)


CURRENT_ONLY = {"only_where_null": "closed"}
# rule, rows looked at, rows that break it, holds
MATRIX = [
    (rule.not_null("b", ""), ALL, 1, False),
    (rule.not_null("a", ""), ALL, 0, True),
    (rule.not_null("amount", "", **CURRENT_ONLY), CURRENT, 0, True),
    (rule.not_null("day", "", **CURRENT_ONLY), CURRENT, 1, False),
    (rule.unique(["a"], ""), ALL, 3, False),
    (rule.unique(["a"], "", **CURRENT_ONLY), CURRENT, 2, False),
    (rule.unique(["a", "b"], ""), ALL, 2, False),
    (rule.unique(["a", "kind"], ""), ALL, 0, True),
    (rule.at_least("amount", 0, ""), ALL, 2, False),
    (rule.at_least("amount", 0, "", **CURRENT_ONLY), CURRENT, 1, False),
    (rule.at_least("amount", -7, ""), ALL, 0, True),
    (rule.at_least("amount", 0, "", tolerance=0.5), ALL, 2, True),
    (rule.one_of("kind", ["甲", "乙"], ""), ALL, 1, False),
    (rule.one_of("kind", ["甲", "乙"], "", **CURRENT_ONLY), CURRENT, 0, True),
    (rule.one_of("kind", ["甲", "it's", "{丙}"], "", **CURRENT_ONLY), CURRENT, 1, False),
    (rule.not_before("later", "day", ""), ALL, 1, False),
    (rule.not_before("later", "day", "", tolerance=0.3), ALL, 1, True),
    (mark("code:check_digit"), ALL, 2, False),
    (mark("code:check_digit", **CURRENT_ONLY), CURRENT, 2, False),
    (mark("code:check_digit", tolerance=0.34), ALL, 2, True),
    (mark("code:check_digit", tolerance=0.33), ALL, 2, False),
    (mark("{code}"), ALL, 0, True),
    (rule.never("per_cent", "b LIKE 'z%' AND day::DATE > DATE '2025-01-05'", "", ["b"]), ALL, 1, False),
    (
        rule.no_rows("groups", "SELECT a, count(*) FROM {batch} GROUP BY a HAVING count(*) > 1", "", ["a"]),
        ALL,
        1,
        False,
    ),
    (
        rule.no_rows(
            "twice", "SELECT * FROM {batch} WHERE a IN (SELECT a FROM {batch} WHERE b = 'y')", "", ["a"]
        ),
        ALL,
        3,
        False,
    ),
]


@pytest.fixture(scope="module")
def outcomes() -> list[gx.Outcome]:
    """All rules of the matrix checked at once, as a suite would."""
    with gx.open_validator(small_pool()) as validator:
        return validator.validate("pool.t", [case[0] for case in MATRIX])


every_rule = pytest.mark.parametrize(
    "position", range(len(MATRIX)), ids=[f"{i}-{case[0].rule_id}" for i, case in enumerate(MATRIX)]
)


@every_rule
def test_counts_of_every_kind_of_rule(outcomes: list[gx.Outcome], position: int) -> None:
    _, looked_at, wrong, holds = MATRIX[position]
    assert outcomes[position] == gx.Outcome(holds, looked_at, wrong)


@every_rule
def test_the_query_finds_the_rows_that_were_counted(con: duckdb.DuckDBPyConnection, position: int) -> None:
    checked, _, wrong, _ = MATRIX[position]
    batch = "(SELECT * FROM pool.t WHERE closed IS NULL)" if checked.only_where_null else "pool.t"
    assert len(con.execute(checked.query.format(batch=batch)).fetchall()) == wrong


def test_it_sees_the_open_transaction_and_leaves_it_open(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("BEGIN")
    con.execute("DELETE FROM pool.t WHERE b IS NULL")
    with gx.open_validator(con) as validator:
        (outcome,) = validator.validate("pool.t", [rule.not_null("b", "")])
    assert outcome == gx.Outcome(True, ALL - 1, 0)
    con.execute("ROLLBACK")
    assert con.execute("SELECT count(*) FROM pool.t").fetchall() == [(ALL,)]


def test_two_connections_at_once_are_kept_apart(con: duckdb.DuckDBPyConnection) -> None:
    other = memory()
    other.execute("CREATE TABLE pool.t AS SELECT 1 AS a, NULL::VARCHAR AS b")
    checked = [rule.not_null("b", "")]
    with gx.open_validator(con) as first, gx.open_validator(other) as second:
        assert second.validate("pool.t", checked) == [gx.Outcome(False, 1, 1)]
        assert first.validate("pool.t", checked) == [gx.Outcome(False, ALL, 1)]


def test_a_changed_table_is_read_anew(con: duckdb.DuckDBPyConnection) -> None:
    with gx.open_validator(con) as validator:
        validator.validate("pool.t", [rule.not_null("b", "")])
        con.execute("CREATE OR REPLACE TABLE pool.t AS SELECT NULL::INTEGER AS fresh FROM range(4)")
        assert validator.validate("pool.t", [rule.not_null("fresh", "")]) == [gx.Outcome(False, 4, 4)]


def test_names_that_are_words_of_sql_are_quoted() -> None:
    con = memory()
    con.execute('CREATE TABLE finding."order" AS SELECT NULL AS at, 1 AS "end", 2 AS "Select", 1 AS "a b"')
    rules = [
        rule.not_null("at", ""),
        rule.not_null("end", ""),
        rule.at_least("Select", 3, ""),
        rule.unique(["end", "a b"], ""),
        rule.not_before("end", "Select", "", only_where_null="at"),
    ]
    with gx.open_validator(con) as validator:
        counted = validator.validate("finding.order", rules)
    assert [(outcome.unexpected_count, outcome.error) for outcome in counted] == [
        (1, ""),
        (0, ""),
        (1, ""),
        (0, ""),
        (1, ""),
    ]


def test_a_rule_that_cannot_be_evaluated_fails_and_says_why(con: duckdb.DuckDBPyConnection) -> None:
    broken = rule.never("broken", "nowhere > 1", "", ["a"])
    (result,) = run_all(con, suites=[rule.Suite("pool.t", "", (broken, rule.not_null("b", "")))])
    failed, sound = result.results
    assert not failed.success
    assert "nowhere" in failed.note
    assert sound.unexpected_count == 1


def test_it_is_imported_only_when_a_suite_runs() -> None:
    code = (
        "import sys, checks.run, checks.gx, checks.page, checks.health, checks.store\n"
        "from checks.suites import all_suites; all_suites()\n"
        "print([m for m in ('great_expectations', 'sqlalchemy', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


_row = st.tuples(
    st.none() | st.integers(0, 3),
    st.none() | st.sampled_from(["甲", "乙", "it's"]),
    st.none() | st.dates(),
    st.none() | st.dates(),
    st.booleans(),
)


@settings(max_examples=15, deadline=None)
@given(st.lists(_row, min_size=1, max_size=12))
def test_engine_and_query_agree_on_any_rows(rows: list[tuple[object, ...]]) -> None:
    con = memory()
    con.execute("CREATE TABLE pool.r (n INTEGER, kind VARCHAR, d1 DATE, d2 DATE, closed BOOLEAN)")
    con.executemany("INSERT INTO pool.r VALUES (?, ?, ?, ?, CASE WHEN ? THEN TRUE END)", rows)
    rules = [
        rule.not_null("n", "", **CURRENT_ONLY),
        rule.at_least("n", 2, ""),
        rule.one_of("kind", ["甲", "it's"], ""),
        rule.not_before("d1", "d2", ""),
        rule.never("never", "n = 1 AND kind IS NULL", "", ["n"], **CURRENT_ONLY),
    ]
    with gx.open_validator(con) as validator:
        counted = validator.validate("pool.r", rules)
    for checked, outcome in zip(rules, counted, strict=True):
        batch = "(SELECT * FROM pool.r WHERE closed IS NULL)" if checked.only_where_null else "pool.r"
        found = con.execute(checked.query.format(batch=batch)).fetchall()
        assert outcome == gx.Outcome(not found, outcome.element_count, len(found)), checked.rule_id
