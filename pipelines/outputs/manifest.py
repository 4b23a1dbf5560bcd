"""What was taken out: who, when, for what, how filtered, how many rows, and the hash of every file."""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from warehouse.home import Home

NAME = "manifest.json"
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Taken:
    """One export.

    Parameters
    ----------
    at : datetime
        When, naive Asia/Shanghai.
    run_id : str
        The run whose findings it holds.
    who : str
        Default: the name that the process runs under.
    purpose : str, optional
        What for, as the person said.
    filters : mapping of str to str
        Only the filters that were set.
    """

    at: datetime
    run_id: str
    who: str = ""
    purpose: str | None = None
    filters: Mapping[str, str] | None = None

    def told(self, folder: Path, names: Sequence[str], rows: Mapping[str, int]) -> dict[str, Any]:
        """Return the manifest of files in a folder; ``rows`` gives the rows of those that are lists."""
        return {
            "at": self.at.isoformat(timespec="seconds"),
            "who": self.who or getpass.getuser(),
            "purpose": self.purpose,
            "run_id": self.run_id,
            "filters": dict(self.filters or {}),
            "files": {
                name: {"sha256": sha256(folder / name), "bytes": (folder / name).stat().st_size}
                | ({"rows": rows[name]} if name in rows else {})
                for name in sorted(names)
            },
        }


def write(path: Path, told: Mapping[str, Any]) -> None:
    """Write a manifest beside what it tells of."""
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")


def register(home: Home, told: Mapping[str, Any]) -> None:
    """Enter an export in the journal of the installation."""
    home.deliveries.append([told])


def read(folder: Path) -> dict[str, Any]:
    """Return what the manifest of a folder tells."""
    told: dict[str, Any] = json.loads((folder / NAME).read_text("utf-8"))
    return told


def changed(folder: Path) -> list[str]:
    """Return the files of a folder that are not as its manifest says, with what is wrong.

    Parameters
    ----------
    folder : Path
        Holds ``manifest.json``.
    """
    wrong = []
    for name, entry in read(folder)["files"].items():
        file = folder / name
        if not file.exists():
            wrong.append(f"{name}：缺失")
        elif sha256(file) != entry["sha256"]:
            wrong.append(f"{name}：内容与校验值不符")
    return wrong


def sha256(file: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
