"""Floors and caps of fines: the numbers stated twice, wrong files refused, articles recognised as cited."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from models.rulebook.penalties import (
    PENALTIES,
    Band,
    citation,
    load_mitigations,
    load_penalties,
    norms,
)
from models.rulebook.vocabulary import load_vocabulary
from warehouse.errors import RulebookError
from warehouse.yaml_text import parse as parse_yaml

VOCABULARY = load_vocabulary()
NORMS = {norm.id: norm for norm in norms(load_penalties(VOCABULARY))}
SECOND = parse_yaml((Path(__file__).parents[1] / "data" / "rulebook_penalties.yaml").read_text("utf-8"))
_PLACES = {"千": 1_000, "万": 10_000}


def _number(told: str) -> Decimal:
    return Decimal(told[:-1]) * _PLACES[told[-1]] if told[-1] in _PLACES else Decimal(told)


def _band(told: str) -> dict[str, object]:
    """Read one range of the second statement."""
    said: dict[str, object] = {}
    for word in told.split():
        if word[0] in "<≥":
            said["below" if word[0] == "<" else "from_cny"] = _number(word[1:])
        elif word.startswith("按"):
            said["counted_as_least"] = _number(word[1:])
        elif word in ("个人", "单位"):
            said["kind"] = "person" if word == "个人" else "unit"
        elif word == "无":
            said["is_without"] = True
        else:
            least, most = word.split("-")
            unit = "times" if most.endswith("倍") else "cny"
            said |= {
                f"{end}_{unit}": _number(part.rstrip("倍"))
                for end, part in (("least", least), ("most", most))
                if part
            }
    return said


def _of(band: Band) -> dict[str, object]:
    names = (
        "below",
        "from_cny",
        "counted_as_least",
        "kind",
        "least_cny",
        "most_cny",
        "least_times",
        "most_times",
    )
    said = {name: getattr(band, name) for name in names if getattr(band, name) is not None}
    return said | ({"is_without": True} if band.without_base else {})


@pytest.mark.parametrize("norm", sorted(NORMS))
def test_the_numbers_are_those_stated_a_second_time(norm: str) -> None:
    stated = [_band(told) for told in SECOND[norm].split("|") if told.strip()]
    for version in NORMS[norm].versions:
        assert [_of(band) for band in version.bands] == stated


def test_every_norm_is_stated_a_second_time_and_none_besides() -> None:
    assert set(SECOND) == set(NORMS)


def test_what_was_not_compared_says_so() -> None:
    for norm in NORMS.values():
        for version in norm.versions:
            if version.confidence == "M":
                assert version.source.note, norm.id


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("most_times: 3", "most_times: 3, most_cny: 5", "in sums or in multiples"),
        ("least_times: 0.5, most_times: 3", "least_times: 4, most_times: 3", "least 4 is above most 3"),
        ("base: goods_cny", "base: goods_eur", "no amount of measures.yaml: goods_eur"),
        ("article: 第五十条", "article: 50", "article not understood|string"),
        ("article: 第五十条", "article: 五十", "article not understood"),
        ("id: product_fake", "id: product_unsafe", "also stands in"),
        ("confidence: V", "confidence: sure", "confidence"),
        ("bands: [{base: goods_cny, most_times: 2}]", "bands: [{base: goods_cny}]", "most_cny or most_times"),
        ("bands: [{base: goods_cny, most_times: 2}]", "bands: [{most_times: 2}]", "need a base"),
        ("- from: 2000-09-01", "- from: 2000-09-01\n        to: 1999-01-01", "ends before it begins"),
        ("law: 产品质量法", "laws: 产品质量法", "law"),
    ],
)
def test_a_wrong_file_names_key_and_fault(tmp_path: Path, old: str, new: str, word: str) -> None:
    good = (PENALTIES / "product_quality.yaml").read_text("utf-8")
    assert old in good
    (tmp_path / "product_quality.yaml").write_text(good.replace(old, new, 1), "utf-8")
    with pytest.raises(RulebookError, match=rf"product_quality\.yaml: .*(?:{word})"):
        load_penalties(VOCABULARY, tmp_path)


def test_two_versions_may_not_overlap(tmp_path: Path) -> None:
    good = (PENALTIES / "trademark.yaml").read_text("utf-8")
    earlier = "{from: 2013-01-01, source: {text: a, articles: b}, confidence: M, bands: [{most_cny: 1}]}"
    twice = good.replace("    versions:\n", f"    versions:\n      - {earlier}\n", 1)
    (tmp_path / "trademark.yaml").write_text(twice, "utf-8")
    with pytest.raises(RulebookError, match="does not end before 2014-05-01"):
        load_penalties(VOCABULARY, tmp_path)


@pytest.mark.parametrize(
    ("law", "article", "texts", "others"),
    [
        (
            "商标法",
            "第六十条第二款",
            [
                "《中华人民共和国商标法》第六十条第二款",
                "《商标法》第六十条",
                "《商标法》第57条第3项、第60条第2款",
                "商标法第60条",
            ],
            [
                "《商标法》第六十条第一款",
                "《商标法实施条例》第六十条第二款",
                "《商标法》第六十一条",
                "《商标法》第一百六十条",
            ],
        ),
        (
            "产品质量法",
            "第五十条",
            ["《中华人民共和国产品质量法》第五十条", "《产品质量法》第三十二条、第50条"],
            ["《产品质量法》第五十一条", "《产品质量法》第一百五十条"],
        ),
        (
            "生态环境法典",
            "第一千一百四十条",
            ["《中华人民共和国生态环境法典》第一千一百四十条", "《生态环境法典》第1140条"],
            ["《生态环境法典》第一百四十条", "《生态环境法典》第一千一百四十一条"],
        ),
    ],
)
def test_a_citation_is_recognised(law: str, article: str, texts: list[str], others: list[str]) -> None:
    found = citation(law, article)
    con = duckdb.connect()

    def is_cited(text: str) -> bool:
        def has(pattern: str) -> bool:
            both = (
                bool(re.search(pattern, text)),
                con.execute("SELECT regexp_matches(?, ?)", [text, pattern]).fetchall()[0][0],
            )
            assert both[0] == both[1]
            return both[0]

        return has(found.exact) or bool(
            found.whole and found.paragraph and has(found.whole) and not has(found.paragraph)
        )

    assert [text for text in texts if not is_cited(text)] == []
    assert [text for text in others if is_cited(text)] == []


def test_mitigations_are_checked(tmp_path: Path) -> None:
    assert {rule.effect for rule in load_mitigations().values()} == {"reduce", "exempt"}
    bad = tmp_path / "mitigation.yaml"
    source = "source: {text: a, articles: b}, from: 2021-07-15, confidence: V"
    for rule, word in (
        (f"{{zh: 甲, effect: reduce, {source}}}", "by articles or words"),
        (f"{{zh: 甲, effect: lenient, words: [甲], {source}}}", "effect"),
        (f"{{zh: 甲, effect: reduce, words: ['(甲'], {source}}}", "not a regular expression"),
        (
            f"{{zh: 甲, effect: reduce, articles: [{{law: 乙, articles: [三十]}}], {source}}}",
            "not understood",
        ),
    ):
        bad.write_text(f"rules: {{x: {rule}}}\n", "utf-8")
        with pytest.raises(RulebookError, match=rf"mitigation\.yaml: .*{word}"):
            load_mitigations(bad)


# The norms that the requirement names: law, articles, whether each has been read.
NAMED = {
    "食品安全法": ("第一百二十二条", "第一百二十三条", "第一百二十四条", "第一百二十五条", "第一百二十六条"),
    "商标法": ("第六十条", "第七十四条"),
    "产品质量法": ("第四十九条", "第五十条"),
    "广告法": ("第五十五条",),
    "药品管理法": ("第一百一十五条", "第一百一十六条", "第一百一十七条", "第一百二十三条", "第一百二十四条"),
    "烟草专卖法实施条例": (
        "第五十二条",
        "第五十三条",
        "第五十四条",
        "第五十六条",
        "第五十七条",
        "第五十八条",
    ),
    "固体废物污染环境防治法": ("第一百一十二条", "第一百一十四条"),
    "水污染防治法": ("第八十三条", "第八十五条"),
    "道路交通安全法": ("第九十一条",),
}


@pytest.mark.parametrize(("law", "article"), [(law, a) for law, every in NAMED.items() for a in every])
def test_a_norm_that_is_named_is_there_was_read_and_has_a_cap(law: str, article: str) -> None:
    found = [n for n in NORMS.values() if n.law == law and n.article.startswith(article)]
    assert found, sorted({norm.law for norm in NORMS.values()})
    assert all(version.confidence == "V" for norm in found for version in norm.versions)
    # 道路交通安全法 91 threatens a fine in two of its five paragraphs, and there without a floor of its own.
    bands = [band for norm in found for version in norm.versions for band in version.bands]
    assert any(band.most_cny or band.most_times for band in bands)


@pytest.mark.parametrize(
    ("law", "last"),
    [
        ("水污染防治法", "2026-08-14"),
        ("大气污染防治法", "2026-08-14"),
        ("固体废物污染环境防治法", "2026-08-14"),
    ],
)
def test_norms_that_the_code_replaces_end_the_day_before(law: str, last: str) -> None:
    ends = {str(version.to_on) for n in NORMS.values() if n.law == law for version in n.versions}
    assert ends == {last}


def test_the_norm_on_trademarks_changes_its_number_on_new_year() -> None:
    ends = {
        str(v.to_on)
        for n in NORMS.values()
        if n.law == "商标法" and n.article.startswith("第六十条")
        for v in n.versions
    }
    begins = {
        str(v.from_on)
        for n in NORMS.values()
        if n.law == "商标法" and n.article.startswith("第七十四条")
        for v in n.versions
    }
    assert (ends, begins) == ({"2026-12-31"}, {"2027-01-01"})
