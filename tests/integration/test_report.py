"""The supervision report: real files, numbers given again by the SQL beside it, the same bytes always."""

from __future__ import annotations

import html
import re
import shutil
from datetime import date
from pathlib import Path

import docx
import duckdb
import pytest

from pipelines.outputs.report import figures
from pipelines.outputs.report.write import write
from tests.findings_pool import IDS
from tests.report_pool import report_snapshot
from warehouse.errors import XianjieError
from warehouse.pool import memory


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report_snapshot(tmp_path_factory.mktemp("report"))


def text_of(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_the_funnels_count_what_the_law_counts(snapshot: Path) -> None:
    con = memory()
    con.execute(f"ATTACH '{snapshot}' AS s (READ_ONLY)")
    con.execute("USE s")
    answers = {f.id: f for f in figures.answer(con, figures.period(None, date(2026, 11, 24)), None)}
    forward = dict(zip(answers["03_forward"].column("环节"), answers["03_forward"].rows, strict=True))
    # A transfer for jurisdiction is no criminal transfer; a penalty of October is not of November.
    assert forward["行政处罚决定"][1] == 2
    assert forward["移送涉嫌犯罪案件"][1:3] == (2, 2)
    assert forward["公安立案"][1:3] == (1, 2)
    assert forward["提起公诉"][1:3] == (1, 4)
    # A decision of October is not of November.
    reverse = {row[0]: row[1:3] for row in answers["04_reverse"].rows}
    assert reverse == {
        "不起诉": (2, None), "审查终结": (1, 2), "制发检察意见": (1, 1), "收到回复": (1, 1), "已处罚": (1, 1),
        "已核实": (0, 1),
    }  # fmt: skip
    tobacco = next(row for row in answers["06_authorities"].rows if "烟草" in row[0])
    assert tobacco[4:] == (2, 20.0)


def test_a_snapshot_of_another_version_is_told_as_one(snapshot: Path, tmp_path: Path) -> None:
    older = shutil.copy(snapshot, tmp_path / "current.duckdb")
    with duckdb.connect(older) as con:
        con.execute("ALTER TABLE intake DROP COLUMN quarantined")
    with pytest.raises(XianjieError, match=r"快照由另一版本发布.*请先运行 xianjie run"):
        write(tmp_path / "r.html", older)


@pytest.mark.parametrize("form", [".docx", ".html"])
def test_the_same_inputs_give_the_same_bytes(snapshot: Path, tmp_path: Path, form: str) -> None:
    first, again = (write(tmp_path / f"{name}{form}", snapshot)[0] for name in ("a", "b"))
    assert first.read_bytes() == again.read_bytes()


def test_docx_and_html_say_the_same_and_no_name(snapshot: Path, tmp_path: Path) -> None:
    word = text_of(write(tmp_path / "r.docx", snapshot)[0])
    page = html.unescape(write(tmp_path / "r.html", snapshot)[0].read_text("utf-8"))
    for told in ("一、数据来源与完整性", "十、模型版本与查实率", "YX-" + IDS[0], "80.0%", "未经核查"):
        assert told in word and told in page
    assert "王小明" not in word + page and "李四" not in word + page
    assert not re.search(r"(?:src|href)=", page)


def test_days_are_written_as_in_official_papers(snapshot: Path, tmp_path: Path) -> None:
    word = text_of(write(tmp_path / "r.docx", snapshot, days="2026-11-01..2026-11-09")[0])
    assert "统计期间：2026年11月1日至2026年11月9日。数据截至2026年11月24日。" in word


def test_a_party_is_named_by_the_first_of_its_papers(tmp_path: Path) -> None:
    more = (
        "UPDATE finding.finding SET subject_kind = 'party', subject_no = 'P0123456789ab', "
        f"related_nos = ['某罚〔2025〕7号', '某罚〔2025〕8号'] WHERE finding_id = '{IDS[0]}'"
    )
    word = text_of(write(tmp_path / "r.docx", report_snapshot(tmp_path / "s", more=more))[0])
    assert "某罚〔2025〕7号" in word
    assert "P0123456789ab" not in word and "某罚〔2025〕8号" not in word


def test_findings_that_name_no_body_are_told_beside_the_table_of_bodies(
    snapshot: Path, tmp_path: Path
) -> None:
    assert "未列明机关" not in text_of(write(tmp_path / "all.docx", snapshot)[0])
    more = f"UPDATE finding.finding SET authority = NULL WHERE finding_id = '{IDS[0]}'"
    word = text_of(write(tmp_path / "r.docx", report_snapshot(tmp_path / "s", more=more))[0])
    assert "另有现存线索1条未列明机关，不在表内。" in word


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        (None, date(2026, 11, 1), date(2026, 11, 24)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026", date(2026, 1, 1), date(2026, 11, 24)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("2026-10-05..2026-10-09", date(2026, 10, 5), date(2026, 10, 9)),
    ],
)
def test_periods(text: str | None, first: date, last: date) -> None:
    assert figures.period(text, date(2026, 11, 24)) == figures.Period(first, last)


@pytest.mark.parametrize("text", ["2026-13", "十月", "2027", "2026-10-09..2026-10-05"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(XianjieError, match="没有这一期间"):
        figures.period(text, date(2026, 11, 24))


def test_another_form_is_refused(snapshot: Path, tmp_path: Path) -> None:
    with pytest.raises(XianjieError, match=r"\.docx或\.html"):
        write(tmp_path / "r.pdf", snapshot)
