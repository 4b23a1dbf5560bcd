"""What was given back or confiscated after it had been named for what it was: 违法所得2,300元予以没收."""

from __future__ import annotations

import numpy as np

from models.facts.said import Found, Said

_BESIDE = 4  # signs between an amount and the act that takes it away
_PUT = "[将把][^，,。；;]*$"


def give_up(said: Said, found: Found) -> None:
    """Let an act right after a gain, or confiscation right after any amount, say what became of it."""
    around, lex, tokens, at = said.around, said.lex, said.tokens, said.at
    last, clause = len(tokens.word) - 1, around.clause_no
    forfeit = said.is_verb & said.are(said.role, "forfeit")
    gives_back = said.is_named & said.are(said.role, "repaid", "forfeit_gain")
    back = np.minimum(around.next(forfeit | gives_back)[at], last)
    ends = said.pays & (clause[back] == clause[at]) & (back > at)
    distance = tokens.start[back] - tokens.end[at]
    ends &= distance <= _BESIDE
    taken_off = said.are(said.role[back], "forfeit", "forfeit_gain")
    of_gain = said.are(found.role, "gain", "business", "sold")
    # 剩62,589.45元没收
    at_once = taken_off & (distance == 0) & said.are(found.role, "repaid", "unknown", "", "cost")
    asks = ends & of_gain & ~taken_off
    put = said.holds(asks, lambda rows: tokens.ahead(at[rows], 2), _PUT)
    gives = np.where(taken_off, lex.index("forfeit_gain"), said.role[back])
    found.role = np.where(ends & ((of_gain & (taken_off | put)) | at_once), gives, found.role)
    # 没收16,000元: money is confiscated as a gain
    act = np.maximum(around.in_clause(said.is_verb, at), 0)
    bare = said.pays & (found.named == 0) & said.are(said.role[act], "forfeit")
    bare &= (found.role == lex.index("forfeit")) & (tokens.start[at] - tokens.end[act] <= 1)
    found.role = np.where(bare, lex.index("forfeit_gain"), found.role)


def make_good(said: Said, found: Found) -> None:
    """Take for given back what is paid right after a loss: 医药费14,206元，园方垫付1万元."""
    lex, at = said.lex, said.at
    money = np.flatnonzero(said.pays & (found.per == 0) & ~np.isin(found.role, said.prices))
    ahead, rows = money[:-1], money[1:]
    pays = said.are(lex.role[said.tokens.word], "pays", "paid")
    act = np.maximum(said.around.in_clause(said.is_verb | said.is_named, at[rows]), 0)
    paid = pays[act] & said.are(found.role[rows], "cost", "business") & (act > at[ahead])
    segment, sentence = said.around.segment[at], said.around.sentence[at]
    back = said.are(found.role[ahead], "repaid") & (segment[rows] == segment[ahead])
    paid &= back | (said.are(found.role[ahead], "loss") & (sentence[rows] == sentence[ahead]))
    found.role[rows[paid]] = lex.index("repaid")
