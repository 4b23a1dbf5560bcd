"""Golden passages: what fixed phrases say of a measure, written from the requirement, in several wordings."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.facts import phrases, texts
from tests import chain
from warehouse.pool import memory
from warehouse.yaml_text import parse as parse_yaml

HERE = Path(__file__).parent / "phrases"
PASSAGES = [
    (measure, passage)
    for file in sorted(HERE.glob("*.yaml"))
    for measure, passages in parse_yaml(file.read_text("utf-8")).items()
    for passage in passages
]


@pytest.fixture(scope="module")
def told() -> dict[tuple[int, str], tuple[Decimal, Decimal | None]]:
    con = memory()
    con.execute(
        "CREATE TABLE known.penalty (record_id VARCHAR, facts VARCHAR, penalty_text VARCHAR, "
        "violation VARCHAR, remark VARCHAR)"
    )
    con.execute(
        "CREATE TABLE known.admin_case "
        "(record_id VARCHAR, facts VARCHAR, close_reason VARCHAR, violation VARCHAR)"
    )
    con.execute("CREATE TABLE known.transfer (record_id VARCHAR, facts VARCHAR)")
    con.execute("CREATE TABLE known.police_case (record_id VARCHAR, facts VARCHAR, outcome VARCHAR)")
    con.executemany(
        "INSERT INTO known.penalty VALUES (?, ?, NULL, NULL, NULL)",
        [(str(place), text) for place, (_, (text, _)) in enumerate(PASSAGES)],
    )
    # Every measure is looked for in every passage: a phrase of one must not be taken for another.
    rulebook = chain.RULEBOOK()
    con.execute(
        "CREATE TABLE fact.candidate AS "
        "SELECT 'penalty' AS feed, record_id, unnest(?::VARCHAR[]) AS offence FROM known.penalty",
        [list(rulebook.offences)],
    )
    texts.read_new(con)
    phrases.build(con, rulebook)
    rows = con.execute("SELECT record_id::INTEGER, measure, lo, hi FROM fact.phrase").fetchall()
    return {(place, measure): (lo, hi) for place, measure, lo, hi in rows}


@pytest.mark.parametrize(
    "place", range(len(PASSAGES)), ids=[f"{place}-{m}" for place, (m, _) in enumerate(PASSAGES)]
)
def test_passage(place: int, told: dict[tuple[int, str], tuple[Decimal, Decimal | None]]) -> None:
    measure, (text, wanted) = PASSAGES[place]
    found = told.get((place, measure))
    if wanted is None:
        assert found is None, text
        return
    low, high = wanted if isinstance(wanted, list) else (wanted, wanted)
    assert found == (Decimal(str(low)), None if high is None else Decimal(str(high))), (text, told)


def test_every_phrase_is_shown() -> None:
    shown: dict[str, list[Any]] = {}
    for measure, (_, wanted) in PASSAGES:
        shown.setdefault(measure, []).append(wanted)
    assert set(shown) == set(phrases.load_phrases())
    assert all(sum(wanted is not None for wanted in each) >= 2 for each in shown.values())
