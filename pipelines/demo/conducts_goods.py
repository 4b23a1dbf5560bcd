"""Goods: fake and substandard products, banned substances in food, marks and labels."""

from __future__ import annotations

import datetime as dt

from pipelines.demo.dice import Dice
from pipelines.demo.tale import Amounts, Conduct, Tale

NEW_IP_RULES = dt.date(2025, 4, 26)
PRICES = (5, 8, 10, 12, 18, 20, 25, 35, 40, 60, 80, 100, 120)


def priced(dice: Dice, target: float) -> tuple[float, float]:
    """Return (sales, unit price): a whole number of units near the target, at or above it."""
    price = dice.pick(PRICES)
    return float(-(-int(target) // price) * price), float(price)


def _gain(dice: Dice, sales: float, low: float = 0.08, high: float = 0.3) -> float:
    return round(sales * dice.between(low, high), 0)


def _fake(dice: Dice, level: str, ended: dt.date) -> Amounts:
    """140: sales 50,000; unsold 150,000; three times the sales and the unsold 150,000."""
    del ended
    if level == "above":
        route = dice.weighted((("sales", 0.6), ("unsold", 0.2), ("triple", 0.2)))
        if route == "sales":
            sales, price = priced(dice, dice.skewed(51_000, 180_000))
            unsold = float(dice.pick((0, 0, dice.whole(500, 40_000))))
        elif route == "unsold":
            sales, price, unsold = 0.0, 0.0, float(dice.whole(152_000, 380_000))
        else:
            sales, price = priced(dice, dice.whole(30_000, 45_000))
            unsold = 150_000 - 3 * sales + dice.whole(2_000, 25_000)
    else:
        sales, price = priced(dice, dice.skewed(200, 44_000))
        unsold = float(int((150_000 - 3 * sales) * dice.pick((0.0, 0.05, 0.3, 0.6))))
    goods = sales + unsold
    return {
        "sales_cny": sales,
        "unsold_cny": unsold,
        "goods_cny": goods,
        "gain_cny": _gain(dice, sales),
        "_price": price,
    }


def _sold(t: Tale) -> str:
    if not t.a["sales_cny"]:
        return t.dice.pick(("尚未售出", "未及销售即被查获", "尚未对外销售"))
    many = t.sold_goods
    if many and t.dice.chance(0.35):
        return f"已售出{many}，销售金额合计{t.m('sales_cny')}"
    return t.dice.pick(("已销售金额为{0}", "销售金额共计{0}", "累计售出得款，销售金额{0}")).format(
        t.m("sales_cny")
    )


def _left(t: Tale) -> str:
    if not t.a["unsold_cny"]:
        return t.dice.pick(("已全部售完，无库存", "现场未查获库存"))
    return t.dice.pick(
        ("现场查扣尚未销售的上述产品，货值金额{0}", "未销售产品货值金额{0}", "库存未售货物价值{0}")
    ).format(t.m("unsold_cny"))


def _kept(t: Tale) -> str:
    if not t.a["gain_cny"]:
        return "无违法所得"
    return t.dice.pick(("违法所得{0}", "获利{0}", "违法所得共计{0}")).format(t.m("gain_cny"))


FAKE = Conduct(
    code="140",
    offence="生产、销售伪劣产品罪",
    agency="market",
    group="goods",
    violation=(
        "销售以假充真的产品",
        "销售不合格产品冒充合格产品",
        "生产、销售以次充好的产品",
        "销售掺杂掺假的产品",
    ),
    basis="《中华人民共和国产品质量法》第三十九条、第五十条",
    goods=(
        "电线电缆",
        "水泥",
        "儿童玩具",
        "羽绒服",
        "汽车刹车片",
        "润滑油",
        "电动自行车充电器",
        "防水涂料",
        "钢管扣件",
    ),
    draw=_fake,
    bodies=(
        lambda t: f"{t.span}，当事人销售以次充好的{t.product}，{_sold(t)}，{_left(t)}，{_kept(t)}。",
        lambda t: (
            f"当事人购进不合格{t.product}冒充合格产品对外销售。{t.span}，{_sold(t)}；{_left(t)}。{_kept(t)}。"
        ),
        lambda t: (
            f"经抽样检验，当事人经营的{t.product}为不合格产品，系以假充真。至案发，{_sold(t)}，{_left(t)}，{_kept(t)}（{t.span}）。"
        ),
        lambda t: (
            f"{t.product}经检验不符合国家强制性标准，判定为不合格。当事人于{t.span}销售该产品，{_sold(t)}。{_left(t)}。{_kept(t)}。"
        ),
        lambda t: (
            f"一、违法事实：{t.span}生产、销售掺杂掺假的{t.product}。二、涉案金额：{_sold(t)}，{_left(t)}。三、{_kept(t)}。"
        ),
        lambda t: (
            f"当事人明知所售{t.product}系不合格产品仍予销售，{_left(t)}，{_sold(t)}，货值金额共计{t.m('goods_cny')}，{_kept(t)}，时间为{t.span}。"
        ),
        lambda t: (
            f"账册显示，{t.span}当事人以假充真销售{t.product}，{_sold(t)}，扣除进货成本后{_kept(t)}；{_left(t)}。"
        ),
    ),
    columns={"sales_amount_cny": "sales_cny", "goods_value_cny": "goods_cny", "illegal_gain_cny": "gain_cny"},
)


def _toxic(dice: Dice, level: str, ended: dt.date) -> Amounts:
    """144: any amount."""
    del level, ended
    sales, price = priced(dice, dice.skewed(5, 6_000))
    return {"sales_cny": sales, "gain_cny": _gain(dice, sales), "_price": price}


TOXIC = Conduct(
    code="144",
    offence="生产、销售有毒、有害食品罪",
    agency="market",
    group="food",
    violation=("生产销售有毒有害食品", "在食品中添加非食品原料", "用非食品原料生产食品"),
    basis="《中华人民共和国食品安全法》第三十四条第一项、第一百二十三条第一款第一项",
    goods=("罂粟壳粉", "西布曲明", "硼砂", "工业松香", "苏丹红", "工业甲醛", "西地那非", "吊白块"),
    draw=_toxic,
    bodies=(
        lambda t: (
            f"{t.span}，当事人在制作销售的食品中添加{t.product}，经检验检出该非食品原料，销售金额{t.m('sales_cny')}，{_kept(t)}。"
        ),
        lambda t: (
            f"抽检发现当事人销售的食品中检出{t.product}成分，该物质属于有毒、有害的非食品原料。{t.span}售出得款，销售金额{t.m('sales_cny')}。"
        ),
        lambda t: (
            f"当事人明知{t.product}为禁止添加的有毒有害物质，仍于{t.span}掺入食品中出售，销售金额共计{t.m('sales_cny')}。"
        ),
        lambda t: (
            f"执法人员在操作间查获{t.product}一包。当事人承认{t.span}将其用于食品加工，销售金额{t.m('sales_cny')}，{_kept(t)}。"
        ),
        lambda t: (
            f"检验报告显示：送检样品检出{t.product}，不得检出。当事人{t.span}共售出该批食品，销售金额{t.m('sales_cny')}。"
        ),
        lambda t: (
            f"当事人为改善口感和卖相，使用非食品原料{t.product}加工食品并销售（{t.span}），销售金额{t.m('sales_cny')}，{_kept(t)}。"
        ),
    ),
    columns={"sales_amount_cny": "sales_cny", "illegal_gain_cny": "gain_cny"},
    distractors=("alleged", "capital", "law", "rent"),
    consequence="终身禁止从事食品生产经营管理工作",
)


def _counterfeit(dice: Dice, level: str, ended: dt.date) -> Amounts:
    """213: business 50,000; two marks 30,000."""
    del ended
    marks = 1.0
    if level == "above" and dice.chance(0.12):
        business, marks = float(dice.whole(33_000, 47_000)), 2.0
    elif level == "above":
        business = float(int(dice.skewed(52_000, 300_000)))
    else:
        business = float(int(dice.skewed(500, 27_000)))
    sold = float(int(business * dice.between(0.3, 0.9)))
    return {
        "business_cny": business,
        "_sold": sold,
        "gain_cny": _gain(dice, sold, 0.05, 0.2),
        "marks_count": marks,
    }


def _marks(t: Tale) -> str:
    if t.a["marks_count"] > 1:
        return f"“{t.mark}”“{t.mark}臻选阁”两种不同权利人的注册商标"
    return f"“{t.mark}”注册商标"


COUNTERFEIT = Conduct(
    code="213",
    offence="假冒注册商标罪",
    agency="market",
    group="industry",
    violation=("假冒注册商标", "未经许可在同一种商品上使用相同商标", "侵犯注册商标专用权"),
    basis="《中华人民共和国商标法》第五十七条第一项、第六十条第二款",
    goods=("白酒", "洗衣液", "润滑油", "卫浴龙头", "运动鞋", "化妆品", "打印耗材"),
    draw=_counterfeit,
    bodies=(
        lambda t: (
            f"{t.span}，当事人未经商标注册人许可，在其生产的同一种商品{t.product}上使用与{_marks(t)}相同的商标，违法经营额共计{t.m('business_cny')}，{_kept(t)}。"
        ),
        lambda t: (
            f"当事人租用厂房灌装、贴牌加工假冒{_marks(t)}的{t.product}，已售部分{t.m('_sold')}，连同库存在内非法经营数额合计{t.m('business_cny')}。{t.span}，{_kept(t)}。"
        ),
        lambda t: (
            f"权利人鉴定确认：涉案{t.product}系假冒{_marks(t)}的商品，商标与权利人注册商标完全相同。当事人{t.span}从事上述生产，违法经营额{t.m('business_cny')}，{_kept(t)}。"
        ),
        lambda t: (
            f"查明当事人非法经营数额为{t.m('business_cny')}：即{t.span}自行组织生产标有{_marks(t)}标识的{t.product}并销售，未取得权利人授权，{_kept(t)}。"
        ),
        lambda t: (
            f"一、当事人未经许可在{t.product}上使用相同商标（{_marks(t)}）；二、时间：{t.span}；三、违法经营额：{t.m('business_cny')}；四、{_kept(t)}。"
        ),
        lambda t: (
            f"现场查获印有{_marks(t)}的{t.product}成品及包装。经核算，{t.span}当事人假冒他人注册商标的违法经营额为{t.m('business_cny')}，其中{_kept(t)}。"
        ),
    ),
    columns={"business_amount_cny": "business_cny", "illegal_gain_cny": "gain_cny"},
    distractors=("alleged", "capital", "genuine", "rent", "other"),
)


def _fake_mark_goods(dice: Dice, level: str, ended: dt.date) -> Amounts:
    """214: sales 50,000; unsold 150,000; together 150,000; gain 30,000 (from 2025)."""
    if level == "above":
        route = dice.weighted((("sales", 0.55), ("unsold", 0.2), ("sum", 0.15), ("gain", 0.1)))
        if route == "gain" and ended >= NEW_IP_RULES:
            sales, price = priced(dice, dice.whole(44_000, 49_000))
            unsold, gain = float(dice.whole(0, 8_000)), float(dice.whole(30_500, 36_000))
            return {"sales_cny": sales, "unsold_cny": unsold, "gain_cny": gain, "_price": price}
        if route == "unsold":
            sales, price, unsold = 0.0, 0.0, float(dice.whole(152_000, 420_000))
        elif route == "sum":
            sales, price = priced(dice, dice.whole(20_000, 42_000))
            unsold = 150_000 - sales + dice.whole(2_000, 30_000)
        else:
            sales, price = priced(dice, dice.skewed(51_000, 170_000))
            unsold = float(dice.pick((0, dice.whole(500, 60_000))))
    else:
        sales, price = priced(dice, dice.skewed(100, 28_000))
        unsold = float(int(dice.skewed(50, 60_000)))
    return {
        "sales_cny": sales,
        "unsold_cny": unsold,
        "gain_cny": _gain(dice, sales, 0.08, 0.25),
        "_price": price,
    }


FAKE_MARK_GOODS = Conduct(
    code="214",
    offence="销售假冒注册商标的商品罪",
    agency="market",
    group="goods",
    violation=("销售假冒注册商标的商品", "销售侵犯注册商标专用权的商品", "商标侵权"),
    basis="《中华人民共和国商标法》第五十七条第三项、第六十条第二款",
    goods=("运动鞋", "白酒", "手机配件", "化妆品", "箱包", "羽绒服", "洗发水", "电动工具"),
    draw=_fake_mark_goods,
    bodies=(
        lambda t: (
            f"{t.span}，当事人销售假冒“{t.mark}”注册商标的{t.product}，{_sold(t)}，{_left(t)}，{_kept(t)}。"
        ),
        lambda t: (
            f"当事人从流动推销人员处购进标有“{t.mark}”商标的{t.product}对外销售。经权利人鉴定均为假冒注册商标的商品。{_sold(t)}；{_left(t)}；{_kept(t)}。销售时间：{t.span}。"
        ),
        lambda t: (
            f"经商标权利人辨认，现场{t.product}所用“{t.mark}”与其注册商标相同，系假冒。{t.span}，{_sold(t)}，{_left(t)}，{_kept(t)}。"
        ),
        lambda t: (
            f"当事人在网店销售假冒“{t.mark}”{t.product}，后台订单显示{t.span}{_sold(t)}；仓库内{_left(t)}；{_kept(t)}。"
        ),
        lambda t: (
            f"查明：（1）当事人明知是假冒“{t.mark}”注册商标的{t.product}仍然销售；（2）{_sold(t)}；（3）{_left(t)}；（4）{_kept(t)}。上述行为发生于{t.span}。"
        ),
        lambda t: (
            f"{_left(t)}，{_sold(t)}，{_kept(t)}，商品均为假冒“{t.mark}”注册商标的{t.product}，当事人未能说明合法来源，行为持续于{t.span}。"
        ),
        lambda t: (
            f"当事人于{t.span}以明显低于市场价的价格购进“{t.mark}”{t.product}，经鉴定为假冒注册商标商品。{_sold(t)}，{_kept(t)}，另{_left(t)}。"
        ),
    ),
    columns={"sales_amount_cny": "sales_cny", "illegal_gain_cny": "gain_cny"},
    distractors=("alleged", "capital", "genuine", "rent", "other"),
)


def _labels(dice: Dice, level: str, ended: dt.date) -> Amounts:
    """215: 10,000 labels or 30,000 yuan (from 2025), 20,000 labels or 50,000 before."""
    scale = 1.0 if ended >= NEW_IP_RULES else 2.0
    if level == "above":
        labels = float(dice.whole(105, 400) * 100) * scale
        business = float(dice.whole(6_000, 24_000))
    else:
        labels = float(dice.whole(3, 45) * 100)
        business = float(dice.whole(300, 9_000))
    return {"labels_count": labels, "business_cny": business, "gain_cny": _gain(dice, business, 0.1, 0.3)}


LABELS = Conduct(
    code="215",
    offence="非法制造、销售非法制造的注册商标标识罪",
    agency="market",
    group="industry",
    violation=("伪造、擅自制造他人注册商标标识", "销售伪造的注册商标标识", "擅自制造注册商标标识"),
    basis="《中华人民共和国商标法》第五十七条第四项、第六十条第二款",
    goods=("酒类瓶贴", "化妆品包装盒", "吊牌", "不干胶标签", "手提袋", "防伪标"),
    draw=_labels,
    bodies=(
        lambda t: (
            f"{t.span}，当事人未经授权印制带有“{t.mark}”注册商标的{t.product}，共计{t.n('labels_count')}件商标标识，违法经营额{t.m('business_cny')}，{_kept(t)}。"
        ),
        lambda t: (
            f"当事人擅自制造“{t.mark}”注册商标标识（{t.product}）{t.n('labels_count')}件，经营数额{t.m('business_cny')}，{_kept(t)}，时间{t.span}。"
        ),
        lambda t: (
            f"现场查获伪造的“{t.mark}”商标标识。经清点，当事人{t.span}制造该商标标识共{t.n('labels_count')}件，非法经营数额{t.m('business_cny')}，{_kept(t)}。"
        ),
        lambda t: (
            f"权利人确认从未委托当事人印刷。当事人{t.span}印刷“{t.mark}”{t.product}，商标标识数量{t.n('labels_count')}件，违法经营额为{t.m('business_cny')}，{_kept(t)}。"
        ),
        lambda t: (
            f"一、伪造注册商标标识“{t.mark}”，数量：{t.n('labels_count')}件；二、违法经营额：{t.m('business_cny')}；三、{_kept(t)}；四、期间：{t.span}。"
        ),
        lambda t: (
            f"当事人接受他人口头委托，{t.span}为其制作标有“{t.mark}”的{t.product}，商标标识{t.n('labels_count')}件，收取费用计违法经营额{t.m('business_cny')}，{_kept(t)}。"
        ),
    ),
    columns={"business_amount_cny": "business_cny", "illegal_gain_cny": "gain_cny"},
    distractors=("alleged", "capital", "rent", "other"),
)
