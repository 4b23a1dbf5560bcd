"""Tables of pages, of letters and of the XML of Excel 2003, which systems export and offices send.

Cells that were merged over rows are filled downwards, as in workbooks. A row's number is the one it has in
its table, a table's name its sheet's name or ``表1``, ``表2`` … in the order of the file.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import lxml.html
from lxml import etree

from warehouse.config import Limits
from warehouse.errors import FileRefused
from warehouse.intake.headers import SEARCHED_ROWS
from warehouse.intake.labels import unit_line
from warehouse.intake.stacked import cut_tables
from warehouse.intake.table import Finder, Table
from warehouse.intake.text_file import open_text

SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_SS, _X = f"{{{SPREADSHEET}}}", "{urn:schemas-microsoft-com:office:excel}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_ROWS = 1 << 20  # of a workbook; what counts further on has a false place in it
_BREAK = "\uf8fe"  # stands for the end of a line; no text has it, and XML may hold it
_CJK = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
# The end of a line in the source is no blank between Chinese signs.
_WRAPPED = re.compile(f"(?<=[{_CJK}])[ \t]*\r?\n\\s*(?=[{_CJK}])")
_MIDNIGHT = re.compile(r"T00:00:00(?:\.0+)?$")
_ABOVE = 6  # texts before a table that may name its unit


class _Cell(NamedTuple):
    text: str
    across: int = 1
    down: int = 0  # further rows that it covers
    at: int | None = None  # its column, where the file says so
    is_more: bool = False  # goes on with the cell above it


@dataclass
class _Sheet:
    """The cells of one table, and which of them were merged over rows."""

    name: str
    above: list[str] = field(default_factory=list)
    rows: list[dict[int, str]] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    is_hidden: bool = False

    def add(self, cells: Iterable[_Cell], covered: dict[int, int]) -> None:
        """Lay out one more row; ``covered`` are the last rows that cells above reach down to, by column."""
        row, line, column = len(self.rows), dict[int, str](), 0
        for cell in cells:
            column = column if cell.at is None else cell.at
            while cell.at is None and covered.get(column, -1) >= row:
                column += 1
            if cell.text:
                line[column] = cell.text
            if cell.across == 1 and (cell.down or cell.is_more):
                self.merged.append((column, row - cell.is_more, row + cell.down))
            if cell.down:
                covered.update(dict.fromkeys(range(column, column + cell.across), row + cell.down))
            column += cell.across
        self.rows.append(line)

    def columns(self) -> list[list[str | None]]:
        """Return the cells by column, all of one length."""
        width = max((max(line) for line in self.rows if line), default=-1) + 1
        return [[line.get(column) for line in self.rows] for column in range(width)]


def read_page(path: Path, find: Finder, limits: Limits) -> list[Table]:
    """Read every table of a web page, or every visible sheet of the XML of Excel 2003.

    Raises
    ------
    FileRefused
        If it cannot be parsed or no table has a header.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
    is_page = b"<html" in head.lower() or SPREADSHEET.encode() not in head
    try:
        sheets = _page(path, limits) if is_page else _spreadsheet(path, limits)
        return _tables(path, sheets, find, limits, "html" if is_page else "xml")
    except (etree.LxmlError, ValueError) as error:
        raise _damaged(path, error) from None


def read_letter(path: Path, find: Finder, limits: Limits) -> list[Table]:
    """Read every table of a Word document.

    Raises
    ------
    FileRefused
        If it cannot be parsed or no table has a header.
    """
    try:
        return _tables(path, _letter(path, limits), find, limits, "docx")
    except (etree.LxmlError, zipfile.BadZipFile) as error:
        raise _damaged(path, error) from None


def _damaged(path: Path, error: Exception) -> FileRefused:
    return FileRefused(
        "文件损坏或不完整",
        where=path.name,
        found=" ".join(str(error).split())[:200],
        action="请重新导出后报送",
    )


def _tables(path: Path, sheets: Iterable[_Sheet], find: Finder, limits: Limits, kind: str) -> list[Table]:
    tables: list[Table] = []
    notes: list[str] = []
    for sheet in sheets:
        columns, named = sheet.columns(), f"「{sheet.name}」" if sheet.name else "表格"
        if sheet.is_hidden:
            notes.append(f"隐藏的工作表「{sheet.name}」未读取")
        elif len(columns) > limits.columns:
            notes.append(f"{named}有 {len(columns):,} 列，超过上限，未读取")
        elif found := cut_tables(sheet.name, columns, sheet.merged, find, kind):
            found[0].unit = found[0].unit or unit_line(sheet.above)
            tables += found
        else:
            notes.append(f"{named}前 {SEARCHED_ROWS} 行没有可识别的表头，未读取")
    if not tables:
        raise FileRefused(
            "没有带表头的表格", where=path.name, found="；".join(notes) or "没有表格",
            expected="前几行内有某类数据的列名",
            action="请补上表头，或者配置来源映射",
        )  # fmt: skip
    tables[0].notes += notes
    return tables


