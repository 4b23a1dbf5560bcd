"""A quarantined row that comes again: the list says which row came in its stead, and it is not sent back."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from pipelines.outputs import frames, quarantine
from tests.intake_pool import NOW, counts, penalty, rows, run, text, write
from warehouse.pool import Pool

_LATER = NOW + timedelta(days=7)


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    return Pool(tmp_path / "home" / "pool.duckdb")


def listed(pool: Pool) -> pl.DataFrame:
    with pool.read() as con:
        return frames.quarantine(con)


def resent(pool: Pool) -> list[str | None]:
    return listed(pool).get_column("resent").to_list()


def sent_back(pool: Pool, folder: Path) -> Path:
    """The file of rows to send back, as a run writes it."""
    folder.mkdir(exist_ok=True)
    quarantine.write(listed(pool), folder)
    (file,) = (folder / "quarantine").rglob("*.csv")
    return file


def corrected(file: Path, target: Path, **cells: str) -> Path:
    """The same file with some cells filled in, as the sender returns it."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream))
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8-sig", newline="") as stream:
        out = csv.DictWriter(stream, list(lines[0]))
        out.writeheader()
        out.writerows(line | cells for line in lines)
    return target


def test_a_row_delivered_again_under_its_number_is_settled(pool: Pool, tmp_path: Path) -> None:
    bad = write(tmp_path / "行政处罚.csv", text([penalty(1, decided_on=""), penalty(2, party_name="")]))
    (slip,) = run(pool, bad)
    assert counts(slip) == (2, 0, 0, 0, 2)
    assert resent(pool) == [None, None]
    (slip,) = run(pool, write(tmp_path / "行政处罚_补.csv", text([penalty(1)])), now=_LATER)
    assert counts(slip) == (1, 1, 0, 0, 0)
    assert resent(pool) == ["已重新报送：行政处罚_补.csv 第 2 行", None]
    # Nothing is lost, and the first slip still says what it said.
    assert rows(pool, "SELECT received, quarantined FROM landing.batch ORDER BY batch_id") == [(2, 2), (1, 0)]
    with sent_back(pool, tmp_path / "out").open(encoding="utf-8-sig", newline="") as stream:
        assert [line["行政处罚决定书文号"] for line in csv.DictReader(stream)] == [penalty(2)["decision_no"]]


def test_a_row_without_a_number_is_known_by_the_file_sent_back(pool: Pool, tmp_path: Path) -> None:
    run(
        pool, write(tmp_path / "行政处罚.csv", text([penalty(1, decision_no=""), penalty(2, decision_no="")]))
    )
    back = sent_back(pool, tmp_path / "out")
    with back.open(encoding="utf-8-sig", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 2
    lines = back.read_text("utf-8-sig").splitlines()
    back.write_text("\n".join(lines[:2]), "utf-8-sig")  # only the first is answered
    answer = corrected(back, tmp_path / "补正.csv", 行政处罚决定书文号="某市监处〔2024〕1号")
    (slip,) = run(pool, answer, now=_LATER)
    assert counts(slip) == (1, 1, 0, 0, 0)
    assert resent(pool) == ["已重新报送：补正.csv 第 2 行", None]


def test_the_same_place_in_the_file_of_another_source_is_no_correction(pool: Pool, tmp_path: Path) -> None:
    run(pool, write(tmp_path / "行政处罚.csv", text([penalty(1, decision_no="")])), source="青浦市监")
    answer = corrected(
        sent_back(pool, tmp_path / "out"), tmp_path / "补正.csv", 行政处罚决定书文号="甲〔2024〕1号"
    )
    run(pool, answer, now=_LATER, source="嘉定市监")
    assert resent(pool) == [None]


def test_what_comes_again_as_bad_as_before_waits_once(pool: Pool, tmp_path: Path) -> None:
    run(pool, write(tmp_path / "行政处罚.csv", text([penalty(1, decided_on="")])))
    run(pool, write(tmp_path / "行政处罚_2.csv", text([penalty(1, decided_on="不详")])), now=_LATER)
    assert resent(pool) == ["已重新报送：行政处罚_2.csv 第 2 行", None]


def test_rows_of_one_file_and_earlier_deliveries_correct_nothing(pool: Pool, tmp_path: Path) -> None:
    run(pool, write(tmp_path / "行政处罚_1.csv", text([penalty(1)])))
    # Perhaps a revision of it, which only its sender can tell.
    bad = [penalty(1, decided_on="", fine_cny="9"), penalty(2), penalty(2, decided_on="")]
    run(pool, write(tmp_path / "行政处罚_2.csv", text(bad)), now=_LATER)
    assert resent(pool) == [None, None]


def test_a_correction_that_is_already_known_settles_too(pool: Pool, tmp_path: Path) -> None:
    run(pool, write(tmp_path / "行政处罚_1.csv", text([penalty(1)])))
    run(pool, write(tmp_path / "行政处罚_2.csv", text([penalty(1, decided_on="")])), now=_LATER)
    again = write(tmp_path / "行政处罚_3.csv", text([penalty(1), penalty(3)]))
    (slip,) = run(pool, again, now=_LATER + timedelta(days=1))
    assert counts(slip) == (2, 1, 1, 0, 0)
    assert resent(pool) == ["已重新报送：行政处罚_3.csv 第 2 行"]
