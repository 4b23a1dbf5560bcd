"""Tobacco, tax, environment, health, bidding."""

from __future__ import annotations

import datetime as dt

from pipelines.demo.conducts_goods import _kept, _left, _sold, priced
from pipelines.demo.dice import Dice
from pipelines.demo.tale import Amounts, Conduct, Tale

STICKS = 200  # cigarettes in a carton


def _unlicensed(dice: Dice, level: str, ended: dt.date) -> Amounts:
    """225 tobacco: business 50,000, gain 20,000, 200,000 sticks."""
    del ended
    business = float(int(dice.skewed(51_500, 260_000) if level == "above" else dice.skewed(600, 26_000)))
    cartons = float(max(3, int(business / dice.between(110, 210))))
    gain = float(int(business * dice.between(0.03, 0.07)))
    return {
        "business_cny": business,
        "cigarettes_count": cartons * STICKS,
        "_cartons": cartons,
        "gain_cny": gain,
    }


def _cartons(t: Tale) -> str:
    return t.dice.pick(("卷烟{0}条（合{1}支）", "各类卷烟共{0}条，折合{1}支")).format(
        t.n("_cartons"), t.n("cigarettes_count")
    )


UNLICENSED_TOBACCO = Conduct(
    code="225-tobacco",
    offence="非法经营罪",
    agency="tobacco",
    group="tobacco",
    violation=(
        "未在当地烟草专卖批发企业进货及无证经营",
        "无烟草专卖零售许可证经营烟草制品零售业务",
        "无证经营烟草制品",
    ),
    basis="《中华人民共和国烟草专卖法》第三十二条、《中华人民共和国烟草专卖法实施条例》第五十七条",
    goods=("卷烟",),
    draw=_unlicensed,
    bodies=(
        lambda t: (
            f"{t.span}，当事人未取得烟草专卖零售许可证经营卷烟，查获{_cartons(t)}，违法经营额{t.m('business_cny')}，{_kept(t)}。"
        ),
        lambda t: (
            f"当事人无烟草专卖零售许可证，自述{t.span}从事卷烟零售，非法经营数额共计{t.m('business_cny')}，{_kept(t)}；涉案{_cartons(t)}。"
        ),
        lambda t: (
            f"执法人员在当事人店内柜台及库房查见{_cartons(t)}，当事人不能出示烟草专卖零售许可证。{t.span}，违法经营额合计{t.m('business_cny')}，{_kept(t)}。"
        ),
        lambda t: (
            f"经核价，当事人{t.span}无证经营的{_cartons(t)}，违法经营总额为{t.m('business_cny')}。{_kept(t)}。"
        ),
        lambda t: (
            f"一、当事人未办理烟草专卖零售许可证；二、{t.span}经营{_cartons(t)}；三、违法经营额{t.m('business_cny')}；四、{_kept(t)}。"
        ),
        lambda t: (
            f"当事人通过微信朋友圈无证销售卷烟，转账记录显示{t.span}非法经营数额{t.m('business_cny')}（{_cartons(t)}），{_kept(t)}。"
        ),
    ),
    columns={"business_amount_cny": "business_cny", "illegal_gain_cny": "gain_cny"},
    distractors=("alleged", "rent", "other"),
)


def _fake_tobacco(dice: Dice, level: str, ended: dt.date) -> Amounts:
    """140 tobacco: sales 50,000; unsold 150,000; the sum 150,000."""
    del ended
    if level == "above":
        if dice.chance(0.7):
            sales, price = priced(dice, dice.skewed(52_000, 150_000))
            unsold = float(dice.pick((0, dice.whole(1_000, 30_000))))
        else:
            sales, price = priced(dice, dice.whole(15_000, 42_000))
            unsold = 150_000 - sales + dice.whole(2_000, 30_000)
    else:
        sales, price = priced(dice, dice.skewed(100, 12_000))
        unsold = float(int(dice.skewed(100, 12_000)))
    gain = float(int(sales * dice.between(0.05, 0.15)))
    return {
        "sales_cny": sales,
        "unsold_cny": unsold,
        "goods_cny": sales + unsold,
        "gain_cny": gain,
        "_price": price,
    }


