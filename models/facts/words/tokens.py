"""Texts to tokens: cue words, breaks and numbers, one row each, with where they stand.

Every step is a pass over a column. Cue words become single signs (Aho-Corasick) and so do numbers; then one
array of signs tells where tokens are. Text is cut out only where it is asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from models.facts.words.cues import alternatives
from models.facts.words.lexicon import CODED, Bools, Ints, Lexicon, load_lexicon
from models.facts.words.written import read_spellings, token_pattern

NONE, NOTHING, BARE, AMOUNT = range(4)  # what a token says as a number: none, a date or the like, a number
_NUMBER, END = "\x01", "\x02"  # what stands for numbers, and for the end of a text
_KINDS = {"nothing": NOTHING, "bare": BARE, "amount": AMOUNT}

_FEW = 4_000  # bytes in all, below which looking for each word is quicker than making one search of all

Codes = npt.NDArray[np.uint32]

# Full-width signs that are read as their plain form, one to one so that positions stay.
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_WIDE = [*"０１２３４５６７８９．％／－　", *(chr(ord(letter) + 0xFEE0) for letter in _LETTERS)]
_PLAIN = [*"0123456789.%/- ", *_LETTERS]
_MARKUP = r"<[^<>]{0,400}>|&[a-zA-Z]{2,8};|&#[0-9]{1,5};"


class Signs(NamedTuple):
    """The texts sign by sign, with one sign for every token, and where the tokens are."""

    code: Codes
    at: Ints


@dataclass
class Tokens:
    """One row per token, in the order of the texts; every text ends with a token of its own.

    ``word`` is the number of the cue word (``Lexicon``); ``gap`` the number of signs between a token and what
    comes before it. What numbers say stands in ``read`` once per spelling; ``spelling`` is its row, the last
    for other tokens.
    """

    lexicon: Lexicon
    signs: Signs
    texts: pl.Series  # as ``plain`` returns them
    text: Ints
    start: Ints
    end: Ints
    gap: Ints
    starts_at: Ints  # in bytes of the text
    ends_at: Ints
    word: Ints
    read: pl.DataFrame  # raw, lo, hi, step, unit, post, per
    spelling: Ints
    kind: Ints  # NONE, NOTHING, BARE or AMOUNT

    def said(self, column: str, rows: Ints) -> pl.Series:
        """Return what the spellings of tokens say, empty where they are no numbers."""
        return self.read[column].gather(pl.Series(self.spelling[rows])).fill_null("")

    def figure(self, column: str) -> Ints:
        """Return a figure of the spellings for every token, 0 where there is none."""
        found: Ints = self.read[column].fill_null(0).to_numpy()[self.spelling]
        return found

    def mask(self, rows: Ints) -> Bools:
        """Return a column of all tokens that is true at these."""
        mask = np.zeros(len(self.word), bool)
        mask[rows] = True
        return mask

    def is_spelled(self, pattern: str, rows: Ints) -> Bools:
        """Say which of the tokens are numbers whose spelling holds the pattern."""
        if not len(rows):
            return np.zeros(0, bool)
        found: Bools = self.read["raw"].str.contains(pattern).to_numpy()[self.spelling[rows]]
        return found

    def spoken(self, rows: Ints) -> pl.Series:
        """Return the words of tokens as they stand in the text."""
        return self._cut(rows, self.starts_at[rows], self.ends_at[rows])

    def gaps(self, rows: Ints) -> pl.Series:
        """Return the text between tokens and what comes before them."""
        return self._cut(rows, self._from(rows), self.starts_at[rows])

    def ahead(self, rows: Ints, many: int = 1) -> pl.Series:
        """Return the text before tokens from the start of the token that is so many before them."""
        first = np.maximum(rows - many, 0)
        same = (self.text[first] == self.text[rows]) & (rows >= many)
        return self._cut(rows, np.where(same, self.starts_at[first], 0), self.starts_at[rows])

    def after_break(self, rows: Ints, breaks: Bools) -> pl.Series:
        """Return the text before tokens from the end of the last of some other tokens in their text."""
        last = np.concatenate(([-1], np.maximum.accumulate(np.where(breaks, np.arange(len(breaks)), -1))))
        begin = last[rows]
        same = (begin >= 0) & (self.text[begin] == self.text[rows])
        return self._cut(rows, np.where(same, self.ends_at[begin], 0), self.starts_at[rows])

    def since(self, rows: Ints, first: Ints) -> pl.Series:
        """Return the text before tokens from the end of what comes before others of their text."""
        return self._cut(rows, self._from(first), self.starts_at[rows])

    def follow(self, rows: Ints, many: int) -> pl.Series:
        """Return the text after tokens up to the end of the token that is so many further on."""
        last = rows
        for _ in range(many):  # not beyond the end of a text
            last = np.where(self.word[last] == len(self.lexicon.length) - 1, last, last + 1)
        return self._cut(rows, self.ends_at[rows], self.ends_at[last])

    def next_sign(self, rows: Ints) -> Ints:
        """Return the code of the sign after tokens: of a token where one follows at once."""
        found: Ints = self.signs.code[self.signs.at[rows] + 1].astype(np.int64)
        return found

    def _from(self, rows: Ints) -> Ints:
        """Return where the token before each of the tokens ends in its text, in bytes."""
        before = np.maximum(rows - 1, 0)
        same = (self.text[before] == self.text[rows]) & (rows > 0)
        return np.where(same, self.ends_at[before], 0)

    def _cut(self, rows: Ints, begin: Ints, end: Ints) -> pl.Series:
        # By bytes: to find the thousandth sign of a text one would have to count from its beginning.
        frame = pl.DataFrame({"begin": begin, "size": end - begin}).with_columns(
            text=self.texts.gather(pl.Series(self.text[rows]))
        )
        part = pl.col("text").cast(pl.Binary).bin.slice("begin", "size").cast(pl.String)
        return frame.select(part).to_series()


def plain(texts: pl.Series) -> pl.Series:
    """Return the texts with plain digits and with spaces for markup, sign for sign."""
    texts = _punctuated(texts.fill_null("").str.replace_many(_WIDE, _PLAIN, leftmost=True))
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


def _punctuated(texts: pl.Series) -> pl.Series:
    """Return the texts with the commas of Chinese print, and with a cell beside the heading above it.

    A comma between figures stays: 12,300元. The point after the number of an act is none: 1.2021年4月3日.
    What stands alone on the line after 罚款金额（元） is its cell, as 5000元 is after 罚款金额.
    """
    text = pl.col("text")
    commas = text.str.replace_all("([^0-9]),", "${1}，").str.replace_all(",([^0-9]|$)", "，$1")
    figure = r"[0-9][0-9,]*(?:\.[0-9]+)?"
    beside = text.str.replace_all(rf"(元[)）])\n({figure}(?:\n|$))", "$1 $2")
    below = text.str.replace_all(rf"([额款得值])\n({figure}[百千万亿]*元(?:\n|$))", "$1 $2")
    numbered = text.str.replace_all(r"(^|[^0-9.])([0-9]{1,2})[.]((?:19|20)[0-9]{2}年)", "$1$2、$3")
    for has, change in (
        (texts.str.contains(",", literal=True), commas),
        (texts.str.contains_any([".20", ".19"]), numbered),
        (texts.str.contains_any(["元)\n", "元）\n"]), beside),
        (texts.str.contains_any(["额\n", "款\n", "得\n", "值\n"]), below),
    ):
        if has.any():
            texts = _where(texts, has, change)
    return texts


def _where(texts: pl.Series, has: pl.Series, change: pl.Expr) -> pl.Series:
    """Change some of the texts; the others are not looked at."""
    some = texts.to_frame("text").filter(has).select(change).to_series()
    return texts.scatter(has.arg_true(), some)


@cache
def _number_pattern() -> str:
    return token_pattern(load_lexicon().cues)


@cache
def _words_by_sign() -> npt.NDArray[np.int16]:
    """Return the number of the word or break that each sign of a coded text stands for, -1 for none."""
    lexicon = load_lexicon()
    found = np.full(0x10000, -1, np.int16)
    for sign, number in lexicon.number.items():
        found[ord(sign)] = number
    found[ord(_NUMBER)], found[ord(END)] = len(lexicon.length) - 2, len(lexicon.length) - 1
    return found


def tokenise(texts: pl.Series) -> Tokens:
    """Find the tokens of the texts.

    Parameters
    ----------
    texts : polars.Series of str
        As ``plain`` returns them.
    """
    lexicon = load_lexicon()
    pattern = _number_pattern()
    coded = texts.str.replace_many(*_coding(texts, lexicon), leftmost=True)
    numbers = coded.str.extract_all(pattern).explode(empty_as_null=False)
    code = _codes(coded.str.replace_all(pattern, _NUMBER) + END)
    meant = _words_by_sign().take(code, mode="clip")
    at = np.flatnonzero(meant >= 0)
    word = meant[at].astype(np.int64)
    is_number = word == len(lexicon.length) - 2
    is_last = word == len(lexicon.length) - 1
    ends = np.flatnonzero(is_last)
    text = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=-1))
    gap = np.diff(at, prepend=-1) - 1
    taken = lexicon.length[word]
    taken[is_number] = numbers.str.len_chars().to_numpy()
    start, end = _places(gap, taken, text, ends)
    upto = np.cumsum(_sizes(code), dtype=np.int64)[at]
    between = upto - _sizes(code[at]) - np.concatenate(([0], upto))[:-1]
    taken = lexicon.size[word]
    taken[is_number] = numbers.str.len_bytes().to_numpy()
    starts_at, ends_at = _places(between, taken, text, ends)
    read, spelling = _read_numbers(numbers, is_number, lexicon)
    kind = read["kind"].replace_strict(_KINDS, default=NONE, return_dtype=pl.Int64).to_numpy()[spelling]
    tokens = Tokens(
        lexicon=lexicon,
        signs=Signs(code, at),
        texts=texts,
        text=text,
        start=start,
        end=end,
        gap=gap,
        starts_at=starts_at,
        ends_at=ends_at,
        word=word,
        read=read.drop("kind"),
        spelling=spelling,
        kind=kind,
    )
    _check_units(tokens)
    _apply_guards(tokens)
    return tokens


def _coding(texts: pl.Series, lexicon: Lexicon) -> tuple[list[str], list[str]]:
    """Return the cue words and their signs: of a few texts only the words that they hold."""
    if (texts.str.len_bytes().sum() or 0) > _FEW:
        return list(lexicon.found_as), list(lexicon.found_as.values())
    told = "\n".join(texts)
    held = [word for word in lexicon.found_as if word in told] or lexicon.words[:1]  # one there must be
    return held, [lexicon.found_as[word] for word in held]


def _codes(texts: pl.Series) -> Codes:
    """Return the signs of all texts as one array of numbers."""
    return np.frombuffer((texts.str.join("").item() or "").encode("utf-32-le"), np.uint32)


def _sizes(code: Codes) -> npt.NDArray[np.int8]:
    """Return how many bytes each sign takes."""
    more = [(code >= least).view(np.int8) for least in (0x80, 0x800, 0x10000)]
    return np.int8(1) + more[0] + more[1] + more[2]


def _places(gap: Ints, taken: Ints, text: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Return where each token begins and ends in its text, from the sizes of gaps and tokens."""
    end = np.cumsum(gap + taken)
    end -= np.concatenate(([0], end[ends]))[text]
    return end - taken, end


