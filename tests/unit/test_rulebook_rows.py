"""Every row of the digest of the law is in the rulebook, with its marks and its routes for repeaters."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.rulebook.grammar import Condition, FlagSet, MeasureLine, Prior, SumLine, bounds, leaves, scaled
from models.rulebook.offence import Offence, Route, Version
from tests.chain import RULEBOOK
from warehouse.yaml_text import parse as parse_yaml

_FILE = Path(__file__).parents[1] / "data" / "rulebook_rows.yaml"
DATA = parse_yaml(_FILE.read_text("utf-8"))
ROWS: dict[str, dict[str, Any]] = DATA["rows"]
OFFENCES = sorted({code for row in ROWS.values() for code in row["offences"]})


def _now(code: str) -> Version:
    return RULEBOOK().offences[code].versions[-1]


def _named(key: str) -> dict[str, list[str]]:
    """Routes named in all rows, by offence."""
    found: dict[str, list[str]] = {}
    for row in ROWS.values():
        for name in row.get(key, []):
            code, route = name.split(".")
            found.setdefault(code, []).append(route)
    return found


def test_eighty_four_rows_and_one_that_was_put_between() -> None:
    assert set(ROWS) == {str(number) for number in range(1, 85)} | {"29b"}


def test_every_offence_file_belongs_to_a_row() -> None:
    assert set(OFFENCES) | set(DATA["supervision"]["offences"]) == set(RULEBOOK().offences)


@pytest.mark.parametrize("row", sorted(ROWS))
def test_what_was_read_fires_and_what_was_not_is_shown_only(row: str) -> None:
    for code in ROWS[row]["offences"]:
        offence = RULEBOOK().offences[code]
        assert offence.status == ("draft" if ROWS[row]["mark"] == "M" else "active")
        assert offence.versions[-1].confidence == ROWS[row]["mark"]


@pytest.mark.parametrize("code", OFFENCES)
def test_routes_with_a_mark_of_their_own(code: str) -> None:
    version = _now(code)
    for key, mark in (("unconfirmed", "M"), ("excerpts", "Vx")):
        marked = [r.id for r in version.routes if version.confidence_of(r) == mark != version.confidence]
        assert marked == _named(key).get(code, [])


def test_officials_are_never_flagged() -> None:
    assert {RULEBOOK().offences[code].status for code in DATA["supervision"]["offences"]} == {"draft"}


@pytest.mark.parametrize("code", OFFENCES)
def test_persons_and_units_have_lines_of_their_own_where_the_law_says_so(code: str) -> None:
    wanted = any(code in row.get("people", []) for row in ROWS.values())
    assert (len(_now(code).lines) == 2) == wanted


def _repeat(code: str) -> dict[str, Route]:
    return {route.id: route for route in _now(code).routes if route.repeat}


REPEAT = {name: told for row in ROWS.values() for name, told in row.get("repeat", {}).items()}


def test_exactly_these_offences_have_a_route_for_repeaters() -> None:
    assert {name.split(".")[0] for name in REPEAT} == {code for code in OFFENCES if _repeat(code)}


@pytest.mark.parametrize("name", sorted(REPEAT))
def test_a_route_for_repeaters(name: str) -> None:
    code, _, id_ = name.partition(".")
    routes = _repeat(code)
    route = routes[id_] if id_ else next(iter(routes.values()))
    assert id_ or len(routes) == 1
    count, months, start, share = REPEAT[name]
    admin = [
        p
        for leaf in leaves(route.when)
        if isinstance(leaf, Prior)
        for p in [leaf.prior]
        if "admin" in p.kinds
    ]
    assert [p.at_least for p in admin] == [count]
    assert [p.within.in_months if p.within else "none" for p in admin] == [months]
    assert [p.window_start or "none" for p in admin] == [start]
    _assert_share(RULEBOOK().offences[code], route, share)


@pytest.mark.parametrize("code", ["158", "159"])
def test_the_older_text_has_the_route_for_repeaters_too(code: str) -> None:
    # 公通字〔2010〕23号 articles 3(4)1, 4(4)3: twice within two years, else no older act meets both.
    older = RULEBOOK().offences[code].versions[0]
    (route,) = (route for route in older.routes if route.repeat)
    (prior,) = (leaf.prior for leaf in leaves(route.when) if isinstance(leaf, Prior))
    assert (prior.kinds, prior.at_least, prior.within and prior.within.in_months) == (("admin",), 2, 24)
    limited, scaled_line = next(r.when for r in older.routes if r.id == "limited"), Decimal("0.8")
    assert _lines(scaled(limited, scaled_line)) <= _lines(route.when)


def test_without_a_notice_no_taxpayer_is_prosecuted_repeaters_included() -> None:
    # 法释〔2024〕4号 article 3(2) has no exception; only who withholds for others needs none.
    for route in RULEBOOK().offences["201"].versions[-1].routes:
        flags = {leaf.flag for leaf in leaves(route.when) if isinstance(leaf, FlagSet)}
        assert ("has_recovery_notice" in flags) == (route.id != "withholding_agent")


def test_what_is_said_not_to_add_up_does_not() -> None:
    for offence in RULEBOOK().offences.values():
        assert not (offence.cumulation.adds_up and "不累计" in offence.cumulation.zh), offence.code


def _lines(condition: Condition) -> set[tuple[str, Decimal]]:
    return {
        ("+".join((leaf.measure,) if isinstance(leaf, MeasureLine) else (p.measure for p in leaf.sum)), value)
        for leaf in leaves(condition)
        if isinstance(leaf, MeasureLine | SumLine)
        for value in bounds(leaf.at_least, "person")
    }


def _assert_share(offence: Offence, route: Route, share: float | str) -> None:
    own = _lines(route.when)
    ordinary = [r.when for r in offence.versions[-1].first_routes]
    if share == "none":
        assert own == set()
    elif share == "own":
        assert own
    else:
        scaled_lines = {line for when in ordinary for line in _lines(scaled(when, Decimal(str(share))))}
        unscaled = {line for when in ordinary for line in _lines(when)}
        assert own & scaled_lines
        # What is no amount of the conduct keeps its line: a minimum capital by law, the number of invoices
        # where 法释〔2024〕4号 article 13(1)(3) lowers the sum on their face only.
        kept = [line for line in unscaled if "minimum" in line[0] or line[0] == "invoices_count"]
        assert own <= scaled_lines | set(kept)
        assert not {line for line in own if line[0] == "invoices_count"} - unscaled
