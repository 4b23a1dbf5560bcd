"""Prices that others beside them show: 8,800元、19,800元两档; 每瓶11元，零卖69元.

A list of steps is of prices, and so is what was asked of goods that a price was told for.
"""

from __future__ import annotations

import numpy as np

from models.facts.words.lexicon import Bools
from models.facts.words.said import Found, Said

# A list of steps is of prices: 38元和58元两档; 每场300元到500元不等.
_STEPS = (
    "^(?:[、和及至到或](?:[0-9.,]+万?元?|[一二三四五六七八九十百千万]+元))*"
    "(?:[二两三四五六七八][个种]?档|[二两三四五六](?:个档位|种(?:价格|套餐|规格))|不等|均有)"
)
_ENDS = "(?:最[低高贵少多]|最便宜|起步)(?:的?为?|仅|达)$"
_SOME = "档|不等|均有|种价格|种套餐|种规格|最低|最高|最贵|最少|最多|最便宜|起步"
_THEN_SOLD = (
    "^(?:[/／][^，。；0-9]{1,2})?[^，。；0-9]{0,3}[，、；](?:再|又|以|按|对外|均|则|每[^，。；0-9]{1,2}|平时|后)?"
    "(?:零卖|零售|卖|售|出售|出货|转手|批发|批|对外卖|转卖|实卖|改卖|卖到)$"
)
_MOST, _LEAST = 20, 3  # how many times the price before it, or what part of it, another price may be
_LISTED = "^、[^，。；、0-9共计合总]{1,5}[费款金]$"
_TIMES = ("人", "户", "次", "年", "月", "日", "天", "周", "小时", "晚")
_OPEN = ("business", "unknown", "", "sold", "cost", "gain")


def price_steps(said: Said, found: Found) -> None:
    """Take for prices what a list of steps, a price before it, or its piece shows to be one."""
    index, at, tokens = said.lex.index, said.at, said.tokens
    asked = said.pays & (found.per == 0) & said.are(found.role, *_OPEN)
    asked = said.told(_SOME, asked)
    steps = said.holds(asked, lambda rows: tokens.follow(at[rows], 8), _STEPS)
    # 单次获利最多1万余元 is no price: what was got is told as such.
    named = asked & ~said.are(found.role, "gain")
    steps |= said.holds(named, lambda rows: tokens.gaps(at[rows]), _ENDS)
    found.role = np.where(steps, index("price"), found.role)
    then = _then_sold(said, found)
    found.role = np.where(then, index("price"), found.role)
    found.confidence = np.where(then, 0.9, found.confidence)
    # 每头补助1,500元: so much for each, though the act is one of taking
    each = said.pays & (said.per > 0) & (found.per == 0) & said.are(found.role, "unknown", "taken")
    each &= ~said.are(said.per, *(name for name in _TIMES if name in said.lex.names))
    found.role = np.where(each, index("price"), found.role)
    found.per = np.where(each, said.per, found.per)
    _listed(said, found)


def _then_sold(said: Said, found: Found) -> Bools:
    """Say which amounts are what was asked of what a price was told for: 每副进28元、售88元."""
    at, tokens = said.at, said.tokens
    every = np.arange(len(at))
    earlier = np.maximum.accumulate(np.where(said.pays, every, 0))
    earlier = np.concatenate(([0], earlier[:-1])) if len(at) else earlier
    lo, text = said.numbers.lo[at], tokens.text[at]
    asked = said.pays & (found.per == 0) & said.are(found.role, "sold", "business", "", "unknown")
    asked &= said.is_after("卖售货手批到") & said.pays[earlier] & (earlier < every) & (text[earlier] == text)
    asked &= (found.per[earlier] > 0) | said.are(found.role[earlier], "price", "list_price")
    asked &= (lo <= _MOST * lo[earlier]) & (lo * _LEAST >= lo[earlier])
    return said.holds(asked, lambda rows: tokens.since(at[rows], at[earlier[rows]] + 1), _THEN_SOLD)


def _listed(said: Said, found: Found) -> None:
    """Let the fees of a list be for the piece that its first one is for."""
    at, tokens = said.at, said.tokens
    before = np.maximum(np.arange(len(at)) - 1, 0)
    lo = said.numbers.lo[at]
    near = said.pays & (at - at[before] <= 3) & (at > at[before]) & (lo <= _MOST * lo[before])
    near &= said.are(found.role, "business", "cost", "rent", "unknown", "sold", "gain") & (found.per == 0)
    near &= said.pays[before] & (tokens.text[at] == tokens.text[at[before]])
    near &= tokens.next_sign(at[before]) == ord("、")
    near = said.holds(near, lambda rows: tokens.since(at[rows], at[rows - 1] + 1), _LISTED)
    for row in np.flatnonzero(near):  # few, and each may hand on what it was given
        if found.per[row - 1] and said.are(found.role[[row - 1]], "price", "cost")[0]:
            found.role[row], found.per[row] = said.lex.index("price"), found.per[row - 1]
