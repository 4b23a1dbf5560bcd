"""From the amounts of a text to one answer per role: totals, parts, repeats, sums, quantity times price.

A role that stands once in a text is its own answer. Where it stands several times, rows are compared with the
other rows of their group (text and role) by joins and windows; nothing is walked through one by one.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from models.facts.answers.acts import is_close
from models.facts.answers.nets import LEFT, net_of_returns
from models.facts.answers.products import products
from models.facts.answers.stocks import NEEDED, stock
from models.facts.answers.totals import KEY, left_over
from models.facts.words.cue_table import Table
from models.facts.words.written import whole

_NEAR = 12  # characters between a figure and its gloss
_KINDS = ("stated", "nil", "total", "part", "repeat")


def settle(amounts: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Give every role its answer and add what had to be added up or multiplied.

    Parameters
    ----------
    amounts : polars.DataFrame
        One row per amount, ordered by text and place: text, n (the number of the row), start, end, lo, hi,
        unit, role, confidence, state, count_state, per, direction, is_total, is_part, is_detailed, is_again,
        section, in_paren, is_nil, item, sentence.

    Returns
    -------
    polars.DataFrame
        The rows with kind and is_measure, and rows of kind sum and product.
    """
    amounts = _breakdown(_exact(amounts))
    summed, largest = (pl.col("role").is_in(which) for which in (table.settle.summed, table.settle.largest))
    asked = (
        amounts.select("text", "n", "role", "is_total", "is_nil")
        .filter(summed | largest)
        .with_columns(is_alone=pl.len().over("text", "role") == 1, is_summed=summed)
    )
    # Most roles stand once in their text, and nothing is to be compared.
    alone = asked.filter("is_alone")
    total = alone.filter(pl.col("is_total") & ~pl.col("is_nil") & pl.col("is_summed"))
    several = amounts[asked.filter(~pl.col("is_alone"))["n"]].with_columns(is_summed=summed)
    # 其余5.4万元至今未退 is told as given back, and is what was not.
    back = amounts.select("text", "lo", "role", "given_back").filter(
        pl.col("role") == "repaid", pl.col("given_back") != LEFT
    )
    back = back.select("text", "lo").unique(maintain_order=True)
    back = back.group_by("text", maintain_order=True).agg(back=pl.col("lo").sum())
    several = several.join(back, on="text", how="left", maintain_order="left")
    several = several.with_columns(pl.col("back").fill_null(0))
    kinds, sums = _settle_summed(_sized(several.filter("is_summed"), table), table)
    greatest = (
        several.filter(~pl.col("is_summed"))
        .sort("text", "role", pl.col("lo"), "start", descending=[False, False, True, False])
        .unique(["text", "role"], keep="first", maintain_order=True)
    )
    kind = amounts["is_nil"].cast(pl.Int64).to_numpy().copy()
    kind[total["n"].to_numpy()] = _KINDS.index("total")
    named = kinds.filter(pl.col("kind").is_not_null())
    kind[named["n"].to_numpy()] = named["kind"].replace_strict(_KINDS, range(len(_KINDS))).to_numpy()
    is_measure = np.zeros(amounts.height, bool)
    for answers in (alone, kinds.filter("answer"), greatest):
        is_measure[answers["n"].to_numpy()] = True
    shown = amounts.with_columns(
        role=pl.when(pl.col("role") == "list_price").then(pl.lit("price")).otherwise("role"),
        kind=pl.Series(_KINDS).gather(pl.Series(kind)),
        is_measure=pl.Series(is_measure),
    )
    shown, sums = net_of_returns(shown, sums)
    made = pl.concat([sums, products(amounts), _none_sold(amounts)], how="diagonal")
    told = pl.concat([frame.select(_those_of(frame, NEEDED)) for frame in (shown, made)], how="diagonal")
    made = pl.concat([made, stock(told)], how="diagonal")
    made = made.sort("text", "end", "start", "n", "role", "lo", maintain_order=True)
    return pl.concat([shown, made], how="diagonal")


