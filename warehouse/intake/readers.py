"""Which format a file is in, by its content; then its reader."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from warehouse.config import Limits
from warehouse.contract import Feed
from warehouse.errors import FileRefused
from warehouse.intake.csv_reader import read_csv
from warehouse.intake.excel_reader import check_zip, read_workbook
from warehouse.intake.headers import find_header
from warehouse.intake.json_reader import read_json, read_parquet
from warehouse.intake.mapping import SourceMapping
from warehouse.intake.open_document import read_open_document
from warehouse.intake.page_reader import SPREADSHEET, read_letter, read_page
from warehouse.intake.table import CsvScan, Finder, Table
from warehouse.intake.text_file import open_text
from warehouse.intake.xml_reader import read_xml

_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"
# What is sent in place of a table or of a ZIP archive, known by its first bytes.
_NO_TABLES = {
    b"%PDF": "PDF",
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"\x1f\x8b": "GZ 压缩包",
    b"BZh": "BZ2 压缩包",
    b"\xfd7zXZ": "XZ 压缩包",
    b"\xff\xd8\xff": "图片",
    b"\x89PNG": "图片",
    b"{\\rtf": "RTF 文档",
    b"\x03": "DBF 数据表",
}
_TAR_AT = 257  # where the first header of a TAR says what it is
_SAVED = "请另存为 XLSX 或 CSV 后重新报送"
_SCANNED = "请报送生成它的电子表格；只有扫描件的，请将其中的表录入 XLSX 后报送"
_INSTEAD = {"PDF": _SCANNED, "图片": _SCANNED, "RTF 文档": _SAVED, "DBF 数据表": _SAVED, "": _SAVED}
_READ = "CSV、TSV、XLSX、XLS、ODS、JSON、JSON Lines、XML、Parquet、网页或 Word 中的表格，或其 ZIP 包"
_JSON_NAMES = (".json", ".jsonl", ".ndjson")
# Many systems write a page, or the XML of Excel 2003, and name it .xls.
_PAGES = re.compile(rb"<html|<table[\s>]|<!doctype html|" + re.escape(SPREADSHEET.encode()))
_DOCTYPE = b"<!doctype"
_XML = b"<?xml"
# Without a declaration: an element that has nothing but an element in it.
_ELEMENT = re.compile(rb"<[^<>!?/]+>\s*<[^<>!?/]+>")
# What a database writes to be read back by a database.
_DUMP = re.compile(rb"(?im)^\s*(?:insert\s+into|create\s+(?:table|database|schema)|drop\s+table)\s+\S")


@dataclass(frozen=True)
class Request:
    """What is known of a file before it is read.

    Parameters
    ----------
    path : Path
        The file.
    feeds : mapping of str to Feed
        The contracts that may apply.
    mapping : SourceMapping, optional
        How its columns become the feed's.
    limits : Limits
        What no honest file exceeds.
    work : Path
        Folder for temporary files.
    exact : bool
        Look at every row of a delimited file.
    """

    path: Path
    feeds: Mapping[str, Feed]
    mapping: SourceMapping | None
    limits: Limits
    work: Path
    exact: bool = False


def read_file(request: Request) -> list[Table]:
    """Read every table of a file.

    Raises
    ------
    FileRefused
        One line that says why the file as a whole cannot be read.
    """
    path = request.path
    if path.stat().st_size == 0:
        raise FileRefused("文件为空", where=path.name, found="0 字节", action="请重新报送")
    tables = _tables(request)
    return [request.mapping.map_table(table) for table in tables] if request.mapping else tables


def _tables(request: Request) -> list[Table]:
    path, limits = request.path, request.limits
    with path.open("rb") as stream:
        head = stream.read(4096)
    find = _finder(request)
    if head.startswith(_ZIP):
        kind = check_zip(path, limits)
        if kind == "xlsx":
            return read_workbook(path, find, limits, kind)
        return (read_letter if kind == "docx" else read_open_document)(path, find, limits)
    if head.startswith(_OLE):
        return read_workbook(path, find, limits, "xls")
    if head.startswith(_PARQUET):
        return [read_parquet(path)]
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(b"<") and _PAGES.search(start):
        return read_page(path, find, limits)
    other = next((name for mark, name in _NO_TABLES.items() if head.startswith(mark)), None)
    if head[_TAR_AT:].startswith(b"ustar"):
        other = "TAR 包"
    if other is not None or start.startswith(_DOCTYPE):
        raise FileRefused(
            "不是表格格式",
            where=path.name,
            found=other or "XML",
            expected=_READ,
            action=_INSTEAD.get(other or "") or "请解压，或者改用 ZIP 压缩后重新报送",
        )
    if start.startswith(_XML) or _ELEMENT.match(start):
        return read_xml(open_text(path), find)
    if _DUMP.search(head):
        raise FileRefused(
            "不是表格格式",
            where=path.name,
            found="数据库备份（SQL 语句）",
            expected="数据库导出的 CSV、XLSX、JSON 或 Parquet",
            action="请从原数据库导出为 CSV 后重新报送，或者在 config.yaml 中配置数据库直接读取",
        )
    is_json = path.suffix.lower() in _JSON_NAMES or start[:1] in (b"{", b"[")
    exact = request.exact or request.mapping is not None
    if not (exact or is_json):
        with suppress(UnicodeDecodeError):  # the beginning was UTF-8, the rest is not
            file = open_text(path, trusting=True)
            tables = read_csv(file, find, limits, exact=False, work=request.work)
            if isinstance(tables[0].rows, CsvScan):
                return tables
    file = open_text(path)
    if is_json:
        return read_json(file, find)
    return read_csv(file, find, limits, exact=exact, work=request.work)


def _finder(request: Request) -> Finder:
    # A mapping of constants alone takes no field: the headers are the feed's own.
    if request.mapping is not None and request.mapping.fields:
        return request.mapping.find_header
    return lambda rows: find_header(rows, request.feeds.values())
