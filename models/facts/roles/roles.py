"""Which role each amount of a text has: the nearest name before it, else right after it, else earlier.

What is alleged, another's, genuine, the statute's own or a unit price is recognised and never becomes a
measure. One column per question, asked of all amounts of all texts at once.
"""

from __future__ import annotations

import numpy as np

from models.facts.roles.aligned import align
from models.facts.roles.balances import balance
from models.facts.roles.beside import acts_beside, into_brackets, past_repeat, shares
from models.facts.roles.bought import price_paid, said_after
from models.facts.roles.figures import compare, fined, reckon
from models.facts.roles.given import confiscate, make_good, owe_wages, pay_back
from models.facts.roles.multiplied import multiply
from models.facts.roles.norms import normed
from models.facts.roles.nouns import name_by_nouns
from models.facts.roles.prices import tell_prices
from models.facts.roles.rates import per_scales, rates
from models.facts.roles.stepped import price_steps
from models.facts.roles.things import name_things
from models.facts.roles.weighed import name_money, weigh
from models.facts.whose.contradicted import contradicted
from models.facts.whose.whose import settle_sentences, veto
from models.facts.words.lexicon import Bools, Ints
from models.facts.words.places import is_detailed, is_final, is_part
from models.facts.words.said import FROM_EARLIER, GAP_RIGHT, Floats, Found, Said

_NOT_SOLD = "^(?:的[^，。；0-9]{0,6})?(?:还|尚|均|都|仍)?(?:没|未)[^，。；]{0,4}(?:卖|售|销|出手|出货)"
_NEAR = 14  # signs after an amount in which its goods are said to be sold or not

_BY_NAME = "(?:按照?|依照?|照)[^，。；]{0,6}$"
_MONEY = "(?:现[金钞]|硬币|[纸钱]币|钞票|零钱)"  # needs no appraisal
_CASH = f"{_MONEY}[^0-9，。；]{{0,4}}$|[走得取去了及和、内里有X]人民币约?$"
_CASH_AFTER = f"^的?{_MONEY}"
_HEADING = (
    "(?:合计|共计|总计|累计|一共|总共|总额|金额)[：:]"
    "[^，。；：:]{0,6}?(?:第[一二三四五六七八九十0-9]+|[0-9一二三四五六七八九十]+(?:月|日|年|号|季度|期)"
    "|[甲乙丙丁ABCabc]|[店处点库车船批笔厂村]|网点|平台|微信|支付宝|现金|银行)[^，。；：:0-9]{0,6}$"
)
_BASE = "^的?(?:[0-9.一二两三四五六七八九十]+倍|[0-9.]+%|百分之)"
_LEFT = "^[之以]?后[^，。；0-9]{0,6}[为是剩余得]?$"
# 21.4万元系隐瞒收入、虚假申报所骗取: by what means, not what it is
# But 系违法所得: a name.
_COMES_BY = "^(?:均|都)?[系为是][^，。；0-9]{0,29}[^，。；0-9法罪]所[骗套盗窃得获偷逃取]"
_LEFT_OVER = (
    "(?:剩余|余下|剩下|库存|未售出?|未销售|未卖出?|其余)(?:部分|的|商品|产品|货物|货值|价值|为|计|约)*$"
)
_PAID_FOR = "^(?:已经?|均|现|全部|业|也|当场)*(?:(?:结清|付清|付讫|收讫|支付|结算)|结(?:[，。；、）]|$))"
_TOTAL = (
    "[，。；：\\n](?:以上|上述|前述|两者|二者|三者|[0-9一二三四五六七八九十两]+(?:项|个月|笔|次|起|年|户))?"
    "(?:共计|合计|总计|累计|共|总共|一共)(?:为|约|人民币|达|[:：])*$"
)


