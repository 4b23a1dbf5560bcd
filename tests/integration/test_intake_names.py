"""What a file is called, and what it is besides, changes nothing; what is no file is refused by name."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from tests.intake_pool import NOW, counts, penalty, rows, run, text, write
from warehouse.config import Config
from warehouse.home import Home
from warehouse.intake import importer
from warehouse.pool import Pool

SOUND = text([penalty(1), penalty(2)])
# A pattern, packed, with quotes, with a line break, and in GBK as an archive of another system leaves it.
NAMES = (
    b"a*.csv", b"[a].csv", b"a.csv.gz", b"a.csv.zst", b"it's \"x\".csv", b"a\nb.csv",
    "行政处罚".encode("gb18030") + b".csv", "行政处罚".encode("gb18030") + b".xlsx",
)  # fmt: skip


def test_the_name_of_a_file_is_no_pattern_and_no_format(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    (tmp_path / "in").mkdir()
    for number, name in enumerate(NAMES):
        content = text([penalty(10 * number), penalty(10 * number + 1)]).encode()
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/in/" + name)).write_bytes(content)
    assert [counts(slip) for slip in run(pool, tmp_path / "in")] == [(2, 2, 0, 0, 0)] * len(NAMES)
    assert {slip.status for slip in run(pool, tmp_path / "in")} == {"repeated"}


def test_a_name_in_gbk_says_what_the_file_holds(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "home")
    folder = home.inbox / "市监"
    folder.mkdir(parents=True)
    Path(os.fsdecode(os.fsencode(folder) + b"/" + "移送".encode("gb18030") + b".csv")).write_text(
        "移送书文号,移送机关,当事人\n移1号,甲局,乙\n"
    )
    for expected in (["imported"], []):
        slips = importer.import_recent(home, Config(), as_of=NOW.date(), now=NOW)
        assert [slip.status for slip in slips] == expected
    assert rows(home.pool, "SELECT file_name, feed FROM landing.batch") == [("移送.csv", "transfer")]


def test_what_is_no_file_is_refused_by_name_and_the_others_go_on(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    write(tmp_path / "in" / "penalty.csv", SOUND)
    write(tmp_path / "elsewhere" / "行政处罚.csv", text([penalty(9)]))
    (tmp_path / "in" / "行政处罚_断.csv").symlink_to(tmp_path / "nothing.csv")
    (tmp_path / "in" / "别处").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    os.mkfifo(tmp_path / "in" / "行政处罚_管.csv")
    for status in ("imported", "repeated"):
        told = {slip.file: slip for slip in run(pool, tmp_path / "in")}
        assert told["penalty.csv"].status == status
        for name, found in (("行政处罚_断.csv", "不存在"), ("别处", "文件夹"), ("行政处罚_管.csv", "管道")):
            assert told[name].status == "refused" and found in (told[name].reason or ""), told[name]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
@pytest.mark.parametrize("mode", [0, 0o444])
def test_a_folder_that_may_not_be_entered_is_refused_by_name(tmp_path: Path, mode: int) -> None:
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    write(tmp_path / "in" / "penalty.csv", SOUND)
    write(tmp_path / "in" / "锁" / "行政处罚.csv", text([penalty(9)]))
    (tmp_path / "in" / "锁").chmod(mode)
    told = {slip.file: slip for slip in run(pool, tmp_path / "in")}
    (tmp_path / "in" / "锁").chmod(0o755)
    assert told["penalty.csv"].status == "imported"
    assert told["锁"].status == "refused" and "没有权限" in (told["锁"].reason or "")


def test_a_file_that_grows_while_it_is_read_is_taken_when_it_is_whole(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "home")
    write(home.inbox / "市监" / "penalty.csv", SOUND)
    growing = write(home.inbox / "市监" / "行政处罚_写.csv", text([penalty(n) for n in range(10, 13)]))
    is_written = threading.Event()

    def grow() -> None:
        number = 13
        while not is_written.is_set():
            with growing.open("a", encoding="utf-8", newline="") as stream:
                stream.write(text([penalty(number)]).split("\n", 1)[1])
            number += 1
            time.sleep(0.002)

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        told = {s.file: s for s in importer.import_recent(home, Config(), as_of=NOW.date(), now=NOW)}
    finally:
        is_written.set()
        writer.join()
    assert told[growing.name].status == "refused" and "有变化" in (told[growing.name].reason or "")
    assert told["penalty.csv"].status == "imported"
    (slip,) = importer.import_recent(home, Config(), as_of=NOW.date(), now=NOW)
    assert slip.loaded == slip.received == growing.read_bytes().count(b"\n") - 1


def test_a_thousand_columns_that_nobody_knows(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    more = "," + ",".join(f"备{place}" for place in range(1001))
    head, *lines = SOUND.splitlines()
    wide = "\n".join([head + more, *(line + "," * 1000 + ",末" for line in lines)]) + "\n"
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", wide))
    assert counts(slip) == (2, 2, 0, 0, 0)
    assert rows(pool, "SELECT DISTINCT extra FROM pool.penalty") == [('{"备1000":"末"}',)]
