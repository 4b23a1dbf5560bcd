"""The documented weights from which a finding's score is made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import duckdb
from pydantic import Field

from warehouse import tables
from warehouse.yaml_text import Closed, read_rules

FILE = Path(__file__).with_name("weights.yaml")
Share = Annotated[float, Field(gt=0, lt=1)]


class Unit(Closed):
    """A unit of time: how many beyond the term count as much as one line more."""

    unit: str
    counts_as_line: float = Field(gt=0)


class Component(Closed):
    """One component of the score."""

    weight: Share
    zh: str


class Components(Closed):
    """Every component there is."""

    line: Component
    term: Component
    statistical: Component
    further_rule: Component
    further_statistical: Component


class ReviewSample(Closed):
    """How many cases are drawn for review each week."""

    uncertain: int = Field(ge=0)
    random: int = Field(ge=0)


class Weights(Closed):
    """The file."""

    units: tuple[Unit, ...]
    without_line: float = Field(gt=0)
    raises_severity: float = Field(gt=1)
    components: Components
    statistical_cap: Share
    review_sample: ReviewSample


def load_weights(file: Path = FILE) -> Weights:
    """Read the weights.

    Raises
    ------
    RulebookError
        Names the file, the key and what is wrong.
    """
    return read_rules(file, Weights, "weight is wrong")


def publish(con: duckdb.DuckDBPyConnection, weights: Weights) -> None:
    """Write ``finding.weight``, ``finding.unit`` and ``finding.scale`` for the ranking.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate.
    weights : Weights
        What was read from the file.
    """
    con.execute("CREATE OR REPLACE TABLE finding.weight (component VARCHAR, weight DOUBLE, zh VARCHAR)")
    tables.fill(
        con,
        "finding.weight",
        [[name, part["weight"], part["zh"]] for name, part in weights.components.model_dump().items()],
    )
    con.execute("CREATE OR REPLACE TABLE finding.unit (unit VARCHAR, counts_as_line DOUBLE)")
    tables.fill(con, "finding.unit", [[u.unit, u.counts_as_line] for u in weights.units])
    con.execute(
        "CREATE OR REPLACE TABLE finding.scale AS SELECT ?::DOUBLE AS without_line, "
        "?::DOUBLE AS raises_severity, ?::DOUBLE AS statistical_cap",
        [weights.without_line, weights.raises_severity, weights.statistical_cap],
    )
