"""The administrative consequences of a conviction as a table: ``rule.consequence``."""

from __future__ import annotations

from pathlib import Path

import duckdb

from models.rulebook.grammar import Closed, Confidence
from models.rulebook.offence import Source
from warehouse import tables
from warehouse.yaml_text import read_rules

_FILE = Path(__file__).with_name("consequences.yaml")


class Elsewhere(Closed):
    """Words of the facts that put a conviction outside of the norm, and words that keep it inside."""

    told: str
    unless: str | None = None


class Consequence(Closed):
    """What follows a conviction, and what shows that it did."""

    id: str
    names: tuple[str, ...]
    sentence: str | None = None
    zh: str
    authority: str
    kinds: tuple[str, ...]
    words: str
    look_at: tuple[str, ...]
    not_where: tuple[Elsewhere, ...] = ()
    basis: Source
    confidence: Confidence


class _File(Closed):
    consequences: tuple[Consequence, ...]


def load_consequences(path: Path | None = None) -> tuple[Consequence, ...]:
    """Read the list.

    Raises
    ------
    RulebookError
        If the file is not as the schema allows; names the key.
    """
    return read_rules(path or _FILE, _File, "list of consequences is wrong").consequences


def build(con: duckdb.DuckDBPyConnection) -> None:
    """(Re)build ``rule.consequence``."""
    con.execute(
        "CREATE OR REPLACE TABLE rule.consequence (place INTEGER, id VARCHAR, names VARCHAR[], "
        "sentence_pattern VARCHAR, zh VARCHAR, authority VARCHAR, kinds VARCHAR[], words VARCHAR, "
        "look_at VARCHAR[], basis VARCHAR, is_confirmed BOOLEAN, "
        'not_where STRUCT(told VARCHAR, "unless" VARCHAR)[])'
    )
    tables.fill(
        con,
        "rule.consequence",
        [
            [
                place,
                c.id,
                list(c.names),
                c.sentence,
                c.zh,
                c.authority,
                list(c.kinds),
                c.words,
                list(c.look_at),
                c.basis.cite(),
                # What stands there from memory never fires: it is shown until a lawyer has confirmed it.
                c.confidence != "M",
                [{"told": one.told, "unless": one.unless} for one in c.not_where],
            ]
            for place, c in enumerate(load_consequences())
        ],
    )
