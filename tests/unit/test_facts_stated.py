"""What a decision says of its circumstances: stated, denied, or nothing; samples and transfers by name."""

from __future__ import annotations

import pytest

from models.facts import stated
from warehouse.intake.values import install_macros
from warehouse.pool import memory

Row = tuple[str, bool, str | None, int, int, str]

STATED = [
    ("符合从轻处罚情形，罚款2000元。", "lenient", True, None),
    ("依法予以减轻处罚。", "mitigated", True, None),
    ("当事人不具有从轻或者减轻处罚的情节。", "mitigated", False, None),
    ("当事人拒不整改，应当从重处罚。", "aggravated", True, None),
    ("危害后果轻微，决定不予行政处罚。", "unpunished", True, None),
    ("当事人系初次违法。", "first_time", True, None),
    ("当事人曾于2023年5月因无证经营被我局处以罚款的行政处罚。", "punished_before", True, None),
    ("当事人两年内受过二次行政处罚，又再次发布虚假广告。", "punished_before", True, None),
    ("当事人此前未因同类行为受过行政处罚。", "punished_before", False, None),
    ("当事人主动消除危害后果。", "voluntary", True, None),
    ("当事人明知是假货仍然销售。", "knowing", True, None),
    ("当事人对侵权并不知情。", "knowing", False, None),
    ("在同一种商品上使用与甲牌相同的商标。", "identical_mark", True, None),
    ("两个标志构成近似。", "similar_mark", True, None),
    ("供货人另案处理。", "handled_separately", True, None),
    ("此前三次销售均未经处理。", "not_dealt_with", True, None),
    ("该决定被复议机关撤销。", "decision_revoked", True, None),
    ("责令其十日内支付工资。", "ordered_to_pay", True, None),
    ("经某某检测中心检验，该批酒不合格。", "appraised", True, None),
    ("送检样品检出西布曲明成分。", "substance", True, "西布曲明"),
    ("孔雀石绿检出值为5.6μg/kg。", "substance", True, "孔雀石绿"),
    ("产品未检出牛源性成分。", "substance_absent", True, "牛源性"),
    ("本案移送某某市公安局处理。", "transferred_to", True, "某某市公安局"),
    ("我局于2024年3月12日将该案移送公安机关。", "transferred_on", True, "2024年3月12日"),
    (
        "不存在《某某办法》第三十二条、第三十三条、第三十四条列出的从轻、减轻或者不予处罚的情形。",
        "unpunished",
        False,
        None,
    ),
    ("当事人去年曾因同样问题被本局罚款五千元。", "punished_before", True, None),
    ("上述处罚决定因程序违法已由本机关自行撤销。", "decision_revoked", True, None),
    ("调查期间当事人因病去世。", "party_died", True, None),
    ("前述违法行为已于上年处理完毕。", "not_dealt_with", False, None),
    ("当事人当即将过期饮料下架。", "remedied", True, None),
    ("某某县公安局已受理我局移送的案件。", "transferred_to", True, "某某县公安局"),
    ("案卷移送时间为2023年7月4日。", "transferred_on", True, "2023年7月4日"),
    ("当事人此前从未实施过同类违法行为。", "first_time", True, None),
    ("本局将两起线索一并移送某某县公安局。", "transferred_to", True, "某某县公安局"),
]

