"""Numbers whose unit is told once for all of them: 单位：万元, 损失构成（万元）：医疗18.65；设备47.3."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.facts.words.around import Around
from models.facts.words.cues import load_cues
from models.facts.words.lexicon import Bools, Ints
from models.facts.words.tokens import NONE, Tokens

_OPENS = "^[^0-9，。；：:]{0,6}(?:[：:]|—{1,2}|依次|分别|各?为)"  # after a heading: what follows is its list
_NAME = (
    r"^[、/／| \t]*[^0-9、，。；\n]{0,14}$"  # what stands between a break, or a number, and the next number
)
# What is counted or only numbered, whatever unit is told for the money.
_NO_MONEY = (
    "(?:第|编?号|号码|序号?|[Nn][Oo][.．]?|电话|手机|账户|尾号|型号|批次|[年月期届]度?|年份|数量|件数|人数|户数|次数|份数|张数|笔数|台数|箱数"
    "|人次|面积|重量|长度|容量|规格|比例|税率|利率|百分比|[（(+×xX*=÷])[：: 为]*$"
)
# What a list counts, told once: （单位：亩）
_COUNTED_IN = (
    "单位[：:] ?(亩|公顷|平方米|立方米|吨|公斤|千克|株|棵|头|只|尾|人|户|个|件|箱|瓶|袋|盒|条|台|辆|份|本|册"
    "|张)(?:[）)，。；： \n]|$)"
)
_NUMBERS_ONLY = (
    "(?:第|编?号|序号?|电话|手机|尾号|型号|批次|[年月期届]度?|年份|单价|金额|比例|税率|[（(+×xX*=÷])"
    "[：: 为]*$"
)
_PLAIN = r"^[一二三四五六七八九零]?(?:[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]{1,9})(?:\.[0-9]{1,4})?[万亿]?$"


class Notes:
    """The unit of money that a heading or a note tells for the bare numbers around it."""

    def __init__(self, tokens: Tokens, around: Around) -> None:
        self.tokens, self.around = tokens, around
        self.header = tokens.lexicon.header[tokens.word]
        self.has_any = bool(self.header.any())
        self.lasts = (self.header > 0) & tokens.lexicon.holds_text[tokens.word]

    def factor(self, rows: Ints) -> Ints:
        """Return the scale that is told for bare numbers, 0 for none."""
        header, around = self.header, self.around
        if not self.has_any:
            return np.zeros(len(rows), np.int64)
        near = around.in_scope(header > 0, around.segment, rows)
        listed = around.in_scope(self._opens_list(), around.sentence, rows)
        near = np.maximum(near, listed)
        lasting = self._same_text(around.last(self.lasts)[rows], rows)
        lasting = np.where(lasting >= 0, lasting, self._after(rows))
        return np.where(near >= 0, header[near], np.where(lasting >= 0, header[lasting], 0))

    def counts(self, rows: Ints, is_cell: Bools, is_item: Bools) -> tuple[Bools, Ints]:
        """Say of which of the bare numbers a note tells the unit, and which: （单位：亩）：水田2.6."""
        tokens, lex = self.tokens, self.tokens.lexicon
        text = np.unique(tokens.text[rows[is_cell]])
        told = tokens.texts.gather(pl.Series(text)).str.extract(_COUNTED_IN)
        unit = np.zeros(len(tokens.texts), np.int64)
        for row in told.is_not_null().arg_true():  # few
            unit[text[row]] = lex.index(load_cues().units[told[row]][0])
        found = is_cell & ~is_item[rows] & (unit[tokens.text[rows]] > 0)
        asked = np.flatnonzero(found)
        asked = asked[tokens.is_spelled(_PLAIN, rows[asked])]
        name = tokens.after_break(rows[asked], self._ends())
        fits = name.str.contains(_NAME) & ~name.str.contains(_NUMBERS_ONLY)
        found = np.zeros(len(rows), bool)
        found[asked[fits.to_numpy()]] = True
        return found, unit[tokens.text[rows]]

    def takes(self, rows: Ints, is_cell: Bools, is_item: Bools) -> Bools:
        """Say which of the bare numbers are money since a note says so and nothing else is told of them."""
        found = np.zeros(len(rows), bool)
        if not self.has_any:
            return found
        asked = np.flatnonzero(is_cell & ~is_item[rows] & (self.factor(rows) > 0))
        asked = asked[self.tokens.is_spelled(_PLAIN, rows[asked])]
        name = self.tokens.after_break(rows[asked], self._ends())
        fits = name.str.contains(_NAME) & ~name.str.contains(_NO_MONEY)
        found[asked[fits.to_numpy()]] = True
        return found

    def _ends(self) -> Bools:
        tokens = self.tokens
        level = tokens.lexicon.level[tokens.word] > 0
        ends: Bools = level | (tokens.kind != NONE) | (self.header > 0)
        return ends

    def _opens_list(self) -> Bools:
        """Say which headings a list follows, however long its sentence is."""
        opens = np.zeros(len(self.header), bool)
        rows = np.flatnonzero(self.header > 0)
        opens[rows[self.tokens.follow(rows, 2).str.contains(_OPENS).to_numpy()]] = True
        return opens

    def _after(self, rows: Ints) -> Ints:
        """Return the note that stands behind numbers, where the text has none before them."""
        last = len(self.header) - 1
        coming = np.minimum(self.around.next(self.lasts)[rows], last)
        return self._same_text(np.where(self.lasts[coming], coming, -1), rows)

    def _same_text(self, found: Ints, rows: Ints) -> Ints:
        text = self.tokens.text
        return np.where((found >= 0) & (text[found] == text[rows]), found, -1)
