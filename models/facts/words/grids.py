"""Cells of tables: each becomes a small text of its own, heading and cell together, for the reader to read.

A table has a line of headings and lines of cells under them (``cells.py``). What a cell means stands in its
heading, so it is read as "title，row heading：cell unit": no rule about amounts is told twice.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from models.facts.words.cells import LIKELY, find_cells
from models.facts.words.cues import alternatives
from models.facts.words.lexicon import load_lexicon

_SPACED = r"(?:[0-9]{1,3}(?: [0-9]{3})+|[0-9](?: [0-9])+)(?: ?\. ?[0-9](?: ?[0-9])*)?"
_CELL = rf"^[￥¥]? ?-?(?:[0-9][0-9,，]*(?:\.[0-9]+)?|{_SPACED})[万亿]?余?[^0-9，。；：:（）()]{{0,5}}$"
_BARE = rf"^[￥¥]? ?(?:[0-9][0-9,，]*(?:\.[0-9]+)?|{_SPACED})$"
_NO_MONEY = "^序|编?号|[年月日]|期|时间|比例|比率|税率|利率|占比|百分|规格|型号|电话|单位"
_PRICED = "单价|售价|进价|均价|价格"
_SALES = "(?:销售|售出|出售|销货|售卖)(?:的)?(?:具体)?(?:情况|明细|清单|记录|台账|数据|统计)"  # above a table
_GENERAL = "^(?:金额|货款|小计|合计|总计|总价|价款|款项|总额|金额合计|合计金额)$"


@cache
def _patterns() -> dict[str, str]:
    """Return what headings speak of: money, and the units that a bracket in them names."""
    table = load_lexicon().cues.table
    money = [word for role in table.roles.values() for word in role.named if len(word) > 1]
    things = (
        "数量",
        "重量",
        "件数",
        "条数",
        "支数",
        "吨数",
        "面积",
        "体积",
        "份数",
        "册数",
        "人数",
        "数目",
        "人次",
    )
    units = [unit for unit in table.units if len(unit) < 5]
    counts = [
        unit for unit in units if not unit.isascii() and unit not in ("元", "圆", "成", "折", "分", "毛")
    ]
    counts.append("月")
    return {
        "money": alternatives([*money, *table.general, "单价", "小计", "合计", "售价", "进价"]),
        "things": alternatives(things),
        "bracket": rf"[（(](?:单位[:：])?(?:人民币)?([万亿]?元|{alternatives(units)})[）)]",
        "slash": rf"[/／]([万亿]?元|{alternatives(units)})$",
        "count": rf"^(?:[^（(]{{0,6}}?)?({alternatives(counts)})数量?$|^({alternatives(counts)})$",
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
    likely = texts.str.contains(LIKELY).fill_null(False)
    likely = likely & texts.set(~likely, None).str.contains(pattern).fill_null(False)
    if not likely.any():
        return none
    cells = find_cells(texts, likely, pattern)
    return none if cells.is_empty() else _pieces(cells)


def _pieces(cells: pl.DataFrame) -> pl.DataFrame:
    """Give every cell that holds a figure its heading and make one small text of both."""
    rows = _with_units(_with_label(_headed(cells), cells))
    lead = pl.concat_str(
        _title().str.replace_all("[0-9]", ""),
        pl.lit("，"),
        pl.col("label").fill_null("").str.replace_all("[0-9]", ""),
        pl.lit(" "),
        "name",
        pl.lit("："),
    )
    # What no heading gives a unit is no amount, whatever stands around the table.
    return rows.select(
        "text",
        "start",
        end=pl.col("start") + pl.col("cell").str.len_chars(),
        piece=pl.when(pl.col("unit").is_null())
        .then(pl.lit(""))
        .otherwise(pl.concat_str(lead, "cell", "unit", pl.lit("。"))),
        at=lead.str.len_chars().cast(pl.Int64),
    )


def _headed(cells: pl.DataFrame) -> pl.DataFrame:
    """Give every cell that holds a figure the heading of its column."""
    word, wide = pl.col("cell"), pl.col("wide")
    place = pl.when(pl.col("n") == wide).then("k").otherwise(pl.col("k") + wide - pl.col("n"))
    # 合计 215 48300 under 品名 数量 单价 金额: how many there were has no price of its own
    counts = pl.col("names").list.eval(pl.element().str.contains(_patterns()["things"]))
    priced = pl.col("names").list.get(place.clip(0), null_on_oob=True).str.contains(_PRICED)
    sums = word.first().over("text", "line").str.contains("^[合总共小] ?计")
    moved = (pl.col("n") < wide) & sums & priced & counts.list.any()
    place = pl.when(moved.fill_null(False)).then(counts.list.arg_max().cast(pl.Int64)).otherwise(place)
    # of goods that were seized the sum says more than its heading
    seized = word.str.contains("查扣|扣押|查获|封存").any().over("text", "head")
    return (
        cells.with_columns(place=place, seized=seized)
        .filter(word.str.contains(_CELL))
        .with_columns(heading=pl.col("names").list.get(pl.col("place").clip(0), null_on_oob=True))
        .filter(pl.col("heading").is_not_null() & (pl.col("place") >= 0))
    )


def _with_label(rows: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Put beside each cell the words that its line begins with: 甲酒 of 甲酒 20瓶 600元."""
    is_figure = pl.col("cell").str.contains(r"^[￥¥]?[0-9][0-9,.，]*")
    first = cells.filter((pl.col("k") <= 1) & ~is_figure).group_by("text", "line", maintain_order=True)
    labels = first.agg(label=pl.col("cell").first())
    return rows.join(labels, on=["text", "line"], how="left", maintain_order="left")


