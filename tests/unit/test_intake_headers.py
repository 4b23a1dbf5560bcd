"""Headers: found below titles, matched by rank, with their units; feeds recognised by name or headers."""

from __future__ import annotations

import pytest

from warehouse.contract import load_feeds
from warehouse.errors import FileRefused
from warehouse.intake.headers import find_header, match_headers
from warehouse.intake.labels import parse_label
from warehouse.intake.recognise import recognise

FEEDS = load_feeds()
PENALTY = FEEDS["penalty"]


@pytest.mark.parametrize("name", FEEDS)
def test_every_way_to_write_a_header_is_matched(name: str) -> None:
    feed = FEEDS[name]
    for column in feed.columns:
        for text in (column.header, *(text for text, _ in column.headings)):
            assert match_headers(feed, [text]).columns == {0: column.name}, text


@pytest.mark.parametrize(
    "text",
    [
        "处罚决定日期",
        "*处罚决定日期",
        " 处罚 决定\n日期 ",
        "处罚决定日期（必填）",
        "处罚决定日期(YYYY/MM/DD)",
        "【处罚决定日期】",
        "ｃｆ_ｊｄｒｑ",
        "Decided On",
        "decided-on",
    ],
)
def test_typography_does_not_matter(text: str) -> None:
    assert match_headers(PENALTY, [text]).columns == {0: "decided_on"}


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("fine_cny", 1),
        ("fine_cny（万元）", 10_000),
        ("罚款金额", 10_000),
        ("CF_NR_FK", 10_000),
        ("罚款", 10_000),
        ("罚款金额（万元）", 10_000),
        ("罚款金额（元）", 1),
        ("罚款金额(单位：元)", 1),
        ("罚款金额（人民币万元）", 10_000),
        ("罚款金额万元", 10_000),
        ("罚款金额元", 1),
        ("罚款金额（千元）", 1_000),
        ("CF_NR_FK（亿元）", 100_000_000),
    ],
)
def test_the_unit_of_a_fine(text: str, factor: float) -> None:
    match = match_headers(PENALTY, [text])
    assert match.columns == {0: "fine_cny"}
    assert match.units == {"fine_cny": factor}
    assert match.factors == {0: factor}


@pytest.mark.parametrize(
    ("line", "factor"),
    [
        ("单位：万元", 10_000),
        ("单位:元", 1),
        ("（金额单位：人民币千元）", 1_000),
        ("填报日期：2026年1月3日　单位：件、万元", 10_000),
        ("填报单位：万元县市场监督管理局", None),
        ("单位：件", None),
        ("单位负责人：万元", None),
    ],
)
def test_a_line_above_the_table_names_the_unit(line: str, factor: float | None) -> None:
    head = ["行政处罚决定书文号", "违法事实", "销售金额"]
    found = find_header([[line, None, None], head], [PENALTY])
    assert found is not None
    assert (found.first, found.unit) == (1, factor)


def test_a_unit_written_in_the_header_wins_over_the_line_above() -> None:
    match = match_headers(PENALTY, ["销售金额", "货值金额（元）", "fine_cny"], unit=10_000)
    assert match.units == {"sales_amount_cny": 10_000, "goods_value_cny": 1, "fine_cny": 1}


def test_a_row_of_units_below_the_header_belongs_to_it() -> None:
    head = ["行政处罚决定书文号", "违法事实", "销售金额", "货值金额"]
    found = find_header(
        [head, [None, None, "（万元）", "元"], ["某罚〔2026〕1号", "某事", "6", "7"]], [PENALTY]
    )
    assert found is not None
    assert (found.first, found.last) == (0, 1)
    assert match_headers(PENALTY, found.texts).units == {"sales_amount_cny": 10_000, "goods_value_cny": 1}
    # A record that lacks what it needs is a record.
    found = find_header([head, [None, None, "6", "7"]], [PENALTY])
    assert found is not None
    assert found.last == 0


