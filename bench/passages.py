"""The hand-labelled passages of tests/data/amounts: text, labelled amounts, answers, circumstances."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from warehouse.yaml_text import parse as parse_yaml

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "data" / "amounts"
TOLD = FOLDER.parent / "told"  # circumstances, substances and counterparts alone, all that are stated

_MARK = re.compile(r"\{([^{}|]+)\|([^{}]+)\}")
_NUMBER = r"\d+(?:\.\d+)?"
_UNIT = r"[^\d.+\-][^.+\-]*"
_LABEL = re.compile(
    rf"(?P<role>\w*)(?:@(?P<whose>\w+))?"
    rf"(?:=(?P<sign>[~<]?)(?P<lo>{_NUMBER})(?P<unit>{_UNIT})?(?:\.\.(?P<hi>{_NUMBER})(?:{_UNIT})?)?(?P<end>[+\-]?))?"
)


@dataclass(frozen=True)
class Label:
    """One labelled amount: where it stands, what it is, whose, and what it is worth."""

    start: int
    end: int
    span: str
    role: str
    whose: str
    value: Decimal | None
    upper: Decimal | None
    sign: str  # "" exact, ~ about, + at least, - near from below, < below
    unit: str

    @property
    def is_range(self) -> bool:
        """Say whether both ends of a range are labelled."""
        return self.upper is not None


@dataclass(frozen=True)
class Passage:
    """One passage with everything that was labelled in it."""

    name: str
    is_frozen: bool
    text: str
    labels: tuple[Label, ...]
    total: dict[str, Decimal]
    flags: dict[str, bool] = field(default_factory=dict)
    substances: dict[str, bool] = field(default_factory=dict)
    counterparts: tuple[tuple[str, str], ...] = ()
    transferred: dict[str, str] = field(default_factory=dict)  # "to" whom, "on" which day
    either: frozenset[str] = frozenset()  # what two lawyers may read differently: neither wanted nor wrong
    is_whole: bool = False  # all that is stated is labelled, so that what is read beside it is wrong


def load_passages(folder: Path = FOLDER) -> list[Passage]:
    """Read every file of the folder.

    Raises
    ------
    ValueError
        If a label cannot be read, or several amounts of one role leave its answer open.
    """
    found = []
    for file in sorted(folder.glob("*.yaml")):
        for number, entry in enumerate(parse_yaml(file.read_text("utf-8")), 1):
            raw: dict[str, Any] = {"text": entry} if isinstance(entry, str) else entry
            found.append(_passage(f"{file.stem}:{number}", raw, is_whole=folder == TOLD))
    return found


def _passage(name: str, raw: dict[str, Any], *, is_whole: bool) -> Passage:
    text, labels, last = "", [], 0
    for mark in _MARK.finditer(raw["text"]):
        text += raw["text"][last : mark.start()]
        labels.append(_label(name, mark, len(text)))
        text += mark[1]
        last = mark.end()
    text += raw["text"][last:]
    total = {role: Decimal(str(value)) for role, value in raw.get("total", {}).items()}
    return Passage(
        name,
        "_frozen" in name,
        text,
        tuple(labels),
        total,
        raw.get("flags", {}),
        raw.get("substances", {}),
        tuple((relation, who) for relation, who in raw.get("counterparts", [])),
        raw.get("transferred", {}),
        frozenset(raw.get("either", [])),
        is_whole,
    )


def _label(name: str, mark: re.Match[str], start: int) -> Label:
    found = _LABEL.fullmatch(mark[2])
    if found is None:
        raise ValueError(f"{name}: {mark[0]} cannot be read")
    role, whose = found["role"] or "unknown", found["whose"] or "own"
    if role == "statutory":
        whose = "statutory"
    return Label(
        start,
        start + len(mark[1]),
        mark[1],
        role,
        whose,
        Decimal(found["lo"]) if found["lo"] else None,
        Decimal(found["hi"]) if found["hi"] else None,
        (found["sign"] or "") + (found["end"] or ""),
        found["unit"] or "元",
    )
