"""What is counted, weighed or compared: the roles of amounts that are no money."""

from __future__ import annotations

import numpy as np

from models.facts.lexicon import Bools, Ints
from models.facts.said import Found, Said

_RIGHT_AFTER = 3  # signs between a count and what became of it


def name_things(said: Said, found: Found) -> None:
    """Name what is counted, weighed or compared."""
    lex, at, unit = said.lex, said.at, said.unit
    around = said.around
    thing = lex.thing[said.tokens.word]
    metals = [index for index, name in enumerate(lex.names) if name.endswith("_metal")]
    is_metal = np.isin(thing, metals)
    role = np.where(_counted_in(said, about := _about(said, thing, is_metal), unit), about, 0)
    times = unit == lex.index("倍")
    metal = around.in_scope(is_metal, around.sentence, at)
    exceeds = said.is_said("exceeds", around.sentence)
    role = np.where(times, np.where((metal >= 0) & exceeds, thing[metal], 0), role)
    role = np.where(_is_share(said, found), lex.index("tax_share"), role)
    role = np.where(said.numbers.is_mark_count()[at], lex.index("marks"), role)
    role = np.where(said.counts, role, 0)
    found.role = np.where(said.counts, role, found.role)
    found.confidence = np.where(said.counts, np.where(role > 0, 0.9, 0.5), found.confidence)
    acts = said.are(found.verb, "sold", "cost")
    heirs = said.are(found.heir, "sold", "cost")
    state = np.where(found.state > 0, found.state, np.where(acts, found.verb, np.where(heirs, found.heir, 0)))
    state = _all_sold(said, _said_after(said, state))
    gone = around.sign("used_up")
    after = np.minimum(around.next(gone)[at], len(gone) - 1)
    is_gone = (around.in_clause(gone, at) >= 0) | (
        gone[after] & (around.clause_no[after] == around.clause_no[at])
    )
    state = np.where(is_gone, 0, state)
    found.count_state = np.where(said.counts & (role == 0), state, 0)


def _said_after(said: Said, state: Ints) -> Ints:
    """Let the words right after a count say what became of it: 另有60张未售, 其中40袋已售出."""
    at, around, tokens = said.at, said.around, said.tokens
    sold = said.lex.index("sold")
    acts = (said.state > 0) | (said.is_verb & (said.role == sold))
    coming = around.next(acts)[at]
    safe = np.minimum(coming, len(acts) - 1)
    near = (
        said.counts & (state == 0) & (coming < len(acts)) & (around.clause_no[safe] == around.clause_no[at])
    )
    near &= tokens.start[safe] - tokens.end[at] <= _RIGHT_AFTER
    near &= around.next(said.numbers.is_amount)[at] > coming
    found: Ints = np.where(near, np.where(said.state[safe] > 0, said.state[safe], sold), state)
    return found


def _all_sold(said: Said, state: Ints) -> Ints:
    """Take for sold the last count before words that say that nothing is left: 购进40斤，已全部售出."""
    lex, at, around = said.lex, said.at, said.around
    out = lex.nil[said.tokens.word] == lex.index("unsold")
    coming = around.next(out)[at]
    safe = np.minimum(coming, len(out) - 1)
    bought = said.are(state, "", "cost")
    sold_out = said.counts & bought & (coming < len(out)) & (around.sentence[safe] == around.sentence[at])
    is_count = said.numbers.is_amount & ~said.is_money
    sold_out &= around.next(is_count | out)[at] == coming
    found: Ints = np.where(sold_out, lex.index("sold"), state)
    return found


def _about(said: Said, thing: Ints, is_metal: Bools) -> Ints:
    """Return which thing each amount may count: named here, right after it, or earlier in the segment."""
    around, at = said.around, said.at
    is_thing = (thing > 0) & ~is_metal
    here = around.in_clause(is_thing, at)
    earlier = around.in_scope(is_thing, around.segment, at)
    coming = around.next(is_thing)[at]
    safe = np.minimum(coming, len(thing) - 1)
    follows = (here < 0) & (coming < len(thing)) & (around.clause_no[safe] == around.clause_no[at])
    follows &= said.tokens.start[safe] - said.tokens.end[at] <= 8
    follows &= around.next(said.numbers.is_amount)[at] > coming  # 3条、5件标识: the nearest count
    follows &= said.tokens.next_sign(at) != ord("、")  # 空瓶1100个、瓶盖2600枚: another thing
    # Cartons and sticks in a text on cigarettes are cigarettes, even where a later sentence does not say so.
    smoked = said.in_text(thing == said.lex.index("cigarettes"))[at] & said.are(said.unit, "条", "支")
    later = np.where(smoked, said.lex.index("cigarettes"), 0)
    named = np.where(here >= 0, thing[here], np.where(earlier >= 0, thing[earlier], later))
    return np.where(follows, thing[safe], named)


def _counted_in(said: Said, about: Ints, unit: Ints) -> Bools:
    lex = said.lex
    table = np.zeros((len(lex.names), len(lex.names)), bool)
    for thing, units in lex.units_of.items():
        for name in units:
            if name in lex.names:
                table[lex.index(thing), lex.index(name)] = True
    found: Bools = table[about, unit]
    return found


def _is_share(said: Said, found: Found) -> Bools:
    around = said.around
    taxed = said.is_named & said.are(said.role, "tax_evaded", "tax_due")
    speaks = around.in_scope(taxed, around.sentence, said.at) >= 0
    due = said.are(found.named, "tax_due") | said.are(found.heir, "tax_due")
    shared = around.in_clause(around.sign("share"), said.at) >= 0
    is_percent: Bools = said.unit == said.lex.index("比例")
    return speaks & (shared | due) & is_percent
