"""Which unit prices were paid and which were asked: 每盒260元进、每盒398元出."""

from __future__ import annotations

import numpy as np

from models.facts.words.lexicon import FIRST, Bools
from models.facts.words.said import Found, Said

_PAID = (
    "^(?:/[^，。；0-9的]{1,3})?的?(?:斤价|单价|价格|均价|价)?(?:进[货价来]?(?:[，、。；]|$|[0-9一二三四五六七八九十])|收[来购进得下]?(?:[，、。；]|$|[0-9])"
    "|收的(?:[^，。；0-9费钱款人户价，]{1,12})|接下|接手|赊|拿货|拿来|拿的|批来|批进|购|买[来进入下回]|盘下|吃进|[订定][购制做]|印[制刷]|从|向[^，。；]{1,8}(?:购|买|订|拿|批|进))"
)
_FIRST = [ord(sign) for sign in "/的进收接赊拿批购买盘吃订定印从向"]
_CHANGED_FROM = "(?:从|由|自)(?:原?(?:价|来的?|先的?))?(?:每[^，。；0-9]{1,3})?$"
_CHANGED_TO = (
    "(?:[提涨调升降抬改加跌][高升价]?[到至为]|[上下]调[到至为]|直降|立减|券后|[打折]折后|特价|仅售|只要|仅需"
    "|起步价|起售价|最低|最高)$"
)
_NEAR = 10
_RECKONED_BY = (
    "(?:按照?|以|依照?|参照)[^，。；0-9]{0,12}价格?[^，。；0-9]{0,4}"
    "(?:合计|共计|总计|计|折|核算|估算|换算|算|估)[^，。；0-9]{0,4}$"
)
# 货架标签标示“¥18.8”
_ON_LABEL = (
    "(?:标示|标注|标有|标明|标签(?:上|显示|写)|价签(?:上|显示|写|为))[^，。；0-9]{0,4}"
    '(?:[“”"¥￥][“”"‘’¥￥0-9. 、元/和]*)?$'
)
# 分别按18元、26元的实际售价计算: what each is reckoned at
_EACH_AT = (
    "^(?:[、和及][0-9.,]+元){0,3}的?(?:实际)?(?:平均)?(?:销售|零售|成交|市场)?"
    "(?:售价|单价|均价|标价)(?:分别)?(?:计|核|估|折)"
)
# 向供电公司缴费的单价为0.68元: what the party pays itself
_TO_SUPPLIER = (
    "向[^，。；0-9]{0,6}(?:供[电水气热货应]|燃气|自来水|电力|电网|水务|上游|上家|厂[家方]|批发|总部|总店|生产企业)[^，。；0-9]{0,8}"
    "(?:[缴付]费|缴[纳交]|支付|付款|结算|购买|采购|购进|进货|拿货|提货)[^，。；0-9]{0,8}$"
)
_BY_GAME = "(?:每|一)[局把盘](?:收取?|抽取?|抽水|抽头)?$"
_SOLD_AT = (
    "^(?:/[^，。；0-9的]{1,3})?的?(?:不等的)?(?:价格|单价|均价|价)"
    "(?:对外|又|再|分别|陆续|全部|加价)?(?:出售|销售|卖|售|转卖|倒卖|转售)"
)


