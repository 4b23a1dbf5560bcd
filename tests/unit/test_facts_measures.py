"""From known.* to fact.measure: which source is used, what follows, what stays open."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from models.facts import measures, texts
from models.facts.measures import load_measured
from models.rulebook.vocabulary import load_vocabulary
from tests.rulebook_cases import measure_columns
from warehouse.errors import RulebookError
from warehouse.pool import memory

MONEY = ("goods_value_cny", "business_amount_cny", "sales_amount_cny", "illegal_gain_cny", "tax_amount_cny")


def _known(con: duckdb.DuckDBPyConnection, *rows: dict[str, Any]) -> None:
    words = ("record_id", "violation", "facts", "penalty_text", "remark")
    columns = ", ".join([f"{name} VARCHAR" for name in words] + [f"{name} DECIMAL(18,2)" for name in MONEY])
    con.execute(f"CREATE OR REPLACE TABLE known.penalty ({columns})")
    for at, row in enumerate(rows):
        given = {"record_id": f"p{at}", **row}
        con.execute(
            "INSERT INTO known.penalty VALUES (" + ", ".join("?" * 10) + ")",
            [given.get(n) for n in (*words, *MONEY)],
        )
    words = ("record_id", "violation", "facts", "close_reason")
    columns = ", ".join([f"{name} VARCHAR" for name in words] + [f"{name} DECIMAL(18,2)" for name in MONEY])
    con.execute(f"CREATE TABLE IF NOT EXISTS known.admin_case ({columns})")
    con.execute("CREATE TABLE IF NOT EXISTS known.transfer (record_id VARCHAR, facts VARCHAR)")
    con.execute(
        "CREATE TABLE IF NOT EXISTS known.police_case (record_id VARCHAR, facts VARCHAR, outcome VARCHAR)"
    )


def _measure(
    *rows: dict[str, Any], offence: str | None = None
) -> tuple[duckdb.DuckDBPyConnection, list[dict[str, Any]]]:
    con = memory()
    _known(con, *rows)
    texts.read_new(con)
    con.execute(
        "CREATE TABLE fact.candidate AS "
        "SELECT 'penalty' AS feed, record_id, $1 AS offence FROM known.penalty WHERE $1 IS NOT NULL",
        [offence],
    )
    measures.build(con)
    found = con.sql("FROM fact.measure WHERE feed = 'penalty' ORDER BY record_id").pl()
    return con, found.to_dicts()


def _interval(row: dict[str, Any], measure: str) -> tuple[Any, Any]:
    lo, hi = row[f"{measure}_lo"], row[f"{measure}_hi"]
    return (int(lo) if lo == int(lo) else lo), (None if hi is None else int(hi) if hi == int(hi) else hi)


def _marks(con: duckdb.DuckDBPyConnection, measure: str) -> list[tuple[str, str | None, bool]]:
    rows = con.sql("FROM fact.measure_source").pl().filter(measure=measure).sort("origin").to_dicts()
    return [(row["origin"].split("[")[0], row["mark"], row["is_used"]) for row in rows]


def test_columns_are_the_vocabulary_s() -> None:
    con, rows = _measure({})
    described = con.execute("DESCRIBE fact.measure").fetchall()
    assert {row[0]: row[1] for row in described} == measure_columns()
    assert len(rows) == 1


def test_what_nobody_speaks_of_is_unknown_or_absent_as_the_vocabulary_says() -> None:
    _, (row,) = _measure({"facts": "当事人未办理登记。"})
    for name, amount in load_vocabulary().amounts.items():
        # Silence on taxed invoices says that there are none.
        absent = 0 if amount.none_unless is not None else amount.absent
        assert _interval(row, name) == ((0, None) if absent is None else (absent, absent)), name
    for name, flag in load_vocabulary().flags.items():
        assert row[name] is (None if flag.absent == "unknown" else False), name


def test_text_speaks_where_the_column_is_silent() -> None:
    con, (row,) = _measure({"facts": "销售金额共计伍万贰仟元，均已售完。"})
    assert _interval(row, "sales_cny") == (52000, 52000)
    assert _interval(row, "unsold_cny") == (0, 0)
    assert _interval(row, "goods_cny") == (52000, 52000)
    span = con.sql("FROM fact.measure_source").pl().filter(measure="sales_cny").to_dicts()[0]
    assert (span["origin"], span["span"], span["is_used"]) == ("text:facts[6:11]", "伍万贰仟元", True)


def test_facts_are_believed_before_the_decision() -> None:
    _, (row,) = _measure({"facts": "违法所得8000元。", "penalty_text": "没收违法所得5000元。"})
    assert _interval(row, "gain_cny") == (8000, 8000)
    _, (row,) = _measure({"facts": "销售过期食品。", "penalty_text": "没收违法所得5000元，罚款2万元。"})
    assert _interval(row, "gain_cny") == (5000, 5000)


def test_a_slip_of_unit_is_repaired_only_if_a_second_text_says_the_same() -> None:
    facts = "销售金额5.2万元。"
    one = {"sales_amount_cny": Decimal(5), "facts": facts}
    con, (row,) = _measure(one)
    assert _interval(row, "sales_cny") == (5, 5)
    assert ("column:sales_amount_cny", "unit_slip", True) in _marks(con, "sales_cny")
    con, (row,) = _measure({**one, "penalty_text": "销售金额52000元，罚款2万元。"})
    assert _interval(row, "sales_cny") == (52000, 52000)
    assert ("column:sales_amount_cny", "unit_slip_repaired", False) in _marks(con, "sales_cny")
    _, (row,) = _measure({**one, "penalty_text": "销售金额48000元，罚款2万元。"})
    assert _interval(row, "sales_cny") == (5, 5)


@pytest.mark.parametrize(
    ("column", "told", "used", "mark"),
    [
        (52000, "销售金额52000元", 52000, None),
        (52000, "销售金额5.2万余元", 52000, None),
        (5, "销售金额5.2万元", 5, "unit_slip"),
        (3000, "销售金额52000元", 3000, "text_above_column"),
        (52000, "销售金额3000元", 52000, "text_below_column"),
        (0, "销售金额52000元", 52000, "column_zero"),
    ],
)
def test_a_contradiction_is_a_mark_and_the_column_stays(
    column: int, told: str, used: int, mark: str | None
) -> None:
    con, (row,) = _measure({"facts": told + "。", "sales_amount_cny": column})
    assert row["sales_cny_lo"] == row["sales_cny_hi"] == used
    sources = _marks(con, "sales_cny")
    assert {source[1] for source in sources} == {mark}
    assert [source for source in sources if source[2]] == [
        ("text:facts" if mark == "column_zero" else "column:sales_amount_cny", mark, True)
    ]


def test_sold_and_unsold_are_each_what_the_other_leaves() -> None:
    _, (row,) = _measure({"goods_value_cny": 110000, "sales_amount_cny": 20000})
    assert _interval(row, "unsold_cny") == (90000, 90000)
    _, (row,) = _measure({"goods_value_cny": 110000, "facts": "库存货值30000元。"})
    assert _interval(row, "sales_cny") == (80000, 80000)


def test_a_total_bounds_its_parts_and_the_business() -> None:
    _, (row,) = _measure({"goods_value_cny": 100000})
    assert _interval(row, "sales_cny") == _interval(row, "unsold_cny") == (0, 100000)
    assert _interval(row, "business_cny") == (100000, 100000)
    assert _interval(row, "gain_cny") == (0, 100000)
    _, (row,) = _measure({"business_amount_cny": 40000})
    assert _interval(row, "sales_cny") == _interval(row, "goods_cny") == (0, 40000)


def test_more_sold_than_there_was_leaves_the_rest_unknown() -> None:
    _, (row,) = _measure({"goods_value_cny": 40000, "sales_amount_cny": 52000})
    assert _interval(row, "sales_cny") == (52000, 52000)
    assert _interval(row, "unsold_cny") == (0, None)


def test_sales_alone_leave_goods_open_above() -> None:
    _, (row,) = _measure({"sales_amount_cny": 4000})
    assert _interval(row, "goods_cny") == (4000, None)
    assert _interval(row, "unsold_cny") == (0, None)
    assert _interval(row, "gain_cny") == (0, 4000)


@pytest.mark.parametrize(
    ("violation", "measure"),
    [
        ("偷税", "tax_evaded_cny"),
        ("虚开增值税专用发票或者虚开用于骗取出口退税、抵扣税款的其他发票", "invoice_tax_cny"),
        ("骗取出口退税", "tax_refund_cny"),
        (None, "tax_evaded_cny"),
    ],
)
def test_the_tax_column_follows_the_conduct(violation: str | None, measure: str) -> None:
    _, (row,) = _measure({"violation": violation, "tax_amount_cny": 120000})
    known = {name for name in load_vocabulary().amounts if row[f"{name}_lo"] == 120000}
    assert known == {measure}


def test_cartons_and_kilograms_are_counted_in_the_unit_of_the_rule() -> None:
    _, rows = _measure(
        {"facts": "查获卷烟1000条。"},
        {"facts": "倾倒危险废物3500公斤。"},
        {"facts": "卷烟10条、另有香烟100支。"},
    )
    assert _interval(rows[0], "cigarettes_count") == (200000, 200000)
    assert _interval(rows[1], "hazardous_waste_t") == (Decimal("3.5"), Decimal("3.5"))
    assert _interval(rows[2], "cigarettes_count") == (2100, 2100)


def test_the_share_of_tax_is_stated_or_follows() -> None:
    _, rows = _measure(
        {"facts": "少缴税款30万元，占应纳税额的百分之十五。"},
        {"facts": "应纳税额为200万元，少缴税款30万元。"},
    )
    assert [_interval(row, "tax_share") for row in rows] == [(Decimal("0.15"),) * 2] * 2


def test_tax_in_arrears_is_not_the_tax_due_in_a_year() -> None:
    _, (row,) = _measure({"facts": "偷税50万元，此外欠缴税款200万元。"})
    assert _interval(row, "tax_share") == (0, None)


def test_flags_come_from_every_column_and_the_strongest_counts() -> None:
    _, rows = _measure(
        {"facts": "当事人销售假酒。", "penalty_text": "罚款5万元，并依法移送司法机关。"},
        {"facts": "税款、滞纳金已足额缴清。"},
        {"facts": "当事人已补缴税款。"},
        {"facts": "未依法下达追缴通知书。"},
    )
    assert [row["is_stated_transferred"] for row in rows] == [True, False, False, False]
    assert [row["is_recovery_settled"] for row in rows] == [False, True, None, False]
    assert [row["has_recovery_notice"] for row in rows] == [None, None, None, False]
    assert rows[0]["is_substandard"] is True


def test_a_text_is_read_once_for_a_version_of_the_reader() -> None:
    con = memory()
    _known(con, {"facts": "销售金额5000元。"}, {"facts": "销售金额5000元。"}, {"facts": "无金额。"})
    assert texts.read_new(con) == 2
    before = con.sql("FROM fact.text_amount").fetchall()
    assert texts.read_new(con) == 0
    assert con.sql("FROM fact.text_amount").fetchall() == before
    _known(con, {"facts": "销售金额5000元。"}, {"facts": "违法所得300元。"})
    assert texts.read_new(con) == 1
    con.execute("UPDATE fact.text_read SET extractor = 'older'")
    assert texts.read_new(con) == 2


@pytest.mark.parametrize(
    "file", ["flags.py", "words/numbers.py", "words/cues.yaml", "circumstances.yaml", "new.py"]
)
def test_code_and_words_of_the_reader_are_its_version(file: str, tmp_path: Path) -> None:
    reader = tmp_path / "facts"
    shutil.copytree(Path(texts.__file__).parent, reader, ignore=shutil.ignore_patterns("__pycache__"))
    assert texts.extractor_version(reader) == texts.extractor_version()
    other = shutil.copytree(reader, tmp_path / "other")
    with (other / file).open("a", encoding="utf-8") as changed:
        changed.write("\n# reads differently\n")
    assert texts.extractor_version(other) != texts.extractor_version()


def test_many_texts_are_read_on_two_processes_with_the_same_result() -> None:
    rows = [(f"{at}", f"销售金额{at}元，无库存，已移送公安机关。") for at in range(1, 16)]
    frames = [
        pl.DataFrame(rows[at : at + 2], schema=["text_hash", "text"], orient="row") for at in range(0, 15, 2)
    ]
    alone, together = (
        [[table.rows() for table in read] for read in texts._read_all(frames, workers=workers)]
        for workers in (1, 2)
    )
    assert alone == together


def test_a_measure_that_the_vocabulary_lacks_is_named(tmp_path: Path) -> None:
    file = tmp_path / "measured.yaml"
    text = measures.MEASURED_FILE.read_text("utf-8")
    file.write_text(text.replace("measure: loss_cny", "measure: lost_cny"), "utf-8")
    with pytest.raises(RulebookError, match="lost_cny"):
        load_measured(file)
    file.write_text(text + "\nunknown: 1\n", "utf-8")
    with pytest.raises(RulebookError, match=r"measured\.yaml"):
        load_measured(file)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("现场的4200元，案发后已赔礼道歉。", (4200, 4200)),
        ("现场的4200元，另外800元，案发后已赔礼道歉。", (0, None)),  # which of the two?
        ("当事人每次使用5元，案发后已赔礼道歉。被罚款4200元。", (0, None)),
        ("当事人被举报涉及4200元，经查不属实。", (0, None)),
    ],
)
def test_the_only_amount_of_the_facts_is_the_measure_that_is_asked(
    facts: str, expected: tuple[int, int | None]
) -> None:
    _, rows = _measure({"facts": facts}, offence="264")
    assert _interval(rows[0], "taken_cny") == expected
    _, rows = _measure({"facts": facts}, offence="140")
    assert _interval(rows[0], "taken_cny") == (0, None)


@pytest.mark.parametrize(
    ("offence", "measure", "facts", "expected"),
    [
        (
            "264",
            "taken_cny",
            "8月11日，电钻６把，每把３８０元；9月2日，角磨机9台，每台300元。得赃款一千九百元。",
            4980,
        ),
        ("264", "taken_cny", "3月2日，剪走电缆，值1600元。3月9日，剪走电缆，值2100元。", 3700),
        ("264", "taken_cny", "收银小票载明：面霜399元、香水1280元、口红2支640元、精华液1800元。", 4119),
        ("264", "taken_cny", "第一次1200元，第二次800元，第三次1900元，均已起获。", 3900),
        ("274", "taken_cny", "迫使车主分两次付款，一次五千元，一次三千元。", 8000),
        (
            "293",
            "taken_cny",
            "记账本：2月17日卤牛肉280元，3月2日香烟两条720元，3月30日猪蹄、白酒等850元。",
            1850,
        ),
        (
            "326",
            "business_cny",
            "3月12日，陶俑一件，9,000元；4月5日，铜镜一面，1.8万元；5月21日，枕一只，23000元。",
            50000,
        ),
        ("326", "business_cny", "卖出陶罐两只，每只12000元；卖出铜镜一面31000元。", 55000),
        ("338", "hazardous_waste_t", "地磅单显示净重依次为1.60吨、1.95吨、1.80吨。", Decimal("5.35")),
        (
            "340",
            "catch_kg",
            "价钱一斤六块，收鱼本记录为：4月2日，176斤；4月3日，210斤；4月4日，195斤。",
            Decimal("290.5"),
        ),
        ("340", "goods_cny", "捕得刀鱼60公斤，按每公斤320元的价格卖给饭店。", 19200),
        (
            "340",
            "goods_cny",
            "夜里下网，捕得杂鱼860斤，一斤十二块。",
            10320,
        ),  # the price is for what is written
        ("253-1", "pi_other_count", "把业主的姓名电话做成表卖给装修队，前后卖了6,300条，一条三毛。", 6300),
        ("343", "goods_cny", "擅自采砂10200立方米，经价格认定，河砂每立方米50元。", 510000),
    ],
)
def test_what_is_told_item_by_item_is_added_up(
    offence: str, measure: str, facts: str, expected: int | Decimal
) -> None:
    _, (row,) = _measure({"facts": facts}, offence=offence)
    assert _interval(row, measure) == (expected, expected)


@pytest.mark.parametrize(
    "facts",
    [
        "其中4200元，另外800元。",
        "拿走4200元，退还800元。",
        "4200元，成本800元。",
        "抽头4200元，赌资800元。",
        "店里收4200元，他人转800元。",
        "共有现金5600元，4200元、800元两笔存于他处。",
    ],
)
def test_amounts_of_different_kinds_are_not_added_up(facts: str) -> None:
    _, (row,) = _measure({"facts": facts}, offence="264")
    assert _interval(row, "taken_cny")[0] != 5000


def test_a_lone_tonnage_of_what_is_no_hazardous_waste_is_none_of_it() -> None:
    drained = "当事人将含酸洗废液的废料5.5吨倒入河沟。", "当事人将酸洗废水55吨排入河沟。"
    (_, (waste,)), (_, (water,)) = (_measure({"facts": facts}, offence="338") for facts in drained)
    assert _interval(waste, "hazardous_waste_t") == (Decimal("5.5"), Decimal("5.5"))
    assert _interval(water, "hazardous_waste_t")[0] == 0


def test_a_gain_is_what_was_taken_in_where_no_costs_are_taken_off() -> None:
    sold = {"facts": "当事人将数据卖给他人，销售金额共计5860元。"}
    _, (row,) = _measure(sold, offence="285")
    assert _interval(row, "gain_cny") == (5860, 5860)
    _, (row,) = _measure(sold, offence="214")  # goods were bought before they were sold
    assert _interval(row, "gain_cny") == (0, 5860)
    _, (row,) = _measure({"facts": "销售金额共计5860元，违法所得1200元。"}, offence="285")
    assert _interval(row, "gain_cny") == (1200, 1200)
    turnover = {"facts": "账户营业额共计58600元。"}
    _, (row,) = _measure(turnover, offence="287-2")
    assert _interval(row, "gain_cny") == (0, 58600)
