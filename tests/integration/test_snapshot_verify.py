"""``xianjie verify`` looks into the snapshots that were given out: whole, as registered, and masked."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.cli import main
from pipelines.outputs import manifest, masked, profiles
from pipelines.outputs.publish import SNAPSHOT, Scope, persons, publish
from tests.findings_pool import ID_NO
from tests.secret_pool import HANDLER, MANY, PERSON, PHONE, secret_pool
from warehouse.pool import Pool

AT = datetime(2026, 11, 24, 9, 30)
PROFILES = sorted(profiles.load().profiles)


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Pool:
    return secret_pool(tmp_path_factory.mktemp("home") / "pool.duckdb")


@pytest.fixture(scope="module")
def given(pool: Pool, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folders = {name: tmp_path_factory.mktemp(name) for name in PROFILES}
    with pool.read() as con:
        for name, folder in folders.items():
            publish(con, folder, AT, Scope(name))
    return folders


def copied(given: dict[str, Path], profile: str, to: Path) -> Path:
    folder = to / "copy"
    shutil.copytree(given[profile], folder, symlinks=True)
    return folder


def altered(folder: Path, statement: str, table: str) -> Path:
    """Change a table in both forms and sign the folder anew, as a wrong version of the software would."""
    with duckdb.connect(str(folder / SNAPSHOT)) as con:
        con.execute(statement)
        frame: pl.DataFrame = con.table(table).pl()
    frame.write_parquet(folder / "current" / f"{table}.parquet")
    told = manifest.read(folder)
    for name, entry in told["files"].items():
        entry["sha256"] = manifest.sha256(folder / name)
    manifest.write(folder / manifest.NAME, told)
    return folder


@pytest.mark.parametrize("profile", PROFILES)
def test_what_was_published_fits(given: dict[str, Path], pool: Pool, profile: str) -> None:
    assert masked.faults(given[profile]) == []
    with pool.read() as con:
        names = persons(con)
    assert PERSON in names
    assert masked.names_left(given[profile], names) == []


@pytest.mark.parametrize(
    ("profile", "table", "change", "told"),
    [
        ("internal", "penalty", f"facts = '身份证{ID_NO}'", "penalty.facts：证件号码未隐去"),
        ("internal", "finding", f"reason_zh = '电话{PHONE}'", "finding.reason_zh：电话号码未隐去"),
        ("internal", "penalty", f"credit_code = '{ID_NO}'", "penalty.credit_code：证件号码未隐去"),
        ("internal", "penalty", f"penalty_kinds = ['{ID_NO}']", "penalty.penalty_kinds：证件号码未隐去"),
        ("agency", "penalty", f"party_name = '{PERSON}'", "penalty.party_name：姓名未隐去"),
        ("agency", "penalty", f"party_name = '某商行（业主：{PERSON}）'", "penalty.party_name：姓名未隐去"),
        ("agency", "penalty", "legal_rep = '青浦测试商行'", "penalty.legal_rep：姓名未隐去"),
        ("agency", "finding", f"party_name = '{PERSON}'", "finding.party_name：姓名未隐去"),
        ("agency", "penalty", f"handler = '{HANDLER}'", "penalty.handler：承办人姓名未隐去"),
        ("agency", "entity", f"former_names = ['{PERSON}']", "entity.former_names：姓名未隐去"),
        ("academic", "penalty", "party_name = '青浦测试商行'", "penalty.party_name：姓名未隐去"),
        ("academic", "penalty", f"authority = '{MANY}'", "penalty.authority：机关名称未换为化名"),
        ("academic", "penalty", "decided_on = DATE '2024-07-18'", "penalty.decided_on：日期未归为月份"),
        ("academic", "penalty", "penalty_kinds = ['另行处理']", "penalty.penalty_kinds：有取值之外的文字"),
    ],
)  # fmt: skip
def test_what_a_profile_hides_and_stands_there_is_named(
    given: dict[str, Path], tmp_path: Path, profile: str, table: str, change: str, told: str
) -> None:
    folder = altered(copied(given, profile, tmp_path), f"UPDATE {table} SET {change}", table)
    assert [fault.rpartition("（")[0] for fault in masked.faults(folder)] == [told]


@pytest.mark.parametrize(
    ("profile", "table", "statement", "told"),
    [
        (
            "internal", "penalty", "ALTER TABLE penalty ADD COLUMN party_id_no VARCHAR",
            "penalty.party_id_no：任何范围都不应给出的列",
        ),
        (
            "academic", "penalty", "ALTER TABLE penalty ADD COLUMN facts VARCHAR",
            "penalty.facts：本范围不应给出的列",
        ),
        (
            "academic", "finding", "ALTER TABLE finding ADD COLUMN subject_no VARCHAR",
            "finding.subject_no：本范围不应给出的列",
        ),
        (
            "academic", "finding", "DELETE FROM finding WHERE rank = 104",
            "finding：1 组（机关、罪名）的当事人不足 5 个",
        ),
    ],
)  # fmt: skip
def test_columns_that_must_not_be_there_and_small_groups_are_named(
    given: dict[str, Path], tmp_path: Path, profile: str, table: str, statement: str, told: str
) -> None:
    assert masked.faults(altered(copied(given, profile, tmp_path), statement, table)) == [told]


def test_a_name_in_a_text_is_found_while_the_pool_is_at_hand(
    given: dict[str, Path], pool: Pool, tmp_path: Path
) -> None:
    change = f"UPDATE penalty SET facts = '经查，{PERSON}供述' WHERE decision_no = '罚1号'"
    folder = altered(copied(given, "agency", tmp_path), change, "penalty")
    assert masked.faults(folder) == []
    with pool.read() as con:
        assert masked.names_left(folder, persons(con)) == ["penalty.facts：1 行写有自然人姓名"]


def swap_a_byte(folder: Path) -> None:
    file = folder / "current" / "finding.parquet"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def cut_the_database(folder: Path) -> None:
    file = folder / SNAPSHOT
    file.write_bytes(file.read_bytes()[:5000])


def lose_a_row(folder: Path) -> None:
    file = folder / "current" / "penalty.parquet"
    pl.read_parquet(file).head(1).write_parquet(file)


def add_a_file(folder: Path) -> None:
    pl.DataFrame({"name": [PERSON]}).write_parquet(folder / "current" / "more.parquet")


def lose_the_manifest(folder: Path) -> None:
    (folder / manifest.NAME).unlink()


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (swap_a_byte, "current/finding.parquet：内容与校验值不符"),
        (cut_the_database, "current.duckdb：无法读取"),
        (lose_a_row, "penalty：数据库 2 行，Parquet 1 行"),
        (add_a_file, "current/more.parquet：不在登记的文件之列"),
        (lose_the_manifest, "缺少 manifest.json"),
    ],
)
def test_a_damaged_folder_is_named_and_the_command_fails(
    given: dict[str, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    damage: Callable[[Path], None],
    told: str,
) -> None:
    folder = copied(given, "agency", tmp_path)
    damage(folder)
    with pytest.raises(SystemExit) as left:
        main(["verify", str(folder), "--home", str(tmp_path / "none"), "--json"])
    assert left.value.code == 3
    shown = capsys.readouterr()
    (entry,) = json.loads(shown.out)
    assert any(fault.startswith(told) for fault in entry["wrong"]), entry["wrong"]
    assert str(folder) in shown.err


def test_a_snapshot_that_was_given_out_is_looked_at_where_it_was_written(
    pool: Pool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, out = str(pool.path.parent), tmp_path / "given"

    def call(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as left:
            main([*arguments, "--home", home])
        return left.value.code if isinstance(left.value.code, int) else 0, capsys.readouterr().out

    call("publish", "--profile", "academic", "--out", str(out))
    assert str(out) not in (out / manifest.NAME).read_text("utf-8")
    assert call("verify")[0] == 0
    altered(out, f"UPDATE penalty SET authority = '{MANY}'", "penalty")
    code, told = call("verify")
    assert code == 3 and f"✘ 快照 {out}" in told and "机关名称未换为化名" in told
    shutil.rmtree(out)
    assert call("verify")[0] == 0
