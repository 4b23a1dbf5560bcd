"""Every format an agency sends ends as the same rows; what is no record is noted, not counted."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from tests.intake_pool import LABELS, counts, penalty, rows, run, text, write
from warehouse.pool import Pool

DATA = [penalty(1), penalty(2, fine_cny="2,500.50"), penalty(3, facts='含"引号"、逗号,和\n换行')]
EXPECTED = [
    ("某市监处〔2024〕1号", 1000.0, "销售侵权商品1件"),
    ("某市监处〔2024〕2号", 2500.5, "销售侵权商品2件"),
    ("某市监处〔2024〕3号", 1000.0, '含"引号"、逗号,和\n换行'),
]


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    return Pool(tmp_path / "home" / "pool.duckdb")


def loaded(pool: Pool) -> list[tuple[object, ...]]:
    return rows(pool, "SELECT decision_no, fine_cny::DOUBLE, facts FROM pool.penalty ORDER BY decision_no")


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize(
    ("encoding", "bom", "recorded"),
    [
        ("utf-8", "", "utf-8"),
        ("utf-8-sig", "", "utf-8-sig"),
        ("gb18030", "", "gb18030"),
        ("utf-16-le", "\ufeff", "utf-16-le"),
        ("utf-16-be", "\ufeff", "utf-16-be"),
    ],
)
def test_text_in_any_encoding(
    pool: Pool, tmp_path: Path, delimiter: str, encoding: str, bom: str, recorded: str
) -> None:
    file = write(tmp_path / "市监" / "行政处罚.csv", bom + text(DATA, delimiter), encoding)
    (slip,) = run(pool, file)
    assert (slip.encoding, slip.feed, slip.source) == (recorded, "penalty", "市监")
    assert counts(slip) == (3, 3, 0, 0, 0)
    assert loaded(pool) == EXPECTED


def test_line_ends_of_any_system(pool: Pool, tmp_path: Path) -> None:
    plain = text(DATA[:2])
    for name, end in (("a", "\r\n"), ("b", "\r"), ("c", "\n")):
        (slip,) = run(pool, write(tmp_path / f"行政处罚_{name}.csv", plain.replace("\n", end)))
        assert slip.received == 2, name
    mixed = plain.replace("\n", "\r\n", 2)
    (slip,) = run(pool, write(tmp_path / "行政处罚_d.csv", mixed))
    assert counts(slip) == (2, 0, 2, 0, 0)
    assert loaded(pool) == EXPECTED[:2]


def test_title_blank_and_totals_lines_are_no_records(pool: Pool, tmp_path: Path) -> None:
    content = text(DATA[:2], above="某市2024年行政处罚情况表,,,,,\n\n", below="\n合计,,,,,3500.50\n")
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", content))
    assert counts(slip) == (2, 2, 0, 0, 0)
    assert any("第 7 行是合计行" in note and "3500.50" in note for note in slip.notes), slip.notes
    # A person who opens the file finds the decision in this row.
    assert rows(pool, "SELECT row_no FROM pool.penalty ORDER BY row_no") == [(4,), (5,)]


def test_a_header_that_every_printed_page_repeats(pool: Pool, tmp_path: Path) -> None:
    lines = text(DATA[:2]).splitlines()
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", "\n".join([*lines[:2], lines[0], lines[2]]) + "\n"))
    assert counts(slip) == (2, 2, 0, 0, 0), slip.notes
    assert slip.notes == ["重复的表头 1 行，不计：第 3 行"]
    assert loaded(pool) == EXPECTED[:2]


def test_a_totals_line_may_count_in_any_column(pool: Pool, tmp_path: Path) -> None:
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", text(DATA[:2], below="总计,共2件,,,,\n")))
    assert counts(slip) == (2, 2, 0, 0, 0), slip.notes


@pytest.mark.parametrize(
    "below",
    [
        "共2件",
        "合计：",
        "本页小计",
        "累计",
        "注：金额以元计",
        "2件",
        "制表人：某科",
        "数据来自办案系统",
        "合  计",
        "总　计：",
        "以上共计2份",
        "本表 2 条",
    ],
)
def test_a_lone_cell_below_whole_rows_is_no_broken_line(pool: Pool, tmp_path: Path, below: str) -> None:
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", text(DATA[:2], below=below + "\n")))
    assert counts(slip) == (2, 2, 0, 0, 0), slip.notes
    assert any(
        f"第 4 行是{kind}，不计：{below}" in note for kind in ("合计行", "表下的说明") for note in slip.notes
    )


def test_the_count_may_stand_under_the_serial_number(pool: Pool, tmp_path: Path) -> None:
    head, *lines = text(DATA[:2]).splitlines()
    numbered = [f"序号,{head}", *(f"{place},{line}" for place, line in enumerate(lines, 1)), "共2件"]
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", "\n".join(numbered) + "\n"))
    assert counts(slip) == (2, 2, 0, 0, 0), slip.notes


def test_text_that_spreadsheets_were_forced_to_keep(pool: Pool, tmp_path: Path) -> None:
    """``="0012"`` and ``'0012`` are the numbers, to whoever opens the file and to the record's key."""
    run(pool, write(tmp_path / "行政处罚.csv", text(DATA[:1])))
    head, line = text(DATA[:1]).splitlines()
    for name, form in (("甲", '="{}"'), ("乙", "'{}")):
        forced = ",".join(form.format(cell) for cell in line.split(","))
        (slip,) = run(pool, write(tmp_path / f"行政处罚{name}.csv", f"{head}\n{forced}\n"))
        assert counts(slip) == (1, 0, 1, 0, 0), slip.notes
    assert loaded(pool) == EXPECTED[:1]


BELOW = [
    ["注：1.罚款以元计；", "", "", "", "", ""],
    ["2.本表一式二份，分送区检察院；", "", "", "", "", ""],
    ["审核人：", "", "填表日期：2026年11月3日", "", "", ""],
    ["（以下空白）", "", "", "", "", ""],
]


def test_a_note_whose_word_has_a_cell_of_its_own(pool: Pool, tmp_path: Path) -> None:
    below = "备注,1.未结案件不列,,,,\n,2.罚款以元计,,,,\n金额单位：元,,,,,\n"
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", text(DATA[:2], below=below)))
    assert counts(slip) == (2, 2, 0, 0, 0), slip.notes


def test_lines_below_the_table_are_no_records(pool: Pool, tmp_path: Path) -> None:
    lines = [*text(DATA[:2]).splitlines(), "合计,2件,,,,3500", *(",".join(row) for row in BELOW)]
    # A decision of which nothing but its number came is a bad row, wherever it stands, and so is one that
    # speaks of an order as a note does.
    lines[2:2] = ["某市监处〔2024〕8号,,,,,"]
    lines[3:3] = ["某市监处〔2024〕9号,注：机关待补,某某商行,销售侵权商品,,"]
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", "\n".join(lines) + "\n"))
    assert counts(slip) == (4, 2, 0, 0, 2), slip.notes
    for word in (
        "第 6 行是合计行",
        "第 7 行是表下的说明，不计：注：1.罚款以元计；",
        "本表一式二份",
        "填表日期",
        "以下空白",
    ):
        assert any(word in note for note in slip.notes), (word, slip.notes)
    assert rows(pool, "SELECT row_no FROM landing.quarantine ORDER BY row_no") == [(3,), (4,)]


def test_lines_below_a_numbered_sheet(pool: Pool, tmp_path: Path) -> None:
    """The running number in the first column is none of the feed: there the notes stand."""
    book = xlsxwriter.Workbook(str(tmp_path / "行政处罚.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["序号", *LABELS.values()])
    for place, row in enumerate(DATA[:2], 1):
        sheet.write_row(place, 0, [str(place), *row.values()])
    for place, line in enumerate(
        [["合计", "2件"], ["注：数据截至2026年10月"], ["填表人：", "", "", "电话："]], 3
    ):
        sheet.write_row(place, 0, line)
    book.close()
    (slip,) = run(pool, tmp_path / "行政处罚.xlsx")
    assert counts(slip) == (2, 2, 0, 0, 0), slip.notes
    assert sum("不计" in note for note in slip.notes) == 3


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda records: {"code": 0, "msg": "ok", "data": {"total": 3, "list": records}},
        lambda records: {"RECORDS": records},
        lambda records: {"result": {"page": {"no": 1}, "content": records}},
    ],
)
def test_json_wrapped_by_interfaces(pool: Pool, tmp_path: Path, wrapped: Callable[[object], object]) -> None:
    file = tmp_path / "行政处罚.json"
    file.write_text(json.dumps(wrapped(DATA), ensure_ascii=False), "utf-8")
    assert counts(run(pool, file)[0]) == (3, 3, 0, 0, 0)
    assert loaded(pool) == EXPECTED


def _workbook(file: Path) -> Path:
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet("处罚")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.merge_range(1, 1, 1, 6, "行政处罚情况表")
    sheet.write_row(3, 1, list(LABELS.values()))
    for place, number in enumerate((1, 2, 3), 4):
        row = penalty(number)
        sheet.write_row(place, 1, [row["decision_no"], "", row["party_name"], row["facts"]])
        sheet.write_number(place, 5, 45491, day)
        sheet.write_number(place, 6, 1000.5)
    sheet.merge_range(4, 2, 6, 2, "某市市场监督管理局")
    sheet.write_row(7, 1, ["合计", "", "", "", "", 3001.5])
    other = book.add_worksheet("移送")
    other.write_row(0, 0, ["移送书文号", "移送机关", "当事人", "移送日期"])
    other.write_row(1, 0, ["移〔2024〕1号", "某市市场监督管理局", "某某商行", "2024-08-01 09:30"])
    book.add_worksheet("空白")
    book.add_worksheet("填报说明").write(0, 0, "请如实填写")
    book.add_worksheet("旧").hide()
    book.close()
    return file


def test_workbook_with_merged_cells_and_several_sheets(pool: Pool, tmp_path: Path) -> None:
    first, second = run(pool, _workbook(tmp_path / "台账.xlsx"))
    assert (first.sheet, first.feed, *counts(first)) == ("处罚", "penalty", 3, 3, 0, 0, 0)
    assert (second.sheet, second.feed, *counts(second)) == ("移送", "transfer", 1, 1, 0, 0, 0)
    for word in ("「空白」", "「填报说明」", "「旧」", "第 8 行是合计行"):
        assert any(word in note for note in first.notes), (word, first.notes)
    found = rows(
        pool,
        "SELECT authority, decided_on::VARCHAR, fine_cny::DOUBLE, row_no FROM pool.penalty ORDER BY row_no",
    )
    assert found == [("某市市场监督管理局", "2024-07-18", 1000.5, place) for place in (5, 6, 7)]


def test_a_sheet_that_is_named_otherwise_than_its_file_is_known_by_its_headers(
    pool: Pool, tmp_path: Path
) -> None:
    penalties, transfers = run(pool, _workbook(tmp_path / "行政处罚及移送情况.xlsx"))
    assert (penalties.feed, transfers.feed) == ("penalty", "transfer")
    assert (counts(penalties)[:2], counts(transfers)[:2]) == ((3, 3), (1, 1))


def test_tables_below_one_another_on_a_sheet(pool: Pool, tmp_path: Path) -> None:
    head = ["文号", "处罚机关", "当事人", "违法事实", "罚款金额（元）", "处罚决定日期"]
    penalty = ["某市监处〔2024〕{}号", "某市市场监督管理局", "某某商行", "销售侵权商品", "500", "2024-07-18"]
    sent = ["移送书文号", "移送机关", "当事人", "涉嫌罪名", "移送日期"]
    lines = [
        ["一、行政处罚"],
        head,
        *([cell.format(no) for cell in penalty] for no in (1, 2, 3)),
        head,  # the page ends
        [cell.format(4) for cell in penalty],
        ["合计", "", "", "", "2000"],
        [],
        ["二、案件移送"],
        sent,
        ["某市监移〔2024〕1号", "某市市场监督管理局", "某某", "非法经营罪", "2024-07-19"],
        ["三、案件移送（补充）"],
        [*sent, "受移送机关"],
        ["某市监移〔2024〕2号", "某市市场监督管理局", "某某", "非法经营罪", "2024-07-20", "某市公安局"],
    ]
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(lines):
            sheet.write_row(row, 0, line)
    slips = run(pool, path)
    assert [(slip.feed, *counts(slip)) for slip in slips] == [
        ("penalty", 4, 4, 0, 0, 0),
        ("transfer", 1, 1, 0, 0, 0),
        ("transfer", 1, 1, 0, 0, 0),
    ], [slip.notes for slip in slips]
    assert rows(pool, "SELECT row_no FROM pool.penalty ORDER BY row_no") == [(3,), (4,), (5,), (7,)]
    assert rows(pool, "SELECT transfer_no, row_no, to_authority FROM pool.transfer ORDER BY row_no") == [
        ("某市监移〔2024〕1号", 12, None),
        ("某市监移〔2024〕2号", 15, "某市公安局"),
    ]


def test_json_json_lines_and_parquet(pool: Pool, tmp_path: Path) -> None:
    array = tmp_path / "penalty_a.json"
    array.write_text(json.dumps({"data": DATA}, ensure_ascii=False), "utf-8")
    lines = tmp_path / "penalty_b.jsonl"
    broken = '{"decision_no": "某市监处〔2024〕9号", \n'
    lines.write_text(broken + "\n".join(json.dumps(row, ensure_ascii=False) for row in DATA), "utf-8")
    parquet = tmp_path / "penalty_c.parquet"
    frame = pl.DataFrame(DATA).with_columns(
        pl.col("decided_on").str.to_date(), pl.col("fine_cny").str.replace(",", "").cast(pl.Float64)
    )
    frame.write_parquet(parquet)
    slips = run(pool, array, lines, parquet)
    assert [counts(slip) for slip in slips] == [(3, 3, 0, 0, 0), (4, 0, 3, 0, 1), (3, 0, 3, 0, 0)]
    assert loaded(pool) == EXPECTED
    ((row, raw),) = rows(pool, "SELECT row_no, raw FROM landing.quarantine")
    assert row == 1
    assert json.loads(raw) == {"原文": broken.strip("\n")}


def test_units_in_headers_and_unknown_columns(pool: Pool, tmp_path: Path) -> None:
    content = text([penalty(1, fine_cny="0.25")]).replace("罚款金额（元）", "罚款金额（万元）")
    head, line = content.splitlines()
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", f"序号,{head},网格/编号\n1,{line},甲\n"))
    assert any("网格/编号" in note for note in slip.notes)
    assert rows(pool, "SELECT fine_cny::DOUBLE, extra->>'$.\"网格/编号\"' FROM pool.penalty") == [
        (2500.0, "甲")
    ]
    # The running number alone is no new content.
    again = write(tmp_path / "行政处罚_2.csv", f"序号,{head},网格/编号\n17,{line},甲\n")
    assert counts(run(pool, again)[0]) == (1, 0, 1, 0, 0)


def test_two_headers_of_one_rank(pool: Pool, tmp_path: Path) -> None:
    head, line = text([penalty(1)]).splitlines()
    twice = head.replace("当事人", "当事人,被处罚人")
    same = write(
        tmp_path / "行政处罚_same.csv", f"{twice}\n{line.replace('某某商行', '某某商行,某某商行')}\n"
    )
    differ = write(
        tmp_path / "行政处罚_differ.csv", f"{twice}\n{line.replace('某某商行', '某某商行,另一商行')}\n"
    )
    good, refused = run(pool, same, differ)
    assert counts(good) == (1, 1, 0, 0, 0)
    assert refused.status == "refused"
    assert "当事人" in (refused.reason or "") and "被处罚人" in (refused.reason or "")


def test_an_old_workbook_is_read_like_a_new_one(pool: Pool) -> None:
    """A file of the format before XLSX, written by a spreadsheet program: title line, 万元, real dates."""
    (slip,) = run(pool, Path(__file__).parents[1] / "data" / "行政处罚_旧格式.xls")
    assert counts(slip) == (2, 2, 0, 0, 0), slip.reason
    assert rows(
        pool,
        "SELECT decision_no, credit_code, fine_cny::DOUBLE, decided_on::VARCHAR FROM pool.penalty ORDER BY 1",
    ) == [
        ("云市监罚〔2025〕1号", "91319999MA1BBBBB3L", 5000.0, "2025-03-04"),
        ("云市监罚〔2025〕2号", "92319999MA1AAAAA13", 12500.0, "2025-03-05"),
    ]


@pytest.mark.parametrize("name", ["行政处罚.xls", "行政处罚.et", "行政处罚.XLSX", "行政处罚"])
def test_a_workbook_is_known_by_its_content_whatever_its_name(pool: Pool, tmp_path: Path, name: str) -> None:
    new = _workbook(tmp_path / "台账.xlsx").rename(tmp_path / name)
    old = tmp_path / "old" / name
    old.parent.mkdir()
    old.write_bytes((Path(__file__).parents[1] / "data" / "行政处罚_旧格式_合并.xls").read_bytes())
    slips = run(pool, new, old)
    assert [counts(slip)[:2] for slip in slips] == [(3, 3), (1, 1), (3, 3)], [slip.reason for slip in slips]


def test_merged_cells_of_an_old_workbook_are_filled_downwards(pool: Pool) -> None:
    """The first column is empty; the authority stands merged over three rows, the day over two."""
    (slip,) = run(pool, Path(__file__).parents[1] / "data" / "行政处罚_旧格式_合并.xls")
    assert counts(slip) == (3, 3, 0, 0, 0), slip.reason
    assert rows(
        pool, "SELECT decision_no, authority, decided_on::VARCHAR, row_no FROM pool.penalty ORDER BY row_no"
    ) == [
        ("云市监罚〔2025〕11号", "云桥区市场监督管理局", "2025-03-04", 3),
        ("云市监罚〔2025〕12号", "云桥区市场监督管理局", "2025-03-04", 4),
        ("云市监罚〔2025〕13号", "云桥区市场监督管理局", "2025-03-05", 5),
    ]


def _archive(file: Path, members: dict[str, bytes], *, gbk: bool) -> Path:
    """A ZIP as programs write it that name its files in GBK and do not say so."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            # Latin signs that stand for the bytes of the name keep its length; the bytes are put in below.
            archive.writestr(name if not gbk else _stand_in(name), content)
    if gbk:
        raw = file.read_bytes()
        for name in members:
            raw = raw.replace(_stand_in(name).encode(), name.encode("gbk"))
        file.write_bytes(raw)
    return file