def _those_of(frame: pl.DataFrame, columns: list[str]) -> list[str]:
    return [name for name in columns if name in frame.columns]


def _exact(amounts: pl.DataFrame) -> pl.DataFrame:
    """Give a rough figure the exact one that follows it in brackets: 286万余元（2,863,000元）."""
    lo, hi, gloss = pl.col("lo"), pl.col("hi"), pl.col("lo").shift(-1)
    same = pl.all_horizontal(pl.col(name) == pl.col(name).shift(-1) for name in ("text", "role", "unit"))
    near = (pl.col("start").shift(-1) - pl.col("end") <= _NEAR) & pl.col("in_paren").shift(-1)
    near &= ~pl.col("in_paren")
    rough = (lo < hi) & (gloss == pl.col("hi").shift(-1))
    within = (gloss >= lo - (hi - lo)) & (gloss <= hi + (hi - lo))
    is_exact = (same & near & rough & within).fill_null(False)
    return amounts.with_columns(
        lo=pl.when(is_exact).then(gloss).otherwise(lo), hi=pl.when(is_exact).then(gloss).otherwise(hi)
    )


def _none_sold(amounts: pl.DataFrame) -> pl.DataFrame:
    """Return a nil sale for each text that says of all its goods that they were not sold."""
    said = amounts.filter("is_all_unsold").unique("text", keep="first", maintain_order=True)
    none = said.join(amounts.filter(pl.col("role") == "sold").select("text"), on="text", how="anti")
    zero = pl.lit(0, pl.Int64)
    return none.with_columns(
        role=pl.lit("sold"),
        lo=zero,
        hi=zero,
        kind=pl.lit("nil"),
        is_measure=pl.lit(True),
        is_nil=pl.lit(True),
    )


def _breakdown(amounts: pl.DataFrame) -> pl.DataFrame:
    """Take a total for all goods where its parts, sold and unsold, stand after it."""
    sides = pl.col("role").is_in(["sold", "unsold"])
    # Few columns first: a filter copies every column that it is given.
    told = amounts.select("text", "n", "lo", "role", "state", "is_part", "is_nil").filter(sides)
    whole = told.filter(pl.col("state").is_not_null() & (pl.col("lo") > 0)).select("text", "n", "lo")
    part = told.filter(pl.col("is_part") & ~pl.col("is_nil")).select("text", "n", "lo", "role")
    pairs = whole.join(part, on="text", suffix="_part").filter(
        (pl.col("n_part") > pl.col("n")) & (pl.col("n_part") <= pl.col("n") + 6)
    )
    found = (
        pairs.group_by("text", "n", "lo")
        .agg(parts=pl.col("lo_part").sum(), sides=pl.col("role").n_unique())
        .filter((pl.col("sides") == 2) & is_close(pl.col("lo"), pl.col("parts")))
        .select("text", "n", is_whole=pl.lit(True))
    )
    if found.is_empty():
        return amounts
    return (
        amounts.join(found, on=["text", "n"], how="left", maintain_order="left")
        .with_columns(role=pl.when("is_whole").then(pl.lit("goods")).otherwise("role"))
        .drop("is_whole")
    )


