"""The command line: exit codes, one-line errors, formats, aligned tables."""

from __future__ import annotations

import csv
import errno
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from typer.main import get_command

from pipelines.cli import main, one_line
from pipelines.cli.application import app
from pipelines.cli.common import show_table, show_text
from tests.findings_pool import ID_NO, IDS, SUBJECTS, fill
from warehouse.errors import XianjieError
from warehouse.pool import Pool

COMMANDS = (
    "demo", "import", "run", "findings", "explain", "why-not", "timeline", "index", "draft", "documents",
)  # fmt: skip
Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("home")
    with Pool(root / "pool.duckdb").write() as con:
        fill(con)
    return root


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    def call(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        code = left.value.code
        told = capsys.readouterr()
        return (code if isinstance(code, int) else 0), told.out, told.err

    return call


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(cli: Cli, command: str) -> None:
    code, out, _ = cli(command, "--help")
    assert code == 0
    assert f"示例：xianjie {command}" in out
    assert "--home" in out


def _commands(command: Any, *path: str) -> Iterator[tuple[str, ...]]:
    yield path
    for name, part in getattr(command, "commands", {}).items():
        yield from _commands(part, *path, name)


@pytest.mark.parametrize("command", _commands(get_command(app)), ids=" ".join)
def test_help_is_chinese_in_its_frame_too(cli: Cli, command: tuple[str, ...]) -> None:
    code, out, _ = cli(*command, "--help")
    assert code == 0
    assert f"用法：{' '.join(('xianjie', *command))}" in out
    assert "显示本页后退出" in out
    english = (
        r"usage|options|arguments|commands?|show this|required|default|env var|\.\.\.|<(?:str|int|list)\b|x>="
    )
    assert re.findall(english, out, re.IGNORECASE) == []


def test_help_tells_what_is_required_and_what_else_holds(cli: Cli) -> None:
    _, out, _ = cli("demo", "--help")
    said = " ".join(out.split())
    assert "（必填）" in said and "（默认 2000；不小于 300）" in said and "（环境变量 XIANJIE_HOME）" in said


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from pipelines.cli import application; "
        "print(sorted(m for m in ('duckdb', 'polars', 'dagster', 'great_expectations') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("findings", "--since", "yesterday"),
        ("findings", "--format", "xlsx"),
        ("findings", "--out", "list.doc"),
        ("run", "--as-of", "2026-13-01"),
        ("run", "--known-at", "noon"),
        ("import",),
        ("import", "x.csv", "--days", "7"),
        ("import", "x.csv", "--as-of", "2026-01-01"),
        ("demo",),
        ("explain",),
    ],
)
def test_wrong_arguments_end_with_2(cli: Cli, home: Path, arguments: tuple[str, ...]) -> None:
    extra = ("--home", str(home)) if arguments[0] != "nonsense" else ()
    code, _, err = cli(*arguments, *extra)
    assert code == 2
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "told", "way_out"),
    [
        (("rum",), "没有命令 rum · 是否为 run", "xianjie --help"),
        (("nonsense",), "没有命令 nonsense", "xianjie --help"),
        (("rulebook", "shw"), "没有命令 shw · 是否为 show", "xianjie rulebook --help"),
        (("rulebook", "show"), "缺少参数 CODE（罪名代码", "xianjie rulebook show --help"),
        (("run", "--windou"), "没有选项 --windou", "xianjie run --help"),
        (("run", "--stric"), "没有选项 --stric · 是否为 --strict", "xianjie run --help"),
        (("run", "--strict=3"), "选项 --strict 不带值", "--help"),
        (("run", "--as-of"), "选项 --as-of 须给出值", "--help"),
        (("report",), "缺少选项 --out（写入的文件：.docx 或 .html）", "xianjie report --help"),
        (("dispose", "a", "b", "c", "d"), "多出的参数 c d", "xianjie dispose --help"),
        (("findings", "--limit", "x"), "--limit 的值不对：应为整数", "xianjie findings --help"),
        (("findings", "--limit", "-4"), "--limit 的值不对：不应小于 1", "xianjie findings --help"),
        (("findings", "--format", "abc"), "没有 abc，应为 table, csv, xlsx, json, parquet 之一", "--help"),
        (
            ("dispositions", "import", "没有.xlsx"),
            "没有这个文件或者文件夹 没有.xlsx",
            "dispositions import --help",
        ),
        (("run", "--as-of", "2025-1-99"), "2025-1-99 不是日期，应为 2026-11-24 的形式", "xianjie run --help"),
    ],
)
def test_wrong_arguments_are_told_in_chinese(
    cli: Cli, arguments: tuple[str, ...], told: str, way_out: str
) -> None:
    code, _, error = cli(*arguments)
    assert code == 2
    assert error.startswith("参数有误: ")
    assert error.count("\n") == 1
    assert told in error
    assert f"{way_out} 查看用法" in error


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("explain", "0f000000a0o1"), IDS[0]),
        (("explain", "2f"), "多条线索以此开头"),
        (("why-not", "f01", "没有这个号"), "没有这个对象"),
        (("why-not", "x99", "1"), "没有这个模型"),
        (("run", "--models", "x99"), "f01_penalty_instead_of_prosecution（以罚代刑）"),
        (("findings", "--mode", "乱"), "应为：以罚代刑、"),
        (
            ("findings", "--out", "no-such-folder/list.xlsx"),
            "没有这个文件或者文件夹 · no-such-folder/list.xlsx",
        ),
        (("dispositions", "import", str(Path(__file__))), "请用 Excel 或者 WPS 打开并另存为 .xlsx"),
        (("party", "import", str(Path(__file__))), "请用 Excel 或者 WPS 打开并另存为 .xlsx"),
        (("dispose", "zz", "查实"), "请从 xianjie findings 复制编号"),
    ],
)
def test_what_cannot_be_done_ends_with_3_and_one_line(
    cli: Cli, home: Path, arguments: tuple[str, ...], says: str
) -> None:
    code, out, err = cli(*arguments, "--home", home)
    assert (code, out) == (3, "")
    assert err.startswith("错误: ")
    assert err.count("\n") == 1
    assert says in err


