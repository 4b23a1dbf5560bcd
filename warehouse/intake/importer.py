"""Imports files and databases: read, land, pool, and a slip for each table.

Files are taken in groups, one transaction each: a process that dies leaves the pool as it was before or
after a group, never between.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import duckdb

from warehouse.config import Config, Source
from warehouse.contract import Feed, load_feeds
from warehouse.errors import ContractError, FileRefused, XianjieError
from warehouse.home import Home
from warehouse.intake import store
from warehouse.intake.archives import is_archive, unpack
from warehouse.intake.database import read_source
from warehouse.intake.files import (
    Found,
    changing,
    refuse_unreachable,
    seen_unchanged,
    sha256,
    shown,
    state,
    walk,
)
from warehouse.intake.landing import Delivery, MalformedCsv, land_table, write_batch
from warehouse.intake.mapping import find_mapping, mapping_digest
from warehouse.intake.pooling import PoolCounts, pool_feed
from warehouse.intake.readers import Request, read_file
from warehouse.intake.slip import COUNTS, Slip
from warehouse.intake.values import install_macros
from warehouse.pool import Pool
from warehouse.troubles import is_of_machine, of_system

# A group shares one transaction: few commits for many small files, little lost for a large one.
_GROUP_FILES = 50
_GROUP_BYTES = 64 << 20
_SMALL = 1 << 20
_SLIPS = """
SELECT
    file_name, sheet, feed, source, received, loaded, duplicate, revised, quarantined,
    encoding, first_on, last_on, status, reason, notes
FROM landing.batch WHERE list_contains(?, batch_id) ORDER BY batch_id
"""
# Read with another mapping the same file says something else: quarantined rows may be rows now.
_ACCEPTED = """
SELECT min(batch_id), arg_min(file_name, batch_id) FROM landing.batch
WHERE file_sha256 = ? AND coalesce(mapping_sha256, '') = ? AND status IN ('imported', 'pending')
"""
# A home that was moved has its files elsewhere: the same content under the same name is the same file.
_FORGET_REFUSAL = """
DELETE FROM landing.batch
WHERE status = 'refused' AND (file_path = ? OR (file_sha256 = ? AND source = ? AND file_name = ?))
"""
_REMEMBER = "INSERT OR REPLACE INTO landing.file VALUES (?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True)
class _Job:
    """What one import works with."""

    config: Config
    feeds: Mapping[str, Feed]
    feed: str | None
    now: datetime
    work: Path


def import_paths(
    pool: Pool,
    paths: Sequence[Path],
    config: Config | None = None,
    *,
    feed: str | None = None,
    source: str | None = None,
    now: datetime,
) -> list[Slip]:
    """Import files and folders into the pool.

    Parameters
    ----------
    pool : Pool
        The pool behind its gate.
    paths : sequence of Path
        Files, or folders whose files are taken.
    config : Config, optional
        Sources, mappings and limits; default: none.
    feed : str, optional
        The feed; default: recognised from names and headers.
    source : str, optional
        The source; default: the subfolder of the inbox or of the given folder, else the folder's name.
    now : datetime
        Recorded time, naive Asia/Shanghai.

    Returns
    -------
    list of Slip
        One per file, or per sheet of a workbook.

    Raises
    ------
    ContractError
        If ``feed`` is none, or a mapping or the configuration is wrong.
    """
    found = walk(paths, inbox=pool.path.parent / "inbox", source=source)
    return _import_files(pool, found, config or Config(), feed=feed, now=now, pooled=True)


def land_recent(
    home: Home, config: Config, *, as_of: date, now: datetime, days: int | None = None
) -> list[Slip]:
    """Land, without pooling, every new file of the inbox and the databases' recent rows.

    Parameters
    ----------
    home : Home
        The installation.
    config : Config
        Its configuration.
    as_of : date
        The last day of the window.
    now : datetime
        Recorded time, naive Asia/Shanghai.
    days : int, optional
        Length of the window for databases; default: ``recent_days`` of the configuration.
    """
    return _recent(home, config, as_of=as_of, now=now, days=days, pooled=False)


def import_recent(
    home: Home, config: Config, *, as_of: date, now: datetime, days: int | None = None
) -> list[Slip]:
    """Import every new file of the inbox and the databases' recent rows; see ``land_recent``."""
    return _recent(home, config, as_of=as_of, now=now, days=days, pooled=True)


def pool_pending(con: duckdb.DuckDBPyConnection, feed: str, now: datetime) -> PoolCounts:
    """Take the pending batches of one feed into the pool."""
    _prepare(con, load_feeds())
    return pool_feed(con, feed, now)


def _recent(
    home: Home, config: Config, *, as_of: date, now: datetime, days: int | None, pooled: bool
) -> list[Slip]:
    slips = _import_files(home.pool, _pending(home, config), config, feed=None, now=now, pooled=pooled)
    feeds = load_feeds()
    for origin in config.databases:
        with home.pool.write() as con:
            _prepare(con, feeds)
            batch_id = _land_database(con, origin, config, as_of, days or config.recent_days, now)
            slips += _finish(con, [batch_id], now, pooled)
    return slips


