"""What the noun beside an amount says of it: a house, an injury, a gift, an insurer."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.facts.whose.persons import of_bribery
from models.facts.words.lexicon import Bools, Ints
from models.facts.words.said import Found, Said

# 名下商铺市值310万元，已过户: what somebody owns, and neither goods nor taken
_OWNED = (
    "(?:房产|房屋|商铺|商品房|住[宅房]|不动产|厂房|土地使用权|别墅|车辆|越野车|轿车|汽车|股权|库存|设备)[^。；]{0,24}"
    "(?:评估(?:现?[价值]|价值)?|市值|估值|价值|进价|作价)(?:为|约|人民币)*$"
)
_MOVED = "名下|过户|转移|查封|抵债|抵偿|低价转|保全|前妻|执行"
_STOLEN = "骗|窃|盗|抢|毁|烧|侵占"
# 伤者住院23天，花去4.8万元，误工6,900元，护理4,600元
_HURT = "(?:住院|就医|医治|抢救|[伤死]者|受伤|致伤|感染|压断|[打撞砸压烫烧]伤)[^。]*$"
_CARE = "(?:花[了去费]?|用去|误工|护理|交通|营养|住院|医疗|治疗|医药)(?:费用?)?(?:共计?|合计|约|人民币)*$"
# 修复电缆共花费37,500元，由当事人承担: whoever had it done first
_BORNE = (
    "^[，,]?(?:现|均|全部|应|依法|该费用|上述费用|费用|款项|已)*由(?:当事人|其|该|责任|违法|肇事|被告|建设单位|[你本][单公店]"
    "|[^，。；0-9]{1,3}某)[^，。；0-9]{0,8}(?:承担|负担|支付|赔偿|承付|缴纳)"
)
# 检验费、运费由当事人承担: nothing was damaged
_NO_LOSS = (
    "(?:检[验测疫]|化验|鉴定|评估|认定|公证|诉讼|律师|运输?|邮寄?|快递|保管|仓储|销毁|工本|税)[^，。；0-9]{0,4}[费税]"
    "[^，。；0-9]{0,4}$"
)
# 受损青苗经评估折价6,400元: what was damaged, and no goods
_DAMAGED = (
    "(?:受损|被毁|损毁|毁坏|损坏|砸坏|撞坏|烧毁|被砸|被撞|被烧|被淹|死亡)的?[^，。；0-9]{0,8}[^。；0-9]{0,6}"
    "(?:评估|估价|鉴定|认定|折价|价值|作价|折合)[^，。；0-9]{0,6}$"
)
_SPENT_ON = (
    "(?:撞|砸|烧|损|毁|压|挖|割|划|打|弄|碰|刮|淹|剪)(?:坏|伤|毁|断|烂|裂|破)[^。；]{0,16}"
    "(?:[维返]修|修[理复缮]|更换|重[建装做铺]|恢复|抢修)[^，。；0-9]{0,10}$"
)
_DEPOSIT = "(?:付|交|缴)[给了付纳]?[^，。；0-9]{0,8}“?[定订]金”?[^，。；0-9]{0,4}$"
_PAYER = "[买客住租业用]?[家户主方人者]|顾客|学员|向(?:当事人|其|该)"
_TAKEN_IN = "费用?”?(?:共计?|合计|总共|累计|一共|实际|已|均|各)*(?:收取?|收了|收到|收得)(?:人民币|约|了)*$"
_LIST_OF_LOOT = (
    "(?:赃物|被[盗窃骗抢]|失窃|丢失)(?:的)?(?:财物|物品|物资|商品|货物)?(?:价值)?(?:清单|明细|一览)"
)
# 购物卡面值2万元、金条20克（值9,120元）
_IN_KIND = "(?:面值|价?值|折[价款合]|计价?|市价)(?:共|约|为|人民币)*$"
_POSTS = (
    "评委|医[生师]|科?主任|[站所局院校科处镇乡县市区厂矿店队]长|书记|[镇村乡]?干部|监理|考官|安全员|采购员|采购经理"
    "|经办人|验收员?|审[核批]员|民警|辅警|法官|村医|药剂师|工作人员|代表|项目经理|公职人员"
)
_GIFTS = "好处|红包|回扣|购物卡|礼[金品]|[头课苦谢水]费|打点"
# 给评委红包，每人8,000元; 向考场安全员打点1.1万元
_GIVES = (
    f"(?:[给向送]|塞给|付给|打点)[^，。；0-9]{{0,10}}(?:{_POSTS})[^，。；0-9]{{0,10}}"
    "(?:好处费?|红包|现金|购物卡|回扣|礼[金品]|人头费|讲课费|辛苦费|感谢费|茶水费|打点|提成)[”」]?[^，。；0-9]{0,4}"
    "(?:，?(?:每人|共[付计送给]?|按[^，。；0-9]{0,8}|合计))*(?:[0-9.,]+元共?)?$"
)
# 采购员单某从租赁站拿好处4.5万元
_RECEIVES = (
    f"(?:{_POSTS})[^，。；0-9]{{0,3}}(?:某[甲乙丙]?)?[^。；0-9]{{0,24}}(?:收受?|收取|[多私]?拿|索[要取]|接受|得)"
    "[^，。；0-9]{0,10}(?:好处费?|回扣|红包|感谢费|辛苦费|茶水费|礼金)[”」]?[^，。；0-9]{0,3}$"
)
# 收入扣除支出后的余额，即94,100元，为违法所得
_LEFT = (
    "(?:扣除|减去|除去|相抵|抵扣|剔除|扣减)[^。；]*(?:余额|差额|余款|余数)[^，。；0-9]{0,4}"
    "(?:，[即为计][^，。；0-9]{0,2})?$"
)
_IS_GAIN = "^，?(?:即|系|为|是|属于?|作为|认定为|确定为)[^，。；0-9]{0,8}(?:违法|非法|不法)(?:所得|获利|收入)"
# 保险公司实际赔付58,000元, in a case of deceit
_INSURER = (
    "(?:保险公司|医保局|社保局|保险机构)[^，。；0-9]{0,8}(?:赔付|理赔|支付|赔款|打款)[^，。；0-9]{0,6}$"
)


def name_by_nouns(said: Said, found: Found) -> None:
    """Settle what the nouns before amounts say of them."""
    at, tokens = said.at, said.tokens
    sentence, clause = said.around.sentence, said.around.any_clause

    def told(rows: Ints) -> pl.Series:
        return tokens.since(at[rows], sentence[at[rows]])

    def here(rows: Ints) -> pl.Series:
        return tokens.since(at[rows], clause[at[rows]])

    def settle(asked: Bools, role: str) -> None:
        found.role = np.where(asked, said.lex.index(role), found.role)

    valued = said.are(found.role, "goods", "unsold", "taken", "sold", "price", "cost", "unknown", "")
    owned = said.holds(said.told(_MOVED, said.pays & valued), told, _OWNED)
    settle(owned & ~said.holds(owned, told, _STOLEN), "capital")
    spent = said.pays & said.are(found.role, "cost", "", "unknown", "business", "wages", "gain")
    care = said.holds(
        said.told(_HURT.removesuffix("[^。]*$"), spent), lambda rows: tokens.ahead(at[rows], 2), _CARE
    )
    settle(said.holds(care, told, _HURT), "loss")
    borne = said.pays & (found.per == 0) & said.are(found.role, "cost", "unknown", "")
    borne = said.holds(said.told("承担|负担", borne), lambda rows: tokens.follow(at[rows], 4), _BORNE)
    settle(borne & ~said.holds(borne, lambda rows: tokens.ahead(at[rows], 3), _NO_LOSS), "loss")
    broken = said.pays & (found.per == 0) & said.are(found.role, "cost", "unknown", "", "business")
    settle(
        said.holds(said.told("[维返]修|修[理复缮]|更换|重[建装做铺]|恢复", broken), told, _SPENT_ON), "loss"
    )
    ruined = said.pays & (found.per == 0) & said.are(found.role, "goods", "unsold", "unknown")
    ruined &= ~said.in_text(said.is_named & said.are(said.role, "taken"), at)
    settle(
        said.holds(said.told("受损|[损被]毁|[毁损砸撞]坏|烧毁|被[砸撞烧淹]|死亡", ruined), here, _DAMAGED),
        "loss",
    )
    # 当事人付定金3,000元: paid before the rest, and no rent
    deposit = said.told("[定订]金", said.pays & (found.per == 0) & said.are(found.role, "rent"))
    deposit &= ~said.in_text(said.is_named & said.are(said.role, "taken"), at)
    deposit = said.holds(deposit, here, _DEPOSIT)
    settle(deposit & ~said.holds(deposit, here, _PAYER), "cost")
    # 上网费共收35元: taken in, whatever it is called
    taken_in = said.told("费[^，。；0-9]{0,4}收", said.pays & (found.per == 0) & said.are(found.role, "cost"))
    settle(said.holds(taken_in, lambda rows: tokens.ahead(at[rows], 3), _TAKEN_IN), "business")
    # 赃物清单：手机3部7,200元: what was taken, as listed
    listed = said.pays & said.are(found.role, "goods", "unsold", "unknown", "") & (found.per == 0)
    settle(said.told(_LIST_OF_LOOT, listed), "taken")
    kind = (
        said.pays & said.are(found.role, "goods", "unknown", "", "taken", "business") & of_bribery(said)[at]
    )
    settle(said.holds(kind, lambda rows: tokens.ahead(at[rows], 2), _IN_KIND), "bribe")
    given = said.pays & said.are(
        found.role, "", "cost", "price", "sold", "repaid", "gain", "business", "unknown"
    )
    given = said.told(_GIFTS, given)
    settle(said.holds(given, told, _GIVES) | said.holds(given, here, _RECEIVES), "bribe")
    left = said.told("余额|差额|余款|余数", said.pays & said.are(found.role, "unknown", ""))
    left = said.holds(left, lambda rows: tokens.follow(at[rows], 4), _IS_GAIN)
    settle(said.holds(left, told, _LEFT), "gain")
    robs = said.around.sign("crime") | (said.is_named & said.are(said.role, "taken"))
    insured = said.pays & said.are(found.role, "repaid", "cost", "unknown", "") & said.in_text(robs, at)
    insured = said.told("(?:保险公司|医保局|社保局|保险机构)", insured)
    settle(said.holds(insured, here, _INSURER), "taken")
