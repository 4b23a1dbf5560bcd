"""The published snapshot: nothing personal in its bytes, readable, replaced as a whole; its profiles."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.cli import main
from pipelines.outputs import manifest, profiles
from pipelines.outputs.publish import SNAPSHOT, Scope, publish
from tests.findings_pool import CREDIT_CODE, ID_NO
from tests.secret_pool import (
    ADDRESS,
    FIRM,
    GARDEN,
    HANDLER,
    MANY,
    OWNER,
    PERSON,
    PHONE,
    SECRETS,
    TOLD_OF,
    secret_pool,
)
from warehouse.contract import load_feeds
from warehouse.errors import XianjieError
from warehouse.home import Home
from warehouse.pool import Pool, memory
from warehouse.pool import snapshot as opened

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

AT = datetime(2026, 11, 24, 9, 30)


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Pool:
    return secret_pool(tmp_path_factory.mktemp("pool") / "pool.duckdb")


@pytest.fixture(scope="module")
def released(pool: Pool, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One snapshot of every profile."""
    folders = {name: tmp_path_factory.mktemp(name) for name in profiles.load().profiles}
    with pool.read() as con:
        for name, folder in folders.items():
            publish(con, folder, AT, Scope(name))
    return folders


def words(folder: Path) -> str:
    """Everything in the texts of a snapshot, and the bytes of its database file."""
    frames = [pl.read_parquet(file) for file in sorted((folder / "current").glob("*.parquet"))]
    told = "\n".join(str(frame[name].to_list()) for frame in frames for name in frame.columns if frame.height)
    return told + (folder / SNAPSHOT).read_bytes().decode("utf-8", errors="ignore")


