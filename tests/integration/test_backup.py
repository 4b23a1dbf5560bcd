"""An installation in one file, and back: all of it or nothing, and nothing that is there is replaced."""

from __future__ import annotations

import io
import os
import signal
import stat
import subprocess
import sys
import tarfile
import time
from datetime import datetime
from pathlib import Path

import pytest

from pipelines.cli import main
from pipelines.outputs import lists
from pipelines.outputs.publish import publish
from pipelines.outputs.verify import verify
from tests.findings_pool import IDS, fill
from warehouse.backup import back_up, restore
from warehouse.errors import FileRefused, XianjieError
from warehouse.home import Home

AT = datetime(2026, 11, 24, 9, 30)


def call(*arguments: str | Path, home: Path) -> int:
    with pytest.raises(SystemExit) as left:
        main([*map(str, arguments), "--home", str(home)])
    return left.value.code if isinstance(left.value.code, int) else 0


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home.open(tmp_path / "home")
    with home.pool.write() as con:
        fill(con)
    with home.pool.read() as con:
        lists.write_all(con, home.exports, run_id="run-1", at=AT)
        publish(con, home.published, AT)
    assert call("dispose", IDS[0], "查实", home=home.root) == 0
    (home.inbox / "市监局").mkdir()
    (home.inbox / "市监局" / "处罚.csv").write_bytes(
        "处罚决定文书号\r\n甲罚〔2025〕1号\r\n".encode("gb18030")
    )
    return home


def contents(root: Path) -> dict[str, object]:
    """Every file, folder and link below a folder, but what a backup leaves out."""
    left_out = {"run.lock", "pool.lock", "dagster", "history", "schedules"}
    return {
        str(path.relative_to(root)): (
            path.readlink()
            if path.is_symlink()
            else (path.read_bytes(), path.stat().st_mode)
            if path.is_file()
            else "folder"
        )
        for path in root.rglob("*")
        if not left_out & set(path.relative_to(root).parts)
    }


def test_what_comes_back_is_what_there_was(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, back = tmp_path / "b.tar", tmp_path / "other" / "back"
    assert call("backup", "--out", file, home=home.root) == 0
    assert call("restore", file, home=back) == 0
    assert "散列全部相符" in capsys.readouterr().out
    assert contents(back) == contents(home.root)
    assert stat.S_IMODE(back.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [entry.title for entry in verify(Home(back)) if entry.wrong] == []
    assert [row["finding_id"] for row in Home(back).verdicts.read()] == [IDS[0]]
    assert call("findings", home=back) == 0
    assert call("dispose", IDS[1], "查否", home=back) == 0


def test_any_program_opens_it(home: Home, tmp_path: Path) -> None:
    back_up(home, tmp_path / "b.tar", AT)
    told = subprocess.run(
        ["tar", "-xOf", str(tmp_path / "b.tar"), "inbox/市监局/处罚.csv"], capture_output=True, check=True
    )
    assert told.stdout.decode("gb18030").splitlines() == ["处罚决定文书号", "甲罚〔2025〕1号"]


def test_nothing_is_replaced(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "b.tar"
    back_up(home, file, AT)
    before = file.read_bytes()
    with pytest.raises(XianjieError, match="已存在"):
        back_up(home, file, AT)
    assert file.read_bytes() == before
    with pytest.raises(XianjieError, match="已有内容"):
        restore(file, home.root)
    assert home.verdicts.read()
    with pytest.raises(XianjieError, match="数据文件夹之内"):
        back_up(home, home.root / "exports" / "b.tar", AT)
    with pytest.raises(XianjieError, match="无可备份"):
        back_up(Home(tmp_path / "nowhere"), tmp_path / "c.tar", AT)
    assert not (tmp_path / "nowhere").exists()


def test_it_may_go_into_an_empty_folder(home: Home, tmp_path: Path) -> None:
    back_up(home, tmp_path / "b.tar", AT)
    (tmp_path / "empty").mkdir()
    restore(tmp_path / "b.tar", tmp_path / "empty")
    assert contents(tmp_path / "empty") == contents(home.root)


def test_links_that_lead_out_are_told_and_left(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "share").mkdir()
    (home.inbox / "税务局").symlink_to(tmp_path / "share")
    assert call("backup", "--out", tmp_path / "b.tar", home=home.root) == 0
    assert "inbox/税务局" in capsys.readouterr().out
    restore(tmp_path / "b.tar", tmp_path / "back")
    assert not (tmp_path / "back" / "inbox" / "税务局").is_symlink()


def _damaged(whole: bytes, how: str) -> bytes:
    if how == "cut off":
        return whole[: len(whole) // 2]
    if how == "one byte":
        at = whole.index("甲罚".encode("gb18030"))
        return whole[:at] + b"\xb1" + whole[at + 1 :]
    if how == "no backup":
        return b"PK\x03\x04" + whole
    return b""


@pytest.mark.parametrize("how", ["cut off", "one byte", "no backup", "empty"])
def test_a_damaged_backup_restores_nothing(home: Home, tmp_path: Path, how: str) -> None:
    back_up(home, tmp_path / "b.tar", AT)
    (tmp_path / "bad.tar").write_bytes(_damaged((tmp_path / "b.tar").read_bytes(), how))
    with pytest.raises(FileRefused, match="不能由此文件恢复"):
        restore(tmp_path / "bad.tar", tmp_path / "back")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar", "bad.tar", "home"]


@pytest.mark.parametrize(
    ("name", "leads_to"), [("../out", None), ("/tmp/out", None), ("link", "../out"), ("link", "/etc/passwd")]
)
def test_nothing_is_written_outside_the_folder(
    home: Home, tmp_path: Path, name: str, leads_to: str | None
) -> None:
    back_up(home, tmp_path / "b.tar", AT)
    with tarfile.open(tmp_path / "b.tar", "a") as tar:
        info = tarfile.TarInfo(name)
        if leads_to:
            info.type, info.linkname = tarfile.SYMTYPE, leads_to
            tar.addfile(info)
        else:
            info.size = 1
            tar.addfile(info, io.BytesIO(b"x"))
    with pytest.raises(FileRefused):
        restore(tmp_path / "b.tar", tmp_path / "in" / "back")
    assert not (tmp_path / "in" / "out").exists()
    assert not (tmp_path / "in" / "back").exists()


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_killed_there_is_nothing_and_the_next_one_is_whole(home: Home, tmp_path: Path, command: str) -> None:
    (home.inbox / "大文件.bin").write_bytes(os.urandom(1 << 20) * 100)
    file, back = tmp_path / "b.tar", tmp_path / "back"
    if command == "restore":
        back_up(home, file, AT)
    partial = tmp_path / (".b.tar.partial" if command == "backup" else ".back.restoring")
    arguments = ["backup", "--out", str(file)] if command == "backup" else ["restore", str(file)]
    place = home.root if command == "backup" else back
    child = subprocess.Popen([sys.executable, "-m", "pipelines", *arguments, "--home", str(place)])
    while not partial.exists() and child.poll() is None:
        time.sleep(0.001)
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    assert not (file if command == "backup" else back).exists()
    if command == "backup":
        back_up(home, file, AT)
    restore(file, back)
    assert contents(back) == contents(home.root)
    assert not partial.exists()
