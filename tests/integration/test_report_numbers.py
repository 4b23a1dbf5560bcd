"""What the report counts, and that reproduce.sql on the same snapshot gives every cell of it again."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from models.card import load_cards
from pipelines.outputs.report import figures
from pipelines.outputs.report.figures import Figure
from pipelines.outputs.report.write import write
from tests.findings_pool import IDS
from tests.report_cells import answers, differences, tables
from tests.report_pool import report_snapshot
from warehouse.pool import snapshot as opened

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

AS_OF = date(2026, 11, 24)
POLICE, BODY = "上海市公安局青浦分局", "上海市青浦区应急管理局"


@pytest.fixture(scope="module")
def internal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report_snapshot(tmp_path_factory.mktemp("internal"), "internal")


def asked(snapshot: Path, days: str | None = None) -> dict[str, Figure]:
    with opened(snapshot) as con:
        return {f.id: f for f in figures.answer(con, figures.period(days, AS_OF), None)}


@pytest.mark.parametrize("form", [".docx", ".html"])
@pytest.mark.parametrize("authority", [None, "烟草"])
def test_reproduce_gives_every_cell_again(
    internal: Path, tmp_path: Path, form: str, authority: str | None
) -> None:
    report, script = write(tmp_path / f"r{form}", internal, authority=authority)
    shown, given = tables(report), answers(internal, script)
    assert len(shown) == len(given) >= (8 if authority else 9)
    assert [differences(table, answer) for table, answer in zip(shown, given, strict=True)] == [[]] * len(
        given
    )


def test_a_changed_cell_of_every_kind_is_noticed(internal: Path, tmp_path: Path) -> None:
    report, script = write(tmp_path / "r.docx", internal)
    kinds: set[str] = set()
    for table, (heads, rows) in zip(tables(report), answers(internal, script), strict=True):
        for at, head in enumerate(heads):
            row = next((n for n, row in enumerate(rows) if row[at] is not None), None)
            if row is None:
                continue
            kinds.add(type(rows[row][at]).__name__)
            wrong = [list(line) for line in table]
            wrong[row + 1][at] = {"%": "0.1%"}.get(wrong[row + 1][at][-1], wrong[row + 1][at] + "1")
            assert differences(wrong, (heads, rows)), head
    assert kinds >= {"int", "float", "Decimal", "str", "date"}


def test_every_number_of_the_sentences_is_a_cell_or_counted_over_cells(
    internal: Path, tmp_path: Path
) -> None:
    report, script = write(tmp_path / "r.docx", internal)
    allowed: set[str] = set()
    for _, rows in answers(internal, script):
        allowed |= {f"{len(rows):,}"}
        for column in zip(*rows, strict=True):
            numbers = [value for value in column if isinstance(value, (int, float)) and value is not None]
            allowed |= {f"{value:,}" for value in numbers} | {f"{value:.1%}" for value in numbers}
            allowed |= {f"{len(set(column)):,}", f"{sum(numbers):,}", f"{abs(sum(numbers)):,}"}
    # Numbers of tables, the days of the period and of the snapshot count nothing.
    told = "\n".join(p.text for p in docx.Document(str(report)).paragraphs if p.text)
    told = re.sub(r"表\d+|\d{4}年\d{1,2}月\d{1,2}日", "", told)
    found = re.findall(r"\d[\d,]*(?:\.\d+)?%?", told)
    assert len(found) > 25
    assert [number for number in found if number not in allowed] == []


def test_new_and_cleared_count_by_the_day_of_the_data(internal: Path) -> None:
    # Everything was run in 2027: the day of the machine counts nothing.
    (row,) = asked(internal)["02_modes"].rows
    assert row == ("以罚代刑", 3, 2, 3, 1, 1, 2)
    (row,) = asked(internal, "2026-10")["02_modes"].rows
    assert row == ("以罚代刑", 3, 2, 1, 0, 0, 1)


LATER = """
UPDATE known.run SET run_id = 'another', known_at = known_at + INTERVAL 40 DAY;
UPDATE finding.event SET "at" = "at" + INTERVAL 40 DAY, run_id = 'another';
UPDATE finding.finding SET
    first_seen = first_seen + INTERVAL 40 DAY, last_seen = last_seen + INTERVAL 40 DAY, run_id = 'another';
