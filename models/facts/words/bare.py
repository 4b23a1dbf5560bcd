"""Bare numbers that are money by the act before them: 每瓶卖85, 一条65, 总共收了3250, 给他三百."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.facts.words.around import Around
from models.facts.words.lexicon import Bools, Ints
from models.facts.words.tokens import AMOUNT, Tokens
from models.facts.words.written import ONE

_PIECES = "[件瓶箱盒包袋条双套只台桶支本斤吨张罐枚份片粒次人天晚亩方度升车趟单头株]|公斤|公里"
_WHOM = "(?:了|过|到|得|给|你|我|他|她|它|们|人家|老板|对方|着)*[约近足￥¥ ]*$"
_ACTS = "[卖售收花付给转赚赔交挣欠借抽罚]|[要报出标]价|成交|得款|到手|[进入]账|分得|本钱|[砍让]到"
_PAYS = rf"(?:{_ACTS}){_WHOM}"
_SOME = rf"(?:剩下?|拿|还|退|补|垫|尾款|余款|押金|定金|订金|学费|工钱|车费|运费){_WHOM}"
_PER = (
    rf"(?:[每一](?:{_PIECES})|(?:{_PIECES})(?:以下|以上|以内|起批?))(?:才|就|卖|收|要|只|约|算|得)*[￥¥ ]*$"
)
# 偷逃税款213,400, 违法所得6,400: the name says it
_NAMED = (
    "(?:[款额税资薪钱]|货值|价值|损失|所得|获利|收入|流水|工钱)"
    "(?:合计|共计|总计|累计|一共|共|计|为|是|约|有|达|了|：|:)*[￥¥ ]*$"
)
_NEXT = "[0-9][、和]$"
_SUM = "(?:共|合计|共计|总计|总共|累计|一起|加起来|拢共|统共)(?:是|得|为|约|卖|收|花)*[￥¥ ]*$"
_FIGURES = r"(?:[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]{1,7})(?:\.[0-9]{1,2})?"
_FORM = f"^(?:{_FIGURES}|[一二两三四五六七八九]+[百千万][一二两三四五六七八九百千十]*)$"
_ENDS = (
    "^(?:$|[，。；;、,）)”’！？!?\n]|(?:至今|都|也|一直|还|仍)?(?:没|未|不)"
    "|的?(?:下周|明天|月底|以后|一下子|左右|上下|出头))"
)
_LEAST, _MORE, _NOT_A_PART, _IN_A_ROW = 1, 50, 500, 5
_YEAR = "^(?:19|20)[0-9]{2}$"
_OF_FILE = r"^[）)〕\]】][^，。；\n]{0,14}(?:字|[初终民刑行执]|公告|令|通知|第[0-9]{1,6}号)"


def bare_money(tokens: Tokens, around: Around, rows: Ints) -> Bools:
    """Say which of the bare numbers are money since somebody pays, takes or asks them.

    Parameters
    ----------
    rows : array of int
        The tokens of the bare numbers.
    """
    found = np.zeros(len(rows), bool)
    asked = np.flatnonzero(tokens.is_spelled(_FORM, rows))
    if not len(asked):
        return found
    asked = asked[tokens.follow(rows[asked], 1).str.contains(_ENDS).to_numpy()]
    if not len(asked):
        return found
    ahead = tokens.ahead(rows[asked], 2)
    value = tokens.figure("lo")[rows[asked]]
    pays = _says(ahead, _PAYS) & (value >= _LEAST * ONE)
    pays |= _says(ahead, _SOME) & (value >= _MORE * ONE)
    pays |= _says(ahead, _NAMED) & (value >= _NOT_A_PART * ONE)
    pays |= _says(ahead, _PER)
    found[asked[pays]] = True
    # 前后转了2000、2000、1500: one by one
    for _ in range(_IN_A_ROW):
        found[
            asked[
                _says(ahead, _NEXT)
                & (np.isin(rows[asked] - 1, rows[found]) | np.isin(rows[asked] - 2, rows[found]))
            ]
        ] = True
    # 每斤35，共1610: a sum of money after money
    is_yuan = (tokens.kind == AMOUNT) & (tokens.read["unit"].fill_null("") == "元").to_numpy()[
        tokens.spelling
    ]
    is_yuan[rows[found]] = True
    before = around.in_scope(is_yuan, around.sentence, rows[asked]) >= 0
    found[asked[before & _says(ahead, _SUM) & (value >= _MORE * ONE)]] = True
    return found


def _says(ahead: pl.Series, pattern: str) -> Bools:
    said: Bools = ahead.str.contains(pattern).to_numpy()
    return said


def is_file_year(tokens: Tokens, rows: Ints) -> Bools:
    """Say which bare numbers are the years of file numbers: 判决书（2015）南刑初字第71号."""
    found = tokens.is_spelled(_YEAR, rows)
    found[found] = tokens.follow(rows[found], 4).str.contains(_OF_FILE).to_numpy()
    return found