def _with_units(rows: pl.DataFrame) -> pl.DataFrame:
    """Part each heading into what it names and the unit that it gives to a bare figure."""
    known = _patterns()
    heading = pl.col("heading")
    counted = pl.coalesce(heading.str.extract(known["count"], 1), heading.str.extract(known["count"], 2))
    counted = pl.when(counted == "月").then(pl.lit("个月")).otherwise(counted)
    unit = pl.coalesce(heading.str.extract(known["bracket"]), heading.str.extract(known["slash"]), counted)
    name = heading.str.replace(known["bracket"], "").str.replace(known["slash"], "")
    rows = rows.with_columns(name=name, told=unit).with_columns(
        name=_meant(), general=pl.col("name").str.contains(_GENERAL)
    )
    name = pl.col("name")
    is_money = name.str.contains(known["money"]) & ~name.str.contains(known["things"])
    given = pl.coalesce(
        "told",
        pl.when(is_money).then(pl.coalesce("scale", pl.lit("元"))),
        # 单位：万元 above a table is told of what else it holds as well.
        pl.when(~name.str.contains(f"{known['things']}|{_NO_MONEY}")).then("scale"),
    )
    is_bare = pl.col("cell").str.contains(_BARE)
    return rows.with_columns(unit=pl.when(~is_bare).then(pl.lit("")).otherwise(given))


def _title() -> pl.Expr:
    """Return what a table is of: what is said above it, or right after it of a sum that is only called so."""
    # A title that stands in the line of the headings: 涉案卷烟清单 品牌/数量/单价.
    above = pl.concat_str(
        "title", pl.col("names").list.first().str.extract("^(.+) [^ ]+$").fill_null(""), separator=" "
    )
    # What only invoices have is told of invoices: 开票份数 beside 税额.
    is_invoiced = pl.col("names").list.join(" ").str.contains("发票|开票|价税|不含税")
    above = pl.when(is_invoiced).then(pl.concat_str(above, pl.lit("发票"))).otherwise(above)
    # 以上货值共计350元，罚款2,000元: what the sum is of is said first.
    tail = pl.col("tail").str.extract("^[^，。；]*", 0)
    return pl.when(pl.col("general") & pl.col("tail").is_not_null()).then(tail).otherwise(above)


def _meant() -> pl.Expr:
    """Return the heading; of a sum that is only called so, what the columns beside it make of it."""
    names = pl.col("names").list.join(" ")
    kinds = (
        ("销售", "售价|销售单价|销售价|卖价|零售价|成交价|买家|买受人|客户"),
        ("收费", "收费标准|收费|服务费"),
        ("进货", "进价|进货|采购|购进价|购入|供货商|供应商"),
        ("销售", "日期.*单价"),  # a book of single sales
    )
    kind = pl.coalesce(
        *(pl.when(names.str.contains(pattern)).then(pl.lit(name)) for name, pattern in kinds),
        pl.when(pl.col("title").str.contains(_SALES)).then(pl.lit("销售")),
        pl.lit(""),
    )
    is_general = pl.col("name").str.contains(_GENERAL)
    # 税种 申报数 核定数 差额: in a table of taxes the difference was not paid.
    is_tax = names.str.contains("税") | (pl.col("label").str.contains("税$").any().over("text", "head"))
    short = is_tax & pl.col("name").str.contains("^(?:差额|差异|少缴|少缴数|查补数|补缴数|应补)$")
    due = is_tax & pl.col("name").str.contains("^(?:核定数?|查实数|应纳数|应缴数?|应纳)$")
    # 品名 数量 单价 金额, and nothing above or below that says more: what the goods are worth
    speaks = f"{_patterns()['money']}|费|税|票|服务|工资|扣|退|运"
    around = pl.concat_str(names, pl.col("title"), pl.col("tail"), separator=" ", ignore_nulls=True)
    beside = around.str.replace_all("单价|金额|小计|合计|价款", "")
    is_goods = names.str.contains("单价") & names.str.contains(_patterns()["things"])
    is_goods &= is_general & ~pl.col("seized") & (kind == "") & ~beside.str.contains(speaks)
    kind = pl.when(is_goods).then(pl.lit("货值")).otherwise(kind)
    return (
        pl.when(is_general & (kind != ""))
        .then(pl.concat_str(kind, pl.lit("金额")))
        .when(short)
        .then(pl.lit("少缴税款"))
        .when(due)
        .then(pl.lit("应纳税额"))
        .otherwise("name")
    )
