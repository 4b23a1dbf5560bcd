"""Killed at any moment, the pool is as it was before or after a group of files; the next import completes."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.intake_pool import NOW, penalty, rows, run, text, write
from warehouse.intake import importer
from warehouse.pool import Pool

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

KILLS = 10
CHILD = """
import sys
from datetime import datetime
from pathlib import Path
from warehouse.intake import importer
from warehouse.pool import Pool
importer._GROUP_FILES = 2
print("ready", flush=True)
importer.import_paths(Pool(Path(sys.argv[1])), [Path(sys.argv[2])], now=datetime(2026, 11, 1, 8))
print("done", flush=True)
"""
CONTENT = (
    "SELECT record_id, version, decision_no, facts, fine_cny, recorded_to IS NULL, sheet, row_no "
    "FROM pool.penalty ORDER BY ALL"
)
BOOKS = (
    "SELECT file_name, received, loaded, duplicate, revised, quarantined, status FROM landing.batch "
    "WHERE status <> 'repeated' ORDER BY ALL"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    inbox = tmp_path_factory.mktemp("delivered") / "市监"
    for part in range(8):
        delivered = [
            penalty(number, fine_cny=str(100 + part)) for number in range(part * 300, part * 300 + 600)
        ]
        write(inbox / f"行政处罚_{part}.csv", text([*delivered, penalty(9, decision_no="")]))
    return inbox


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[object, object]:
    pool = Pool(tmp_path_factory.mktemp("quiet") / "pool.duckdb")
    run(pool, folder)
    return rows(pool, CONTENT), rows(pool, BOOKS)


def _kill_after(delay: float, pool: Pool, folder: Path) -> bool:
    """Start an import, kill it after ``delay`` seconds of work; say whether it was still at work."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(pool.path), str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(delay)
    child.send_signal(signal.SIGKILL)
    rest = child.stdout.read()
    child.wait()
    return "done" not in rest


def _assert_consistent(pool: Pool) -> None:
    unsettled = (
        "SELECT count(*) FROM landing.batch "
        "WHERE status = 'pending' OR received <> loaded + duplicate + revised + quarantined"
    )
    assert rows(pool, unsettled) == [(0,)]
    landed = "SELECT (SELECT count(*) FROM landing.penalty), (SELECT sum(received) FROM landing.batch)"
    ((in_landing, received),) = rows(pool, landed)
    assert in_landing == (received or 0)
    accounting = "(SELECT coalesce(sum(loaded + revised), 0) FROM landing.batch)"
    ((in_pool, accounted),) = rows(pool, f"SELECT (SELECT count(*) FROM pool.penalty), {accounting}")
    assert in_pool == accounted
    twice = "SELECT count(*) - count(DISTINCT record_id) FROM pool.penalty WHERE recorded_to IS NULL"
    assert rows(pool, twice) == [(0,)]


def test_ten_kills(folder: Path, undisturbed: tuple[object, object], tmp_path: Path) -> None:
    # How long an undisturbed import takes here decides when to kill.
    began = time.monotonic()
    importer.import_paths(Pool(tmp_path / "timed.duckdb"), [folder], now=NOW)
    whole = time.monotonic() - began
    dice = random.Random(20261101)
    disturbed = 0
    for kill in range(KILLS):
        pool = Pool(tmp_path / f"pool_{kill}.duckdb")
        disturbed += _kill_after(dice.uniform(0.02, 1.0) * whole, pool, folder)
        if pool.path.exists() and _has_tables(pool):
            _assert_consistent(pool)
        run(pool, folder)
        _assert_consistent(pool)
        assert (rows(pool, CONTENT), rows(pool, BOOKS)) == undisturbed
    assert disturbed >= KILLS // 2, "the kills came too late to disturb anything"


def _has_tables(pool: Pool) -> bool:
    return rows(pool, "SELECT count(*) FROM information_schema.tables WHERE table_name = 'batch'") == [(1,)]