# What tests found (True) and did not find: all of it, and nothing else.
TESTS = [
    (
        "经检验，该批豇豆灭蝇胺、倍硫磷项目不符合GB 2763要求，检验结论为不合格。",
        {"灭蝇胺": True, "倍硫磷": True},
    ),
    ("送检的减肥胶囊未检测出西布曲明、酚酞等违禁药物。", {"西布曲明": False, "酚酞": False}),
    ("检验报告载明：黄曲霉毒素B1 25.3μg/kg（标准限量≤20μg/kg），单项判定不合格。", {"黄曲霉毒素B1": True}),
    (
        "豆芽中6-苄基腺嘌呤（6-BA）检出值为0.12mg/kg，4-氯苯氧乙酸钠未检出。",
        {"6-苄基腺嘌呤": True, "4-氯苯氧乙酸钠": False},
    ),
    ("其在凉皮中非法添加硼砂，送检结果硼酸含量0.35g/kg。", {"硼砂": True, "硼酸": True}),
    ("当事人没有添加甲醛，检验亦未检出甲醛。", {"甲醛": False}),
    ("尿检结果显示吗啡阳性、甲基安非他明阴性。", {"吗啡": True, "甲基安非他明": False}),
    ("从其血液中检测出乙醇成分，含量为182.5mg/100mL。", {"乙醇": True}),
    ("水样中六价铬浓度为1.8mg/L，超过排放标准2.6倍；总铅未超标。", {"六价铬": True}),
    ("国家标准规定猪肉中不得检出克伦特罗。", {}),
    ("该保健酒检出伐地那非及酚妥拉明等两种西药成分。", {"伐地那非": True, "酚妥拉明": True}),
    ("抽检的草鱼检出恩诺沙星（以恩诺沙星与环丙沙星之和计）376μg/kg。", {"恩诺沙星": True}),
    ("样品未见检出罂粟碱。", {"罂粟碱": False}),
    ("面膜检出醋酸地塞米松，但未检出氢化可的松。", {"醋酸地塞米松": True, "氢化可的松": False}),
    ("车间废气监测非甲烷总烃、苯系物均超标。", {"非甲烷总烃": True, "苯系物": True}),
    ("经鉴定，从包裹内检出依托咪酯成分。", {"依托咪酯": True}),
    ("该糕点铝的残留量超标，防腐剂脱氢乙酸及其钠盐超过最大使用量。", {"铝": True, "脱氢乙酸及其钠盐": True}),
    ("复检结果：二氧化硫残留量不合格。", {"二氧化硫": True}),
    ("送检腊肉亚硝酸盐符合标准要求。", {}),
    ("当事人用工业双氧水浸泡毛肚，检出过氧化氢。", {"双氧水": True, "过氧化氢": True}),
    ("当事人无法检出设备故障，订单未超过限额。", {}),
    ("检出限为0.01mg/kg。", {}),
    ("委托检测项目包括铅、镉、汞，检测结果均符合标准。", {}),
    ("涉案饼干甜蜜素不合格，糖精钠合格。", {"甜蜜素": True}),
    ("现场对白酒快速检测，甲醇呈阴性。", {"甲醇": False}),
    ("药店销售的含麻黄碱复方制剂超过限量。", {}),
    ("样品检出金黄色葡萄球菌和沙门氏菌。", {"金黄色葡萄球菌": True, "沙门氏菌": True}),
    ("送检指甲油中邻苯二甲酸酯含量达12%。", {"邻苯二甲酸酯": True}),
    ("废水中化学需氧量、氨氮分别超标0.8倍、1.2倍。", {"化学需氧量": True, "氨氮": True}),
    ("检验未检出瘦肉精类药物。", {"瘦肉精": False}),
]

