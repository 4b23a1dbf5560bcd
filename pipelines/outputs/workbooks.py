"""Opens workbooks that people filled in and sent back."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from warehouse.errors import XianjieError


def opened(path: Path) -> openpyxl.Workbook:
    """Return a workbook to read values from.

    Raises
    ------
    XianjieError
        If it is no XLSX, or is damaged.
    """
    try:
        return openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError) as error:
        raise XianjieError(
            "不能读取这个工作簿",
            where=path.name,
            found=path.suffix or "没有后缀",
            expected="XLSX 工作簿",
            action="请用 Excel 或者 WPS 打开并另存为 .xlsx；打不开的，请重新填写",
        ) from error
