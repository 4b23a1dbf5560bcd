"""One run of a home at a time, whoever started it: the command line, the web server, a schedule."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import dagster as dg
import pytest

from pipelines.headless import STATE_VARIABLE, run
from pipelines.resources import HomeFolder
from warehouse.errors import PoolBusy, XianjieError
from warehouse.home import HOME_VARIABLE, Home


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[tuple[Home, subprocess.Popen[str]]]:
    """A home on which another process runs."""
    home = Home.open(tmp_path / "home")
    code = f"""
        import time
        from pathlib import Path
        from warehouse.home import HOME_VARIABLE, Home
        with Home(Path({str(home.root)!r})).running():
            print("inside", flush=True)
            time.sleep(60)
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "inside"
    yield home, process
    process.kill()
    process.wait()


def test_a_second_run_waits_and_says_why(busy: tuple[Home, subprocess.Popen[str]]) -> None:
    home, _ = busy
    assert home.is_running
    with pytest.raises(PoolBusy, match="另一次运行正在进行"), home.running(timeout=0.2):
        pass


def test_looking_and_deciding_need_not_wait(busy: tuple[Home, subprocess.Popen[str]]) -> None:
    home, _ = busy
    with home.pool.write() as con:
        con.execute("CREATE TABLE pool.t AS SELECT 1 AS x")


def test_a_kill_frees_the_home(busy: tuple[Home, subprocess.Popen[str]]) -> None:
    home, process = busy
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not home.is_running
    with home.running(timeout=5), home.running(timeout=0):  # a run opens its own home again
        assert not home.is_running


def test_a_run_of_the_web_server_is_one_too(
    busy: tuple[Home, subprocess.Popen[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, process = busy
    monkeypatch.setattr("warehouse.home._WAIT_SECONDS", 0.2)

    @dg.asset
    def table(home: HomeFolder) -> None:
        with home.open().running(timeout=0):
            pass

    folder = {"home": HomeFolder(root=str(home.root))}
    with pytest.raises(dg.DagsterResourceFunctionError) as raised:
        dg.materialize([table], resources=folder)
    assert isinstance(raised.value.__cause__, PoolBusy)
    process.kill()
    process.wait()
    assert dg.materialize([table], resources=folder).success


def test_a_sensor_keeps_nobody_out(busy: tuple[Home, subprocess.Popen[str]]) -> None:
    home, _ = busy
    with dg.build_resources({"home": HomeFolder(root=str(home.root))}) as resources:
        assert resources.home.open() == home


def test_nobody_else_may_look_into_a_home(tmp_path: Path) -> None:
    made, empty, by_hand, shared = (tmp_path / name for name in ("made", "empty", "by_hand", "shared"))
    empty.mkdir()
    (by_hand / "inbox" / "某局").mkdir(parents=True)
    (shared / "other").mkdir(parents=True)
    for folder in (empty, by_hand, shared):
        folder.chmod(0o755)
    for folder in (made, empty, by_hand, shared):
        Home.open(folder)
    # Who has other things there decides for them.
    modes = [stat.S_IMODE(f.stat().st_mode) for f in (made, empty, by_hand, shared)]
    assert modes == [0o700, 0o700, 0o700, 0o755]
    made.chmod(0o750)
    Home.open(made)
    assert stat.S_IMODE(made.stat().st_mode) == 0o750


def test_a_run_that_breaks_off_tells_file_key_and_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (HOME_VARIABLE, STATE_VARIABLE, "DAGSTER_HOME", "DAGSTER_DISABLE_TELEMETRY"):
        monkeypatch.setenv(name, str(tmp_path))  # the run sets them; afterwards they are what they were
    (tmp_path / "config.yaml").write_text("recent_days: soon", "utf-8")
    with pytest.raises(XianjieError) as error:
        run(Home.open(tmp_path), as_of=date(2026, 6, 1))
    told = str(error.value)
    assert told.startswith("运行中止 · 步骤 landing")
    assert told.endswith(
        "实际：配置项有误：应为整数 · config.yaml · recent_days · 实际：'soon' · 请更正该文件"
    )
