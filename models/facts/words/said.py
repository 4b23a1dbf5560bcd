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
from models.facts.words.meanings import (
    LIST,
    combine_words,
    pass_over_payers,
    pass_over_pretexts,
    pass_over_sources,
    tell_customers,
    tell_purchases,
    tell_receipts,
    tell_wages,
    tell_what_is_left,
    weaken_acts,
)
from models.facts.words.numbers import Numbers
from models.facts.words.tokens import Tokens

FROM_EARLIER = 0.7  # confidence of what an earlier clause leaves to an amount; above: said in its own clause
GAP_RIGHT = ("", "的", "人民币", "为", "系", "属", "的人民币", "左右的", "余", "整", "元整的")
_PIECES = (("百", 100), ("千", 1_000), ("万", 10_000))  # 每百枚6元
_LEADS = "^[^，。；0-9]{0,8}[：:]"
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
    is_looked_back: Bools  # 骗取的8万元: what was taken is spoken of, not the taking
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
        tell_what_is_left(self)
        denied = pass_over_sources(self)
        weaken_acts(self)
        pass_over_pretexts(self)
        pass_over_payers(self)
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
        self.role[denied] = lex.index("unknown")
        self.owed = tell_wages(self)
        tell_purchases(self)
        combine_words(self)
        tell_receipts(self)
        tell_customers(self)

    def _many(self) -> Ints:
        """Return for how many pieces each sum is the price: 每百枚6元."""
        tokens, at = self.tokens, self.at
        many = np.ones(len(at), np.int64)
        told = tokens.texts.str.contains("每[百千万]").fill_null(False).to_numpy()[tokens.text[at]]
        for sign, pieces in _PIECES:
            for_so_many = f"每{sign}[^0-9，。；元人户]{{1,2}}(?:售价|卖价|收费|收取|按|卖|价)?$"
            many[self.holds(self.pays & told, lambda rows: tokens.ahead(at[rows], 3), for_so_many)] = pieces
        return many

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
        resets = around.sign("all") | ((lex.nil[word] > 0) & ~stated)  # 均未售出 says both
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

    def last_of(self, first: str, second: str, scope: Ints) -> Ints:
        """Return which of two signs was said last in the scope: 1, 2, or 0 for neither."""
        around = self.around
        says = around.sign(first), around.sign(second)
        last = around.in_scope(says[0] | says[1], scope, self.at)
        return np.where(last < 0, 0, np.where(says[1][last], 2, 1))

    def spent(self) -> Ints:
        """Return the amount before each amount."""
        return np.concatenate(([-1], self.at[:-1]))

    def listed(self, holds: Bools) -> Bools:
        """Spread what holds of an amount to those that follow it in a list (60mg/L、8mg/L)."""
        follows = self.around.gap_is(LIST, self.at)
        follows &= np.concatenate(([False], np.diff(self.at) == 1)) if len(self.at) else follows
        head = np.maximum.accumulate(np.where(follows, 0, np.arange(len(self.at))))
        return holds | (follows & holds[head])
