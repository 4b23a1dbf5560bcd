"""Runs supervision models: every subject in scope gets exactly one outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from models.card import Card
from warehouse import tables
from warehouse.errors import CheckFailed
from warehouse.intake.values import install_macros

OUTCOMES = ("flagged", "insufficient", "excluded", "clear", "not_computable")

# What every model's SELECT returns, one row per subject in scope.
COLUMNS: Mapping[str, str] = {
    "subject_kind": "VARCHAR",
    "subject_id": "VARCHAR",
    "subject_no": "VARCHAR",
    "related_nos": "VARCHAR[]",
    "authority": "VARCHAR",
    "party_id": "VARCHAR",
    "party_name": "VARCHAR",
    "credit_code": "VARCHAR",
    "outcome": "VARCHAR",
    "reason_code": "VARCHAR",
    "missing": "VARCHAR[]",
    "offence": "VARCHAR",
    "rule_version": "VARCHAR",
    "legal_basis": "VARCHAR",
    "measure": "VARCHAR",
    "value": "DECIMAL(18,4)",
    "unit": "VARCHAR",
    "threshold": "DECIMAL(18,4)",
    "margin": "DOUBLE",
    "certainty": "DOUBLE",
    "reason_zh": "VARCHAR",
    "occurred_on": "DATE",
    "known_on": "DATE",
    "sources": "STRUCT(feed VARCHAR, record_id VARCHAR)[]",
    "links": "VARCHAR",
    "exceptions": "VARCHAR",
}
# What a model's SELECT may return besides: the severity and class of this subject where they differ from the
# card's, and for a step not yet overdue the day on which it is due.
OPTIONAL: Mapping[str, str] = {"severity": "VARCHAR", "model_class": "VARCHAR", "due_on": "DATE"}
# The parameter of a card that says how many working days ahead a step is due soon.
DUE_SOON = "due_soon_days"


def set_parameters(
    con: duckdb.DuckDBPyConnection, cards: Iterable[Card], overrides: Mapping[str, Mapping[str, float]]
) -> None:
    """Write ``rule.parameter`` (model, id, value): the cards' defaults, overridden by the installation.

    Raises
    ------
    CheckFailed
        If an override names a model or parameter that no card has.
    """
    values = {(card.id, p.id): p.default for card in cards for p in card.parameters}
    for model, chosen in overrides.items():
        for name, value in chosen.items():
            if (model, name) not in values:
                raise CheckFailed(
                    "没有这个参数",
                    where=f"config.yaml: parameters: {model}: {name}",
                    expected=", ".join(sorted(f"{m}.{n}" for m, n in values)),
                    action="请更正名称或删去该行",
                )
            values[model, name] = value
    con.execute("CREATE OR REPLACE TABLE rule.parameter (model VARCHAR, id VARCHAR, value DOUBLE)")
    rows = [[model, name, value] for (model, name), value in sorted(values.items())]
    tables.fill(con, "rule.parameter", rows)


def run_model(con: duckdb.DuckDBPyConnection, card: Card) -> dict[str, int]:
    """Run one model and store what was not clear in ``model.<id>``, the counts in ``model.count``.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate; ``known``, ``fact``, ``party`` and ``rule`` are built.
    card : Card
        The model.

    Returns
    -------
    dict of str to int
        Subjects per outcome, all five outcomes present.

    Raises
    ------
    CheckFailed
        If a subject has two rows or no valid outcome, or a reason that the card does not list.
    """
    install_macros(con)
    query = card.path.read_text("utf-8")
    given = con.sql(query).columns
    every = [f'"{name}"::{kind} AS "{name}"' for name, kind in COLUMNS.items()]
    every += [
        f'{chr(34) + name + chr(34) if name in given else "NULL"}::{kind} AS "{name}"'
        for name, kind in OPTIONAL.items()
    ]
    chosen = ",\n    ".join(every)
    con.execute(f"CREATE OR REPLACE TEMP TABLE scored AS\nSELECT\n    {chosen}\nFROM (\n{query}\n)")
    _verify(con, card)
    con.execute(f"CREATE OR REPLACE TABLE model.\"{card.id}\" AS FROM scored WHERE outcome <> 'clear'")
    _keep_due_soon(con, card, "due_on" in given)
    found = con.execute("SELECT outcome, count(*) FROM scored GROUP BY outcome").fetchall()
    con.execute("DROP TABLE scored")
    counts = dict.fromkeys(OUTCOMES, 0) | {str(outcome): int(n) for outcome, n in found}
    con.execute(
        "CREATE TABLE IF NOT EXISTS model.count (model VARCHAR, flagged BIGINT, insufficient BIGINT, "
        "excluded BIGINT, clear BIGINT, not_computable BIGINT)"
    )
    con.execute("DELETE FROM model.count WHERE model = ?", [card.id])
    con.execute(
        "INSERT INTO model.count VALUES (?, ?, ?, ?, ?, ?)", [card.id, *(counts[o] for o in OUTCOMES)]
    )
    return counts


def _keep_due_soon(con: duckdb.DuckDBPyConnection, card: Card, has_due: bool) -> None:
    """Carry the subjects whose step is due within the card's working days into ``model.due_soon``."""
    con.execute(_DUE_SOON_TABLE)
    con.execute("DELETE FROM model.due_soon WHERE model = ?", [card.id])
    if has_due and any(parameter.id == DUE_SOON for parameter in card.parameters):
        con.execute(_DUE_SOON, [card.id, card.id, DUE_SOON])


