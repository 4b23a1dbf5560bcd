"""What was taken less what was given back before the case came up.

A figure that is told as left unpaid and is what was taken less what was given back (尚有88万元未归还) says
that the writer counts so. Of money raised by deceit from many the law takes off what was given back before
the case came up. Of what was embezzled or stolen everything counts.
"""

from __future__ import annotations

import polars as pl

_TAKEN = "taken"
_BACK, _BEFORE, LEFT = 1, 2, 3
_COPIED = ("text", "role", "unit", "confidence", "sentence_start", "sentence_end")


def net_of_returns(shown: pl.DataFrame, sums: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Replace the answers for what was taken by what is left of them, where a text tells that.

    Parameters
    ----------
    shown : polars.DataFrame
        The amounts with kind, is_measure and given_back (1 in a fraud, 2 taken off by law, 3 left unpaid).
    sums : polars.DataFrame
        The sums that were made of them.

    Returns
    -------
    tuple of polars.DataFrame
        The amounts and the sums, with one sum more for each answer that was replaced.
    """
    told = shown.select("text", "lo", "end", "unit", "is_nil", "given_back").filter(pl.col("given_back") > 0)
    yuan = told.filter((pl.col("unit") == "元") & ~pl.col("is_nil"))
    back = yuan.filter(pl.col("given_back").is_in([_BACK, _BEFORE])).unique(
        ["text", "lo"], keep="first", maintain_order=True
    )
    if back.is_empty():
        return shown, sums
    returned = back.group_by("text", maintain_order=True).agg(
        back=pl.col("lo").sum(),
        before=pl.col("lo").filter(pl.col("given_back") == _BEFORE).sum(),
        back_end=pl.col("end").max(),
    )
    answers = _with_net(_taken(shown, sums).join(returned, on="text", maintain_order="left"), yuan)
    if answers.is_empty():
        return shown, sums
    gone = answers.select("text", "n", "kind", is_replaced=pl.lit(True))
    nets = answers.select(
        *_COPIED,
        "n",
        "start",
        end=pl.max_horizontal("end", "back_end"),
        lo="net",
        hi=pl.when(pl.col("hi") >= 0).then(pl.col("hi") - pl.col("lo") + pl.col("net")).otherwise("hi"),
        kind=pl.lit("sum"),
        is_measure=pl.lit(True),
    )
    of_sums = gone.filter(pl.col("kind") == "sum").select("text")
    sums = sums.filter((pl.col("role") != _TAKEN) | ~pl.col("text").is_in(of_sums["text"].implode()))
    is_gone = pl.col("n").is_in(gone.filter(pl.col("kind") != "sum")["n"].implode())
    shown = shown.with_columns(is_measure=pl.col("is_measure") & ~is_gone)
    return shown, pl.concat([sums, nets], how="diagonal_relaxed")


def _taken(shown: pl.DataFrame, sums: pl.DataFrame) -> pl.DataFrame:
    """Return the answers for what was taken, in money."""
    columns = [*_COPIED, "n", "start", "end", "lo", "hi", "kind"]
    taken = pl.col("is_measure") & (pl.col("role") == _TAKEN) & (pl.col("unit") == "元")
    return pl.concat(
        [frame.select(*columns, "is_measure").filter(taken).select(columns) for frame in (shown, sums)],
        how="vertical_relaxed",
    )


def _with_net(answers: pl.DataFrame, yuan: pl.DataFrame) -> pl.DataFrame:
    """Return the answers of which something went off, with what is left of them."""
    told = yuan.filter(pl.col("given_back") == LEFT).select("text", lo_left="lo")
    told = (
        answers.select("text", left=pl.col("lo") - pl.col("back"))
        .join(told, on="text")
        .filter(pl.col("left") == pl.col("lo_left"))
        .unique()
        .select("text", "left")
    )
    answers = answers.join(told, on="text", how="left", maintain_order="left")
    less = pl.when(pl.col("kind").fill_null("") != "total").then(pl.col("lo") - pl.col("before"))
    answers = answers.with_columns(net=pl.coalesce("left", less))
    return answers.filter((pl.col("net") > 0) & (pl.col("net") < pl.col("lo")))
