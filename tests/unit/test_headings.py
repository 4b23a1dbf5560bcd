"""Headings that follow from written ones, and headings that nothing may claim."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bench.headings import EXPORTS, load_exports
from warehouse.contract import load_feeds
from warehouse.headings import WORDS, Words, Written, other_headings
from warehouse.intake.headers import match_headers, recognised
from warehouse.intake.recognise import recognise
from warehouse.yaml_text import parse as parse_yaml

ASIDE: dict[str, list[str]] = parse_yaml((EXPORTS.parent / "kept_aside.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("feed", "heading", "column"),
    [
        ("penalty", "处罚决定书字号", "decision_no"),
        ("penalty", "税务处罚决定书编号", "decision_no"),
        ("penalty", "被处罚单位联系电话", "phone"),
        ("penalty", "违法当事人身份证件号码", "party_id_no"),
        ("penalty", "违章事实概述", "facts"),
        ("penalty", "处罚决定书下达时间", "decided_on"),
        ("penalty", "案件承办人员", "handler"),
        ("transfer", "公安机关签收时间", "received_on"),
        ("prosecution", "被不起诉人身份证号", "suspect_id_no"),
        ("procuratorial_document", "实际答复日期", "replied_on"),
        ("inspection", "监测报告编号", "report_no"),
        ("complaint", "被反映对象名称", "target_name"),
    ],
)
def test_a_heading_in_other_words_is_known(feed: str, heading: str, column: str) -> None:
    contract = load_feeds()[feed]
    written = {text for each in contract.columns for text, _ in each.headings}
    assert heading not in written, "shows nothing: it is written in the contract"
    assert recognised(contract, [heading]) == {column}


@pytest.mark.parametrize("feed", sorted(ASIDE))
def test_what_means_no_column_is_kept_aside(feed: str) -> None:
    contract = load_feeds()[feed]
    claimed = {heading: found for heading in ASIDE[feed] if (found := recognised(contract, [heading]))}
    assert claimed == {}


def test_what_could_mean_two_columns_means_none() -> None:
    goods = Written("goods", "number", ("移送单号",))
    notes = Written("notes", "number", ("移交单号",))
    made = other_headings([goods, notes])
    assert "移交单编号" not in made and "移送单编号" not in made
    assert other_headings([goods])["移交单编号"][0] == "goods"


def test_of_a_word_alone_nothing_follows() -> None:
    assert other_headings([Written("no", "number", ("文号",)), Written("on", "day", ("日期",))]).keys() <= {
        "文号", "日期", "案件日期", "实际日期",
    }  # fmt: skip


def test_written_headings_come_before_following_ones_and_these_before_loose_ones() -> None:
    contract = load_feeds()["penalty"]
    found = match_headers(contract, ["办案单位", "处罚机构", "处罚机关名称"])
    assert found.columns == {2: "authority"} and not found.clashes
    found = match_headers(contract, ["办案单位", "处罚机构"])
    assert found.columns == {1: "authority"} and not found.clashes


def test_a_heading_in_pieces_is_no_better_than_its_pieces() -> None:
    found = match_headers(load_feeds()["penalty"], ["办案单位名称", "处罚机构"])
    assert found.columns == {1: "authority"} and not found.clashes


def test_words_of_one_meaning_stand_in_one_group() -> None:
    words = Words.model_validate(parse_yaml(WORDS.read_text("utf-8")))
    known = [word for group in words.same for word in group]
    assert len(set(known)) == len(known)
    for group in [*words.same, *(end.words for end in words.ends), *(start.words for start in words.starts)]:
        assert len(set(group)) == len(group)


@pytest.mark.parametrize(
    ("feed", "name"),
    [
        ("penalty", "移送公安后作出行政处罚情况"),
        ("penalty", "执法机关处罚明细"),
        ("admin_case", "行政处罚在办案件明细"),
        ("admin_case", "投诉举报立案台账"),
        ("transfer", "行政处罚案件移送公安台账"),
        ("police_case", "移送起诉案件明细"),
        ("police_case", "刑拘台账"),
        ("prosecution", "不起诉移送行政处罚台账"),
        ("procuratorial_document", "行政处罚检察意见台账"),
        ("judgment", "移送案件判决结果"),
        ("entity_member", "市场主体人员"),
        ("authority", "行政处罚实施机关名单"),
        ("inspection", "不合格产品移送处罚台账"),
        ("complaint", "投诉举报移送台账"),
    ],
)
def test_a_name_that_speaks_of_another_feed_does_not_decide(feed: str, name: str) -> None:
    feeds = load_feeds()
    told = {
        export.agency: recognise(f"{name}.xlsx", "", list(export.headers), feeds)
        for export in load_exports()
        if export.feed == feed and not export.frozen
    }
    assert set(told.values()) == {feed}, told


def test_a_named_feed_without_one_of_its_columns_is_still_that_feed() -> None:
    # 处罚机关 is the same for the whole file and stands in the source's mapping.
    headers = ["处罚决定书文号", "单位名称", "统一社会信用代码", "法定代表人", "住所", "违法事实", "处罚日期"]
    assert recognise("行政处罚.xlsx", "", headers, load_feeds()) == "penalty"


def test_ranks_of_one_column_differ() -> None:
    for feed in load_feeds().values():
        for column in feed.columns:
            ranks = [rank for _, rank in column.headings if rank > 3]
            assert all(first < second for first, second in pairwise(ranks))
