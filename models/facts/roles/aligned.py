"""Two lists side by side: 销售额、成本分别为120万元、80万元, the second name for the second amount."""

from __future__ import annotations

import numpy as np

from models.facts.words.lexicon import Bools, Ints
from models.facts.words.said import Found, Said

_SURE = 0.96
_JOINTS = ("、", "和", "及", "与", "以及", "，", "/", "／", " ")
_NAME_JOINTS = ("、", "和", "及", "与", "以及", "/", "／")
_MARK = "(?:分别|依次|各自?)[^0-9，。；、：:]{0,6}[：:]?[￥¥]?$"
_FAR = 14  # signs between the last name and the first amount
_BETWEEN = 6  # signs between two names


def align(said: Said, found: Found) -> None:
    """Give the amounts of a list the names of the list before them, each its own, where both are as long."""
    first, length = _chains(said)
    if not len(first):
        return
    elements = said.is_named | (said.state > 0)
    run = _runs(said, elements)
    at = said.at[first]
    last = said.around.in_scope(elements, said.around.segment, at)
    last, known = np.maximum(last, 0), last >= 0
    near = known & (said.tokens.start[at] - said.tokens.end[last] <= _FAR)
    by_name = near & (run[last] == length)
    # 已售、库存货值分别为3万元、2万元: the states are the list, and what is counted follows the last of them.
    before = np.maximum(last - 1, 0)
    whole = said.are(said.role[last], "goods", "sold", "unsold", "business")
    by_state = near & ~by_name & said.is_named[last] & whole & (said.state[before] > 0)
    by_state &= (run[before] == length) & (said.around.gap[last] <= 2)
    for takes, end in ((by_name, last), (by_state, before)):
        many = length[takes]
        place = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        amount = np.repeat(first[takes], many) + place
        element = np.repeat(end[takes] - many + 1, many) + place
        means = np.where(said.state[element] > 0, said.state[element], said.role[element])
        means = np.where(said.is_named[element], said.role[element], means)
        pays = said.pays[amount] & (means > 0)
        amount, means = amount[pays], means[pays]
        found.role[amount] = found.named[amount] = means
        found.confidence[amount] = _SURE
        found.is_part[amount] = False


def _chains(said: Said) -> tuple[Ints, Ints]:
    """Return where lists of amounts begin that 分别 or 依次 stands before, and how long they are."""
    at, around, tokens = said.at, said.around, said.tokens
    beside = np.diff(at, prepend=-9)
    joined = (beside == 1) & around.gap_is(_JOINTS, at)
    comma = (beside == 2) & (around.gap[at] == 0) & (around.gap[np.maximum(at - 1, 0)] == 0)
    joined |= comma & (tokens.word[np.maximum(at - 1, 0)] == said.lex.number["，"])
    begins = np.flatnonzero(~joined)
    length = np.diff(begins, append=len(at))
    many = length > 1
    begins, length = begins[many], length[many]
    if not len(begins):
        return begins, length
    marked = tokens.ahead(at[begins], 2).str.contains(_MARK).to_numpy()
    return begins[marked], length[marked]


def _runs(said: Said, elements: Bools) -> Ints:
    """Return for each of the elements the how many-th of its list it is."""
    rows = np.flatnonzero(elements)
    follows = np.diff(rows, prepend=-9) == 1
    follows &= said.around.gap_begins(_NAME_JOINTS, rows) & (said.around.gap[rows] <= _BETWEEN)
    order = np.arange(len(rows))
    begins = np.maximum.accumulate(np.where(follows, 0, order))
    run = np.zeros(len(elements), np.int64)
    run[rows] = order - begins + 1
    return run
