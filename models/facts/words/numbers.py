"""The number of each token as an interval, and which bare numbers are money."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import polars as pl

from models.facts.words.around import Around
from models.facts.words.bare import bare_money, is_file_year
from models.facts.words.idioms import leave_out_idioms
from models.facts.words.joined import (
    couples,
    foreign_money,
    heads,
    hours,
    rates_of_interest,
    scales,
    tenths,
    terms,
    weights,
)
from models.facts.words.lexicon import Bools, Ints
from models.facts.words.noted import Notes
from models.facts.words.tokens import AMOUNT, BARE, END, NONE, Tokens
from models.facts.words.written import MOST, ONE

OPEN = -1  # no upper bound
_CELL_ENDS = END + "，。；;、\n）)（( |｜‖│/／\t,"
_ITEM_ENDS = "、.．)）"
_LABEL = r"^[：:为是达约￥¥人民币 \t]*$"
_PAYS = (
    "(?:[一每](?:斤|公斤|千克|两|件|瓶|箱|条|双|个|只|袋|盒|本|份|吨|方|头|张|包|针|亩|套|桶)"
    "(?:才|就|卖|收|要|只|算|得)*"
    "|以|给[他她其]?|[转刷扫付借骗偷拿]了?|付|收了?|花了?|卖了?|要价?|得了?|赚了?)$"
)
_GROUPED = "^[0-9]{1,3}(?:[,，][0-9]{3})+(?:[.][0-9]+)?$"
_SPOKEN = "^[一二两三四五六七八九十]+[百千万][一二三四五六七八九]$"
_NO_LOSS = "(?:未|没有?|并无|无)(?:[^，。；、0-9]{0,10})造成[^，。；、0-9]{0,12}损失$"
_NO_GAIN = (
    "(?:未|没有?)(?:从中|实际|因此|从)?(?:获得?|取得|产生|获取|得到|形成|实现|赚取?)(?:任何|实际)?"
    "(?:利[益润得]|收益|违法所得|所得|好处)$"
)
# 未造成重大损失: some there was.
_SOME = "(?:更[大多]|进一步|扩大|严重|重大|较大|巨大|其[他它余]|后续|实质性?)[^，。；、0-9]{0,8}$"
_SELLS_ONE = "(?:^|[，。；：、（(])一[^0-9，。；、年月天日种批起人]{1,2}[卖售收要抽提给付挣赚得]$"
_EACH = (
    "^[、，](?:[每一][^0-9，。；、]{1,2})?(?:成本价?|进价|进货价|利润|毛利|净利|净[赚挣]|差价|[零批]?[售发]价|卖价|获利"
    "|赚|挣)(?:约|为|是)?$"
)
_FIRM = 12  # signs between a heading and its cell


class Numbers:
    """Interval, unit and price mark of every token that is an amount; one element per token."""

    def __init__(self, tokens: Tokens, around: Around) -> None:
        self.tokens, self.around = tokens, around
        word = tokens.word
        self.lo, self.hi, self.step = (tokens.figure(column) for column in ("lo", "hi", "step"))
        self.unit = self._named("unit")
        self.nil = self._nil()  # of which role the token says that there is nothing, 0 for none
        self.is_nil = self.nil > 0
        is_bare = tokens.kind == BARE
        items = self._items(is_bare)
        self.item = np.cumsum(items)
        self.notes = Notes(tokens, around)
        self.is_amount = (tokens.kind == AMOUNT) | self.is_nil | self._cells(is_bare, items)
        self._pieces_of_money()
        self.start, self.end = tokens.start.copy(), tokens.end.copy()
        heads(self)
        couples(self, items)
        scales(self)
        foreign_money(self)
        rates_of_interest(self)
        self.is_one = leave_out_idioms(self)
        self.is_bound = np.zeros(len(word), bool)
        self.is_tail = tenths(self)
        terms(self)
        weights(self)
        hours(self)
        self._round()
        self._brackets()
        self.is_amount &= (self.hi < MOST) & (self.lo < MOST)
        self.per_after = self._per_after()
        self.is_price = self.per_after > 0

    def _nil(self) -> Ints:
        """Find the words for nothing, and losses and gains that a clause denies: 未给任何单位造成损失."""
        lex, tokens = self.tokens.lexicon, self.tokens
        nil = lex.nil[tokens.word].copy()
        for role, names, denial in (("loss", ["loss", "harm"], _NO_LOSS), ("gain", ["gain"], _NO_GAIN)):
            rows = np.flatnonzero(np.isin(lex.role[tokens.word], [lex.index(name) for name in names]))
            if len(rows):
                told = tokens.ahead(rows, 3) + tokens.spoken(rows)
                denied = told.str.contains(denial) & ~told.str.contains(_SOME)
                nil[rows[denied.to_numpy()]] = lex.index(role)
        return nil

    def _named(self, column: str) -> Ints:
        """Return the index of the unit that each spelling names, 0 for none."""
        at = {name: index for index, name in enumerate(self.tokens.lexicon.names)}
        names = self.tokens.read[column].fill_null("")
        found: Ints = names.replace_strict(at, default=0, return_dtype=pl.Int64).to_numpy()[
            self.tokens.spelling
        ]
        return found

    def precedes(self, rows: Ints, signs: str) -> Bools:
        """Say right after which tokens one of the signs stands."""
        return np.isin(self.tokens.next_sign(rows), [ord(sign) for sign in signs])

    def _items(self, is_bare: Bools) -> Bools:
        """Find the numbers that enumerate paragraphs (1、 2、)."""
        around, lex = self.around, self.tokens.lexicon
        word = self.tokens.word
        breaks = (lex.level[word] > 0) | (lex.paren[word] > 0)
        begins = np.concatenate(([True], breaks[:-1])) if len(word) else breaks
        rows = np.flatnonzero(is_bare & begins & (around.gap <= 1))
        return self.tokens.mask(rows[self.precedes(rows, _ITEM_ENDS)])

    def _cells(self, is_bare: Bools, items: Bools) -> Bools:
        """Read as money a number without a unit: 5.2万, or the cell after a heading in 万元."""
        around, lex, tokens = self.around, self.tokens.lexicon, self.tokens
        word = tokens.word
        rows = np.flatnonzero(is_bare)
        if not len(rows):
            return np.zeros(len(word), bool)
        names = lex.is_named[word]
        states = np.flatnonzero(lex.state[word] > 0)
        names[states] |= self.notes.factor(states) > 1
        names |= lex.is_general[word] & (lex.length[word] > 1)  # 单价45、金额4500
        label = around.in_clause(names, rows)
        is_role = lex.role[word] > 0
        speaks = around.in_scope(is_role, around.segment, rows)
        is_number = is_bare | (tokens.kind == AMOUNT)
        ahead = np.maximum(rows - 1, 0)
        spent = np.where(rows > 0, around.last(is_number)[ahead], -1)
        raw = tokens.said("raw", rows)
        is_scaled = raw.str.contains("[万亿萬億]").to_numpy() & (self.lo[rows] >= 100 * ONE)
        is_cell = self.precedes(rows, _CELL_ENDS)
        distance = tokens.start[rows] - tokens.end[label]
        other = np.cumsum(is_role | (lex.level[word] > 0) | (tokens.kind != NONE))
        between = other[ahead] - other[np.maximum(label, 0)]
        is_labelled = (label >= 0) & (spent < label) & (distance <= _FIRM) & (between == 0)
        is_labelled[is_labelled] = tokens.gaps(rows[is_labelled]).str.contains(_LABEL).to_numpy()
        is_words = raw.str.contains("[千仟百佰]$").to_numpy() & (distance <= 2)
        takes = is_cell & is_labelled & (~raw.str.contains("[千仟百佰十拾]").to_numpy() | is_words)
        takes |= is_scaled & (speaks >= 0)
        takes |= self._by_form(rows, raw, is_cell)
        takes |= self.notes.takes(rows, is_cell, items) | bare_money(tokens, around, rows)
        listed, scale, unit = self._listed(is_bare, rows)
        takes |= listed
        counted, of = self.notes.counts(rows, is_cell & ~takes, items)
        takes, unit = takes | counted, np.where(counted, of, unit)
        takes &= ~is_file_year(tokens, rows)
        rows, is_scaled, scale, unit = rows[takes], is_scaled[takes], scale[takes], unit[takes]
        is_noted = ~is_scaled & (unit == lex.index("元"))
        times = np.where(is_noted, np.maximum(self.notes.factor(rows), 1), 1) * scale
        for values in (self.lo, self.hi):
            values[rows] = np.minimum(values[rows], MOST // times) * times
        self.unit[rows] = unit
        return self.tokens.mask(rows)

    def _listed(self, is_bare: Bools, rows: Ints) -> tuple[Bools, Ints, Ints]:
        """Say which bare numbers stand in a list that ends in money or a weight, its scale and its unit.

        8000、7500、4000元; 3100、2800、3900公斤
        """
        lex, tokens = self.tokens.lexicon, self.tokens
        links = is_bare.copy()
        links[rows] = goes_on = self.around.gap_is(("、", "和"), rows + 1)
        end = np.minimum(self.around.next(~links)[rows], len(links) - 1)
        money = (tokens.kind[end] == AMOUNT) & (self.unit[end] == lex.index("元"))
        weighed = (tokens.kind[end] == AMOUNT) & tokens.is_spelled("[0-9](?:公斤|千克|公吨|吨|kg)$", end)
        scaled = tokens.is_spelled("万[元圆]", end) & (self.lo[rows] < 10_000 * ONE)
        is_listed = goes_on & (money | weighed) & (end > rows)
        unit = np.where(is_listed & weighed, self.unit[end], lex.index("元"))
        return is_listed, np.where(goes_on & money & scaled, 10_000, 1), unit

    def _by_form(self, rows: Ints, raw: pl.Series, is_cell: Bools) -> Bools:
        """Say which bare numbers are money by their look: 欠薪明细：张某12,800；李某9,650, 卖了13780."""
        around, lex = self.around, self.tokens.lexicon
        speaks = around.in_scope(lex.role[self.tokens.word] > 0, around.sentence, rows) >= 0
        grouped = raw.str.contains(_GROUPED).to_numpy() & speaks
        follows = np.maximum(rows - 1, 0)
        act = (lex.role[self.tokens.word[follows]] > 0) & (around.gap[rows] <= 1)
        spoken = raw.str.contains(_SPOKEN).to_numpy()  # 卖了八百六, 一共九万八
        found: Bools = is_cell & (grouped | spoken | (act & (self.lo[rows] >= 100 * ONE)))
        return found

    def _pieces_of_money(self) -> None:
        """Read 块 as yuan after the name of an amount (获利五百块), and as pieces else (手表2块)."""
        lex = self.tokens.lexicon
        word = self.tokens.word
        rows = np.flatnonzero(self.is_amount & (self.unit == lex.index("块")))
        if not len(rows):
            return
        is_name = lex.is_named[word] & (lex.thing[word] == 0) & (lex.role[word] != lex.index("taken"))
        named = self.around.in_clause(is_name, rows)
        spent = self.around.previous(self.around.last(self.is_amount))[rows]
        is_money = (named >= 0) & (spent < named)
        is_money |= self.tokens.ahead(rows).str.contains(_PAYS).to_numpy()  # 以100块买走, 给他5000块
        # 全卖了，六千七百二十块。: what was taken for all, in a clause of its own
        sold = self.around.in_scope(lex.role[word] == lex.index("sold"), self.around.sentence, rows) >= 0
        sold &= self.tokens.is_spelled("[百千万][^斤]*块$", rows) & self.precedes(rows, _CELL_ENDS)
        is_money |= sold & self.tokens.gaps(rows).str.contains("^[约共计]*$").to_numpy()
        # 叫他一块去偷, 寄去一块砖头: one yuan is told with 钱
        is_money &= ~self.tokens.is_spelled("^一块$", rows) | (self.tokens.next_sign(rows) == ord("钱"))
        self.unit[rows[is_money]] = lex.index("元")

    def said_ahead(self, rows: Ints, pattern: str) -> tuple[Ints, pl.Series]:
        """Return before which of the amounts the pattern stands, and what its group says there."""
        ahead = self.ahead(rows)
        found = ahead.str.contains(pattern)  # most hold nothing, and a group is costly
        return rows[found.to_numpy()], ahead.filter(found).str.extract(pattern)

    def ahead(self, rows: Ints) -> pl.Series:
        """Return the text before amounts from the token before them on, cut once for all of them."""
        known, texts = self._ahead
        return texts.gather(pl.Series(np.searchsorted(known, rows)))

    @cached_property
    def _ahead(self) -> tuple[Ints, pl.Series]:
        rows = np.flatnonzero(self.is_amount)
        return rows, self.tokens.ahead(rows)

    def _round(self) -> None:
        """Widen what is about, over, near, at least or below."""
        tokens, table = self.tokens, self.tokens.lexicon.cues.table
        rows = np.flatnonzero(self.is_amount & ~self.is_nil)
        words, below_words = table.approximate, table.statutory.below
        every = sorted(
            {*words.least, *below_words, *words.over, *words.near, *words.about},
            key=lambda word: (-len(word), word),
        )
        # 签约23单, 合约30份: a contract, not about
        where, found = self.said_ahead(rows, f"(?:^|[^签合契预违节履爽])({'|'.join(every)})[ 人民币￥¥：:]*$")
        said = np.zeros(len(rows), np.int64)
        numbers = range(1, len(every) + 1)
        said[np.searchsorted(rows, where)] = found.replace_strict(
            every, numbers, return_dtype=pl.Int64
        ).to_numpy()
        posts = sorted({*table.statutory.after, "余", "多", "出头", *words.suffix_about})
        post = self._said_after(rows, posts)
        self.start[rows] += tokens.is_spelled("^[￥¥]", rows)
        lo, hi, step = self.lo[rows], self.hi[rows], self.step[rows]
        ranged = hi > lo
        is_least = _among(post, posts, ("以上",))
        least = _among(said, every, words.least) | is_least
        below = _among(said, every, below_words) | _among(post, posts, ("以下", "以内"))
        more = _among(post, posts, ("余", "多", "出头")) & ~ranged
        over, near = _among(said, every, words.over), _among(said, every, words.near)
        # 约5万余元: more than that
        about = _among(said, every, words.about) & ~tokens.is_spelled("[余多]", rows)
        about |= _among(post, posts, words.suffix_about)
        # 锌超过10.5倍: how far it was exceeded
        over &= self.unit[rows] != self.tokens.lexicon.index("倍")
        half = step // 2
        hi = np.where(more, lo + step, hi)
        new_lo = np.select([least, below & ~ranged, over, near, about], [lo, 0, lo, lo - step, lo - half], lo)
        new_hi = np.select([least, below, over, near, about], [OPEN, hi, hi + step, hi, hi + half], hi)
        self.lo[rows], self.hi[rows] = np.maximum(new_lo, 0), new_hi
        self.is_bound[rows] = is_least | below

    def _said_after(self, rows: Ints, words: list[str]) -> Ints:
        """Return which of the words stands right after each amount, from 1 on; the amount takes it in."""
        tokens, after = self.tokens, self.tokens.lexicon.cues.table.statutory.after
        numbers = range(1, len(words) + 1)
        own = tokens.read["post"].replace_strict(words, numbers, default=0, return_dtype=pl.Int64)
        post: Ints = own.to_numpy()[tokens.spelling[rows]]
        size = tokens.end[rows + 1] - tokens.start[rows + 1]
        beside = np.flatnonzero((tokens.gap[rows + 1] == 0) & np.isin(size, [len(word) for word in after]))
        following = tokens.spoken(rows[beside] + 1)
        is_after = following.is_in(list(after))
        beside = beside[is_after.to_numpy()]
        following = following.filter(is_after)
        post[beside] = following.replace_strict(words, numbers, return_dtype=pl.Int64).to_numpy()
        self.end[rows[beside]] = tokens.end[rows[beside] + 1]
        return post

    def _brackets(self) -> None:
        """Read 五万元以上十万元以下 as one range."""
        text, gap, unit = self.tokens.text, self.around.gap, self.unit
        if len(text) < 3:
            return
        is_first = self.is_amount & self.is_bound & (self.hi == OPEN)
        is_second = self.is_amount & self.is_bound & (self.lo == 0)
        pairs = is_first[:-2] & is_second[2:] & (text[:-2] == text[2:]) & (unit[:-2] == unit[2:])
        first = np.flatnonzero(pairs & (gap[1:-1] == 0) & (gap[2:] == 0))
        self.hi[first], self.end[first] = self.hi[first + 2], self.end[first + 2]
        self.is_amount[first + 2] = False

    def _per_after(self) -> Ints:
        """Return the unit that a price is for, where it stands right after it: 80元/瓶, 80元每瓶."""
        lex, around = self.tokens.lexicon, self.around
        rows = np.flatnonzero(self.is_amount)
        after, before = np.minimum(rows + 1, len(self.unit) - 1), np.maximum(rows - 1, 0)
        after += self.is_tail[after]  # 三块五每斤
        gap = around.gap[after]
        one = self.is_one[after] & (gap == 0)  # 5元一斤
        ahead = self.is_one[before] & (around.gap[rows] <= 1) & (rows > 0) & ~one  # 一袋1.2元, 一斤卖5元
        ahead &= ~self.tokens.is_spelled("[次年月天日种批起]$", before)
        further = np.maximum(rows - 2, 0)  # 一份卖一千五百元, after a break: for each
        sells = self.is_one[further] & (self.unit[rows] == lex.index("元")) & (rows > 1)
        sells[sells] = self.tokens.ahead(rows[sells], 3).str.contains(_SELLS_ONE).to_numpy()
        ahead, before = ahead | sells, np.where(sells, further, before)
        per = np.where(one, self.unit[after], lex.per[self.tokens.word[after]])
        times = around.gap_is(("×", "x", "X", "*", " × ", "乘以"), rows)
        counted = np.where(times & (rows > 0), self.unit[before], 0)  # 120件×35元
        counted = np.where(ahead & (self.unit[rows] == lex.index("元")), self.unit[before], counted)
        found = self._named("per")
        said = found[rows]
        found[rows] = np.where(said > 0, said, np.where((gap <= 1) & (per > 0), per, counted))
        return found

    def per_of(self, is_money: Bools, at: Ints) -> Ints:
        """Return the unit that each of the amounts is the price for, 0 if it is none."""
        per = self.tokens.lexicon.per[self.tokens.word]
        marked = self.around.in_clause(per > 0, at)
        spent = self.around.previous(self.around.last(is_money))[at]
        before = (marked >= 0) & (spent < marked)
        after = self.per_after[at]
        found = np.where(after > 0, after, np.where(before, per[marked], 0))
        # 每套售价14元、利润9元: what is told beside a price and is no more than it is for one, too.
        last, most, text = np.maximum(np.arange(len(at)) - 1, 0), self.hi[at].copy(), self.tokens.text[at]
        for _ in range(2):
            beside = (at[last] >= at - 3) & (found[last] > 0) & (found == 0) & is_money[at]
            beside &= text[last] == text
            beside &= self.hi[at] <= most[last]
            beside[beside] = (
                self.tokens.since(at[beside], at[last][beside] + 1).str.contains(_EACH).to_numpy()
            )
            found = np.where(beside, found[last], found)
            most = np.where(beside, most[last], most)
        return found

    def is_again(self, at: Ints) -> Bools:
        """Say which amounts the words right before them take up again: 将该4600元取走."""
        words = "|".join(self.tokens.lexicon.cues.table.again)
        found: Bools = self.ahead(at).str.contains(f"(?:{words})(?:现金)?(?:人民币)?$").to_numpy()
        return found

    def is_mark_count(self) -> Bools:
        """Say which counts are of registered marks: 三种注册商标."""
        lex, marks = self.tokens.lexicon, self.tokens.lexicon.cues.table.marks
        units = [lex.index(name) for name in marks.units]
        rows = np.flatnonzero(self.is_amount & np.isin(self.unit, units) & (self.lo <= marks.most * ONE))
        ahead = self.tokens.follow(rows, 2)
        fits = ahead.str.contains(f"^(?:{marks.after})") & ~ahead.str.contains(f"^(?:{marks.unless})")
        return self.tokens.mask(rows[fits.to_numpy()])


def _among(said: Ints, words: list[str], some: Sequence[str]) -> Bools:
    """Say which of the numbers of words (0: none) are those of some of them."""
    found: Bools = np.array([False, *(word in some for word in words)])[said]
    return found
