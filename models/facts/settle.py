"""From the amounts of a text to one answer per role: totals, parts, repeats, sums, quantity times price.

A role that stands once in a text is its own answer. Where it stands several times, rows are compared with the
other rows of their group (text and role) by joins and windows; nothing is walked through one by one.
"""

from __future__ import annotations

import polars as pl

from models.facts.cues import Table
from models.facts.products import products

NAMED = 0.7  # confidence of an amount that is named, here or earlier in its sentence; below: an act only
_ROUNDING = 0.002  # parts given in 万元 add up to a total but for rounding
_ROUNDS = 3  # a total of totals of parts
_KEY = ["text", "group"]


def settle(amounts: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Give every role its answer and add what had to be added up or multiplied.

    Parameters
    ----------
    amounts : polars.DataFrame
        One row per amount, ordered by text and place: text, n, start, end, lo, hi, unit, role, confidence,
        state, count_state, per, direction, is_total, is_part, is_detailed, is_again, section, in_paren,
        is_nil, item, sentence.

    Returns
    -------
    polars.DataFrame
        The rows with kind and is_measure, and rows of kind sum and product.
    """
    amounts = amounts.with_columns(
        kind=pl.when("is_nil").then(pl.lit("nil")).otherwise(pl.lit("stated")), is_measure=pl.lit(False)
    )
    amounts = _breakdown(amounts)
    summed = _sized(amounts.filter(pl.col("role").is_in(table.settle.summed)), table)
    settled, sums = _settle_summed(summed, table)
    largest = (
        amounts.filter(pl.col("role").is_in(table.settle.largest))
        .sort("text", "role", pl.col("lo"), "start", descending=[False, False, True, False])
        .unique(["text", "role"], keep="first", maintain_order=True)
        .select("text", "n", large=pl.lit(True))
    )
    amounts = (
        amounts.join(settled, on=["text", "n"], how="left", maintain_order="left")
        .join(largest, on=["text", "n"], how="left", maintain_order="left")
        .with_columns(
            kind=pl.coalesce("new_kind", "kind"),
            is_measure=pl.col("answer").fill_null(False) | pl.col("large").fill_null(False),
            is_total=pl.col("new_total").fill_null(pl.col("is_total")),
        )
        .drop("new_kind", "answer", "large", "new_total")
    )
    made = [sums, products(amounts)]
    shown = amounts.with_columns(
        role=pl.when(pl.col("role") == "list_price").then(pl.lit("price")).otherwise("role")
    )
    return pl.concat([shown, *made], how="diagonal")


def _breakdown(amounts: pl.DataFrame) -> pl.DataFrame:
    """Take a total for all goods where its parts, sold and unsold, stand after it."""
    sides = pl.col("role").is_in(["sold", "unsold"])
    whole = amounts.filter(sides & pl.col("state").is_not_null() & (pl.col("lo") > 0)).select(
        "text", "n", "lo"
    )
    part = amounts.filter(sides & pl.col("is_part") & ~pl.col("is_nil")).select("text", "n", "lo", "role")
    pairs = whole.join(part, on="text", suffix="_part").filter(
        (pl.col("n_part") > pl.col("n")) & (pl.col("n_part") <= pl.col("n") + 6)
    )
    found = (
        pairs.group_by("text", "n", "lo")
        .agg(parts=pl.col("lo_part").sum(), sides=pl.col("role").n_unique())
        .filter((pl.col("sides") == 2) & _close(pl.col("lo"), pl.col("parts")))
        .select("text", "n", is_whole=pl.lit(True))
    )
    if found.is_empty():
        return amounts
    return (
        amounts.join(found, on=["text", "n"], how="left", maintain_order="left")
        .with_columns(role=pl.when("is_whole").then(pl.lit("goods")).otherwise("role"))
        .drop("is_whole")
    )


def _close(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    return (left - right).abs().cast(pl.Float64) <= _ROUNDING * pl.max_horizontal(left, right)


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
        .with_columns(size=(pl.col("lo") * pl.col("factor")).round().cast(pl.Int64))
    )


def _settle_summed(rows: pl.DataFrame, table: Table) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return kind and answer of the amounts whose role is summed, and the sums."""
    stated = rows.filter(~pl.col("is_nil"))
    nil = rows.filter("is_nil")
    has_stated = stated.filter(pl.col("size") > 0).select(_KEY).unique()
    # Nothing but zeros beside a nil: the nil is the answer.
    nothing = nil.join(has_stated, on=_KEY, how="anti").unique(_KEY, keep="first", maintain_order=True)
    nothing = nothing.select("text", "n", *_KEY[1:], "role", "size", answer=pl.lit(True))
    open_rows = stated.join(nothing.select(_KEY), on=_KEY, how="anti")
    count = pl.len().over(_KEY)
    single = open_rows.filter(count == 1)
    several = open_rows.filter(count > 1).with_columns(left=pl.lit(True))
    several = _several(several, table) if several.height else several
    left = several.filter("left") if several.height else several.clear()
    left_count = (
        left.with_columns(n_left=pl.len().over(_KEY)) if left.height else left.with_columns(n_left=pl.lit(0))
    )
    one = pl.concat(
        [
            single.with_columns(n_all=pl.lit(1)),
            left_count.filter(pl.col("n_left") == 1).with_columns(n_all=pl.lit(2)),
        ],
        how="diagonal",
    )
    one = one.with_columns(
        new_kind=pl.when(pl.col("is_total") | (pl.col("n_all") > 1)).then(pl.lit("total")).otherwise("kind"),
        answer=pl.lit(True),
    )
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
        .select(_KEY)
    )
    dropped = (
        several.filter(~pl.col("left")).select("text", "n", new_kind="why", new_total="is_total")
        if several.height
        else None
    )
    kinds = pl.concat(
        [
            nothing.join(best, on=_KEY, how="semi").select("text", "n", answer=pl.lit(True)),
            one.join(best, on=_KEY, how="semi").select(
                "text", "n", "new_kind", "answer", new_total="is_total"
            ),
            one.join(best, on=_KEY, how="anti").select("text", "n", "new_kind", new_total="is_total"),
            *([dropped] if dropped is not None else []),
        ],
        how="diagonal",
    )
    sums = sums.join(best.with_columns(is_best=pl.lit(True)), on=_KEY, how="left", maintain_order="left")
    sums = sums.with_columns(is_measure=pl.col("is_best").fill_null(False)).drop("is_best", "size", "group")
    return kinds.with_columns(answer=pl.col("answer").fill_null(False)), sums


