"""The intake slip: what became of a file, in one line or in a table."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

_ZH = {"received": "收到", "loaded": "入库", "duplicate": "重复", "revised": "更正", "quarantined": "隔离"}
COUNTS = tuple(_ZH)
STATUS_ZH = {"imported": "已入库", "pending": "待入库", "refused": "拒收", "repeated": "重复交付"}
_HEADINGS = ("文件", "数据种类", "来源", *_ZH.values(), "编码", "起", "止", "状态")


@dataclass(frozen=True)
class Slip:
    """What became of one file, or of one sheet of a workbook."""

    file: str
    sheet: str
    feed: str | None
    source: str
    received: int = 0
    loaded: int = 0
    duplicate: int = 0
    revised: int = 0
    quarantined: int = 0
    encoding: str | None = None
    first_on: date | None = None
    last_on: date | None = None
    status: str = "imported"
    reason: str | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """File and sheet."""
        return f"{self.file}#{self.sheet}" if self.sheet else self.file

    def line(self) -> str:
        """Return the slip in one line, in Chinese, notes below it."""
        head = f"{self.name} · {self.source} · {STATUS_ZH[self.status]}"
        if self.status in ("refused", "repeated"):
            told = [f"{head}：{self.reason}" if self.reason else head]
        else:
            counts = " + ".join(f"{_ZH[name]} {getattr(self, name):,}" for name in COUNTS[1:])
            parts = [head, self.feed, f"收到 {self.received:,} = {counts}"]
            parts += [f"{self.first_on} 至 {self.last_on}" if self.first_on else None, self.encoding]
            told = [" · ".join(part for part in parts if part)]
        return "\n".join([*told, *(f"    {note}" for note in self.notes)])

    def cells(self) -> list[str]:
        """Return the slip as a row of the table."""
        values = (
            self.name, self.feed, self.source, *(getattr(self, name) for name in COUNTS),
            self.encoding, self.first_on, self.last_on, STATUS_ZH[self.status],
        )  # fmt: skip
        return [
            "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
            for value in values
        ]


def render(slips: Sequence[Slip]) -> str:
    """Return slips as a table of plain text; refusals and their reasons below it."""
    rows = [list(_HEADINGS), *(slip.cells() for slip in slips)]
    widths = [max(_width(row[i]) for row in rows) for i in range(len(_HEADINGS))]
    is_count = range(3, 3 + len(COUNTS))

    def aligned(row: list[str]) -> str:
        padded = []
        for i, cell in enumerate(row):
            space = " " * (widths[i] - _width(cell))
            padded.append(space + cell if i in is_count else cell + space)
        return "  ".join(padded).rstrip()

    reasons = [f"{slip.name}：{slip.reason}" for slip in slips if slip.status == "refused"]
    return "\n".join([aligned(row) for row in rows] + reasons)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
