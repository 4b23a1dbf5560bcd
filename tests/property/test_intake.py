"""Whatever rows a source has, in whatever text form they come, the pool says the same; nothing is lost."""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake_pool import LABELS, NOW, counts, penalty, rows, run
from warehouse.intake.csv_reader import _lines, _records
from warehouse.pool import Pool

# Cells as people write them: every printable character of both encodings, quotes, delimiters, line breaks.
CELL = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x9FFF, exclude_categories=("C", "Zl", "Zp", "Zs"))
    | st.sampled_from(' ",;\t|\n"'),
    min_size=1, max_size=12,
)  # fmt: skip
FACTS = CELL.map(lambda cell: f"案{cell}情")
ROW = st.builds(
    lambda number, facts, fine: penalty(number, facts=facts, fine_cny=fine),
    st.integers(1, 6),
    FACTS,
    st.sampled_from(["100", "1,000.00", "2万元", ""]),
)
Form = tuple[str, str, str, int, bool]
ROWS = st.lists(ROW, min_size=1, max_size=8)
FORM = st.tuples(
    st.sampled_from([",", "\t", ";", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.booleans(),
)
POOL = (
    "SELECT record_id, version, decision_no, facts, fine_cny, recorded_to IS NULL, row_no "
    "FROM pool.penalty ORDER BY ALL"
)


def content(delivered: list[dict[str, Any]], form: Form) -> bytes:
    delimiter, encoding, end, quoting, has_title = form
    stream = io.StringIO(newline="")
    if has_title:
        stream.write(f"处罚情况表{end}")
    out = csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=quoting)
    out.writerow(LABELS.values())
    out.writerows([row[name] for name in LABELS] for row in delivered)
    return stream.getvalue().encode(encoding)


def pooled(files: list[bytes]) -> tuple[list[Any], list[Any]]:
    """The pool after these deliveries, and the counts of each."""
    with tempfile.TemporaryDirectory() as folder:
        pool = Pool(Path(folder) / "home" / "pool.duckdb")
        told = []
        for day, file in enumerate(files):
            path = Path(folder) / f"行政处罚_{day}.csv"
            path.write_bytes(file)
            (slip,) = run(pool, path, now=NOW + timedelta(days=day))
            assert slip.status in ("imported", "repeated"), slip.reason
            told.append(counts(slip))
        return rows(pool, POOL), told


@settings(max_examples=8, deadline=None)
@given(ROWS, FORM)
def test_text_form_makes_no_difference(delivered: list[dict[str, Any]], form: Form) -> None:
    plain = (",", "utf-8", "\n", csv.QUOTE_MINIMAL, form[-1])
    found, told = pooled([content(delivered, form)])
    expected, expected_told = pooled([content(delivered, plain)])
    # Line breaks inside a cell come as the file has them.
    assert [tuple(str(v).replace("\r\n", "\n") for v in row) for row in found] == [
        tuple(map(str, row)) for row in expected
    ]
    assert told == expected_told
    assert told[0][0] == len(delivered)


@settings(max_examples=5, deadline=None)
@given(ROWS, ROWS)
def test_accounting_over_two_deliveries(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> None:
    plain = (",", "utf-8", "\n", csv.QUOTE_MINIMAL, False)
    found, told = pooled([content(first, plain), content(second, plain)])
    keys = {row["decision_no"] for row in first + second}
    current = [row for row in found if row[5]]
    assert len(current) == len(keys)
    assert len(found) == sum(loaded + revised for _, loaded, _, revised, _ in told)
    # The last word on every key is what the pool says now.
    last = {row["decision_no"]: row["facts"] for row in first + second}
    assert {row[2]: row[3] for row in current} == {key: facts.strip() for key, facts in last.items()}


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=5),
    st.sampled_from([",", "\t", ";", "|"]),
)
def test_the_exact_reader_agrees_with_the_standard_library(table: list[list[str]], delimiter: str) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(table)
    assert [record.cells for record in _records(_lines(stream.getvalue()), delimiter)] == table


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.sampled_from('a,"'), max_size=8), min_size=1, max_size=8))
def test_no_line_is_lost_however_broken(lines: list[str]) -> None:
    records = list(_records(lines, ","))
    assert sum(record.lines for record in records) == len(lines)
    assert "\n".join(record.raw for record in records) == "\n".join(lines)
