"""Which files an import takes, whose they are, and whether they were read before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

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
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        name = path.name.lower()
        if path.is_file() and not hidden and name not in _NOT_DATA and not name.endswith(f".{BESIDE}"):
            yield path


def _source(file: Path, given: Path, inbox: Path) -> str:
    if file.is_relative_to(inbox):
        parts = file.relative_to(inbox).parts
        return parts[0] if len(parts) > 1 else inbox.name
    if given.is_dir():
        parts = file.relative_to(given).parts
        return parts[0] if len(parts) > 1 else given.name
    return file.parent.name


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
        [str(path.absolute()), mapping],
    ).fetchall()
    if not rows:
        return False
    ((size, changed_ns, digest),) = rows
    state = path.stat()
    return bool(state.st_size == size and (state.st_mtime_ns == changed_ns or sha256(path) == digest))
