"""Records that came twice: under the full name of their authority and under a short one.

The identity of a record in the pool is its authority as written and its number, and stays that: histories,
counts and what was handed out rest on it. Where a run looks at the records, both are one: the one that came
first lends its id, so that findings stay where they are; of every column the fuller record's value counts,
else the other's.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from warehouse import tables
from warehouse.contract import Feed
from warehouse.intake.values import key_sql, record_id_sql

# The column in a key that may be written short.
_AUTHORITY = "authority"
# A short name is known where it shortens one registered name, not several (identifiers/bodies.sql).
_SHORT = """
CREATE OR REPLACE TEMP TABLE short_name AS
WITH named AS (
    SELECT NULL AS written, x_name(authority_name) AS name FROM known.authority
    UNION
    SELECT written, x_name(written) FROM ({written})
),
spelt AS (SELECT *, x_body_spelling(name) AS spelling FROM named),
purposed AS (
    SELECT written, name, x_body_region(spelling) AS region, x_body_purpose(spelling) AS purpose FROM spelt
)
SELECT s.written, any_value(r.name) AS whole
FROM purposed AS s
JOIN purposed AS r ON r.written IS NULL AND r.region = s.region AND x_purpose_shortens(s.purpose, r.purpose)
WHERE s.written IS NOT NULL AND s.name NOT IN (SELECT name FROM named WHERE written IS NULL)
GROUP BY s.written HAVING count(DISTINCT r.name) = 1
"""
_WRITTEN = 'SELECT authority AS written FROM known."{feed}"'
# The id of a record is made of its key: written in full, the key says which record the other one is. Numbers
# without a prefix begin anew every year: they are the same paper where the day or the party is the same too.
_TWIN = """
CREATE OR REPLACE TABLE known."twin_{feed}" AS
WITH written_short AS (
    SELECT k.record_id, TRUE AS is_short, {record_id} AS full_id, {day} AS day, k.party_name
    FROM (
        SELECT k.* REPLACE (s.whole AS authority)
        FROM known."{feed}" AS k
        JOIN short_name AS s ON s.written = k.authority
    ) AS k
),
every AS (
    FROM written_short
    UNION ALL
    SELECT k.record_id, FALSE, k.record_id, {day}, k.party_name
    FROM known."{feed}" AS k
    WHERE k.record_id IN (SELECT full_id FROM written_short)
)
SELECT record_id, is_short, full_id
FROM (SELECT *, x_party(party_name) AS party FROM every)
WINDOW same AS (PARTITION BY full_id)
QUALIFY count(*) OVER same > 1
    AND (min(day) OVER same = max(day) OVER same OR min(party) OVER same = max(party) OVER same)
"""
_ONCE = """
CREATE OR REPLACE TABLE known."once_{feed}" AS
WITH told AS (
    SELECT record_id, min(recorded_from) AS first_at, max(recorded_from) AS last_at
    FROM pool."{feed}" WHERE record_id IN (SELECT record_id FROM known."twin_{feed}") GROUP BY record_id
),
ranked AS (
    SELECT
        k.*, t.full_id,
        first_value(k.record_id) OVER (
            PARTITION BY t.full_id ORDER BY o.first_at, t.is_short, k.record_id
        ) AS kept_id,
        row_number() OVER (
            PARTITION BY t.full_id ORDER BY {filled} DESC, o.last_at DESC, k.batch_id DESC, k.row_no DESC
        ) AS fullness_rank
    FROM known."{feed}" AS k
    JOIN known."twin_{feed}" AS t USING (record_id)
    JOIN told AS o USING (record_id)
)
SELECT
    any_value(kept_id) AS record_id, sum(version)::INTEGER AS version, {columns}, {of_fuller},
    min(known_on) AS known_on
FROM ranked
GROUP BY full_id
"""
# The rows behind such a record, each as it was delivered: cited, and numbers are read again from them.
_DELIVERED = """
CREATE OR REPLACE TABLE known."delivered_{feed}" AS
SELECT k.* REPLACE (o.record_id AS record_id)
FROM known."{feed}" AS k
JOIN known."twin_{feed}" AS t USING (record_id)
JOIN known."twin_{feed}" AS first ON first.full_id = t.full_id
JOIN known."once_{feed}" AS o ON o.record_id = first.record_id
"""
_ROWS = "(FROM {known} WHERE record_id NOT IN (SELECT record_id FROM {told}) UNION ALL BY NAME FROM {told})"
_WITHOUT = """
CREATE OR REPLACE VIEW known."{feed}" AS
SELECT * FROM ({view}) WHERE record_id NOT IN (SELECT record_id FROM known."twin_{feed}")
UNION ALL BY NAME
FROM known."once_{feed}"
"""


def merge(con: duckdb.DuckDBPyConnection, feeds: Mapping[str, Feed], views: Mapping[str, str]) -> None:
    """Let ``known.<feed>`` show once what came under two names of one authority.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate; the views of all feeds are made, as each record stands in the pool.
    feeds : mapping of str to Feed
        The contracts.
    views : mapping of str to str
        The SELECT of each view.
    """
    kept_by = [feed for feed in feeds.values() if _AUTHORITY in feed.key]
    for feed in kept_by:
        for table in ("twin", "once", "delivered"):
            con.execute(f'DROP TABLE IF EXISTS known."{table}_{feed.name}"')
    if not tables.count(con, "known.authority"):
        return
    con.execute(_SHORT.format(written=" UNION ".join(_WRITTEN.format(feed=feed.name) for feed in kept_by)))
    if tables.count(con, "short_name"):
        for feed in kept_by:
            _merge(con, feed, views[feed.name])
    con.execute("DROP TABLE short_name")


def rows_of(con: duckdb.DuckDBPyConnection, feed: str) -> str:
    """Return the relation of a feed's rows: two of one id where two deliveries are one record."""
    known, told = f'known."{feed}"', f'known."delivered_{feed}"'
    if not tables.exists(con, "known", f"delivered_{feed}"):
        return known
    return _ROWS.format(known=known, told=told)


def _merge(con: duckdb.DuckDBPyConnection, feed: Feed, view: str) -> None:
    day = f"coalesce({', '.join(f'k.{name}' for name in feed.leading)})::DATE"
    record_id = record_id_sql(feed, key_sql(feed, "k"))
    con.execute(_TWIN.format(feed=feed.name, day=day, record_id=record_id))
    if tables.count(con, f'known."twin_{feed.name}"'):
        con.execute(_once(feed))
        con.execute(_DELIVERED.format(feed=feed.name))
        con.execute(_WITHOUT.format(feed=feed.name, view=view))


def _once(feed: Feed) -> str:
    columns = (f'arg_min("{name}", fullness_rank) AS "{name}"' for name in feed.names)
    of_fuller = ("extra", "marks", "derived", "batch_id", "sheet", "row_no")
    return _ONCE.format(
        feed=feed.name,
        filled=" + ".join(f'(k."{name}" IS NOT NULL)::INTEGER' for name in feed.names),
        columns=", ".join(columns),
        of_fuller=", ".join(
            f"any_value({name}) FILTER (WHERE fullness_rank = 1) AS {name}" for name in of_fuller
        ),
    )
