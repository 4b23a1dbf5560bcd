"""Amounts and quantities in texts: value, unit, role, and where they stand.

``read_amounts`` reads a whole column at once: cue words and numbers become a table of tokens, what was said
before each amount is a running maximum over that table, and the answers per role come from joins and windows.
What is alleged, another's, genuine, the statute's own or a unit price is recognised and never becomes a
measure.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import numpy as np
import polars as pl

from models.facts.answers.settle import settle
from models.facts.roles.roles import Roles
from models.facts.words.around import Around
from models.facts.words.grids import read_cells
from models.facts.words.lexicon import Bools, Ints
from models.facts.words.numbers import Numbers
from models.facts.words.places import place
from models.facts.words.tokens import Tokens, plain, tokenise
from models.facts.words.written import ONE

_LONGEST_SENTENCE = 240
_PACKED = "[每一](箱|件|盒|包|袋|提|捆|扎|条|桶|筐|托|板)(?:里面?|内)?(?:装有?|有|含|为|是|共|各)*$"


class Amount(NamedTuple):
    """One amount or quantity of a text.

    Attributes
    ----------
    value, value_hi : Decimal
        Least and greatest value, in ``unit``; ``value_hi`` is None where only a lower bound is stated.
    role : str
        What it is: a role of cues.yaml, or cigarettes, labels, marks, hazardous_waste, toxic_metal,
        other_metal, tax_share, alleged, other_party, genuine, statutory, unknown.
    kind : str
        stated · total · part (of a total) · repeat · sum · product (quantity times price) · nil
    start, end : int
        Half-open span in the text as given; of a sum, the span of its parts.
    is_measure : bool
        Whether it is the text's answer for its role: at most one per role.
    whose : str
        party · other · alleged (said, not found) · genuine (of genuine goods) · statutory (of a norm). The
        facts are the party's unless they say otherwise.
    basis : str or None
        Of a gain: net (after costs) or gross (before them); None where that is not said.
    """

    value: Decimal
    value_hi: Decimal | None
    unit: str
    role: str
    start: int
    end: int
    span: str
    sentence: str
    confidence: float
    kind: str
    is_measure: bool
    whose: str
    basis: str | None


_WHOSE = {"other_party": "other", "alleged": "alleged", "genuine": "genuine", "statutory": "statutory"}
_NEEDED = (
    *("text", "lo", "hi", "unit", "role", "start", "end", "confidence", "kind", "is_measure", "gain_basis"),
    *("sentence_start", "sentence_end", "is_others"),
)


def read_amounts(texts: pl.Series) -> pl.DataFrame:
    """Return every amount and quantity of the texts with its role.

    Parameters
    ----------
    texts : polars.Series of str
        Facts, decisions, case summaries; HTML remnants are passed over.

    Returns
    -------
    polars.DataFrame
        ``text`` (position in ``texts``), ``seq`` and the columns of ``Amount``, where ``lo`` and ``hi`` are
        whole ten-thousandths and ``hi`` is None where it is open. Sums and products follow their last part.
    """
    if not len(texts):
        texts = pl.Series([""])
    cells = read_cells(texts)
    tokens = tokenise(plain(pl.concat([texts.cast(pl.String), cells["piece"]]) if len(cells) else texts))
    around = Around(tokens)
    numbers = Numbers(tokens, around)
    frame = _frame(Roles(tokens, numbers, around))
    if len(cells):
        frame = _put_back(frame, cells, len(texts))
    return _shown(settle(frame, tokens.lexicon.cues.table), texts)


def _frame(roles: Roles) -> pl.DataFrame:
    """Return one row per amount with all that settling its text asks of it."""
    tokens, around, numbers = roles.tokens, roles.around, roles.numbers
    found = roles.find()
    row, lex = found.row, tokens.lexicon
    text = tokens.text[row]
    first = around.sentence[row]
    last = np.minimum(around.next(lex.level[tokens.word] >= 3)[row], len(tokens.word) - 1)
    # 共收取5万元，该5万元用于日常开支: taken up again word for word
    is_again = roles.pays & roles.is_after("金币" + "".join(word[-1] for word in lex.cues.table.again))
    is_again[is_again] = numbers.is_again(row[is_again])
    where = place(tokens, around, numbers, row)
    return pl.DataFrame(
        {
            "text": text,
            "n": np.arange(len(row)),
            "start": numbers.start[row],
            "end": numbers.end[row],
            "lo": np.where(found.is_nil, 0, numbers.lo[row]),
            "hi": np.where(found.is_nil, 0, numbers.hi[row]),
            **where,
            "sentence": around.sentence_no[row],
            "sentence_start": tokens.start[first]
            - np.where(tokens.text[first] == text, around.gap_before(first), 0),
            "sentence_end": tokens.end[last],
            "direction": found.direction,
            "gain_basis": found.basis,
            "confidence": found.confidence,
            "is_evidence": where["is_evidence"] | found.is_retold,
            "is_counted": found.is_counted,
            "given_back": found.given_back,
            "is_total": found.is_total,
            "is_part": found.is_part,
            "is_extra": found.is_extra,
            "is_final": found.is_final,
            "is_cash": found.is_cash,
            "is_appraised": found.is_appraised,
            "is_detailed": found.is_detailed,
            "is_again": is_again | found.is_looked_back,
            "section": np.cumsum(around.sign("anew"))[row],
            "in_paren": found.in_paren,
            "is_others": found.is_others,
            "is_nil": found.is_nil,
            "is_all_unsold": found.is_all_unsold,
            "names_rest": _names_rest(tokens)[text],
            "many": roles.many,
            "per_scale": found.per_scale,
            "packed_in": _packed_in(tokens, row, found.count_state),
        }
    ).with_columns(
        unit=lex.names_at(np.where(found.is_nil, lex.index("元"), numbers.unit[row])),
        role=lex.names_at(found.role),
        state=lex.names_at(found.state),
        count_state=lex.names_at(found.count_state),
        per=lex.names_at(found.per),
    )


def _packed_in(tokens: Tokens, rows: Ints, state: Ints) -> pl.Series:
    """Say of which package each count of traded things tells the contents: 20箱，每箱6瓶."""
    traded = np.flatnonzero(state > 0)
    said = tokens.ahead(rows[traded], 2).str.extract(_PACKED)
    told = pl.DataFrame({"row": traded, "package": said}, schema_overrides={"row": pl.Int64})
    every = pl.DataFrame({"row": np.arange(len(rows))}, schema_overrides={"row": pl.Int64})
    return every.join(told, on="row", how="left", maintain_order="left")["package"]


def _names_rest(tokens: Tokens) -> Bools:
    """Say which texts speak of goods left over, and of none that were used or lost."""
    lex = tokens.lexicon
    names = np.zeros(tokens.text[-1] + 1, bool)
    names[tokens.text[lex.state[tokens.word] == lex.index("unsold")]] = True
    names[tokens.text[lex.signs["used_up"][tokens.word]]] = False
    return names


def _put_back(frame: pl.DataFrame, cells: pl.DataFrame, many: int) -> pl.DataFrame:
    """Put what the cells of tables say into their texts, in place of what was read without heading."""
    text = frame["text"].to_numpy()
    has_cells = np.zeros(max(many, text.max(initial=0) + 1), bool)
    has_cells[cells["text"].to_numpy()] = True
    touched = pl.Series(has_cells[text])
    own = frame.filter(touched)
    rest = frame.filter(pl.Series(text < many) & ~touched)
    places = cells.select(pl.col("text").cast(pl.Int64), "start", "end", "at").with_row_index("piece")
    pieces = (
        frame.filter(pl.col("text") >= many)
        .with_columns(piece=(pl.col("text") - many).cast(pl.UInt32))
        .join(places, on="piece", suffix="_cell")
        .filter((pl.col("end") > pl.col("at")) & ~pl.col("is_nil"))
        .unique("piece", keep="last", maintain_order=True)
    )
    shift = pl.col("start_cell") - pl.col("at")
    begin = pl.max_horizontal(pl.col("start") + shift, "start_cell")
    found = pieces.with_columns(
        text="text_cell",
        start=begin,
        end=pl.min_horizontal(pl.col("end") + shift, "end_cell"),
        # One table is one sentence: what two of its lines say alike is not told twice.
        sentence=-1 - pl.col("text_cell"),
        item=pl.lit(-1, pl.Int64),
        line=pl.lit(-1, pl.Int64),
        sentence_start="start_cell",
        sentence_end="end_cell",
    ).select(own.columns)
    hidden = (
        own.select("text", "n", "start", "end")
        .join(places, on="text", suffix="_cell")
        .filter((pl.col("start") < pl.col("end_cell")) & (pl.col("end") > pl.col("start_cell")))
        .select("text", "n")
        .unique()
    )
    both = pl.concat([own.join(hidden, on=["text", "n"], how="anti", maintain_order="left"), found])
    both = both.sort("text", "start", "end", maintain_order=True).with_columns(
        item0=pl.col("item0").first().over("text")
    )
    return pl.concat([rest, both]).with_columns(n=pl.int_range(pl.len(), dtype=pl.Int64))


def _shown(amounts: pl.DataFrame, texts: pl.Series) -> pl.DataFrame:
    """Put the amounts in order and cut their words out of the texts."""
    half = _LONGEST_SENTENCE // 2
    is_long = pl.col("sentence_end") - pl.col("sentence_start") > _LONGEST_SENTENCE
    first = (
        pl.when(is_long)
        .then(pl.max_horizontal("sentence_start", pl.col("start") - half))
        .otherwise("sentence_start")
    )
    last = (
        pl.when(is_long)
        .then(pl.min_horizontal("sentence_end", pl.col("end") + half))
        .otherwise("sentence_end")
    )
    amounts = _in_order(amounts.select(*_NEEDED))
    whole = texts.fill_null("").gather(amounts["text"])
    text = amounts["text"].to_numpy()
    begins = np.flatnonzero(np.diff(text, prepend=-1))
    seq = np.arange(len(text)) - np.repeat(begins, np.diff(begins, append=len(text)))
    return amounts.with_columns(whole=whole, seq=pl.Series(seq)).select(
        "text",
        "seq",
        "lo",
        pl.when(pl.col("hi") >= 0).then("hi").alias("hi"),
        "unit",
        pl.col("role").fill_null("unknown"),
        "start",
        "end",
        span=pl.col("whole").str.slice(pl.col("start"), pl.col("end") - pl.col("start")),
        sentence=pl.col("whole").str.slice(first, last - first),
        confidence="confidence",
        kind="kind",
        is_measure="is_measure",
        whose=pl.when("is_others")
        .then(pl.lit("other"))
        .otherwise(pl.col("role").replace_strict(_WHOSE, default="party")),
        basis=pl.when(pl.col("role") == "gain").then(
            pl.col("gain_basis").replace_strict({1: "net", 2: "gross"}, default=None)
        ),
    )


def _in_order(amounts: pl.DataFrame) -> pl.DataFrame:
    """Sort amounts by where they end; what was made of others comes last and stays after them."""
    # Nearly in order already: a stable sort by one number finds it so.
    place = amounts["text"].to_numpy() << 32 | amounts["end"].to_numpy()
    return amounts[np.argsort(place, kind="stable")]


def read_many(texts: pl.Series) -> list[list[Amount]]:
    """Return the amounts of each text as tuples, for tests and comparisons."""
    found: list[list[Amount]] = [[] for _ in range(len(texts))]
    for text, _, lo, hi, *rest in read_amounts(texts).rows():
        found[text].append(Amount(Decimal(lo) / ONE, None if hi is None else Decimal(hi) / ONE, *rest))
    return found
