"""Documents in official layout: margins, fonts, line spacing as GB/T 9704 says; the same bytes every time."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Pt

from pipelines.outputs.official import Official


def written(path: Path) -> Path:
    made = Official("检察意见书", draft="草稿，未经审批")
    made.heading("一、案件事实")
    made.text("某某局：请于【 】年【 】月前书面回复。")
    made.table(["机关", "件数"], [["某局", "3"]])
    made.note("截至日期")
    made.save(path)
    return path


def test_page_and_body_follow_the_standard(tmp_path: Path) -> None:
    document = docx.Document(str(written(tmp_path / "a.docx")))
    section = document.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == [37, 35, 28, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    body = next(p for p in document.paragraphs if "书面回复" in p.text)
    assert body.paragraph_format.line_spacing == Pt(28)
    assert body.paragraph_format.first_line_indent == Pt(32)
    for run in body.runs:
        assert run.font.size == Pt(16)
        assert run._r.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"


def test_blanks_are_highlighted_and_a_draft_says_so(tmp_path: Path) -> None:
    document = docx.Document(str(written(tmp_path / "a.docx")))
    assert document.paragraphs[0].text == "草稿，未经审批"
    marked = [
        run.text
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    ]
    assert marked == ["【 】", "【 】"]


def test_the_header_of_a_table_is_repeated(tmp_path: Path) -> None:
    xml = zipfile.ZipFile(written(tmp_path / "a.docx")).read("word/document.xml").decode()
    assert re.search(r"<w:tblHeader ", xml)


def test_figures_of_a_table_stand_to_the_right_and_words_to_the_left(tmp_path: Path) -> None:
    document = Official("报告")
    document.table(
        ["机关", "件数", "比例", "数额"], [["甲局", "1,200", "45.0%", "—"], ["3号文", "7", "—", "-2.5"]]
    )
    document.save(tmp_path / "a.docx")
    (table,) = docx.Document(str(tmp_path / "a.docx")).tables
    sides = [[cell.paragraphs[0].alignment for cell in row.cells] for row in table.rows]
    right = WD_ALIGN_PARAGRAPH.RIGHT
    assert sides == [[None] * 4, [None, right, right, right], [None, right, right, right]]


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    assert written(tmp_path / "a.docx").read_bytes() == written(tmp_path / "b.docx").read_bytes()


def test_an_id_and_a_short_word_stay_on_one_line_however_full_the_table_is(tmp_path: Path) -> None:
    header = ["名次", "线索编号", "问题类型", "有关机关", "文号", "涉嫌罪名", "认定值", "标准", "单位"]
    told = [
        "国家税务总局云桥区税务局稽查局",
        "溟市监云处〔2025〕07192025001458号",
        "非法制造、销售非法制造的注册商标标识罪",
    ]
    line = ["10", "dd85608d385b", "以罚代刑", *told, "23,460,000.55", "4,000,000", "元"]
    document = Official("报告")
    document.table(header, [line])
    document.save(tmp_path / "a.docx")
    (table,) = docx.Document(str(tmp_path / "a.docx")).tables
    cells = table.rows[1].cells
    size = cells[0].paragraphs[0].runs[0].font.size.pt
    # 0.64 of its height is what the widest serif in use takes for a figure; six points are the margins.
    assert cells[1].width.pt >= 12 * 0.64 * size + 6
    assert cells[2].width.pt >= 4 * size + 6
    assert sum(cell.width.pt for cell in cells) <= (210 - 28 - 26) / 25.4 * 72 + 1
