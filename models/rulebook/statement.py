"""The statement that compares what is known of every candidate of an offence with its lines.

In it stands one SELECT per version and (where the lines differ) kind of party. A case is *met* only if both
the version that governs the act and the one in force as of the run are met, *unmet* if either is not,
*unknown* in between; the less favourable of the two is the one reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from models.rulebook.compile import Headline, Reading, known, number, tightened
from models.rulebook.grammar import (
    All,
    Condition,
    Confidence,
    MeasureLine,
    SumLine,
    leaves,
    measures_of,
    parts_of,
)
from models.rulebook.load import conditions
from models.rulebook.offence import CONFIDENCES, Offence, Route, Version
from models.rulebook.vocabulary import UNCONFIRMED, Vocabulary
from warehouse.tables import literal

# Headlines of one route have neighbouring places; no route has as many as this.
_PLACES = 100


def readings(offence: Offence, vocabulary: Vocabulary) -> list[Reading]:
    """Return every version of an offence, once per kind of party whose lines differ."""
    return [
        Reading(offence, version, kind, vocabulary)
        for version in offence.versions
        if version.first_routes
        for kind in version.lines
    ]


def statement(
    offence: Offence,
    vocabulary: Vocabulary,
    as_of: date,
    prefix: str = "fact.",
    of_units: Sequence[str] = (),
    acts: Sequence[date] = (date.min, date.max),
) -> str:
    """Return the SELECT that evaluates every candidate of an offence.

    Parameters
    ----------
    offence, vocabulary, as_of, prefix
        As in ``evaluate.build``.
    of_units : sequence of str
        Offences that units can commit.
    acts : sequence of date
        First and last day of the acts, none where no day is known: versions that govern none of them, and
        are not the law of today, would only be planned.
    """
    asked = {offence.version_on(as_of), *(v for v, window in offence.act_windows() if _meet(window, acts))}
    every = [
        (key, reading)
        for key, reading in enumerate(readings(offence, vocabulary))
        if reading.version in asked
    ]
    measures = measures_asked(offence, vocabulary)
    bounds = {f"{name}_hi": known(vocabulary, name, "hi") for name in vocabulary.amounts} | tightened(
        vocabulary
    )
    columns = [f"{name}_{end}" for name in vocabulary.amounts if name in measures for end in ("lo", "hi")]
    columns += [name for name in vocabulary.flags if name in measures]
    return _FRAME.format(
        prefix=prefix,
        measures="".join(
            f",\n        {bounds[name]} AS {name}" if name in bounds else f", m.{name}" for name in columns
        ),
        readings="\nUNION ALL\n".join([_NO_CASE, *(_select(key, reading, as_of) for key, reading in every)]),
        elements=",\n        ".join(
            [_NO_ELEMENT, *(row for key, reading in every for row in _elements(key, reading))]
        ),
        offence=literal(offence.code),
        basic_years=offence.limitation.basic,
        anothers="FALSE"
        if "unit" in offence.subjects
        else _ANOTHERS.format(prefix=prefix, of_units=", ".join(map(literal, of_units)) or "NULL"),
        exclusions="\n".join(_exclusions(offence, vocabulary)),
        unsettled=", ".join(_unsettled(offence, vocabulary)) or "NULL",
        exclusion_zh="\n".join(_exclusion_words(offence)),
    )


def _meet(window: tuple[date, date | None], acts: Sequence[date]) -> bool:
    return bool(acts) and window[0] <= acts[-1] and (window[1] is None or window[1] >= acts[0])


def measures_asked(offence: Offence, vocabulary: Vocabulary) -> set[str]:
    """Return the amounts and flags that an offence compares, with those that bound them."""
    named = set(offence.relations)
    for relation in offence.relations.values():
        named.update(relation.others)
    for _, condition in conditions(offence):
        named.update(name for leaf in leaves(condition) for name in measures_of(leaf))
    for total, amount in vocabulary.amounts.items():
        if amount.parts and not named.isdisjoint((total, *amount.parts)):
            named.update((total, *amount.parts))
    return named


def _report(reading: Reading, place: int) -> list[Headline]:
    condition = reading.version.first_routes[place].when
    found = reading.headlines(condition)
    # What circumstances alone can meet is met without an amount to report.
    bare = [Headline(f"r{place + 1}", None, None, None, None, None)]
    return found + bare if not found or _needs_no_amount(condition) else found


def _needs_no_amount(condition: Condition) -> bool:
    if isinstance(condition, MeasureLine | SumLine):
        return False
    parts = [_needs_no_amount(part) for part in parts_of(condition)]
    return all(parts) if isinstance(condition, All) else any(parts) or not parts


def _select(key: int, reading: Reading, as_of: date) -> str:
    """Return the SELECT of one reading."""
    offence, version = reading.offence, reading.version
    is_now = offence.version_on(as_of) == version
    first, last = next(window for known, window in offence.act_windows() if known == version)
    routes = [_route(reading, place) for place in range(1, len(version.first_routes) + 1)]
    state = "(" + " OR ".join(f"r{place}" for place in range(1, len(routes) + 1)) + ")"
    chosen = [element for place in range(len(routes)) for element in _chosen(key, reading, place)]
    missing = list(_missing(reading))
    span = f"act_on >= DATE '{first}'" + (f" AND act_on <= DATE '{last}'" if last else "")
    kind = reading.kind if len(version.lines) > 1 else offence.only
    where = ["TRUE"] if is_now else [span]
    where += [f"coalesce(party_kind, '{kind}') = '{kind}'"] if kind else ["NOT is_anothers"]
    return _CASE.format(
        version=literal(version.id),
        state=state,
        settled=f"CASE WHEN {state} AND party_kind IS NULL THEN NULL ELSE {state} END"
        if offence.only
        else state,
        chosen=",\n        ".join(chosen),
        missing=",\n            ".join(missing) or "NULL",
        years=_years(reading),
        routes=",\n        ".join(routes),
        leaves="".join(f"\n            {sql} AS {name}," for sql, name in reading.leaves.items()),
        is_act=span,
        is_now=str(is_now).upper(),
        where="\n            AND ".join(where),
    )


def _years(reading: Reading) -> str:
    """Return SQL for the limitation under a version.

    None where other versions have higher ranges and this one names none: a text not read says nothing.
    """
    offence, version = reading.offence, reading.version
    if not version.tiers and version.limitation is None and any(other.tiers for other in offence.versions):
        return "NULL"
    years = [
        f"CASE WHEN {reading.state(tier.when)} THEN {tier.years} END"
        for tier in version.tiers
        if tier.only in (None, reading.kind)
    ]
    return f"greatest({', '.join([str(offence.basic_years(version)), *years])})"


def _route(reading: Reading, place: int) -> str:
    """Return SQL for a route's state, which a route that no one has confirmed never has as TRUE."""
    version = reading.version
    route = version.first_routes[place - 1]
    sql = f"({reading.route(route)})"
    return f"{_unless_unconfirmed(version, route, sql)} AS r{place}"


