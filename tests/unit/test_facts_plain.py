"""What plain decisions call a loan, a bribe, a rate, a cash-out, a wage: wordings of several officials."""

from __future__ import annotations

import pytest

from tests.facts_told import read_text


def _said(text: str, span: str) -> tuple[str, str]:
    return next((a.role, a.whose) for a in read_text(text) if a.span == span)


@pytest.mark.parametrize(
    ("text", "span", "role"),
    [
        # Who lends is told apart from who borrows.
        ("某典当行以个人名义对外放款23笔，合计318万元。", "318万元", "lent"),
        ("该公司未经许可向社会不特定对象出借资金560万元，按月收息。", "560万元", "lent"),
        ("被告人贺某长期从事高利放贷，放贷总额412万元。", "412万元", "lent"),
        ("非法放贷93人次，累计发放本金268万元。", "268万元", "lent"),
        ("典当行超范围放贷6笔74万元。", "74万元", "lent"),
        ("赌场老板向6名参赌人员出借赌资14万元。", "14万元", "lent"),
        ("企业据此获得授信额度2,000万元。", "2,000万元", "unknown"),
        ("当事人取得银行贷款300万元后未按约定用途使用。", "300万元", "unknown"),
        ("信贷员违规发放贷款160万元，到期未收回127万元。", "127万元", "loss"),
        # Gifts and what is taken for favours.
        ("为承揽业务，杨某多次到办公室送给科长李某购物卡1.2万元。", "1.2万元", "bribe"),
        ("先后两次送给时任支行客户经理黄某现金3万元。", "3万元", "bribe"),
        ("采购主管先后3次收受供应商给予的好处费4.5万元。", "4.5万元", "bribe"),
        ("李某利用职务便利，收受供货单位负责人所送人民币6万元。", "6万元", "bribe"),
        ("信贷员在发放贷款过程中收受借款人好处费贰万元。", "贰万元", "bribe"),
        ("代理机构收受供应商好处1.6万元。", "1.6万元", "bribe"),
        # A head count before wages, and wages that others paid.
        ("拖欠瓦工23人工资31.5万元。", "31.5万元", "wages"),
        ("拖欠8人工钱3.2万元。", "3.2万元", "wages"),
        ("拖欠工资9万元，总包单位垫付农民工工资6万元。", "6万元", "repaid"),
        ("拖欠工资后逃匿，案发后其家属代为支付15万元。", "15万元", "repaid"),
        ("招用未成年人1名，每月工资2,200元。", "2,200元", "rent"),
        ("另雇望风人员3名，每人每天200元。", "200元", "rent"),
        ("拖欠3月工资5000元。", "5000元", "wages"),  # the wages of March
        # So much of every ten thousand yuan.
        ("每开票一万元收取开票费600元。", "600元", "price"),
        ("每提现100元扣手续费1.5元。", "1.5元", "price"),
        ("每套现1万元收取120元。", "120元", "price"),
        # Cash drawn from cards was taken from nobody.
        ("利用POS机为他人刷信用卡套取现金236.8万元，公安机关对其刑事拘留。", "236.8万元", "cashed"),
        ("通过虚假交易为46人套现78.3万元。", "78.3万元", "cashed"),
        ("替人代还信用卡并套现12万元，赚取手续费9600元。", "12万元", "cashed"),
        # Fees are takings of who serves, a cost of who pays, a gain of a go-between.
        ("向车主收取配件款1.46万元、工时费3,200元。", "3,200元", "business"),
        ("擅自印刷出版物，收印刷费1.2万元。", "1.2万元", "business"),
        ("支付印刷费1.2万元。", "1.2万元", "cost"),
        ("为他人虚开发票，收取开票费5.3万元。", "5.3万元", "gain"),
        ("虚开发票31份，支付开票费21.2万元。", "21.2万元", "cost"),
        ("经调取收费票据，该患者实际支付治疗费18,260元。", "18,260元", "business"),
        # Taxes and hidden income.
        ("应代扣代缴个人所得税13.76万元，实际未扣。", "13.76万元", "tax_due"),
        ("应缴纳增值税28,600元，逾期未申报。", "28,600元", "tax_due"),
        ("个人卡收款96万元未入账，少缴企业所得税7.3万元。", "96万元", "concealed"),
        ("收取货款138万元，未在账簿上记载，少缴增值税15万元。", "138万元", "concealed"),
        ("将销售收入310万元隐匿于账外，少缴增值税40.3万元。", "310万元", "concealed"),
        ("虚列人工成本42万元，少缴企业所得税10.5万元。", "42万元", "concealed"),
        ("销售活鸡收入3万元，未申报检疫。", "3万元", "sold"),  # no tax: nothing was hidden
        # What is left of an amount, and what it was corrected to.
        ("违法所得3.1万元，扣除退款4,000元后为2.7万元。", "2.7万元", "gain"),
        ("原处罚认定违法所得5.2万元未扣除已退款项9,000元，变更为4.3万元。", "4.3万元", "gain"),
        ("取得留抵退税款57.9万元，其中21.4万元系隐瞒收入、虚假申报所骗取。", "21.4万元", "refund"),
        ("废料收入76,320元存入职工账户，未计入营业收入，少缴增值税8,780元。", "76,320元", "concealed"),
        # Money for others: what was promised to investors, paid out of what, not paid back.
        ("向112人吸收资金2,035万元，已支付本息612万元。", "612万元", "repaid"),
        ("拖欠工资23万元，建设方已从工程款中代付15万元。", "15万元", "repaid"),
        ("招标人未按规定退还投标保证金8万元。", "8万元", "rent"),
        ("政府采购供应商提供虚假材料，合同金额88万元。", "88万元", "project"),
        ("代还信用卡423.6万元，按每万元100元收取手续费。", "100元", "price"),
        # Goods that were kept were not sold.
        ("院内存放柴油8,300升，货值53,950元，已售得17万元。", "53,950元", "unsold"),
        ("货架上摆放过期饮料24瓶，货值96元。", "96元", "unsold"),
        ("进货总价5,200元，已销售部分金额4,680元。", "4,680元", "sold"),
        # What deceit got, and what became of it.
        ("保险公司内勤虚构理赔案17件，套取赔款8.96万元。", "8.96万元", "taken"),
        ("以代办驾照为名收取1.6万元后失联。", "1.6万元", "taken"),
        ("骗得彩礼8.8万元，挥霍6万元。", "6万元", "unknown"),
        ("赔偿款2万元已付给被害人。", "2万元", "repaid"),
        # How far a limit was exceeded.
        ("废水中锌高于排放限值8倍。", "8倍", "other_metal"),
        ("锌超过10.5倍，砷超过0.8倍，均为超标。", "10.5倍", "other_metal"),
    ],
)
def test_plain_wordings(text: str, span: str, role: str) -> None:
    assert _said(text, span)[0] == role


