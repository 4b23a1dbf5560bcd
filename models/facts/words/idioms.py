"""Numbers that count nothing: 一种, 上一年, 以上两项, and the second day of "1月5日至8日"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from models.facts.words.lexicon import Bools, Ints
from models.facts.words.tokens import NONE, NOTHING
from models.facts.words.written import ONE

if TYPE_CHECKING:
    from models.facts.words.numbers import Numbers

_FEW = "[二两三四五六七八九十]{1,2}"
_AGAIN = "(?:以上|上述|前述|这|该|(?:^|[^此之以满])前|[一二三四五六七八九]、|村|[同当次本]月)$"
_SUMMED_UP = (
    "^(?:合计|共计|总计|累计|相加|之和|违法|行为|罚款|处罚|多收|共[^同有])"  # after 两项: told before
)
_COUNTED = r"[^0-9，。；：:“《（(元价每第同唯统专万任某另其之这那有以按]$"  # before 一辆: a thing, not 每一辆
_ENDS = r"^(?:$|[，。；、（(）)]|价值?|鉴定|作价|估价|共?计)"  # after it
_THINGS = "[张台辆艘处条栋幢双枚把]$"
_NAMED_THING = "^[^，。；、0-9（()）价卖售收要抽提给付挣赚得]{2}"
# before 一年
_TERM = "(?:徒刑|拘役|管制|缓刑|政治权利|[刑判]处?|日起|为期|历时|长达|暂停[^，。；]{0,10}|期限为?)$"


def leave_out_idioms(numbers: Numbers) -> Bools:
    """Leave out what counts nothing, and return which tokens are one of something: 一瓶, 一年."""
    tokens, lex = numbers.tokens, numbers.tokens.lexicon
    rows = np.flatnonzero(numbers.is_amount)
    lo, unit = numbers.lo[rows], numbers.unit[rows]
    one = (lo == ONE) & (numbers.hi[rows] == ONE) & tokens.is_spelled("^一", rows)
    one |= tokens.is_spelled("^一(?:[斤两克]|毫升)$", rows)  # parts of their base unit
    one &= ~tokens.is_spelled("[月元倍]", rows) & (unit != lex.index("元"))
    each = _after_each(numbers, rows, unit)
    one |= each
    is_one = tokens.mask(rows[one])
    days = np.isin(unit, [lex.index("日"), lex.index("年")])
    term = one & days
    term[term] = tokens.ahead(rows[term], 2).str.contains(_TERM).to_numpy()
    within = one & days & numbers.precedes(rows, "内")
    nothing = (one & ~_is_counted(numbers, rows, one) & ~term & ~within) | each
    nothing |= _is_told_of(numbers, rows) | _named_by_letters(numbers, rows)
    after_date = (tokens.kind[np.maximum(rows - 1, 0)] == NOTHING) & (rows > 0)
    after_date[after_date] = tokens.is_spelled("[年月日号]", rows[after_date] - 1)
    to = numbers.around.gap_is(("至", "到", "-", "—", "－", "、", "~"), rows)
    numbers.is_amount[rows[nothing | (days & after_date & to)]] = False
    return is_one


def _is_counted(numbers: Numbers, rows: Ints, one: Bools) -> Bools:
    """Say of which it is told what they are one of, or what it is worth: 电动车一辆（价值4280元）."""
    tokens, index = numbers.tokens, numbers.tokens.lexicon.index
    told: Bools = one & ~np.isin(
        numbers.unit[rows], [index("起"), index("批")]
    )  # 一起, 一批: no number of them
    told &= (numbers.around.gap[rows] > 0) | (tokens.kind[np.maximum(rows - 1, 0)] == NONE)  # 一瓶一枚: each
    told[told] = tokens.ahead(rows[told]).str.contains(_COUNTED).to_numpy()
    after = tokens.follow(rows[told], 1)
    things = tokens.is_spelled(_THINGS, rows[told])
    # 票证一张都没有: none of them
    things &= after.str.contains(_NAMED_THING).to_numpy() & ~after.str.contains("^[都也]").to_numpy()
    told[told] = things | after.str.contains(_ENDS).to_numpy()
    return told


def _is_told_of(numbers: Numbers, rows: Ints) -> Bools:
    """Say which numbers speak of something told before, of a day, a half or a share: 以上两项, 前两次."""
    tokens = numbers.tokens
    again = tokens.is_spelled(f"^(?:{_FEW}[项处者笔组次种家]|[0-9一二三四五六七八九十两]+日)$", rows)
    dated = again & tokens.is_spelled("^(?:[1-9]|[12][0-9]|3[01])日$", rows)  # 剩余10箱于25日查获
    dated[dated] = tokens.ahead(rows[dated]).str.contains("(?:于|截至|自)$").to_numpy()
    dated[dated] = ~tokens.follow(rows[dated], 1).str.contains("^[之以]?内").to_numpy()
    summed = tokens.is_spelled(f"^{_FEW}[项者]$", rows) & (numbers.around.gap[rows] == 0)
    summed[summed] = tokens.follow(rows[summed], 2).str.contains(_SUMMED_UP).to_numpy()
    again[again] = tokens.ahead(rows[again]).str.contains(_AGAIN).to_numpy()
    again |= summed
    # 上半年, 下半年: when, not how long
    half = tokens.is_spelled("^半(?:年|天)$", rows)
    half[half] = tokens.ahead(rows[half]).str.contains("[上下前后]$").to_numpy()
    # 三七分, 二八开: shares of two; 二批: the second
    share = tokens.is_spelled("^(?:[一二三四五六七八九]{2}[分开成]|二[批次级层轮]|三级)$", rows)
    return again | dated | half | share


def _after_each(numbers: Numbers, rows: Ints, unit: Ints) -> Bools:
    """Say which counts a price is for, and are no quantity: 每500克6.5元."""
    code, at = numbers.tokens.signs.code, numbers.tokens.signs.at[rows]
    each: Bools = (unit != numbers.tokens.lexicon.index("元")) & (at > 0)
    each &= (numbers.tokens.gap[rows] > 0) & (code[at - 1] == ord("每"))
    money = numbers.is_amount & (numbers.unit == numbers.tokens.lexicon.index("元"))
    text, last = numbers.tokens.text, len(money) - 1
    priced = np.zeros(len(rows), bool)
    for ahead in (np.minimum(rows + 1, last), np.minimum(rows + 2, last)):
        priced |= money[ahead] & (text[ahead] == text[rows])
    return each & priced


def _named_by_letters(numbers: Numbers, rows: Ints) -> Bools:
    """Say which counts stand right behind a letter, as the numbers of names do: 维生素B6片."""
    code, at = numbers.tokens.signs.code, numbers.tokens.signs.at[rows]
    before = np.where((numbers.tokens.gap[rows] > 0) & (at > 0), code[at - 1], 0)
    letter = ((before | 0x20) >= ord("a")) & ((before | 0x20) <= ord("z"))
    letter[letter] = numbers.tokens.is_spelled("^[0-9]{1,4}[^0-9.万千百亿元]$", rows[letter])
    found: Bools = letter
    return found
