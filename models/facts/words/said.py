"""What the words around the amounts of a batch mean, and what every later step asks of them.

What words mean is settled for all tokens; all else is asked only at the tokens that are amounts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from models.facts.words.around import Around
from models.facts.words.lexicon import FIRST, Bools, Ints
from models.facts.words.numbers import Numbers
from models.facts.words.open_names import settle_open_names
from models.facts.words.tokens import Tokens

FROM_EARLIER = 0.7  # confidence of what an earlier clause leaves to an amount; above: said in its own clause
GAP_RIGHT = ("", "的", "人民币", "为", "系", "的人民币", "左右的", "余", "整", "元整的")
_KEPT = [ord(sign) for sign in "存扣剩留"]  # right before a count: 存7辆, 另扣220双
_NOT_KEPT = [ord(sign) for sign in "保库抵折克应储寄共"]
_ROUNDS = 5
_PIECES = (("百", 100), ("千", 1_000), ("万", 10_000))  # 每百枚6元
_CALLED = ("", "”", "”等", "等", "的", "”的", "”等的", "等的")
_CALLED_TOO = ("”“", "”、“", "、", "”和“", "和")
_LIST = ("、", "和", "及", "以及", "与")
_GIFT = "^[^，。；0-9]{0,20}(?:现金|购物卡|红包|礼金|礼品|好处费|财物|烟酒)"
_PAID_FOR = (
    "(?:(?:垫付|代付|代发|代为支付|先行支付|补发|补付|付清|结清)[^，。；0-9]{0,8}"
    "|(?:[共已代又]|代其|实际|陆续|随后)(?:向[^，。；0-9]{1,12})?支付了?[^，。；]{0,14})$"
)
_DENIED = "(?:[未不没拒]|没有|拒绝|拒不|不予|未能|未按[^，。；0-9]{1,6})$"
_PAYS_OUT = "^[中里内][^，。；0-9]{0,4}(?:支?付|拨|列支|支出|[返退]还)"
_LEADS = "^[^，。；0-9]{0,8}[：:]"
_FEE = "^[^，。；0-9]{0,10}费"
_WAS_SOLD = "(?:[售卖]|销[^毁])[^。]*$"
_GONE_TOO = "^[^。；0-9]{0,12}(?:[售卖]|销[^毁]|退|送|赠|批发|自用|食用|流向|用[于完作])"
_NO_MORE_SOLD = (
    "(?:未|没有?|不再|停止)(?:再行?|曾|予以?|能|及|实际|对外|对[^，。；0-9]{1,4}|向[^，。；0-9]{1,6}"
    "|继续|进行|来得及|再次|重新|有){0,3}$"
)
_BUYERS = "^[^从向自在于由给将以找处手帮替为，。；]*[^从向自在于由给将以找处手帮替为，。；选采代订]$"
_WE_BUY = "当事人|被告|嫌疑人|[该本你我][店厂公单]|其"
Floats = npt.NDArray[np.float64]


@dataclass
class Found:
    """The amounts of all texts, in order: one element each in every column (role etc.: indices of names)."""

    row: Ints
    role: Ints
    confidence: Floats
    veto: Ints
    state: Ints
    count_state: Ints
    per: Ints
    per_scale: Floats  # of a price: by what to multiply it for one of the unit of counts
    direction: Ints  # 1 input, 2 output, 0 not said
    is_total: Bools
    is_part: Bools
    is_extra: Bools  # beside what was spoken of before
    is_final: Bools  # what the authority settles on
    is_cash: Bools
    is_appraised: Bools  # its sentence speaks of an appraisal
    is_detailed: Bools  # its parts follow
    in_paren: Bools
    by_state: Bools
    is_nil: Bools
    is_paid: Bools
    is_all_unsold: Bools  # the goods of the case, and nothing of them was sold
    is_retold: Bools  # what was told before, as evidence or as recovered
    given_back: Ints  # 1 in a fraud, 2 if the law takes it off, 3 left unpaid, 0 else
    is_counted: Bools  # a total of the instalments of one act
    is_others: Bools  # a fine that is another person's
    is_bought: Bools  # an earlier clause leaves it an act of buying
    basis: Ints  # of a gain: 1 after costs, 2 before them, 0 not said
    named: Ints  # the role of the last name in its clause, 0 for none
    verb: Ints  # the role of the last act in its clause
    heir: Ints  # the role that an earlier clause leaves to it


class Said:
    """The words of one batch of texts, and its amounts: ``at`` are their tokens."""

    def __init__(self, tokens: Tokens, numbers: Numbers, around: Around) -> None:
        self.tokens, self.numbers, self.around = tokens, numbers, around
        self.lex = tokens.lexicon
        word, lex = tokens.word, self.lex
        self.is_named = lex.is_named[word]
        self.is_verb = (lex.role[word] > 0) & ~self.is_named
        self.is_money = numbers.is_amount & (numbers.unit == lex.index("元")) & ~numbers.is_nil
        self.role = lex.role[word]
        self.prices = np.array([lex.index("price"), lex.index("list_price")])
        self.state = lex.state[word]
        self._left()
        self._sources()
        self._weak_acts()
        self._pretexts()
        self._paid_by_others()
        # 查获现金: found with the party, not taken from somebody
        takes = np.flatnonzero(self.is_verb & (lex.role[word] == lex.index("taken")))
        self.seized = takes[self.state_at(takes) == lex.index("unsold")]
        self.is_verb[self.seized] = False
        self.at = np.flatnonzero(numbers.is_amount)
        around.watch(self.at)
        self.unit = numbers.unit[self.at]
        self.pays = self.is_money[self.at]
        self.is_nil = numbers.is_nil[self.at]
        self.counts = ~self.pays & ~self.is_nil
        self.many = self._many()
        self.per = np.zeros(len(self.at), np.int64)  # for what each is the price, once that was asked
        self.role = lex.role[word].copy()
        self.role[self.denied] = lex.index("unknown")
        self._hired()
        self._purchases()
        self._words()
        self._receipts()
        self._customers()

    def _many(self) -> Ints:
        """Return for how many pieces each sum is the price: 每百枚6元."""
        tokens, at = self.tokens, self.at
        many = np.ones(len(at), np.int64)
        told = tokens.texts.str.contains("每[百千万]").fill_null(False).to_numpy()[tokens.text[at]]
        for sign, pieces in _PIECES:
            for_so_many = f"每{sign}[^0-9，。；元人户]{{1,2}}(?:售价|卖价|收费|收取|按|卖|价)?$"
            many[self.holds(self.pays & told, lambda rows: tokens.ahead(at[rows], 3), for_so_many)] = pieces
        return many

    def _left(self) -> None:
        """Take a count after 余 for one of what is left: 余75台, but not 其余75台."""
        code, signs = self.tokens.signs.code, self.tokens.signs.at
        counts = np.flatnonzero(self.numbers.is_amount & (self.numbers.unit != self.lex.index("元")))
        counts = counts[self.around.gap[counts] > 0]
        ahead = signs[counts]
        sign, earlier = code[ahead - 1], code[ahead - 2]
        left = (sign == ord("余")) & (earlier != ord("其"))
        left |= np.isin(sign, _KEPT) & ~np.isin(earlier, _NOT_KEPT)
        self.state = self.state.copy()
        self.state[counts[left]] = self.lex.index("unsold")
        self.state[counts[self._other(counts, (sign == ord("余")) & (earlier == ord("其")))]] = (
            self.lex.index("unsold")
        )
        self._denied()

    def _other(self, counts: Ints, rest: Bools) -> Bools:
        """Say which counts are of what was not sold as others were: 已售1,900斤，其余960斤作销毁处理."""
        tokens = self.tokens
        sold = self.holds(
            rest, lambda rows: tokens.since(counts[rows], self.around.sentence[counts[rows]]), _WAS_SOLD
        )
        return sold & ~self.holds(sold, lambda rows: tokens.follow(counts[rows], 6), _GONE_TOO)

    def _denied(self) -> None:
        """Take for unsold what a clause says was not sold: 到期后未再销售, 没有继续对外出售."""
        sold = self.lex.index("sold")
        acts = np.flatnonzero((self.is_verb & (self.role == sold)) | (self.state == sold))
        if not len(acts):
            return
        acts = acts[self.tokens.ahead(acts, 2).str.contains(_NO_MORE_SOLD).to_numpy()]
        self.state[acts] = self.lex.index("unsold")
        self.is_verb[acts] = False

    def _sources(self) -> None:
        """Take no notice of what was paid out of, nor of repayments denied: 从工程款中代付, 未退还."""
        named = np.flatnonzero(self.is_named)
        out_of = named[np.isin(self.tokens.next_sign(named), [ord(sign) for sign in "中里内"])]
        out_of = out_of[self.tokens.ahead(out_of, 2).str.contains("[从自由][^，。；0-9]{0,8}$").to_numpy()]
        out_of = out_of[self.tokens.follow(out_of, 2).str.contains(_PAYS_OUT).to_numpy()]
        back = named[self.are(self.role[named], "repaid")]
        back = back[self.tokens.ahead(back, 2).str.contains(_DENIED).to_numpy()]
        self.is_named[out_of] = False
        self.denied = back

    def _weak_acts(self) -> None:
        """Take 转账, 现金, 消费 for acts of taking only where the text names such an act (骗取, 窃得).

        So too gifts for bribes.
        """
        role = self.lex.role[self.tokens.word]
        for name, sign in (("taken", "crime"), ("bribe", "favours")):
            acts = role == self.lex.index(name)
            named = (self.is_named & acts) | self.around.sign(sign)
            if name == "bribe":  # 两次送给客户经理黄某现金3万元和5万元
                gives = np.flatnonzero(self.is_verb & acts)
                named[gives] |= self.tokens.follow(gives, 3).str.contains(_GIFT).to_numpy()
            self.is_verb &= ~acts | self.in_text(named)

    def _pretexts(self) -> None:
        """Take no notice of what money was only called: 以缴“鉴定费”“参展费”的名义骗取."""
        around = self.around
        called = np.flatnonzero(around.sign("pretext"))
        for links in (_CALLED, _CALLED_TOO, _CALLED_TOO):
            called = called[around.gap_is(links, called)] - 1
            called = called[(called >= 0) & (self.is_named[called] | self.is_verb[called])]
            self.is_named[called] = self.is_verb[called] = False

    def _paid_by_others(self) -> None:
        """Take no notice of the act of who paid what was received: 收取客户支付的货款6万元."""
        role = self.lex.role[self.tokens.word]
        pays = np.flatnonzero(self.is_verb & self.are(role, "pays", "cost", "taken"))
        pays = pays[self.tokens.next_sign(pays) == ord("的")]
        funds = (self.tokens.ahead(pays) + self.tokens.spoken(pays)).str.contains("拨[付给]?$")
        pays = pays[~funds.to_numpy()]
        receives = self.is_verb & self.are(role, "business")
        self.is_verb[pays[self.around.in_clause(receives, pays) >= 0]] = False

    def in_text(self, named: Bools, rows: Ints | None = None) -> Bools:
        """Say which tokens, of these or of all, belong to texts with such a token."""
        text = self.tokens.text
        speaks = np.zeros(text[-1] + 1 if len(text) else 0, bool)
        speaks[text[named]] = True
        found: Bools = speaks[text if rows is None else text[rows]]
        return found

    def are(self, values: Ints, *names: str) -> Bools:
        """Say which of the values are one of the named roles or units."""
        table = np.zeros(len(self.lex.names), bool)
        table[[self.lex.index(name) for name in names]] = True
        found: Bools = table[values]
        return found

    def _words(self) -> None:
        """Settle what every name means after the name before it: 没收 and 违法所得 make 没收违法所得."""
        around, lex, role = self.around, self.lex, self.role
        # 少缴增值税5万元、消费税2万元: what stands in a list is still spoken of after the first amount.
        money = np.flatnonzero(self.is_money)
        is_listed = around.gap_begins(_LIST, money + 1)
        rows = np.flatnonzero(self.is_named | self.is_verb)
        ahead, is_first = np.maximum(rows - 1, 0), rows == 0
        money = np.where(is_first, -1, around.last_of(money[~is_listed])[ahead])
        last_named = np.where(is_first, -1, around.in_clause(self.is_named, ahead))
        last_verb = np.where(is_first, -1, around.in_clause(self.is_verb, ahead))
        begins = np.where(around.is_inside[rows], around.inner_clause[rows], around.outer_clause[rows])
        begins = np.minimum(begins, around.outer_clause[rows])
        # 追缴清单：多领稳岗返还27,900元: a heading makes nothing of the names under it.
        headed = around.headed(self.are(role, "fine", "forfeit"))[rows]
        headed = np.where(self.are(role[last_named], "repaid", "taken", "recovers"), headed, 0)
        begins = np.maximum(begins, headed)
        # 扣除已缴税款后的违法所得: what was paid before says nothing of what is left
        over = self.tokens.next_sign(np.maximum(last_named, 0)) == ord("后")
        over &= self.are(role[last_named], "repaid")
        last_named = np.where((last_named >= begins) & (money < last_named) & ~over, last_named, -1)
        last_verb = np.where(last_verb >= begins, last_verb, -1)
        self.role = role.copy()
        named, verbs = rows[self.is_named[rows]], rows[self.is_verb[rows]]
        # One round more for every list item that the first one speaks of.
        for _ in range(_ROUNDS if is_listed.any() else 2):
            before = np.where(last_named >= 0, self.role[last_named], 0)
            before = np.where((last_named < 0) & (last_verb >= 0), role[last_verb], before)
            made = lex.combine[before, role[rows]]
            # 在发放贷款过程中收受好处费: of a name that makes nothing of it the act between
            act = (last_verb > last_named) & (last_named >= 0) & (made == role[rows])
            made = np.where(act, lex.combine[role[last_verb], role[rows]], made)
            self.role[named] = made[self.is_named[rows]]
        acts = np.where((last_verb >= 0) & (money < last_verb), role[last_verb], 0)
        self.role[verbs] = lex.combine_acts[acts[self.is_verb[rows]], self.role[verbs]]
        settle_open_names(self)

    def _receipts(self) -> None:
        """Take what was received after a sale for what was sold: 销售80箱，收入14400元."""
        around, lex = self.around, self.lex
        sells = (self.role == lex.index("sold")) | (lex.state[self.tokens.word] == lex.index("sold"))
        receives = self.is_verb & (self.role == lex.index("business"))
        rows = np.flatnonzero(receives)
        # 收取屠宰加工费: for a service, whatever else is sold
        rows = rows[~self.tokens.follow(rows, 2).str.contains(_FEE).to_numpy()] if len(rows) else rows
        serves = around.in_scope(around.sign("services"), around.segment, rows) >= 0
        sold = around.in_scope(sells, around.segment, rows) >= 0
        # 8户养殖户拿走58公斤，收6,380元: in a text of sales, a segment that tells of no service
        sold |= self.in_text(sells, rows) & ~serves
        self.role[rows[sold]] = lex.index("sold")

    def _hired(self) -> None:
        """Take wages for an expense where a text tells of none that were owed: 司机工钱28,600元."""
        named = np.flatnonzero(self.are(self.lex.role[self.tokens.word], "wages"))
        text = np.unique(self.tokens.text[named])
        owing = self.tokens.texts.gather(pl.Series(text)).str.contains(self.lex.cues.table.owing)
        at = np.isin(self.tokens.text[named], text[owing.to_numpy()])
        self.owed = named[at]
        # 总包单位垫付农民工工资60万元, 共支付84名员工工资23万元
        paid = self.owed[self.tokens.ahead(self.owed, 3).str.contains(_PAID_FOR).to_numpy()]
        self.role = self.role.copy()
        self.role[named[~at & self.is_named[named]]] = self.lex.index("cost")
        self.role[paid] = self.lex.index("repaid")

    def _purchases(self) -> None:
        """Take for a sale what others bought: 养殖户4户购买16袋, but not 从养殖户4户处购买."""
        lex, before = self.lex, self.around.any_clause
        raw = self.lex.role[self.tokens.word]
        crime = self.around.sign("crime") | (self.is_named & (raw == lex.index("taken")))
        sells = (raw == lex.index("sold")) | (self.state > 0)
        buys = np.flatnonzero(self.is_verb & self.are(self.role, "cost"))
        buys = buys[self.in_text(sells, buys) & ~self.in_text(crime, buys)]
        ahead = np.maximum(buys - 1, 0)
        persons = self.numbers.is_amount[ahead] & self.are(self.numbers.unit[ahead], "人", "户", "家")
        persons |= self.around.sign("customers")[ahead]
        buys = buys[persons & (ahead >= before[buys])]
        buys = buys[self.around.in_scope(self.around.sign("services"), self.around.segment, buys) < 0]
        if len(buys):
            told = self.tokens.since(buys, before[buys])
            theirs = told.str.contains(_BUYERS) & ~told.str.contains(_WE_BUY)
            self.role[buys[theirs.to_numpy()]] = lex.index("sold")

    def _customers(self) -> None:
        """Take what customers pay for what came in: 客户实付9159元, 家长缴纳1.2万元."""
        around, lex = self.around, self.lex
        rows = np.flatnonzero(around.sign("paying"))
        buyer = around.in_clause(around.sign("customers"), rows)
        rows = rows[(buyer >= 0) & self.are(self.role[rows], "", "cost", "business", "taken", "unknown")]
        crime = around.sign("crime") | (self.is_named & (self.role == lex.index("taken")))
        rows = rows[~self.in_text(crime, rows)]
        if not len(rows):
            return
        sells = (self.role == lex.index("sold")) | (lex.state[self.tokens.word] == lex.index("sold"))
        serves = around.in_scope(around.sign("services"), around.segment, rows) >= 0
        here = around.in_scope(sells, around.segment, rows) >= 0
        is_sale = here | (self.in_text(sells, rows) & ~serves)
        self.role[rows] = np.where(is_sale, lex.index("sold"), lex.index("business"))
        self.is_verb[rows] = ~self.is_named[rows]
        # 该患者实际支付治疗费18,260元: so too what the payment is called
        named = np.flatnonzero(self.is_named & self.are(self.role, "cost", "repaid"))
        payment = around.in_clause(self.tokens.mask(rows), named)
        spent = around.last(self.is_money)[named]
        named = named[(payment >= 0) & (spent < payment)]
        self.role[named] = self.role[around.in_clause(self.tokens.mask(rows), named)]

    def is_said(self, sign: str, scope: Ints) -> Bools:
        """Say before which amounts a word with the sign stands in the scope."""
        found: Bools = self.around.in_scope(self.around.sign(sign), scope, self.at) >= 0
        return found

    def holds(self, asked: Bools, cut: Callable[[Ints], pl.Series], pattern: str) -> Bools:
        """Say at which of the amounts that are asked about the text cut out there holds the pattern.

        To cut and search is what costs: ask as few as the other conditions allow.
        """
        rows = np.flatnonzero(asked)
        found = np.zeros(len(asked), bool)
        if len(rows):
            found[rows] = cut(rows).str.contains(pattern).to_numpy()
        return found

    @cached_property
    def sign_before(self) -> Ints:
        """Return the code of the sign right before each amount: of a token where one stands there."""
        found: Ints = self.tokens.signs.code[np.maximum(self.tokens.signs.at[self.at] - 1, 0)].astype(
            np.int64
        )
        return found

    def is_after(self, signs: str, *, or_word: bool = True) -> Bools:
        """Say right before which amounts one of the signs stands, or a cue word, which may end with it."""
        wanted = np.zeros(0x10000, bool)
        wanted[[ord(sign) for sign in signs]] = True
        wanted[ord(FIRST) :] = or_word
        found: Bools = wanted.take(self.sign_before, mode="clip")
        return found

    def told(self, pattern: str, asked: Bools) -> Bools:
        """Say which of the amounts stand in a text that holds the pattern."""
        text = self.tokens.text[self.at]
        holds = np.zeros(len(self.tokens.texts), bool)
        holds[text[asked]] = True
        rows = np.flatnonzero(holds)
        holds[rows] = self.tokens.texts.gather(pl.Series(rows)).str.contains(pattern).fill_null(False)
        found: Bools = asked & holds[text]
        return found

    def everywhere(self, values: Bools) -> Bools:
        """Return a column of all tokens from one of the amounts."""
        mask = np.zeros(len(self.tokens.word), bool)
        mask[self.at[values]] = True
        return mask

    def meant(self, rows: Ints) -> Ints:
        """Return the role of each of the words, 0 where there is none (-1)."""
        return np.where(rows >= 0, self.role[rows], 0)

    def state_at(self, at: Ints) -> Ints:
        """Return whether the goods that these tokens speak of had been sold, as an index of names."""
        around, lex = self.around, self.lex
        word = self.tokens.word
        stated = self.state > 0
        resets = around.sign("all") | (lex.nil[word] > 0)
        last = around.in_scope(stated | resets, around.segment, at)
        last = np.where(last >= 0, last, self._led(at, last, stated, resets))
        return np.where((last >= 0) & stated[last] & ~resets[last], self.state[last], 0)

    def _led(self, at: Ints, last: Ints, stated: Bools, resets: Bools) -> Ints:
        """Return what leads the list, past its semicolons: 未售部分：甲酒20瓶；乙酒30瓶."""
        around = self.around
        lead = around.in_scope(stated | resets, around.sentence, at)
        asked = (last < 0) & (lead >= 0) & stated[lead] & ~resets[lead]
        asked = self.holds(asked, lambda rows: self.tokens.follow(lead[rows], 3), _LEADS)
        return np.where(asked, lead, -1)

    def last_of(self, first: str, second: str) -> Ints:
        """Return which of two signs was said last in the segment: 1, 2, or 0 for neither."""
        around = self.around
        says = around.sign(first), around.sign(second)
        last = around.in_scope(says[0] | says[1], around.segment, self.at)
        return np.where(last < 0, 0, np.where(says[1][last], 2, 1))

    def spent(self) -> Ints:
        """Return the amount before each amount."""
        return np.concatenate(([-1], self.at[:-1]))

    def listed(self, holds: Bools) -> Bools:
        """Spread what holds of an amount to those that follow it in a list (60mg/L、8mg/L)."""
        follows = self.around.gap_is(_LIST, self.at)
        follows &= np.concatenate(([False], np.diff(self.at) == 1)) if len(self.at) else follows
        head = np.maximum.accumulate(np.where(follows, 0, np.arange(len(self.at))))
        return holds | (follows & holds[head])
