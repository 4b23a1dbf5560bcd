"""Sheets whose cells a reader lays out one by one: where each stands, and which were merged over rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from warehouse.config import Limits
from warehouse.errors import FileRefused
from warehouse.intake.headers import SEARCHED_ROWS
from warehouse.intake.labels import unit_line
from warehouse.intake.stacked import cut_tables, with_notes
from warehouse.intake.table import Finder, Table

MOST_ROWS = 1 << 20  # of a workbook; what counts further on has a false place in it
MIDNIGHT = re.compile(r"T00:00:00(?:\.0+)?$")  # a day that was written as a moment
# A cell far out, or one that is repeated over the whole sheet, must not fill the memory of a small machine.
MOST_CELLS = 48 << 20


class Cell(NamedTuple):
    """One cell of a row."""

    text: str
    across: int = 1
    down: int = 0  # further rows that it covers
    at: int | None = None  # its column, where the file says so
    is_more: bool = False  # goes on with the cell above it


@dataclass
class Sheet:
    """The cells of one table, and which of them were merged over rows."""

    name: str
    above: list[str] = field(default_factory=list)
    rows: list[dict[int, str]] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    is_hidden: bool = False
    width: int = 0  # columns up to the last cell that holds a text

    def add(self, cells: Iterable[Cell], covered: dict[int, int]) -> None:
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
        self.width = max(self.width, max(line, default=-1) + 1)

    def columns(self) -> list[list[str | None]]:
        """Return the cells by column, all of one length."""
        return [[line.get(column) for line in self.rows] for column in range(self.width)]


def damaged(path: Path, error: Exception) -> FileRefused:
    """Say that a file cannot be parsed."""
    return FileRefused(
        "文件损坏或不完整",
        where=path.name,
        found=" ".join(str(error).split())[:200],
        action="请用原来的程序打开并重新保存，或者重新导出后报送",
    )


def tables_of(path: Path, sheets: Iterable[Sheet], find: Finder, limits: Limits, kind: str) -> list[Table]:
    """Make the tables of every sheet that has a header; what was left out is noted on the first one.

    Raises
    ------
    FileRefused
        If no sheet has a header.
    """
    tables: list[Table] = []
    notes: list[str] = []
    for sheet in sheets:
        named = f"「{sheet.name}」" if sheet.name else "表格"
        if sheet.is_hidden:
            notes.append(f"隐藏的工作表「{sheet.name}」未读取")
        elif not sheet.width:
            notes.append(f"空白的{named}未读取")
        elif sheet.width > limits.columns:
            notes.append(f"{named}有 {sheet.width:,} 列，超过上限，未读取")
        elif sheet.width * len(sheet.rows) > MOST_CELLS:
            notes.append(f"{named}范围过大（{len(sheet.rows):,} 行 × {sheet.width:,} 列），未读取")
        elif found := cut_tables(sheet.name, sheet.columns(), sheet.merged, find, kind):
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
    return with_notes(tables, notes)


def whole_number(text: str | None, otherwise: int) -> int:
    """Return the number that an attribute holds, ``otherwise`` where it holds none."""
    return int(text) if text and text.strip().isascii() and text.strip().isdigit() else otherwise
