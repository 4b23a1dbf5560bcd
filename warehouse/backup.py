"""One file that holds an installation, and the way back from it.

A plain TAR: any system opens it, also without this program. Its last member tells the hash of every file, so
that a backup that was cut off or changed is noticed before anything is restored from it.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from warehouse.errors import FileRefused, XianjieError
from warehouse.home import Home

_MANIFEST = "xianjie-backup.json"
_FORMAT = 1
_BLOCK = 1 << 20
_MODE = 0o600
# Dagster's records of runs are open all the time and of no use elsewhere; locks and spilled rows are empty.
_LEFT_OUT = ("dagster", ".spill", "run.lock", "pool.lock")


@dataclass(frozen=True)
class Backup:
    """What a backup holds.

    Parameters
    ----------
    made_at : datetime
        Naive, Asia/Shanghai.
    files : int
        Number of files.
    size : int
        Bytes of them together.
    links_out : tuple of str
        Links that lead out of the installation (a share that agencies write to): neither they nor what they
        lead to is in it.
    """

    made_at: datetime
    files: int
    size: int
    links_out: tuple[str, ...] = ()


def back_up(home: Home, out: Path, made_at: datetime) -> Backup:
    """Write everything of an installation but Dagster's records into one file.

    No run goes on meanwhile and nothing is written to the pool; both may go on being read. Killed at any
    moment, there is no backup under that name.

    Parameters
    ----------
    home : Home
        The installation.
    out : Path
        The file to write (mode 0600); must not exist, nor lie in the installation.
    made_at : datetime
        Written into the backup.

    Raises
    ------
    XianjieError
        If there is nothing to back up, ``out`` cannot be used, or a delivered file changes meanwhile.
    PoolBusy
        If a run or an import does not end.
    """
    root = home.root.resolve()
    if not home.pool.path.exists():
        raise XianjieError("尚无数据，无可备份", where=str(root), action="用 --home 指定数据所在的文件夹")
    if out.exists():
        raise XianjieError("备份文件已存在", where=str(out), action="另选文件名；已有的备份不会被覆盖")
    if out.resolve().is_relative_to(root):
        raise XianjieError("备份不能放在数据文件夹之内", where=str(out), action="请放在另一块磁盘上")
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_name(f".{out.name}.partial")
    try:
        with ExitStack() as still:
            still.enter_context(home.running())
            still.enter_context(home.pool.read())
            file = still.enter_context(
                os.fdopen(os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, _MODE), "wb")
            )
            done = _write(root, file, made_at)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
    return done


def restore(file: Path, root: Path) -> Backup:
    """Make the folder ``root`` what it was when a backup was made.

    The folder appears when all of it was written and every hash is right, or not at all.

    Parameters
    ----------
    file : Path
        A backup.
    root : Path
        A folder that does not exist or is empty: data that are there are never replaced.

    Raises
    ------
    XianjieError
        If ``root`` holds anything.
    FileRefused
        If ``file`` is no whole backup.
    """
    if not file.is_file():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(file))
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise XianjieError(
            "要恢复到的文件夹中已有内容",
            where=str(root),
            expected="空的或不存在的文件夹",
            action="用 --home 另选，或先把原文件夹移走",
        )
    root.parent.mkdir(parents=True, exist_ok=True)
    partial = root.with_name(f".{root.name}.restoring")
    shutil.rmtree(partial, ignore_errors=True)  # of one that was killed
    partial.mkdir(mode=0o700)
    try:
        done = _read(file, partial)
        partial.replace(root)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return done


def _write(root: Path, file: IO[bytes], made_at: datetime) -> Backup:
    told: dict[str, dict[str, Any]] = {}
    links_out: list[str] = []
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path in _contents(root):
            name = path.relative_to(root).as_posix()
            if path.is_symlink() and not _is_inside(path.readlink()):
                links_out.append(name)
            elif path.is_symlink() or path.is_dir():
                tar.add(path, name, recursive=False)
            elif path.is_file():
                told[name] = _add(tar, path, name)
        _tell(tar, {"format": _FORMAT, "made_at": made_at.isoformat(timespec="seconds"), "files": told})
    return Backup(made_at, len(told), _size(told), tuple(links_out))


def _add(tar: tarfile.TarFile, path: Path, name: str) -> dict[str, Any]:
    """Copy one file and return its hash and size as copied."""
    try:
        with path.open("rb") as source:
            info = tar.gettarinfo(arcname=name, fileobj=source)
            info.type = tarfile.REGTYPE  # what has two names is written twice
            info.size = os.fstat(source.fileno()).st_size
            hashed = _Hashed(source)
            tar.addfile(info, hashed)
    except OSError as error:
        if error.errno not in (None, errno.ENOENT):
            raise  # the disk is full, the file cannot be read
        raise XianjieError("文件在备份时有变动", where=str(path), action="待报送完成后再试") from error
    return {"sha256": hashed.sha256.hexdigest(), "bytes": info.size}


def _tell(tar: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    info = tarfile.TarInfo(_MANIFEST)
    info.size, info.mode = len(content), _MODE
    tar.addfile(info, io.BytesIO(content))


def _size(told: dict[str, dict[str, Any]]) -> int:
    return sum(entry["bytes"] for entry in told.values())


def _contents(root: Path) -> Iterator[Path]:
    for path in sorted(root.iterdir()):
        if path.name in _LEFT_OUT:
            continue
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from sorted(path.rglob("*"))


def _read(file: Path, into: Path) -> Backup:
    found: dict[str, str] = {}
    told: dict[str, Any] | None = None
    try:
        with tarfile.open(file, "r:") as tar:
            for member in tar:
                if member.name == _MANIFEST:
                    told = json.load(_member(tar, member))
                else:
                    _extract(tar, member, into, found)
    except (tarfile.TarError, ValueError, EOFError) as error:
        raise _refused(file, "不是备份，或已损坏、不完整") from error
    if told is None or told.get("format") != _FORMAT:
        raise _refused(file, "没有文件清单" if told is None else f"格式 {told.get('format')}")
    expected = {name: entry["sha256"] for name, entry in told["files"].items()}
    for name in expected.keys() | found.keys():
        if expected.get(name) != found.get(name):
            raise _refused(file, f"{name} 与清单不符")
    return Backup(datetime.fromisoformat(told["made_at"]), len(expected), _size(told["files"]))


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, into: Path, found: dict[str, str]) -> None:
    """Write one member; nothing may lead out of the folder."""
    if not _is_inside(Path(member.name)) or (member.issym() and not _is_inside(Path(member.linkname))):
        raise tarfile.TarError(member.name)
    path = into / member.name
    if member.isdir():
        path.mkdir(mode=member.mode & 0o777, parents=True, exist_ok=True)
    elif member.issym():
        path.symlink_to(member.linkname)
    elif member.isreg():
        with os.fdopen(
            os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, member.mode & 0o777), "wb"
        ) as target:
            hashed = _Hashed(_member(tar, member))
            shutil.copyfileobj(hashed, target, _BLOCK)
        with suppress(OSError):
            os.utime(path, (member.mtime, member.mtime))  # when it was delivered
        found[member.name] = hashed.sha256.hexdigest()
    else:
        raise tarfile.TarError(member.name)


def _is_inside(path: Path) -> bool:
    return not path.is_absolute() and ".." not in path.parts


def _member(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(member)
    if content is None:
        raise tarfile.TarError(member.name)
    return content


def _refused(file: Path, found: str) -> FileRefused:
    return FileRefused(
        "不能由此文件恢复",
        where=str(file),
        found=found,
        expected="xianjie backup 写出的文件",
        action="请换另一份备份；没有恢复任何内容",
    )


class _Hashed:
    """A file that is hashed while it is read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._source.read(size)
        self.sha256.update(block)
        return block
