"""What each part of circumstances.yaml does: topic, also, exceptions, denials, questions, and their rank.

Each pair of texts differs in nothing but the part in question.
"""

from __future__ import annotations

import polars as pl
import pytest

from models.facts.flags import read_flags
from tests.facts_told import read_circumstances

NOTHING = "nothing"


def _value(flag: str, text: str) -> bool | str | None:
    return {found.flag: found.value for found in read_circumstances(text)}.get(flag, NOTHING)


@pytest.mark.parametrize(
    ("flag", "text", "value"),
    [
        # topic: elsewhere in the text it must be said what this is about
        ("is_bid_by_coercion", "当事人以贿赂手段谋取中标", True),
        ("is_bid_by_coercion", "该工程公开招标。当事人以贿赂手段取得项目", True),
        ("is_bid_by_coercion", "当事人以贿赂手段取得项目", NOTHING),
        ("is_for_profit", "当事人销售光盘", True),
        ("is_for_profit", "当事人销售水果", NOTHING),
        # anchors: a word of the subject must stand in the text
        ("is_licensed_tobacco_retailer", "当事人持证经营。其超范围经营", True),
        ("is_licensed_tobacco_retailer", "其超范围经营小额贷款", NOTHING),
        # asked and not answered: neither stated nor denied, whichever comes first
        ("is_drug_dangerous", "尚未对其是否足以严重危害人体健康作出评估", None),
        ("is_drug_dangerous", "是否足以严重危害人体健康，尚未作出结论", None),
        ("is_drug_dangerous", "不足以严重危害人体健康", False),
        # who only sells labels that others made
        ("is_label_trade_only", "当事人贩卖他人非法制造的注册商标标识", True),
        ("is_label_trade_only", "当事人贩卖伪造的注册商标标识。该批标识由其自行印刷", NOTHING),
        ("is_label_trade_only", "当事人销售假冒注册商标的服装", NOTHING),
        # a degree of injury that an appraisal tells, not one that it is still to tell
        ("is_bodily_harm", "经鉴定，其伤情属重伤二级", True),
        ("is_bodily_harm", "其伤情是否属轻伤尚待鉴定", None),
        # who is to choose among the bidders is bribed, whatever it is called
        ("is_bid_by_coercion", "该项目公开招标，当事人开标前给评标专家送了购物卡", True),
        ("is_bid_by_coercion", "该项目公开招标，当事人开标前给保安送了购物卡", NOTHING),
        # spoken
        ("has_recovery_notice", "税务局下了追缴通知，期满未缴", True),
        ("has_recovery_notice", "税务局没有下过追缴通知", False),
        ("has_toxic_substance", "往虾塘里撒了孔雀石绿", True),
        ("has_toxic_substance", "往虾塘里撒了生石灰", NOTHING),
        ("is_assets_hidden", "欠税后将两台设备转给表弟", True),
        ("is_assets_hidden", "将两台设备送修", NOTHING),
        # organisers of whom another case takes care make nobody an organiser
        ("is_pyramid_organiser", "当事人系传销组织者", True),
        ("is_pyramid_organiser", "组织者均已另案处理", NOTHING),
        ("is_pyramid_organiser", "参加传销", False),
        ("has_toxic_substance", "在糖片中掺入法律禁用的药品", True),
        ("has_toxic_substance", "在糖片中掺入食用香精", NOTHING),
        # who was punished for evasion before is not excused by paying
        ("is_evasion_punished_before", "当事人因偷税于2022年、2023年两次受到行政处罚", True),
        ("is_evasion_punished_before", "当事人五年内未因偷税受过行政处罚", False),
        ("is_evasion_punished_before", "当事人因偷税于2022年受到行政处罚", NOTHING),
        # also: the other half of what the law asks may stand in another sentence
        ("is_lawful_source", "当事人能提供合法来源。其不知道所售为侵权商品", True),
        ("is_lawful_source", "当事人能提供合法来源。其销售侵权商品", None),
        ("is_hidden_discharge", "通过暗管排放废水。废水含重金属", True),
        ("is_hidden_discharge", "通过暗管排放废水。废水不含重金属", None),
        ("is_hidden_discharge", "用软管绕过总口排放废水，不含重金属和其他有毒物质", NOTHING),
        ("is_hidden_discharge", "用软管绕过总口排放含铬废水，属有毒物质", True),
        # unless: an exception counts in its own sentence only
        ("is_waste_dumped", "禁止倾倒废渣", NOTHING),
        ("is_waste_dumped", "禁止露天焚烧。当事人倾倒废渣", True),
        ("is_waste_dumped", "禁止露天焚烧\n当事人倾倒废渣", True),
        ("is_waste_dumped", "禁止露天焚烧，当事人倾倒废渣", NOTHING),
        # unless_text: an exception anywhere
        ("is_similar_mark_only", "使用与注册商标近似的标识", True),
        ("is_similar_mark_only", "使用与注册商标近似的标识。当事人假冒注册商标", NOTHING),
        # what denies it in the same sentence still counts
        ("is_fake_drug", "该产品认定为假药", True),
        ("is_fake_drug", "该产品先认定为假药，经检验不属于假药", False),
        # across: over more than one sentence, unless its exception stands in what was found
        ("has_toxic_substance", "当事人购进硼砂2公斤。其将其掺入食品", True),
        ("has_toxic_substance", "当事人购进硼砂2公斤。其未将其掺入食品", NOTHING),
        ("has_toxic_substance", "当事人购进硼砂2公斤，国家禁止在食品中添加。其将其掺入食品", NOTHING),
        # raises, and what outweighs it
        ("has_minor_injury", "被害人骨折", None),
        ("has_minor_injury", "被害人骨折。经鉴定为轻伤", True),
        ("has_minor_injury", "经鉴定为轻微伤。被害人骨折", None),
        # denies
        ("has_minor_injury", "经鉴定为轻微伤", False),
        ("has_minor_injury", "经鉴定为轻微伤。另一人经鉴定为轻伤", True),
        # denied in the clause before, but not in an earlier clause or sentence
        ("is_waste_dumped", "未发现当事人有倾倒废渣行为", False),
        ("is_waste_dumped", "未发现其他问题，当事人倾倒废渣", True),
        ("is_waste_dumped", "未发现其他问题\n当事人倾倒废渣", True),
        # the clause before says in which case only
        ("is_waste_dumped", "不具备条件情况下倾倒废渣", True),
        # denied right after, on the next line too
        ("is_waste_dumped", "举报倾倒废渣不属实", False),
        ("is_waste_dumped", "举报倾倒废渣\n经查不属实", False),
        ("is_waste_dumped", "当事人倾倒废渣。举报其无证不属实", True),
        # denied once, stated elsewhere
        ("is_waste_dumped", "未发现当事人有倾倒废酸行为。其倾倒废渣", True),
        # only asked
        ("is_waste_dumped", "对是否倾倒废渣进行核查", NOTHING),
        ("is_waste_dumped", "对是否倾倒废渣进行核查。当事人倾倒废渣", True),
        # not denied right before
        ("is_waste_dumped", "当事人未倾倒废渣", False),
        # figures that a pattern names
        ("is_three_months_wages", "拖欠3个月工资", True),
        ("is_three_months_wages", "拖欠2个月工资", False),
        ("is_three_months_wages", "拖欠12个月工资", True),
        ("is_usury_business", "以年利率36%向不特定多人放贷", True),
        ("is_usury_business", "以年利率24%向不特定多人放贷", NOTHING),
    ],
)
def test_what_a_part_does(flag: str, text: str, value: bool | str | None) -> None:
    assert _value(flag, text) == value, read_circumstances(text)


