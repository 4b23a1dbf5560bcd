"""Append-only journals in the home folder: what people decided, where no rebuild of the pool loses it.

One JSON object per line. Each line carries the hash of the line before it, so that a changed, removed or
inserted line is noticed. A line that a killed process left unfinished was never acknowledged: it is moved
aside before the next line is written.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.errors import CheckFailed

_FIRST = "0" * 64


@dataclass(frozen=True)
class Journal:
    """One journal file.

    Parameters
    ----------
    path : Path
        The file, created with mode 0600 on the first entry.
    """

    path: Path

    def append(self, entries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Write entries as one act: all of them are on the disk when this returns.

        Parameters
        ----------
        entries : sequence of mappings
            JSON values; ``seq``, ``before`` and ``hash`` are added.

        Returns
        -------
        list of dict
            The entries as written.

        Raises
        ------
        CheckFailed
            If the journal was changed by hand.
        """
        if not entries:
            return []
        with self._locked() as file:
            known, size = self._parse(file.read())
            if os.fstat(file.fileno()).st_size > size:
                self._set_aside(file, size)
            before = known[-1]["hash"] if known else _FIRST
            written: list[dict[str, Any]] = []
            for entry in entries:
                row = {"seq": len(known) + len(written) + 1, **entry, "before": before}
                row["hash"] = before = _hash(row)
                written.append(row)
            file.seek(size)
            file.write("".join(_line(row) for row in written).encode())
            file.flush()
            os.fsync(file.fileno())
        return written

    def read(self) -> list[dict[str, Any]]:
        """Return every entry, oldest first; none if the journal does not exist.

        Raises
        ------
        CheckFailed
            If the journal was changed by hand.
        """
        if not self.path.exists():
            return []
        return self._parse(self.path.read_bytes())[0]

    @contextmanager
    def _locked(self) -> Iterator[Any]:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file

    def _set_aside(self, file: Any, size: int) -> None:
        """Keep an unfinished last line beside the journal; nothing that was written is thrown away."""
        file.seek(size)
        with self.path.with_suffix(".unfinished").open("ab") as aside:
            aside.write(file.read() + b"\n")
        file.truncate(size)

    def _parse(self, content: bytes) -> tuple[list[dict[str, Any]], int]:
        whole = content[: content.rfind(b"\n") + 1]
        rows: list[dict[str, Any]] = []
        before = _FIRST
        for number, line in enumerate(whole.splitlines(), 1):
            row = self._row(line, number)
            if row.get("before") != before or row.get("hash") != _hash(row) or row.get("seq") != number:
                raise CheckFailed(
                    "登记簿前后不衔接",
                    where=f"{self.path.name} 第 {number} 行",
                    found="有行被改动、删去或插入",
                    action="请由备份恢复该文件；此前各行完好",
                )
            before = row["hash"]
            rows.append(row)
        return rows, len(whole)

    def _row(self, line: bytes, number: int) -> dict[str, Any]:
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict):
            raise CheckFailed(
                "登记簿前后不衔接",
                where=f"{self.path.name} 第 {number} 行",
                found="不是 JSON 对象",
                action="请由备份恢复该文件",
            )
        return row


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n"


def _hash(row: Mapping[str, Any]) -> str:
    told = {key: value for key, value in row.items() if key != "hash"}
    return hashlib.sha256(_line(told).encode()).hexdigest()
