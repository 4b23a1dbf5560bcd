"""Workbooks: every visible sheet as text, merged cells filled downwards, bombs refused unopened."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import fastexcel

from warehouse.config import Limits
from warehouse.errors import FileRefused
from warehouse.intake.archives import TORN
from warehouse.intake.compound import refuse_endless
from warehouse.intake.headers import SEARCHED_ROWS
from warehouse.intake.merged import far_cells, merged_cells
from warehouse.intake.open_document import MIME
from warehouse.intake.sheets import MOST_CELLS, damaged
from warehouse.intake.stacked import cut_tables, with_notes
from warehouse.intake.table import Finder, Table

# Names of streams in the folder of a compound file.
_WORD, _ENCRYPTED = "WordDocument".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")


def check_zip(path: Path, limits: Limits) -> str:
    """Refuse a document that is cut off, or that unpacks to more than an honest one would.

    Returns
    -------
    str
        What it is: ``xlsx``, ``docx`` or ``ods``.

    Raises
    ------
    FileRefused
        Names the size or the ratio found and the limit.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = [member.filename for member in members]
            mime = archive.open("mimetype").read(len(MIME)) if "mimetype" in names else b""
    except (*TORN, OSError):
        raise FileRefused(
            "工作簿损坏或不完整",
            where=path.name,
            found=f"{path.stat().st_size:,} 字节，没有文件末尾的目录，多为传输或者复制中断",
            expected="完整的工作簿",
            action="请与发送方核对文件大小后重新报送",
        ) from None
    unpacked = sum(member.file_size for member in members)
    packed = max(path.stat().st_size, 1)
    # Small files compress by large factors honestly; only what costs memory is a bomb.
    is_bomb = unpacked > limits.unzipped_mb << 20 or (
        unpacked > 64 << 20 and unpacked / packed > limits.zip_ratio
    )
    if is_bomb:
        raise FileRefused(
            "文件解压后过大",
            where=path.name,
            found=f"由 {packed / 2**20:,.1f} MB 解压为 {unpacked / 2**20:,.0f} MB",
            expected=f"不超过 {limits.unzipped_mb:,} MB 和 {limits.zip_ratio} 倍",
            action="请拆分工作簿，或者提高 config.yaml 中的 limits",
        )
    if mime == MIME:
        return "ods"
    if any(name.startswith("xl/workbook") for name in names):
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    is_letter = any(name.startswith(("ppt/", "mimetype")) for name in names)
    raise FileRefused(
        "是其他程序的文档，不是工作簿" if is_letter else "是压缩包，不是工作簿",
        where=path.name,
        expected="XLSX 或 ODS",
        action="请将其中的表格另存为 XLSX 后报送" if is_letter else "请解压后报送其中的文件",
    )


def read_workbook(path: Path, find: Finder, limits: Limits, kind: str) -> list[Table]:
    """Read every visible sheet with a header; what was left out is noted on the first table.

    Raises
    ------
    FileRefused
        If the workbook cannot be opened or no sheet has a header.
    """
    if kind == "xlsx" and (far := far_cells(path, MOST_CELLS)):
        raise FileRefused(
            "工作表范围过大",
            where=path.name,
            found=f"{far[0]:,} 行 × {far[1]:,} 列",
            expected=f"不超过 {MOST_CELLS:,} 个单元格",
            action="请删去远处的零星单元格后重新保存",
        )
    if kind == "xls":
        refuse_endless(path)
    try:
        # By a path it goes by the file's name, which says .xls of many an XLSX; by the bytes it goes by them.
        book = fastexcel.read_excel(path if path.suffix.lower() == f".{kind}" else path.read_bytes())
        sheets = [(name, _load(book, name)) for name in book.sheet_names]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # of a torn file the reader panics, which is no Exception
        raise _unopened(path, " ".join(str(error).split()), kind) from None
    try:
        merged = merged_cells(path, kind)
        if kind == "xlsx":
            _read_through(path)
    except TORN as error:  # the reader of workbooks does not compare what it unpacks with what was packed
        raise damaged(path, error) from None
    tables: list[Table] = []
    notes: list[str] = []
    for name, sheet in sheets:
        if sheet.visible != "visible":
            notes.append(f"隐藏的工作表「{name}」未读取")
        elif sheet.height == 0 or sheet.width == 0:
            notes.append(f"空白的工作表「{name}」未读取")
        elif sheet.width > limits.columns:
            notes.append(f"工作表「{name}」有 {sheet.width:,} 列，超过上限，未读取")
        elif found := cut_tables(name, _columns(sheet), merged.get(name, []), find, kind):
            tables += found
        else:
            notes.append(f"工作表「{name}」前 {SEARCHED_ROWS} 行没有可识别的表头，未读取")
    if not tables:
        raise FileRefused(
            "没有带表头的工作表", where=path.name, found="；".join(notes) or "没有工作表",
            expected="前几行内有某类数据的列名",
            action="请补上表头，或者配置来源映射",
        )  # fmt: skip
    return with_notes(tables, notes)


def _read_through(path: Path) -> None:
    """Unpack the parts beside the sheets, which hold the texts: what is not as it was packed raises."""
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.filename.endswith(".xml") and not info.filename.startswith("xl/worksheets/"):
                with archive.open(info) as part:
                    while part.read(1 << 22):
                        pass


def _unopened(path: Path, said: str, kind: str) -> FileRefused:
    """Say why a workbook does not open, in the sender's language."""
    content = path.read_bytes() if kind == "xls" else b""
    if _WORD in content:
        return FileRefused(
            "是旧格式的 Word 文档（.doc），不是工作簿",
            where=path.name,
            expected="XLSX，或者 DOCX 中的表格",
            action="请用 Word 或 WPS 另存为 DOCX 后重新报送",
        )
    if "password" in said.casefold() or _ENCRYPTED in content:
        return FileRefused(
            "工作簿设有打开密码",
            where=path.name,
            found="已加密的工作簿",
            expected="不设密码的工作簿",
            action="请取消密码后重新报送",
        )
    # The reader repeats the path of the file, which says nothing to the sender.
    return FileRefused(
        "工作簿无法打开",
        where=path.name,
        found=said.replace(str(path), path.name)[:200],
        action="请用表格软件打开并重新保存",
    )


def _columns(sheet: Any) -> list[list[str | None]]:
    return [column.to_pylist() for column in sheet.to_arrow().columns]


def _load(book: fastexcel.ExcelReader, name: str) -> Any:
    return book.load_sheet(name, header_row=None, dtypes="string", skip_rows=0)
