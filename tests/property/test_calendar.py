"""Laws that every term in working days obeys."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from warehouse.calendar import Calendar

CALENDAR = Calendar.load()
# Long terms stay inside the years with data.
DAYS = st.dates(date(2019, 1, 1), date(2026, 6, 30))
NUMBERS = st.integers(0, 60)


@given(DAYS, NUMBERS)
def test_a_term_spans_exactly_its_number_of_working_days(start: date, number: int) -> None:
    end = CALENDAR.add_working_days(start, number)
    assert end is not None
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(CALENDAR.is_working(day) is True for day in between) == number
    assert number == 0 or CALENDAR.is_working(end)


@given(DAYS, NUMBERS, NUMBERS)
def test_terms_add_up(start: date, first: int, second: int) -> None:
    halfway = CALENDAR.add_working_days(start, first)
    assert halfway is not None
    assert CALENDAR.add_working_days(halfway, second) == CALENDAR.add_working_days(start, first + second)


@given(DAYS, DAYS, NUMBERS)
def test_a_later_start_never_ends_earlier(one: date, other: date, number: int) -> None:
    early, late = sorted((one, other))
    ends = CALENDAR.add_working_days(early, number), CALENDAR.add_working_days(late, number)
    assert ends[0] is not None and ends[1] is not None and ends[0] <= ends[1]


@given(DAYS)
def test_rolling_lands_on_the_first_working_day_not_before(day: date) -> None:
    rolled = CALENDAR.roll_forward(day)
    assert rolled is not None and rolled >= day and CALENDAR.is_working(rolled)
    skipped = [day + timedelta(days=n) for n in range((rolled - day).days)]
    assert not any(CALENDAR.is_working(other) for other in skipped)
    assert CALENDAR.roll_forward(rolled) == rolled
