"""What each cue word means beside the others of its text: the corrections that ``Said`` starts from.

Each function changes columns of all tokens: ``is_named``, ``is_verb``, ``role``, ``state``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from models.facts.words.lexicon import Bools, Ints
from models.facts.words.open_names import settle_open_names

if TYPE_CHECKING:
    from models.facts.words.said import Said

LIST = ("、", "和", "及", "以及", "与")
_KEPT = [ord(sign) for sign in "存扣剩留"]  # right before a count: 存7辆, 另扣220双
_NOT_KEPT = [ord(sign) for sign in "保库抵折克应储寄共"]
_ROUNDS = 5
_OPENING = 16  # signs of a text within which it names its party
_PARTY = "某([^，。；某]{2,6}?)(?:购|采|进|未|在|因|使|将|从|向|于|经|为|委|（|，|$)"
_CALLED = ("", "”", "”等", "等", "的", "”的", "”等的", "等的")
_CALLED_TOO = ("”“", "”、“", "、", "”和“", "和")
_GIFT = "^[^，。；0-9]{0,20}(?:现金|购物卡|红包|礼金|礼品|好处费|财物|烟酒)"
_PAID_FOR = (
    "(?:(?:垫付|代付|代发|代为支付|先行支付|补发|补付|付清|结清)[^，。；0-9]{0,8}"
    "|(?:[共已代又]|代其|实际|陆续|随后)(?:向[^，。；0-9]{1,12})?支付了?[^，。；]{0,14})$"
)
_DENIED = "(?:[未不没拒]|没有|拒绝|拒不|不予|未能|未按[^，。；0-9]{1,6})$"
_UNPAID = f"{_DENIED[:-2]}|未(?:按|依|足额|如实|及时|全额|如期)[^，。；0-9]{{0,6}})$"
_PAYS_OUT = "^[中里内][^，。；0-9]{0,4}(?:支?付|拨|列支|支出|[返退]还)"
_FEE = "^[^，。；0-9]{0,10}费"
_WAS_SOLD = "(?:[售卖]|销[^毁])[^。]*$"
_GONE_TOO = "^[^。；0-9]{0,12}(?:[售卖]|销[^毁]|退|送|赠|批发|自用|食用|流向|用[于完作])"
_NO_MORE_SOLD = (
    "(?:未|没有?|不再|停止)(?:再行?|曾|予以?|能|及|实际|对外|对[^，。；0-9]{1,4}|向[^，。；0-9]{1,6}"
    "|继续|进行|来得及|再次|重新|有){0,3}$"
)
_BUYERS = "^[^从向自在于由给将以找处手帮替为，。；]*[^从向自在于由给将以找处手帮替为，。；选采代订]$"
_WE_BUY = "当事人|被告|嫌疑人|[该本你我][店厂公单]|其"


def tell_what_is_left(said: Said) -> None:
    """Take a count after 余 for one of what is left: 余75台, but not 其余75台."""
    code, signs = said.tokens.signs.code, said.tokens.signs.at
    counts = np.flatnonzero(said.numbers.is_amount & (said.numbers.unit != said.lex.index("元")))
    counts = counts[said.around.gap[counts] > 0]
    ahead = signs[counts]
    sign, earlier = code[ahead - 1], code[ahead - 2]
    left = (sign == ord("余")) & (earlier != ord("其"))
    left |= np.isin(sign, _KEPT) & ~np.isin(earlier, _NOT_KEPT)
    said.state = said.state.copy()
    said.state[counts[left]] = said.lex.index("unsold")
    said.state[counts[_other(said, counts, (sign == ord("余")) & (earlier == ord("其")))]] = said.lex.index(
        "unsold"
    )
    _denied(said)


def _other(said: Said, counts: Ints, rest: Bools) -> Bools:
    """Say which counts are of what was not sold as others were: 已售1,900斤，其余960斤作销毁处理."""
    tokens = said.tokens
    sold = said.holds(
        rest, lambda rows: tokens.since(counts[rows], said.around.sentence[counts[rows]]), _WAS_SOLD
    )
    return sold & ~said.holds(sold, lambda rows: tokens.follow(counts[rows], 6), _GONE_TOO)


def _denied(said: Said) -> None:
    """Take for unsold what a clause says was not sold: 到期后未再销售, 没有继续对外出售."""
    sold = said.lex.index("sold")
    acts = np.flatnonzero((said.is_verb & (said.role == sold)) | (said.state == sold))
    if not len(acts):
        return
    acts = acts[said.tokens.ahead(acts, 2).str.contains(_NO_MORE_SOLD).to_numpy()]
    said.state[acts] = said.lex.index("unsold")
    said.is_verb[acts] = False


def pass_over_sources(said: Said) -> Ints:
    """Take no notice of what was paid out of: 从工程款中代付. Return the repayments denied: 未退还."""
    named = np.flatnonzero(said.is_named)
    out_of = named[np.isin(said.tokens.next_sign(named), [ord(sign) for sign in "中里内"])]
    out_of = out_of[said.tokens.ahead(out_of, 2).str.contains("[从自由][^，。；0-9]{0,8}$").to_numpy()]
    out_of = out_of[said.tokens.follow(out_of, 2).str.contains(_PAYS_OUT).to_numpy()]
    back: Ints = named[said.are(said.role[named], "repaid")]
    back = back[said.tokens.ahead(back, 2).str.contains(_DENIED).to_numpy()]
    said.is_named[out_of] = False
    # 未按期缴纳出让收益862万元: nothing was paid
    pays = np.flatnonzero(said.is_verb & said.are(said.role, "pays"))
    said.is_verb[pays[said.tokens.ahead(pays, 2).str.contains(_UNPAID).to_numpy()]] = False
    return back


def weaken_acts(said: Said) -> None:
    """Take 转账, 现金, 消费 for acts of taking only where the text names such an act (骗取, 窃得).

    So too gifts for bribes.
    """
    role = said.lex.role[said.tokens.word]
    for name, sign in (("taken", "crime"), ("bribe", "favours")):
        acts = role == said.lex.index(name)
        named = (said.is_named & acts) | said.around.sign(sign)
        if name == "bribe":  # 两次送给客户经理黄某现金3万元和5万元
            gives = np.flatnonzero(said.is_verb & acts)
            named[gives] |= said.tokens.follow(gives, 3).str.contains(_GIFT).to_numpy()
        said.is_verb &= ~acts | said.in_text(named)


def pass_over_pretexts(said: Said) -> None:
    """Take no notice of what money was only called: 以缴“鉴定费”“参展费”的名义骗取."""
    around = said.around
    called = np.flatnonzero(around.sign("pretext"))
    for links in (_CALLED, _CALLED_TOO, _CALLED_TOO):
        called = called[around.gap_is(links, called)] - 1
        called = called[(called >= 0) & (said.is_named[called] | said.is_verb[called])]
        said.is_named[called] = said.is_verb[called] = False


def pass_over_payers(said: Said) -> None:
    """Take no notice of the act of who paid what was received: 收取客户支付的货款6万元."""
    role = said.lex.role[said.tokens.word]
    pays = np.flatnonzero(said.is_verb & said.are(role, "pays", "cost", "taken"))
    pays = pays[said.tokens.next_sign(pays) == ord("的")]
    funds = (said.tokens.ahead(pays) + said.tokens.spoken(pays)).str.contains("拨[付给]?$")
    pays = pays[~funds.to_numpy()]
    receives = said.is_verb & said.are(role, "business")
    said.is_verb[pays[said.around.in_clause(receives, pays) >= 0]] = False


def tell_wages(said: Said) -> Ints:
    """Take wages for an expense where a text tells of none that were owed: 司机工钱28,600元.

    Return the names of wages that were.
    """
    named = np.flatnonzero(said.are(said.lex.role[said.tokens.word], "wages"))
    text = np.unique(said.tokens.text[named])
    owing = said.tokens.texts.gather(pl.Series(text)).str.contains(said.lex.cues.table.owing)
    at = np.isin(said.tokens.text[named], text[owing.to_numpy()])
    owed = named[at]
    # 总包单位垫付农民工工资60万元, 共支付84名员工工资23万元
    paid = owed[said.tokens.ahead(owed, 3).str.contains(_PAID_FOR).to_numpy()]
    said.role = said.role.copy()
    said.role[named[~at & said.is_named[named]]] = said.lex.index("cost")
    said.role[paid] = said.lex.index("repaid")
    return owed


def tell_purchases(said: Said) -> None:
    """Take for a sale what others bought: 养殖户4户购买16袋, but not 从养殖户4户处购买."""
    lex, before = said.lex, said.around.any_clause
    raw = said.lex.role[said.tokens.word]
    crime = said.around.sign("crime") | (said.is_named & (raw == lex.index("taken")))
    sells = (raw == lex.index("sold")) | (said.state > 0)
    buys = np.flatnonzero(said.is_verb & said.are(said.role, "cost"))
    buys = buys[said.in_text(sells, buys) & ~said.in_text(crime, buys)]
    ahead = np.maximum(buys - 1, 0)
    persons = said.numbers.is_amount[ahead] & said.are(said.numbers.unit[ahead], "人", "户", "家")
    persons |= said.around.sign("customers")[ahead]
    buys = buys[persons & (ahead >= before[buys])]
    buys = buys[said.around.in_scope(said.around.sign("services"), said.around.segment, buys) < 0]
    if len(buys):
        told = said.tokens.since(buys, before[buys])
        theirs = told.str.contains(_BUYERS) & ~told.str.contains(_WE_BUY)
        said.role[buys[theirs.to_numpy()]] = lex.index("sold")


def combine_words(said: Said) -> None:
    """Settle what every name means after the name before it: 没收 and 违法所得 make 没收违法所得."""
    around, lex, role = said.around, said.lex, said.role
    # 少缴增值税5万元、消费税2万元: what stands in a list is still spoken of after the first amount.
    money = np.flatnonzero(said.is_money)
    is_listed = around.gap_begins(LIST, money + 1)
    rows = np.flatnonzero(said.is_named | said.is_verb)
    ahead, is_first = np.maximum(rows - 1, 0), rows == 0
    money = np.where(is_first, -1, around.last_of(money[~is_listed])[ahead])
    last_named = np.where(is_first, -1, around.in_clause(said.is_named, ahead))
    last_verb = np.where(is_first, -1, around.in_clause(said.is_verb, ahead))
    begins = np.where(around.is_inside[rows], around.inner_clause[rows], around.outer_clause[rows])
    begins = np.minimum(begins, around.outer_clause[rows])
    # 追缴清单：多领稳岗返还27,900元: a heading makes nothing of the names under it.
    headed = around.headed(said.are(role, "fine", "forfeit"))[rows]
    headed = np.where(said.are(role[last_named], "repaid", "taken", "recovers"), headed, 0)
    begins = np.maximum(begins, headed)
    # 扣除已缴税款后的违法所得: what was paid before says nothing of what is left
    over = said.tokens.next_sign(np.maximum(last_named, 0)) == ord("后")
    over &= said.are(role[last_named], "repaid")
    last_named = np.where((last_named >= begins) & (money < last_named) & ~over, last_named, -1)
    last_verb = np.where(last_verb >= begins, last_verb, -1)
    # 上述收入扣减购药成本1.2万元: what is taken off is not of what it is taken from
    off = around.last(around.sign("net") & (lex.role[said.tokens.word] == 0))[ahead]
    last_named = np.where(last_named > off, last_named, -1)
    last_verb = np.where(last_verb > off, last_verb, -1)
    said.role = role.copy()
    named, verbs = rows[said.is_named[rows]], rows[said.is_verb[rows]]
    # One round more for every list item that the first one speaks of.
    for _ in range(_ROUNDS if is_listed.any() else 2):
        before = np.where(last_named >= 0, said.role[last_named], 0)
        before = np.where((last_named < 0) & (last_verb >= 0), role[last_verb], before)
        made = lex.combine[before, role[rows]]
        # 在发放贷款过程中收受好处费: of a name that makes nothing of it the act between
        act = (last_verb > last_named) & (last_named >= 0) & (made == role[rows])
        made = np.where(act, lex.combine[role[last_verb], role[rows]], made)
        said.role[named] = made[said.is_named[rows]]
    acts = np.where((last_verb >= 0) & (money < last_verb), role[last_verb], 0)
    said.role[verbs] = lex.combine_acts[acts[said.is_verb[rows]], said.role[verbs]]
    settle_open_names(said)


def tell_receipts(said: Said) -> None:
    """Take what was received after a sale for what was sold: 销售80箱，收入14400元."""
    around, lex = said.around, said.lex
    sells = (said.role == lex.index("sold")) | (lex.state[said.tokens.word] == lex.index("sold"))
    receives = said.is_verb & (said.role == lex.index("business"))
    rows = np.flatnonzero(receives)
    # 收取屠宰加工费: for a service, whatever else is sold
    rows = rows[~said.tokens.follow(rows, 2).str.contains(_FEE).to_numpy()] if len(rows) else rows
    serves = around.in_scope(around.sign("services"), around.segment, rows) >= 0
    sold = around.in_scope(sells, around.segment, rows) >= 0
    # 收取中介费，成交286单，收费85,800元: charged for a service, whatever was dealt in
    sold &= ~(serves & said.tokens.spoken(rows).is_in(["收费"]).to_numpy())
    # 8户养殖户拿走58公斤，收6,380元: in a text of sales, a segment that tells of no service
    sold |= said.in_text(sells, rows) & ~serves
    said.role[rows[sold]] = lex.index("sold")


def _of_others(said: Said, rows: Ints, buyer: Ints) -> tuple[Ints, Ints]:
    """Leave out payments by the party that its text begins with: 某合作社购买种子，支付6,900元."""
    rows, buyer = rows[buyer >= 0], buyer[buyer >= 0]
    opening = said.tokens.texts.gather(pl.Series(said.tokens.text[rows])).str.head(_OPENING)
    named = pl.DataFrame({"kind": said.tokens.spoken(buyer), "opening": opening})
    is_party = named.select(pl.col("opening").str.extract(_PARTY).str.ends_with(pl.col("kind"))).to_series()
    other = ~is_party.fill_null(False).to_numpy()
    return rows[other], buyer[other]


def tell_customers(said: Said) -> None:
    """Take what customers pay for what came in: 客户实付9159元, 家长缴纳1.2万元."""
    around, lex = said.around, said.lex
    rows = np.flatnonzero(around.sign("paying"))
    buyer = around.in_clause(around.sign("customers"), rows)
    rows, buyer = _of_others(said, rows, buyer)
    rows = rows[(buyer >= 0) & said.are(said.role[rows], "", "cost", "business", "taken", "unknown")]
    crime = around.sign("crime") | (said.is_named & (said.role == lex.index("taken")))
    rows = rows[~said.in_text(crime, rows)]
    if not len(rows):
        return
    sells = (said.role == lex.index("sold")) | (lex.state[said.tokens.word] == lex.index("sold"))
    serves = around.in_scope(around.sign("services"), around.segment, rows) >= 0
    here = around.in_scope(sells, around.segment, rows) >= 0
    is_sale = here | (said.in_text(sells, rows) & ~serves)
    said.role[rows] = np.where(is_sale, lex.index("sold"), lex.index("business"))
    said.is_verb[rows] = ~said.is_named[rows]
    # 该患者实际支付治疗费18,260元: so too what the payment is called
    named = np.flatnonzero(said.is_named & said.are(said.role, "cost", "repaid"))
    payment = around.in_clause(said.tokens.mask(rows), named)
    spent = around.last(said.is_money)[named]
    named = named[(payment >= 0) & (spent < payment)]
    said.role[named] = said.role[around.in_clause(said.tokens.mask(rows), named)]
