"""Facts out of texts: rows a second, and how many times as long as one pattern over the same column takes.

Amounts and circumstances are read from the texts alone; phrases and measures in a pool, phrases only of
records that may be about an offence that asks for them.

The yardstick is what one would write by hand: DuckDB's ``regexp_extract_all`` with one pattern for amounts
in yuan, over the same column, in the same run. Times are processor seconds of this process, so that other
work on the machine does not count; ``texts.read_new`` shares many texts between two processes.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta

import duckdb
import polars as pl

from bench.passages import load_passages
from models.facts import measures, phrases
from models.facts import texts as stored
from models.facts.amounts import read_amounts
from models.facts.flags import read_flags
from models.rulebook import Rulebook, candidates, load_rulebook
from warehouse.pool import memory

TEMPLATE = (
    "经查，当事人自{began}起在其经营场所销售标有“某牌”商标的{goods}{count}件，未能提供合法来源，"
    "经商标权利人鉴定为侵犯注册商标专用权的商品。至案发时已售出{sold}件，销售金额{amount}元，库存货值{stock}元。"
)
GOODS = ("运动鞋", "手提包", "香皂", "白酒", "剃须刀片", "机油滤清器")
AMOUNT = (
    "(?:[0-9][0-9,，.]*|[零〇一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟两]+)"
    r"\s*[万亿千百十]*余?\s*元"
)
NAMES = "安邦昌诚达德方丰福富高光广国海恒宏华汇嘉佳金锦精巨康隆美名宁鹏启荣瑞盛泰天通旺祥新兴永裕源远泽"
CHUNK = 25_600
# Of a pool no more than what the reader looks at, every record without a type of violation.
_AMOUNTS = ", ".join(
    f"NULL::DECIMAL(18,2) AS {name}_cny"
    for name in ("goods_value", "business_amount", "sales_amount", "illegal_gain", "tax_amount")
)
_TOLD = f"record_id, facts, NULL::VARCHAR AS violation, NULL::VARCHAR AS basis, {_AMOUNTS}"
_KNOWN = {
    "penalty": f"SELECT {_TOLD}, NULL::VARCHAR AS penalty_text, NULL::VARCHAR AS remark FROM given",
    "admin_case": f"SELECT {_TOLD}, NULL::VARCHAR AS close_reason FROM given LIMIT 0",
    "transfer": "SELECT record_id, NULL::VARCHAR AS suspected_offence, facts FROM given LIMIT 0",
    "police_case": "SELECT record_id, '' AS offence, '' AS outcome, facts FROM given LIMIT 0",
}


def one_wording(rows: int, dice: random.Random) -> pl.Series:
    """Return the facts of the intake bench: one wording, other figures in every row."""
    return pl.Series(
        TEMPLATE.format(
            began=date(2019, 1, 1) + timedelta(days=dice.randrange(2200)),
            goods=GOODS[at % len(GOODS)],
            count=at % 300,
            sold=at % 200,
            amount=dice.randrange(500, 90_000),
            stock=dice.randrange(50_000),
        )
        for at in range(rows)
    )


def many_wordings(rows: int, dice: random.Random) -> pl.Series:
    """Return the labelled passages in random order: hundreds of wordings, dense with amounts."""
    texts = [passage.text for passage in load_passages()]
    return pl.Series(dice.choice(texts) for _ in range(rows))


def whole_decisions(rows: int, dice: random.Random) -> pl.Series:
    """Return texts as long as decisions in full, ten labelled passages each, as many signs in all."""
    texts = [passage.text for passage in load_passages()]
    return pl.Series("\n".join(dice.choice(texts) for _ in range(10)) for _ in range(rows // 10))


def own_names(rows: int, dice: random.Random) -> pl.Series:
    """Return the labelled passages with a name in every sentence, so that hardly one is told twice."""
    return pl.Series(
        re.sub("[^。；;\\n]+", lambda sentence: "".join(dice.choices(NAMES, k=4)) + sentence[0], text)
        for text in many_wordings(rows, dice)
    )


CORPORA = {
    "one wording": one_wording,
    "many wordings": many_wordings,
    "whole decisions": whole_decisions,
    "a name in each sentence": own_names,
}


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def in_chunks(texts: pl.Series, read: Callable[[pl.Series], object]) -> Callable[[], object]:
    return lambda: [read(texts[at : at + CHUNK]) for at in range(0, len(texts), CHUNK)]


def single_regex(texts: pl.Series) -> float:
    """Return the seconds of one pattern over the column."""
    with duckdb.connect() as con:
        con.register("given", texts.to_frame("facts").to_arrow())
        con.execute("CREATE TABLE told AS SELECT * FROM given")
        query = (
            "CREATE OR REPLACE TEMP TABLE found AS SELECT regexp_extract_all(facts, $1) AS amounts FROM told"
        )
        return min(seconds(lambda: con.execute(query, [AMOUNT])) for _ in range(3))


def in_a_pool(texts: pl.Series, rulebook: Rulebook) -> Iterator[tuple[str, float]]:
    """Yield the seconds that phrases and measures take, of penalties with these texts for facts."""
    with closing(memory()) as con:
        given = texts.to_frame("facts").with_row_index("record_id").cast(pl.String)
        con.register("given", given.to_arrow())
        for name, select in _KNOWN.items():
            con.execute(f"CREATE TABLE known.{name} AS {select}")
        con.execute("CREATE TABLE fact.subject (feed VARCHAR, record_id VARCHAR, act_on DATE, told_on DATE)")
        stored.read_new(con)
        candidates.build(con, rulebook)
        yield "phrases", seconds(lambda: phrases.build(con, rulebook))
        yield "measures", seconds(lambda: measures.build(con))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--corpora", nargs="*", choices=CORPORA, default=list(CORPORA), metavar="NAME")
    given = parser.parse_args()
    rulebook = load_rulebook()
    for name in given.corpora:
        texts = CORPORA[name](given.rows, random.Random(1))
        yardstick = single_regex(texts)
        signs = texts.str.len_chars().to_numpy().mean()
        many, size = len(texts), float(texts.str.len_bytes().sum()) / 1e6
        print(f"{name}: {many:,} texts of {signs:.0f} signs on average, {size:.1f} MB")
        print(f"  {'one pattern, DuckDB':>20}: {_rate(yardstick, many, size)}")
        for label, read in (("amounts", read_amounts), ("circumstances", read_flags)):
            read(texts[:100])
            spent = seconds(in_chunks(texts, read))
            print(f"  {label:>20}: {_rate(spent, many, size)}, {spent / yardstick:.1f} times the pattern")
        for label, spent in in_a_pool(texts, rulebook):
            print(f"  {label:>20}: {_rate(spent, many, size)}, {spent / yardstick:.1f} times the pattern")


def _rate(spent: float, many: int, size: float) -> str:
    return f"{spent:6.2f} s, {many / spent:10,.0f} rows and {size / spent:6.1f} MB a second"


if __name__ == "__main__":
    main()
