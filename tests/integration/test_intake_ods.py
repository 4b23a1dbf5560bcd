"""Spreadsheets of the OpenDocument format, byte for byte as LibreOffice lays them out."""

from __future__ import annotations

import html
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.intake_pool import LABELS, counts, penalty, rows, run
from warehouse.pool import Pool

MIME = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
STYLES = (
    '<office:automatic-styles><style:style style:name="ta1" style:family="table"><style:table-properties '
    'table:display="true"/></style:style><style:style style:name="ta2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    "{}</manifest:manifest>"
)
# What stands to the right of and below the last cell, as the program writes it.
REST = (
    '<table:table-row table:number-rows-repeated="1048000">'
    '<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
)
FIRST, SECOND, THIRD = (f"某市监处〔2024〕{number}号" for number in (1, 2, 3))
PERSON = "310101199001011234"
COVERED = "<table:covered-table-cell/>"


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    return Pool(tmp_path / "home" / "pool.duckdb")


def cell(text: str, more: str = "") -> str:
    paragraphs = "".join(f"<text:p>{html.escape(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="string" {more}>{paragraphs}</table:table-cell>'


def typed(kind: str, stored: str, shown: str) -> str:
    name = "date-value" if kind == "date" else "value"
    return (
        f'<table:table-cell office:value-type="{kind}" office:{name}="{stored}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def row(*cells: str, times: int = 1) -> str:
    repeated = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{repeated}>{''.join(cells)}</table:table-row>"


def empty(times: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{times}"/>'


def sheet(name: str, lines: Sequence[str], style: str = "ta1") -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">{"".join(lines)}</table:table>'


def save(file: Path, *sheets: str, manifest: str = "", mime: str = MIME) -> Path:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}>{STYLES}'
        f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mime, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", MANIFEST.format(manifest))
    return file


def ledger() -> list[str]:
    """A title, a gap, the authority merged over three rows, a total, blank rows to the end of the sheet."""
    note = "<office:annotation><text:p>请核对</text:p></office:annotation>"
    number = cell(FIRST).replace("<text:p>", note + "<text:p>", 1)
    merged = 'table:number-rows-spanned="3" table:number-columns-spanned="1"'
    authority = cell("某市市场监督管理局", merged)
    facts = (
        '<table:table-cell office:value-type="string"><text:p>销售<text:span>侵权</text:span>商品'
        "<text:line-break/>1<text:s/>件</text:p></table:table-cell>"
    )
    day = typed("date", "2024-07-18", "2024年7月18日")
    other = typed("date", "2024-07-19T00:00:00", "19/07/24")
    paid = typed("currency", "1000.5", "￥1,000.50")
    head = [*(cell(text) for text in LABELS.values()), cell("证件号码")]
    party, who = cell("某某商行"), cell(PERSON)
    return [
        row(empty(1), cell("某市2024年行政处罚情况表", 'table:number-columns-spanned="7"'), COVERED * 6),
        row(empty(8), times=2),
        row(empty(1), *head),
        row(empty(1), number, authority, party, facts, day, paid, who),
        row(
            empty(1), cell(SECOND), COVERED, party, cell("一\n二"), day, typed("float", "2000", "2,000"), who
        ),
        row(empty(1), cell(THIRD), COVERED, party, cell("三"), other, cell("0.3万元"), who),
        row(empty(1), cell("合计"), empty(4), typed("float", "6000.5", "6,000.50")),
        REST,
    ]


def test_an_open_document_is_read_like_a_workbook(pool: Pool, tmp_path: Path) -> None:
    sent = typed("date", "2024-08-01T09:30:00", "08/01")
    transfer = [
        row(*map(cell, ["移送书文号", "移送机关", "当事人", "移送日期"])),
        row(*map(cell, ["移〔2024〕1号", "某市市场监督管理局", "某某商行"]), sent),
    ]
    file = save(
        tmp_path / "台账.ods",
        sheet("处罚", ledger()),
        sheet("移送", transfer),
        sheet("空白", [REST]),
        sheet("说明", [row(cell("请如实填写"))]),
        sheet("旧", ledger(), "ta2"),
    )
    first, second = run(pool, file)
    assert (first.sheet, first.feed, *counts(first)) == ("处罚", "penalty", 3, 3, 0, 0, 0)
    assert (second.sheet, second.feed, *counts(second)) == ("移送", "transfer", 1, 1, 0, 0, 0)
    for word in ("「空白」", "「说明」", "「旧」", "第 8 行是合计行"):
        assert any(word in note for note in first.notes), (word, first.notes)
    assert rows(
        pool,
        "SELECT p.decision_no, p.authority, p.facts, p.decided_on::VARCHAR, p.fine_cny::DOUBLE, "
        "l.party_id_no, p.row_no FROM pool.penalty AS p JOIN landing.penalty AS l USING (row_no) ORDER BY 7",
    ) == [
        (FIRST, "某市市场监督管理局", "销售侵权商品\n1 件", "2024-07-18", 1000.5, PERSON, 5),
        (SECOND, "某市市场监督管理局", "一\n二", "2024-07-18", 2000.0, PERSON, 6),
        (THIRD, "某市市场监督管理局", "三", "2024-07-19", 3000.0, PERSON, 7),
    ]
    assert rows(pool, "SELECT transferred_on::VARCHAR FROM pool.transfer") == [("2024-08-01 09:30:00",)]


@pytest.mark.parametrize("name", ["行政处罚.xlsx", "行政处罚.xls", "行政处罚"])
def test_it_is_known_by_its_content_whatever_its_name(pool: Pool, tmp_path: Path, name: str) -> None:
    (slip,) = run(pool, save(tmp_path / name, sheet("Sheet1", ledger())))
    assert counts(slip) == (3, 3, 0, 0, 0), slip.reason


def test_what_the_program_repeats_is_there_as_often_as_it_says(pool: Pool, tmp_path: Path) -> None:
    """Equal neighbours are written once: two equal cells of a row, three equal rows."""
    line = penalty(1)
    same = cell("某某商行").replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="2"', 1
    )
    record = [
        cell(line["decision_no"]),
        cell(line["authority"]),
        same,
        cell(line["facts"]),
        cell(line["decided_on"]),
    ]
    head = row(*map(cell, [*list(LABELS.values())[:3], "法定代表人", "违法事实", "处罚决定日期"]))
    (slip,) = run(pool, save(tmp_path / "行政处罚.ods", sheet("Sheet1", [head, row(*record, times=3), REST])))
    assert counts(slip) == (3, 1, 2, 0, 0), slip.notes
    assert rows(pool, "SELECT party_name, legal_rep, facts FROM pool.penalty") == [
        ("某某商行", "某某商行", line["facts"])
    ]


def test_a_share_keeps_its_sign(pool: Pool, tmp_path: Path) -> None:
    head = row(*map(cell, ["统一社会信用代码", "姓名", "职务", "任职起始日期", "持股比例（%）"]))
    record = row(
        *map(cell, ["91310114MA1GT0YX3D", "张某", "股东", "2020-01-01"]),
        typed("percentage", "0.305", "30.50%"),
    )
    (slip,) = run(pool, save(tmp_path / "主体人员.ods", sheet("Sheet1", [head, record])))
    assert counts(slip)[0] == 1, slip.notes
    assert rows(pool, "SELECT share FROM pool.entity_member") == [(0.305,)]


def test_a_whole_sheet_of_one_cell_does_not_fill_the_memory(pool: Pool, tmp_path: Path) -> None:
    everywhere = cell("0").replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="1024"', 1
    )
    file = save(
        tmp_path / "行政处罚.ods", sheet("处罚", ledger()), sheet("满", [row(everywhere, times=1048576)])
    )
    (slip,) = run(pool, file)
    assert counts(slip) == (3, 3, 0, 0, 0)
    assert any("「满」范围过大" in note for note in slip.notes), slip.notes


