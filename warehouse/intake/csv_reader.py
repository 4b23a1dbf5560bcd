"""Delimited text: the delimiter is found, sound files are left to DuckDB, others are read row by row."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from warehouse.config import Limits
from warehouse.errors import FileRefused
from warehouse.intake.forms import read_form
from warehouse.intake.headers import SEARCHED_ROWS, FoundHeader
from warehouse.intake.stacked import NAMED, further_tables
from warehouse.intake.table import BEGINS, COUNTED, TOTAL, BadRow, CsvScan, Finder, Table, batches
from warehouse.intake.text_file import TextFile, refuse_long_line

DELIMITERS = (",", "\t", ";", "|")
# A quoted cell may run over several lines; an unbalanced quote would swallow the rest of the file.
_LONGEST_RECORD = 100
_SHOWN = 500
# A form fits on a few printed pages.
_LARGEST_FORM = 1 << 20
# More groups of figures than the names of columns have: a record, whose days alone have as many.
_FIGURES = re.compile(r"(?:[^0-9０-９]*[0-9０-９]+){6}")
_TOTAL = re.compile(TOTAL)
_NO_RECORD = re.compile(rf"\s*(?:(?:{TOTAL})[：:\s]*$|{COUNTED}\s*$|{BEGINS})")


@dataclass(frozen=True)
class Record:
    """One record of the text: its cells, or None if it cannot be taken apart."""

    cells: list[str] | None
    raw: str
    lines: int


def read_csv(file: TextFile, find: Finder, limits: Limits, *, exact: bool, work: Path) -> list[Table]:
    """Read a delimited file: one table, a form, or each of several tables below one another.

    Parameters
    ----------
    file : TextFile
        The file, its encoding known.
    find : Finder
        Finds the header among the first rows.
    limits : Limits
        How wide a table may be.
    exact : bool
        Look at every row, because DuckDB refused one or a second header stands among them.
    work : Path
        Folder for a copy in UTF-8, if one is needed.

    Raises
    ------
    FileRefused
        If no header is found.
    """
    refuse_long_line(file, limits.line_kb)
    if (form := _form(file, find)) is not None:
        return [form]
    head = _head(file)
    delimiter, header = _layout(head, find, limits, file.path.name)
    records = list(_records(head, delimiter))
    in_one_line = all(record.lines == 1 for record in records[: header.last + 1])
    is_stacked = further_tables(_columns([record.cells for record in records]), find)
    if not exact and in_one_line and not is_stacked:
        plain = file
        if not file.encoding.startswith("utf-8"):
            plain = file.write_utf8(work / f"{len(list(work.iterdir()))}.csv")
        if plain.is_plain:
            # To DuckDB a name may be a pattern (*), or say that the file is packed (.gz).
            (scanned := work / f"{len(list(work.iterdir()))}.csv").symlink_to(plain.path.absolute())
            return [_table(file, delimiter, header, 0, CsvScan(scanned, delimiter, header.last + 1))]
    return _exact_tables(file, delimiter, header, find)


def _table(
    file: TextFile, delimiter: str, header: FoundHeader, offset: int, rows: CsvScan | pa.RecordBatchReader
) -> Table:
    kind, last = _kind(delimiter), offset + header.last + 1
    return Table("", kind, file.encoding, header.texts, last, rows, unit=header.unit)


def _kind(delimiter: str) -> str:
    return "tsv" if delimiter == "\t" else "csv"


def _form(file: TextFile, find: Finder) -> Table | None:
    """Return the records of a small file that is a form: a label and its value in each line."""
    if file.path.stat().st_size > _LARGEST_FORM:
        return None
    lines = _lines(file.text())
    for delimiter in DELIMITERS:
        cells = [record.cells for record in _records(lines, delimiter)]
        if all(cells) and (form := read_form("", _columns(cells), [], find, _kind(delimiter))) is not None:
            form.encoding = file.encoding
            return form
    return None


def _columns(records: Sequence[list[str] | None]) -> list[list[str | None]]:
    """Return the cells of records by column, all columns of one length."""
    rows = itertools.zip_longest(*(cells or [] for cells in records))
    return [[cell or None for cell in column] for column in rows]


def _exact_tables(file: TextFile, delimiter: str, header: FoundHeader, find: Finder) -> list[Table]:
    """Read every row, and each table that begins further down with its own header."""
    text = file.text()
    lines = _lines(text)
    is_ended = text.endswith(("\n", "\r"))
    if sum(_may_be_header(line, delimiter) for line in lines) < 2:
        every = enumerate(_records(lines, delimiter), 1)
        return [_exact_table(file, delimiter, header, 0, every, is_ended)]
    records = list(_records(lines, delimiter))
    starts = further_tables(_columns([record.cells for record in records]), find)
    tables = []
    for first, end in itertools.pairwise((0, *starts, len(records))):
        numbered = list(enumerate(records[first:end], first + 1))
        own = find([[cell.strip() for cell in one.cells or []] for _, one in numbered[:SEARCHED_ROWS]])
        is_whole = is_ended or end < len(records)
        if own is not None:
            tables.append(_exact_table(file, delimiter, own, first, iter(numbered), is_whole))
    return tables


def _may_be_header(line: str, delimiter: str) -> bool:
    """Say whether a line has cells enough to be a header, and few figures."""
    return line.count(delimiter) >= NAMED - 1 and _FIGURES.match(line) is None


def _exact_table(
    file: TextFile,
    delimiter: str,
    header: FoundHeader,
    offset: int,
    records: Iterator[tuple[int, Record]],
    is_ended: bool,
) -> Table:
    bad: list[BadRow] = []
    notes: list[str] = []
    below = itertools.islice(records, header.last + 1, None)
    rows = _exact_rows(below, len(header.texts), is_ended, bad, notes)
    table = _table(file, delimiter, header, offset, batches(rows, len(header.texts)))
    table.bad, table.notes = bad, notes
    return table


def _head(file: TextFile) -> list[str]:
    """Return the first lines: enough to find the header."""
    text = ""
    for chunk in file.chunks():
        text += chunk
        if text.count("\n") > 4 * SEARCHED_ROWS:
            break
    return _lines(text)[: 4 * SEARCHED_ROWS]


def _lines(text: str) -> list[str]:
    # Only these end a line: str.splitlines would also break at characters that stand in texts.
    lines = text.split("\n") if "\n" in text else text.split("\r")
    return lines[:-1] if lines and not lines[-1] else lines


def _layout(lines: list[str], find: Finder, limits: Limits, name: str) -> tuple[str, FoundHeader]:
    """Find the delimiter: the one whose header names most columns."""
    best: tuple[str, FoundHeader] | None = None
    for delimiter in DELIMITERS:
        rows: list[Sequence[str | None]] = []
        for record in _records(lines, delimiter):
            rows.append([cell.strip() for cell in record.cells or []])
            if len(rows) == SEARCHED_ROWS:
                break
        widest = max(map(len, rows), default=0)
        if widest > limits.columns:
            raise FileRefused(
                "列数过多",
                where=name,
                found=f"{widest:,} 列",
                expected=f"最多 {limits.columns:,} 列",
                action="请报送行列转置之前的原表",
            )
        header = find(rows)
        if header is not None and (best is None or header.known > best[1].known):
            best = delimiter, header
    if best is None:
        shown = lines[0][:60] if lines else "nothing"
        raise FileRefused(
            "未找到表头", where=name, found=shown,
            expected=f"前 {SEARCHED_ROWS} 行内有某类数据的列名",
            action="请补上表头，或者配置来源映射",
        )  # fmt: skip
    return best


def _records(lines: Sequence[str], delimiter: str) -> Iterator[Record]:
    """Take lines apart into records; a record with an unbalanced quote ends with its own line."""
    position = 0
    while position < len(lines):
        line = lines[position].removesuffix("\r")
        if '"' not in line:
            yield Record(line.split(delimiter), line, 1)
            position += 1
            continue
        record = _quoted(lines, position, delimiter)
        yield record
        position += record.lines


def _quoted(lines: Sequence[str], position: int, delimiter: str) -> Record:
    first = lines[position].removesuffix("\r")
    chunk = first
    for end in range(position + 1, min(position + _LONGEST_RECORD, len(lines)) + 1):
        cells, is_open = _cells(chunk, delimiter)
        if cells is not None:
            return Record(cells, chunk, end - position)
        if not is_open or end == len(lines):
            break
        chunk = "\n".join(lines[position : end + 1]).removesuffix("\r")
    return Record(None, first, 1)


def _cells(text: str, delimiter: str) -> tuple[list[str] | None, bool]:
    """Split one record; (None, True) if a quote is still open, (None, False) if it closes inside a cell."""
    quoted, bare = _patterns(delimiter)
    cells: list[str] = []
    place = 0
    while True:
        if text.startswith('"', place):
            match = quoted.match(text, place)
            if match is None:
                return None, True
            cells.append(match.group(1).replace('""', '"'))
        else:
            match = bare.match(text, place)
            assert match is not None  # matches the empty cell too
            cells.append(match.group())
        place = match.end()
        if place == len(text):
            return cells, False
        if text[place] != delimiter:
            return None, False
        place += 1


def _patterns(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(r'"((?:[^"]|"")*)"(?!")'), re.compile(f"[^{re.escape(delimiter)}]*")


def _exact_rows(
    records: Iterator[tuple[int, Record]], width: int, is_ended: bool, bad: list[BadRow], notes: list[str]
) -> Iterator[tuple[int, list[str | None]]]:
    """Yield every sound row below the header with its number; the others go to ``bad``."""
    padded = 0
    before: Record | None = None
    held = next(records, None)
    while held is not None:
        number, record = held
        held = next(records, None)
        after = held[1] if held else None
        cells = _trimmed(record.cells, width)
        reason = _defect(cells, width, before, after)
        before = record
        if cells is None or reason:
            bad.append(BadRow(number, reason or "", record.raw[:_SHOWN]))
            continue
        short = width - len(cells)
        is_padded = bool(short and any(cells) and not _TOTAL.fullmatch(_first(cells)))
        if is_padded and held is None and not is_ended and sum(map(bool, cells)) > 1:
            # The file ends inside this row: what its last cell held may be half of it.
            if not padded:
                bad.append(BadRow(number, _broken_off(len(cells), width), record.raw[:_SHOWN]))
                continue
            notes.append(f"第 {number} 行没有写完文件就结束了，请与发送方核对是否传输中断")
        padded += is_padded
        yield number, [cell or None for cell in cells] + [None] * short
    if padded:
        notes.append(f"{padded} 行末尾缺少单元格，按空白补齐")


def _broken_off(cells: int, width: int) -> str:
    return f"文件在本行中断：单元格 {cells} 个，表头 {width} 个，行末没有换行；请重新报送完整的文件"


def _trimmed(cells: list[str] | None, width: int) -> list[str] | None:
    """Cut blank cells beyond the last column."""
    while cells is not None and len(cells) > width and not cells[-1].strip():
        cells.pop()
    return cells


def _first(cells: Sequence[str]) -> str:
    return next((cell.strip() for cell in cells if cell.strip()), "")


def _defect(cells: list[str] | None, width: int, before: Record | None, after: Record | None) -> str | None:
    """Say in Chinese why a record is no row of the table, None if it is one."""
    if cells is None:
        return "引号不成对，无法分列"
    if len(cells) > width:
        return f"单元格过多：{len(cells)} 个，表头 {width} 个"
    if len(cells) < width and any(cells) and not _is_no_record(cells):
        for other in (before, after):
            # Two short rows that make one whole row: a line break stood inside a cell.
            if other is not None and other.cells and len(other.cells) + len(cells) - 1 == width:
                return f"单元格过少：{len(cells)} 个，表头 {width} 个，疑为单元格内换行"
    return None


def _is_no_record(cells: list[str]) -> bool:
    """Say whether the one filled cell of a row is a total or stands below the table."""
    return sum(map(bool, cells)) == 1 and _NO_RECORD.match(_first(cells)) is not None
