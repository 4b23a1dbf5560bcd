"""Texts to tokens: cue words, breaks and numbers, one row each, with where they stand.

Every step is a pass over a column. Cue words become single signs (Aho-Corasick), so that the pattern that
finds tokens stays small; the text between two tokens is kept, since some words bind only what is adjacent.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl

from models.facts.cues import alternatives
from models.facts.lexicon import CODED, Bools, Ints, Lexicon, load_lexicon
from models.facts.written import read_spellings, token_pattern

NONE, NOTHING, BARE, AMOUNT = range(4)  # what a token says as a number: none, a date or the like, a number
_KINDS = {"nothing": NOTHING, "bare": BARE, "amount": AMOUNT}

# Full-width signs that are read as their plain form, one to one so that positions stay.
_WIDE, _PLAIN = list("０１２３４５６７８９．％／－　"), list("0123456789.%/- ")
_MARKUP = r"<[^<>]{0,400}>|&[a-zA-Z]{2,8};|&#[0-9]{1,5};"


@dataclass
class Tokens:
    """One row per token, in the order of the texts; every text ends with a token of its own.

    ``word`` is the number of the cue word (``Lexicon``); ``gap`` the text between it and the token before.
    What numbers say stands in ``read`` once per spelling; ``spelling`` is its row, the last for other tokens.
    """

    lexicon: Lexicon
    frame: pl.DataFrame  # raw, gap, and spoken: raw with words in the place of their signs
    text: Ints
    start: Ints
    end: Ints
    word: Ints
    read: pl.DataFrame  # raw, lo, hi, step, unit, post, per
    spelling: Ints
    kind: Ints  # NONE, NOTHING, BARE or AMOUNT

    def near(self, rows: Ints, offset: int, column: str) -> pl.Series:
        """Return a column some tokens further on, empty beyond the ends."""
        at = rows + offset
        inside = (at >= 0) & (at < len(self.text))
        safe = np.clip(at, 0, max(len(self.text) - 1, 0))
        same = inside & (self.text[safe] == self.text[rows])
        values = self.frame[column].gather(pl.Series(safe))
        return pl.select(pl.when(pl.Series(same)).then(values).otherwise(pl.lit(""))).to_series()

    def said(self, column: str, rows: Ints) -> pl.Series:
        """Return what the spellings of tokens say, empty where they are no numbers."""
        return self.read[column].gather(pl.Series(self.spelling[rows])).fill_null("")

    def figure(self, column: str) -> Ints:
        """Return a figure of the spellings for every token, 0 where there is none."""
        found: Ints = self.read[column].fill_null(0).to_numpy()[self.spelling]
        return found

    def is_spelled(self, pattern: str) -> Bools:
        """Say which tokens are numbers whose spelling holds the pattern."""
        found: Bools = self.read["raw"].str.contains(pattern).to_numpy()[self.spelling]
        return found

    def spoken(self, rows: Ints, offset: int) -> pl.Series:
        """Return the words of a token some tokens further on, as they stand in the text."""
        return self.near(rows, offset, "spoken")


def plain(texts: pl.Series) -> pl.Series:
    """Return the texts with plain digits and with spaces for markup, sign for sign."""
    texts = texts.fill_null("").str.replace_many(_WIDE, _PLAIN, leftmost=True)
    odd = texts.str.contains(rf"[<&\x00-\x08]|{CODED}")
    if not odd.any():
        return texts
    marked = texts.filter(odd).str.replace_all(rf"[\x00-\x08]|{CODED}", "□").to_frame("text")
    pieces = (
        marked.with_row_index("row")
        .with_columns(
            gap=pl.col("text").str.split(_MARKUP, literal=False),
            mark=pl.concat_list(pl.col("text").str.extract_all(_MARKUP), pl.lit("")),
        )
        .explode("gap", "mark")
        .with_columns(blank=pl.lit("").str.pad_start(pl.col("mark").str.len_chars(), " "))
        .group_by("row", maintain_order=True)
        .agg(pl.concat_str("gap", "blank").str.join(""))
    )
    cleaned = texts.to_frame("text").with_row_index("at").with_columns(odd=odd)
    fixed = cleaned.filter("odd").select("at").with_columns(fixed=pieces["gap"])
    return cleaned.join(fixed, on="at", how="left", maintain_order="left").select(
        pl.coalesce("fixed", "text")
    )["fixed"]


@cache
def _pattern() -> str:
    breaks = r"[。！？!?\n；;，,（(）)]"
    return f"{token_pattern(load_lexicon().cues)}|{CODED}|{breaks}"


def tokenise(texts: pl.Series) -> Tokens:
    """Find the tokens of the texts.

    Parameters
    ----------
    texts : polars.Series of str
        As ``plain`` returns them.
    """
    lexicon = load_lexicon()
    pattern = _pattern()
    coded = texts.str.replace_many(lexicon.words, lexicon.codes, leftmost=True).alias("coded")
    length = texts.str.len_chars().cast(pl.Int64).to_numpy()
    frame = (
        coded.to_frame()
        .with_row_index("text")
        .select(
            "text",
            raw=pl.concat_list(pl.col("coded").str.extract_all(pattern), pl.lit("")),
            gap=pl.col("coded").str.split(pattern, literal=False),
        )
        .explode("raw", "gap")
    )
    word = (
        frame["raw"]
        .replace_strict(
            {**lexicon.number, "": len(lexicon.length) - 1},
            default=len(lexicon.length) - 2,
            return_dtype=pl.Int64,
        )
        .to_numpy()
        .copy()
    )
    is_number = word == len(lexicon.length) - 2
    taken = np.where(is_number, frame["raw"].str.len_chars().to_numpy(), lexicon.length[word])
    taken[lexicon.level[word] > 0] = 1
    taken[lexicon.paren[word] != 0] = 1
    taken[word == len(lexicon.length) - 1] = 0
    text = frame["text"].cast(pl.Int64).to_numpy()
    before = np.concatenate(([0], np.cumsum(length)))[text]
    end = np.cumsum(frame["gap"].str.len_chars().cast(pl.Int64).to_numpy() + taken) - before
    words = pl.Series([*lexicon.words, *[None] * (len(lexicon.length) - len(lexicon.words))], dtype=pl.String)
    frame = frame.with_columns(words.gather(pl.Series(word)).fill_null(frame["raw"]).alias("spoken"))
    read, spelling = _read_numbers(frame["raw"], is_number, lexicon)
    kind = read["kind"].replace_strict(_KINDS, default=NONE, return_dtype=pl.Int64).to_numpy()[spelling]
    tokens = Tokens(
        lexicon,
        frame.select("raw", "gap", "spoken"),
        text,
        end - taken,
        end,
        word,
        read.drop("kind"),
        spelling,
        kind,
    )
    _check_units(tokens)
    _apply_guards(tokens)
    return tokens


def _read_numbers(raw: pl.Series, is_number: Bools, lexicon: Lexicon) -> tuple[pl.DataFrame, Ints]:
    """Read each distinct spelling once, and say which of them each token is."""
    numbers = raw.filter(pl.Series(is_number))
    spelled = numbers.unique(maintain_order=True).rename("raw").to_frame()
    read = spelled.join(
        read_spellings(spelled["raw"], lexicon.cues), on="raw", how="left", maintain_order="left"
    )
    none = pl.DataFrame({"raw": [""], "kind": [""]})
    read = pl.concat([read.with_columns(pl.col("kind").fill_null("nothing")), none], how="diagonal")
    spelling = np.full(len(raw), len(spelled))
    if len(spelled):
        at = pl.Series(range(len(spelled)), dtype=pl.Int64)
        spelling[is_number] = numbers.replace_strict(spelled["raw"], at, return_dtype=pl.Int64).to_numpy()
    return read, spelling


def _check_units(tokens: Tokens) -> None:
    """Take a number for a bare one where the text after it shows that its unit is no unit (5区, 3人民币)."""
    table = tokens.lexicon.cues.table.units
    guarded = {sign: unit.not_before for sign, unit in table.items() if unit.not_before}
    ends = tokens.is_spelled(rf"(?:{alternatives(guarded)})$")
    rows = np.flatnonzero(ends & (tokens.kind == AMOUNT))
    if not len(rows):
        return
    pattern = "|".join(f"{sign}\x03(?:{after})" for sign, after in guarded.items())
    fails = _join(tokens.near(rows, 0, "raw"), "\x03", _follow(tokens, rows)).str.contains(f"(?:{pattern})")
    tokens.kind[rows[fails.to_numpy()]] = NOTHING


def _apply_guards(tokens: Tokens) -> None:
    """Take no notice of a cue word where the text around it shows that it is none."""
    none = len(tokens.lexicon.length) - 2
    for which, guard in tokens.lexicon.guards.items():
        rows = np.flatnonzero(guard.has[tokens.word])
        if not len(rows):
            continue
        word = tokens.spoken(rows, 0)
        if which == "not_after":
            ahead = _join(tokens.spoken(rows, -1), "", tokens.near(rows, 0, "gap"))
            text = _join(ahead, "\x03", word)
        else:
            text = _join(word, "\x03", _follow(tokens, rows))
        is_found = text.str.contains(guard.pattern).to_numpy()
        tokens.word[rows[is_found != (which == "only_before")]] = none


def _follow(tokens: Tokens, rows: Ints) -> pl.Series:
    """Return the text after tokens, as far as guards look."""
    first = _join(tokens.near(rows, 1, "gap"), "", tokens.spoken(rows, 1))
    return _join(first, "", _join(tokens.near(rows, 2, "gap"), "", tokens.spoken(rows, 2)))


def _join(left: pl.Series, sign: str, right: pl.Series) -> pl.Series:
    return pl.select(pl.concat_str(left.alias("left"), right.alias("right"), separator=sign)).to_series()
