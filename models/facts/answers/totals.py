"""Which of several amounts of one role in one text are left to be added up.

Parts of a total, what is told again and the addends of a total that stands beside them drop out; nothing is
walked through one by one.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from models.facts.answers.acts import GROUP as _GROUP
from models.facts.answers.acts import HEADED, agree, drop, is_close
from models.facts.answers.acts import NAMED as _NAMED
from models.facts.words.cue_table import Table

_ROUNDS = 8  # totals of parts, one at a time in each text, and a total of totals
KEY = ["text", "group"]
_FIRM = 0.9  # confidence from which an act names its amount
_PLACES = ["item", "sentence"]
_COMPARED = (
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
    "confidence",
)


def left_over(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Say which of several amounts of one role are left to be added up.

    Parameters
    ----------
    rows : polars.DataFrame
        Amounts of texts that state a role more than once: what ``settle`` takes, with ``group`` (the role,
        and the side of an invoice), ``size`` (in the unit of the role) and ``left``, all True.
    table : Table
        The cue words; of acts, amounts are told one by one.

    Returns
    -------
    polars.DataFrame
        The rows, sorted by text and group: ``left`` is False of what is a part, a repeat or an addend,
        ``why`` says which.
    """
    first = pl.any_horizontal(pl.col(name) != pl.col(name).shift(1) for name in KEY).fill_null(True)
    rows = (
        rows.with_columns(why=pl.lit(None, pl.String), is_closed=pl.lit(False))
        .sort("text", "group", "n")
        .with_columns(key=first.cum_sum())
    )
    rows = agree(rows, table)
    rows = drop(rows, pl.col("is_evidence") & pl.col("group").is_in(table.settle.acts), "repeat")
    rows = _without_parts(rows)
    rows = _settled_on(rows)
    rows = _without_details(rows, table)
    rows = _without_repeats(rows, table)
    rows = agree(rows, table)
    acts = pl.col("group").is_in(table.settle.acts)
    open_groups = rows[_GROUP].unique()
    for _ in range(_ROUNDS):  # again only where something was found
        rows, open_groups = _without_addends(rows, open_groups, acts)
        if open_groups.is_empty():
            break
    rows = agree(rows, table)
    rows = _named_only(rows, table)
    return _by_totals(rows, table)


def _without_parts(rows: pl.DataFrame) -> pl.DataFrame:
    # Two parts of something else (其中零售3元、批发2元) are no parts of each other.
    whole = pl.when(~pl.col("is_part")).then(pl.col("size"))
    largest = whole.cum_max().forward_fill().shift(1).over(_GROUP)
    return drop(rows, pl.col("is_part") & (largest >= pl.col("size")), "part")


def _settled_on(rows: pl.DataFrame) -> pl.DataFrame:
    """Drop what stands before the amount that the authority settles on at last."""
    final = pl.col("left") & pl.col("is_final")
    last = pl.when(final).then(pl.col("n")).max().over(_GROUP)
    # 认定：红色自行车价格1816元，白色自行车价格2043元: what is settled on at once is a list.
    listed = final.cast(pl.Int64).sum().over(_GROUP, "sentence") > 1
    rows = rows.with_columns(
        is_total=pl.col("is_total") | (final & ~listed & (pl.col("n") == last)).fill_null(False)
    )
    return drop(rows, (pl.col("n") < last) & ~pl.col("is_final"), "part")


