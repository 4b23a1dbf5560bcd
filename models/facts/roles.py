"""Which role each amount of a text has: the nearest name before it, else right after it, else earlier.

What is alleged, another's, genuine, the statute's own or a unit price is recognised and never becomes a
measure. One column per question, asked of all amounts of all texts at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.facts.around import Around
from models.facts.lexicon import Bools, Ints
from models.facts.numbers import Numbers
from models.facts.tokens import Tokens

_GAP_RIGHT = ("", "的", "人民币", "为", "系", "的人民币", "左右的", "余", "整", "元整的")
_HERE = 0.7  # confidence of what an earlier clause leaves to an amount; above: said in its own clause
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
    direction: Ints  # 1 input, 2 output, 0 not said
    is_total: Bools
    is_part: Bools
    is_detailed: Bools  # its parts follow
    in_paren: Bools
    by_state: Bools
    is_nil: Bools
    is_paid: Bools
    basis: Ints  # of a gain: 1 after costs, 2 before them, 0 not said


class Roles:
    """The roles of the amounts of one batch of texts.

    What words mean is settled for all tokens; all else is asked only at the tokens that are amounts, ``at``.
    """

    def __init__(self, tokens: Tokens, numbers: Numbers, around: Around) -> None:
        self.tokens, self.numbers, self.around = tokens, numbers, around
        self.lex = tokens.lexicon
        word, lex = tokens.word, self.lex
        self.is_named = lex.is_named[word]
        self.is_verb = (lex.role[word] > 0) & ~self.is_named
        self.is_money = numbers.is_amount & (numbers.unit == lex.index("元")) & ~numbers.is_nil
        self.role = lex.role[word]
        self.prices = np.array([lex.index("price"), lex.index("list_price")])
        # 查获现金: found with the party, not taken from somebody
        takes = np.flatnonzero(self.is_verb & (lex.role[word] == lex.index("taken")))
        self.is_verb[takes[self._state(takes) == lex.index("unsold")]] = False
        self.at = np.flatnonzero(numbers.is_amount)
        self.unit = numbers.unit[self.at]
        self.pays = self.is_money[self.at]
        self.is_nil = numbers.is_nil[self.at]
        self.counts = ~self.pays & ~self.is_nil
        self._words()
        self._receipts()

    def _is(self, values: Ints, *names: str) -> Bools:
        found: Bools = np.isin(values, [self.lex.index(name) for name in names])
        return found

    def _words(self) -> None:
        """Settle what every name means after the name before it: 没收 and 违法所得 make 没收违法所得."""
        around, lex = self.around, self.lex
        role = lex.role[self.tokens.word]
        money = around.previous(around.last(self.is_money))
        last_named = around.previous(around.in_clause(self.is_named))
        last_verb = around.previous(around.in_clause(self.is_verb))
        begins = np.where(around.is_inside, around.inner_clause, around.outer_clause)
        last_named = np.where(
            (last_named >= np.minimum(begins, around.outer_clause)) & (money < last_named), last_named, -1
        )
        last_verb = np.where(last_verb >= np.minimum(begins, around.outer_clause), last_verb, -1)
        self.role = role
        for _ in range(2):
            before = np.where(last_named >= 0, self.role[last_named], 0)
            before = np.where((last_named < 0) & (last_verb >= 0), role[last_verb], before)
            self.role = np.where(self.is_named, lex.combine[before, role], role)

    def _receipts(self) -> None:
        """Take what was received after a sale for what was sold: 销售80箱，收入14400元."""
        around, lex = self.around, self.lex
        sells = (self.role == lex.index("sold")) | (lex.state[self.tokens.word] == lex.index("sold"))
        receives = self.is_verb & (self.role == lex.index("business"))
        sold = around.in_scope(sells, around.segment) >= 0
        self.role = np.where(receives & sold, lex.index("sold"), self.role)

    def find(self) -> Found:
        """Return all amounts with their roles."""
        every = self._money()
        if len(self.at):
            self._things(every)
            self._prices(every)
            self._neighbours(every)
            self._vetoes(every)
            self._whole_sentence(every)
        return every

    def _said(self, sign: str, scope: Ints) -> Bools:
        """Say before which amounts a word with the sign stands in the scope."""
        found: Bools = self.around.in_scope(self.around.sign(sign), scope, self.at) >= 0
        return found

    def _all(self, values: Bools) -> Bools:
        """Return a column of all tokens from one of the amounts."""
        mask = np.zeros(len(self.tokens.word), bool)
        mask[self.at[values]] = True
        return mask

    def _meant(self, rows: Ints) -> Ints:
        """Return the role of each of the words, 0 where there is none (-1)."""
        return np.where(rows >= 0, self.role[rows], 0)

    def _money(self) -> Found:
        around, lex, at = self.around, self.lex, self.at
        word = self.tokens.word
        named, verb = around.in_clause(self.is_named, at), around.in_clause(self.is_verb, at)
        general = around.in_clause(lex.is_general[word], at) >= 0
        spent = around.previous(around.last(self.is_money & ~self.numbers.is_price))[at]
        from_name = (named >= 0) & ~((spent > named) & (verb > named))
        total = around.in_clause(around.sign("total"), at) >= 0
        inherited = self._inherited()
        heir = self._meant(inherited)
        has_invoice = around.anywhere(around.sign("invoice"), at)
        is_face = general & has_invoice & (self._is(heir, "tax", "sold", "cost") | (heir == 0))
        state = self._state(at)
        above = self._said("above", around.sentence)
        conditions = [from_name, verb >= 0, is_face, heir > 0, state > 0]
        face = np.full(len(at), lex.index("invoice_face"))
        role = np.select(conditions, [self.role[named], self.role[verb], face, heir, state])
        confident = np.where(self.is_named[inherited] | total | general, 0.7, 0.6)
        confidence = np.select(conditions, [0.95, 0.65, 0.7, confident, 0.55], 0.3)
        earlier = total & above & (role == 0) | total & above & (confidence < 0.6)
        role, confidence = self._from_above(role, confidence, earlier)
        self.named, self.verb, self.heir, self.total = named, verb, heir, total
        aside = self._said("aside", around.segment)
        role = np.where(aside & self._is(role, "tax"), 0, role)
        none, no = np.zeros(len(at), np.int64), np.zeros(len(at), bool)
        found = Found(
            row=at,
            role=np.where(self.is_nil, lex.nil[word[at]], np.where(self.pays, role, 0)),
            confidence=np.where(self.is_nil, 0.9, np.where(self.pays, confidence, 0.5)),
            veto=none,
            state=state,
            count_state=none,
            per=none,
            direction=self._last_of("input", "output"),
            is_total=total,
            is_part=self._said("part", around.sentence),
            is_detailed=self._is_detailed(),
            in_paren=around.is_inside[at],
            by_state=no,
            is_nil=self.is_nil,
            is_paid=no,
            basis=self._last_of("net", "gross"),
        )
        self._by_state(found)
        return found

    def _is_detailed(self) -> Bools:
        """Say after which amounts, before the next one, a text turns to the details."""
        around, at = self.around, self.at
        last = len(self.tokens.word) - 1
        coming = np.minimum(around.next(around.sign("detailed"))[at], last) if len(at) else at
        turns = around.sign("detailed")[coming] & (coming > at)
        turns &= coming < np.concatenate((at[1:], [last + 1]))
        found: Bools = turns & (self.tokens.text[coming] == self.tokens.text[at])
        return found

    def _inherited(self) -> Ints:
        """Return the name, else the act, that earlier clauses of the segment leave to each amount."""
        around = self.around
        is_name = self.is_named & ~np.isin(self.role, self.prices) & ~around.is_inside
        has_name = np.zeros(around.clause_no[-1] + 1 if len(is_name) else 0, bool)
        has_name[around.clause_no[is_name]] = True
        is_verb = self.is_verb & ~has_name[around.clause_no] & ~around.is_inside
        is_sale = is_verb & (self.role == self.lex.index("sold"))
        sales = np.flatnonzero(is_sale)
        firm = around.in_scope(is_name | (is_verb & ~is_sale), around.segment, sales)
        # A verb is weaker than a name (货值金额5万元的商品，销售给张某); a purchase ends the name.
        is_verb[sales[(firm >= 0) & is_name[firm]]] = False
        return around.in_scope(is_name | is_verb, around.segment, self.at)

    def _state(self, at: Ints) -> Ints:
        """Return whether the goods that these tokens speak of had been sold, as an index of names."""
        around, lex = self.around, self.lex
        word = self.tokens.word
        stated = lex.state[word] > 0
        resets = around.sign("all") | (lex.nil[word] > 0)
        last = around.in_scope(stated | resets, around.segment, at)
        return np.where((last >= 0) & stated[last] & ~resets[last], lex.state[word[last]], 0)

    def _tells_both(self) -> Bools:
        """Say before which amounts a segment speaks of sold and of unsold goods."""
        around, lex = self.around, self.lex
        state = lex.state[self.tokens.word]
        sold = lex.index("sold")
        verb = self.verb
        counts = self._all(~self.pays & (verb >= 0) & (self.role[verb] == sold))
        # 销售金额3万元 says as well as 已销售 that some were sold: a total after it is of all goods.
        is_sold = (state == sold) | counts | (self.is_named & (self.role == sold))
        has_sold = around.in_scope(is_sold, around.segment, self.at) >= 0
        has_unsold = around.in_scope(state == lex.index("unsold"), around.segment, self.at) >= 0
        both: Bools = has_sold & has_unsold
        return both

    def _last_of(self, first: str, second: str) -> Ints:
        """Return which of two signs was said last in the segment: 1, 2, or 0 for neither."""
        around = self.around
        says = around.sign(first), around.sign(second)
        last = around.in_scope(says[0] | says[1], around.segment, self.at)
        return np.where(last < 0, 0, np.where(says[1][last], 2, 1))

    def _from_above(self, role: Ints, confidence: Floats, asks: Bools) -> tuple[Ints, Floats]:
        """Give "以上合计" the role of the last amount of an earlier sentence."""
        if not asks.any():
            return role, confidence
        around, at = self.around, self.at
        last = around.last(self._all(self.pays & (role > 0) & ~np.isin(role, self.prices)))
        first = around.sentence[at] - 1
        given = np.where(first >= 0, last[first], -1)
        same = (given >= 0) & (self.tokens.text[given] == self.tokens.text[at])
        takes = asks & same & (around.previous(last)[at] >= 0)
        above = role[np.minimum(np.searchsorted(at, given), len(at) - 1)]
        return np.where(takes, above, role), np.where(takes, 0.7, confidence)

    def _by_state(self, found: Found) -> None:
        goods, sold, unsold = (self.lex.index(name) for name in ("goods", "sold", "unsold"))
        is_whole = found.is_total & self._tells_both()
        is_state = self.pays & (found.role == goods) & (found.state > 0) & ~is_whole
        found.role = np.where(is_state, found.state, found.role)
        found.by_state = is_state
        turns = self.pays & (found.role == sold) & (found.state == unsold) & (found.confidence < 0.9)
        found.role = np.where(turns, unsold, found.role)

    def _prices(self, found: Found) -> None:
        """Tell what one piece costs from what all of them come to."""
        lex = self.lex
        per = self.numbers.per_of(self.is_money, self.at)
        is_price = self.pays & (per > 0)
        cost, price = lex.index("cost"), lex.index("price")
        named, verb = self._meant(self.named), self._meant(self.verb)
        role = np.where(np.isin(named, self.prices), named, price)
        role = np.where((named == cost) | ((named == 0) & (verb == cost)), cost, role)
        # A rent by the month is a rent, what is taken in by the month is takings.
        times = self._is(
            per, *(name for name in ("天", "日", "年", "月", "周", "小时", "晚") if name in lex.names)
        )
        goods = self._is(
            found.role, "sold", "unsold", "goods", "business", "gain", "cost", "list_price", "price"
        )
        # What an earlier clause was about (a wage, a fine) does not keep "每桶16元" from being a price.
        is_firm = found.confidence > _HERE
        is_price &= ~((found.role > 0) & (times | (~goods & is_firm)))
        found.per = np.where(is_price, per, 0)
        found.role = np.where(is_price, role, found.role)
        found.confidence = np.where(is_price, 0.9, found.confidence)
        found.by_state &= ~is_price

    def _things(self, found: Found) -> None:
        """Name what is counted, weighed or compared."""
        lex, at, unit = self.lex, self.at, self.unit
        around = self.around
        thing = lex.thing[self.tokens.word]
        metals = [index for index, name in enumerate(lex.names) if name.endswith("_metal")]
        is_metal = np.isin(thing, metals)
        role = np.where(self._counted_in(about := self._about(thing, is_metal), unit), about, 0)
        times = unit == lex.index("倍")
        metal = around.in_scope(is_metal, around.sentence, at)
        exceeds = self._said("exceeds", around.sentence)
        role = np.where(times, np.where((metal >= 0) & exceeds, thing[metal], 0), role)
        role = np.where(self._is_share(), lex.index("tax_share"), role)
        role = np.where(self.numbers.is_mark_count()[at], lex.index("marks"), role)
        role = np.where(self.counts, role, 0)
        found.role = np.where(self.counts, role, found.role)
        found.confidence = np.where(self.counts, np.where(role > 0, 0.9, 0.5), found.confidence)
        verb = self._meant(self.verb)
        acts = self._is(verb, "sold", "cost")
        heirs = self._is(self.heir, "sold", "cost")
        state = np.where(found.state > 0, found.state, np.where(acts, verb, np.where(heirs, self.heir, 0)))
        found.count_state = np.where(self.counts & (role == 0), state, 0)

    def _about(self, thing: Ints, is_metal: Bools) -> Ints:
        """Return which thing each amount may count: named here, right after it, or earlier in the segment."""
        around, at = self.around, self.at
        is_thing = (thing > 0) & ~is_metal
        here = around.in_clause(is_thing, at)
        earlier = around.in_scope(is_thing, around.segment, at)
        coming = around.next(is_thing)[at]
        safe = np.minimum(coming, len(thing) - 1)
        follows = (here < 0) & (coming < len(thing)) & (around.clause_no[safe] == around.clause_no[at])
        follows &= self.tokens.start[safe] - self.tokens.end[at] <= 8
        follows &= around.next(self.numbers.is_amount)[at] > coming  # 3条、5件标识: the nearest count
        named = np.where(here >= 0, thing[here], np.where(earlier >= 0, thing[earlier], 0))
        return np.where(follows, thing[safe], named)

    def _counted_in(self, about: Ints, unit: Ints) -> Bools:
        lex = self.lex
        table = np.zeros((len(lex.names), len(lex.names)), bool)
        for thing, units in lex.units_of.items():
            for name in units:
                if name in lex.names:
                    table[lex.index(thing), lex.index(name)] = True
        found: Bools = table[about, unit]
        return found

    def _is_share(self) -> Bools:
        around = self.around
        taxed = self.is_named & self._is(self.role, "tax_evaded", "tax_due")
        speaks = around.in_scope(taxed, around.sentence, self.at) >= 0
        due = self._is(self._meant(self.named), "tax_due") | self._is(self.heir, "tax_due")
        said = around.in_clause(around.sign("share"), self.at) >= 0
        is_percent: Bools = self.unit == self.lex.index("比例")
        return speaks & (said | due) & is_percent

    def _neighbours(self, found: Found) -> None:
        """Let the words right after an amount say what it is: 5万元的罚款, 将1400元盗走."""
        around, lex, tokens, at = self.around, self.lex, self.tokens, self.at
        last = len(tokens.word) - 1
        after = np.minimum(at + 1, last)
        gap_fits = around.gap_is(_GAP_RIGHT)[after]
        takes = self.pays & gap_fits & self.is_named[after] & (at < last)
        # 将窃得的车以300元的价格变卖: a price, whatever was named before it.
        is_price = np.isin(self.role[after], self.prices) & around.gap_is(("的",))[after]
        takes &= (found.confidence < 0.9) | is_price
        found.role = np.where(takes, self.role[after], found.role)
        found.confidence = np.where(takes, 0.85, found.confidence)
        found.is_paid = takes & np.isin(found.role, self.prices)
        taken, cost = lex.index("taken"), lex.index("cost")
        name = np.minimum(around.next(self.is_named & (self.role == taken))[at], last)
        verb = np.minimum(around.next(self.is_verb)[at], last)
        clause = around.clause_no
        same = clause[verb] == clause[at]
        distance = tokens.start[verb] - tokens.end[at]
        paid = self.pays & np.isin(found.role, self.prices) & same & (self.role[verb] == cost)
        found.role = np.where(paid & (distance <= 8), cost, found.role)
        gone = self.pays & (found.role == 0)
        touches = same & (distance == 0)
        by_sale = gone & touches & (self.role[verb] == lex.index("sold"))
        found.role = np.where(by_sale, self.role[verb], found.role)
        found.confidence = np.where(by_sale, 0.65, found.confidence)
        by_verb = gone & touches & (self.role[verb] == taken)
        by_name = gone & (clause[name] == clause[at]) & (name > at) & (self.role[name] == taken)
        found.role = np.where(by_verb | by_name, taken, found.role)
        found.confidence = np.where(by_verb, 0.65, np.where(by_name, 0.6, found.confidence))

    def _vetoes(self, found: Found) -> None:
        around, lex, at = self.around, self.lex, self.at
        last = len(self.tokens.word) - 1
        after = np.minimum(at + 1, last)
        beside = around.gap_is(_GAP_RIGHT)[after] & (at < last)
        adjacent = np.concatenate(([False], self._all(beside)[:-1]))
        for name, sign, scope in (
            ("genuine", "genuine", around.segment),
            ("other_party", "other", around.segment),
            ("alleged", "alleged", around.sentence),
        ):
            begins, ends = around.sign(sign), around.sign(f"-{sign}")
            # 8万元的正品 speaks of that amount only
            scoped = begins & ~adjacent if name == "genuine" else begins
            mark = around.in_scope(scoped | ends, scope, at)
            holds = (mark >= 0) & scoped[mark] & ~ends[mark]
            if name != "alleged":
                holds |= beside & begins[after]
            found.veto = np.where(holds, lex.index(name), found.veto)
        standard = around.in_clause(around.sign("standard"), at)
        is_limit = (standard >= 0) & (self._spent() < standard) & self.counts
        is_limit &= self.unit != lex.index("倍")  # 超过标准3倍 is how far it was exceeded
        found.veto = np.where(is_limit, lex.index("statutory"), found.veto)

    def _spent(self) -> Ints:
        """Return the amount before each amount."""
        return np.concatenate(([-1], self.at[:-1]))

    def _whole_sentence(self, found: Found) -> None:
        """Settle what only the whole sentence, or the whole text, can tell."""
        around, lex, at = self.around, self.lex, self.at
        invoice = around.anywhere(around.sign("invoice"), at)
        evasion = around.anywhere(around.sign("evasion"), at)
        of_invoice = (found.direction > 0) | (invoice & ~evasion)
        tax = np.where(
            of_invoice,
            np.where(invoice, lex.index("invoice_tax"), 0),
            np.where(evasion, lex.index("tax_evaded"), 0),
        )
        found.role = np.where(self.pays & (found.role == lex.index("tax")), tax, found.role)
        appraised = around.anywhere(around.sign("appraised"), at)
        is_value = (
            self.pays & np.isin(found.role, self.prices) & appraised & (found.per == 0) & ~found.is_paid
        )
        found.role = np.where(is_value, lex.index("goods"), found.role)
        for side in (lex.index("sold"), lex.index("unsold")):
            told = self.pays & (found.role == side) & ~found.by_state & (found.confidence > 0.9)
            whole = found.by_state & (found.role == side) & around.anywhere(self._all(told), at)
            found.role = np.where(whole, lex.index("goods"), found.role)
            found.by_state &= ~whole
        statutory = self._statutory(found)
        found.role = np.where(statutory, lex.index("statutory"), found.role)
        text = self.tokens.text
        has_taken = np.zeros(text[-1] + 1, bool)
        has_taken[text[self.is_named & (self.role == lex.index("taken"))]] = True
        whole = self.pays & ((found.role == lex.index("goods")) | found.by_state)
        found.role = np.where(whole & has_taken[text[at]], lex.index("taken"), found.role)
        vetoed = (found.veto > 0) & (found.role != lex.index("statutory"))
        found.role = np.where(vetoed, found.veto, found.role)

    def _statutory(self, found: Found) -> Bools:
        """Say which amounts are the figures of a norm."""
        around, lex, at = self.around, self.lex, self.at
        below = around.in_clause(around.sign("below"), at)
        is_line = around.sign("line")
        line = np.minimum(around.next(is_line)[at], len(is_line) - 1)
        near_line = is_line[line] & (around.clause_no[line] == around.clause_no[at])
        near_line &= self.tokens.start[line] - self.tokens.end[at] <= 8
        near_line &= around.next(around.sign("below"))[at] > line  # 4.3万元未达追诉标准: what was found
        is_bound = self.numbers.is_bound[at] | ((below >= 0) & (self._spent() < below)) | near_line
        speaks = around.anywhere(around.sign("law", "line"), at)
        share = (self.unit == lex.index("比例")) & (found.role == lex.index("tax_share"))
        statutory: Bools = is_bound & speaks & ~share & ~self.is_nil
        # 不足十万元的，按十万元计算: the statute's figure said again
        first = around.in_scope(self._all(statutory), around.segment, at)
        lo, hi = self.numbers.lo, self.numbers.hi
        again: Bools = (first >= 0) & self.pays & (hi[first] == lo[at]) & (first < at)
        statutory |= again & speaks
        return statutory
