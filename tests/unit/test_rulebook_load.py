"""A mistake in a rule file is an error that names file, key, what was found and what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from models.rulebook import load_rulebook
from models.rulebook.clocks import CLOCKS, load_clocks
from models.rulebook.load import OFFENCES, read_offence
from models.rulebook.vocabulary import load_vocabulary
from tests.rulebook_cases import RULEBOOK, measure_columns
from warehouse.errors import RulebookError
from warehouse.yaml_text import parse as parse_yaml

Change = Callable[[dict[str, Any]], object]


def _first_route(rule: dict[str, Any]) -> dict[str, Any]:
    return rule["versions"][-1]["routes"][0]


MISTAKES: dict[str, tuple[Change, list[str]]] = {
    "unknown key": (lambda r: r.update(colour="red"), ["colour", "no such key"]),
    "missing key": (lambda r: r.pop("limitation"), ["limitation", "Field required"]),
    "unknown measure": (
        lambda r: _first_route(r)["when"].update(measure="gain"),
        ["unknown measure", "gain", "gain_cny"],
    ),
    "unknown flag": (
        lambda r: r["exclusions"][0].update(when={"flag": "is_red"}),
        ["unknown flag", "is_red", "is_similar_mark_only"],
    ),
    "unknown measure in a relation": (
        lambda r: r["relations"]["gain_cny"].update(not_above=["x"]),
        ["relations.gain_cny", "unknown measure"],
    ),
    "no condition": (lambda r: _first_route(r).update(when={"amount": 1}), ["a condition is one of"]),
    "line of zero": (lambda r: _first_route(r)["when"].update(at_least=0), ["at_least", "greater than 0"]),
    "no source": (lambda r: r["versions"][-1].pop("source"), ["versions", "source", "Field required"]),
    "empty source": (lambda r: r["versions"][-1]["source"].update(text=""), ["source.text"]),
    "wrong confidence": (
        lambda r: r["versions"][-1].update(confidence="sure"),
        ["confidence", "'V', 'Vx' or 'M'"],
    ),
    "overlap": (
        lambda r: r["versions"][-2].update(to=None),
        ["versions overlap", "214@2021-03-01 until today"],
    ),
    "gap": (
        lambda r: r["versions"][-2].update(to="2025-03-31"),
        ["undeclared gap", "2025-04-01 to 2025-04-25"],
    ),
    "gap that is none": (
        lambda r: r.update(gaps=[{"from": "2030-01-01", "to": "2030-02-01", "reason": "x"}]),
        ["declared gap is none"],
    ),
    "version id": (lambda r: r["versions"][-1].update(id="214@2025"), ["version id", "214@2025-04-26"]),
    "end before start": (lambda r: r["versions"][-1].update(to="2025-01-01"), ["ends before it begins"]),
    "before the statute": (lambda r: r.update(statute_from="2020-01-01"), ["before the statute"]),
    "two routes alike": (
        lambda r: r["versions"][-1]["routes"].append(_first_route(r)),
        ["two routes with one id", "gain"],
    ),
    "prior in a plain route": (
        lambda r: r["versions"][-1]["routes"][-1].update(repeat=False),
        ["repeat does not fit", "prior condition"],
    ),
    "repeat without prior": (
        lambda r: _first_route(r).update(repeat=True),
        ["repeat does not fit", "no prior condition"],
    ),
    "prior as requirement": (
        lambda r: r["versions"][-1].update(
            requires={"prior": {"kinds": ["admin"], "offences": ["214"], "at_least": 1}}
        ),
        ["outside a repeat route"],
    ),
    "exclusion on an amount": (
        lambda r: r["exclusions"][0].update(when={"measure": "gain_cny", "at_least": 1}),
        ["more than flags"],
    ),
    "bad pattern": (lambda r: r["recognise"].update(never=["(a"]), ["not a regular expression"]),
    "pattern that RE2 lacks": (
        lambda r: r["recognise"].update(never=["a(?!b)"]),
        ["not a regular expression"],
    ),
    "bad article": (
        lambda r: r["recognise"]["signs"][1]["basis"][0].update(articles=["60"]),
        ["article not understood", "60"],
    ),
    "sign dated backwards": (
        lambda r: r["recognise"]["signs"][1]["basis"][0].update({"from": "2027-01-01", "to": "2026-12-31"}),
        ["recognise.signs.1.basis.0", "from 2027-01-01 is after to 2026-12-31"],
    ),
    "administrative norm dated backwards": (
        lambda r: r["admin_basis"][0].update({"from": "2027-01-01", "to": "2026-12-31"}),
        ["admin_basis.0", "from 2027-01-01 is after to 2026-12-31"],
    ),
    "sign that is no day": (
        lambda r: r["recognise"]["signs"][1]["basis"][0].update({"from": "spring"}),
        ["recognise.signs.1.basis.0.from"],
    ),
    "sign that reads all": (
        lambda r: r["recognise"]["signs"].append({"confidence": 0.5, "zh": "x", "facts": ["a"]}),
        ["does not say what it reads"],
    ),
    "code": (lambda r: r.update(code="215"), ["code and file name differ", "215", "214"]),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_is_explained(name: str, tmp_path: Path) -> None:
    change, words = MISTAKES[name]
    rule = parse_yaml((OFFENCES / "214.yaml").read_text("utf-8"))
    change(rule)
    file = tmp_path / "214.yaml"
    file.write_text(yaml.safe_dump(rule, allow_unicode=True), "utf-8")
    with pytest.raises(RulebookError) as told:
        read_offence(file, RULEBOOK.vocabulary)
    for word in ["214.yaml", *words]:
        assert word in str(told.value), str(told.value)


def test_declared_gap_is_accepted_and_acts_in_it_fall_under_the_next_version(tmp_path: Path) -> None:
    rule = parse_yaml((OFFENCES / "215.yaml").read_text("utf-8"))
    rule["versions"][-2]["to"] = "2025-03-31"
    rule["gaps"] = [{"from": "2025-04-01", "to": "2025-04-25", "reason": "无有效解释"}]
    file = tmp_path / "215.yaml"
    file.write_text(yaml.safe_dump(rule, allow_unicode=True), "utf-8")
    offence = read_offence(file, RULEBOOK.vocabulary)
    inside = offence.gaps[0].from_on
    assert offence.version_on(inside) is None
    assert [
        version.id for version, (first, last) in offence.act_windows() if first <= inside <= (last or inside)
    ] == ["215@2025-04-26"]


def test_prior_of_an_offence_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "214.yaml").write_text((OFFENCES / "214.yaml").read_text("utf-8"), "utf-8")
    with pytest.raises(RulebookError, match=r"unknown offence · .*213"):
        load_rulebook(tmp_path)


def test_unreadable_and_empty(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="rulebook is empty"):
        load_rulebook(tmp_path)
    (tmp_path / "214.yaml").write_text("a: [1", "utf-8")
    with pytest.raises(RulebookError, match=r"not readable YAML · 214\.yaml"):
        load_rulebook(tmp_path)


def test_unknown_offence_is_named() -> None:
    with pytest.raises(RulebookError, match="没有这个罪名 · 999"):
        RULEBOOK.offence("999")
    assert RULEBOOK.offence("214").name == "销售假冒注册商标的商品罪"


def test_vocabulary_gives_the_columns(tmp_path: Path) -> None:
    columns = measure_columns()
    assert columns["sales_cny_lo"] == columns["sales_cny_hi"] == "DECIMAL(18,4)"
    assert columns["is_substandard"] == "BOOLEAN"
    assert list(columns)[:2] == ["feed", "record_id"]
    bad = tmp_path / "measures.yaml"
    bad.write_text("amounts: {a: {zh: 甲, kind: colour, unit: 元}}\nflags: {}\n", "utf-8")
    with pytest.raises(RulebookError, match=r"measures\.yaml: amounts\.a\.kind"):
        load_vocabulary(bad)


def test_clocks(tmp_path: Path) -> None:
    clocks = load_clocks()
    approval, sending = clocks["transfer_approval"], clocks["transfer_sending"]
    term = approval.term_on(approval.versions[0].from_on)
    assert term is not None
    assert (term.amount, term.unit) == (3, "calendar_days")
    assert (sending.versions[0].amount, sending.versions[0].unit) == (24, "hours")
    assert approval.term_on(approval.versions[0].from_on.replace(year=1990)) is None
    text = (CLOCKS / "transfer.yaml").read_text("utf-8")
    bad = tmp_path / "transfer.yaml"
    for old, new, word in (
        ("hours", "moons", "unit"),
        ("amount: 24", "amount: 0", "amount"),
        ("zh:", "cn:", "zh"),
        ("rolls: false, ", "", "amount, unit and rolls, or words"),
        ("words: 立即", "words: 立即, amount: 3", "amount, unit and rolls, or words"),
        ("extension: {zh: 法律", "extension: {amount: 3, zh: 法律", "amount and unit, or neither"),
    ):
        assert old in text
        bad.write_text(text.replace(old, new), "utf-8")
        with pytest.raises(RulebookError, match=rf"transfer\.yaml: .*{word}"):
            load_clocks(tmp_path)


def test_one_step_stands_in_one_file(tmp_path: Path) -> None:
    text = (CLOCKS / "limitation.yaml").read_text("utf-8")
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(RulebookError, match=r"b\.yaml: clocks\.penalty_limitation · 实际：also stands in"):
        load_clocks(tmp_path)


def test_clock_terms_must_follow_one_another(tmp_path: Path) -> None:
    term = {
        "from": "2001-01-01",
        "amount": 3,
        "unit": "hours",
        "rolls": False,
        "source": {"text": "a", "articles": "b"},
        "confidence": "V",
    }
    rule = {
        "title": "甲",
        "clocks": {
            "x": {
                "zh": "甲",
                "actor": "乙",
                "start": "丙",
                "versions": [term, {**term, "from": "2002-01-01"}],
            }
        },
    }
    bad = tmp_path / "clocks.yaml"
    bad.write_text(yaml.safe_dump(rule, allow_unicode=True), "utf-8")
    with pytest.raises(RulebookError, match="does not end before 2002-01-01"):
        load_clocks(tmp_path)
