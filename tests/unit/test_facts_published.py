"""What offices publish: terms told from the least to the most, half-width signs, results found out later."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.facts.amounts import Amount
from tests.facts_told import read_text


def _named(text: str, span: str) -> Amount:
    return next(a for a in read_text(text) if span in a.span and a.kind not in ("sum", "product"))


def _answers(text: str) -> dict[str, Decimal]:
    return {a.role: a.value for a in read_text(text) if a.is_measure}


@pytest.mark.parametrize(
    ("told", "least", "most", "unit"),
    [
        ("一年三个月至四年二个月", 15, 50, "月"),
        ("2年零8个月到5年零1个月", 32, 61, "月"),
        ("八个月至二年", 8, 24, "月"),
        ("一年至三年六个月", 12, 42, "月"),
        ("7年6个月至1年8个月", 20, 90, "月"),
        ("一年至三年", 1, 3, "年"),
    ],
)
def test_terms_of_several_persons_are_one_range(told: str, least: int, most: int, unit: str) -> None:
    found = _named(f"分别判处冯某等九人有期徒刑{told}不等。", told[:2])
    assert (found.value, found.value_hi, found.unit) == (least, most, unit)


def test_fines_may_be_told_from_the_most_to_the_least() -> None:
    found = _named("其余七人被判处30万元至2万元不等的罚金。", "30万元")
    assert (found.role, found.value, found.value_hi) == ("fine", 20_000, 300_000)


def test_what_is_subtracted_is_no_range() -> None:
    found = read_text("获利按50元-30元计算。")
    assert found and all(amount.value == amount.value_hi for amount in found)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("判处邱某有期徒刑一年，缓刑二年。", 1, "年"),
        ("责令自本决定生效之日起一年内恢复种植条件。", 1, "年"),
        ("民警当场抓获嫌疑人一名，", 1, "人"),
        ("查获运输船一艘,船上另有空桶。", 1, "艘"),
        ("收受购物卡1.4万元、电动车一辆（旧车）。", 1, "辆"),
        ("电网展开有百余平方。", 100, "平方米"),
    ],
)
def test_one_is_a_number_where_it_counts(text: str, value: int, unit: str) -> None:
    assert (value, unit) in [(a.value, a.unit) for a in read_text(text)]


@pytest.mark.parametrize("text", ["（一瓶一枚）", "涉案赌具一批，", "邱某与他人一起，", "整改满意的一家超市"])
def test_one_is_no_number_where_nothing_is_counted(text: str) -> None:
    assert read_text(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "当事人共购进奶茶粉40袋，进价9元/袋，售价15元/袋，已售出25袋，剩余15袋被扣押，货值金额225元，尚未销售。",
        "至案发，该店共收取货款1,260元，获利420元，其余12盒未售，货值180元。",
    ],
)
def test_half_width_commas_divide_as_full_ones_do(text: str) -> None:
    narrow = text.replace("，", ",")
    assert [a[:4] for a in read_text(narrow)] == [a[:4] for a in read_text(text)]


@pytest.mark.parametrize(
    ("text", "span", "role"),
    [
        # A duty not carried out is no bound.
        ("因“贷款管理不到位”被罚款60万元，并没收违法所得3.1万元。", "60万元", "fine"),
        ("因培训不到位罚款2万元。", "2万元", "fine"),
        # What was decided, in one word.
        ("该局依法对总承包单位作出行政处罚6万元的决定。", "6万元", "fine"),
        ("区市场监管局对其作出3万元行政处罚。", "3万元", "fine"),
        ("责令停止销售，并作出没收货值8000元化妆品的行政处罚。", "8000元", "forfeit"),
        # Taxes and what was got back of them.
        ("通过拆分收款少缴增值税等税费款36.2万元。", "36.2万元", "tax_evaded"),
        ("买单配票骗取出口退税，其中已退税530万元。", "530万元", "refund"),
        ("骗取出口退税，已全部追缴退税410万元。", "410万元", "repaid"),
        ("虚开增值税专用发票后申请退税88万元。", "88万元", "unknown"),
        # What a case was about is no turnover where nothing was traded.
        ("团伙虚开增值税专用发票，涉案金额2.3亿元。", "2.3亿元", "unknown"),
        ("非法吸收公众存款案，涉案金额7,600万元。", "7,600万元", "unknown"),
        ("销售假酒案，涉案金额76万元。", "76万元", "business"),
        # Wages that somebody paid, and what an employer's things were sold for.
        ("拖欠工资50万元后逃匿，总包单位共支付62名工人工资38万元。", "38万元", "repaid"),
        ("拖欠工资9万元，随后其兄代其向工人支付拖欠工资2.1万元。", "2.1万元", "repaid"),
        ("拖欠工资9万元，工人将设备变卖得款3.3万元用于抵付。", "3.3万元", "unknown"),
        ("拖欠工资9万元，责令该厂支付工资9万元。", "9万元", "wages"),
        # What others paid came in.
        ("邱某收取委托人支付的人民币2.6万元后，将污泥填埋。", "2.6万元", "business"),
        ("收取客户支付的货款6万元后去向不明。", "6万元", "sold"),
        ("两家公司被重罚1200多万。", "1200多万", "fine"),
        # Money that was held is not what was taken.
        ("骗取被害人邱某100万元。专案组扣押涉案资金31万余元。", "31万余元", "unknown"),
        ("民警及时拦截涉诈金额38万元。", "38万元", "unknown"),
        # What is told again in letters stands before what it is.
        ("两项合计6565元（陆仟伍佰陆拾伍元整）的罚款。", "6565元", "fine"),
        ("两项合计6565元（陆仟伍佰陆拾伍元整）的罚款。", "陆仟伍佰陆拾伍元整", "fine"),
        ("非法采砂2.8万吨，造成国家矿产资源破坏达83.9万元。", "83.9万元", "loss"),
        # 处以 may be the end of a place.
        ("当事人从邱某处以8000元购得二手设备一套。", "8000元", "cost"),
        ("当事人从上家处以每箱90元的价格购进假酒40箱。", "90元", "cost"),
        ("依法处以8000元罚款，责令停止购进。", "8000元", "fine"),
        # Other words.
        ("团伙销赃金额4.7万元。", "4.7万元", "gain"),
        ("多次盗窃，财物折现价值约2.2万元。", "2.2万元", "taken"),
        ("污染物处理费用21万元。", "21万元", "loss"),
        ("邱某缴纳生态修复费5万元。", "5万元", "repaid"),
        ("其出售的银行卡帮助支付结算86万元。", "86万元", "unknown"),
        ("出资20万元与他人合伙开办作坊。", "20万元", "capital"),
    ],
)
def test_what_published_words_mean(text: str, span: str, role: str) -> None:
    assert _named(text, span).role == role


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("当事人销售不符合国家标准的电缆1200米，货值金额5万元。", "1200米"),
        ("生产不符合食品安全标准的大米20吨，已售出12吨。", "20吨"),
        ("查获没有达到标准要求的燃气灶7台。", "7台"),
    ],
)
def test_so_much_of_what_fails_a_standard_is_no_standard(text: str, span: str) -> None:
    assert _named(text, span).whose == "party"


@pytest.mark.parametrize("told", ["国家标准的限值0.2mg/kg", "国家标准为0.2mg/kg", "标准要求不超过0.2mg/kg"])
def test_what_a_standard_allows_is_one(told: str) -> None:
    assert _named(f"镉含量0.6mg/kg，{told}。", "0.2mg/kg").whose == "statutory"


def test_what_is_not_reached_is_a_line_also_where_an_agency_fines_instead() -> None:
    assert _named("合计7.7万元，不足15万元，不移送，转行政处罚。", "15万元").whose == "statutory"


def test_funds_of_a_project_are_no_takings() -> None:
    assert "business" not in _answers("收到总包方拨付的工程款182万元后拖欠农民工工资40万元。")


def test_the_result_of_a_sum_in_brackets_is_what_stands_before_them() -> None:
    text = "没收违法所得45500元（越界开采700立方米×65元/立方米=45500元），罚款1万元。"
    assert [a.role for a in read_text(text) if a.value == 45_500] == ["forfeit_gain", "forfeit_gain"]
    assert "goods" not in _answers(text)


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("当事人将废液5.2吨倒入沟渠，经鉴定属于危险废物。", "5.2"),
        ("堆放不明液体12.6吨。经鉴别，上述液体为危险废物。", "12.6"),
        ("地磅单显示净重依次为1.2吨、2.1吨、0.9吨，经鉴别，倒掉的油泥系危险废物。", "4.2"),
    ],
)
def test_waste_may_be_found_to_be_dangerous_after_its_weight(text: str, weight: str) -> None:
    assert _answers(text)["hazardous_waste"] == Decimal(weight)


@pytest.mark.parametrize(
    "text",
    [
        "倾倒废渣8吨，经鉴定不属于危险废物。",
        "填埋一般固废200吨，其中少量油泥属于危险废物。",
        "贮存废渣8吨，另有铁桶4吨，桶内残渣属于危险废物。",
    ],
)
def test_other_weights_are_not_of_dangerous_waste(text: str) -> None:
    found = next(a for a in read_text(text) if a.unit == "吨")
    assert found.role == "unknown"
