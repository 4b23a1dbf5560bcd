"""The rulebook in words: pages, the command, and that they are up to date."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models.rulebook.describe import amount_zh, version_lines
from models.rulebook.grammar import Decimal
from pipelines.cli.rulebook import app
from pipelines.docs.offences import pages
from tests.rulebook_cases import RULEBOOK
from warehouse.errors import RulebookError

PAGES = Path(__file__).parents[2] / "docs" / "reference" / "offences"


def run(*arguments: str) -> str:
    told = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert told.exit_code == 0, told.output
    return told.output


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("50000", "元", "5万元"),
        ("4000000", "元", "400万元"),
        ("3000", "元", "3000元"),
        ("0.1", "比例", "10%"),
        ("3", "吨", "3吨"),
        ("10000", "件", "1万件"),
        ("30000", "元", "3万元"),
        ("12345", "元", "12345元"),
    ],
)
def test_amounts_in_words(value: str, unit: str, words: str) -> None:
    assert amount_zh(Decimal(value), unit) == words


def test_pages_are_up_to_date() -> None:
    made = pages()
    assert {path.name for path in PAGES.glob("*.md")} == set(made)
    for name, text in made.items():
        assert (PAGES / name).read_text("utf-8") == text, f"{name}: make the reference pages again"


def test_every_offence_has_a_page_with_what_a_lawyer_asks() -> None:
    made = pages()
    for offence in RULEBOOK.offences.values():
        page = made[f"{offence.code}.md"]
        for version in offence.versions:
            assert version.source.cite() in page
            assert str(version.from_on) in page
        for exclusion in offence.exclusions:
            assert exclusion.zh in page
        assert offence.cumulation.zh in page


def test_a_page_says_when_a_number_means_this() -> None:
    page = pages()["286-1.md"]
    assert "《网络安全法》第五十九条、第六十八条（2017-06-01 至 2025-12-31）<br>" in page
    assert "《网络安全法》第六十一条、第六十九条（2026-01-01 起）" in page
    assert "《税收征收管理法》第六十三条 |" in pages()["201.md"]
    assert "| 14周岁 | 1997-10-01 起 |" in pages()["README.md"]


def test_show_differs_from_one_day_to_the_next() -> None:
    before, after = (run("show", "214", "--on", f"2025-04-{day}") for day in (25, 26))
    assert "违法所得数额 ≥ 3万元" in after
    assert "违法所得数额 ≥ 3万元" not in before
    assert "法释〔2025〕5号" in after


def test_show_all_versions_and_json() -> None:
    told = run("show", "213")
    assert told.count("达到下列任一标准") == len(RULEBOOK.offence("213").versions)
    assert "5万元（个人）／15万元（单位）" in told
    found = json.loads(run("show", "201", "--json", "--on", "2026-01-01"))
    assert [version["id"] for version in found["versions"]] == ["201@2024-03-20"]


def test_show_on_a_day_without_a_version() -> None:
    with pytest.raises(RulebookError, match="该日没有有效的版本"):
        run("show", "213-service", "--on", "2020-01-01")


def test_check_names_every_offence() -> None:
    told = run("check")
    for code in RULEBOOK.offences:
        assert f"{code}\t" in told
    assert "规则库无误" in told


def test_words_for_requirement_and_repeat() -> None:
    offence = RULEBOOK.offence("140")
    lines = "\n".join(version_lines(offence, offence.versions[0], RULEBOOK.vocabulary))
    assert "前提：伪劣" in lines
    assert "（销售金额×3 + 未销售货值金额） ≥ 15万元" in lines
    medicine = RULEBOOK.offence("336")
    told = "\n".join(version_lines(medicine, medicine.versions[-1], RULEBOOK.vocabulary))
    assert "〔屡罚〕" in told
    assert "此前因同类行为受过卫生行政部门的行政处罚 2 次以上" in told
