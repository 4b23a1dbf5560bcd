"""Acts of one crime and what they come to: of several totals the one that agrees with its acts.

A judgment tells acts one by one and states what they come to before or after them. A stated figure that is
the sum of all others is their total, wherever it stands and whatever word introduces it.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from models.facts.cues import Table
from models.facts.lexicon import Bools

GROUP = "key"  # the number of a text and group: windows over one number are three times as fast
NAMED = 0.7  # confidence of an amount that is named, here or earlier in its sentence; below: an act only
# On the first line of a numbered paragraph, and not looking back: the amount of that act alone.
HEADED = pl.col("is_headed") & ~pl.col("is_closing")
_ROUNDING = 0.002  # parts given in 万元 add up to a total but for rounding
_FEW_DIGITS = 2  # 3000 may be the sum of 1000 and 2000 by chance


def is_close(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """Say where two figures differ by no more than rounding."""
    return (left - right).abs().cast(pl.Float64) <= _ROUNDING * pl.max_horizontal(left, right)


def drop(rows: pl.DataFrame, gone: pl.Expr, why: str) -> pl.DataFrame:
    """Drop rows from what is left, but never the last of a group."""
    goes: Bools = rows.select((pl.col("left") & gone).fill_null(False)).to_series().to_numpy()
    if not goes.any():
        return rows
    group, left = rows[GROUP].to_numpy(), rows["left"].to_numpy()
    keeps = np.zeros(group.max() + 1, bool)
    keeps[group[left & ~goes]] = True
    goes = goes & keeps[group]
    return rows.with_columns(
        left=pl.Series(left & ~goes), why=pl.when(pl.Series(goes)).then(pl.lit(why)).otherwise("why")
    )


def agree(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Keep of each group of acts only the figure that is the sum of all its others."""
    acts = rows.filter(pl.col("left") & pl.col("group").is_in(table.settle.acts))
    acts = acts.filter((pl.len().over(GROUP) > 2) | ((pl.len().over(GROUP) == 2) & (pl.col("back") > 0)))
    if acts.is_empty():
        return rows
    size = pl.col("size")
    # What counts as an act: everything, what no total word introduces, what is named, or both.
    firm = (pl.col("confidence") >= NAMED) | pl.col("is_cash")
    masks = [pl.lit(True), ~pl.col("is_total"), firm, firm & ~pl.col("is_total")]
    masks += [mask & ~pl.col("is_evidence") for mask in masks]
    # 其中A参与16800元，B参与11300元。分述如下: what follows are the acts.
    turn = pl.when("is_detailed").then(pl.col("n")).max().over(GROUP)
    masks.append((pl.col("n") > turn).fill_null(False))
    agrees = pl.lit(False)
    leads = pl.col("n") == pl.col("n").min().over(GROUP)
    digits = (size // 10_000).cast(pl.String).str.strip_chars_end("0").str.len_chars()
    # 3月2日窃得9800元，3月9日窃得6500元，3月12日窃得3300元: what is told of a day is an act like the others.
    plain = (digits > _FEW_DIGITS) & ~pl.col("is_dated")
    speaks = pl.col("is_total") | pl.col("is_detailed") | pl.col("is_closing") | plain
    for mask in masks:
        others = pl.when(mask).then(size).otherwise(0)
        many = mask.cast(pl.Int64).sum().over(GROUP) - mask.cast(pl.Int64)
        rest = others.sum().over(GROUP) - others
        place = pl.when(mask).then(pl.col("n"))
        edge = (pl.col("n") <= place.min().over(GROUP)) | (pl.col("n") >= place.max().over(GROUP))
        same = (rest == size) | (pl.col("is_total") & is_close(rest, size))
        # 共骗取95000元，退还2500元，实得92500元
        net = (rest - pl.col("back") == size) & (pl.col("back") > 0) & (many > 0)
        agrees = agrees | ((((many > 1) & same) | net) & edge)
    found = acts.select(GROUP, "n", agrees=agrees & speaks & (leads | ~HEADED)).filter("agrees")
    if found.is_empty():
        return rows
    best = found.group_by(GROUP).agg(whole=pl.col("n").max())
    rows = rows.join(best, on=GROUP, how="left", maintain_order="left")
    is_whole = (pl.col("n") == pl.col("whole")).fill_null(False)
    rows = rows.with_columns(is_total=pl.col("is_total") | is_whole)
    return drop(rows, pl.col("whole").is_not_null() & ~is_whole, "part").drop("whole")