# Stated, denied, asked for, pleaded, said by a norm: all that is stated of a circumstance, and no more.
SPOKEN = [
    ("当事人要求从轻处罚的意见，本局不予采纳。", {"lenient": False}),
    ("当事人恳请免予处罚。", {}),
    ("本局建议依法从轻处罚的理由充分，予以从轻处罚。", {"lenient": True}),
    ("根据行政处罚法第三十二条规定：受他人胁迫实施违法行为的，应当从轻或者减轻处罚。", {}),
    ("经综合裁量，对你单位从轻处以罚款五千元。", {"lenient": True}),
    ("不具备法定的从轻、减轻情节。", {"lenient": False, "mitigated": False}),
    ("本案不存在从轻、减轻或者从重情节。", {"lenient": False, "mitigated": False, "aggravated": False}),
    ("当事人的行为不符合轻微不罚条件。", {"unpunished": False}),
    ("适用首违不罚，不予处罚。", {"unpunished": True, "first_time": True}),
    ("当事人系初犯且货值较小，给予减轻处罚。", {"first_time": True, "mitigated": True}),
    ("因当事人屡教不改，从重处罚。", {"punished_before": True, "aggravated": True}),
    ("当事人曾因未取得许可证经营被处罚，现又无证经营。", {"punished_before": True}),
    ("经查询系统，当事人无违法记录。", {"punished_before": False}),
    ("当事人去年因销售假烟被烟草专卖局行政处罚。", {"punished_before": True}),
    ("该厂两年内受到环保部门处罚两次。", {"punished_before": True}),
    ("经核实未发现当事人有处罚记录。", {"punished_before": False}),
    ("当事人自愿上缴违法所得。", {"voluntary": True, "remedied": True}),
    ("没有证据表明当事人主动消除了影响。", {"voluntary": False}),
    ("当事人拒绝配合执法人员取证。", {"voluntary": False}),
    ("检查当日，当事人自查发现问题并自行召回。", {"voluntary": True, "remedied": True}),
    ("证据不足以认定当事人明知。", {"knowing": False}),
    ("当事人辩称不知道系假货。", {}),
    ("当事人自述不清楚货物来源，但进价明显偏低，足以认定其明知。", {"knowing": True}),
    ("店主知道该批酒是假酒仍对外销售。", {"knowing": True}),
    ("当事人主观上没有故意，对掺假不知情。", {"knowing": False}),
    ("当事人善意取得该批货物，并不知道侵权。", {"knowing": False}),
    ("责令当事人立即改正违法行为。", {}),
    ("经复查，当事人未按要求整改。", {"remedied": False}),
    # What is owed is not what was paid.
    ("应补缴税款即偷税额为750,284.93元，税务机关已依法下达追缴通知。", {}),
    ("当事人需退还货款3万元。", {}),
    ("应补缴税款5万元，当事人已补缴税款及滞纳金。", {"remedied": True}),
    ("经责令后当事人已改正。", {"remedied": True}),
    ("事发后，当事人已向消费者退款并取得谅解。", {"remedied": True}),
    ("未售出的产品已全部召回。", {"remedied": True}),
    ("当事人对违法事实供认不讳，有悔改表现。", {"confessed": True}),
    ("当事人拒不承认违法事实。", {"confessed": False}),
    ("当事人受老板指使参与生产。", {"joint_act": True}),
    ("李某与王某合谋制售假酒。", {"joint_act": True}),
    ("两人分工配合，伙同他人倒卖。", {"joint_act": True}),
    ("经营的牛肉未经检验检疫。", {}),
    ("该物品未经鉴定，价值不明。", {"appraised": False}),
    ("当事人未索取供货商的检验报告。", {}),
    ("经物价部门价格认定，涉案物品价值五千元。", {"appraised": True}),
    ("标识与注册商标构成近似，但并非同一种商品。", {"similar_mark": True, "identical_mark": False}),
    ("使用的标识与权利人商标完全相同，且用于同一种商品。", {"identical_mark": True}),
    ("两商标不构成近似。", {"similar_mark": False}),
    ("人社部门没有作出责令支付的文书。", {"ordered_to_pay": False}),
    # The first time that he is found, not that he buys; what is on record; what a question leaves open.
    ("当事人系第一次，货值亦小。", {"first_time": True}),
    ("当事人系首次购进该批货物。", {}),
    ("当事人是否系首次违法，尚待查询。", {}),
    ("当事人三年内已有两次同类违法记录。", {"punished_before": True}),
    ("当事人没有任何违法记录。", {"punished_before": False}),
    ("当事人去年曾因乱倒垃圾被城管部门警告。", {"punished_before": True}),
    ("案发后当事人主动交还货款。", {"voluntary": True}),
    ("当事人主动打电话报警。", {"voluntary": True}),
    ("当事人主动招揽客人。", {}),
    ("当事人的申报并非主动。", {"voluntary": False}),
    ("当事人不属于自首。", {"voluntary": False}),
    ("对该批药品无批准文号，当事人应当是知情的。", {"knowing": True}),
    ("当事人知道油里掺了甲醇。", {"knowing": True}),
    ("洪某的行为，本局另行依法查处。", {"handled_separately": True}),
    ("洪某已另案被逮捕。", {"handled_separately": True}),
    # An order, and what was done in time.
    ("限当事人于三日内全额退款。", {}),
    ("当事人在规定期限全额退款。", {"remedied": True}),
    ("当事人向顾客赔付了医药费。", {"remedied": True}),
    ("经复查合格，准予恢复营业。", {"remedied": True}),
    ("经复查不合格。", {}),
    ("当事人及时处置，控制了污染。", {"remedied": True}),
    ("当事人退出违法所得三千元。", {"remedied": True}),
    ("当事人均未清理倾倒的废渣。", {"remedied": False}),
    # What others did or were given is not the party's.
    ("供货商主动召回了同批产品。", {}),
    ("供货人主动上缴了所得，但当事人本人没有退缴。", {"remedied": False}),
    ("另一当事人积极整改，已从轻处罚。", {}),
    ("当事人坐下后交代了其进货经过。", {"confessed": True}),
    ("当事人认可上述违法事实。", {"confessed": True}),
    ("当事人不认可违法事实。", {"confessed": False}),
    ("三人事先商量由当事人望风。", {"joint_act": True}),
    ("当事人与司机程某商定，由程某驾车倾倒废液。", {"joint_act": True}),
    ("当事人与房东商定房租每月两千元。", {}),
    ("不能认定当事人与供货人合谋。", {"joint_act": False}),
    ("当事人检举了一个盗采团伙。", {}),
    ("当事人雇用的司机负责送货。", {}),
    ("当事人雇用他人帮其搬运。", {"joint_act": True}),
    ("因违法行为人路某在押期间病故，本案终止调查。", {"party_died": True}),
    ("伤者因抢救无效死亡，公安机关正在调查。", {}),
    ("被处罚人的母亲病逝，案件终止调查。", {}),
    ("该处罚决定未被撤销。", {"decision_revoked": False}),
    ("该处罚决定已被上级机关撤销。", {"decision_revoked": True}),
    ("专家到现场辨认为仿制品。", {"appraised": True}),
    ("监测显示，厂界噪声超标。", {"appraised": True}),
    ("当事人伪造某检测所出具的检验报告。", {}),
    ("涉案物品已送鉴定，结论尚未作出。", {}),
    ("待价格认定结论作出后再定。", {}),
    # Refused in the next sentence, and granted there.
    ("当事人恳请从轻处罚。本局认为，其理由不能成立。", {"lenient": False}),
    ("当事人恳请从轻处罚。本局认为，其理由成立，决定从轻处罚。", {"lenient": True}),
    ("当事人请求不予处罚。经合议，社会危害较大，该请求不予采纳。", {"unpunished": False}),
    ("规定经营者不知道所售食品不合格的，可以免予处罚。", {}),
    ("局务会未认定其具有减轻处罚情节。", {"mitigated": False}),
    # Other words for the same.
    ("当事人要求从轻处罚的理由不充分。", {"lenient": False}),
    ("予以顶格处罚。", {"aggravated": True}),
    ("不构成从重情节。", {"aggravated": False}),
    ("不构成犯罪，应当从重处罚。", {"aggravated": True}),
    ("本局决定不对当事人实施行政处罚。", {"unpunished": True}),
    ("当事人免罚的请求于法无据。", {"unpunished": False}),
    ("当事人不属首次违法。", {"first_time": False}),
    ("当事人两年前因相同行为受过罚款。", {"punished_before": True}),
    ("该店今年三月刚被我局立案处罚。", {"punished_before": True}),
    ("当事人有同类违法前科。", {"punished_before": True}),
    ("当事人三年内无同类违法行为。", {"punished_before": False}),
    ("当事人如约到案并主动出示账本。", {"voluntary": True}),
    ("当事人在立案前自行纠正。", {"remedied": True, "voluntary": True}),
    ("当事人能够配合调查。", {"voluntary": True}),
    ("当事人应当配合调查。", {}),
    ("当事人阻挠检查。", {"voluntary": False}),
    ("当事人并无抗拒检查的行为。", {}),
    ("当事人补种树苗二百株。", {"remedied": True}),
    ("当事人未采取任何补救措施。", {"remedied": False}),
    ("整改不到位。", {"remedied": False}),
    ("当事人作虚假陈述。", {"confessed": False}),
    ("当事人具有违法的主观故意。", {"knowing": True}),
    ("当事人与柴某系合伙关系。", {"joint_act": True}),
    ("曹某与当事人一同销售。", {"joint_act": True}),
    ("当事人系单独实施。", {"joint_act": False}),
    ("供货商已由某某区市场监管局立案查处。", {"handled_separately": True}),
    ("上述行为此前未受过处理。", {"not_dealt_with": True}),
    ("商品类别不同，不属同一种商品。", {"identical_mark": False}),
    ("两标志在呼叫、外观上相似，易使公众混淆。", {"similar_mark": True}),
    ("两车外观相似。", {}),
    ("本局于5月自行撤销了上述决定。", {"decision_revoked": True}),
    ("法院驳回了当事人的诉讼请求。", {"decision_revoked": False}),
    ("人社局要求其限期支付工资。", {"ordered_to_pay": True}),
    ("没有责令支付。", {"ordered_to_pay": False}),
    ("没有进行检测。", {"appraised": False}),
    ("案发后当事人意外身亡。", {"party_died": True}),
]


