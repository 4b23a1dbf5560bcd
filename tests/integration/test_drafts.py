"""Drafts and checklists from a finding: filled from its case, blanks marked, nothing invented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX

from models import findings
from models.registry import run_model
from pipelines.cli import main
from pipelines.outputs import drafts, review_index
from tests.chain import CARDS, build_until_models
from tests.integration.test_timeline import RECORDS
from warehouse.contract import load_feeds
from warehouse.errors import XianjieError
from warehouse.intake.importer import import_paths
from warehouse.pool import Pool

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

MODEL = "r04_opinion_unanswered"
KINDS = tuple(drafts.load_kinds()[0])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drafts")


def built(folder: Path, as_of: date, **of_the_prosecution: str) -> Pool:
    """Return a pool with the records of the case after a run of the model."""
    pool = Pool(folder / "pool.duckdb")
    files = []
    for feed, rows in RECORDS.items():
        told = [{**row, **of_the_prosecution} if feed == "prosecution" else row for row in rows]
        file = folder / f"{feed}.jsonl"
        file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in told), "utf-8")
        files.append(file)
    import_paths(pool, files, source="golden", now=datetime(as_of.year, as_of.month, 1))
    cards = [card for card in CARDS() if card.id == MODEL]
    with pool.write() as writing:
        build_until_models(writing, as_of=as_of)
        run_model(writing, cards[0])
        findings.update(writing, cards, load_feeds(), run_id="test", at=datetime(as_of.year, as_of.month, 1))
    return pool


@pytest.fixture(scope="module")
def con(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with built(folder, date(2025, 12, 1)).read() as reading:
        yield reading


@pytest.fixture(scope="module")
def finding(con: duckdb.DuckDBPyConnection) -> str:
    ((number,),) = con.execute("SELECT finding_id FROM finding.finding WHERE is_flagged").fetchall()
    return str(number)


def text_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


def test_an_opinion_is_filled_from_the_case(
    con: duckdb.DuckDBPyConnection, finding: str, tmp_path: Path
) -> None:
    out = tmp_path / "draft.docx"
    blanks = drafts.draft(con, "检察意见书", finding, out)
    text = text_of(out)
    assert (
        "云桥区人民检察院办理的周平涉嫌销售假冒注册商标的商品罪一案（云检受〔2025〕3号），于2025年5月20日作出酌定不起诉决定"
        in text
    )
    assert "云桥区市场监督管理局：" in text
    assert "《商标法》第57条第3项、第60条第2款" in text
    assert "第一百七十七条第三款" in text
    assert "现行的为" not in text
    assert "收到本意见书之日起90日内" in text
    # Not in the records: left blank, and told.
    assert "决定书文号" in blanks
    assert "【决定书文号】" in text
    assert "认定金额" not in text


def test_norms_are_those_of_the_day_of_the_act_and_a_later_change_is_told(tmp_path: Path) -> None:
    # The law on public order was revised as of 1 January 2026; art. 37 of the law on penalties: an act is
    # judged by the law of its day unless the new one is milder, which a person has to decide.
    pool = built(tmp_path, date(2026, 2, 2), offence="盗窃罪", act_ended_on="2025-03-01")
    out = tmp_path / "draft.docx"
    with pool.read() as con:
        ((number,),) = con.execute("SELECT finding_id FROM finding.finding WHERE is_flagged").fetchall()
        blanks = drafts.draft(con, "检察意见书", number, out)
        index = review_index.of_finding(con, number)
    lines = text_of(out).splitlines()
    (told,) = [line for line in lines if "上述行为涉嫌违反" in line]
    assert "《治安管理处罚法（2012修正）》第49条" in told
    assert "2025修订" not in told
    (changed,) = [line for line in lines if "现行的为" in line]
    assert "《治安管理处罚法（2025修订）》第58条" in changed
    assert any("从旧兼从轻" in blank for blank in blanks)
    assert [norm["cite"] for norm in index["norms"]] == ["《治安管理处罚法（2012修正）》第49条"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_it_is_a_draft_and_marks_its_blanks(
    con: duckdb.DuckDBPyConnection, finding: str, tmp_path: Path, kind: str
) -> None:
    out = tmp_path / "draft.docx"
    blanks = drafts.draft(con, kind, finding, out)
    paragraphs = Document(str(out)).paragraphs
    assert "草稿" in paragraphs[0].text
    marked = {
        run.text for p in paragraphs for run in p.runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    }
    assert {f"【{blank}】" for blank in blanks} <= marked | {
        f"【{blank}】" for blank in blanks if blank == "制发机关"
    }
    everything = text_of(out)
    assert "{" not in everything
    assert "None" not in everything
    assert "19900101" not in everything


def test_a_follow_up_letter_names_the_paper_and_its_days(
    con: duckdb.DuckDBPyConnection, finding: str, tmp_path: Path
) -> None:
    out = tmp_path / "draft.docx"
    drafts.draft(con, "跟进监督函", finding, out)
    text = text_of(out)
    assert "本院于2025年5月30日向你单位制发检察意见书（云检行意〔2025〕1号），2025年6月3日送达。" in text
    assert "应于2025年9月1日前回复" in text


def test_the_same_finding_gives_the_same_bytes(
    con: duckdb.DuckDBPyConnection, finding: str, tmp_path: Path
) -> None:
    for name in ("one.docx", "two.docx"):
        drafts.draft(con, "检察建议书", finding, tmp_path / name)
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()


def test_enough_of_a_kinds_name_is_enough(
    con: duckdb.DuckDBPyConnection, finding: str, tmp_path: Path
) -> None:
    whole = drafts.draft(con, "移送建议函", finding, tmp_path / "whole.docx")
    assert drafts.draft(con, "移送建议", finding, tmp_path / "begun.docx") == whole
    with pytest.raises(XianjieError, match="没有这种文书草稿"):
        drafts.draft(con, "检察", finding, tmp_path / "two.docx")


def test_a_draft_is_not_called_as_if_it_were_of_another_format(
    con: duckdb.DuckDBPyConnection, finding: str, tmp_path: Path
) -> None:
    with pytest.raises(XianjieError, match=r"草稿只能写成 DOCX · .*draft.pdf"):
        drafts.draft(con, "移送建议函", finding, tmp_path / "draft.pdf")
    assert not list(tmp_path.iterdir())


def test_an_unknown_kind_is_told(con: duckdb.DuckDBPyConnection, finding: str, tmp_path: Path) -> None:
    with pytest.raises(XianjieError, match="检察意见书"):
        drafts.draft(con, "判决书", finding, tmp_path / "draft.docx")


@pytest.mark.usefixtures("con")
@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        ("跟进监督函", ""),
        ("检察建议书", ""),
        ("移送建议", "通常用检察建议书、跟进监督函，请确认"),
        ("通知立案书", "通常用"),
    ],
)
def test_a_kind_that_seldom_follows_such_a_finding_is_written_with_a_word(
    folder: Path, finding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, hint: str
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["draft", kind, finding, "--out", str(tmp_path / "d.docx"), "--home", str(folder)])
    assert not left.value.code
    told = capsys.readouterr().out
    assert (tmp_path / "d.docx").exists()
    assert hint in told if hint else "提示" not in told


def test_every_model_on_cases_is_followed_by_some_kind_and_none_else_is_named() -> None:
    models = {card.id.partition("_")[0] for card in CARDS()}
    named = {model for kind in drafts.load_kinds()[0].values() for model in kind.suits}
    assert named <= models
    assert {model for model in models if model.startswith(("f", "r"))} <= named


def test_a_template_that_names_no_fact_is_told(tmp_path: Path) -> None:
    path = tmp_path / "kinds.yaml"
    path.write_text(drafts.KINDS_FILE.read_text("utf-8").replace("{pros_no}", "{case_name}"), "utf-8")
    with pytest.raises(XianjieError, match="case_name"):
        drafts.load_kinds(path)


def test_the_checklist_is_filled_from_the_records(con: duckdb.DuckDBPyConnection, finding: str) -> None:
    page = review_index.of_finding(con, finding)
    state = {item["id"]: item["state"] for item in page["checklist"]}
    # The record says so; the record is there and is silent; no record could say.
    assert state["identity"] == "present"
    assert state["act_date"] == "missing"
    assert state["nonprosecution_decision"] == "missing"
    assert state["gain"] == "unknown"
    assert state["review_report"] == "unknown"
    text = review_index.as_text(page)
    assert "[缺] 违法行为终了日期" in text
    assert "19900101" not in text
    assert "310114" not in text


def test_support_for_a_suit_goes_to_a_court_and_not_to_the_authority_of_the_finding(
    con: duckdb.DuckDBPyConnection, finding: str, tmp_path: Path
) -> None:
    out = tmp_path / "suit.docx"
    assert "受诉人民法院" in drafts.draft(con, "支持起诉书", finding, out)
    lines = text_of(out).splitlines()
    assert "【受诉人民法院】：" in lines
    assert not any(line.endswith("局：") for line in lines)


def test_the_index_is_asked_by_name_or_by_the_code_of_the_rulebook() -> None:
    day = date(2026, 6, 1)
    assert review_index.entry("214", day) == review_index.entry("销售假冒注册商标的商品罪", day)