def test_a_header_of_three_rows() -> None:
    rows = [
        ["行政处罚登记表", None, None, None, None],
        ["行政处罚决定书文号", "相对人", None, "违法事实", "处罚金额"],
        [None, "基本情况", None, None, None],
        [None, "当事人", "证件号码", None, None],
        ["某罚〔2026〕1号", "某甲", "E12345678", "某事", "3"],
    ]
    found = find_header(rows, [PENALTY])
    assert found is not None
    assert (found.first, found.last) == (1, 3)
    assert list(match_headers(PENALTY, found.texts).columns.values()) == [
        "decision_no",
        "party_name",
        "party_id_no",
        "facts",
        "fine_cny",
    ]


def test_a_unit_that_does_not_fit_makes_another_column() -> None:
    match = match_headers(PENALTY, ["罚款金额（美元）", "罚款金额（%）", "处罚决定日期元"])
    assert match.columns == {}
    assert list(match.extra) == [0, 1, 2]


def test_the_unit_of_a_share() -> None:
    member = FEEDS["entity_member"]
    assert match_headers(member, ["持股比例"]).units == {"share": 1}
    assert match_headers(member, ["持股比例（%）"]).units == {"share": 0.01}
    assert match_headers(member, ["持股比例％"]).units == {"share": 0.01}
    assert match_headers(member, ["持股比例（万元）"]).columns == {}


def test_the_better_header_wins_and_the_other_is_kept() -> None:
    match = match_headers(PENALTY, ["处罚日期", "CF_JDRQ", "处罚决定日期", "decided_on"])
    assert match.columns == {3: "decided_on"}
    assert match.extra == {0: "处罚日期", 1: "CF_JDRQ", 2: "处罚决定日期"}
    assert match.clashes == []
    assert match_headers(PENALTY, ["处罚日期", "CF_JDRQ", "处罚决定日期"]).columns == {2: "decided_on"}
    assert match_headers(PENALTY, ["处罚日期", "CF_JDRQ"]).columns == {1: "decided_on"}


def test_two_headers_of_one_rank_clash() -> None:
    match = match_headers(PENALTY, ["罚款金额（元）", "当事人", "罚款金额（万元）", "被处罚人"])
    assert match.columns == {0: "fine_cny", 1: "party_name"}
    assert match.clashes == [("fine_cny", 0, 2), ("party_name", 1, 3)]
    assert match.factors == {0: 1, 2: 10_000}
    assert match.extra == {2: "罚款金额（万元）", 3: "被处罚人"}
    assert len(match.notes) == 2


def test_a_loose_header_names_a_column_only_where_no_better_one_does() -> None:
    # The police station that handled the case, and the bureau that decided.
    match = match_headers(PENALTY, ["办案单位", "决定机关", "案由", "违法类别"])
    assert match.columns == {1: "authority", 2: "violation"}
    assert match.extra == {0: "办案单位", 3: "违法类别"}
    assert match.clashes == []
    assert match_headers(PENALTY, ["办案单位"]).columns == {0: "authority"}
    # Of two loose ones the first of the contract's list wins.
    assert match_headers(PENALTY, ["承办单位", "办案单位"]).columns == {1: "authority"}
    assert match_headers(FEEDS["inspection"], ["检验日期", "签发日期"]).columns == {1: "reported_on"}


def test_codes_2_and_3_swap_between_the_layouts() -> None:
    old = match_headers(PENALTY, ["行政相对人代码_2（组织机构代码）", "行政相对人代码_3（工商登记码）"])
    new = match_headers(PENALTY, ["行政相对人代码_3（组织机构代码）", "行政相对人代码_2（工商注册号）"])
    assert (
        list(old.columns.values()) == list(new.columns.values()) == ["organisation_code", "registration_no"]
    )
    assert match_headers(PENALTY, ["行政相对人代码_2"]).columns == {}


def test_unknown_columns_are_kept_each_under_its_name() -> None:
    match = match_headers(PENALTY, ["文号", "网格", None, "网格", " "])
    assert match.extra == {1: "网格", 2: "列3", 3: "网格#4", 4: "列5"}
    assert match.notes == ["未识别的列（保留在附加信息中）：网格（第2列）、网格（第4列）"]