def _page(path: Path, limits: Limits) -> Iterator[_Sheet]:
    text = open_text(path, line_kb=limits.unzipped_mb << 10).text()
    page = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    etree.strip_elements(page, "script", "style", with_tail=False)
    # Tables that hold tables only place them on the page.
    found = page.xpath("//table[not(.//table)]")
    for number, table in enumerate(found, 1):
        sheet = _Sheet(f"表{number}" if len(found) > 1 else "")
        before = table.xpath("preceding::text()[normalize-space() and not(ancestor::table)]")
        sheet.above = [str(one) for one in [*before[-_ABOVE:], *table.xpath("./caption//text()")]]
        covered: dict[int, int] = {}
        for row in table.xpath("./tr|./thead/tr|./tbody/tr|./tfoot/tr"):
            sheet.add((_page_cell(cell, limits) for cell in row.xpath("./td|./th")), covered)
        yield sheet


def _page_cell(cell: lxml.html.HtmlElement, limits: Limits) -> _Cell:
    for node in cell.iter("br", "p", "div", "li"):
        if node is not cell:
            node.tail = _BREAK + (node.tail or "")
    text = " ".join(_WRAPPED.sub("", cell.text_content()).split())
    lines = (line.strip() for line in text.split(_BREAK))
    return _Cell(
        "\n".join(filter(None, lines)),
        min(max(_number(cell.get("colspan"), 1), 1), limits.columns),
        min(max(_number(cell.get("rowspan"), 1), 1), _MOST_ROWS) - 1,
    )


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.strip().isascii() and text.strip().isdigit() else otherwise


def _spreadsheet(path: Path, limits: Limits) -> Iterator[_Sheet]:
    book = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for worksheet in book.iter(f"{_SS}Worksheet"):
        sheet = _Sheet(worksheet.get(f"{_SS}Name", ""))
        sheet.is_hidden = worksheet.findtext(f"{_X}WorksheetOptions/{_X}Visible", "") not in (
            "",
            "SheetVisible",
        )
        covered: dict[int, int] = {}
        for row in worksheet.iterfind(f"{_SS}Table/{_SS}Row"):
            stands = min(_number(row.get(f"{_SS}Index"), 0) - 1, _MOST_ROWS)
            while len(sheet.rows) < stands:
                sheet.rows.append({})
            sheet.add((_spreadsheet_cell(cell, limits) for cell in row.iterfind(f"{_SS}Cell")), covered)
        yield sheet


def _spreadsheet_cell(cell: etree._Element, limits: Limits) -> _Cell:
    data = cell.find(f"{_SS}Data")
    text = "" if data is None else "".join(data.itertext()).strip()
    if data is not None and data.get(f"{_SS}Type") == "DateTime":
        text = _MIDNIGHT.sub("", text)
    at = cell.get(f"{_SS}Index")
    return _Cell(
        text,
        min(_number(cell.get(f"{_SS}MergeAcross"), 0), limits.columns) + 1,
        min(_number(cell.get(f"{_SS}MergeDown"), 0), _MOST_ROWS),
        min(max(_number(at, 1) - 1, 0), limits.columns) if at else None,
    )


def _letter(path: Path, limits: Limits) -> Iterator[_Sheet]:
    with zipfile.ZipFile(path) as archive, archive.open("word/document.xml") as stream:
        body = etree.parse(stream, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    found = [table for table in body.iter(f"{_W}tbl") if table.find(f".//{_W}tbl") is None]
    for number, table in enumerate(found, 1):
        sheet = _Sheet(f"表{number}" if len(found) > 1 else "")
        before = [_said(each) for each in table.itersiblings(f"{_W}p", preceding=True)]
        sheet.above = list(filter(None, before))[:_ABOVE]
        covered: dict[int, int] = {}
        for row in table.iter(f"{_W}tr"):
            skipped = _number(_value(row, "trPr/gridBefore"), 0)
            cells = (_letter_cell(cell, limits) for cell in row.iter(f"{_W}tc"))
            sheet.add([_Cell("", min(skipped, limits.columns)), *cells], covered)
        yield sheet


def _letter_cell(cell: etree._Element, limits: Limits) -> _Cell:
    across = min(max(_number(_value(cell, "tcPr/gridSpan"), 1), 1), limits.columns)
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    is_more = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
    return _Cell("\n".join(filter(None, map(_said, cell.iter(f"{_W}p")))), across, is_more=is_more)


def _value(node: etree._Element, path: str) -> str | None:
    found = node.find("/".join(f"{_W}{name}" for name in path.split("/")))
    return None if found is None else found.get(f"{_W}val")


def _said(paragraph: etree._Element) -> str:
    pieces = paragraph.iter(f"{_W}t", f"{_W}br", f"{_W}tab")
    return "".join(node.text or "" if node.tag == f"{_W}t" else "\n" for node in pieces).strip()
