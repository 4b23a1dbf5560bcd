"""Values in unusual forms: what is certain is read and marked, its raw text kept; the rest stays unread."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake_pool import counts, penalty, rows, run, text, write
from warehouse.pool import Pool


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    return Pool(tmp_path / "home" / "pool.duckdb")


def test_money_in_words_is_read_and_marked(pool: Pool, tmp_path: Path) -> None:
    written = ["叁万伍仟元整", "伍仟元整（¥5000.00）", "三万余元", "3000元", "0.5万"]
    delivered = [penalty(number, fine_cny=fine) for number, fine in enumerate(written, 1)]
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", text(delivered)))
    assert counts(slip) == (5, 5, 0, 0, 0)
    assert rows(pool, "SELECT fine_cny::DOUBLE, marks FROM pool.penalty ORDER BY row_no") == [
        (35000.0, ["fine_cny:in_words"]),
        (5000.0, ["fine_cny:in_words"]),
        (None, ["fine_cny:unreadable"]),
        (3000.0, None),
        (5000.0, None),
    ]
    assert [raw for (raw,) in rows(pool, "SELECT fine_cny FROM landing.penalty ORDER BY row_no")] == written
    # The same amount in figures is no new content.
    again = [penalty(1, fine_cny="35000"), penalty(2, fine_cny="0.5万元")]
    assert counts(run(pool, write(tmp_path / "行政处罚_2.csv", text(again)))[0]) == (2, 0, 2, 0, 0)


def decided(pool: Pool) -> list[tuple[object, ...]]:
    return rows(pool, "SELECT decided_on::VARCHAR, marks FROM pool.penalty ORDER BY row_no")


SHORT = ["decided_on:short_year"]


@pytest.mark.parametrize(
    ("written", "days"),
    [
        # 31 is neither a month nor a year that has come.
        (["24.3.7", "24.12.31"], ["2024-03-07", "2024-12-31"]),
        (["7/3/24", "31/12/24"], ["2024-03-07", "2024-12-31"]),
        (["3/7/24", "12/31/24"], ["2024-03-07", "2024-12-31"]),
        # Its sign says which is the year.
        (["24年3月7日"], ["2024-03-07"]),
        # Neither says it, but the decision is numbered 〔2024〕.
        (["24.3.7"], ["2024-03-07"]),
        (["24-03-07", "2024-12-31"], ["2024-03-07", "2024-12-31"]),
    ],
)
def test_a_short_year_that_the_file_settles(
    pool: Pool, tmp_path: Path, written: list[str], days: list[str]
) -> None:
    delivered = [penalty(number, decided_on=day) for number, day in enumerate(written, 1)]
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", text(delivered)))
    assert counts(slip) == (len(days), len(days), 0, 0, 0), slip.notes
    marks = [None if raw.startswith("20") else SHORT for raw in written]
    assert decided(pool) == list(zip(days, marks, strict=True))
    assert any("年份只写两位" in note for note in slip.notes)
    assert [raw for (raw,) in rows(pool, "SELECT decided_on FROM landing.penalty ORDER BY row_no")] == written


@pytest.mark.parametrize(
    "written",
    [
        # Day or month first, both in the year of the number.
        ["3/7/24", "5/6/24"],
        # Numbered 〔2024〕: 2007 cannot be, 2003 cannot be, and nothing else is a day.
        ["3.4.7"],
        # No day that has come.
        ["27年3月7日"],
        # Neither 1956 nor 2056 is known from the file.
        ["56年3月7日"],
    ],
)
def test_a_short_year_that_the_file_leaves_open_is_not_read(
    pool: Pool, tmp_path: Path, written: list[str]
) -> None:
    delivered = [penalty(number, decided_on=day) for number, day in enumerate(written, 1)]
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", text(delivered)))
    assert counts(slip) == (len(written), 0, 0, 0, len(written))
    assert rows(pool, "SELECT DISTINCT reason FROM landing.quarantine") == [("「处罚决定日期」无法识别",)]


def table(tmp_path: Path, heads: list[str], *lines: list[str]) -> Path:
    return write(tmp_path / "行政处罚.csv", "\n".join(",".join(line) for line in (heads, *lines)) + "\n")


HEADS = ["行政处罚决定书文号", "处罚机关", "当事人", "违法事实", "处罚决定日期"]
LINE = ["某市监处〔2024〕{}号", "某市市场监督管理局", "某某商行", "销售侵权商品", "2024-07-18"]


def line(number: int, *more: str) -> list[str]:
    return [cell.format(number) for cell in LINE] + list(more)


def test_another_column_of_the_file_settles_the_order(pool: Pool, tmp_path: Path) -> None:
    """Months first in one column, so in the other: neither a number nor a date is dated otherwise."""
    heads = [*HEADS[:4], "处罚决定日期", "立案日期"]
    lines = [
        ["甲1号", "某市市场监督管理局", "某某商行", "销售侵权商品", "12/31/24", "3/7/24"],
        ["甲2号", "某市市场监督管理局", "某某商行", "销售侵权商品", "5/6/24", "3/8/24"],
    ]
    (slip,) = run(pool, table(tmp_path, heads, *lines))
    assert counts(slip) == (2, 2, 0, 0, 0), slip.notes
    assert rows(
        pool, "SELECT decided_on::VARCHAR, filed_on::VARCHAR, marks FROM pool.penalty ORDER BY row_no"
    ) == [
        ("2024-12-31", "2024-03-07", ["decided_on:short_year", "filed_on:short_year"]),
        ("2024-05-06", "2024-03-08", ["decided_on:short_year", "filed_on:short_year"]),
    ]


def test_a_term_may_end_in_a_year_to_come(pool: Pool, tmp_path: Path) -> None:
    run(pool, table(tmp_path, [*HEADS, "公示截止期"], line(1, "27年7月18日")))
    assert rows(pool, "SELECT published_until::VARCHAR, marks FROM pool.penalty") == [
        ("2027-07-18", ["published_until:short_year"])
    ]


@pytest.mark.parametrize(
    "written",
    [
        "2024.3.1-2024.3.5",
        "2024年3月1日至2024年3月5日",
        "2024年3月1日至5日",
        "2024-03-01至2024-03-05",
        "2024-03-01 - 2024-03-05",
        "20240301-20240305",
        "自2024年3月1日起至2024年3月5日止",
        "2024.3.1～3.5",
    ],
)
def test_a_period_in_the_column_of_its_begin_fills_both(pool: Pool, tmp_path: Path, written: str) -> None:
    marks = ["act_began_on:period", "act_ended_on:period"]
    query = (
        "SELECT act_began_on::VARCHAR, act_ended_on::VARCHAR, marks FROM pool.penalty ORDER BY decision_no"
    )
    (slip,) = run(pool, table(tmp_path, [*HEADS, "违法行为发生日期"], line(1, written)))
    assert counts(slip) == (1, 1, 0, 0, 0)
    assert rows(pool, query) == [("2024-03-01", "2024-03-05", marks)]
    # A column of its own for the end comes first; where it is empty the period tells it.
    heads = [*HEADS, "违法行为发生日期", "违法行为终了日期"]
    other = tmp_path / "another"
    run(pool, table(other, heads, line(2, written, "2024-03-06"), line(3, written, "")))
    assert rows(pool, query)[1:] == [
        ("2024-03-01", "2024-03-06", marks[:1]),
        ("2024-03-01", "2024-03-05", marks),
    ]


@pytest.mark.parametrize(
    "written", ["2024年3月1日至今", "2024.3.5-2024.3.1", "2024.3.1-5", "2024-03-01-03-05", "2024年3月至5月"]
)
def test_what_is_no_period_is_marked(pool: Pool, tmp_path: Path, written: str) -> None:
    run(pool, table(tmp_path, [*HEADS, "违法行为发生日期"], line(1, written)))
    assert rows(pool, "SELECT act_began_on, act_ended_on, marks FROM pool.penalty") == [
        (None, None, ["act_began_on:unreadable"])
    ]


def test_a_period_stays_unread_where_the_contract_has_no_end(pool: Pool, tmp_path: Path) -> None:
    run(pool, table(tmp_path, [*HEADS, "立案日期"], line(1, "2024.3.1-2024.3.5")))
    assert rows(pool, "SELECT filed_on, marks FROM pool.penalty") == [(None, ["filed_on:unreadable"])]