def _cut(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) - 60])


def _torn(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        content = archive.read("content.xml")
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", MIME)
        archive.writestr("content.xml", content[: len(content) // 2])


def _empty(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", MIME)


def _locked(file: Path) -> None:
    entry = (
        '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data '
        'manifest:checksum="AA=="/></manifest:file-entry>'
    )
    save(file, manifest=entry)


def _letter(file: Path) -> None:
    save(file, mime="application/vnd.oasis.opendocument.text")


def _headless(file: Path) -> None:
    save(file, sheet("Sheet1", [row(cell("甲"), cell("乙")), row(cell("1"), cell("2"))]))


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (_cut, "损坏或不完整"),
        (_torn, "损坏或不完整"),
        (_empty, "损坏或不完整"),
        (_locked, "请取消密码"),
        (_letter, "另存为 XLSX"),
        (_headless, "没有带表头"),
    ],
)  # fmt: skip
def test_refused_with_its_reason(pool: Pool, tmp_path: Path, damage: object, reason: str) -> None:
    file = save(tmp_path / "行政处罚.ods", sheet("Sheet1", ledger()))
    assert callable(damage)
    damage(file)
    (slip,) = run(pool, file)
    assert (slip.status, reason in (slip.reason or "")) == ("refused", True), slip.reason
