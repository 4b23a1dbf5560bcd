"""Which offences a record may be about: ``fact.candidate``, from the signs in the rule files.

Types of violation and cited articles repeat, so each distinct text is read once, by every sign's pattern
over the whole column of texts; facts are read by the signs that these two point to, and, whatever the type
says, by the signs that tell a conduct by itself. Several offences may be named for one record; a general one
gives way to the special ones that it names.

A cited article counts where its number meant this at some time from the act to the decision: by the rule on
changes of the law (the old one, unless the new one is lighter) a decision may rest on the law of either day.
A day that is not known is no obstacle.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from models.rulebook.articles import article_pattern
from models.rulebook.book import Rulebook
from models.rulebook.grammar import Closed
from models.rulebook.offence import Offence, Sign
from models.rulebook.told import Telling, joined, places_of, read_told
from warehouse import tables
from warehouse.intake.values import install_macros
from warehouse.tables import literal
from warehouse.yaml_text import validated

_FILE = Path(__file__).with_name("recognition.yaml")
# Published texts have blanks inside words and around quotation marks; line ends part acts and stay.
_BLANK = r"[ \t\x{a0}\x{3000}]+"

Span = tuple[date | None, date | None]
_ALWAYS: Span = (None, None)
_FITS = {"key": pl.Int32(), "from_on": pl.Date(), "to_on": pl.Date()}


class Named(Closed):
    """How sure a transfer makes of the offence that it names."""

    confidence: float
    zh: str


class ToldName(Closed):
    """How facts name an offence: ``begins`` where a name must begin, ``ends`` behind every name."""

    confidence: float
    zh: str
    begins: str
    ends: str
    unless: str

    def sign(self, names: Iterable[str]) -> Sign:
        """Return the sign of an offence whose names in transfers are these patterns."""
        told = joined(re.sub(r"^\^", self.begins, name).replace("$", "") for name in names)
        return Sign(
            confidence=self.confidence, zh=self.zh, told=(f"(?:{told}){self.ends}",), unless=(self.unless,)
        )


class Recognition(Closed):
    """How the wording of facts is read, from ``recognition.yaml``."""

    aside: tuple[str, ...]
    opening: str
    beginning: int
    new_act: str
    named: Named
    told_name: ToldName
    under_another_type: float
    without_a_type: float


@dataclass(frozen=True)
class _Reading:
    """One way to recognise an offence: by a sign, or (no sign) by its name in a transfer."""

    key: int
    offence: Offence
    sign: Sign | None

    @property
    def violation(self) -> str:
        """The pattern of the type of violation, or of the offence named; empty if it asks for nothing."""
        return joined(self.offence.recognise.offence_name if self.sign is None else self.sign.violation)

    @property
    def bases(self) -> dict[Span, str]:
        """The pattern of the articles cited, by the days on which they mean this; empty if asked for none."""
        found: dict[Span, list[str]] = {}
        for cited in () if self.sign is None else self.sign.basis:
            articles = [article_pattern(cited.law, article) or "" for article in cited.articles]
            found.setdefault((cited.from_on, cited.to_on), []).extend(articles)
        return {span: joined(articles) for span, articles in found.items()}

    def telling(self, without_a_type: float) -> Telling | None:
        """What an account must say; without a type of violation, what is asked of the type is asked of it."""
        sign = self.sign
        if sign is None or not (sign.told or (sign.violation and not sign.basis and not sign.facts)):
            return None
        return Telling(
            key=self.key,
            offence=self.offence.code,
            confidence=sign.confidence * (1 if sign.told else without_a_type),
            background=self.offence.recognise.background,
            told=sign.told or sign.violation,
            besides=sign.besides,
            unless=sign.unless,
            any_type=bool(sign.told),
        )

    def asked(self, column: str) -> Iterator[_Asked]:
        """Yield what is asked of a column of texts."""
        patterns = self.bases if column == "basis" else {_ALWAYS: self.violation}
        for (from_on, to_on), pattern in patterns.items():
            if pattern:
                yield _Asked(self.key, self.sign is None, pattern, from_on, to_on)


@dataclass(frozen=True)
class _Asked:
    """A pattern that a reading asks for, and the days on which it counts; ``of_name``: of a named offence."""

    key: int
    of_name: bool
    pattern: str
    from_on: date | None
    to_on: date | None

    @property
    def columns(self) -> dict[str, pl.Expr]:
        """What is told of each text that it fits."""
        return {
            "key": pl.lit(self.key, pl.Int32),
            "from_on": pl.lit(self.from_on, pl.Date),
            "to_on": pl.lit(self.to_on, pl.Date),
        }


def build(con: duckdb.DuckDBPyConnection, rulebook: Rulebook) -> None:
    """(Re)build ``fact.candidate`` for penalties, administrative cases, transfers and dropped police cases.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        ``known`` and ``fact.subject`` are built.
    rulebook : Rulebook
        Only active offences are looked for.
    """
    install_macros(con)
    how = validated(_FILE.read_text("utf-8"), Recognition)
    every = list(_readings(rulebook, how))
    con.execute(
        _RECORD.format(
            aside=literal(joined(how.aside)),
            blank=literal(_BLANK),
            opening=literal(how.opening),
            most=how.beginning,
        )
    )
    alone = [telling for r in every if (telling := r.telling(how.without_a_type))]
    for column in ("violation", "basis", "told"):
        texts = con.sql(_TEXTS.format(column=column)).pl()
        asking = [part for reading in every for part in reading.asked(column)] if column != "told" else []
        fits = read_told(texts, alone, how.new_act) if column == "told" else _matches(texts, column, asking)
        con.register("found_frame", fits.to_arrow())
        con.execute(_READ.format(column=column))
        con.unregister("found_frame")
    asked = [[r.key, bool(r.violation), bool(r.bases), r.sign is not None] for r in every]
    con.execute(_ASKED)
    tables.fill(con, "asked", asked)
    con.execute(_POINTED)
    present = {key for (key,) in con.execute("SELECT DISTINCT key FROM pointed").fetchall()}
    found = [_select(reading, how) for reading in every if reading.key in present]
    yields = [[o.code, special] for o in rulebook.active for special in o.recognise.gives_way_to]
    con.execute("CREATE OR REPLACE TEMP TABLE yields (offence VARCHAR, special VARCHAR)")
    tables.fill(con, "yields", yields)
    con.execute(_CANDIDATE.format(found="\nUNION ALL\n".join([_NOTHING, *found])))
    for name in ("record", "read_violation", "read_basis", "read_told", "asked", "pointed", "yields"):
        con.execute(f"DROP TABLE {name}")


def _readings(rulebook: Rulebook, how: Recognition) -> Iterator[_Reading]:
    ways = [
        (offence, sign)
        for offence in rulebook.active
        for told_name in (how.told_name.sign(offence.recognise.offence_name),)
        for sign in (None, told_name, *offence.recognise.signs)
    ]
    for key, (offence, sign) in enumerate(ways):
        yield _Reading(key, offence, sign)


def _matches(texts: pl.DataFrame, column: str, asking: Sequence[_Asked]) -> pl.DataFrame:
    """Return which texts fit which readings, of those that ask for something in this column, and when."""
    bare = pl.col(column).str.replace_all(r"\s", "") if column == "basis" else pl.col(column)
    read = texts.with_columns(bare=bare)
    patterns = tuple((str(place), part.pattern) for place, part in enumerate(asking))
    nothing = {name: pl.lit(None, kind) for name, kind in _FITS.items()}
    found = [read.clear().select(*texts.columns, **nothing)]
    for place, places in places_of(patterns, read["bare"]):
        part = asking[int(place)]
        fits = pl.col("bare").str.contains(part.pattern)
        if part.of_name:
            fits &= pl.col("is_named")
        found.append(read[places].filter(fits).select(*texts.columns, **part.columns))
    return pl.concat(found)


def _select(reading: _Reading, how: Recognition) -> str:
    offence, sign = reading.offence, reading.sign
    confidence, why = (how.named.confidence, how.named.zh) if sign is None else (sign.confidence, sign.zh)
    sure = f"{confidence}::DOUBLE"
    if sign is not None and sign.told:
        sure += f" * CASE WHEN is_typed THEN {how.under_another_type} ELSE 1 END"
    elif reading.telling(how.without_a_type):
        sure += f" * CASE WHEN is_typed THEN 1 ELSE {how.without_a_type} END"
    where = [f"key = {reading.key}"]
    if sign is not None and sign.facts:
        where.append(f"regexp_matches(facts, {literal(joined(sign.facts))})")
    never, unless = joined(offence.recognise.never), joined(sign.unless if sign else ())
    where += [f"NOT regexp_matches({column}, {literal(never)})" for column in ("violation", "facts") if never]
    if unless and sign is not None and sign.told:
        where.append(f"NOT (is_typed AND regexp_matches(violation, {literal(unless)}))")
    elif unless:
        where += [f"NOT regexp_matches({column}, {literal(unless)})" for column in ("violation", "facts")]
    told = f"{literal(offence.code)} AS offence, {sure} AS confidence, {literal(why)} AS why"
    return f"SELECT feed, record_id, {told}\nFROM pointed\nWHERE " + "\n  AND ".join(where)


# A record without a type of violation is judged by the beginning of its facts, after the words by which a
# text says who states them. A transfer that names the offence is judged by the name. Without a basis the
# articles that the facts cite count; most cite none, and then there is nothing to look through.
_RECORD = """CREATE OR REPLACE TEMP TABLE record AS
SELECT
    feed, record_id, is_named, is_typed,
    CASE WHEN is_typed THEN violation ELSE first END AS violation,
    CASE WHEN is_named AND is_typed THEN '' ELSE first END AS told,
    basis, facts, first_on, last_on