def test_the_first_of_several_is_shown_at_its_place() -> None:
    text = "经查；当事人2024年1月倾倒废渣3吨。\n2月又倾倒废渣5吨"
    (found,) = [found for found in read_circumstances(text) if found.flag == "is_waste_dumped"]
    assert (found.value, found.start, found.span) == (True, text.index("倾倒"), "倾倒")


def test_sentences_that_differ_in_figures_keep_their_own() -> None:
    texts = pl.Series([f"该店{month}月起拖欠{month}个月工资" for month in (1, 2, 3, 9)])
    rows = read_flags(texts).filter(pl.col("flag") == "is_three_months_wages")
    assert rows["value"].to_list() == [False, False, True, True]
    assert rows["span"].to_list() == ["1个月工资", "2个月工资", "3个月工资", "9个月工资"]
    discharged = [f"{year}年，当事人{word}倾倒废渣" for year in (2023, 2024) for word in ("", "未")]
    rows = read_flags(pl.Series(discharged)).filter(pl.col("flag") == "is_waste_dumped")
    assert rows["value"].to_list() == [True, False, True, False]


def test_every_text_has_its_rows_however_often_it_is_told() -> None:
    told = ["当事人倾倒废渣", None, "", "当事人倾倒废渣", "当事人积极配合"]
    rows = read_flags(pl.Series(told, dtype=pl.String))
    dumped = rows.filter(pl.col("flag") == "is_waste_dumped")
    assert dumped.select("text", "value").rows() == [(0, True), (3, True)]
    assert set(rows["text"]) == {0, 3}


def test_no_texts_state_nothing() -> None:
    assert read_flags(pl.Series([], dtype=pl.String)).rows() == []