def _pending(home: Home, config: Config) -> list[Found]:
    found = walk([home.inbox], inbox=home.inbox, source=None)
    if not found or not home.pool.path.exists():
        return found
    with home.pool.write() as con:
        store.ensure(con, load_feeds())
        return [file for file in found if _is_new(con, file, config)]


def _is_new(con: duckdb.DuckDBPyConnection, file: Found, config: Config) -> bool:
    try:
        return not seen_unchanged(con, file.path, mapping_digest(file.path, file.source, config))
    except OSError:  # the import says what is wrong with it
        return True


def _import_files(
    pool: Pool, found: Sequence[Found], config: Config, *, feed: str | None, now: datetime, pooled: bool
) -> list[Slip]:
    feeds = load_feeds()
    if feed is not None and feed not in feeds:
        raise ContractError(
            "没有这类数据",
            where="--feed",
            found=feed,
            expected="、".join(f"{name}（{contract.label}）" for name, contract in feeds.items()),
        )
    slips: list[Slip] = []
    with tempfile.TemporaryDirectory(prefix="xianjie-") as work:
        job = _Job(config, feeds, feed, now, Path(work))
        if not found:  # an empty import still leaves a pool with its tables
            with pool.write() as con:
                _prepare(con, feeds)
        for group in _groups(found):
            slips += _import_group(pool, group, job, pooled)
    return slips


def _groups(found: Iterable[Found]) -> Iterator[list[Found]]:
    group: list[Found] = []
    size = 0
    for file in found:
        own = max(state(file.path)[0], 0)
        if group and (len(group) == _GROUP_FILES or size + own > _GROUP_BYTES):
            yield group
            group, size = [], 0
        group.append(file)
        size += own
    if group:
        yield group


def _import_group(pool: Pool, group: Sequence[Found], job: _Job, pooled: bool) -> list[Slip]:
    told: _Told = {}
    while True:
        batch_ids: list[str] = []
        try:
            with pool.write() as con:
                _prepare(con, job.feeds)
                for file in group:
                    batch_ids += _land_file(con, file, job, told)
                return _finish(con, batch_ids, job.now, pooled)
        except _Retry as retry:
            # DuckDB gives up the transaction with the row: again, and this file otherwise.
            told[retry.path] = retry.refusal


# Files that took the transaction with them, and why each is refused now; None: it is read row by row.
_Told = dict[Path, FileRefused | None]


class _Retry(Exception):
    def __init__(self, path: Path, refusal: FileRefused | None = None) -> None:
        super().__init__(str(path))
        self.path, self.refusal = path, refusal


def _prepare(con: duckdb.DuckDBPyConnection, feeds: Mapping[str, Feed]) -> None:
    install_macros(con)
    store.ensure(con, feeds)


def _land_file(con: duckdb.DuckDBPyConnection, file: Found, job: _Job, told: _Told) -> list[str]:
    """Land every table of one file, or of the files in an archive; return the ids of the batches."""
    path = file.path
    delivery = Delivery(shown(path.name), shown(path.absolute()), "", file.source)
    try:
        refuse_unreachable(path)
        before = state(path)
        mapping = mapping_digest(path, file.source, job.config)
        delivery = replace(delivery, sha256=sha256(path), mapping=mapping)
        is_packed = is_archive(path)
    except (FileRefused, OSError) as error:
        _forget_refusal(con, delivery)
        refusal = error if isinstance(error, FileRefused) else _unreadable(delivery, path, error)
        return [_refuse(con, delivery, refusal, job.now)]
    land = _land_archive if is_packed else _land_delivery
    batch_ids, is_accepted = land(con, file, delivery, job, told)
    if is_accepted:
        if state(path) != before:
            raise _Retry(path, changing(delivery.file_name))
        _remember(con, delivery, before)
    return batch_ids


def _forget_refusal(con: duckdb.DuckDBPyConnection, delivery: Delivery) -> None:
    con.execute(_FORGET_REFUSAL, [delivery.file_path, delivery.sha256, delivery.source, delivery.file_name])


def _land_archive(
    con: duckdb.DuckDBPyConnection, file: Found, delivery: Delivery, job: _Job, told: _Told
) -> tuple[list[str], bool]:
    """Land the files of an archive, each under its name in it; what is refused does not stop the others."""
    _forget_refusal(con, delivery)
    batch_ids: list[str] = []
    try:
        _refuse_told(told, file.path)
        # The same archive unpacks to the same place: a file that must be read row by row is known again.
        for name, path in unpack(file.path, job.config.limits, job.work / delivery.sha256):
            member = Delivery(
                f"{delivery.file_name}/{name}",
                f"{delivery.file_path}/{name}",
                sha256(path),
                file.source,
                mapping_digest(path, file.source, job.config),
            )
            batch_ids += _land_delivery(con, Found(path, file.source), member, job, told)[0]
    except FileRefused as refusal:
        return [*batch_ids, _refuse(con, delivery, refusal, job.now)], False
    return batch_ids, True


