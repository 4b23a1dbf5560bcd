"""Great Expectations on an open DuckDB connection.

Great Expectations has no DuckDB engine, and plain duckdb-engine fails under it on every metric, because
results are fetched after the connection was given back, which in DuckDB drops them. Here a cursor runs its
statement on the pool's own connection and keeps the answer itself. So the checks also see what the pool's
open transaction has not committed yet, and they never begin, commit or roll back anything.

Importing this module imports Great Expectations (seconds): only ``checks.gx`` does so, when it runs.
"""

from __future__ import annotations

import re
import types
from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar, Literal

import duckdb
import duckdb_engine
import great_expectations as gx
import sqlalchemy as sa
from great_expectations.compatibility.pydantic import PrivateAttr
from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations.core.unexpected_rows_expectation import UnexpectedRowsExpectation
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.row_conditions import RowConditionType
from sqlalchemy.dialects import registry

_SCHEME = "xianjie"
_TYPES = {
    "BIGINT": sa.BigInteger,
    "INTEGER": sa.Integer,
    "HUGEINT": sa.Numeric,
    "UBIGINT": sa.BigInteger,
    "DOUBLE": sa.Float,
    "BOOLEAN": sa.Boolean,
    "DATE": sa.Date,
    "TIMESTAMP": sa.DateTime,
}
_EngineClass = type[SqlAlchemyExecutionEngine]
# Great Expectations describes a source by an address, not by an object: the address is a key in here.
_open: dict[str, duckdb.DuckDBPyConnection] = {}


