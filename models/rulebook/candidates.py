"""Which offences a record may be about: ``fact.candidate``, from the signs in the rule files.

Types of violation and cited articles repeat, so each distinct text is read once; facts are read only for
records that these two already point to an offence. Several offences may be named for one record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import duckdb

from models.rulebook.articles import article_pattern
from models.rulebook.compile import text
from models.rulebook.load import Rulebook
from models.rulebook.offence import Offence, Sign

# A transfer that names the offence itself leaves hardly a doubt.
_NAMED = 0.98


def build(con: duckdb.DuckDBPyConnection, rulebook: Rulebook) -> None:
    """(Re)build ``fact.candidate`` for penalties, administrative cases and transfers.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        ``known`` is built.
    rulebook : Rulebook
        Only active offences are looked for.
    """
    con.execute("CREATE OR REPLACE TABLE fact.candidate AS\n" + statement(rulebook))


def statement(rulebook: Rulebook) -> str:
    """Return the SELECT that names the candidates."""
    signs = [(offence, sign) for offence in rulebook.active for sign in offence.recognise.signs]
    numbered = list(enumerate(signs, 1))
    names = [(key, offence) for key, offence in enumerate(rulebook.active, 1)]
    violations = [f"{_any('violation', sign.violation)} AS v{key}" for key, (_, sign) in numbered]
    violations += [
        f"is_named AND {_any('violation', o.recognise.offence_name)} AS n{key}" for key, o in names
    ]
    bases = [f"{_any('basis', _articles(sign))} AS b{key}" for key, (_, sign) in numbered]
    pointed = [f"(v{key} AND b{key})" for key, _ in numbered] + [f"n{key}" for key, _ in names]
    found = [_sign(key, offence, sign) for key, (offence, sign) in numbered]
    found += [_name(key, offence) for key, offence in names]
    return _FRAME.format(
        violations=",\n        ".join(violations),
        bases=",\n        ".join(bases),
        pointed=" OR ".join(pointed) or "FALSE",
        found="\nUNION ALL\n".join([_NOTHING, *found]),
    )


def _any(column: str, patterns: Iterable[str]) -> str:
    """Return SQL that is TRUE if a column matches one of the patterns; no pattern asks for nothing."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return f"regexp_matches({column}, {text(joined)})" if joined else "TRUE"


def _articles(sign: Sign) -> Iterator[str]:
    for cited in sign.basis:
        for article in cited.articles:
            yield article_pattern(cited.law, article) or ""


def _none(patterns: Iterable[str]) -> list[str]:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return [f"NOT regexp_matches({column}, {text(joined)})" for column in ("violation", "facts") if joined]


def _sign(key: int, offence: Offence, sign: Sign) -> str:
    facts = [_any("facts", sign.facts)] if sign.facts else []
    where = [f"v{key}", f"b{key}", *facts, *_none((*sign.unless, *offence.recognise.never))]
    return _select(offence, str(sign.confidence), sign.zh, where)


def _name(key: int, offence: Offence) -> str:
    return _select(offence, str(_NAMED), "移送书载明的涉嫌罪名", [f"n{key}", *_none(offence.recognise.never)])


def _select(offence: Offence, confidence: str, why: str, where: list[str]) -> str:
    told = f"{text(offence.code)} AS offence, {confidence}::DOUBLE AS confidence, {text(why)} AS why"
    return f"SELECT feed, record_id, {told}\nFROM pointed\nWHERE " + "\n  AND ".join(where)


_NOTHING = """SELECT
    NULL::VARCHAR AS feed, NULL::VARCHAR AS record_id, NULL::VARCHAR AS offence,
    NULL::DOUBLE AS confidence, NULL::VARCHAR AS why
WHERE FALSE"""

# A record without a type of violation is judged by the beginning of its facts, after the words by which a
# text says who states them.
_FRAME = """WITH record AS MATERIALIZED (
    SELECT
        feed, record_id, is_named,
        coalesce(
            nullif(trim(violation), ''),
            substr(regexp_replace(facts, '^[^。；]{{0,60}}?(?:指控|查明|查实|认定)[：:，,、]?', ''), 1, 800),
            ''
        ) AS violation,
        coalesce(basis, '') AS basis,
        coalesce(facts, '') AS facts
    FROM (
        SELECT 'penalty' AS feed, record_id, FALSE AS is_named, violation, basis, facts FROM known.penalty
        UNION ALL
        SELECT 'admin_case', record_id, FALSE, violation, basis, facts FROM known.admin_case
        UNION ALL
        SELECT 'transfer', record_id, TRUE, suspected_offence, NULL, facts FROM known.transfer
    )
),
read_violation AS MATERIALIZED (
    SELECT
        is_named, violation,
        {violations}
    FROM (SELECT DISTINCT is_named, violation FROM record)
),
read_basis AS MATERIALIZED (
    SELECT
        cited,
        {bases}
    FROM (
        SELECT basis AS cited, regexp_replace(basis, '\\s', '', 'g') AS basis
        FROM (SELECT DISTINCT basis FROM record)
    )
),
pointed AS MATERIALIZED (
    SELECT r.feed, r.record_id, r.facts, v.*, b.*
    FROM record AS r
    JOIN read_violation AS v ON v.is_named = r.is_named AND v.violation = r.violation
    JOIN read_basis AS b ON b.cited = r.basis
    WHERE {pointed}
),
found AS (
{found}
)
SELECT
    feed, record_id, offence,
    max(confidence) AS confidence,
    max({{confidence: confidence, why: why}}).why AS why
FROM found
GROUP BY feed, record_id, offence
ORDER BY feed, record_id, offence"""
