"""Every offence that fires: decisions that are flagged, clear, open and excluded, all in one pool.

Each file under ``tests/golden/offences/`` holds, per offence, decisions in the words of agencies and what the
law makes of them. They go the whole way together: file, landing, pool, facts, parties, rulebook, f01.
``flagged``: the line is reached, by the amount in ``expect``. ``clear``: the offence is looked at, its line
is not reached. ``insufficient``: the facts in ``missing`` are not known. ``excluded``: for the ``reason``, an
exclusion of the offence's own or one of f01.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from models.registry import run_model
from tests.chain import CARDS, RULEBOOK, build_until_models
from tests.golden.test_models import deliver
from warehouse import keys
from warehouse.intake.importer import import_paths
from warehouse.pool import Pool

MODEL = "f01_penalty_instead_of_prosecution"
OUTCOMES = ("flagged", "clear", "insufficient", "excluded")
AS_OF = date(2026, 6, 1)
COVERED = ["transfer", "police_case", "prosecution", "judgment"]
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
SURNAMES = "陆沈顾周徐孙余岳"


def _read() -> Iterator[dict[str, Any]]:
    names = {
        "自然人": map("".join, itertools.product(SURNAMES, STEMS, BRANCHES)),
        "个体工商户": (f"云桥区{''.join(n)}经营部" for n in itertools.product(STEMS, BRANCHES)),
        "法人及非法人组织": (
            f"云桥区{''.join(n)}有限公司" for n in itertools.product(STEMS, BRANCHES, STEMS)
        ),
    }
    number = itertools.count(1)
    for path in sorted((Path(__file__).parent / "offences").glob("*.yaml")):
        for code, told in yaml.safe_load(path.read_text("utf-8"))["offences"].items():
            assert set(told) <= {"common", *OUTCOMES}, (code, set(told))
            for outcome in OUTCOMES:
                for given in told.get(outcome, []):
                    row = told["common"] | given
                    wanted = {name: row.pop(name, None) for name in ("expect", "missing", "reason")}
                    row |= {
                        "decision_no": f"云罚〔2026〕{next(number)}号",
                        "party_name": next(names[row["party_type"]]),
                    }
                    yield wanted | {"offence": str(code), "outcome": outcome, "row": row}


CASES = list(_read())


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the model and the evaluation say of each decision, by its number."""
    folder = tmp_path_factory.mktemp("offences")
    (folder / keys.FILE).write_text("5a" * keys.LENGTH, "ascii")
    pool = Pool(folder / "pool.duckdb")
    files = deliver(folder, {"penalty": [case["row"] for case in CASES]})
    import_paths(pool, files, source="golden", now=datetime(2026, 11, 1, 8, 0))
    card = next(card for card in CARDS() if card.id == MODEL)
    with pool.write() as con:
        build_until_models(con, as_of=AS_OF, covered=COVERED)
        run_model(con, card)
        model = {row["subject_no"]: row for row in con.sql(f'FROM model."{MODEL}"').pl().to_dicts()}
        evaluation = con.sql(
            "SELECT p.decision_no, e.* FROM known.penalty AS p JOIN fact.evaluation AS e "
            "ON e.feed = 'penalty' AND e.record_id = p.record_id"
        ).pl()
    judged: dict[str, dict[str, Any]] = {}
    for row in evaluation.iter_rows(named=True):
        judged.setdefault(row["decision_no"], {})[row["offence"]] = row
    numbers = [case["row"]["decision_no"] for case in CASES]
    return {no: {"model": model.get(no), "by_offence": judged.get(no, {})} for no in numbers}


@pytest.mark.parametrize("code", sorted({case["offence"] for case in CASES}))
def test_decisions_of_the_offence(code: str, told: dict[str, dict[str, Any]]) -> None:
    wrong = []
    for case in (case for case in CASES if case["offence"] == code):
        found = told[case["row"]["decision_no"]]
        model, own = found["model"], found["by_offence"].get(code)
        said = "clear" if model is None else model["outcome"]
        if said != case["outcome"] or own is None or not _as_wanted(case, model, own):
            by_offence = found["by_offence"].items()
            told_of = {code: (e["outcome"], e["missing"], e["exclusion"]) for code, e in by_offence}
            reason = model and (model["offence"], model["reason_code"], model["missing"])
            wrong.append((case["outcome"], case["row"]["facts"], said, reason, told_of))
    assert not wrong, wrong


def _as_wanted(case: dict[str, Any], model: dict[str, Any] | None, own: dict[str, Any]) -> bool:
    if case["outcome"] == "clear" or model is None:
        # Clear for what it is about, not for want of an offence.
        return bool(own["outcome"] == "unmet" and case["reason"] is None)
    if case["outcome"] == "insufficient":
        return bool(own["outcome"] == "unknown" and set(own["missing"]) >= set(case["missing"]))
    if case["outcome"] == "excluded":
        is_own = model["reason_code"] == "offence_not_applicable"
        return bool(own["exclusion"] == case["reason"] if is_own else model["reason_code"] == case["reason"])
    expect = {
        name: Decimal(value) if name in ("value", "threshold") else value
        for name, value in (case["expect"] or {}).items()
    }
    is_named = model["offence"] == RULEBOOK().offences[case["offence"]].name
    return is_named and own["outcome"] == "met" and expect == {name: own[name] for name in expect}


def test_every_offence_that_fires_is_shown_in_every_outcome() -> None:
    shown = {(case["offence"], case["outcome"]) for case in CASES}
    wanted = {(offence.code, outcome) for offence in RULEBOOK().active for outcome in OUTCOMES}
    assert sorted(wanted - shown) == []


def test_every_exclusion_of_every_offence_is_shown() -> None:
    shown = {(case["offence"], case["reason"]) for case in CASES if case["outcome"] == "excluded"}
    wanted = {(o.code, exclusion.code) for o in RULEBOOK().active for exclusion in o.exclusions}
    assert sorted(wanted - shown) == []
