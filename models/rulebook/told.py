"""Which offences the facts tell by themselves, read act by act.

An account may tell several acts, each under a number of its own: words of one act are no sign, and no
obstacle, for another. Within an act the elements of an offence must stand together. An act that tells an
offence that the rulebook does not have is not taken for the offence next to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar, TypeVar

import polars as pl
from pydantic import Field

from models.facts.search import Search, search_for
from models.rulebook.grammar import Closed
from warehouse.yaml_text import parse as parse_yaml

_FILE = Path(__file__).with_name("neighbours.yaml")
_BREAK = "\x1e"
_NONE_FOUND = pl.DataFrame(
    schema={"place": pl.UInt32, "key": pl.Int32, "offence": pl.String, "confidence": pl.Float64}
)
_NONE_OUTSIDE = pl.DataFrame(schema={"place": pl.UInt32, "offence": pl.String, "outside": pl.Float64})
_Sign = TypeVar("_Sign", "Telling", "Neighbour")


class Neighbour(Closed):
    """An offence outside the rulebook, and the offences that its words could be mistaken for."""

    name: str
    article: str
    instead_of: tuple[str, ...] = Field(min_length=1)
    confidence: float = Field(gt=0, le=1)
    told: tuple[str, ...] = Field(min_length=1)
    besides: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    background: ClassVar[tuple[str, ...]] = ()
    any_type: ClassVar[bool] = True


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
    found = [
        rows.select(
            "place",
            key=pl.lit(sign.key, pl.Int32),
            offence=pl.lit(sign.offence),
            confidence=pl.lit(sign.confidence),
        )
        for sign, rows in _telling(acts, signs)
    ]
    outside = [
        rows.select("place", outside=pl.lit(each.confidence)).join(
            pl.DataFrame({"offence": each.instead_of}), how="cross"
        )
        for each, rows in _telling(acts, neighbours())
    ]
    others = pl.concat([_NONE_OUTSIDE, *(rows.select(_NONE_OUTSIDE.columns) for rows in outside)])
    left = (
        pl.concat([_NONE_FOUND, *found])
        .join(others.group_by("place", "offence").max(), on=["place", "offence"], how="left")
        .filter(pl.col("outside").fill_null(0) < pl.col("confidence"))
    )
    numbered = accounts.join(acts, on=["is_typed", "act"]).join(left, on="place")
    return numbered.select(*texts.columns, "key").unique(maintain_order=True)


def _telling(acts: pl.DataFrame, signs: Sequence[_Sign]) -> Iterator[tuple[_Sign, pl.DataFrame]]:
    """Yield signs with the acts that tell them: patterns look only where the words that they need stand."""
    by_background: dict[tuple[str, ...], list[_Sign]] = {}
    for sign in signs:
        by_background.setdefault(sign.background, []).append(sign)
    for background, some in by_background.items():
        bare = acts
        if background:
            bare = acts.with_columns(pl.col("act").str.replace_all(joined(background), ""))
        asked = tuple((str(at), told) for at, sign in enumerate(some) for told in sign.told)
        for at, places in places_of(asked, bare["act"]):
            there = bare[places]
            if not some[int(at)].any_type:
                there = there.filter(~pl.col("is_typed"))
            fitting = there.filter(_fits(some[int(at)]))
            if fitting.height:
                yield some[int(at)], fitting


def places_of(asked: tuple[tuple[str, str], ...], texts: pl.Series) -> Iterator[tuple[str, pl.Series]]:
    """Yield the name of each pattern with the places of the texts that hold the words it needs.

    Parameters
    ----------
    asked : tuple of tuple of str
        Names and patterns; a name may have several.
    texts : polars.Series
        The texts.
    """
    found = _search(asked).find(texts).sort("name", "place")
    for (name,), rows in found.partition_by("name", as_dict=True, maintain_order=True).items():
        yield str(name), rows["place"]


@cache
def _search(asked: tuple[tuple[str, str], ...]) -> Search:
    return search_for(asked)


def _fits(sign: Telling | Neighbour) -> pl.Expr:
    act = pl.col("act")
    fits = act.str.contains(joined(sign.told))
    for element in sign.besides:
        fits &= act.str.contains(element)
    return fits & ~act.str.contains(joined(sign.unless)) if sign.unless else fits
