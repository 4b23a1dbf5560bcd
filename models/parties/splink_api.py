"""Splink's backend inside a transaction: a failure would abort it, so existence is asked, not tried."""

from __future__ import annotations

from splink import DuckDBAPI


class PoolApi(DuckDBAPI):
    """The backend on the pool's own connection, within the pool's transaction."""

    def table_exists_in_database(self, table_name: str) -> bool:
        """Say whether a table or view of this name stands."""
        return self._kind(table_name) is not None

    def delete_table_from_database(self, name: str) -> None:
        """Drop a table or view, whichever it is."""
        kind = self._kind(name)
        if kind is not None:
            self._con.execute(f'DROP {"VIEW" if kind == "VIEW" else "TABLE"} "{name}"')

    def _kind(self, name: str) -> str | None:
        rows = self._con.execute(
            "SELECT table_type FROM information_schema.tables WHERE table_name = ?", [name.strip('"')]
        ).fetchall()
        return rows[0][0] if rows else None
