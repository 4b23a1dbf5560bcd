"""Reader of ``tolerances.yaml``."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from warehouse.yaml_text import Closed
from warehouse.yaml_text import parse as parse_yaml


class Shares(Closed):
    """Share of the rows that may break a rule of each kind."""

    check_digit: float = Field(ge=0, lt=1)
    unreadable: float = Field(ge=0, lt=1)
    unknown_value: float = Field(ge=0, lt=1)
    other_mark: float = Field(ge=0, lt=1)
    negative: float = Field(ge=0, lt=1)
    order: float = Field(ge=0, lt=1)
    impossible_date: float = Field(ge=0, lt=1)
    missing_credit_code: float = Field(ge=0, lt=1)
    missing_fine: float = Field(ge=0, lt=1)
    unknown_authority: float = Field(ge=0, lt=1)
    quarantined: float = Field(ge=0, lt=1)


class Tolerances(Closed):
    """How much of a delivery may be odd before a rule reports it."""

    earliest: date
    few_quarantined: int = Field(ge=0)
    shares: Shares


@lru_cache(maxsize=1)
def tolerances() -> Tolerances:
    """Return the tolerances that ship with the project."""
    return Tolerances(**parse_yaml(Path(__file__).with_name("tolerances.yaml").read_text("utf-8")))


def percent(share: float) -> str:
    """Return a share as people read it."""
    return f"{share * 100:g}%"
