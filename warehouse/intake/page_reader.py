"""Tables of pages, of letters and of the XML of Excel 2003, which systems export and offices send.

Cells that were merged over rows are filled downwards, as in workbooks. A row's number is the one it has in
its table, a table's name its sheet's name or ``表1``, ``表2`` … in the order of the file.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import lxml.html
from lxml import etree

from warehouse.config import Limits
from warehouse.intake.archives import TORN
from warehouse.intake.sheets import MIDNIGHT, MOST_ROWS, Cell, Sheet, damaged, tables_of, whole_number
from warehouse.intake.table import Finder, Table
from warehouse.intake.text_file import open_text

SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_SS, _X = f"{{{SPREADSHEET}}}", "{urn:schemas-microsoft-com:office:excel}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAK = "\uf8fe"  # stands for the end of a line; no text has it, and XML may hold it
_CJK = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
# The end of a line in the source is no blank between Chinese signs.
_WRAPPED = re.compile(f"(?<=[{_CJK}])[ \t]*\r?\n\\s*(?=[{_CJK}])")
_ABOVE = 6  # texts before a table that may name its unit


def read_page(path: Path, find: Finder, limits: Limits) -> list[Table]:
    """Read every table of a web page, or every visible sheet of the XML of Excel 2003.

    Raises
    ------
    FileRefused
        If it cannot be parsed or no table has a header.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
    is_page = b"<html" in head.lower() or SPREADSHEET.encode() not in head
    try:
        sheets = _page(path, limits) if is_page else _spreadsheet(path, limits)
        return tables_of(path, sheets, find, limits, "html" if is_page else "xml")
    except (etree.LxmlError, ValueError) as error:
        raise damaged(path, error) from None


def read_letter(path: Path, find: Finder, limits: Limits) -> list[Table]:
    """Read every table of a Word document.

    Raises
    ------
    FileRefused
        If it cannot be parsed or no table has a header.
    """
    try:
        return tables_of(path, _letter(path, limits), find, limits, "docx")
    except (etree.LxmlError, *TORN) as error:
        raise damaged(path, error) from None


def _page(path: Path, limits: Limits) -> Iterator[Sheet]:
    text = open_text(path).text()
    page = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    etree.strip_elements(page, "script", "style", with_tail=False)
    # Tables that hold tables only place them on the page.
    found = page.xpath("//table[not(.//table)]")
    for number, table in enumerate(found, 1):
        sheet = Sheet(f"表{number}" if len(found) > 1 else "")
        before = table.xpath("preceding::text()[normalize-space() and not(ancestor::table)]")
        sheet.above = [str(one) for one in [*before[-_ABOVE:], *table.xpath("./caption//text()")]]
        covered: dict[int, int] = {}
        for row in table.xpath("./tr|./thead/tr|./tbody/tr|./tfoot/tr"):
            sheet.add((_page_cell(cell, limits) for cell in row.xpath("./td|./th")), covered)
        yield sheet


def _page_cell(cell: lxml.html.HtmlElement, limits: Limits) -> Cell:
    for node in cell.iter("br", "p", "div", "li"):
        if node is not cell:
            node.tail = _BREAK + (node.tail or "")
    text = " ".join(_WRAPPED.sub("", cell.text_content()).split())
    lines = (line.strip() for line in text.split(_BREAK))
    return Cell(
        "\n".join(filter(None, lines)),
        min(max(whole_number(cell.get("colspan"), 1), 1), limits.columns),
        min(max(whole_number(cell.get("rowspan"), 1), 1), MOST_ROWS) - 1,
    )


def _spreadsheet(path: Path, limits: Limits) -> Iterator[Sheet]:
    book = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for worksheet in book.iter(f"{_SS}Worksheet"):
        sheet = Sheet(worksheet.get(f"{_SS}Name", ""))
        sheet.is_hidden = worksheet.findtext(f"{_X}WorksheetOptions/{_X}Visible", "") not in (
            "",
            "SheetVisible",
        )
        covered: dict[int, int] = {}
        for row in worksheet.iterfind(f"{_SS}Table/{_SS}Row"):
            stands = min(whole_number(row.get(f"{_SS}Index"), 0) - 1, MOST_ROWS)
            while len(sheet.rows) < stands:
                sheet.rows.append({})
            sheet.add((_spreadsheet_cell(cell, limits) for cell in row.iterfind(f"{_SS}Cell")), covered)
        yield sheet


def _spreadsheet_cell(cell: etree._Element, limits: Limits) -> Cell:
    data = cell.find(f"{_SS}Data")
    text = "" if data is None else "".join(data.itertext()).strip()
    if data is not None and data.get(f"{_SS}Type") == "DateTime":
        text = MIDNIGHT.sub("", text)
    at = cell.get(f"{_SS}Index")
    return Cell(
        text,
        min(whole_number(cell.get(f"{_SS}MergeAcross"), 0), limits.columns) + 1,
        min(whole_number(cell.get(f"{_SS}MergeDown"), 0), MOST_ROWS),
        min(max(whole_number(at, 1) - 1, 0), limits.columns) if at else None,
    )


def _letter(path: Path, limits: Limits) -> Iterator[Sheet]:
    with zipfile.ZipFile(path) as archive, archive.open("word/document.xml") as stream:
        body = etree.parse(stream, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    found = [table for table in body.iter(f"{_W}tbl") if table.find(f".//{_W}tbl") is None]
    for number, table in enumerate(found, 1):
        sheet = Sheet(f"表{number}" if len(found) > 1 else "")
        before = [_said(each) for each in table.itersiblings(f"{_W}p", preceding=True)]
        sheet.above = list(filter(None, before))[:_ABOVE]
        covered: dict[int, int] = {}
        for row in table.iter(f"{_W}tr"):
            skipped = whole_number(_value(row, "trPr/gridBefore"), 0)
            cells = (_letter_cell(cell, limits) for cell in row.iter(f"{_W}tc"))
            sheet.add([Cell("", min(skipped, limits.columns)), *cells], covered)
        yield sheet


def _letter_cell(cell: etree._Element, limits: Limits) -> Cell:
    across = min(max(whole_number(_value(cell, "tcPr/gridSpan"), 1), 1), limits.columns)
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    is_more = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
    return Cell("\n".join(filter(None, map(_said, cell.iter(f"{_W}p")))), across, is_more=is_more)


def _value(node: etree._Element, path: str) -> str | None:
    found = node.find("/".join(f"{_W}{name}" for name in path.split("/")))
    return None if found is None else found.get(f"{_W}val")


def _said(paragraph: etree._Element) -> str:
    pieces = paragraph.iter(f"{_W}t", f"{_W}br", f"{_W}tab")
    return "".join(node.text or "" if node.tag == f"{_W}t" else "\n" for node in pieces).strip()
