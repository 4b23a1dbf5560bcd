"""Words that whatever a pattern matches must hold: one search for all words tells where a pattern can match.

Reads the part of the syntax that the tables use: signs, classes, groups, alternatives, quantifiers, and what
is looked back or ahead to, which asks for no word.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

_MOST = 200  # spellings of one run of signs; more are not worth telling apart
_UNLIKELIER = 200  # how much rarer a word is for each further sign, roughly
_COMMON = 0.006  # of words that are found so often, single signs, a second set narrows nothing
_ANY = frozenset("dDwWsSbB")


@dataclass(frozen=True, slots=True)
class _Part:
    """What a part of a pattern matches: all spellings, if they are few, and words one of which it holds."""

    spellings: frozenset[str] | None
    words: frozenset[str] | None


_NOTHING = _Part(frozenset({""}), None)
_ANYTHING = _Part(None, None)


def needed_words(pattern: str) -> list[tuple[frozenset[str], ...]]:
    """Return for each alternative of the pattern one or two sets of words.

    Whatever the pattern matches holds, for one of its alternatives, a word of each set.

    Raises
    ------
    ValueError
        If an alternative can match without any certain word, or the pattern has parts that are not read.
    """
    reader = _Reader(pattern)
    needed = [reader.needed()]
    while reader.take("|"):
        needed.append(reader.needed())
    if not all(needed):
        raise ValueError(f"no word must stand in what matches {pattern}")
    return needed


class _Reader:
    """Reads a pattern sign by sign."""

    def __init__(self, pattern: str) -> None:
        self.left = pattern

    def take(self, *signs: str) -> str:
        for sign in signs:
            if self.left.startswith(sign):
                self.left = self.left[len(sign) :]
                return sign
        return ""

    def alternatives(self) -> _Part:
        """Read up to the end of the group: one of these stands there."""
        parts = [self._sequence()]
        while self.take("|"):
            parts.append(self._sequence())
        spellings: frozenset[str] | None = frozenset()
        words: frozenset[str] | None = frozenset()
        for part in parts:
            spellings = None if spellings is None or part.spellings is None else spellings | part.spellings
            words = None if words is None or part.words is None else words | part.words
        return _Part(spellings, words)

    def needed(self) -> tuple[frozenset[str], ...]:
        """Read up to the next alternative: the words found least often, and others worth asking for too."""
        _, choices = self._choices()
        rarest = sorted(choices, key=_often)[:2]
        return tuple(
            frozenset(word for word in words if not any(other in word for other in words - {word}))
            for at, words in enumerate(rarest)
            if at == 0 or _often(words)[0] < _COMMON
        )

    def _sequence(self) -> _Part:
        spellings, choices = self._choices()
        return _Part(spellings, min(choices, key=_often, default=None))

    def _choices(self) -> tuple[frozenset[str] | None, list[frozenset[str]]]:
        """Read up to the next alternative: its spellings, if few, and sets of words it holds one of."""
        run, choices, is_whole = frozenset({""}), list[frozenset[str]](), True
        while self.left and self.left[0] not in "|)":
            part = self._repeated(self._atom())
            if part.spellings is not None and len(run) * len(part.spellings) <= _MOST:
                run = frozenset(map("".join, product(run, part.spellings)))
                continue
            choices += [run, part.words or frozenset({""})]
            run, is_whole = part.spellings or frozenset({""}), False
        return run if is_whole else None, [words for words in (*choices, run) if "" not in words]

    def _atom(self) -> _Part:
        if self.take("(?=", "(?!", "(?<=", "(?<!"):
            self._group()
            return _NOTHING
        if self.take("(?:", "("):
            if self.left.startswith("?"):
                raise ValueError(f"a kind of group that is not read: ({self.left[:3]}")
            return self._group()
        if self.take("["):
            return self._class()
        sign, self.left = self.left[0], self.left[1:]
        if sign == "\\":
            sign, self.left = self.left[0], self.left[1:]
            return _ANYTHING if sign in _ANY else _spelt({"\n" if sign == "n" else sign})
        return {".": _ANYTHING, "^": _NOTHING, "$": _NOTHING}.get(sign) or _spelt({sign})

    def _group(self) -> _Part:
        part = self.alternatives()
        self.take(")")
        return part

    def _class(self) -> _Part:
        inside, is_known = "", not self.take("^")
        while not self.take("]"):
            sign, self.left = self.left[0], self.left[1:]
            if sign == "\\":
                sign, self.left = self.left[0], self.left[1:]
                is_known = is_known and sign not in _ANY
            elif sign == "-" and inside and not self.left.startswith("]"):
                last, self.left = self.left[0], self.left[1:]
                sign = "".join(map(chr, range(ord(inside[-1]) + 1, ord(last) + 1)))
            inside += sign
        return _spelt(set(inside)) if is_known and len(inside) <= _MOST else _ANYTHING

    def _repeated(self, part: _Part) -> _Part:
        how = self.take("?", "*", "+", "{")
        if not how:
            return part
        least = {"?": 0, "*": 0, "+": 1}.get(how)
        if least is None:
            counts, _, self.left = self.left.partition("}")
            least = int(counts.partition(",")[0] or 0)
        self.take("?")
        if how == "?" and part.spellings is not None:
            return _Part(part.spellings | {""}, None)
        return _Part(None, part.words if least else None)


def _spelt(signs: set[str]) -> _Part:
    return _Part(frozenset(signs), frozenset(signs))


def _often(words: frozenset[str]) -> tuple[float, list[str]]:
    return sum(_UNLIKELIER ** -len(word) for word in words), sorted(words)