def test_what_the_file_to_send_back_adds_is_not_unknown() -> None:
    found = match_headers(PENALTY, ["文号", "退回原因", "原文件", "原工作表", "原行号", "网格"])
    assert found.notes == ["未识别的列（保留在附加信息中）：网格（第6列）"]


def test_columns_of_the_document_that_a_reply_answers_are_not_unknown() -> None:
    reply, document = FEEDS["document_reply"], FEEDS["procuratorial_document"]
    match = match_headers(reply, ["文书号", "文书种类", "受文机关", "网格", "送达日期"], document)
    assert match.columns == {0: "doc_no", 4: "served_on"}
    assert match.extra == {1: "文书种类", 2: "受文机关", 3: "网格"}
    assert match.notes == ["未识别的列（保留在附加信息中）：网格（第4列）"]


def test_the_header_is_found_below_titles() -> None:
    rows = [
        ["某局2024年行政处罚信息公示表", None, None],
        [None, None, None],
        ["文号", "当事人", "处罚日期"],
        ["沪〔2024〕1号", "张三", "2024-01-02"],
    ]
    found = find_header(rows, FEEDS.values())
    assert found is not None
    assert (found.first, found.last, found.known) == (2, 2, 3)
    assert find_header(rows[:2], FEEDS.values()) is None
    assert find_header([], FEEDS.values()) is None


def test_a_group_header_is_read_with_the_row_below() -> None:
    rows = [
        ["文号", "法定代表人", None, "处罚日期", "案情"],
        [None, "姓名", "证件号码", None, None],
        ["沪〔2024〕1号", "张三", "310114********1234", "2024-01-02", "略"],
    ]
    found = find_header(rows, [PENALTY])
    assert found is not None
    assert (found.first, found.last) == (0, 1)
    assert list(match_headers(PENALTY, found.texts).columns.values()) == [
        "decision_no",
        "legal_rep",
        "legal_rep_id_no",
        "decided_on",
        "facts",
    ]


def test_a_group_named_after_its_section_and_units_below_it() -> None:
    rows = [
        ["序号", "文号", "行政相对人情况", None, "法定代表人基本信息", None, "处罚情况", None, None],
        [None, None, "名称", "证件号码", "姓名", "证件号码", "罚款金额（元）", "依据", "日期"],
        ["1", "沪〔2024〕1号", "某店", "E12345678", "张三", "E87654321", "500", "某条", "2024-01-02"],
    ]
    found = find_header(rows, [PENALTY])
    assert found is not None
    match = match_headers(PENALTY, found.texts)
    assert match.columns == {
        1: "decision_no",
        2: "party_name",
        3: "party_id_no",
        4: "legal_rep",
        5: "legal_rep_id_no",
        6: "fine_cny",
        7: "basis",
        8: "decided_on",
    }
    assert match.units == {"fine_cny": 1}


def test_a_label_in_parts() -> None:
    label = parse_label(" *没收违法所得、没收非法财物的金额（单位：万元） ")
    assert (label.key, label.factor) == ("没收违法所得没收非法财物的金额", 10_000)


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_recognised_by_names_and_by_its_own_headers(name: str) -> None:
    feed = FEEDS[name]
    for prefix in feed.prefixes:
        assert recognise(f"{prefix}_2024.csv", "", [], FEEDS) == name
        assert recognise(f"in/2024年嘉定区{prefix}.xlsx", "", [], FEEDS) == name
        assert recognise("数据.xlsx", prefix, [], FEEDS) == name
    assert recognise("数据.csv", "", [column.header for column in feed.columns], FEEDS) == name
    least = [column.header for column in feed.columns if column.required or column.name in feed.key]
    # What completes another feed has that feed's number and no column of its own that it must have.
    if not feed.completes:
        assert recognise("数据.csv", "", least, FEEDS) == name


def test_the_longest_name_wins_and_a_word_is_a_word() -> None:
    assert recognise("entity_member.csv", "", [], FEEDS) == "entity_member"
    assert recognise("ENTITY-2024.csv", "", [], FEEDS) == "entity"
    assert recognise("entity member 2024.csv", "", [], FEEDS) == "entity_member"
    assert recognise("涉嫌犯罪案件移送表.csv", "", [], FEEDS) == "transfer"
    with pytest.raises(FileRefused, match="无法判断"):
        recognise("identity.csv", "Sheet1", ["甲", "乙"], FEEDS)


