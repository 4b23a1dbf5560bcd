"""From landed rows to typed history: set-based passes per feed over the batches that are pending.

Every row ends as exactly one of loaded, duplicate, revised or quarantined; a batch whose counts do not add
up stops the import before anything is written.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import duckdb

from warehouse.column import Column
from warehouse.contract import Feed, load_feeds
from warehouse.errors import CheckFailed
from warehouse.intake import quarantine
from warehouse.intake.remarks import (
    remark_listed,
    remark_lost,
    remark_quarantined,
    remark_replaced,
    remark_unknown,
)
from warehouse.intake.slip import COUNTS
from warehouse.intake.values import apart_sql, key_sql, marks_sql, record_id_sql, typed_sql
from warehouse.tables import literal

_KEY_FORMS = {"number": "x_number({cell})", "name": "x_name({cell})"}
# A running number in the first column says where a row stands in the file, not what it says.
_COUNTERS = ("序号", "行号", "No", "NO", "no", "#")

# Rows taken in one pass: enough to be fast, few enough for the memory of a small machine.
_PASS_ROWS = 1 << 21
_BATCHES = """
CREATE OR REPLACE TEMP TABLE pooled_batch AS
WITH pending AS (
    SELECT *, sum(received) OVER (ORDER BY batch_id) - received AS rows_before
    FROM landing.batch WHERE status = 'pending' AND feed = ?
)
SELECT batch_id, source, file_name, units, columns, received
FROM pending WHERE rows_before < ? ORDER BY batch_id
"""
_TYPED = """
CREATE OR REPLACE TEMP TABLE pooled_row AS
WITH typed AS (
    SELECT
        l.batch_id, l.sheet, l.row_no, x_without_ids(l.extra) AS extra, l.derived,
        {raw},
        {typed}
    FROM landing."{feed}" AS l
    JOIN pooled_batch AS b USING (batch_id)
    WHERE l.batch_id >= (SELECT min(batch_id) FROM pooled_batch)
      AND l.batch_id <= (SELECT max(batch_id) FROM pooled_batch)
),
keyed AS (SELECT *, {key} AS record_key, {reason} AS reason, {marks} AS marks FROM typed)
SELECT
    * EXCLUDE (record_key, reason, {raw_names}),
    {record_id} AS record_id,
    coalesce(reason, CASE WHEN record_key IS NULL THEN {key_reason} END) AS reason,
    hex(hash({content})) AS content_hash
FROM keyed
"""
# Money as most write it; of what is written otherwise some is read in words.
_FIGURES = r"'\s*[¥￥]?\s*[-+\d,，.．]*\s*(?:元|万元|万)?\s*'"
_TRIED = """
SELECT {tried} FROM landing."{feed}" AS l
WHERE l.batch_id >= (SELECT min(batch_id) FROM pooled_batch)
  AND l.batch_id <= (SELECT max(batch_id) FROM pooled_batch)
