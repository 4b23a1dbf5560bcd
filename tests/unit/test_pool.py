"""The writer gate: one writer, whole transactions, nothing left behind by a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from warehouse.errors import PoolBusy
from warehouse.pool import Pool, memory


def rows(pool: Pool) -> list[tuple[int]]:
    with pool.read() as con:
        return con.execute("SELECT x FROM pool.t ORDER BY x").fetchall()


def holder(path: Path, statement: str) -> subprocess.Popen[str]:
    """Start a process that writes, says so, and waits inside the gate."""
    code = f"""
        import sys, time
        from pathlib import Path
        from warehouse.pool import Pool
        with Pool(Path({str(path)!r})).write() as con:
            con.execute({statement!r})
            print("inside", flush=True)
            time.sleep(60)
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "inside"
    return process


def test_a_block_that_raises_leaves_nothing(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "p.duckdb")
    with pool.write() as con:
        con.execute("CREATE TABLE pool.t AS SELECT 1 AS x")
    with pytest.raises(ValueError, match="stop"), pool.write() as con:
        con.execute("INSERT INTO pool.t VALUES (2)")
        raise ValueError("stop")
    assert rows(pool) == [(1,)]


def test_a_second_writer_waits_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "p.duckdb"
    process = holder(path, "CREATE TABLE pool.t AS SELECT 1 AS x")
    try:
        with pytest.raises(PoolBusy, match="正在使用"), Pool(path, timeout=0.2).write():
            pass
        with pytest.raises(PoolBusy), Pool(path, timeout=0.2).read():
            pass
    finally:
        process.kill()
        process.wait()


def test_a_kill_frees_the_gate_and_rolls_back(tmp_path: Path) -> None:
    path = tmp_path / "p.duckdb"
    pool = Pool(path, timeout=10)
    with pool.write() as con:
        con.execute("CREATE TABLE pool.t AS SELECT 1 AS x")
    process = holder(path, "INSERT INTO pool.t VALUES (2)")
    process.send_signal(signal.SIGKILL)
    process.wait()
    with pool.write() as con:
        con.execute("INSERT INTO pool.t VALUES (3)")
    assert rows(pool) == [(1,), (3,)]


def test_reading_before_anything_was_written(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), Pool(tmp_path / "p.duckdb").read():
        pass


def test_every_layer_stands_in_a_new_pool() -> None:
    found = {
        name for (name,) in memory().execute("SELECT schema_name FROM information_schema.schemata").fetchall()
    }
    assert {"landing", "pool", "known", "fact", "party", "rule", "model", "finding", "mart"} <= found


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_reading_where_nothing_may_be_written(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "backup" / "p.duckdb", timeout=0.2)
    with pool.write() as con:
        con.execute("CREATE TABLE pool.t AS SELECT 1 AS x")
    for file in (pool.path, pool.path.with_suffix(".lock")):
        file.chmod(0o400)
    pool.path.parent.chmod(0o500)
    assert rows(pool) == [(1,)]
    with pytest.raises(PermissionError), pool.write():
        pass


def test_a_folder_may_be_called_what_sql_would_end_a_text_with(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "O'Neil's 文件夹" / "pool.duckdb")
    with pool.write() as con:
        con.execute("CREATE TABLE pool.t AS SELECT 1 AS x")
    with pool.read() as con:
        assert con.sql("FROM pool.t").fetchall() == [(1,)]
