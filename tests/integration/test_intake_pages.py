"""Pages that systems name .xls, the XML of Excel 2003 and Word documents hold tables like any other file."""

from __future__ import annotations

import html
import tempfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake_pool import LABELS, counts, penalty, rows, run, write
from warehouse.config import Limits
from warehouse.contract import load_feeds
from warehouse.intake.headers import find_header
from warehouse.intake.page_reader import read_page
from warehouse.intake.table import CsvScan
from warehouse.pool import Pool

DATA = [
    penalty(1),
    penalty(2, facts="销售侵权商品2件\n均未售出"),
    penalty(3, decided_on="2024-07-19", fine_cny="2,500.50"),
]
EXPECTED = [
    ("某市监处〔2024〕1号", "某市市场监督管理局", "销售侵权商品1件", "2024-07-18", 1000.0),
    ("某市监处〔2024〕2号", "某市市场监督管理局", "销售侵权商品2件\n均未售出", "2024-07-18", 1000.0),
    ("某市监处〔2024〕3号", "某市市场监督管理局", "销售侵权商品3件", "2024-07-19", 2500.5),
]


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    return Pool(tmp_path / "home" / "pool.duckdb")


def loaded(pool: Pool) -> list[tuple[object, ...]]:
    return rows(
        pool,
        "SELECT decision_no, authority, facts, decided_on::VARCHAR, fine_cny::DOUBLE "
        "FROM pool.penalty ORDER BY row_no",
    )


def page(above: str = "") -> str:
    """A table as systems export it, the authority merged over all rows, the day over two."""
    lines = ["<tr>" + "".join(f"<th>{label}</th>" for label in LABELS.values()) + "</tr>"]
    for number, row in enumerate(DATA):
        cells = [f"<td style='mso-number-format:\"\\@\"'>{row['decision_no']}</td>"]
        cells += [f"<td rowspan=3>{row['authority']}</td>"] if number == 0 else []
        cells += [f"<td>&nbsp;{row['party_name']}&nbsp;</td>"]
        cells += ["<td>" + html.escape(row["facts"]).replace("\n", "<br/>\n   ") + "</td>"]
        cells += [] if number == 1 else [f"<td{' rowspan=2' if number == 0 else ''}>{row['decided_on']}</td>"]
        lines.append("<tr>" + "\n".join([*cells, f"<td>{row['fine_cny']}</td>"]) + "</tr>")
    return above + "<table border=1>" + "\n".join(lines) + "</table>"


HEAD = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="gb2312"></head><body>'


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (HEAD + page() + "</body></html>", "gb18030"),
        ("\ufeff<!DOCTYPE html>\n" + HEAD + page() + "</body></html>", "utf-8"),
        (page(), "utf-8"),
        # a table that only places others on the page, and one that tells who is asked
        (
            HEAD + f"<table><tr><td>{page()}<td><table><tr><td>联系人</td></tr></table></tr></table>",
            "utf-8",
        ),
    ],
)  # fmt: skip
def test_a_page_that_is_named_like_a_workbook(
    pool: Pool, tmp_path: Path, content: str, encoding: str
) -> None:
    (slip,) = run(pool, write(tmp_path / "行政处罚.xls", content, encoding))
    assert (slip.reason, counts(slip)) == (None, (3, 3, 0, 0, 0))
    assert loaded(pool) == EXPECTED
    assert rows(pool, "SELECT row_no FROM pool.penalty ORDER BY row_no") == [(2,), (3,), (4,)]


def test_a_table_that_is_not_read_is_noted(pool: Pool, tmp_path: Path) -> None:
    content = HEAD + page() + "<table><tr><td>备忘</td><td>页码</td></tr></table></body></html>"
    (slip,) = run(pool, write(tmp_path / "行政处罚.html", content))
    assert (slip.sheet, counts(slip)) == ("表1", (3, 3, 0, 0, 0))
    assert any("「表2」" in note and "未读取" in note for note in slip.notes), slip.notes


@pytest.mark.parametrize(("unit", "factor"), [("万元", 10_000), ("元", 1)])
def test_the_unit_may_stand_before_the_table(pool: Pool, tmp_path: Path, unit: str, factor: int) -> None:
    content = page(f"<p>某市行政处罚情况表</p><div>单位：{unit}</div>").replace("（元）", "")
    run(pool, write(tmp_path / "行政处罚.xls", content))
    assert [row[-1] for row in loaded(pool)] == [1000.0 * factor, 1000.0 * factor, 2500.5 * factor]


def spreadsheet() -> str:
    """What Excel 2003 saves as XML: places that are left out, a real day, a hidden sheet."""

    def cell(text: str, more: str = "", kind: str = "String") -> str:
        return f'<Cell{more}><Data ss:Type="{kind}">{html.escape(text)}</Data></Cell>'

    lines = [f"<Row>{cell('某市2024年行政处罚', ' ss:MergeAcross=' + chr(34) + '5' + chr(34))}</Row>"]
    lines.append('<Row ss:Index="3">' + "".join(map(cell, LABELS.values())) + "</Row>")
    for number, row in enumerate(DATA):
        merged = ' ss:MergeDown="2"' if number == 0 else ""
        cells = cell(row["decision_no"]) + (cell(row["authority"], merged) if merged else "")
        cells += cell(row["party_name"], ' ss:Index="3"') + cell(row["facts"])
        cells += cell(row["decided_on"] + "T00:00:00.000", kind="DateTime")
        lines.append("<Row>" + cells + cell(row["fine_cny"].replace(",", ""), kind="Number") + "</Row>")
    hidden = (
        '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible>'
        "</WorksheetOptions>"
    )
    table = "<Table>" + "".join(lines) + "</Table>"
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="处罚">{table}</Worksheet>'
        f'<Worksheet ss:Name="旧">{table}{hidden}</Worksheet></Workbook>'
    )


