"""Numbers with the words that widen them: "近三十人", "五百余株", "不少于8吨"."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl

from models.facts.words.cues import load_cues
from models.facts.words.numerals import CHINESE
from models.facts.words.written import ONE, read_spellings


@cache
def rough_words() -> dict[str, tuple[str, ...]]:
    """Return the words before or after a number that widen it, by what they make of it."""
    table = load_cues().table
    rough = table.approximate
    return {
        "least": rough.least,
        "below": table.statutory.below,
        "over": rough.over,
        "near": rough.near,
        "about": (*rough.about, *rough.suffix_about),
    }


def read_rough(said: pl.DataFrame) -> list[tuple[Any, ...]]:
    """Return before, number and bound of each number that can be read, and the least and most that it says.

    Parameters
    ----------
    said : polars.DataFrame
        Distinct ``before``, ``number`` and ``bound``: the words before it, the number, those after it.
    """
    spelled = said["number"].str.replace_all(f"[^0-9.,，{CHINESE}点余多来至到~～—－-]", "")
    read = read_spellings(spelled.unique().sort(), load_cues()).filter(pl.col("kind") == "bare")
    numbers = said.with_columns(raw=spelled).join(read.select("raw", "lo", "hi", "step"), on="raw")
    is_ = {
        kind: pl.col("before").is_in(list(words)) | pl.col("bound").is_in(list(words))
        for kind, words in rough_words().items()
    }
    half, low, high = pl.col("step") // 2, pl.col("lo"), pl.col("hi")
    least = pl.when(is_["below"]).then(0).when(is_["near"]).then(low - pl.col("step"))
    most = pl.when(is_["least"]).then(None).when(is_["over"]).then(high + pl.col("step"))
    return numbers.select(
        "before",
        "number",
        "bound",
        lo=least.when(is_["about"]).then(low - half).otherwise(low).clip(0) / ONE,
        hi=most.when(is_["about"]).then(high + half).otherwise(high) / ONE,
    ).rows()