class Roles(Said):
    """The roles of the amounts of one batch of texts."""

    def find(self) -> Found:
        """Return all amounts with their roles."""
        every = self._money()
        self._listed(every)
        align(self, every)
        self._by_state(every)
        self._deducted(every)
        if len(self.at):
            name_things(self, every)
            tell_prices(self, every)
            rates(self, every)
            every.per_scale = per_scales(self, every)
            self._neighbours(every)
            norms = compare(self, every)
            reckon(self, every)
            price_paid(self, every)
            price_steps(self, every)
            shares(self, every)
            multiply(self, every)
            name_by_nouns(self, every)
            veto(self, every)
            every.veto = np.where(norms, self.lex.index("statutory"), every.veto)
            settle_sentences(self, every)
            make_good(self, every)
            confiscate(self, every)
            pay_back(self, every)
            owe_wages(self, every)
            name_money(self, every)
            balance(self, every)
            weigh(self, every)
            fined(self, every)
            normed(self, every)
            contradicted(self, every)
        return every

    def _money(self) -> Found:
        """Return all amounts, those of money with the role that words before them give them."""
        around, lex, at = self.around, self.lex, self.at
        named, verb = around.in_clause(self.is_named, at), around.in_clause(self.is_verb, at)
        inherited, state, total = self._inherited(), self.state_at(at), self._totals()
        general = around.in_clause(lex.is_general[self.tokens.word], at) >= 0
        earlier = self.meant(inherited)
        is_face = general & around.anywhere(around.sign("invoice"), at)
        is_face &= self.are(earlier, "tax", "sold", "cost") | (earlier == 0)
        # 已销售部分金额4,680元: what its own clause says of the goods outweighs a name before it
        apart = general & (state > 0) & (around.in_clause(self.state > 0, at) >= 0)
        heir = np.where(apart, 0, earlier)
        conditions = [self._by_name(named, verb), verb >= 0, is_face, heir > 0, state > 0]
        face = np.full(len(at), lex.index("invoice_face"))
        role = np.select(conditions, [self.role[named], self.role[verb], face, heir, state])
        confident = np.where(self.is_named[inherited] | total | general, FROM_EARLIER, 0.6)
        confidence = np.select(conditions, [0.95, 0.65, FROM_EARLIER, confident, 0.55], 0.3)
        role, confidence = self._totalled(role, confidence, total)
        role = np.where(self.is_said("aside", around.segment) & self.are(role, "tax"), 0, role)
        planned = self.pays & (around.in_clause(around.sign("planned"), at) >= 0)
        role = np.where(self.is_nil, self.numbers.nil[at], np.where(self.pays, role, 0))
        none, no = np.zeros(len(at), np.int64), np.zeros(len(at), bool)
        return Found(
            row=at,
            role=np.where(planned, lex.index("unknown"), role),
            confidence=np.where(self.is_nil, 0.9, np.where(self.pays, confidence, 0.5)),
            veto=none,
            state=state,
            count_state=none,
            per=none,
            per_scale=np.ones(len(at)),
            direction=self._direction(),
            is_total=total,
            is_part=is_part(around, at),
            is_extra=self.is_said("extra", around.segment),
            is_final=is_final(self),
            is_cash=self._cash(),
            is_appraised=around.anywhere(around.sign("appraised"), at)
            & ~((named >= 0) & (lex.role[self.tokens.word[named]] == lex.index("taken"))),
            is_detailed=is_detailed(around, at),
            in_paren=around.is_inside[at],
            by_state=no,
            is_nil=self.is_nil,
            is_paid=no,
            is_all_unsold=no.copy(),
            is_retold=no,
            is_looked_back=no,
            given_back=none,
            is_counted=no,
            is_others=no,
            basis=self.last_of("net", "gross", around.segment),
            named=self.meant(named),
            verb=self.meant(verb),
            heir=heir,
            is_bought=(heir == lex.index("cost")) & ~self.is_named[inherited],
        )

    def _direction(self) -> Ints:
        """Return of which side invoices are: 取得专票：甲公司22份；乙公司17份 are all of one."""
        here = self.last_of("input", "output", self.around.segment)
        return np.where(here > 0, here, self.last_of("input", "output", self.around.sentence))

    def _by_name(self, named: Ints, verb: Ints) -> Bools:
        """Say which amounts the name before them tells, and not an act after it."""
        spent = self.around.previous(self.around.last(self.is_money & ~self.numbers.is_price))[self.at]
        # A name that is none of ours leaves the amount to an act after it.
        weak = (spent > named) | (self.meant(named) == self.lex.index("unknown"))
        by_price = np.isin(self.meant(named), self.prices) & (spent < named)
        # 按标价收款553.5元: the name only tells how it was reckoned
        weak |= self.holds(by_price, lambda rows: self.tokens.ahead(named[rows]), _BY_NAME)
        found: Bools = (named >= 0) & ~(weak & (verb > named))
        return found

    def _totals(self) -> Bools:
        """Say which amounts a word calls a total."""
        total = self.around.in_clause(self.around.sign("total"), self.at) >= 0
        # 合计：第一页2万元，第二页1.8万元: a heading over what is to be added up
        heads = self.holds(total, lambda rows: self.tokens.ahead(self.at[rows], 6), _HEADING)
        found: Bools = total & ~heads
        return found

    def _totalled(self, role: Ints, confidence: Floats, total: Bools) -> tuple[Ints, Floats]:
        """Give totals that no word near them names the role of what was spoken of before."""
        earlier = total & self.is_said("above", self.around.sentence) & (confidence < 0.6)
        role, confidence = self._from_above(role, confidence, earlier, self.around.sentence)
        # 4月31,250元，5月33,400元；合计64,650元
        bare = self.holds(total & (role == 0), lambda rows: self.tokens.ahead(self.at[rows], 4), _TOTAL)
        return self._from_above(role, confidence, bare, self.around.segment)

    def _cash(self) -> Bools:
        cash = self.told(f"{_MONEY}|人民币", self.pays)
        before = self.holds(cash, lambda rows: self.numbers.ahead(self.at[rows]), _CASH)
        return before | self.holds(cash, lambda rows: self.tokens.follow(self.at[rows], 1), _CASH_AFTER)

    def _deducted(self, found: Found) -> None:
        """Take for costs what is subtracted: 扣除工程师差旅31,800元，获利227,200元."""
        around, at = self.around, self.at
        off = around.in_clause(around.sign("net") & (self.lex.role[self.tokens.word] == 0), at)
        # 扣除药材款3000元: of whatever such a sum is, here it was spent
        named = around.in_clause(self.is_named, at)
        of_things = (named < 0) | self.are(
            self.lex.role[self.tokens.word[named]], "yield", "goods_money", "fee"
        )
        takes = self.pays & (off >= 0) & (self.spent() < off) & of_things
        takes &= self.are(found.role, "", "business", "sold", "gain", "cost", "unknown")
        takes &= ~self.holds(takes, lambda rows: self.tokens.ahead(at[rows], 3), "[后外][^，。；]*$")
        found.role = np.where(takes, self.lex.index("cost"), found.role)
        # 剔除亲友往来4.8万元后，认定销售: whatever it was, it is left out
        out = self.pays & (off >= 0) & (self.spent() < off) & self.are(found.role, "sold", "business", "gain")
        out = self.holds(out, lambda rows: self.tokens.follow(at[rows], 1), "^[之以]?后")
        costs = out & self.are(self.lex.role[self.tokens.word[named]], "cost")
        found.role = np.where(out, self.lex.index("unknown"), found.role)
        found.role = np.where(costs, self.lex.index("cost"), found.role)
        # 罚款按违法所得3.6万元的五倍计算: what it is reckoned from
        based = self.pays & self.are(found.role, "fine") & (named >= 0)
        based = self.holds(based, lambda rows: self.tokens.follow(at[rows], 1), _BASE)
        found.role = np.where(based, self.lex.role[self.tokens.word[named]], found.role)
        # 违法所得3.1万元，扣除退款4,000元后为2.7万元: what is left
        left = self.pays & (off >= 0) & self.are(found.role, "repaid", "cost") & (self.spent() > off)
        left &= self.are(found.heir, "gain", "sold", "business", "goods", "loss", "taken")
        left = self.holds(left, lambda rows: self.tokens.gaps(at[rows]), _LEFT)
        found.role = np.where(left, found.heir, found.role)

    def _listed(self, found: Found) -> None:
        """Give what stands in a list by semicolons its heading: 欠薪明细：张某12,800元；李某9,650元."""
        around = self.around
        speaks = (self.is_named & ~np.isin(self.role, self.prices)) | self.is_verb
        here = around.in_scope(speaks | (self.state > 0), around.segment, self.at)
        above = around.in_scope(self.is_named & speaks & ~around.is_inside, around.sentence, self.at)
        takes = self.pays & (found.role == 0) & (here < 0) & (above >= 0)
        found.role = np.where(takes, self.meant(above), found.role)
        found.confidence = np.where(takes, FROM_EARLIER, found.confidence)

    def _inherited(self) -> Ints:
        """Return the name, else the act, that earlier clauses of the segment leave to each amount."""
        around = self.around
        is_name = self.is_named & ~np.isin(self.role, self.prices) & ~around.is_inside
        # 违法所得5.2万元未扣除退款9,000元，变更为4.3万元: what is taken off leads no later clause.
        names = np.flatnonzero(is_name & self.are(self.role, "repaid", "cost"))
        off = around.in_clause(around.sign("net", "gross") & (self.lex.role[self.tokens.word] == 0), names)
        is_name[names[off >= 0]] = False
        has_name = np.zeros(around.clause_no[-1] + 1 if len(is_name) else 0, bool)
        has_name[around.clause_no[is_name]] = True
        is_verb = self.is_verb & ~has_name[around.clause_no] & ~around.is_inside
        is_sale = is_verb & (self.role == self.lex.index("sold"))
        sales = np.flatnonzero(is_sale)
        firm = around.in_scope(is_name | (is_verb & ~is_sale), around.segment, sales)
        # A verb is weaker than a name (货值金额5万元的商品，销售给张某); a purchase ends the name.
        is_verb[sales[(firm >= 0) & is_name[firm] & ~self.are(self.role[firm], "cost", "rent")]] = False
        return around.in_scope(is_name | is_verb, around.segment, self.at)

    def _tells_both(self, found: Found) -> Bools:
        """Say before which amounts a segment speaks of sold and of unsold goods."""
        around, lex = self.around, self.lex
        state = lex.state[self.tokens.word]
        sold = lex.index("sold")
        counts = self.everywhere(~self.pays & (found.verb == sold))
        # 销售金额3万元 says as well as 已销售 that some were sold: a total after it is of all goods.
        is_sold = (state == sold) | counts | (self.is_named & (self.role == sold))
        has_sold = around.in_scope(is_sold, around.segment, self.at) >= 0
        has_unsold = around.in_scope(state == lex.index("unsold"), around.segment, self.at) >= 0
        both: Bools = has_sold & has_unsold
        return both

    def _from_above(self, role: Ints, confidence: Floats, asks: Bools, scope: Ints) -> tuple[Ints, Floats]:
        """Give "以上合计" the role of the last amount before its sentence, or its segment."""
        if not asks.any():
            return role, confidence
        around, at = self.around, self.at
        last = around.last(self.everywhere(self.pays & (role > 0) & ~np.isin(role, self.prices)))
        first = scope[at] - 1
        given = np.where(first >= 0, last[first], -1)
        same = (given >= 0) & (self.tokens.text[given] == self.tokens.text[at])
        takes = asks & same & (around.previous(last)[at] >= 0)
        above = role[np.minimum(np.searchsorted(at, given), len(at) - 1)]
        return np.where(takes, above, role), np.where(takes, 0.7, confidence)

    def _by_state(self, found: Found) -> None:
        goods, sold, unsold = (self.lex.index(name) for name in ("goods", "sold", "unsold"))
        is_whole = found.is_total & (
            self._tells_both(found) | ((found.named == goods) & (found.state == sold))
        )
        is_state = self.pays & (found.role == goods) & (found.state > 0) & ~is_whole
        found.role = np.where(is_state, found.state, found.role)
        # 起获白酒384瓶。经鉴定价值21万元: what is appraised is what was found, unless some was sold since.
        text = self.tokens.text
        last = np.maximum(self.around.last((self.state > 0) | self.around.sign("all"))[self.at], 0)
        seized = (self.state[last] == unsold) & (text[last] == text[self.at])
        appraised = self.is_said("appraised", self.around.segment)
        seized &= self.pays & (found.role == goods) & ~is_whole & appraised
        seized &= ~self.in_text(self.around.sign("crime"), self.at)
        found.role = np.where(seized, unsold, found.role)
        found.by_state = is_state | seized
        # 查获现金5.3万元: money that was found is no stock.
        cash = found.is_cash & self.are(found.role, "unsold", "gain") & (found.state == unsold)
        found.role = np.where(cash, self.lex.index("unknown"), found.role)
        # 违法经营额6万元，其中已售4万元: a state right before the amount says more than an earlier name.
        # 已销146件36,500元: of so many pieces too.
        beside = np.maximum(self.at - 1, 0)
        counted = self.numbers.is_amount[beside] & ~self.is_money[beside] & (self.state[beside] == 0)
        counted &= self.around.gap[beside] <= 1
        beside = np.where(counted, np.maximum(beside - 1, 0), beside)
        touches = (self.state[beside] > 0) & (self.around.gap[self.at] <= 1)
        touches &= self.pays & self.are(found.role, "business", "goods")
        found.role = np.where(touches, found.state, found.role)
        # 剩下的卖给小卖部，拿了850元: a sale ends what was left.
        says = self.state == unsold
        sale = self.around.in_scope(self.is_verb & (self.role == sold), self.around.segment, self.at)
        still = self.around.in_scope(says, self.around.segment, self.at) > sale
        turns = self.pays & (found.role == sold) & (found.state == unsold) & (found.confidence < 0.9) & still
        found.role = np.where(turns, unsold, found.role)
        # 价值1.3万元的假酒未卖出: the state may follow.
        coming = np.minimum(self.around.next(self.state > 0)[self.at], len(says) - 1)
        near = self.tokens.start[coming] - self.tokens.end[self.at] <= _NEAR
        near &= (self.state[coming] > 0) & (self.around.clause_no[coming] == self.around.clause_no[self.at])
        follows = (
            self.pays & (found.role == goods) & (found.state == 0) & near & (found.confidence > FROM_EARLIER)
        )
        found.role = np.where(follows, self.state[coming], found.role)
        # 得款2万元，3万元的货没卖掉: it says more than a name of the clause before.
        left = (
            self.pays
            & self.are(found.role, "sold", "business", "goods")
            & near
            & (self.state[coming] == unsold)
        )
        left &= found.confidence <= FROM_EARLIER
        left &= self.holds(left, lambda rows: self.tokens.follow(self.at[rows], 16), _NOT_SOLD)
        found.role = np.where(left, unsold, found.role)
        found.by_state |= follows | left
        said_after(self, found)

    def _neighbours(self, found: Found) -> None:
        """Let the words right after an amount say what it is: 5万元的罚款, 将1400元盗走."""
        around, lex, tokens, at = self.around, self.lex, self.tokens, self.at
        last = len(tokens.word) - 1
        after = np.minimum(at + 1, last)
        after, equates = self._equated(past_repeat(self, after))
        inside = into_brackets(self, after)
        gap_fits = around.gap_is(GAP_RIGHT, after) | (inside != after)
        after = inside
        takes = self.pays & gap_fits & self.is_named[after] & (at < last)
        takes &= ~self.holds(takes, lambda rows: tokens.follow(at[rows], 4), _COMES_BY)
        # 货款55,200元已结清: paid for goods, and nothing that was given back
        bought = takes & self.are(self.role[after], "repaid", "paid", "cost")
        bought &= around.in_clause(self.lex.is_general[tokens.word], at) >= 0
        takes &= ~self.holds(bought, lambda rows: tokens.follow(at[rows], 2), _PAID_FOR)
        # 将窃得的车以300元的价格变卖: a price, whatever was named before it.
        is_price = np.isin(self.role[after], self.prices) & around.gap_is(("的",), after)
        takes &= (
            (found.confidence < 0.9)
            | is_price
            # 每件41元的进货价
            | (
                self.are(found.role, "price")
                & self.are(self.role[after], "cost")
                & around.gap_is(("的",), after)
            )
            | equates
            | (found.role == lex.index("unknown"))
            # 没收违法所得并处10万元罚款
            | (self.are(found.role, "forfeit_gain") & self.are(self.role[after], "fine"))
        )
        # 剩余12,130元予以没收: goods, and no gain
        left = takes & self.are(self.role[after], "forfeit_gain") & (found.state == lex.index("unsold"))
        left = self.holds(left, lambda rows: tokens.ahead(at[rows]), _LEFT_OVER)
        found.role = np.where(takes, self.role[after], found.role)
        found.role = np.where(left, lex.index("unsold"), found.role)
        found.confidence = np.where(takes, 0.85, found.confidence)
        found.is_paid = takes & np.isin(found.role, self.prices)
        acts_beside(self, found)

    def _equated(self, after: Ints) -> tuple[Ints, Bools]:
        """Step over what equates an amount with a name: 97,300元认定为违法所得; 共9万元，即违法所得."""
        around, last = self.around, len(self.tokens.word) - 1
        sign, bare = around.sign("equates"), around.gap == 0
        second = np.minimum(after + 1, last)
        parted = around.level(1)[after] & ~around.level(2)[after] & sign[second] & bare[after] & bare[second]
        second = np.minimum(after + 2, last)
        # 共9万元，认定为违法所得3万元: that is of another amount.
        third = np.minimum(after + 3, last)
        parted &= ~(self.is_money[third] & (around.clause_no[third] == around.clause_no[second]))
        near = sign[after] & (around.gap[after] <= 1)
        return np.where(parted, second, np.minimum(after + near, last)), near | parted
