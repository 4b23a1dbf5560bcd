"""Tells what one piece costs from what all of them come to: 每箱60元, 按14元计42,000元."""

from __future__ import annotations

import numpy as np

from models.facts.words.lexicon import FIRST, Bools
from models.facts.words.said import FROM_EARLIER, Found, Said

_LEAVES = "(?:利润|纯利|毛利|净利|盈利|获利|挣|赚)(?:约|为|是|了|得)?$"
_COMES_TO = "^，[^，。；0-9]{0,3}(?:共|合计|累计|总计)"
_COUNTED = ("计", "估", "核", "折", "作价")
_BY = "(?:按照?|以)(?:[^0-9，。；]{0,6}(?:价格?|单价|均价))?$"
_ENTITLES = (
    "^的?(?:[即就便才方](?:可|能)|后?即(?:取得|获得|成为)|后?(?:成为|享有|享受)|入会|入门|起步|包过|包会)"
)
_PRIZE = "(?:[一二三四五特头大]等?奖|最高奖|[头大特]奖|奖品|奖项)[^，。；0-9]{0,8}价值(?:人民币|约)*$"
_NEXT_FEE = "^[、和及][^，。；、0-9共计]{1,10}费[”」]?$"
_TIMES = ("天", "日", "年", "月", "周", "小时", "晚")
# What an amount may be called that is a price for one.
_OF_GOODS = (
    *("sold", "unsold", "goods", "business", "gain", "cost"),
    *("list_price", "price", "project", "fine"),
)
# A price for one of these is no price of goods.
_NO_GOODS = (
    *("人", "人次", "次", "户", "年", "月", "日", "周", "小时"),
    *("亩", "平方米", "课时", "学时", "间", "床"),
)


def tell_prices(said: Said, found: Found) -> None:
    """Give unit prices their role, and say for what they are the price of one."""
    lex, named = said.lex, found.named
    said.per = said.numbers.per_of(said.is_money, said.at)
    cost, price = lex.index("cost"), lex.index("price")
    role = np.where(np.isin(named, said.prices), named, price)
    # 整箱采购，每瓶9元: what was bought before costs so much, unless some was sold since.
    heir = (found.verb == 0) & found.is_bought & (found.state != lex.index("sold"))
    role = np.where((named == cost) | ((named == 0) & ((found.verb == cost) | heir)), cost, role)
    is_price = _is_rate(said, found)
    wage = _is_wage(said, found)
    is_price &= ~wage
    found.role = np.where(wage, lex.index("rent"), found.role)
    found.per = np.where(is_price, said.per, 0)
    found.role = np.where(is_price, role, found.role)
    found.confidence = np.where(is_price, 0.9, found.confidence)
    # 每箱挣20元, 每套售价14元、利润9元: what one leaves is not what it is sold for.
    left = said.holds(is_price, lambda rows: said.numbers.ahead(said.at[rows]), _LEAVES)
    found.role = np.where(left, lex.index("rent"), found.role)
    found.by_state &= ~is_price
    counted = _counts_at(said)
    counted_at = np.where(named == cost, cost, price)
    found.role = np.where(counted & said.pays & ~is_price, counted_at, found.role)
    found.confidence = np.where(counted & said.pays, 0.9, found.confidence)
    # 缴纳2,980元即可取得资格: what it costs each
    entitles = said.pays & ~is_price & said.are(found.role, "business", "unknown", "cost", "", "sold")
    entitles = said.told("[即就便才]|方[可能]|成为|享|入会|入门|起步|包[过会]", entitles)
    entitles = said.holds(entitles, lambda rows: said.tokens.follow(said.at[rows], 2), _ENTITLES)
    found.role = np.where(entitles, price, found.role)
    # 一等奖为价值5,000元的电视机: what a prize costs
    prize = said.told("奖", said.pays & said.are(found.role, "goods", "unsold", "sold"))
    prize = said.holds(prize, lambda rows: said.tokens.ahead(said.at[rows], 3), _PRIZE)
    found.role = np.where(prize, price, found.role)
    _goes_on(said, found, is_price)
    found.role = np.where(_is_sale(said, found) & ~is_price, lex.index("sold"), found.role)


