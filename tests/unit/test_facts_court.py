"""What a crime against property comes to: who hands over, which total agrees, what is no part of it."""

from __future__ import annotations

import polars as pl
import pytest

from bench.amounts import best, total_of
from models.facts.amounts import read_many

HANDED = {  # money that others hand to the accused, whatever it is called
    "被告人甲某谎称能办入学，收取乙某“打点费”3万元。": 30000,
    "被告人甲某虚构工程，乙某按甲某要求支付定金8000元、材料款2600元。": 10600,
    "被告人甲某冒充客服，让被害人乙某缴纳保证金5000元。": 5000,
    "被告人甲某以做生意为由骗取信任，乙某先后交给甲某现金2万元、汇给甲某15000元。": 35000,
    "被告人甲某隐瞒真相，以车辆作抵押向被害人乙某借款6万元后逃匿。": 60000,
}
DEMANDED = {  # of what was demanded only what was paid
    "被告人甲某以举报相威胁，向乙某索要10万元。乙某被迫转给甲某4万元。": 40000,
    "被告人甲某向乙某敲诈，索要现金2万元，乙某付给甲某5000元后报警。": 5000,
    "被告人甲某谎称能办事，要乙某拿出8万元，乙某交给甲某3万元。": 30000,
    "被告人甲某诈骗乙某9000元，次日又要求其再付5000元，乙某起疑未付。": 9000,
    "被告人甲某诈骗乙某2万元后，又让乙某追加1万元，乙某拒绝。": 20000,
}
NO_PART = {  # what is told of the same goods, and is not what was taken
    "被告人甲某窃得电缆一批，以2600元销赃。经鉴定，电缆价值4900元。": 4900,
    "被告人甲某盗窃电线，共卖得600元。经鉴定，被盗电线价值3144元。": 3144,
    "被告人甲某盗走车内提包，价值900元，被毁车窗玻璃价值380元。": 900,
    "被告人甲某盗窃手机一部，价值2000元，后销赃得款800元，分得400元。": 2000,
    "被告人甲某盗走乙某现金860元，当晚在饭店用所盗现金消费320元。": 860,
}
STOLEN = {  # prices and containers of what was stolen
    "被告人甲某窃得被害人乙某的手机1部，价格人民币2600元。": 2600,
    "被告人甲某盗窃乙某电动车一辆（经认证，价格1210元）和耳机一副（价格为300元）。": 1510,
    "被告人甲某盗走乙某的手提包，包内有人民币8400元及身份证。": 8400,
    "被告人甲某盗窃时将被害人乙某支付宝内6500元转出。": 6500,
    "被告人甲某入室盗窃，将乙某放在枕头下面钱包内的人民币1600元弄走。": 1600,
}
TOTALS = {  # the stated figure that is the sum of the others, before or behind them
    "被告人甲某共骗取198272元，其中：5月骗取77157元。6月骗取26746元，7月骗取94369元。": 198272,
    "1、被告人甲某盗窃现金3000元。\n2、被告人甲某盗窃手机一部，价值1250元。\n综上，盗窃数额4250元。": 4250,
    "被告人甲某骗取乙某95000元，后退还2500元，实际骗得92500元。": 92500,
    "被告人甲某参与盗窃三起，价值16800元；乙某参与二起，价值11300元。分述如下："
    "盗窃铜件，价值7600元；盗窃电机，价值3700元；盗窃铜排，价值5500元。": 16800,
    "被告人甲某窃得香烟，价值1760元、手表价值1115.1元、白酒价值1020元，合计3895.1元，取值3900元。": 3895.1,
}
OWN_ACT = {  # a total that stands in one act is of that act alone; equal sums may be chance
    "（一）被告人甲某盗走现金540元。\n（二）被告人甲某又盗走钱包两个，共盗得现金562元。": 1102,
    "6月7日，被告人甲某窃得白酒，价值1160元。5月30日，又窃得白酒三瓶，共价值1800元。": 2960,
    "1、被告人甲某盗走钢管，价值44元。\n2、甲某盗走钢管，价值44元。\n3、甲某盗走钢管，价值44元。"
    "\n4、甲某盗走钢管三根，价值132元。": 264,
    "3月2日被告人甲某盗窃电瓶，价值9800元，3月9日盗窃铜线，价值6500元，3月12日盗窃铝锭，价值3300元。": 19600,
    "被告人甲某窃得人民币190元、硬盘等物，价值3700元、300元。次日又窃得相机一台，价值4000元。": 8190,
}
CARDS = {  # the principal of overdrawn cards, and what was really had of a loan
    "被告人甲某持信用卡透支，共欠款112874.36元，其中本金76430.5元，经催收仍不归还。": 76430.5,
    "被告人甲某恶意透支，至案发透支欠款104017.57元，其中本金为86845.38元。": 86845.38,
    "被告人甲某信用卡诈骗，甲银行卡透支本金2万元、利息3000元，乙银行卡透支本金1万元、利息800元。": 30000,
    "被告人甲某虚构事实向被害人乙某借款4万元，扣除利息2000元，实得38000元后逃匿。": 38000,
    "被告人甲某使用贷记卡恶意透支，拖欠本金人民币99996.53元。": 99996.53,
}
EVIDENCE = {  # what the evidence tells again
    "被告人甲某盗窃四次，窃得现金496元。\n1、被告人甲某的供述：我拿了100元，又拿了120元。": 496,
    "被告人甲某盗走乙某现金3000元。\n上述事实有证据证实。\n被害人乙某的陈述：被盗现金大约4000元。": 3000,
    "被告人甲某骗取乙某8000元。\n2、证人丙某的证言：听说被骗了9000元。": 8000,
    "被告人甲某窃得手机一部，价值2500元。\n3、价格认定书证实手机价值2500元。": 2500,
    "被告人甲某扒得现金700元。\n（1）书证：到案经过、扣押现金650元的清单。": 700,
}


def _told(*mechanisms: dict[str, float]) -> list[tuple[str, float]]:
    return [told for mechanism in mechanisms for told in mechanism.items()]


@pytest.mark.parametrize(
    ("text", "total"), _told(HANDED, DEMANDED, NO_PART, STOLEN, TOTALS, OWN_ACT, CARDS, EVIDENCE)
)
def test_total_of_a_crime_against_property(text: str, total: float) -> None:
    found = total_of(read_many(pl.Series([text]))[0])
    assert found is not None
    assert float(best(found)) == pytest.approx(total, rel=0.002)
