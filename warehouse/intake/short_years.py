"""Days with two digits for the year (``25.3.7``): read where the file settles which of the three is the year.

A whole column is read in one order or not at all. Of the three orders those count in which every cell is a
day that the records may have; where several are left, the years that the same rows state otherwise (numbers
of papers, other dates) decide, then the order of the file's other columns.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

import duckdb

from warehouse.column import Column
from warehouse.contract import Feed

# Year first, day first, month first: where year, month and day stand. The macro knows them by these numbers.
_ORDERS = {2: (0, 1, 2), 3: (2, 1, 0), 4: (2, 0, 1)}
_WORDS = {2: "年、月、日", 3: "日、月、年", 4: "月、日、年"}
# Of a term that is set in advance no day is too late; without a century no year from here on is certain.
_OPEN, _EARLIEST = 79, 80
_SHORT = re.compile(r"(\d{1,2}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})日?")
_MAY_BE_SHORT = (
    r"substr({cell}, 5, 1) <> '-' AND regexp_matches({cell}, '^\s*\d{{1,2}} ?[-/.年] ?\d{{1,2}} ?[-/.月]')"
)
_COUNT = 'SELECT {counts} FROM landing."{feed}" WHERE batch_id = ?'
_CELLS = r"""
SELECT x_clean({cell}), list_sort(list_distinct(list_transform(
    regexp_extract_all(
        concat_ws(' ', {others}), '(?:^|\s|[〔\[［【（(])((?:19|20)\d\d)[〕\]］】）)年/.-]', 1
    ), lambda year: year::INTEGER
))) AS years, count(*)
FROM landing."{feed}" WHERE batch_id = ? AND {condition} GROUP BY ALL
"""
_Cell = tuple[str, list[int], int]


def settle_orders(
    con: duckdb.DuckDBPyConnection, feed: Feed, batch_id: str, present: Collection[str], now: datetime
) -> tuple[dict[str, float], list[str]]:
    """Say in which order each column of a batch writes its short days.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate, macros installed.
    feed : Feed
        The feed of the batch.
    batch_id : str
        The batch, landed.
    present : collection of str
        Columns that the file has.
    now : datetime
        Recorded time: records are of no later day.

    Returns
    -------
    dict of str to float, list of str
        Column to what ``x_short_day`` needs, and a note on every column with such days, in Chinese.
    """
    columns = [c for c in feed.columns if c.type in ("date", "timestamp") and c.name in present]
    if not columns:
        return {}, []
    counts = ", ".join(f"count(*) FILTER ({_MAY_BE_SHORT.format(cell=_cell(c))})" for c in columns)
    (found,) = con.execute(_COUNT.format(counts=counts, feed=feed.name), [batch_id]).fetchall()
    short = [column for column, rows in zip(columns, found, strict=True) if rows]
    possible: dict[str, list[int]] = {}
    settled: dict[str, int] = {}
    rows: dict[str, int] = {}
    for column in short:
        cells = [
            cell for cell in _cells(con, feed, column, batch_id, present) if any(_days(cell[0], column, now))
        ]
        rows[column.name] = sum(times for *_, times in cells)
        possible[column.name] = _possible(cells, column, now) if cells else []
        if len(possible[column.name]) == 1:
            settled[column.name] = possible[column.name][0]
        elif len(stated := [o for o in possible[column.name] if _is_stated(cells, column, o, now)]) == 1:
            settled[column.name] = stated[0]
    orders = set(settled.values())
    for name, left in possible.items():
        if name not in settled and len(orders) == 1 and orders <= set(left):
            settled[name] = min(orders)
    codes = {c.name: float(100 * settled[c.name] + _last_year(c, now)) for c in short if c.name in settled}
    return codes, [_note(c, rows[c.name], settled.get(c.name)) for c in short if rows[c.name]]


def _cell(column: Column) -> str:
    return f'"{column.name}"'


def _cells(
    con: duckdb.DuckDBPyConnection, feed: Feed, column: Column, batch_id: str, present: Collection[str]
) -> Iterator[_Cell]:
    """Yield the column's different short cells, each with the years that its row states and how often."""
    others = [
        f'"{c.name}"'
        for c in feed.columns
        if c.name in present and c is not column and (c.form == "number" or c.type in ("date", "timestamp"))
    ]
    query = _CELLS.format(
        cell=_cell(column),
        others=", ".join(others) or "''",
        feed=feed.name,
        condition=_MAY_BE_SHORT.format(cell=_cell(column)),
    )
    yield from con.execute(query, [batch_id]).fetchall()


def _last_year(column: Column, now: datetime) -> int:
    return _OPEN if column.is_term else now.year % 100


def _day(cell: str, column: Column, order: int, now: datetime) -> date | None:
    """Return the day that a cell is in this order, None where it is none that a record may have."""
    found = _SHORT.fullmatch(cell)
    if found is None or ("年" in cell and order != 2):
        return None
    year, month, day = (found.groups()[place] for place in _ORDERS[order])
    if len(year) != 2 or _last_year(column, now) < int(year) < _EARLIEST:
        return None
    try:
        read = date(
            int(year) + (2000 if int(year) <= _last_year(column, now) else 1900), int(month), int(day)
        )
    except ValueError:
        return None
    return read if column.is_term or read <= now.date() else None


def _days(cell: str, column: Column, now: datetime) -> list[date | None]:
    return [_day(cell, column, order, now) for order in _ORDERS]


def _possible(cells: Sequence[_Cell], column: Column, now: datetime) -> list[int]:
    return [order for order in _ORDERS if all(_day(cell, column, order, now) for cell, *_ in cells)]


def _is_stated(cells: Sequence[_Cell], column: Column, order: int, now: datetime) -> bool:
    """Say whether rows state years, and all that do fit: a decision may be numbered in the year before."""
    told = [(_day(cell, column, order, now), years) for cell, years, _ in cells if years]
    return bool(told) and all(
        day is not None and any(abs(day.year - year) <= 1 for year in years) for day, years in told
    )


def _note(column: Column, rows: int, order: int | None) -> str:
    head = f"「{column.label}」有 {rows} 行的年份只写两位"
    if order is None:
        return f"{head}，从文件看不出哪一位是年，未读取；请写四位年份后重新报送"
    return f"{head}，从文件看只能是{_WORDS[order]}，据此补全"
