"""XLSX for analysts: the list, its evidence, the rows behind it, the dictionary, and how to use it.

Every text cell is written as text (18-digit codes stay whole, nothing becomes a formula or a link), dates
are real dates. Rows are written one after the other, so memory does not grow with the list.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from math import ceil
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from models.card import load_cards
from pipelines.outputs import sheets
from pipelines.outputs.columns import FLAGGED, VERDICTS, ListColumn, word
from pipelines.outputs.evidence import kind_zh, measure_zh, parse

MAX_ROWS = 1_048_576  # of a sheet, its header included
_MAX_CELL = 32_767
_CUT = "……（过长，全文见 CSV 或 Parquet）"
# Not allowed in XML; shown as their picture so that nothing disappears.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HIDDEN = frozenset({"evidence"})
_FONT = "微软雅黑"
_WRAPPED = 14  # columns at least this wide wrap their text
_LINE_POINTS, _MAX_POINTS = 14.5, 400.0


def cell_text(text: str) -> str:
    """Return text that a cell can hold: no control characters, no longer than the format allows."""
    clean = _CONTROL.sub(lambda found: chr(0x2400 + ord(found[0])) if ord(found[0]) < 0x20 else "�", text)
    return clean if len(clean) <= _MAX_CELL else clean[: _MAX_CELL - len(_CUT)] + _CUT


@dataclass
class _Sheet:
    """A sheet that is written row by row."""

    sheet: Any
    formats: dict[str, Any]
    columns: Sequence[ListColumn]
    row: int = 1
    kinds: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sheet.freeze_panes(1, 0)
        for position, column in enumerate(self.columns):
            wraps = column.kind == "text" and column.width >= _WRAPPED
            kind = "wrapped" if wraps else column.kind
            self.kinds.append(kind)
            options = {"hidden": 1} if column.name in _HIDDEN else {}
            self.sheet.set_column(position, position, column.width, self.formats[kind], options)
        self.sheet.set_row(0, 24)
        for position, column in enumerate(self.columns):
            self.sheet.write_string(0, position, column.label, self.formats["header"])

    def write(self, cells: Iterable[object]) -> None:
        row = list(cells)
        self.sheet.set_row(self.row, self._height(row))
        for position, (kind, value) in enumerate(zip(self.kinds, row, strict=True)):
            form = self.formats[kind]
            if value is None or value == "":
                continue
            if isinstance(value, (date, datetime)):
                self.sheet.write_datetime(self.row, position, value, form)
            elif isinstance(value, (int, float, Decimal)):
                self.sheet.write_number(self.row, position, float(value), form)
            else:
                self.sheet.write_string(self.row, position, cell_text(str(value)), form)
        self.row += 1

    def _height(self, row: Sequence[object]) -> float:
        """Return the height that shows every wrapped cell whole; not every program finds it by itself."""
        lines = 1
        for column, kind, value in zip(self.columns, self.kinds, row, strict=True):
            if kind == "wrapped" and value:
                text = str(value)[:_MAX_CELL]
                lines = max(
                    lines, sum(ceil(max(_width(part), 1) / (column.width - 2)) for part in text.split("\n"))
                )
        return min(lines * _LINE_POINTS + 2, _MAX_POINTS)

    def close(self) -> None:
        self.sheet.autofilter(0, 0, max(self.row - 1, 1), len(self.columns) - 1)


def _width(text: str) -> int:
    """Return how many columns of a fixed-width screen the text takes: wide characters count two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


