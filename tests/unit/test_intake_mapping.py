"""Terms of a source mapping, and mistakes in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.contract import load_feeds
from warehouse.errors import ContractError
from warehouse.intake.mapping import SHIPPED, SourceMapping, Term, clean_html, read_mapping

ROW = {
    "text": "处 10,000元 罚款",
    "html": "<p>处以<b>罚款</b></p>&nbsp;一千&amp;元<br/>完",
    "day": "1576512000",
    "kind": "tax",
    "none": None,
}


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ({"field": "text"}, "处 10,000元 罚款"),
        ({"field": "none"}, None),
        ({"field": "missing"}, None),
        ({"constant": "未载明"}, "未载明"),
        ({"field": "html", "clean": "html"}, "处以罚款 一千&元 完"),
        ({"field": "day", "date": "epoch_seconds"}, "2019-12-17"),
        ({"field": "day", "date": "epoch_milliseconds"}, "1970-01-19"),
        ({"field": "day", "empty": ["1576512000"]}, None),
        ({"field": "day", "date": "epoch_seconds", "empty": ["2019-12-17"]}, None),
        ({"field": "text", "date": "epoch_seconds"}, "处 10,000元 罚款"),
        ({"field": "text", "extract": r"(?P<value>[\d,]+)(?P<unit>万元|元)"}, "10,000元"),
        ({"field": "text", "extract": r"(?P<value>\d+)万元"}, None),
        ({"field": "day", "extract": r"(?P<value>\d{3})", "template": "号{value}"}, "号157"),
        ({"constant": "税", "when": {"field": "kind", "equals": "tax"}}, "税"),
        ({"constant": "税", "when": {"field": "kind", "one_of": ["penalty"]}}, None),
        ({"constant": "税", "when": {"field": "kind", "matches": "^t"}}, "税"),
        ({"constant": "税", "when": {"field": "none", "is_empty": True}}, "税"),
        ({"constant": "税", "when": {"field": "kind", "is_empty": True}}, None),
    ],
)
def test_term(term: dict[str, object], value: str | None) -> None:
    assert Term.model_validate(term).value(ROW) == value


def test_a_day_of_eight_digits_is_no_moment() -> None:
    assert Term(field="day", date="epoch_seconds").value({"day": "20240718"}) == "20240718"


def test_first_of_takes_the_first_that_finds_something() -> None:
    mapping = SourceMapping.model_validate({
        "name": "n", "feed": "penalty",
        "columns": {"party_name": {"first_of": [{"field": "none"}, {"constant": "未载明", "derived": True}]}},
    })  # fmt: skip
    assert mapping.apply(ROW) == ({"party_name": "未载明"}, ["party_name"])
    assert mapping.apply({"none": "某某"}) == ({"party_name": "某某"}, [])
    assert mapping.source_field("party_name") == "none"
    assert mapping.source_field("facts") is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("无", "无"),
        ("a < b 且 c > d", "a < b 且 c > d"),
        ("&lt;p&gt;文&lt;/p&gt;", "文"),
        ("<style>p{}</style>文<!-- x -->", "文"),
    ],
)
def test_clean_html(text: str, plain: str) -> None:
    assert clean_html(text) == plain


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ("{facts: {field: a, constant: b}}", "field 与 constant"),
        ("{facts: {}}", "field 与 constant"),
        ("{facts: {field: a, extract: '(x'}}", "不是正则表达式"),
        ("{facts: {field: a, extract: 'x'}}", "(?P<value>"),
        ("{facts: {field: a, template: 'x'}}", "须与 extract 同用"),
        ("{facts: {constant: a, clean: html}}", "不用于 constant"),
        ("{facts: {field: a, first_of: [{field: b}]}}", "不与其他项并列"),
        ("{facts: {field: a, when: {field: b}}}", "写明其中之一"),
        ("{facts: {feild: a}}", "没有这个配置项"),
        ("{fact: {field: a}}", "没有这个列"),
    ],
)
def test_a_mistake_is_told_with_file_and_key(tmp_path: Path, columns: str, told: str) -> None:
    file = tmp_path / "old.yaml"
    file.write_text(f"name: n\nfeed: penalty\ncolumns: {columns}\n", "utf-8")
    with pytest.raises(ContractError) as error:
        read_mapping(file, load_feeds())
    assert told in str(error.value)
    assert "old.yaml · columns" in str(error.value)


def test_wrong_feed_and_no_yaml(tmp_path: Path) -> None:
    file = tmp_path / "old.yaml"
    file.write_text("name: n\nfeed: penalties\ncolumns: {facts: {field: a}}\n", "utf-8")
    with pytest.raises(ContractError, match="penalties"):
        read_mapping(file, load_feeds())
    file.write_text("{", "utf-8")
    with pytest.raises(ContractError, match="来源映射无法读取"):
        read_mapping(file, load_feeds())


def test_shipped_mappings_are_sound() -> None:
    names = [read_mapping(file, load_feeds()).match for file in sorted(SHIPPED.glob("*.yaml"))]
    assert names and all(names)
