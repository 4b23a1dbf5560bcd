"""Documents on their way: where they stand, what goes out, what comes back, the funnel."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from checks.run import run_all
from pipelines.cli import main
from pipelines.outputs import documents
from tests.chain import build_until_models
from tests.integration.test_timeline import RECORDS
from warehouse.errors import XianjieError
from warehouse.home import Home
from warehouse.intake.importer import import_paths

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

DOC_NO = "云检行意〔2025〕1号"
AS_OF = date(2025, 12, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder after a run; every test changes a copy of its own."""
    folder = tmp_path_factory.mktemp("documents")
    place = Home.open(folder / "home")
    files = []
    for feed, rows in RECORDS.items():
        file = folder / f"{feed}.jsonl"
        file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
        files.append(file)
    import_paths(place.pool, files, source="golden", now=datetime(2025, 11, 30))
    built(place, lambda con: None)
    return place.root


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Home:
    shutil.copytree(made, tmp_path / "home")
    return Home.open(tmp_path / "home")


def asked(home: Home, ask: Callable[[duckdb.DuckDBPyConnection], Any]) -> Any:
    """Ask what stands since the run."""
    with home.pool.write() as con:
        return ask(con)


def built(home: Home, ask: Callable[[duckdb.DuckDBPyConnection], Any]) -> Any:
    with home.pool.write() as con:
        build_until_models(con, as_of=AS_OF)
        return ask(con)


def filled(form: Path, **values: object) -> Path:
    """Fill the form in as an agency does: only what is not locked."""
    book = openpyxl.load_workbook(form)
    sheet = book.active
    assert sheet is not None
    heads = {cell.value: cell.column for cell in sheet[2]}
    for head, value in values.items():
        cell = sheet.cell(3, heads[head])
        assert cell.protection.locked is False, head
        cell.value = value
    book.save(form)
    return form


def test_an_overdue_document_is_listed_with_its_day(home: Home) -> None:
    (row,) = asked(home, lambda con: documents.listed(con, only_overdue=True))
    assert (row["doc_no"], row["state"], row["due_on"], row["days_overdue"]) == (
        DOC_NO, "已送达", date(2025, 9, 1), 91,
    )  # fmt: skip


def test_no_term_runs_where_the_law_sets_none(home: Home) -> None:
    """A supported suit is the court's; a notice to correct sets its own day, and none if it names none."""
    paper = {"issuer": "云桥区人民检察院", "issued_on": "2025-03-03", "served_on": "2025-03-03"}
    rows = [
        {**paper, "doc_no": "云检民支〔2025〕1号", "kind": "支持起诉书", "to_authority": "云桥区人民法院"},
        {**paper, "doc_no": "云检纠〔2025〕1号", "kind": "纠正违法通知书", "to_authority": "云桥区公安局"},
        {
            **paper, "doc_no": "云检纠〔2025〕2号", "kind": "纠正违法通知书", "to_authority": "云桥区公安局",
            "reply_due_on": "2025-03-18",
        },
    ]  # fmt: skip
    file = home.root / "检察文书_2.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    import_paths(home.pool, [file], source="检察院", now=datetime(2025, 11, 30))
    listed = {row["doc_no"]: (row["due_on"], row["is_overdue"]) for row in built(home, documents.listed)}
    assert [listed[row["doc_no"]] for row in rows] == [
        (None, None), (None, None), (date(2025, 3, 18), True),
    ]  # fmt: skip


def test_a_case_filed_answers_a_notice_to_file(home: Home) -> None:
    """Who was told to file, and filed, owes no answer; who was told and did nothing does."""
    notice = {
        "issuer": "云桥区人民检察院",
        "kind": "通知立案书",
        "to_authority": "云桥区公安局",
        "issued_on": "2025-03-03",
    }
    papers = [
        {
            **notice,
            "doc_no": "云检通立〔2025〕1号",
            "party_name": "严谷",
            "police_case_no": "云公立字〔2025〕81号",
        },
        {**notice, "doc_no": "云检通立〔2025〕2号", "party_name": "华坡"},
    ]
    case = {
        "police_case_no": "云公立字〔2025〕81号", "police_org": "云桥区公安局", "source": "检察监督",
        "offence": "合同诈骗罪", "suspect_name": "严谷", "filed_on": "2025-03-10",
    }  # fmt: skip
    for name, rows in (("检察文书_3", papers), ("公安立案_3", [case])):
        file = home.root / f"{name}.jsonl"
        file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
        import_paths(home.pool, [file], source="检察院", now=datetime(2025, 11, 30))
    listed = {row["doc_no"]: row for row in built(home, documents.listed)}
    told = [(listed[paper["doc_no"]]["state"], listed[paper["doc_no"]]["is_overdue"]) for paper in papers]
    assert told == [("已立案", False), ("已制发", True)]


