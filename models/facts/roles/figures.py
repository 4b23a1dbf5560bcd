"""What figures say beside each other: what exceeds what, and what the share of something makes a fine."""

from __future__ import annotations

import numpy as np

from models.facts.words.lexicon import Bools, Ints
from models.facts.words.said import Found, Said

_BESIDE = 4  # tokens between a share and the fine that it comes to: 罚1.5%，即52.2万元
_FINE_GRAIN = 20  # so many steps: 超30.42吨 says by how much, 超200人 more than how many
_OVER = "(?:^|[^不得])(?:超过|超出|高于|大于|高出|超[^0-9，。；]+)[^0-9，。；]{0,6}$"
_UNDER = "(?:^|[^不得])(?:低于|小于|少于|不足|达不到|未达到?|不到)[^0-9，。；]{0,6}$"
_EXCESS = "超[采挖伐捕占产批限载重员](?:运输|部分|了|约)?$"  # never followed by the norm
_BY = "(?:超|超出|超载|超采|超挖|超排|超限|超重|超标|超员)(?:了|约|[^0-9，。；超]{0,5}[值准])?$"
_MORE = "[余多]|左右|以上"
# 罚违法所得一倍计324万元: before the share, and between it and what it comes to
_FINED_BY = "(?:罚|处以?|加处)[^，。；0-9]{0,16}$"
_COMES_TO = "^[^0-9，。；]{0,2}[，]?(?:[合共]?[计即为合]|折合|共|处)?(?:人民币|约)?$"
_PUT_AT = "(?:^|[^可应每])处以?(?:人民币)?$"  # 按合同价款386万元的2%处7.72万元罚款
_TIMES = "(?:[0-9.]+%|百分之[一二三四五六七八九十]+|[0-9.一二两三四五六七八九十]+倍)"
# 罚货值27,900元的10倍计279,000元; 罚年收入80%，25.6万元
_FINED = (
    f"(?:处|罚)[^。；没]{{0,40}}?{_TIMES}[^。；0-9得收入]{{0,6}}?(?:罚款)?[，、]?"
    "(?:即|计|共计|为|合计|共|人民币)*$"
)
_FINES = "罚款?(?:人民币)?$"
_FINE_IS = f"^，?[（(]?(?:即|系|为|按|是)[^，。；0-9]{{2,14}}{_TIMES}"  # 罚193,000元，即违法所得5倍


def compare(said: Said, found: Found) -> Bools:
    """Settle the figures that measured ones are compared with; say which of them a norm allows.

    60mg/L，高于50mg/L: the second is the limit. 装29人，核定12人，超17人: the difference is none.
    """
    at, numbers = said.at, said.numbers
    lo, hi, step, unit = numbers.lo[at], numbers.hi[at], numbers.step[at], said.unit
    before = np.concatenate(([0], np.arange(len(at) - 1)))
    same = said.counts & (at[before] < at) & (unit == unit[before]) & (unit != said.lex.index("倍"))
    same &= said.around.sentence[at] == said.around.sentence[at[before]]
    figure = np.where((lo == 0) & (hi > 0), hi, lo)
    over = same & (figure < figure[before]) & ~_is_difference(figure, before, said.tokens.text[at])
    over = said.holds(over, lambda rows: numbers.ahead(at[rows]), _OVER)
    over &= ~said.holds(over, lambda rows: numbers.ahead(at[rows]), _EXCESS)
    under = same & (figure > figure[before])
    under = said.holds(under, lambda rows: numbers.ahead(at[rows]), _UNDER)
    norm: Bools = over | under
    by = said.counts & (hi > lo) & ((unit == said.lex.index("倍")) | (step * _FINE_GRAIN <= lo))
    by = said.holds(by, lambda rows: numbers.ahead(at[rows]), _BY)
    by &= ~said.tokens.is_spelled(_MORE, at)
    exact = norm | by
    numbers.lo[at[exact]] = numbers.hi[at[exact]] = figure[exact]
    return norm