def _several(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Say which of several amounts of one role are left to be added up."""
    rows = rows.with_columns(why=pl.lit(None, pl.String), is_closed=pl.lit(False)).sort("text", "group", "n")
    rows = _without_parts(rows)
    rows = _without_details(rows, table)
    rows = _without_repeats(rows, table)
    for _ in range(_ROUNDS):
        rows, found = _without_addends(rows)
        if not found:
            break
    rows = _named_only(rows, table)
    return _by_totals(rows, table)


def _drop(rows: pl.DataFrame, gone: pl.Expr, why: str) -> pl.DataFrame:
    """Drop rows from what is left, but never the last of a group."""
    goes = (pl.col("left") & gone).fill_null(False)
    rows = rows.with_columns(goes=goes)
    stays = (pl.col("left") & ~pl.col("goes")).any().over(_KEY)
    rows = rows.with_columns(goes=pl.col("goes") & stays)
    return rows.with_columns(
        left=pl.col("left") & ~pl.col("goes"), why=pl.when("goes").then(pl.lit(why)).otherwise("why")
    ).drop("goes")


def _without_parts(rows: pl.DataFrame) -> pl.DataFrame:
    largest = pl.col("size").cum_max().shift(1).over(_KEY)
    return _drop(rows, pl.col("is_part") & (largest >= pl.col("size")), "part")


def _without_details(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Drop the acts that a text turns to after it has stated what they come to, even if some are missing."""
    whole = pl.col("left") & pl.col("is_detailed") & pl.col("group").is_in(table.settle.acts)
    first = pl.when(whole).then(pl.col("n")).min().over(_KEY)
    size = pl.when(pl.col("n") == first).then(pl.col("size")).max().over(_KEY)
    most = pl.when(pl.col("left") & (pl.col("n") < first)).then(pl.col("size")).max().over(_KEY)
    rows = rows.with_columns(is_whole=(pl.col("n") == first).fill_null(False) & (most.fill_null(0) <= size))
    speaks = pl.col("is_whole").any().over(_KEY)
    rows = rows.with_columns(is_total=pl.col("is_total") | pl.col("is_whole"))
    return _drop(rows, speaks & ~pl.col("is_whole"), "part").drop("is_whole")


def _without_repeats(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Drop what is told again: the same figure in a gloss, in a total, or in another sentence."""
    rows = rows.with_columns(k=pl.int_range(pl.len()).over(_KEY))
    left = rows.filter("left")
    columns = [
        "text",
        "group",
        "k",
        "size",
        "item",
        "sentence",
        "unit",
        "is_total",
        "start",
        "end",
        "in_paren",
        "is_again",
        "section",
    ]
    pairs = (
        left.select(columns)
        .join(left.select(columns), on=_KEY, suffix="_first")
        .filter(pl.col("k_first") < pl.col("k"))
    )
    is_gloss = pl.col("in_paren") & (pl.col("start") - pl.col("end_first") <= 12)
    equal = pl.col("size") == pl.col("size_first")
    same = pl.when(is_gloss).then(_close(pl.col("size"), pl.col("size_first"))).otherwise(equal)
    digits = (pl.col("size") // 10_000).cast(pl.String).str.strip_chars_end("0").str.len_chars()
    told_again = (pl.col("item") == pl.col("item_first")) & (
        # Nobody sells twice for 11,050; but of two acts each may have brought 2,000.
        ((pl.col("sentence") != pl.col("sentence_first")) & ~pl.col("group").is_in(table.settle.acts))
        | (digits > 3)
    )
    # Of acts too, what is taken up again (将该4600元) and what the findings tell after the charge.
    same_item = pl.col("item") == pl.col("item_first")
    told_again |= (pl.col("is_again") & same_item) | (pl.col("section") != pl.col("section_first"))
    both = pl.col("is_total") | pl.col("is_total_first") | (pl.col("unit") != pl.col("unit_first"))
    found = pairs.filter(same & (is_gloss | told_again | both))
    repeats = found.select(*_KEY, "k").unique().with_columns(is_repeat=pl.lit(True))
    totals = (
        found.filter("is_total").select(*_KEY, k="k_first").unique().with_columns(told_total=pl.lit(True))
    )
    rows = rows.join(repeats, on=[*_KEY, "k"], how="left", maintain_order="left").join(
        totals, on=[*_KEY, "k"], how="left", maintain_order="left"
    )
    rows = rows.with_columns(is_total=pl.col("is_total") | pl.col("told_total").fill_null(False))
    return _drop(rows, pl.col("is_repeat"), "repeat").drop("is_repeat", "told_total", "k")


def _without_addends(rows: pl.DataFrame) -> tuple[pl.DataFrame, bool]:
    """Drop what is added up in a total that stands beside it, before or after.

    Addends stand next to their total: with running sums, a run of them is two running sums that differ by it.
    """
    left = (
        rows.filter("left")
        .with_columns(
            k=pl.int_range(1, pl.len() + 1).over(_KEY),
            run=pl.col("size").cum_sum().over(_KEY),
            many=pl.len().over(_KEY),
        )
        .filter(pl.col("many") > 2)
    )
    if left.is_empty():
        return rows, False
    wholes = left.select(*_KEY, "k", "size", "run", "is_total", "n")
    ends = left.select(*_KEY, k_end="k", run_end="run")
    origin = left.select(_KEY).unique().with_columns(k_end=pl.lit(0, pl.Int64), run_end=pl.lit(0, pl.Int64))
    ends = pl.concat([ends, origin])
    pairs = wholes.join(ends, on=_KEY)
    after = pairs.filter(pl.col("k_end") >= pl.col("k") + 2).with_columns(
        total=pl.col("run_end") - pl.col("run"), first=pl.col("k") + 1, last=pl.col("k_end")
    )
    before = pairs.filter(pl.col("k_end") + 3 <= pl.col("k")).with_columns(
        total=pl.col("run") - pl.col("size") - pl.col("run_end"),
        first=pl.col("k_end") + 1,
        last=pl.col("k") - 1,
    )
    runs = pl.concat([before, after]).filter(pl.col("size") > 0)
    exact = pl.col("total") == pl.col("size")
    # An exact total first: 998 is not the total of 1 and 999.
    runs = runs.filter(exact | (pl.col("is_total") & _close(pl.col("total"), pl.col("size"))))
    runs = runs.with_columns(is_exact=exact)
    best = runs.sort("text", "group", "is_exact", "k", descending=[False, False, True, False]).unique(
        _KEY, keep="first", maintain_order=True
    )
    if best.is_empty():
        return rows, False
    left = left.select("text", "group", "n", "k").join(
        best.select(*_KEY, "first", "last", whole="k"), on=_KEY, how="inner"
    )
    marks = left.select(
        "text",
        "n",
        is_addend=(pl.col("k") >= pl.col("first")) & (pl.col("k") <= pl.col("last")),
        is_whole=pl.col("k") == pl.col("whole"),
    )
    rows = rows.join(marks, on=["text", "n"], how="left", maintain_order="left")
    whole = pl.col("is_whole").fill_null(False)
    rows = rows.with_columns(is_total=pl.col("is_total") | whole, is_closed=pl.col("is_closed") | whole)
    return _drop(rows, pl.col("is_addend"), "part").drop("is_addend", "is_whole"), True


def _named_only(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Leave out amounts that only an act belongs to where others are named (but acts count in theft)."""
    acts = pl.col("role").is_in(table.settle.acts)
    named = pl.col("left") & (pl.col("confidence") >= NAMED)
    greatest = pl.when(named).then(pl.col("size")).max().over(_KEY)
    unnamed = ~acts & (pl.col("confidence") < NAMED) & greatest.is_not_null()
    rows = rows.with_columns(why=pl.when(pl.col("left") & unnamed).then(pl.lit("part")).otherwise("why"))
    return rows.with_columns(left=pl.col("left") & ~unnamed.fill_null(False))


def _by_totals(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Take a total for what it is the total of."""
    is_total = pl.col("left") & pl.col("is_total")
    rows = rows.with_columns(
        n_totals=is_total.sum().over(_KEY),
        n_items=pl.when(is_total).then(pl.col("item")).n_unique().over(_KEY)
        - (~is_total).any().over(_KEY).cast(pl.Int64),
        top=pl.when(is_total).then(pl.col("size")).max().over(_KEY),
        most=pl.when("left").then(pl.col("size")).max().over(_KEY),
    )
    per_item = (pl.col("n_totals") > 1) & (pl.col("n_items") == pl.col("n_totals"))
    rows = _drop(rows, per_item & ~pl.col("is_total"), "part")
    greatest = (
        pl.when(pl.col("left") & pl.col("is_total") & (pl.col("size") == pl.col("top")))
        .then(pl.col("n"))
        .min()
        .over(_KEY)
    )
    rows = rows.with_columns(great=greatest)
    is_great = pl.col("n") == pl.col("great")
    rows = rows.with_columns(
        great_closed=pl.when(is_great).then(pl.col("is_closed")).max().over(_KEY),
        great_item=pl.when(is_great).then(pl.col("item")).max().over(_KEY),
        rest_last=pl.when(pl.col("left") & ~is_great).then(pl.col("n")).max().over(_KEY),
        first_item=pl.col("item0"),
    )
    # In an enumeration a total in the middle speaks for its own paragraph only.
    is_own = (
        (pl.col("item") == pl.col("great_item"))
        | (pl.col("great_item") == pl.col("first_item"))
        | (pl.col("great") > pl.col("rest_last"))
    )
    speaks = (pl.col("n_totals") > 0) & ~per_item & (pl.col("top") >= pl.col("most")) & ~is_great
    # Of acts told one after another a total speaks for those before it, unless its own parts were found.
    acts = pl.col("group").is_in(table.settle.acts)
    is_own &= ~acts | ((pl.col("n") < pl.col("great")) & ~pl.col("great_closed"))
    rows = _drop(rows, speaks & is_own, "part")
    return rows.drop(
        "n_totals", "n_items", "top", "most", "great", "great_item", "great_closed", "rest_last", "first_item"
    )


def _sums(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    bases = {role: thing.base for role, thing in table.objects.items()}
    scaled_hi = (
        pl.when(pl.col("hi") >= 0)
        .then((pl.col("hi") * pl.col("factor")).round().cast(pl.Int64))
        .otherwise(-1)
    )
    return (
        rows.group_by(*_KEY, "role", maintain_order=True)
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
