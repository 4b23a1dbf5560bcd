"""What addition shows: figures that stand in a row and come to the one beside them are of one kind.

Of 86,400, 71,250 and 13,600 yuan, 合计171,250 yuan, what names one names all. Takings that are costs and one
more figure leave a gain; sold and unsold goods together are all goods.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from models.facts.words.lexicon import Bools, Ints
from models.facts.words.said import Found, Said
from models.facts.words.written import ONE

_MOST_PARTS = 12
_FIRM = 0.85  # confidence from which an amount is named in its own clause
_SUMMED = (
    "sold",
    "unsold",
    "business",
    "gain",
    "tax_evaded",
    "refund",
    "invoice_tax",
    "loss",
    "taken",
    "wages",
    "bribe",
    "cashed",
    "lent",
)
_LEFT = "(?:(?:^|[^其])余|剩|净|赚|落|自留)[^，。；]*$"
_LEAST = 100 * ONE  # smaller figures are sums by chance


class _Sums(NamedTuple):
    """Which money amounts are totals, and the runs of others that come to them (half-open)."""

    total: Ints
    first: Ints
    last: Ints


def balance(said: Said, found: Found) -> None:
    """Give figures that add up the roles that follow from it."""
    rows = np.flatnonzero(_counts(said, found))
    sums = _sums(said, rows)
    if not len(sums.total):
        return
    owner = np.repeat(np.arange(len(sums.total)), sums.last - sums.first)
    begins = np.repeat(np.cumsum(sums.last - sums.first) - (sums.last - sums.first), sums.last - sums.first)
    part = rows[np.arange(len(owner)) - begins + sums.first[owner]]
    for step in (_all_goods, _all_lost, _alike, _what_is_left, _all_to_pay):
        step(said, found, rows[sums.total], owner, part)


def _counts(said: Said, found: Found) -> Bools:
    """Say which amounts may be added: money that is stated exactly, and no price."""
    lo = said.numbers.lo[said.at]
    exact: Bools = said.pays & (lo == said.numbers.hi[said.at]) & (lo > 0) & (found.per == 0)
    return exact & ~np.isin(found.role, said.prices) & ~said.are(found.role, "statutory", "genuine")


def _sums(said: Said, rows: Ints) -> _Sums:
    """Return the totals that stand right after or right before what they are the total of."""
    size, text = said.numbers.lo[said.at[rows]], said.tokens.text[said.at[rows]]
    sentence = said.around.sentence[said.at[rows]]
    run = np.concatenate(([0], np.cumsum(size)))
    at = np.arange(len(rows))
    found = []
    for many in range(2, min(_MOST_PARTS, len(rows) - 1) + 1):
        for first in (at - many, at + 1):
            last = first + many
            inside = (first >= 0) & (last <= len(rows))
            begin, end = np.where(inside, first, 0), np.where(inside, last, 0)
            edge = np.where(first < at, begin, end - 1)
            same = inside & (text[edge] == text) & (run[end] - run[begin] == size) & (size >= _LEAST)
            # 2万元, 3万元 and 5万元 of another sentence may be a chance.
            same &= (sentence[edge] == sentence) | (size % (1000 * ONE) > 0)
            whole = np.flatnonzero(same)
            found.append(np.stack([whole, begin[whole], end[whole]]))
    total, first, last = np.concatenate([np.zeros((3, 0), np.int64), *found], axis=1)
    _, once = np.unique(total, return_index=True)
    return _Sums(total[once], first[once], last[once])


def _is_firm(said: Said, found: Found, rows: Ints) -> Bools:
    """Say which of the amounts are named in their own clause, or marked as another's."""
    role = found.role[rows]
    named: Bools = (found.confidence[rows] >= _FIRM) & (role > 0)
    return named | found.by_state[rows] | said.are(role, "alleged", "other_party")


def _at(said: Said, rows: Ints) -> Bools:
    """Return a column of all amounts from some of them."""
    mask = np.zeros(len(said.at), bool)
    mask[rows] = True
    return mask


def _any(owner: Ints, many: int, mask: Bools) -> Bools:
    """Say which sums have a part of which the mask holds."""
    found = np.zeros(many, bool)
    found[owner[mask]] = True
    return found


def _all_goods(said: Said, found: Found, total: Ints, owner: Ints, part: Ints) -> None:
    """Take what sold and unsold goods come to for all goods."""
    many, role = len(total), found.role[part]
    sold, unsold = said.are(role, "sold"), said.are(role, "unsold")
    both = _any(owner, many, sold) & _any(owner, many, unsold) & ~_any(owner, many, ~sold & ~unsold)
    both &= said.are(found.role[total], "", "unknown", "sold", "unsold", "cost")
    found.role[total[both]] = said.lex.index("goods")
    found.confidence[total[both]] = _FIRM
    found.by_state[total[both]] = False
    # 已售79.38万元；扣在圈内的值6.3万元。货值85.68万元: the other of two parts is the other side.
    pair = (said.are(found.role[total], "goods") & (np.bincount(owner, minlength=many) == 2))[owner]
    for side, other, name in ((sold, unsold, "unsold"), (unsold, sold, "sold")):
        takes = pair & _any(owner, many, side)[owner] & ~side & ~other
        takes &= said.are(role, "", "unknown", "goods", "business")
        found.role[part[takes]] = said.lex.index(name)
        found.confidence[part[takes]] = _FIRM


