"""Figures of norms that only the words right before them tell: 贮存超过一年, 政府核定20元."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.facts.words.lexicon import Bools, Ints
from models.facts.words.said import Found, Said
from models.facts.words.written import ONE

_TIMES = ("月", "年", "日", "小时", "周")
_LONGER = "(?:期限?|时间|费|费用|收取|贮存|时长|周期|储存|累计)超过$"  # 超过保质期3个月 is how long
_REQUIRED = "[（(，](?:标准|规范|设计|图纸|国标|工艺|合同|规定)?要求(?:为|是|达到|[:：])?$"
_APPROVES = "政府核|政府规|物价部门|物价局|发改委|发改局|价格主管"
_APPROVED = "(?:政府|物价|发改|价格)(?:主管)?(?:部门|局|委)?(?:核定|规定)[^，。；0-9]{0,6}$"
# 案值401,100元，超过十万元，移送公安: a round figure below one that was told before
_REACHES = "(?:^|[^未不])(?:已|均|远|明显)?(?:超过|达到|超出|满)了?$"
_ROUND = "^(?:[一二两三四五六七八九十]+[百千万亿]*|[1-9]0*[百千万亿]?)元?$"
# 许可证规定的浓度为100mg/L, 设计风量1,500m³/h, 批准储存200箱: what a norm, a licence or a drawing grants
_GRANTS = (
    "规定|核定|批准|批建|审批|核准|批复|许可|限定|设计|证载|证[^，。；0-9]{0,4}载明|额定|持证|准许|允许|要求|图纸|图示"
    "|法定|国标|标准|规范|备案|环评|核载|标定"
)
_GRANTED = f"(?:{_GRANTS})[^，。；0-9]{{0,14}}$"
_IS_GRANTED = (
    "(?:规定|核定|批准|核准|许可|限定|允许|要求|法定|核载|准许)的[^，。；0-9的]{1,8}(?:为|是|应为|[:：])$"
    "|(?:许可证|批准书|批文|证书|批复|通知书|行驶证|证)[^，。；0-9]{0,6}载明的?[^，。；0-9]{0,4}(?:最[大高多]|上限|限[额量值])[^，。；0-9]{0,6}$"
    "|(?:^|[^未按反])规定的?[^，。；0-9过超]{0,8}(?:期限|年限|时限|幅度|周期|间隔)(?:为|是)?$"
    "|限定(?:车速|时速|速度|载重|重量|高度|宽度|长度|人数|数量|浓度)(?:为|是)?$"
)
_NOT_GRANTED = (
    f"(?:未经?|没有?|无|不符合|不具备|超出?|超过|违反|擅自|低于|高于)[^，。；0-9]{{0,10}}(?:{_GRANTS})[^，。；0-9]{{0,14}}$"
    "|(?:约定|实际|实测|查获|被)[^，。；0-9]{0,8}$"
    "|(?:承[接揽包]|从事|开展|提供|完成|委托|外包)[^，。；0-9]{0,4}设计[^，。；0-9]{0,4}$"
)
_BEYOND = (
    "^的?(?:[^，。；0-9]{0,4}(?:矿区|采区|许可|批准|核定|核准|红线|用地|证载|批复|规划|指标|限额|配额)[^，。；0-9]{0,6})?(?:之外|以外)"
    "[^，。；0-9]{0,6}(?:[多超擅私另越]|布置|开[采挖]|采|占|建|施工|捕|伐|取|设)"
)
# what there was in truth: right before the other figure of the unit
_IN_TRUTH = (
    "(?:实[际测有存载取采装排为施建报]|检测|检验|监测|测得|经测|现场|当场|当[年日月]|事发|案发|却|已达|[仅只]有?"
    "|驾车|行驶|时速|乘坐|[搭装运]载|载客|年产|日产|全年|年度|本年|当季|累计|共有|达到?)[^，。；0-9]{0,14}$"
)
_WEIGHED = "车货总|总质量|总重|载重|超限|超载"
_OVER = "超[出过]?[^，。；0-9]{0,10}$"
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
    granted = _granted(said, open_)
    found.role = np.where(
        longer | required | approved | reached | granted, said.lex.index("statutory"), found.role
    )
    over = _overrun(said, found)
    found.role = np.where(over, 0, found.role)
    exact = at[longer | reached]
    said.numbers.hi[exact] = said.numbers.lo[exact]


def _granted(said: Said, open_: Bools) -> Bools:
    """Say which figures a licence or a norm grants, where the clause before or after says what there was."""
    at, tokens = said.at, said.tokens
    clause, text = said.around.any_clause, tokens.text[at]

    def cut(rows: Ints) -> pl.Series:
        return tokens.since(at[rows], clause[at[rows]])

    beside = np.zeros(len(at), bool)
    beside[:-1] = (said.unit[1:] == said.unit[:-1]) & (text[1:] == text[:-1])
    beside[:-1] &= said.around.clause_no[at[1:]] > said.around.clause_no[at[:-1]]
    second = np.concatenate(([False], beside[:-1]))
    asked = said.told(_GRANTS, open_)
    asked = said.holds(asked, cut, _GRANTED)
    asked &= ~said.holds(asked, cut, _NOT_GRANTED)
    truth = said.holds(said.counts & (beside | second), cut, _IN_TRUTH)
    # 许可证规定的浓度为: that it is one needs nothing beside it
    firm = said.holds(asked | said.told("载明", open_), cut, _IS_GRANTED)
    # 在0.42平方公里矿区之外布置采硐, 许可量3万吨之外多采8,400吨
    beyond = said.told("之外|以外", open_)
    firm |= said.holds(beyond, lambda rows: tokens.follow(at[rows], 3), _BEYOND)
    found: Bools = firm | (
        asked
        & ((beside & np.concatenate((truth[1:], [False]))) | (second & np.concatenate(([False], truth[:-1]))))
    )
    return found


def _overrun(said: Said, found: Found) -> Bools:
    """Say by how much a vehicle was too heavy: less than half of its weight, 总重58.6吨，超出限值9.6吨."""
    at, tokens = said.at, said.tokens
    tonnes = said.are(said.unit, "吨")
    asked = said.told(_WEIGHED, (tonnes | said.are(said.unit, "千克")) & said.are(found.role, "statutory"))
    asked = said.holds(asked, lambda rows: tokens.ahead(at[rows], 3), _OVER)
    asked &= ~np.isin(tokens.next_sign(at), [ord("的")])
    weight = said.numbers.lo[at] * np.where(tonnes, 1000, said.are(said.unit, "千克"))
    for row in np.flatnonzero(asked):  # few
        most = weight[tokens.text[at] == tokens.text[at[row]]].max()
        # a limit is told in whole tonnes: 总重98.6吨，超过限重49吨
        asked[row] = bool(most > (2 if weight[row] % (1000 * ONE) else 4) * weight[row])
    return asked


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
