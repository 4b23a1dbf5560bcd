"""Holds fines against the norms that they cite: ``fact.fine_floor``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from models.rulebook.articles import article_pattern
from models.rulebook.offence import Cited
from models.rulebook.penalties import Mitigation, Norm, citation, load_mitigations, load_penalties, norms
from models.rulebook.vocabulary import Vocabulary
from warehouse.tables import literal

_SQL = Path(__file__).with_name("fine_floor.sql")
# A CASE needs one branch, and no base is called so.
_NO_BASE = "WHEN '' THEN NULL::DECIMAL(18, 4)"
_BASES = r" FROM (SELECT DISTINCT regexp_replace(basis, '\s', '', 'g') AS basis FROM known.penalty)"


def build(con: duckdb.DuckDBPyConnection, vocabulary: Vocabulary) -> None:
    """(Re)build ``fact.fine_floor``: the floor of each fine, whether it lies below, and what may explain it.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        ``known``, ``rule``, ``fact.subject`` and ``fact.measure`` are built.
    vocabulary : Vocabulary
        The amounts that bands rest on.
    """
    every = list(norms(load_penalties(vocabulary)))
    # Norms of laws that nobody cites need not be planned.
    (cited,) = con.execute(
        "SELECT " + ", ".join(f"bool_or({_named(norm)})" for norm in every) + _BASES
    ).fetchall()
    present = [norm for norm, is_cited in zip(every, cited, strict=True) if is_cited]
    con.execute("CREATE OR REPLACE TABLE fact.fine_floor AS\n" + statement(present))


def statement(every: Sequence[Norm]) -> str:
    """Return the SELECT that compares each fine with its floor."""
    bases = sorted(
        {band.measure for norm in every for v in norm.versions for band in v.bands if band.measure}
    )
    return _SQL.read_text("utf-8").format(
        norms=",\n        ".join(["NULL::VARCHAR", *(_cites(norm) for norm in every)]),
        low=" ".join([_NO_BASE, *(f"WHEN '{base}' THEN m.{base}_lo" for base in bases)]),
        high=" ".join([_NO_BASE, *(f"WHEN '{base}' THEN m.{base}_hi" for base in bases)]),
        mitigations=",\n        ".join(
            f"CASE WHEN {_shows(rule)} THEN '{name}' END" for name, rule in load_mitigations().items()
        ),
    )


def _cites(norm: Norm) -> str:
    found = citation(norm.named or norm.law, norm.article)
    condition = _matches("basis", found.exact)
    if found.whole and found.paragraph:
        whole = f"{_matches('basis', found.whole)} AND NOT {_matches('basis', found.paragraph)}"
        condition = f"({condition} OR ({whole}))"
    # The name of the law is looked for first: it is quick, and seldom there.
    return f"CASE WHEN {_named(norm)} AND {condition} THEN '{norm.id}' END"


def _named(norm: Norm) -> str:
    return _matches("basis", norm.named) if norm.named else f"contains(basis, {literal(norm.law)})"


def _shows(rule: Mitigation) -> str:
    signs = [_matches("told", pattern) for pattern in rule.words]
    signs += [
        f"({_matches('basis', article_pattern(c.law, one) or '')}{_then(rule, c)})" for c, one in _cited(rule)
    ]
    unless = "".join(f" AND NOT {_matches('told', pattern)}" for pattern in rule.unless)
    return f"({' OR '.join(signs)}){unless}"


def _cited(rule: Mitigation) -> Iterator[tuple[Cited, str]]:
    for cited in rule.articles:
        for article in cited.articles:
            yield cited, article


def _then(rule: Mitigation, cited: Cited) -> str:
    """Return the condition that the number meant this at some time from the act to the decision."""
    ends = "" if cited.to_on is None else f" AND first_on <= DATE '{cited.to_on}'"
    return f" AND last_on >= DATE '{cited.from_on or rule.from_on}'{ends}"


def _matches(column: str, pattern: str) -> str:
    return f"regexp_matches({column}, {literal(pattern)})"
