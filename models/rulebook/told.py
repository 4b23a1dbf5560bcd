"""Which offences the facts tell by themselves, read act by act.

An account may tell several acts, each under a number of its own: words of one act are no sign, and no
obstacle, for another. Within an act the elements of an offence must stand together. An act that tells an
offence that the rulebook does not have is not taken for the offence next to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from pydantic import Field

from models.rulebook.grammar import Closed
from warehouse.yaml_text import parse as parse_yaml

_FILE = Path(__file__).with_name("neighbours.yaml")
_BREAK = "\x1e"


class Neighbour(Closed):
    """An offence outside the rulebook, and the offences that its words could be mistaken for."""

    name: str
    article: str
    instead_of: tuple[str, ...] = Field(min_length=1)
    confidence: float = Field(gt=0, le=1)
    told: tuple[str, ...] = Field(min_length=1)
    besides: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class Telling:
    """What an account must say to be a sign; ``any_type``: whatever the type of violation says."""

    key: int
    offence: str
    confidence: float
    background: tuple[str, ...]
    told: tuple[str, ...]
    besides: tuple[str, ...]
    unless: tuple[str, ...]
    any_type: bool


def neighbours() -> tuple[Neighbour, ...]:
    """Return the offences outside the rulebook, from ``neighbours.yaml``."""
    return tuple(Neighbour.model_validate(each) for each in parse_yaml(_FILE.read_text("utf-8")))


def joined(patterns: Iterable[str]) -> str:
    """Return one pattern that fits where any of several does; empty for none."""
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def read_told(texts: pl.DataFrame, signs: Sequence[Telling], new_act: str) -> pl.DataFrame:
    """Return which accounts tell which signs.

    Parameters
    ----------
    texts : polars.DataFrame
        Distinct ``told``, with ``is_named`` and ``is_typed``.
    signs : sequence of Telling
        What is looked for.
    new_act : str
        Where an account goes over to another act.

    Returns
    -------
    polars.DataFrame
        The columns of ``texts`` and ``key``, each once.
    """
    parts = pl.col("told").str.replace_all(new_act, f"{_BREAK}${{0}}").str.split(_BREAK)
    accounts = (
        texts.with_columns(act=parts).explode("act").with_columns(pl.col("act").str.replace_all("\n", ""))
    )
    acts = accounts.select("is_typed", "act").unique(maintain_order=True).with_row_index("place")
    read = acts.lazy()
    found = [
        (read if sign.any_type else read.filter(~pl.col("is_typed")))
        .filter(_fits(_without(sign.background), sign))
        .select(
            "place",
            key=pl.lit(sign.key, pl.Int32),
            offence=pl.lit(sign.offence),
            confidence=pl.lit(sign.confidence),
        )
        for sign in signs
    ]
    outside = [
        read.filter(_fits(pl.col("act"), each))
        .select("place", offence=pl.lit(list(each.instead_of)), outside=pl.lit(each.confidence))
        .explode("offence")
        for each in neighbours()
    ]
    others = pl.concat(pl.collect_all(outside)).group_by("place", "offence").agg(pl.col("outside").max())
    left = (
        pl.concat(pl.collect_all(found))
        .join(others, on=["place", "offence"], how="left")
        .filter(pl.col("outside").fill_null(0) < pl.col("confidence"))
    )
    numbered = accounts.join(acts, on=["is_typed", "act"]).join(left, on="place")
    return numbered.select(*texts.columns, "key").unique(maintain_order=True)


def _without(background: Sequence[str]) -> pl.Expr:
    act = pl.col("act")
    return act.str.replace_all(joined(background), "") if background else act


def _fits(act: pl.Expr, sign: Telling | Neighbour) -> pl.Expr:
    fits = act.str.contains(joined(sign.told))
    for element in sign.besides:
        fits &= act.str.contains(element)
    return fits & ~act.str.contains(joined(sign.unless)) if sign.unless else fits
