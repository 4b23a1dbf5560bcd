"""A text file has the layouts of a sheet: a form, and several tables below one another."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.intake_pool import LABELS, counts, penalty, rows, run, text, write
from warehouse.pool import Pool

TRANSFER_HEADER = "移送书文号,移送机关,当事人,涉嫌罪名,移送日期"
TRANSFERS = [f"某市监移〔2024〕{n}号,某市市场监督管理局,某某商行,非法经营罪,2024-07-1{n}" for n in (1, 2)]
FORM = [
    ["案件移送登记表"],
    ["移送书文号", "某市监移〔2024〕1号"],
    ["移送机关", "某市市场监督管理局"],
    ["当事人", "某某商行"],
    ["涉嫌罪名", "非法经营罪"],
    ["经办科室", "综合科"],
    ["移送日期", "2024-07-18"],
    ["案情", "未经许可经营，\n金额叁万余元"],
]
READ = ("某市监移〔2024〕1号", "某市市场监督管理局", "某某商行", "2024-07-18", "综合科")


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    return Pool(tmp_path / "home" / "pool.duckdb")


def lines(cells: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(cells)
    return stream.getvalue()


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "gb18030"), ("\t", "utf-16")])
def test_a_form_with_a_field_in_each_line(pool: Pool, tmp_path: Path, delimiter: str, encoding: str) -> None:
    (slip,) = run(pool, write(tmp_path / "登记表.csv", lines(FORM, delimiter), encoding))
    assert (slip.feed, *counts(slip)) == ("transfer", 1, 1, 0, 0, 0), slip.notes
    told = "SELECT transfer_no, authority, party_name, transferred_on::DATE::VARCHAR, extra->>'$.经办科室'"
    assert rows(pool, f"{told} FROM pool.transfer") == [READ]
    assert slip.encoding and any("按表单读取" in note for note in slip.notes)


def test_several_forms_in_one_text(pool: Pool, tmp_path: Path) -> None:
    second = [[cell.replace("1号", "2号") for cell in line] for line in FORM]
    (slip,) = run(pool, write(tmp_path / "登记表.csv", lines([*FORM, [""], *second])))
    assert counts(slip) == (2, 2, 0, 0, 0), slip.notes


@pytest.mark.parametrize(
    ("between", "many"), [("\n", 60), (",,,,,\n", 2), ("", 1), ("\n某市移送情况,,,,\n单位：元\n", 60)]
)
def test_each_table_is_read_with_its_own_header(pool: Pool, tmp_path: Path, between: str, many: int) -> None:
    above = text([penalty(n) for n in range(1, many + 1)])
    below = "\n".join([TRANSFER_HEADER, *TRANSFERS])
    # The name of the file is that of one of them.
    slips = {s.feed: s for s in run(pool, write(tmp_path / "行政处罚.csv", above + between + below))}
    assert counts(slips["penalty"]) == (many, many, 0, 0, 0), slips["penalty"].notes
    assert counts(slips["transfer"]) == (2, 2, 0, 0, 0), slips["transfer"].notes
    header = many + 1 + between.count("\n") + 1
    assert rows(pool, "SELECT row_no FROM pool.transfer ORDER BY row_no") == [(header + 1,), (header + 2,)]


def test_a_wider_table_below_a_small_one_does_not_swallow_it(pool: Pool, tmp_path: Path) -> None:
    """The header that names most columns is not the first one, and both stand among the first rows."""
    above = "\n".join([TRANSFER_HEADER + ",,", *(row + ",," for row in TRANSFERS)])
    below = lines([[*LABELS.values(), "备注"], *([*map(str, penalty(n).values()), ""] for n in (1, 2))])
    slips = {s.feed: s for s in run(pool, write(tmp_path / "月报.csv", f"{above}\n{below}"))}
    assert (counts(slips["transfer"]), counts(slips["penalty"])) == ((2, 2, 0, 0, 0), (2, 2, 0, 0, 0))


def test_what_is_wrong_in_one_table_stays_in_it(pool: Pool, tmp_path: Path) -> None:
    broken = '"' + TRANSFERS[0]  # a quote that never closes
    content = text([penalty(1)]) + "\n" + "\n".join([TRANSFER_HEADER, broken, TRANSFERS[1]]) + "\n"
    slips = {s.feed: s for s in run(pool, write(tmp_path / "月报.csv", content))}
    assert counts(slips["penalty"]) == (1, 1, 0, 0, 0)
    assert counts(slips["transfer"]) == (2, 1, 0, 0, 1)
    assert rows(pool, "SELECT row_no FROM landing.quarantine") == [(5,)]


def test_the_header_again_between_blank_lines_begins_no_other_table(pool: Pool, tmp_path: Path) -> None:
    content = text([penalty(1)]) + "\n" + text([penalty(2), penalty(3)])
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", content))
    assert counts(slip) == (3, 3, 0, 0, 0)
    assert any("重复的表头 1 行" in note for note in slip.notes), slip.notes


def test_a_header_without_records_is_told(pool: Pool, tmp_path: Path) -> None:
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", text([])))
    assert counts(slip) == (0, 0, 0, 0, 0)
    assert "表头以下没有记录" in slip.notes
