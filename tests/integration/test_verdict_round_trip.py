"""The list goes out as XLSX, is filled in, is saved anew by another program, and comes back as verdicts."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipelines.cli import main
from pipelines.outputs import lists
from tests.findings_pool import CREDIT_CODE, IDS, SUBJECTS, fill
from warehouse.home import Home

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

AT = datetime(2026, 11, 24, 9, 30)
OFFICE = shutil.which("soffice")
Cli = Callable[..., tuple[int, str, str]]


def as_it_is(path: Path) -> Path:
    return path


def through_libreoffice(path: Path) -> Path:
    """Open and save the file with LibreOffice, by its own format and back."""
    own = path.parent / "ods" / f"{path.stem}.ods"
    for folder, source, kind in (("ods", path, "ods"), ("again", own, "xlsx")):
        subprocess.run(
            [
                str(OFFICE), "--headless", f"-env:UserInstallation=file://{path.parent / 'profile'}",
                "--convert-to", kind, "--outdir", str(path.parent / folder), str(source),
            ],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
    return path.parent / "again" / path.name


SAVED = [
    as_it_is,
    pytest.param(
        through_libreoffice, marks=pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
    ),
]


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


def given_out(home: Home) -> Path:
    with home.pool.read() as con:
        return lists.write_all(con, home.exports, run_id="run-1", at=AT)["flagged_cases.xlsx"]


def filled_in(source: Path, to: Path, verdicts: dict[str, str], *, remark: str | None = None) -> Path:
    """Fill the verdict column in; what is there already stays."""
    book = openpyxl.load_workbook(source)
    sheet: Any = book["线索"]
    heads = [cell.value for cell in sheet[1]]
    id_at, verdict_at = heads.index("线索编号") + 1, heads.index("核查结论") + 1
    if remark:
        sheet.cell(1, verdict_at + 1, "核查备注")
    rows = {sheet.cell(n, id_at).value: n for n in range(2, sheet.max_row + 1)}
    for finding_id, verdict in verdicts.items():
        row = rows.get(finding_id, sheet.max_row + 1)
        sheet.cell(row, id_at, finding_id)
        sheet.cell(row, verdict_at, verdict)
        if remark:
            sheet.cell(row, verdict_at + 1, remark)
    to.mkdir()
    book.save(to / "线索_已核查.xlsx")
    return to / "线索_已核查.xlsx"


def ledger(home: Home) -> dict[str, str | None]:
    with home.pool.read() as con:
        return dict(con.execute("SELECT finding_id, verdict FROM finding.finding").fetchall())


@pytest.mark.parametrize("saved", SAVED)
def test_verdicts_come_back_and_are_shown_first(
    home: Home, cli: Cli, tmp_path: Path, saved: Callable[[Path], Path]
) -> None:
    verdicts = {IDS[0]: "查实", IDS[2]: "数据错误"}
    form = saved(filled_in(given_out(home), tmp_path / "form", verdicts, remark="见笔录"))
    before = ledger(home)
    code, out, _ = cli("dispositions", "import", form, "--dry-run")
    assert code == 0 and "核查结论的变化" in out and "2 条有变化；未登记" in out
    for told in (IDS[0], IDS[2], "查实", "数据错误", "见笔录"):
        assert told in out
    assert IDS[1] not in out
    assert ledger(home) == before and home.verdicts.read() == []
    code, out, _ = cli("dispositions", "import", form)
    assert code == 0 and out.index("核查结论的变化") < out.index("已登记 2 条")
    assert ledger(home) == before | {IDS[0]: "查实", IDS[2]: "数据错误"}
    # The same form once more changes nothing; nor does one that was given out since, without the remarks.
    assert "无需登记" in cli("dispositions", "import", form)[1]
    anew = saved(filled_in(given_out(home), tmp_path / "anew", {}))
    assert "共 2 条结论，其中 0 条有变化；无需登记" in cli("dispositions", "import", anew)[1]
    assert len(home.verdicts.read()) == 2


@pytest.mark.parametrize(
    ("verdicts", "told"),
    [
        ({IDS[0]: "查实", "abcdefabcdef": "查否"}, "没有这条线索"),
        ({IDS[0]: "查实", IDS[1]: "属实"}, "不是核查结论"),
        ({IDS[0]: "查实", IDS[1]: "暂缓"}, "暂缓而无日期"),
    ],
)
def test_a_form_with_a_wrong_row_is_refused_as_a_whole(
    home: Home, cli: Cli, tmp_path: Path, verdicts: dict[str, str], told: str
) -> None:
    form = filled_in(given_out(home), tmp_path / "form", verdicts)
    code, _, err = cli("dispositions", "import", form)
    assert code == 3 and told in err and "未登记任何结论" in err
    assert home.verdicts.read() == []


@pytest.mark.parametrize("saved", SAVED)
def test_contradictory_rows_are_refused(
    home: Home, cli: Cli, tmp_path: Path, saved: Callable[[Path], Path]
) -> None:
    form = filled_in(given_out(home), tmp_path / "form", {IDS[0]: "查实"})
    book = openpyxl.load_workbook(form)
    sheet: Any = book["线索"]
    heads = [cell.value for cell in sheet[1]]
    for head, value in (("线索编号", IDS[0]), ("核查结论", "查否")):
        sheet.cell(sheet.max_row if head == "核查结论" else sheet.max_row + 1, heads.index(head) + 1, value)
    book.save(form)
    code, _, err = cli("dispositions", "import", saved(form))
    assert code == 3 and f"{IDS[0]}：第 2 行 查实，第 5 行 查否" in err
    assert home.verdicts.read() == []


def test_a_csv_that_a_spreadsheet_saved_in_gbk_is_read(home: Home, cli: Cli, tmp_path: Path) -> None:
    given = given_out(home).with_suffix(".csv").read_text("utf-8-sig")
    head, first, *rest = given.splitlines()
    assert first.endswith(",")  # the last column, the verdict, is empty
    form = tmp_path / "线索.csv"
    form.write_bytes("\r\n".join([head, first + '"查实"', *rest]).encode("gb18030"))
    code, out, err = cli("dispositions", "import", form)
    assert (code, err) == (0, "")
    assert "已登记 1 条" in out
    assert ledger(home)[IDS[0]] == "查实"


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_what_libreoffice_saves_keeps_codes_dates_and_the_choice(home: Home, tmp_path: Path) -> None:
    form = through_libreoffice(filled_in(given_out(home), tmp_path / "form", {}))
    sheet: Any = openpyxl.load_workbook(form)["线索"]
    heads = [cell.value for cell in sheet[1]]
    column = {head: [sheet.cell(n, at).value for n in (2, 3, 4)] for at, head in enumerate(heads, 1)}
    assert column["线索编号"] == list(IDS[:3]) and column["对象文号"] == list(SUBJECTS[:3])
    assert column["统一社会信用代码"] == [CREDIT_CODE] * 3
    assert column["事实日期"] == [datetime(2024, 7, 18)] * 3
    (choice,) = sheet.data_validations.dataValidation
    assert "查实" in choice.formula1 and choice.type == "list"
    assert sheet.auto_filter.ref


def test_a_snoozed_finding_stays_so_when_its_list_comes_back(home: Home, cli: Cli, tmp_path: Path) -> None:
    cli("dispose", IDS[1], "暂缓", "--snooze-until", "2099-01-01", "--note", "等待回函")
    form = filled_in(given_out(home), tmp_path / "form", {IDS[0]: "查否"})
    code, out, _ = cli("dispositions", "import", form)
    assert code == 0 and "共 2 条结论，其中 1 条有变化" in out
    with home.pool.read() as con:
        status = con.execute("SELECT status FROM finding.finding WHERE finding_id = ?", [IDS[1]]).fetchall()
    assert status == [("snoozed",)] and ledger(home)[IDS[1]] == "暂缓"
