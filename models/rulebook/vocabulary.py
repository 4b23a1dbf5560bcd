"""The vocabulary of measures: what rules may compare and what facts may state, read from measures.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from warehouse.yaml_text import Closed, read_rules

VOCABULARY_FILE = Path(__file__).with_name("measures.yaml")


class Amount(Closed):
    """One amount or quantity: an interval ``<id>_lo``, ``<id>_hi`` in ``fact.measure``."""

    zh: str
    kind: Literal["money", "count", "quantity", "share"]
    unit: str
    absent: int | None = Field(default=None, description="The value of a record that does not speak of it.")
    parts: tuple[str, ...] = Field(default=(), description="Amounts whose sum this one is.")
    group: str | None = Field(
        default=None,
        description="Amounts of one group: a record that states one of them is silent on the others because "
        "there are none.",
    )
    none_unless: str | None = Field(
        default=None,
        description="The circumstance that a record tells of wherever there is any of the amount: a record "
        "that tells of neither has none.",
    )
    open_if: str | None = Field(
        default=None,
        description="The circumstance in which the amount has no upper bound: told of, not settled.",
    )


class Flag(Closed):
    """One circumstance: a BOOLEAN column in ``fact.measure``."""

    zh: str
    absent: Literal["unknown", "no"]


class ProvincialLine(Closed):
    """One line that provinces set."""

    zh: str


# What is missing where only a reading of the law that no one has confirmed yet reaches its line.
UNCONFIRMED = "rule_confirmation"
UNCONFIRMED_ZH = "该项标准尚未核对原文，待律师确认"


class Vocabulary(Closed):
    """Every measure by its id, in the order of the file."""

    amounts: dict[str, Amount]
    flags: dict[str, Flag]
    provincial: dict[str, ProvincialLine] = Field({})

    def zh(self, measure: str) -> str:
        """Return the Chinese name of an amount, a flag or a provincial line."""
        found = self.amounts.get(measure) or self.flags.get(measure) or self.provincial[measure]
        return found.zh


def load_vocabulary(path: Path | None = None) -> Vocabulary:
    """Read the vocabulary.

    Raises
    ------
    RulebookError
        If the file is unreadable or has an unknown or missing key.
    """
    file = path or VOCABULARY_FILE
    return read_rules(file, Vocabulary, "vocabulary of measures is wrong")
