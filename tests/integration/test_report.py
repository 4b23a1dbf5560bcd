"""The supervision report: real files, numbers given again by the SQL beside it, the same bytes always."""

from __future__ import annotations

import html
import re
from datetime import date, datetime
from pathlib import Path

import docx
import pytest

from pipelines.outputs.publish import SNAPSHOT, publish
from pipelines.outputs.report import figures
from pipelines.outputs.report.write import write
from tests.findings_pool import IDS, fill
from warehouse.contract import load_feeds
from warehouse.errors import XianjieError
from warehouse.pool import Pool, memory

CASES = """
INSERT INTO known.penalty (record_id, version, decision_no, authority, decided_on, filed_on) VALUES
    ('a', 1, '罚1号', '上海市青浦区烟草专卖局', DATE '2026-11-02', DATE '2026-10-03'),
    ('b', 1, '罚2号', '上海市青浦区烟草专卖局', DATE '2026-11-03', DATE '2026-10-24'),
    ('c', 1, '罚3号', '上海市青浦区市场监督管理局', DATE '2026-10-03', DATE '2026-09-03');
INSERT INTO known.transfer
    (record_id, version, transfer_no, kind, authority, transferred_on, police_decision)
VALUES
    ('t', 1, '移1号', '涉嫌犯罪', '上海市青浦区烟草专卖局', TIMESTAMP '2026-11-05 09:00', '立案'),
    ('u', 1, '移2号', '涉嫌犯罪', '上海市青浦区烟草专卖局', TIMESTAMP '2026-11-06 09:00', NULL),
    ('v', 1, '移3号', '管辖移送', '上海市青浦区烟草专卖局', TIMESTAMP '2026-11-06 09:00', NULL);
INSERT INTO known.prosecution
    (record_id, version, pros_no, suspect_name, decision, decided_on, handed_over_on, review_closed_on)
VALUES
    ('p', 1, '受1号', '王某', '酌定不起诉', DATE '2026-11-04', DATE '2026-11-05', DATE '2026-11-10'),
    ('q', 1, '受2号', '李某', '存疑不起诉', DATE '2026-11-04', NULL, NULL),
    ('r', 1, '受3号', '赵某', '附条件不起诉', DATE '2026-11-04', NULL, NULL),
    ('s', 1, '受4号', '钱某', '起诉', DATE '2026-11-04', NULL, NULL);
INSERT INTO known.procuratorial_document
    (record_id, version, doc_no, kind, to_authority, pros_no, issued_on, replied_on, reply_result)
VALUES ('d', 1, '意1号', '检察意见书', '某局', '受1号', DATE '2026-11-11', DATE '2026-11-20', '已处罚');
CREATE TABLE fact.reverse_flow AS
SELECT * FROM (VALUES
    ('p', '某局', '某罪', DATE '2026-11-04', TRUE, TRUE, TRUE, TRUE, FALSE),
    ('q', '某局', '某罪', DATE '2026-11-04', FALSE, FALSE, FALSE, FALSE, FALSE),
    ('o', '某局', '某罪', DATE '2026-10-04', TRUE, FALSE, FALSE, FALSE, FALSE)
) AS t
    (record_id, authority, offence, decided_on,
    is_reviewed, has_opinion, is_answered, is_penalised, is_verified);
"""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    pool = Pool(folder / "pool.duckdb")
    with pool.write() as con:
        fill(con)
        for feed in load_feeds().values():
            columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in feed.columns)
            con.execute(
                f"CREATE TABLE known.{feed.name} (record_id VARCHAR, version INTEGER, {columns}, "
                "extra VARCHAR, marks VARCHAR[], known_on DATE)"
            )
        con.execute(CASES)
        con.execute("UPDATE finding.finding SET is_exemplary = finding_id = ?", [IDS[0]])
        con.execute(
            "CREATE TABLE finding.confirmed_share AS SELECT 'f01_penalty_instead_of_prosecution' AS model, "
            "'1.0.0' AS model_version, DATE '2026-11-01' AS month, 10 AS n, 8 AS confirmed, 0.8 AS share, "
            "0.49 AS low_share, 0.943 AS high_share"
        )
    with pool.read() as con:
        publish(con, folder, datetime(2026, 11, 24, 9))
    return folder / SNAPSHOT


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


def test_reproduce_gives_every_table_again(snapshot: Path, tmp_path: Path) -> None:
    report, again = write(tmp_path / "r.docx", snapshot, authority="烟草")
    con = memory()
    con.execute(f"ATTACH '{snapshot}' AS s (READ_ONLY)")
    con.execute("USE s")
    answers = []
    for statement in con.extract_statements(again.read_text("utf-8")):
        found = con.execute(statement)
        columns, rows = [column[0] for column in found.description or []], found.fetchall()
        answers += [(columns, rows)] if rows else []
    tables = docx.Document(str(report)).tables
    assert len(tables) == len(answers) >= 6
    for table, (columns, rows) in zip(tables, answers, strict=True):
        told = [[cell.text for cell in row.cells] for row in table.rows]
        assert told[0] == columns
        for line, row in zip(told[1:], rows, strict=True):
            for text, value in zip(line, row, strict=True):
                if isinstance(value, int):
                    assert text.replace(",", "") == str(value)


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
    with pytest.raises(XianjieError, match="no such period"):
        figures.period(text, date(2026, 11, 24))


def test_another_form_is_refused(snapshot: Path, tmp_path: Path) -> None:
    with pytest.raises(XianjieError, match=r"\.docx or \.html"):
        write(tmp_path / "r.pdf", snapshot)