class _Cursor:
    """Runs one statement and owns its answer; all that is asked are counts, so answers are small."""

    arraysize = 1
    rowcount = -1

    def __init__(self, connection: _Connection, con: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self._con = con
        self._rows: list[tuple[Any, ...]] = []
        self.description: Sequence[Any] | None = None

    def execute(self, statement: str, parameters: Any = None, context: Any = None) -> None:
        self._con.execute(statement, list(parameters or []))
        self.description = self._con.description
        self._rows = self._con.fetchall()

    def fetchone(self) -> tuple[Any, ...] | None:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        size = size or self.arraysize
        taken, self._rows = self._rows[:size], self._rows[size:]
        return taken

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self.fetchmany(len(self._rows))

    def close(self) -> None:
        """Keep the answer: it is fetched after closing."""


class _Connection:
    """A connection in the sense of the database API over one that belongs to somebody else."""

    notices: ClassVar[list[str]] = []

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def cursor(self) -> _Cursor:
        return _Cursor(self, self._con)

    def begin(self) -> None:
        """Leave transactions to the owner."""

    commit = rollback = close = begin


class _Preparer(duckdb_engine.DuckDBIdentifierPreparer):
    """Quotes every name: DuckDB has more words that cannot stand alone (``at``) than it lists as reserved."""

    def _requires_quotes(self, value: str) -> bool:
        return True


class Dialect(duckdb_engine.Dialect):
    """DuckDB as SQLAlchemy sees it, on a connection that is already open."""

    supports_statement_cache = False
    preparer = _Preparer

    def connect(self, *arguments: Any, **options: Any) -> Any:
        """Return the connection registered under the address."""
        return _Connection(_open[str(options.get("database") or arguments[0])])

    @classmethod
    def get_pool_class(cls, url: sa.URL) -> type[sa.Pool]:
        """Return a pool that holds the one connection there is."""
        return sa.StaticPool

    def do_begin(self, connection: Any) -> None:
        """Leave transactions to the owner."""

    def do_commit(self, connection: Any) -> None:
        """Leave transactions to the owner."""

    def do_rollback(self, connection: Any) -> None:
        """Leave transactions to the owner."""

    def get_columns(self, connection: Any, table_name: str, schema: str | None = None, **options: Any) -> Any:
        """Return a table's columns from DuckDB's own catalogue; it lacks those of PostgreSQL."""
        found = connection.exec_driver_sql(
            "SELECT column_name, data_type, is_nullable, column_default FROM duckdb_columns() "
            "WHERE table_name = $1 AND schema_name = coalesce($2, current_schema()) "
            "AND database_name = current_database() ORDER BY column_index",
            (str(table_name), schema),
        ).fetchall()
        if not found:
            raise sa.exc.NoSuchTableError(table_name)
        return [
            {"name": name, "type": _type(kind), "nullable": bool(nullable), "default": default}
            for name, kind, nullable, default in found
        ]

    def get_pk_constraint(
        self, connection: Any, table_name: str, schema: str | None = None, **options: Any
    ) -> Any:
        """Return no key: the suites check keys themselves."""
        return {"constrained_columns": [], "name": None}

    def get_foreign_keys(self, *arguments: Any, **options: Any) -> list[Any]:
        """Return none, for the same reason."""
        return []

    get_unique_constraints = get_foreign_keys


def _type(name: str) -> sa.types.TypeEngine[Any]:
    if decimal := re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", name):
        return sa.Numeric(int(decimal[1]), int(decimal[2]))
    kind: type[sa.types.TypeEngine[Any]] = _TYPES.get(name, sa.String)
    return kind()


registry.register(_SCHEME, __name__, "Dialect")


class XianjieExecutionEngine(SqlAlchemyExecutionEngine):
    """Computes metrics in DuckDB."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # Great Expectations picks variants of SQL by the dialect's module; DuckDB speaks PostgreSQL's.
        self.dialect_module = types.SimpleNamespace(dialect=sa.dialects.postgresql.dialect)


class XianjieDatasource(SQLDatasource):
    """The data source class; defining it registers ``context.data_sources.add_xianjie``."""

    type: Literal["xianjie"] = "xianjie"

    @property
    def execution_engine_type(self) -> _EngineClass:
        """Engine that computes the metrics."""
        return XianjieExecutionEngine


def _kept_configuration(self: Any) -> Any:
    """Return the configuration of an expectation, made once.

    Great Expectations makes it anew for each of its keys, seventy times for one expectation: two fifths of
    what checking a pool took.
    """
    if self._made is None:
        self._made = vars(Expectation)["configuration"].fget(self)
    return self._made


@cache
def kind(name: str) -> Any:
    """Return the expectation of that name, as one that keeps its configuration.

    It takes the place of the original in the registry, from which a running suite makes its expectations.
    """
    given = getattr(gx.expectations, name)
    metaclass: Any = type(given)
    return metaclass(name, (given,), {"__module__": __name__, "__doc__": given.__doc__, **_KEPT})


_KEPT = {"_made": PrivateAttr(default=None), "configuration": property(_kept_configuration)}


class ExpectFewUnexpectedRows(UnexpectedRowsExpectation):
    """The query returns no more than a share of the table's rows.

    The parent knows no tolerance and fetches rows; this one counts only, and counts the table as well.
    """

    _made: Any = PrivateAttr(default=None)
    configuration = property(_kept_configuration)
    tolerance: float = 0.0
    row_condition: RowConditionType = None
    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.row_count", "table.row_count")
    success_keys: ClassVar[tuple[str, ...]] = ("unexpected_rows_query", "tolerance")

    def _validate(
        self, metrics: dict[str, Any], runtime_configuration: Any = None, execution_engine: Any = None
    ) -> dict[str, Any]:
        rows = int(metrics["table.row_count"])
        unexpected = int(metrics["unexpected_rows_query.row_count"])
        return {
            "success": unexpected <= self.tolerance * rows,
            "result": {"element_count": rows, "unexpected_count": unexpected},
        }


def open_context() -> EphemeralDataContext:
    """Return a context that keeps nothing on disk and prints nothing."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    return context


def open_source(context: EphemeralDataContext, con: duckdb.DuckDBPyConnection) -> XianjieDatasource:
    """Return a data source on ``con``; ``close_source`` must follow."""
    key = f"c{id(con)}"
    _open[key] = con
    add = context.data_sources.add_xianjie
    source: XianjieDatasource = add(key, connection_string=f"{_SCHEME}:///{key}")
    return source


def close_source(source: XianjieDatasource) -> None:
    """Forget the connection of a source; it stays open."""
    _open.pop(source.name, None)