FAKE_TOBACCO = Conduct(
    code="140-tobacco",
    offence="生产、销售伪劣产品罪",
    agency="tobacco",
    group="tobacco",
    violation=("销售假冒伪劣卷烟", "销售非法生产的烟草专卖品", "销售伪劣卷烟"),
    basis="《中华人民共和国烟草专卖法》第三十三条",
    goods=("假冒伪劣卷烟",),
    draw=_fake_tobacco,
    bodies=(
        lambda t: (
            f"{t.span}，当事人销售假冒伪劣卷烟，经检测站鉴别为伪劣产品。{_sold(t)}，{_left(t)}，{_kept(t)}。"
        ),
        lambda t: (
            f"经烟草质量监督检测站鉴定，涉案卷烟为假冒伪劣卷烟。当事人{_sold(t)}；{_left(t)}；{_kept(t)}；期间为{t.span}。"
        ),
        lambda t: (
            f"当事人持有烟草专卖零售许可证，却于{t.span}销售伪劣卷烟，{_sold(t)}，{_kept(t)}，{_left(t)}。"
        ),
        lambda t: f"现场查获伪劣卷烟一批，{_left(t)}。另查明{t.span}{_sold(t)}，{_kept(t)}。",
        lambda t: (
            f"涉案伪劣卷烟货值金额共计{t.m('goods_cny')}：{_sold(t)}，{_left(t)}。{_kept(t)}。发生时间：{t.span}。"
        ),
        lambda t: f"一、销售伪劣卷烟（{t.span}）；二、{_sold(t)}；三、{_left(t)}；四、{_kept(t)}。",
    ),
    columns={"sales_amount_cny": "sales_cny", "goods_value_cny": "goods_cny", "illegal_gain_cny": "gain_cny"},
    distractors=("alleged", "rent", "other"),
)


def _evasion(dice: Dice, level: str, ended: dt.date) -> Amounts:
    """201: 100,000 and ten per cent, notice given, not paid."""
    del ended
    if level == "above":
        tax, share = round(dice.skewed(108_000, 900_000), 2), round(dice.between(0.12, 0.66), 4)
    else:
        tax, share = round(dice.skewed(2_000, 88_000), 2), round(dice.between(0.01, 0.4), 4)
    return {"tax_evaded_cny": tax, "tax_share": share}


def _share(t: Tale) -> str:
    return f"占同期应纳税额的{t.a['tax_share'] * 100:.2f}%"


EVASION = Conduct(
    code="201",
    offence="逃税罪",
    agency="tax",
    group="trade",
    violation=("偷税", "进行虚假的纳税申报", "隐匿收入不申报纳税"),
    basis="《中华人民共和国税收征收管理法》第六十三条第一款",
    goods=("账外收入", "隐匿销售收入", "虚列成本", "个人账户收款"),
    draw=_evasion,
    bodies=(
        lambda t: (
            f"经检查，{t.span}，你单位采取{t.product}等手段进行虚假纳税申报，造成少缴税款{t.m('tax_evaded_cny')}，{_share(t)}，定性为偷税。{t.extra}"
        ),
        lambda t: (
            f"你单位{t.span}存在{t.product}行为，少缴增值税、企业所得税等合计{t.m('tax_evaded_cny')}（{_share(t)}），构成偷税。{t.extra}"
        ),
        lambda t: (
            f"检查发现：当事人在{t.span}通过{t.product}方式不申报纳税，偷税数额{t.m('tax_evaded_cny')}，{_share(t)}。{t.extra}"
        ),
        lambda t: (
            f"一、违法事实：{t.product}；二、所属期：{t.span}；三、偷税金额{t.m('tax_evaded_cny')}，{_share(t)}。{t.extra}"
        ),
        lambda t: (
            f"{t.extra}经查，你单位{t.span}以{t.product}的手段少缴税款共{t.m('tax_evaded_cny')}，{_share(t)}，属偷税行为。"
        ),
        lambda t: (
            f"根据银行流水比对，当事人{t.span}{t.product}未入账申报，应补缴税款即偷税额为{t.m('tax_evaded_cny')}，{_share(t)}。{t.extra}"
        ),
    ),
    columns={"tax_amount_cny": "tax_evaded_cny"},
    distractors=("capital", "rent"),
)
UNPAID = (
    "税务机关已依法下达追缴通知，期限届满后当事人仍未缴纳税款及滞纳金。",
    "我局依法送达税务处理决定书及追缴通知书，责令限期补缴，当事人逾期未缴。",
    "经依法下达追缴通知后，该单位至今未补缴应纳税款、未缴纳滞纳金。",
)
SETTLED = (
    "经税务机关依法下达追缴通知后，当事人已在规定期限内补缴全部税款、缴纳滞纳金，并已履行行政处罚。",
    "追缴通知下达后，税款、滞纳金已足额缴清，罚款亦已缴纳。",
)


