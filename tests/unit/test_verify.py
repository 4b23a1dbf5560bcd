"""``xianjie verify`` and the manifests of what was given out: each kind of damage is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from pipelines.cli import main
from pipelines.outputs import lists, manifest
from pipelines.outputs.publish import publish
from pipelines.outputs.verify import verify
from tests.findings_pool import IDS, fill
from warehouse.home import Home

AT = datetime(2026, 11, 24, 9, 30)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home.open(tmp_path / "home")
    with home.pool.write() as con:
        fill(con)
    with home.pool.read() as con:
        lists.write_all(con, home.exports, run_id="run-1", at=AT)
        publish(con, home.published, AT)
    call("dispose", IDS[0], "查实", home=home)
    return home


def call(*arguments: str | Path, home: Home) -> int:
    with pytest.raises(SystemExit) as left:
        main([*map(str, arguments), "--home", str(home.root)])
    return left.value.code if isinstance(left.value.code, int) else 0


def wrong(home: Home) -> list[str]:
    return [entry.title for entry in verify(home) if entry.wrong]


def test_an_untouched_home_fits(home: Home) -> None:
    assert wrong(home) == []
    assert len(verify(home)) >= 6
    assert call("verify", home=home) == 0


def edit_list(home: Home) -> None:
    path = home.exports / "latest" / "flagged_cases.csv"
    path.write_bytes(path.read_bytes().replace(b"62000", b"52000"))


def edit_journal(home: Home) -> None:
    path = home.verdicts.path
    path.write_text(path.read_text("utf-8").replace("查实", "查否"), "utf-8")


def lose_a_row(home: Home) -> None:
    with home.pool.write() as con:
        con.execute("UPDATE landing.batch SET loaded = loaded - 1 WHERE batch_id = 'b1'")


def lose_a_quarantined_row(home: Home) -> None:
    with home.pool.write() as con:
        con.execute("DELETE FROM landing.quarantine WHERE row_no = 4")


def lose_a_snapshot_table(home: Home) -> None:
    (home.published / "current" / "finding.parquet").unlink()


def lose_a_verdict(home: Home) -> None:
    with home.pool.write() as con:
        con.execute("DELETE FROM finding.verdict")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (edit_list, "最近一次清单"),
        (edit_journal, "核查结论登记簿"),
        (lose_a_row, "每行去向（收到 = 入库 + 重复 + 更正 + 隔离）"),
        (lose_a_quarantined_row, "隔离行数与隔离表一致"),
        (lose_a_snapshot_table, "已发布快照"),
        (lose_a_verdict, "台账与登记簿一致"),
    ],
)
def test_each_damage_is_named(
    home: Home, capsys: pytest.CaptureFixture[str], damage: Callable[[Home], None], told: str
) -> None:
    damage(home)
    assert wrong(home) == [told]
    assert call("verify", home=home) == 3
    assert told in capsys.readouterr().err


def test_a_batch_that_a_broken_run_left_pending_is_no_damage(home: Home) -> None:
    with home.pool.write() as con:
        con.execute(
            "UPDATE landing.batch SET status = 'pending', loaded = 0, quarantined = 0 WHERE batch_id = 'b1'"
        )
    assert wrong(home) == []


def test_an_export_says_who_what_for_and_its_hash(home: Home, tmp_path: Path) -> None:
    out = tmp_path / "给甲局.csv"
    assert call("findings", "--authority", "烟草", "--purpose", "个案核查", "--out", out, home=home) == 0
    told = json.loads((tmp_path / "给甲局.csv.manifest.json").read_text("utf-8"))
    assert told["purpose"] == "个案核查" and told["filters"] == {"authority": "烟草"} and told["who"]
    assert told["files"][out.name]["rows"] == 1
    assert told["files"][out.name]["sha256"] == manifest.sha256(out)
    (entry,) = home.deliveries.read()
    assert entry["files"] == told["files"]
    with home.pool.read() as con:
        events = con.execute("SELECT finding_id, note FROM finding.event WHERE kind = 'exported'").fetchall()
    assert events == [(IDS[0], told["files"][out.name]["sha256"])]
