"""Which files an import takes, whose they are, and whether they were read before."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.errors import FileRefused
from warehouse.intake.mapping import BESIDE

# Files that programs leave in folders, and the mappings that stand beside the data.
_NOT_DATA = ("thumbs.db", "desktop.ini", BESIDE)


@dataclass(frozen=True)
class Found:
    """A file to import, and its source."""

    path: Path
    source: str


def walk(paths: Sequence[Path], *, inbox: Path, source: str | None) -> list[Found]:
    """Return the files of ``paths`` in the order of their names.

    Parameters
    ----------
    paths : sequence of Path
        Files and folders.
    inbox : Path
        A file below it belongs to the source that its first subfolder names.
    source : str, optional
        The source of all of them.
    """
    found: dict[Path, Found] = {}
    for path in paths:
        for file in _files(path) if path.is_dir() else [path]:
            resolved = file.absolute()
            found.setdefault(
                resolved, Found(file, source or _source(resolved, path.absolute(), inbox.absolute()))
            )
    return list(found.values())


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder; what may hold some but cannot be looked into, to be refused by name."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        name = path.name.lower()
        if hidden or name in _NOT_DATA or name.endswith(f".{BESIDE}"):
            continue
        if not _is_open_folder(path):
            yield path


def _is_open_folder(path: Path) -> bool:
    with suppress(PermissionError):  # its own folder may be listed, but not entered
        return path.is_dir() and not path.is_symlink() and os.access(path, os.R_OK | os.X_OK)
    return False


def _source(file: Path, given: Path, inbox: Path) -> str:
    if file.is_relative_to(inbox):
        parts = file.relative_to(inbox).parts
        return parts[0] if len(parts) > 1 else inbox.name
    if given.is_dir():
        parts = file.relative_to(given).parts
        return parts[0] if len(parts) > 1 else given.name
    return file.parent.name


def refuse_unreachable(path: Path) -> None:
    """Refuse what is no file, or leads to none.

    Raises
    ------
    FileRefused
        Names what it is instead.
    """
    found = (
        "" if path.is_file()
        else "链接，指向的文件不存在" if not path.exists()
        else "指向文件夹的链接" if path.is_symlink()
        else "文件夹，没有权限查看其中的文件" if path.is_dir()
        else "设备或者管道"
    )  # fmt: skip
    if found:
        raise FileRefused(
            "不是文件", where=shown(path.name), found=found, expected="文件", action="请报送文件本身"
        )


def shown(path: Path | str) -> str:
    """Return a path as text: a name that is not UTF-8 is one in GBK, from an archive unpacked elsewhere."""
    raw = os.fsencode(path)
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return raw.decode("utf-8", "backslashreplace")


def state(path: Path) -> tuple[int, int]:
    """Return the size of a file and when it was changed; what no file has where it cannot be reached."""
    with suppress(OSError):
        state = path.stat()
        return state.st_size, state.st_mtime_ns
    return -1, -1


def changing(name: str) -> FileRefused:
    """Say that a file changed while it was read: what was read of it may be half of it."""
    return FileRefused(
        "文件在读取时有变化",
        where=name,
        found="读取前后大小或者修改时间不同",
        expected="已经写完的文件",
        action="请在复制或者导出完成后重新导入",
    )


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def seen_unchanged(con: duckdb.DuckDBPyConnection, path: Path, mapping: str) -> bool:
    """Say whether the file was accepted before, under the same mapping, and has not changed.

    By size and time, else by content; ``mapping`` is what ``mapping_digest`` returns for it today.
    """
    rows = con.execute(
        "SELECT size, changed_ns, file_sha256 FROM landing.file "
        "WHERE file_path = ? AND coalesce(mapping_sha256, '') = ?",
        [shown(path.absolute()), mapping],
    ).fetchall()
    if not rows:
        return False
    ((size, changed_ns, digest),) = rows
    size_now, changed_now = state(path)
    return bool(size_now == size and (changed_now == changed_ns or sha256(path) == digest))