def _invoices(dice: Dice, level: str, ended: dt.date) -> Amounts:
    """205: 100,000 of tax."""
    del ended
    tax = round(dice.skewed(104_000, 900_000) if level == "above" else dice.skewed(1_500, 44_000), 2)
    return {"invoice_tax_cny": tax, "_face": round(tax / 0.13, 2), "_count": float(dice.whole(2, 90))}


INVOICES = Conduct(
    code="205",
    offence="虚开增值税专用发票罪",
    agency="tax",
    group="trade",
    violation=("虚开增值税专用发票", "让他人为自己虚开增值税专用发票", "为他人虚开增值税专用发票"),
    basis="《中华人民共和国发票管理办法》第二十一条、第三十五条",
    goods=("咨询服务", "钢材", "运输服务", "劳务", "电子元件"),
    draw=_invoices,
    bodies=(
        lambda t: (
            f"{t.span}，你单位在没有真实货物交易的情况下，对外虚开增值税专用发票{t.n('_count')}份，金额{t.m('_face')}，税额{t.m('invoice_tax_cny')}。"
        ),
        lambda t: (
            f"经查，当事人{t.span}让他人为自己虚开{t.product}增值税专用发票{t.n('_count')}份，价款{t.m('_face')}，税额合计{t.m('invoice_tax_cny')}，已全部抵扣。"
        ),
        lambda t: (
            f"当事人于{t.span}取得{t.n('_count')}份虚开的增值税专用发票（品名：{t.product}），虚开税额{t.m('invoice_tax_cny')}，不含税金额{t.m('_face')}，均已认证抵扣进项税额。"
        ),
        lambda t: (
            f"一、虚开增值税专用发票{t.n('_count')}份；二、发票金额{t.m('_face')}；三、虚开税额{t.m('invoice_tax_cny')}；四、期间{t.span}。"
        ),
        lambda t: (
            f"虚开税款数额为{t.m('invoice_tax_cny')}：{t.span}，当事人无真实业务为下游企业开具{t.product}专用发票{t.n('_count')}份，价税分离金额{t.m('_face')}。"
        ),
        lambda t: (
            f"上游企业走逃，资金回流。当事人{t.span}取得的增值税专用发票{t.n('_count')}份系虚开，涉及金额{t.m('_face')}，税额{t.m('invoice_tax_cny')}。"
        ),
    ),
    columns={"tax_amount_cny": "invoice_tax_cny"},
    distractors=("capital", "rent"),
)


def _waste(dice: Dice, level: str, ended: dt.date) -> Amounts:
    """338: three tonnes of hazardous waste, or chromium and the like three times over the standard."""
    del ended
    if level == "above":
        if dice.chance(0.65):
            return {"hazardous_waste_t": round(dice.between(3.2, 19), 2)}
        return {"toxic_metal_times": round(dice.between(3.6, 14), 1)}
    return {"hazardous_waste_t": round(dice.between(0.05, 2.4), 2)}


def _polluted(t: Tale) -> str:
    if "toxic_metal_times" in t.a:
        metal = t.dice.pick(("总铬", "总铅", "总镉"))
        return t.dice.pick(
            (
                f"外排废水中{metal}浓度超过国家排放标准{t.n('toxic_metal_times')}倍",
                f"经监测，排放口{metal}超标{t.n('toxic_metal_times')}倍",
            )
        )
    return t.dice.pick(
        ("非法倾倒{1}（危险废物）{0}吨", "将危险废物{1}{0}吨随意处置", "违法处置属于危险废物的{1}共{0}吨")
    ).format(t.n("hazardous_waste_t"), t.product)


WASTE = Conduct(
    code="338",
    offence="污染环境罪",
    agency="environment",
    group="industry",
    violation=("非法排放、倾倒、处置危险废物", "超标排放水污染物", "违法处置危险废物"),
    basis="《中华人民共和国固体废物污染环境防治法》第七十九条、第一百一十二条",
    goods=("废矿物油", "废酸", "含铬污泥", "废有机溶剂", "蒸馏残渣", "废乳化液"),
    draw=_waste,
    bodies=(
        lambda t: f"{t.span}，当事人{_polluted(t)}，造成周边环境污染。",
        lambda t: f"执法人员现场检查并采样，发现当事人{_polluted(t)}，时间为{t.span}。",
        lambda t: f"当事人未取得危险废物经营许可，于{t.span}{_polluted(t)}。",
        lambda t: f"经调查询问及监测，{t.span}当事人{_polluted(t)}，其行为违反了污染防治规定。",
        lambda t: f"一、时间：{t.span}；二、事实：{_polluted(t)}；三、当事人未采取任何防治措施。",
        lambda t: f"群众反映厂区周边异味。经查，当事人为节省处置费用，{t.span}{_polluted(t)}。",
    ),
    distractors=("capital", "rent"),
)