def test_many_distinct_sentences_read_as_few_do() -> None:
    """Where sentences are many, columns narrow them first; nothing may be lost or gained by that."""
    names = [first + second for first in "甲乙丙丁戊己庚辛壬癸" for second in "子丑寅卯辰巳午未申酉戌亥"]
    said = ["倾倒废渣", "未倾倒废渣", "按照规定禁止倾倒", "销售盗版光盘", "销售水果", "持刀"]
    texts = [f"{name}公司{what}" for name in names for what in said]
    rows = read_flags(pl.Series(texts)).rows()
    few = [(at, *found) for at, text in enumerate(texts[:24]) for found in read_circumstances(text)]
    assert [row for row in rows if row[0] < 24] == few
    assert {row[0] % 6 for row in rows} == {0, 1, 3, 5}


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        ("is_service_mark", "核定使用在第35类广告服务"),
        ("has_serious_result", "造成恶劣的社会影响"),
        ("is_many_times", "当事人先后6次逃避商检"),
        ("is_many_times", "当事人七次擅自出口"),
        ("is_repeated_disorder", "先后五次辱骂邻居"),
        ("is_medical_harm", "患者损伤程度尚未鉴定"),
        ("is_infant_food_deficient", "婴幼儿配方粉营养素严重低于标准"),
        ("is_capital_conspiracy", "股东共谋抽逃出资"),
        ("is_device_dangerous", "该器械可能造成人体严重损伤"),
        ("is_drug_dangerous", "麻醉药品未取得批准"),
        ("is_refusing_recovery", "拒绝配合追缴"),
        ("is_closed_fishing", "使用多层刺网捕捞"),
        ("is_banned_gear", "使用电瓶捕捞"),
        ("is_banned_hunting_tool", "设置毒药捕猎"),
        ("is_food_purpose", "某酒楼收购野味"),
        ("is_listed_wildlife", "属省级重点保护野生动物"),
        ("is_wages_paid", "拖欠的工资已全部发放"),
        ("is_traffic_aggravated", "未取得驾驶证驾驶车辆发生事故"),
        ("is_drunk_aggravated", "无驾驶证醉酒驾驶"),
        ("is_drunk_aggravated", "醉酒驾驶网约车搭载乘客"),
        ("is_short_move", "醉酒后挪动车辆"),
        ("is_safety_device_disabled", "停用可燃气体报警装置，继续生产"),
        ("is_stop_order_refused", "被责令停业后继续经营"),
        ("is_quality_lowered", "使用不合格的钢筋"),
        ("is_quality_lowered", "未按照设计图纸施工"),
        ("is_rescue_delayed", "未能及时有效开展抢救"),
        ("is_accident_concealed", "事故发生后伪造事故现场"),
        ("is_accident_concealed", "事故发生后转移尸体"),
        ("is_special_theft", "携带刀具盗窃"),
        ("is_special_theft", "潜入居室窃取财物"),
        ("is_theft_aggravated", "盗窃住院人员财物"),
        ("is_theft_aggravated", "灾害期间盗窃财物"),
        ("is_telecom_fraud", "通过社交软件骗取财物"),
        ("is_extortion_aggravated", "利用军人身份索要财物"),
        ("is_forced_taking", "强行占用他人财物"),
        ("is_private_dispute", "因感情争执殴打他人"),
        ("is_gambling_organiser", "聚集多人赌博"),
        ("is_gambling_machine_set", "设置老虎机12台供人赌博"),
        ("is_ordinary_game_room", "麻将馆只收取台费"),
        ("is_special_proceeds", "明知是赃物而收购电力设施"),
        ("is_insider", "在提供服务的过程中获取客户信息"),
        ("is_illegal_possession", "集资后携款潜逃"),
        ("is_fake_drug", "其成分与国家药品标准规定的成分不符"),
        ("is_banned_food_input", "销售禁止使用的农药"),
        ("is_trade_without_pollution", "收集危险废物，没有导致环境污染"),
        ("is_monitoring_falsified", "重点排污单位堵塞采样管，超标排放"),
        ("is_for_profit", "复制图书，营业额3万元"),
        ("is_evading_wages", "篡改职工名册"),
        ("is_minor_folk_remedy", "销售少量进口药品，未造成伤害后果"),
    ],
)
def test_every_spelling_of_a_pattern_is_about_its_subject(flag: str, text: str) -> None:
    """A list of anchors that leaves out what the patterns themselves name hides it."""
    assert _value(flag, text) is not NOTHING


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        ("is_rescue_delayed", "该名伤者的死亡是否因贻误抢救所致，技术鉴定尚未作出结论。"),
        ("is_poor_drug", "该批药液是不是劣药要等省药检院的报告。"),
        ("is_poor_drug", "是否属于劣药，检验结果未出。"),
        ("is_food_purpose", "有没有加工成菜品出售，目前无法查清。"),
    ],
)
def test_what_is_asked_and_not_answered_is_raised(flag: str, text: str) -> None:
    found = {said.flag: said.value for said in read_circumstances(text)}
    assert flag in found
    assert found[flag] is None


def test_what_is_asked_and_answered_is_not_raised() -> None:
    found = {said.flag: said.value for said in read_circumstances("执法人员询问是否加工成菜品出售。")}
    assert "is_food_purpose" not in found
