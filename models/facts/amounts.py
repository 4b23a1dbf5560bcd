"""Amounts and quantities in a text: value, unit, role, and where they stand.

``read_text`` is a pure function. One compiled pattern finds amounts, cue words and breaks in one pass;
a small state machine keeps what was said in the clause, the segment (up to a semicolon) and the
sentence, and gives every amount the role of the nearest name before it, else right after it, else
earlier in its sentence. What is alleged, another's, genuine, the statute's own or a unit price is
recognised and never becomes a measure.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from models.facts.cues import load_cues
from models.facts.draft import cap_length
from models.facts.scan import Scanner
from models.facts.settle import settle

CODE_VERSION = "1"
"""Raised by hand when the reading changes without a change of cues.yaml."""

# Full-width signs that are read as their plain form, one to one so that positions stay.
_PLAIN = str.maketrans("０１２３４５６７８９．％／－　", "0123456789.%/- ")
_MARKUP = re.compile(r"<[^<>]{0,400}>|&[a-zA-Z]{2,8};|&#\d{1,5};")


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


def read_text(text: str) -> list[Amount]:
    """Return every amount and quantity of a text with its role.

    Parameters
    ----------
    text : str
        Facts, a decision, a case summary; HTML remnants are passed over.

    Returns
    -------
    list of Amount
        In the order of the text; sums and products that the text implies stand after their last part.
    """
    if not text:
        return []
    plain = text.translate(_PLAIN)
    if "<" in plain or "&" in plain:
        plain = _MARKUP.sub(lambda found: " " * len(found.group()), plain)
    cues = load_cues()
    drafts = Scanner(plain, cues).run()
    return [
        Amount(
            draft.lo,
            draft.hi,
            draft.unit,
            draft.role or "unknown",
            draft.start,
            draft.end,
            text[draft.start : draft.end],
            text[slice(*cap_length(draft.sentence, draft.start, draft.end))],
            draft.confidence,
            draft.kind,
            draft.is_measure,
        )
        for draft in settle(drafts, cues.table)
    ]