@pytest.mark.parametrize(
    ("text", "span", "whose"),
    [
        ("被害单位报案时称损失2万余元。", "2万余元", "alleged"),
        ("患者投诉时称共花费1.8万元。", "1.8万元", "alleged"),
        ("消费者来电表示购买该床垫支付了2,980元。", "2,980元", "alleged"),
        ("被害人之一主张另付中介费2万元，证据不足。", "2万元", "alleged"),
        ("受害单位提出损失为60万元，但未提供票据。", "60万元", "alleged"),
        ("正厂配件同期价格为4.1万元。", "4.1万元", "genuine"),
        ("销售图书收款78,934元，其中正版图书41,200元，盗版图书37,734元。", "41,200元", "genuine"),
        ("销售图书收款78,934元，其中正版图书41,200元，盗版图书37,734元。", "37,734元", "party"),
        ("当事人自称销售额2万元，经查属实。", "2万元", "party"),
        ("劳动者投诉该公司拖欠工资3.2万元，经查属实。", "3.2万元", "party"),
        ("投诉人称损失2万元，经查不属实。", "2万元", "alleged"),
    ],
)
def test_whose_an_amount_is(text: str, span: str, whose: str) -> None:
    assert _said(text, span)[1] == whose


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("查扣印有“某河”商标的编织袋2.6万条。", "labels"),
        ("现场有印有某某品牌字样的外包装盒500个。", "labels"),
        ("标有“绿色食品”标志的大米300袋。", "unknown"),  # what is in it
    ],
)
def test_packaging_that_bears_a_mark(text: str, role: str) -> None:
    assert read_text(text)[0].role == role


def test_a_verb_is_no_bound() -> None:
    """超过 before times of a limit says how far it was exceeded: neither more nor less."""
    amount = next(a for a in read_text("某五金厂总排口废水中锌超过10.5倍。") if a.span == "10.5倍")
    assert amount.value == amount.value_hi
