"""Who the facts name beside the party: relation, name, and where the name stands."""

from __future__ import annotations

import duckdb
import pytest

from bench.passages import load_passages
from models.facts import counterparts
from warehouse.pool import memory

FEEDS = {
    "penalty": ("decision_no", "party_name", "decided_on DATE"),
    "admin_case": ("case_no", "party_name", "filed_on DATE"),
    "transfer": (
        "transfer_no",
        "party_name",
        "transferred_on TIMESTAMP, approved_on TIMESTAMP, reported_on DATE",
    ),
    "police_case": ("police_case_no", "suspect_name", "filed_on DATE"),
    "prosecution": ("pros_no", "suspect_name", "accepted_on DATE"),
    "judgment": ("court_case_no", "defendant_name", "judged_on DATE"),
}

# Ways to say who sold, bought, made, printed or took part: all that are named, and no other.
ALL_NAMED = [
    ("当事人分三次向李建国购买散装白酒共三百斤。", ["supplier 李建国"]),
    ("当事人自2021年起多次从邻县商贩赵四海处低价收购病死猪。", ["supplier 赵四海"]),
    ("涉案面膜系当事人从网店“丽人坊”下单购得。", ["supplier 丽人坊"]),
    ("上述货物来源于某某（上海）国际贸易有限公司。", ["supplier 某某（上海）国际贸易有限公司"]),
    ("供货方：某某农资经营部；收货方：某某合作社。", ["supplier 某某农资经营部", "buyer 某某合作社"]),
    ("该批猪肉的销售方是屠户马某，无检疫证明。", ["supplier 马某"]),
    ("当事人经朋友介绍认识了周某，由周某供应假酒。", ["supplier 周某"]),
    ("郑某、冯某先后两次给当事人送货。", ["supplier 郑某", "supplier 冯某"]),
    (
        "当事人向某某建材店、某某五金经营部以及个体经营者胡某销售不合格电缆。",
        ["buyer 某某建材店", "buyer 某某五金经营部", "buyer 胡某"],
    ),
    ("电缆被卖给了工地负责人罗某、崔某。", ["buyer 罗某", "buyer 崔某"]),
    ("其将药品转售给某某卫生院和某某诊所。", ["buyer 某某卫生院", "buyer 某某诊所"]),
    ("收购人为某某再生资源有限公司，收购价每吨3000元。", ["buyer 某某再生资源有限公司"]),
    ("买家侯某收到货后发现系假货。", ["buyer 侯某"]),
    ("商品由甲市乙食品有限责任公司生产，乙商贸公司经销。", ["producer 甲市乙食品有限责任公司"]),
    ("涉案产品的生产厂家为某某卫浴厂。", ["producer 某某卫浴厂"]),
    ("当事人委托河北某某服饰加工厂加工校服。", ["producer 河北某某服饰加工厂"]),
    ("该饮料由某某饮料（集团）有限公司受委托灌装。", ["producer 某某饮料（集团）有限公司"]),
    ("防伪标签由广州某某印刷有限公司承印。", ["printer 广州某某印刷有限公司"]),
    ("当事人交由某某纸品包装厂印制纸箱。", ["printer 某某纸品包装厂"]),
    ("承印单位为某某彩色印务中心。", ["printer 某某彩色印务中心"]),
    ("酒标由江口恒辉包装彩印厂印制。", ["printer 江口恒辉包装彩印厂"]),
    ("吊牌找江口县恒辉印务部印的。", ["printer 江口县恒辉印务部"]),
    ("合伙人邱大河已被另案起诉。", ["accomplice 邱大河"]),
    ("参与分装的还有邱小河（在逃）。", ["accomplice 邱小河"]),
    ("邱大河、邱小河兄弟二人（均已另案处理）帮其运货。", ["accomplice 邱大河", "accomplice 邱小河"]),
    ("当事人伙同妻子陈某及同乡吴某实施盗采。", ["accomplice 陈某", "accomplice 吴某"]),
    ("当事人与孙某合谋，由孙某负责销售。", ["accomplice 孙某"]),
    ("被告人甲某与同案人祁德禄（未到案）用地笼网捕捞湟鱼。", ["accomplice 祁德禄"]),
    ("柴大河与严小川（尚未归案）、吉永利（另案侦办）盗采河砂。", ["accomplice 吉永利", "accomplice 严小川"]),
    ("当事人从商贩赵小川处购得羊皮。", ["supplier 赵小川"]),
    ("当事人伙同庞阿贵盗采河砂。", ["accomplice 庞阿贵"]),
    ("所售香烟是从老周处拿的货。", ["supplier 老周"]),
    ("同案人潘某、葛某在逃。", ["accomplice 潘某", "accomplice 葛某"]),
    ("韩某、杨某等人结伙盗窃电缆。", ["accomplice 韩某", "accomplice 杨某"]),
    ("该批化肥上线为某某农业科技有限公司业务经理段某。", ["supplier 段某"]),
    ("所售香烟是从外号“三毛”的人那里拿的货。", ["supplier 三毛"]),
    ("当事人经营的猪肉由定点屠宰场某某肉联厂屠宰。", ["producer 某某肉联厂"]),
    (
        "油品购自山东某某石化有限公司，销往某某物流公司车队。",
        ["supplier 山东某某石化有限公司", "buyer 某某物流公司"],
    ),
    ("当事人与供货商某某贸易行签订购销合同。", ["supplier 某某贸易行"]),
    ("经查，某某纸箱厂为当事人印制了假冒纸箱。", ["printer 某某纸箱厂"]),
    ("某某制罐厂为当事人生产空罐2万只。", ["producer 某某制罐厂"]),
    ("当事人通过微信从昵称为“批发小王子”的好友处进货。", ["supplier 批发小王子"]),
    ("下家史某、费某通过快递收货。", ["buyer 史某", "buyer 费某"]),
    # A surname that hardly anybody has, a name without one, a name with a dot.
    ("同案人戚大江另案处理，赃款未追回。", ["accomplice 戚大江"]),
    ("同案犯黄小满、覃立冬均在逃。", ["accomplice 黄小满", "accomplice 覃立冬"]),
    ("被告人古海龙伙同黄文山在镇上销售假酒。", ["accomplice 黄文山"]),
    ("当事人伙同许立夏生产假冒洗衣粉。", ["accomplice 许立夏"]),
    ("古海龙与佴三喜（在逃，另案处理）盗伐国有林木。", ["accomplice 佴三喜"]),
    ("同案人覃立冬（现在逃、已被网上追逃）负责运输。", ["accomplice 覃立冬"]),
    ("被告人古海龙伙同佴三喜（另案处理）在禁渔期使用电鱼器捕捞。", ["accomplice 佴三喜"]),
    ("货车司机欧冶山（另案处理）将废渣运到河湾倒掉。", ["accomplice 欧冶山"]),
    ("老板安排雇工那木海（已另案处理）看守暗管。", ["accomplice 那木海"]),
    (
        "柏立群和其堂弟柏立新（在逃）轮流看守，受仝兆年（另案处理）指使。",
        ["accomplice 仝兆年", "accomplice 柏立新"],
    ),
    ("当事人与尼玛次仁（另案处理）、逯春（在逃）共用一个仓库。", ["accomplice 尼玛次仁", "accomplice 逯春"]),
    (
        "货款由艾山江·买合木提、亓官明（均另案处理）收取。",
        ["accomplice 艾山江·买合木提", "accomplice 亓官明"],
    ),
    ("货物卖到某某批发市场的商户庄某处。", ["buyer 庄某"]),
    ("种子系从某某种业有限公司购买，该公司开具了发票。", ["supplier 某某种业有限公司"]),
    ("购货单位：某某超市有限公司。", ["buyer 某某超市有限公司"]),
    ("当事人将其倒卖给外省贩子向某某。", ["buyer 向某某"]),
    ("当事人雇请薛某驾驶货车运输，货物交给收货人殷某。", ["buyer 殷某"]),
    ("该批酱油由某某酿造厂供应，从某某调味品商行购得。", ["supplier 某某酿造厂", "supplier 某某调味品商行"]),
    # Told from the other side: who sold to the party, who bought from it, who had which part.
    ("涉案胶合板由某某木业厂赊销给当事人。", ["supplier 某某木业厂"]),
    ("修车铺老板毕某将废电瓶卖给当事人，当事人又转给冶炼点的“黑皮”。", ["supplier 毕某", "buyer 黑皮"]),
    (
        "某某瓶业公司为当事人提供酒瓶，某某快印店为其印刷瓶贴。",
        ["printer 某某快印店", "supplier 某某瓶业公司"],
    ),
    ("证人戚某、邹某均称从当事人处买过假烟。", ["buyer 戚某", "buyer 邹某"]),
    ("该批猪苗被某某养殖场买走。", ["buyer 某某养殖场"]),
    ("包装盒系当事人在某某印务有限公司定制。", ["printer 某某印务有限公司"]),
    ("当事人销售的某某灯具厂生产的台灯不合格。", ["producer 某某灯具厂"]),
    ("废液系某某电子有限公司产生。", ["producer 某某电子有限公司"]),
    ("当事人为某某运输公司、某某商行虚开发票，受票单位均已抵扣。", ["buyer 某某商行", "buyer 某某运输公司"]),
    ("柏某负责发货，当事人负责收款。", ["accomplice 柏某"]),
    ("废乳化液交给没有处置资质的某某再生油厂拉走。", ["buyer 某某再生油厂"]),
    # Sent by a wholesaler, brought to the door, dispatched for the shop; some complaint hides nobody.
    ("货品由合作商户某某毛巾厂一件代发。", ["supplier 某某毛巾厂"]),
    ("该批茶具由某某陶瓷商行业务员苗某上门推销。", ["supplier 苗某"]),
    ("电池经总经销商程某发货给当事人。", ["supplier 程某"]),
    ("某某五金厂为当事人提供毛坯。", ["supplier 某某五金厂"]),
    ("当事人从书商路某处进书二百册。", ["supplier 路某"]),
    ("当事人从某某种苗站购进树苗，虽收到过农户的投诉，仍继续出售。", ["supplier 某某种苗站"]),
    ("祁某以每箱远低于市场的价格向当事人供应牛奶。", ["supplier 祁某"]),
    ("小麦种由某某种业有限公司繁育。", ["producer 某某种业有限公司"]),
    ("由焦某将某某电镀有限公司产生的废液倒入河道。", ["producer 某某电镀有限公司"]),
    ("标签转由某某印务有限公司开版印刷。", ["printer 某某印务有限公司"]),
    ("图书由某某文化传播公司策划、某某印务有限公司承印。", ["printer 某某印务有限公司"]),
    ("图样系客户胡某通过微信传来。", ["buyer 胡某"]),
    ("订单由客户经理胡某通过微信传来。", []),
    ("下级经销商巩某、席某卖给农户。", ["buyer 巩某", "buyer 席某"]),
    ("砂子运给承包工程的黎某使用。", ["buyer 黎某"]),
    ("民警在堤坝上查获当事人及其堂哥宁某。", ["accomplice 宁某"]),
    ("赌客由其表弟项某招揽。", ["accomplice 项某"]),
    ("煤油的提供人为郁某。", ["supplier 郁某"]),
    ("当事人将野味出售给某某酒家。", ["buyer 某某酒家"]),
    ("牛奶长期为某某乳品站供应。", ["supplier 某某乳品站"]),
    ("当事人长期向某某幼儿园供应牛奶。", ["buyer 某某幼儿园"]),
    ("木材由舒某全部收购。", ["buyer 舒某"]),
    ("涉案车辆已过户给闵某。", ["buyer 闵某"]),
    ("散酒产自某某酒厂。", ["producer 某某酒厂"]),
    ("宣传单由某某广告公司设计印刷。", ["printer 某某广告公司"]),
    ("当事人向某某包装厂订制纸盒。", ["printer 某某包装厂"]),
    ("当事人与谷某一起盗挖砂石。", ["accomplice 谷某"]),
    ("当事人指使工人顾某倾倒废渣。", ["accomplice 顾某"]),
    ("当事人纠集龙某非法捕捞。", ["accomplice 龙某"]),
    ("邵某为当事人望风。", ["accomplice 邵某"]),
    ("本案系当事人、史某二人共同实施。", ["accomplice 史某"]),
    ("当事人与尤某商量后决定掺水。", ["accomplice 尤某"]),
    ("当事人从收购站购回旧瓶。", []),
    ("线索来自某某商行店员的举报。", []),
    ("未发现当事人与供货人彭某合谋。", ["supplier 彭某"]),
    ("当事人查验了生产企业某某酱园厂的营业执照、食品生产许可证和出厂检验报告。", ["producer 某某酱园厂"]),
    ("混凝土流向某某小区的施工单位某某建工公司。", ["buyer 某某建工公司"]),
]
NOBODY_NAMED = [
    "当事人将上述商品转卖给四家早餐店。",
    "执法人员从当事人处购买样品送检。",
    "某某银行为当事人提供贷款。",
    "当事人从农贸市场一名陌生男子手中购买鞭炮。",
    "当事人向社会公众销售彩票。",
    "当事人在路边流动摊位购买。",
    "当事人将货物销售给附近村民。",
    "当事人从网上购进原料，在家中加工。",
    "由市场监管局委托某某检测中心检测。",
    "案件由某某市公安局移送。",
    "当事人未能说明供货人。",
    "当事人向税务机关提供虚假资料。",
    "由当事人自行配送至各小区。",
    "当事人否认从某某公司进货。",
    "当事人不是从某某药业公司购进该药品。",
    "该产品并非由某某电子厂生产。",
    "当事人应从具有资质的企业采购食品原料。",
    "其妻子（另案处理）在场。",
    "当事人与另一家公司相互串通报价。",
    "当事人和另外两户合伙使用地笼。",
    "同案人员已全部另案处理，同案犯均在逃。",
    "供货商黄色包装在库，未售出。",
    "当事人与另外二人（另案处理）均未到案，等三人（在逃）。",
    "犯罪嫌疑人（在逃）的手机已调取，上家（另案处理）未查明。",
]