UPDATE landing.batch SET imported_at = imported_at + INTERVAL 40 DAY;
"""


@pytest.mark.parametrize("form", [".docx", ".html"])
def test_the_same_data_run_on_another_day_give_the_same_bytes(
    internal: Path, tmp_path: Path, form: str
) -> None:
    (tmp_path / "later").mkdir()
    later = report_snapshot(tmp_path / "later", "internal", LATER)
    first, again = (write(tmp_path / f"{n}{form}", source) for n, source in enumerate((internal, later)))
    for one, other in zip(first, again, strict=True):
        assert one.read_bytes() == other.read_bytes()


# By what each finding says, from the design: has a deadline of the law passed?
OVERDUE = [
    ("f02_transfer_overdue", "rule", "sending_hours", "小时", True),
    ("f02_transfer_overdue", "rule", "approval_days", "日", True),
    ("f03_police_decision_overdue", "rule", "review_days", "日", True),
    ("f05_filing_supervision_stalled", "rule", "reply_days", "日", True),
    ("f12_police_case_stalled", "rule", "investigation_days", "日", True),
    ("f15_penalised_before_transfer", "rule", "transfer_days", "日", True),
    ("r01_handover_overdue", "rule", "handover_working_days", "个工作日", True),
    ("r02_review_overdue", "rule", "review_working_days", "个工作日", True),
    ("r03_no_reverse_review", "rule", "days_since_term", "日", True),
    ("r04_opinion_unanswered", "rule", "reply_days_late", "日", True),
    # A hint by comparison; a limit to come; days that are no term of the law; dates in disorder; amounts.
    ("f12_police_case_stalled", "statistical", "investigation_days", "日", False),
    ("f03_police_decision_overdue", "statistical", "refusal_share", "比例", False),
    ("r08_limitation_running_out", "rule", "days_until_limit", "日", False),
    ("r10_loop_open", "rule", "days_link_missing", "日", False),
    ("i05_impossible_order", "intake", "days_out_of_order", "日", False),
    ("f01_penalty_instead_of_prosecution", "rule", "sales_cny", "元", False),
]


def test_every_model_with_a_due_day_says_by_which_measure_it_passed() -> None:
    for card in load_cards():
        sql = card.path.read_text("utf-8").partition("*/")[2]
        assert all(f"'{measure}'" in sql for measure in card.deadline_measures), card.id
        # Where the step that is still to be taken has a due day, its findings are overdue ones. Of three
        # the facts decide, not the day: they count as open.
        has_due_day = card.id[:3] not in ("f01", "f04", "f11") and re.search(r"END AS due_on$", sql, re.M)
        assert card.deadline_measures or not has_due_day, card.id


def test_overdue_is_what_is_past_a_deadline_of_the_law(tmp_path: Path) -> None:
    values = ", ".join(f"({n}, '{m}', '{c}', '{x}', '{u}')" for n, (m, c, x, u, _) in enumerate(OVERDUE))
    more = f"""
    INSERT INTO finding.finding SELECT f.* REPLACE (
        'x' || n AS finding_id, m AS model, c AS model_class, x AS measure, u AS unit, '{BODY}' AS authority)
    FROM finding.finding AS f, (VALUES {values}) AS t (n, m, c, x, u) WHERE f.finding_id = '{IDS[0]}';
    INSERT INTO finding.finding SELECT * REPLACE ('gone' AS finding_id, 'cleared' AS status)
    FROM finding.finding WHERE finding_id = 'x0';
    """
    rows = asked(report_snapshot(tmp_path, "agency", more))["06_authorities"]
    assert rows.columns[:4] == ("机关", "现存线索", "其中等级高", "其中逾期")
    told: dict[Any, Any] = {row[0]: row[1:4] for row in rows.rows}
    assert told[BODY] == (len(OVERDUE), len(OVERDUE), sum(entry[-1] for entry in OVERDUE))
