"""The intake slip: what became of a file, in one line for who sent it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from warehouse.contract import load_feeds

_ZH = {"received": "收到", "loaded": "入库", "duplicate": "重复", "revised": "更正", "quarantined": "隔离"}
COUNTS = tuple(_ZH)
STATUS_ZH = {"imported": "已入库", "pending": "待入库", "refused": "拒收", "repeated": "重复交付"}


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

    @property
    def status_zh(self) -> str:
        """The status in words; of a file that was read and none of whose rows could be loaded, that."""
        is_nothing = self.status == "imported" and 0 < self.received == self.quarantined
        return "已读取，没有一行能够入库" if is_nothing else STATUS_ZH[self.status]

    def line(self) -> str:
        """Return the slip in one line, in Chinese, notes below it."""
        head = f"{self.name} · {self.source} · {self.status_zh}"
        if self.status in ("refused", "repeated"):
            told = [f"{head}：{self.reason}" if self.reason else head]
        else:
            kind = load_feeds()[self.feed].label if self.feed else None
            parts = [head, kind, _accounted([self])]
            parts += [f"{self.first_on} 至 {self.last_on}" if self.first_on else None, self.encoding]
            told = [" · ".join(part for part in parts if part)]
        return "\n".join([*told, *(f"    {note}" for note in self.notes)])


def total(slips: Sequence[Slip]) -> str:
    """Return what became of all files together, in one line."""
    refused = sum(slip.status == "refused" for slip in slips)
    told = f"共 {len(slips):,} 个文件或工作表：{_accounted(slips)}"
    return told + (f"；拒收 {refused:,} 个，原因见上" if refused else "")


def _accounted(slips: Sequence[Slip]) -> str:
    sums = {name: sum(getattr(slip, name) for slip in slips) for name in COUNTS}
    parts = " + ".join(f"{_ZH[name]} {sums[name]:,}" for name in COUNTS[1:])
    return f"收到 {sums['received']:,} = {parts}"
