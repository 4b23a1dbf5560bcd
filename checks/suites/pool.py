"""Rules on the pool: keys, history and types are ours to keep; quality is reported, never blocking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from checks.rule import (
    Rule,
    Suite,
    at_least,
    fill,
    literal,
    never,
    no_rows,
    not_before,
    not_null,
    quoted,
    unique,
)
from checks.suites._schema import schema
from checks.suites._tolerances import percent, tolerances
from warehouse.column import Column
from warehouse.contract import Feed, load_feeds
from warehouse.intake.values import typed_sql

_OURS = {
    "record_id": "VARCHAR",
    "version": "INTEGER",
    "extra": "VARCHAR",
    "marks": "VARCHAR[]",
    "derived": "VARCHAR[]",
    "content_hash": "VARCHAR",
    "batch_id": "VARCHAR",
    "sheet": "VARCHAR",
    "row_no": "BIGINT",
    "known_on": "DATE",
}
_LABELS = {
    "record_id": "记录号",
    "version": "版本",
    "content_hash": "内容摘要",
    "batch_id": "批次号",
    "row_no": "行号",
    "known_on": "首次入库日期",
    "marks": "质量标记",
}
_NEVER_NULL = ("record_id", "version", "content_hash", "batch_id", "row_no", "known_on")
_IDENTITY = ("record_id", "version", "batch_id", "sheet", "row_no")
# Recorded time: from when to when the pool held a version for true.
_FROM, _TO = "recorded_from", "recorded_to"
# Pairs of dates, the later first, that follow each other in every case.
_ORDERS = {
    "penalty": [
        ("decided_on", "filed_on"),
        ("act_ended_on", "act_began_on"),
        ("filed_on", "act_began_on"),
        ("served_on", "decided_on"),
        ("decided_on", "hearing_notified_on"),
        ("enforcement_applied_on", "decided_on"),
        ("revoked_on", "decided_on"),
    ],
    "admin_case": [("closed_on", "filed_on"), ("extension_until", "filed_on")],
    "transfer": [
        ("approved_on", "reported_on"),
        ("transferred_on", "approved_on"),
        ("received_on", "transferred_on"),
        ("police_decided_on", "transferred_on"),
        ("reconsidered_on", "police_decided_on"),
        ("supervision_requested_on", "police_decided_on"),
    ],
    "police_case": [("outcome_on", "filed_on"), ("returned_on", "outcome_on")],
    "prosecution": [
        ("accepted_on", "act_ended_on"),
        ("decided_on", "accepted_on"),
        ("handed_over_on", "decided_on"),
        ("review_closed_on", "review_registered_on"),
    ],
    "procuratorial_document": [
        ("served_on", "issued_on"),
        ("reply_due_on", "issued_on"),
        ("replied_on", "issued_on"),
        ("verified_on", "replied_on"),
    ],
    "judgment": [("effective_on", "judged_on")],
    "entity": [("cancelled_on", "established_on")],
    "entity_member": [("to_on", "from_on")],
    "inspection": [("reported_on", "sampled_on")],
    "complaint": [("closed_on", "received_on")],
}
# What the pool cannot read or confirm in a column of each type, as it marks it.
_MARKS = {
    "uscc": [("check_digit", "校验码不符")],
    "id": [("check_digit", "校验码不符"), ("unreadable", "无法识别")],
    "date": [("unreadable", "无法识别")],
    "timestamp": [("unreadable", "无法识别")],
    "money": [("unreadable", "无法识别")],
    "integer": [("unreadable", "无法识别")],
    "share": [("unreadable", "无法识别")],
    "bool": [("unreadable", "无法识别")],
    "enum": [("unknown_value", "不在规定取值内")],
    "list": [("unknown_value", "不在规定取值内")],
}
# What the pool read although it is not written in a usual form: told, and no fault of the value.
_REPAIRS = {
    "id": ["in_code"],
    "money": ["in_words"],
    "date": ["short_year", "period"],
    "timestamp": ["short_year"],
}


def suites() -> list[Suite]:
    """Return one suite per feed, written by its contract."""
    return [suite(feed) for feed in load_feeds().values()]


def suite(feed: Feed) -> Suite:
    """Return the suite of ``pool.<feed>``."""
    quality = [
        *_marks(feed),
        *_amounts(feed),
        *_dates(feed),
        *_coverage(feed),
        *_authorities(feed),
        *_echoes(feed),
    ]
    # A fault that a later version corrected stays in the history and is no longer one.
    rules = [*_invariants(feed), *(replace(rule, only_where_null=_TO) for rule in quality)]
    labels = {
        **_LABELS,
        _FROM: "记录起",
        _TO: "记录止",
        **{column.name: column.label for column in feed.columns},
    }
    return Suite(f"pool.{feed.name}", feed.label, tuple(rules), _IDENTITY, labels, feed.name, _TO)


def _invariants(feed: Feed) -> Iterable[Rule]:
    ours = _OURS | {_FROM: "TIMESTAMP", _TO: "TIMESTAMP"}
    yield schema(f"pool.{feed.name}", ours | {column.name: column.sql_type for column in feed.columns})
    yield unique(["record_id", "version"], "记录号和版本唯一确定一行。", severity="error", is_blocking=True)
    yield no_rows(
        "one_current",
        fill(
            "SELECT * FROM {batch} WHERE record_id IN (SELECT record_id FROM {batch} "
            "GROUP BY record_id HAVING count(*) FILTER (WHERE {ends} IS NULL) <> 1)",
            ends=_TO,
        ),
        "每个记录号有且只有一个现行版本。",
        ["record_id"],
        severity="error",
        is_blocking=True,
    )
    yield no_rows(
        "history_is_continuous",
        fill(
            "SELECT * FROM {batch} WHERE record_id IN (SELECT record_id FROM {batch} WHERE version > 1) "
            "QUALIFY {ends} IS DISTINCT FROM lead({begins}) OVER (PARTITION BY record_id ORDER BY version)",
            begins=_FROM,
            ends=_TO,
        ),
        "前一版本的终止时间就是后一版本的起始时间。",
        [_FROM, _TO],
        severity="error",
        is_blocking=True,
    )
    yield not_before(_TO, _FROM, "版本的终止时间不早于起始时间。", severity="error", is_blocking=True)
    yield not_null(_FROM, "每条记录都有记录起。", severity="error", is_blocking=True)
    for name in _NEVER_NULL:
        yield not_null(name, f"每条记录都有{_LABELS[name]}。", severity="error", is_blocking=True)
    for column in feed.required:
        yield not_null(
            column.name,
            f"每条记录都有{column.label}。",
            severity="error",
            is_blocking=True,
            hides_values=column.pii,
        )
    yield never(
        "batch_id.known",
        "batch_id NOT IN (SELECT batch_id FROM landing.batch)",
        "每条记录都能追溯到一个已登记的批次。",
        ["batch_id"],
        severity="error",
        is_blocking=True,
        needs=("landing.batch",),
    )


def _marks(feed: Feed) -> Iterable[Rule]:
    shares = tolerances().shares
    # An amount below zero is marked too, but has a rule of its own.
    expected = [f"{column.name}:negative" for column in feed.columns]
    for column in feed.columns:
        expected += [f"{column.name}:{mark}" for mark in _REPAIRS.get(column.type, [])]
        if column.type == "list" and not column.values:
            continue
        for mark, what in _MARKS.get(column.type, []):
            expected.append(f"{column.name}:{mark}")
            # Such a value in a required column sent the row to the quarantine.
            if column.required and mark == "unreadable":
                continue
            share: float = getattr(shares, mark)
            yield _mark(expected[-1], f"{column.label}{what}的记录不超过{percent(share)}。", share, column)
    yield never(
        "mark.other",
        fill("NOT list_has_all([{expected}], marks)", expected=", ".join(map(literal, expected))),
        f"带有其他质量标记的记录不超过{percent(shares.other_mark)}。",
        ["marks"],
        tolerance=shares.other_mark,
    )


def _mark(mark: str, description_zh: str, share: float, column: Column) -> Rule:
    return never(
        f"mark.{mark}",
        f"list_contains(marks, {literal(mark)})",
        description_zh,
        [column.name],
        tolerance=share,
        hides_values=column.pii,
    )


def _amounts(feed: Feed) -> Iterable[Rule]:
    for column in feed.money_columns:
        yield at_least(
            column.name,
            0,
            f"{column.label}不为负数。",
            tolerance=tolerances().shares.negative,
        )


def _dates(feed: Feed) -> Iterable[Rule]:
    shares = tolerances().shares
    for later, earlier in _ORDERS.get(feed.name, []):
        yield _order(feed.column(later), feed.column(earlier), shares.order)
    if feed.name == "authority":  # its periods of validity may begin at any time, past or future
        return
    leading = f"coalesce({', '.join(map(quoted, feed.leading))})::DATE"
    label = "、".join(feed.column(name).label for name in feed.leading)
    first = tolerances().earliest
    options = {"tolerance": shares.impossible_date}
    yield never(
        "leading.future",
        f"{leading} > {_FROM}::DATE",
        f"{label}不晚于收到记录的日期。",
        feed.leading,
        **options,
    )
    yield never(
        "leading.early",
        f"{leading} < DATE '{first}'",
        f"{label}不早于{first.year}年{first.month}月{first.day}日。",
        feed.leading,
        **options,
    )


def _order(later: Column, earlier: Column, share: float) -> Rule:
    description = f"{later.label}不早于{earlier.label}。"
    if later.type == earlier.type == "date":
        return not_before(later.name, earlier.name, description, tolerance=share)
    # A time of day may be missing on one side only: compare days.
    return never(
        f"{later.name}.not_before.{earlier.name}",
        f"{quoted(later.name)}::DATE < {quoted(earlier.name)}::DATE",
        description,
        [later.name, earlier.name],
        tolerance=share,
    )


# What a record repeats of the one that it completes is right, where that one is there and says the same.
_ECHOED = """{number} IN (SELECT {number} FROM {of} WHERE {ends} IS NULL)
AND {number} || {told} NOT IN (SELECT {number} || {stands} FROM {of} WHERE {ends} IS NULL)"""


def _echoes(feed: Feed) -> Iterable[Rule]:
    """A form that came back about another document than its number says would answer the wrong one."""
    if feed.completes is None:
        return
    completed = load_feeds()[feed.completes]
    for column in [column for column in completed.required if column.name not in feed.by_name]:
        told = typed_sql(column, f"json_extract_string(extra, '$.\"{column.header}\"')")
        stands = quoted(column.name)
        form = "x_name({})" if column.form == "name" else "CAST({} AS VARCHAR)"
        yield never(
            f"{column.name}.as_sent",
            fill(
                _ECHOED,
                number=f"x_number({quoted(feed.key[0])})",
                of=f"pool.{quoted(completed.name)}",
                told=form.format(told),
                stands=form.format(stands),
                ends=_TO,
            ),
            f"退回时所带的{column.label}与所送的{completed.label}一致。",
            [feed.key[0]],
            needs_rows=(f"pool.{completed.name}",),
        )


# As the models read names: a short name is known where it shortens one registered name, not several.
_SHORT = """
    SELECT short.name, any_value(whole.name) AS whole
    FROM (SELECT DISTINCT x_name(authority) AS name FROM pool.{feed}) AS short
    JOIN (SELECT DISTINCT x_name(authority_name) AS name FROM pool.authority) AS whole
      ON x_body_shortens(short.name, whole.name)
    WHERE short.name NOT IN (SELECT x_name(authority_name) FROM pool.authority)
    GROUP BY short.name HAVING count(*) = 1