def _all_lost(said: Said, found: Found, total: Ints, owner: Ints, part: Ints) -> None:
    """Take for losses the costs that a total of losses counts: 清运93万元，检测费7万元，损害总额100万元."""
    many, role = len(total), found.role[part]
    lost, cost = said.are(role, "loss"), said.are(role, "cost", "unknown", "")
    whole = said.are(found.role[total], "loss") & found.is_total[total]
    whole &= _any(owner, many, lost) & _any(owner, many, cost) & ~_any(owner, many, ~lost & ~cost)
    takes = cost & whole[owner]
    found.role[part[takes]] = said.lex.index("loss")
    found.confidence[part[takes]] = _FIRM


def _alike(said: Said, found: Found, total: Ints, owner: Ints, part: Ints) -> None:
    """Give parts that nothing names the role of the others or their total, and it theirs, if it follows."""
    many, role = len(total), found.role[part]
    firm = _is_firm(said, found, part)
    least, most = np.full(many, len(said.lex.names)), np.full(many, 0)
    np.minimum.at(least, owner[firm], role[firm])
    np.maximum.at(most, owner[firm], role[firm])
    whole, stands = found.role[total], _is_firm(said, found, total)
    after = np.ones(many, bool)
    after[owner[part > total[owner]]] = False
    # 收入9万元，支出2万元，获利7万元: one gain alone says nothing of the others.
    alike = (least == most) & (~said.are(most, "gain") | ~_any(owner, many, ~firm))
    alike &= ~stands | (whole == most)
    gives = np.where(alike, most, np.where((most == 0) & stands, whole, 0))
    gives = np.where(after & said.are(gives, *_SUMMED), gives, 0)
    takes = ~firm & (gives[owner] > 0)
    # 已卖出88个，收入6,160元；违法经营额合计24,180元: the parts of a business stay what they are.
    takes &= ~(said.are(gives[owner], "business") & said.are(role, "sold", "unsold"))
    heirs = np.concatenate((part[takes], total[~stands & (gives > 0)]))
    found.role[heirs] = np.concatenate((gives[owner[takes]], gives[~stands & (gives > 0)]))
    found.confidence[heirs] = _FIRM
    found.by_state[heirs] = False


def _what_is_left(said: Said, found: Found, total: Ints, owner: Ints, part: Ints) -> None:
    """Tell takings, costs and gain apart by which two of them come to the third."""
    many, lex = len(total), said.lex
    firm, role, whole = _is_firm(said, found, part), found.role[part], found.role[total]
    gain = said.are(role, "gain", "forfeit_gain") & firm
    is_takings = said.are(whole, "business", "sold")
    takings = is_takings | (said.are(whole, "", "unknown", "cost", "gain") & ~_is_firm(said, found, total))
    has_gain = takings & _any(owner, many, gain)
    last = np.diff(owner, append=many) > 0
    spent = said.are(role, "cost", "rent") & (firm | ~last)
    # 收入930,700元，付126,000元、512,300元，余292,400元
    rest = last & ~firm & (takings & ~has_gain & _any(owner, many, spent))[owner]
    rest &= ~_any(owner, many, ~spent & ~last)[owner]
    rest = (
        said.holds(_at(said, part[rest]), lambda rows: said.tokens.ahead(said.at[rows], 2), _LEFT)[part]
        & rest
    )
    costs = (
        ~gain & ~firm & has_gain[owner] & said.are(role, "", "unknown", "business", "sold", "gain", "unsold")
    )
    left, paid = part[rest], part[costs]
    found.role[left], found.role[paid] = lex.index("gain"), lex.index("cost")
    comes = total[
        (has_gain & _any(owner, many, spent & firm) & ~_any(owner, many, ~gain & ~spent) & ~is_takings)
    ]
    comes = np.concatenate((comes, total[owner[rest]][~is_takings[owner[rest]]]))
    sells = said.in_text(said.are(said.role, "sold"), said.at[comes])
    found.role[comes] = np.where(sells, lex.index("sold"), lex.index("business"))
    found.confidence[np.concatenate((left, paid, comes))] = _FIRM


def _all_to_pay(said: Said, found: Found, total: Ints, owner: Ints, part: Ints) -> None:
    """Take what tax and fine come to for neither: 补缴税款12万元，罚款6万元，合计18万元."""
    many, role = len(total), found.role[part]
    fine, paid = said.are(role, "fine"), said.are(role, "repaid")
    both = _any(owner, many, fine) & _any(owner, many, paid) & ~_any(owner, many, ~fine & ~paid)
    both &= said.are(found.role[total], "fine", "repaid") & (found.named[total] == 0)
    found.role[total[both]] = said.lex.index("unknown")
