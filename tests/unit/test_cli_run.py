"""``xianjie run`` on the screen: leads, counts, paths, and the exit code of ``--strict``."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.cli import main
from pipelines.cli.run import lead
from pipelines.headless import RunReport
from pipelines.outputs.summary import calendars_missing
from tests.findings_pool import MODEL, fill
from warehouse.home import Home
from warehouse.pool import memory


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home.open(tmp_path / "home")
    with home.pool.write() as con:
        fill(con)
    return home


def call(home: Home, monkeypatch: pytest.MonkeyPatch, *options: str, **told: Any) -> tuple[int, list[Any]]:
    """Run the command with a job that reports ``told``; return exit code and what the job was asked."""
    asked: list[Any] = []

    def job(*arguments: Any) -> RunReport:
        asked.extend(arguments)
        return RunReport(ok=not told, run_id="run-1", exports=home.exports / "latest", **told)

    monkeypatch.setattr("pipelines.headless.run", job)
    with pytest.raises(SystemExit) as left:
        main(["run", "--home", str(home.root), *options])
    return (left.value.code if isinstance(left.value.code, int) else 0), asked


def test_the_screen_shows_leads_counts_and_paths(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, asked = call(home, monkeypatch, "--as-of", "2026-11-24", "--models", "f01")
    out = capsys.readouterr().out
    assert code == 0
    assert asked == [home, date(2026, 11, 24), None, [MODEL]]
    assert "线索前 3 条（共 3 条）" in out
    assert "62,000 / 50,000 元" in out
    counts = next(line for line in out.splitlines() if line.strip().startswith(MODEL))
    assert counts.split()[1:] == ["以罚代刑", "3", "1", "1", "5", "0"]
    assert str(home.exports / "latest" / "flagged_cases.xlsx") in out
    assert "注意" not in out


def test_known_at_is_passed_on(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    _, asked = call(home, monkeypatch, "--known-at", "2026-11-20T08:30")
    assert asked[2] == datetime(2026, 11, 20, 8, 30)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"refused": 2}, "2 个文件被拒收"),
        ({"quarantined": 1200}, "1,200 行被隔离"),
        (
            {"failed_checks": ["行政处罚决定：日期。"]},
            "1 项数据检查未通过，见数据质量页：行政处罚决定：日期\n",
        ),
        (
            {"failed_checks": ["甲：一。", "乙：二", "丙：三", "丁：四"]},
            "4 项数据检查未通过，见数据质量页：甲：一；乙：二；丙：三 等",
        ),
        ({"not_computable": [MODEL]}, f"无法计算，见 not_computable.csv：{MODEL}"),
        (
            {"calendars_missing": {"2018": 1200, "2027": 3}},
            "缺少 2018、2027 年的工作日历，1,203 个对象的期限未计算",
        ),
    ],
)
def test_troubles_are_told_and_count_only_when_strict(
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    told: dict[str, Any],
    says: str,
) -> None:
    assert call(home, monkeypatch, **told)[0] == 0
    assert says in capsys.readouterr().out
    assert call(home, monkeypatch, "--strict", **told)[0] == 1


def test_strict_without_trouble_is_0(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call(home, monkeypatch, "--strict")[0] == 0


def test_json_is_one_document(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    call(home, monkeypatch, "--json", quarantined=3)
    told = json.loads(capsys.readouterr().out)
    assert (told["run_id"], told["quarantined"]) == ("run-1", 3)


def test_years_without_a_calendar_are_counted_once_per_year() -> None:
    con = memory()
    con.execute("CREATE TABLE model.outcome (reason_code VARCHAR, missing VARCHAR[])")
    assert calendars_missing(con) == {}
    con.execute(
        "INSERT INTO model.outcome VALUES ('calendar_missing', ['calendar 2027']), "
        "('calendar_missing', ['calendar 2027']), ('calendar_missing', ['calendar 2018']), "
        "('measure_unknown', ['sales_cny']), (NULL, NULL)"
    )
    assert calendars_missing(con) == {"2018": 1, "2027": 2}


def test_no_models_no_missing_calendar() -> None:
    assert calendars_missing(memory()) == {}


@pytest.mark.parametrize(
    ("kind", "related", "shown"),
    [
        ("party", "某市监罚〔2025〕1号;某市监罚〔2025〕2号", "某市监罚〔2025〕1号"),
        ("party", "", "P1"),
        ("penalty", "某市监罚〔2025〕3号;某移〔2025〕3号", "P1"),
    ],
)
def test_a_lead_on_a_party_is_looked_up_by_its_first_paper(kind: str, related: str, shown: str) -> None:
    row = dict.fromkeys(("authority", "party_name", "offence", "value", "threshold", "unit"))
    row |= {"rank": 1, "severity": "high", "finding_id": "f", "subject_no": "P1"}
    assert lead({**row, "subject_kind": kind, "related_nos": related})[-1] == shown