def test_a_backup_that_is_not_there_is_told_before_the_folder_is_looked_at(cli: Cli, home: Path) -> None:
    code, _, err = cli("restore", "no-such.tar", "--home", home)
    assert code == 3
    assert "没有这个文件或者文件夹 · no-such.tar" in err


def test_filters_that_nothing_meets_are_told(cli: Cli, home: Path) -> None:
    assert cli("findings", "--authority", "没有的局", "--home", home) == (0, "没有符合条件的线索\n", "")


def test_an_interrupted_command_says_that_nothing_is_half_done(
    cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipelines.outputs.frames.flagged", interrupted)
    code, _, err = cli("findings", "--home", home)
    assert code == 130
    assert "已中断" in err
    assert err.count("\n") == 1


def test_nothing_imported_yet_and_no_folder_made(cli: Cli, tmp_path: Path) -> None:
    code, _, err = cli("findings", "--home", tmp_path / "h")
    assert code == 3
    assert "尚无数据" in err
    assert not (tmp_path / "h").exists()


def test_debug_shows_the_traceback(home: Path) -> None:
    with pytest.raises(XianjieError):
        main(["explain", "zz", "--home", str(home), "--debug"])


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (XianjieError("坏\n了", where="a.csv", action="重发"), "坏 了 · a.csv · 重发"),
        (
            FileNotFoundError(2, os.strerror(2), "x.csv"),
            "没有这个文件或者文件夹 · x.csv · 请核对名称和路径；要写入的，所在的文件夹须已存在",
        ),
        (
            OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "home/exports"),
            "磁盘空间不足或者磁盘出错 · home/exports · 请清理或者检查磁盘后再试，"
            "已经写成的数据和清单不受影响",
        ),
        (
            OSError(errno.EROFS, os.strerror(errno.EROFS), "home"),
            "所在的磁盘只能读，不能写 · home · 请改为可写，或者用 --home 指定别的文件夹",
        ),
        (
            RuntimeError('IO Error: Could not write file "pool.duckdb": No space left on device'),
            "磁盘空间不足或者磁盘出错：请清理或者检查磁盘后再试，"
            "已经写成的数据和清单不受影响 · 加 --debug 查看详情",
        ),
        (
            OSError(errno.EFBIG, os.strerror(errno.EFBIG), "home/pool.duckdb"),
            "文件超过了系统允许的大小 · home/pool.duckdb · 请提高文件大小的限额，"
            "或者换用没有这一限制的磁盘后再试，已经写成的数据和清单不受影响",
        ),
        (ValueError("odd"), "ValueError: odd · 加 --debug 查看详情"),
    ],
)
def test_errors_become_one_line(error: Exception, line: str) -> None:
    assert one_line(error) == line


