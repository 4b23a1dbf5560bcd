"""What published notices do otherwise than careful writers: their print, their forms, their way of naming."""

from __future__ import annotations

import polars as pl
import pytest

from models.facts.amounts import read_many
from tests.facts_told import read_text


def _said(text: str, span: str) -> tuple[str, str, str]:
    return next((a.role, a.whose, a.unit) for a in read_text(text) if a.span == span)


def test_what_one_piece_holds_has_no_price() -> None:
    text = "货架上摆放有过期指甲油6瓶，净含量：9ml，零售价12元/瓶。"
    assert [a.value for a in read_text(text) if a.kind == "product"] == [72]


def test_tools_are_no_labels() -> None:
    found = read_text("查扣标签、外盒1,800个，压盖设备3套。")
    assert [a.span for a in found if a.role == "labels"] == ["1,800个"]


def test_commas_of_the_keyboard_end_clauses_and_group_figures() -> None:
    text = "当事人生产灯具320套,货值金额9,600元,尚未销售。"
    assert ("9,600元", "unsold") in [(a.span, a.role) for a in read_text(text)]


@pytest.mark.parametrize(
    ("heading", "cell", "role", "value"),
    [
        ("罚款金额（元）", "2600", "fine", 2600),
        ("罚款金额(万元)", "0.26", "fine", 2600),
        ("没收违法所得金额（元）", "318.5", "forfeit_gain", 318.5),
        ("罚款金额", "2600元", "fine", 2600),
    ],
)
def test_what_stands_alone_under_a_heading_is_its_cell(
    heading: str, cell: str, role: str, value: float
) -> None:
    text = f"处罚类别\n罚款\n{heading}\n{cell}\n处罚决定日期\n2024年5月8日"
    assert [(a.span, a.role, float(a.value)) for a in read_text(text)] == [(cell, role, value)]


def test_figures_under_a_table_head_are_no_cell_of_its_last_column() -> None:
    text = "品名 数量 金额（元）\n1 2 30\n"
    assert not [a for a in read_text(text) if a.span == "1" and a.unit == "元"]


def test_headings_of_published_penalties_are_headings_however_long() -> None:
    heads = "处罚类别|罚款金额（万元）|没收违法所得、没收非法财物的金额（万元）|决定日期"
    found = read_text(f"{heads}\n罚款，没收非法财物|0.7|0.0415|2024年3月6日")
    assert [(a.span, a.role, float(a.value)) for a in found if a.unit == "元"] == [
        ("0.7", "fine", 7000),
        ("0.0415", "forfeit", 415),
    ]


def test_what_holds_an_amount_is_no_heading() -> None:
    found = read_text("处罚内容：罚款0.7万元 罚款金额（万元）：0.7 没收金额（万元）：0.0415 处罚机关：某局")
    assert [float(a.value) for a in found if a.role == "fine"] == [7000, 7000]


def test_the_last_text_of_a_batch_needs_no_full_stop() -> None:
    read = read_many(pl.Series(["库存两箱。", "货值金额750元"]))
    assert [(a.span, a.role) for a in read[1]] == [("750元", "goods")]


@pytest.mark.parametrize(
    ("text", "span", "role"),
    [
        # a penalty is named after its money, or before it in few words
        ("区市场监管局依法对当事人作出8万元的行政处罚。", "8万元", "fine"),
        ("住建局对该公司作出责令改正和行政处罚6万元的决定。", "6万元", "fine"),
        ("对某布艺店作出罚没41,250元的决定。", "41,250元", "fine"),
        ("因销售假烟受过行政处罚，2022年又购进卷烟，货值9,300元。", "9,300元", "goods"),
        # what was paid before, and how long goods were offered, says nothing of what was gained or sold
        ("扣除已缴税款后的违法所得为31,400元。", "31,400元", "gain"),
        ("该膏贴上线5个月，销售额达26万余元。", "26万余元", "sold"),
        ("售出62盒，获利310元，按售价5元/盒计，货值金额共计400元。", "400元", "goods"),
        ("物业公司向供电局缴纳电费8.2万元，应降未降电费共9,600元。", "8.2万元", "cost"),
        ("物业公司向供电局缴纳电费8.2万元，应降未降电费共9,600元。", "9,600元", "gain"),
        # prices that are joined are of one kind
        ("分别以7元/公斤和7.5元/公斤的价格购进麦种400公斤。", "7元/公斤", "cost"),
        ("以9元/公斤、9.2元/公斤和9.5元/公斤的价格销售给农户。", "9元/公斤", "price"),
        # longer names of what shorter ones name
        ("三款商品合计1,420件，总货值金额高达86.4万元。", "86.4万元", "goods"),
        ("赌场抽水金额累计4.1万元。", "4.1万元", "gain"),
        ("环保部门向该厂开出18万元罚单。", "18万元", "fine"),
        ("培训机构因虚假宣传被顶格处罚200万元。", "200万元", "fine"),
        # packaging of a brand that is not one's own
        ("现场查扣假冒“某春”牌包装盒1.3万个。", "1.3万个", "labels"),
        ("印刷厂非法制造该品牌包装袋共计4,200个。", "4,200个", "labels"),
    ],
)
def test_roles_in_the_words_of_notices(text: str, span: str, role: str) -> None:
    assert _said(text, span)[0] == role


@pytest.mark.parametrize(
    ("text", "span", "unit"),
    [
        ("法院判令3被告人共同赔偿。", "3被告人", "人"),
        ("拖欠45农民工工资。", "45农民工", "人"),
        ("两男子夜间翻墙入室。", "两男子", "人"),
        ("毁坏草地百余平方。", "百余平方", "平方米"),
        ("购进鲈鱼12㎏。", "12㎏", "千克"),
        ("查获26种类型假表。", "26种", "种"),
        ("食用时已超过保质期3小时20分。", "3小时20分", "分钟"),
        ("连续驾驶4小时5分钟未休息。", "4小时5分", "分钟"),
    ],
)
def test_what_is_counted(text: str, span: str, unit: str) -> None:
    assert _said(text, span)[2] == unit


@pytest.mark.parametrize(
    ("text", "span", "low", "high"),
    [
        ("涉案金额逾千万元。", "千万元", 10_000_000, 20_000_000),
        ("参与人员超百人。", "百人", 100, 200),
        ("获利约3万余元。", "3万余元", 30_000, 40_000),
        ("执法人员先行登记保存了一辆改装货车。", "一辆", 1, 1),
    ],
)
def test_how_much_it_was(text: str, span: str, low: int, high: int) -> None:
    found = next(a for a in read_text(text) if a.span == span)
    assert (found.value, found.value_hi) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        # a scale alone is no amount; what copies have left of a date is none; numbers of names are none
        "某千万元大案告破。",
        "该批货于2019314日入库。",
        "剩余面条于25日被查获。",
        "现场发现维生素B6片。",
        "一家四口靠卖假药为生。",
        "药品放在拆零柜内。",
    ],
)
def test_what_counts_nothing(text: str) -> None:
    assert not read_text(text)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        # where goods are kept does not make them genuine, and who gets them alleges nothing
        ("药房合格品区内摆有过期敷贴64袋。", "64袋"),
        ("过期后售给投诉人2包。", "2包"),
        ("收取推广费8,450元，因人员离职无法核实具体单数。", "8,450元"),
        ("当事人销售英文标识的一次性手套和日文标识的橡胶手套共300双。", "300双"),
    ],
)
def test_what_is_the_partys_own(text: str, span: str) -> None:
    role, whose, _ = _said(text, span)
    assert whose == "party" and role not in ("labels", "genuine", "alleged")