def _sized(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Give every amount its group and its size in the base unit of its role."""
    factors = [
        {"role": role, "unit": unit, "factor": float(times)}
        for role, thing in table.objects.items()
        for unit, times in thing.units.items()
    ]
    schema = {"role": pl.String, "unit": pl.String, "factor": pl.Float64}
    directed = pl.col("role").is_in(table.settle.directions)
    side = pl.when(directed & (pl.col("direction") == 1)).then(pl.lit("input")).otherwise(pl.lit(""))
    has_side = (directed & (pl.col("direction") > 0)).any().over("text", "role")
    return (
        rows.join(
            pl.DataFrame(factors, schema=schema), on=["role", "unit"], how="left", maintain_order="left"
        )
        .with_columns(
            factor=pl.col("factor").fill_null(1.0),
            group=pl.col("role") + pl.when(has_side).then(side).otherwise(pl.lit("")),
        )
        .with_columns(size=whole(pl.col("lo") * pl.col("factor")))
    )


def _settle_summed(rows: pl.DataFrame, table: Table) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return kind and answer of the amounts whose role is summed, and the sums."""
    stated = rows.filter(~pl.col("is_nil"))
    nil = rows.filter("is_nil")
    has_stated = stated.filter(pl.col("size") > 0).select(KEY).unique()
    # Nothing but zeros beside a nil: the nil is the answer.
    nothing = nil.join(has_stated, on=KEY, how="anti").unique(KEY, keep="first", maintain_order=True)
    nothing = nothing.select("n", *KEY, "role", "size", answer=pl.lit(True))
    open_rows = stated.join(nothing.select(KEY), on=KEY, how="anti")
    count = pl.len().over(KEY)
    single = open_rows.filter(count == 1)
    several = open_rows.filter(count > 1).with_columns(left=pl.lit(True))
    several = left_over(several, table) if several.height else several
    left = several.filter("left") if several.height else several.clear()
    left_count = (
        left.with_columns(n_left=pl.len().over(KEY)) if left.height else left.with_columns(n_left=pl.lit(0))
    )
    one = pl.concat(
        [
            single.with_columns(n_all=pl.lit(1)),
            left_count.filter(pl.col("n_left") == 1).with_columns(n_all=pl.lit(2)),
        ],
        how="diagonal",
    )
    is_total = pl.col("is_total") | (pl.col("n_all") > 1)
    one = one.with_columns(kind=pl.when(is_total).then(pl.lit("total")), answer=pl.lit(True))
    sums = _sums(left_count.filter(pl.col("n_left") > 1), table)
    answers = pl.concat(
        [
            nothing.select("text", "group", "role", "size"),
            one.select("text", "group", "role", "size"),
            sums.select("text", "group", "role", "size"),
        ]
    )
    # Input and output invoices are settled apart and the larger counts: 取大, not the sum.
    best = (
        answers.sort("text", "role", "size", "group", descending=[False, False, True, False])
        .unique(["text", "role"], keep="first", maintain_order=True)
        .select(KEY)
    )
    best = best.with_columns(is_best=pl.lit(True))
    kinds = pl.concat(
        [
            nothing.join(best, on=KEY, how="semi").select("n", "answer"),
            one.join(best, on=KEY, how="left").select("n", "kind", answer="is_best"),
            *([several.filter(~pl.col("left")).select("n", kind="why")] if several.height else []),
        ],
        how="diagonal",
    )
    sums = sums.join(best, on=KEY, how="left", maintain_order="left")
    sums = sums.with_columns(is_measure=pl.col("is_best").fill_null(False)).drop("is_best", "size", "group")
    return kinds, sums


def _sums(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    bases = {role: thing.base for role, thing in table.objects.items()}
    scaled_hi = pl.when(pl.col("hi") >= 0).then(whole(pl.col("hi") * pl.col("factor"))).otherwise(-1)
    return (
        rows.group_by(*KEY, "role", maintain_order=True)
        .agg(
            n=pl.col("n").max(),
            start=pl.col("start").min(),
            end=pl.col("end").max(),
            lo=pl.col("size").sum(),
            hi=pl.when((scaled_hi < 0).any()).then(-1).otherwise(scaled_hi.sum()).first(),
            unit=pl.col("unit").first(),
            confidence=(0.85 * pl.col("confidence").min()).round(2),
            sentence_start=pl.col("sentence_start").first(),
            sentence_end=pl.col("sentence_end").last(),
        )
        .with_columns(
            size=pl.col("lo"),
            kind=pl.lit("sum"),
            unit=pl.col("role").replace_strict(bases, default=pl.col("unit"), return_dtype=pl.String),
        )
    )
