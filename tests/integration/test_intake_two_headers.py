"""Two headers of one column: the better one is used, and of equals the one that is filled."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tests.intake_pool import counts, rows, run, write
from warehouse.pool import Pool


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    return Pool(tmp_path / "home" / "pool.duckdb")


def test_the_station_that_handled_a_case_does_not_refuse_the_bureau_that_decided_it(
    pool: Pool, tmp_path: Path
) -> None:
    table = (
        "行政处罚决定书文号,违法行为人,案由,违法类别,违法事实,决定日期,办案单位,决定机关\n"
        "某公（治）行罚决字〔2026〕1号,李某,赌博,治安,以打麻将的方式赌博,2026-01-13,城关派出所,某市公安局\n"
    )
    (slip,) = run(pool, write(tmp_path / "in" / "行政处罚.csv", table))
    assert (slip.status, counts(slip)) == ("imported", (1, 1, 0, 0, 0))
    told = rows(
        pool, "SELECT authority, violation, extra->>'$.办案单位', extra->>'$.违法类别' FROM pool.penalty"
    )
    assert told == [("某市公安局", "赌博", "城关派出所", "治安")]


# Each row is under one of the two headers; spaces fill nothing.
PROSECUTIONS = """受案号,嫌疑人,罪名,受理日期,处理决定,起诉书文号,不起诉决定书文号,不起诉决定日期,起诉日期
检〔2026〕1号,李某,盗窃罪,2026-01-02,起诉,某检刑诉〔2026〕1号,,,2026-02-01
检〔2026〕2号,王某,盗窃罪,2026-01-02,相对不起诉, ,某检刑不诉〔2026〕2号,2026-02-02,
检〔2026〕3号,张某,盗窃罪,2026-01-02,,,,,
"""


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_of_two_headers_of_one_rank_the_filled_one_tells(pool: Pool, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / "in" / f"审查起诉.{suffix}"
    if suffix == "csv":
        write(file, PROSECUTIONS)
    else:
        file.parent.mkdir(parents=True)
        with xlsxwriter.Workbook(str(file)) as made:
            sheet = made.add_worksheet()
            for row, line in enumerate(PROSECUTIONS.splitlines()):
                sheet.write_row(row, 0, line.split(","))
    (slip,) = run(pool, file)
    assert (slip.status, counts(slip)) == ("imported", (3, 3, 0, 0, 0))
    told = rows(
        pool,
        "SELECT pros_no, decision_no, decided_on::VARCHAR, extra->>'$.不起诉决定书文号' "
        "FROM pool.prosecution ORDER BY pros_no",
    )
    assert told == [
        ("检〔2026〕1号", "某检刑诉〔2026〕1号", "2026-02-01", None),
        ("检〔2026〕2号", "某检刑不诉〔2026〕2号", "2026-02-02", "某检刑不诉〔2026〕2号"),
        ("检〔2026〕3号", None, None, None),
    ]


@pytest.mark.parametrize(
    "row",
    [
        "某〔2026〕1号,甲,,乙,某局,2026-01-13,100,0.01",  # the first of three is empty, the others differ
        "某〔2026〕1号,甲,甲,甲,某局,2026-01-13,100,",  # another unit: an empty cell is not filled from it
    ],
)
def test_what_two_headers_tell_differently_is_refused_with_both(pool: Pool, tmp_path: Path, row: str) -> None:
    head = "行政处罚决定书文号,被处罚人,当事人,违法行为人,处罚机关,决定日期,罚款金额（元）,罚款金额（万元）\n"
    (slip,) = run(pool, write(tmp_path / "in" / "行政处罚.csv", head + row + "\n"))
    assert slip.status == "refused"
    assert "内容不一致" in (slip.reason or "") and "第 2 行" in (slip.reason or ""), slip.reason
    assert rows(pool, "SELECT count(*) FROM pool.penalty") == [(0,)]
