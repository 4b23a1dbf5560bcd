"""What the grammar can say, on an offence made up for it."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from models.rulebook import Rulebook
from models.rulebook.describe import version_lines
from models.rulebook.load import OFFENCES, read_offence
from models.rulebook.provinces import load_provinces, localized
from models.rulebook.vocabulary import ProvincialLine
from tests.property.test_rulebook_reference import random_case
from tests.rulebook_cases import RULEBOOK, case, evaluated
from tests.rulebook_reference import judge
from warehouse.errors import RulebookError
from warehouse.yaml_text import parse as parse_yaml

NOW = date(2026, 6, 1)
WORDS = RULEBOOK.vocabulary.model_copy(
    update={"provincial": {"pay": ProvincialLine(zh="本省数额"), "other": ProvincialLine(zh="别的数额")}}
)


def term(start: str, value: int, article: str, confidence: str, **more: Any) -> dict[str, Any]:
    source = {"text": "沪", "articles": article}
    return {"from": start, "value": value, "source": source, "confidence": confidence, **more}


TERMS = [term("2020-01-01", 60000, "1", "Vx", to="2022-12-31"), term("2023-01-01", 80000, "2", "M")]
PROVINCE: dict[str, Any] = {"code": "31", "name": "上海市", "lines": {"pay": TERMS}}


def made(
    tmp_path: Path, routes: list[dict[str, Any]], subjects: list[str] | None = None, **more: Any
) -> Rulebook:
    rule = parse_yaml((OFFENCES / "214.yaml").read_text("utf-8"))
    version = {"id": "214@2015-01-01", "from": "2015-01-01", "confidence": "V", "routes": routes}
    version["source"] = {"text": "甲", "articles": "第1条"}
    rule |= {
        "versions": [version],
        "relations": {},
        "exclusions": [],
        "subjects": subjects or ["person", "unit"],
        **more,
    }
    file = tmp_path / "214.yaml"
    file.write_text(yaml.safe_dump(rule, allow_unicode=True), "utf-8")
    return Rulebook({"214": read_offence(file, WORDS)}, WORDS)


def route(name: str, when: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": name, "zh": name, "when": when, **more}


def outcomes(rulebook: Rulebook, **facts: Any) -> tuple[str, list[str]]:
    (row,) = evaluated([case("214", **facts)], NOW, rulebook)
    return row["outcome"], row["missing"]


LINE = route("pay", {"measure": "gain_cny", "at_least": {"least": 30000, "most": 100000, "table": "pay"}})


@pytest.mark.parametrize(
    ("gain", "expected"),
    [
        (100000, ("met", [])),
        ("99999.99", ("unknown", ["pay"])),
        (30000, ("unknown", ["pay"])),
        ("29999.99", ("unmet", [])),
        ((0, None), ("unknown", ["gain_cny"])),
        ((40000, 120000), ("unknown", ["gain_cny", "pay"])),
    ],
)
def test_an_open_provincial_line_is_sure_only_outside_the_range(
    gain: Any, expected: tuple[str, list[str]], tmp_path: Path
) -> None:
    assert outcomes(made(tmp_path, [LINE]), gain_cny=gain) == expected


def provinces(tmp_path: Path, data: dict[str, Any] = PROVINCE) -> Path:
    folder = tmp_path / "provinces"
    folder.mkdir(exist_ok=True)
    (folder / "31.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return folder


def test_a_province_sets_the_line_from_day_to_day_and_from_memory_only_shows_it(tmp_path: Path) -> None:
    local = localized(made(tmp_path, [LINE]), "31", provinces(tmp_path))
    versions = local.offence("214").versions
    spans = [(str(v.from_on), str(v.to_on)) for v in versions]
    assert spans == [("2015-01-01", "2019-12-31"), ("2020-01-01", "2022-12-31"), ("2023-01-01", "None")]
    asked = [case("214", "2021-05-01", gain_cny=gain) for gain in ("59999.99", 60000)]
    rows = evaluated(asked, date(2022, 6, 1), local)
    assert [row["outcome"] for row in rows] == ["unmet", "met"]
    assert rows[1]["threshold"] == Decimal(60000)
    assert rows[1]["confidence"] == "Vx"
    assert rows[1]["legal_basis"].endswith("甲第1条；沪1")
    # Both the version at the act and the one now must be met; now the province's value is unconfirmed.
    assert outcomes(local, act_on="2021-05-01", gain_cny=90000) == ("unknown", ["pay"])
    assert outcomes(local, act_on="2023-05-01", gain_cny=100000) == ("met", [])
    assert "本省 8万元（沪2，可信度 M，未核对，判断时不用）" in "\n".join(
        version_lines(local.offence("214"), versions[-1], WORDS)
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "32"}, "code and file name differ"),
        ({"lines": {"colour": []}}, "unknown provincial line"),
        ({"lines": {"pay": [{"from": "2020-01-01"}]}}, r"lines\.pay\.0\.value"),
        ({"lines": {"pay": TERMS[::-1]}}, "does not end before"),
    ],
)
def test_a_mistake_in_a_province_is_explained(change: dict[str, Any], words: str, tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=words):
        load_provinces(WORDS, provinces(tmp_path, {**PROVINCE, **change}))


def test_a_province_without_a_file_is_named() -> None:
    with pytest.raises(RulebookError, match="没有这个省份的数额标准"):
        localized(RULEBOOK, "99")


def test_a_share_of_other_routes_is_written_out(tmp_path: Path) -> None:
    prior = {"prior": {"kinds": ["admin"], "offences": ["214"], "at_least": 2, "within": {"months": 18}}}
    rulebook = made(
        tmp_path,
        [
            route("gain", {"measure": "gain_cny", "at_least": 100000}),
            route("loss", {"measure": "loss_cny", "at_least": {"person": 50000, "unit": 500000}}),
            route("again", {"all": [{"share": 0.8, "near": ["gain", "loss"]}, prior]}, repeat=True),
        ],
    )
    (version,) = rulebook.offence("214").versions
    told = "\n".join(version_lines(rulebook.offence("214"), version, WORDS))
    assert "违法所得数额 ≥ 8万元，或者直接经济损失 ≥ 4万元（个人）／40万元（单位）" in told
    assert "18个月内因同类行为受过行政处罚 2 次以上" in told
    with pytest.raises(RulebookError, match="no route is called colour"):
        made(tmp_path, [route("again", {"all": [{"share": 0.8, "near": ["colour"]}, prior]}, repeat=True)])


def test_an_unconfirmed_route_never_fires_and_says_why(tmp_path: Path) -> None:
    rulebook = made(
        tmp_path,
        [
            route("gain", {"measure": "gain_cny", "at_least": 100000}),
            route("low", {"measure": "gain_cny", "at_least": 50000}, confidence="M"),
        ],
    )
    assert outcomes(rulebook, gain_cny=100000) == ("met", [])
    assert outcomes(rulebook, gain_cny=50000) == ("unknown", ["rule_confirmation"])
    assert outcomes(rulebook, gain_cny=49999) == ("unmet", [])
    assert outcomes(rulebook, gain_cny=(0, 60000)) == ("unknown", ["gain_cny"])


def test_some_of_several_and_fractions(tmp_path: Path) -> None:
    half = [{"measure": name, "at_least": 100} for name in ("gain_cny", "sales_cny", "loss_cny")]
    parts = [{"measure": "gain_cny", "times": 0.02}, {"measure": "loss_cny", "times": 0.002}]
    rulebook = made(
        tmp_path,
        [route("half", {"some": 2, "of": half}), route("ratio", {"sum": parts, "at_least": 5})],
    )
    nothing = {"sales_cny": 0, "loss_cny": 0}
    assert outcomes(rulebook, **{**nothing, "gain_cny": 249}) == ("unmet", [])
    assert outcomes(rulebook, **{**nothing, "gain_cny": 250}) == ("met", [])
    assert outcomes(rulebook, gain_cny=100, sales_cny=100, loss_cny=0) == ("met", [])
    assert outcomes(rulebook, gain_cny=100, sales_cny=0, loss_cny=(0, 200)) == ("unknown", ["loss_cny"])
    assert outcomes(rulebook, gain_cny=100, sales_cny=0, loss_cny=1500) == ("met", [])


def test_a_unit_is_held_to_the_line_for_persons_where_the_law_punishes_no_unit(tmp_path: Path) -> None:
    rulebook = made(tmp_path, [route("gain", {"measure": "gain_cny", "at_least": 100})], subjects=["person"])
    for kind in ("person", "unit", None):
        assert outcomes(rulebook, kind=kind, gain_cny=100) == ("met", [])
        assert outcomes(rulebook, kind=kind, gain_cny=99) == ("unmet", [])


@pytest.mark.parametrize("only", ["person", "unit"])
def test_an_offence_of_one_kind_of_party_with_several_routes(only: str, tmp_path: Path) -> None:
    routes = [route(f"r{n}", {"measure": m, "at_least": 100}) for n, m in enumerate(("gain_cny", "loss_cny"))]
    quality = {"only_persons": {"text": "甲", "articles": "第1条"}} if only == "person" else {}
    rulebook = made(tmp_path, routes, subjects=[only], **quality)
    other = "unit" if only == "person" else "person"
    for gain, loss in ((100, 0), (0, 100), (100, 100)):
        told = {"gain_cny": gain, "loss_cny": loss}
        assert outcomes(rulebook, kind=only, **told) == ("met", [])
        assert outcomes(rulebook, kind=None, **told) == ("unknown", ["party_kind"])
        assert outcomes(rulebook, kind=other, **told) == ("inapplicable", [])
    assert outcomes(rulebook, kind=None, gain_cny=99, loss_cny=99) == ("unmet", [])


def test_sql_and_reference_agree_on_all_of_it(tmp_path: Path) -> None:
    lines = {"least": 30000, "most": 100000, "table": "pay"}
    two = [{"flag": "is_substandard"}, {"measure": "loss_cny", "at_least": 5}, LINE["when"]]
    parts = [{"measure": "gain_cny", "times": 0.5}, {"measure": "loss_cny"}]
    both = [{"measure": "business_cny", "at_least": 7}, {"flag": "is_tobacco"}]
    routes = [
        LINE,
        route("sum", {"sum": parts, "at_least": lines}),
        route("some", {"some": 2, "of": two}),
        route("memory", {"all": both}, confidence="M"),
    ]
    pick = random.Random(7)
    for subjects in (["person", "unit"], ["person"]):
        national = made(tmp_path, routes, subjects)
        for rulebook in (national, localized(national, "31", provinces(tmp_path))):
            cases = [random_case(pick, rulebook.offence("214")) for _ in range(150)]
            for asked, row in zip(cases, evaluated(cases, NOW, rulebook), strict=True):
                wanted = judge(rulebook, asked, NOW)
                assert (row["outcome"], row["missing"]) == (wanted["outcome"], wanted["missing"]), (
                    asked,
                    row,
                )
                if wanted["outcome"] == "met":
                    assert row["margin"] == pytest.approx(wanted["margin"], rel=1e-9)
