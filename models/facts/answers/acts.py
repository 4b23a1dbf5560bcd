"""Acts of one crime and what they come to: of several totals the one that agrees with its acts.

A judgment tells acts one by one and states what they come to before or after them. A stated figure that is
the sum of all others is their total, wherever it stands and whatever word introduces it.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from models.facts.words.cue_table import Table
from models.facts.words.lexicon import Bools, Ints

GROUP = "key"  # the number of a text and group: windows over one number are three times as fast
NAMED = 0.7  # confidence of an amount that is named, here or earlier in its sentence; below: an act only
# On the first line of a numbered paragraph, and not looking back: the amount of that act alone.
HEADED = pl.col("is_headed") & ~pl.col("is_closing")
_ROUNDING = 0.002  # parts given in 万元 add up to a total but for rounding
_LAST = 2**62  # after every amount
_FEW_DIGITS = 2  # 3000 may be the sum of 1000 and 2000 by chance


def is_close(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """Say where two figures differ by no more than rounding."""
    return (left - right).abs().cast(pl.Float64) <= _ROUNDING * pl.max_horizontal(left, right)


def drop(rows: pl.DataFrame, gone: pl.Expr, why: str) -> pl.DataFrame:
    """Drop rows from what is left, but never the last of a group.

    Parameters
    ----------
    rows : polars.DataFrame
        As ``left_over`` takes them, with the group's number ``key``.
    gone : polars.Expr
        Which are to go; where that is not known they stay.
    why : {"part", "repeat"}
        What they are.
    """
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
    # As windows of the column engine, five for each of nine ways to count, it takes five times as long.
    found = acts.select(GROUP, "n").filter(pl.Series(_agrees(acts)))
    if found.is_empty():
        return rows
    best = found.group_by(GROUP).agg(whole=pl.col("n").max())
    rows = rows.join(best, on=GROUP, how="left", maintain_order="left")
    is_whole = (pl.col("n") == pl.col("whole")).fill_null(False)
    rows = rows.with_columns(is_total=pl.col("is_total") | is_whole)
    return drop(rows, pl.col("whole").is_not_null() & ~is_whole, "part").drop("whole")


def _agrees(acts: pl.DataFrame) -> Bools:
    """Say which of the acts, those of a group side by side, are the sum of all others of their group."""
    size, n, back = (acts[name].to_numpy() for name in ("size", "n", "back"))
    total, evidence, detailed = (acts[f"is_{name}"].to_numpy() for name in ("total", "evidence", "detailed"))
    group = acts[GROUP].to_numpy()
    begins = np.flatnonzero(np.diff(group, prepend=-1))
    which = np.repeat(np.arange(len(begins)), np.diff(begins, append=len(group)))

    def of_group(most: np.ufunc, values: Ints) -> Ints:
        found: Ints = most.reduceat(values, begins)[which]
        return found

    # What counts as an act: everything, what no total word introduces, what is named, or both.
    firm = (acts["confidence"].to_numpy() >= NAMED) | acts["is_cash"].to_numpy()
    masks = [np.ones(len(n), bool), ~total, firm, firm & ~total]
    masks += [mask & ~evidence for mask in masks]
    # 其中A参与16800元，B参与11300元。分述如下: what follows are the acts.
    turn = of_group(np.maximum, np.where(detailed, n, -1))
    masks.append((turn >= 0) & (n > turn))
    agrees = np.zeros(len(n), bool)
    for mask in masks:
        others = np.where(mask, size, 0)
        many = of_group(np.add, mask.astype(np.int64)) - mask
        rest = of_group(np.add, others) - others
        first, last = (
            of_group(np.minimum, np.where(mask, n, _LAST)),
            of_group(np.maximum, np.where(mask, n, -1)),
        )
        edge = (n <= first) | (n >= last)
        close = np.abs(rest - size) <= _ROUNDING * np.maximum(rest, size)
        same = (rest == size) | (total & close)
        # 共骗取95000元，退还2500元，实得92500元
        net = (rest - back == size) & (back > 0) & (many > 0)
        agrees |= (((many > 1) & same) | net) & edge
    # 3月2日窃得9800元，3月9日窃得6500元，3月12日窃得3300元: what is told of a day is an act like the others.
    digits = (pl.col("size") // 10_000).cast(pl.String).str.strip_chars_end("0").str.len_chars()
    plain = (digits > _FEW_DIGITS) & ~pl.col("is_dated")
    speaks = acts.select(
        pl.any_horizontal("is_total", "is_detailed", "is_closing", "is_again") | plain
    ).to_series()
    headed = acts.select(HEADED).to_series()
    leads = n == of_group(np.minimum, n)
    agrees &= speaks.to_numpy() & (leads | ~headed.to_numpy())
    return agrees
