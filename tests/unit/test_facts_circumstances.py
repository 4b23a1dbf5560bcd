"""Circumstances in the words of decisions: stated, denied, raised; never from a quoted statute."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.facts.circumstances import CIRCUMSTANCES_FILE, load_circumstances, read_circumstances
from models.facts.cues import CUES_FILE, load_cues
from models.rulebook.vocabulary import load_vocabulary
from warehouse.errors import RulebookError

STATED = {
    "is_substandard": [
        "以次充好，冒充合格产品",
        "经检验，该批白酒为不合格产品",
        "查获假酒12瓶",
        "所售电线不符合国家强制性标准",
    ],
    "is_tobacco": ["查获卷烟50条", "销售电子烟烟弹"],
    "is_label_defect_only": ["该产品标签存在瑕疵，不影响食品安全"],
    "is_service_mark": ["在服务上突出使用该商标", "侵犯他人服务商标"],
    "is_similar_mark_only": ["使用与他人注册商标近似的商标", "在类似商品上使用该商标"],
    "is_lawful_source": ["当事人能够证明该商品是自己合法取得并说明提供者，且不知道是侵权商品"],
    "has_toxic_substance": [
        "在火锅底料中掺入罂粟壳",
        "经检测，检出西布曲明成分",
        "样品中孔雀石绿呈阳性",
        "使用甲醛浸泡水产",
        "添加工业盐腌制",
    ],
    "has_recovery_notice": [
        "本局于2024年3月1日向当事人送达《税务处理决定书》",
        "已下达追缴通知书",
        "《税务事项通知书》（云税通〔2024〕3号）已于当日送达",
        "责令当事人15日内补缴税款",
    ],
    "is_recovery_settled": [
        "税款、滞纳金已足额缴清",
        "当事人已在规定期限内足额补缴税款及滞纳金并缴纳罚款",
        "其所欠税款和滞纳金均已入库",
        "补缴税款、滞纳金完毕",
    ],
    "is_invoice_without_tax_purpose": ["为虚增业绩而虚开发票，未造成国家税款损失"],
    "is_withholding_agent": ["当事人作为扣缴义务人，少缴已扣税款", "已扣、已收税款未缴"],
    "is_licensed_tobacco_retailer": [
        "当事人持有烟草专卖零售许可证",
        "持证零售户从外地购进卷烟",
        "超越许可地域范围经营卷烟",
    ],
    "is_hidden_discharge": ["私设暗管排放电镀废水", "将废酸通过渗坑排放", "通过雨水管偷排含铬重金属废水"],
    "is_protected_area": ["在饮用水水源一级保护区内倾倒", "位于自然保护区核心区"],
    "is_trade_without_pollution": ["无证收集贮存废矿物油，未造成环境污染"],
    "is_medical_harm": ["造成就诊人轻度残疾", "导致患者死亡"],
    "has_physician_qualification": ["当事人取得执业医师资格证书，但未取得医疗机构执业许可证", "具有医师资格"],
    "is_bid_by_coercion": ["以威胁手段迫使其他投标人退出投标", "采取贿赂方式使其他投标人陪标"],
    "is_stated_transferred": [
        "并依法移送司法机关",
        "本案已移送公安机关处理",
        "涉案线索已于5月8日移交市公安局经侦大队",
        "公安机关已于2024年5月立案侦查",
        "公安机关已基于上述事实进行立案查处，因此税务机关不再进行移送处理",
    ],
    "is_stated_declined": ["公安机关经审查决定不予立案", "收到区公安分局《不予立案通知书》"],
    "is_stated_not_prosecuted": ["云桥区人民检察院作出不起诉决定", "对其相对不起诉"],
}
NOT_STATED = {
    "is_substandard": ["经检验合格", "未发现不合格产品", "禁止销售掺假食品"],
    "is_similar_mark_only": [
        "使用与他人注册商标相同或者近似的商标",
        "销售假冒注册商标的商品，外观近似的商标标识",
    ],
    "is_lawful_source": ["当事人不能证明该商品的合法来源", "未能说明提供者，不知情"],
    "has_toxic_substance": [
        "经检验未检出罂粟碱",
        "法律规定不得添加苏丹红",
        "未使用甲醛",
        "禁止在食品中添加硼砂",
    ],
    "has_recovery_notice": ["对其处以追缴税款203万元", "依据税务处理决定书认定的事实"],
    "is_recovery_settled": [
        "逾期仍未缴纳税款和滞纳金",
        "责令其缴清税款和滞纳金",
        "税款及滞纳金尚未缴清",
        "不缴或者少缴应纳税款",
    ],
    "is_licensed_tobacco_retailer": ["未取得烟草专卖零售许可证", "无证经营卷烟"],
    "is_hidden_discharge": ["未发现通过暗管排放"],
    "is_protected_area": ["不在饮用水水源保护区"],
    "is_medical_harm": ["未造成患者死亡"],
    "has_physician_qualification": ["未取得医师资格", "不具备医师资格", "未依法取得执业医师资格"],
    "is_bid_by_coercion": ["未发现以贿赂手段串通投标", "以欺骗手段，骗取国家出口退税款"],
    "is_stated_transferred": [
        "涉嫌犯罪的，移送司法机关",
        "未达到移送公安机关的标准",
        "决定不移送公安机关",
        "由公安局移送至我局处理",
        "依照《行政执法机关移送涉嫌犯罪案件的规定》",
        "移送公安机关行政拘留",
        "情节严重的，依法移送司法机关",
    ],
    "is_stated_declined": ["公安机关立案侦查"],
    "is_stated_not_prosecuted": ["检察院提起公诉"],
}


def _found(text: str) -> dict[str, bool | None]:
    return {circumstance.flag: circumstance.value for circumstance in read_circumstances(text)}


@pytest.mark.parametrize(
    ("flag", "text"), [(flag, text) for flag, listed in STATED.items() for text in listed]
)
def test_stated(flag: str, text: str) -> None:
    assert _found(f"经查，{text}。").get(flag) is True


@pytest.mark.parametrize(
    ("flag", "text"), [(flag, text) for flag, listed in NOT_STATED.items() for text in listed]
)
def test_not_stated(flag: str, text: str) -> None:
    assert not _found(f"经查，{text}。").get(flag, False)


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        ("is_recovery_settled", "当事人已补缴税款"),
        ("is_lawful_source", "该批商品具有合法来源"),
        ("is_hidden_discharge", "通过雨水管排放洗车水"),
        ("has_toxic_substance", "用非食品原料生产食品"),
    ],
)
def test_half_of_what_the_law_asks_is_only_raised(flag: str, text: str) -> None:
    found = _found(text)
    assert flag in found
    assert found[flag] is None


def test_words_on_another_topic_say_nothing() -> None:
    assert "is_bid_by_coercion" not in _found("以欺骗手段，骗取国家出口退税款363.07万元。")
    assert "is_trade_without_pollution" not in _found("火灾未造成污染。")


def test_a_denied_notice_is_denied() -> None:
    assert _found("税务机关未依法下达追缴通知")["has_recovery_notice"] is False


def test_every_circumstance_of_the_vocabulary_can_be_read() -> None:
    assert set(load_circumstances().flags) == set(load_vocabulary().flags) == set(STATED)


@pytest.mark.parametrize(("file", "load"), [(CIRCUMSTANCES_FILE, load_circumstances), (CUES_FILE, load_cues)])
def test_a_mistake_in_a_table_is_named(file: Path, load: object, tmp_path: Path) -> None:
    assert callable(load)
    wrong = tmp_path / file.name
    wrong.write_text(file.read_text("utf-8").replace("version:", "versions:"), "utf-8")
    with pytest.raises(RulebookError, match=file.stem):
        load(wrong)


def test_a_pattern_that_does_not_compile_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "circumstances.yaml"
    wrong.write_text(CIRCUMSTANCES_FILE.read_text("utf-8").replace("'{neg}", "'({neg}"), "utf-8")
    with pytest.raises(RulebookError, match="circumstances"):
        load_circumstances(wrong)
