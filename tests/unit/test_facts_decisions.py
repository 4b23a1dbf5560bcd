"""What ordinary decisions say plainly, in other words than those that the reader was mended on."""

from __future__ import annotations

import pytest

from models.facts.amounts import Amount
from tests.facts_told import read_text


def _named(text: str, span: str) -> Amount:
    return next(a for a in read_text(text) if a.span.startswith(span) and a.kind not in ("sum", "product"))


@pytest.mark.parametrize(
    ("text", "span", "role"),
    [
        # What was no more sold is unsold.
        ("该批饼干过期后未再销售，货值金额420元。", "420元", "unsold"),
        ("上述药品未再对外出售，货值1,260元。", "1,260元", "unsold"),
        ("上述酒水没有继续销售，货值860元。", "860元", "unsold"),
        ("已售300斤，得款4,500元，其余80斤作销毁处理，货值1,200元。", "1,200元", "unsold"),
        # An appraisal told in a clause of its own.
        ("现场查获烟丝120公斤。经价格认定，上述烟丝共值6,000元。", "6,000元", "unsold"),
        # Invoices that were not issued make no amount one on an invoice.
        ("当事人应缴增值税5,300元未申报。", "5,300元", "tax_due"),
        ("该公司应纳资源税共计8.2万元。", "8.2万元", "tax_due"),
        # Which metal exceeds by how much.
        ("总铅、总镍分别超标3.2倍和1.5倍。", "3.2倍", "toxic_metal"),
        ("总铅、总镍分别超标3.2倍和1.5倍。", "1.5倍", "other_metal"),
        ("土壤中砷高于筛选值2.4倍。", "2.4倍", "toxic_metal"),
        # Waste that a later sentence carries off.
        ("当事人将废机油交给个人处置。经核实，全年共转移14车12.6吨。", "12.6吨", "hazardous_waste"),
        # What the limits of norms are.
        ("甲醛含量120mg/kg，超过75mg/kg的限值。", "75mg/kg", "statutory"),
        ("奖品价值超过五万元的上限。", "五万元", "statutory"),
        ("搬运工工资按每天180元发放。", "180元", "rent"),
        # A sale by the piece, whatever what came of it is called.
        ("出塘2,000斤，批发价15元/斤，所得3万元。", "3万元", "sold"),
        ("已卖出88个，收入6,160元；未卖出12个，计840元；违法经营额合计7,000元。", "6,160元", "sold"),
        ("收受供应商回扣5万元。", "5万元", "bribe"),
        ("应急救援中，扑火费3.3万元。", "3.3万元", "loss"),
        ("拖欠工人工资20万元，支付8万元，余12万元至今未付。", "12万元", "wages"),
        ("某村拖欠47名民工劳务费38.5万元，民工工资至今未付。", "38.5万元", "wages"),
    ],
)
def test_role(text: str, span: str, role: str) -> None:
    assert _named(text, span).role == role


@pytest.mark.parametrize(
    ("text", "span", "whose"),
    [
        ("正品市场价每只2,800元，当事人以每只120元销售，销售金额6,000元。", "2,800元", "genuine"),
        ("按真品价格计算价值37万元，当事人实际售价每副129元。", "37万元", "genuine"),
        ("船主李某（另案处理）供述，曾售予渔贩，得款3万元。当事人收取运费500元。", "3万元", "other"),
        ("当事人从孙某（另案处理）处购进，售予饭店，得款3万元。", "3万元", "party"),
        # Nothing else tells a price: what the goods would cost may be asked of it.
        ("正品市场价每只2,800元。", "2,800元", "party"),
    ],
)
def test_whose(text: str, span: str, whose: str) -> None:
    assert _named(text, span).whose == whose


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("为35人参保人员办理手续。", "35人", 35),
        ("随后取消655单，实际履约35单。", "35单", 35),
    ],
)
def test_value(text: str, span: str, value: int) -> None:
    amount = _named(text, span)
    assert (amount.value, amount.value_hi) == (value, value)


def test_labels_end_where_goods_are_named() -> None:
    assert _named("撕毁标签重新张贴，涉案调味料76件。", "76件").role != "labels"
    assert _named("印制标签，共计8,000件。", "8,000件").role == "labels"


def test_brand_is_no_norm() -> None:
    assert _named("购进标称“某某窖”的白酒50箱。", "50箱").role != "statutory"
    assert _named("碳酸饮料标称含量250ml。", "250ml").role == "statutory"


def test_table_takes_what_is_said_first() -> None:
    text = "品名/数量/单价/金额\n辣条/40包/5/200\n薯片/25包/6/150\n以上过期食品货值共计350元，罚款2,000元。"
    assert _named(text, "200").role == "goods"
