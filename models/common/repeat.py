"""Repeat routes: lines that count only after earlier penalties.

A repeat route is an ordinary condition with one more leaf, *so many earlier penalties*. The earlier penalties
are counted in SQL (``fact.prior``), the leaf becomes a flag that says whether they suffice, and the same
evaluation that compares single cases with their lines does the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from models.rulebook import evaluate
from models.rulebook.book import Rulebook
from models.rulebook.grammar import Condition, FlagSet, Prior, PriorCount, rebuilt
from models.rulebook.offence import Offence, Version
from models.rulebook.vocabulary import Flag
from warehouse import tables
from warehouse.errors import RulebookError
from warehouse.yaml_text import parse as parse_yaml

_AUTHORITIES = Path(__file__).with_name("authority_kinds.yaml")
# Whether the condition holds on what counts, and on what would count if one requirement were dropped, or if
# the penalties that the decision only speaks of were of the kind that counts.
READINGS = {
    "repeat": "number",
    "repeat_any": "greatest(number, with_revoked, without_window, any_conduct, told)",
}


@dataclass
class _Priors:
    """The distinct conditions on earlier penalties, numbered as they are met."""

    found: dict[PriorCount, str]
    used: set[tuple[str, str]]

    def flag(self, offence: str, prior: PriorCount) -> FlagSet:
        name = self.found.setdefault(prior, f"prior_{len(self.found) + 1}")
        self.used.add((name, offence))
        return FlagSet(flag=name)


def build(con: duckdb.DuckDBPyConnection, rulebook: Rulebook, as_of: date, prior_sql: str) -> None:
    """(Re)build ``rule.prior``, ``fact.prior`` and the evaluation of repeat routes in both readings.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        The facts and parties are built.
    rulebook : Rulebook
        The law.
    as_of : date
        The day whose law is "now".
    prior_sql : str
        The SELECT that counts earlier penalties.
    """
    priors = _Priors({}, set())
    repeated = _repeat_only(rulebook, priors)
    _publish(con, priors)
    con.execute("CREATE OR REPLACE TABLE fact.prior AS\n" + prior_sql)
    for name, counted in READINGS.items():
        _evaluate(con, repeated, list(priors.found.values()), as_of, f"fact.{name}_", counted)


def _repeat_only(rulebook: Rulebook, priors: _Priors) -> Rulebook:
    """Return the rulebook as if its repeat routes were its only routes."""
    offences = {}
    for offence in rulebook.active:
        versions = tuple(_versions(offence, priors))
        if versions:
            offences[offence.code] = offence.model_copy(update={"versions": versions})
    flags = {name: Flag(zh="受过处罚的次数达到规定", absent="no") for name in priors.found.values()}
    vocabulary = rulebook.vocabulary
    words = vocabulary.model_copy(update={"flags": {**vocabulary.flags, **flags}})
    return Rulebook(offences, words)


def _versions(offence: Offence, priors: _Priors) -> Iterator[Version]:
    for version in offence.versions:
        routes = tuple(
            route.model_copy(update={"repeat": False, "when": _flagged(route.when, offence.code, priors)})
            for route in version.routes
            if route.repeat
        )
        if routes:
            yield version.model_copy(update={"routes": routes})


def _flagged(condition: Condition, offence: str, priors: _Priors) -> Condition:
    """Return the condition with every leaf on earlier penalties replaced by its flag."""

    def flag(leaf: Condition) -> Condition:
        return priors.flag(offence, leaf.prior) if isinstance(leaf, Prior) else leaf

    return rebuilt(condition, flag)


def _publish(con: duckdb.DuckDBPyConnection, priors: _Priors) -> None:
    kinds: dict[str, str] = parse_yaml(_AUTHORITIES.read_text("utf-8"))
    con.execute(
        "CREATE OR REPLACE TABLE rule.prior (offence VARCHAR, prior_id VARCHAR, offences VARCHAR[], "
        "kinds VARCHAR[], at_least INTEGER, months INTEGER, window_start VARCHAR, by_pattern VARCHAR)"
    )
    names = {name: prior for prior, name in priors.found.items()}
    rows: list[list[object]] = []
    for name, offence in sorted(priors.used):
        prior = names[name]
        if prior.by is not None and prior.by not in kinds:
            raise RulebookError(
                "unknown kind of authority",
                where=f"{_AUTHORITIES.name} · offence {offence}",
                found=prior.by,
                expected=", ".join(kinds),
                action="add the kind with the pattern of its names",
            )
        months = prior.within.in_months if prior.within else None
        pattern = kinds[prior.by] if prior.by else None
        lists = list(prior.offences), list(prior.kinds)
        rows.append([offence, name, *lists, prior.at_least, months, prior.window_start, pattern])
    tables.fill(con, "rule.prior", rows)


# A condition on earlier penalties holds where enough of them were counted.
_HELD = "coalesce(bool_or(counted >= at_least) FILTER (WHERE prior_id = '{flag}'), FALSE) AS {flag}"
_MEASURE = """CREATE OR REPLACE TABLE {prefix}measure AS
SELECT m.*, {flags}
FROM fact.measure AS m
LEFT JOIN (
    SELECT record_id, {held}
    FROM (SELECT *, {counted} AS counted FROM fact.prior)
    GROUP BY record_id
) AS q ON q.record_id = m.record_id
WHERE m.feed = 'penalty'"""
_CANDIDATE = """CREATE OR REPLACE TABLE {prefix}candidate AS
SELECT * FROM fact.candidate WHERE feed = 'penalty' AND offence IN (SELECT offence FROM rule.prior)"""
_SUBJECT = "CREATE OR REPLACE TABLE {prefix}subject AS FROM fact.subject WHERE feed = 'penalty'"


def _evaluate(
    con: duckdb.DuckDBPyConnection,
    repeated: Rulebook,
    flags: list[str],
    as_of: date,
    prefix: str,
    counted: str,
) -> None:
    """Evaluate the repeat routes with the earlier penalties counted one way."""
    held = ",\n    ".join(_HELD.format(flag=flag) for flag in flags)
    known = ", ".join(f"coalesce(q.{flag}, FALSE) AS {flag}" for flag in flags)
    for statement in (_MEASURE, _CANDIDATE, _SUBJECT):
        con.execute(statement.format(prefix=prefix, held=held, flags=known, counted=counted))
    evaluate.build(con, repeated, as_of, prefix)
    for part in ("measure", "candidate", "subject"):
        con.execute(f"DROP TABLE {prefix}{part}")
