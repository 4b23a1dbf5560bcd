"""Questions to the snapshot: every prepared one runs, nothing can be changed, no other file is reached."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from pipelines.cli import main
from pipelines.outputs.publish import SNAPSHOT, publish
from pipelines.outputs.questions import questions
from tests.findings_pool import fill
from warehouse.contract import load_feeds
from warehouse.home import Home
from warehouse.pool import snapshot

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home.open(tmp_path_factory.mktemp("home"))
    with home.pool.write() as con:
        fill(con)
        con.execute(
            "CREATE TABLE finding.confirmed_share AS SELECT 'm' AS model, '1' AS model_version, "
            "DATE '2026-11-01' AS month, 8 AS n, 6 AS confirmed, 0.75 AS share, 0.4 AS low_share, "
            "0.9 AS high_share"
        )
        for feed in load_feeds().values():
            columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in feed.columns)
            con.execute(
                f"CREATE TABLE known.{feed.name} (record_id VARCHAR, version INTEGER, {columns}, "
                "extra VARCHAR, marks VARCHAR[], known_on DATE)"
            )
        con.execute(
            "INSERT INTO known.penalty (record_id, version, decision_no, authority, fine_cny, decided_on) "
            "VALUES ('a', 1, '罚1号', '某局', 1000, DATE '2026-10-18')"
        )
    with home.pool.read() as con:
        publish(con, home.published, datetime(2026, 11, 24, 9))
    return home


@pytest.fixture
def cli(home: Home, capsys: pytest.CaptureFixture[str]) -> Cli:
    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["sql", *arguments, "--home", str(home.root)])
        told = capsys.readouterr()
        return (left.value.code if isinstance(left.value.code, int) else 0), told.out, told.err

    return call


def test_there_are_twenty_with_numbers_and_titles(cli: Cli) -> None:
    assert [q.no for q in questions()] == [f"{n:02}" for n in range(1, 21)]
    code, out, _ = cli("--list")
    assert code == 0 and all(q.title in out for q in questions())


@pytest.mark.parametrize("no", [q.no for q in questions()])
def test_every_question_has_an_answer(cli: Cli, no: str) -> None:
    code, out, err = cli(no)
    assert code == 0, err
    assert next(q.title for q in questions() if q.no == no) in out


def test_a_number_may_be_written_without_its_zero(cli: Cli) -> None:
    assert cli("1")[1] == cli("01")[1]
    code, _, err = cli("21")
    assert code == 3 and "没有这个预备问题" in err and "--list" in err


def test_answers_are_in_chinese(cli: Cli, home: Home) -> None:
    with snapshot(home.published / SNAPSHOT) as con:
        codes = {code for (code,) in con.execute("SELECT code FROM label WHERE kind <> 'model'").fetchall()}
        for question in questions():
            answer = con.sql(question.sql)
            assert all(re.search(r"[\u4e00-\u9fff]", column) for column in answer.columns), question.no
            shown = {cell for row in answer.fetchall() for cell in row if isinstance(cell, str)}
            assert not shown & codes, question.no


def test_own_sql_as_json(cli: Cli) -> None:
    code, out, _ = cli("SELECT authority, fine_cny FROM penalty", "--json")
    assert code == 0
    assert json.loads(out) == [{"authority": "某局", "fine_cny": "1000.00"}]


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM penalty",
        "CREATE TABLE other AS SELECT 1",
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY penalty TO '/tmp/out.csv'",
        "ATTACH '/tmp/other.duckdb'",
        "SET enable_external_access = true",
        "SELEC 1",
    ],
)
def test_nothing_is_changed_and_no_other_file_is_reached(cli: Cli, query: str) -> None:
    code, _, err = cli(query)
    assert code == 3 and "查询未能执行" in err


def test_statements_from_the_input(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("SELECT count(*) AS n\nFROM penalty;\nSELEC 1;\n20\n"))
    code, out, err = cli()
    assert code == 0 and "1 行" in out and "查询未能执行" in err


def test_without_a_snapshot_one_is_told_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["sql", "01", "--home", str(tmp_path)])
    assert left.value.code == 3 and "xianjie run" in capsys.readouterr().err


def test_nothing_asked_is_told(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    code, _, err = cli()
    assert code == 2
    assert "--list" in err


def test_a_wrong_statement_is_told_how_to_find_names(cli: Cli) -> None:
    code, _, err = cli("SELECT * FROM no_such_table")
    assert code == 3
    assert "SHOW TABLES" in err
    assert "penalty" in cli("SHOW TABLES")[1]


def test_figures_of_an_answer_stand_to_the_right(cli: Cli) -> None:
    _, out, _ = cli("SELECT 1 AS longer_name UNION ALL SELECT 20 ORDER BY 1")
    lines = out.splitlines()
    (one,) = [line for line in lines if line.strip() == "1"]
    (twenty,) = [line for line in lines if line.strip() == "20"]
    assert len(one.rstrip()) == len(twenty.rstrip())
