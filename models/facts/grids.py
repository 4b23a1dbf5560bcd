"""Cells of tables: each becomes a small text of its own, heading and cell together, for the reader to read.

A table has a line of headings and lines of cells under them, divided by tabs, strokes, slashes, blanks or
markup. What a cell means stands in its heading, so it is read as "title，row heading：cell unit": no rule
about amounts is told twice.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from models.facts.cues import alternatives
from models.facts.lexicon import load_lexicon

_TAB, _LINE = "\x1f", "\n"
_MARKS = r"(?is)<t[dh][^<>]*>|</t[dh]>|<t[rh]?r?[^<>]{0,200}>|</tr>|<br ?/?>|</p>"
_CELL = r"^[￥¥]?-?[0-9][0-9,，]*(?:\.[0-9]+)?[万亿]?余?[^0-9，。；：:（）()]{0,5}$"
_BARE = r"^[￥¥]?[0-9][0-9,，]*(?:\.[0-9]+)?$"
_SCALE = r"单位[:：] ?(?:人民币)?([万亿]?元)"
_DIVIDED = "[\x1f\t|｜ /／]"
_TITLE = 40
_LONGEST = 16  # signs of a heading
_MOST = 2_000  # lines of a text


@cache
def _patterns() -> dict[str, str]:
    """Return what headings speak of: money, and the units that a bracket in them names."""
    table = load_lexicon().cues.table
    money = [word for role in table.roles.values() for word in role.named if len(word) > 1]
    things = ("数量", "重量", "件数", "条数", "支数", "吨数", "面积", "体积", "份数", "册数", "人数", "数目")
    units = [unit for unit in table.units if len(unit) < 5]
    return {
        "money": alternatives([*money, *table.general, "单价", "小计", "合计", "售价", "进价"]),
        "things": alternatives(things),
        "bracket": rf"[（(](?:单位[:：])?(?:人民币)?([万亿]?元|{alternatives(units)})[）)]",
        "slash": rf"[/／]([万亿]?元|{alternatives(units)})$",
    }


def read_cells(texts: pl.Series) -> pl.DataFrame:
    """Return the cells of tables as small texts.

    Parameters
    ----------
    texts : polars.Series of str
        As they were given, with markup.

    Returns
    -------
    polars.DataFrame
        text, start and end of the cell in its text, piece (the small text), at (where the cell begins in it).
    """
    none = pl.DataFrame(
        schema={"text": pl.UInt32, "start": pl.Int64, "end": pl.Int64, "piece": pl.String, "at": pl.Int64}
    )
    pattern = f"{_patterns()['money']}|{_patterns()['things']}"
    likely = texts.str.contains(r"\n|<t[dr]").fill_null(False)
    likely = likely & texts.set(~likely, None).str.contains(pattern).fill_null(False)
    if not likely.any():
        return none
    lines = _lines(texts, likely)
    cells = _cells(lines)
    return none if cells.is_empty() else _pieces(cells)


def _lines(texts: pl.Series, likely: pl.Series) -> pl.DataFrame:
    """Return the lines of the texts with what divides their cells: text, line, start, words, by."""
    frame = texts.to_frame("body").with_row_index("text").filter(likely)
    marks = (
        frame.with_columns(
            gap=pl.col("body").str.split(_MARKS, literal=False),
            mark=pl.concat_list(pl.col("body").str.extract_all(_MARKS), pl.lit("")),
        )
        .explode("gap", "mark")
        .with_columns(
            sign=pl.when(pl.col("mark") == "")
            .then(pl.lit(""))
            .when(pl.col("mark").str.contains("(?i)^</t[dh]"))
            .then(pl.lit(_TAB))
            .when(pl.col("mark").str.contains("(?i)^<(?:/tr|br|/p)"))
            .then(pl.lit(_LINE))
            .otherwise(pl.lit(" "))
        )
        .with_columns(
            # As long as the mark, so that positions stay.
            filled=pl.col("sign").str.pad_start(pl.col("mark").str.len_chars(), " ")
        )
        .group_by("text", maintain_order=True)
        .agg(body=pl.concat_str("gap", "filled").str.join(""))
    )
    lines = (
        marks.select("text", scale=pl.col("body").str.extract(_SCALE), words=pl.col("body").str.split("\n"))
        .explode("words")
        .with_columns(line=pl.int_range(pl.len(), dtype=pl.Int64).over("text"))
        .with_columns(
            start=(pl.col("words").str.len_chars().cast(pl.Int64) + 1).cum_sum().over("text")
            - pl.col("words").str.len_chars().cast(pl.Int64)
            - 1
        )
        .filter(pl.col("line") < _MOST)
    )
    words = pl.col("words")
    # Most lines are sentences, which nothing divides.
    lines = lines.with_columns(before=words.shift(1).over("text")).filter(words.str.contains(_DIVIDED))
    before = pl.col("before")
    is_title = (before.str.len_chars() <= _TITLE) & ~before.str.contains("[。；]")
    return lines.with_columns(
        title=pl.when(is_title).then(before.str.replace_all("[0-9\x1f]", " ").str.strip_chars()),
        by=pl.when(words.str.contains(_TAB, literal=True))
        .then(pl.lit(_TAB))
        .when(words.str.contains("\t"))
        .then(pl.lit("\t"))
        .when(words.str.count_matches(r"[|｜]") >= 1)
        .then(pl.lit("[|｜]"))
        .when(words.str.count_matches(r"[^ ] {2,}[^ ]") >= 1)
        .then(pl.lit(" {2,}"))
        .when(words.str.count_matches("[/／]") >= words.str.count_matches(r"[^ ] [^ ]") + 2)
        .then(pl.lit("[/／]"))
        .when(words.str.count_matches(r"[^ ] [^ ]") >= 1)
        .then(pl.lit(" "))
        .otherwise(pl.lit("")),
    ).drop("before")


def _cells(lines: pl.DataFrame) -> pl.DataFrame:
    """Return the cells of every line with two or more: text, line, k, n, start, cell, scale, title."""
    by = lines.filter(pl.col("by") != "").get_column("by").unique().to_list()
    found = []
    for sign in sorted(by):  # a handful of ways to divide a line, not of rows
        some = lines.filter(pl.col("by") == sign)
        parts = some.with_columns(
            cell=pl.col("words").str.split(sign, literal=False),
            gone=pl.concat_list(pl.col("words").str.extract_all(sign).list.eval(pl.element()), pl.lit("")),
        ).explode("cell", "gone")
        found.append(parts)
    if not found:
        return pl.DataFrame()
    lead = pl.col("cell").str.len_chars() - pl.col("cell").str.strip_chars_start(" ").str.len_chars()
    cells = (
        pl.concat(found)
        .sort("text", "line", maintain_order=True)
        .with_columns(
            start=pl.col("start")
            + (pl.col("cell").str.len_chars() + pl.col("gone").str.len_chars())
            .cast(pl.Int64)
            .cum_sum()
            .shift(1, fill_value=0)
            .over("text", "line")
            + lead.cast(pl.Int64),
            cell=pl.col("cell").str.strip_chars(" "),
        )
        # Strokes at both ends of a line hold no cells.
        .filter(~((pl.col("by") == "[|｜]") & (pl.col("cell") == "") & _is_end()))
        .with_columns(k=pl.int_range(pl.len()).over("text", "line"), n=pl.len().over("text", "line"))
    )
    return cells.select("text", "line", "k", "n", "start", "cell", "scale", "title")


def _is_end() -> pl.Expr:
    place = pl.int_range(pl.len()).over("text", "line")
    return (place == 0) | (place == pl.len().over("text", "line") - 1)


def _pieces(cells: pl.DataFrame) -> pl.DataFrame:
    """Give every cell that holds a figure its heading and make one small text of both."""
    known = _patterns()
    word = pl.col("cell")
    speaks = word.str.contains(f"{known['money']}|{known['things']}")
    is_figure = word.str.contains(r"^[￥¥]?[0-9][0-9,.，]*")
    lines = (
        cells.with_columns(speaks=speaks & (word.str.len_chars() <= _LONGEST), is_figure=is_figure)
        .group_by("text", "line", maintain_order=True)
        .agg(
            heads=(pl.col("speaks").any() & ~pl.col("is_figure").any() & (pl.len() >= 2))
            & (pl.col("cell").str.len_chars().max() <= _LONGEST)
            & ~pl.col("cell").str.contains("[。；]").any(),
            names=pl.col("cell"),
            title=pl.col("title").first(),
        )
        .with_columns(
            head=pl.when("heads").then(pl.col("line")).forward_fill().over("text"),
            title=pl.when("heads").then(pl.col("title").fill_null("")).forward_fill().over("text"),
            names=pl.when("heads").then(pl.col("names")).forward_fill().over("text"),
        )
    )
    rows = cells.drop("title").join(lines, on=["text", "line"]).filter(pl.col("line") > pl.col("head"))
    # A table ends where a line is no row of it.
    gap = pl.col("line") - pl.col("head") - pl.col("line").rank("dense").over("text", "head").cast(pl.Int64)
    rows = rows.filter(gap == 0)
    wide = pl.col("names").list.len().cast(pl.Int64)
    place = pl.when(pl.col("n") == wide).then("k").otherwise(pl.col("k") + wide - pl.col("n"))
    rows = (
        rows.with_columns(place=place)
        .filter((pl.col("n") <= wide + 2) & word.str.contains(_CELL))
        .with_columns(heading=pl.col("names").list.get(pl.col("place").clip(0), null_on_oob=True))
        .filter(pl.col("heading").is_not_null() & (pl.col("place") >= 0))
    )
    first = cells.filter((pl.col("k") <= 1) & ~is_figure).group_by("text", "line", maintain_order=True)
    labels = first.agg(label=pl.col("cell").first())
    rows = rows.join(labels, on=["text", "line"], how="left", maintain_order="left")
    unit = pl.coalesce(
        pl.col("heading").str.extract(known["bracket"]), pl.col("heading").str.extract(known["slash"])
    )
    name = pl.col("heading").str.replace(known["bracket"], "").str.replace(known["slash"], "")
    is_money = name.str.contains(known["money"]) & ~name.str.contains(known["things"])
    rows = rows.with_columns(
        name=name,
        unit=pl.when(~word.str.contains(_BARE))
        .then(pl.lit(""))
        .otherwise(pl.coalesce(unit, pl.when(is_money).then(pl.coalesce("scale", pl.lit("元"))))),
    ).filter(pl.col("unit").is_not_null())
    label = pl.col("label").fill_null("").str.replace_all("[0-9]", "")
    # A title that stands in the line of the headings: 涉案卷烟清单 品牌/数量/单价.
    title = pl.concat_str(
        "title", pl.col("names").list.first().str.extract("^(.+) [^ ]+$").fill_null(""), separator=" "
    )
    lead = pl.concat_str(title, pl.lit("，"), label, pl.lit(" "), "name", pl.lit("："))
    return rows.select(
        "text",
        "start",
        end=pl.col("start") + word.str.len_chars(),
        piece=pl.concat_str(lead, word, "unit", pl.lit("。")),
        at=lead.str.len_chars().cast(pl.Int64),
    )
