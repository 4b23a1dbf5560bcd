"""Whose an amount is where another than the party acts in its clause: 平台获佣4,410元, 致企业少缴64万元."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.facts.whose.persons import party_names
from models.facts.words.lexicon import Bools, Ints
from models.facts.words.said import Found, Said

_WORDS = (
    *(
        "平台",
        "经销商",
        "代理商",
        "商家",
        "商户",
        "中介",
        "中间人",
        "中间商",
        "介绍人",
        "掮客",
        "货主",
        "机主",
    ),
    *(
        "车主",
        "店主",
        "厂家",
        "旅行社",
        "媒体公司",
        "供票方",
        "供票人",
        "开票方",
        "开票人",
        "供货方",
        "供货人",
    ),
    *("供货商", "委托方", "受票方", "受票企业", "原单位", "竞争对手", "债权人", "权利人", "权利方", "业务员"),
    *("讲师", "教练", "导游", "工头", "代办人", "代办者", "员工", "职工", "护林员", "站长", "店长", "班组长"),
    *(
        "货车司机",
        "货运司机",
        "运输司机",
        "面包车司机",
        "挖机司机",
        "承运人",
        "承运司机",
        "主播",
        "物流公司",
        "快递公司",
    ),
    *(
        "运输公司",
        "广告公司",
        "印刷厂",
        "包装厂",
        "生产厂家",
        "加工厂",
        "代工厂",
        "代工企业",
        "帮工",
        "雇员",
        "雇工",
    ),
    *("收购商", "收购人", "经纪人", "中介公司", "中介机构", "加盟总部", "总部", "学校", "村委会", "出租人"),
    *("会计", "驾驶员", "司机", "法定代表人", "实际控制人", "伤者", "受害人", "被害人", "下游", "上游"),
    *(f"其{kin}" for kin in "弟兄哥姐妹妻夫父母子女"),
    *(f"{which}{what}" for which in "甲乙丙丁戊" for what in ("公司", "厂", "店", "方", "档")),
)
_KINDS = f"(?:{'|'.join(_WORDS)})(?:企业|公司|儿)?"
# 业务员何某收“封口费”6千元, 商家获差价263,000元
_ACTS = (
    f"(?:^|[，。；：、（(])(?:其中|后|另|另外|而|则|但|同案|保险公司|涉案|真正|该)?({_KINDS})(?:[^，。；0-9]?某[甲乙丙丁某]?)?"
    "(?:从中|另|则|实际|只|仅|在逃|单独|共|又|再|按[^，。；]{1,8}|以[^，。；]{1,8})*"
    "(?:分得?到?|[分抽拿领]走|抽取?|获[佣利得取]?|[得收拿领]|赚取?|收[取到]|领取|拿到|售得|卖得|[受]损|少[分收])"
    "[^，。；0-9]{0,10}$"
)
# 致12家企业少缴所得税64万元, 帮助下游逃消费税1.7亿元
_MADE = (
    "(?:致使?|使得?|导致|帮助?|协助|造成)[^，。；0-9]{0,4}(?:[0-9]+[家名户])?(?:企业|公司|客户|[上下]游|受票|他人|业主|债权人|单位)"
    "[^，。；0-9]{0,8}(?:少[缴分]|逃|偷|漏|受损|多领|虚列|抵扣)[^，。；0-9]{0,8}$"
)
# 五家公司报价依次为: bids of others, but for the one that won
_BIDS = "(?:[0-9一二两三四五六七八九十]+家|各)[^，。；0-9]{0,12}报价(?:依次|分别)?(?:为|是|[:：])[^。；]*$"
# 权利人研发投入510万元, 管委会垫付28.5万元
_SPENT = (
    "^(?:权利[人方]|请求人|原告|商标权人|专利权人)[^，。；0-9]{0,10}(?:支出|投入|花|购买|支付|营业收入|利润)[^，。；0-9]{0,8}$"
    "|^[^，。；0-9]{0,12}(?:政府|管委会|街道办?|人社局|财政局?|工会)[^，。；0-9]{0,8}(?:垫付|垫发|代[付发])[^，。；0-9]{0,8}$"
)
_SPENDERS = (
    "(?:权利|请求|商标权|专利权)[人方]|原告|(?:政府|会|街道办?|局|财政)[^，。；0-9]{0,8}(?:垫|代付|代发)"
)
_SHARE = (
    r"(\p{Han}某[甲乙丙丁某]?)(?:个人|本人|实际|从中|另|则|共|各|单独|按[^，。；]{1,8})*"
    r"(?:分(?:得|到|走|取|获|了|红|赃)(?:到|了)?[^，。；0-9]{0,8}|(?:获得|领取|得到|得|获|领|拿)"
    r"(?:报酬|工资|工钱|佣金|提成|好处费|劳务费|酬劳|分红|利润|赃款|差价)[^，。；0-9]{0,3})$"
)
# 赃物卖给废品收购人尹某，尹某转手赚5,200元: what who bought it made of it
_BUYER = (
    "(?:卖|售|销|倒卖|转让|转手|出让|批发|供应)(?:给|于|与|至)[^，。；0-9]{0,14}?"
    r"(\p{Han}某[甲乙丙丁某]?)(?:[，。；、（(得共收获]|$)"
)
_RESELLS = (
    r"(?:^|[，。；、：（(])(?:随后|后来?|而|其中|事后)?(\p{Han}某[甲乙丙丁某]?)"
    "(?:[又再另则均]|随后|加价|转手|倒手|对外|再次|从中){0,4}[^。；某当其]{0,30}"
    "(?:赚|获利|得利|获得|牟利|售得|卖得|得款|收入|盈利)[^，。；0-9]{0,6}$"
)
_ALL_SHARE = r"^[^某]*某[甲乙丙丁某]?(?:个人|实际|各|则)?[分拿得获领]"
_PARTY_SHARES = "当事人(?:个人|本人|实际|则|另)*[分拿得获领]"
_OWN = "当事人|本人|被告|嫌疑|自身|自己|[抽扣付][成佣]?[^，。；]{0,3}后"
_WENT_TO = "(?:由|归)[^，。；0-9]{2,14}(?:取得|收取|获得|所得|分得|所有|占有|领取|拿走|支配)"
_OPENING = 8  # signs of a text within which it names its party


def others_act(said: Said, found: Found) -> Bools:
    """Say which amounts another got, paid or owes whom the clause names as its subject."""
    at, tokens, around = said.at, said.tokens, said.around
    got = said.pays & said.are(found.role, "gain", "business", "sold", "taken", "unknown", "bribe", "")
    got |= said.pays & said.are(found.role, "tax_evaded", "loss")
    first = around.any_clause

    def cut(rows: Ints) -> pl.Series:
        return tokens.since(at[rows], first[at[rows]])

    theirs = said.holds(said.told(_ACTS.removesuffix("$"), got), cut, _ACTS)
    theirs &= ~said.holds(theirs, cut, _OWN)
    # The party may be what others are elsewhere: in a case of a platform what the platform gets is its own.
    rows = np.flatnonzero(theirs)
    named = pl.DataFrame({"kind": cut(rows).str.extract(_ACTS), "opening": _opening(said, rows)})
    theirs[rows] = ~named.select(pl.col("opening").str.contains(pl.col("kind"), literal=True))[
        "opening"
    ].to_numpy()
    theirs |= said.holds(said.told(_MADE.removesuffix("$"), got), cut, _MADE)
    theirs |= said.holds(said.told(_SPENDERS, said.pays), cut, _SPENT)
    theirs |= _shares(said, found) | _resells(said, found)
    # 设计费42万元，其中21万元由合作单位取得
    had = said.told(_WENT_TO, said.pays & ~np.isin(found.role, said.prices))
    had = said.holds(had, lambda rows: tokens.follow(at[rows], 3), f"^，?(?:已|均|则)*{_WENT_TO}")
    theirs |= had & ~said.holds(had, lambda rows: tokens.follow(at[rows], 3), f"^[^。；]{{0,16}}(?:{_OWN})")
    return theirs | _bids(said, found)


def _shares(said: Said, found: Found) -> Bools:
    """Say which amounts are the share of a person who is not the party: 其中工程队负责人覃某分得1.2万元."""
    at, tokens, first = said.at, said.tokens, said.around.any_clause
    asked = said.pays & said.are(found.role, "gain", "sold", "business", "unknown", "") & (found.per == 0)
    # Of a crime all the accused have their part in it.
    asked &= ~said.in_text(said.around.sign("accused"), at)
    asked = said.told("某[^，。；0-9]{0,6}[分获领得拿]", asked)
    asked = said.holds(asked, lambda rows: tokens.since(at[rows], first[at[rows]]), _SHARE)
    rows = np.flatnonzero(asked)
    if len(rows):
        texts = tokens.texts.gather(pl.Series(tokens.text[at[rows]]))
        got = tokens.since(at[rows], first[at[rows]]).str.extract(_SHARE)
        # 皮某分得5,150元，尤某分得4,000元: of whom nothing else is told, all are
        alike = texts.str.contains(_ALL_SHARE) & ~texts.str.contains(_PARTY_SHARES)
        asked[rows] = ((got != party_names(texts)) & ~alike).to_numpy()
    return asked


def _resells(said: Said, found: Found) -> Bools:
    """Say which amounts are what a person made of goods whom the text calls the buyer of them."""
    at, tokens, first = said.at, said.tokens, said.around.sentence
    asked = said.pays & said.are(found.role, "gain", "sold", "business", "unknown", "") & (found.per == 0)
    asked = said.told(_BUYER, asked)
    asked = said.holds(asked, lambda rows: tokens.since(at[rows], first[at[rows]]), _RESELLS)
    rows = np.flatnonzero(asked)
    if len(rows):
        buyer = tokens.texts.gather(pl.Series(tokens.text[at[rows]])).str.extract(_BUYER)
        asked[rows] = (tokens.since(at[rows], first[at[rows]]).str.extract(_RESELLS) == buyer).to_numpy()
    return asked


def _bids(said: Said, found: Found) -> Bools:
    """Say which amounts are the bids of those who lost: 三家公司报价分别为90万元、92万元、95万元."""
    at, first = said.at, said.around.sentence
    asked = said.told("报价", said.pays & said.are(found.role, "price", "project"))
    asked = said.holds(asked, lambda rows: said.tokens.since(at[rows], first[at[rows]]), _BIDS)
    if not asked.any():
        return asked
    # The contract is told again as what it was won for.
    project = said.pays & said.are(found.role, "project") & ~asked
    figure = np.unique(said.numbers.lo[at], return_inverse=True)[1]
    key = said.tokens.text[at] * len(at) + figure
    won = asked & np.isin(key, key[project])
    found.role = np.where(won, said.lex.index("project"), found.role)
    return asked & ~won


def _opening(said: Said, rows: Ints) -> pl.Series:
    """Return how the texts of the amounts begin."""
    return said.tokens.texts.gather(pl.Series(said.tokens.text[said.at[rows]])).str.slice(0, _OPENING)
