"""What was given back or confiscated after it had been named for what it was: 违法所得2,300元予以没收."""

from __future__ import annotations

import numpy as np

from models.facts.said import Found, Said

_BESIDE = 4  # signs between an amount and the act that takes it away
_OWED = (
    "(?:拖欠|欠付|欠发|尚欠|未付|未支付|未足额支付|应付未付)[^，。；]{0,20}"
    "(?:劳务费|人工费|工费|报酬|薪酬|工资)[^，。；0-9]{0,6}$"
)
_UNPAID = (
    "^[^，。；0-9]{0,6}(?:拒不|仍未|尚未|至今未|未能?|没有?)(?:依法|按期|足额|按时)?"
    "(?:支付|发放|付清|兑付|结清|补发|给付|付|发)"
)
_PAID_OFF = (
    "(?:[共已先代又]|代其|实际|陆续|随后)(?:向[^，。；0-9]{1,12})?"
    "(?:支付|垫付|发放|补发)了?[^，。；]{0,6}[拖所]欠"
)
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


def owe_wages(said: Said, found: Found) -> None:
    """Take for owed wages what is left unpaid of them: 拖欠民工劳务费38万元；支付12万元，余29万元拒不支付."""
    tokens, at, around = said.tokens, said.at, said.around
    labour = around.sign("labour") | (said.is_named & said.are(said.role, "wages"))
    asked = (
        said.pays & said.are(found.role, "", "unknown", "cost", "repaid", "gain") & said.in_text(labour, at)
    )
    owed = said.holds(asked, lambda rows: tokens.since(at[rows], around.any_clause[at[rows]]), _OWED)
    # 其兄代其支付拖欠工资2万元
    owed &= ~said.holds(owed, lambda rows: tokens.since(at[rows], around.any_clause[at[rows]]), _PAID_OFF)
    owed |= said.holds(asked, lambda rows: tokens.follow(at[rows], 3), _UNPAID)
    found.role = np.where(owed, said.lex.index("wages"), found.role)
    # 变卖设备得款9.9万元，用于支付工资: the employer's own things, not his trade
    sold = said.pays & said.are(found.role, "sold") & said.in_text(labour, at)
    sold = said.holds(sold, lambda rows: tokens.since(at[rows], around.any_clause[at[rows]]), "变卖")
    found.role = np.where(sold, said.lex.index("unknown"), found.role)


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
