"""Writers: the same rows give the same bytes, whatever the format."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

Table = Sequence[Sequence[Any]]
CREATED = dt.datetime(2020, 1, 1)


def write_csv(path: Path, heads: Sequence[str], rows: Table, encoding: str, delimiter: str) -> None:
    """Write a delimited file."""
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(
            stream, delimiter=delimiter, lineterminator="\r\n" if encoding == "gb18030" else "\n"
        )
        writer.writerow(heads)
        writer.writerows(rows)


def write_json(path: Path, heads: Sequence[str], rows: Table, *, lines: bool) -> None:
    """Write JSON (one array) or JSON Lines; empty cells are left out."""
    objects = [
        {head: value for head, value in zip(heads, row, strict=True) if value is not None} for row in rows
    ]
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        if lines:
            stream.writelines(json.dumps(item, ensure_ascii=False) + "\n" for item in objects)
        else:
            json.dump(objects, stream, ensure_ascii=False, indent=1)


def write_xlsx(path: Path, heads: Sequence[str], rows: Table, *, title: str, totals: str) -> None:
    """Write a workbook, with a merged title line above the header and a line of totals below where wanted."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": CREATED})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    bold = book.add_format({"bold": True, "align": "center"})
    sheet = book.add_worksheet("Sheet1")
    at = 0
    if title:
        sheet.merge_range(0, 0, 0, len(heads) - 1, title, bold)
        at = 1
    for column, head in enumerate(heads):
        sheet.write_string(at, column, head, bold)
    for row in rows:
        at += 1
        for column, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, str):
                sheet.write_string(at, column, value)
            elif isinstance(value, dt.datetime):
                sheet.write_datetime(at, column, value, moment)
            elif isinstance(value, dt.date):
                sheet.write_datetime(at, column, value, day)
            else:
                sheet.write_number(at, column, value)
    if totals in heads:
        column = heads.index(totals)
        sheet.write_string(at + 1, 0, "合计", bold)
        numbers = [row[column] for row in rows if isinstance(row[column], (int, float))]
        sheet.write_number(at + 1, column, sum(numbers))
    book.close()


def write_parquet(path: Path, heads: Sequence[str], rows: Table) -> None:
    """Write Parquet with native types."""
    columns = {head: [row[at] for row in rows] for at, head in enumerate(heads)}
    pl.DataFrame(columns, strict=False, infer_schema_length=None).write_parquet(path, compression="zstd")