def _without_details(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Drop the acts that a text turns to after it has stated what they come to, even if some are missing."""
    whole = pl.col("left") & pl.col("is_detailed") & pl.col("group").is_in(table.settle.acts)
    first = pl.when(whole).then(pl.col("n")).min().over(_GROUP)
    size = pl.when(pl.col("n") == first).then(pl.col("size")).max().over(_GROUP)
    most = pl.when(pl.col("left") & (pl.col("n") < first)).then(pl.col("size")).max().over(_GROUP)
    rows = rows.with_columns(is_whole=(pl.col("n") == first).fill_null(False) & (most.fill_null(0) <= size))
    speaks = pl.col("is_whole").any().over(_GROUP)
    rows = rows.with_columns(is_total=pl.col("is_total") | pl.col("is_whole"))
    return drop(rows, speaks & ~pl.col("is_whole"), "part").drop("is_whole")


def _without_repeats(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Drop what is told again: the same figure in a gloss, in a total, or in another sentence."""
    rows = rows.with_columns(k=pl.int_range(pl.len()).over(_GROUP))
    found = _pairs(rows.filter("left")).filter(_tells_again(table))
    repeats = found.select(_GROUP, "k").unique().with_columns(is_repeat=pl.lit(True))
    totals = (
        found.filter("is_total").select(_GROUP, k="k_first").unique().with_columns(told_total=pl.lit(True))
    )
    rows = rows.join(repeats, on=[_GROUP, "k"], how="left", maintain_order="left").join(
        totals, on=[_GROUP, "k"], how="left", maintain_order="left"
    )
    rows = rows.with_columns(is_total=pl.col("is_total") | pl.col("told_total").fill_null(False))
    return drop(rows, pl.col("is_repeat"), "repeat").drop("is_repeat", "told_total", "k")


def _pairs(left: pl.DataFrame) -> pl.DataFrame:
    """Put beside each amount every earlier one of its group (columns that end in _first)."""
    changes = (pl.col("size") != pl.col("size").shift(1)).fill_null(True)
    # 金额分别为4999元、4999元、2000元
    apart = (pl.col("start") - pl.col("end").shift(1).over(_GROUP) > 1).fill_null(True)
    left = left.with_columns(
        same=changes.cum_sum().over(_GROUP), series=apart.cum_sum().over(_GROUP), is_own=HEADED
    )
    left = left.select(_GROUP, "group", "k", *_COMPARED, "same", "series", "is_own")
    return left.join(left, on=_GROUP, suffix="_first").filter(pl.col("k_first") < pl.col("k"))


def _tells_again(table: Table) -> pl.Expr:
    """Say of which pairs the second tells the first again."""
    acts = pl.col("group").is_in(table.settle.acts)
    is_gloss = pl.col("in_paren") & (pl.col("start") - pl.col("end_first") <= 12)
    equal = pl.col("size") == pl.col("size_first")
    same = pl.when(is_gloss).then(is_close(pl.col("size"), pl.col("size_first"))).otherwise(equal)
    digits = (pl.col("size") // 10_000).cast(pl.String).str.strip_chars_end("0").str.len_chars()
    same_item = pl.col("item") == pl.col("item_first")
    told_again = same_item & (
        # Nobody sells twice for 11,050; but of two acts each may have brought 2,000.
        ((pl.col("sentence") != pl.col("sentence_first")) & ~acts)
        | ((digits > 3) & (pl.col("series") != pl.col("series_first")))
    )
    # Of acts too, what is taken up again (将该4600元) and what the findings tell after the charge.
    told_again |= (pl.col("is_again") & same_item) | (pl.col("section") != pl.col("section_first"))
    # 乙某转账5000元 … 骗得乙某5000元: who paid, and what was taken by it
    named_after = (pl.col("confidence") >= _FIRM) & (pl.col("confidence_first") < _FIRM)
    told_again |= same_item & named_after & acts & (pl.col("same") == pl.col("same_first"))
    # 合计3895.1元，取值3900元: rounded at once
    rounded = (pl.col("k") == pl.col("k_first") + 1) & (pl.col("sentence") == pl.col("sentence_first"))
    rounded &= pl.col("is_total_first") & is_close(pl.col("size"), pl.col("size_first"))
    both = pl.col("is_total") | pl.col("is_total_first") | (pl.col("unit") != pl.col("unit_first"))
    # 1、骗走香烟10条，共计4500元。2、骗走香烟10条，共计4500元: each act has its own number
    both &= same_item | ~pl.col("is_own") | ~acts
    return (same & (is_gloss | told_again | both)) | rounded


def _without_addends(rows: pl.DataFrame, groups: pl.Series, acts: pl.Expr) -> tuple[pl.DataFrame, pl.Series]:
    """Drop what is added up in a total that stands beside it, before or after; return where that was so.

    Addends stand next to their total: with running sums, a run of them is two running sums that differ by it.
    """
    asked = rows.select(
        _GROUP, "n", "size", "back", "is_total", "left", *_PLACES, "is_dated", is_headed=HEADED, is_act=acts
    )
    left = _counted(asked.filter("left"), groups)
    if left.is_empty():
        return rows, groups.clear()
    best = _best(_runs(left))
    if best.is_empty():
        return rows, groups.clear()
    left = left.select(_GROUP, "n", "k").join(
        best.select(_GROUP, "first", "last", whole="k"), on=_GROUP, how="inner"
    )
    marks = left.select(
        "n",
        is_addend=(pl.col("k") >= pl.col("first")) & (pl.col("k") <= pl.col("last")),
        is_whole=pl.col("k") == pl.col("whole"),
    )
    rows = rows.join(marks, on="n", how="left", maintain_order="left")
    whole = pl.col("is_whole").fill_null(False)
    rows = rows.with_columns(is_total=pl.col("is_total") | whole, is_closed=pl.col("is_closed") | whole)
    return drop(rows, pl.col("is_addend"), "part").drop("is_addend", "is_whole"), best[_GROUP]


def _runs(left: pl.DataFrame) -> pl.DataFrame:
    """Put beside each amount the runs of two and more that end right before it or begin right after it."""
    ends = left.select(
        _GROUP,
        k_end="k",
        run_end="run",
        **{f"{name}_at": pl.col(name) for name in _PLACES},
        **{f"{name}_on": pl.col(name).shift(-1).over(_GROUP) for name in _PLACES},
    )
    zero = pl.lit(0, pl.Int64)
    origin = left.group_by(_GROUP, maintain_order=True).agg(
        k_end=zero, run_end=zero, **{f"{name}_on": pl.col(name).first() for name in _PLACES}
    )
    pairs = left.join(pl.concat([ends, origin], how="diagonal"), on=_GROUP)
    after = pairs.filter(pl.col("k_end") >= pl.col("k") + 2).with_columns(
        total=pl.col("run_end") - pl.col("run"),
        first=pl.col("k") + 1,
        last=pl.col("k_end"),
        is_whole_run=_reaches_end("_at", "_on"),
    )
    before = pairs.filter(pl.col("k_end") + 3 <= pl.col("k")).with_columns(
        total=pl.col("run") - pl.col("size") - pl.col("run_end"),
        first=pl.col("k_end") + 1,
        last=pl.col("k") - 1,
        is_whole_run=_reaches_end("_on", "_at"),
    )
    before = before.filter(
        ~pl.col("is_act") | ~pl.col("is_headed") | (pl.col("item_before") == pl.col("item"))
    )
    return pl.concat([before, after]).filter(pl.col("size") > 0)


def _best(runs: pl.DataFrame) -> pl.DataFrame:
    """Return of each group the run that its total is the sum of."""
    # Acts are of any size: what no word calls a total is one only of all acts of its passage.
    runs = runs.filter(
        ~pl.col("is_act") | pl.col("is_total") | (pl.col("is_whole_run") & ~pl.col("is_dated"))
    )
    exact = pl.col("total") == pl.col("size")
    # 价值共计18.8万元。1、骗取16.8万元。2、骗取3万元，案发前归还1万元
    exact |= pl.col("is_act") & pl.col("is_total") & (pl.col("total") - pl.col("back") == pl.col("size"))
    # An exact total first: 998 is not the total of 1 and 999.
    runs = runs.filter(exact | (pl.col("is_total") & is_close(pl.col("total"), pl.col("size"))))
    runs = runs.with_columns(is_exact=exact)
    runs = runs.sort(_GROUP, "is_exact", "k", descending=[False, True, False])
    return runs.unique(_GROUP, keep="first", maintain_order=True)


def _reaches_end(here: str, beyond: str) -> pl.Expr:
    """Say which runs end where the text, or the paragraph or sentence of their total, ends."""
    ends = pl.col(f"item{beyond}").is_null()
    for name in _PLACES:
        ends |= (pl.col(f"{name}{here}") == pl.col(name)) & (pl.col(f"{name}{beyond}") != pl.col(name))
    return ends


def _counted(left: pl.DataFrame, groups: pl.Series) -> pl.DataFrame:
    """Give the rows of the groups with three or more of them their place k and running sum in the group."""
    group, size = left[_GROUP].to_numpy(), left["size"].to_numpy()
    begins = np.flatnonzero(np.diff(group, prepend=-1))
    many = np.repeat(np.diff(begins, append=len(group)), np.diff(begins, append=len(group)))
    first = np.repeat(begins, np.diff(begins, append=len(group)))
    total = np.cumsum(size)
    is_open = np.zeros(max(group.max(initial=0), groups.max() or 0) + 1, bool)
    is_open[groups.to_numpy()] = True
    left = left.with_columns(
        k=pl.Series(np.arange(1, len(group) + 1) - first),
        run=pl.Series(total - (total - size)[first]),
        item_before=pl.col("item").shift(1),
    )
    return left.filter(pl.Series((many > 2) & is_open[group]))


def _named_only(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Leave out amounts that only an act belongs to where others are named (but acts count in theft)."""
    acts = pl.col("role").is_in(table.settle.acts)
    named = pl.col("left") & (pl.col("confidence") >= _NAMED)
    greatest = pl.when(named).then(pl.col("size")).max().over(_GROUP)
    # 卖14.3万元，卖2.58万元，油款7,520元: what is more than what is named is no part of it.
    unnamed = ~acts & (pl.col("confidence") < _NAMED) & (pl.col("size") <= greatest)
    unnamed &= ~pl.col("is_extra") | (pl.col("role") == "forfeit_gain")
    rows = rows.with_columns(why=pl.when(pl.col("left") & unnamed).then(pl.lit("part")).otherwise("why"))
    return rows.with_columns(left=pl.col("left") & ~unnamed.fill_null(False))


def _by_totals(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Take a total for what it is the total of."""
    columns = rows.columns
    is_total = pl.col("left") & pl.col("is_total")
    rows = rows.with_columns(
        n_totals=is_total.sum().over(_GROUP),
        n_items=pl.when(is_total).then(pl.col("item")).n_unique().over(_GROUP)
        - (~is_total).any().over(_GROUP).cast(pl.Int64),
        top=pl.when(is_total).then(pl.col("size")).max().over(_GROUP),
        most=pl.when("left").then(pl.col("size")).max().over(_GROUP),
    )
    per_item = (pl.col("n_totals") > 1) & (pl.col("n_items") == pl.col("n_totals"))
    # 三、盗得现金7200元: an act of a paragraph without a total is a part of none.
    has_total = pl.col("is_total").any().over(_GROUP, "item") | ~pl.col("group").is_in(table.settle.acts)
    rows = drop(rows, per_item & ~pl.col("is_total") & has_total, "part")
    rows = _with_greatest(rows)
    is_great = pl.col("n") == pl.col("great")
    # In an enumeration a total in the middle speaks for its own paragraph only.
    is_own = (
        (pl.col("item") == pl.col("great_item"))
        | (pl.col("great_item") == pl.col("item0"))
        | (pl.col("great") > pl.col("rest_last"))
    )
    speaks = (pl.col("n_totals") > 0) & ~per_item & (pl.col("top") >= pl.col("most")) & ~is_great
    # Of acts told one after another a total speaks for those before it, unless its own parts were found.
    acts = pl.col("group").is_in(table.settle.acts)
    # One that more acts follow speaks for its own paragraph.
    reaches = (pl.col("great") > pl.col("rest_last")) | (pl.col("line") == pl.col("great_line"))
    # What stands on the first line of an act's paragraph is the act's own.
    here = ~pl.col("great_headed") | (pl.col("item") == pl.col("great_item"))
    # 2月3日窃得白酒三瓶，共价值1800元: what is told of a day is of that day alone.
    here &= ~pl.col("great_dated") | (pl.col("sentence") == pl.col("great_sentence"))
    here &= ~pl.col("great_counted")  # 分八次共转走2936元: its instalments
    mere = ~pl.col("great_closed") | (pl.col("confidence") < _NAMED)
    is_own &= ~acts | ((pl.col("n") < pl.col("great")) & mere & reaches & here)
    # Things are appraised, cash is added: 现金138元, 经鉴定上述手机合计价值2845元.
    is_own &= ~(acts & pl.col("is_cash") & pl.col("great_appraised"))
    # 共52,200元；另收4,500元: what is told beside a total is no part of it.
    is_own &= ~pl.col("is_extra") | (pl.col("n") < pl.col("great"))
    return drop(rows, speaks & is_own, "part").select(columns)


def _with_greatest(rows: pl.DataFrame) -> pl.DataFrame:
    """Put beside each amount the greatest total of its group, and the last of all others."""
    is_greatest = pl.col("left") & pl.col("is_total") & (pl.col("size") == pl.col("top"))
    rows = rows.with_columns(great=pl.when(is_greatest).then(pl.col("n")).min().over(_GROUP))
    is_great = pl.col("n") == pl.col("great")
    told = {
        "appraised": pl.col("is_appraised"),
        "headed": HEADED,
        "dated": pl.col("is_dated") & ~pl.col("is_closing"),
        "counted": pl.col("is_counted") & ~pl.col("is_closing"),
        "sentence": pl.col("sentence"),
        "line": pl.col("line"),
        "closed": pl.col("is_closed"),
        "item": pl.col("item"),
    }
    return rows.with_columns(
        **{f"great_{name}": pl.when(is_great).then(what).max().over(_GROUP) for name, what in told.items()},
        rest_last=pl.when(pl.col("left") & ~is_great).then(pl.col("n")).max().over(_GROUP),
    )
