"""Due days against a slow walk through the calendar, day by day, that shares no code with the table."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rulebook import publish
from models.rulebook.clocks import CLOCKS
from tests import chain
from warehouse.calendar import CALENDARS
from warehouse.intake.values import install_macros
from warehouse.pool import memory
from warehouse.yaml_text import parse as parse_yaml

ONE = timedelta(days=1)
MONTHS = 12
TERMS = [
    (name, term)
    for path in sorted(CLOCKS.glob("*.yaml"))
    for name, clock in parse_yaml(path.read_text("utf-8"))["clocks"].items()
    for term in clock["versions"]
    if "amount" in term
]


@cache
def years() -> dict[int, tuple[frozenset[date], frozenset[date]]]:
    """Return by year the days that are free and those that are worked by notice."""
    found = {}
    for path in CALENDARS.glob("*.yaml"):
        year = parse_yaml(path.read_text("utf-8"))
        free = {
            span["from"] + n * ONE
            for span in year["holidays"]
            for n in range((span["to"] - span["from"]).days + 1)
        }
        found[year["year"]] = (frozenset(free), frozenset(year["workdays"]))
    return found


def is_worked(day: date) -> bool | None:
    if day.year not in years():
        return None
    free, worked = years()[day.year]
    return day in worked or (day not in free and day.weekday() not in (5, 6))


def months_later(day: date, months: int) -> date:
    month = day.month - 1 + months
    last = date(day.year + month // MONTHS, month % MONTHS + 1, 28)
    while (last + ONE).month == last.month:
        last += ONE
    return min(last, last.replace(day=min(day.day, last.day)))


def walked(term: dict[str, Any], day: date) -> date | None:
    """Return the last day of a term, or None where a year on the way has no calendar."""
    amount, unit = int(str(term["amount"])), term["unit"]
    if unit == "working_days":
        if is_worked(day) is None:
            return None
        while amount:
            day += ONE
            if is_worked(day) is None:
                return None
            amount -= bool(is_worked(day))
        return day
    if unit == "hours":
        day += timedelta(days=-(-amount // 24))
    elif unit == "calendar_days":
        day += timedelta(days=amount)
    else:
        day = months_later(day, amount * (MONTHS if unit == "years" else 1))
    while term["rolls"] and is_worked(day) is not True:
        if is_worked(day) is None:
            return None
        day += ONE
    return day


@pytest.fixture(scope="module")
def due() -> dict[tuple[str, date], date]:
    con: duckdb.DuckDBPyConnection = memory()
    install_macros(con)
    publish.build(con, chain.RULEBOOK(), chain.CARDS())
    rows = con.execute("SELECT clock, day, due_on FROM rule.due").fetchall()
    con.close()
    return {(clock, day): last for clock, day, last in rows}


@given(st.sampled_from(TERMS), st.dates(date(2016, 1, 1), date(2026, 12, 31)))
def test_due_day_is_the_one_walked_to(
    due: dict[tuple[str, date], date], named: tuple[str, dict[str, Any]], day: date
) -> None:
    name, term = named
    first, last = term["from"], term.get("to", date.max)
    if first <= day <= last:
        assert due.get((name, day)) == walked(term, day)


def test_every_term_was_compared_across_a_holiday(due: dict[tuple[str, date], date]) -> None:
    eve = date(2026, 9, 30)
    for name, term in TERMS:
        if "to" not in term:
            assert due.get((name, eve)) == walked(term, eve), name


def test_no_due_day_where_the_year_has_no_calendar(due: dict[tuple[str, date], date]) -> None:
    last = date(max(years()), 12, 31)
    for name, term in TERMS:
        needs = term["rolls"] or term["unit"] == "working_days"
        if "to" not in term:
            assert ((name, last) in due) is not needs, name
