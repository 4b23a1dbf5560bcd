"""Sources that are databases: a query on PostgreSQL, read through ADBC in Arrow batches."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import adbc_driver_postgresql.dbapi as postgresql
from adbc_driver_manager import Error as DriverError

from warehouse.config import Config, Source
from warehouse.contract import Feed
from warehouse.errors import FileRefused
from warehouse.intake.headers import match_headers
from warehouse.intake.json_reader import as_text
from warehouse.intake.mapping import SourceMapping, read_mapping
from warehouse.intake.table import Table

_COLUMNS = "SELECT * FROM ({query}) AS delivered LIMIT 0"
_WINDOW = "SELECT * FROM ({query}) AS delivered WHERE {day} >= '{first}' AND {day} < '{after}'"
_TABLE = "SELECT * FROM {table}"


@contextmanager
def read_source(
    source: Source, config: Config, feeds: Mapping[str, Feed], *, as_of: date, days: int
) -> Iterator[Table]:
    """Read the rows of a database source that changed, or happened, in the last days.

    Parameters
    ----------
    source : Source
        The configured source.
    config : Config
        Where its mapping stands.
    feeds : mapping of str to Feed
        The contracts.
    as_of : date
        The last day of the window.
    days : int
        The window: ``as_of - (days - 1)`` to ``as_of``.

    Yields
    ------
    Table
        Valid while the block lasts: its rows come as they are read.

    Raises
    ------
    FileRefused
        If the database cannot be reached or the query fails.
    """
    mapping = read_mapping((config.folder or Path()) / source.mapping, feeds) if source.mapping else None
    query = (source.query or _TABLE.format(table=source.table)).strip().rstrip(";")
    try:
        with postgresql.connect(_uri(source)) as connection, connection.cursor() as cursor:
            cursor.execute(_COLUMNS.format(query=query))
            names = [column[0] for column in cursor.description or []]
            cursor.fetchall()
            cursor.execute(
                _WINDOW.format(
                    query=query,
                    day=_day(source, feeds[str(source.feed)], mapping, names),
                    first=(as_of - timedelta(days=days - 1)).isoformat(),
                    after=(as_of + timedelta(days=1)).isoformat(),
                )
            )
            rows = as_text(iter(cursor.fetch_record_batch()), len(names))
            table = Table("", "postgresql", None, list(names), 0, rows)
            yield mapping.map_table(table) if mapping else table
    except DriverError as error:
        raise FileRefused(
            "数据库来源无法读取",
            where=source.name,
            found=" ".join(str(error).split())[:200],
            action="请核对 config.yaml 中的地址、查询和列",
        ) from None


def _uri(source: Source) -> str:
    uri = source.uri or os.environ.get(source.uri_env or "", "")
    if not uri:
        raise FileRefused(
            "没有数据库的连接地址",
            where=source.name,
            expected=f"环境变量 {source.uri_env} 中的连接字符串",
            action="请设置该变量后重新导入",
        )
    return uri


def _day(source: Source, feed: Feed, mapping: SourceMapping | None, names: list[str]) -> str:
    """Return the SQL of the moment that decides whether a row is recent."""
    if source.update_column:
        columns = [source.update_column]
    elif mapping:
        columns = [field for name in feed.leading if (field := mapping.source_field(name))]
    else:
        by_column = {column: names[place] for place, column in match_headers(feed, names).columns.items()}
        columns = [by_column[name] for name in feed.leading if name in by_column]
    missing = [column for column in columns if column not in names]
    if missing or not columns:
        raise FileRefused(
            "没有可据以判断近期记录的列",
            where=source.name,
            found=", ".join(names),
            expected=", ".join(missing) or f"{'、'.join(feed.leading)} 之一，或者 update_column",
            action="请在 config.yaml 中写明 update_column",
        )
    quoted = (column.replace('"', '""') for column in columns)
    return "coalesce({})".format(", ".join(f'"{column}"::timestamp' for column in quoted))
