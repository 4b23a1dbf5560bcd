"""Repeat routes: their conditions on earlier penalties as tables, and what a wrong rule file says."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from models.common import repeat
from models.rulebook.grammar import FlagSet, Prior, leaves
from tests import chain
from warehouse.errors import RulebookError
from warehouse.pool import memory


def test_every_repeat_route_becomes_one_without_earlier_penalties() -> None:
    rulebook = chain.RULEBOOK()
    priors = repeat._Priors({}, set())
    only = repeat._repeat_only(rulebook, priors)
    expected = {o.code for o in rulebook.active if any(r.repeat for v in o.versions for r in v.routes)}
    assert set(only.offences) == expected
    for offence in only.active:
        for version in offence.versions:
            assert version.first_routes == version.routes
            found = [leaf for route in version.routes for leaf in leaves(route.when)]
            assert not any(isinstance(leaf, Prior) for leaf in found)
            assert any(isinstance(leaf, FlagSet) and leaf.flag.startswith("prior_") for leaf in found)
    assert set(priors.found.values()) <= set(only.vocabulary.flags)


def test_the_conditions_are_published_as_the_files_say() -> None:
    con = memory()
    priors = repeat._Priors({}, set())
    repeat._repeat_only(chain.RULEBOOK(), priors)
    repeat._publish(con, priors)
    rows = con.execute("SELECT at_least, months, by_pattern FROM rule.prior WHERE offence = '336'").fetchall()
    assert rows == [(2, None, "卫生|卫健|计生")]
    assert con.execute(
        "SELECT at_least, months, window_start FROM rule.prior WHERE offence = '225-tobacco'"
    ).fetchall() == [(2, 36, "act")]


def test_an_authority_without_a_pattern_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kinds = tmp_path / "authority_kinds.yaml"
    kinds.write_text(yaml.safe_dump({"税务机关": "税务"}, allow_unicode=True), "utf-8")
    monkeypatch.setattr(repeat, "_AUTHORITIES", kinds)
    priors = repeat._Priors({}, set())
    repeat._repeat_only(chain.RULEBOOK(), priors)
    with pytest.raises(RulebookError, match="卫生行政部门"):
        repeat._publish(memory(), priors)
