"""What somebody only says, what another than the party had, and fines told as a share."""

from __future__ import annotations

import pytest

from models.facts.amounts import Amount
from tests.facts_told import read_text


def _named(text: str, span: str) -> Amount:
    return next(a for a in read_text(text) if a.span.startswith(span) and a.kind not in ("sum", "product"))


@pytest.mark.parametrize(
    ("text", "span", "whose"),
    [
        # somebody who is not heard as the authority claims
        ("死者家属索要35万元，双方未达成一致。", "35万元", "alleged"),
        ("两名商户联名称损失48万元，现场损失由消防部门核定。", "48万元", "alleged"),
        ("渡口养殖户主张损失72万元，渔业机构正在鉴定。", "72万元", "alleged"),
        ("收货人辩解系自用，仅认可其中12件。", "12件", "alleged"),
        ("诉求——退还押金，称多付水费860元，要求一并赔付。", "860元", "alleged"),
        ("赔款仅值900元的理由不能成立。", "900元", "alleged"),
        # a statement that the text sets right at once
        ("当事人自称在全省开店30家，实际仅3家。", "30家", "alleged"),
        ("当事人称仅购进60箱，与出库单载明的160箱不符。", "60箱", "alleged"),
        ("嫌疑人说一共卖了2万元，实则收款6万元。", "2万元", "alleged"),
        ("矿方谎报受伤2人，实为死亡2人。", "2人", "alleged"),
        ("起诉意见书认定盗窃金额8万元，本院查明的数额低于此数。", "8万元", "alleged"),
        # what the party says is believed, an extortion is no claim, and who got money claims none
        ("当事人称其购进60箱，有送货单佐证。", "60箱", "party"),
        ("以看场为由，多次向商户索要现金9,100元。", "9,100元", "party"),
        ("该店为投诉客户退费3,200元。", "3,200元", "party"),
        ("该店被投诉6次，经劝导后停业。", "6次", "party"),
        ("当事人在海报上宣称该床垫“有效率95%”。", "95%", "party"),
    ],
)
def test_what_is_only_claimed(text: str, span: str, whose: str) -> None:
    assert _named(text, span).whose == whose


@pytest.mark.parametrize(
    ("text", "span", "whose"),
    [
        ("当事人售出游戏账号，订单总额9万元，平台获佣9,000元。", "9,000元", "other"),
        ("某保险公司理赔核查，农户虚报死亡40头，业务员何某收“茶水费”5千元。", "5千元", "other"),
        ("当事人代理记账，致企业少缴所得税21万元。", "21万元", "other"),
        ("被告人拖欠工资，街道办垫付31万元。", "31万元", "other"),
        ("权利人投入研发经费510万元。", "510万元", "other"),
        ("四家公司报价分别为92万元、93万元、95万元、97万元。", "93万元", "other"),
        ("该直播平台未审核主播资质，平台分得44万元。", "44万元", "party"),
        ("非涉案部分货值金额3万元，涉案部分货值金额5万元。", "3万元", "genuine"),
        ("非涉案部分货值金额3万元，涉案部分货值金额5万元。", "5万元", "party"),
        # what a supplier asks for a piece is what the party pays for it
        ("上家每吨4,900元，当事人加价后每吨卖6,100元。", "4,900元", "party"),
    ],
)
def test_what_another_had(text: str, span: str, whose: str) -> None:
    assert _named(text, span).whose == whose


def test_the_bid_that_won_is_the_project() -> None:
    text = "三家公司报价分别为91万元、93万元、95万元。某建筑公司以91万元中标。"
    assert {(a.role, a.whose) for a in read_text(text) if a.span == "91万元"} == {("project", "party")}
    assert _named(text, "93万元").whose == "other"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("售墓款80万元，管理费4万元；罚违法所得一倍计80万元。", "80万元"),
        ("没收26,000元，罚违法所得三倍，78,000元。", "78,000元"),
        ("对违法发包方，按合同价款200万元的0.5%处1万元罚款。", "1万元"),
        ("罚园方8万元，吴某另案处罚款15万元。", "15万元"),
    ],
)
def test_a_fine_is_told_by_its_share_whoever_pays(text: str, span: str) -> None:
    assert [a for a in read_text(text) if a.span == span][-1].role == "fine"
