"""Model cards: what a model flags, why, on what law, and what would clear it.

A model is one file. It begins with its card, YAML between ``/*card`` and ``*/`` (SQL) or in the module
docstring after a line ``card:`` (Python). From the card come the reference page, the Dagster asset's
description, owners, tags and code version, and the dictionary sheet of the export.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field, ValidationError, field_validator

from warehouse.errors import RulebookError
from warehouse.yaml_text import Closed, wrong_rules
from warehouse.yaml_text import parse as parse_yaml

FailureMode = Literal[
    "以罚代刑", "有案不移", "有案不立", "有罪不究", "不刑不罚", "过罚不当", "上下游", "行政违法", "数据异常"
]
_CARD = re.compile(r"\A\s*/\*card\n(?P<yaml>.*?)\*/", re.DOTALL)


class LegalBasis(Closed):
    """A norm the model rests on."""

    law: str
    article: str


class Parameter(Closed):
    """A number that an installation may change; never a legal line, those live in the rulebook."""

    id: str
    zh: str
    unit: str
    default: float
    source: str
    date: date


class Card(Closed):
    """The card of one model. Every part is required, but for one: a missing part fails to load.

    ``deadline_measures`` names the measures whose findings say that a deadline of the law passed; a model
    that watches none leaves it out. Days after a number that the product chose are no deadline.
    """

    id: str
    title_zh: str
    title_en: str
    model_class: Literal["rule", "statistical", "intake"]
    failure_mode: FailureMode
    subject: str
    severity: Literal["high", "medium", "low"]
    feeds: list[str] = Field(min_length=1)
    absence_of: list[str]
    legal_basis: list[LegalBasis] = Field(min_length=1)
    condition_zh: str
    risk_zh: str
    excluded: dict[str, str]
    insufficient: dict[str, str]
    parameters: list[Parameter]
    known_false_positives: list[str] = Field(min_length=1)
    deadline_measures: list[str] = Field([])
    clears_if_zh: str
    owner: str
    version: str
    path: Path

    @field_validator("condition_zh", "risk_zh", "clears_if_zh")
    @classmethod
    def _unfolded(cls, text: str) -> str:
        """Take out the spaces that folding puts between two Chinese signs where a line was broken."""
        return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", text)


def read_card(path: Path) -> Card:
    """Read the card at the head of a model file.

    Raises
    ------
    RulebookError
        If the card is missing, incomplete, or its id is not the file's name.
    """
    found = _CARD.match(path.read_text("utf-8"))
    if found is None:
        raise RulebookError(
            "model without a card",
            where=path.name,
            expected="the file to begin with /*card … */",
            action="write the card",
        )
    try:
        card = Card(**parse_yaml(found["yaml"]), path=path)
    except (ValidationError, TypeError, yaml.YAMLError) as error:
        raise wrong_rules(path, "model card is wrong", error) from error
    if card.id != path.stem:
        raise RulebookError(
            "model card is wrong",
            where=f"{path.name}: id",
            found=card.id,
            expected=path.stem,
            action="name both alike",
        )
    return card


def load_cards(folder: Path | None = None) -> list[Card]:
    """Return the cards of all models below ``folder`` (default: this package), in order of their ids."""
    root = folder or Path(__file__).parent
    files = [path for group in MODEL_GROUPS for path in sorted((root / group).glob("[a-z][0-9][0-9]_*.sql"))]
    return sorted((read_card(path) for path in files), key=lambda card: card.id)


MODEL_GROUPS = ("forward", "reverse", "panorama", "intake", "learned")
