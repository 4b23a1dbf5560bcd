"""Working days with make-up days (调休): one data file per year, no guess for a year without one.

Weekends are free and weekdays are worked unless the State Council's notice for the year says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal

import polars as pl
import yaml
from pydantic import ValidationError, model_validator

from warehouse.errors import ContractError
from warehouse.yaml_text import Closed, validated

CALENDARS = Path(__file__).with_name("calendars")
_SATURDAY = 6


class Holiday(Closed):
    """Free days from the first to the last, both included."""

    first: date
    last: date

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: object) -> object:
        if isinstance(data, dict) and set(data) == {"from", "to"}:
            return {"first": data["from"], "last": data["to"]}
        return data


class Year(Closed):
    """One year's notice.

    Parameters
    ----------
    year : int
        The calendar year; every day named lies in it.
    source : str
        The notice.
    confidence : {"V", "Vx", "M"}
        V read in full, Vx an excerpt, M from memory.
    holidays : list of Holiday
        Free days, weekends inside them included.
    workdays : list of date
        Saturdays and Sundays that are worked.
    """

    year: int
    source: str
    confidence: Literal["V", "Vx", "M"]
    holidays: list[Holiday]
    workdays: list[date]

    @model_validator(mode="after")
    def _consistent(self) -> Year:
        for day in [*(d for h in self.holidays for d in (h.first, h.last)), *self.workdays]:
            if day.year != self.year:
                raise ValueError(f"{day} does not lie in {self.year}")
        for holiday in self.holidays:
            if holiday.last < holiday.first:
                raise ValueError(f"holiday ends {holiday.last}, before it begins {holiday.first}")
        for day in self.workdays:
            if day.isoweekday() < _SATURDAY:
                raise ValueError(f"{day} is a weekday anyway")
            if any(holiday.first <= day <= holiday.last for holiday in self.holidays):
                raise ValueError(f"{day} is both holiday and working day")
        return self


@dataclass(frozen=True)
class Calendar:
    """The years for which there are data.

    Parameters
    ----------
    years : mapping of int to Year
        The notices by year.
    """

    years: Mapping[int, Year]

    @classmethod
    def load(cls, folder: Path | None = None) -> Calendar:
        """Read every year file of a folder (default: those that ship with the project, read once).

        Raises
        ------
        ContractError
            Names the file and what is wrong in it.
        """
        return _shipped() if folder is None else cls(_read(folder))

    def is_working(self, day: date) -> bool | None:
        """Say whether ``day`` is worked; None where the year has no data."""
        year = self.years.get(day.year)
        if year is None:
            return None
        if day in year.workdays:
            return True
        if any(holiday.first <= day <= holiday.last for holiday in year.holidays):
            return False
        return day.isoweekday() < _SATURDAY

    def frame(self) -> pl.DataFrame:
        """Return every day of every year with data: ``day`` (Date), ``is_working`` (Boolean)."""
        days = list(self._days())
        return pl.DataFrame(
            {"day": days, "is_working": [self.is_working(day) for day in days]},
            schema={"day": pl.Date, "is_working": pl.Boolean},
        )

    def _days(self) -> Iterator[date]:
        for year in sorted(self.years):
            day = date(year, 1, 1)
            while day.year == year:
                yield day
                day += timedelta(days=1)


@lru_cache(maxsize=1)
def _shipped() -> Calendar:
    return Calendar(_read(CALENDARS))


def _read(folder: Path) -> dict[int, Year]:
    years = {}
    for file in sorted(folder.glob("*.yaml")):
        try:
            year = validated(file.read_text("utf-8"), Year)
        except ValidationError as error:
            first = error.errors()[0]
            raise _wrong(file, ".".join(str(part) for part in first["loc"]), first["msg"]) from None
        except yaml.YAMLError as error:
            raise _wrong(file, "YAML", str(error)) from None
        # A copied file with the old year inside would hide a year.
        if file.stem != str(year.year):
            raise _wrong(file, "year", f"{year.year} in a file named {file.name}")
        years[year.year] = year
    return years


def _wrong(file: Path, key: str, found: str) -> ContractError:
    return ContractError(
        "工作日历有误",
        where=f"{file.name} · {key}",
        found=found,
        action="请按国务院办公厅通知更正该年",
    )