def _read(*facts: str) -> dict[str, list[Row]]:
    """Return what each text states, all of them read at once."""
    con = memory()
    install_macros(con)
    con.execute(
        "CREATE TABLE known.penalty "
        "(record_id VARCHAR, facts VARCHAR, penalty_text VARCHAR, violation VARCHAR, remark VARCHAR)"
    )
    con.execute(
        "CREATE TABLE known.admin_case "
        "(record_id VARCHAR, facts VARCHAR, close_reason VARCHAR, violation VARCHAR)"
    )
    con.execute("CREATE TABLE known.transfer (record_id VARCHAR, facts VARCHAR)")
    con.execute("CREATE TABLE known.police_case (record_id VARCHAR, facts VARCHAR, outcome VARCHAR)")
    con.executemany(
        "INSERT INTO known.penalty VALUES (?, ?, NULL, NULL, NULL)", [[text, text] for text in facts]
    )
    stated.build(con)
    found: dict[str, list[Row]] = {text: [] for text in facts}
    query = 'SELECT record_id, what, value, name, start, "end", span FROM fact.stated ORDER BY ALL'
    for text, *row in con.execute(query).fetchall():
        found[text].append(tuple(row))
    return found


@pytest.fixture(scope="module")
def read() -> dict[str, list[Row]]:
    return _read(*(text for text, *_ in STATED))