def _is_difference(figure: Ints, before: Ints, text: Ints) -> Bools:
    """Say which figures are the difference of two of the three before them in their text."""
    second = before[before]
    third = before[second]
    found = np.zeros(len(figure), bool)
    for other in (second, third):
        found |= (np.abs(figure[before] - figure[other]) == figure) & (text[other] == text)
    return found


def reckon(said: Said, found: Found) -> None:
    """Take for a fine what a share or a multiple right before it makes of one: 罚10%即6万元."""
    around, lex, at = said.around, said.lex, said.at
    before = np.concatenate(([0], np.arange(len(at) - 1)))
    share = said.counts & said.are(said.unit, "比例", "倍")
    speaks = said.is_named | said.is_verb
    last = around.in_clause(speaks, at)
    fined = share & (said.meant(last) == lex.index("fine"))
    here = around.in_clause(said.is_named, at)
    takes = said.pays & fined[before] & (at - at[before] <= _BESIDE) & (here <= at[before])
    together = around.sentence[at] == around.sentence[at[before]]
    takes &= together
    by_share = said.pays & ~takes & (found.per == 0) & share[before] & (at - at[before] <= _BESIDE)
    by_share &= together
    clause = around.any_clause[at[before]]
    by_share = said.holds(by_share, lambda rows: said.tokens.since(at[before][rows], clause[rows]), _FINED_BY)
    by_share = said.holds(by_share, lambda rows: said.tokens.since(at[rows], at[before][rows] + 1), _COMES_TO)
    put = said.pays & ~takes & ~said.are(found.role, "fine", "price")
    put = said.told("元的?罚款", put)
    put = said.holds(put, lambda rows: said.tokens.follow(at[rows], 1), "^的?罚款")
    takes |= by_share | said.holds(put, lambda rows: said.tokens.ahead(at[rows]), _PUT_AT)
    found.role = np.where(takes, lex.index("fine"), found.role)
    found.confidence = np.where(takes, 0.9, found.confidence)
    _worked_out(said, found)


def fined(said: Said, found: Found) -> None:
    """Take for a fine what the words before or after it reckon one by, whatever it is a share of."""
    at, tokens = said.at, said.tokens
    asked = said.pays & (found.per == 0)
    asked &= said.are(
        found.role, "", "unknown", "project", "goods", "gain", "business", "sold", "loss", "cost"
    )
    segment = said.around.segment
    share = said.counts & said.are(said.unit, "比例", "倍")
    after = asked & np.concatenate(([False], share[:-1] & (np.diff(at) <= _BESIDE)))
    fines = said.holds(after, lambda rows: tokens.since(at[rows], segment[at[rows]]), _FINED)
    before = asked & np.concatenate((share[1:], [False])) & said.is_after("罚款币")
    before = said.holds(before, lambda rows: tokens.ahead(at[rows], 1), _FINES)
    fines |= said.holds(before, lambda rows: tokens.follow(at[rows], 4), _FINE_IS)
    found.role = np.where(fines, said.lex.index("fine"), found.role)


def _worked_out(said: Said, found: Found) -> None:
    """Let the result of a sum in brackets be what stands before them: 没收650元（10吨×65元=650元）."""
    at, numbers = said.at, said.numbers
    outside = np.maximum.accumulate(np.where(said.pays & ~found.in_paren, np.arange(len(at)), 0))
    same = said.pays & found.in_paren & (found.role != found.role[outside]) & (found.role[outside] > 0)
    same &= (numbers.lo[at] == numbers.lo[at[outside]]) & (numbers.hi[at] == numbers.hi[at[outside]])
    same &= said.around.sentence[at] == said.around.sentence[at[outside]]
    same = said.holds(same, lambda rows: numbers.ahead(at[rows]), "[=＝]$")
    found.role = np.where(same, found.role[outside], found.role)
