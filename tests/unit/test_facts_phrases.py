"""How amounts are put into words: quantities side by side, names within longer names."""

from __future__ import annotations

import duckdb
import pytest

from models.facts.phrases import load_phrases


@pytest.mark.parametrize(
    ("measure", "text", "span"),
    [
        (
            "heroin_g",
            "白色晶体3包，分别净重4.86克、3.52克、2.9克，均检出甲基苯丙胺成分",
            "4.86克、3.52克、2.9克",
        ),
        ("heroin_g", "毒品海洛因一小包，净重0.83克", "0.83克"),
        ("waste_t", "系禁止进境的固体废物，货重二十三吨四百公斤", "二十三吨四百公斤"),
        ("rake_cny", "至查获时共抽取水子钱6,200元", "6,200元"),
        ("gamblers_count", "现场抓获参与押宝的村民24人", "24人"),
        ("prostitutes_count", "安排店内两名女技师与男顾客发生性交易", "两名"),
        ("depositors_count", "共有36名客户预存", "36名"),
        ("pi_other_count", "业主姓名、房号、手机号码整理成表格，去重后共计3,108条", "3,108条"),
    ],
)
def test_phrases_hold_the_quantity(measure: str, text: str, span: str) -> None:
    phrase = load_phrases()[measure]
    # All are fetched: what is left of a result would be in the way of whoever uses this connection next.
    (found,) = duckdb.execute(
        "SELECT regexp_extract_all(?, ?)", [text, phrase.pattern((*phrase.says, *phrase.otherwise))]
    ).fetchall()
    assert any(span in said for said in found[0])


@pytest.mark.parametrize("text", ["含3,4-亚甲二氧基甲基苯丙胺成分24克", "摇头丸净重24克"])
def test_a_longer_name_of_a_drug_is_another_drug(text: str) -> None:
    phrase = load_phrases()["heroin_g"]
    said = phrase.pattern(phrase.says)
    assert duckdb.execute("SELECT regexp_extract_all(?, ?)", [text, said]).fetchall() == [([],)]
