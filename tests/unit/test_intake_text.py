"""Encodings are decided strictly; records are taken apart whatever the quotes do."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.errors import FileRefused
from warehouse.intake import text_file
from warehouse.intake.csv_reader import _records
from warehouse.intake.text_file import open_text, refuse_long_line


@pytest.mark.parametrize(
    ("content", "encoding", "is_plain"),
    [
        ("甲,乙\n1,2\n".encode(), "utf-8", True),
        ("甲,乙\r\n1,2\r\n\r\n".encode(), "utf-8", True),
        ("甲,乙\n\n1,2\n".encode(), "utf-8", False),
        ("甲,乙\r\n\r\n1,2\r\n".encode(), "utf-8", False),
        ("\n甲,乙\n1,2\n".encode(), "utf-8", False),
        ("甲,乙\r1,2\r".encode(), "utf-8", True),
        ("甲,乙\r\r1,2\r".encode(), "utf-8", False),
        ("甲,乙\n1,2\r\n3,4\n".encode(), "utf-8", True),
        ("甲,乙\n".encode("utf-8-sig"), "utf-8-sig", True),
        ("甲,乙\n".encode("gb18030"), "gb18030", False),
        ("㐀,𠮷\n".encode("gb18030"), "gb18030", False),
        ("\ufeff甲".encode("utf-16-le"), "utf-16-le", False),
        ("\ufeff甲".encode("utf-16-be"), "utf-16-be", False),
    ],
)
@pytest.mark.parametrize("chunk", [1, 3, 1 << 22])
def test_encoding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, encoding: str, is_plain: bool, chunk: int
) -> None:
    monkeypatch.setattr(text_file, "_CHUNK", chunk)
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    found = open_text(file)
    assert (found.encoding, found.is_plain) == (encoding, is_plain)
    assert found.text() == content.decode(encoding).removeprefix("\ufeff")
    copied = found.write_utf8(tmp_path / "b.csv")
    assert copied.text() == found.text()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a\x00b", b"\x81"])
def test_no_encoding(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    with pytest.raises(FileRefused, match=r"a\.csv"):
        open_text(file)


def test_a_line_without_end(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"x," * 2000)
    with pytest.raises(FileRefused, match="1 KB"):
        refuse_long_line(open_text(file), 1)
    refuse_long_line(open_text(file), 64)


@pytest.mark.parametrize(
    ("lines", "cells"),
    [
        (["1,2"], [["1", "2"]]),
        (['"1,2",3'], [["1,2", "3"]]),
        (['"a""b",3'], [['a"b', "3"]]),
        (['5" 管,3'], [['5" 管', "3"]]),
        (['"a', 'b",3'], [["a\nb", "3"]]),
        (['"a"x,3', "1,2"], [None, ["1", "2"]]),
        (['"a,3', "1,2"], [None, ["1", "2"]]),
        (['"a,3', '1,"b"', "4,5"], [None, ["1", "b"], ["4", "5"]]),
        (['""', '"",""'], [[""], ["", ""]]),
    ],
)
def test_records(lines: list[str], cells: list[list[str] | None]) -> None:
    assert [record.cells for record in _records(lines, ",")] == cells
