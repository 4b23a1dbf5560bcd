"""Tables in texts: their lines, which of them are headings, and the cells of the lines under these.

Whatever divides the cells, a table is a line without figures that speaks of amounts, and under it lines with
as many cells. The lines may be lines of the text, or what semicolons divide (品名，数量，金额；甲，3，90).
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

_TAB, _LINE = "\x1f", "\n"
_MARKS = r"(?is)<t[dh][^<>]*>|</t[dh]>|<t[rh]?r?[^<>]{0,200}>|</tr>|<br ?/?>|</p>|&nbsp;"
_SCALE = r"(?:单位|币种)(?:均?为|[是：:])? ?(?:人民币)?([万亿]?元)|[以按](?:人民币)?([万亿]元)(?:计|为单位)"
_FIGURE = r"^[￥¥]? ?-?[0-9]"
_CUT = "。|[（(](?:单位|币种)"  # ends the last line of a table
_DIVIDED = "[\x1f\t|｜‖│┃¦∣\u3000,，;；、/／—－ ]"
_NO_HEADING = "。|(?:^|[,，;；、|｜‖\t\x1f]) *[￥¥]?[0-9]|[0-9][百千万亿]*元"
_TITLE = 40
_LONGEST = 24  # signs of a heading: 没收违法所得、没收非法财物的金额（万元）
_WIDEST = 40  # signs of a cell
_MOST = 2_000  # lines of a text


class _Way(NamedTuple):
    """One way to divide cells; where it is weak, every line must have as many as the heading."""

    sign: str
    least: int
    is_weak: bool


_COLONS = _Way("[;；]", 2, is_weak=True)
_BLANKS = _Way("(?:\u3000| {2,})", 1, is_weak=False)
_WAYS = (
    _Way(_TAB, 1, is_weak=False),
    _Way("\t", 1, is_weak=False),
    _Way("[|｜‖│┃¦∣]", 1, is_weak=False),
    _BLANKS,
    _Way("[,，]", 2, is_weak=True),
    _COLONS,
    _Way("、", 2, is_weak=True),
    _Way("[/／]", 2, is_weak=False),
    _Way("[—－]{1,2}", 2, is_weak=True),
    _Way(" +", 1, is_weak=False),
)
_FIRM = (_TAB, "[|｜‖│┃¦∣]", "\t")  # ways that are used for nothing else
_SEP = r"[，、；;,:：|｜‖│\t\x{3000} /／—－>\x1f\n]"
_NUM = r"[￥¥]?[0-9][0-9.]*"
_BESIDE = rf"{_SEP}{_NUM}{_SEP}(?:[^0-9，、；;。]{{1,12}}{_SEP}?)?{_NUM}(?:{_SEP}|[。<（]|$)"
LIKELY = rf"\n|<t[dr]|{_BESIDE}"
"""What texts with tables hold."""
_ROWS = ("\n", "[\n；;。：:]")  # what divides the lines: first as they stand, then within a sentence


def find_cells(texts: pl.Series, likely: pl.Series, speaks: str) -> pl.DataFrame:
    """Return the cells of tables under their headings.

    Parameters
    ----------
    texts, likely : polars.Series
        The texts as given, and which of them may hold a table.
    speaks : str
        Pattern of what headings speak of.

    Returns
    -------
    polars.DataFrame
        text, line, k (place in the line), n, start, cell; and of the table: names (the headings), wide,
        head, title (what stands above it), tail (what stands after it), scale (the unit of its money).
    """
    bodies = firm = _bodies(texts, likely)
    found = []
    for divides in _ROWS:
        if divides != _LINE:  # a table within a sentence has bare figures side by side
            bodies = bodies.filter(pl.col("body").str.contains(_BESIDE))
        lines = _heads(_lines(bodies, divides), speaks)
        cells = _cells(lines)
        if len(cells):
            found.append(cells)
            told = cells.select("text").unique()
            bodies, firm = (
                some.join(told, on="text", how="anti", maintain_order="left") for some in (bodies, firm)
            )
    pairs = _pairs(firm, speaks)
    if len(pairs):
        found.append(pairs)
    return pl.concat(found) if found else pl.DataFrame()


def _bodies(texts: pl.Series, likely: pl.Series) -> pl.DataFrame:
    """Return the texts with plain signs for markup, position for position."""
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
    return _wrapped(marks).with_columns(
        scale=pl.coalesce(pl.col("body").str.extract(_SCALE, 1), pl.col("body").str.extract(_SCALE, 2))
    )


def _wrapped(bodies: pl.DataFrame) -> pl.DataFrame:
    """Break lines that hold a whole table: as many headings as cells in each of the rows after them."""
    for sign in _FIRM:
        asked = bodies.filter(pl.col("body").str.count_matches(sign) >= 4)
        if asked.is_empty():
            continue
        lines = asked.select("text", words=pl.col("body").str.split("\n")).explode("words")
        lines = lines.with_row_index("line").with_columns(
            cell=pl.col("words").str.split(sign, literal=False),
            gone=pl.concat_list(pl.col("words").str.extract_all(sign), pl.lit("")),
        )
        figures = pl.col("cell").list.eval(
            pl.element().str.strip_chars(" ").str.contains(_FIGURE).cast(pl.Int8)
        )
        many = pl.col("cell").list.len().cast(pl.Int64) - (1 if sign == _TAB else 0)
        first = pl.when(figures.list.max() > 0).then(figures.list.arg_max().cast(pl.Int64)).otherwise(0)
        alone = pl.col("words").str.contains(sign).sum().over("text") == 1
        wide = pl.lit(None, pl.Int64)
        for width in (first - 1, first):  # the first cell of a row is a name, or a figure too
            fits = alone & (width >= 2) & (many >= 2 * width) & (many % width == 0)
            wide = pl.when(fits).then(width).otherwise(wide)
        broken = (
            lines.with_columns(wide=wide)
            .explode("cell", "gone")
            .with_columns(k=pl.int_range(pl.len(), dtype=pl.Int64).over("line") + 1)
            .with_columns(
                gone=pl.when((pl.col("k") % pl.col("wide") == 0) & (pl.col("gone") != ""))
                .then(pl.lit(_LINE))
                .otherwise("gone")
            )
            .group_by("text", "line", maintain_order=True)
            .agg(words=pl.concat_str("cell", "gone").str.join(""))
            .group_by("text", maintain_order=True)
            .agg(broken=pl.col("words").str.join("\n"))
        )
        bodies = bodies.join(broken, on="text", how="left", maintain_order="left").select(
            "text", body=pl.coalesce("broken", "body")
        )
    return bodies


def _pairs(bodies: pl.DataFrame, speaks: str) -> pl.DataFrame:
    """Return figures in cells of their own after the cell that names them: 罚款|5000|没收违法所得|1200."""
    found = []
    for sign in _FIRM:
        lines = _lines(bodies.filter(pl.col("body").str.contains(sign)), "\n")
        lines = lines.filter(pl.col("words").str.contains(sign)).with_columns(
            cell=pl.col("words").str.split(sign, literal=False),
            gone=pl.concat_list(pl.col("words").str.extract_all(sign), pl.lit("")),
        )
        cell = pl.col("cell")
        lead = (cell.str.len_chars() - cell.str.strip_chars_start(" ").str.len_chars()).cast(pl.Int64)
        size = (cell.str.len_chars() + pl.col("gone").str.len_chars()).cast(pl.Int64)
        place = size.cum_sum().shift(1, fill_value=0).over("text", "line")
        cells = (
            lines.explode("cell", "gone")
            .with_columns(start=pl.col("start") + place + lead, cell=cell.str.strip_chars(" "))
            .with_columns(name=cell.str.replace_all(" ", "").shift(1).over("text", "line"))
        )
        is_pair = pl.col("cell").str.contains(_FIGURE) & ~pl.col("name").str.contains(_FIGURE)
        says = pl.col("name").str.contains(speaks) & (pl.col("name").str.len_chars() <= _LONGEST)
        found.append(cells.filter(is_pair & says))
    none = pl.lit(None, pl.String)
    return pl.concat(found).select(
        "text",
        "line",
        pl.lit(0, pl.Int64).alias("k"),
        pl.lit(1, pl.Int64).alias("n"),
        "start",
        "cell",
        pl.concat_list("name").alias("names"),
        pl.lit(1, pl.Int64).alias("wide"),
        pl.col("line").alias("head"),
        pl.lit("").alias("title"),
        none.alias("tail"),
        "scale",
    )


def _lines(bodies: pl.DataFrame, divides: str) -> pl.DataFrame:
    """Return the lines of the texts: text, line, start, words, scale, before (the line above)."""
    words = pl.col("words")
    lines = (
        bodies.with_columns(words=pl.col("body").str.split(divides, literal=False))
        .select("text", "scale", "words")
        .explode("words")
        .with_columns(line=pl.int_range(pl.len(), dtype=pl.Int64).over("text"))
        .with_columns(
            start=(words.str.len_chars().cast(pl.Int64) + 1).cum_sum().over("text")
            - words.str.len_chars().cast(pl.Int64)
            - 1
        )
        .filter(pl.col("line") < _MOST)
    )
    return lines.with_columns(before=words.shift(1).over("text"), after=words.shift(-1).over("text"))


def _heads(lines: pl.DataFrame, speaks: str) -> pl.DataFrame:
    """Find the headings among the lines, and say of each line below one which they are."""
    words = pl.col("words")
    may = words.str.contains(_DIVIDED) & (words.str.len_bytes() <= 600)
    may &= ~words.str.contains(_NO_HEADING)
    asked = lines.filter(may).filter(words.str.contains(speaks)).select("text", "line", "words")
    heads = []
    for order, way in enumerate(_WAYS):  # ways to divide a line, not lines
        some = asked.filter(words.str.count_matches(way.sign) >= way.least).with_columns(
            names=words.str.strip_chars(" |｜‖│┃¦\x1f").str.split(way.sign, literal=False)
        )
        cell = pl.element().str.strip_chars(" ")
        names = pl.col("names").list.eval(cell)
        fits = (
            (names.list.len() >= 2)
            & (names.list.eval(cell.str.len_chars()).list.max() <= _LONGEST)
            & ~names.list.eval(cell.str.contains(_FIGURE)).list.any()
        )
        some = some.filter(fits).with_columns(names=names, way=pl.lit(order))
        asked = asked.join(some.select("text", "line"), on=["text", "line"], how="anti")
        heads.append(some)
    found = pl.concat(heads).select("text", "line", "names", "way")
    before = pl.col("before")
    is_title = (before.str.len_chars() <= _TITLE) & ~before.str.contains("[。；]")
    title = pl.when(is_title).then(before.str.replace_all("[0-9\x1f]", " ").str.strip_chars())
    marked = lines.join(found, on=["text", "line"], how="left", maintain_order="left").with_columns(
        title=pl.when(pl.col("way").is_not_null()).then(title.fill_null("")),
        head=pl.when(pl.col("way").is_not_null()).then("line"),
    )
    filled = [pl.col(name).forward_fill().over("text") for name in ("way", "names", "title", "head")]
    return marked.with_columns(filled).filter(pl.col("head") < pl.col("line"))


def _cells(lines: pl.DataFrame) -> pl.DataFrame:
    """Cut the lines under headings into cells as these are cut, up to the first that is no row."""
    # Where semicolons divide the cells they end no line.
    by_colon = pl.col("way") == _WAYS.index(_COLONS)
    words = pl.col("words")
    cut = (
        pl.when(by_colon)
        .then(words.str.extract(f"^(.*?)(?:{_CUT})"))
        .otherwise(words.str.extract(f"^(.*?)(?:[；;]|{_CUT})"))
    )
    lines = lines.with_columns(
        wide=pl.col("names").list.len().cast(pl.Int64), words=cut.fill_null(words), rest=words
    ).with_columns(tail=pl.col("rest").str.slice(pl.col("words").str.len_chars()))
    parts = [_cut(lines, order) for order in sorted(lines.get_column("way").unique().to_list())]
    if not parts:
        return pl.DataFrame()
    lead = pl.col("cell").str.len_chars() - pl.col("cell").str.strip_chars_start(" ").str.len_chars()
    place = pl.int_range(pl.len()).over("text", "line")
    is_end = (place == 0) | (place == pl.len().over("text", "line") - 1)
    cells = (
        pl.concat(parts)
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
        # Strokes and marks at both ends of a line hold no cells.
        .filter(~(pl.col("way").is_in([0, 2]) & (pl.col("cell") == "") & is_end))
        .with_columns(
            k=pl.int_range(pl.len()).over("text", "line"), n=pl.len().over("text", "line").cast(pl.Int64)
        )
    )
    fits = (pl.col("n") == pl.col("wide")) | (
        ~pl.col("is_weak") & (pl.col("n") >= 2) & (pl.col("n") <= pl.col("wide") + 2)
    )
    fits &= pl.col("cell").str.len_chars().max().over("text", "line") <= _WIDEST
    cells = cells.filter(fits)
    gap = pl.col("line") - pl.col("head") - pl.col("line").rank("dense").over("text", "head").cast(pl.Int64)
    cells = cells.filter(gap == 0)
    return _with_tail(cells)


def _cut(lines: pl.DataFrame, order: int) -> pl.DataFrame:
    """Cut the lines whose headings are cut in one of the ways."""
    sign = _WAYS[order].sign
    some = lines.filter(pl.col("way") == order)
    if _WAYS[order] is _BLANKS:  # several blanks above, and single ones in a line below
        single = ~pl.col("words").str.contains(sign)
        some = some.with_columns(
            words=pl.when(single).then(pl.col("words").str.replace_all(" ", "\u3000")).otherwise("words")
        )
        sign = "(?:\u3000+| {2,})"
    return (
        some.filter(pl.col("words").str.contains(sign))
        .with_columns(
            cell=pl.col("words").str.split(sign, literal=False),
            gone=pl.concat_list(pl.col("words").str.extract_all(sign), pl.lit("")),
            is_weak=pl.lit(_WAYS[order].is_weak),
        )
        .explode("cell", "gone")
    )


def _with_tail(cells: pl.DataFrame) -> pl.DataFrame:
    """Say what stands right after each table: 以上为当事人售出明细."""
    last = pl.col("line") == pl.col("line").max().over("text", "head")
    tail = pl.when(last).then(pl.coalesce(pl.col("tail").str.extract("^[。；;]?(.+)"), "after"))
    cells = cells.with_columns(tail=tail.str.extract("^((?:以上|上述|上列|上表|该|前述|均|本表)[^。；]*)"))
    cells = cells.with_columns(tail=pl.col("tail").drop_nulls().first().over("text", "head"))
    return cells.select(
        "text", "line", "k", "n", "start", "cell", "names", "wide", "head", "title", "tail", "scale"
    )
