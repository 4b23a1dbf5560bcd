"""Where amounts stand in their text: paragraph, line, and what kind of passage it is.

A judgment numbers its acts, adds them up behind the last one, and then lists the evidence, which tells the
same amounts again.
"""

from __future__ import annotations

import numpy as np

from models.facts.words.around import Around
from models.facts.words.lexicon import Bools, Ints
from models.facts.words.numbers import Numbers
from models.facts.words.said import Said
from models.facts.words.tokens import NOTHING, Tokens

_OPENING = 40  # signs of a line or paragraph within which it says that it is evidence
_ONCE = "原(?:先|来)?(?:处罚|决定|判|审|裁决|告知书|通知书|所)[^，。；0-9]{0,6}$"  # 原处罚决定认定


def place(tokens: Tokens, around: Around, numbers: Numbers, row: Ints) -> dict[str, Ints | Bools]:
    """Return for each amount where it stands.

    Parameters
    ----------
    row : numpy.ndarray
        The tokens that are amounts.

    Returns
    -------
    dict
        ``item`` and ``item0`` (its numbered paragraph, and the one the text begins with), ``line``,
        ``is_headed`` (on the line on which its paragraph's number stands), ``is_dated`` (its sentence
        tells of a day), ``is_closing`` (its sentence
        looks back: 综上, 以上), ``is_evidence`` (its line or paragraph lists evidence).
    """
    text = tokens.text[row]
    line = np.cumsum(tokens.word == tokens.lexicon.number["\n"])
    item = numbers.item
    first = np.searchsorted(tokens.text, text)
    begins = np.concatenate(([0], item))[first] if len(row) else text
    head = np.searchsorted(item, item[row])
    opens = np.maximum(np.maximum(head, np.searchsorted(line, line[row]) + 1), first)
    said = around.sign("evidence")
    found = around.next(said)[np.maximum(opens - 1, 0)] if len(row) else row
    found = np.minimum(found, np.maximum(row, 0))
    near = said[found] & (tokens.start[found] - tokens.start[opens] <= _OPENING) & (opens <= row)
    near &= tokens.text[found] == text
    dated = np.flatnonzero(tokens.kind == NOTHING)
    dated = dated[tokens.is_spelled("日", dated)]
    day = np.concatenate(([-1], dated))[np.searchsorted(dated, row)]
    return {
        "item": item[row],
        "item0": begins,
        "line": line[row],
        "is_headed": (item[row] != begins) & (line[head] == line[row]),
        "is_dated": day >= around.sentence[row],
        "is_closing": around.in_scope(around.sign("above"), around.sentence, row) >= 0,
        "is_evidence": near,
    }


def is_part(around: Around, at: Ints) -> Bools:
    """Say which amounts are parts of others: 其中, which in brackets speaks of what is in them alone."""
    part = around.sign("part")
    outside = around.in_scope(part & ~around.is_inside, around.sentence, at) >= 0
    inside = around.is_inside[at] & (around.in_scope(part, around.sentence, at) >= 0)
    found: Bools = outside | inside
    return found


def is_detailed(around: Around, at: Ints) -> Bools:
    """Say after which amounts, before the next one, a text turns to the details."""
    last = len(around.rows) - 1
    coming = np.minimum(around.next(around.sign("detailed"))[at], last) if len(at) else at
    turns = around.sign("detailed")[coming] & (coming > at)
    turns &= coming < np.concatenate((at[1:], [last + 1]))
    # 手机价值分别为1200元、900元，电脑价值分别为3100元、4000元: one list after the other
    lists = around.sign("detailed").copy()
    which = np.flatnonzero(lists)
    lists[which] = around.tokens.spoken(which).str.contains("分别").to_numpy()
    turns &= around.in_scope(lists, around.sentence, at) < 0
    found: Bools = turns & (around.tokens.text[coming] == around.tokens.text[at])
    return found


def is_final(said: Said) -> Bools:
    """Say which amounts are settled on: 综上, 违法所得9元; 认定违法经营额5万元; 以2.5万元认定."""
    around, at = said.around, said.at
    final, changed = around.sign("final").copy(), around.sign("changed")
    settles = np.flatnonzero(final)
    final[settles[said.tokens.ahead(settles, 3).str.contains(_ONCE).to_numpy()]] = False
    after = np.minimum(at + 1, len(final) - 1)
    found: Bools = around.in_scope(final | changed, around.segment, at) >= 0
    found |= final[after] & (around.gap[after] == 0)
    # 由5,760元更正为4,224元: what was changed is not what was settled on.
    found &= ~(changed[after] & (around.gap[after] <= 2))
    # 原21,620元，现18,860元
    signs = said.tokens.signs
    sign = np.where(around.gap[at] > 0, signs.code[signs.at[at] - 1], 0)
    was = np.concatenate(([False], (sign == ord("原"))[:-1]))
    return found | (was & np.isin(sign, [ord("现"), ord("应")]))