def _read_numbers(numbers: pl.Series, is_number: Bools, lexicon: Lexicon) -> tuple[pl.DataFrame, Ints]:
    """Read each distinct spelling once, and say which of them each token is."""
    spelled = numbers.unique(maintain_order=True).rename("raw").to_frame()
    read = read_spellings(spelled["raw"], lexicon.cues)
    unread = spelled.join(read, on="raw", how="anti").with_columns(kind=pl.lit("nothing"))
    none = pl.DataFrame({"raw": [""], "kind": [""]})
    read = pl.concat([read, unread, none], how="diagonal")
    spelling = np.full(len(is_number), len(spelled))
    if len(spelled):
        spelling[is_number] = numbers.cast(pl.Enum(read["raw"][:-1])).to_physical().to_numpy()
    return read, spelling


def _check_units(tokens: Tokens) -> None:
    """Take a number for a bare one where the text after it shows that its unit is no unit (5区, 3人民币)."""
    table = tokens.lexicon.cues.table.units
    guarded = {sign: unit.not_before for sign, unit in table.items() if unit.not_before}
    rows = np.flatnonzero(tokens.kind == AMOUNT)
    rows = rows[~np.isin(tokens.next_sign(rows), _never_first(tuple(guarded.values())))]
    rows = rows[tokens.is_spelled(rf"(?:{alternatives(guarded)})$", rows)]
    if not len(rows):
        return
    pattern = "|".join(f"{sign}\x03(?:{after})" for sign, after in guarded.items())
    fails = _join(tokens.said("raw", rows), tokens.follow(rows, 2)).str.contains(f"(?:{pattern})")
    tokens.kind[rows[fails.to_numpy()]] = NOTHING


