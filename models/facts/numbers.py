"""The number of each token as an interval, and which bare numbers are money."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.facts.around import Around
from models.facts.lexicon import Bools, Ints
from models.facts.tokens import AMOUNT, BARE, END, NONE, NOTHING, Tokens
from models.facts.written import ONE

OPEN = -1  # no upper bound
_CELL_ENDS = END + "，。；;、\n）)（( |\t,"
_ITEM_ENDS = "、.．)）"
_LABEL = r"^[：:为是达约￥¥人民币 \t]*$"
_PAYS = "(?:以|给[他她其]?|付|收了?|花了?|卖了?|要价?|得了?|赚了?)$"
_GROUPED = "^[0-9]{1,3}(?:[,，][0-9]{3})+(?:[.][0-9]+)?$"
_PASSING = ("年", "次", "处", "组", "轮", "起")
_FIRM = 12  # signs between a heading and its cell
_MOST = 10**13 * ONE


class Numbers:
    """Interval, unit and price mark of every token that is an amount; one element per token."""

    def __init__(self, tokens: Tokens, around: Around) -> None:
        self.tokens, self.around, lex = tokens, around, tokens.lexicon
        word = tokens.word
        self.lo, self.hi, self.step = (tokens.figure(column) for column in ("lo", "hi", "step"))
        self.unit = self._named("unit")
        self.is_nil = lex.nil[word] > 0
        is_bare = tokens.kind == BARE
        self.item = np.cumsum(self._items(is_bare))
        self.is_amount = (tokens.kind == AMOUNT) | self.is_nil | self._cells(is_bare)
        self._pieces_of_money()
        self._currencies()
        self._idioms()
        self.is_bound = np.zeros(len(word), bool)
        self.start, self.end = tokens.start.copy(), tokens.end.copy()
        self._round()
        self._brackets()
        self.is_amount &= (self.hi < _MOST) & (self.lo < _MOST)
        self.per_after = self._per_after()
        self.is_price = self.per_after > 0

    def _named(self, column: str) -> Ints:
        """Return the index of the unit that each spelling names, 0 for none."""
        at = {name: index for index, name in enumerate(self.tokens.lexicon.names)}
        names = self.tokens.read[column].fill_null("")
        found: Ints = names.replace_strict(at, default=0, return_dtype=pl.Int64).to_numpy()[
            self.tokens.spelling
        ]
        return found

    def _precedes(self, rows: Ints, signs: str) -> Bools:
        """Say right after which tokens one of the signs stands."""
        return np.isin(self.tokens.next_sign(rows), [ord(sign) for sign in signs])

    def _mask(self, rows: Ints) -> Bools:
        mask = np.zeros(len(self.tokens.word), bool)
        mask[rows] = True
        return mask

    def _items(self, is_bare: Bools) -> Bools:
        """Find the numbers that enumerate paragraphs (1、 2、)."""
        around, lex = self.around, self.tokens.lexicon
        word = self.tokens.word
        breaks = (lex.level[word] > 0) | (lex.paren[word] > 0)
        begins = np.concatenate(([True], breaks[:-1])) if len(word) else breaks
        rows = np.flatnonzero(is_bare & begins & (around.gap <= 1))
        return self._mask(rows[self._precedes(rows, _ITEM_ENDS)])

    def _cells(self, is_bare: Bools) -> Bools:
        """Read as money a number without a unit: 5.2万, or the cell after a heading in 万元."""
        around, lex, tokens = self.around, self.tokens.lexicon, self.tokens
        word = tokens.word
        factor = self._factor()
        names = lex.is_named[word] | ((factor > 1) & (lex.state[word] > 0))
        label = around.in_clause(names)
        speaks = around.in_scope(lex.role[word] > 0, around.segment)
        spent = around.previous(around.last(is_bare | (tokens.kind == AMOUNT)))
        rows = np.flatnonzero(is_bare)
        if not len(rows):
            return np.zeros(len(word), bool)
        raw = tokens.said("raw", rows)
        is_scaled = raw.str.contains("[万亿萬億]").to_numpy() & (self.lo[rows] >= 100 * ONE)
        is_cell = self._precedes(rows, _CELL_ENDS)
        distance = tokens.start[rows] - tokens.end[label[rows]]
        other = np.cumsum((lex.role[word] > 0) | (lex.level[word] > 0) | (tokens.kind != NONE))
        between = other[np.maximum(rows - 1, 0)] - other[np.maximum(label[rows], 0)]
        is_labelled = (label[rows] >= 0) & (spent[rows] < label[rows]) & (distance <= _FIRM) & (between == 0)
        is_labelled &= tokens.gaps(rows).str.contains(_LABEL).to_numpy()
        is_words = raw.str.contains("[千仟百佰]$").to_numpy() & (distance <= 2)
        takes = is_cell & is_labelled & (~raw.str.contains("[千仟百佰十拾]").to_numpy() | is_words)
        takes |= is_scaled & (speaks[rows] >= 0)
        takes |= self._by_form(rows, raw, is_cell)
        listed, scale = self._listed(is_bare)
        takes |= listed[rows]
        rows, is_scaled = rows[takes], is_scaled[takes]
        times = np.where(is_scaled, 1, np.maximum(factor[rows], 1)) * scale[rows]
        for values in (self.lo, self.hi):
            values[rows] = np.minimum(values[rows], _MOST // 10**4) * times
        self.unit[rows] = lex.index("元")
        return self._mask(rows)

    def _listed(self, is_bare: Bools) -> tuple[Bools, Ints]:
        """Say which bare numbers stand in a list that ends in money (8000、7500、4000元), and its scale."""
        lex, tokens = self.tokens.lexicon, self.tokens
        goes_on = np.concatenate((self.around.gap_is(("、", "和"))[1:], [False]))
        links = is_bare & goes_on
        end = np.minimum(self.around.next(~links), len(links) - 1)
        money = (tokens.kind[end] == AMOUNT) & (self.unit[end] == lex.index("元"))
        scaled = tokens.is_spelled("万[元圆]")[end] & (self.lo < 10_000 * ONE)
        return links & money & (end > self.around.rows), np.where(links & money & scaled, 10_000, 1)

    def _by_form(self, rows: Ints, raw: pl.Series, is_cell: Bools) -> Bools:
        """Say which bare numbers are money by their look: 欠薪明细：张某12,800；李某9,650, 卖了13780."""
        around, lex = self.around, self.tokens.lexicon
        speaks = around.in_scope(lex.role[self.tokens.word] > 0, around.sentence)[rows] >= 0
        grouped = raw.str.contains(_GROUPED).to_numpy() & speaks
        follows = np.maximum(rows - 1, 0)
        act = (lex.role[self.tokens.word[follows]] > 0) & (around.gap[rows] <= 1)
        found: Bools = is_cell & (grouped | (act & (self.lo[rows] >= 100 * ONE)))
        return found

    def _pieces_of_money(self) -> None:
        """Read 块 as yuan after the name of an amount (获利五百块), and as pieces else (手表2块)."""
        lex = self.tokens.lexicon
        word = self.tokens.word
        is_name = lex.is_named[word] & (lex.thing[word] == 0) & (lex.role[word] != lex.index("taken"))
        named = self.around.in_clause(is_name)
        spent = self.around.previous(self.around.last(self.is_amount))
        is_money = self.is_amount & (self.unit == lex.index("块")) & (named >= 0) & (spent < named)
        pieces = np.flatnonzero(self.is_amount & (self.unit == lex.index("块")) & ~is_money)
        ahead = self.tokens.ahead(pieces)
        is_money[pieces[ahead.str.contains(_PAYS).to_numpy()]] = True  # 以100块买走, 给他5000块
        self.unit[is_money] = lex.index("元")

    def _currencies(self) -> None:
        """Take 港币1,700元 for what it is: no yuan."""
        lex = self.tokens.lexicon
        rows = np.flatnonzero(self.is_amount & (self.unit == lex.index("元")))
        named = lex.cues.table.currencies
        ahead = self.tokens.ahead(rows)
        said = ahead.str.extract(f"({'|'.join(named)})$").replace_strict(named, default="")
        at = {name: lex.index(name) for name in named.values()}
        other = said.replace_strict(at, default=0, return_dtype=pl.Int64).to_numpy()
        self.unit[rows] = np.where(other > 0, other, self.unit[rows])

    def _idioms(self) -> None:
        """Leave out what counts nothing: 一种, 上一年, and the second day of "1月5日至8日"."""
        tokens, lex = self.tokens, self.tokens.lexicon
        one = (self.lo == ONE) & (self.hi == ONE) & tokens.is_spelled("^一")
        one &= ~tokens.is_spelled("[月元倍]") & (self.unit != lex.index("元"))
        after_date = np.concatenate(([False], (tokens.kind == NOTHING)[:-1]))
        days = np.isin(self.unit, [lex.index("日"), lex.index("年")])
        to = self.around.gap_is(("至", "到", "-", "—", "－", "、", "~"))
        self.is_one = one & self.is_amount
        # 三年内两次: how often and how long, told in passing and written out.
        passing = np.isin(self.unit, [lex.index(name) for name in _PASSING]) & (self.lo <= 10 * ONE)
        one |= passing & tokens.is_spelled("^[二两三四五六七八九十]{1,2}[^万千百余多]$")
        self.is_amount &= ~(one | (days & after_date & to))

    def _factor(self) -> Ints:
        """Return the scale that a heading gives to bare numbers: 单位：万元, 货值（万元）."""
        around, lex = self.around, self.tokens.lexicon
        header = lex.header[self.tokens.word]
        near = around.in_scope(header > 0, around.segment)
        lasting = around.last((header > 0) & lex.holds_text[self.tokens.word])
        same = (lasting >= 0) & (self.tokens.text[lasting] == self.tokens.text)
        return np.where(near >= 0, header[near], np.where(same, header[lasting], 0))

    def _round(self) -> None:
        """Widen what is about, over, near, at least or below."""
        tokens, table = self.tokens, self.tokens.lexicon.cues.table
        rows = np.flatnonzero(self.is_amount & ~self.is_nil)
        words = table.approximate
        every = [*words.least, *table.statutory.below, *words.over, *words.near, *words.about]
        pattern = "|".join(sorted(every, key=lambda word: (-len(word), word)))
        ahead = tokens.ahead(rows)
        # 签约23单, 合约30份: a contract, not about
        said = ahead.str.extract(f"(?:^|[^签合契预违节])({pattern})[ 人民币￥¥：:]*$").fill_null("")
        post = tokens.said("post", rows)
        following = tokens.spoken(rows + 1)
        beside = pl.Series(tokens.gap[rows + 1] == 0) & following.is_in(list(table.statutory.after))
        post = pl.select(pl.when(beside).then(following).otherwise(post)).to_series()
        reaches = rows[beside.to_numpy()]
        self.end[reaches] = tokens.end[reaches + 1]
        self.start[rows] += tokens.is_spelled("^[￥¥]")[rows]
        lo, hi, step = self.lo[rows], self.hi[rows], self.step[rows]

        def is_one(series: pl.Series, options: tuple[str, ...]) -> Bools:
            found: Bools = series.is_in(list(options)).to_numpy()
            return found

        ranged = hi > lo
        least = is_one(said, words.least) | (post == "以上").to_numpy()
        below = is_one(said, table.statutory.below) | is_one(post, ("以下", "以内"))
        more = is_one(post, ("余", "多")) & ~ranged
        over, near = is_one(said, words.over), is_one(said, words.near)
        about = is_one(said, words.about) | is_one(post, words.suffix_about)
        half = step // 2
        hi = np.where(more, lo + step, hi)
        new_lo = np.select([least, below & ~ranged, over, near, about], [lo, 0, lo, lo - step, lo - half], lo)
        new_hi = np.select([least, below, over, near, about], [OPEN, hi, hi + step, hi, hi + half], hi)
        self.lo[rows], self.hi[rows] = np.maximum(new_lo, 0), new_hi
        self.is_bound[rows] = (post == "以上").to_numpy() | below

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
        tokens, lex = self.tokens, self.tokens.lexicon
        said = self._named("per")
        per = np.concatenate((lex.per[tokens.word][1:], [0])) if len(tokens.word) else said
        gap = np.concatenate((self.around.gap[1:], [99])) if len(tokens.word) else said
        times = np.zeros(len(tokens.word), bool)
        amounts = np.flatnonzero(self.is_amount)
        times[amounts] = self.around.gap_is(("×", "x", "X", "*", " × ", "乘以"), amounts)
        counted = self.around.previous(self.unit, 0)  # 120件×35元
        one = np.concatenate((self.is_one[1:], [False])) & (gap == 0)  # 5元一斤
        per = np.where(one, np.concatenate((self.unit[1:], [0])), per)
        per = np.where(self.is_amount & (gap <= 1) & (per > 0), per, np.where(times, counted, 0))
        return np.where(said > 0, said, per)

    def per_of(self, is_money: Bools, at: Ints) -> Ints:
        """Return the unit that each of the amounts is the price for, 0 if it is none."""
        per = self.tokens.lexicon.per[self.tokens.word]
        marked = self.around.in_clause(per > 0, at)
        spent = self.around.previous(self.around.last(is_money))[at]
        before = (marked >= 0) & (spent < marked)
        after = self.per_after[at]
        return np.where(after > 0, after, np.where(before, per[marked], 0))

    def is_again(self, at: Ints) -> Bools:
        """Say which amounts the words right before them take up again: 将该4600元取走."""
        words = "|".join(self.tokens.lexicon.cues.table.again)
        ahead = self.tokens.ahead(at)
        found: Bools = ahead.str.contains(f"(?:{words})(?:现金)?(?:人民币)?$").to_numpy()
        return found

    def is_mark_count(self) -> Bools:
        """Say which counts are of registered marks: 三种注册商标."""
        lex, marks = self.tokens.lexicon, self.tokens.lexicon.cues.table.marks
        units = [lex.index(name) for name in marks.units]
        rows = np.flatnonzero(self.is_amount & np.isin(self.unit, units) & (self.lo <= marks.most * ONE))
        ahead = self.tokens.follow(rows, 2)
        fits = ahead.str.contains(f"^(?:{marks.after})") & ~ahead.str.contains(f"^(?:{marks.unless})")
        return self._mask(rows[fits.to_numpy()])
