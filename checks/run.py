"""Runs suites on an open connection and says where the failing rows came from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import duckdb

from checks import gx
from checks.rule import Rule, RuleResult, Suite, SuiteResult, fill, quoted
from checks.suites import all_suites
from warehouse import tables
from warehouse.intake.values import install_macros

MOST_ROWS = 20
_MOST_CHARACTERS = 80
_HIDDEN = "（个人信息，不显示）"


def run_all(
    con: duckdb.DuckDBPyConnection,
    tables: Collection[str] | None = None,
    suites: Iterable[Suite] | None = None,
) -> list[SuiteResult]:
    """Check many tables.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        An open connection of the pool. Nothing is written, begun or committed on it.
    tables : collection of str, optional
        ``layer.name`` of the tables to check; default: every table that has a suite.
    suites : iterable of Suite, optional
        Default: the suites of the project.

    Returns
    -------
    list of SuiteResult
        One per suite, in the order of the layers.
    """
    chosen = [s for s in (all_suites() if suites is None else suites) if tables is None or s.table in tables]
    if any(suite.layer == "pool" for suite in chosen):
        install_macros(con)  # names are compared as the models compare them
    with gx.open_validator(con) as validator:
        return [_run(con, validator, suite) for suite in chosen]


@dataclass(frozen=True)
class _Table:
    """What is known of a table before its rules run."""

    columns: frozenset[str]
    rows: int


def _run(con: duckdb.DuckDBPyConnection, validator: gx.Validator, suite: Suite) -> SuiteResult:
    if not tables.exists(con, suite.layer, suite.name):
        return SuiteResult(suite.table, [], suite.title_zh, suite.feed, "missing", labels=suite.labels)
    table = _describe(con, suite)
    if table.rows == 0:
        return SuiteResult(suite.table, [], suite.title_zh, suite.feed, "empty", labels=suite.labels)
    notes = {rule.rule_id: _obstacle(con, rule, table) for rule in suite.rules}
    runnable = [rule for rule in suite.rules if not notes[rule.rule_id]]
    counted = validator.validate(suite.table, runnable) if runnable else []
    outcomes = dict(zip((rule.rule_id for rule in runnable), counted, strict=True))
    results = [
        _result(con, suite, rule, table, outcomes.get(rule.rule_id), notes[rule.rule_id])
        for rule in suite.rules
    ]
    return SuiteResult(
        table=suite.table,
        results=results,
        title_zh=suite.title_zh,
        feed=suite.feed,
        row_count=table.rows,
        current_count=_current(con, suite, table),
        marks=_marks(con, suite, table),
        labels=suite.labels,
    )


def _describe(con: duckdb.DuckDBPyConnection, suite: Suite) -> _Table:
    found = con.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = ? AND table_name = ?",
        [suite.layer, suite.name],
    ).fetchall()
    return _Table(frozenset(str(row[0]) for row in found), tables.count(con, _name(suite)))


def _obstacle(con: duckdb.DuckDBPyConnection, rule: Rule, table: _Table) -> str:
    """Say why a rule cannot be asked; a wrong statement would end the caller's transaction."""
    absent = [name for name in rule.columns if name not in table.columns] if rule.is_about_rows else []
    if absent:
        return f"表中没有{'、'.join(absent)}列"
    for needed in (*rule.needs, *rule.needs_rows):
        layer, _, name = needed.partition(".")
        if not tables.exists(con, layer, name):
            return f"不适用：尚无 {needed}"
        if needed in rule.needs_rows and tables.count(con, f"{layer}.{quoted(name)}") == 0:
            return f"不适用：{needed} 尚无数据"
    return ""


def _result(
    con: duckdb.DuckDBPyConnection,
    suite: Suite,
    rule: Rule,
    table: _Table,
    outcome: gx.Outcome | None,
    note: str,
) -> RuleResult:
    find_rows = _find_rows(suite, rule, table)
    rows: list[dict[str, str]] = []
    if outcome is None:
        outcome = gx.Outcome(note.startswith("不适用"), 0, 0)
    elif outcome.error:
        note = f"无法检查：{outcome.error}"
    elif outcome.unexpected_count:
        rows = _failing_rows(con, suite, rule, find_rows)
    return RuleResult(
        rule_id=rule.rule_id,
        table=suite.table,
        column=", ".join(rule.columns),
        description_zh=rule.description_zh,
        severity=rule.severity,
        is_blocking=rule.is_blocking,
        success=outcome.success,
        element_count=outcome.element_count,
        unexpected_count=outcome.unexpected_count,
        unexpected_share=outcome.unexpected_count / outcome.element_count if outcome.element_count else 0.0,
        failing_rows=rows,
        find_rows_sql=find_rows,
        tolerance=rule.tolerance,
        is_about_rows=rule.is_about_rows,
        note=note,
    )


