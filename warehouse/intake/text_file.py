"""Text files: which encoding they are in, strictly, and whether anything in them is odd."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import FileRefused

_CHUNK = 1 << 22
# DuckDB checks the rest of a larger file while it reads it.
_CHECKED = 1 << 24
_TAIL = 1 << 16
# Two line ends in a row. (A search for b"\\n\\n" would take twice the time.)
_BLANK_LINE = re.compile(rb"\n\r?\n")
_BOMS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True)
class TextFile:
    """A text file whose encoding is known.

    Parameters
    ----------
    path : Path
        The file as delivered.
    encoding : str
        ``utf-8``, ``utf-8-sig``, ``utf-16-le``, ``utf-16-be`` or ``gb18030``.
    is_plain : bool
        UTF-8 without a blank line between records, which DuckDB would pass over: rows are numbered without
        looking at every line. Mixed line ends are what it refuses by itself.
    """

    path: Path
    encoding: str
    is_plain: bool

    @property
    def bom(self) -> int:
        """Bytes of the byte order mark."""
        return {"utf-8-sig": 3, "utf-16-le": 2, "utf-16-be": 2}.get(self.encoding, 0)

    def chunks(self) -> Iterator[str]:
        """Yield the decoded text, a part at a time."""
        decoder = codecs.getincrementaldecoder(self.encoding.removesuffix("-sig"))()
        with self.path.open("rb") as stream:
            stream.seek(self.bom)
            while chunk := stream.read(_CHUNK):
                yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)

    def text(self) -> str:
        """Return the decoded text."""
        return "".join(self.chunks())

    def write_utf8(self, target: Path) -> TextFile:
        """Write the text to ``target`` in UTF-8 and return that file."""
        with target.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(self.chunks())
        return TextFile(target, "utf-8", _is_plain(target))


def open_text(path: Path, *, trusting: bool = False) -> TextFile:
    """Find the encoding: UTF-8 if the whole file decodes, else by byte order mark, else GB18030.

    Parameters
    ----------
    path : Path
        A file that is not empty.
    trusting : bool
        Take a large file whose beginning is UTF-8 for UTF-8: its reader checks the rest, and refuses it.

    Raises
    ------
    FileRefused
        If no encoding decodes the whole file, or it holds NUL bytes.
    """
    with path.open("rb") as stream:
        head = stream.read(len(codecs.BOM_UTF8))
    bom = next((name for mark, name in _BOMS if head.startswith(mark)), None)
    first_error = _error(path, "utf-8", until=_CHECKED if trusting else None)
    if first_error is None:
        encoding = "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"
    elif bom is not None and _error(path, bom, 2) is None:
        encoding = bom
    elif bom is None and _error(path, "gb18030") is None:
        encoding = "gb18030"
    else:
        raise FileRefused(
            "没有编码能读出该文件",
            where=path.name,
            found=first_error,
            expected=f"全文为 UTF-8、{bom.upper() if bom else '带 BOM 的 UTF-16 或 GB18030'}",
            action="请以 UTF-8 重新导出",
        )
    if not encoding.startswith("utf-16"):
        _refuse_nul(path)
    return TextFile(path, encoding, encoding.startswith("utf-8") and _is_plain(path))


def refuse_long_line(file: TextFile, line_kb: int) -> None:
    """Refuse a table whose first line has no end within the limit.

    Raises
    ------
    FileRefused
        If more than ``line_kb`` times 1,024 characters come without a line break.
    """
    head = ""
    for chunk in file.chunks():
        head += chunk
        if "\n" in head or "\r" in head:
            return
        if len(head) > line_kb * 1024:
            raise FileRefused(
                "首行过长，不是表格",
                where=file.path.name,
                found=f"超过 {line_kb} KB 没有换行",
                expected="表头行",
                action="请以 CSV 或 XLSX 报送",
            )


def _error(path: Path, encoding: str, skip: int = 0, until: int | None = None) -> str | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    place = 0
    with path.open("rb") as stream:
        stream.seek(skip)
        try:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
                place += len(chunk)
                if until is not None and place >= until:
                    return None
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            bad = error.object[error.start : error.start + 1].hex()
            return f"位置 {place + error.start + skip} 附近的字节 0x{bad}"
    return None


def _refuse_nul(path: Path) -> None:
    place = 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            if (found := chunk.find(b"\0")) >= 0:
                raise FileRefused(
                    "文本文件中有 NUL 字节",
                    where=path.name,
                    found=f"位置 {place + found} 处的 NUL 字节",
                    expected="文本",
                    action="请重新导出该文件",
                )
            place += len(chunk)


def _is_plain(path: Path) -> bool:
    size = path.stat().st_size
    place = 0
    carried = b"\n"  # a blank first line counts
    with path.open("rb") as stream:
        stream.seek(max(0, size - _TAIL))
        end = max(0, size - _TAIL) + len(stream.read().rstrip(b"\r\n"))
        stream.seek(0)
        while place < end and (chunk := stream.read(min(_CHUNK, end - place))):
            place += len(chunk)
            window = carried + chunk
            if _BLANK_LINE.search(window) or (b"\n" not in chunk and b"\r\r" in window):
                return False
            carried = window[-2:]
    return True
