"""What was left unsold, where a text tells how much was sold, for what, and how much there was.

Goods that were not sold are worth what they were marked at, else the average price at which others were sold:
so the interpretations on counterfeit goods, those of 2004 and of 2025.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from models.facts.words.written import ONE, whole

_NEVER = ("alleged", "other_party", "genuine", "statutory")
_SHOWN = ("text", "n", "start", "end", "sentence_start", "sentence_end")
NEEDED = [
    *_SHOWN,
    "lo",
    "hi",
    "unit",
    "role",
    "count_state",
    "is_others",
    "names_rest",
    "is_measure",
    "per_scale",
]


def stock(amounts: pl.DataFrame) -> pl.DataFrame:
    """Value what is left of goods at the average price of what was sold.

    Parameters
    ----------
    amounts : polars.DataFrame
        What ``settle`` makes of the amounts: the columns of ``NEEDED``.

    Returns
    -------
    polars.DataFrame
        One row per text of which nothing else tells what the unsold goods are worth, role ``unsold``: the
        count left over, or had and not sold, times takings by count sold; 0 where all that was had was sold.
    """
    takings = amounts.filter((pl.col("role") == "sold") & pl.col("is_measure") & (pl.col("lo") > 0))
    if takings.is_empty():
        return pl.DataFrame()
    # Only what was sold for a sum that is told has a price: of most texts nothing is asked.
    text = amounts["text"].to_numpy()
    is_sold = np.zeros(text.max() + 1, bool)
    is_sold[takings["text"].to_numpy()] = True
    amounts = amounts.filter(pl.Series(is_sold[text]))
    sides = _counted(amounts)
    valued = amounts.filter(pl.col("role") == "unsold").select("text")
    rest = _at_average(amounts, takings, sides, valued)
    paid = _all_paid(amounts, takings, sides).join(rest, on="text", how="anti")
    return pl.concat([rest, paid.join(valued, on="text", how="anti")], how="diagonal_relaxed")


def _counted(amounts: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return by text and unit how much was sold, was left and was had, where one figure tells it."""
    is_had = pl.col("count_state").is_null() | (pl.col("count_state") == "cost")
    state = pl.when(is_had).then(pl.lit("had")).otherwise("count_state")
    counts = amounts.with_columns(count_state=state).filter(
        ~pl.col("unit").is_in(["元", "比例"])
        & ~pl.col("role").fill_null("").is_in(_NEVER)
        & ~pl.col("is_others")
        & (pl.col("lo") > 0)
    )
    is_one = pl.col("lo").n_unique() == 1
    one = (
        _rests(counts)
        .group_by("text", "unit", "count_state", maintain_order=True)
        .agg(pl.col("lo").first(), pl.col("hi").first(), is_one.alias("is_one"))
        # Goods of two kinds have two prices; of what is counted beside them nothing is asked.
        .filter((pl.len().over("text", "count_state") == 1) | (pl.col("count_state") == "had"))
        .filter(pl.col("is_one") & (pl.col("lo") == pl.col("hi")))
    )
    return {
        state: one.filter(pl.col("count_state") == state).select("text", "unit", pl.col("lo").alias(state))
        for state in ("sold", "unsold", "had")
    }


def _at_average(
    amounts: pl.DataFrame, takings: pl.DataFrame, sides: dict[str, pl.DataFrame], valued: pl.DataFrame
) -> pl.DataFrame:
    """Value the rest at what the sold goods brought, unless the text values it itself."""
    # What was bought and not sold is left where the text speaks of a rest or says so of the count; else
    # some may have been lost or used: no more than that is left.
    names_rest = amounts.filter("names_rest").select("text").unique()
    found = (
        sides["sold"]
        .join(sides["unsold"], on=["text", "unit"], how="left", maintain_order="left")
        .join(sides["had"], on=["text", "unit"], how="left", maintain_order="left")
        .join(valued, on="text", how="anti")
        .join(names_rest.with_columns(names_rest=True), on="text", how="left", maintain_order="left")
        .with_columns(left=pl.coalesce("unsold", pl.col("had") - pl.col("sold")))
        .filter(pl.col("left") >= 0)
        .join(
            takings.select(*_SHOWN, taken_lo="lo", taken_hi="hi"),
            on="text",
            how="inner",
            maintain_order="left",
        )
        .unique("text", keep="none", maintain_order=True)
    )
    share = pl.col("left").cast(pl.Float64) / pl.col("sold")
    is_left = pl.col("names_rest").fill_null(False) | pl.col("unsold").is_not_null()
    return found.select(
        *_SHOWN,
        lo=pl.when(is_left).then(whole(share * pl.col("taken_lo"))).otherwise(0),
        hi=pl.when(pl.col("taken_hi") >= 0).then(whole(share * pl.col("taken_hi"))).otherwise(-1),
        unit=pl.lit("元"),
        role=pl.lit("unsold"),
        confidence=pl.lit(0.45),
        kind=pl.when(pl.col("left") == 0).then(pl.lit("nil")).otherwise(pl.lit("product")),
        is_measure=pl.lit(True),
    )


def _all_paid(amounts: pl.DataFrame, takings: pl.DataFrame, sides: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Say that nothing is left where all that was made was paid for: 共印15000张，单价0.6元，收款9000元."""
    had = sides["had"].join(sides["sold"].select("text"), on="text", how="anti")
    had = had.join(sides["unsold"].select("text"), on="text", how="anti")
    price = amounts.filter((pl.col("role") == "price") & (pl.col("lo") == pl.col("hi")))
    come_to = pl.col("had").cast(pl.Float64) * pl.col("price") * pl.col("per_scale") / ONE
    return (
        had.join(price.select("text", "per_scale", price="lo"), on="text")
        .join(takings.select(*_SHOWN, "lo"), on="text", maintain_order="left")
        .filter((come_to - pl.col("lo")).abs() < 1)
        .unique("text", keep="first", maintain_order=True)
        .select(
            *_SHOWN,
            lo=pl.lit(0, pl.Int64),
            hi=pl.lit(0, pl.Int64),
            unit=pl.lit("元"),
            role=pl.lit("unsold"),
            confidence=pl.lit(0.45),
            kind=pl.lit("nil"),
            is_measure=pl.lit(True),
        )
    )


def _rests(counts: pl.DataFrame) -> pl.DataFrame:
    """Tell the rest from what was had and sold, by its number: 进货50袋，卖出12袋，其余38袋封存."""
    key, states = ["text", "unit"], pl.col("count_state")
    whole = counts.group_by(key).agg(
        whole=pl.col("lo").filter(states == "had").max(),
        gone=pl.col("lo").filter(states == "sold").first(),
    )
    rest = (pl.col("lo") == pl.col("whole") - pl.col("gone")) & pl.col("names_rest")
    is_rest = rest & ((states == "had") | (pl.int_range(pl.len()).over(*key) > 1))
    return counts.join(whole, on=key, how="left", maintain_order="left").with_columns(
        count_state=pl.when(is_rest).then(pl.lit("unsold")).otherwise(states)
    )