class _Workbook:
    """One file: the five sheets, filled finding by finding."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = xlsxwriter.Workbook(
            path,
            {
                "constant_memory": True,
                "strings_to_urls": False,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
            },
        )
        # The time of writing would make two equal lists differ.
        self.book.set_properties({"title": "行刑衔接线索清单", "created": datetime(2000, 1, 1)})
        self.formats = self._formats()
        self.leads = _Sheet(self.book.add_worksheet("线索"), self.formats, FLAGGED)
        self.basis = _Sheet(self.book.add_worksheet("依据"), self.formats, sheets.BASIS)
        self.rows = _Sheet(self.book.add_worksheet("原始行"), self.formats, sheets.SOURCE)

    def _formats(self) -> dict[str, Any]:
        base = {"font_name": _FONT, "font_size": 10, "valign": "vcenter"}
        looks: dict[str, dict[str, object]] = {
            "text": {"num_format": "@"},
            "wrapped": {"num_format": "@", "text_wrap": True},
            "integer": {"num_format": "0", "align": "center"},
            # Two decimals always, or a bare point stands behind whole numbers ("50,000."); more for shares.
            "decimal": {"num_format": "#,##0.00##"},
            "ratio": {"num_format": "0.00", "align": "center"},
            "date": {"num_format": "yyyy-mm-dd", "align": "left"},
            "timestamp": {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
            "header": {
                "bold": True,
                "bg_color": "#1F3864",
                "font_color": "#FFFFFF",
                "border": 1,
            },
            "high": {"bg_color": "#F8CBAD"},
            "medium": {"bg_color": "#FFE699"},
        }
        return {
            name: self.book.add_format(look if name in ("high", "medium") else base | look)
            for name, look in looks.items()
        }

    def fits(self, basis: int, sources: int, limit: int) -> bool:
        """Say whether a finding with so many lines still fits into every sheet."""
        return (
            self.leads.row + 1 <= limit
            and self.basis.row + basis <= limit
            and self.rows.row + sources <= limit
        )

    def close(self, glossary: Sequence[Sequence[str]], notes: Sequence[Sequence[str]]) -> None:
        last = max(self.leads.row - 1, 1)
        names = [column.name for column in FLAGGED]
        self.leads.sheet.data_validation(
            1, names.index("verdict"), last, names.index("verdict"),
            {
                "validate": "list",
                "source": list(VERDICTS),
                "input_title": "核查结论",
                "input_message": "请从列表中选择",
                "error_title": "核查结论",
                "error_message": "只能填写：" + "、".join(VERDICTS),
            },
        )  # fmt: skip
        for level in ("high", "medium"):
            self.leads.sheet.conditional_format(
                1, names.index("severity"), last, names.index("severity"),
                {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{word("severity", level)}"',
                    "format": self.formats[level],
                },
            )  # fmt: skip
        for sheet in (self.leads, self.basis, self.rows):
            _print_setup(sheet.sheet)
            sheet.close()
        # Too many columns for one page: three, the rank and the id on each.
        self.leads.sheet.fit_to_pages(3, 0)
        self.leads.sheet.repeat_columns(0, 1)
        # Rank and id stay in sight while one reads to the right.
        self.leads.sheet.freeze_panes(1, 2)
        for name, columns, lines in (("口径", sheets.GLOSSARY, glossary), ("说明", sheets.NOTES, notes)):
            page = _Sheet(self.book.add_worksheet(name), self.formats, columns)
            for line in lines:
                page.write(line)
            _print_setup(page.sheet)
            page.close()
        self.book.close()


def _print_setup(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.hide_gridlines(0)  # printed too: a row is followed across a page
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&R第 &P 页，共 &N 页")


def write_list(
    frame: pl.DataFrame,
    path: Path,
    glossary: Sequence[Sequence[str]],
    notes: Sequence[Sequence[str]],
    *,
    max_rows: int = MAX_ROWS,
) -> list[Path]:
    """Write the ranked list as one XLSX file, or several where a sheet would grow too long.

    Parameters
    ----------
    frame : polars.DataFrame
        Columns of ``columns.FLAGGED``.
    path : Path
        The first file; further ones are named ``<stem>_2.xlsx``, ``<stem>_3.xlsx``, …
    glossary, notes : sequence of rows
        The sheets 口径 and 说明, as `sheets` makes them.
    max_rows : int
        Rows a sheet may have, its header included.

    Returns
    -------
    list of Path
        The files written.
    """
    books = [_Workbook(path)]
    for finding in frame.iter_rows(named=True):
        told = parse(finding)
        basis = list(sheets.basis_rows(finding, told))
        sources = list(sheets.source_rows(finding, told))
        if not books[-1].fits(len(basis), len(sources), max_rows) and books[-1].leads.row > 1:
            books[-1].close(glossary, notes)
            books.append(_Workbook(path.with_name(f"{path.stem}_{len(books) + 1}{path.suffix}")))
        book = books[-1]
        book.leads.write(_lead(finding))
        for line in basis:
            book.basis.write(line)
        for line in sources:
            book.rows.write(line)
    books[-1].close(glossary, notes)
    return [book.path for book in books]


def _lead(finding: dict[str, Any]) -> Iterator[object]:
    for column in FLAGGED:
        value = finding[column.name]
        yield _SHOWN[column.name](value) if value is not None and column.name in _SHOWN else value


@lru_cache(maxsize=1)
def _titles() -> dict[str, str]:
    return {card.id: card.title_zh for card in load_cards()}


def _model_zh(model: str) -> str:
    """Return a model's name with its number; a model that is gone keeps its id."""
    title = _titles().get(model)
    return f"{title}（{model.partition('_')[0]}）" if title else model


# Codes that are shown as words.
_SHOWN: dict[str, Callable[[str], str]] = {
    "model": _model_zh,
    "subject_kind": kind_zh,
    "measure": measure_zh,
    "severity": partial(word, "severity"),
    "model_class": partial(word, "model_class"),
    "status": partial(word, "status"),
}
