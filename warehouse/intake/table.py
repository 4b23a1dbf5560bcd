"""What every reader hands on: one table of a file, all cells text, rows numbered as a person sees them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from warehouse.intake.headers import SEARCHED_ROWS, FoundHeader

_THESE = "(?:(?:以上|上述|本[表页月季年])[ 　]*)?"
# The word of a totals line, set wide or not: 合计, 小　计, 本页合计.
TOTAL = _THESE + "[合总小共累][ 　]*计"
# How many there are, where a totals line tells it: 34件, 共34件, 以上共计34件.
COUNTED = _THESE + "[合总共计]{0,2}[ 　]*[0-9０-９]+ *(?:件|条|起|户|宗|份|项|人|家|个|笔|次)"
# How a line begins that stands below a table and belongs to whoever filled it in.
BEGINS = (
    "[（(【]? *(?:注|备注|附注|说明|填表|填报|制表|审核|审批|复核|报送|统计|联系|(?:金额|货币|计量)?单位|分管"
    "|负责|经办|盖章|签字)[^：:，,。；;]{0,12}[：:]|(?:注|备注|附注|说明|填表说明) *$"
    "|数据(?:截[至止]|来源|来自|提取|导出|采集)|以上数据|本表|[（(]?(?:以下|此页)(?:空白|无正文)"
)
BATCH_ROWS = 50_000
Finder = Callable[[Sequence[Sequence[str | None]]], FoundHeader | None]


@dataclass(frozen=True)
class BadRow:
    """A row that is not a row of the table: kept for the quarantine as it stands in the file."""

    row_no: int
    reason: str
    raw: str

    @property
    def raw_json(self) -> str:
        """The raw text as the quarantine keeps it."""
        return json.dumps({"原文": self.raw}, ensure_ascii=False)


@dataclass(frozen=True)
class CsvScan:
    """A delimited UTF-8 file that DuckDB can read by itself, because nothing in it is odd."""

    path: Path
    delimiter: str
    skip: int


@dataclass
class Table:
    """One table of one file.

    Parameters
    ----------
    sheet : str
        Name of the sheet; empty for flat files.
    format, encoding : str
        What the file turned out to be.
    headers : list of (str or None)
        One per column.
    header_row : int
        Row of the (last) header line, counted from 1; 0 where the format has none.
    rows : iterable of Arrow batches or CsvScan
        Columns ``row_no``, ``c0`` … ``cn`` (text) and, for mapped sources, ``derived``.
    bad : list of BadRow
        Rows that could not be read as rows of this table.
    notes : list of str
        What the sender should know, in Chinese.
    mapped : dict, optional
        For a mapped source: its own fields to the columns they fill.
    unit : float, optional
        Factor to yuan of the unit named above the table, for money whose header names none.
    constants : frozenset of str
        For a mapped source: columns that hold the same text in every line.
    """

    sheet: str
    format: str
    encoding: str | None
    headers: list[str | None]
    header_row: int
    rows: pa.RecordBatchReader | CsvScan
    bad: list[BadRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    mapped: dict[str, str | None] | None = None
    unit: float | None = None
    constants: frozenset[str] = frozenset()


def schema(width: int, *, derived: bool = False) -> pa.Schema:
    """Return the Arrow schema of the rows of a table with ``width`` columns."""
    fields = [pa.field("row_no", pa.int64()), *(pa.field(f"c{i}", pa.string()) for i in range(width))]
    if derived:
        fields.append(pa.field("derived", pa.list_(pa.string())))
    return pa.schema(fields)


def batches(rows: Iterator[tuple[int, Sequence[str | None]]], width: int) -> pa.RecordBatchReader:
    """Turn numbered rows of ``width`` cells into Arrow batches, a part at a time."""
    shape = schema(width)

    def parts() -> Iterator[pa.RecordBatch]:
        numbers: list[int] = []
        cells: list[Sequence[str | None]] = []
        for number, row in rows:
            numbers.append(number)
            cells.append(row)
            if len(cells) >= BATCH_ROWS:
                yield _batch(numbers, cells, shape)
                numbers, cells = [], []
        if cells:
            yield _batch(numbers, cells, shape)

    return pa.RecordBatchReader.from_batches(shape, parts())


def _batch(numbers: list[int], cells: list[Sequence[str | None]], shape: pa.Schema) -> pa.RecordBatch:
    columns = [pa.array(column, pa.string()) for column in zip(*cells, strict=True)]
    return pa.RecordBatch.from_arrays([pa.array(numbers, pa.int64()), *columns], schema=shape)


def cut_table(
    name: str,
    columns: list[list[str | None]],
    merged: Iterable[tuple[int, int, int]],
    find: Finder,
    kind: str,
    offset: int = 0,
) -> Table | None:
    """Make a table of the cells of a sheet, None if no header is among its first rows.

    Parameters
    ----------
    name, kind : str
        Name of the sheet and format of the file.
    columns : list of columns
        All of one length; filled downwards where cells were merged.
    merged : iterable of (column, first row, last row)
        Cells of one column that were merged, from 0.
    find : Finder
        Finds the header among the first rows.
    offset : int
        Rows of the sheet above these cells.
    """
    head = [[_clean(cell) for cell in row] for row in zip(*(c[:SEARCHED_ROWS] for c in columns), strict=True)]
    header = find(head)
    if header is None:
        return None
    for column, first, last in merged:
        if column < len(columns) and first > header.last:
            for row in range(first + 1, min(last + 1, len(columns[column]))):
                columns[column][row] = columns[column][first]
    start = header.last + 1

    def rows() -> Iterator[tuple[int, Sequence[str | None]]]:
        cells = zip(*(c[start:] for c in columns), strict=True)
        for number, row in enumerate(cells, offset + start + 1):
            yield number, [cell or None for cell in row]

    return Table(
        name, kind, None, header.texts, offset + start, batches(rows(), len(columns)), unit=header.unit
    )


def _clean(cell: str | None) -> str | None:
    return " ".join(cell.split()) if cell else None
