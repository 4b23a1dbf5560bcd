"""What is a rate and no sum: so much of every ten thousand yuan, and what work costs by the day or month."""

from __future__ import annotations

import re

import numpy as np

from models.facts.words.cues import load_cues
from models.facts.words.said import Floats, Found, Said
from models.facts.words.written import ONE

_TIMES = ("天", "日", "年", "月", "周", "小时", "晚")
# 每万元收取80元, 每借1万元扣300元, 每套现一百元收1元
_OF_MONEY = (
    "每[^，。；0-9]{0,6}(?:一?[十百千万亿]|一|1[0,]*万?|[百千]万)元"
    "(?:$|[^，。；0-9]{0,3}(?:收取?|扣除?|抽取?|提取?|付|返|给|得|按|交|支付)[^，。；0-9]{0,8}$)"
    # 向27名学员各收取2680元
    "|[^，。；]各(?:自)?(?:收取?|收费|缴纳|交纳)(?:人民币|[^，。；0-9]{0,5}费)?$"
    # 会员640人，一人收10块
    "|(?:^|[，。；、])一[人个位户名][收交缴]取?(?:人民币|[^，。；0-9]{0,5}费)?$"
)
# Not 3月工资5000元: the wages of March.
_WAGE = (
    "(?:^|每|均|[^0-9一二三四五六七八九十个])[月日天年周](?:固定|基本|平均)?"
    "工[资钱](?:标准|均|各)?(?:为|是|约|人民币)*$"
)
# 敲诈摊主3人，每人每月200元: a rate of what was taken
_EACH_MONTH = "每[^，。；0-9]{1,2}每[月年天日周](?:约|为|人民币)*$"
_FOR = re.compile(
    "[/／每一] ?([0-9]{0,4}) ?(市斤|公斤|千克|斤|两|克|kg|KG|g|毫升|ml|mL|升|L|[^0-9，。；、]{1,2})"
)
_HIRES = (
    "(?:^|[^出转招承收])(?:租(?:用|赁|下|来|得|借|了)?|承租)[^，。；0-9租金给出户客]{1,14}，?(?:每[月年天日周]|[月年日]租金?)"
    "[^，。；0-9]{0,4}$"
)
_ALIKE = "均(?:价值|为|值|是|估价|鉴定)*(?:人民币|约)*$"
_BESIDE = 12  # signs between a count and what each is worth
_FAR = 2  # clauses between those who were hired and what they cost


def per_scales(said: Said, found: Found) -> Floats:
    """Return by what to multiply each price to have it for one of the unit that counts are told in.

    Weights are told in 千克, and a price may be for a 斤 (9元/斤 is 18 for a 千克) or for 500克.
    """
    scale = np.ones(len(said.at))
    asked = np.flatnonzero(said.pays & (found.per > 0))
    some = said.are(found.per[asked], "千克", "升") | said.tokens.is_spelled("[/／] ?[0-9]", said.at[asked])
    rows = said.at[asked[some]]
    told = said.tokens.ahead(rows, 2) + said.tokens.spoken(rows) + said.tokens.follow(rows, 1)
    units = load_cues().units
    for row, text in zip(asked[some], told, strict=True):
        found_ = _FOR.search(text)
        if found_ is not None and found_[2] in units:
            scale[row] = 1 / (float(found_[1] or 1) * float(units[found_[2]][1]))
    return scale


def rates(said: Said, found: Found) -> None:
    """Tell rates from sums, where only the words around show it."""
    around, lex, at, tokens = said.around, said.lex, said.at, said.tokens
    open_ = said.pays & said.are(
        found.role, "", "unknown", "business", "gain", "cost", "price", "rent", "sold", "lent"
    )
    of_money = said.told("每|各收|各自收|各缴|各交|各自[缴交]|一[人个位户名][收交缴]", open_)
    of_money = said.holds(of_money, lambda rows: tokens.ahead(at[rows], 4), _OF_MONEY)
    # 雇望风人员3名，每人每天200元: what they cost, though the clause names nobody
    hired = around.in_scope(around.sign("hired"), around.segment, at)
    near = (hired >= 0) & (around.clause_no[at] - around.clause_no[hired] <= _FAR)
    timed = said.are(found.per, *(name for name in _TIMES if name in lex.names))
    cheap = said.pays & (found.role == lex.index("price")) & timed & near
    cheap &= (found.named == 0) & (found.verb == 0)
    taken = said.pays & said.are(found.role, "taken")
    of_money |= said.holds(taken, lambda rows: tokens.ahead(at[rows], 3), _EACH_MONTH)
    found.role = np.where(of_money, lex.index("price"), found.role)
    wage = said.told("工[资钱]", open_)
    wage = said.holds(wage, lambda rows: tokens.ahead(at[rows], 2), _WAGE) | cheap
    found.role = np.where(wage, lex.index("rent"), found.role)
    found.per = np.where(wage | of_money, 0, found.per)
    # 租服务器每月1,800元: what is hired by the month
    hires = said.told("租|赁", said.pays & timed & said.are(found.role, "price", "cost", "unknown"))
    hires = said.holds(hires, lambda rows: tokens.since(at[rows], around.any_clause[at[rows]]), _HIRES)
    found.role = np.where(hires, lex.index("rent"), found.role)
    found.per = np.where(hires, 0, found.per)
    # 电动车3辆，价值均为1200元: of each
    valued = said.pays & said.are(found.role, "taken", "goods")
    alike = said.holds(valued, lambda rows: tokens.ahead(at[rows], 2), _ALIKE)
    before = np.maximum(np.arange(len(at)) - 1, 0)
    alike &= (
        said.counts[before]
        & (said.numbers.lo[at[before]] > ONE)
        & (tokens.text[at[before]] == tokens.text[at])
    )
    alike &= tokens.start[at] - tokens.end[at[before]] <= _BESIDE
    found.role = np.where(alike, lex.index("price"), found.role)
    found.per = np.where(alike, said.unit[before], found.per)
    found.confidence = np.where(wage | of_money, 0.9, found.confidence)
