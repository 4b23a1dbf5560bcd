"""CSV as spreadsheets read it: UTF-8 with BOM, CRLF, all text quoted, no cell that starts a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

import polars as pl

# A text that is a plain number starts no formula; with an apostrophe it would no longer be one.
_FORMULA = re.compile(r"^[=+\-@\t\r\n]")
_NUMBER = re.compile(r"^[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?$")


def neutral(text: str) -> str:
    """Return ``text`` with a leading apostrophe if a spreadsheet would read it as a formula."""
    return "'" + text if _FORMULA.match(text) and not _NUMBER.match(text) else text


def write_csv(frame: pl.DataFrame, path: Path | BytesIO) -> None:
    """Write a frame: text quoted, numbers bare, missing values empty.

    Parameters
    ----------
    frame : polars.DataFrame
        No nested columns.
    path : Path or BytesIO
        Replaced if it stands.
    """
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    safe = frame.with_columns(
        pl.when(pl.col(name).str.contains(_FORMULA.pattern) & ~pl.col(name).str.contains(_NUMBER.pattern))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )
    safe.write_csv(
        path,
        include_bom=True,
        line_terminator="\r\n",
        quote_style="non_numeric",
        date_format="%Y-%m-%d",
        datetime_format="%Y-%m-%d %H:%M:%S",
    )


def write_rows(header: Sequence[str], rows: Iterable[Sequence[str]], path: Path) -> None:
    """Write rows of text in the same form, one by one."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow([neutral(name) for name in header])
        writer.writerows([neutral(cell) for cell in row] for row in rows)
