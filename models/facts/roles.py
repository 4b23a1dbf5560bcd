"""Which role each amount of a text has: the nearest name before it, else right after it, else earlier.

What is alleged, another's, genuine, the statute's own or a unit price is recognised and never becomes a
measure. One column per question, asked of all amounts of all texts at once.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from models.facts.around import Around
from models.facts.lexicon import Bools, Ints
from models.facts.numbers import Numbers
from models.facts.tokens import Tokens

_GAP_RIGHT = ("", "的", "人民币", "为", "系", "的人民币", "左右的", "余", "整", "元整的")
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
    in_paren: Bools
    by_state: Bools
    is_nil: Bools
    is_paid: Bools

    def take(self, mask: Bools) -> Found:
        """Return the amounts of the mask."""
        return Found(*(getattr(self, field.name)[mask] for field in fields(self)))


class Roles:
    """The roles of the amounts of one batch of texts."""

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
        found_by_police = (lex.role[word] == lex.index("taken")) & (self._state()[0] == lex.index("unsold"))
        self.is_verb &= ~found_by_police
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
        every = self._money() if len(self.tokens.word) else self._none()
        self._things(every)
        self._prices(every)
        self._neighbours(every)
        self._vetoes(every)
        self._whole_sentence(every)
        return every.take(self.numbers.is_amount)

    def _none(self) -> Found:
        none, no = np.zeros(0, np.int64), np.zeros(0, bool)
        return Found(none, none, np.zeros(0), none, none, none, none, none, no, no, no, no, no, no)

    def _money(self) -> Found:
        around, lex, tokens = self.around, self.lex, self.tokens
        word = tokens.word
        named, verb = around.in_clause(self.is_named), around.in_clause(self.is_verb)
        general = around.in_clause(lex.is_general[word]) >= 0
        spent = around.previous(around.last(self.is_money & ~self.numbers.is_price))
        is_used = spent > named
        from_name = (named >= 0) & ~(is_used & (verb > named))
        total = around.in_clause(around.sign("total")) >= 0
        inherited = self._inherited()
        heir = np.where(inherited >= 0, self.role[inherited], 0)
        has_invoice = around.anywhere(around.sign("invoice"))
        is_face = general & has_invoice & (self._is(heir, "tax", "sold", "cost") | (heir == 0))
        state, by_all = self._state()
        above = around.in_scope(around.sign("above"), around.sentence) >= 0
        conditions = [from_name, verb >= 0, is_face, heir > 0, state > 0]
        role = np.select(
            conditions,
            [self.role[named], self.role[verb], np.full(len(word), lex.index("invoice_face")), heir, state],
        )
        confident = np.where(self.is_named[inherited] | total | general, 0.7, 0.6)
        confidence = np.select(conditions, [0.95, 0.65, 0.7, confident, 0.55], 0.3)
        earlier = total & above & (role == 0) | total & above & (confidence < 0.6)
        role, confidence = self._from_above(role, confidence, earlier)
        self.named, self.verb, self.heir, self.total = named, verb, heir, total
        part = around.in_scope(around.sign("part"), around.sentence) >= 0
        none = np.zeros(len(word), np.int64)
        aside = around.in_scope(around.sign("aside"), around.segment) >= 0
        role = np.where(aside & self._is(role, "tax"), 0, role)
        is_nil = self.numbers.is_nil
        is_money = self.is_money
        found = Found(
            row=around.rows,
            role=np.where(is_nil, lex.nil[word], np.where(is_money, role, 0)),
            confidence=np.where(is_nil, 0.9, np.where(is_money, confidence, 0.5)),
            veto=none.copy(),
            state=state,
            count_state=none.copy(),
            per=none.copy(),
            direction=self._direction(),
            is_total=total,
            is_part=part,
            in_paren=around.is_inside,
            by_state=np.zeros(len(word), bool),
            is_nil=is_nil,
            is_paid=np.zeros(len(word), bool),
        )
        self._by_state(found, by_all)
        return found

    def _inherited(self) -> Ints:
        """Return the name, else the act, that earlier clauses of the segment leave to this one."""
        around = self.around
        is_name = self.is_named & ~np.isin(self.role, self.prices) & ~around.is_inside
        per_clause = np.bincount(around.clause_no, weights=is_name)[around.clause_no] > 0
        is_verb = self.is_verb & ~per_clause & ~around.is_inside
        is_sale = is_verb & self._is(self.role, "sold")
        firm = around.in_scope(is_name | (is_verb & ~is_sale), around.segment)
        # A verb is weaker than a name (货值金额5万元的商品，销售给张某); a purchase ends the name.
        weak = is_sale & (firm >= 0) & is_name[firm]
        return around.in_scope(is_name | (is_verb & ~weak), around.segment)

    def _state(self) -> tuple[Ints, Bools]:
        around, lex = self.around, self.lex
        word = self.tokens.word
        stated = lex.state[word] > 0
        resets = around.sign("all") | (lex.nil[word] > 0)
        last = around.in_scope(stated | resets, around.segment)
        value = np.where((last >= 0) & stated[last] & ~resets[last], lex.state[word][last], 0)
        sold, unsold = lex.index("sold"), lex.index("unsold")
        verb = around.in_clause(self.is_verb)
        counts = self.numbers.is_amount & ~self.is_money & (verb >= 0) & (self.role[verb] == sold)
        # 销售金额3万元 says as well as 已销售 that some were sold: a total after it is of all goods.
        is_sold = (lex.state[word] == sold) | counts | (self.is_named & (self.role == sold))
        both = (around.in_scope(is_sold, around.segment) >= 0) & (
            around.in_scope(lex.state[word] == unsold, around.segment) >= 0
        )
        return value, both

    def _direction(self) -> Ints:
        around = self.around
        says = around.sign("input"), around.sign("output")
        last = around.in_scope(says[0] | says[1], around.segment)
        return np.where(last < 0, 0, np.where(says[1][last], 2, 1))

    def _from_above(self, role: Ints, confidence: Floats, asks: Bools) -> tuple[Ints, Floats]:
        """Give "以上合计" the role of the last amount of an earlier sentence."""
        around = self.around
        gives = self.is_money & (role > 0) & ~np.isin(role, self.prices)
        last = around.previous(around.last(gives))
        first = around.sentence - 1
        given = np.where(first >= 0, around.last(gives)[first], -1)
        same = (given >= 0) & (self.tokens.text[given] == self.tokens.text) & (last >= 0)
        takes = asks & same
        return np.where(takes, role[given], role), np.where(takes, 0.7, confidence)

    def _by_state(self, found: Found, both: Bools) -> None:
        goods, sold = self.lex.index("goods"), self.lex.index("sold")
        is_state = self.is_money & (found.role == goods) & (found.state > 0) & ~(found.is_total & both)
        found.role = np.where(is_state, found.state, found.role)
        found.by_state = is_state
        unsold = self.lex.index("unsold")
        turns = self.is_money & (found.role == sold) & (found.state == unsold) & (found.confidence < 0.9)
        found.role = np.where(turns, unsold, found.role)

    def _prices(self, found: Found) -> None:
        """Tell what one piece costs from what all of them come to."""
        lex = self.lex
        per = self.numbers.per_of(self.is_money)
        is_price = self.is_money & (per > 0)
        cost, price = self.lex.index("cost"), self.lex.index("price")
        named = np.where(self.named >= 0, self.role[self.named], 0)
        verb = np.where(self.verb >= 0, self.role[self.verb], 0)
        role = np.where(np.isin(named, self.prices), named, price)
        role = np.where((named == cost) | ((named == 0) & (verb == cost)), cost, role)
        # A rent by the month is a rent, what is taken in by the month is takings.
        times = self._is(
            per, *(name for name in ("天", "日", "年", "月", "周", "小时", "晚") if name in lex.names)
        )
        goods = self._is(
            found.role, "sold", "unsold", "goods", "business", "gain", "cost", "list_price", "price"
        )
        is_price &= ~((found.role > 0) & (times | ~goods))
        per = np.where(is_price, per, 0)
        found.per = per
        found.role = np.where(is_price, role, found.role)
        found.confidence = np.where(is_price, 0.9, found.confidence)
        found.by_state &= ~is_price

    def _things(self, found: Found) -> None:
        """Name what is counted, weighed or compared."""
        around, lex = self.around, self.lex
        word, unit = self.tokens.word, self.numbers.unit
        counts = self.numbers.is_amount & ~self.is_money & ~self.numbers.is_nil
        metals = [index for index, name in enumerate(lex.names) if name.endswith("_metal")]
        thing = lex.thing[word]
        is_metal = np.isin(thing, metals)
        is_thing = (thing > 0) & ~is_metal
        here = around.in_clause(is_thing)
        earlier = around.in_scope(is_thing, around.segment)
        coming = around.next(is_thing)
        safe = np.minimum(coming, len(word) - 1)
        follows = (
            (here < 0)
            & (coming < len(word))
            & (around.clause_no[safe] == around.clause_no)
            & (self.tokens.start[safe] - self.tokens.end <= 8)
        )
        follows &= around.next(self.numbers.is_amount) > coming  # 3条、5件标识: the nearest count
        about = np.where(
            follows, thing[safe], np.where(here >= 0, thing[here], np.where(earlier >= 0, thing[earlier], 0))
        )
        fits = counts & self._counted_in(about, unit)
        role = np.where(fits, about, 0)
        times = counts & (unit == lex.index("倍"))
        metal = around.in_scope(is_metal, around.sentence)
        exceeds = around.in_scope(around.sign("exceeds"), around.sentence) >= 0
        role = np.where(times, np.where((metal >= 0) & exceeds, thing[metal], 0), role)
        role = np.where(counts & self._is_share(), lex.index("tax_share"), role)
        role = np.where(counts & self.numbers.is_mark_count(), lex.index("marks"), role)
        found.role = np.where(counts, role, found.role)
        found.confidence = np.where(counts, np.where(role > 0, 0.9, 0.5), found.confidence)
        verb = np.where(self.verb >= 0, self.role[self.verb], 0)
        acts = self._is(verb, "sold", "cost")
        heirs = self._is(self.heir, "sold", "cost")
        state = np.where(found.state > 0, found.state, np.where(acts, verb, np.where(heirs, self.heir, 0)))
        found.count_state = np.where(counts & (role == 0), state, 0)

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
        speaks = around.in_scope(
            self.is_named & self._is(self.role, "tax_evaded", "tax_due"), around.sentence
        )
        named = np.where(self.named >= 0, self.role[self.named], 0)
        due = self._is(named, "tax_due") | self._is(self.heir, "tax_due")
        is_share = (speaks >= 0) & ((around.in_clause(around.sign("share")) >= 0) | due)
        is_percent: Bools = self.numbers.unit == self.lex.index("比例")
        return is_share & is_percent

    def _neighbours(self, found: Found) -> None:
        """Let the words right after an amount say what it is: 5万元的罚款, 将1400元盗走."""
        around, lex, tokens = self.around, self.lex, self.tokens
        last = len(tokens.word) - 1
        after = np.minimum(around.rows + 1, last)
        gap_fits = around.gap_is(_GAP_RIGHT)[after]
        takes = (
            self.is_money & gap_fits & self.is_named[after] & (found.confidence < 0.9) & (around.rows < last)
        )
        found.role = np.where(takes, self.role[after], found.role)
        found.confidence = np.where(takes, 0.85, found.confidence)
        found.is_paid = takes & np.isin(found.role, self.prices)
        taken, cost = lex.index("taken"), lex.index("cost")
        name = np.minimum(around.next(self.is_named & (self.role == taken)), last)
        verb = np.minimum(around.next(self.is_verb), last)
        same = around.clause_no[verb] == around.clause_no
        paid = self.is_money & np.isin(found.role, self.prices) & same & (self.role[verb] == cost)
        found.role = np.where(paid & (tokens.start[verb] - tokens.end <= 8), cost, found.role)
        gone = self.is_money & (found.role == 0)
        touches = same & (tokens.start[verb] == tokens.end)
        by_sale = gone & touches & (self.role[verb] == lex.index("sold"))
        found.role = np.where(by_sale, self.role[verb], found.role)
        found.confidence = np.where(by_sale, 0.65, found.confidence)
        by_verb = gone & touches & (self.role[verb] == taken)
        by_name = (
            gone
            & (around.clause_no[name] == around.clause_no)
            & (name > around.rows)
            & (self.role[name] == taken)
        )
        found.role = np.where(by_verb | by_name, taken, found.role)
        found.confidence = np.where(by_verb, 0.65, np.where(by_name, 0.6, found.confidence))

    def _vetoes(self, found: Found) -> None:
        around, lex = self.around, self.lex
        last = len(self.tokens.word) - 1
        after = np.minimum(around.rows + 1, last)
        beside = around.gap_is(_GAP_RIGHT)[after] & (around.rows < last)
        adjacent = np.concatenate(([False], (beside & self.numbers.is_amount)[:-1])) if last >= 0 else beside
        for name, sign, scope in (
            ("genuine", "genuine", around.segment),
            ("other_party", "other", around.segment),
            ("alleged", "alleged", around.sentence),
        ):
            begins, ends = around.sign(sign), around.sign(f"-{sign}")
            # 8万元的正品 speaks of that amount only
            scoped = begins & ~(adjacent if name == "genuine" else np.zeros_like(adjacent))
            mark = around.in_scope(scoped | ends, scope)
            holds = (mark >= 0) & scoped[mark] & ~ends[mark]
            if name != "alleged":
                holds |= beside & begins[after]
            found.veto = np.where(holds, lex.index(name), found.veto)
        standard = around.in_clause(around.sign("standard"))
        spent = around.previous(around.last(self.numbers.is_amount))
        is_limit = (standard >= 0) & (spent < standard) & ~self.is_money & ~self.numbers.is_nil
        is_limit &= self.numbers.unit != lex.index("倍")  # 超过标准3倍 is how far it was exceeded
        found.veto = np.where(is_limit, lex.index("statutory"), found.veto)

    def _whole_sentence(self, found: Found) -> None:
        """Settle what only the whole sentence, or the whole text, can tell."""
        around, lex = self.around, self.lex
        text = self.tokens.text
        invoice, evasion = around.anywhere(around.sign("invoice")), around.anywhere(around.sign("evasion"))
        of_invoice = (found.direction > 0) | (invoice & ~evasion)
        tax = np.where(
            of_invoice,
            np.where(invoice, lex.index("invoice_tax"), 0),
            np.where(evasion, lex.index("tax_evaded"), 0),
        )
        found.role = np.where(self.is_money & (found.role == lex.index("tax")), tax, found.role)
        appraised = around.anywhere(around.sign("appraised"))
        is_value = (
            self.is_money & np.isin(found.role, self.prices) & appraised & (found.per == 0) & ~found.is_paid
        )
        found.role = np.where(is_value, lex.index("goods"), found.role)
        below = around.in_clause(around.sign("below"))
        spent = around.previous(around.last(self.numbers.is_amount))
        line = np.minimum(around.next(around.sign("line")), len(text) - 1)
        near_line = around.sign("line")[line] & (around.clause_no[line] == around.clause_no)
        near_line &= self.tokens.start[line] - self.tokens.end <= 8
        near_line &= around.next(around.sign("below")) > line  # 4.3万元未达追诉标准: what was found
        is_bound = self.numbers.is_bound | ((below >= 0) & (spent < below)) | near_line
        speaks = around.anywhere(around.sign("law", "line"))
        share = self.numbers.unit == lex.index("比例")
        for side in (lex.index("sold"), lex.index("unsold")):
            told = self.is_money & (found.role == side) & ~found.by_state & (found.confidence > 0.9)
            whole = found.by_state & (found.role == side) & around.anywhere(told)
            found.role = np.where(whole, lex.index("goods"), found.role)
            found.by_state &= ~whole
        statutory = (
            is_bound & speaks & ~(share & (found.role == lex.index("tax_share"))) & ~self.numbers.is_nil
        )
        # 不足十万元的，按十万元计算: the statute's figure said again
        first = around.in_scope(statutory, around.segment)
        again = (
            (first >= 0) & self.is_money & (self.numbers.hi[first] == self.numbers.lo) & (first < around.rows)
        )
        statutory |= again & speaks
        found.role = np.where(statutory, lex.index("statutory"), found.role)
        is_taken = self.is_named & (self.role == lex.index("taken"))
        has_taken = np.bincount(text, weights=is_taken)[text] > 0
        whole = self.is_money & ((found.role == lex.index("goods")) | found.by_state)
        found.role = np.where(whole & has_taken, lex.index("taken"), found.role)
        vetoed = (found.veto > 0) & (found.role != lex.index("statutory"))
        found.role = np.where(vetoed, found.veto, found.role)
