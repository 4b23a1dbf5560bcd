"""The term of a review, suspension not counted, against a slow walk through the calendar day by day."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models import common
from models.rulebook import publish
from models.rulebook.clocks import load_clocks
from tests import chain
from warehouse import tables
from warehouse.calendar import Calendar
from warehouse.intake.values import install_macros
from warehouse.pool import memory

GUIDELINE = date(2024, 11, 26)
ROWS = """CREATE OR REPLACE TABLE known.prosecution AS
SELECT 'p' AS record_id, '酌定不起诉' AS decision, ?::DATE AS decided_on, NULL::DATE AS handed_over_on,
    ?::DATE AS review_registered_on, ?::INTEGER AS review_suspended_days"""


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    con = memory()
    install_macros(con)
    publish.build(con, chain.RULEBOOK(), chain.CARDS())
    return con


def walked(start: date, working_days: int) -> date | None:
    day = start
    while working_days > 0:
        day += timedelta(days=1)
        working = Calendar.load().is_working(day)
        if working is None:
            return None
        working_days -= working
    return day


def terms(
    con: duckdb.DuckDBPyConnection, decided: date, registered: date | None, suspended: int | None
) -> tuple[object, ...]:
    con.execute(ROWS, [decided, registered, suspended])
    tables.build(con, "fact", common.FOLDER / "review_term.sql")
    ((handover, review),) = con.execute(
        "SELECT handover_due_on, review_due_on FROM fact.review_term"
    ).fetchall()
    return handover, review


@example(decided=date(2026, 12, 29), wait=None, suspended=None)  # the term runs into a year without calendar
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    decided=st.dates(date(2024, 6, 1), date(2026, 12, 31)),
    wait=st.one_of(st.none(), st.integers(0, 30)),
    suspended=st.one_of(st.none(), st.integers(0, 60)),
)
def test_terms_end_on_the_day_walked_to(
    con: duckdb.DuckDBPyConnection, decided: date, wait: int | None, suspended: int | None
) -> None:
    clocks = load_clocks()
    registered = None if wait is None else decided + timedelta(days=wait)
    handover, review = terms(con, decided, registered, suspended)
    handover_days = clocks["reverse_internal_transfer"].versions[-1].amount or 0
    review_days = clocks["reverse_review"].versions[-1].amount or 0
    by = walked(max(decided, GUIDELINE), handover_days)
    assert handover == by
    start = registered or by
    assert review == (walked(max(start, GUIDELINE), review_days + (suspended or 0)) if start else None)


@pytest.mark.parametrize(
    ("decided", "handover", "review"),
    [
        # Spring Festival 2025: 28 January to 4 February free, 26 January and 8 February worked.
        (date(2025, 1, 22), date(2025, 1, 26), date(2025, 2, 14)),
        (date(2025, 1, 27), date(2025, 2, 7), date(2025, 2, 20)),
        # National Day 2025: 1 to 8 October free, 11 October worked.
        (date(2025, 9, 30), date(2025, 10, 11), date(2025, 10, 24)),
        # Older than the guideline: the terms begin with it.
        (date(2023, 5, 4), date(2024, 11, 29), date(2024, 12, 13)),
    ],
)
def test_terms_across_holidays(
    con: duckdb.DuckDBPyConnection, decided: date, handover: date, review: date
) -> None:
    assert terms(con, decided, None, None) == (handover, review)
