"""How the tables of layer ``party`` are kept: rebuilt whole, or only where something they rest on changed.

Every table is one SELECT. Its lines that end in ``-- part`` restrict it to what is touched, a temporary
table ``touched_<name>`` (a file of ``sql/touched`` each); without them it says the whole table. What the
restricted SELECT says is held against the rows that stand: ``changed_<name>`` has the rows that go and those
that come, and the tables behind are touched only by these. So a run costs what changed, and says what a
rebuild would. Whoever adds something on which a row rests adds it to what touches the row; the test of random
changes (``test_party_increments.py``) holds every table against a rebuild.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

SQL = Path(__file__).parent / "sql"
_PART = "-- part"
_STANDING = "SELECT * FROM party.{name} SEMI JOIN touched_{touched} USING ({key})"
_CHANGED = "(({standing}) EXCEPT FROM now_{name}) UNION ALL ((FROM now_{name}) EXCEPT {standing})"
_LEAVE = "DELETE FROM party.{name} WHERE ({key}) IN (SELECT ({key}) FROM changed_{name})"
_OF_FRESH = "SELECT * FROM party.{name} SEMI JOIN party_fresh USING (feed, record_id)"
_FORGET = "DELETE FROM party.{name} WHERE (feed, record_id) IN (SELECT (feed, record_id) FROM party_fresh)"
_COME = "INSERT INTO party.{name} BY NAME SELECT * FROM now_{name} SEMI JOIN changed_{name} USING ({key})"


class Upkeep:
    """One run over the tables of the layer.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate.
    is_whole : bool
        Rebuild every table; else change only what is touched.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, *, is_whole: bool) -> None:
        self.con = con
        self.is_whole = is_whole
        self._made: dict[str, str] = {}

    def read(self, name: str) -> str:
        """Return the SQL of a file, without what restricts it if all is rebuilt."""
        lines = (SQL / f"{name}.sql").read_text("utf-8").splitlines()
        return "\n".join(line for line in lines if not (self.is_whole and line.endswith(_PART)))

    def temp(self, name: str, query: str, *, kind: str = "TABLE") -> None:
        """Make a temporary table (or view) that ends with the run."""
        self.con.execute(f"CREATE OR REPLACE TEMP {kind} {name} AS\n{query}")
        self._made[name] = kind

    def touch(self, *names: str) -> None:
        """Find what is touched; nothing is asked where all is rebuilt."""
        if not self.is_whole:
            for name in names:
                self.temp(f"touched_{name}", self.read(f"touched/{name}"))

    def table(self, name: str, key: str, *, touched: str | None = None, query: str | None = None) -> None:
        """Bring a table up to date.

        Parameters
        ----------
        name : str
            The table of layer ``party``, and the file with its SELECT.
        key : str
            Columns of which all rows with one value are touched together.
        touched : str, optional
            Whose touched rows, if not those of the table's own name.
        query : str, optional
            The SELECT, if not the file's.
        """
        query = query or self.read(name)
        if self.is_whole:
            self.con.execute(f"CREATE OR REPLACE TABLE party.{name} AS\n{query}")
            return
        self.temp(f"now_{name}", query)
        standing = _STANDING.format(name=name, touched=touched or name, key=key)
        self.temp(f"changed_{name}", _CHANGED.format(name=name, standing=standing))
        self.con.execute(_LEAVE.format(name=name, key=key))
        self.con.execute(_COME.format(name=name, key=key))

    def rows(self, name: str) -> None:
        """Replace the rows of the records that are new or different, by a SELECT over these alone."""
        of_fresh = _OF_FRESH.format(name=name)
        if not self.is_whole:
            self.temp(f"changed_{name}", of_fresh)
            self.con.execute(_FORGET.format(name=name))
        self.con.execute(f"INSERT INTO party.{name} BY NAME\n{self.read(name)}")
        if not self.is_whole:
            self.con.execute(f"INSERT INTO changed_{name} {of_fresh}")

    def close(self) -> None:
        """Drop what is temporary."""
        for name, kind in self._made.items():
            self.con.execute(f"DROP {kind} IF EXISTS temp.{name}")
        self._made.clear()
