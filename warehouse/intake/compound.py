"""Compound files, which hold workbooks before XLSX: chains of sectors, which in a torn file may be rings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import olefile

from warehouse.errors import FileRefused


def refuse_endless(path: Path) -> None:
    """Refuse a compound file whose sectors never end: the reader of workbooks would fill the memory.

    Raises
    ------
    FileRefused
        If a chain leads back into itself, or cannot be followed at all.
    """
    try:
        with olefile.OleFileIO(path) as file:
            file.loadminifat()
            entries = [entry for entry in file.direntries if entry is not None]
            starts = [
                (file.fat, file.first_dir_sector),
                (file.fat, file.first_mini_fat_sector),
                *((file.minifat if entry.is_minifat else file.fat, entry.isectStart) for entry in entries),
            ]
            found = "扇区的链首尾相接，没有尽头" if any(_is_endless(*start) for start in starts) else ""
    except Exception:  # of torn bytes it makes errors of every kind
        found = "其中的目录或者扇区表无法读出"
    if found:
        raise FileRefused(
            "工作簿损坏或不完整",
            where=path.name,
            found=found,
            expected="完整的工作簿",
            action="请用表格软件打开并重新保存，或者与发送方核对文件大小后重新报送",
        )


def _is_endless(table: Sequence[int], sector: int) -> bool:
    seen: set[int] = set()
    while sector < len(table):
        if sector in seen:
            return True
        seen.add(sector)
        sector = table[sector]
    return False
