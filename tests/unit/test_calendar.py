"""Working days with make-up days: the shipped years, and errors that name the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from warehouse.calendar import CALENDARS, Calendar
from warehouse.errors import ContractError

# Days of rest the holiday rules give a year: 11 until 2024, 13 from 2025. In 2020 the Spring Festival was
# prolonged by a weekday and a make-up Saturday.
REST_DAYS = {2019: 11, 2020: 13, 2021: 11, 2022: 11, 2023: 11, 2024: 11, 2025: 13, 2026: 13}


def test_shipped_years() -> None:
    assert sorted(Calendar.load().years) == sorted(REST_DAYS)
    assert {int(file.stem) for file in CALENDARS.glob("*.yaml")} == set(REST_DAYS)


@pytest.mark.parametrize("year", sorted(REST_DAYS))
def test_weekdays_freed_less_weekends_worked_are_the_rest_days_of_the_law(year: int) -> None:
    days = Calendar.load().frame().filter(pl.col("day").dt.year() == year)
    weekday = days["day"].dt.weekday() <= 5
    freed = (weekday & ~days["is_working"]).sum()
    made_up = (~weekday & days["is_working"]).sum()
    assert freed - made_up == REST_DAYS[year]


@pytest.mark.parametrize("year", sorted(REST_DAYS))
def test_fixed_holidays_are_free(year: int) -> None:
    calendar = Calendar.load()
    fixed = [(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)]
    assert [calendar.is_working(date(year, *day)) for day in fixed] == [False] * 5


def test_a_year_without_data_is_unknown_not_guessed() -> None:
    calendar = Calendar.load()
    assert calendar.is_working(date(2018, 6, 1)) is None
    assert calendar.is_working(date(2027, 6, 1)) is None


def test_frame_has_every_day_once() -> None:
    frame = Calendar.load().frame()
    assert frame.schema == {"day": pl.Date, "is_working": pl.Boolean}
    assert frame["day"].n_unique() == len(frame) == sum(366 if year % 4 == 0 else 365 for year in REST_DAYS)
    assert frame["is_working"].null_count() == 0


YEAR = "year: 2024\nsource: 通知\nconfidence: M\nholidays: [{from: 2024-01-01, to: 2024-01-01}]\n"


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("2024", "year: 2024\n", "source"),
        ("2024", YEAR + "workdays: [2024-02-05]\n", "weekday anyway"),
        ("2024", YEAR + "workdays: [2023-02-04]\n", "does not lie in 2024"),
        ("2024", YEAR.replace("to: 2024-01-01", "to: 2023-12-31") + "workdays: []\n", "does not lie in 2024"),
        ("2024", YEAR.replace("from: 2024-01-01", "from: 2024-01-02") + "workdays: []\n", "before it begins"),
        (
            "2024",
            YEAR.replace("2024-01-01", "2024-01-06") + "workdays: [2024-01-06]\n",
            "both holiday and working day",
        ),
        ("2024", YEAR + "workdays: []\nhoiidays: []\n", "hoiidays"),
        ("2025", YEAR + "workdays: []\n", "2025.yaml"),
        ("2024", "year: [\n", "YAML"),
        ("2024", "", "2024.yaml"),
    ],
)
def test_a_wrong_year_names_file_and_fault(tmp_path: Path, name: str, text: str, complaint: str) -> None:
    (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    with pytest.raises(ContractError, match=complaint) as raised:
        Calendar.load(tmp_path)
    assert f"{name}.yaml" in str(raised.value)


def test_an_installation_can_bring_its_own_years(tmp_path: Path) -> None:
    (tmp_path / "2024.yaml").write_text(YEAR + "workdays: [2024-02-04]\n", "utf-8")
    calendar = Calendar.load(tmp_path)
    assert calendar.is_working(date(2024, 2, 4)) is True
    assert calendar.is_working(date(2025, 1, 2)) is None
