"""What multiplication shows: 22 boxes at 69 yuan are 1,518 yuan, whatever words stand beside the 69.

Of three figures near each other, of which one counts and two are money, the product of the smaller two tells
which one is a unit price and which one is what all of them come to.
"""

from __future__ import annotations

import numpy as np

from models.facts.words.lexicon import Ints
from models.facts.words.said import FROM_EARLIER, Found, Said
from models.facts.words.written import ONE

_NEAR = (1, 2, 3, 4, 5, -1, -2)  # how many amounts before a total (after it: negative) its factors stand
_LEAST = 10  # yuan: smaller totals are products by chance
_CENT = 0.011
_FEW = 5
_RECKONED = (
    "(?:^价|[，、；（(：:=＝×]|计|折|合|估|算|值|共|为)"
    "(?:货款|价款|款|计|为|合|值|得|人民币|约|价|总计|合计|共计|累计|金额| )*$"
)
# 合计194,020元，均未出厂
_LEFT = (
    "^[，、（(]?(?:均|全部|都|尚|还|仍|且|以上|上述|该批)*(?:未|没有?)(?:对外|实际|来得及|曾)*"
    "(?:销售|售|出售|卖|销|出厂|出库|发货|发出|交付|投放|上市|流入)"
)
# 批发价32元/斤，所得13.76万元: by the piece, whatever it is called
_HAD = (
    "(?:^|[，；、])(?:[所共已实]|累计|合计|从中)?(?:得到?|获得?|收[到入取得]?)"
    "(?:赃款|货款|款项?|现金|人民币|共计?|合计|约|计)*$"
)
_EQUALS = "[=＝] ?[￥¥]?$"
_ROUGH = "[万亿]"  # 22.17万元: rounded
_PERSONS = ("人", "户", "家")
_SERVED = (*_PERSONS, "人次", "次", "年", "月", "日", "周", "小时", "亩", "平方米", "笔", "起")


def multiply(said: Said, found: Found) -> None:
    """Settle what is a unit price, and what its total is, by the product of count and price."""
    # 每千只卖800元: for so many at once, whatever it is called
    several = (said.many > 1) & said.are(found.role, "", "unknown", "sold", "unsold", "goods", "business")
    found.role[several] = said.lex.index("price")
    total, price, count = _triples(said, found)
    if len(total):
        _settle_prices(said, found, total, price)
        _settle_totals(said, found, total, price, count)
        _settle_rows(said, found, total)


def _triples(said: Said, found: Found) -> tuple[Ints, Ints, Ints]:
    """Return the rows of totals, of their unit prices and of their counts."""
    numbers, at = said.numbers, said.at
    lo = numbers.lo[at]
    value = np.where(lo == numbers.hi[at], lo / ONE, np.nan)
    persons = said.are(said.unit, *_PERSONS)
    # What was taken from each of three is no price.
    fair = ~said.in_text(said.is_named & said.are(said.role, "taken"), at)
    money = np.where(said.pays & fair, value, np.nan)
    # 2,000斤 at 15元/斤: counted as it is spelled
    value = np.where(said.tokens.is_spelled("[^公市]斤", at), 2 * value, value)
    count = np.where(said.counts & (value > 1) & ~said.are(said.unit, "比例", "倍"), value, np.nan)
    asked = np.flatnonzero((money >= _LEAST) & (found.per == 0))
    by_piece = money / said.many
    places = np.clip(asked - np.array(_NEAR)[:, None], 0, len(at) - 1)
    text = said.tokens.text[at]
    count = np.where(text[places] == text[asked], count[places], np.nan)
    triples = [np.zeros((3, 0), np.int64)]
    rounded = said.tokens.is_spelled(_ROUGH, at[asked]) & (numbers.step[at[asked]] < value[asked] * ONE / 500)
    within = np.where(rounded, numbers.step[at[asked]] / ONE, _CENT)
    for place in places:
        which, whole = np.nonzero(np.abs(by_piece[place] * count - value[asked]) <= within)
        triples.append(np.stack([asked[whole], place[whole], places[which, whole]]))
    every = np.concatenate(triples, axis=1)
    whole, price, counts = every
    # Three people, or two of something far off, may be a chance.
    per, beside = found.per[price] > 0, np.abs(price - counts) == 1
    firm = (per | ~persons[counts]) & (per | beside | (value[counts] > _FEW))
    every = every[:, firm & (text[price] == text[whole])]
    _, once = np.unique(every[0], return_index=True)
    total, price, counts = every[:, once]
    return total, price, counts