def _find_rows(suite: Suite, rule: Rule, table: _Table) -> str:
    """Return the SELECT with which an analyst finds the failing rows."""
    batch = _name(suite)
    if rule.only_where_null:
        current = "(SELECT * FROM {batch} WHERE {column} IS NULL)"
        batch = fill(current, batch=batch, column=quoted(rule.only_where_null))
    query = rule.query.format(batch=batch)
    if not rule.is_about_rows:
        return query
    identity = [name for name in suite.identity if name in table.columns]
    shown = [*identity, *(name for name in rule.columns if name not in identity and not rule.hides_values)]
    listed = ", ".join(map(quoted, shown)) or "*"
    order = f" ORDER BY {', '.join(map(quoted, identity))}" if identity else ""
    return fill("SELECT {listed} FROM ({query}){order}", listed=listed, order=order, query=query)


def _failing_rows(
    con: duckdb.DuckDBPyConnection, suite: Suite, rule: Rule, find_rows: str
) -> list[dict[str, str]]:
    relation = con.sql(f"{find_rows} LIMIT {MOST_ROWS}")
    names = relation.columns
    rows = [dict(zip(names, row, strict=True)) for row in relation.fetchall()]
    files = _files(con, {str(row["batch_id"]) for row in rows if row.get("batch_id") is not None})
    return [_shown(row, suite, rule, files) for row in rows]


def _shown(row: Mapping[str, object], suite: Suite, rule: Rule, files: Mapping[str, str]) -> dict[str, str]:
    """One failing row as text: how to find it, then the values the rule is about."""
    identity = suite.identity if rule.is_about_rows else ()
    shown = {name: _text(row[name]) for name in identity if name in row}
    file = row.get("file_name") or files.get(str(row.get("batch_id")))
    if file:
        shown["file"] = str(file)
    values = [
        f"{suite.labels.get(name, name)}：{_text(row.get(name))}"
        for name in rule.columns
        if name not in shown
    ]
    shown["value"] = _HIDDEN if rule.hides_values else "；".join(values)
    return shown


def _files(con: duckdb.DuckDBPyConnection, batches: Collection[str]) -> dict[str, str]:
    if not batches or not tables.exists(con, "landing", "batch"):
        return {}
    found = con.execute(
        "SELECT DISTINCT batch_id, file_name FROM landing.batch WHERE list_contains(?, batch_id)",
        [list(batches)],
    ).fetchall()
    return {str(batch): str(file) for batch, file in found}


def _current(con: duckdb.DuckDBPyConnection, suite: Suite, table: _Table) -> int:
    if suite.ends is None or suite.ends not in table.columns:
        return table.rows
    query = fill(
        "SELECT count(*) FROM {batch} WHERE {ends} IS NULL", batch=_name(suite), ends=quoted(suite.ends)
    )
    return int(con.execute(query).fetchall()[0][0])


def _marks(con: duckdb.DuckDBPyConnection, suite: Suite, table: _Table) -> dict[str, int]:
    """Count the quality marks on the versions in force."""
    if suite.ends is None or not {suite.ends, "marks"} <= table.columns:
        return {}
    query = fill(
        "SELECT mark, count(*) FROM (SELECT unnest(marks) AS mark FROM {batch} WHERE {ends} IS NULL) "
        "GROUP BY mark",
        batch=_name(suite),
        ends=quoted(suite.ends),
    )
    found = con.execute(query).fetchall()
    return {str(mark): int(times) for mark, times in sorted(found, key=lambda pair: (-pair[1], pair[0]))}


def _name(suite: Suite) -> str:
    return f"{suite.layer}.{quoted(suite.name)}"


def _text(value: object) -> str:
    if value is None:
        return "（空）"
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS] + "…"