def _land_delivery(
    con: duckdb.DuckDBPyConnection, file: Found, delivery: Delivery, job: _Job, told: _Told
) -> tuple[list[str], bool]:
    """Land every table of one file; return the ids of its batches, and whether it was accepted."""
    ((earlier, name),) = con.execute(_ACCEPTED, [delivery.sha256, delivery.mapping]).fetchall()
    _forget_refusal(con, delivery)
    if earlier is not None:
        batch_id = store.next_batch_id(con, job.now)
        reason = f"内容与批次 {earlier}（{name}）相同"
        write_batch(con, batch_id, delivery, now=job.now, status="repeated", reason=reason)
        return [batch_id], True
    try:
        _refuse_told(told, file.path)
        return _land_tables(con, file, delivery, job, told), True
    except (FileRefused, ContractError) as refusal:  # a mapping beside the data may be what is wrong
        return [_refuse(con, delivery, refusal, job.now)], False


def _refuse_told(told: _Told, path: Path) -> None:
    refusal = told.get(path)
    if refusal is not None:
        raise refusal


def _land_tables(
    con: duckdb.DuckDBPyConnection, file: Found, delivery: Delivery, job: _Job, told: _Told
) -> list[str]:
    mapping = find_mapping(file.path, file.source, job.config, job.feeds)
    configured = job.config.source(file.source)
    feed = job.feed or (mapping.feed if mapping else None) or (configured.feed if configured else None)
    known = {feed: job.feeds[feed]} if feed else job.feeds
    # One that lost the transaction is likely to have fellows; small ones are soon read row by row.
    is_exact = file.path in told or (bool(told) and state(file.path)[0] < _SMALL)
    request = Request(file.path, known, mapping, job.config.limits, job.work, is_exact)
    try:
        tables = read_file(request)
    except XianjieError:
        raise
    except Exception as error:  # whatever a reader makes of a torn file, the others of the delivery go on
        raise _unreadable(delivery, file.path, error) from error
    batch_ids: list[str] = []
    for table in tables:
        try:
            batch_ids.append(land_table(con, table, delivery, job.feeds, feed=feed, now=job.now))
        except MalformedCsv:
            raise _Retry(file.path) from None
        except FileRefused as refusal:
            if len(tables) == 1:
                raise
            batch_ids.append(_refuse(con, delivery, refusal, job.now, table.sheet))
        except Exception as error:  # the transaction may be lost with it
            raise _Retry(file.path, _unreadable(delivery, file.path, error)) from error
    return batch_ids


def _unreadable(delivery: Delivery, path: Path, error: Exception) -> FileRefused:
    """Say that a file cannot be read; what is wrong with the machine, not with the file, is raised."""
    if is_of_machine(error):
        raise error
    what, action = (
        of_system(error) if isinstance(error, OSError) else (str(error) or type(error).__name__, "")
    )
    return FileRefused(
        "文件无法读取",
        where=delivery.file_name,
        # The reader repeats the path of the file, which says nothing to the sender.
        found=" ".join(what.replace(str(path), path.name).split())[:200],
        action=action or "请用原来的程序打开并重新保存，核对后重新报送",
    )


def _refuse(
    con: duckdb.DuckDBPyConnection, delivery: Delivery, refusal: XianjieError, now: datetime, sheet: str = ""
) -> str:
    batch_id = store.next_batch_id(con, now)
    reason = " ".join(str(refusal).encode("utf-8", "backslashreplace").decode().split())
    write_batch(con, batch_id, delivery, now=now, status="refused", reason=reason, sheet=sheet)
    return batch_id


def _remember(con: duckdb.DuckDBPyConnection, delivery: Delivery, seen: tuple[int, int]) -> None:
    con.execute(_REMEMBER, [delivery.file_path, *seen, delivery.sha256, delivery.source, delivery.mapping])


def _land_database(
    con: duckdb.DuckDBPyConnection, origin: Source, config: Config, as_of: date, days: int, now: datetime
) -> str:
    feeds, name = load_feeds(), origin.name
    delivery = Delivery(f"postgresql:{name}", f"postgresql:{name}", "", name)
    try:
        with read_source(origin, config, feeds, as_of=as_of, days=days) as table:
            return land_table(con, table, delivery, feeds, feed=origin.feed, now=now)
    except FileRefused as refusal:
        return _refuse(con, delivery, refusal, now)


def _finish(con: duckdb.DuckDBPyConnection, batch_ids: list[str], now: datetime, pooled: bool) -> list[Slip]:
    """Pool what was landed, if wanted, and write the slips."""
    if pooled:
        landed = con.execute("SELECT DISTINCT feed FROM landing.batch WHERE status = 'pending'").fetchall()
        for feed in load_feeds():
            if (feed,) in landed:
                pool_feed(con, feed, now)
    rows = con.execute(_SLIPS, [batch_ids]).fetchall()
    names = ("file", "sheet", "feed", "source", *COUNTS)
    names += ("encoding", "first_on", "last_on", "status", "reason")
    return [Slip(**dict(zip(names, row, strict=False)), notes=json.loads(row[-1])) for row in rows]