def _stand_in(name: str) -> str:
    return f"{sum(name.encode()):x}".rjust(len(name.encode("gbk")), "z")


@pytest.mark.parametrize("gbk", [True, False])
def test_an_archive_is_its_files(pool: Pool, tmp_path: Path, gbk: bool) -> None:
    members = {
        "报送/行政处罚（一）.csv": text(DATA[:2]).encode("gb18030"),
        "报送/行政处罚（二）.csv": (text(DATA[2:]) + "某市监处〔2024〕9号,多,余,的,格,1,2\n").encode(),
        "报送/情况说明.txt": "随附说明".encode("gbk"),
        "__MACOSX/报送/._x": b"x",
    }
    archive = _archive(tmp_path / "九月报送.zip", members, gbk=gbk)
    slips = {slip.file: slip for slip in run(pool, archive)}
    assert {name: (slip.status, *counts(slip)) for name, slip in slips.items()} == {
        "九月报送.zip/报送/行政处罚（一）.csv": ("imported", 2, 2, 0, 0, 0),
        "九月报送.zip/报送/行政处罚（二）.csv": ("imported", 2, 1, 0, 0, 1),
        "九月报送.zip/报送/情况说明.txt": ("refused", 0, 0, 0, 0, 0),
    }
    assert loaded(pool) == EXPECTED
    # One of its files by itself is the same file; so is the whole archive once more.
    alone = tmp_path / "行政处罚.csv"
    alone.write_bytes(members["报送/行政处罚（一）.csv"])
    assert [slip.status for slip in run(pool, alone)] == ["repeated"]
    assert sorted(slip.status for slip in run(pool, archive)) == ["refused", "repeated", "repeated"]
