"""Numbers that two tokens tell, or the word before them: 三块五, 四吨二百公斤, 港币1,700元, 月息3分."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from models.facts.words.lexicon import Bools, Ints, load_lexicon
from models.facts.words.numerals import CHINESE, DIGITS
from models.facts.words.tokens import AMOUNT, BARE, NONE, NOTHING
from models.facts.words.written import ONE

if TYPE_CHECKING:
    from models.facts.words.numbers import Numbers

_INTEREST = "(年息|年利率?|月息|月利率?|日息|利息|利率|计息|息)[^0-9，。；]{0,4}$"
_PAST = "(?:逾|超过?|超出|突破|[已早]过)(?:人民币)?$"
_HEADS = f"^(?:[1-9][0-9]{{0,3}}|[{CHINESE}]{{2,}}|[二两三四五六七八九十])$"
_LONE_VALUES = {**{sign: DIGITS[sign] for sign in "一二三四五六七八九"}, **{str(n): n for n in range(1, 10)}}
_LONE = "".join(_LONE_VALUES)
_PLACES = (
    "日",
    "月",
    "年",
    "层",
    "级",
    "期",
    "组",
    "栋",
    "幢",
    "档",
    "节",
    "页",
    "项",
)  # 5、6层: which, not how many


def foreign_money(numbers: Numbers) -> None:
    """Take 港币1,700元 for what it is: no yuan."""
    lex = numbers.tokens.lexicon
    rows = np.flatnonzero(numbers.is_amount & (numbers.unit == lex.index("元")))
    named = lex.cues.table.currencies
    rows, said = numbers.said_ahead(rows, f"({'|'.join(named)})$")
    at = {name: lex.index(unit) for name, unit in named.items()}
    numbers.unit[rows] = said.replace_strict(at, return_dtype=pl.Int64).to_numpy()


def rates_of_interest(numbers: Numbers) -> None:
    """Read 月息3分 and 年息一分五 as rates, which are no money and no points."""
    tokens, lex = numbers.tokens, numbers.tokens.lexicon
    rows = np.flatnonzero(numbers.is_amount & (numbers.unit == lex.index("分")))
    if not len(rows):
        return
    rows, said = numbers.said_ahead(rows, _INTEREST)
    tail = tokens.is_spelled(f"^[{_LONE}]$", rows + 1) & (tokens.gap[rows + 1] == 0)
    more = np.zeros(len(rows), np.int64)
    more[tail] = tokens.said("raw", rows[tail] + 1).replace_strict(_LONE_VALUES).to_numpy() * (ONE // 10)
    parts = np.where(said.str.contains("年").to_numpy(), 10, 100)  # of a year a 分 is a tenth
    for values in (numbers.lo, numbers.hi):
        values[rows] = (values[rows] + more) // parts
    numbers.unit[rows] = lex.index("比例")
    numbers.is_amount[rows[tail] + 1] = False
    numbers.end[rows[tail]] = tokens.end[rows[tail] + 1]


def tenths(numbers: Numbers) -> Bools:
    """Read 三块五 and 1元5 as tenths of a yuan, 二毛五 as hundredths, and 三块五一斤 as a price.

    Returns which tokens are the second number of such an amount.
    """
    lex, tokens = numbers.tokens.lexicon, numbers.tokens
    money = [lex.index("元"), lex.index("块")]
    rows = np.flatnonzero(numbers.is_amount[:-1] & np.isin(numbers.unit[:-1], money))
    rows = rows[(tokens.gap[rows + 1] == 0) & (tokens.kind[rows + 1] > NONE)]
    rows = rows[tokens.is_spelled(f"[{_LONE}0十两][元块毛]$", rows)]
    is_bare = tokens.kind[rows + 1] == BARE
    lone = is_bare & tokens.is_spelled(f"^[{_LONE}]$", rows + 1)
    priced = ~is_bare & tokens.is_spelled(f"^[{_LONE}]一[^{CHINESE}0-9]", rows + 1)
    rows, priced = rows[lone | priced], rows[priced]
    digit = tokens.said("raw", rows + 1).str.slice(0, 1).replace_strict(_LONE_VALUES).to_numpy()
    tenths = digit * np.where(tokens.is_spelled("毛$", rows), ONE // 100, ONE // 10)
    for values in (numbers.lo, numbers.hi):
        values[rows] += tenths
    numbers.unit[rows], numbers.step[rows] = lex.index("元"), ONE // 100
    numbers.end[rows] = tokens.end[rows + 1]
    numbers.end[priced] = tokens.start[priced + 1] + 1
    numbers.is_amount[rows + 1] = False
    numbers.is_one[priced + 1] = True
    return tokens.mask(np.setdiff1d(rows, priced) + 1)


def scales(numbers: Numbers) -> None:
    """Read 逾千万元 and 超百人 as that and more; 千万元 alone says too little."""
    tokens = numbers.tokens
    rows = np.flatnonzero((tokens.kind == NOTHING) & (numbers.unit > 0) & (numbers.lo > 0))
    if len(rows):
        numbers.is_amount[rows[tokens.ahead(rows).str.contains(_PAST).to_numpy()]] = True


def heads(numbers: Numbers) -> None:
    """Count persons that no word for counting stands before: 3被告人, 三被害人, 33农民工工资."""
    tokens = numbers.tokens
    person = _persons()[tokens.word]
    rows = np.flatnonzero((tokens.kind[:-1] == BARE) & (tokens.gap[1:] == 0) & (person[1:] > 0))
    rows = rows[~numbers.is_amount[rows] & tokens.is_spelled(_HEADS, rows)]
    numbers.is_amount[rows], numbers.unit[rows] = True, tokens.lexicon.index("人")
    numbers.end[rows] += person[rows + 1]


@cache
def _persons() -> Ints:
    """Return how many signs of each word, at its beginning, name a person."""
    lexicon = load_lexicon()
    named = lexicon.cues.table.persons
    begins = [next((len(name) for name in named if word.startswith(name)), 0) for word in lexicon.words]
    found = np.zeros(len(lexicon.length), np.int64)
    found[: len(begins)] = begins
    return found


def couples(numbers: Numbers, items: Bools) -> None:
    """Read 5、6瓶 as five to six, but not 第5、6箱, 3、5瓶, nor the number of a paragraph."""
    tokens, lex = numbers.tokens, numbers.tokens.lexicon
    rows = np.flatnonzero(numbers.is_amount[1:] & (tokens.kind[:-1] == BARE)) + 1
    rows = rows[numbers.around.gap_is(("、",), rows) & ~items[rows - 1]]
    rows = rows[~np.isin(numbers.unit[rows], [lex.index(name) for name in _PLACES if name in lex.names])]
    rows = rows[
        tokens.is_spelled(f"^[{_LONE}][^{CHINESE}0-9.]", rows) & tokens.is_spelled(f"^[{_LONE}]$", rows - 1)
    ]
    if not len(rows):
        return
    first = tokens.said("raw", rows - 1).replace_strict(_LONE_VALUES).to_numpy()
    second = tokens.said("raw", rows).str.slice(0, 1).replace_strict(_LONE_VALUES).to_numpy()
    listed = (
        numbers.around.gap_is(("、",), rows - 1) | tokens.ahead(rows - 1).str.contains("[第：:]$").to_numpy()
    )
    fits = (second == first + 1) & ~listed
    rows, first, second = rows[fits], first[fits], second[fits]
    numbers.lo[rows] = numbers.lo[rows] // second * first
    numbers.start[rows] = tokens.start[rows - 1]
    numbers.is_amount[rows - 1] = False


def terms(numbers: Numbers) -> None:
    """Read 一年六个月 as one term of eighteen months."""
    lex, tokens = numbers.tokens.lexicon, numbers.tokens
    rows = np.flatnonzero(numbers.is_amount[1:] & (numbers.unit[1:] == lex.index("月")))
    rows = rows[
        (tokens.kind[rows] == AMOUNT) & (numbers.unit[rows] == lex.index("年")) & (tokens.gap[rows + 1] == 0)
    ]
    for values in (numbers.lo, numbers.hi):
        values[rows + 1] += 12 * values[rows]
    numbers.start[rows + 1] = numbers.start[rows]
    numbers.is_amount[rows] = False


def hours(numbers: Numbers) -> None:
    """Read 2小时30分 as one time of 150 minutes."""
    lex, tokens = numbers.tokens.lexicon, numbers.tokens
    minutes = np.isin(numbers.unit[1:], [lex.index("分"), lex.index("分钟")]) & numbers.is_amount[1:]
    rows = np.flatnonzero(minutes & (numbers.unit[:-1] == lex.index("小时")) & (tokens.gap[1:] == 0))
    rows = rows[(tokens.kind[rows] == AMOUNT) & (numbers.hi[rows + 1] < 60 * ONE)]
    for values in (numbers.lo, numbers.hi):
        values[rows + 1] += 60 * values[rows]
    numbers.unit[rows + 1], numbers.start[rows + 1] = lex.index("分钟"), numbers.start[rows]
    numbers.is_amount[rows] = False


def weights(numbers: Numbers) -> None:
    """Read 四吨二百公斤 as one weight."""
    lex, tokens = numbers.tokens.lexicon, numbers.tokens
    rows = np.flatnonzero(numbers.is_amount[1:] & (numbers.unit[1:] == lex.index("千克")))
    rows = rows[
        (tokens.kind[rows] == AMOUNT) & (numbers.unit[rows] == lex.index("吨")) & (tokens.gap[rows + 1] == 0)
    ]
    rows = rows[numbers.hi[rows + 1] < 1000 * ONE]
    for values in (numbers.lo, numbers.hi):
        values[rows + 1] = values[rows] + values[rows + 1] // 1000
    numbers.unit[rows + 1], numbers.start[rows + 1] = lex.index("吨"), numbers.start[rows]
    numbers.is_amount[rows] = False
