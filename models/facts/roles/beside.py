"""What acts right beside an amount say of it: 将1400元盗走, 卖得300元, 让其付款2万元."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.facts.roles.given import give_up
from models.facts.whose.persons import party_names
from models.facts.words.lexicon import Ints
from models.facts.words.said import FROM_EARLIER, Found, Said

# Between a bracket and the name that it holds.
GAP_INSIDE = ("", "即", "系", "为", "是", "属", "均为", "计为")
_SHARE = (
    "(?:某|人)(?:甲|乙|丙|丁)?(?:实际?|各|另|则)?(?:分得?|拿[到走了]?|得|实得)(?:到|了)?(?:人民币|现金|约)?$"
)
# 网站返给万某佣金30.5万元: paid, and the payee is the party
_REWARDED = (
    r"(?:^|[，。；])[^，。；0-9]{1,14}?(?:支付|付|返|返还|发|转|结算|分|奖励|打|给予|给付)给?了?"
    r"(当事人|\p{Han}某[甲乙丙丁某]?)[^，。；0-9]{0,4}?"
    "(?:佣金|提成|报酬|返点|返利|好处费|介绍费|劳务费|酬劳|酬金|奖金|分成|辛苦费|跑腿费|分红)[^，。；0-9]{0,4}$"
)
_REWARDS = (
    r"(?:奖励|返利|返点|提成|佣金|分成|报酬|补贴)(?:的?[形方]式|款)?[^，。；0-9]{0,2}[付返发]?给了?"
    r"(当事人|\p{Han}某[甲乙丙丁某]?)$"
)
_PAYS_SELF = "^(?:当事人|其|[你该本][单公店厂])"
_OF_TAKINGS = (
    "(?:分得|分到|分了|分赃)(?:到|了)?(?:其中的?)?(?:赃款|款项|现金|利润|好处费?)?(?:人民币|现金|约|共计)?$"
)
_PUT = "[将把](?:[^，,。；;]|,[0-9])*$"


def shares(said: Said, found: Found) -> None:
    """Take for a gain what somebody got of takings: 实际售得9,150元，皮某拿5,150元，尤某拿4,000元."""
    lex, at = said.lex, said.at
    open_ = said.pays & said.are(found.role, "sold", "business") & (found.confidence < 0.9)
    open_ &= found.per == 0
    got = said.holds(open_, lambda rows: said.tokens.ahead(at[rows], 2), _SHARE)
    found.role = np.where(got, lex.index("gain"), found.role)
    found.confidence = np.where(got, 0.9, found.confidence)
    _rewarded(said, found)
    # 从中渔利260余万元，分得赃款36万元: a share of what was told before
    of_it = said.pays & said.are(found.role, "gain", "taken")
    found.is_part |= said.holds(of_it, lambda rows: said.tokens.ahead(at[rows], 3), _OF_TAKINGS)


def _rewarded(said: Said, found: Found) -> None:
    """Take for a gain what others pay the party for what it did: 网站返给万某佣金30.5万元."""
    at, clause = said.at, said.around.any_clause

    def cut(rows: Ints) -> pl.Series:
        return said.tokens.since(at[rows], clause[at[rows]])

    asked = said.pays & said.are(found.role, "cost", "unknown", "") & (found.per == 0)
    asked = said.told("给了?(?:当事人|..?某)|[付返发转算分励打予]了?(?:当事人|..?某)", asked)
    for pattern in (_REWARDED, _REWARDS):
        paid = said.holds(asked, cut, pattern)
        paid &= ~said.holds(paid, cut, _PAYS_SELF)
        rows = np.flatnonzero(paid)
        if len(rows):
            party = party_names(said.tokens.texts.gather(pl.Series(said.tokens.text[at[rows]])))
            payee = cut(rows).str.extract(pattern)
            paid[rows] = ((payee == party) | (payee == "当事人")).to_numpy()
        found.role = np.where(paid, said.lex.index("gain"), found.role)


def acts_beside(said: Said, found: Found) -> None:
    """Let the acts right after an amount, or a payment by its victim, say what became of it."""
    around, lex, tokens, at = said.around, said.lex, said.tokens, said.at
    last = len(tokens.word) - 1
    taken, cost = lex.index("taken"), lex.index("cost")
    name = np.minimum(around.next(said.is_named & (said.role == taken))[at], last)
    verb = np.minimum(around.next(said.is_verb)[at], last)
    clause = around.clause_no
    same = clause[verb] == clause[at]
    distance = tokens.start[verb] - tokens.end[at]
    open_ = np.isin(found.role, said.prices) | said.are(found.role, "", "unknown")
    open_ |= (found.role == lex.index("sold")) & (found.confidence < FROM_EARLIER)
    paid = said.pays & open_ & same & (said.role[verb] == cost)
    found.role = np.where(paid & (distance <= 8), cost, found.role)
    gone = said.pays & (found.role == 0)
    touches = same & (distance == 0)
    # 被害人付款2万元: what a victim pays is what was taken.
    crime = around.sign("crime") | (said.is_named & (said.role == taken))
    victim = around.in_clause(around.sign("victim"), at)
    act = np.maximum(around.in_clause(said.is_verb, at), around.in_clause(said.is_named, at))
    pays = said.pays & (found.role == cost) & (victim >= 0) & (victim < act) & said.in_text(crime, at)
    found.role = np.where(pays, taken, found.role)
    by_sale = gone & touches & (said.role[verb] == lex.index("sold"))
    found.role = np.where(by_sale, said.role[verb], found.role)
    found.confidence = np.where(by_sale, 0.65, found.confidence)
    # 以先付货款为由将500元骗走: what follows outweighs an act.
    near = said.pays & (clause[name] == clause[at]) & (said.role[name] == taken) & (name > at)
    weak = near & (found.confidence < FROM_EARLIER) & (tokens.start[name] - tokens.end[at] <= 8)
    # 将补助款1.5万元、退耕还林款8千元据为己有
    # 将团购货款41,200元不入账，据为己有
    soon = said.pays & (clause[name] == clause[at] + 1) & (said.role[name] == taken)
    soon &= around.level(1)[name - 1] & (tokens.text[name] == tokens.text[at])
    put = said.holds((near & ~weak) | soon, lambda rows: tokens.ahead(at[rows], 8), _PUT)
    gone |= weak | put
    give_up(said, found)
    # 将购车费用2万元转账给被告人
    gone |= said.pays & touches & (found.role == cost) & said.in_text(crime, at)
    by_verb = gone & touches & (said.role[verb] == taken)
    by_name = gone & ((clause[name] == clause[at]) | (put & soon)) & (name > at) & (said.role[name] == taken)
    found.role = np.where(by_verb | by_name, taken, found.role)
    found.confidence = np.where(by_verb, 0.65, np.where(by_name, np.where(put, 0.9, 0.6), found.confidence))


def past_repeat(said: Said, after: Ints) -> Ints:
    """Step over the same amount told again in brackets: 6,565元（陆仟伍佰陆拾伍元整）的罚款."""
    paren, lo, at = said.lex.paren[said.tokens.word], said.numbers.lo, said.at
    last = len(paren) - 1
    inner, end = np.minimum(after + 1, last), np.minimum(after + 2, last)
    again = (paren[after] > 0) & (paren[end] < 0) & said.is_money[inner] & (lo[inner] == lo[at])
    before = np.maximum(at - 2, 0)
    inside = (paren[after] < 0) & (paren[at - 1] > 0) & said.is_money[before] & (lo[before] == lo[at])
    return np.minimum(after + np.where(again, 3, np.where(inside, 1, 0)), last)


def into_brackets(said: Said, after: Ints) -> Ints:
    """Step into brackets that hold a name and no more: 3.2万元（违法所得）, 58,000元（系销售金额）."""
    paren, around = said.lex.paren[said.tokens.word], said.around
    last = len(paren) - 1
    name, end = np.minimum(after + 1, last), np.minimum(after + 2, last)
    sign = around.sign("equates")[name] & (around.gap[name] == 0)
    name, end = np.where(sign, end, name), np.where(sign, np.minimum(after + 3, last), end)
    alone = (paren[after] > 0) & (paren[end] < 0) & said.is_named[name] & (around.gap[end] == 0)
    alone &= (around.gap[after] == 0) & around.gap_is(GAP_INSIDE, name)
    return np.where(alone, name, after)
