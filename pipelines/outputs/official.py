"""DOCX in the layout of official documents (GB/T 9704-2012): what reports and drafts are written with.

A4; margins 37, 35, 28 and 26 mm; body in FangSong, size 三号 (16 pt), lines of exactly 28 pt, first line
indented by two characters; first-level headings in SimHei, second-level in KaiTi. East-Asian fonts are named,
so that Word, WPS and LibreOffice choose them; they are not embedded. The same content gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

BODY, TITLE, HEADING, SUBHEADING = "仿宋", "宋体", "黑体", "楷体"
_LATIN = "Times New Roman"
_BODY_PT, _TITLE_PT, _TABLE_PT, _SMALL_PT, _LINE_PT = 16, 22, 10.5, 14, 28
_TABLE_LINE_PT = 16
_SIZES_PT = (_TABLE_PT, 9, 8)  # what is too wide for one is set in the next
_FULL_PT = (210 - 28 - 26) / 25.4 * 72  # between the margins
_PAD_PT = 3.0  # left and right of a cell's text
# Wider than Times sets them: other programs may put a wider font in its place.
_LATIN_EM, _LONGEST_EM, _LONGEST_PART = 0.65, 20, 12
_WORD = 4  # signs of a word that is read as one: 以罚代刑
_ONE_LINE = 0.8  # of the cells should take one line
# An amount, a number of cases or a share stands to the right; what is not known with them.
FIGURE = re.compile(r"-?[\d,]+(?:\.\d+)?%?|—")
_UNBROKEN = re.compile(r"[!-~]+")
# Neither the day of writing nor the order in which the library packs may change the bytes.
_EPOCH = datetime(2000, 1, 1)
_ZIP_DATE = (2000, 1, 1, 0, 0, 0)


class Official:
    """A document that is written from top to bottom.

    Parameters
    ----------
    title : str
        Centred above the text, and the title in the file's properties.
    draft : str, optional
        A line above the title that says the document is a draft.
    """

    def __init__(self, title: str, draft: str | None = None) -> None:
        self._doc = Document()
        self._set_page()
        properties = self._doc.core_properties
        properties.title, properties.author, properties.comments = title, "", ""
        properties.created = properties.modified = _EPOCH
        if draft:
            self._line(draft, HEADING, _SMALL_PT, WD_ALIGN_PARAGRAPH.LEFT)
        for part in title.split("\n"):
            self._line(part, TITLE, _TITLE_PT, WD_ALIGN_PARAGRAPH.CENTER, is_bold=True)
        self._line("", BODY, _BODY_PT, WD_ALIGN_PARAGRAPH.LEFT)

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading: level 1 in SimHei, level 2 in KaiTi, both in the size of the body."""
        paragraph = self._line(
            text, HEADING if level == 1 else SUBHEADING, _BODY_PT, WD_ALIGN_PARAGRAPH.LEFT, indent=True
        )
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level - 1))
        paragraph.paragraph_format.element.get_or_add_pPr().append(outline)
        paragraph.paragraph_format.keep_with_next = True

    def text(self, text: str, *, indent: bool = True, right: bool = False) -> None:
        """Add a paragraph; a part between 【 and 】 that is to be filled in is highlighted."""
        align = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph = self._line("", BODY, _BODY_PT, align, indent=indent and not right)
        for part, is_blank in _parts(text):
            run = self._run(paragraph, part, BODY, _BODY_PT)
            if is_blank:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW

    def note(self, text: str) -> None:
        """Add a small line above a table, which stays with it."""
        line = self._line(text, BODY, _TABLE_PT, WD_ALIGN_PARAGRAPH.LEFT, line_pt=_TABLE_LINE_PT)
        line.paragraph_format.keep_with_next = True

    def table(self, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Add a ruled table whose header is repeated on every page and whose rows are not torn.

        The columns are as wide as their contents ask; figures, dates and numbers stay on one line.

        Parameters
        ----------
        header : sequence of str
            Column heads.
        rows : iterable of sequences of str
            Cells as text.
        """
        table = self._doc.add_table(rows=1, cols=len(header), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        lines = [list(row) for row in rows]
        size_pt, widths = _widths([header, *lines])
        sizes = [Pt(width) for width in widths]
        _set_margins(table)
        for column, size in zip(table.columns, sizes, strict=True):  # LibreOffice reads these, Word the cells
            column.width = size
        self._fill(table.rows[0], header, sizes, HEADING, size_pt)
        for cell in table.rows[0].cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
        for line in lines:
            row = table.add_row()
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            self._fill(row, line, sizes, BODY, size_pt)
            for cell, text in zip(row.cells, line, strict=True):
                if FIGURE.fullmatch(text):
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._line("", BODY, _TABLE_PT, WD_ALIGN_PARAGRAPH.LEFT, line_pt=_TABLE_LINE_PT)

    def save(self, path: Path) -> None:
        """Write the file; the same content gives the same bytes."""
        packed = io.BytesIO()
        self._doc.save(packed)
        with (
            zipfile.ZipFile(packed) as source,
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
        ):
            for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
                entry = zipfile.ZipInfo(name, _ZIP_DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(entry, source.read(name))

    def _set_page(self) -> None:
        section = self._doc.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        style = self._doc.styles["Normal"]
        style.font.name, style.font.size = _LATIN, Pt(_BODY_PT)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(footer, "— ", TITLE, _SMALL_PT)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        footer._p.append(field)
        self._run(footer, " —", TITLE, _SMALL_PT)

    def _line(
        self,
        text: str,
        font: str,
        size: float,
        align: WD_ALIGN_PARAGRAPH,
        *,
        indent: bool = False,
        is_bold: bool = False,
        line_pt: float = _LINE_PT,
    ) -> Paragraph:
        paragraph = self._doc.add_paragraph()
        paragraph.alignment = align
        form = paragraph.paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line_pt)
        form.space_before = form.space_after = Pt(0)
        if indent:
            form.first_line_indent = Pt(2 * size)
        if text:
            self._run(paragraph, text, font, size).bold = is_bold
        return paragraph

    @staticmethod
    def _run(paragraph: Paragraph, text: str, font: str, size: float) -> Run:
        run = paragraph.add_run(text)
        run.font.name, run.font.size = _LATIN, Pt(size)
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
        return run

    def _fill(
        self, row: _Row, cells: Sequence[str], sizes: Sequence[Length], font: str, size_pt: float
    ) -> None:
        for cell, text, size in zip(row.cells, cells, sizes, strict=True):
            cell.width = size
            paragraph = cell.paragraphs[0]
            form = paragraph.paragraph_format
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(round(size_pt * 1.5))
            self._run(paragraph, text, font, size_pt)


def _set_margins(table: Table) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(int(_PAD_PT * 20)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _widths(rows: Sequence[Sequence[str]]) -> tuple[float, list[float]]:
    """Return the size of the letters and the width of every column in points, together as wide as the text.

    Each gets what its longest unbroken part needs; what is left goes to those with more to say, in
    proportion to what they lack. The letters are the largest with which most cells take one line.
    """
    columns = list(zip(*rows, strict=True))
    pad = 2 * _PAD_PT + 1
    for size_pt in _SIZES_PT:
        least = [
            max(_unbroken_em(head), *map(_whole_em, cells), 0) * size_pt + pad for head, *cells in columns
        ]
        wanted = [min(max(map(_em, column)), _LONGEST_EM) * size_pt + pad for column in columns]
        if sum(max(need, _ONE_LINE * want) for need, want in zip(least, wanted, strict=True)) <= _FULL_PT:
            break
    lacking = [max(want - need, 0) for want, need in zip(wanted, least, strict=True)]
    rest = _FULL_PT - sum(least)
    if rest < 0:
        return size_pt, [width * _FULL_PT / sum(least) for width in least]
    share = min(rest / sum(lacking), 1) if sum(lacking) else 0
    filled = [need + share * lack for need, lack in zip(least, lacking, strict=True)]
    return size_pt, [width * _FULL_PT / sum(filled) for width in filled]


def _em(text: str) -> float:
    return sum(_LATIN_EM if sign.isascii() else 1 for sign in text)


def _unbroken_em(text: str) -> float:
    """Return the width of the longest part that must not be broken, at least two Chinese signs."""
    return max([2.0, *(min(len(part), _LONGEST_PART) * _LATIN_EM for part in _UNBROKEN.findall(text))])


def _whole_em(text: str) -> float:
    """Return the width a cell needs at least: a short word whole, of others what must not be broken."""
    return _em(text) if len(text) <= _WORD else _unbroken_em(text)


def _parts(text: str) -> list[tuple[str, bool]]:
    """Split a text at its blanks."""
    parts: list[tuple[str, bool]] = []
    rest = text
    while "【" in rest and "】" in rest.partition("【")[2]:
        before, _, rest = rest.partition("【")
        blank, _, rest = rest.partition("】")
        parts += [(before, False)] if before else []
        parts.append((f"【{blank}】", True))
    return [*parts, (rest, False)] if rest else parts
