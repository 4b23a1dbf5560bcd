"""The only place that touches Great Expectations: a suite goes in, counts come out.

Great Expectations is slow to import and changes between versions. It is imported when a suite runs, never
before; its versions are pinned, and a test runs every kind of rule on rows known to be right or wrong.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from checks.rule import Rule

if TYPE_CHECKING:
    from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext

    from checks.gx_bridge import XianjieDatasource


@dataclass(frozen=True)
class Outcome:
    """Counts of one rule; ``error`` says why it could not be evaluated."""

    success: bool
    element_count: int
    unexpected_count: int
    error: str = ""


@dataclass(frozen=True)
class Validator:
    """Runs rules on one open connection; see ``open_validator``."""

    _context: EphemeralDataContext
    _source: XianjieDatasource

    def validate(self, table: str, rules: Sequence[Rule]) -> list[Outcome]:
        """Check all ``rules`` of one table in one go and return their outcomes in the same order."""
        from great_expectations import ExpectationSuite

        layer, _, name = table.partition(".")
        asset = self._source.add_table_asset(table, table_name=name, schema_name=layer)
        batch = asset.add_batch_definition_whole_table("all").get_batch()
        expectations = [_expectation(rule, str(position)) for position, rule in enumerate(rules)]
        suite = ExpectationSuite(name=table, expectations=expectations)
        # Which rows fail is asked of DuckDB afterwards, and only where some do.
        answer = batch.validate(
            suite, result_format={"result_format": "BASIC", "partial_unexpected_count": 0}
        )
        outcomes: dict[str, Outcome] = {}
        for result in answer.results:
            meta = result.expectation_config.meta if result.expectation_config else None
            outcomes[str((meta or {})["position"])] = _outcome(result)
        self._source.delete_asset(table)
        return [outcomes[str(position)] for position in range(len(rules))]


@contextmanager
def open_validator(con: duckdb.DuckDBPyConnection) -> Iterator[Validator]:
    """Yield a validator on an open connection, which stays open, in the transaction that it is in.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        The pool's own connection: no second handle, no second lock.
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    # It logs a page of traceback for what also comes back as the result of a rule.
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
    from checks import gx_bridge

    context = gx_bridge.open_context()
    source = gx_bridge.open_source(context, con)
    try:
        yield Validator(context, source)
    finally:
        gx_bridge.close_source(source)


def _expectation(rule: Rule, position: str) -> Any:
    from great_expectations.expectations.row_conditions import Column

    from checks.gx_bridge import ExpectFewUnexpectedRows, kind

    common: dict[str, Any] = {"meta": {"position": position}, "severity": _SEVERITY[rule.severity]}
    if rule.only_where_null:
        common["row_condition"] = Column(rule.only_where_null).is_null()
    if rule.expectation == "rows":
        return ExpectFewUnexpectedRows(unexpected_rows_query=rule.query, tolerance=rule.tolerance, **common)
    return kind(rule.expectation)(**rule.arguments, mostly=1 - rule.tolerance, **common)


_SEVERITY = {"error": "critical", "warning": "warning"}


def _outcome(result: Any) -> Outcome:
    error = _exception(result.exception_info)
    if error:
        return Outcome(False, 0, 0, error)
    # Where no row is concerned, the sum over no rows comes back as nothing.
    elements, unexpected = (int(result.result[name] or 0) for name in ("element_count", "unexpected_count"))
    return Outcome(bool(result.success), elements, unexpected)


def _exception(info: Any) -> str:
    """Return the first exception's message; it comes as one record or as one record per metric."""
    if not info:
        return ""
    records = [info] if "raised_exception" in info else list(info.values())
    return next((str(record["exception_message"]) for record in records if record["raised_exception"]), "")
