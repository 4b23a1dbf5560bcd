"""Days on which steps are due: examples counted by hand, and lengths stated a second time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from models.rulebook import publish
from models.rulebook.clocks import Term, load_clocks
from tests import chain
from warehouse.intake.values import install_macros
from warehouse.pool import memory
from warehouse.yaml_text import parse as parse_yaml

SECOND = parse_yaml((Path(__file__).parents[1] / "data" / "rulebook_clocks.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    con = memory()
    install_macros(con)
    publish.build(con, chain.RULEBOOK(), chain.CARDS())
    return con


def due(con: duckdb.DuckDBPyConnection, clock: str, day: str) -> str | None:
    found = con.execute("SELECT due_on FROM rule.due WHERE clock = ? AND day = ?", [clock, day]).fetchall()
    return found[0][0].isoformat() if found else None


@pytest.mark.parametrize(
    ("clock", "start", "last"),
    [
        ("police_review", "2026-03-02", "2026-03-05"),
        # Across the National Day holiday of 2025 the last day moves to the first working day.
        ("police_review", "2025-09-30", "2025-10-09"),
        # A last day on a Sunday moves, on a Sunday that is worked it does not.
        ("police_review", "2025-10-09", "2025-10-13"),
        ("police_review", "2025-09-25", "2025-09-28"),
        # Working days: from the day before National Day 2025, from inside it; Saturday 11 October is worked.
        ("reverse_internal_transfer", "2025-09-30", "2025-10-11"),
        ("reverse_internal_transfer", "2025-10-04", "2025-10-11"),
        ("on_site_fine_delivery", "2025-09-30", "2025-10-10"),
        # A Friday, then a Sunday that is worked; New Year's holiday, then a Sunday that is worked.
        ("reverse_internal_transfer", "2026-09-18", "2026-09-22"),
        ("reverse_internal_transfer", "2025-12-31", "2026-01-06"),
        ("reverse_review", "2025-03-03", "2025-03-17"),
        ("reverse_review", "2026-12-30", None),
        ("no_filing_reasons", "2025-09-30", "2025-10-09"),
        ("filing_on_notice", "2026-04-01", "2026-04-16"),
        # Three months from 30 November end on the last day of February, a Saturday turned working day.
        ("investigation_on_notice", "2025-11-30", "2026-02-28"),
        ("transfer_sending", "2026-03-06", "2026-03-07"),
        # Before the rule there was no term, and before the calendar none can be counted.
        ("no_filing_reasons", "2019-12-29", None),
        ("police_review", "2010-03-02", None),
    ],
)
def test_a_step_is_due(con: duckdb.DuckDBPyConnection, clock: str, start: str, last: str | None) -> None:
    assert due(con, clock, start) == last


def _length(term: Term) -> str:
    if term.words is not None:
        return term.words
    told = f"{term.amount} {term.unit}"
    extension = term.extension
    if extension is not None and extension.amount is not None:
        told += f" + {extension.amount} {extension.unit}" + (
            f" x {extension.times}" if extension.times > 1 else ""
        )
    return told


@pytest.mark.parametrize(("step", "day", "length"), SECOND, ids=[f"{row[0]}@{row[1]}" for row in SECOND])
def test_the_number_is_the_one_stated_a_second_time(step: str, day: date, length: str) -> None:
    term = load_clocks()[step].term_on(day)
    assert term is not None
    assert _length(term) == length


def test_every_term_is_stated_a_second_time() -> None:
    clocks = load_clocks()
    stated = {(step, clocks[step].term_on(day)) for step, day, _ in SECOND}
    assert stated == {(name, term) for name, clock in clocks.items() for term in clock.versions}


def test_a_step_without_a_number_has_no_due_day(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute("SELECT count(*) FROM rule.clock WHERE id = 'police_return'").fetchall() == [(0,)]
    assert due(con, "police_return", "2026-03-02") is None


def test_the_start_event_follows_the_law(con: duckdb.DuckDBPyConnection) -> None:
    starts = con.execute(
        "SELECT start_zh FROM rule.clock WHERE id = 'public_order_case' ORDER BY from_on"
    ).fetchall()
    assert starts == [("受理",), ("立案",)]


def test_one_due_day_per_clock_and_day(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute("SELECT 1 FROM rule.due GROUP BY clock, day HAVING count(*) > 1").fetchall() == []


def test_what_a_finding_cites_stands_in_the_table(con: duckdb.DuckDBPyConnection) -> None:
    cited = dict(con.execute("SELECT id, basis FROM rule.clock").fetchall())
    assert cited["police_review"] == "国务院令第310号第8条"
    assert due(con, "police_review", date(2026, 3, 2).isoformat()) == "2026-03-05"
