"""The time of each layer after the intake, on the pool that the intake bench has filled."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import duckdb

from models import common, facts, findings, flow, parties, registry
from models.card import load_cards
from models.facts import measures, phrases, texts
from models.rulebook import candidates, evaluate, load_rulebook, publish
from warehouse import known, tables
from warehouse.contract import load_feeds
from warehouse.home import Home
from warehouse.intake.values import install_macros

AS_OF, NOW = date(2026, 11, 1), datetime(2026, 11, 1, 8)


def run(home: Home) -> dict[str, float]:
    """Build every layer after the pool, each in its own transaction, and return the seconds of each."""
    rulebook, cards, feeds = load_rulebook(), load_cards(), load_feeds()
    periods = [("transfer", date(2000, 1, 1), date(2099, 12, 31))]

    def views(con: duckdb.DuckDBPyConnection) -> None:
        known.build(con, feeds, as_of=AS_OF, known_at=NOW, run_id="bench", periods=periods)
        publish.build(con, rulebook, cards)
        registry.set_parameters(con, cards, {})

    steps: dict[str, Callable[[duckdb.DuckDBPyConnection], object]] = {
        "known and rule": views,
        "party": parties.build,
        "fact: subject": lambda con: tables.build(con, "fact", Path(facts.__file__).parent / "subject.sql"),
        "fact: texts, first reading": texts.read_new,
        "fact: texts, nothing new": texts.read_new,
        "fact: candidate": lambda con: candidates.build(con, rulebook),
        "fact: phrase": lambda con: phrases.build(con, rulebook),
        "fact: measure": measures.build,
        "fact: evaluation": lambda con: evaluate.build(con, rulebook, AS_OF),
        "common": lambda con: common.build(con, rulebook, AS_OF),
        "flow": flow.build,
        "model": lambda con: [registry.run_model(con, card) for card in cards],
        "finding": lambda con: findings.update(con, cards, feeds, run_id="bench", at=NOW),
    }
    times = {}
    for name, step in steps.items():
        began = time.perf_counter()
        with home.pool.write() as con:
            install_macros(con)
            step(con)
        times[name] = time.perf_counter() - began
    return times
