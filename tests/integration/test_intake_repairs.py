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
