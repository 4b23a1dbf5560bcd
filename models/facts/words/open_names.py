"""Names that say little by themselves: 单价, 款, 尚欠, 涉案金额."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from models.facts.words.lexicon import Bools, Ints

if TYPE_CHECKING:
    from models.facts.words.said import Said

_OPEN = ["any_price", "proceeds", "yield", "involved", "turnover", "fee", "pays", "gets", "due"]
_OPEN += ["owed", "paid", "difference", "goods_money", "gets_money", "recovers", "recovered_tax", "harm"]
_OPEN += ["loan", "payout", "charge", "dues"]
_HELD = "(?:扣押|查扣|暂扣|冻结|查封|拦截|止付|缴获|收缴)[^，。；0-9]{0,4}$"  # 扣押涉案资金30余万元
_NO_BUSINESS = "虚开|非法吸收|集资诈骗|非法集资"
_PASSES_ON = (
    "(?:提供|开通|出借|出租|接入)[^，。；0-9]{0,12}(?:通道|接口|结算服务|结算帮助)|聚合支付|第四方|跑分|洗钱"
)
_BIDS = "政府采购|招标|投标|磋商|竞争性谈判|询价采购"
_EARNED = "[得获拿][到了取]?“[^，。；“”0-9]{0,6}$"  # 得“卡费”2,400元


def settle_open_names(said: Said) -> None:
    """Settle the names that say little by themselves: 单价 after a purchase, 款 after nothing, 尚欠."""
    index, word = said.lex.index, said.tokens.word
    is_open = np.zeros(len(said.lex.names), bool)
    is_open[[index(name) for name in _OPEN]] = True
    rows = np.flatnonzero(is_open[said.role])
    of_wages = said.around.sign("labour").copy()
    of_wages[said.owed] = True
    meant = {**_of_sales(said, rows), **_of_debts(said, rows, said.in_text(of_wages, rows))}
    # 拖欠工资，其家属代为支付15万元: no favour
    stands_in = np.flatnonzero(said.are(said.lex.role[word], "bribe") & said.in_text(of_wages))
    stands_in = stands_in[said.tokens.spoken(stands_in).str.contains("支?付").to_numpy()]
    said.role[stands_in], said.is_verb[stands_in] = index("repaid"), True
    said.is_verb[rows[said.are(said.role[rows], "gets")]] = False
    said.is_named[rows[said.are(said.role[rows], "goods_money")]] = False
    said.role[said.seized] = index("unknown")
    said.is_named[said.seized] = True
    role = said.role[rows]
    for name, means in meant.items():
        role = np.where(role == index(name), means, role)
    said.role[rows] = role


def _of_sales(said: Said, rows: Ints) -> dict[str, Ints | int]:
    """Return what names of prices and receipts mean by what was sold, bought or served around them."""
    around, lex, word, index = said.around, said.lex, said.tokens.word, said.lex.index
    does = (said.is_verb | said.is_named) & said.are(said.role, "sold", "cost")
    is_sold = lex.state[word] == index("sold")
    last = around.in_scope(does | is_sold, around.segment, rows)
    sold = (last >= 0) & (is_sold[last] | said.are(said.role[last], "sold"))
    bought = (last >= 0) & ~sold
    last = around.in_scope(does | is_sold, around.sentence, rows)
    sold_before = (last >= 0) & (is_sold[last] | said.are(said.role[last], "sold"))
    robs = _robs(said, rows)
    gone = is_sold | (lex.nil[word] == index("unsold"))
    sells = said.in_text(gone | (does & said.are(said.role, "sold")), rows)
    # 认定违法经营额5万元: then a turnover is of a business; what was left unsold was for sale.
    stocks = said.in_text(lex.state[word] == index("unsold"), rows)
    stocks &= ~said.in_text(around.sign("services"), rows)
    serves = around.in_scope(around.sign("services"), around.segment, rows) >= 0
    runs = said.in_text(said.is_named & said.are(lex.role[word], "business"), rows)
    earned = said.are(said.role[rows], "fee")
    earned[earned] = said.tokens.ahead(rows[earned]).str.contains(_EARNED).to_numpy()
    turnover = (sold | ((sells | stocks) & ~serves)) & ~runs
    return {
        "any_price": np.where(bought, index("cost"), index("price")),
        "proceeds": index("gain"),
        "yield": np.where(robs, index("gain"), index("sold")),  # of what was stolen
        "involved": _involved(said, rows),
        "turnover": np.select(
            [_is_bid(said, rows), _passes_on(said, rows), turnover],
            [index("project"), index("unknown"), index("sold")],
            index("business"),
        ),
        "fee": np.where(earned, index("gain"), index("cost")),
        "charge": index("cost"),
        "harm": index("loss"),
        "gets_money": np.where(sold_before & ~robs, index("sold"), index("gain")),
        "gets": 0,
        "goods_money": 0,
    }


def _is_bid(said: Said, rows: Ints) -> Bools:
    """Say which turnovers are what a bid was won for: 政府采购预算96万元，成交金额92.8万元."""
    found = said.are(said.role[rows], "turnover")
    found[found] = said.tokens.spoken(rows[found]).str.contains("成交").to_numpy()
    texts = said.tokens.texts.gather(pl.Series(said.tokens.text[rows[found]]))
    found[found] = texts.str.contains(_BIDS).to_numpy()
    return found


def _passes_on(said: Said, rows: Ints) -> Bools:
    """Say which turnovers went through an account or a channel: 为赌博商户提供通道，交易额8.2亿元."""
    found = said.are(said.role[rows], "turnover")
    found[found] = said.tokens.spoken(rows[found]).str.contains("交易|流水").to_numpy()
    texts = said.tokens.texts.gather(pl.Series(said.tokens.text[rows[found]]))
    found[found] = texts.str.contains(_PASSES_ON).to_numpy()
    return found


def _involved(said: Said, rows: Ints) -> Ints:
    """Return what a case was about: what was taken, money that was held, no business, or business."""
    index, asked = said.lex.index, said.are(said.role[rows], "involved")
    texts = said.tokens.texts.gather(pl.Series(said.tokens.text[rows[asked]]))
    held = said.tokens.ahead(rows[asked], 2).str.contains(_HELD)
    none = asked.copy()
    none[asked] = held.to_numpy()
    raised = asked.copy()
    raised[asked] = texts.str.contains(_NO_BUSINESS).to_numpy()
    found: Ints = np.select(
        [none, _robs(said, rows), raised],
        [index("unknown"), index("taken"), index("unknown")],
        index("business"),
    )
    return found


def _of_debts(said: Said, rows: Ints, pays_wages: Bools) -> dict[str, Ints | int]:
    """Return what names of debts and payments mean: of wages, of loans, of taxes."""
    around, index = said.around, said.lex.index
    # 违规发放贷款160万元，到期未收回127万元
    lends = around.in_scope(said.is_named & said.are(said.role, "lent"), around.sentence, rows) >= 0
    evades = said.in_text(said.is_named & said.are(said.role, "tax_evaded"), rows)
    robs = _robs(said, rows)
    return {
        "recovers": index("repaid"),
        "recovered_tax": np.where(evades, index("repaid"), index("tax_evaded")),
        "dues": index("unknown"),
        "due": index("unknown"),
        "pays": np.where(pays_wages, index("repaid"), index("cost")),
        "loan": np.where(lends, index("lent"), index("unknown")),
        "payout": index("repaid"),
        "owed": np.where(pays_wages, index("wages"), np.where(lends, index("loss"), index("unknown"))),
        "paid": np.where(pays_wages, index("repaid"), index("cost")),
        "difference": np.where(pays_wages, index("wages"), np.where(robs, index("taken"), index("gain"))),
    }


def _robs(said: Said, rows: Ints) -> Bools:
    """Say which of the words stand in a text that tells of something taken."""
    return said.in_text(said.is_named & said.are(said.lex.role[said.tokens.word], "taken"), rows)