def test_the_xml_of_excel_2003(pool: Pool, tmp_path: Path) -> None:
    (slip,) = run(pool, write(tmp_path / "行政处罚.xls", spreadsheet()))
    assert (slip.sheet, slip.reason, counts(slip)) == ("处罚", None, (3, 3, 0, 0, 0))
    assert loaded(pool) == EXPECTED
    assert rows(pool, "SELECT min(row_no), max(row_no) FROM pool.penalty") == [(4, 6)]
    assert any("隐藏的工作表「旧」" in note for note in slip.notes)


def letter(file: Path) -> Path:
    """A Word document: a title, the unit above the table, cells merged downwards and across."""
    document = docx.Document()
    document.add_paragraph("某市行政处罚情况表")
    document.add_paragraph("单位：万元")
    table = document.add_table(rows=5, cols=len(LABELS))
    table.cell(0, 0).merge(table.cell(0, len(LABELS) - 1)).text = "2024年第三季度"
    for column, (name, label) in enumerate(LABELS.items()):
        table.cell(1, column).text = label.replace("（元）", "")
        for number, row in enumerate(DATA):
            if name != "authority":
                table.cell(2 + number, column).text = row[name]
    table.cell(2, 1).merge(table.cell(4, 1)).text = DATA[0]["authority"]
    document.add_paragraph("填报人：某某")
    document.save(str(file))
    return file


def test_a_table_in_a_word_document(pool: Pool, tmp_path: Path) -> None:
    (slip,) = run(pool, letter(tmp_path / "行政处罚.docx"))
    assert (slip.reason, counts(slip)) == (None, (3, 3, 0, 0, 0))
    assert loaded(pool) == [(no, who, what, day, fine * 10_000) for no, who, what, day, fine in EXPECTED]
    assert rows(pool, "SELECT row_no FROM pool.penalty ORDER BY row_no") == [(3,), (4,), (5,)]


def _letter_without_table(file: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("关于报送情况的函")
    document.save(str(file))
    return file


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        (
            "a.html",
            lambda file: write(file, HEAD + "<p>会话已超时，请重新登录</p></body></html>"),
            "没有表格",
        ),
        ("b.xls", lambda file: write(file, spreadsheet()[:900]), "损坏或不完整"),
        ("c.xml", lambda file: write(file, '<?xml version="1.0"?><list><row/></list>'), "哪类数据"),
        ("d.docx", _letter_without_table, "没有表格"),
        ("e.xls", lambda file: write(file, "<table><tr><td>备忘</td></tr></table>"), "没有可识别的表头"),
    ],
)
def test_what_holds_no_table_is_refused_with_the_reason(
    pool: Pool, tmp_path: Path, name: str, make: Callable[[Path], Path], reason: str
) -> None:
    (slip,) = run(pool, make(tmp_path / name))
    assert slip.status == "refused"
    assert reason in (slip.reason or ""), slip.reason


def test_entities_of_a_file_are_not_followed(pool: Pool, tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.txt", "只属于这台机器")
    content = spreadsheet().replace(
        "<Workbook", f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><Workbook', 1
    ).replace("某某商行", "某某商行&e;", 1)  # fmt: skip
    run(pool, write(tmp_path / "in" / "行政处罚.xls", content))
    assert not rows(pool, "SELECT party_name FROM pool.penalty WHERE party_name LIKE '%只属于%'")


@settings(max_examples=60)
@given(st.data())
def test_every_cell_stands_where_a_browser_would_draw_it(data: st.DataObject) -> None:
    """Blocks are laid on a grid; the page tells only their upper left corners and their sizes."""
    height, width = 6, len(LABELS)
    owner: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    lines = []
    for top in range(height):
        cells = []
        for left in range(width):
            if (top, left) in owner:
                continue
            free = 1
            while left + free < width and (top, left + free) not in owner:
                free += 1
            across = data.draw(st.integers(1, free))
            down = data.draw(st.integers(1, height - top))
            for row in range(top, top + down):
                owner.update({(row, left + step): (top, left, across, down) for step in range(across)})
            cells.append(f"<td colspan={across} rowspan={down}>值{top}_{left}</td>")
        lines.append("<tr>" + "".join(cells) + "</tr>")
    head = "<tr>" + "".join(f"<th>{label}</th>" for label in LABELS.values()) + "</tr>"
    found = _read("<table>" + head + "".join(lines) + "</table>")
    for (row, column), (top, left, across, _) in owner.items():
        # A block of one column is filled downwards; of a wider one only the corner speaks.
        speaks = across == 1 or (row, column) == (top, left)
        assert found[row][column] == (f"值{top}_{left}" if speaks else None)


def _read(content: str) -> list[list[str | None]]:
    with tempfile.TemporaryDirectory() as folder:
        file = write(Path(folder) / "行政处罚.xls", content)
        feeds = load_feeds().values()
        (table,) = read_page(file, lambda first: find_header(first, feeds), Limits())
        assert not isinstance(table.rows, CsvScan)
        cells = table.rows.read_all()
        return [[column[row].as_py() for column in cells.columns[1:]] for row in range(cells.num_rows)]
