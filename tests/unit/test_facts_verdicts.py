"""What notices of courts and police say of money: who sent it, what was paid back, what a sum holds."""

from __future__ import annotations

import pytest

from tests.facts_told import read_text


def _said(text: str, span: str) -> str:
    return next(a.role for a in read_text(text) if a.span == span)


@pytest.mark.parametrize(
    ("text", "span", "role"),
    [
        # who is deceived sends it to an account that the other side names
        (
            "犯罪嫌疑人群发虚假中奖短信，方某信以为真，将18,600元汇进对方提供的账户。",
            "18,600元",
            "taken",
        ),
        ("诈骗分子谎称中奖，被告人接听电话，翁某将3万元转至犯罪团伙指定的银行账户。", "3万元", "taken"),
        # wages that were not had, and those that were paid after all
        ("致使27名职工工资共96,300元未能得到给付。", "96,300元", "wages"),
        ("拖欠12名农民工工资21万元。立案后，该公司负责人支付工资9万元。", "9万元", "repaid"),
        ("拖欠12名农民工工资21万元，责令其于5日内支付工资21万元。", "21万元", "wages"),
        # gifts are bribes by their value too, also where the text ends in stolen money
        (
            "崔某先后收受承包商给予的现金6万元、价值8,000元的购物卡，案发后退缴全部赃款。",
            "8,000元",
            "bribe",
        ),
        # a sum of tax, interest and fine is no fine
        ("税务部门追缴税款、加收滞纳金并处罚款，共计312.6万元。", "312.6万元", "unknown"),
        ("加收滞纳金1.4万元，并处罚款共计9.2万元。", "9.2万元", "fine"),
        ("补缴税款8.6万元、滞纳金1.2万元，罚款4.3万元，合计14.1万元。", "14.1万元", "unknown"),
        ("被告人将收购的柴油以每升6.2元的价格出售给司机。", "6.2元", "price"),
        # taxes and charges told together, a ceiling of fines, damages that were paid
        ("少缴增值税、资源税等税费共计318.4万元。", "318.4万元", "tax_evaded"),
        ("罚款数额上限100万元，决定罚款37万元。", "100万元", "statutory"),
        ("当事人主动缴纳生态环境损害赔偿金6.3万元，罚款9.1万元。", "6.3万元", "repaid"),
        # what each game costs
        ("每局收取5元台费，共抽头2.7万元。", "5元", "price"),
        # the price on a label is not what was taken
        ("当事人销售大米时标签标示¥18.8，结算时收取顾客21.8元。", "18.8", "price"),
        ("店内分别标示“¥1499 ¥2000”，后者无人购买。", "2000", "price"),
        # what notices of the police and tax authorities call it
        ("该团伙虚报出口，骗取国家税款640万元。", "640万元", "refund"),
        ("现场查获假发票1,800份，票面价值72万元。", "72万元", "invoice_face"),
        ("已售出纽扣电池20板，销售额60元，从中获得12元。", "12元", "gain"),
        ("以虚构交易的方式套取信用卡资金210万元。", "210万元", "cashed"),
        ("货款总价2,180元，抹零后实收2,100元。", "2,100元", "sold"),
        ("非法买卖外汇38万美元，折合人民币270万元。", "270万元", "business"),
        ("查获烟叶9吨，涉案价值31万元，涉案现金4万元。", "4万元", "unknown"),
        ("该工程标底920万元，由其竞得。", "920万元", "unknown"),
        ("该公司以1,860万元的价格中标。", "1,860万元", "project"),
        ("销售假冒注册商标的商品金额33万余元。", "33万余元", "sold"),
        ("该钱庄非法换汇折合人民币2.7亿元。", "2.7亿元", "business"),
    ],
)
def test_roles_of_money(text: str, span: str, role: str) -> None:
    assert _said(text, span) == role


def test_an_excess_is_no_norm() -> None:
    found = read_text("经检测，该车车货总重58.2吨，超限9.2吨。")
    assert [(a.span, a.whose) for a in found] == [("58.2吨", "party"), ("9.2吨", "party")]


def test_a_share_of_the_takings_is_a_part_of_them() -> None:
    found = read_text("该团伙抽头渔利260余万元，分得赃款36万元。")
    assert [a.kind for a in found if a.role == "gain"] == ["total", "part"]


def test_wages_that_are_left_are_part_of_those_owed() -> None:
    found = read_text("拖欠32名工人工资1,036,280元，后支付436,280元，尚欠60万元。")
    assert [(a.span, a.kind) for a in found if a.role == "wages"] == [
        ("1,036,280元", "total"),
        ("60万元", "part"),
    ]


def test_parties_offices_and_titles_are_counted_by_no_unit() -> None:
    text = "三方环开发票，两级公安机关查明，其盗版《长河九部》光盘40张。"
    assert [a.span for a in read_text(text)] == ["40张"]


def test_the_number_of_an_act_and_its_date_are_no_years() -> None:
    text = "经查：1.2021年4月3日，盗走电动车1辆（价值2,180元）；2.2021年5月2日，盗走手机一部（价值3,499元）。"
    assert [(a.span, a.unit) for a in read_text(text) if a.unit == "年"] == []


def test_fines_of_posts_are_not_the_banks() -> None:
    found = read_text("对某银行罚款85万元，对时任行长王某罚款6万元。")
    assert [(a.span, a.whose) for a in found] == [("85万元", "party"), ("6万元", "other")]
