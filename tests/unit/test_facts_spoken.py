"""Amounts as people say them, and what only the case a text is about tells of an amount."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.facts.amounts import Amount
from tests.facts_told import read_text


def _all(text: str) -> list[Amount]:
    return [amount for amount in read_text(text) if amount.kind not in ("sum", "product")]


def _role(text: str, span: str) -> str:
    return next(amount.role for amount in _all(text) if amount.span.startswith(span))


@pytest.mark.parametrize(
    ("told", "lo", "hi", "unit"),
    [
        # two digits side by side are a range
        ("七八百元", "700", "800", "元"),
        ("一两万元", "10000", "20000", "元"),
        ("三五千元", "3000", "5000", "元"),
        ("五六万元", "50000", "60000", "元"),
        ("二三十箱", "20", "30", "箱"),
        ("十七八箱", "17", "18", "箱"),
        ("一百二三十箱", "120", "130", "箱"),
        ("3、4千元", "3000", "4000", "元"),
        ("七、八百元", "700", "800", "元"),
        ("近百万元", "900000", "1000000", "元"),
        # tenths and hundredths of a yuan
        ("三块五", "3.5", "3.5", "元"),
        ("2块5", "2.5", "2.5", "元"),
        ("1元5", "1.5", "1.5", "元"),
        ("3块8毛", "3.8", "3.8", "元"),
        ("1毛5分", "0.15", "0.15", "元"),
        ("一块二毛五", "1.25", "1.25", "元"),
        ("35元5角3分", "35.53", "35.53", "元"),
        # thousands and ten thousands by letter
        ("3k元", "3000", "3000", "元"),
        ("2.3w元", "23000", "23000", "元"),
        # what is no range
        ("二三〇元", "230", "230", "元"),
        ("一千零五十元", "1050", "1050", "元"),
    ],
)
def test_a_number_as_people_say_it(told: str, lo: str, hi: str, unit: str) -> None:
    found = _all(f"当事人称获利{told}，其余不详。")
    assert [(a.value, a.value_hi, a.unit) for a in found] == [(Decimal(lo), Decimal(hi), unit)]


@pytest.mark.parametrize("told", ["几十万元", "好几千元", "数百元", "上万元", "千把块钱"])
def test_a_scale_alone_is_no_amount(told: str) -> None:
    assert _all(f"当事人称获利{told}，其余不详。") == []


@pytest.mark.parametrize("told", ["三块五一斤", "三块五每斤", "3.5元一斤", "3.5元/斤"])
def test_what_a_piece_costs(told: str) -> None:
    assert _role(f"当事人将苹果按{told}卖出。", told[0]) == "price"


def test_a_term_of_years_and_months_is_one() -> None:
    found = _all("被告人甲被判处有期徒刑一年六个月，缓刑二年零三个月。")
    assert [(a.value, a.unit) for a in found] == [(18, "月"), (27, "月")]


@pytest.mark.parametrize(
    ("text", "span", "role"),
    [
        # what money was only called does not name it
        ("被告人甲以需缴“鉴定费”“参展费”名义骗得老人三十七万元。", "三十七万元", "taken"),
        ("被告人甲以借款为由骗走乙5万元。", "5万元", "taken"),
        ("当事人收取参展费5万元。", "5万元", "business"),
        # short words of theft, and the same signs in other words
        ("被告人甲骗王某购机款5,499元。", "5,499元", "taken"),
        ("当事人偷税5万元。", "5万元", "tax_evaded"),
        ("道路抢修费用5000元由当事人承担。", "5000元", "loss"),
        # put before the verb
        ("被不起诉人甲将危房补助款15,600元、抚恤金8,424元据为己有。", "15,600元", "taken"),
        # a fine of a multiple; money given up
        ("当事人骗取基金614,870.4元，决定罚二倍即1,229,740.8元。", "1,229,740.8元", "fine"),
        ("责令改正，没收8万元，罚款3万元。", "8万元", "forfeit_gain"),
        # unpaid wages by what the text is about
        ("劳动监察查明，欠付情况如下：泥工班组9.46万元。", "9.46万元", "wages"),
        # what was not had
        ("被告人甲骗得乙3万元，又骗丙转账时8,000元被银行拦截。", "3万元", "taken"),
        ("被告人甲骗得乙3万元，又骗丙转账8,000元被银行拦截。", "8,000元", "unknown"),
        # a bracket that holds a name and no more says what stands before it
        ("经核算，扣掉工料后为8.7万元（违法所得）。", "8.7万元", "gain"),
        ("账上共计74,000元（即非法经营数额）。", "74,000元", "business"),
        ("对其罚款6000元（违法所得的两倍）。", "6000元", "fine"),
        # what is dealt in may stand between the act and the sum
        ("当事人无证经营香烟4.8万元。", "4.8万元", "business"),
        ("当事人经营卷烟，每条进价60元。", "60元", "cost"),
    ],
)
def test_what_the_case_tells_of_an_amount(text: str, span: str, role: str) -> None:
    assert _role(text, span) == role


@pytest.mark.parametrize(
    ("text", "span", "whose"),
    [
        ("当事人向3家供应商购进原料5吨，货款2万元。", "2万元", "party"),
        ("当事人从供货商某某公司处购进白酒，支付货款5000元。", "5000元", "party"),
        ("被告人挪用供货商保证金20万元。", "20万元", "party"),
        ("供货商张某从中获利5000元。", "5000元", "other"),
        ("含水率83%，高于规定的80%。", "80%", "statutory"),
        ("余氯0.05mg/L，低于0.3mg/L。", "0.3mg/L", "statutory"),
        ("该车核定载质量1.49吨，实载6.2吨。", "1.49吨", "statutory"),
        ("该车核定载质量1.49吨，实载6.2吨。", "6.2吨", "party"),
    ],
)
def test_whose_an_amount_is(text: str, span: str, whose: str) -> None:
    assert next(a.whose for a in _all(text) if a.span.startswith(span)) == whose


def test_no_text_has_no_amounts() -> None:
    assert read_text("") == []


@pytest.mark.parametrize(
    ("text", "is_none_sold"),
    [
        ("当事人陈列的药品货值金额320元，尚未售出，未造成人员伤害。", True),
        ("销售3件，其余货值金额320元，尚未售出。", False),
        ("药品货值金额320元，已被扣押。", False),
    ],
)
def test_goods_that_were_all_unsold_tell_that_nothing_was_sold(text: str, is_none_sold: bool) -> None:
    answers = {a.role: a.value for a in read_text(text) if a.is_measure}
    assert (answers.get("sold") == 0) is is_none_sold
