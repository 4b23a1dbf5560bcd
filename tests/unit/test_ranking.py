"""The order of the list: one scale for amounts and terms, documented weights, statistics below rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import pytest

from models.findings import weights
from warehouse import tables
from warehouse.errors import RulebookError
from warehouse.pool import memory

RANKED = Path(weights.__file__).with_name("ranked.sql")
Subject = Mapping[str, object]
COLUMNS = {
    "finding_id": "VARCHAR", "model": "VARCHAR", "model_class": "VARCHAR", "card_severity": "VARCHAR",
    "subject_kind": "VARCHAR", "subject_id": "VARCHAR", "value": "DECIMAL(18,4)", "unit": "VARCHAR",
    "threshold": "DECIMAL(18,4)", "margin": "DOUBLE", "certainty": "DOUBLE",
}  # fmt: skip


def subject(name: str, **given: object) -> Subject:
    base = {
        "finding_id": name, "model": "m1", "model_class": "rule", "card_severity": "high", "value": None,
        "subject_kind": "penalty", "subject_id": name, "unit": "元", "threshold": None, "margin": 1.0,
        "certainty": 1.0,
    }  # fmt: skip
    return {**base, **given}


def amount(name: str, lines: float, **given: object) -> Subject:
    return subject(name, value=lines * 50_000, threshold=50_000, margin=lines, **given)


def term(name: str, taken: float, allowed: float, unit: str = "日", **given: object) -> Subject:
    return subject(name, value=taken, threshold=allowed, unit=unit, margin=taken / allowed, **given)


def rank(*subjects: Subject) -> dict[str, tuple[int, str, float]]:
    con: duckdb.DuckDBPyConnection = memory()
    con.execute("CREATE SCHEMA IF NOT EXISTS finding")
    con.execute(f"CREATE TABLE finding.flagged ({', '.join(f'{n} {k}' for n, k in COLUMNS.items())})")
    con.executemany(
        f"INSERT INTO finding.flagged VALUES ({', '.join('?' * len(COLUMNS))})",
        [[row[name] for name in COLUMNS] for row in subjects],
    )
    weights.publish(con, weights.load_weights())
    tables.build(con, "finding", RANKED)
    return {
        name: (place, severity, score)
        for name, place, severity, score in con.execute(
            "SELECT finding_id, rank, severity, score FROM finding.ranked"
        ).fetchall()
    }


def order(*subjects: Subject) -> list[str]:
    ranked = rank(*subjects)
    return sorted(ranked, key=lambda name: ranked[name][0])


def test_a_term_of_days_exceeded_by_years_does_not_outrank_ten_times_the_line() -> None:
    # 873 days instead of 7 is 125 times the term, but it is not 125 times as grave.
    assert order(term("late", 873, 7), amount("large", 10.0)) == ["large", "late"]


def test_a_delay_of_a_year_outranks_a_delay_of_a_week_whatever_the_term() -> None:
    year, week = term("year", 395, 30), term("week", 10, 3)
    assert order(week, year) == ["year", "week"]


def test_hours_and_days_are_one_scale() -> None:
    ranked = rank(term("hours", 24 + 48, 24, "小时"), term("days", 3 + 2, 3))
    assert ranked["hours"][2] == pytest.approx(ranked["days"][2], abs=1e-6)


@pytest.mark.parametrize("make", [amount, lambda name, lines: term(name, 3 + 90 * (lines - 1), 3)])
def test_the_score_rises_with_the_margin_and_never_reaches_one(make: Callable[[str, float], Subject]) -> None:
    scores = [rank(make("a", lines))["a"][2] for lines in (1.0, 1.5, 3.0, 10.0, 1000.0)]
    assert scores == sorted(set(scores))
    assert scores[-1] < 1


def test_exactly_at_the_line_scores_half_the_weight_of_a_rule() -> None:
    found = weights.load_weights().components
    assert rank(amount("a", 1.0))["a"][2] == pytest.approx(found.line.weight / 2, abs=1e-6)
    assert rank(term("a", 3, 3))["a"][2] == pytest.approx(found.term.weight / 2, abs=1e-6)


def test_a_doubt_lowers_the_score() -> None:
    assert order(amount("doubted", 2.0, certainty=0.5), amount("sure", 2.0)) == ["sure", "doubted"]


def test_agreement_is_a_noisy_or_of_weighted_components() -> None:
    alone = rank(amount("a", 2.0))["a"][2]
    both = rank(amount("a", 2.0, subject_id="s"), amount("b", 4.0, subject_id="s", model="m2"))["a"][2]
    weight = weights.load_weights().components.further_rule.weight
    assert both == pytest.approx(1 - (1 - alone) * (1 - weight * 4.0 / 5.0), abs=1e-6)


def test_a_statistical_lead_never_outranks_a_rule_finding() -> None:
    weakest = amount("rule", 1.0, card_severity="low", certainty=0.5)
    lead = amount("lead", 50.0, model_class="statistical", model="m2", card_severity="high")
    ranked = rank(lead, weakest)
    assert ranked["rule"][0] == 1
    assert ranked["lead"][2] <= weights.load_weights().statistical_cap


def test_the_cap_lies_not_above_a_certain_rule_finding_at_its_term() -> None:
    assert weights.load_weights().statistical_cap <= rank(term("a", 3, 3))["a"][2]


def test_a_large_margin_raises_the_severity_of_rules_by_one_step_only() -> None:
    ranked = rank(
        amount("low", 100.0, card_severity="low"),
        amount("below", 4.99, card_severity="medium"),
        term("delay", 3 + 4 * 180, 3, card_severity="medium"),
        amount("lead", 100.0, card_severity="low", model_class="statistical"),
    )
    assert {name: severity for name, (_, severity, _) in ranked.items()} == {
        "low": "medium", "below": "medium", "delay": "high", "lead": "low",
    }  # fmt: skip


def test_equal_findings_are_ordered_by_their_id_whatever_the_order_of_delivery() -> None:
    same = [amount(name, 2.0) for name in ("c", "a", "b")]
    assert order(*same) == order(*reversed(same)) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("old", "new"),
    [("weight: 0.95", "weight: 1.5"), ("statistical_cap: 0.40", "cap: 0.40"), ("  term:", "  time:")],
    ids=["a weight above one", "an unknown key", "a component that is missing"],
)
def test_a_wrong_file_of_weights_is_an_error_with_its_key(tmp_path: Path, old: str, new: str) -> None:
    text = weights.FILE.read_text("utf-8")
    assert old in text
    wrong = tmp_path / "weights.yaml"
    wrong.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(RulebookError, match=r"weights\.yaml"):
        weights.load_weights(wrong)
