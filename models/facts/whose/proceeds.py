"""What stolen goods were sold for, where nothing else tells what they were worth.

A judgment that tells its acts one by one, by numbers or by days, tells of each what was stolen and what it
was appraised at; of goods that nobody could appraise it tells what they brought: what the act comes to.
"""

from __future__ import annotations

import numpy as np

from models.facts.words.lexicon import Bools, Ints
from models.facts.words.said import Found, Said

_BROUGHT_BEFORE = (
    "(?:卖|变卖|销赃|出手|典当|转手|贱卖|出售)(?:了|得|掉|后|给[^，。；]{0,10}|至[^，。；0-9]{0,24}处?)?，?"
    "(?:共|所)?(?:获得?|得)?(?:赃?款|钱|人民币|现金|约|共计?)*$"
)
_BROUGHT_AFTER = (
    "^(?:元|块钱?)?(?:的?(?:低价|价格?|价钱))?[^，。；0-9]{0,8}(?:卖|变卖|销赃|出手|典当|转手|贱卖|出售)"
    "[掉给了出与至到]"
)
_AGREED = "(?:商定|约定|谈好|谈妥|议定|答应|承诺)[^，。；0-9]{0,24}$"  # what a sale of deceit should bring
_VALUED = "(?:价值?|估价|估值|作价|折价|鉴定|认定|评估)[^，。；0-9]{0,10}$"
# 经鉴定，上述车辆价值分别为: of the goods of several acts
_OF_SEVERAL = (
    "(?:上述|以上|前述|综上|各|全部|总|分别|均)[^。；0-9]*$"
    "|(?:鉴定|评估|认定)，?[^，。；0-9]{0,4}(?:[两二三四五六七八九十]|[2-9])[辆部台件头只][^。；0-9]*$"
)
_APPRAISED = "^[^。；该]{0,30}(?:鉴定|估价|评估|认定|认证)[^。；该]*$"
# 同年3月4日，被告人某甲又到某村盗窃: the next act
_DATED = (
    r"^\s*(?:被告人[^，。；]{1,12}?)?(?:[0-9]{4}年|[同次当]年)?[0-9]{1,2}月(?:[0-9]{1,2}日|的?一天|[上中下]旬)"
    "[^。；]*?[盗窃骗抢偷撬]"
)
_NO_ACT = (
    "^[^盗窃骗抢偷撬]*(?:鉴定|认证|认定|抓获|扣押|查获|供述|陈述|报案|报警|归案|投案|自首|出具|退赔|返还)"
)


def stand_in(said: Said, found: Found, fenced: Bools) -> None:
    """Take for taken what the goods of one act brought, where only other acts tell a value."""
    lex, at, tokens = said.lex, said.at, said.tokens
    taken = lex.index("taken")
    steals = said.in_text(said.is_named & (said.role == taken))[at] & said.pays & ~fenced
    steals &= said.in_text(said.around.sign("accused"), at)
    asked = steals & said.are(found.role, "gain", "price", "sold", "unknown", "cost", "") & (found.veto == 0)
    brought = said.holds(asked, lambda rows: tokens.ahead(at[rows], 3), _BROUGHT_BEFORE)
    brought |= said.holds(asked, lambda rows: tokens.follow(at[rows], 3), _BROUGHT_AFTER)
    brought &= ~said.holds(brought, lambda rows: tokens.ahead(at[rows], 12), _AGREED)
    if not brought.any():
        return
    valued = steals & (found.role == taken)
    valued = said.holds(valued, lambda rows: tokens.ahead(at[rows], 3), _VALUED)
    text = tokens.text[at]
    item, is_apart = _acts(said, np.isin(text, text[brought]))
    several = said.holds(
        valued, lambda rows: tokens.since(at[rows], said.around.sentence[at[rows]]), _OF_SEVERAL
    )
    several |= valued & is_apart
    # 上述物品 of an act that more acts with a value follow are its own.
    last = np.concatenate((np.diff(text[valued]) > 0, [True]))
    ends = np.isin(item, item[valued][last]) if valued.any() else valued
    with_value, of_all = np.unique(item[valued]), np.unique(text[several & ends])
    brought &= (
        ~np.isin(item, with_value)
        & np.isin(text, text[steals & (found.role == taken)])
        & ~np.isin(text, of_all)
    )
    # Goods that were sold in two lots, or shared out, are told more than once.
    once = np.unique(item[brought], return_counts=True)
    brought &= np.isin(item, once[0][once[1] == 1])
    found.role = np.where(brought, taken, found.role)


def _acts(said: Said, asked: Bools) -> tuple[Ints, Bools]:
    """Return the act of each amount, and which may be of any act.

    An act has its number in the text or a sentence that begins with a day. 经鉴定，被盗手机价值4000元 after
    acts without numbers may be of the first: 经鉴定，该手机价值4000元 is not.
    """
    at, tokens = said.at, said.tokens
    sentence = said.around.sentence[at]
    begins = np.concatenate(([True], sentence[1:] != sentence[:-1]))
    first = asked & begins
    dated = said.holds(first, lambda rows: tokens.since(at[rows], sentence[rows]), _DATED)
    dated &= ~said.holds(dated, lambda rows: tokens.since(at[rows], sentence[rows]), _NO_ACT)
    goes_on = np.diff(said.numbers.item[at]) == 0
    goes_on &= np.diff(tokens.text[at]) == 0
    starts = np.concatenate(([True], ~goes_on)) | dated
    last = np.maximum.accumulate(np.where(starts, np.arange(len(at)), 0))
    is_apart = asked & dated[last] & (sentence != sentence[last])
    is_apart &= said.holds(is_apart, lambda rows: tokens.since(at[rows], sentence[rows]), _APPRAISED)
    return np.cumsum(starts), is_apart