"""
# Only keys that are already there, or come more than once, have to be compared. Equal hashes mean equal
# contents; unequal ones are looked at again, so that another version of the hash function costs time only.
_CONTESTED = """
CREATE OR REPLACE TEMP TABLE pooled_contested AS
WITH new AS (SELECT record_id, content_hash FROM pooled_row WHERE reason IS NULL),
together AS (
    SELECT record_id, content_hash, FALSE AS is_prior FROM new
    UNION ALL
    SELECT record_id, content_hash, TRUE FROM pool."{feed}"
    WHERE recorded_to IS NULL AND record_id IN (SELECT record_id FROM new)
)
SELECT record_id, min(content_hash) <> max(content_hash) AS is_differing
FROM together GROUP BY record_id HAVING count(*) > 1
"""
# Where two contents differ as written, they are compared once more without regard to typography.
_COMPARED = """
CREATE OR REPLACE TEMP TABLE pooled_compared AS
SELECT n.rowid AS place, n.record_id, md5(concat_ws(chr(30), {content})) AS compared_hash
FROM pooled_row AS n
WHERE n.reason IS NULL AND n.record_id IN (SELECT record_id FROM pooled_contested WHERE is_differing)
UNION ALL
SELECT NULL, p.record_id, md5(concat_ws(chr(30), {content}))
FROM pool."{feed}" AS p
WHERE p.recorded_to IS NULL AND p.record_id IN (SELECT record_id FROM pooled_contested WHERE is_differing)
"""
_VERDICT = """
CREATE OR REPLACE TEMP TABLE pooled_verdict AS
WITH prior AS (
    SELECT
        p.record_id, p.version, p.recorded_from, p.known_on,
        coalesce(c.compared_hash, p.content_hash) AS content
    FROM pool."{feed}" AS p
    LEFT JOIN pooled_compared AS c ON c.record_id = p.record_id AND c.place IS NULL
    WHERE p.recorded_to IS NULL AND p.record_id IN (SELECT record_id FROM pooled_contested)
),
new AS (
    SELECT
        n.rowid AS place, n.record_id, n.batch_id, n.row_no,
        coalesce(c.compared_hash, n.content_hash) AS content
    FROM pooled_row AS n
    LEFT JOIN pooled_compared AS c ON c.place = n.rowid
    WHERE n.reason IS NULL AND n.record_id IN (SELECT record_id FROM pooled_contested)
),
ordered AS (
    SELECT
        n.*, p.version AS prior_version, p.recorded_from AS prior_from, p.known_on,
        coalesce(lag(n.content) OVER arrival, p.content) AS previous,
        lag(n.place) OVER arrival AS previous_place
    FROM new AS n
    LEFT JOIN prior AS p USING (record_id)
    WINDOW arrival AS (PARTITION BY n.record_id ORDER BY n.batch_id, n.row_no)
),
judged AS (
    SELECT
        * EXCLUDE (previous, content),
        CASE
            WHEN previous IS NULL THEN 'loaded' WHEN previous = content THEN 'duplicate' ELSE 'revised'
        END AS verdict
    FROM ordered
)
SELECT
    place, record_id, batch_id, verdict, known_on, prior_version, prior_from, previous_place,
    (coalesce(prior_version, 0) + count(*) FILTER (WHERE verdict <> 'duplicate') OVER arrival)::INTEGER
        AS version,
    count(*) FILTER (WHERE verdict <> 'duplicate') OVER (
        PARTITION BY record_id ORDER BY batch_id, row_no ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    ) > 0 AS is_superseded
FROM judged
WINDOW arrival AS (PARTITION BY record_id ORDER BY batch_id, row_no ROWS UNBOUNDED PRECEDING)
"""
# Recorded time never runs backwards, even where a clock did.
_SUPERSEDE = """
UPDATE pool."{feed}" AS p
SET recorded_to = greatest(?::TIMESTAMP, p.recorded_from)
FROM (
    SELECT DISTINCT record_id FROM pooled_verdict WHERE verdict = 'revised' AND prior_version IS NOT NULL
) AS v
WHERE p.record_id = v.record_id AND p.recorded_to IS NULL
"""
_INSERT = """
INSERT INTO pool."{feed}" BY NAME
SELECT
    n.* EXCLUDE (reason),
    coalesce(v.version, 1) AS version,
    greatest($now::TIMESTAMP, v.prior_from) AS recorded_from,
    CASE WHEN v.is_superseded THEN greatest($now::TIMESTAMP, v.prior_from) END AS recorded_to,
    coalesce(v.known_on, $now::DATE) AS known_on
FROM pooled_row AS n
LEFT JOIN pooled_verdict AS v ON v.place = n.rowid
WHERE n.reason IS NULL AND v.verdict IS DISTINCT FROM 'duplicate'
"""
# A date after the day of import is a slip; it must not make years that nobody delivered look delivered.
_COUNTED = """
UPDATE landing.batch AS b
SET loaded = c.loaded, duplicate = c.duplicate, revised = c.revised, quarantined = c.quarantined,
    first_on = c.first_on, last_on = c.last_on, status = 'imported'
