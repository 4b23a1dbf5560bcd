"""Every layer after the pool in one call, without Dagster: for tests, benches and the lineage page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb

from models import common, facts, flow, parties, registry
from models.card import Card
from models.facts import measures, own_texts, phrases, texts
from models.rulebook import Rulebook, candidates, evaluate, publish
from warehouse import known, tables
from warehouse.contract import load_feeds
from warehouse.intake.values import install_macros

FOREVER = (date(2000, 1, 1), date(2099, 12, 31))


def build_until_models(
    con: duckdb.DuckDBPyConnection,
    rulebook: Rulebook,
    cards: Sequence[Card],
    *,
    as_of: date,
    covered: Sequence[str] = (),
    known_at: datetime = datetime(2100, 1, 1),
) -> None:
    """Build known, rule, party, fact and flow tables on a pool that was imported into.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection that may write.
    rulebook : Rulebook
        The law.
    cards : sequence of Card
        The models, for their parameters and reasons.
    as_of : date
        "Today" for every clock.
    covered : sequence of str
        Feeds that count as loaded for all time, beside the periods of their deliveries.
    known_at : datetime
        Recorded time to look back to.
    """
    install_macros(con)
    periods = [(feed, *FOREVER) for feed in covered]
    known.build(con, load_feeds(), as_of=as_of, known_at=known_at, run_id="whole", periods=periods)
    publish.build(con, rulebook, cards)
    registry.set_parameters(con, cards, {})
    parties.build(con)
    tables.build(con, "fact", Path(facts.__file__).parent / "subject.sql")
    texts.read_new(con)
    own_texts.build(con)
    candidates.build(con, rulebook)
    phrases.build(con, rulebook)
    measures.build(con)
    evaluate.build(con, rulebook, as_of)
    common.build(con, rulebook, as_of)
    flow.build(con)