@pytest.mark.parametrize(("text", "what", "value", "name"), STATED)
def test_what_is_stated(
    read: dict[str, list[Row]], text: str, what: str, value: bool, name: str | None
) -> None:
    assert (what, value, name) in [row[:3] for row in read[text]], read[text]
    for row in read[text]:
        assert text[row[3] : row[4]] == row[5]


def test_what_a_law_says_or_nobody_did_is_not_stated() -> None:
    texts = [
        "有下列情形之一的，应当从轻或者减轻处罚。",
        "样品中不得检出孔雀石绿。",
        "案件未移送公安机关。",
        "本案能否移送公安机关，需会商。",
        "本局将依法移送某某县公安局。",
        "当事人销售金额为5000元。",
    ]
    assert {text: rows for text, rows in _read(*texts).items() if rows} == {}


@pytest.fixture(scope="module")
def tested() -> dict[str, list[Row]]:
    return _read(*(text for text, _ in TESTS))


@pytest.mark.parametrize(("text", "wanted"), TESTS)
def test_substances_that_a_test_found_and_did_not_find(
    tested: dict[str, list[Row]], text: str, wanted: dict[str, bool]
) -> None:
    found = {
        str(name): what == "substance" for what, _, name, *_ in tested[text] if what.startswith("substance")
    }
    assert found == wanted


@pytest.fixture(scope="module")
def spoken() -> dict[str, list[Row]]:
    return _read(*(text for text, _ in SPOKEN))


@pytest.mark.parametrize(("text", "wanted"), SPOKEN)
def test_who_says_it_and_whether_it_is_so(
    spoken: dict[str, list[Row]], text: str, wanted: dict[str, bool]
) -> None:
    assert {what: value for what, value, name, *_ in spoken[text] if name is None} == wanted
