"""General rules of criminal law that models apply to every offence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from pydantic import RootModel

from models.rulebook.grammar import Closed
from models.rulebook.offence import Source
from warehouse.yaml_text import read_rules

FILE = Path(__file__).with_name("general.yaml")


class GeneralRule(Closed):
    """One number of the general part, with its source."""

    value: Decimal
    zh: str
    source: Source
    valid_from: date
    confidence: str


class _File(RootModel[dict[str, GeneralRule]]):
    pass


def load_general(file: Path = FILE) -> dict[str, GeneralRule]:
    """Read the general rules by id.

    Raises
    ------
    RulebookError
        Names the file, the key and what is wrong.
    """
    return read_rules(file, _File, "general rule is wrong").root