def _goes_on(said: Said, found: Found, is_price: Bools) -> None:
    """Take for prices the fees listed after one: 每辆收取检测费150元、过线费300元，合计20,700元."""
    at, before = said.at, np.maximum(np.arange(len(said.at)) - 1, 0)
    asked = said.pays & ~is_price & (said.per == 0) & is_price[before] & ~found.is_total
    asked &= said.are(found.role, "business", "cost", "gain", "unknown", "") & (found.per[before] > 0)
    asked &= said.are(found.role[before], "price", "cost") & (
        said.tokens.text[at] == said.tokens.text[at[before]]
    )
    asked = said.holds(asked, lambda rows: said.tokens.since(at[rows], at[rows - 1] + 1), _NEXT_FEE)
    found.role = np.where(asked, found.role[before], found.role)
    found.per = np.where(asked, found.per[before], found.per)
    found.confidence = np.where(asked, 0.9, found.confidence)


def _is_rate(said: Said, found: Found) -> Bools:
    """Say which sums are told for one piece, or for so much time where that is no rent and no wage."""
    is_price: Bools = said.pays & (said.per > 0)
    # A rent by the month is a rent, what is taken in by the month is takings.
    times = _by_time(said)
    goods = said.are(found.role, *_OF_GOODS)
    # What an earlier clause was about (a wage, a fine) does not keep "每桶16元" from being a price.
    is_firm = found.confidence > FROM_EARLIER
    takings = said.are(found.role, "business", "gain", "sold")
    is_price &= ~((found.role > 0) & ((times & ~takings) | (~goods & is_firm)))
    # 每月1,476元，共10,332元: a rate, and what it came to
    rate = said.pays & (said.per > 0) & times & (found.role != said.lex.index("wages"))
    is_price |= said.holds(rate, lambda rows: said.tokens.follow(said.at[rows], 2), _COMES_TO)
    # 收10元/小时: a rate, where it stands right after the amount
    beside = said.numbers.per_after[said.at] > 0
    is_price |= said.pays & beside & times & said.are(found.role, "business", "gain")
    return is_price


def _is_wage(said: Said, found: Found) -> Bools:
    """Say which sums are a wage by the day: what work costs, not what is owed or gained."""
    hired = said.around.in_clause(said.around.sign("hired"), said.at) >= 0
    wage: Bools = (found.role == said.lex.index("wages")) | (
        hired & said.are(found.role, "", "gain", "cost", "unknown")
    )
    wage &= said.pays & (said.per > 0) & _by_time(said)
    return wage


def _by_time(said: Said) -> Bools:
    return said.are(said.per, *(name for name in _TIMES if name in said.lex.names))


def _is_sale(said: Said, found: Found) -> Bools:
    """Say which takings are of goods that have a price: 每袋52元，收入8320元, but not 每人, 每次."""
    around, at = said.around, said.at
    piece = said.pays & (found.role == said.lex.index("price")) & ~said.are(said.per, *_NO_GOODS)
    receipt = around.in_clause(around.sign("receipts"), at) >= 0
    says = np.maximum(around.in_clause(said.is_named, at), 0)
    is_open = around.sign("receipts")[says] & ~said.in_text(around.sign("services"), at)
    is_open |= found.named == 0
    is_open &= ~said.is_said("services", around.segment)
    takes = said.pays & (found.role == said.lex.index("business")) & is_open & receipt
    in_text: Bools = takes & around.anywhere(said.everywhere(piece), at)
    return in_text


def _counts_at(said: Said) -> Bools:
    """Say which amounts are what others are counted at: 按14元计42,000元, 按均价198元估值."""
    tokens, at = said.tokens, said.at
    # Most amounts are followed by something else: by the first sign, or by a word that may begin so.
    sign = tokens.next_sign(at)
    may = said.pays & ((sign >= ord(FIRST)) | np.isin(sign, [ord(word[0]) for word in _COUNTED]))
    counted = said.holds(may, lambda rows: tokens.follow(at[rows], 1), f"^(?:{'|'.join(_COUNTED)})")
    return said.holds(counted, lambda rows: tokens.ahead(at[rows], 2), _BY)
