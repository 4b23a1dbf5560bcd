"""Working days as the State Council's notices set them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.calendar import Calendar
from warehouse.errors import ContractError

CALENDAR = Calendar.load()
DAYS = st.dates(date(2019, 1, 1), date(2026, 11, 1))


def test_g7_three_working_days_across_national_day() -> None:
    assert CALENDAR.add_working_days(date(2025, 9, 30), 3) == date(2025, 10, 11)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 10, 8), False),  # National Day week
        (date(2025, 10, 11), True),  # Saturday made up
        (date(2020, 2, 1), False),  # Spring Festival prolonged
        (date(2024, 2, 18), True),  # Sunday made up
        (date(2024, 3, 5), True),
        (date(2018, 3, 5), None),  # no data: no guess
    ],
)
def test_days(day: date, expected: bool | None) -> None:
    assert CALENDAR.is_working(day) is expected


def test_a_term_that_runs_into_a_year_without_data_is_unknown() -> None:
    last = max(CALENDAR.years)
    assert CALENDAR.add_working_days(date(last, 12, 31), 1) is None
    assert CALENDAR.roll_forward(date(last + 1, 1, 1)) is None


@given(DAYS, st.integers(1, 20))
def test_a_term_ends_on_a_working_day_and_counts_exactly(start: date, number: int) -> None:
    end = CALENDAR.add_working_days(start, number)
    if end is None:
        return
    between = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    assert CALENDAR.is_working(end)
    assert sum(bool(CALENDAR.is_working(day)) for day in between) == number


@given(DAYS)
def test_the_frame_says_the_same(day: date) -> None:
    frame = CALENDAR.frame()
    assert frame.filter(frame["day"] == day)["is_working"].item() is CALENDAR.is_working(day)


def test_a_wrong_year_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "2031.yaml").write_text(
        "year: 2031\nsource: x\nconfidence: M\nholidays: []\nworkdays: [2031-01-01]\n", "utf-8"
    )
    with pytest.raises(ContractError, match=r"2031\.yaml.*weekday"):
        Calendar.load(tmp_path)
