"""General rules of criminal law that models apply to every offence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from pydantic import ValidationError

from models.rulebook.grammar import Closed
from models.rulebook.offence import Source
from warehouse.errors import RulebookError
from warehouse.yaml_text import parse as parse_yaml

FILE = Path(__file__).with_name("general.yaml")


class GeneralRule(Closed):
    """One number of the general part, with its source."""

    value: Decimal
    zh: str
    source: Source
    valid_from: date
    confidence: str


def load_general(file: Path = FILE) -> dict[str, GeneralRule]:
    """Read the general rules by id.

    Raises
    ------
    RulebookError
        Names the file, the key and what is wrong.
    """
    try:
        return {
            name: GeneralRule.model_validate(rule)
            for name, rule in parse_yaml(file.read_text("utf-8")).items()
        }
    except ValidationError as error:
        first = error.errors()[0]
        raise RulebookError(
            "general rule is wrong",
            where=f"{file.name} · {'.'.join(str(part) for part in first['loc'])}",
            found=first["msg"],
            action="correct the file",
        ) from None