"""
_UNKNOWN_AUTHORITY = """x_name(authority) NOT IN (SELECT x_name(authority_name) FROM pool.authority)
AND x_name(authority) NOT IN (SELECT name FROM ({short}))"""
_TWICE = """record_id IN (
    SELECT s.record_id
    FROM ({short}) AS n
    JOIN pool.{feed} AS s ON x_name(s.authority) = n.name AND s.{ends} IS NULL
    JOIN pool.{feed} AS f
      ON x_name(f.authority) = n.whole AND x_number(f.{no}) = x_number(s.{no}) AND f.{ends} IS NULL
)"""


def _authorities(feed: Feed) -> Iterable[Rule]:
    """Authorities are in the register, and a paper comes under one of its authority's names."""
    if "authority" not in feed.by_name:
        return
    label = feed.column("authority").label
    parts = {"short": fill(_SHORT, feed=quoted(feed.name)), "feed": quoted(feed.name), "ends": _TO}
    yield never(
        "authority.known",
        fill(_UNKNOWN_AUTHORITY, **parts),
        f"{label}都在执法机关名录之内，或者是其中一个机关的简称。",
        ["authority"],
        tolerance=tolerances().shares.unknown_authority,
        needs_rows=("pool.authority",),
    )
    if "authority" in feed.key:
        number = feed.key[-1]
        yield never(
            "authority.one_name",
            fill(_TWICE, **parts, no=quoted(number)),
            f"同一{feed.column(number).label}不以{label}的全称和简称各报送一次（日期或者当事人相同的，运行时合并为一条）。",
            ["authority", number],
            needs_rows=("pool.authority",),
        )


def _coverage(feed: Feed) -> Iterable[Rule]:
    shares = tolerances().shares
    names = set(feed.names)
    if {"party_type", "credit_code"} <= names:
        yield never(
            "credit_code.firms",
            "party_type = '法人及非法人组织' AND credit_code IS NULL",
            "法人及非法人组织都有统一社会信用代码。",
            ["party_type", "credit_code"],
            tolerance=shares.missing_credit_code,
        )
    if {"penalty_kinds", "fine_cny"} <= names:
        yield never(
            "fine_cny.present",
            "list_contains(penalty_kinds, '罚款') AND fine_cny IS NULL",
            "处罚类别含罚款的，都有罚款金额。",
            ["penalty_kinds", "fine_cny"],
            tolerance=shares.missing_fine,
        )