def _unless_unconfirmed(version: Version, route: Route, sql: str) -> str:
    return f"nullif({sql}, TRUE)" if version.confidence_of(route) == "M" else sql


def _missing(reading: Reading) -> Iterator[str]:
    version = reading.version
    required = version.requires
    for place, route in enumerate(version.first_routes, 1):
        undecided = f"r{place} IS NULL"
        if version.confidence_of(route) == "M":
            reached = reading.route(route)
            undecided = f"({reached}) IS NULL"
            yield f"CASE WHEN {reached} THEN {literal(UNCONFIRMED)} END"
        for condition in (route.when, *((required,) if required is not None else ())):
            for sql, measure in reading.open_measures(condition):
                yield f"CASE WHEN {undecided} AND {sql} THEN {literal(measure)} END"


def _chosen(key: int, reading: Reading, place: int) -> Iterator[str]:
    route, version = f"r{place + 1}", reading.version
    for offset, headline in enumerate(_report(reading, place)):
        if headline.value is None or headline.threshold is None:
            behind, value = f"CASE WHEN {route} THEN -1 ELSE 0 END", "NULL"
            tie = "is_act::INTEGER + 2"  # at the same distance an amount says more
        else:
            behind = f"-({headline.value})::DOUBLE / {number(headline.threshold)}"
            value, tie = headline.value, "is_act::INTEGER"
        # A sum with weights (three times what was sold, and what was not) is the line for those who sold too
        # little to meet the plain one: it is told of where no plain one is met.
        held = f"CASE WHEN {route} AND {headline.state} THEN {0 if headline.is_weighted else -1}"
        # A route that would fail even with its amount reached is no near miss: it is told of last.
        reached = re.sub(rf"\b{headline.state}\b", "TRUE", reading.route(version.first_routes[place]))
        short = f"WHEN NOT ({reached}) THEN 4 ELSE 2 END"
        rank = f"{held} WHEN {route} IS NULL THEN 1 WHEN {route} THEN 3 {short}"
        where = f"tie: {tie}, place: {place * _PLACES + offset}, reading: {key}"
        told = f"value: ({value})::DECIMAL(18,4), years: years"
        yield f"{{rank: {rank}, behind: ({behind})::DOUBLE, {where}, {told}}}"


