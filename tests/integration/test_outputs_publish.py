"""The published snapshot: nothing personal in its bytes, readable, replaced as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.outputs.publish import publish
from tests.findings_pool import ID_NO, fill
from warehouse.contract import load_feeds
from warehouse.pool import Pool, memory

AT = datetime(2026, 11, 24, 9, 30)

PERSON, FIRM, OWNER, PHONE, ADDRESS = "诸葛小测", "青浦测试商行", "欧阳小样", "13912345678", "青浦区测试路1号"
SECRETS = (PERSON, OWNER, ID_NO, PHONE, ADDRESS)
FACTS = f"{PERSON}在{ADDRESS}销售，{PERSON}（{ID_NO}，电话{PHONE}）供述。"


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Pool:
    """A pool file with every known feed, two penalties in it."""
    pool = Pool(tmp_path_factory.mktemp("pool") / "pool.duckdb")
    with pool.write() as con:
        fill(con)
        for feed in load_feeds().values():
            columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in feed.columns)
            con.execute(
                f"CREATE TABLE known.{feed.name} (record_id VARCHAR, version INTEGER, {columns}, "
                "extra VARCHAR, marks VARCHAR[], known_on DATE)"
            )
        con.executemany(
            "INSERT INTO known.penalty (record_id, version, decision_no, authority, party_name, party_id_no, "
            "legal_rep, phone, address, facts, fine_cny, decided_on, extra) "
            "VALUES (?, 1, ?, '某局', ?, ?, ?, ?, ?, ?, 1000, DATE '2024-07-18', ?)",
            [
                ["a" * 16, "罚1号", PERSON, ID_NO, None, PHONE, ADDRESS, FACTS, f'{{"微信": "{PHONE}"}}'],
                ["b" * 16, "罚2号", FIRM, None, OWNER, None, None, f"{FIRM}经营者{OWNER}销售。", None],
            ],
        )
        con.execute(
            "UPDATE finding.finding SET party_name = ?, reason_zh = ? || '未见移送' WHERE rank = 1",
            [PERSON, PERSON],
        )
    return pool


@pytest.fixture
def published(pool: Pool, tmp_path: Path) -> Path:
    with pool.read() as con:
        publish(con, tmp_path, AT)
    return tmp_path


@pytest.fixture
def snapshot(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = memory()
    con.execute(f"ATTACH '{published / 'current.duckdb'}' AS s (READ_ONLY)")
    yield con
    con.close()


def test_persons_keep_their_surname_and_firms_their_name(snapshot: duckdb.DuckDBPyConnection) -> None:
    rows = snapshot.execute(
        "SELECT party_name, legal_rep, facts FROM s.penalty ORDER BY decision_no"
    ).fetchall()
    assert rows[0][0] == "诸某某"
    assert rows[1][:2] == (FIRM, "欧某某")
    assert rows[1][2] == f"{FIRM}经营者欧某某销售。"
    assert "诸某某在＊＊销售，诸某某（＊＊，电话＊＊）供述" in rows[0][2]


def test_identifying_columns_are_not_there(snapshot: duckdb.DuckDBPyConnection) -> None:
    columns = {row[0] for row in snapshot.execute("SELECT column_name FROM (DESCRIBE s.penalty)").fetchall()}
    assert not columns & {"party_id_no", "legal_rep_id_no", "phone", "address", "extra"}
    assert {"decision_no", "fine_cny", "party_name"} <= columns


def test_findings_are_masked_and_joinable(snapshot: duckdb.DuckDBPyConnection) -> None:
    columns = {row[0] for row in snapshot.execute("SELECT column_name FROM (DESCRIBE s.finding)").fetchall()}
    assert "evidence" not in columns
    assert snapshot.execute("SELECT party_name, reason_zh FROM s.finding WHERE rank = 1").fetchall() == [
        ("诸某某", "诸某某未见移送")
    ]
    assert snapshot.execute("SELECT count(*) FROM s.model_count").fetchall() == [(1,)]


def test_nothing_personal_is_in_the_bytes_of_any_file(published: Path) -> None:
    # Parquet pages are compressed: read them; the database file is searched as it is.
    for file in (published / "current").glob("*.parquet"):
        text = str(pl.read_parquet(file).rows())
        assert not [secret for secret in SECRETS if secret in text], file.name
    raw = (published / "current.duckdb").read_bytes()
    assert not [secret for secret in SECRETS if secret.encode() in raw]
    assert FIRM.encode() in raw


def test_record_ids_cannot_be_tried_out(published: Path, pool: Pool) -> None:
    first = set(pl.read_parquet(published / "current" / "penalty.parquet")["record_id"])
    assert first.isdisjoint({"a" * 16, "b" * 16})
    with pool.read() as con:
        publish(con, published, AT)
    assert set(pl.read_parquet(published / "current" / "penalty.parquet")["record_id"]).isdisjoint(first)


def test_the_old_snapshot_is_replaced_and_nothing_is_left_lying(published: Path, pool: Pool) -> None:
    (published / ".partial-killed").mkdir()
    (published / ".partial-killed.duckdb").write_bytes(b"half")
    for _ in range(3):
        with pool.read() as con:
            publish(con, published, AT)
    left = sorted(path.name.split("-")[0] for path in published.iterdir())
    assert left == ["current", "current.duckdb", "generation", "generation", "manifest.json"]


def test_every_feed_is_there(snapshot: duckdb.DuckDBPyConnection) -> None:
    names = {
        row[0]
        for row in snapshot.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 's'"
        ).fetchall()
    }
    about = {"run", "coverage", "intake", "finding_event", "model_card"}
    assert names == {*load_feeds(), *about, "finding", "excluded_or_insufficient", "model_count"}
