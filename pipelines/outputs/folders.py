"""Replaces a folder as a whole, so that a reader never sees half of one."""

from __future__ import annotations

import shutil
from pathlib import Path


def fresh(parent: Path, name: str) -> Path:
    """Create and return a new folder ``name`` in ``parent``; or ``name-2``, ``name-3``, if it stands."""
    parent.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        folder = parent / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
        else:
            return folder


def point(link: Path, folder: Path) -> None:
    """Make ``link`` show ``folder`` (its sibling) from one moment to the next.

    A symbolic link is replaced by a rename, which is atomic. Where the file system has none, a copy is made
    beside it and renamed; between the two renames the old folder stands as ``.<name>.old``.

    Parameters
    ----------
    link : Path
        What readers open, for example ``exports/latest``.
    folder : Path
        A finished folder in the same parent.
    """
    staged = link.with_name(f".{link.name}.new")
    _remove(staged)
    try:
        staged.symlink_to(folder.name, target_is_directory=True)
    except (OSError, NotImplementedError):
        shutil.copytree(folder, staged)
    if link.is_dir() and not link.is_symlink():
        old = link.with_name(f".{link.name}.old")
        _remove(old)
        link.rename(old)
        staged.rename(link)
        _remove(old)
    elif staged.is_symlink() or not link.is_symlink():
        staged.replace(link)
    else:
        link.unlink()
        staged.rename(link)


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)
