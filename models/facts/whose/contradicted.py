"""What somebody only says, and what others had: 自称500家，实际仅2家; 旅行社分得1.8万元; 13万元（另案）."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.facts.words.lexicon import Bools, Ints
from models.facts.words.said import Found, Said

_SAYS = (
    "(?:[^名简谎俗统对职宣号声通所]称|谎称|自称|宣称|声称|号称|[口自]述|口供|供述|交代|说|辩解|陈述|主张|自报|指控|宣传|虚报|谎报|虚标|(?:^|[^商])标注"
    "|[户民方人位]申报|报价|提出|认可|承认)[^。；0-9]{0,20}$"
)
_SPEAKS = "指控|宣传|虚报|谎报|虚标|标注|称|述|口供|供认|交代|说|辩解|主张|自报|申报|报价|提出|认可|承认"
# from one figure to the next: 口供700件。经逐单比对，1,008件
_FOUND = (
    "^[^，。；0-9]{0,14}[，。；][^0-9。]{0,14}(?:实则|实际[^0-9，。；]{0,3}|实为|事实上|查明|查实|核实|核对|核查|比对"
    "|核定|鉴定为?|认定|显示|出库单|能确认|[只仅]确认|监控|统计|账本|后台)[^0-9。]{0,14}$"
)
# 广告宣称治愈率达98%，不能提供证明: an advertisement, and nothing to show for it
_ADVERTISES = "(?:宣传|宣称|声称|广告(?:中|内容)?称|号称|标榜|承诺)[^，。；]{0,20}$"
_UNFOUNDED = (
    "^[^，。；0-9]{0,10}[，（][^，。；0-9]{0,8}(?:无|没有|缺乏|不能|无法|未能|未)(?:提供|出示)?"
    "[^，。；0-9]{0,8}(?:依据|证明|证实|证据|验证|出处)"
)
# 只卖掉3件，收了297元。经核实，卖出58件: a count and its money, and the same two again as they were found
_FOUND_BOTH = (
    "^[^，。；0-9]{0,14}[。；][^。]{0,40}(?:查[明实]|核[实对查定]|比对|显示|导出|统计|证实|确认|实际|认定)"
    "[^。；另还又再]{0,30}$"
)
# 另有60瓶放在亲戚家，经核查没有发现
_NOT_THERE = (
    "^[^。；0-9]{0,24}[，。；][^。；0-9]{0,16}(?:[核检搜]查|查找|查看|核实|前往|到场)[^。；0-9]{0,8}"
    "(?:未|没有?|并无)(?:能)?(?:发现|找到|查[见到获]|见到|起获)"
)
# 宣称“有效率98%”, in a text that calls what was said false
_QUOTED = "(?:称|宣传|承诺|标榜|打出|写有|印有|声明|保证)[^。；”]{0,24}“[^”]{0,24}$"
_FALSE = "虚假|引人误解|夸大|误导|欺骗"
_SETTLED = ("alleged", "statutory", "other_party", "genuine", "fine")
# 无法查实总量: the total, and not what stands before
_OBJECT = "^(?:无法|未能|难以|不能|无从)[^|]*[|][^，。；的为0-9]{2,}"
# 茶叶436元，充电器因无发票不予认定: another thing, not 因无票据, 该部分, 但 …
_OTHER = (
    "^[^。；]*，[^，。；0-9该此其这以前因但由且均都无没未现故本我经亦也系属与又仅只证不当难对真有为尚缺查依暂法审上]"
    "[^，。；0-9]+$"
)
_OWN_LOSS = "[^名简谎俗统对职宣号声通所](?:供)?称[^，。；0-9]{0,8}(?:损失|亏|花费|花)[^，。；0-9]{0,6}$"
_IN_BRACKETS = "^[（(](?:已|均|现)?(?:另案|另行|另处)"


def contradicted(said: Said, found: Found) -> None:
    """Take for alleged what somebody says where the next figure of its unit is what was found."""
    at, tokens = said.at, said.tokens
    lo, text = said.numbers.lo[at], tokens.text[at]
    asked = ~said.is_nil & ~said.are(found.role, *_SETTLED)
    asked[:-1] &= (text[1:] == text[:-1]) & (said.unit[1:] == said.unit[:-1]) & (lo[1:] != lo[:-1])
    asked[:-1] &= np.diff(said.around.clause_no[at]) > 0
    asked[-1:] = False
    asked = said.told(_SPEAKS, asked)
    asked = said.holds(asked, lambda rows: tokens.since(at[rows + 1], at[rows] + 1), _FOUND)
    sentence = said.around.sentence
    asked = said.holds(asked, lambda rows: tokens.since(at[rows], sentence[at[rows]]), _SAYS)
    asked |= _both_found(said, asked)
    claims = said.told("宣传|宣称|声称|称|标榜|承诺", said.counts & ~said.are(found.role, *_SETTLED))
    claims = said.told("依据|证明|证实|证据|验证|出处", claims)
    claims = said.holds(claims, lambda rows: _clause(said, rows), _ADVERTISES)
    asked |= said.holds(claims, lambda rows: tokens.follow(at[rows], 4), _UNFOUNDED)
    counted = said.counts & ~said.are(found.role, *_SETTLED)
    quoted = said.told(_FALSE, counted & said.told("“", counted))
    asked |= said.holds(quoted, lambda rows: tokens.since(at[rows], sentence[at[rows]]), _QUOTED)
    missing = said.told("(?:未|没有?|并无)能?(?:发现|找到|查|见到|起获)", said.told(_SPEAKS, counted))
    missing = said.holds(missing, lambda rows: tokens.follow(at[rows], 6), _NOT_THERE)
    asked |= said.holds(missing, lambda rows: tokens.since(at[rows], sentence[at[rows]]), _SAYS)
    # 店方称亏空5万元: what it cost them, by their own word
    loss = said.are(found.role, "loss") & said.pays
    asked |= said.holds(loss, lambda rows: _clause(said, rows), _OWN_LOSS)
    found.role = np.where(asked, said.lex.index("alleged"), found.role)


def _both_found(said: Said, settled: Bools) -> Bools:
    """Say which counts somebody told with their money that were found to be others: 称卖了2台，得款600元."""
    at, tokens, lo = said.at, said.tokens, said.numbers.lo[said.at]
    text, unit = tokens.text[at], said.unit
    told = np.zeros(len(at), bool)
    if len(at) < 4:
        return told
    told[:-3] = (text[3:] == text[:-3]) & (unit[2:-1] == unit[:-3]) & (unit[3:] == unit[1:-2])
    told[:-3] &= (unit[1:-2] != unit[:-3]) & said.pays[1:-2] & (lo[2:-1] > lo[:-3]) & (lo[3:] > lo[1:-2])
    told = said.told(_SPEAKS, told & said.counts & ~settled)
    told = said.holds(told, lambda rows: tokens.since(at[rows + 2], at[rows + 1] + 1), _FOUND_BOTH)
    told = said.holds(told, lambda rows: tokens.since(at[rows], said.around.sentence[at[rows]]), _SAYS)
    told[1:] |= told[:-1].copy()
    return told


def _clause(said: Said, rows: Ints) -> pl.Series:
    at = said.at[rows]
    return said.tokens.since(at, said.around.any_clause[at])


def is_doubt_of_another(said: Said, doubted: Bools) -> Bools:
    """Say after which amounts it is something else that is not believed."""
    tokens, at = said.tokens, said.at
    word = np.minimum(said.around.next(said.around.sign("disbelieved"))[at], len(tokens.word) - 1)
    found = said.holds(
        doubted, lambda rows: tokens.spoken(word[rows]) + "|" + tokens.follow(word[rows], 1), _OBJECT
    )
    return found | said.holds(doubted, lambda rows: tokens.since(word[rows], at[rows] + 1), _OTHER)


def is_told_apart(said: Said, found: Found) -> Bools:
    """Say which amounts a bracket after them gives to a case of its own: 售得13万元（另案处理）."""
    at, tokens = said.at, said.tokens
    told = said.pays & ~np.isin(found.role, said.prices) & _is_bracket(said, at)
    return said.holds(told, lambda rows: tokens.follow(at[rows], 3), _IN_BRACKETS)


def _is_bracket(said: Said, at: Ints) -> Bools:
    found: Bools = np.isin(said.tokens.next_sign(at), [ord(sign) for sign in "（("])
    return found
