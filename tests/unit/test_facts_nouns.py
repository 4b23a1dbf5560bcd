"""What nouns beside an amount say of it, and figures that two digits tell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.facts.amounts import Amount
from tests.facts_told import read_text


def _named(text: str, span: str) -> Amount:
    return next(a for a in read_text(text) if a.span.startswith(span) and a.kind not in ("sum", "product"))


@pytest.mark.parametrize(
    ("text", "span", "role"),
    [
        # what somebody owns is neither goods nor taken
        ("欠税期间，其将名下商铺1间过户给他人（市值260万元）。", "260万元", "capital"),
        ("税务局采取保全措施，查封房产3套，评估值900万元。", "900万元", "capital"),
        ("被告人骗得他人房产，将房产过户至自己名下，价值260万元。", "260万元", "taken"),
        # what a hurt person's care costs
        ("货车撞伤路人，伤者住院20天，花38,000元，误工5,100元，护理4,200元。", "38,000元", "loss"),
        ("货车撞伤路人，伤者住院20天，花38,000元，误工5,100元，护理4,200元。", "4,200元", "loss"),
        ("诊所无证接诊60人次，收取治疗费41,000元。", "41,000元", "business"),
        # gifts in kind, and to whom they go
        ("王某受贿，收受购物卡面值2万元、金条20克（值9,300元）。", "2万元", "bribe"),
        ("王某受贿，收受购物卡面值2万元、金条20克（值9,300元）。", "9,300元", "bribe"),
        ("某公司在招标中给评委红包，每人6,000元。", "6,000元", "bribe"),
        ("采购员方某从租赁站拿好处4.5万元。", "4.5万元", "bribe"),
        # the insurer pays in a case of deceit
        ("其虚构事故报案，保险公司实际赔付5.6万元。", "5.6万元", "taken"),
        ("仓库失火，保险公司实际赔付5.6万元。", "5.6万元", "repaid"),
        ("追缴清单：多领稳岗返还21,000元。", "21,000元", "taken"),
        ("因欠薪被投诉。工资表：木工班9人71,000元，杂工4人13,000元。", "71,000元", "wages"),
        # beside a fine, and where nobody was robbed, a gain is recovered
        ("非法行医收取诊费6.1万元。判处罚金2万元，追缴6.2万元。", "6.2万元", "forfeit_gain"),
        ("盗窃手机一部，判处罚金2,000元，追缴1,800元。", "1,800元", "repaid"),
        ("总包合同2,600万元，另行签订施工合同一份。", "2,600万元", "project"),
        ("核定销售收入70万元，已申报12万元。", "12万元", "unknown"),
    ],
)
def test_what_the_noun_says(text: str, span: str, role: str) -> None:
    assert _named(text, span).role == role


@pytest.mark.parametrize(
    ("text", "span", "bounds"),
    [
        ("当事人供述每天卖出5、6瓶。", "5、6瓶", (5, 6)),
        ("当事人供述每天卖出五、六瓶。", "五、六瓶", (5, 6)),
        ("每袋卖7、8元。", "7、8元", (7, 8)),
        ("抽检第5、6箱均不合格。", "6箱", (6, 6)),
        ("先后查获3、5瓶。", "5瓶", (5, 5)),
        ("分别查获4、5、6瓶。", "6瓶", (6, 6)),
        ("在5、6层经营旅馆。", "6层", (6, 6)),
        ("清单：1、2瓶；2、3瓶。", "2瓶", (2, 2)),
    ],
)
def test_two_neighbouring_digits_are_a_range(text: str, span: str, bounds: tuple[int, int]) -> None:
    found = _named(text, span)
    assert (found.value, found.value_hi) == tuple(map(Decimal, bounds))
