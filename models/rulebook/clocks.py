"""Deadlines of procedure as data."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field, ValidationError, model_validator

from models.rulebook.grammar import Closed
from models.rulebook.offence import Confidence, Source
from warehouse.errors import RulebookError

CLOCKS_FILE = Path(__file__).with_name("clocks.yaml")


class Term(Closed):
    """How long a step may take, from one day on."""

    from_on: date = Field(alias="from")
    to_on: date | None = Field(default=None, alias="to")
    amount: int = Field(ge=1)
    unit: Literal["hours", "calendar_days", "working_days", "months", "years"]
    rolls: bool
    extension: str | None = None
    source: Source
    confidence: Confidence


class Clock(Closed):
    """One step with its term by date."""

    zh: str
    actor: str
    start: str
    versions: tuple[Term, ...] = Field(min_length=1)

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


class _Clocks(Closed):
    clocks: dict[str, Clock]


def load_clocks(path: Path | None = None) -> dict[str, Clock]:
    """Read the clock table.

    Raises
    ------
    RulebookError
        If the file is not as the schema allows; names the key.
    """
    file = path or CLOCKS_FILE
    try:
        return _Clocks.model_validate(yaml.safe_load(file.read_text("utf-8"))).clocks
    except (ValidationError, yaml.YAMLError) as error:
        detail = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "msg": str(error)}
        raise RulebookError(
            "clock table is wrong",
            where=f"{file.name}: {'.'.join(str(part) for part in detail['loc'])}",
            found=str(detail["msg"]),
            action="correct the YAML",
        ) from error
