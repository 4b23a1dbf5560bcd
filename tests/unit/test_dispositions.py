"""Verdicts: by command and by the filled-in list; nothing half, nothing lost."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from pipelines.cli import main
from tests.findings_pool import IDS, fill
from warehouse.errors import CheckFailed
from warehouse.home import Home
from warehouse.journal import Journal

AT = datetime(2026, 11, 24, 9, 30)
Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home.open(tmp_path / "home")
    with home.pool.write() as con:
        fill(con)
    return home


@pytest.fixture
def cli(home: Home, capsys: pytest.CaptureFixture[str]) -> Cli:
    def call(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([*map(str, arguments), "--home", str(home.root), "--by", "承办人甲"])
        told = capsys.readouterr()
        return (left.value.code if isinstance(left.value.code, int) else 0), told.out, told.err

    return call


def ledger(home: Home) -> dict[str, tuple[str, str | None]]:
    with home.pool.read() as con:
        rows = con.execute("SELECT finding_id, status, verdict FROM finding.finding").fetchall()
    return {finding_id: (status, verdict) for finding_id, status, verdict in rows}


def filled_in(tmp_path: Path, home: Home, *verdicts: tuple[str, str]) -> Path:
    """The exported workbook, its verdict column filled in, saved by a second library."""
    from pipelines.outputs import lists

    with home.pool.read() as con:
        lists.write_all(con, home.exports, run_id="run-1", at=AT)
    path = tmp_path / "线索_已核查.xlsx"
    book = openpyxl.load_workbook(home.exports / "latest" / "flagged_cases.xlsx")
    sheet = book["线索"]
    header = [cell.value for cell in sheet[1]]
    at = header.index("核查结论") + 1
    sheet.cell(1, at + 1, "核查备注")
    rows = {sheet.cell(n, header.index("线索编号") + 1).value: n for n in range(2, sheet.max_row + 1)}
    for finding_id, word in verdicts:
        row = rows.get(finding_id, sheet.max_row + 1)
        sheet.cell(row, header.index("线索编号") + 1, finding_id)
        sheet.cell(row, at, word)
        sheet.cell(row, at + 1, "见笔录")
    book.save(path)
    return path


def test_one_verdict_by_command(home: Home, cli: Cli) -> None:
    code, out, _ = cli("dispose", IDS[0][:3], "查实", "--note", "已调取回执")
    assert code == 0 and IDS[0] in out
    assert ledger(home)[IDS[0]] == ("judged", "查实")
    (entry,) = home.verdicts.read()
    assert (entry["who"], entry["note"], entry["model_version"]) == ("承办人甲", "已调取回执", "1.0.0")


def test_the_same_verdict_twice_is_registered_once(home: Home, cli: Cli) -> None:
    cli("dispose", IDS[0], "查实")
    code, out, _ = cli("dispose", IDS[0], "查实")
    assert code == 0 and "无需登记" in out
    assert len(home.verdicts.read()) == 1


def test_a_later_verdict_replaces_the_earlier_and_both_are_kept(home: Home, cli: Cli) -> None:
    cli("dispose", IDS[0], "查实")
    cli("dispose", IDS[0], "查否")
    assert ledger(home)[IDS[0]] == ("judged", "查否")
    assert [entry["verdict"] for entry in home.verdicts.read()] == ["查实", "查否"]


@pytest.mark.parametrize(
    "arguments",
    [
        (IDS[0], "有罪"),
        ("ffff", "查实"),
        (IDS[2][:1], "查实"),  # two findings begin so
    ],
    ids=["不是核查结论", "没有这条线索", "ambiguous"],
)
def test_what_cannot_be_registered_changes_nothing(home: Home, cli: Cli, arguments: tuple[str, str]) -> None:
    code, _, err = cli("dispose", *arguments)
    assert code == 3 and "未登记任何结论" in err
    assert home.verdicts.read() == []


@pytest.mark.parametrize(
    "arguments",
    [("暂缓",), ("查实", "--snooze-until", "2099-01-01"), ("暂缓", "--snooze-until", "2001-01-01")],
)
def test_a_snooze_needs_a_day_to_come(cli: Cli, arguments: tuple[str, ...]) -> None:
    assert cli("dispose", IDS[0], *arguments)[0] == 2


def test_an_exemplary_case_is_marked_and_stays_so(home: Home, cli: Cli) -> None:
    assert cli("dispose", IDS[0], "查否", "--exemplary")[0] == 2
    assert cli("dispose", IDS[0], "查实", "--exemplary")[0] == 0
    cli("dispose", IDS[0], "已处理")
    with home.pool.read() as con:
        marked = con.execute("SELECT finding_id FROM finding.finding WHERE is_exemplary").fetchall()
    assert marked == [(IDS[0],)]


def test_snoozed_until_a_day(home: Home, cli: Cli) -> None:
    assert cli("dispose", IDS[0], "暂缓", "--snooze-until", "2099-01-01")[0] == 0
    assert ledger(home)[IDS[0]] == ("snoozed", "暂缓")


def test_the_filled_in_list(home: Home, cli: Cli, tmp_path: Path) -> None:
    form = filled_in(tmp_path, home, (IDS[0], "查实"), (IDS[1], "查否"))
    code, out, _ = cli("dispositions", "import", form, "--dry-run")
    assert code == 0 and "未登记" in out and home.verdicts.read() == []
    code, out, _ = cli("dispositions", "import", form)
    assert code == 0 and "已登记 2 条" in out
    assert (ledger(home)[IDS[0]], ledger(home)[IDS[1]]) == (("judged", "查实"), ("judged", "查否"))
    assert {entry["note"] for entry in home.verdicts.read()} == {"见笔录"}


@pytest.mark.parametrize(
    ("verdicts", "told"),
    [
        ([(IDS[0], "查实"), ("abcdefabcdef", "查否")], "没有这条线索"),
        ([(IDS[0], "查实"), (IDS[1], "属实")], "不是核查结论"),
    ],
)
def test_one_wrong_row_and_nothing_is_registered(
    home: Home, cli: Cli, tmp_path: Path, verdicts: list[tuple[str, str]], told: str
) -> None:
    code, _, err = cli("dispositions", "import", filled_in(tmp_path, home, *verdicts))
    assert code == 3 and told in err and "行" in err
    assert home.verdicts.read() == []


def test_contradictory_rows_are_refused(home: Home, cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("finding_id", "verdict"), (IDS[0], "查实"), (IDS[0], "查否")])
    code, _, err = cli("dispositions", "import", path)
    assert code == 3 and "第 2 行 查实，第 3 行 查否" in err
    assert home.verdicts.read() == []


def test_a_file_that_is_no_list_is_refused(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    code, _, err = cli("dispositions", "import", path)
    assert code == 3 and "线索编号" in err


def test_a_killed_command_loses_no_verdict(home: Home, cli: Cli) -> None:
    # The journal was written, the pool was not: the next command carries it in.
    cli("dispose", IDS[0], "查实")
    with home.pool.write() as con:
        con.execute("DELETE FROM finding.verdict")
        con.execute("UPDATE finding.finding SET status = 'open', verdict = NULL")
    cli("dispose", IDS[1], "查否")
    assert ledger(home)[IDS[0]] == ("judged", "查实")


def test_journal_sets_an_unfinished_line_aside(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.jsonl")
    journal.append([{"a": 1}])
    with journal.path.open("ab") as file:
        file.write(b'{"a": 2, "seq"')
    assert [entry["a"] for entry in journal.read()] == [1]
    journal.append([{"a": 3}])
    assert [(entry["seq"], entry["a"]) for entry in journal.read()] == [(1, 1), (2, 3)]
    assert b'{"a": 2' in (tmp_path / "j.unfinished").read_bytes()


@pytest.mark.parametrize("change", ["edit", "remove", "insert"])
def test_journal_notices_every_change_by_hand(tmp_path: Path, change: str) -> None:
    journal = Journal(tmp_path / "j.jsonl")
    journal.append([{"a": 1}, {"a": 2}, {"a": 3}])
    lines = journal.path.read_text("utf-8").splitlines()
    if change == "edit":
        row = json.loads(lines[1])
        lines[1] = json.dumps({**row, "a": 9}, sort_keys=True)
    elif change == "remove":
        del lines[1]
    else:
        lines.insert(1, lines[0])
    journal.path.write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(CheckFailed, match="第 2 行"):
        journal.read()


def test_journal_is_for_the_owner_only(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.jsonl")
    journal.append([{"a": 1}])
    assert journal.path.stat().st_mode & 0o777 == 0o600
