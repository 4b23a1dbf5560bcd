"""One search for the words that patterns need: in which texts each of many patterns may match.

Hundreds of patterns in thousands of texts: to look for each in each costs more than all that follows. One
Aho-Corasick pass over the texts finds the words of all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from models.facts.needed import needed_words

_FEW = 4_000  # bytes in all, below which looking for each word is quicker than making one search of all
_SCHEMA = {"word": pl.String, "alternative": pl.Int64, "name": pl.String, "is_enough": pl.Boolean}


@dataclass(frozen=True, slots=True)
class Search:
    """The words by which texts are found in which a pattern may match.

    ``words`` says which alternative of the patterns of which name needs one of them, and whether that
    ``is_enough``: if not, one of ``others`` must stand beside it.
    """

    words: pl.DataFrame
    others: pl.DataFrame
    spelt: list[str]  # all of them

    def find(self, texts: pl.Series) -> pl.DataFrame:
        """Return each ``name`` with the ``place`` of each text in which one of its patterns may match."""
        words = self.spelt
        if (texts.str.len_bytes().sum() or 0) < _FEW:
            told = "\n".join(texts)
            words = [word for word in words if word in told]
        if not words:
            return pl.DataFrame(schema={"name": pl.String, "place": pl.UInt32})
        found = (
            pl.DataFrame({"word": texts.str.extract_many(words, overlapping=True)})
            .with_row_index("place")
            .filter(pl.col("word").list.len() > 0)
            .explode("word")
        )
        first = found.join(self.words, on="word")
        beside = found.join(self.others, on="word")
        both = first.filter(~pl.col("is_enough")).join(beside, on=["place", "alternative"], how="semi")
        return pl.concat([first.filter("is_enough"), both]).select("name", "place").unique()


def search_for(patterns: Iterable[tuple[str, str]], spelt: pl.Expr | None = None) -> Search:
    """Return the search for named patterns.

    Parameters
    ----------
    patterns : iterable of tuple of str
        Names and patterns; a name may have several.
    spelt : polars.Expr, optional
        How the words stand in the texts that are searched, of the column ``word``.

    Raises
    ------
    ValueError
        If something in a pattern can match without any certain word.
    """
    needed = [(name, sets) for name, pattern in patterns for sets in needed_words(pattern)]
    words, others = (
        pl.DataFrame(
            [
                (word, at, name, len(sets) == 1)
                for at, (name, sets) in enumerate(needed)
                for words in sets[place : place + 1]
                for word in words
            ],
            schema=_SCHEMA,
            orient="row",
        )
        .with_columns(pl.col("word") if spelt is None else spelt)
        .unique()
        for place in (0, 1)
    )
    return Search(words, others, sorted({*words["word"], *others["word"]}))
