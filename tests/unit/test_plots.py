"""Pictures of the web server: 查实率 over time on the model's page, bars with their labels below."""

from __future__ import annotations

from pipelines.assets.plots import bars, confirmed_over_time
from warehouse.pool import memory


def test_the_confirmed_share_of_a_model_is_a_picture_with_its_interval() -> None:
    con = memory()
    con.execute(
        "CREATE TABLE finding.confirmed_share AS SELECT * FROM (VALUES "
        "('f01', '1.0.0', DATE '2026-04-01', 2, 1, 0.5, 0.0945, 0.9055), "
        "('f01', '1.1.0', DATE '2026-05-01', 4, 3, 0.75, 0.3006, 0.9544)) "
        "AS t (model, model_version, month, n, confirmed, share, low_share, high_share)"
    )
    told = str(confirmed_over_time(con, "f01")["confirmed_share"].value)
    assert "查实率 75%（30%–95%，3/4，版本 1.1.0）" in told and "data:image/png;base64," in told
    assert confirmed_over_time(con, "f02") == {}


def test_bars_name_what_they_count_and_put_the_rest_together() -> None:
    told = str(bars([(f"原因{place}", 20 - place) for place in range(15)], "行数").value)
    assert "data:image/png;base64," in told
    assert "1. 原因0：20\n2. 原因1：19" in told and "13. 其余 3 项：21" in told
    assert bars([], "行数").value == "行数：无"