def test_a_larger_fit_beats_a_complete_small_one() -> None:
    # Every required column of the list of authorities is here, but the table is one of penalties.
    assert recognise("数据.csv", "", ["执法机关", "文号", "当事人", "案由", "罚款金额"], FEEDS) == "penalty"


def test_two_names_are_settled_by_headers_or_refused_with_both() -> None:
    headers = ["移送书文号", "移送机关", "当事人", "案情"]
    assert recognise("行政处罚与行政立案", "", [c.label for c in PENALTY.columns], FEEDS) == "penalty"
    twice = {
        "one": FEEDS["transfer"].model_copy(update={"name": "one"}),
        "two": FEEDS["transfer"].model_copy(update={"name": "two"}),
    }
    with pytest.raises(FileRefused, match=r"两类数据同样吻合.*数据.*one.*、.*two"):
        recognise("数据.csv", "", headers, twice)
    with pytest.raises(FileRefused, match="无法判断"):
        recognise("移送.csv", "", [], twice)


def test_a_group_name_that_adds_nothing_is_left_out() -> None:
    rows = [
        ["文号", "基本情况", None, "案情"],
        [None, "当事人", "处罚日期", None],
        ["沪〔2024〕1号", "张三", "2024-01-02", "略"],
    ]
    found = find_header(rows, [PENALTY])
    assert found is not None
    assert (found.last, found.texts) == (1, ["文号", "当事人", "处罚日期", "案情"])


@pytest.mark.parametrize(
    ("feed", "text", "column"),
    [
        ("prosecution", "行为终了日", "act_ended_on"),
        ("prosecution", "不起诉决定时间", "decided_on"),
        ("procuratorial_document", "核实时间", "verified_on"),
        ("judgment", "生效时间", "effective_on"),
        ("penalty", "立案之日", "filed_on"),
        ("prosecution", "中止审查天数（工作日）", "review_suspended_days"),
        ("police_case", "案由（罪名）", "offence"),
        ("penalty", "法定代表人(经营者)", "legal_rep"),
        ("penalty", "当事人(名称或者姓名)", "party_name"),
        ("penalty", "被处罚人（姓名/名称）", "party_name"),
        ("transfer", "当事人〔姓名〕", "party_name"),
        ("entity", "企业名称（主体名称）", "name"),
        ("penalty", "被处罚单位（人）", "party_name"),
        ("penalty", "当事人/单位名称", "party_name"),
        ("penalty", "违法行为人姓名", "party_name"),
        ("penalty", "法定代表人、负责人", "legal_rep"),
        # which of the two a cell holds it says itself
        ("penalty", "统一社会信用代码/身份证号", "credit_code"),
        ("police_case", "证件号码（统一社会信用代码）", "credit_code"),
        ("police_case", "犯罪嫌疑人（单位）名称", "suspect_name"),
        ("judgment", "被告人或者被告单位", "defendant_name"),
    ],
)
def test_another_word_for_a_day_or_a_name_said_twice_is_the_same_column(
    feed: str, text: str, column: str
) -> None:
    assert match_headers(FEEDS[feed], [text]).columns == {0: column}


@pytest.mark.parametrize(
    "text",
    [
        "证件号码（法定代表人）",
        "处罚决定日期（立案日期）",
        "当事人（是否党员）",
        "当事人单位",
        "住所（单位）",
        "罚款金额/没收金额",
    ],
)
def test_brackets_that_say_something_else_make_another_column(text: str) -> None:
    assert match_headers(PENALTY, [text]).columns == {}


def test_the_written_name_of_a_date_wins_over_another_ending() -> None:
    found = match_headers(PENALTY, ["处罚决定时间", "处罚决定之日"])
    assert found.columns == {0: "decided_on"}
    assert found.extra == {1: "处罚决定之日"}