def price_paid(said: Said, found: Found) -> None:
    """Take for costs the prices of what was bought, and for prices what was raised or lowered."""
    lex, at, tokens = said.lex, said.at, said.tokens
    price, cost = lex.index("price"), lex.index("cost")
    is_price = said.pays & (found.role == price)
    paid = is_price & _may_begin(said)
    paid = said.holds(paid, lambda rows: tokens.follow(at[rows], 2), _PAID)
    paid |= is_price & _of_input(said, found)
    supplied = said.told(
        "向[^，。；0-9]{0,6}(?:供|燃|自来|电|水务|上[游家]|厂|批发|总|生产)", is_price & ~paid
    )
    first = said.around.any_clause
    paid |= said.holds(supplied, lambda rows: tokens.since(at[rows], first[at[rows]]), _TO_SUPPLIER)
    paid |= is_price & _before_purchase(said, found)
    found.role = np.where(paid, cost, found.role)
    found.role = np.where(_before_sale(said, found), price, found.role)
    # 将收购的柴油以每升6.2元的价格出售
    sold_at = said.pays & said.are(found.role, "cost")
    sold_at = said.holds(sold_at, lambda rows: tokens.follow(at[rows], 4), _SOLD_AT)
    found.role = np.where(sold_at, price, found.role)
    _coordinated(said, found)
    _valued(said, found)
    open_ = said.pays & said.are(found.role, "", "unknown", "sold") & (found.named == 0)
    open_ &= ~said.in_text(said.is_named & said.are(said.role, "taken"), at)
    changed = said.holds(open_, lambda rows: tokens.gaps(at[rows]), f"{_CHANGED_FROM}|{_CHANGED_TO}")
    clause = said.around.any_clause
    # 每局5元台费
    by_game = (
        said.pays
        & said.are(found.named, "", "gain", "business")
        & said.are(found.role, "", "unknown", "sold", "business", "gain")
    )
    changed |= said.holds(
        said.told("[每一][局把盘]", by_game), lambda rows: tokens.ahead(at[rows], 2), _BY_GAME
    )
    open_ |= said.pays & said.are(found.role, "sold", "unknown") & said.are(found.named, "statutory")
    changed |= said.holds(open_, lambda rows: tokens.since(at[rows], clause[at[rows]]), _ON_LABEL)
    at_each = said.pays & said.are(found.role, "", "unknown", "sold", "unsold", "goods")
    changed |= said.holds(
        said.told("售价|[单均标]价", at_each), lambda rows: tokens.follow(at[rows], 6), _EACH_AT
    )
    found.role = np.where(changed, price, found.role)
    found.confidence = np.where(changed, 0.85, found.confidence)


def _coordinated(said: Said, found: Found) -> None:
    """Let prices that 和 or 、 joins be of one kind: 以3.5元/公斤和3.7元/公斤的价格购进."""
    at, both = said.at, said.are(found.role, "price", "cost") & said.pays
    joined = both[:-1] & both[1:] & (np.diff(at) == 1) & (found.named[:-1] == 0)
    joined &= said.around.gap_is(("和", "、", "及", "或", "与"), at[1:])
    for _ in range(2):  # of three the first takes what the second took
        found.role[:-1] = np.where(joined, found.role[1:], found.role[:-1])


def _valued(said: Said, found: Found) -> None:
    """Tell what goods are valued at from the price that they are reckoned by: 按标示价格合计431.5元."""
    index, at = said.lex.index, said.at
    asked = said.pays & said.are(found.role, "price", "list_price") & np.isin(found.named, said.prices)
    asked &= found.per == 0
    valued = said.holds(asked, lambda rows: said.tokens.ahead(at[rows], 3), _RECKONED_BY)
    sells = said.in_text(said.are(said.role, "sold"), at)
    value = np.where(sells, index("unsold"), index("goods"))
    value = np.where(found.state > 0, found.state, value)
    found.role = np.where(valued, value, found.role)
    found.by_state |= valued & (found.state > 0)


