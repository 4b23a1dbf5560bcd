"""Forms: one record on a sheet, each value to the right of its label."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
import xlsxwriter

from tests.intake_pool import LABELS, counts, penalty, rows, run
from warehouse.pool import Pool

NUMBER, OFFICE = "某市监移〔2024〕1号", "某市市场监督管理局"
# 案件移送登记表: a title, pairs of labels and values, an unknown label, a long text, who signed.
TRANSFER: list[list[str]] = [
    ["案件移送登记表", "", "", ""],
    ["移送书文号", NUMBER, "移送机关", OFFICE],
    ["当事人", "某某商行", "证件号码", ""],
    ["涉嫌罪名", "非法经营罪", "经办科室", "综合科"],
    ["移送日期", "2024-07-18", "受移送机关", "某市公安局"],
    ["案情", "未经许可经营烟草制品，金额叁万余元", "", ""],
    ["", "", "填表人签字", ""],
]
QUERY = (
    "SELECT transfer_no, authority, party_name, suspected_offence, transferred_on::DATE::VARCHAR, "
    "to_authority, facts, extra->>'$.经办科室', row_no FROM pool.transfer ORDER BY row_no"
)
READ = (
    NUMBER, OFFICE, "某某商行", "非法经营罪", "2024-07-18", "某市公安局",
    "未经许可经营烟草制品，金额叁万余元", "综合科", 2,
)  # fmt: skip


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    return Pool(tmp_path / "home" / "pool.duckdb")


def book(file: Path, *sheets: Sequence[Sequence[str]], merged: Sequence[tuple[int, ...]] = ()) -> Path:
    with xlsxwriter.Workbook(str(file)) as made:
        for lines in sheets:
            sheet = made.add_worksheet()
            for row, line in enumerate(lines):
                for column, text in enumerate(line):
                    if text:
                        sheet.write_string(row, column, text)
            for first, left, last, right in merged:
                sheet.merge_range(first, left, last, right, lines[first][left])
    return file


def test_a_form_in_a_workbook_is_one_record(pool: Pool, tmp_path: Path) -> None:
    (slip,) = run(pool, book(tmp_path / "登记表.xlsx", TRANSFER, merged=[(0, 0, 0, 3), (5, 1, 5, 3)]))
    assert (slip.feed, *counts(slip)) == ("transfer", 1, 1, 0, 0, 0), slip.notes
    assert rows(pool, QUERY) == [READ]
    assert any("按表单读取" in note for note in slip.notes)
    # What is no pair is told, so that nothing is lost.
    assert any("填表人签字" in note for note in slip.notes), slip.notes


def test_a_form_in_a_letter_is_one_record(pool: Pool, tmp_path: Path) -> None:
    letter = docx.Document()
    letter.add_paragraph("某市市场监督管理局")
    table = letter.add_table(rows=len(TRANSFER), cols=4)
    for row, line in enumerate(TRANSFER):
        for column, text in enumerate(line):
            table.cell(row, column).text = text
    table.cell(5, 1).merge(table.cell(5, 3))
    letter.save(str(tmp_path / "登记表.docx"))
    (slip,) = run(pool, tmp_path / "登记表.docx")
    assert (slip.feed, *counts(slip)) == ("transfer", 1, 1, 0, 0, 0), slip.notes
    assert rows(pool, QUERY) == [READ]


def test_labels_and_values_that_are_merged_across(pool: Pool, tmp_path: Path) -> None:
    """Each label over two columns, each value over three."""
    wide = [[cell for text in line for cell in (text, "")] for line in TRANSFER]
    merged = [
        (row, left, row, left + 1) for row, line in enumerate(wide) for left in range(0, 8, 2) if line[left]
    ]
    (slip,) = run(pool, book(tmp_path / "登记表.xlsx", wide, merged=merged))
    assert counts(slip) == (1, 1, 0, 0, 0), slip.notes
    assert rows(pool, QUERY) == [READ]


def test_several_forms_each_with_its_row(pool: Pool, tmp_path: Path) -> None:
    second = [["", *[""] * 3], *([cell.replace("1号", "2号") for cell in line] for line in TRANSFER)]
    slips = run(pool, book(tmp_path / "登记表.xlsx", [*TRANSFER, *second], [*TRANSFER[:1], *second[2:]]))
    assert [counts(slip) for slip in slips] == [(2, 2, 0, 0, 0), (1, 0, 1, 0, 0)], [s.notes for s in slips]
    assert rows(pool, "SELECT transfer_no, row_no FROM pool.transfer ORDER BY row_no") == [
        (NUMBER, 2),
        (NUMBER.replace("1号", "2号"), 10),
    ]


def test_the_name_of_a_group_belongs_to_its_labels(pool: Pool, tmp_path: Path) -> None:
    """当事人 stands merged beside its rows, and so does somebody else whose number is not the party's."""
    lines = [
        ["", "移送书文号", NUMBER, "移送机关", OFFICE],
        ["当事人", "名称", "某某商行", "统一社会信用代码", "91310114MA1GT0YX3D"],
        ["", "证件号码", "310101199001011234", "联系电话", "13800000000"],
        ["委托代理人", "姓名", "李某", "证件号码", "310101198001011234"],
        ["", "联系电话", "13900000000", "住所", "某路1号"],
        ["", "涉嫌罪名", "非法经营罪", "移送日期", "2024-07-18"],
    ]
    run(pool, book(tmp_path / "登记表.xlsx", lines, merged=[(1, 0, 2, 0), (3, 0, 4, 0)]))
    assert rows(pool, "SELECT party_name, party_id_no, credit_code FROM landing.transfer") == [
        ("某某商行", "310101199001011234", "91310114MA1GT0YX3D")
    ]


