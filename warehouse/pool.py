"""The writer gate: the only place that opens DuckDB.

DuckDB lets one process write and shuts all others out, readers included. Every use goes through a
file lock that the kernel releases when the process dies, so a kill leaves no lock behind, and through
one transaction, so it leaves no half-written table either.
"""

from __future__ import annotations

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse import keys
from warehouse.locks import hold
from warehouse.tables import literal

LAYERS = ("landing", "pool", "known", "fact", "party", "rule", "flow", "model", "finding", "mart")
MEMORY = Path(":memory:")
_DATABASE = "xianjie"


@dataclass(frozen=True)
class Pool:
    """The data pool: one DuckDB file behind one gate.

    Parameters
    ----------
    path : Path
        The database file; created on first write.
    timeout : float
        Seconds to wait for the gate before giving up.
    """

    path: Path
    timeout: float = 600.0

    @contextmanager
    def write(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Hold the gate and yield a connection inside one transaction.

        Yields
        ------
        duckdb.DuckDBPyConnection
            Committed when the block ends, rolled back when it raises.

        Raises
        ------
        PoolBusy
            If another process keeps the gate longer than ``timeout``.
        """
        with self._gate(fcntl.LOCK_EX):
            con = _connect(self.path)
            try:
                con.execute("BEGIN")
                for layer in LAYERS:
                    con.execute(f"CREATE SCHEMA IF NOT EXISTS {layer}")
                keys.use(con, keys.of_home(self.path.parent))
                keys.check(con, self.path.parent)
                yield con
                con.execute("COMMIT")
            except BaseException:
                with suppress(duckdb.TransactionException):  # a failed COMMIT has already ended it
                    con.execute("ROLLBACK")
                raise
            finally:
                con.close()

    @contextmanager
    def read(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield a read-only connection while no writer is at work.

        Raises
        ------
        PoolBusy
            If a writer keeps the gate longer than ``timeout``.
        FileNotFoundError
            If nothing was ever imported.
        """
        if not self.path.exists():
            raise FileNotFoundError(self.path)
        with self._gate(fcntl.LOCK_SH):
            con = _connect(self.path, read_only=True)
            try:
                yield con
            finally:
                con.close()

    def _gate(self, mode: int) -> AbstractContextManager[int]:
        return hold(self.path.with_suffix(".lock"), mode, self.timeout, "数据池正在使用", self.path)


@contextmanager
def snapshot(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a read-only connection to a published snapshot, for statements that people type.

    No gate: a snapshot is never written, only replaced. The connection reaches no other file.

    Parameters
    ----------
    path : Path
        The DuckDB file.
    """
    con = _connect(path, read_only=True)
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
    try:
        yield con
    finally:
        con.close()


def memory() -> duckdb.DuckDBPyConnection:
    """Open an empty in-memory pool with every layer's schema, for tests and rule checks."""
    con = _connect(MEMORY, read_only=False)
    for layer in LAYERS:
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {layer}")
    keys.use(con, secrets.token_bytes(keys.LENGTH))
    return con


def _connect(path: Path | None, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    # No extension may be fetched: users work on closed networks.
    con = duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )
    con.execute("SET enable_progress_bar = false")
    if path is not None:
        # A database is named after its file, and "pool" also names a layer: attached under a name of its own.
        con.execute(f"ATTACH {literal(str(path))} AS {_DATABASE}{' (READ_ONLY)' if read_only else ''}")
        con.execute(f"USE {_DATABASE}")
        # What does not fit into memory is case data too: never in whatever folder the command ran in.
        con.execute(f"SET temp_directory = {literal(str(path.parent / '.spill'))}")
    return con
