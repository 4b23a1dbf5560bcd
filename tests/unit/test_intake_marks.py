"""Marks on what is odd, types as the contract says, and business keys."""

from __future__ import annotations

from functools import cache
from typing import Any

import duckdb
import pytest

from warehouse.column import Column
from warehouse.contract import load_feeds
from warehouse.intake.values import install_macros, key_sql, marks_sql, typed_sql
from warehouse.pool import memory
from warehouse.tables import literal

FEEDS = load_feeds()
PENALTY = FEEDS["penalty"]


@cache
def pool() -> duckdb.DuckDBPyConnection:
    con = memory()
    install_macros(con)
    return con


def read(macro: str, raw: str | None) -> Any:
    return (
        pool()
        .execute(f"SELECT {macro.format('raw')} FROM (SELECT ?::VARCHAR AS raw)", [raw])
        .fetchall()[0][0]
    )


def mark(column: Column, raw: str | None, factor: str = "1") -> str | None:
    typed = typed_sql(column, "raw", factor)
    expression = marks_sql(column, "raw", "typed")
    assert expression is not None
    query = f"SELECT {expression} FROM (SELECT raw, {typed} AS typed FROM (SELECT ?::VARCHAR AS raw))"
    found: str | None = pool().execute(query, [raw]).fetchall()[0][0]
    return found


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("decided_on", "近日", "decided_on:unreadable"),
        ("decided_on", "2024-07-18", None),
        ("decided_on", "无", None),
        ("fine_cny", "若干", "fine_cny:unreadable"),
        ("fine_cny", "-5", "fine_cny:negative"),
        ("fine_cny", "5", None),
        ("fine_cny", "5万元", None),
        ("fine_cny", "无", None),
        ("fine_cny", "伍万元整", "fine_cny:in_words"),
        ("fine_cny", "伍仟元（5000元）", "fine_cny:in_words"),
        ("fine_cny", "五万余元", "fine_cny:unreadable"),
        ("fine_cny", None, None),
        ("serious", "或许", "serious:unreadable"),
        ("credit_code", "91310114MA1GT0YX3C", "credit_code:check_digit"),
        ("credit_code", "91110000802100433b", None),
        ("credit_code", "无", None),
        ("party_id_no", "310114199001010010", "party_id_no:check_digit"),
        ("party_id_no", "310114********0010", None),
        ("party_id_no", "E12345678", None),
        ("party_type", "企业", "party_type:unknown_value"),
        ("party_type", "自然人 ", None),
        ("party_type", None, None),
        ("penalty_kinds", "罚款;警告", None),
        ("penalty_kinds", "罚款;责令改正", "penalty_kinds:unknown_value"),
        ("penalty_kinds", "罚款;其他-责令改正", None),
        ("penalty_kinds", None, None),
    ],
)
def test_marks(name: str, raw: str | None, told: str | None) -> None:
    assert mark(PENALTY.column(name), raw) == told


def test_a_list_without_others_admits_only_its_members() -> None:
    column = Column(name="kinds", label="类别", type="list", values=["甲", "乙"])
    assert mark(column, "甲;乙") is None
    assert mark(column, "甲;其他") == "kinds:unknown_value"


def test_columns_that_cannot_be_wrong_have_no_mark() -> None:
    assert marks_sql(PENALTY.column("facts"), "raw", "typed") is None
    assert marks_sql(FEEDS["entity"].column("former_names"), "raw", "typed") is None


def test_an_unknown_value_is_kept_and_a_missing_one_takes_the_default() -> None:
    kind = FEEDS["transfer"].column("kind")
    assert read(typed_sql(kind, "{}"), "另行移送") == "另行移送"
    assert read(typed_sql(kind, "{}"), None) == "涉嫌犯罪"
    assert read(typed_sql(FEEDS["complaint"].column("channel"), "{}"), "１２３１５") == "12315"


@pytest.mark.parametrize(
    ("feed", "column", "written", "member"),
    [
        ("prosecution", "decision", "相对不起诉", "酌定不起诉"),
        ("prosecution", "decision", "不起诉（证据不足）", "存疑不起诉"),
        ("prosecution", "decision", " 绝对不起诉 ", "法定不起诉"),
        ("police_case", "outcome", "撤销案件", "撤案"),
        ("transfer", "police_decision", "不立案", "不予立案"),
        ("judgment", "verdict", "免于刑事处罚", "免予刑事处罚"),
        ("procuratorial_document", "reply_result", "已作出行政处罚", "已处罚"),
        ("document_reply", "reply_result", "正在办理", "办理中"),
        ("admin_case", "status", "撤销立案", "撤案"),
        ("admin_case", "status", "已移送公安机关", "移送"),
        ("judgment", "verdict", "有期徒刑", "有罪"),
        ("entity", "status", "存续（在营、开业、在册）", "存续"),
        ("entity", "status", "吊销，未注销", "吊销"),
    ],
)
def test_another_word_for_a_member_is_read_as_the_member(
    feed: str, column: str, written: str, member: str
) -> None:
    contract = FEEDS[feed].column(column)
    assert read(typed_sql(contract, "{}"), written) == member
    assert mark(contract, written) is None