def table(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(folder / "current" / f"{name}.parquet")


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
    about = {"run", "coverage", "intake", "finding_event", "model_card", "profile", "label"}
    assert names == {*load_feeds(), *about, "finding", "excluded_or_insufficient", "model_count"}


@pytest.mark.parametrize("profile", ["internal", "agency", "academic"])
def test_no_profile_holds_an_id_number_a_phone_or_an_address(released: dict[str, Path], profile: str) -> None:
    told = words(released[profile])
    assert not [secret for secret in (ID_NO, PHONE, ADDRESS) if secret in told]
    assert not re.search(r"(?<![0-9a-f])1[3-9][0-9]{9}(?![0-9a-f])", told)


@pytest.mark.parametrize("profile", ["agency", "academic"])
def test_no_person_is_named_outside_the_office(released: dict[str, Path], profile: str) -> None:
    told = words(released[profile])
    assert not [name for name in (PERSON, OWNER, HANDLER, TOLD_OF, GARDEN) if name in told]


def test_the_office_itself_sees_names(released: dict[str, Path]) -> None:
    rows = table(released["internal"], "penalty").sort("decision_no")
    assert rows["party_name"].to_list() == [PERSON, FIRM]
    assert rows["handler"][0] == HANDLER and PERSON in rows["facts"][0]
    assert not {"party_id_no", "phone", "address"} & set(rows.columns)
    assert PERSON in table(released["internal"], "finding")["reason_zh"][0]


def test_research_gets_no_text_number_code_or_handler(released: dict[str, Path]) -> None:
    told = words(released["academic"])
    assert not [word for word in (FIRM, "罚1号", "诉1号", "某局", MANY, CREDIT_CODE) if word in told]
    gone = {"facts", "decision_no", "credit_code", "authority_code", "handler", "remark", "violation"}
    assert not gone & set(table(released["academic"], "penalty").columns)
    gone = {"subject_no", "related_nos", "reason_zh", "clears_if_zh", "credit_code", "evidence"}
    assert not gone & set(table(released["academic"], "finding").columns)


def test_research_keeps_amounts_months_and_who_is_the_same(released: dict[str, Path]) -> None:
    rows = table(released["academic"], "penalty")
    assert [int(value) for value in rows["fine_cny"]] == [1000, 1000]
    assert {str(day) for day in rows["decided_on"]} == {"2024-07-01"}
    assert rows["penalty_kinds"].drop_nulls().to_list() == [["罚款"]]  # what no contract lists is text
    named = rows["party_name"].to_list()
    assert sorted(name[:3] for name in named) == ["个人-", "单位-"]
    (of_person,) = [name for name in named if name.startswith("个人")]
    assert of_person in table(released["academic"], "finding")["party_name"].to_list()


def test_small_groups_are_not_given_for_research(released: dict[str, Path]) -> None:
    assert table(released["agency"], "finding").height == 9
    given = table(released["academic"], "finding")
    assert given.height == 5 and given["authority"].n_unique() == 1
    assert set(table(released["academic"], "finding_event")["finding_id"]) <= set(given["finding_id"])
    assert not set(given["finding_id"]) & set(table(released["agency"], "finding")["finding_id"])


@pytest.mark.parametrize("profile", ["internal", "agency", "academic"])
def test_the_database_and_the_parquet_files_hold_the_same_rows(
    released: dict[str, Path], profile: str
) -> None:
    folder = released[profile]
    with opened(folder / SNAPSHOT) as con:
        names = [row[0] for row in con.execute("SHOW TABLES").fetchall()]
        assert sorted(file.stem for file in (folder / "current").glob("*.parquet")) == sorted(names)
        for name in names:
            assert con.table(name).fetchall() == table(folder, name).rows(), name


def test_a_snapshot_says_how_everything_was_treated(released: dict[str, Path]) -> None:
    told = {row["kind"]: row for row in table(released["academic"], "profile").iter_rows(named=True)}
    assert told["dates"]["treatment"] == "month" and told["smallest_group"]["treatment"] == "5"
    assert all(row["reason_zh"] and row["profile"] == "academic" for row in told.values())


def test_one_authority_gets_its_own_rows(pool: Pool, tmp_path: Path) -> None:
    with pool.read() as con:
        publish(con, tmp_path, AT, Scope("agency", MANY))
        assert set(table(tmp_path, "finding")["authority"]) == {MANY}
        assert table(tmp_path, "complaint").height == 2
        for of_others in ("penalty", "entity", "intake", "model_count"):
            assert table(tmp_path, of_others).height == 0, of_others
        with pytest.raises(XianjieError, match="没有这个机关"):
            publish(con, tmp_path, AT, Scope("agency", "没有的局"))


def test_a_reader_of_the_old_file_is_not_disturbed(published: Path, pool: Pool) -> None:
    query = "SELECT record_id FROM penalty ORDER BY record_id"
    with opened(published / SNAPSHOT) as reader:
        before = reader.execute(query).fetchall()
        with pool.read() as con:
            publish(con, published, AT)
        assert reader.execute(query).fetchall() == before
        with pool.write(), opened(published / SNAPSHOT) as second:  # a run is at work
            assert second.execute(query).fetchall() != before


CHILD = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from pipelines.outputs import publish
from warehouse.pool import Pool
write = publish._write_database
def die(*arguments):
    write(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
publish._write_database = die
with Pool(Path(sys.argv[1])).read() as con:
    publish.publish(con, Path(sys.argv[2]), datetime(2026, 11, 25))
"""


def test_killed_before_the_replacement_the_old_one_stands(published: Path, pool: Pool) -> None:
    before = (published / SNAPSHOT).read_bytes()
    killed = subprocess.run([sys.executable, "-c", CHILD, str(pool.path), str(published)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert list(published.glob(".partial-*.duckdb"))
    assert (published / SNAPSHOT).read_bytes() == before
    assert manifest.changed(published) == []
    with pool.read() as con:
        publish(con, published, AT)
    assert not list(published.glob(".partial-*"))


def test_the_command_writes_a_profile_and_registers_it(
    pool: Pool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = pool.path.parent
    given = ["publish", "--home", str(home), "--profile", "internal", "--purpose", "核查"]
    with pytest.raises(SystemExit) as left:
        main([*given, "--out", str(tmp_path / "given")])
    assert not left.value.code and "current.duckdb" in capsys.readouterr().out
    told = json.loads((tmp_path / "given" / manifest.NAME).read_text("utf-8"))
    assert told["filters"] == {"profile": "internal"} and told["purpose"] == "核查"
    registered = Home(home).deliveries.read()[-1]
    assert registered["files"] == told["files"]
    # Names must not take the place of the masked snapshot that everybody opens.
    with pytest.raises(SystemExit) as left:
        main([*given, "--out", str(home / "published")])
    assert left.value.code == 3