def _practice(dice: Dice, level: str, ended: dt.date) -> Amounts:
    """336: harm, or two earlier penalties."""
    del ended
    return {"gain_cny": float(dice.whole(3, 90) * 100), "is_medical_harm": 1.0 if level == "above" else 0.0}


def _harm(t: Tale) -> str:
    if not t.a["is_medical_harm"]:
        return t.dice.pick(("未发现造成就诊人人身损害", "未造成损害后果"))
    return t.dice.pick(
        (
            "造成一名就诊人轻度残疾（经医学会鉴定）",
            "致就诊人器官组织损伤导致一般功能障碍，经鉴定为轻度残疾",
        )
    )


PRACTICE = Conduct(
    code="336",
    offence="非法行医罪",
    agency="health",
    group="medical",
    violation=("非法行医", "未取得医师资格擅自从事医疗活动", "非医师行医"),
    basis="《中华人民共和国医师法》第五十九条",
    goods=("注射美容针剂", "拔牙镶牙", "静脉输液", "割双眼皮手术", "中医针灸治疗"),
    draw=_practice,
    bodies=(
        lambda t: (
            f"{t.span}，当事人未取得医师资格，擅自为他人开展{t.product}等诊疗活动，{_kept(t)}，{_harm(t)}。"
        ),
        lambda t: (
            f"当事人无医师资格证书和医师执业证书，于{t.span}非法行医（{t.product}），{_kept(t)}；{_harm(t)}。"
        ),
        lambda t: (
            f"执法人员检查时当事人正在为顾客实施{t.product}。当事人不具有医师资格，{t.span}{_kept(t)}，{_harm(t)}。"
        ),
        lambda t: f"未取得医师资格的当事人在出租房内从事{t.product}，期间{t.span}，{_kept(t)}。{_harm(t)}。",
        lambda t: (
            f"一、未取得医师资格擅自行医；二、项目：{t.product}；三、时间：{t.span}；四、{_kept(t)}；五、{_harm(t)}。"
        ),
        lambda t: (
            f"患者投诉后经查，当事人{t.span}在未取得医师资格情况下进行{t.product}，{_harm(t)}，{_kept(t)}。"
        ),
    ),
    columns={"illegal_gain_cny": "gain_cny"},
    distractors=("rent",),
)


def _bidding(dice: Dice, level: str, ended: dt.date) -> Amounts:
    """223: project of 4,000,000, gain of 200,000, loss of 500,000."""
    del ended
    project = (
        float(dice.whole(430, 2800) * 10_000) if level == "above" else float(dice.whole(20, 160) * 10_000)
    )
    return {"project_cny": project, "gain_cny": float(dice.whole(10, 400) * 100)}


BIDDING = Conduct(
    code="223",
    offence="串通投标罪",
    agency="building",
    group="building",
    violation=("串通投标", "投标人相互串通投标", "与招标人串通投标"),
    basis="《中华人民共和国招标投标法》第三十二条、第五十三条",
    goods=("道路养护工程", "学校食堂改造项目", "小区绿化工程", "市政排水管网项目", "办公设备采购项目"),
    draw=_bidding,
    bodies=(
        lambda t: (
            f"{t.span}，当事人与其他投标人相互串通参加{t.product}投标，中标项目金额{t.m('project_cny')}，{_kept(t)}，未造成直接经济损失。"
        ),
        lambda t: (
            f"评标系统比对发现多家投标文件由同一台电脑制作。当事人串通投标并中标{t.product}，中标金额{t.m('project_cny')}，{_kept(t)}（{t.span}）。"
        ),
        lambda t: (
            f"当事人在{t.product}招标中约定报价，串通投标，中标价{t.m('project_cny')}。时间：{t.span}。{_kept(t)}。"
        ),
        lambda t: (
            f"一、项目：{t.product}；二、中标项目金额：{t.m('project_cny')}；三、行为：与他人串通投标（{t.span}）；四、{_kept(t)}。"
        ),
        lambda t: (
            f"{t.product}中标合同价款{t.m('project_cny')}。经查，当事人{t.span}借用他人资质围标，属投标人相互串通投标，{_kept(t)}。"
        ),
        lambda t: (
            f"当事人实际控制三家公司共同参加{t.product}的投标（{t.span}），以串通手段中标，中标项目金额{t.m('project_cny')}，{_kept(t)}。"
        ),
    ),
    columns={"illegal_gain_cny": "gain_cny"},
    distractors=("capital",),
)
