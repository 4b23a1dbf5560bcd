"""Deadlines of procedure as data: one file per flow in ``clocks/``, discovered."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from models.rulebook.grammar import Closed, Confidence
from models.rulebook.offence import Source
from warehouse.errors import RulebookError
from warehouse.yaml_text import read_rules

CLOCKS = Path(__file__).with_name("clocks")
_WRONG = "clock table is wrong"
Unit = Literal["hours", "calendar_days", "working_days", "months", "years"]
UNIT_ZH: dict[str, str] = {
    "hours": "小时",
    "calendar_days": "日",
    "working_days": "个工作日",
    "months": "个月",
    "years": "年",
}


class Extension(Closed):
    """What may lengthen a term; without a number, as the words say."""

    zh: str
    amount: int | None = Field(default=None, ge=1)
    unit: Unit | None = None
    times: int = Field(default=1, ge=1)

    @model_validator(mode="after")
    def _whole(self) -> Extension:
        if (self.amount is None) != (self.unit is None):
            raise ValueError("an extension has amount and unit, or neither")
        return self

    def told(self) -> str:
        """Return the extension in words."""
        if self.amount is None or self.unit is None:
            return self.zh
        often = f"，共 {self.times} 次" if self.times > 1 else ""
        return f"{self.zh}：＋{self.amount}{UNIT_ZH[self.unit]}{often}"


class Term(Closed):
    """How long a step may take, from one day on: a number of units, or only words (立即, 及时)."""

    from_on: date = Field(alias="from")
    to_on: date | None = Field(default=None, alias="to")
    start: str | None = None
    amount: int | None = Field(default=None, ge=1)
    unit: Unit | None = None
    rolls: bool | None = None
    words: str | None = None
    extension: Extension | None = None
    source: Source
    confidence: Confidence

    @model_validator(mode="after")
    def _number_or_words(self) -> Term:
        given = [self.amount is not None, self.unit is not None, self.rolls is not None]
        if all(given) == (self.words is not None) or any(given) != all(given):
            raise ValueError("a term has amount, unit and rolls, or words in place of all three")
        return self

    def told(self) -> str:
        """Return the length of the term in words."""
        if self.amount is None or self.unit is None:
            return self.words or ""
        return f"{self.amount}{UNIT_ZH[self.unit]}" + ("，末日遇休息日顺延" if self.rolls else "")


class Clock(Closed):
    """One step with its term by date; ``flow`` is the title of its file."""

    zh: str
    actor: str
    start: str
    document: str | None = None
    versions: tuple[Term, ...] = Field(min_length=1)
    flow: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Clock:
        for earlier, later in zip(self.versions, self.versions[1:], strict=False):
            if earlier.to_on is None or earlier.to_on >= later.from_on:
                raise ValueError(f"term from {earlier.from_on} does not end before {later.from_on}")
        return self

    def term_on(self, day: date) -> Term | None:
        """Return the term in force on a day."""
        for term in self.versions:
            if term.from_on <= day and (term.to_on is None or day <= term.to_on):
                return term
        return None

    def start_of(self, term: Term) -> str:
        """Return the event from which a term runs: its own, else that of the step."""
        return term.start or self.start


class _File(Closed):
    title: str
    clocks: dict[str, Clock]


def load_clocks(folder: Path | None = None) -> dict[str, Clock]:
    """Read every file of deadlines.

    Parameters
    ----------
    folder : Path, optional
        Where the files are; by default the ones of this package.

    Raises
    ------
    RulebookError
        If a file is not as the schema allows, or two files have one step; names file and key.
    """
    found: dict[str, Clock] = {}
    for path in sorted((folder or CLOCKS).glob("*.yaml")):
        file = read_rules(path, _File, _WRONG)
        for name, clock in file.clocks.items():
            if name in found:
                raise _wrong(path, f"clocks.{name}", f"also stands in 「{found[name].flow}」")
            found[name] = clock.model_copy(update={"flow": file.title})
    return found


def _wrong(path: Path, key: str, found: str) -> RulebookError:
    return RulebookError(_WRONG, where=f"{path.name}: {key}", found=found, action="correct the YAML")