@cache
def _never_first(guards: tuple[str, ...]) -> list[int]:
    """Return the breaks that none of the guards can begin with: most amounts stand right before one."""
    plain = [re.sub(r"\[\^[^\]]*\]", "", guard) for guard in guards]
    if any("." in guard or re.match(guard, "") for guard in guards):
        return []
    named = {sign for guard in plain for sign in guard}
    never = [
        sign for sign in "，。；" if sign not in named and not any(re.match(guard, sign) for guard in guards)
    ]
    return [ord(sign) for sign in (*never, END)]


def _apply_guards(tokens: Tokens) -> None:
    """Take no notice of a cue word where the text around it shows that it is none."""
    none = len(tokens.lexicon.length) - 2
    words = pl.Series(tokens.lexicon.words)
    for which, guard in tokens.lexicon.guards.items():
        rows = np.flatnonzero(guard.has[tokens.word])
        if not len(rows):
            continue
        word = words.gather(pl.Series(tokens.word[rows]))
        if which == "not_after":
            text = _join(tokens.ahead(rows), word)
        else:
            text = _join(word, tokens.follow(rows, 2))
        is_found = text.str.contains(guard.pattern).to_numpy()
        tokens.word[rows[is_found != (which == "only_before")]] = none


def _join(left: pl.Series, right: pl.Series) -> pl.Series:
    return left + "\x03" + right