def test_the_outbox_holds_document_manifest_and_form(home: Home, tmp_path: Path) -> None:
    paper = tmp_path / "意见书.docx"
    paper.write_bytes(b"draft")
    at = datetime(2025, 12, 1, 9)
    folder = asked(home, lambda con: documents.deliver(con, home.root / "outbox", DOC_NO, [paper], at))
    assert folder.parent.name == "云桥区市场监督管理局"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert (manifest["doc_no"], manifest["reply_due_on"]) == (DOC_NO, "2025-09-01")
    for told in manifest["files"]:
        assert hashlib.sha256((folder / told["name"]).read_bytes()).hexdigest() == told["sha256"]
    sheet = openpyxl.load_workbook(folder / f"{documents.REPLY_PREFIX}_{DOC_NO}.xlsx").active
    assert sheet is not None
    assert sheet.protection.sheet is True
    assert sheet.cell(3, 1).protection.locked is True


def test_receipt_then_reply_move_the_state(home: Home) -> None:
    at = datetime(2025, 12, 1, 9)
    folder = asked(home, lambda con: documents.deliver(con, home.root / "outbox", DOC_NO, [], at))
    form = folder / f"{documents.REPLY_PREFIX}_{DOC_NO}.xlsx"
    blank = form.read_bytes()
    (slip,) = import_paths(
        home.pool, [filled(form, 送达日期=datetime(2025, 6, 5))], source="市监", now=datetime(2025, 12, 2)
    )
    assert (slip.status, slip.loaded, slip.quarantined, slip.notes) == ("imported", 1, 0, [])
    assert built(home, documents.listed)[0]["served_on"] == date(2025, 6, 5)
    form.write_bytes(blank)
    sent = filled(
        form, 回复日期=datetime(2025, 11, 3), 回复结果="已处罚", 回复所附决定书文号="云市监罚〔2025〕9号"
    )
    import_paths(home.pool, [sent], source="市监", now=datetime(2025, 12, 3))
    (row,) = built(home, documents.listed)
    assert (row["state"], row["answered_on"], row["reply_result"], row["is_overdue"]) == (
        "已回复", date(2025, 11, 3), "已处罚", False,
    )  # fmt: skip
    # The receipt is not lost by the later form, which leaves it blank, nor is what the document said itself.
    assert row["served_on"] == date(2025, 6, 5)
    assert row["party_name"] == "周平"


@pytest.mark.parametrize("name", ["市监的答复.xlsx", "检察文书回复.xlsx", "云桥市监回复表.xlsx"])
def test_a_form_under_another_name_is_still_a_reply(home: Home, name: str) -> None:
    """Read as the document itself, it would take its contents away."""
    at = datetime(2025, 12, 1, 9)
    folder = asked(home, lambda con: documents.deliver(con, home.root / "outbox", DOC_NO, [], at))
    form = filled(folder / f"{documents.REPLY_PREFIX}_{DOC_NO}.xlsx", 送达日期=datetime(2025, 6, 5))
    (slip,) = import_paths(home.pool, [form.rename(folder / name)], source="市监", now=datetime(2025, 12, 2))
    assert (slip.feed, slip.loaded, slip.notes) == ("document_reply", 1, [])


def test_a_form_that_tells_another_document_is_found_by_the_checks(home: Home) -> None:
    at = datetime(2025, 12, 1, 9)
    folder = asked(home, lambda con: documents.deliver(con, home.root / "outbox", DOC_NO, [], at))
    form = filled(folder / f"{documents.REPLY_PREFIX}_{DOC_NO}.xlsx", 送达日期=datetime(2025, 6, 5))

    def failed() -> set[str]:
        with home.pool.read() as con:
            (result,) = run_all(con, ["pool.document_reply"])
        assert not [rule.note for rule in result.results if rule.note]
        return {rule.rule_id for rule in result.failed}

    import_paths(home.pool, [form], source="市监", now=datetime(2025, 12, 2))
    assert failed() == set()
    book = openpyxl.load_workbook(form)
    sheet = book.active
    assert sheet is not None
    heads = {cell.value: cell.column for cell in sheet[2]}
    sheet.cell(3, heads["受文机关"]).value = "云桥区税务局"
    sheet.cell(3, heads["制发日期"]).value = "2025-05-31"
    book.save(form)
    import_paths(home.pool, [form], source="市监", now=datetime(2025, 12, 3))
    assert failed() == {"to_authority.as_sent", "issued_on.as_sent"}


