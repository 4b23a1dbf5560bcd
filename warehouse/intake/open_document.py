"""Spreadsheets of the OpenDocument format (ODS), as LibreOffice and WPS save them.

Read here and not by the reader of workbooks, which tells neither merged cells nor the sign of a percentage
and drops breaks of lines: only a look at every cell shows where they are, and that is the whole reading.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO

from lxml import etree

from warehouse.config import Limits
from warehouse.errors import FileRefused
from warehouse.intake.archives import TORN
from warehouse.intake.sheets import MIDNIGHT, MOST_ROWS, Cell, Sheet, damaged, tables_of, whole_number
from warehouse.intake.table import Finder, Table

MIME = b"application/vnd.oasis.opendocument.spreadsheet"
_NAMES = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_OFFICE, _TABLE, _TEXT, _STYLE = (
    f"{{{_NAMES.format(name)}}}" for name in ("office", "table", "text", "style")
)
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_VALUES = {"float": "value", "currency": "value", "date": "date-value", "boolean": "boolean-value"}


def read_open_document(path: Path, find: Finder, limits: Limits) -> list[Table]:
    """Read every visible sheet of an OpenDocument spreadsheet.

    Raises
    ------
    FileRefused
        If it is encrypted, cannot be parsed or no sheet has a header.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_encrypted(path, archive)
            with archive.open("content.xml") as stream:
                return tables_of(path, list(_sheets(stream, limits)), find, limits, "ods")
    except (etree.LxmlError, *TORN) as error:
        raise damaged(path, error) from None


def _refuse_encrypted(path: Path, archive: zipfile.ZipFile) -> None:
    with suppress(KeyError):
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise FileRefused(
                "工作簿设有打开密码",
                where=path.name,
                found="已加密的工作簿",
                expected="不设密码的工作簿",
                action="请取消密码后重新报送",
            )


def _sheets(stream: IO[bytes], limits: Limits) -> Iterator[Sheet]:
    """Yield the sheets; every row is laid out and given back as soon as it is whole."""
    tags = (f"{_STYLE}style", f"{_TABLE}table", f"{_TABLE}table-row")
    hidden: set[str | None] = set()
    open_tables: list[_Rows] = []
    for event, node in etree.iterparse(
        stream, ("start", "end"), tag=tags, resolve_entities=False, no_network=True, huge_tree=True
    ):
        if node.tag == f"{_TABLE}table":
            if event == "start":
                sheet = Sheet(node.get(f"{_TABLE}name", ""))
                sheet.is_hidden = node.get(f"{_TABLE}style-name") in hidden
                open_tables.append(_Rows(sheet, limits))
            else:
                done = open_tables.pop()
                if not open_tables:  # a table in a cell is part of the cell
                    yield done.sheet
                    node.clear()
        elif event == "end" and node.tag == f"{_TABLE}table-row":
            if len(open_tables) == 1:
                open_tables[0].add(node)
                node.clear()
        elif event == "end":
            display = node.find(f"{_STYLE}table-properties")
            if display is not None and display.get(f"{_TABLE}display") == "false":
                hidden.add(node.get(f"{_STYLE}name"))


class _Rows:
    """Lays out the rows of one sheet; blank ones count only where something follows."""

    def __init__(self, sheet: Sheet, limits: Limits) -> None:
        self.sheet, self.limits, self.blank = sheet, limits, 0

    def add(self, row: etree._Element) -> None:
        times = max(whole_number(row.get(f"{_TABLE}number-rows-repeated"), 1), 1)
        cells = list(_cells(row, self.limits))
        if not any(cell.text for cell in cells):
            # What is merged over rows may begin or go on here, but tells nothing.
            self.blank += times
            return
        rows = self.sheet.rows
        rows.extend({} for _ in range(min(self.blank, MOST_ROWS - len(rows))))
        self.blank = 0
        self.sheet.add(cells, {})
        rows.extend(rows[-1] for _ in range(min(times - 1, MOST_ROWS - len(rows))))


def _cells(row: etree._Element, limits: Limits) -> Iterator[Cell]:
    column = 0
    for node in row.iterchildren(*_CELLS):
        times = max(whole_number(node.get(f"{_TABLE}number-columns-repeated"), 1), 1)
        # What a merged cell covers is not seen, whatever stands in it.
        text = "" if node.tag != _CELLS[0] else _value(node)
        if text:
            across = max(whole_number(node.get(f"{_TABLE}number-columns-spanned"), 1), 1)
            down = max(whole_number(node.get(f"{_TABLE}number-rows-spanned"), 1), 1) - 1
            for place in range(column, min(column + times, limits.columns + 1)):
                yield Cell(text, min(across, limits.columns), min(down, MOST_ROWS), place)
        column += times


def _value(cell: etree._Element) -> str:
    """Return what a cell holds: figures and days as they are stored, not as they are shown."""
    kind = cell.get(f"{_OFFICE}value-type", "")
    stored = cell.get(f"{_OFFICE}{_VALUES.get(kind, 'none')}")
    if stored is not None:
        return MIDNIGHT.sub("", stored)
    if kind == "percentage":
        # With its sign, so that 0.3 under a header with % is not 0.3 %.
        with suppress(InvalidOperation):
            return f"{(Decimal(cell.get(f'{_OFFICE}value', '')) * 100).normalize():f}%"
    lines = [_said(each) for each in cell.iterchildren(f"{_TEXT}p", f"{_TEXT}h")]
    return "\n".join(filter(None, lines)) or cell.get(f"{_OFFICE}string-value", "").strip()


def _said(node: etree._Element) -> str:
    pieces = [node.text or ""]
    for inner in node:
        if inner.tag == f"{_TEXT}s":
            pieces.append(" " * min(whole_number(inner.get(f"{_TEXT}c"), 1), 99))
        elif inner.tag in (f"{_TEXT}line-break", f"{_TEXT}tab"):
            pieces.append("\n" if inner.tag.endswith("break") else "\t")
        elif inner.tag in (f"{_TEXT}span", f"{_TEXT}a"):  # a note at the cell is no part of it
            pieces.append(_said(inner))
        pieces.append(inner.tail or "")
    return "".join(pieces).strip()
