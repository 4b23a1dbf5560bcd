"""The lists: complete, unharmed by nasty values, free of ID numbers, replaced as a whole."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import polars as pl
import pytest

from models.card import load_cards
from pipelines.outputs import excel, folders, lists, sheets
from pipelines.outputs.columns import FLAGGED, NOT_HASHED, VERDICTS
from pipelines.outputs.csv_list import neutral
from pipelines.outputs.evidence import measure_zh, missing_zh
from pipelines.outputs.frames import flagged
from pipelines.outputs.masking import mask_id_cell, mask_ids
from tests.findings_pool import CREDIT_CODE, ID_NO, LONG, SUBJECTS, fill
from warehouse.pool import memory

AT = datetime(2026, 11, 24, 9, 30)
MODELS = Path(__file__).parents[2] / "models"


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = memory()
    fill(connection)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def latest(con: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    exports = tmp_path_factory.mktemp("exports")
    lists.write_all(con, exports, run_id="run-1", at=AT, durations={"models": 1.23456})
    return exports / "latest"


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_promised_file_stands_there(latest: Path) -> None:
    found = {path.relative_to(latest).as_posix() for path in latest.rglob("*") if path.is_file()}
    assert found == {
        "flagged_cases.csv", "flagged_cases.parquet", "flagged_cases.xlsx", "excluded.csv",
        "insufficient.csv", "not_computable.csv", "cleared.csv", "due_soon.csv", "review_sample.csv",
        "intake.csv", "quarantine.csv",
        "quarantine/青浦市监/penalty.csv", "quarantine/__青浦/penalty.csv", "summary.json", "manifest.json",
    }  # fmt: skip


def test_csv_has_the_columns_in_order_and_the_form_spreadsheets_need(latest: Path) -> None:
    raw = (latest / "flagged_cases.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    first = raw.split(b"\r\n")[0].decode("utf-8-sig")
    assert first == ",".join(f'"{column.name}"' for column in FLAGGED)
    assert b"\r\n1," in raw  # the rank is a number, not text


def test_csv_reads_back_unharmed(latest: Path) -> None:
    rows = read(latest / "flagged_cases.csv")
    assert [row["rank"] for row in rows] == ["1", "2", "3"]
    assert [row["subject_no"] for row in rows] == [SUBJECTS[0], "'=1+1", SUBJECTS[2]]
    assert rows[1]["party_name"] == '\'=HYPERLINK("http://x","王\n五")'
    assert rows[0]["related_nos"] == f"{SUBJECTS[0]};另〔2024〕1号"
    assert (rows[0]["value"], rows[0]["occurred_on"]) == ("62000.0000", "2024-07-18")
    assert rows[0]["credit_code"] == CREDIT_CODE
    frame = pl.read_csv(latest / "flagged_cases.csv", infer_schema=False)
    assert frame["subject_no"].to_list() == [row["subject_no"] for row in rows]


def test_parquet_keeps_types_and_texts_as_they_are(latest: Path) -> None:
    frame = pl.read_parquet(latest / "flagged_cases.parquet")
    assert frame.columns == [column.name for column in FLAGGED]
    assert frame["subject_no"].to_list() == list(SUBJECTS[:3])
    assert frame["value"].to_list()[0] == Decimal("62000.0000")
    assert frame["occurred_on"].to_list()[0] == date(2024, 7, 18)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1", "'=1"), ("+86 21", "'+86 21"), ("-x", "'-x"), ("@a", "'@a"), ("\tx", "'\tx"), ("\rx", "'\rx"),
        ("-5", "-5"), ("+3.5%", "+3.5%"), ("-1,234.50", "-1,234.50"), ("a=1", "a=1"), ("", ""),
    ],
)  # fmt: skip
def test_formulas_are_neutralised_and_numbers_are_not(text: str, expected: str) -> None:
    assert neutral(text) == expected


def test_xlsx_in_two_libraries(latest: Path) -> None:
    path = latest / "flagged_cases.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["线索", "依据", "原始行", "口径", "说明"]
    sheet = book["线索"]
    assert [cell.value for cell in sheet[1]] == [column.label for column in FLAGGED]
    place = {column.name: position for position, column in enumerate(FLAGGED)}
    first = sheet[2]
    assert [sheet.cell(row, place["subject_no"] + 1).value for row in (2, 3, 4)] == list(SUBJECTS[:3])
    assert all(sheet.cell(row, place["subject_no"] + 1).data_type == "s" for row in (2, 3, 4))
    assert first[place["credit_code"]].value == CREDIT_CODE
    assert first[place["occurred_on"]].value == datetime(2024, 7, 18)
    assert first[place["severity"]].value == "高"
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:{first[-1].column_letter}4"
    (validation,) = sheet.data_validations.dataValidation
    assert validation.formula1 == f'"{",".join(VERDICTS)}"'
    assert str(validation.sqref) == f"{first[-1].column_letter}2:{first[-1].column_letter}4"

    frame = pl.read_excel(path, sheet_name="线索", engine="calamine")
    assert frame["对象文号"].to_list() == list(SUBJECTS[:3])
    assert frame["事实日期"].to_list()[0] == date(2024, 7, 18)
    assert frame["名次"].to_list() == [1, 2, 3]
    assert frame["模型"].to_list()[0] == "以罚代刑（f01）"


def test_xlsx_cells_hold_what_the_format_forbids(latest: Path) -> None:
    book = openpyxl.load_workbook(latest / "flagged_cases.xlsx")
    place = {column.name: position + 1 for position, column in enumerate(FLAGGED)}
    assert book["线索"].cell(4, place["party_name"]).value == "王小明␋␀尾"
    fields = book["原始行"].cell(4, len(sheets.SOURCE)).value
    assert len(fields) == 32_767
    assert fields.endswith("全文见 CSV 或 Parquet）")
    assert LONG in (latest / "flagged_cases.csv").read_text("utf-8-sig")


def test_xlsx_shows_where_everything_comes_from(latest: Path) -> None:
    book = openpyxl.load_workbook(latest / "flagged_cases.xlsx")
    basis = [[cell.value for cell in row] for row in book["依据"].iter_rows(min_row=2, max_row=6)]
    kinds = [row[2] for row in basis]
    assert kinds == ["决定要素", "要件", "要件", "关联记录", "例外检验"]
    assert basis[0][3:9] == ["销售金额", 62000, None, "元", 50000, 1.24]
    assert basis[1][10:12] == ["“违法事实”第 4–14 字", "销售金额62000元"]
    assert basis[4][9] == "？ 未知"
    source = [cell.value for cell in book["原始行"][2]]
    assert source[2:8] == ["行政处罚决定", SUBJECTS[0], "青浦市监", "处罚 7月.xlsx", "Sheet1", 17]


def test_a_long_list_is_split_into_files(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    frame = flagged(con)
    assert len(frame) == 3
    books = excel.write_list(frame, tmp_path / "l.xlsx", [], [], max_rows=7)
    assert [book.name for book in books] == ["l.xlsx", "l_2.xlsx", "l_3.xlsx"]
    numbers = [openpyxl.load_workbook(book)["线索"].cell(2, 10).value for book in books]
    assert numbers == list(SUBJECTS[:3])


def test_every_part_of_a_split_list_is_a_whole_list(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    frame = flagged(con)
    count, limit = 47, 40
    many = pl.concat([frame.head(1)] * count).with_columns(
        pl.format("f{}", pl.int_range(count)).alias("finding_id"),
        pl.int_range(1, count + 1, dtype=frame["rank"].dtype).alias("rank"),
    )
    books = excel.write_list(many, tmp_path / "l.xlsx", [["字段"] * 5], [["性质", "线索"]], max_rows=limit)
    seen: list[object] = []
    for path in books:
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["线索", "依据", "原始行", "口径", "说明"]
        ids = {
            name: [row[1] for row in book[name].iter_rows(min_row=2, values_only=True)]
            for name in book.sheetnames[:3]
        }
        assert all(sheet.max_row <= limit for sheet in book)
        # What explains a finding stands in the same file as the finding.
        assert set(ids["线索"]) == set(ids["依据"]) == set(ids["原始行"])
        last = book["线索"].max_row
        (validation,) = book["线索"].data_validations.dataValidation
        assert str(validation.sqref).endswith(str(last)) and book["线索"].freeze_panes == "C2"
        assert str(book["线索"].auto_filter.ref).endswith(str(last))
        seen += ids["线索"]
    assert seen == many["finding_id"].to_list() and len(books) >= count * 5 // limit
    # No file is begun before the one before is full: not one finding more would have fitted.
    assert all(openpyxl.load_workbook(path)["依据"].max_row + 5 > limit for path in books[:-1])


def test_every_sheet_prints_on_a4_with_its_head_and_page_numbers(latest: Path) -> None:
    book = openpyxl.load_workbook(latest / "flagged_cases.xlsx")
    for sheet in book:
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize, setup.fitToHeight) == ("landscape", 9, 0), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        assert sheet.print_title_rows == "$1:$1" and sheet.print_options.gridLines, sheet.title
        assert sheet.auto_filter.ref and sheet.freeze_panes in ("A2", "C2"), sheet.title
        assert sheet.oddFooter.right.text == "第 &P 页，共 &N 页"
    assert book["线索"].print_title_cols == "$A:$B"


def test_what_is_longer_than_its_column_wraps_and_its_row_is_high_enough(latest: Path) -> None:
    book = openpyxl.load_workbook(latest / "flagged_cases.xlsx")
    for sheet in book:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                width = sheet.column_dimensions[cell.column_letter].width or 8
                is_hidden = sheet.column_dimensions[cell.column_letter].hidden
                if not isinstance(cell.value, str) or is_hidden:
                    continue
                lines = [
                    sum(1 if sign.isascii() else 2 for sign in line) / width
                    for line in cell.value.split("\n")
                ]
                if max(lines) > 1:
                    assert cell.alignment.wrap_text, (sheet.title, cell.coordinate, cell.value[:40])
                    high = sheet.row_dimensions[cell.row].height
                    assert high >= min(13 * sum(max(1, int(n)) for n in lines), 390), cell.coordinate


def test_every_measure_of_a_model_has_a_name() -> None:
    told = {
        measure
        for card in load_cards()
        for measure in re.findall(r"'([a-z_]+)' (?:END )?AS measure\b", card.path.read_text("utf-8"))
    }
    assert len(told) > 15
    assert [measure for measure in sorted(told) if measure_zh(measure) == measure] == []
    assert measure_zh("3*sales_cny+unsold_cny") == f"3×{measure_zh('sales_cny')}＋{measure_zh('unsold_cny')}"


def test_an_empty_list_is_a_list(tmp_path: Path) -> None:
    files = lists.write_all(memory(), tmp_path, run_id="r", at=AT, as_of=date(2026, 11, 24))
    assert openpyxl.load_workbook(files["flagged_cases.xlsx"])["线索"].max_row == 1
    assert read(files["quarantine.csv"]) == []
    assert pl.read_parquet(files["flagged_cases.parquet"]).columns == [column.name for column in FLAGGED]


def test_id_numbers_appear_nowhere(latest: Path, tmp_path: Path) -> None:
    texts = [path.read_text("utf-8-sig") for path in latest.rglob("*") if path.suffix in (".csv", ".json")]
    texts.append(str(pl.read_parquet(latest / "flagged_cases.parquet").rows()))
    book = openpyxl.load_workbook(latest / "flagged_cases.xlsx", read_only=True)
    texts += [str(list(sheet.iter_rows(values_only=True))) for sheet in book]
    assert not [text for text in texts if ID_NO in text]
    assert any("310114********1234" in text for text in texts)
    assert CREDIT_CODE in texts[-5]
    left = {found for text in texts for found in re.findall(r"(?<!\d)[1-8]\d{5}(?:19|20)\d{9}[\dXx]", text)}
    assert left == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"身份证{ID_NO}号", "身份证310114********1234号"),
        ("31011419900101123X,31011419900101123x", "310114********123X,310114********123x"),
        ("身份证号码：310114900101123。", "身份证号码：310114******123。"),
        (CREDIT_CODE, CREDIT_CODE),
        ("91310114MA1GT0000X", "91310114MA1GT0000X"),
        ("账号6222020200001234567", "账号6222020200001234567"),
    ],
)
def test_id_numbers_in_text_are_masked_and_codes_are_not(text: str, expected: str) -> None:
    assert mask_ids(text) == expected


def test_a_cell_that_is_an_id_is_masked_whatever_its_form() -> None:
    assert mask_id_cell("310114900101123") == "310114*****1123"
    assert mask_id_cell("A12345678") == "A*******8"
    assert mask_id_cell("310114********1234") == "310114********1234"


def test_quarantine_goes_back_in_the_sources_own_columns(latest: Path) -> None:
    (row,) = read(latest / "quarantine" / "青浦市监" / "penalty.csv")
    assert list(row) == ["文号", "相对人证件", "金额", "退回原因", "原文件", "原工作表", "原行号"]
    assert (row["文号"], row["金额"], row["原行号"]) == ("'=cmd|' /C calc'!A0", "-5", "4")
    assert row["相对人证件"] == "310114********1234"
    listed = read(latest / "quarantine.csv")
    assert list(listed[0]) == ["feed", "source", "file", "sheet", "row", "reason", "raw", "resent"]
    assert json.loads(listed[1]["raw"])["证件号码"] == "A*******8"


def test_outcomes_and_intake(latest: Path) -> None:
    (row,) = read(latest / "insufficient.csv")
    assert row["missing"] == "has_recovery_notice;calendar 2019"
    assert row["reason_zh"].endswith("；缺少：已依法下达追缴通知；2019 年工作日历")
    assert read(latest / "excluded.csv")[0]["party_name"] == "'@某某店"
    (row,) = read(latest / "not_computable.csv")
    assert (row["subject_no"], row["reason_zh"]) == ("税罚〔2022〕7号", "该期间的移送数据未接入")
    assert [row["finding_id"] for row in read(latest / "cleared.csv")] == ["2f000000d004"]
    slips = read(latest / "intake.csv")
    assert [row["status"] for row in slips] == ["imported", "refused", "imported"]
    assert slips[0]["received"] == "10"
    # A run prints no slips: what a deliverer must know is nowhere else.
    assert slips[0]["notes"] == "未识别的列（保留在附加信息中）：颜色（第9列）；第11行：合计行，不计"
    assert slips[1]["notes"] == "编码无法识别"


def test_summary_accounts_for_the_run(latest: Path) -> None:
    told = json.loads((latest / "summary.json").read_text("utf-8"))
    assert told["as_of"] == "2026-11-24"
    assert told["models"]["f01_penalty_instead_of_prosecution"]["flagged"] == 3
    assert told["feeds"] == {
        "penalty": {"received": 10, "loaded": 6, "duplicate": 1, "revised": 1, "quarantined": 2},
        "transfer": {"received": 1, "loaded": 1, "duplicate": 0, "revised": 0, "quarantined": 0},
    }
    assert told["refused"] == [{"source": "青浦公安", "file": "坏.csv", "reason": "编码无法识别"}]
    assert told["durations"] == {"models": 1.235}
    assert "duckdb" in told["versions"]


def test_the_hash_ignores_when_the_list_was_looked_at_and_nothing_else(tmp_path: Path) -> None:
    def hashes(change: str) -> str:
        con = memory()
        fill(con)
        con.execute(change)
        files = lists.write_all(con, tmp_path, run_id="r", at=AT)
        return str(json.loads(files["summary.json"].read_text("utf-8"))["hashes"]["flagged_cases"])

    first = hashes("SELECT 1")
    looked = (
        "first_seen = now()::TIMESTAMP",
        "known_on = DATE '2020-01-01'",
        "status = 'open'",
        "verdict = '查实'",
    )
    assert {hashes(f"UPDATE finding.finding SET {change}") for change in looked} == {first}
    assert hashes("UPDATE finding.finding SET score = 0.1 WHERE rank = 1") != first
    assert {column.name for column in FLAGGED} >= NOT_HASHED


def test_latest_is_replaced_and_earlier_runs_stay(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / ".partial-killed").mkdir()
    for _ in range(2):
        lists.write_all(con, tmp_path, run_id="run-1", at=AT)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "2026-11-24_run-1",
        "2026-11-24_run-1-2",
        "latest",
    ]
    assert (tmp_path / "latest").resolve().name == "2026-11-24_run-1-2"


def test_a_run_that_fails_leaves_the_previous_lists(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists.write_all(con, tmp_path, run_id="good", at=AT)
    before = (tmp_path / "latest" / "summary.json").read_bytes()

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipelines.outputs.summary.build", killed)
    with pytest.raises(KeyboardInterrupt):
        lists.write_all(con, tmp_path, run_id="bad", at=AT)
    assert (tmp_path / "latest" / "summary.json").read_bytes() == before


def test_without_symbolic_links_a_copy_takes_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    for text in ("one", "two"):
        folder = folders.fresh(tmp_path, text)
        (folder / "a.txt").write_text(text)
        folders.point(tmp_path / "latest", folder)
        assert (tmp_path / "latest" / "a.txt").read_text() == text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["latest", "one", "two"]


def test_every_item_that_a_model_may_miss_has_a_chinese_name() -> None:
    found = {
        item
        for package in ("forward", "reverse", "intake", "common")
        for file in (MODELS / package).glob("*.sql")
        for listed in re.findall(r"THEN \[([^\]]*)\]", file.read_text("utf-8"))
        for item in re.findall(r"'([a-z_]+)'", listed)
    }
    assert {"decided_on", "peers", "procuratorial_document", "prior_penalties"} <= found
    assert [item for item in sorted(found) if not re.search(r"[\u4e00-\u9fff]", missing_zh(item))] == []
    assert missing_zh("calendar 2027") == "2027 年工作日历"
    assert missing_zh("gain_cny") == "违法所得数额"
