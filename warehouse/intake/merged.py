"""Which cells of a workbook were merged over rows: the reader of workbooks does not tell."""

from __future__ import annotations

import math
import re
import struct
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import olefile

from warehouse.intake.archives import TORN

Merged = dict[str, list[tuple[int, int, int]]]

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_SIZE = re.compile(rb'<(?:\w+:)?dimension ref="[A-Z]+\d+:([A-Z]+)(\d+)"')
_HELD = re.compile(rb'<(?:\w+:)?c r="([A-Z]+)(\d+)"[^>/]*>')
_HELD_IN = re.compile(rb'<(?:\w+:)?c r="([A-Z]+)\d+"[^>/]*>')
_PREFIX = re.compile(rb"<(\w+:)?worksheet\b")
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
            ranges = {found for window in _windows(archive, part) for found in _MERGE.findall(window)}
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
    size is often more than what it holds, and then every cell with a value is looked at; programs that write
    row by row do not know it yet and say nothing, or A1.
    """
    # What cannot be unpacked is told by the reader of workbooks.
    with suppress(*TORN, OSError, ElementTree.ParseError), zipfile.ZipFile(path) as archive:
        for part in _sheet_parts(archive).values():
            with archive.open(part) as stream:
                head = stream.read(4096)
            said = _SIZE.search(head)
            size = (int(said[2]), _column(said[1]) + 1) if said else _roughly(archive, part, head)
            if math.prod(size) <= most:
                continue
            rows = columns = 0
            for window in _windows(archive, part):
                for letters, number in _HELD.findall(window):
                    rows, columns = max(rows, int(number)), max(columns, _column(letters) + 1)
            if rows * columns > most:
                return rows, columns
    return None


def _roughly(archive: zipfile.ZipFile, part: str, head: bytes) -> tuple[int, int]:
    """Return what rows and columns a sheet has at most: only cells beyond column Z are looked at."""
    told = _PREFIX.search(head)
    prefix = told[1] or b"" if told else b""  # searched for as it is: a pattern would take many times longer
    row = re.compile(b"<" + prefix + rb'row [^>]*?\br="(\d+)"')
    cell = re.compile(b"<" + prefix + rb'c [^>]*?\br="([A-Z]{2,3})\d')
    rows, columns = 0, 26
    for window in _windows(archive, part):
        rows = max(rows, *map(int, row.findall(window)), 0)
        columns = max(columns, *(_column(letters) + 1 for letters in set(cell.findall(window))), 0)
    return rows, columns


def _windows(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part piece by piece; each begins with the end of the one before."""
    with archive.open(part) as stream:
        carried = b""
        while chunk := stream.read(_CHUNK):
            yield carried + chunk
            carried = chunk[-200:]


def _first_column(archive: zipfile.ZipFile, part: str) -> int:
    """Return the first column in which any cell holds a value."""
    first: int | None = None
    for window in _windows(archive, part):
        for letters in _HELD_IN.findall(window):
            place = _column(letters)
            first = place if first is None or place < first else first
        if first == 0:
            return 0
    return first or 0


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
