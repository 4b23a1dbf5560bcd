"""The reading macros stand in the pool: made once, made anew for another version, gone with a rollback."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from warehouse.intake.values import install_macros
from warehouse.pool import Pool


def _made(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return where each macro is kept."""
    told = con.execute(
        "SELECT function_name, database_name FROM duckdb_functions() "
        "WHERE function_type = 'macro' AND starts_with(function_name, 'x_')"
    )
    return dict(told.fetchall())


@pytest.mark.parametrize(
    ("chance", "places", "told"),
    [
        (0.03124, 4, "p=0.0312"),
        (0.834, 2, "p=0.83"),
        (1, 4, "p=1"),
        (0.0000004, 4, "p<0.0001"),
        (0.004, 2, "p<0.01"),
    ],
)
def test_a_small_chance_is_not_told_as_none(tmp_path: Path, chance: float, places: int, told: str) -> None:
    with Pool(tmp_path / "pool.duckdb").write() as con:
        install_macros(con)
        assert con.execute("SELECT x_chance_zh('p', ?, ?)", [chance, places]).fetchall() == [(told,)]


def test_a_later_connection_has_what_an_earlier_one_made(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "pool.duckdb")
    with pool.write() as con:
        install_macros(con)
        made = _made(con)
        # One that is written as a temporary one would be missing from the second connection on.
        assert {name: kept for name, kept in made.items() if kept == "temp"} == {}
    with pool.read() as con:
        assert _made(con) == made
        install_macros(con)
        assert _made(con) == made  # nothing was added beside them
        assert con.execute("SELECT x_money('3万元', 1)").fetchall() == [(30000,)]


def test_those_of_another_version_are_made_anew(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "pool.duckdb")
    with pool.write() as con:
        install_macros(con)
        con.execute("CREATE OR REPLACE MACRO x_text(raw) AS 'as an older version read it'")
        con.execute("UPDATE landing.macros SET version = 'older'")
    with pool.read() as con:  # where nothing may be written, on this connection alone
        install_macros(con)
        assert con.execute("SELECT x_text(' 甲 ')").fetchall() == [("甲",)]
    with pool.read() as con:
        assert con.execute("SELECT x_text(' 甲 ')").fetchall() != [("甲",)]
    with pool.write() as con:
        install_macros(con)
    with pool.read() as con:
        assert con.execute("SELECT x_text(' 甲 ')").fetchall() == [("甲",)]


def test_a_rollback_takes_them_with_the_note_that_they_stand(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "pool.duckdb")
    with pytest.raises(KeyboardInterrupt), pool.write() as con:
        install_macros(con)
        raise KeyboardInterrupt
    with pool.write() as con:
        assert _made(con) == {}
        install_macros(con)
        assert con.execute("SELECT x_text(' 甲 ')").fetchall() == [("甲",)]
