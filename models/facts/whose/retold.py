"""What a case of crime tells again, and totals that only count the instalments of one act.

Victims and accused speak in the first person in the evidence (我转给对方4800元). What was got back after
the case had come up is no further act. 分八次共转走2936元 adds up transfers alone.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from models.facts.words.lexicon import Bools, Ints
from models.facts.words.said import Found, Said

# 我院, 我国 are no speakers; what is quoted is a pretext (谎称“我能办”), and is cut out before.
_SPEAKS = "我(?:们)?[^院国市省县区局所行司厂村社队校镇乡州辖处们]"
_QUOTED = "“[^”]*(?:”|$)"
_AFTERWARDS = "(?:案发|破案|归案|到案|抓获|报案)(?:之|以)?后"
_BACK = "^[^。；0-9]{0,40}(?:追回|追缴|起获|缴获|查获|扣押|冻结|收缴|发还|返还|退还|归还|退回|退赔|返回|领回)"
_BEFORE = "(?:案发|报案|立案|事发|抓获|归案)(?:之|以)?前[^。；]*$"
_RETURNED = (
    "^[^。；0-9]{0,20}(?:案发|报案|立案|事发)(?:之|以)?前[^。；0-9未没无]{0,12}"
    "(?:退还|归还|返还|退回|偿还)[^，。；0-9]{0,8}(?:[，。；\\n]|$)"
)
_RAISED = "集资|非法吸收|吸收公众"  # 法释〔2022〕5号第8条第3款
_UNPAID = "^[^，。；0-9]{0,8}(?:未|无法|不能|没有)[^，。；0-9]{0,4}[还付退]"
_CHARGED = (
    "认为[^。]*(?:诈骗|骗取)[^。；0-9]{0,14}$"  # the prosecutor's total, that takes off what was returned
)
_AFTER_DEDUCTION = "(?:尚有|尚欠|余款|剩余|未[能归偿返]?[归偿返]?还|扣除)[^。；]*$"
LEFT = 3
_NO_FRAUD = "挪用|侵占|贪污|职务|侵吞|[盗窃偷抢]"  # where everything counts, whatever was given back
_VALUED = "(?:价值|价格|估价|作价|鉴定|认定|评估)[^，。；0-9]{0,8}$"
_TIMES = "(?:[二两三四五六七八九十数多几]|[0-9]{1,3}余?)(?:余|多)?(?:次|笔|个月)"
# But 三次所盗电线共计: what was told before.
_COUNTED = rf"{_TIMES}(?:[^，。；0-9所被]{{1,18}})?(?:共|合计|总计)[^，。；0-9]{{0,12}}$"
# 又盗走丙某手机一部、手表一块，共价值2700元: of the act told since the amount before. Not 共骗得2890元.
_OWN_ACT = (
    "^[^共总累综。]*(?:盗走|盗窃|盗得|窃得|窃取|偷走|骗取|骗得|骗走|诈骗|抢走|抢得|扒窃|盗刷|刷走|取走|转走)[^。]*"
    "(?:共|合计|累计|总价?值?|总计)[^。，；0-9]{0,10}$"
)
# 盗窃财物总价值
_OF_ALL = "(?:财物|物品|赃物|数额|金额|案值|作案)[^。；0-9]{0,6}(?:共|合计|累计|总)[^。，；0-9]{0,10}$"

# 2016年3月至5月，甲某骗取乙某信用卡消费，数额共计6万元: of that time
_TIMED = r"^\s*(?:[0-9]{1,2}[.、]|被告人[^，。；0-9]{1,6}[于在]?)?[0-9]{4}年[0-9]{1,2}月"
_THAT_TIME = "^。?其中[^。]*。[该此当][次起笔][^。]*$"
# 综上，甲某参与2起，价值4780元；乙某参与1起，价值3500元: the greatest is of all
_PER_PERSON = (
    "^。?\\s*(?:综上|以上|综合上述)[^。]*[0-9万]元[^。]*[；，][^。；0-9]{0,24}(?:参与|单独)[^。；]*$"
)
_HAD = "(?:骗|盗|窃|偷|抢|诈|勒索)(?:取|得|来|到|走|窃|夺|骗){0,2}的?"
# 拒不归还骗取的220万元
_LOOKS_BACK = f"{_HAD.removesuffix('?')}(?:现金|人民币|赃款|钱款|款项|共计?)*$"
# 骗取丁某汇款8万元，后由他人取现8万元
_DRAWN_BY = "(?:由|让|叫|指使|安排)[^，。；0-9]{1,12}(?:取现|取款|提现|取出|支取|提取)[^，。；0-9]{0,6}$"
# 从骗得的1万元中拿出500元还给丁某
_OUT_OF = (
    f"从[^，。；0-9]{{0,12}}{_HAD}[^，。；0-9]{{0,6}}(?:[0-9.,，万千百余]+元|现金|钱款|款项|赃款)[^，。；0-9卡折]{{0,6}}"
    "[中里内][^，。；0-9]{0,8}(?:抽|拿|取|分|给|支|付)[^，。；0-9]{0,6}$"
)


def tell_again(said: Said, found: Found) -> None:
    """Mark what is told again and what only adds up instalments, in cases of crime."""
    around, at, tokens = said.around, said.at, said.tokens
    asked = said.pays & said.are(found.role, "taken")
    asked &= said.in_text(around.sign("accused"), at)
    found.is_retold = _spoken(said, asked)
    back = said.holds(asked, lambda rows: tokens.since(at[rows], around.sentence[at[rows]]), _AFTERWARDS)
    back = said.holds(back, lambda rows: tokens.follow(at[rows], 6), _BACK)
    back &= ~said.holds(back, lambda rows: tokens.ahead(at[rows], 3), _VALUED)
    found.is_retold |= back
    # 骗取的4000元，已在立案前予以退还: nothing of it is left
    whole = said.holds(asked, lambda rows: tokens.follow(at[rows], 4), _RETURNED)
    found.is_retold |= whole
    # 共骗得木材5万元。其中5月5日以同样方式装车时被查。该次骗得3600元
    sentence = around.sentence[at]
    previous = around.sentence[np.maximum(sentence - 1, 0)]
    previous = np.where(tokens.text[previous] == tokens.text[at], previous, sentence)
    found.is_part |= said.holds(asked, lambda rows: tokens.since(at[rows], previous[rows]), _THAT_TIME)
    found.is_part |= said.holds(asked, lambda rows: tokens.since(at[rows], sentence[rows]), _PER_PERSON)
    clause = around.any_clause
    found.is_looked_back = said.holds(
        asked, lambda rows: tokens.since(at[rows], clause[at[rows]]), f"{_LOOKS_BACK}|{_DRAWN_BY}"
    )
    found.is_retold |= said.holds(asked, lambda rows: tokens.since(at[rows], clause[at[rows]]), _OUT_OF)
    returned = said.pays & said.are(found.role, "repaid") & said.in_text(around.sign("accused"), at)
    kept = said.told(_NO_FRAUD, returned)
    returned &= ~kept | said.told("诈|骗", kept)
    # 案发后退还1万元，尚有2万元未退: all of it was had when the case came up
    later = said.holds(returned, lambda rows: tokens.since(at[rows], around.sentence[at[rows]]), _AFTERWARDS)
    returned &= ~later
    found.given_back = returned.astype(np.int64) + _kept_back(said, returned)
    found.given_back[_left_unpaid(said, found)] = LEFT
    totals = asked & found.is_total
    found.is_counted = said.holds(
        totals, lambda rows: tokens.since(at[rows], around.any_clause[at[rows]]), _COUNTED
    )
    money = said.pays & said.are(found.role, "taken", "goods")
    before = np.concatenate(([-1], np.maximum.accumulate(np.where(money, at, -1))[:-1])) + 1
    begins = np.maximum(before, around.sentence[at])
    own = said.holds(totals, lambda rows: tokens.since(at[rows], begins[rows]), _OWN_ACT)
    of_all = said.holds(own, lambda rows: tokens.since(at[rows], begins[rows]), _OF_ALL)
    timed = said.holds(of_all, lambda rows: tokens.since(at[rows], sentence[rows]), _TIMED)
    found.is_counted |= own & (timed | ~of_all)


def _kept_back(said: Said, returned: Bools) -> Bools:
    """Say which sums were given back before the case came up, of money raised by deceit from many."""
    around, at, tokens = said.around, said.at, said.tokens
    before = said.holds(returned, lambda rows: tokens.since(at[rows], around.segment[at[rows]]), _BEFORE)
    return said.told(_RAISED, before)


def _left_unpaid(said: Said, found: Found) -> Bools:
    """Say which figures are told as what is left unpaid, or after deduction."""
    around, at, tokens = said.around, said.at, said.tokens
    asked = said.pays & said.are(found.role, "", "loss", "unknown", "wages", "cost", "repaid")
    asked &= said.in_text(around.sign("accused"), at)
    charged = said.pays & said.are(found.veto, "alleged") & said.in_text(around.sign("accused"), at)

    def sentence(rows: Ints) -> pl.Series:
        return tokens.since(at[rows], around.sentence[at[rows]])

    left = said.holds(asked, lambda rows: tokens.follow(at[rows], 3), _UNPAID)
    return left | said.holds(asked, sentence, _AFTER_DEDUCTION) | said.holds(charged, sentence, _CHARGED)


def _spoken(said: Said, asked: Bools) -> Bools:
    around, at, tokens = said.around, said.at, said.tokens
    return said.holds(
        asked,
        lambda rows: tokens.since(at[rows], around.sentence[at[rows]]).str.replace_all(_QUOTED, ""),
        _SPEAKS,
    )
