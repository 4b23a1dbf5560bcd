"""Figures of norms that only the words right before them tell: 贮存超过一年, 政府核定20元."""

from __future__ import annotations

import numpy as np

from models.facts.words.lexicon import Bools
from models.facts.words.said import Found, Said

_TIMES = ("月", "年", "日", "小时", "周")
_LONGER = "(?:期限?|时间|费|费用|收取|贮存|时长|周期|储存|累计)超过$"  # 超过保质期3个月 is how long
_REQUIRED = "[（(，](?:标准|规范|设计|图纸|国标|工艺|合同|规定)?要求(?:为|是|达到|[:：])?$"
_APPROVES = "政府核|政府规|物价部门|物价局|发改委|发改局|价格主管"
_APPROVED = "(?:政府|物价|发改|价格)(?:主管)?(?:部门|局|委)?(?:核定|规定)[^，。；0-9]{0,6}$"
# 案值401,100元，超过十万元，移送公安: a round figure below one that was told before
_REACHES = "(?:^|[^未不])(?:已|均|远|明显)?(?:超过|达到|超出|满)了?$"
_ROUND = "^(?:[一二两三四五六七八九十]+[百千万亿]*|[1-9]0*[百千万亿]?)元?$"
_MEASURED = ("goods", "sold", "business", "gain", "taken", "loss", "unsold", "unknown", "")


def normed(said: Said, found: Found) -> None:
    """Take for the figure of a norm what is named as one, and say it as the norm does."""
    at, tokens = said.at, said.tokens
    open_ = said.counts & (found.role != said.lex.index("statutory")) & (said.unit != said.lex.index("倍"))
    longer = open_ & said.are(said.unit, *_TIMES)
    longer = said.holds(longer, lambda rows: tokens.ahead(at[rows], 2), _LONGER)
    required = open_ & said.is_after("求为是到：:", or_word=False)
    required = said.holds(required, lambda rows: tokens.ahead(at[rows], 2), _REQUIRED)
    approved = said.told(_APPROVES, said.pays)
    approved = said.holds(approved, lambda rows: tokens.ahead(at[rows], 3), _APPROVED)
    reached = _reached(said, found)
    found.role = np.where(longer | required | approved | reached, said.lex.index("statutory"), found.role)
    exact = at[longer | reached]
    said.numbers.hi[exact] = said.numbers.lo[exact]


def _reached(said: Said, found: Found) -> Bools:
    """Say which round figures are a threshold that a greater amount told before has reached."""
    at, tokens = said.at, said.tokens
    money = said.pays & (found.per == 0)
    reached = money & said.are(found.role, *_MEASURED) & said.is_after("过到出满了")
    reached = said.holds(reached, lambda rows: said.numbers.ahead(at[rows]), _REACHES)
    reached = said.holds(reached, lambda rows: tokens.spoken(at[rows]), _ROUND)
    lo, text = said.numbers.lo[at], tokens.text[at]
    for row in np.flatnonzero(reached):  # few
        before = slice(np.searchsorted(text, text[row]), row)
        reached[row] = bool((lo[before][money[before]] > lo[row]).any())
    return reached
