"""What is counted, weighed or compared: the roles of amounts that are no money."""

from __future__ import annotations

import numpy as np

from models.facts.lexicon import Bools, Ints
from models.facts.said import Found, Said


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
    gone = around.sign("used_up")
    after = np.minimum(around.next(gone)[at], len(gone) - 1)
    is_gone = (around.in_clause(gone, at) >= 0) | (
        gone[after] & (around.clause_no[after] == around.clause_no[at])
    )
    state = np.where(is_gone, 0, state)
    found.count_state = np.where(said.counts & (role == 0), state, 0)


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
