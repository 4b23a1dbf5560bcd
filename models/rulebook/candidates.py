"""Which offences a record may be about: ``fact.candidate``, from the signs in the rule files.

Types of violation and cited articles repeat, so each distinct text is read once, by every sign's pattern
over the whole column of texts; facts are read only for records that these two already point to an offence,
and only by the signs that do. Several offences may be named for one record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import duckdb
import polars as pl

from models.rulebook.articles import article_pattern
from models.rulebook.compile import text
from models.rulebook.load import Rulebook
from models.rulebook.offence import Offence, Sign

# A transfer that names the offence itself leaves hardly a doubt.
_NAMED = 0.98
_NAMED_ZH = "移送书载明的涉嫌罪名"


@dataclass(frozen=True)
class _Reading:
    """One way to recognise an offence: by a sign, or (no sign) by its name in a transfer."""

    key: int
    offence: Offence
    sign: Sign | None

    @property
    def violation(self) -> str:
        """The pattern of the type of violation, or of the offence named; empty if it asks for nothing."""
        return _joined(self.offence.recognise.offence_name if self.sign is None else self.sign.violation)

    @property
    def basis(self) -> str:
        """The pattern of the articles cited; empty if it asks for nothing."""
        return "" if self.sign is None else _joined(_articles(self.sign))


def build(con: duckdb.DuckDBPyConnection, rulebook: Rulebook) -> None:
    """(Re)build ``fact.candidate`` for penalties, administrative cases and transfers.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        ``known`` is built.
    rulebook : Rulebook
        Only active offences are looked for.
    """
    every = list(_readings(rulebook))
    con.execute(_RECORD)
    for column in ("violation", "basis"):
        texts = con.sql(_TEXTS.format(column=column)).pl()
        con.register("found_frame", _matches(texts, column, every).to_arrow())
        con.execute(_READ.format(column=column))
        con.unregister("found_frame")
    asked = [[reading.key, bool(reading.violation), bool(reading.basis)] for reading in every]
    con.execute("CREATE OR REPLACE TEMP TABLE asked (key INTEGER, of_violation BOOLEAN, of_basis BOOLEAN)")
    con.executemany("INSERT INTO asked VALUES (?, ?, ?)", asked)
    con.execute(_POINTED)
    present = {key for (key,) in con.execute("SELECT DISTINCT key FROM pointed").fetchall()}
    found = [_select(reading) for reading in every if reading.key in present]
    con.execute(_CANDIDATE.format(found="\nUNION ALL\n".join([_NOTHING, *found])))
    for name in ("record", "read_violation", "read_basis", "asked", "pointed"):
        con.execute(f"DROP TABLE {name}")


def _readings(rulebook: Rulebook) -> Iterator[_Reading]:
    ways = [(offence, sign) for offence in rulebook.active for sign in (None, *offence.recognise.signs)]
    for key, (offence, sign) in enumerate(ways):
        yield _Reading(key, offence, sign)


def _joined(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _articles(sign: Sign) -> Iterator[str]:
    for cited in sign.basis:
        for article in cited.articles:
            yield article_pattern(cited.law, article) or ""


def _matches(texts: pl.DataFrame, column: str, every: list[_Reading]) -> pl.DataFrame:
    """Return which texts fit which readings: of those that ask for something in this column."""
    bare = pl.col(column).str.replace_all(r"\s", "") if column == "basis" else pl.col(column)
    read = texts.with_columns(bare=bare).lazy()
    found = []
    for reading in every:
        pattern = reading.violation if column == "violation" else reading.basis
        if pattern:
            fits = pl.col("bare").str.contains(pattern)
            if reading.sign is None:
                fits &= pl.col("is_named")
            found.append(
                read.filter(fits).select("is_named", column, pl.lit(reading.key, pl.Int32).alias("key"))
            )
    return pl.concat(pl.collect_all(found))


def _select(reading: _Reading) -> str:
    offence, sign = reading.offence, reading.sign
    confidence, why = (_NAMED, _NAMED_ZH) if sign is None else (sign.confidence, sign.zh)
    where = [f"key = {reading.key}"]
    if sign is not None and sign.facts:
        where.append(f"regexp_matches(facts, {text(_joined(sign.facts))})")
    unless = _joined((*(sign.unless if sign else ()), *offence.recognise.never))
    where += [f"NOT regexp_matches({column}, {text(unless)})" for column in ("violation", "facts") if unless]
    told = f"{text(offence.code)} AS offence, {confidence}::DOUBLE AS confidence, {text(why)} AS why"
    return f"SELECT feed, record_id, {told}\nFROM pointed\nWHERE " + "\n  AND ".join(where)


# A record without a type of violation is judged by the beginning of its facts, after the words by which a
# text says who states them.
_RECORD = """CREATE OR REPLACE TEMP TABLE record AS
SELECT
    feed, record_id, is_named,
    coalesce(
        nullif(trim(violation), ''),
        substr(regexp_replace(facts, '^[^。；]{0,60}?(?:指控|查明|查实|认定)[：:，,、]?', ''), 1, 800),
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
)"""

_TEXTS = "SELECT DISTINCT is_named, {column} FROM record ORDER BY ALL"
_READ = "CREATE OR REPLACE TEMP TABLE read_{column} AS FROM found_frame"
# What a reading does not ask for is no obstacle.
_POINTED = """CREATE OR REPLACE TEMP TABLE pointed AS
SELECT r.feed, r.record_id, r.violation, r.facts, v.key
FROM record AS r
JOIN read_violation AS v ON v.is_named = r.is_named AND v.violation = r.violation
JOIN asked AS a ON a.key = v.key AND NOT a.of_basis
UNION ALL
SELECT r.feed, r.record_id, r.violation, r.facts, b.key
FROM record AS r
JOIN read_basis AS b ON b.is_named = r.is_named AND b.basis = r.basis
JOIN asked AS a ON a.key = b.key AND NOT a.of_violation
UNION ALL
SELECT r.feed, r.record_id, r.violation, r.facts, v.key
FROM record AS r
JOIN read_violation AS v ON v.is_named = r.is_named AND v.violation = r.violation
JOIN read_basis AS b ON b.is_named = r.is_named AND b.basis = r.basis AND b.key = v.key"""

_NOTHING = """SELECT
    NULL::VARCHAR AS feed, NULL::VARCHAR AS record_id, NULL::VARCHAR AS offence,
    NULL::DOUBLE AS confidence, NULL::VARCHAR AS why
WHERE FALSE"""
_CANDIDATE = """CREATE OR REPLACE TABLE fact.candidate AS
SELECT
    feed, record_id, offence,
    max(confidence) AS confidence,
    max({{confidence: confidence, why: why}}).why AS why
FROM (
{found}
)
GROUP BY feed, record_id, offence
ORDER BY feed, record_id, offence"""
