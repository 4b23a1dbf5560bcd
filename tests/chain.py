"""The chain from pool to models without Dagster, for tests that look at one link of it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb

import models.facts
from models import common, flow, parties, registry
from models.card import load_cards
from models.facts import measures, phrases, texts
from models.rulebook import candidates, evaluate, load_rulebook, publish
from warehouse import known, tables
from warehouse.contract import load_feeds
from warehouse.intake.values import install_macros

# Read once per process: the files do not change under a test that uses them.
RULEBOOK = functools.cache(load_rulebook)
CARDS = functools.cache(load_cards)
FOREVER = (date(2000, 1, 1), date(2099, 12, 31))


def build_until_models(
    con: duckdb.DuckDBPyConnection,
    *,
    as_of: date,
    covered: Sequence[str] = (),
    known_at: datetime = datetime(2100, 1, 1),
) -> None:
    """Build known, rule, party and fact tables on a pool that was imported into."""
    install_macros(con)
    known.build(
        con,
        load_feeds(),
        as_of=as_of,
        known_at=known_at,
        run_id="test",
        periods=[(feed, *FOREVER) for feed in covered],
    )
    rulebook = RULEBOOK()
    publish.build(con, rulebook, CARDS())
    registry.set_parameters(con, CARDS(), {})
    parties.build(con)
    tables.build(con, "fact", Path(models.facts.__file__).parent / "subject.sql")
    texts.read_new(con)
    candidates.build(con, rulebook)
    phrases.build(con, rulebook)
    measures.build(con)
    evaluate.build(con, rulebook, as_of)
    common.build(con, rulebook, as_of)
    flow.build(con)
