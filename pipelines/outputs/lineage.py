"""Column lineage: from a column of the list back to the columns that agencies deliver.

The SQL that a run executes is recorded on an empty pool, table by table, and read with sqlglot. What is
shown is thus what runs, the statements compiled from the rulebook included.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, cast

import duckdb
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.lineage import Node, lineage
from sqlglot.schema import MappingSchema

from models import findings, registry, whole
from models.card import load_cards
from models.rulebook import load_rulebook
from models.rulebook.statement import statement
from pipelines.outputs.columns import FLAGGED
from warehouse.contract import load_feeds
from warehouse.intake import store
from warehouse.pool import memory

_CREATED = re.compile(
    r"^\s*(?:--[^\n]*\n\s*)*CREATE (?:OR REPLACE )?(?:TEMP )?(?:TABLE|VIEW) (?:IF NOT EXISTS )?"
    r'(?P<name>"?\w+"?(?:\."?\w+"?)?) AS\s'
)
# Tables that are made by a definition and filled row by row.
_STANDING = """
SELECT table_schema || '.' || table_name, column_name, data_type FROM information_schema.columns
WHERE table_schema IN ('known', 'rule', 'fact', 'party', 'flow', 'model', 'finding', 'landing', 'pool')
"""
_DAY = date(2026, 6, 1)
# The evaluation is compiled for the offences that a pool has candidates of, and an empty one has none.
_EXAMPLES = ("140", "201", "214")
ROOT = "finding.current"
# Columns that the ledger adds: they come from runs and verdicts, not from deliveries.
_OF_THE_LEDGER = ("rank", "first_seen", "last_seen", "status", "verdict")

Column = tuple[str, str]


@dataclass(frozen=True)
class Origin:
    """Where a column of the list comes from.

    Parameters
    ----------
    column : str
        Column of the list.
    feeds : tuple of (feed, column)
        Delivered columns it rests on, sorted.
    steps : tuple of str
        Tables on the way, from the list to the pool, in the order in which they are met.
    """

    column: str
    feeds: tuple[Column, ...]
    steps: tuple[str, ...]


class _Recorder:
    """Passes statements on, and keeps the SELECT behind every table with its columns."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        self.made: dict[str, str] = {}
        self.columns: dict[str, dict[str, str]] = {}
        self._latest: dict[str, str] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.con, name)

    def execute(self, query: str, parameters: Any = None) -> Any:
        done = self.con.execute(query, parameters) if parameters is not None else self.con.execute(query)
        found = _CREATED.match(query)
        if found:
            self._keep(found["name"].replace('"', ""), query[found.end() :])
        return done

    def add(self, name: str, select: str) -> None:
        """Give the SELECT behind a table that is filled row by row."""
        self.made[name] = select
        self.columns[name] = {
            str(column): str(kind) for column, kind, *_ in self.con.execute(f"DESCRIBE {name}").fetchall()
        }

    def _keep(self, name: str, select: str) -> None:
        rows = self.con.execute(
            f"DESCRIBE {'.'.join(chr(34) + p + chr(34) for p in name.split('.'))}"
        ).fetchall()
        # A temporary table is made anew again and again: each has its own turn.
        own = name if "." in name else f"tmp.{name}_{len(self.made)}"
        self.made[own] = _renamed(select, self._latest)
        self.columns[own] = {str(row[0]): str(row[1]) for row in rows}
        if "." not in name:
            self._latest[name] = own


def _renamed(select: str, temporary: dict[str, str]) -> str:
    """Let a statement name the turn of each temporary table that it reads."""
    try:
        tree = sqlglot.parse_one(select, dialect="duckdb")
    except SqlglotError:
        return select
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        if not table.db and table.name in temporary and table.name not in own:
            layer, name = temporary[table.name].split(".")
            alias = table.alias or table.name
            table.replace(exp.alias_(exp.table_(name, db=layer), alias, table=True))
    return tree.sql(dialect="duckdb")


