"""Puts cases before the compiled rulebook: rows in, rows of ``fact.evaluation`` out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import polars as pl

from models.rulebook import Rulebook, evaluate
from models.rulebook.vocabulary import Vocabulary, load_vocabulary
from tests import chain
from tests.rulebook_reference import Case
from warehouse.pool import memory

RULEBOOK = chain.RULEBOOK()
_MONEY = pl.Decimal(18, 4)


def measure_columns(vocabulary: Vocabulary | None = None) -> dict[str, str]:
    """Return the columns of ``fact.measure`` with their SQL types, in order."""
    words = vocabulary or load_vocabulary()
    columns = {"feed": "VARCHAR", "record_id": "VARCHAR"}
    for measure in words.amounts:
        columns |= {f"{measure}_lo": "DECIMAL(18,4)", f"{measure}_hi": "DECIMAL(18,4)"}
    return columns | dict.fromkeys(words.flags, "BOOLEAN")


def evaluated(cases: Sequence[Case], as_of: date, rulebook: Rulebook = RULEBOOK) -> list[dict[str, Any]]:
    """Return the evaluation of each case, in order."""
    con = memory()
    columns = measure_columns(rulebook.vocabulary)
    con.execute(
        "CREATE TABLE fact.measure (" + ", ".join(f"{name} {kind}" for name, kind in columns.items()) + ")"
    )
    frame = pl.DataFrame(
        [_row(place, case, rulebook) for place, case in enumerate(cases)],
        schema=_schema(tuple(columns.items())),
    )
    con.register("frame", frame.to_arrow())
    con.execute("INSERT INTO fact.measure SELECT " + ", ".join(columns) + " FROM frame")
    con.execute(
        "CREATE TABLE fact.candidate AS "
        "SELECT feed, record_id, offence, 1.0 AS confidence, '' AS why FROM frame"
    )
    con.execute("CREATE TABLE fact.subject AS SELECT feed, record_id, act_on, party_kind FROM frame")
    evaluate.build(con, rulebook, as_of)
    rows = con.sql("FROM fact.evaluation ORDER BY record_id").pl().to_dicts()
    con.close()
    assert len(rows) == len(cases)
    return rows


@lru_cache
def _schema(columns: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    types = {"VARCHAR": pl.String(), "BOOLEAN": pl.Boolean(), "DECIMAL(18,4)": _MONEY}
    return {name: types[kind] for name, kind in columns} | {
        "offence": pl.String(),
        "act_on": pl.Date(),
        "party_kind": pl.String(),
    }


def _row(place: int, case: Case, rulebook: Rulebook) -> dict[str, Any]:
    row: dict[str, Any] = {"feed": "penalty", "record_id": f"{place:06d}"}
    for name in rulebook.vocabulary.amounts:
        row[f"{name}_lo"], row[f"{name}_hi"] = case.amounts[name]
    row |= {flag: case.flags.get(flag) for flag in rulebook.vocabulary.flags}
    return row | {"offence": case.offence, "act_on": case.act_on, "party_kind": case.party_kind}


def case(
    offence: str,
    act_on: str = "2025-07-30",
    kind: str | None = "unit",
    silent: str = "unknown",
    flags: dict[str, bool | None] | None = None,
    **amounts: float | str | tuple[float | str, float | str | None],
) -> Case:
    """Return a case: amounts as told, all others unknown (or none, if ``silent`` is "none")."""
    nothing = (Decimal(0), None if silent == "unknown" else Decimal(0))
    known: dict[str, tuple[Decimal, Decimal | None]] = dict.fromkeys(RULEBOOK.vocabulary.amounts, nothing)
    for name, amount in RULEBOOK.vocabulary.amounts.items():
        if amount.absent is not None:
            known[name] = (Decimal(amount.absent), Decimal(amount.absent))
    for name, value in amounts.items():
        low, high = value if isinstance(value, tuple) else (value, value)
        known[name] = (Decimal(str(low)), None if high is None else Decimal(str(high)))
    said: dict[str, bool | None] = {
        name: None if flag.absent == "unknown" else False for name, flag in RULEBOOK.vocabulary.flags.items()
    }
    return Case(offence, date.fromisoformat(act_on), kind, known, said | (flags or {}))