FROM (
    SELECT
        p.batch_id,
        coalesce(r.sound, 0) - coalesce(v.duplicate, 0) - coalesce(v.revised, 0) AS loaded,
        coalesce(v.duplicate, 0) AS duplicate, coalesce(v.revised, 0) AS revised,
        coalesce(q.quarantined, 0) AS quarantined, r.first_on, r.last_on
    FROM pooled_batch AS p
    LEFT JOIN (
        SELECT
            batch_id, count(*) AS sound,
            min({leading}) FILTER ({leading} < $day::DATE + 1)::DATE AS first_on,
            max({leading}) FILTER ({leading} < $day::DATE + 1)::DATE AS last_on
        FROM pooled_row WHERE reason IS NULL GROUP BY batch_id
    ) AS r USING (batch_id)
    LEFT JOIN (
        SELECT
            batch_id, count(*) FILTER (WHERE verdict = 'duplicate') AS duplicate,
            count(*) FILTER (WHERE verdict = 'revised') AS revised
        FROM pooled_verdict GROUP BY batch_id
    ) AS v USING (batch_id)
    LEFT JOIN (
        SELECT batch_id, count(*) AS quarantined FROM landing.quarantine
        WHERE batch_id IN (SELECT batch_id FROM pooled_batch) GROUP BY batch_id
    ) AS q USING (batch_id)
) AS c
WHERE b.batch_id = c.batch_id
"""
_TOTALS = """
SELECT batch_id, file_name, received, loaded, duplicate, revised, quarantined FROM landing.batch
WHERE batch_id IN (SELECT batch_id FROM pooled_batch) ORDER BY batch_id
"""


@dataclass(frozen=True)
class PoolCounts:
    """What became of the rows of one feed."""

    batches: int = 0
    received: int = 0
    loaded: int = 0
    duplicate: int = 0
    revised: int = 0
    quarantined: int = 0

    def __str__(self) -> str:
        return (
            f"{self.batches} 批：收到 {self.received:,} = 入库 {self.loaded:,} + 重复 {self.duplicate:,}"
            f" + 更正 {self.revised:,} + 隔离 {self.quarantined:,}"
        )

    def plus(self, other: PoolCounts) -> PoolCounts:
        """Return the sums of both."""
        names = ("batches", *COUNTS)
        return PoolCounts(*(getattr(self, name) + getattr(other, name) for name in names))

    def as_metadata(self) -> dict[str, int]:
        """Return the counts by name."""
        return {"batches": self.batches, **{name: getattr(self, name) for name in COUNTS}}


def pool_feed(con: duckdb.DuckDBPyConnection, feed: str, now: datetime) -> PoolCounts:
    """Take every pending batch of one feed into the pool, in the order of arrival.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate, macros installed, tables created.
    feed : str
        Name of the feed.
    now : datetime
        Recorded time, naive Asia/Shanghai.

    Returns
    -------
    PoolCounts
        Sums over the batches.

    Raises
    ------
    CheckFailed
        If a batch's counts do not add up to the rows received.
    """
    contract = load_feeds()[feed]
    counts = PoolCounts()
    while (passed := _pass(con, contract, now)).batches:
        counts = counts.plus(passed)
    return counts


def _pass(con: duckdb.DuckDBPyConnection, contract: Feed, now: datetime) -> PoolCounts:
    """Take the next pending batches; nothing where there are none."""
    feed = contract.name
    con.execute(_BATCHES, [feed, _PASS_ROWS])
    batches = con.execute("SELECT batch_id, columns FROM pooled_batch ORDER BY batch_id").fetchall()
    if not batches:
        return PoolCounts()
    con.execute(_typed(contract, _pending(con, contract)))
    con.execute(_CONTESTED.format(feed=feed))
    con.execute(_COMPARED.format(feed=feed, content=_content(contract)))
    con.execute(_VERDICT.format(feed=feed))
    remark_lost(con, contract)
    remark_replaced(con, contract)
    remark_listed(con, contract)
    remark_unknown(con, contract)
    con.execute(_SUPERSEDE.format(feed=feed), [now])
    con.execute(_INSERT.format(feed=feed), {"now": now})
    quarantine.keep(con, contract, dict(batches))
    quarantine.settle(con, feed)
    remark_quarantined(con)
    leading = f"coalesce({', '.join(contract.leading)})"
    con.execute(_COUNTED.format(leading=leading), {"day": now})
    counts = _checked(con)
    for table in ("row", "contested", "compared", "verdict", "batch"):
        con.execute(f"DROP TABLE pooled_{table}")
    return counts


def _checked(con: duckdb.DuckDBPyConnection) -> PoolCounts:
    rows = con.execute(_TOTALS).fetchall()
    for batch_id, file_name, received, *parts in rows:
        if received != sum(parts):
            raise CheckFailed(
                "有行遗漏或者重复计数",
                where=f"{file_name} · 批次 {batch_id}",
                found=f"入库、重复、更正、隔离 = {'、'.join(map(str, parts))}",
                expected=f"合计 {received}",
                action="请连同文件报告此问题；未导入任何数据",
            )
    sums = [sum(row[place] for row in rows) for place in range(2, 2 + len(COUNTS))]
    return PoolCounts(len(rows), *sums)


@dataclass(frozen=True)
class _Pending:
    """What pending rows have: to plan the reading of what none has takes longer than to read a small file.

    ``told``: columns with any cell; ``in_words``: those of money in which one is written otherwise than in
    figures; ``settled``: those of which a batch says how they are read.
    """

    told: Collection[str]
    in_words: Collection[str]
    settled: Collection[str]


def _pending(con: duckdb.DuckDBPyConnection, feed: Feed) -> _Pending:
    query = "SELECT DISTINCT unnest(map_keys(units)) FROM pooled_batch"
    settled = {name for (name,) in con.execute(query).fetchall()}
    money = [column.name for column in feed.columns if column.type == "money"]
    tried = [f'count(l."{name}") > 0' for name in feed.names]
    tried += [f'bool_or(NOT regexp_full_match(l."{name}", {_FIGURES}))' for name in money]
    (found,) = con.execute(_TRIED.format(feed=feed.name, tried=", ".join(tried))).fetchall()
    are_told = dict(zip(feed.names, found, strict=False))
    in_words = dict(zip(money, found[len(are_told) :], strict=True))
    return _Pending(
        {name for name, is_told in are_told.items() if is_told},
        {name for name, is_found in in_words.items() if is_found},
        settled,
    )


def _typed(feed: Feed, pending: _Pending) -> str:
    """Write the statement that types, marks, keys and hashes the pending rows."""
    raw = {column.name: f"raw_{column.name}" for column in feed.columns}
    until = (column.name for column in feed.columns if column.until is not None)
    repairable = {*pending.settled, *pending.in_words, *feed.began, *until}
    told = (
        marks_sql(c, raw[c.name], f'"{c.name}"', may_repair=c.name in repairable)
        for c in feed.columns
        if c.name in pending.told or c.beside in pending.told or _began(feed, c, pending)
    )
    listed = ", ".join(mark for mark in told if mark is not None) or "NULL::VARCHAR"
    return _TYPED.format(
        feed=feed.name,
        record_id=record_id_sql(feed, "record_key"),
        raw=", ".join(f'l."{name}" AS {alias}' for name, alias in raw.items()),
        raw_names=", ".join(raw.values()),
        typed=",\n        ".join(f'{_value(c, feed, pending)} AS "{c.name}"' for c in feed.columns),
        marks=f"nullif(list_filter([{listed}], lambda mark: mark IS NOT NULL), [])",
        key=key_sql(feed),
        reason=_reason(feed),
        key_reason=literal(f"主键无法识别（{'、'.join(feed.column(k).label for k in feed.key)}）"),
        content=", ".join(f'"{name}"' for name in (*feed.names, "extra", "derived")),
    )


def _value(column: Column, feed: Feed, pending: _Pending) -> str:
    began = _began(feed, column, pending)
    if column.name not in pending.told and column.beside not in pending.told and began is None:
        empty = "NULL" if column.default is None else literal(column.default)
        return f"CAST({empty} AS {column.sql_type})"
    factor = f"coalesce(b.units[{literal(column.name)}], 1)" if column.name in pending.settled else "1"
    typed = typed_sql(column, f"l.{column.name}", factor, began, in_words=column.name in pending.in_words)
    return apart_sql(feed, column, typed, "l")


def _began(feed: Feed, column: Column, pending: _Pending) -> str | None:
    began = feed.began.get(column.name)
    return f"l.{began}" if began in pending.told else None


def _reason(feed: Feed) -> str:
    """Write the Chinese reason why a row cannot be loaded, NULL if it can."""
    reasons = ", ".join(
        f"CASE WHEN \"{c.name}\" IS NULL THEN '「{c.label}」' || "
        f"CASE WHEN x_is_none(raw_{c.name}) THEN '为空' ELSE '无法识别' END END"
        for c in feed.required
    )
    return f"nullif(concat_ws('；', {reasons}), '')"


def _content(feed: Feed) -> str:
    """List the parts of a row's content without the typography of names and numbers."""
    parts = []
    for column in feed.columns:
        cell = f'"{column.name}"'
        form = _KEY_FORMS.get(column.form or "")
        parts.append(form.format(cell=cell) if form else f"{cell}::VARCHAR")
    words = "|".join(_COUNTERS)
    parts.append(f"regexp_replace(extra, '\"({words})\":\"[^\"]*\",?', '', 'g')")
    parts.append("derived::VARCHAR")
    return ", ".join(f"coalesce({part}, '')" for part in parts)
