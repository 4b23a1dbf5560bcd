"""The figures of the report: one query per file, answered by the published snapshot.

A report holds no number that is not a cell of one of these answers or counted over one, so that
``reproduce.sql``, run on the same snapshot, gives every number again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from pipelines.outputs.evidence import day_zh
from warehouse.errors import XianjieError
from warehouse.tables import literal

_FILES = Path(__file__).with_name("figures")
_DAY = timedelta(days=1)
_MONTH = re.compile(r"^(?P<year>\d{4})-(?P<month>\d{2})$")
_QUARTER = re.compile(r"^(?P<year>\d{4})Q(?P<quarter>[1-4])$")


@dataclass(frozen=True)
class Period:
    """The days a report is about, both included."""

    from_on: date
    to_on: date

    @property
    def zh(self) -> str:
        """In words."""
        return f"{day_zh(self.from_on)}至{day_zh(self.to_on)}"


@dataclass(frozen=True)
class Figure:
    """One answered query.

    Parameters
    ----------
    id : str
        The file's name; the number of the table in the report.
    title : str
        In Chinese.
    sql : str
        The query, with variables for the period and the authority.
    columns : tuple of str
        Heads of the columns.
    rows : list of tuples
        The answer.
    """

    id: str
    title: str
    sql: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    @property
    def no(self) -> str:
        """The number by which text refers to it."""
        return f"表{int(self.id[:2])}"

    def column(self, name: str) -> list[Any]:
        """Return one column."""
        return [row[self.columns.index(name)] for row in self.rows]

    def total(self, name: str) -> int:
        """Return the sum of a column of counts."""
        return sum(int(value or 0) for value in self.column(name))


def period(text: str | None, as_of: date) -> Period:
    """Return the days that a text names; without one, the month of ``as_of`` up to it.

    Parameters
    ----------
    text : str, optional
        ``2026-10``, ``2026Q3``, ``2026`` or ``2026-10-01..2026-10-31``.
    as_of : date
        No period ends after it.

    Raises
    ------
    XianjieError
        If the text is none of these, or begins after ``as_of``.
    """
    first, last = _days(text, as_of)
    if first > as_of or last < first:
        raise XianjieError("没有这一期间", found=text or "", expected=f"{as_of} 及以前的日期")
    return Period(first, min(last, as_of))


def _days(text: str | None, as_of: date) -> tuple[date, date]:
    if not text:
        return as_of.replace(day=1), as_of
    if found := _MONTH.match(text):
        return _months(int(found["year"]), int(found["month"]), 1)
    if found := _QUARTER.match(text):
        return _months(int(found["year"]), 3 * int(found["quarter"]) - 2, 3)
    if re.fullmatch(r"\d{4}", text):
        return _months(int(text), 1, 12)
    first, dots, last = text.partition("..")
    try:
        return date.fromisoformat(first), date.fromisoformat(last if dots else first)
    except ValueError:
        raise XianjieError(
            "没有这一期间", found=text, expected="2026-10、2026Q3、2026 或 2026-10-01..2026-10-31"
        ) from None


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    if not 1 <= month <= 12:
        raise XianjieError("没有这一期间", found=f"{year}-{month:02}", expected="01 至 12 月")
    after = date(year + (month + count - 1) // 12, (month + count - 1) % 12 + 1, 1)
    return date(year, month, 1), after - _DAY


def setting(days: Period, authority: str | None) -> str:
    """Return the statements that set what the queries ask for."""
    named = "NULL::VARCHAR" if authority is None else literal(authority)
    return (
        f"SET VARIABLE from_on = DATE '{days.from_on}';\n"
        f"SET VARIABLE to_on = DATE '{days.to_on}';\n"
        f"SET VARIABLE authority = {named};\n"
    )


def answer(con: duckdb.DuckDBPyConnection, days: Period, authority: str | None) -> list[Figure]:
    """Ask the snapshot every query.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection to the snapshot.
    days : Period
        Which days.
    authority : str, optional
        Only bodies whose name contains this.

    Raises
    ------
    XianjieError
        If the snapshot lacks what a query asks: another version published it.
    """
    con.execute(setting(days, authority))
    try:
        return [_figure(con, path) for path in sorted(_FILES.glob("[0-9][0-9]_*.sql"))]
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        raise XianjieError(
            "快照由另一版本发布，缺少报告所需的表或列",
            found=str(error).splitlines()[0],
            action="请先运行 xianjie run，重新发布后再出报告",
        ) from error


def _figure(con: duckdb.DuckDBPyConnection, path: Path) -> Figure:
    head, _, sql = path.read_text("utf-8").partition("\n")
    found = con.sql(sql)
    columns = tuple(found.columns)
    return Figure(path.stem, head.removeprefix("--").strip(), sql.strip(), columns, found.fetchall())


def reproduce(figures: Sequence[Figure], days: Period, authority: str | None) -> str:
    """Return the SQL that gives every table of the report again on the same snapshot."""
    queries = [f"-- {figure.no} {figure.title}\n{figure.sql};\n" for figure in figures]
    return "\n".join([setting(days, authority), *queries])