def said_after(said: Said, found: Found) -> None:
    """Let a clause of its own say that goods were not sold: 货值9,900元，未出厂; 码洋1万元，均在仓库查获."""
    around, at, lex = said.around, said.at, said.lex
    goods = said.pays & (found.role == lex.index("goods")) & (found.state == 0)
    asked = np.flatnonzero(goods & (said.tokens.next_sign(at) == ord("，")))
    if not len(asked):
        return
    rows = at[asked]
    unsold = said.state == lex.index("unsold")
    coming = np.minimum(around.next(unsold)[rows], len(unsold) - 1)
    following = around.next(said.numbers.is_amount)[rows]
    near = unsold[coming] & (said.tokens.start[coming] - said.tokens.end[rows] <= _NEAR)
    near &= around.clause_no[coming] == around.clause_no[rows] + 1
    near &= (following > coming) & (
        around.clause_no[np.minimum(following, len(unsold) - 1)] != around.clause_no[coming]
    )
    found.role[asked[near]] = lex.index("unsold")
    found.by_state[asked[near]] = True
    # 货值金额320元，尚未售出: of all there was nothing was sold, unless the text tells of a sale.
    sale = (said.state == lex.index("sold")) | (said.is_verb & said.are(said.role, "sold"))
    whole = near & ~said.in_text(sale, rows)
    whole[whole] = said.tokens.spoken(coming[whole]).str.contains("未").to_numpy()
    found.is_all_unsold[asked[whole]] = True


def _may_begin(said: Said) -> Bools:
    """Say after which amounts one of the signs stands that an act of buying begins with, or a cue word."""
    sign = said.tokens.next_sign(said.at)
    found: Bools = np.isin(sign, _FIRST) | (sign >= ord(FIRST))
    return found


def _of_input(said: Said, found: Found) -> Bools:
    """Say which amounts are of what goods were made of: 原料：菜籽油每公斤13.2元."""
    around = said.around
    inputs = around.sign("inputs")
    last = around.in_scope(inputs | _sells(said), around.segment, said.at)
    named = np.maximum(around.in_clause(said.is_named, said.at), 0)
    asks = (found.named > 0) & ~inputs[named]  # 售价25元
    asks &= said.are(said.lex.role[said.tokens.word[named]], "price")
    found_: Bools = ~asks & (last >= 0) & inputs[last] & (found.state == 0)
    return found_ & said.are(found.named, "", "cost", "price") & ~said.are(found.verb, "sold")


def _before_purchase(said: Said, found: Found) -> Bools:
    """Say which prices an act of buying follows in the next clause: 出厂4.3元/公斤，购入22.5吨."""
    around, at = said.around, said.at
    acts = np.flatnonzero(said.is_verb | (said.is_named & said.are(said.role, "sold", "cost")))
    if not len(acts):
        return np.zeros(len(at), bool)
    after = acts[np.minimum(np.searchsorted(acts, at, "right"), len(acts) - 1)]
    buys = (after > at) & said.is_verb[after] & said.are(said.role[after], "cost")
    buys &= (around.segment[after] == around.segment[at]) & (
        around.clause_no[after] == around.clause_no[at] + 1
    )
    buys &= said.tokens.start[after] - said.tokens.end[at] <= _NEAR
    is_bought: Bools = buys & (found.named == 0) & (found.verb == 0) & (found.heir == 0) & (found.state == 0)
    return is_bought


def _before_sale(said: Said, found: Found) -> Bools:
    """Say which prices an act of selling follows at once: 每瓶30元购进，以每瓶50元售出42瓶."""
    around, at = said.around, said.at
    inherits: Bools = said.pays & (found.per > 0) & said.are(found.role, "cost")
    inherits &= (found.named == 0) & (found.verb == 0)
    sells = _sells(said)
    acts = np.flatnonzero(sells | said.is_verb)
    if not inherits.any() or not len(acts):
        return np.zeros(len(at), bool)
    after = acts[np.minimum(np.searchsorted(acts, at, "right"), len(acts) - 1)]
    follows = sells[after] & (after > at) & (around.clause_no[after] == around.clause_no[at])
    is_sold: Bools = inherits & follows & (said.tokens.start[after] - said.tokens.end[at] <= _NEAR)
    return is_sold


def _sells(said: Said) -> Bools:
    found: Bools = said.are(said.role, "sold") | (said.state == said.lex.index("sold"))
    return found
