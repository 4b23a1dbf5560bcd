"""However damaged, a file is read or refused by its reader; whatever stands above it, a header is found."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import docx
import polars as pl
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake_pool import LABELS, penalty, text
from warehouse.config import Limits
from warehouse.contract import load_feeds
from warehouse.errors import FileRefused
from warehouse.intake.archives import is_archive, unpack
from warehouse.intake.headers import find_header
from warehouse.intake.readers import Request, read_file
from warehouse.intake.table import CsvScan

ROWS = [penalty(number) for number in range(1, 5)]
CELLS = [list(LABELS.values()), *([str(row[name]) for name in LABELS] for row in ROWS)]
OLD = Path(__file__).parents[1] / "data" / "行政处罚_旧格式_合并.xls"


def workbook() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(CELLS):
            sheet.write_row(number, 0, row)
        sheet.merge_range(1, 1, 2, 1, "某局")
    return stream.getvalue()


def letter() -> bytes:
    written, stream = docx.Document(), io.BytesIO()
    table = written.add_table(rows=len(CELLS), cols=len(CELLS[0]))
    for number, row in enumerate(CELLS):
        for place, cell in enumerate(row):
            table.cell(number, place).text = cell
    written.save(stream)
    return stream.getvalue()


def parquet() -> bytes:
    stream = io.BytesIO()
    pl.DataFrame(ROWS).write_parquet(stream)
    return stream.getvalue()


def packed() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("行政处罚.csv", text(ROWS))
    return stream.getvalue()


@cache
def sound() -> list[tuple[str, bytes]]:
    page = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in CELLS)
    return [
        ("a.csv", text(ROWS).encode()),
        ("b.csv", text(ROWS, ";").encode("gb18030")),
        ("c.csv", text(ROWS).encode("utf-16")),
        ("a.json", json.dumps({"data": ROWS}, ensure_ascii=False).encode()),
        ("a.jsonl", "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode()),
        ("a.html", f"<html><table>{page}</table></html>".encode()),
        ("a.xlsx", workbook()),
        ("a.docx", letter()),
        ("a.parquet", parquet()),
        ("a.zip", packed()),
        ("a.xls", OLD.read_bytes()),
    ]


def damaged(whole: bytes, place: float, kind: str, bad: bytes) -> bytes:
    at = int(place * len(whole))
    return {
        "cut": whole[:at],
        "beheaded": whole[at:],
        "lost": whole[:at] + whole[at + 50 :],
        "other": whole[:at] + bad + whole[at + len(bad) :],
        "more": whole[:at] + bad + whole[at:],
        "twice": whole + whole[at:],
    }[kind]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, 10),
    st.floats(0, 1),
    st.sampled_from(["cut", "beheaded", "lost", "other", "more", "twice"]),
    st.binary(min_size=1, max_size=20)
    | st.sampled_from([b'"', b"\0\0", b"\xff\xfe", b"<", b"[" * 9000, b"\r"]),
)
def test_a_damaged_file_is_read_or_refused(which: int, place: float, kind: str, bad: bytes) -> None:
    name, whole = sound()[which]
    with tempfile.TemporaryDirectory() as folder:
        path, work = Path(folder) / name, Path(folder) / "work"
        work.mkdir()
        path.write_bytes(damaged(whole, place, kind, bad) or b" ")
        try:
            files = [file for _, file in unpack(path, Limits(), work)] if is_archive(path) else [path]
            for file in files:
                for table in read_file(Request(file, load_feeds(), None, Limits(), work, exact=True)):
                    assert not isinstance(table.rows, CsvScan)
                    numbers = [n for part in table.rows for n in part["row_no"].to_pylist()]
                    numbers += [row.row_no for row in table.bad]
                    # Every row has its place and stands there once.
                    assert len(set(numbers)) == len(numbers)
        except FileRefused as refusal:
            assert refusal.action and refusal.where, refusal


TITLE = st.lists(
    st.sampled_from(["某市行政处罚台账", "单位：元", "2024年7月", "填表人：张某", ""]), max_size=6
)


@settings(max_examples=60, deadline=None)
@given(TITLE, st.permutations(list(LABELS.values())), st.integers(0, 3), st.integers(1, 4))
def test_a_header_is_found_below_whatever_stands_above_it(
    above: list[str], header: list[str], left: int, records: int
) -> None:
    blank: list[str | None] = [None] * left
    width = left + len(header)
    lines = [[title or None, *[None] * (width - 1)] for title in above]
    by_label = {label: name for name, label in LABELS.items()}
    body = [[*blank, *(str(row[by_label[label]]) for label in header)] for row in ROWS[:records]]
    found = find_header([*lines, [*blank, *header], *body], load_feeds().values())
    assert found is not None
    assert (found.first, found.last) == (len(lines), len(lines))
    assert (found.texts[left:], found.known) == (header, len(header))