def test_units_and_repairs_hold_in_forms(pool: Pool, tmp_path: Path) -> None:
    lines = [
        ["行政处罚登记表"],
        ["行政处罚决定书文号", "某市监处〔2024〕1号", "处罚机关", OFFICE],
        ["当事人", "某某商行", "罚款金额（万元）", "0.35"],
        ["违法事实", "销售侵权商品", "货值金额", "伍仟元整"],
        ["处罚决定日期", "24年7月18日", "", ""],
    ]
    run(pool, book(tmp_path / "行政处罚.xlsx", lines))
    assert rows(
        pool, "SELECT fine_cny::DOUBLE, goods_value_cny::DOUBLE, decided_on::VARCHAR, marks FROM pool.penalty"
    ) == [(3500.0, 5000.0, "2024-07-18", ["decided_on:short_year", "goods_value_cny:in_words"])]


def test_a_form_without_a_required_value_goes_to_quarantine(pool: Pool, tmp_path: Path) -> None:
    lines = [line if line[0] != "移送书文号" else [*line[:1], "", *line[2:]] for line in TRANSFER]
    (slip,) = run(pool, book(tmp_path / "登记表.xlsx", lines))
    assert counts(slip) == (1, 0, 0, 0, 1), slip.notes
    ((reason, raw),) = rows(pool, "SELECT reason, raw FROM landing.quarantine")
    assert "移送书文号" in reason and "非法经营罪" in raw


@pytest.mark.parametrize("times", [1, 2, 30])
def test_tables_are_no_forms(pool: Pool, tmp_path: Path, times: int) -> None:
    lines = [list(LABELS.values()), *(list(map(str, penalty(n).values())) for n in range(1, times + 1))]
    # Values that are the words of headers make no form of a table.
    lines[1][3] = "违法事实"
    (slip,) = run(pool, book(tmp_path / "行政处罚.xlsx", lines))
    assert counts(slip) == (times, times, 0, 0, 0), slip.notes
    assert not any("表单" in note for note in slip.notes)


def test_too_few_known_labels_are_no_form(pool: Pool, tmp_path: Path) -> None:
    lines = [["移送书文号", NUMBER], ["经办科室", "综合科"], ["存放地点", "一楼"], ["当事人", "某某商行"]]
    (slip,) = run(pool, book(tmp_path / "登记表.xlsx", lines))
    assert slip.loaded == 0
