"""Rules about a table and what checking them gave: plain values, independent of the engine that runs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from warehouse import tables

Severity = Literal["error", "warning"]
State = Literal["checked", "missing", "empty"]


@dataclass(frozen=True)
class Rule:
    """One rule about the rows of one table.

    Parameters
    ----------
    rule_id : str
        Unique inside its suite.
    description_zh : str
        One sentence that says what must hold.
    query : str
        SELECT of the rows that break the rule, with ``{batch}`` in place of the table or of the part of it
        that the rule is about; no alias can follow it, and other braces are doubled.
    columns : tuple of str
        Columns the rule is about; their values are shown with a failing row.
    expectation : str
        Class of Great Expectations that decides the rule; ``query`` must find the same rows.
    arguments : mapping
        Arguments of that class.
    severity : {"error", "warning"}
        Error: an invariant of our own code. Warning: a property of what a source delivered.
    is_blocking : bool
        Whether what follows must not run. Nothing that a source can deliver may block.
    tolerance : float
        Share of the rows, 0 to 1, that may break the rule before it counts as failed.
    only_where_null : str, optional
        The rule is about the rows in which this column is NULL (the current versions).
    needs, needs_rows : tuple of str
        Further tables that must exist, or hold rows, else the rule is not applicable.
    is_about_rows : bool
        Whether ``query`` returns rows of the table, which then show where they came from.
    hides_values : bool
        The columns hold personal data: the place of a failing row is shown, its values are not.
    """

    rule_id: str
    description_zh: str
    query: str
    columns: tuple[str, ...]
    expectation: str = "rows"
    arguments: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = "warning"
    is_blocking: bool = False
    tolerance: float = 0.0
    only_where_null: str | None = None
    needs: tuple[str, ...] = ()
    needs_rows: tuple[str, ...] = ()
    is_about_rows: bool = True
    hides_values: bool = False


@dataclass(frozen=True)
class Suite:
    """All rules about one table.

    Parameters
    ----------
    table : str
        ``layer.name``.
    title_zh : str
        What the table holds, as analysts call it.
    rules : tuple of Rule
        In the order in which they are shown.
    identity : tuple of str
        Columns that lead a reader to a row.
    labels : mapping of str to str
        Chinese names of columns.
    feed : str, optional
        The feed whose records the table holds.
    ends : str, optional
        Column that is NULL in the versions in force, where the table keeps history.
    """

    table: str
    title_zh: str
    rules: tuple[Rule, ...]
    identity: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    feed: str | None = None
    ends: str | None = None

    @property
    def layer(self) -> str:
        """Schema of the table."""
        return self.table.partition(".")[0]

    @property
    def name(self) -> str:
        """Name of the table without its schema."""
        return self.table.partition(".")[2]


@dataclass(frozen=True)
class RuleResult:
    """What checking one rule gave.

    ``note`` says why a rule was not applicable (it then counts as passed) or could not be evaluated (it then
    counts as failed).
    """

    rule_id: str
    table: str
    column: str
    description_zh: str
    severity: Severity
    is_blocking: bool
    success: bool
    element_count: int
    unexpected_count: int
    unexpected_share: float
    failing_rows: list[dict[str, str]]
    find_rows_sql: str
    tolerance: float = 0.0
    is_about_rows: bool = True
    note: str = ""


@dataclass(frozen=True)
class SuiteResult:
    """What checking one table gave; a table that does not exist or is empty has no results and no failure.

    ``row_count`` counts every version of a record, ``current_count`` those in force.
    """

    table: str
    results: list[RuleResult]
    title_zh: str = ""
    feed: str | None = None
    state: State = "checked"
    row_count: int = 0
    current_count: int = 0
    marks: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def failed(self) -> list[RuleResult]:
        """Rules that do not hold."""
        return [result for result in self.results if not result.success]


def not_null(column: str, description_zh: str, **options: object) -> Rule:
    """Every row has a value in ``column``."""
    return _rule(
        f"{column}.not_null",
        description_zh,
        _where(f"{quoted(column)} IS NULL"),
        (column,),
        "ExpectColumnValuesToNotBeNull",
        {"column": column},
        options,
    )


def unique(columns: Sequence[str], description_zh: str, **options: object) -> Rule:
    """No two rows agree in all ``columns``."""
    listed = ", ".join(map(quoted, columns))
    return _rule(
        f"{'+'.join(columns)}.unique",
        description_zh,
        fill("SELECT * FROM {batch} QUALIFY count(*) OVER (PARTITION BY {listed}) > 1", listed=listed),
        tuple(columns),
        "ExpectCompoundColumnsToBeUnique" if len(columns) > 1 else "ExpectColumnValuesToBeUnique",
        {"column_list": list(columns)} if len(columns) > 1 else {"column": columns[0]},
        options,
    )


def at_least(column: str, least: int | float, description_zh: str, **options: object) -> Rule:
    """Every value in ``column``, where there is one, is ``least`` or more."""
    return _rule(
        f"{column}.at_least",
        description_zh,
        _where(f"{quoted(column)} < {least}"),
        (column,),
        "ExpectColumnValuesToBeBetween",
        {"column": column, "min_value": least},
        options,
    )


def one_of(column: str, values: Sequence[str], description_zh: str, **options: object) -> Rule:
    """Every value in ``column``, where there is one, is one of ``values``."""
    listed = ", ".join(map(literal, values))
    return _rule(
        f"{column}.one_of",
        description_zh,
        _where(f"{quoted(column)} NOT IN ({listed})"),
        (column,),
        "ExpectColumnValuesToBeInSet",
        {"column": column, "value_set": list(values)},
        options,
    )


def not_before(later: str, earlier: str, description_zh: str, **options: object) -> Rule:
    """Where a row has both, ``later`` is not less than ``earlier``."""
    return _rule(
        f"{later}.not_before.{earlier}",
        description_zh,
        _where(f"{quoted(later)} < {quoted(earlier)}"),
        (later, earlier),
        "ExpectColumnPairValuesAToBeGreaterThanB",
        {
            "column_A": later,
            "column_B": earlier,
            "or_equal": True,
            "ignore_row_if": "either_value_is_missing",
        },
        options,
    )


def never(
    rule_id: str, condition: str, description_zh: str, columns: Sequence[str], **options: object
) -> Rule:
    """No row satisfies ``condition``, an SQL expression in our own column names."""
    return _rule(rule_id, description_zh, _where(condition), tuple(columns), "rows", {}, options)


def no_rows(rule_id: str, query: str, description_zh: str, columns: Sequence[str], **options: object) -> Rule:
    """``query``, a SELECT that reads ``{batch}``, returns nothing."""
    return _rule(rule_id, description_zh, query, tuple(columns), "rows", {}, options)


def fill(template: str, **parts: str) -> str:
    """Put names and literals of our own into the SQL ``template``; ``{batch}`` stays unless it is named.

    Never for values that come from the data: those go in as parameters.
    """
    for name, text in parts.items():
        template = template.replace("{" + name + "}", text)
    return template


def quoted(name: str) -> str:
    """Return an identifier of our own, quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text of our own (a member of an enum, a mark), quoted for SQL and safe inside a template."""
    return tables.literal(text).replace("{", "{{").replace("}", "}}")


def _where(condition: str) -> str:
    return fill("SELECT * FROM {batch} WHERE {condition}", condition=condition)


def _rule(
    rule_id: str,
    description_zh: str,
    query: str,
    columns: tuple[str, ...],
    expectation: str,
    arguments: Mapping[str, object],
    options: Mapping[str, object],
) -> Rule:
    settings: dict[str, Any] = {
        "rule_id": rule_id,
        "description_zh": description_zh,
        "query": query,
        "columns": columns,
        "expectation": expectation,
        "arguments": arguments,
    }
    return Rule(**(settings | dict(options)))
