"""Tables that stand below one another on a sheet: each is read with its own header."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.intake.forms import read_form
from warehouse.intake.table import Finder, Table, cut_table

# A row that names so many columns is a header, wherever it stands.
NAMED = 4
# 行政相对人代码_1: the name of a column may hold a figure; of a record several cells do.
_FIGURES = 2
# Rows of one header: groups, names, units.
_DEEP = 3


def cut_tables(
    name: str,
    columns: list[list[str | None]],
    merged: Iterable[tuple[int, int, int]],
    find: Finder,
    kind: str,
) -> list[Table]:
    """Make the tables of the cells of a sheet: one, a form, or each down to the title of the next.

    Parameters
    ----------
    name, kind : str
        Name of the sheet and format of the file.
    columns : list of columns
        All of one length.
    merged : iterable of (column, first row, last row)
        Cells of one column that were merged, from 0.
    find : Finder
        Finds the header among the first rows of a table.
    """
    form = read_form(name, columns, merged := list(merged), find, kind)
    if form is not None:
        return [form]
    first_rows = further_tables(columns, find)
    if not first_rows:
        table = cut_table(name, columns, merged, find, kind)
        return [] if table is None else [table]
    tables = []
    for first, end in itertools.pairwise((0, *first_rows, len(columns[0]))):
        own = [
            (column, top - first, min(bottom, end - 1) - first)
            for column, top, bottom in merged
            if first <= top < end
        ]
        tables.append(cut_table(name, [c[first:end] for c in columns], own, find, kind, first))
    return [table for table in tables if table is not None]


def with_notes(tables: list[Table], notes: Iterable[str]) -> list[Table]:
    """Return the tables of a file that hold records, with what was left out noted on the first.

    What stands in one column is what somebody says of the other tables (填表说明).
    """
    is_told = [sum(1 for header in table.headers if header) < 2 for table in tables]
    if all(is_told):
        is_told = [False] * len(tables)
    records = [table for table, told in zip(tables, is_told, strict=True) if not told]
    records[0].notes += notes
    records[0].notes += [
        f"「{table.sheet}」中有一张表只有一栏，不是记录表，未读取"
        for table, told in zip(tables, is_told, strict=True)
        if told
    ]
    return records


def further_tables(columns: Sequence[Sequence[str | None]], find: Finder) -> list[int]:
    """Return the first rows, from 0, of the tables below the first one, their titles included."""
    headers: list[int] = []
    told: list[list[str | None]] = []
    if not columns:
        return []
    may, is_record = _figures(columns)
    for row in may:
        texts = [" ".join((column[row] or "").split()) or None for column in columns]
        found = find([texts])
        # A header of several rows is one if no record stands between them; so is one that stands again at
        # the top of each page.
        if found is None or found.known < NAMED or texts in told:
            continue
        told.append(texts)
        between = range(headers[-1] + 1, row) if headers else ()
        if not headers or row - headers[-1] >= _DEEP or any(is_record[place].as_py() for place in between):
            headers.append(row)
    return [_title(columns, row) for row in headers[1:]]


def _figures(columns: Sequence[Sequence[str | None]]) -> tuple[list[int], pa.BooleanArray]:
    """Return the rows with the cells of a header and hardly a figure, and whether a row has more."""
    filled = figures = pa.array([0] * len(columns[0]), pa.int64())
    for column in columns:
        cells = pa.array(column, pa.string())
        filled = pc.add(filled, _holds(cells, r"\S"))
        figures = pc.add(figures, _holds(cells, "[0-9０-９]"))
    has_more = pc.greater(figures, _FIGURES)
    may = pc.and_not(pc.greater_equal(filled, NAMED), has_more)
    return pc.indices_nonzero(may).to_pylist(), has_more


def _holds(cells: pa.StringArray, pattern: str) -> pa.Int64Array:
    return pc.cast(pc.fill_null(pc.match_substring_regex(cells, pattern), False), pa.int64())


def _title(columns: Sequence[Sequence[str | None]], header: int) -> int:
    """Return the first of the lines above a header that have at most one cell: blank ones and its title."""
    row = header
    while row and sum(bool((column[row - 1] or "").strip()) for column in columns) <= 1:
        row -= 1
    return row
