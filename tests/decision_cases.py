"""Decisions with what the law makes of them, and what f01 says: for the golden pairs and for the blind set.

A file holds, per offence, what its decisions have in ``common`` and, per outcome, rows of the feed of
penalties with what is expected. ``flagged``: the line is reached, by the evaluation in ``expect``. ``clear``:
the offence is looked at, its line is not reached. ``insufficient``: the facts in ``missing`` are not known.
``excluded``: for the ``reason``, an exclusion of the offence's own or one of f01. ``{party}`` in a text is
the name of the party.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from models.registry import run_model
from tests.chain import CARDS, RULEBOOK, build_until_models, deliver
from warehouse import keys
from warehouse.intake.importer import import_paths
from warehouse.pool import Pool
from warehouse.yaml_text import parse as parse_yaml

MODEL = "f01_penalty_instead_of_prosecution"
OUTCOMES = ("flagged", "clear", "insufficient", "excluded")
EXPECTED = ("expect", "missing", "reason", "known_wrong")
AS_OF = date(2026, 6, 1)
COVERED = ("transfer", "police_case", "prosecution", "judgment")
# 未 is "not": no part of a made-up name.
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午玄申酉戌亥"
SURNAMES = "陆沈顾周徐孙余岳韩魏蒋冯秦吕曹彭潘袁邓谢邹薛侯"


@dataclass(frozen=True)
class Case:
    """One decision: the row as delivered, and what the law makes of it."""

    file: str
    offence: str
    outcome: str
    row: dict[str, Any]
    wanted: dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What f01 says of one decision (None: nothing), and how each offence was evaluated."""

    model: dict[str, Any] | None
    by_offence: dict[str, dict[str, Any]]

    @property
    def outcome(self) -> str:
        return "clear" if self.model is None else str(self.model["outcome"])


def read_cases(paths: Iterable[Path]) -> list[Case]:
    """Return the decisions of the files, each with a number and a party of its own."""
    names = _names()
    number = itertools.count(1)
    return [_case(path.stem, *told, names, next(number)) for path in paths for told in _rows(path)]


def _rows(path: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for code, told in parse_yaml(path.read_text("utf-8"))["offences"].items():
        assert set(told) <= {"common", *OUTCOMES}, (path, code, set(told))
        for outcome in OUTCOMES:
            for given in told.get(outcome, []):
                yield str(code), outcome, told.get("common", {}) | given


def _case(
    file: str, offence: str, outcome: str, told: dict[str, Any], names: dict[str, Iterator[str]], number: int
) -> Case:
    party = next(names[told["party_type"]])
    row = {
        name: value.replace("{party}", party) if isinstance(value, str) else value
        for name, value in told.items()
        if name not in EXPECTED
    }
    row |= {"decision_no": f"云罚〔2026〕{number}号", "party_name": party}
    return Case(file, offence, outcome, row, {name: told.get(name) for name in EXPECTED})


def _names() -> dict[str, Iterator[str]]:
    first, more = (STEMS, BRANCHES, STEMS), (BRANCHES, STEMS, BRANCHES)
    signs = ["".join(n) for n in itertools.chain(itertools.product(*first), itertools.product(*more))]
    return {
        "自然人": map("".join, itertools.product(SURNAMES, STEMS, BRANCHES)),
        "个体工商户": (f"云桥区{n}经营部" for n in signs),
        "法人及非法人组织": (f"云桥区{n}有限公司" for n in signs),
    }


def judge(folder: Path, cases: Sequence[Case]) -> dict[str, Said]:
    """Return what f01 and the rulebook say of each decision, by its number, the whole way from a file."""
    (folder / keys.FILE).write_text("5a" * keys.LENGTH, "ascii")
    pool = Pool(folder / "pool.duckdb")
    files = deliver(folder, {"penalty": [case.row for case in cases]})
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
    numbers = [case.row["decision_no"] for case in cases]
    return {no: Said(model.get(no), judged.get(no, {})) for no in numbers}


def difference(case: Case, said: Said) -> str | None:
    """Return what was said of a decision where it is not what the law makes of it."""
    own = said.by_offence.get(case.offence)
    if said.outcome == case.outcome and own is not None and _is_as_wanted(case, said.model, own):
        return None
    by_offence = {
        code: (e["outcome"], e["measure"], e["value"], e["missing"], e["exclusion"])
        for code, e in said.by_offence.items()
    }
    reason = said.model and (said.model["offence"], said.model["reason_code"], said.model["missing"])
    wanted = {name: value for name, value in case.wanted.items() if value is not None}
    text = case.row["facts"] + case.row.get("penalty_text", "")
    return f"{case.offence} {case.outcome} {wanted}: said {said.outcome} {reason}; {by_offence}\n    {text}"


def _is_as_wanted(case: Case, model: dict[str, Any] | None, own: dict[str, Any]) -> bool:
    reason = case.wanted["reason"]
    if case.outcome == "clear" or model is None:
        # Clear for what it is about, not for want of an offence.
        return bool(own["outcome"] in ("unmet", "inapplicable") and reason is None)
    if case.outcome == "insufficient":
        return bool(own["outcome"] == "unknown" and set(own["missing"]) >= set(case.wanted["missing"] or []))
    if case.outcome == "excluded":
        is_own = model["reason_code"] == "offence_not_applicable"
        # A writer need not know by which code the rulebook calls an exclusion.
        is_named = model["reason_code"] == reason or (is_own and own["exclusion"] == reason)
        return bool(is_named and (not is_own or own["exclusion"]))
    expect = {
        name: Decimal(value) if name in ("value", "threshold") else value
        for name, value in (case.wanted["expect"] or {}).items()
    }
    if expect.get("measure") in RULEBOOK().vocabulary.flags:
        del expect["measure"]  # no line is shown of a circumstance; one of an amount may decide as well
    is_named = model["offence"] == RULEBOOK().offences[case.offence].name
    return is_named and own["outcome"] == "met" and expect == {name: own[name] for name in expect}
