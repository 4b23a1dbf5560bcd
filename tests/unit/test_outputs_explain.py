"""Explanations: every number with its source, what was searched, what would clear it, no ID number."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.outputs import explain, explain_text, review_index, sheets, whynot
from pipelines.outputs.evidence import number, parse, quantity
from tests.findings_pool import ID_NO, IDS, SUBJECTS, fill
from tests.report_pool import report_pool
from warehouse.errors import XianjieError
from warehouse.pool import memory


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = memory()
    fill(connection)
    connection.execute(
        "CREATE TABLE known.transfer AS SELECT 't1' AS record_id, '移〔2024〕3号' AS transfer_no"
    )
    connection.execute(
        """CREATE TABLE known.penalty AS
        SELECT 'r1' AS record_id, ? AS decision_no UNION ALL SELECT 'r5', '沪市监青处〔2024〕0099号'
        UNION ALL SELECT 'r8', '税罚〔2024〕8号'""",
        [SUBJECTS[0]],
    )
    yield connection
    connection.close()


def test_the_page_says_what_where_and_against_which_line(con: duckdb.DuckDBPyConnection) -> None:
    text = explain_text.as_text(explain.explain(con, IDS[0]))
    for part in (
        "以罚代刑，规则类，等级高，第 1 位，新",
        "行政处罚决定 沪市监青处〔2024〕0012号（上海市青浦区烟草专卖局；某某商行）",
        "销售金额 62,000元 ≥ 标准 50,000元（1.24 倍）",
        "规则 214@2025-04-26；法释〔2025〕5号第三条",
        "行为时标准 214@2011-01-10，现行标准 214@2025-04-26；销售金额五万元以上",
        "· 销售金额 62,000元，出自“违法事实”第 4–14 字：“销售金额62000元”",
        "· 违法所得数额 不少于 100.5元，出自字段“违法所得”",
        "涉嫌犯罪案件移送：1 条，覆盖 2024-01-01 至 2026-11-01；数据截至 2024-07-01，2026-11-24 08:00 导入",
        "公安刑事立案：未接入",
        "涉嫌犯罪案件移送 移〔2024〕3号（某局），同一人概率 0.45：姓名一致",
        "？ 已移送公安机关（未知）",
        "✘ 处罚决定已被撤销（未见）",
        "处罚 7月.xlsx · Sheet1 · 第 17 行",
        "提供移送书回执",
        "若销售金额不足50,000元，则本线索不成立",
    ):
        assert part in text, part


def test_what_is_another_s_is_told_with_whose_it_is() -> None:
    connection = memory()
    fill(connection)
    connection.execute(
        """CREATE TABLE fact.own_text AS SELECT 'penalty' AS feed, unnest(['r1', 'r8']) AS record_id,
        'facts' AS told_in, '王小明销售62000元，李四销售3万元。' AS whole,
        [{start: 16, "end": 19, whose: '李四'}] AS others"""
    )
    line = "“违法事实”第 17–19 字“3万元”：该金额属于李四，不计入本案当事人"
    assert line in explain_text.as_text(explain.explain(connection, IDS[0]))
    assert line not in explain_text.as_text(explain.explain(connection, IDS[1]))
    assert line in whynot.as_text(whynot.why_not(connection, "f01", "税罚(2024)8号"))


def test_the_page_speaks_of_leads_and_hides_id_numbers(con: duckdb.DuckDBPyConnection) -> None:
    page = explain.explain(con, IDS[0])
    everything = explain_text.as_text(page) + json.dumps(page, ensure_ascii=False, default=str)
    assert ID_NO not in everything
    assert "310114********1234" in everything
    assert "线索" in everything
    assert not [word for word in ("包庇", "渎职", "违法违纪") if word in everything]


def test_a_quote_that_is_not_in_the_record_is_pointed_out(con: duckdb.DuckDBPyConnection) -> None:
    page = explain.explain(con, IDS[1])
    assert page["measures"][0]["is_verified"] is False
    assert "原文中未核对到该段文字" in explain_text.as_text(page)
    assert parse(explain.find(con, IDS[0])).measures[0].is_verified is True
    assert parse(explain.find(con, IDS[0])).measures[1].is_verified is None


def test_a_quote_is_looked_for_in_the_record_itself(con: duckdb.DuckDBPyConnection) -> None:
    """Earlier decisions of the same party stand before it among the sources."""
    finding = dict(explain.find(con, IDS[0]))
    told = json.loads(finding["evidence"])
    earlier = {**told["sources"][0], "record_id": "r0", "fields": {"违法事实": "销售金额九百元。"}}
    told["sources"].insert(0, earlier)
    measures = parse({**finding, "evidence": json.dumps(told, ensure_ascii=False)}).measures
    assert measures[0].is_verified is True


def test_the_route_is_the_one_that_is_met() -> None:
    """A case below the amounts may be listed because of its earlier penalties."""
    connection = memory()
    fill(connection)
    connection.execute("CREATE TABLE fact.repeat_evaluation AS FROM fact.evaluation WHERE record_id = 'r1'")
    connection.execute("UPDATE fact.repeat_evaluation SET route_zh = '二年内受过处罚又实施'")
    connection.execute("UPDATE fact.evaluation SET outcome = 'unmet' WHERE record_id = 'r1'")
    page = explain.explain(connection, IDS[0])
    assert page["versions"]["route"] == "二年内受过处罚又实施"
    connection.execute("UPDATE fact.evaluation SET outcome = 'met' WHERE record_id = 'r1'")
    assert explain.explain(connection, IDS[0])["versions"]["route"] == "销售金额五万元以上"


def test_a_cleared_finding_keeps_its_page_and_history(con: duckdb.DuckDBPyConnection) -> None:
    page = explain.explain(con, IDS[3])
    assert [event["kind"] for event in page["events"]] == ["cleared"]
    assert "本次未列出，已消除" in explain_text.as_text(page)


def test_a_unique_beginning_is_enough(con: duckdb.DuckDBPyConnection) -> None:
    assert explain.find(con, "0f")["finding_id"] == IDS[0]
    with pytest.raises(XianjieError, match=f"多条线索以此开头 .*{IDS[2]}、{IDS[3]}"):
        explain.find(con, "2f")


@pytest.mark.parametrize("wrong", ["0f000000a0o1", ""])
def test_an_unknown_id_names_the_nearest(con: duckdb.DuckDBPyConnection, wrong: str) -> None:
    with pytest.raises(XianjieError, match=IDS[0] if wrong else "没有这条线索"):
        explain.find(con, wrong)


def test_nothing_found_yet() -> None:
    with pytest.raises(XianjieError, match="尚无线索"):
        explain.find(memory(), "x")


def test_why_not_insufficient_names_what_is_missing(con: duckdb.DuckDBPyConnection) -> None:
    text = whynot.as_text(whynot.why_not(con, "f01", "税罚(2024)8号"))
    assert "税罚〔2024〕8号：事实不足" in text
    assert "缺少：已依法下达追缴通知；2019 年工作日历" in text
    assert "逃税数额 40,000元，标准 100,000元（0.40 倍），相差 60,000元" in text
    assert ID_NO not in text


def test_why_not_of_an_authority_that_no_list_names_says_what_is_asked_for(
    con: duckdb.DuckDBPyConnection,
) -> None:
    with pytest.raises(XianjieError, match="没有这个对象"):
        whynot.why_not(con, "f07", "青岗县烟草专卖局")


def test_why_not_calls_an_amount_that_nobody_told_untold(con: duckdb.DuckDBPyConnection) -> None:
    text = whynot.as_text(whynot.why_not(con, "f01", "税罚(2024)8号"))
    assert "违法所得数额 未载明，标准 20,000元，已载明的数额为相应标准的 0.95 倍" in text
    assert "违法所得数额 0元" not in text


def test_why_not_excluded_says_why(con: duckdb.DuckDBPyConnection) -> None:
    text = whynot.as_text(whynot.why_not(con, "f01", "市监罚〔2024〕9号"))
    assert "例外" in text
    assert "已移送公安机关：移〔2024〕9号" in text


def test_why_not_of_a_listed_subject_points_to_its_page(con: duckdb.DuckDBPyConnection) -> None:
    page = whynot.why_not(con, "f01", SUBJECTS[0])
    assert [subject["outcome"] for subject in page["subjects"]] == ["flagged"]
    assert f"xianjie explain {IDS[0]}" in whynot.as_text(page)
    assert "销售假冒注册商标的商品罪（214@2025-04-26）：已达标准" in whynot.as_text(page)


def test_why_not_of_a_known_subject_below_every_line(con: duckdb.DuckDBPyConnection) -> None:
    text = whynot.as_text(whynot.why_not(con, "f01", "沪市监青处〔2024〕0099号"))
    assert "不成立" in text
    assert "未对应到规则库中的罪名" in text


def test_a_model_that_holds_nothing_against_a_line_tells_what_it_looks_for_instead(
    con: duckdb.DuckDBPyConnection,
) -> None:
    text = whynot.as_text(whynot.why_not(con, "f08", "移〔2024〕3号"))
    assert "不成立" in text
    assert "所查：" in text and "材料" in text
    assert "规则库" not in text and "未达标准" not in text


def test_why_not_of_a_party_asked_by_its_name_or_one_of_its_papers() -> None:
    own = memory()
    fill(own)
    own.execute(
        """INSERT INTO model.outcome BY NAME SELECT 'f06_split_penalties' AS model, 'party' AS subject_kind,
        'g1' AS subject_id, 'P0123' AS subject_no, ['某罚〔2025〕1号', '某罚〔2025〕2号'] AS related_nos,
        '周平' AS party_name,
        'excluded' AS outcome, 'separate_acts' AS reason_code, '各次行为先后独立实施' AS reason_zh"""
    )
    for asked in ("P0123", "周 平", "某罚(2025)2号"):
        page = whynot.why_not(own, "f06", asked)
        assert [subject["subject_no"] for subject in page["subjects"]] == ["P0123"], asked
    for asked in ("某罚〔2025〕3号", "周"):
        with pytest.raises(XianjieError, match="名称、编号或者其文书号"):
            whynot.why_not(own, "f06", asked)


def test_why_not_names_the_nearest_number_and_the_models(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(XianjieError, match="沪市监青处〔2024〕0099号"):
        whynot.why_not(con, "f01", "沪市监青处〔2024〕0098号")
    with pytest.raises(XianjieError, match="f01_penalty_instead_of_prosecution"):
        whynot.why_not(con, "x99", "1")


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (
            {
                "measure": "is_substandard",
                "value": 1,
                "upto": 1,
                "origin": "pattern:facts[3:6]",
                "span": "不合格",
            },
            "：是，出自“违法事实”第 4–6 字的记载：“不合格”",
        ),
        (
            {"measure": "is_substandard", "value": 0, "upto": 1, "origin": "column:violation"},
            "：不能确定，出自字段",
        ),
        (
            {"measure": "is_substandard", "value": 0, "upto": 0, "origin": "column:violation"},
            "：否，出自字段",
        ),
        (
            {"measure": "business_cny", "value": 5, "upto": 5, "origin": "derived:goods_cny"},
            " 5元，由“货值金额（已售与未售合计）”推算",
        ),
        (
            {"measure": "sales_cny", "value": 0, "upto": 5, "origin": "derived:<=business_cny"},
            " 0 至 5元，按不超过“非法经营数额”推算",
        ),
        (
            {"measure": "gain_cny", "value": 5, "upto": 5, "origin": "derived:=sales_cny"},
            " 5元，按“销售金额”推算",
        ),
    ],
)
def test_a_circumstance_is_there_or_not_and_what_is_derived_is_said_so(
    con: duckdb.DuckDBPyConnection, told: dict[str, object], line: str
) -> None:
    page = explain.explain(con, IDS[0])
    finding = {
        "evidence": json.dumps({"measures": [told]}),
        "subject_kind": "penalty",
        "measure": "sales_cny",
    }
    (measure,) = parse(finding).measures
    text = explain_text.as_text({**page, "measures": [dataclasses.asdict(measure)]})
    assert f"· {measure.zh}{line}" in text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (50000.0, "50,000"), (0.5, "0.5"), (1234.5678, "1,234.5678"), (100.0, "100")],
)
def test_numbers_are_written_as_people_do(value: float | None, text: str) -> None:
    assert number(value) == text


def test_what_was_not_seen_is_what_was_looked_for_and_a_scaled_margin_is_no_ratio(
    con: duckdb.DuckDBPyConnection,
) -> None:
    page = explain.explain(con, IDS[0])
    page |= {"links": [], "subject_kind": "prosecution"}
    page["searched"] = [
        {**page["searched"][0], "zh": "检察文书", "absence_counts": True},
        {**page["searched"][0], "zh": "公安刑事立案", "absence_counts": False},
    ]
    page["line"] |= {"value": 308.0, "threshold": 1.0, "margin": 1.84}
    told = dict(explain_text.blocks(page))
    assert told["关联记录"] == ["未见同一当事人该行为的检察文书"]
    assert "倍" not in told["要件"][0]
    page["searched"] = []
    assert "关联记录" not in dict(explain_text.blocks(page))
    page["subject_kind"] = "penalty"
    assert dict(explain_text.blocks(page))["关联记录"] == ["未见同一当事人的刑事记录"]


def test_a_register_that_was_delivered_is_not_called_missing_though_its_rows_have_no_day(
    con: duckdb.DuckDBPyConnection,
) -> None:
    page = explain.explain(con, IDS[0])
    register = {"zh": "市场主体登记", "rows": 1234, "periods": [], "imported_at": "2026-11-20 09:00"}
    page["searched"] = [{**page["searched"][0], **register}]
    assert dict(explain_text.blocks(page))["已检索"] == ["市场主体登记：1,234 条，2026-11-20 09:00 导入"]


def test_what_a_finding_was_held_against_its_line_with_is_no_missing_evidence(tmp_path: Path) -> None:
    with report_pool(tmp_path).read() as con:
        page = review_index.of_finding(con, IDS[0])
    (value,) = [item for item in page["checklist"] if item["id"] == "value"]
    assert value["state"] == "present"
    assert "销售金额 62,000元（线索的认定值）" in value["found"]
    # Nor is anything else shown by it.
    (gain,) = [item for item in page["checklist"] if item["id"] == "gain"]
    assert gain["state"] != "present"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(0.3949, "比例", "39.49%"), (0.5, "比例", "50%"), (50000.0, "元", "50,000元"), (3.0, None, "3")],
)
def test_a_share_is_told_as_a_percentage(value: float, unit: str | None, text: str) -> None:
    assert quantity(value, unit) == text


@pytest.mark.parametrize(
    ("value", "sign", "result", "clears"),
    [("62000", "≥", "达到", True), ("49999.99", "<", "低于标准", False)],
)
def test_what_lies_below_the_line_is_not_said_to_reach_it(
    con: duckdb.DuckDBPyConnection, value: str, sign: str, result: str, clears: bool
) -> None:
    finding = con.sql(f"SELECT * FROM finding.finding WHERE finding_id = '{IDS[0]}'").pl().row(0, named=True)
    finding["value"] = Decimal(value)
    (first, *_) = sheets.basis_rows(finding, parse(finding))
    assert first[9] == result
    page = explain.explain(con, IDS[0])
    page["line"]["value"] = float(value)
    assert f" {sign} 标准 50,000元" in explain_text.as_text(page)
    con.begin()
    con.execute("UPDATE finding.finding SET value = ? WHERE finding_id = ?", [value, IDS[0]])
    assert (explain.explain(con, IDS[0])["counterfactual"] is not None) == clears
    con.rollback()
