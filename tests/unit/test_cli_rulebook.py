"""``xianjie rulebook``: every part is checked, listed and shown, as of a day."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from models.rulebook.clocks import load_clocks
from models.rulebook.penalties import load_penalties, norms
from pipelines.cli import main
from tests import chain

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    def call(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["rulebook", *map(str, arguments)])
        told = capsys.readouterr()
        return (left.value.code if isinstance(left.value.code, int) else 0), told.out, told.err

    return call


def test_check_counts_every_part(cli: Cli) -> None:
    code, out, _ = cli("check")
    rulebook = chain.RULEBOOK()
    last = out.splitlines()[-1]
    assert code == 0
    assert f"{len(rulebook.offences)} 个罪名" in last
    assert f"{len(load_clocks())} 项期限" in last
    assert f"{len(list(norms(load_penalties(rulebook.vocabulary))))} 条罚款规范" in last
    assert "1 个省的数额标准" in last


@pytest.mark.parametrize(
    ("part", "name", "line"),
    [
        ("offences", "罪名", "214\t销售假冒注册商标的商品罪\t"),
        (
            "clocks",
            "期限",
            "police_review\t公安机关对移送案件决定是否立案\t3日，末日遇休息日顺延\t2001-07-09\tV",
        ),
        ("penalties", "罚款规范", "product_fake\t《产品质量法》第五十条\t"),
        ("provinces", "各省标准", "31\t上海市\t"),
        ("general", "总则规则", "criminal_age_years\t刑事责任年龄\t16周岁\t1997-10-01\tV"),
    ],
)
def test_each_part_is_listed_alone_and_with_the_others(cli: Cli, part: str, name: str, line: str) -> None:
    _, alone, _ = cli("list", part)
    assert any(told.startswith(line) for told in alone.splitlines())
    _, every, _ = cli("list")
    assert f"{name}\t{line}" in every
    assert len(every.splitlines()) > len(alone.splitlines())


def test_an_unknown_part_is_refused(cli: Cli) -> None:
    code, _, err = cli("list", "colours")
    assert code != 0
    assert "colours" in err


def test_an_offence_differs_from_one_day_to_the_next(cli: Cli) -> None:
    before, after = (cli("show", "214", "--on", f"2025-04-{day}")[1] for day in (25, 26))
    assert before != after


def test_a_deadline_as_of_a_day(cli: Cli) -> None:
    old, new = (cli("show", "public_order_case", "--on", on)[1] for on in ("2025-12-31", "2026-01-01"))
    assert "自受理起：30日" in old and "共 2 次" not in old
    assert "自立案起：30日" in new and "共 2 次" in new
    code, _, err = cli("show", "public_order_case", "--on", "1999-01-01")
    assert code != 0
    assert "该日没有有效的版本" in err


def test_a_norm_in_words(cli: Cli) -> None:
    _, out, _ = cli("show", "food_unsafe")
    assert "货值金额（已售与未售合计）不足1万元：5万元以上10万元以下" in out
    assert "货值金额（已售与未售合计）1万元以上：货值金额（已售与未售合计）的10倍以上20倍以下" in out
    _, out, _ = cli("show", "drug_fake")
    assert "不足10万元的按10万元计算" in out
    _, out, _ = cli("show", "trademark_well_known")
    assert "  10万元" in out.splitlines()
    _, out, _ = cli("show", "traffic_drunk")
    assert "没有罚款" in out


def test_a_province_and_json(cli: Cli) -> None:
    _, out, _ = cli("show", "31")
    assert out.startswith("上海市（31）自定的数额标准")
    told = json.loads(cli("show", "police_review", "--json")[1])
    assert told["code"] == "police_review"
    assert told["versions"][0]["amount"] == 3


def test_an_unknown_code_is_named(cli: Cli) -> None:
    code, _, err = cli("show", "999")
    assert code != 0
    assert "999" in err


def test_a_general_rule_as_of_a_day(cli: Cli) -> None:
    _, out, _ = cli("show", "criminal_age_grave_years", "--on", "2020-01-01")
    assert (
        "适用：故意伤害罪（造成人员重伤、造成人员死亡）；走私、贩卖、运输、制造毒品罪（是否属于该情形须查明）"
        in out
    )
    assert "1997-10-01 起 · 14周岁" in out
    code, _, err = cli("show", "criminal_age_years", "--on", "1997-09-30")
    assert code != 0
    assert "该日没有有效的版本" in err


def test_an_offence_is_shown_by_its_name_as_well(cli: Cli) -> None:
    assert cli("show", "盗窃罪") == cli("show", "264")
    assert cli("show", "盗窃")[0] == 0
    code, _, err = cli("show", "生产、销售伪劣产品罪")  # one name, two files
    assert code == 3 and "140（生产、销售伪劣产品罪）" in err and "140-tobacco" in err
    code, _, err = cli("show", "偷窃罪")
    assert code == 3 and "盗窃罪" in err and "rulebook list" in err
