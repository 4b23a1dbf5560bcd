"""What amounts are by the side of others: claims and findings, stocks and sales, steps of prices."""

from __future__ import annotations

import pytest

from tests.facts_told import read_text


def role_of(text: str, span: str) -> str:
    """Return the role of the amount that is written so; whose it is, where it is not the party's."""
    found = [amount for amount in read_text(text) if amount.span == span and amount.kind != "sum"]
    assert len(found) == 1, found
    return found[0].role if found[0].whose == "party" else found[0].whose


@pytest.mark.parametrize(
    ("text", "span", "role"),
    [
        # All goods are worth more than those of them that were sold.
        ("当事人售出面霜120瓶，收货款9,600元，另有18瓶退回，值1,440元。", "1,440元", "unsold"),
        ("当事人售出面霜20瓶，收货款1,600元，货值金额共计9,600元。", "9,600元", "goods"),
        # Takings are of a sale in a text of goods by the piece, unless it serves.
        ("当事人翻印绘本，每册成本6元，出厂18,000册，回笼资金21.6万元。", "21.6万元", "sold"),
        ("某某驾校培训学员40人，毛收16万元，另有教材12册，每册20元。", "16万元", "business"),
        ("电线厂发货：电缆210卷，价款6.3万元。", "6.3万元", "sold"),
        ("五金店购进电缆210卷，价款6.3万元。", "6.3万元", "cost"),
        ("双方签订幕墙合同，价款860万元。", "860万元", "project"),
        # What was got right after a sale was paid for it.
        ("孙某将挖出的河砂卖给搅拌站，每方35元，得赃款18.4万元。", "18.4万元", "sold"),
    ],
)
def test_stocks_and_takings_are_told_by_what_else_the_text_tells_of(text: str, span: str, role: str) -> None:
    assert role_of(text, span) == role


@pytest.mark.parametrize(
    ("text", "span", "role"),
    [
        ("当事人自称有直营店80家，实际仅3家。", "80家", "alleged"),
        ("仓管员口供发出500件。经逐单核对，出库612件。", "500件", "alleged"),
        ("仓管员供述发出500件，每件卖35元。", "500件", "party"),
        # Only what is doubted is doubted.
        ("窃得毛巾300元，围巾260元，手套因无购买凭证不予认定。", "300元", "party"),
        ("当事人日均卖煎饼90个，无法查实总量。", "90个", "party"),
    ],
)
def test_what_is_only_said_is_alleged_where_something_else_was_found(text: str, span: str, role: str) -> None:
    found = [amount.whose for amount in read_text(text) if amount.span == span]
    assert found == [role]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("当事人伪造车票获利5万元，其弟分得2万元。", "2万元"),
        ("当事人安排游客进店，返佣收入8万元，其中旅行社分得3万元。", "3万元"),
        ("当事人卖出稻种，收入6万元，下游又转卖得7.2万元（另案处理）。", "7.2万元"),
    ],
)
def test_what_others_had_is_not_the_party_s(text: str, span: str) -> None:
    assert role_of(text, span) == "other"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("某公司开设训练营，学费分6,600元、12,800元两档，报名费另计。", "6,600元"),
        ("当事人向住户收取更名费，最低1万元，最高4万元，合计62万元。", "4万元"),
        ("隐形眼镜每副进26元，卖79元，卖出300副。", "79元"),
        ("合作社虚报母牛60头骗取补贴，每头补助1,200元，多领72,000元。", "1,200元"),
        ("与加盟商20人签约，每份收加盟费5万元、保证金2万元，入账140万元。", "2万元"),
    ],
)
def test_prices_are_told_by_their_steps_and_by_the_price_before(text: str, span: str) -> None:
    assert role_of(text, span) == "price"


def test_what_is_got_at_most_is_no_price() -> None:
    assert role_of("该团伙多次电鱼，单次获利最多2万余元。", "2万余元") == "gain"


@pytest.mark.parametrize(
    ("text", "span", "role"),
    [
        ("工程造价200万元，罚造价5%即10万元。", "10万元", "fine"),
        ("对经理罚年收入40%，6.4万元。", "6.4万元", "fine"),
        ("多收价款8,200元。罚41,000元，即违法所得5倍。", "41,000元", "fine"),
        ("危险废物贮存时间超过一年。", "一年", "statutory"),
        ("钢板厚1.2毫米（要求2毫米以上）。", "2毫米以上", "statutory"),
        ("停车费政府核定每小时4元，实收8元。", "4元", "statutory"),
        ("案值32.4万元，已超过五万元，移送公安机关。", "五万元", "statutory"),
        ("销售额已超过五万元，移送公安机关。", "五万元", "sold"),
        ("水样浊度6.1NTU，超限值3NTU。", "3NTU", "statutory"),
        ("污染渔塘，损失核算为9万元，当事人仅认可2万元。", "2万元", "alleged"),
        ("矿方称停产损失80万元。", "80万元", "alleged"),
    ],
)
def test_norms_fines_and_claims_are_told_by_the_words_beside_them(text: str, span: str, role: str) -> None:
    assert role_of(text, span) == role


@pytest.mark.parametrize(
    ("text", "span", "unit"),
    [
        ("当事人伪造3C标志700枚，贴在插座上。", "700枚", "枚"),
        ("货物发往9个省，卖到4个县。", "4个", "个"),
        ("此前一年内接诊320人次。", "一年", "年"),
        ("此前七日内最低价为49元。", "七日", "日"),
    ],
)
def test_counts_and_periods_that_stand_in_their_own_words_are_read(text: str, span: str, unit: str) -> None:
    assert [amount.unit for amount in read_text(text) if amount.span.startswith(span)] == [unit]
