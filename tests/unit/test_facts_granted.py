"""What a norm grants and what there was; whose a share is; what is counted out, borne, or only a prize."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.facts.amounts import Amount
from tests.facts_told import read_text


def _named(text: str, span: str) -> Amount:
    return next(amount for amount in read_text(text) if amount.span == span)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        # What a licence, a drawing, a rule grants, beside what there was.
        ("排污许可证规定的浓度为100mg/L，外排废水实测236mg/L。", "100mg/L"),
        ("该库批准储存爆竹180箱，实际储存352箱。", "180箱"),
        ("采矿许可证载明年开采量8万吨，当年实际开采13万吨。", "8万吨"),
        ("限定车速60km/h，当事人驾车时速97km/h。", "60km/h"),
        ("经检测风量为820m³/h，设计风量1500m³/h。", "1500m³/h"),
        ("该厂持证年产量5,000吨，实际年产7,600吨。", "5,000吨"),
        # Prices that an office set.
        ("物价部门规定的价格为0.5元，当事人按0.8元收取。", "0.5元"),
        # A bound that an amount right before it is compared with.
        ("涉案器械货值金额1,150元，不足一万元。处罚款二万元。", "一万元"),
    ],
)
def test_a_norm_is_no_finding(text: str, span: str) -> None:
    assert _named(text, span).role == "statutory"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("未经批准占用耕地1.2亩，实际建房0.4亩。", "1.2亩"),
        ("送货单载明的140箱与实际收到的120箱不符。", "140箱"),
        ("出借资质供他人承接设计4项，实际完成2项。", "4项"),
        ("合同约定供货20吨，实际供货12吨。", "20吨"),
    ],
)
def test_a_finding_is_no_norm(text: str, span: str) -> None:
    assert _named(text, span).role != "statutory"


@pytest.mark.parametrize(
    ("text", "span", "role"),
    [
        # What was damaged, and what others spent on it first.
        ("挖断管道后组织抢修，共花费37,500元，由当事人承担。", "37,500元", "loss"),
        ("代为清除倾倒的弃土花费4.2万元。", "4.2万元", "loss"),
        ("村民的三轮车被撞坏，维修花费2,860元。", "2,860元", "loss"),
        ("样品检验费1,200元由当事人承担。", "1,200元", "cost"),
        ("受损青苗经评估折价6,400元。", "6,400元", "loss"),
        # A prize has a price, and is none of the goods of the case.
        ("开展抽奖销售，一等奖为价值6.5万元的轿车1辆。", "6.5万元", "price"),
        # The next fee of a list of fees by the piece.
        ("每辆收取检测费140元、过线费260元，合计18,400元。", "260元", "price"),
        # Paid for goods is not given back.
        ("向学校供货12吨，货款55,200元已结清。", "55,200元", "sold"),
        ("已售出6,240元，剩余12,130元予以没收。", "12,130元", "unsold"),
        # Left out of what is reckoned; a turnover that was made up; what was paid already.
        ("收款中剔除亲友往来及房租收入4.8万元后，认定销售额22万元。", "4.8万元", "unknown"),
        ("雇人刷单，虚构成交额103,200元。", "103,200元", "unknown"),
        ("应纳税额126万元，已纳税额91万元，少缴35万元。", "91万元", "unknown"),
        ("因质量投诉退款1.08万元。", "1.08万元", "repaid"),
        ("均未售出，按售价计算价值117元。", "117元", "unsold"),
        # Who is paid is the party.
        ("万某为网站充当代理，网站返给万某佣金30.5万元。", "30.5万元", "gain"),
        ("当事人支付给李某佣金30.5万元。", "30.5万元", "cost"),
        ("经销商以奖励形式给当事人1.5万元。", "1.5万元", "gain"),
        # What is taken off is not of what it is taken from.
        ("上述收入扣减购药成本1.2万元。", "1.2万元", "cost"),
        ("事故直接损失65万元，间接损失20万元。", "20万元", "unknown"),
        ("政府采购项目预算96万元，成交金额92.8万元。", "92.8万元", "project"),
        ("骗取的出口退税为73.2万元。", "73.2万元", "refund"),
        ("买入冻牛百叶1.2吨，每吨1.35万元，批发给摊主0.9吨。", "1.35万元", "cost"),
        ("为食品厂印制“绿色食品”标志包装袋，甲厂4万个。", "4万个", "labels"),
        # What a purchase was booked at.
        ("购入皮带，进货单载明共240条，每条28元。", "28元", "cost"),
    ],
)
def test_what_an_amount_is(text: str, span: str, role: str) -> None:
    assert _named(text, span).role == role


@pytest.mark.parametrize(
    ("text", "span", "whose"),
    [
        ("村会计蓝某套取集体资金7.3万元，其中覃某分得1.2万元。", "1.2万元", "other"),
        ("村会计蓝某套取集体资金7.3万元，其中蓝某分得6.1万元。", "6.1万元", "party"),
        ("当事人销售假烟，货车司机孙某收取运费2,400元。", "2,400元", "other"),
        ("当事人与李某合伙经营，李某分得1.2万元。", "1.2万元", "other"),
        ("当事人雇请王某送货，王某得报酬600元。", "600元", "other"),
        ("冒用另一企业的两项专利，违法所得5.6万元。", "5.6万元", "party"),
        # What is advertised, charged or made up, and not found.
        ("广告中宣称治愈率达98%，不能提供证明。", "98%", "alleged"),
        ("起诉书指控诈骗50万元，法院认定42万元。", "50万元", "alleged"),
        ("页面标注销量1.2万件，实为310件。", "1.2万件", "alleged"),
        ("经鉴别，15件系正品，42件系假冒商品。", "42件", "party"),
    ],
)
def test_whose_a_share_is(text: str, span: str, whose: str) -> None:
    assert _named(text, span).whose == whose


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("余17件价值7,820元。", "17件", 17),  # not 件价
        ("剩余3,600袋价值4,320元。", "3,600袋", 3600),
        ("允许未持证船舶靠泊11艘次。", "11艘次", 11),
    ],
)
def test_a_count_keeps_its_unit(text: str, span: str, value: int) -> None:
    assert _named(text, span).value == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["少缴增值税2万元、契税1万元，两项合计3万元。", "驾驶农用三轮车运货。", "两项违法行为分别罚款3万元。"],
)
def test_no_count(text: str) -> None:
    assert all(amount.unit == "元" for amount in read_text(text))
