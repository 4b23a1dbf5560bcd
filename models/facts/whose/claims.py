"""What somebody only says: complaints, demands, and statements that the text sets right at once."""

from __future__ import annotations

import numpy as np

from models.facts.words.lexicon import Bools, Ints
from models.facts.words.said import Said

# One of these stands in every claim, and is quicker to look for.
_VERBS = (
    "联名称|[^名简俗统职号]称|主张|诉[求请]|反映|提出|表示|要求|索[要赔]|[自陈]述|单方|申辩|辩解"
    "|[仅只][愿认承]|损失[清明统说报计]"
)
# 投诉人来电时称, 被害单位在报案材料中主张; what the party says is believed unless the text denies it.
_CLAIMS = (
    "(?:报案|报警|举报|投诉|控告|起诉|来电|来信|来访|信访|上访|申诉|诉状|诉讼|反映|索赔"
    "|失主|事主|[被受]害(?:人|单位|方|企业)|消费者|顾客|患者|家属|村民|业主|农户|学员|家长|权利人)"
    "[^，。；0-9]{0,8}(?:[^名简谎俗统自对职宣号]称|声称|表示|主张|提出|诉求|要求(?:赔|退))"
    "|单方(?:面)?(?:自行)?(?:委托)?[^，。；0-9]{0,6}(?:估算|测算|核算|计算|评估|鉴定|主张|提出)"
    # 对方提交的损失清单写了120万元
    "|(?:辩称|辩解|申辩|提出)[^，。；0-9]{0,14}应(?:当|予)?(?:减去|扣除|减除|剔除)"
    "|(?:提交|自报|自行(?:制作|计算|估算|统计))的?[^，。；0-9]{0,6}损失(?:清单|明细|统计|说明|报告|计算)"
    # 家属索要2万元, 当事人仅认可3万元
    "|(?:^|[^向对从找由让给为跟])(?:家属|家长|主人|[死伤]者|代表|业主|租户|商户|员工|工人|消费者|顾客|买家|患者|村民|农户)"
    "[^，。；0-9]{0,6}(?:索要|索赔|要求(?:支付|赔付|补偿))"
    # 商户联名称损失600万元, 养殖户主张损失210万元
    "|(?:户|公司|单位|企业|厂|店主?|[方租乘旅顾]客|学生|职工|司机|车主|用户|会员|群众|居民|委员会|委会|政府|档"
    "|请求人|申请人|第三人|证人|原告|对方|业主方|权利方|包工头|代理人|辩护人)"
    "(?:联名|共同|另|还|均|仅|都|则|方面|代表|负责人){0,2}(?:自?称|主张|诉请|自述|供称|反映|提出)"
    "|[仅只](?:愿意?)?(?:认可|承认|认)(?:其中的?)?(?:[^，。；0-9]{0,6})$"
)
# 诉求——退一赔三，称多付停车费1,440元: a claim that goes on until the text turns to what was found
_CARRIES_ON = (
    "(?:(?:举报(?:人|信|材料)?|投诉人?|来电人|辩护人|上诉人|代理人|听证(?:会上|中|时))[^，。；0-9]{0,12}"
    "(?:[^名简俗统职号]称|提出|陈述)[：，“]|[反诉请][映求称][：—“]|(?:申辩|辩称)[一二三四五六七八九十]?[：，“])"
    "[^。经查核鉴检罚判际定；]*$"
)
# 缴费金额16.9万元的说法未获印证
_UNPROVEN = "^的(?:说法|主张|陈述|辩解|意见|理由|诉求|请求|要求)[^，。；]{0,4}(?:未|无|没有|不|缺乏|难以)"
# 失主称丢失6000元，经查实，嫌疑人盗得3700元: what was found is another figure
_UPHELD = "^[^。；]{0,24}(?:[^不未否分]属实|[经已][查核]实(?:[。；]|，[^。；0-9]*(?:[。；]|$)))"

# Somebody speaks, up to the amount: 自述一针本钱15元, 嫌疑人说卖了18万元, 谎称轻伤1人
_SPEAKS = (
    "(?:[^名简俗统职号]称|[^俗话听据小传学演解]说|陈述|辩解|申辩|自述|供述|供认|口供|笔录(?:里|中)|谎报)"
    "[^。；]*$"
)
# What is set against it after the amount: 实际仅2家, 与签收单载明的140箱不符, 不予采信
_SET_RIGHT = (
    "^[^。；0-9]{0,16}[，（。；]?[^。；，0-9]{0,12}"
    "(?:实际(?:[仅只上为是]|售|销|查|卖|$)|实则|实为|事实上|其实|能(?:够)?(?:确认|认定|证实|查实)的[只仅]?|与之对照)"
    "|^[^。；0-9]{0,16}，与[^，。；]{2,30}(?:不符|不一致|矛盾|出入)"
    "|^[^。；]{0,40}(?:不予(?:采信|采纳|认定)|未(?:予|获|被)?(?:采信|采纳)|不(?:采信|采纳)|(?:不能|难以)成立|不足采信)"
)