@pytest.mark.parametrize("name", FEEDS)
def test_words_for_members_are_written_as_they_are_compared(name: str) -> None:
    for column in FEEDS[name].columns:
        for member, words in column.synonyms.items():
            assert {read(typed_sql(column, "{}"), word) for word in words} == {member}


@pytest.mark.parametrize("name", FEEDS)
def test_a_word_for_what_has_not_come_is_nothing(name: str) -> None:
    for column in FEEDS[name].columns:
        for word in column.pending:
            assert read(typed_sql(column, "{}"), word) is None, (column.name, word)
            assert mark(column, word) is None
    assert {"未回复", "尚未回复"} <= set(FEEDS["procuratorial_document"].column("reply_result").pending)


def test_a_word_stands_for_one_member() -> None:
    with pytest.raises(ValueError, match="each word for one member"):
        Column(name="kind", label="类", type="enum", values=["甲", "乙"], synonyms={"甲": ["乙"]})
    with pytest.raises(ValueError, match="of members of an enum"):
        Column(name="kind", label="类", type="enum", values=["甲", "乙"], synonyms={"丙": ["丁"]})


@pytest.mark.parametrize("name", FEEDS)
def test_every_column_is_read_as_the_type_of_the_pool(name: str) -> None:
    feed = FEEDS[name]
    cells = ", ".join(f"NULL::VARCHAR AS {column.name}" for column in feed.columns)
    typed = ", ".join(f"{typed_sql(column, column.name)} AS {column.name}" for column in feed.columns)
    table = pool().sql(f"SELECT {typed} FROM (SELECT {cells})")
    assert [str(kind) for kind in table.types] == [column.sql_type for column in feed.columns]


def key(name: str, **cells: str | None) -> str | None:
    feed = FEEDS[name]
    row = ", ".join(
        f'{literal(v)} AS "{k}"' if v is not None else f'NULL::VARCHAR AS "{k}"' for k, v in cells.items()
    )
    found: str | None = pool().sql(f"SELECT {key_sql(feed, 'l')} FROM (SELECT {row}) AS l").fetchall()[0][0]
    return found


def test_keys_do_not_depend_on_typography() -> None:
    one = key("penalty", authority="上海市嘉定区市场监督管理局", decision_no="沪市监嘉处〔2024〕第0012号")
    assert one == key("penalty", authority=" 上海市嘉定区 市场监督管理局", decision_no="沪市监嘉处[2024] 12")
    assert one != key("penalty", authority="上海市嘉定区市场监督管理局", decision_no="沪市监嘉处〔2023〕12号")
    assert key("penalty", authority=None, decision_no="沪市监嘉处〔2024〕12号") is None
    assert key("penalty", authority="上海市嘉定区市场监督管理局", decision_no="-") is None


def test_a_part_that_may_be_empty_may_not_be_unreadable() -> None:
    member = {"credit_code": "91110000802100433B", "person_name": "张三", "role": "股东"}
    assert key("entity_member", **member, from_on=None) is not None
    assert key("entity_member", **member, from_on="2024年1月2日") == key(
        "entity_member", **member, from_on="2024-01-02"
    )
    assert key("entity_member", **member, from_on="早年") is None
    assert key("entity_member", **(member | {"credit_code": "无"}), from_on=None) is None


@pytest.mark.parametrize("name", FEEDS)
def test_a_key_is_the_same_over_typed_columns(name: str) -> None:
    feed = FEEDS[name]
    sample = {
        "text": "甲（乙）〔2024〕01号",
        "uscc": "91110000802100433b",
        "date": "2024/1/2",
        "enum": " 股东",
    }
    cells = {part: sample[feed.column(part).type] for part in feed.key}
    raw = ", ".join(f'{literal(value)} AS "{part}"' for part, value in cells.items())
    typed = ", ".join(f'{typed_sql(feed.column(part), part)} AS "{part}"' for part in feed.key)
    over_raw = pool().sql(f"SELECT {key_sql(feed, 'r.')} FROM (SELECT {raw}) AS r").fetchall()
    over_typed = pool().sql(f"SELECT {key_sql(feed)} FROM (SELECT {typed} FROM (SELECT {raw}))").fetchall()
    assert over_raw != [(None,)]
    assert over_raw == over_typed