def _settle_prices(said: Said, found: Found, total: Ints, price: Ints) -> None:
    index = said.lex.index
    role = found.role[price]
    open_ = said.are(role, "", "unknown", "sold", "unsold", "goods", "business", "list_price", "loss", "gain")
    # 卖掉4张，得款7.6万元；剩2张，标价合计3.8万元: what is called a total is for all of them
    open_ &= ~found.is_total[price]
    bought = said.are(found.role[total], "cost")
    price, bought = price[open_], bought[open_]
    found.role[price] = np.where(bought, index("cost"), index("price"))
    found.confidence[price] = 0.9
    found.by_state[price] = False


def _settle_totals(said: Said, found: Found, total: Ints, price: Ints, count: Ints) -> None:
    """Give totals that nothing names, or that were taken for prices, what their goods were."""
    index = said.lex.index
    role = found.role[total]
    reckoned = np.zeros(len(said.at), bool)
    reckoned[total] = True
    reckoned = said.holds(reckoned, lambda rows: said.tokens.ahead(said.at[rows]), _RECKONED)
    left = said.holds(reckoned, lambda rows: said.tokens.follow(said.at[rows], 4), _LEFT)[total]
    reckoned = reckoned[total]
    served = said.are(said.unit[count], *_SERVED)
    open_ = said.are(role, "", "price", "list_price") | (
        said.are(role, "unknown") & (found.named[total] == 0)
    )
    state = found.state[total]
    # 按进价460元计2,760元: what is left is reckoned at what it cost.
    open_ |= (
        said.are(role, "cost")
        & said.are(found.role[price], "cost")
        & (state > 0)
        & ~said.is_named[said.at[total] - 1]
    )
    # 赚了1.5万元，未卖46瓶，每瓶128元，计5888元: of these goods, and no gain
    open_ |= (
        said.are(role, "gain", "business")
        & (found.named[total] == 0)
        & (found.confidence[total] <= FROM_EARLIER)
        & (state > 0)
        & (found.per[price] > 0)
    )
    told = np.where(said.are(found.verb[count], "sold", "cost"), found.verb[count], found.heir[count])
    told = np.where(said.are(told, "sold", "cost"), told, 0)
    sells = said.in_text(said.are(said.role, "sold"), said.at[total])
    # 仓库另查350瓶，价6,300元: what is valued beside sales was not sold.
    goods = np.where(sells, index("unsold"), index("goods"))
    goods = np.where(said.are(role, "price", "list_price"), goods, 0)
    meant = np.select(
        [state > 0, told > 0, left, goods > 0], [state, told, np.full_like(goods, index("unsold")), goods], 0
    )
    takes = open_ & reckoned & ~served & (meant > 0)
    # 每袋1.2元，收到1,188元: takings by the piece are of a sale.
    serves = said.in_text(said.around.sign("services"), said.at[total])
    sold = said.are(role, "business") & (found.named[total] == 0) & ~served & sells & ~serves
    had = np.zeros(len(said.at), bool)
    had[total] = said.are(role, "gain", "unknown", "business") & ~served & ~serves
    had[total] &= said.are(found.role[price], "price") & (found.per[price] > 0)
    sold |= said.holds(had, lambda rows: said.tokens.ahead(said.at[rows], 2), _HAD)[total]
    found.role[total] = np.where(sold, index("sold"), np.where(takes, meant, role))
    found.confidence[total] = np.where(takes | sold, 0.85, found.confidence[total])
    found.by_state[total] |= takes & (state > 0)


def _settle_rows(said: Said, found: Found, total: Ints) -> None:
    """Let one reckoning be of what the one before it in its sentence is: A型5套×2元=10元；B型3套×4元=12元."""
    spelled = np.zeros(len(said.at), bool)
    spelled[total] = True
    rows = np.flatnonzero(said.holds(spelled, lambda at: said.tokens.ahead(said.at[at], 1), _EQUALS))
    sentence = said.around.sentence[said.at[rows]]
    meant = said.are(found.role, "sold", "unsold", "goods", "business", "cost")
    for before, row, beside in zip(rows[:-1], rows[1:], np.diff(sentence) == 0, strict=True):
        if (
            beside
            and meant[before]
            and said.are(found.role[[row]], "", "unknown")[0]
            and not found.named[row]
        ):
            found.role[row], found.confidence[row], meant[row] = found.role[before], 0.85, True
