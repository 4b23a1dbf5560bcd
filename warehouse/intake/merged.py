"""Which cells of a workbook were merged over rows: the reader of workbooks does not tell."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import olefile

Merged = dict[str, list[tuple[int, int, int]]]

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_SIZE = re.compile(rb'<(?:\w+:)?dimension ref="[A-Z]+\d+:([A-Z]+)(\d+)"')
_HELD = re.compile(rb'<(?:\w+:)?c r="([A-Z]+)(\d+)"[^>/]*>')
_CHUNK = 1 << 22
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

# Records of the format before XLSX (BIFF8): what sheets there are, where each begins and ends, cells with a
# value in one column or in several, and merged cells.
_SHEET, _BEGIN, _END, _CELLS = 0x85, 0x809, 0x0A, (0x06, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E)
_MERGED = 0xE5


def merged_cells(path: Path, kind: str) -> Merged:
    """Return, per sheet, the merged ranges of one column: (column, first row, last row), from 0.

    Columns count from the first one in which any cell holds a value, as the reader counts them. A layout of
    its own has none: the cells stay as they are.

    Parameters
    ----------
    path : Path
        A workbook that opens.
    kind : str
        ``xlsx`` or ``xls``.
    """
    if kind == "xlsx":
        return _of_parts(path)
    try:
        return _of_records(path)
    except (OSError, struct.error, IndexError, UnicodeDecodeError):
        return {}


def _of_records(path: Path) -> Merged:
    with olefile.OleFileIO(path) as file:
        stream = next((name for name in ("Workbook", "Book") if file.exists(name)), None)
        data = file.openstream(stream).read() if stream else b""
    if not data.startswith(struct.pack("<H", _BEGIN)):
        return {}
    return {
        _sheet_name(content): _merged_of(data, struct.unpack_from("<I", content)[0])
        for record, content in _records(data, 0)
        if record == _SHEET
    }


def _records(data: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records from a place on, up to the end of what begins there."""
    depth = 0
    while at + 4 <= len(data):
        record, size = struct.unpack_from("<HH", data, at)
        depth += (record == _BEGIN) - (record == _END)
        if depth == 0:
            return
        if depth == 1:  # further in are charts
            yield record, data[at + 4 : at + 4 + size]
        at += 4 + size


def _sheet_name(content: bytes) -> str:
    size, is_wide = content[6], content[7] & 1
    return content[8 : 8 + size * (1 + is_wide)].decode("utf-16-le" if is_wide else "latin-1")


def _merged_of(data: bytes, at: int) -> list[tuple[int, int, int]]:
    ranges: set[tuple[int, int, int, int]] = set()
    first = 1 << 16
    for record, content in _records(data, at):
        if record in _CELLS:
            first = min(first, struct.unpack_from("<H", content, 2)[0])
        elif record == _MERGED:
            ranges.update(struct.iter_unpack("<4H", content[2:]))
    return [
        (left - first, top, bottom)
        for top, bottom, left, right in sorted(ranges)
        if left == right and left >= first
    ]


def _of_parts(path: Path) -> Merged:
    found: Merged = {}
    with zipfile.ZipFile(path) as archive:
        try:
            parts = _sheet_parts(archive)
        except (KeyError, ElementTree.ParseError):
            return {}  # a layout of its own: the cells stay as they are
        for name, part in parts.items():
            ranges = set()
            with archive.open(part) as stream:
                carried = b""
                while chunk := stream.read(_CHUNK):
                    window = carried + chunk
                    ranges.update(_MERGE.findall(window))
                    carried = window[-200:]
            # Offset: the reader's first column is the sheet's first used one, see _first_column.
            offset = _first_column(archive, part)
            found[name] = [
                (_column(left) - offset, int(top) - 1, int(bottom) - 1)
                for left, top, right, bottom in sorted(ranges)
                if left == right and _column(left) >= offset
            ]
    return found


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {node.attrib["Id"]: node.attrib["Target"] for node in relations}
    parts = {}
    for node in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if node.tag.endswith("}sheet"):
            target = targets[node.attrib[_RELATIONS]].removeprefix("/xl/")
            if f"xl/{target}" in archive.namelist():
                parts[node.attrib["name"]] = f"xl/{target}"
    return parts


def far_cells(path: Path, most: int) -> tuple[int, int] | None:
    """Return rows and columns of a sheet of an XLSX that would hold more cells than ``most``, else None.

    A cell far out makes the reader of workbooks lay out all that lie before it. What a sheet says of its
    size is often more than what it holds, and then every cell with a value is looked at.
    """
    # What cannot be unpacked is told by the reader of workbooks.
    torn = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, KeyError)
    with suppress(*torn, ElementTree.ParseError), zipfile.ZipFile(path) as archive:
        for part in _sheet_parts(archive).values():
            with archive.open(part) as stream:
                window = stream.read(4096)
                said = _SIZE.search(window)
                if said is None or (_column(said[1]) + 1) * int(said[2]) <= most:
                    continue
                rows = columns = 0
                while window:
                    for letters, number in _HELD.findall(window):
                        rows, columns = max(rows, int(number)), max(columns, _column(letters) + 1)
                    chunk = stream.read(_CHUNK)
                    window = window[-200:] + chunk if chunk else b""
                if rows * columns > most:
                    return rows, columns
    return None


def _first_column(archive: zipfile.ZipFile, part: str) -> int:
    """Return the first column in which any cell holds a value."""
    first: int | None = None
    with archive.open(part) as stream:
        carried = b""
        while chunk := stream.read(_CHUNK):
            window = carried + chunk
            for letters in re.findall(rb'<(?:\w+:)?c r="([A-Z]+)\d+"[^>/]*>', window):
                place = _column(letters)
                first = place if first is None or place < first else first
            carried = window[-200:]
            if first == 0:
                return 0
    return first or 0


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
