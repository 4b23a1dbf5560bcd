"""What a case of crime tells again, and totals that only count the instalments of one act.

Victims and accused speak in the first person in the evidence (我转给对方4800元). What was got back after
the case had come up is no further act. 分八次共转走2936元 adds up transfers alone.
"""

from __future__ import annotations

from models.facts.lexicon import Bools
from models.facts.said import Found, Said

# 我院, 我国 are no speakers; what is quoted is a pretext (谎称“我能办”), and is cut out before.
_SPEAKS = "我(?:们)?[^院国市省县区局所行司厂村社队校镇乡州辖处们]"
_QUOTED = "“[^”]*(?:”|$)"
_AFTERWARDS = "(?:案发|破案|归案|到案|抓获|报案)(?:之|以)?后"
_BACK = "^[^。；0-9]{0,40}(?:追回|追缴|起获|缴获|查获|发还|返还|退还|归还|退回|退赔|返回)"
_VALUED = "(?:价值|价格|估价|作价|鉴定|认定|评估)[^，。；0-9]{0,8}$"
_TIMES = "(?:[二两三四五六七八九十数多几]|[0-9]{1,3}余?)(?:余|多)?(?:次|笔)"
# But 三次所盗电线共计: what was told before.
_COUNTED = rf"{_TIMES}(?:[^，。；0-9所被]{{1,18}})?(?:共|合计|总计)[^，。；0-9]{{0,12}}$"


def tell_again(said: Said, found: Found) -> None:
    """Mark what is told again and what only adds up instalments, in cases of crime."""
    around, at, tokens = said.around, said.at, said.tokens
    asked = said.pays & said.are(found.role, "taken")
    asked &= said.in_text(around.sign("accused"))[at]
    found.is_retold = _spoken(said, asked)
    back = said.holds(asked, lambda rows: tokens.since(at[rows], around.sentence[at[rows]]), _AFTERWARDS)
    back = said.holds(back, lambda rows: tokens.follow(at[rows], 6), _BACK)
    back &= ~said.holds(back, lambda rows: tokens.ahead(at[rows], 3), _VALUED)
    found.is_retold |= back
    totals = asked & found.is_total
    found.is_counted = said.holds(
        totals, lambda rows: tokens.since(at[rows], around.any_clause[at[rows]]), _COUNTED
    )


def _spoken(said: Said, asked: Bools) -> Bools:
    around, at, tokens = said.around, said.at, said.tokens
    return said.holds(
        asked,
        lambda rows: tokens.since(at[rows], around.sentence[at[rows]]).str.replace_all(_QUOTED, ""),
        _SPEAKS,
    )