_DUE_SOON_TABLE = """CREATE TABLE IF NOT EXISTS model.due_soon (
    model VARCHAR, subject_kind VARCHAR, subject_id VARCHAR, subject_no VARCHAR, authority VARCHAR,
    party_name VARCHAR, due_on DATE, working_days_left INTEGER, legal_basis VARCHAR, reason_zh VARCHAR)"""
# Neither overdue nor done: due today or within the working days the card names.
_DUE_SOON = """INSERT INTO model.due_soon
SELECT ?, subject_kind, subject_id, subject_no, authority, party_name, due_on, working_days_left, legal_basis,
       reason_zh
FROM (
    SELECT s.*, (
        SELECT count(*) FROM rule.calendar AS c, known.run AS r
        WHERE c.is_working AND c.day > r.as_of AND c.day <= s.due_on
    )::INTEGER AS working_days_left
    FROM scored AS s
    WHERE s.outcome = 'clear' AND s.due_on >= (SELECT as_of FROM known.run)
)
WHERE working_days_left <= (SELECT max(value) FROM rule.parameter WHERE model = ? AND id = ?)"""


def _verify(con: duckdb.DuckDBPyConnection, card: Card) -> None:
    double = con.execute(
        "SELECT subject_kind, subject_id, count(*) FROM scored GROUP BY ALL HAVING count(*) > 1 LIMIT 1"
    ).fetchall()
    if double:
        raise CheckFailed(
            "subject with two outcomes", where=f"{card.id}: {double[0]}", expected="one row per subject"
        )
    reasons = {"excluded": set(card.excluded), "insufficient": set(card.insufficient)}
    for outcome, reason in con.execute("SELECT DISTINCT outcome, reason_code FROM scored").fetchall():
        if outcome not in OUTCOMES or (outcome in reasons and reason not in reasons[outcome]):
            raise CheckFailed(
                "outcome or reason that the card does not list",
                where=card.id,
                found=f"{outcome} / {reason}",
                expected=", ".join(sorted(reasons.get(outcome, OUTCOMES))),
                action="complete the card or correct the SQL",
            )


_OUTCOME = """SELECT
    '{id}' AS model, subject_kind, subject_id, subject_no, related_nos, authority, party_name,
    offence, outcome, reason_code, missing, reason_zh
FROM model."{id}" WHERE outcome <> 'flagged'"""


def outcomes(con: duckdb.DuckDBPyConnection, cards: Iterable[Card]) -> None:
    """(Re)build ``model.outcome``: everything that was neither flagged nor clear, all models together."""
    parts = [_OUTCOME.format(id=card.id) for card in cards]
    con.execute("CREATE OR REPLACE TABLE model.outcome AS " + "\nUNION ALL\n".join(parts))
