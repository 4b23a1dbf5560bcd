"""Forms: a sheet that holds one record, each value to the right of its label, several pairs in a row.

A sheet is read as a form where its labels name at least four columns of one feed, stand in several rows of
which none names as many as all do, never side by side (that is the header of a table), and half of them have
a value. A label that nobody knows is kept with its value; the first label again begins the next record.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from warehouse.intake.headers import group_readings
from warehouse.intake.labels import unit_line
from warehouse.intake.table import Finder, Table, batches

_NAMED = 4
# Larger sheets are tables; a form fits on a few printed pages.
_MOST_ROWS, _MOST_COLUMNS = 200, 60
_LONGEST_LABEL = 15
# 填表日期：2024年7月18日, label and value in one cell.
_IN_ONE = re.compile(r"(\S.{0,19}?)\s*[：:]\s*(\S.*)", re.DOTALL)
_SHOWN, _SHOWN_SIGNS = 6, 30
# 证件号码 in the group of anybody else (代理人, 法定代表人) is not the party's.
_ANOTHER = re.compile(r"(?<!当事)(?<!相对)(?<!嫌疑)(?<!处罚)人")


@dataclass(frozen=True)
class _Filled:
    """A cell that holds something: where, and the name of the group it stands in."""

    row: int
    column: int
    text: str
    label: str | None  # what it names, where it names a column
    group: str = ""


@dataclass(frozen=True)
class _Pair:
    row: int
    column: int
    label: str
    value: str | None


def read_form(
    name: str,
    columns: Sequence[Sequence[str | None]],
    merged: Iterable[tuple[int, int, int]],
    find: Finder,
    kind: str,
) -> Table | None:
    """Make a table of the records of a form, None if the sheet is none.

    Parameters
    ----------
    name, kind : str
        Name of the sheet and format of the file.
    columns : sequence of columns
        All of one length.
    merged : iterable of (column, first row, last row)
        Cells of one column that were merged, from 0: a merged cell beside labels names their group.
    find : Finder
        Finds the header among the first rows of a table.
    """
    if not columns or len(columns) > _MOST_COLUMNS or not 1 < len(columns[0]) <= _MOST_ROWS:
        return None
    lines: list[list[_Filled]] = []
    for line in _lines(columns, merged, find):
        if _is_header(line):
            return None
        lines.append(line)
    labels = [cell for line in lines for cell in line if cell.label]
    if not _is_form(lines, labels, find):
        return None
    at = Counter(cell.column for cell in labels)
    pairs, left = _pairs(lines, {column for column, times in at.items() if times > 1}, find)
    filled = sum(pair.value is not None for pair in pairs)
    if 2 * filled < len(pairs):
        return None
    first = pairs[0].row
    records = _records(pairs)
    headers = _headers(records)
    rows = [(record[0].row + 1, _values(record, headers)) for record in records]
    above = [cell.text for line in lines for cell in line if cell.row < first]
    told = [cell.text for cell in left if cell.row > first]
    notes = [f"按表单读取：标签在左、内容在右，{len(records)} 条记录"]
    if told:
        shown = "；".join(" ".join(text.split())[:_SHOWN_SIGNS] for text in told[:_SHOWN])
        notes.append(f"表单中未作为字段读取的文字：{shown}{'…' if len(told) > _SHOWN else ''}")
    texts = [label for label, _ in headers]
    return Table(
        name, kind, None, list(texts), 0, batches(iter(rows), len(texts)), notes=notes, unit=unit_line(above)
    )


def _lines(
    columns: Sequence[Sequence[str | None]], merged: Iterable[tuple[int, int, int]], find: Finder
) -> Iterator[list[_Filled]]:
    """Yield the filled cells of each row, the names of groups taken into the labels beside them."""
    groups = {
        (row, column): columns[column][first] or ""
        for column, first, last in merged
        if column < len(columns) and last > first
        for row in range(first, min(last + 1, len(columns[0])))
    }
    for row in range(len(columns[0])):
        texts = [(column[row] or "").strip() for column in columns]
        cells = [
            _Filled(row, column, text, _label(text, group, find), group)
            for column, text, group in ((c, text, _group(groups, row, c)) for c, text in enumerate(texts))
            if text
        ]
        # A merged cell before a label names a group; before a value it is a label itself.
        yield [
            cell
            for cell, beside in itertools.zip_longest(cells, cells[1:])
            if (row, cell.column) not in groups or beside is None or not beside.label
        ]


def _group(groups: dict[tuple[int, int], str], row: int, column: int) -> str:
    """Return the name of the group to the left of a cell, empty where there is none."""
    if (row, column) in groups:
        return ""
    return next((groups[row, place] for place in range(column - 1, -1, -1) if (row, place) in groups), "")


def _label(text: str, group: str, find: Finder) -> str | None:
    if len(text) > 2 * _LONGEST_LABEL:
        return None
    readings = group_readings(group, text)[: 2 if _ANOTHER.search(group) else 3] if group else (text,)
    return next((reading for reading in readings if find([[reading]]) is not None), None)


def _is_form(lines: Sequence[Sequence[_Filled]], labels: Sequence[_Filled], find: Finder) -> bool:
    if len(labels) < _NAMED or len({cell.row for cell in labels}) < 2:
        return False
    known = _known([cell.label for cell in labels], find)
    if known < _NAMED:
        return False
    for line in lines:
        own = [cell for cell in line if cell.label]
        if len(own) > 1 and _known([cell.label for cell in own], find) >= known:
            return False
    return True


def _is_header(line: Sequence[_Filled]) -> bool:
    """Say whether labels stand side by side."""
    stand = {cell.column for cell in line if cell.label}
    return any(column + 1 in stand for column in stand)


def _known(texts: Sequence[str | None], find: Finder) -> int:
    found = find([texts])
    return 0 if found is None else found.known


def _pairs(
    lines: Sequence[Sequence[_Filled]], label_columns: set[int], find: Finder
) -> tuple[list[_Pair], list[_Filled]]:
    """Return labels with their values, and the cells that are neither."""
    pairs: list[_Pair] = []
    left: list[_Filled] = []
    for line in lines:
        place = 0
        while place < len(line):
            cell = line[place]
            place += 1
            beside = line[place] if place < len(line) else None
            behind = line[place + 1] if place + 1 < len(line) else None
            # An unknown label is one that stands where labels do and has a value of its own.
            is_unknown = (
                not cell.label
                and cell.column in label_columns
                and len(cell.text) <= _LONGEST_LABEL
                and beside is not None
                and not beside.label
                and bool(pairs)
            )
            if cell.label or is_unknown:
                is_value = beside is not None and not beside.label
                if is_value and beside is not None and beside.column in label_columns and cell.label:
                    is_value = behind is None or behind.label is not None
                value = beside.text if is_value and beside is not None else None
                pairs.append(_Pair(cell.row, cell.column, cell.label or cell.group + cell.text, value))
                place += is_value
            elif (found := _IN_ONE.fullmatch(cell.text)) and (label := _label(found[1], cell.group, find)):
                pairs.append(_Pair(cell.row, cell.column, label, found[2]))
            else:
                left.append(cell)
    return pairs, left


def _records(pairs: Sequence[_Pair]) -> list[list[_Pair]]:
    """Cut the pairs where the first label stands again at its place."""
    records: list[list[_Pair]] = []
    for pair in pairs:
        if not records or (pair.label, pair.column) == (pairs[0].label, pairs[0].column):
            records.append([])
        records[-1].append(pair)
    return records


def _headers(records: Sequence[Sequence[_Pair]]) -> list[tuple[str, int]]:
    """Return the labels in order, each as often as a record has values for it."""
    headers: dict[tuple[str, int], None] = {}
    for record in records:
        headers.update(dict.fromkeys(_numbered(record)))
    return list(headers)


def _numbered(record: Sequence[_Pair]) -> dict[tuple[str, int], str | None]:
    """Return values by label and time; what is said again adds nothing."""
    values: dict[tuple[str, int], str | None] = {}
    for pair in record:
        said = [value for (label, _), value in values.items() if label == pair.label]
        if pair.value in said or (pair.value is None and said):
            continue
        if said == [None]:
            values[pair.label, 0] = pair.value
        else:
            values[pair.label, len(said)] = pair.value
    return values


def _values(record: Sequence[_Pair], headers: Sequence[tuple[str, int]]) -> list[str | None]:
    values = _numbered(record)
    return [values.get(header) for header in headers]
