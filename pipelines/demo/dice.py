"""Chance, in one seeded stream: fast scalar draws from blocks of uniform numbers."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")
BLOCK = 1 << 15


class Dice:
    """A stream of draws; the same seed gives the same stream on every machine.

    numpy's own scalar draws cost microseconds each, and a district needs millions: uniforms are drawn in
    blocks and everything else is made from them.
    """

    def __init__(self, seed: int, stream: int = 0, words: float = 0.06) -> None:
        self.words = words  # share of amounts that prose writes in Chinese numerals
        self._rng = np.random.Generator(np.random.PCG64([seed, stream]))
        self._block: list[float] = []
        self._at = 0

    def unit(self) -> float:
        """Return a number in [0, 1)."""
        if self._at >= len(self._block):
            self._block = self._rng.random(BLOCK).tolist()
            self._at = 0
        self._at += 1
        return self._block[self._at - 1]

    def chance(self, share: float) -> bool:
        """Return True in `share` of the draws."""
        return self.unit() < share

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int(self.unit() * (high - low + 1))

    def between(self, low: float, high: float) -> float:
        """Return a number between low and high."""
        return low + self.unit() * (high - low)

    def skewed(self, low: float, high: float) -> float:
        """Return a number between low and high, small ones more often (log-uniform)."""
        return math.exp(self.between(math.log(low), math.log(high)))

    def pick(self, items: Sequence[T]) -> T:
        """Return one item."""
        return items[int(self.unit() * len(items))]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """Return `count` different items, in random order."""
        rest = list(items)
        return [rest.pop(int(self.unit() * len(rest))) for _ in range(min(count, len(rest)))]

    def weighted(self, pairs: Sequence[tuple[T, float]]) -> T:
        """Return one item, each with its weight."""
        left = self.unit() * sum(weight for _, weight in pairs)
        for item, weight in pairs:
            left -= weight
            if left < 0:
                return item
        return pairs[-1][0]

    def digits(self, count: int) -> str:
        """Return a string of digits."""
        return str(int(self.unit() * 10**count)).zfill(count)

    def day(self, first: dt.date, last: dt.date) -> dt.date:
        """Return a day from first to last; the first day if the span is empty."""
        return first + dt.timedelta(days=self.whole(0, max(0, (last - first).days)))


def plus(day: dt.date, days: int) -> dt.date:
    """Return the day `days` later."""
    return day + dt.timedelta(days=days)


def weekday(day: dt.date) -> dt.date:
    """Return the day, or the Monday after it if it is a weekend."""
    return plus(day, (7 - day.weekday()) % 7) if day.weekday() > 4 else day


def weekdays_later(day: dt.date, count: int) -> dt.date:
    """Return the day `count` Mondays-to-Fridays later (public holidays are not known here)."""
    while count > 0:
        day = plus(day, 1)
        count -= day.weekday() < 5
    return day
