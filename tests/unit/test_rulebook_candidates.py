"""Which offences a record is recognised as being about, and which it is not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from models.rulebook import candidates
from models.rulebook.articles import article_pattern, number_of
from tests.rulebook_cases import RULEBOOK
from warehouse.pool import memory
from warehouse.yaml_text import parse as parse_yaml

RECORDS = parse_yaml((Path(__file__).parents[1] / "data" / "rulebook_candidates.yaml").read_text("utf-8"))


def recognised(records: list[dict[str, Any]]) -> list[dict[str, float]]:
    con = memory()
    con.execute(
        "CREATE TABLE known.penalty (record_id VARCHAR, violation VARCHAR, basis VARCHAR, facts VARCHAR)"
    )
    con.execute("CREATE TABLE known.admin_case AS FROM known.penalty")
    con.execute("CREATE TABLE known.transfer (record_id VARCHAR, suspected_offence VARCHAR, facts VARCHAR)")
    con.execute(
        "CREATE TABLE known.police_case (record_id VARCHAR, offence VARCHAR, facts VARCHAR, outcome VARCHAR)"
    )
    con.execute("CREATE TABLE fact.subject (feed VARCHAR, record_id VARCHAR, act_on DATE, told_on DATE)")
    for place, record in enumerate(records):
        for feed in ("penalty", "admin_case"):
            days = [record.get("act_on"), record.get("decided_on")]
            con.execute("INSERT INTO fact.subject VALUES (?, ?, ?, ?)", [feed, str(place), *days])
        if "offence" in record:
            con.execute(
                "INSERT INTO known.transfer VALUES (?, ?, ?)",
                [str(place), record["offence"], record.get("facts")],
            )
        else:
            row = [str(place), record.get("violation"), record.get("basis"), record.get("facts")]
            con.execute("INSERT INTO known.penalty VALUES (?, ?, ?, ?)", row)
            con.execute("INSERT INTO known.admin_case VALUES (?, ?, ?, ?)", row)
    candidates.build(con, RULEBOOK)
    found: list[dict[str, float]] = [{} for _ in records]
    rows = con.execute(
        "SELECT record_id::INTEGER, offence, confidence, why FROM fact.candidate WHERE feed <> 'admin_case'"
    ).fetchall()
    for place, offence, confidence, why in rows:
        assert offence not in found[place]
        assert why
        found[place][offence] = confidence
    twice = con.execute("SELECT count(*) FROM fact.candidate WHERE feed = 'admin_case'").fetchall()[0][0]
    assert twice == con.execute("SELECT count(*) FROM fact.candidate WHERE feed = 'penalty'").fetchall()[0][0]
    return found


@pytest.fixture(scope="module")
def found() -> list[dict[str, float]]:
    return recognised(RECORDS)


@pytest.mark.parametrize("place", range(len(RECORDS)), ids=[record["shows"] for record in RECORDS])
def test_record(place: int, found: list[dict[str, float]]) -> None:
    record = RECORDS[place]
    must, may = set(record["is"]), set(record.get("may", ()))
    assert must <= set(found[place]) <= must | may, found[place]
    for offence, (low, high) in record.get("confidence", {}).items():
        assert low <= found[place][offence] <= high


@pytest.mark.parametrize(
    ("article", "texts", "others"),
    [
        (
            "第六十条",
            [
                "《中华人民共和国商标法》第六十条第二款",
                "商标法第60条",
                "《商标法》（2019修正）第五十七条第三项、第六十条",
                "《商标法》60条",
            ],
            [
                "《商标法》第一百六十条",
                "《商标法》第六十一条",
                "《商标法》第160条",
                "《商标法》第五条、《专利法》第六十条",
            ],
        ),
        (
            "第五十七条第三项",
            [
                "《商标法》第五十七条第三项",
                "商标法第五十七条第（三）项",
                "《商标法》第57条第3项",
                "《商标法》第五十七条第(3)项",
            ],
            ["《商标法》第五十七条第四项", "《商标法》第五十七条"],
        ),
        (
            "第一百二十三条第一款第一项",
            [
                "《商标法》第一百二十三条第一款第（一）项",
                "《商标法》第123条第1款第1项",
                "《商标法》第一百二十三条第一项",
            ],
            ["《商标法》第一百二十三条第一款第（二）项", "《商标法》第二十三条第一款第一项"],
        ),
    ],
)
def test_spellings_of_an_article(article: str, texts: list[str], others: list[str]) -> None:
    pattern = article_pattern("商标法", article)
    assert pattern is not None
    con = memory()
    for text in texts:
        assert re.search(pattern, text), text
        assert con.execute("SELECT regexp_matches(?, ?)", [text, pattern]).fetchall() == [(True,)], text
    for text in others:
        assert not re.search(pattern, text), text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("六十", 60),
        ("一百一十四", 114),
        ("一百零三", 103),
        ("一千一百四十", 1140),
    ],
)
def test_numerals(text: str, value: int) -> None:
    assert number_of(text) == value


def test_an_article_that_is_none() -> None:
    assert article_pattern("商标法", "60") is None


def test_draft_offences_are_not_looked_for() -> None:
    drafts = {code for code, offence in RULEBOOK.offences.items() if offence.status == "draft"}
    assert drafts.isdisjoint(code for case in recognised(RECORDS) for code in case)