def test_a_reply_recorded_by_command_counts(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(
            [
                "documents",
                "reply",
                DOC_NO,
                "--on",
                "2025-11-03",
                "--result",
                "不予处罚",
                "--home",
                str(home.root),
            ]
        )
    assert left.value.code in (0, None)
    assert "已登记" in capsys.readouterr().out
    (row,) = built(home, documents.listed)
    assert (row["state"], row["reply_result"]) == ("已回复", "不予处罚")


def test_a_reply_that_came_later_is_not_known_before(home: Home) -> None:
    form = home.root / "文书回复_1.jsonl"
    form.write_text(
        json.dumps({"doc_no": DOC_NO, "replied_on": "2025-11-03", "reply_result": "已整改"}), "utf-8"
    )
    import_paths(home.pool, [form], source="市监", now=datetime(2025, 12, 5))
    with home.pool.write() as con:
        build_until_models(con, as_of=AS_OF, known_at=datetime(2025, 12, 4))
        assert documents.listed(con)[0]["answered_on"] is None
        build_until_models(con, as_of=date(2025, 11, 2))
        assert documents.listed(con)[0]["answered_on"] is None


def test_an_unknown_document_is_told(home: Home) -> None:
    with pytest.raises(XianjieError, match="没有这份文书"):
        asked(
            home,
            lambda con: documents.deliver(
                con, home.root / "outbox", "云检行意〔2099〕1号", [], datetime.now()
            ),
        )


def test_the_funnel_counts_each_step_out_of_the_one_before(home: Home) -> None:
    rows = asked(home, documents.funnel)
    everything = rows[0]
    assert (everything["authority"], everything["offence"], everything["month"]) == (None, None, None)
    assert [
        everything[name]
        for name in ("not_prosecuted", "reviewed", "opinions", "answered", "penalised", "verified")
    ] == [1, 1, 1, 0, 0, 0]
    assert everything["answered_share"] == 0
    assert everything["penalised_share"] is None
    assert {row["month"] for row in rows} == {None, "2025-05"}
    assert documents.funnel_cells(everything) == ["全部", "1", "1/1", "1/1", "0/1", "0/0", "0/0"]


def test_convicted_persons_are_listed_per_authority_with_the_bodies_they_stand_behind(tmp_path: Path) -> None:
    place = Home.open(tmp_path / "other")
    id_no, code = "310114198001010018", "92310114MA1GT0YX3C"
    rows: dict[str, list[dict[str, Any]]] = {
        "entity": [
            {
                "credit_code": code, "name": "云桥区秋实副食店", "entity_type": "个体工商户",
                "legal_rep": "秦实", "legal_rep_id_no": id_no, "status": "存续",
            }
        ],
        "judgment": [
            {
                "court_case_no": "（2025）云0907刑初1号", "defendant_name": "秦实", "defendant_id_no": id_no,
                "offence": "生产、销售有毒、有害食品罪", "verdict": "有罪", "sentence": "有期徒刑一年",
                "judged_on": "2025-06-02",
            },
            {
                "court_case_no": "（2025）云0907刑初2号", "defendant_name": "吴安", "offence": "危险驾驶罪",
                "verdict": "无罪", "judged_on": "2025-06-02",
            },
        ],
    }  # fmt: skip
    files = []
    for feed, told in rows.items():
        file = tmp_path / f"{feed}.jsonl"
        file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in told), "utf-8")
        files.append(file)
    import_paths(place.pool, files, source="golden", now=datetime(2025, 11, 30))
    (row,) = built(place, documents.access)
    shown = (row["authority"], row["defendant_name"], row["body_name"])
    assert shown == (
        "市场监督管理部门", "秦实", "云桥区秋实副食店",
    )  # fmt: skip
    assert "食品生产许可、食品经营许可" in row["look_at"]
    assert row["is_on_record"] is False