def _elements(key: int, reading: Reading) -> Iterator[str]:
    """Yield what to say of each reportable amount: one VALUES row each."""
    version = reading.version
    for place, route in enumerate(version.first_routes):
        for offset, headline in enumerate(_report(reading, place)):
            words = (headline.measure, headline.measure_zh, headline.unit)
            told = ", ".join(literal(word) if word else "NULL" for word in words)
            limit = f"{number(headline.threshold)}::DECIMAL(18,4)" if headline.threshold else "NULL"
            confidence, cite = _authority(reading, route, headline)
            rule = f"{literal(version.id)}, {literal(confidence)}, {literal(cite)}"
            named = f"{literal(route.id)}, {literal(route.zh)}, {told}"
            yield f"({key}, {place * _PLACES + offset}, {named}, {limit}, {rule})"


def _authority(reading: Reading, route: Route, headline: Headline) -> tuple[Confidence, str]:
    """Return how far a line can be trusted and where it stands: a province's own line in two texts."""
    version, local = reading.version, headline.local
    confidence = version.confidence_of(route)
    # where the statute itself draws the line, it is its own source
    cite = "；".join(dict.fromkeys((reading.offence.statute, version.source_of(route).cite())))
    if local is None:
        return confidence, cite
    return max(confidence, local.confidence, key=CONFIDENCES.index), f"{cite}；{local.cite}"


def _exclusions(offence: Offence, vocabulary: Vocabulary) -> Iterator[str]:
    reading = Reading(offence, offence.versions[-1], "person", vocabulary)
    for exclusion in offence.exclusions:
        yield f"            WHEN {reading.state(exclusion.when)} THEN {literal(exclusion.code)}"


