"""ZIP archives of files, as agencies send a month's delivery: each member is read like a file of its own."""

from __future__ import annotations

import lzma
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from warehouse.config import Limits
from warehouse.errors import FileRefused

# Bit flags of a member's header: encrypted; name in UTF-8.
_ENCRYPTED, _UTF8 = 0x1, 0x800
# What archives hold whose members are one document: a workbook, a letter, slides.
_DOCUMENT = ("[Content_Types].xml", "mimetype", "xl/", "word/")
# Signs of a name that are kept: file systems hold 255 bytes.
_KEPT = 60
# What comes of reading an archive whose bytes are not those that were packed.
TORN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ValueError, NotImplementedError,
    RuntimeError, KeyError,
)  # fmt: skip
_BY_PROGRAMS = ("__macosx", "thumbs.db", "desktop.ini")


def is_archive(path: Path) -> bool:
    """Say whether a file is a ZIP of files, not a document that is stored as one."""
    if not path.is_file() or not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except TORN:  # the readers say what is wrong with it
        return False
    return not any(name.startswith(_DOCUMENT) for name in names)


def unpack(path: Path, limits: Limits, folder: Path) -> Iterator[tuple[str, Path]]:
    """Write the files of an archive below ``folder`` and yield each with its name in the archive.

    Parameters
    ----------
    path : Path
        The archive.
    limits : Limits
        What no honest archive exceeds.
    folder : Path
        Where the files go, numbered, under their last names: what an archive calls its folders leads nowhere.

    Raises
    ------
    FileRefused
        If it is encrypted, too large unpacked, damaged, or holds no file.
    """
    with zipfile.ZipFile(path) as archive:
        members = [info for info in archive.infolist() if not info.is_dir() and _is_sent(_name(info))]
        _refuse(path, members, limits)
        for number, info in enumerate(members):
            name = _name(info)
            last = PurePosixPath(name)
            target = folder / str(number) / f"{last.stem[:_KEPT]}{last.suffix[:_KEPT]}"
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                with archive.open(info) as packed, target.open("wb") as written:
                    shutil.copyfileobj(packed, written)
            except (*TORN, OSError):
                raise FileRefused(
                    "压缩包损坏，或者用了不能解开的压缩方法",
                    where=f"{path.name}/{name}",
                    expected="通用的 ZIP 压缩包",
                    action="请重新压缩，或者解压后报送其中的文件",
                ) from None
            yield name, target


def _refuse(path: Path, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if not members:
        raise FileRefused("压缩包里没有文件", where=path.name, action="请重新报送")
    if any(info.flag_bits & _ENCRYPTED for info in members):
        raise FileRefused(
            "压缩包设有密码", where=path.name, expected="不设密码的压缩包", action="请取消密码后重新报送"
        )
    unpacked = sum(info.file_size for info in members)
    if unpacked > limits.unzipped_mb << 20:
        raise FileRefused(
            "压缩包解压后过大",
            where=path.name,
            found=f"{unpacked / 2**20:,.0f} MB",
            expected=f"不超过 {limits.unzipped_mb:,} MB",
            action="请分成几个压缩包，或者提高 config.yaml 中的 limits",
        )


def _is_sent(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not any(part.startswith((".", "~$")) or part.casefold() in _BY_PROGRAMS for part in parts)


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name: programs of Chinese systems write it in GBK and do not say so."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        for encoding in ("gb18030", "utf-8"):  # the stricter one last
            with suppress(UnicodeDecodeError):
                name = raw.decode(encoding)
    return name.replace("\\", "/")
