"""The rulebook as tables that models join: ``rule.*``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from models.card import Card
from models.rulebook import penalty_tables
from models.rulebook.book import Rulebook
from models.rulebook.clocks import load_clocks
from models.rulebook.general import Value, load_general
from models.rulebook.marks import load_marks
from models.rulebook.offence import Source
from models.rulebook.provinces import load_provinces
from models.rulebook.statement import measures_asked
from warehouse import tables
from warehouse.calendar import Calendar
from warehouse.errors import RulebookError
from warehouse.yaml_text import parse as parse_yaml

_TERM = Path(__file__).with_name("transfer_term.sql")
_DUE = Path(__file__).with_name("due.sql")
_ATTACHMENTS = Path(__file__).with_name("attachments.yaml")
_CONDUCTS = Path(__file__).with_name("conducts.yaml")


def build(con: duckdb.DuckDBPyConnection, rulebook: Rulebook, cards: Iterable[Card]) -> None:
    """(Re)build the tables of the rulebook.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate.
    rulebook : Rulebook
        The offences.
    cards : iterable of Card
        The models, for the wording of their reasons.

    Notes
    -----
    ``rule.offence`` (code, name, short_name, conduct, status, article, family, adds_up, window_months) ·
    ``rule.offence_measure`` (offence, measure: what its lines and exclusions look at) ·
    ``rule.general`` (id, offence and flags: NULL for all, value, from_on, to_on) ·
    ``rule.clock`` (id, amount, unit, rolls, from_on, to_on, zh, start_zh, basis), without the steps whose
    term is a word ·
    ``rule.calendar`` (day, is_working) · ``rule.calendar_gap`` (year, missing: the first year after it
    without a calendar) · ``rule.transfer_term`` (day, due_on) ·
    ``rule.due`` (clock, day, due_on) · ``rule.reason`` (model, outcome, code, zh) ·
    ``rule.provincial_line`` (province, name, line, zh, value, from_on, to_on, basis, confidence) ·
    ``rule.penalty_norm`` and ``rule.penalty_band`` (the fines that norms threaten) ·
    ``rule.norm`` (model, basis) · ``rule.attachment`` (place, name, known_by, offences, basis) ·
    ``rule.mark`` (code, zh, offences, is_lowering, basis) · ``rule.mark_cue`` (code, way, cues, kind, what).
    """
    _fill_offences(con, rulebook)
    _fill_clocks(con)
    penalty_tables.build(con, rulebook.vocabulary)
    _fill_provinces(con, rulebook)
    _fill_attachments(con)
    _fill_marks(con, rulebook)
    _fill_cards(con, list(cards))


def _fill_offences(con: duckdb.DuckDBPyConnection, rulebook: Rulebook) -> None:
    conducts = _conducts(rulebook)
    _fill(
        con,
        "offence (code VARCHAR, name VARCHAR, short_name VARCHAR, conduct VARCHAR, status VARCHAR, "
        "article VARCHAR, family VARCHAR, adds_up BOOLEAN, window_months INTEGER, "
        "punishes_units BOOLEAN)",
        [
            [
                *(o.code, o.name, o.short_name, conducts.get(o.family, o.family), o.status, o.article),
                *(o.family, o.cumulation.adds_up),
                o.cumulation.window.in_months if o.cumulation.window else None,
                "unit" in o.subjects,
            ]
            for o in rulebook.offences.values()
        ],
    )
    held: list[tuple[str, str | None, list[str] | None, Value]] = []
    for name, rule in load_general(rulebook).items():
        for version in rule.versions:
            if rule.offences is None:
                held.append((name, None, None, version))
            else:
                held += [(name, code, list(flags), version) for code, flags in rule.offences.items()]
    _fill(
        con,
        "offence_measure (offence VARCHAR, measure VARCHAR)",
        [
            [offence.code, name]
            for offence in rulebook.offences.values()
            for name in sorted(measures_asked(offence, rulebook.vocabulary))
        ],
    )
    _fill(
        con,
        "general (id VARCHAR, offence VARCHAR, flags VARCHAR[], value DECIMAL(18,4), "
        "from_on DATE, to_on DATE)",
        [[name, code, flags, v.value, v.from_on, v.to_on] for name, code, flags, v in held],
    )


def _fill_clocks(con: duckdb.DuckDBPyConnection) -> None:
    terms = [
        (name, clock, term)
        for name, clock in load_clocks().items()
        for term in clock.versions
        if term.amount is not None
    ]
    _fill(
        con,
        "clock (id VARCHAR, amount INTEGER, unit VARCHAR, rolls BOOLEAN, from_on DATE, to_on DATE, "
        "zh VARCHAR, start_zh VARCHAR, basis VARCHAR)",
        [
            [
                name,
                t.amount,
                t.unit,
                t.rolls,
                t.from_on,
                t.to_on,
                clock.zh,
                clock.start_of(t),
                t.source.cite(),
            ]
            for name, clock, t in terms
        ],
    )
    calendar = Calendar.load().frame()
    con.register("calendar_frame", calendar)
    con.execute("CREATE OR REPLACE TABLE rule.calendar AS SELECT day, is_working FROM calendar_frame")
    con.unregister("calendar_frame")
    # A term that begins in a year with a calendar is left open by the first year after it that has none.
    con.execute(
        "CREATE OR REPLACE TABLE rule.calendar_gap AS "
        "SELECT y.year, min(y.year + later.n)::INTEGER AS missing "
        "FROM (SELECT DISTINCT year(day)::INTEGER AS year FROM rule.calendar) AS y, "
        "range(1, 200) AS later(n) "
        "WHERE y.year + later.n NOT IN (SELECT year(day) FROM rule.calendar) GROUP BY y.year"
    )
    tables.build(con, "rule", _TERM)
    tables.build(con, "rule", _DUE)


def _fill_provinces(con: duckdb.DuckDBPyConnection, rulebook: Rulebook) -> None:
    words = rulebook.vocabulary
    _fill(
        con,
        "provincial_line (province VARCHAR, name VARCHAR, line VARCHAR, zh VARCHAR, value DECIMAL(18,4), "
        "from_on DATE, to_on DATE, basis VARCHAR, confidence VARCHAR)",
        [
            [code, p.name, line, words.zh(line), t.value, t.from_on, t.to_on, t.source.cite(), t.confidence]
            for code, p in load_provinces(words).items()
            for line, terms in p.lines.items()
            for t in terms
        ],
    )


def _fill_attachments(con: duckdb.DuckDBPyConnection) -> None:
    required = parse_yaml(_ATTACHMENTS.read_text("utf-8"))
    cited = Source.model_validate(required["source"]).cite()
    _fill(
        con,
        "attachment (place INTEGER, name VARCHAR, known_by VARCHAR[], offences VARCHAR[], basis VARCHAR)",
        [
            [place, paper["name"], paper["known_by"], paper.get("offences"), cited]
            for place, paper in enumerate(required["attachments"])
        ],
    )


def _fill_marks(con: duckdb.DuckDBPyConnection, rulebook: Rulebook) -> None:
    marks = load_marks(set(rulebook.offences))
    _fill(
        con,
        "mark (code VARCHAR, zh VARCHAR, offences VARCHAR[], is_lowering BOOLEAN, basis VARCHAR)",
        [
            [
                code,
                f"{m.zh}（{m.source.cite()}）",
                list(m.offences) if m.offences else None,
                m.lowers,
                m.source.cite(),
            ]
            for code, m in marks.items()
        ],
    )
    _fill(
        con,
        "mark_cue (code VARCHAR, way INTEGER, cues INTEGER, kind VARCHAR, what VARCHAR)",
        [
            [code, way, len(mark.when[way]), kind, what]
            for code, mark in marks.items()
            for way, kind, what in mark.cues
        ],
    )


def _fill_cards(con: duckdb.DuckDBPyConnection, cards: Sequence[Card]) -> None:
    _fill(
        con,
        "norm (model VARCHAR, basis VARCHAR)",
        [[card.id, "；".join(norm.law + norm.article for norm in card.legal_basis)] for card in cards],
    )
    _fill(
        con,
        "reason (model VARCHAR, outcome VARCHAR, code VARCHAR, zh VARCHAR)",
        [
            [card.id, outcome, code, zh]
            for card in cards
            for outcome, reasons in (("excluded", card.excluded), ("insufficient", card.insufficient))
            for code, zh in reasons.items()
        ],
    )


def _conducts(rulebook: Rulebook) -> dict[str, str]:
    """Return the conduct of each family that shares one with others.

    Raises
    ------
    RulebookError
        If a family is named that no offence has.
    """
    groups: dict[str, list[str]] = parse_yaml(_CONDUCTS.read_text("utf-8"))
    known = {offence.family for offence in rulebook.offences.values()}
    named = {family: conduct for conduct, families in groups.items() for family in families}
    if unknown := sorted(set(named) - known):
        raise RulebookError(
            "family without an offence",
            where=_CONDUCTS.name,
            found=", ".join(unknown),
            expected=", ".join(sorted(known)),
            action="correct the name or remove it",
        )
    return named


def _fill(con: duckdb.DuckDBPyConnection, definition: str, rows: Sequence[Sequence[Any]]) -> None:
    con.execute(f"CREATE OR REPLACE TABLE rule.{definition}")
    tables.fill(con, f"rule.{definition.split(' ', 1)[0]}", rows)