def _unsettled(offence: Offence, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield what must be known before the offence is held against anyone, where it is not."""
    reading = Reading(offence, offence.versions[-1], "person", vocabulary)
    for exclusion in (exclusion for exclusion in offence.exclusions if exclusion.must_be_known):
        for sql, measure in reading.open_measures(exclusion.when):
            yield f"CASE WHEN ({reading.state(exclusion.when)}) IS NULL AND {sql} THEN {literal(measure)} END"


def _exclusion_words(offence: Offence) -> Iterator[str]:
    for exclusion in offence.exclusions:
        yield f"        WHEN s.exclusion = {literal(exclusion.code)} THEN {literal(exclusion.zh)}"


# The first members of the unions: they name and type the columns.
_NO_CASE = """SELECT
    NULL::VARCHAR AS feed, NULL::VARCHAR AS record_id, NULL::VARCHAR AS offence, NULL::VARCHAR AS version,
    NULL::BOOLEAN AS is_act, NULL::BOOLEAN AS is_now, NULL::BOOLEAN AS state,
    NULL::STRUCT(
        rank INTEGER, behind DOUBLE, tie INTEGER, place INTEGER, reading INTEGER,
        value DECIMAL(18,4), years INTEGER
    ) AS chosen,
    NULL::DOUBLE AS nearest,
    NULL::VARCHAR[] AS missing
WHERE FALSE"""
_NO_ELEMENT = "(NULL::INTEGER, NULL::INTEGER, '', '', NULL, NULL, NULL, NULL::DECIMAL(18,4), '', '', '')"

_CASE = """SELECT
    feed, record_id, offence, {version} AS version, is_act, is_now,
    {settled} AS state,
    list_min(every) AS chosen,
    -- How much of a line the amounts known reach, where the route could still hold: rank 2 and less.
    list_max(list_transform(
        every, lambda one: CASE WHEN one.rank <= 2 AND one.value IS NOT NULL THEN -one.behind END
    )) AS nearest,
    CASE
        WHEN {state} THEN CASE WHEN party_kind IS NULL THEN ['party_kind'] END
        ELSE list_filter([
            {missing}
        ]::VARCHAR[], lambda measure: measure IS NOT NULL)
    END AS missing
FROM (
    SELECT
        *,
        [
            {chosen}
        ] AS every
    FROM (
        SELECT
            *,
            ({years})::INTEGER AS years,
            {routes}
        FROM (
            SELECT
                *,{leaves}
                coalesce({is_act}, FALSE) AS is_act,
                {is_now} AS is_now
            FROM measured
            WHERE
                {where}
        )
    )
)"""

# A unit's record is about an offence that punishes units, if it may be about one, and not about a person's.
_ANOTHERS = """(coalesce(s.party_kind = 'unit', FALSE) AND EXISTS (
            FROM {prefix}candidate AS o
            WHERE o.feed = c.feed AND o.record_id = c.record_id AND o.offence IN ({of_units})
        ))"""

_FRAME = """WITH measured AS (
    SELECT
        c.feed, c.record_id, c.offence, s.act_on, s.party_kind, {anothers} AS is_anothers{measures}
    FROM {prefix}candidate AS c
    JOIN {prefix}measure AS m ON m.feed = c.feed AND m.record_id = c.record_id
    LEFT JOIN {prefix}subject AS s ON s.feed = c.feed AND s.record_id = c.record_id
    WHERE c.offence = {offence}
),
barred AS (
    SELECT
        feed, record_id, offence, act_on,
        CASE
            WHEN FALSE THEN ''
{exclusions}
        END AS exclusion,
        list_filter([{unsettled}]::VARCHAR[], lambda measure: measure IS NOT NULL) AS unsettled
    FROM measured
),
reading AS (
{readings}
),
-- Unknown kind of party: both lines must agree.
read_version AS (
    SELECT
        feed, record_id, offence, version, is_act, is_now,
        CASE
            WHEN bool_and(coalesce(state, FALSE)) THEN TRUE
            WHEN bool_and(NOT coalesce(state, TRUE)) THEN FALSE
        END AS state,
        max(chosen) AS chosen,
        min(nearest) AS nearest,
        flatten(list(missing)) AS missing
    FROM reading
    GROUP BY feed, record_id, offence, version, is_act, is_now
),
-- The version at the act and the one now; of the two, the one whose line is reached less far is reported.
judged AS (
    SELECT
        feed, record_id, offence,
        max(version) FILTER (WHERE is_act) AS act_version,
        max(version) FILTER (WHERE is_now) AS now_version,
        count(*) FILTER (WHERE NOT state) AS failed,
        count(*) FILTER (WHERE state IS NULL) AS undecided,
        -- A version of which circumstances alone decide has no line that the other could be further from.
        arg_max(chosen, (chosen.rank, chosen.value IS NOT NULL, chosen)) AS chosen,
        -- The milder of the two ranges is the one that is applied.
        coalesce(min(chosen.years), {basic_years}) AS limitation_years,
        min(nearest) AS nearest,
        list_sort(list_distinct(flatten(list(missing) FILTER (WHERE state IS NULL)))) AS missing
    FROM read_version
    WHERE is_act OR is_now
    GROUP BY feed, record_id, offence
),
element AS (
    SELECT * FROM (VALUES
        {elements}
    ) AS t (
        reading, place, route, route_zh, measure, measure_zh, unit, threshold,
        rule_version, confidence, legal_basis
    )
),
settled AS (
    SELECT
        b.feed, b.record_id, b.offence, b.exclusion, b.unsettled,
        j.* EXCLUDE (feed, record_id, offence),
        CASE
            WHEN b.act_on IS NULL AND j.now_version IS NOT NULL THEN 'unknown'
            WHEN j.act_version IS NULL OR j.now_version IS NULL THEN 'inapplicable'
            WHEN j.failed > 0 THEN 'unmet'
            WHEN j.undecided > 0 OR len(b.unsettled) > 0 THEN 'unknown'
            ELSE 'met'
        END AS outcome
    FROM barred AS b
    LEFT JOIN judged AS j ON j.feed = b.feed AND j.record_id = b.record_id AND j.offence = b.offence
)
SELECT
    s.feed, s.record_id, s.offence, s.act_version, s.now_version, s.outcome,
    e.route, e.route_zh, e.measure, e.measure_zh, s.chosen.value AS value, e.unit, e.threshold,
    0 - s.chosen.behind AS margin,
    s.nearest,
    CASE
        WHEN s.outcome <> 'unknown' THEN []::VARCHAR[]
        WHEN s.act_version IS NULL THEN ['act_on']
        ELSE list_sort(list_distinct(coalesce(s.missing, []) || s.unsettled))
    END AS missing,
    s.exclusion,
    CASE
        WHEN FALSE THEN ''
{exclusion_zh}
    END AS exclusion_zh,
    s.limitation_years,
    e.legal_basis, e.rule_version, e.confidence
FROM settled AS s
LEFT JOIN element AS e ON e.reading = s.chosen.reading AND e.place = s.chosen.place"""
