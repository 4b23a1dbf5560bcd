"""The chain from pool to models without Dagster, for tests that look at one link of it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import date, datetime

import duckdb

from models import whole
from models.card import load_cards
from models.rulebook import load_rulebook

# Read once per process: the files do not change under a test that uses them.
RULEBOOK = functools.cache(load_rulebook)
CARDS = functools.cache(load_cards)


def build_until_models(
    con: duckdb.DuckDBPyConnection,
    *,
    as_of: date,
    covered: Sequence[str] = (),
    known_at: datetime = datetime(2100, 1, 1),
) -> None:
    """Build known, rule, party and fact tables on a pool that was imported into."""
    whole.build_until_models(con, RULEBOOK(), CARDS(), as_of=as_of, covered=covered, known_at=known_at)
