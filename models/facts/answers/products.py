"""Quantity times unit price, where a text states no amount."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.facts.words.written import MOST, ONE, whole

_NEEDED = (
    *("text", "n", "start", "end", "lo", "hi", "unit", "role", "per", "per_scale", "many"),
    *("count_state", "sentence", "sentence_start", "sentence_end", "packed_in"),
)
_STATES = ("sold", "unsold", "taken")  # what became of things that are counted
_BESIDE = 16  # signs between a count of what was taken and what each was worth
_NEVER = ("alleged", "other_party", "genuine", "statutory")


def products(amounts: pl.DataFrame) -> pl.DataFrame:
    """Multiply the counts of goods sold, left or taken by the unit price, where no amount is stated.

    Parameters
    ----------
    amounts : polars.DataFrame
        As ``settle`` takes them.

    Returns
    -------
    polars.DataFrame
        One row per count that has a price, and their sum where a role has several; without columns if no
        text tells a price.
    """
    is_price = amounts["role"].is_in(["price", "list_price"]).fill_null(False)
    if not is_price.any():
        return pl.DataFrame()
    text = amounts["text"].to_numpy()
    has_price = np.zeros(text.max() + 1, bool)
    has_price[text[is_price.to_numpy()]] = True
    amounts = _unpacked(amounts.select(_NEEDED).filter(pl.Series(has_price[text])))
    made = _multiplied(_priced(_pairs(amounts)))
    made = made.with_columns(is_measure=pl.len().over("text", "role") == 1)
    return pl.concat([made, _added(made.filter(~pl.col("is_measure")))], how="diagonal")


def _unpacked(amounts: pl.DataFrame) -> pl.DataFrame:
    """Count what stands in packages by the packages before it: 20箱，每箱6瓶 are 120瓶."""
    packed = amounts.filter(pl.col("packed_in").is_not_null())
    if packed.is_empty():
        return amounts
    outer = amounts.filter(pl.col("count_state").is_not_null() & pl.col("packed_in").is_null()).select(
        "text", "sentence", "count_state", packed_in="unit", begin="start", stop="end", many_of="lo"
    )
    by = ["text", "sentence", "count_state", "packed_in"]
    inside = packed.join(outer, on=by).filter(pl.col("stop") <= pl.col("start"))
    inside = inside.sort("text", "n", "stop").unique(["text", "n"], keep="last", maintain_order=True)
    counted = {
        name: pl.when(pl.col(name) >= 0)
        .then(whole(pl.col(name).cast(pl.Float64) * pl.col("many_of") / ONE))
        .otherwise(pl.col(name))
        for name in ("lo", "hi")
    }
    inside = inside.with_columns(start="begin", **counted).select(amounts.columns)
    rest = amounts.join(inside.select("text", "n"), on=["text", "n"], how="anti", maintain_order="left")
    return pl.concat([rest, inside]).sort("text", "n")


def _pairs(amounts: pl.DataFrame) -> pl.DataFrame:
    """Put beside each count the prices of its text that may be its own."""
    price = amounts.filter(pl.col("role").is_in(["price", "list_price"])).select(
        "text",
        "sentence",
        "per",
        "many",
        p_start="start",
        p_end="end",
        p_lo=whole(pl.col("lo").cast(pl.Float64) * pl.col("per_scale")),
        p_hi=whole(pl.col("hi").cast(pl.Float64) * pl.col("per_scale")),
        p_role="role",
    )
    stated = amounts.filter(pl.col("role").is_in(_STATES)).select("text", count_state="role").unique()
    counts = amounts.filter(
        pl.col("count_state").is_in(_STATES)
        & ~pl.col("role").fill_null("").is_in(_NEVER)
        & (pl.col("lo") > 0)
    ).join(stated, on=["text", "count_state"], how="anti")
    pairs = counts.join(price, on="text", suffix="_p").filter(
        (pl.col("p_role") == "price") | (pl.col("count_state") == "unsold")
    )
    # 窃得手机2部，每部价值1500元: of what was taken only what is told right after the count
    pairs = pairs.filter(
        (pl.col("count_state") != "taken")
        | ((pl.col("per_p") == pl.col("unit")) & (pl.col("p_start") - pl.col("end")).is_between(0, _BESIDE))
    )
    alone = pl.len().over("text", "n", "p_role") == 1
    near = (pl.col("sentence") == pl.col("sentence_p")) & (
        (pl.col("per_p") == pl.col("unit")) | pl.col("per_p").is_null()
    )
    # One price for the whole text serves counts in other sentences, if it is for their unit.
    pairs = pairs.with_columns(near=near, far=alone & (pl.col("per_p") == pl.col("unit")))
    return pairs.filter(pl.col("near") | pl.col("far"))


def _priced(pairs: pl.DataFrame) -> pl.DataFrame:
    """Leave each count the price that is told nearest to it; a count told twice has one."""
    best = _in_order(pairs).sort(
        "text",
        "n",
        # What is left is worth what it is marked at, else what the rest was sold for: the price told with it.
        (pl.col("p_role") != "price") & (pl.col("count_state") != "unsold"),
        ~pl.col("near"),
        (pl.col("p_start") < pl.col("end")) & (pl.col("count_state") == "unsold"),
        (pl.col("p_start") - pl.col("end")).abs(),
        "p_start",
    )
    best = best.unique(["text", "n"], keep="first", maintain_order=True)
    return best.unique(["text", "count_state", "lo", "hi"], keep="first", maintain_order=True)


def _multiplied(best: pl.DataFrame) -> pl.DataFrame:
    lo = whole(pl.col("lo").cast(pl.Float64) * pl.col("p_lo") / pl.col("many_p") / ONE)
    hi = whole(pl.col("hi").cast(pl.Float64) * pl.col("p_hi") / pl.col("many_p") / ONE)
    return best.select(
        "text",
        n="n",
        start=pl.min_horizontal("start", "p_start"),
        end=pl.max_horizontal("end", "p_end"),
        lo=lo,
        hi=pl.when((pl.col("hi") >= 0) & (pl.col("p_hi") >= 0)).then(hi).otherwise(-1),
        unit=pl.lit("元"),
        role="count_state",
        confidence=pl.lit(0.5),
        sentence_start="sentence_start",
        sentence_end="sentence_end",
        kind=pl.lit("product"),
    ).filter(pl.col("lo") < MOST)


def _added(made: pl.DataFrame) -> pl.DataFrame:
    """Add up the products of a role: one answer of which each of them is a part."""
    return made.group_by("text", "role", maintain_order=True).agg(
        pl.col("n").max(),
        pl.col("start").min(),
        pl.col("end").max(),
        pl.col("lo").sum(),
        pl.when((pl.col("hi") < 0).any()).then(-1).otherwise(pl.col("hi").sum()).first().alias("hi"),
        unit=pl.lit("元"),
        confidence=pl.lit(0.42),
        sentence_start=pl.col("sentence_start").first(),
        sentence_end=pl.col("sentence_end").last(),
        kind=pl.lit("product"),
        is_measure=pl.lit(True),
    )


def _in_order(pairs: pl.DataFrame) -> pl.DataFrame:
    """Keep the n-th price for the n-th count, where as many follow: 甲30瓶、乙20瓶，分别按9元、7元计算."""
    row = ["text", "sentence", "count_state", "p_role", "near"]
    count, price = pl.col("start"), pl.col("p_start")
    is_row = pl.col("near") & (price.min().over(row) >= pl.col("end").max().over(row))
    many = count.n_unique().over(row)
    is_row &= (many > 1) & (many == price.n_unique().over(row))
    return pairs.filter(~is_row | (count.rank("dense").over(row) == price.rank("dense").over(row)))