@cache
def recorded() -> _Recorder:
    """Return the statements of one run on an empty pool."""
    con = memory()
    feeds, cards, rulebook = load_feeds(), load_cards(), load_rulebook()
    store.ensure(con, feeds)
    recorder = _Recorder(con)
    told = cast(duckdb.DuckDBPyConnection, recorder)
    whole.build_until_models(told, rulebook, cards, as_of=_DAY, covered=tuple(feeds))
    for prefix in ("fact.", "fact.group_"):
        examples = (
            statement(rulebook.offence(code), rulebook.vocabulary, _DAY, prefix) for code in _EXAMPLES
        )
        recorder.add(f"{prefix}evaluation", "\nUNION ALL\n".join(f"FROM ({sql})" for sql in examples))
    for card in cards:
        registry.run_model(told, card)
    findings.update(told, cards, feeds, run_id="lineage", at=datetime(2026, 6, 1))
    for name, column, kind in con.execute(_STANDING).fetchall():
        recorder.columns.setdefault(name, {})[column] = kind
    con.close()
    return recorder


@cache
def _tables() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = {}
    for name, columns in recorded().columns.items():
        layer, table = name.split(".")
        found.setdefault(layer, {})[table] = columns
    for feed in load_feeds().values():
        found.setdefault("pool", {})[feed.name] = store.pool_columns(feed)
    return found


@cache
def _schema() -> MappingSchema:
    """Return the tables with their names brought into sqlglot's form once, not for each statement."""
    return MappingSchema(dict(_tables()), dialect="duckdb")


@cache
def _nodes(table: str) -> dict[str, Node]:
    """Return the columns of a statement, told apart once for all of them."""
    # It tells of every part that it cannot look into; those are named by the caller.
    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    return lineage(None, recorded().made[table], schema=_schema(), dialect="duckdb", trim_selects=False)


@cache
def sources(table: str, column: str) -> tuple[Column, ...]:
    """Return the columns that one column is computed from, one table further back.

    Parameters
    ----------
    table : str
        ``layer.name``.
    column : str
        One of its columns.
    """
    select = recorded().made.get(table)
    if select is None:
        return _read_by_code(table)
    try:
        node = _nodes(table)[column]
        found = {
            (f"{leaf.source.db}.{leaf.source.name}", leaf.name.rpartition(".")[2].strip('"'))
            for leaf in node.walk()
            if not leaf.downstream and isinstance(leaf.source, exp.Table)
        }
    except (SqlglotError, ValueError, KeyError):  # what sqlglot cannot take apart
        return tuple(sorted(_named(select)))
    if any(name.startswith(".") for name, _ in found):  # a part that it cannot look into: a pivot
        found |= _named(select)
    return tuple(sorted(found))


@cache
def _named(select: str) -> frozenset[Column]:
    """Return every column that a statement names, where its columns cannot be told apart (a pivot)."""
    try:
        tree = sqlglot.parse_one(select, dialect="duckdb")
    except SqlglotError:  # a row of parameters, handed over by code
        return frozenset()
    names = {column.name for column in tree.find_all(exp.Column)}
    return frozenset(
        (f"{table.db}.{table.name}", name)
        for table in tree.find_all(exp.Table)
        for name in names & _tables().get(table.db, {}).get(table.name, {}).keys()
    )


def _read_by_code(table: str) -> tuple[Column, ...]:
    """Return the texts behind a table that the reader of texts fills; other tables of code have no source."""
    if not table.startswith("fact.text_"):
        return ()
    texts = [
        name
        for name, columns in recorded().columns.items()
        if name.startswith("tmp.told") and "text" in columns
    ]
    return tuple((name, "text") for name in texts[:1])


def trace(column: str, root: str = ROOT) -> Origin:
    """Walk a column of the list back to the delivered columns.

    Parameters
    ----------
    column : str
        Canonical name of the list's column.
    root : str
        The table it stands in.
    """
    waiting: list[Column] = [(root, column)]
    seen: dict[Column, None] = {}
    while waiting:
        here = waiting.pop(0)
        if here in seen or here[0].startswith("."):
            continue
        seen[here] = None
        waiting += sources(*here)
    feeds = load_feeds()
    delivered = {
        (table.partition(".")[2], name)
        for table, name in seen
        if table.startswith("pool.") and name in feeds[table.partition(".")[2]].by_name
    }
    steps = dict.fromkeys(table for table, _ in seen if not table.startswith(("tmp.", "pool.")))
    return Origin(column, tuple(sorted(delivered)), tuple(steps))


def origins(columns: Sequence[str] | None = None, root: str = ROOT) -> list[Origin]:
    """Return where columns of the list come from; by default all but those of the ledger."""
    chosen = columns or [column.name for column in FLAGGED if column.name not in _OF_THE_LEDGER]
    return [trace(column, root) for column in chosen]
