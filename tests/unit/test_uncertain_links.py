"""The form of uncertain links: what is filled in comes back, and one wrong row makes none count."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import polars as pl
import pytest

from models.parties.judgements import NUMBERS, ensure
from pipelines.outputs import uncertain_links
from warehouse.errors import XianjieError
from warehouse.pool import memory

HEADS = ["行政记录", "刑事记录", "概率", "理由", "次优候选", "结论", "说明"]


def form(path: Path, *verdicts: tuple[str, str, str | None]) -> Path:
    rows = [[one, other, 0.4, "姓名一致", None, verdict, None] for one, other, verdict in verdicts]
    kinds = [pl.Float64 if head == "概率" else pl.String for head in HEADS]
    frame = pl.DataFrame(rows, schema=dict(zip(HEADS, kinds, strict=True)), orient="row")
    uncertain_links.write(frame, path)
    return path


def pool():
    con = memory()
    ensure(con)
    for feed, number in NUMBERS.items():
        con.execute(f"CREATE TABLE known.{feed} (record_id VARCHAR, {number} VARCHAR)")
    con.execute("INSERT INTO known.penalty VALUES ('p1', '甲罚〔2025〕1号')")
    con.execute("INSERT INTO known.police_case VALUES ('c1', '公立〔2025〕1号')")
    con.execute(
        "CREATE TABLE party.resolved AS SELECT * FROM (VALUES "
        "('penalty', 'p1', 'U1', 'P1', '甲店'), ('police_case', 'c1', 'P2', 'P2', '王某')) "
        "AS t (feed, record_id, party_id, person_id, party_name)"
    )
    return con


def test_the_form_is_a_sheet_with_a_choice(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(form(tmp_path / "f.xlsx", ("a", "b", None)))["待核关联"]
    assert [cell.value for cell in sheet[1]] == HEADS
    assert sheet.data_validations.dataValidation[0].formula1 == '"同一,不同"'


def test_what_is_filled_in_comes_back(tmp_path: Path) -> None:
    rows = ("甲罚〔2025〕1号/甲店", "公立〔2025〕1号/王某")
    path = form(tmp_path / "f.xlsx", (*rows, "不同"), (*rows, None))
    (judgement,) = uncertain_links.read(pool(), path)
    assert (judgement.one.record_id, judgement.other.record_id, judgement.verdict) == (
        "p1",
        "c1",
        "different",
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("甲罚〔2025〕1号/甲店", "公立〔2025〕1号/王某", "也许"), "没有这种结论"),
        (("甲罚〔2025〕7号/甲店", "公立〔2025〕1号/王某", "同一"), "没有这个文书号的记录"),
    ],
)
def test_one_wrong_row_makes_none_count(tmp_path: Path, row: tuple[str, str, str], told: str) -> None:
    good = ("甲罚〔2025〕1号/甲店", "公立〔2025〕1号/王某", "同一")
    with pytest.raises(XianjieError, match=told):
        uncertain_links.read(pool(), form(tmp_path / "f.xlsx", good, row))