def test_findings_as_a_table_on_the_screen(cli: Cli, home: Path) -> None:
    code, out, _ = cli("findings", "--home", home)
    assert code == 0
    assert "线索 3 条" in out
    assert "62,000 / 50,000 元" in out
    assert ID_NO not in out


@pytest.mark.parametrize(
    ("options", "ranks"),
    [
        (("--limit", "2"), [1, 2]),
        (("--authority", "烟草"), [1]),
        (("--mode", "以罚代刑", "--model", "f01"), [1, 2, 3]),
        (("--mode", "不刑不罚"), []),
        (("--since", "2026-11-23"), [2, 3]),
    ],
)
def test_findings_filtered(cli: Cli, home: Path, options: tuple[str, ...], ranks: list[int]) -> None:
    _, out, _ = cli("findings", "--format", "json", *options, "--home", home)
    rows = json.loads(out)
    assert [row["rank"] for row in rows] == ranks
    assert all(row["evidence"]["sources"] for row in rows)


def test_findings_into_files(cli: Cli, home: Path, tmp_path: Path) -> None:
    for suffix in ("csv", "json", "parquet", "xlsx"):
        code, out, err = cli("findings", "--out", tmp_path / f"l.{suffix}", "--home", home)
        assert (code, err) == (0, "")
        assert f"l.{suffix}" in out
    with (tmp_path / "l.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["subject_no"] for row in csv.DictReader(file)] == [SUBJECTS[0], "'=1+1", SUBJECTS[2]]
    assert (tmp_path / "l.csv").read_bytes().count(b"\r\r\n") == 0
    assert pl.read_parquet(tmp_path / "l.parquet").height == 3
    assert openpyxl.load_workbook(tmp_path / "l.xlsx")["线索"].max_row == 4
    assert json.loads((tmp_path / "l.json").read_text("utf-8"))[0]["value"] == 62000.0


def test_csv_on_the_screen_is_a_table_too(cli: Cli, home: Path) -> None:
    _, out, _ = cli("findings", "--format", "csv", "--limit", "1", "--home", home)
    assert next(csv.DictReader(out.splitlines()))["finding_id"] == IDS[0]


def test_explain_and_why_not(cli: Cli, home: Path) -> None:
    code, out, _ = cli("explain", "0f", "--home", home)
    assert code == 0
    assert "【要件】" in out
    _, out, _ = cli("explain", "0f", "--json", "--home", home)
    assert json.loads(out)["line"]["threshold"] == 50000.0
    code, out, _ = cli("why-not", "f01", "税罚〔2024〕8号", "--home", home)
    assert code == 0
    assert "缺少：已依法下达追缴通知" in out
    _, out, _ = cli("why-not", "f01", "税罚〔2024〕8号", "--json", "--home", home)
    assert json.loads(out)["subjects"][0]["missing"] == ["has_recovery_notice", "calendar 2019"]


def test_demo_writes_an_inbox_and_refuses_a_full_folder(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "d"
    code, out, err = cli("demo", "--cases", "300", "--until", "2026-11-24", "--out", target, "--json")
    assert code == 0
    assert "300" in err  # not a terminal: one plain line, no bar
    assert json.loads(out)["records"]["penalty"] == 300
    assert any((target / "inbox").iterdir())
    code, _, err = cli("demo", "--out", target)
    assert code == 3
    assert "文件夹不为空" in err


def test_tables_align_wide_characters(capsys: pytest.CaptureFixture[str]) -> None:
    show_table("表", (("名", "left"), ("数", "right")), [["中文", 1], ["ab", 20], [None, 3]])
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines() if line.rstrip()[-1:].isdigit()]

    def width(text: str) -> int:
        return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)

    assert len(lines) == 3
    assert len({width(line) for line in lines}) == 1


def test_delivered_values_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show_table("表", (("名", "left"),), [["\x1b[2J王\x07"]])
    show_text("a\x1b]0;x\x07\n\tb")
    out = capsys.readouterr().out
    assert not {"\x1b", "\x07"} & set(out)
    assert "␛[2J王␇" in out
    assert "a␛]0;x␇\n\tb" in out


def test_the_module_is_the_same_command(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", "explain", "zz", "--home", str(home)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr.startswith("错误: ")