# 老板说只欠4万元, beside the 5.75万元 that were found
_BELITTLES = (
    "(?:[^名简俗统职号对复]称|[^据听学小传俗]说|辩[解称]|讲|表示|认为|陈述|承认|交代|供述)[^，。；0-9]{0,20}"
    "(?:[只仅]|才[卖售销收赚得欠用有]|不过|就[卖售销收赚得欠用])[^，。；0-9]{0,8}$"
)
_FINDS = "(?:意见|结论|报告|鉴定|检[测验]|复核|复检|本[局院机]|专家)[^，。；0-9]{0,6}(?:认为|表示|称)"
_BELITTLED = "[称说讲解示为述认代][^，。；0-9]{0,20}(?:[只仅才就]|不过)"
_AGAINST = "实际|实则|实为|事实上|其实|能够?[确认证查]|与之对照|不符|不一致|矛盾|出入|采[信纳]|不予认定|成立"


def claimed(said: Said) -> Bools:
    """Say which amounts somebody only claims, and which the text sets right."""
    around, at, tokens = said.around, said.at, said.tokens
    asks, ends = around.sign("asked"), around.sign("-alleged")
    asked = around.in_clause(asks | ends, at)
    found = (asked >= 0) & asks[asked] & ~ends[asked] & ~said.is_nil
    found |= _holds_since(said, _CLAIMS, around.outer_clause)
    found |= _holds_since(said, _CARRIES_ON, around.sentence)
    after = np.minimum(at + 1, len(tokens.word) - 1)
    unproven = ~said.is_nil & ((tokens.next_sign(at) == ord("的")) | around.sign("pretext")[after])
    found |= said.holds(unproven, lambda rows: tokens.follow(at[rows], 8), _UNPROVEN)
    # 劳动者投诉被拖欠工资3.2万元，经查属实
    found &= ~said.holds(found, lambda rows: tokens.follow(at[rows], 8), _UPHELD)
    return found | _set_right(said) | _belittled(said)


def _holds_since(said: Said, pattern: str, scope: Ints) -> Bools:
    """Say before which amounts the pattern stands in their clause or sentence: 报案时称损失2万余元."""
    asked = said.told(
        pattern.split("[^。经查", maxsplit=1)[0].removesuffix("$"), said.told(_VERBS, ~said.is_nil)
    )
    first = scope[said.at]
    return said.holds(asked, lambda rows: said.tokens.since(said.at[rows], first[rows]), pattern)


def _set_right(said: Said) -> Bools:
    """Say which amounts somebody tells whom the text contradicts: 自称销往20家，实际仅2家."""
    at, tokens = said.at, said.tokens
    asked = said.told(_SPEAKS.removesuffix("[^。；]*$"), said.told(_AGAINST, ~said.is_nil))
    asked = said.holds(asked, lambda rows: tokens.follow(at[rows], 8), _SET_RIGHT)
    first = said.around.sentence[at]
    return said.holds(asked, lambda rows: tokens.since(at[rows], first[rows]), _SPEAKS)


def _belittled(said: Said) -> Bools:
    """Say which amounts somebody calls little where the text tells a greater one: 说只欠4万元."""
    at, tokens, lo = said.at, said.tokens, said.numbers.lo[said.at]
    asked = said.told(_BELITTLED, ~said.is_nil)
    first = said.around.any_clause[at]
    asked = said.holds(asked, lambda rows: tokens.since(at[rows], first[rows]), _BELITTLES)
    asked &= ~said.holds(asked, lambda rows: tokens.since(at[rows], first[rows]), _FINDS)
    text, clause = tokens.text[at], said.around.clause_no[at]
    for row in np.flatnonzero(asked):  # few
        alike = (text == text[row]) & (said.unit == said.unit[row]) & (clause != clause[row])
        alike &= said.role[np.maximum(said.around.in_clause(said.is_named | said.is_verb, at), 0)] != (
            said.lex.index("fine")
        )
        asked[row] = bool((lo[alike] > lo[row]).any())
    return asked