FROM (
    SELECT
        feed, record_id, is_named, trim(coalesce(violation, '')) <> '' AS is_typed, violation,
        substr(regexp_replace(facts, {opening}, ''), 1, {most}) AS first,
        CASE
            WHEN is_named THEN ''
            ELSE coalesce(nullif(trim(basis), ''), CASE WHEN contains(facts, '条') THEN facts END, '')
        END AS basis, facts, first_on, last_on
    FROM (
        SELECT
            feed, record_id, is_named, regexp_replace(x_printed(violation), {blank}, '', 'g') AS violation,
            x_printed(basis) AS basis,
            regexp_replace(regexp_replace(coalesce(facts, ''), {blank}, '', 'g'), {aside}, '', 'g') AS facts,
            least(act_on, told_on) AS first_on, told_on AS last_on
        FROM (
            SELECT * REPLACE (x_unwrapped(x_printed(facts)) AS facts)
            FROM (
                SELECT 'penalty' AS feed, record_id, FALSE AS is_named, violation, basis, facts
                FROM known.penalty
                UNION ALL
                SELECT 'admin_case', record_id, FALSE, violation, basis, facts FROM known.admin_case
                UNION ALL
                SELECT 'transfer', record_id, TRUE, suspected_offence, NULL, facts FROM known.transfer
                UNION ALL
                SELECT 'police_case', record_id, TRUE, offence, NULL, facts FROM known.police_case
                WHERE outcome IN ('撤案', '终止侦查')
            )
        )
        LEFT JOIN (SELECT feed, record_id, act_on, told_on FROM fact.subject) USING (feed, record_id)
    )
)"""

_TEXTS = "SELECT DISTINCT is_named, is_typed, {column} FROM record ORDER BY ALL"
_READ = "CREATE OR REPLACE TEMP TABLE read_{column} AS FROM found_frame"
_ASKED = """CREATE OR REPLACE TEMP TABLE asked (
    key INTEGER, of_violation BOOLEAN, of_basis BOOLEAN, of_sign BOOLEAN
)"""
# What a reading does not ask for is no obstacle, nor is a day that is not known. Without a type of violation
# the accounts answer for it.
_POINTED = """CREATE OR REPLACE TEMP TABLE pointed AS
WITH cited AS (
    SELECT DISTINCT feed, record_id, key
    FROM record
    JOIN read_basis USING (is_named, is_typed, basis)
    WHERE coalesce(from_on <= last_on, TRUE) AND coalesce(to_on >= first_on, TRUE)
)
SELECT feed, record_id, is_typed, violation, facts, key
FROM record
JOIN read_violation USING (is_named, is_typed, violation)
JOIN asked USING (key)
WHERE NOT of_basis AND (is_typed OR (is_named AND NOT of_sign))
UNION ALL
SELECT feed, record_id, is_typed, violation, facts, key
FROM record
JOIN cited USING (feed, record_id)
JOIN asked USING (key)
WHERE NOT of_violation
UNION ALL
SELECT feed, record_id, is_typed, violation, facts, key
FROM record
JOIN read_violation USING (is_named, is_typed, violation)
JOIN cited USING (feed, record_id, key)
UNION ALL
SELECT feed, record_id, is_typed, violation, facts, key
FROM record
JOIN read_told USING (is_named, is_typed, told)"""

_NOTHING = """SELECT
    NULL::VARCHAR AS feed, NULL::VARCHAR AS record_id, NULL::VARCHAR AS offence,
    NULL::DOUBLE AS confidence, NULL::VARCHAR AS why
WHERE FALSE"""
_CANDIDATE = """CREATE OR REPLACE TABLE fact.candidate AS
WITH found AS (
    SELECT
        feed, record_id, offence,
        max(confidence) AS confidence,
        max({{confidence: confidence, why: why}}).why AS why
    FROM (
{found}
    )
    GROUP BY feed, record_id, offence
)
FROM found AS f
WHERE NOT EXISTS (
    FROM yields AS y
    JOIN found AS s ON s.offence = y.special
    WHERE y.offence = f.offence
      AND s.feed = f.feed AND s.record_id = f.record_id AND s.confidence >= f.confidence
)
ORDER BY feed, record_id, offence"""
