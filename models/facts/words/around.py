"""What was said around a token: the last word of a kind in its clause, segment, sentence, as index columns.

Everything is an index computed by running maxima over the token columns: "the last name before this amount in
its clause" is one pass, however many texts there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np
import numpy.typing as npt

from models.facts.words.lexicon import Bools, Ints
from models.facts.words.tokens import Tokens

_RARE = 4  # tokens fewer than a fourth of the rows asked are looked up from their side
_SHORT = 4  # signs of a gap that is compared


class Around:
    """Scopes of a token table, and the last and next token of a kind within them.

    A clause ends at a comma, a segment at a semicolon, a sentence at a full stop or the end of the text.
    What a bracket says of itself ends with it: "违法所得（扣除进货成本）5000元" is gain.
    """

    def __init__(self, tokens: Tokens) -> None:
        lexicon = tokens.lexicon
        self.tokens = tokens
        self.gap = tokens.gap
        self._signs: dict[tuple[str, ...], Bools] = {}
        self._watched = self._place = np.zeros(0, np.int64)
        self.rows = np.arange(len(tokens.word))
        level = lexicon.level[tokens.word]
        paren = lexicon.paren[tokens.word]
        self.sentence = self._after(level >= 3)
        self.segment = self._after(level >= 2)
        self.any_clause = self._after(level >= 1)
        self.clause_no = np.cumsum(np.concatenate(([0], (level >= 1)[:-1])))
        self.sentence_no = np.cumsum(np.concatenate(([0], (level >= 3)[:-1])))
        opened = np.cumsum(paren)
        depth = opened - np.concatenate(([0], opened))[self.segment]
        self.is_inside = depth - (paren > 0) > 0
        outer = self._after((level >= 1) & ~self.is_inside)
        self.outer_clause = np.maximum(outer, self.segment)
        self.inner_clause = np.maximum(self.any_clause, self._after(paren > 0))

    def _after(self, is_break: Bools) -> Ints:
        """Return for each token the row right after the last break before it."""
        if not len(self.rows):
            return self.rows
        begins = np.flatnonzero(is_break[:-1]) + 1
        return np.repeat(np.concatenate(([0], begins)), np.diff(begins, prepend=0, append=len(self.rows)))

    def sign(self, *names: str) -> Bools:
        """Say which tokens are words with one of the signs."""
        if names not in self._signs:
            signs = self.tokens.lexicon.signs
            table = np.zeros(len(self.tokens.lexicon.length), bool)
            for name in names:
                if name in signs:
                    table |= signs[name]
            self._signs[names] = table[self.tokens.word]
        return self._signs[names]

    def level(self, least: int) -> Bools:
        """Say which tokens end a clause (1), a segment (2) or a sentence (3), or more."""
        found: Bools = self.tokens.lexicon.level[self.tokens.word] >= least
        return found

    def last(self, mask: Bools) -> Ints:
        """Return the row of the last such token up to here in any text, -1 if none."""
        return self.last_of(np.flatnonzero(mask))

    def last_of(self, found: Ints) -> Ints:
        """Return the last of these rows up to each token, -1 if none."""
        # Repeating is a third of the cost of a running maximum.
        ends = np.concatenate((found, [len(self.rows)]))
        return np.repeat(np.concatenate(([-1], found)), np.diff(ends, prepend=0))

    def next(self, mask: Bools) -> Ints:
        """Return the row of the first such token after this one, the number of rows if none."""
        if not len(self.rows):
            return self.rows
        found = np.flatnonzero(mask)
        ends = np.concatenate((found, [len(self.rows)]))
        return np.repeat(ends, np.diff(ends, prepend=0))

    def in_scope(self, mask: Bools, scope: Ints, at: Ints | None = None) -> Ints:
        """Return the last such token in the scope up to each of the rows (all if None), -1 if none."""
        if at is None:
            found = self.last(mask)
        else:
            found, scope = self._last_at(np.flatnonzero(mask), at), scope[at]
        return np.where(found >= scope, found, -1)

    def watch(self, at: Ints) -> None:
        """Make ready for rows that are asked about time and again."""
        is_watched = np.zeros(len(self.rows) + 1, bool)
        is_watched[at] = True
        self._watched, self._place = at, np.cumsum(is_watched) - is_watched

    def _last_at(self, found: Ints, at: Ints) -> Ints:
        """Return the last of some rows up to each of others, both in order, -1 if none."""
        if at is self._watched:
            place = self._place[found]
        elif len(found) * _RARE > len(at):
            return self.last_of(found)[at]
        else:
            place = np.searchsorted(at, found)
        last = np.full(len(at) + 1, -1)
        last[place] = found  # of several in one place the last stays
        return np.maximum.accumulate(last[:-1])

    def in_clause(self, mask: Bools, at: Ints | None = None) -> Ints:
        """Return the last such token that speaks to each of the rows in its clause, -1 if none."""
        at = self.rows if at is None else at
        found = self._last_at(np.flatnonzero(mask & ~self.is_inside), at)
        found = np.where(found >= self.outer_clause[at], found, -1)
        within = np.flatnonzero(self.is_inside[at])
        if len(within):
            inner = at[within]
            inside = self._last_at(np.flatnonzero(mask), inner)
            found[within] = np.where(inside >= self.inner_clause[inner], inside, found[within])
        return found

    def anywhere(self, mask: Bools, at: Ints) -> Bools:
        """Say for each of the rows whether its sentence holds such a token, before it or after."""
        held = np.zeros(self.sentence_no[-1] + 1 if len(self.rows) else 0, bool)
        held[self.sentence_no[mask]] = True
        found: Bools = held[self.sentence_no[at]]
        return found

    def gap_before(self, rows: Ints) -> Ints:
        """Return how many signs stand between these tokens and what comes before them."""
        return self.gap[rows]

    def previous(self, values: Ints, missing: int = -1) -> Ints:
        """Return the values one token earlier."""
        return np.concatenate(([missing], values[:-1])) if len(values) else values

    def gap_is(self, texts: Iterable[str], rows: Ints | None = None) -> Bools:
        """Say before which tokens, of these or of all, nothing stands but one of these short texts."""
        keys = self._gap_keys if rows is None else self._gap_keys[rows]
        wanted = [sum(ord(sign) << 16 * place for place, sign in enumerate(text)) for text in texts]
        found: Bools = np.isin(keys, np.array(wanted, np.uint64))
        return found

    @cached_property
    def _gap_keys(self) -> npt.NDArray[np.uint64]:
        """Return the text before each token as a number, which no text of five or more signs has."""
        code, first = self.tokens.signs.code, self.tokens.signs.at - self.gap
        keys = np.where(self.gap > _SHORT, np.uint64(2**64 - 1), np.uint64(0))
        rows = np.flatnonzero((self.gap > 0) & (self.gap <= _SHORT))
        for place in range(_SHORT):
            rows = rows[self.gap[rows] > place]
            keys[rows] |= np.minimum(code[first[rows] + place], 0xFFFF).astype(np.uint64) << np.uint64(
                16 * place
            )
        return keys

    def headed(self, gives: Bools) -> Ints:
        """Return for each token the first one after a heading and a colon, 0 if none.

        A colon right after a word that gives its role to what follows (罚款：) ends no heading.
        """
        signs = self.tokens.signs
        after = np.unique(np.searchsorted(signs.at, np.flatnonzero(signs.code == ord("："))))
        after = after[~(self.gap_begins("：", after) & gives[np.maximum(after - 1, 0)])]
        return np.maximum(self.last_of(after), 0)

    def gap_begins(self, texts: Iterable[str], rows: Ints) -> Bools:
        """Say before which of the tokens the text since the last one begins with one of these."""
        code, gap = self.tokens.signs.code, self.gap[rows]
        first = self.tokens.signs.at[rows] - gap
        found = np.zeros(len(rows), bool)
        for text in texts:
            begins = gap >= len(text)
            for place, sign in enumerate(text):
                begins &= code[np.minimum(first + place, len(code) - 1)] == ord(sign)
            found |= begins
        return found
