"""What amounts are by the side of the others of their text: what is left, and what came in for goods.

All goods are worth more than those that were sold; takings are of a sale where the text tells of goods by the
piece and of no service; what is got right after a sale was paid for it.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from models.facts.words.lexicon import Bools, Ints
from models.facts.words.said import Found, Said

_OF_ALL = "(?:总|共|全部|涉案|货值金额|案值|整批|该批|合计|进货|购进)[^，。；]*$"
_CAME_IN = "毛收|回笼|营业收入|经营收入"
_OF_A_YEAR = "年度|上年|全年|同期"
_NO_PIECES: tuple[str, ...] = (
    *("人", "人次", "次", "户", "年", "月", "日", "周", "小时", "餐", "亩", "平方米", "课时", "学时"),
    *("间", "床", "单", "笔", "台次", "车", "趟"),
)
_SALE = "[卖售批销][^。]*$"
_HAD = "(?:^|[，；])(?:共|累计|合计)*(?:[得获]款?赃款|[净实]收|得|获得?|获款)(?:共?计|人民币|约)*$"
# 组合烟花315箱，价款10万元: what goods came to, where nobody buys them
_CAME_TO = "(?:货款|价款)(?:合计|共计|总计|共|计|为|约)*$"
_OF_GOODS = (
    "[箱件吨套台瓶盒袋只辆斤克升米方条双张本册]，(?:[^，。；]{0,12}，)?[^，。；]{0,6}(?:货款|价款)[^，。；]{0,3}$"
    "|[售卖销发交][^。]*$"
)
_BOUGHT = "购|采买|进货|支付|付给|欠|合同|协议|骗|盗|从[^，。；]{1,12}处"
_CONTRACT = (
    "(?:工程|施工|承包|采购|服务|安装|装修|搭[^，。；]|幕墙|监理|设计|建设)[^，。；0-9]{0,4}合同"
    "(?:，?(?:总|合同)?(?:价款?|标的|金额|总额))?(?:约|共|为)?$|招投?标[^。]*标的$"
)


def name_money(said: Said, found: Found) -> None:
    """Name what a contract is over, and what goods came to that nobody is said to buy."""
    index, at, tokens = said.lex.index, said.at, said.tokens
    open_ = said.pays & (found.per == 0) & said.are(found.role, "", "unknown")
    open_ &= said.is_after("同价款额的标约共为计")
    contract = said.holds(open_, lambda rows: tokens.ahead(at[rows], 3), _CONTRACT)
    found.role = np.where(contract, index("project"), found.role)
    goods = open_ & ~contract & ((found.named == 0) | (found.role == 0))
    goods &= ~said.in_text(said.is_named & said.are(said.role, "taken", "lent", "project"), at)
    goods = said.holds(goods, lambda rows: tokens.ahead(at[rows], 2), _CAME_TO)
    around = said.around
    goods = said.holds(goods, lambda rows: tokens.since(at[rows], around.sentence[at[rows]]), _OF_GOODS)
    goods &= ~said.holds(goods, lambda rows: tokens.since(at[rows], around.segment[at[rows]]), _BOUGHT)
    found.role = np.where(goods, index("sold"), found.role)


def weigh(said: Said, found: Found) -> None:
    """Tell stocks and sales by what else their text tells of."""
    _left(said, found)
    _takings(said, found)
    _proceeds(said, found)


def _left(said: Said, found: Found) -> None:
    """Take for unsold what is worth less than what was sold: 结算货款3,256元，其余16盒值704元."""
    index, at = said.lex.index, said.at
    text, lo = said.tokens.text[at], said.numbers.lo[at]
    money = said.pays & (found.per == 0)
    goods = money & said.are(found.role, "goods")
    # What was stolen is worth more than what a thief sells it for.
    goods &= ~(said.in_text(said.around.sign("crime"), at) & said.in_text(said.around.sign("accused"), at))
    most = np.zeros((2, text[-1] + 1), np.int64)
    for which, told in enumerate((money & said.are(found.role, "sold"), goods)):
        np.maximum.at(most[which], text[told], lo[told])
    goods &= (most[1] < most[0])[text]
    goods &= ~said.in_text(said.everywhere(said.pays & said.are(found.role, "unsold")), at)
    goods &= ~said.holds(goods, lambda rows: _clause(said, rows), _OF_ALL)
    found.role = np.where(goods, index("unsold"), found.role)
    found.by_state |= goods


def _takings(said: Said, found: Found) -> None:
    """Take takings for a sale in a text of goods by the piece: 出厂每个3.3元，回笼资金85,800元."""
    around, at, tokens = said.around, said.at, said.tokens
    pieces = said.pays & (found.per > 0) & said.are(found.role, "price", "cost") & ~_is_service(said, found)
    trades = pieces | (said.pays & said.are(found.role, "unsold", "goods"))
    asked = said.pays & said.are(found.role, "business") & (found.per == 0)
    asked &= said.in_text(said.everywhere(trades), at) & ~said.in_text(around.sign("services"), at)
    asked &= ~said.holds(asked, lambda rows: _clause(said, rows), _OF_A_YEAR)
    says = around.in_clause(said.is_named | said.is_verb, at)
    asked &= says >= 0
    came = asked & around.sign("receipts")[says]
    came |= said.holds(asked & ~came, lambda rows: tokens.spoken(says[rows]), _CAME_IN)
    found.role = np.where(asked & came, said.lex.index("sold"), found.role)


def _proceeds(said: Said, found: Found) -> None:
    """Take for sold what was got right after a sale: 卖给砂场每吨28元，得赃款22万元."""
    at, tokens = said.at, said.tokens
    robs = said.is_named & said.are(said.lex.role[tokens.word], "taken")
    asked = said.pays & said.are(found.role, "gain") & (found.per == 0) & said.is_after("款收得获计币约")
    asked &= ~said.in_text(robs, at)
    asked = said.holds(asked, lambda rows: tokens.ahead(at[rows], 2), _HAD)
    sentence = said.around.sentence
    asked = said.holds(asked, lambda rows: tokens.since(at[rows], sentence[at[rows]]), _SALE)
    found.role = np.where(asked, said.lex.index("sold"), found.role)


def _is_service(said: Said, found: Found) -> Bools:
    known = [name for name in _NO_PIECES if name in said.lex.names]
    return said.are(found.per, *known)


def _clause(said: Said, rows: Ints) -> pl.Series:
    at = said.at[rows]
    return said.tokens.since(at, said.around.any_clause[at])