def _read(facts: str) -> list[tuple[str, str, int, int]]:
    con: duckdb.DuckDBPyConnection = memory()
    for feed, (number, name, days) in FEEDS.items():
        words = f"record_id VARCHAR, {number} VARCHAR, {name} VARCHAR, facts VARCHAR"
        con.execute(f"CREATE TABLE known.{feed} ({words}, {days})")
    con.execute("INSERT INTO known.penalty VALUES ('p', '1', '某某商行', ?, DATE '2024-03-01')", [facts])
    counterparts.build(con)
    query = 'SELECT relation, name, start, "end" FROM fact.counterpart ORDER BY start, relation, name'
    return con.execute(query).fetchall()


@pytest.mark.parametrize(
    ("facts", "relation", "name"),
    [
        ("当事人从某某市某某食品厂购进涉案产品80箱。", "supplier", "某某市某某食品厂"),
        ("上述商品的供货商为某某贸易有限公司，货款已付清。", "supplier", "某某贸易有限公司"),
        ("当事人将货物批发给某某日用品商行，收款3000元。", "buyer", "某某日用品商行"),
        ("该批包装盒由某某彩印厂印制。", "printer", "某某彩印厂"),
        ("当事人委托某某日化厂代为生产洗发水500瓶。", "producer", "某某日化厂"),
        ("钱某（另案处理）负责送货。经查，孙某某（另案处理）提供场地。", "accomplice", "孙某某"),
    ],
)
def test_relation_and_name(facts: str, relation: str, name: str) -> None:
    found = _read(facts)
    assert (relation, name) in [(row[0], row[1]) for row in found], found
    for _, told, start, end in found:
        assert facts[start:end] == told


@pytest.mark.parametrize(
    "facts",
    [
        "当事人从正品渠道购进，能提供合格证明。",
        "举报人投诉称其从某某商店购买的商品系假货。",
        "当事人将商品销售给消费者。",
        "当事人委托某某检测中心检验包装。",
    ],
)
def test_nobody_is_named(facts: str) -> None:
    assert _read(facts) == []


def test_most_of_the_open_passages_are_read() -> None:
    wanted = [
        (passage.text, pair)
        for passage in load_passages()
        if not passage.is_frozen
        for pair in passage.counterparts
    ]
    found = [pair in [(row[0], row[1]) for row in _read(text)] for text, pair in wanted]
    assert sum(found) >= 0.6 * len(found)


@pytest.mark.parametrize(("facts", "named"), ALL_NAMED)
def test_all_that_are_named_and_no_other(facts: str, named: list[str]) -> None:
    assert sorted({f"{row[0]} {row[1]}" for row in _read(facts)}) == sorted(named)


@pytest.mark.parametrize("facts", NOBODY_NAMED)
def test_persons_without_a_name_and_denied_deals_name_nobody(facts: str) -> None:
    assert _read(facts) == []
