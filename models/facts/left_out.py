"""Units that hurried texts leave out: 赌资合计51,300, 抽血171.3.

A bare number behind a word of money, or of a blood test, gets a sign of its own for reading, which is taken
out again, so that what was read stands in the text as it is told. And the one of what is told for each, which
counts nothing: 卖了720斤，一斤15块.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

_MONEY, _BLOOD, _EACH = "\ue000", "\ue001", "\ue002"
_SIGNS = {"元": _MONEY, "mg": _BLOOD}
_SUM = r"[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]{3,7}(?:\.[0-9]{1,2})?"
_ENDS = "([、，。；;）)！!没未不还仍至都也]|$)"
_ACTS = "[卖收付给转交骗抽落欠赔花挣赚返](?:了|走|去|来|过|给|他|她|我|人家)*"
_NAMES = f"(?:款|资|额|费|税|薪|钱|头|水|值|得|利|流水|损失|{_ACTS})"
_TOTAL = "(?:一共|共计|合计|总计|总共|累计|共|计|约|近|足|达|为|是|有|落了|到手)*[：:￥¥ ]?"
_TESTS = "(?:抽血|血检|验血|血醇|血液?[里中内]?酒精(?:含量|浓度)?)"
_FOUND = "(?:测出|验出|验得|测得|检出|结果|来|是|为|得|达)*[ ：:]?"
_RATE = r"[0-9]{2,3}(?:\.[0-9]{1,2})?"
_IN_A_ROW = 4
# One, of what stands for each: 卖了720斤，一斤15块, 一本25. It counts nothing and is hidden.
_PIECE = (
    "(公?斤|千克|[条个份本册张件瓶人只头棵株吨方枚粒盒箱袋包台部套]|人次|立方)"
    "([卖收要给付按算合值得抽赚]{0,2})"
    "([0-9一二两三四五六七八九十百千]+(?:[.点][0-9一二三四五六七八九]+)?(?:元|块|毛|角|分|[，,。；;）)]|$))"
)


def signs_for(units: Iterable[str]) -> list[str]:
    """Return what stands behind a number for one of the units."""
    return [sign for unit, sign in _SIGNS.items() if unit in units]


def signed(text: pl.Expr) -> pl.Expr:
    """Put behind bare numbers the unit that they leave out, and hide the one of what is told for each."""
    money = text.str.replace_all(rf"({_NAMES}{_TOTAL})({_SUM}){_ENDS}", f"${{1}}${{2}}{_MONEY}${{3}}")
    for _ in range(_IN_A_ROW):  # 前后转了2000、2000、1500: the first is signed, then one by one
        money = money.str.replace_all(rf"({_MONEY}[、和])({_SUM}){_ENDS}", f"${{1}}${{2}}{_MONEY}${{3}}")
    tests = money.str.replace_all(rf"({_TESTS}{_FOUND})({_RATE}){_ENDS}", f"${{1}}${{2}}{_BLOOD}${{3}}")
    return tests.str.replace_all(rf"([，,、；;（(])一{_PIECE}", f"${{1}}{_EACH}${{2}}${{3}}${{4}}")


def unsigned(found: pl.DataFrame) -> pl.DataFrame:
    """Return what was found in signed texts as the texts tell it."""
    return found.with_columns(
        pl.col("text", "span", "run").str.replace_all(f"[{_MONEY}{_BLOOD}]", "").str.replace_all(_EACH, "一"),
        unit=pl.col("unit").replace({sign: unit for unit, sign in _SIGNS.items()}),
    )
