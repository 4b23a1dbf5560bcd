"""Landing: the rows of a table exactly as received, one batch per file and sheet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import duckdb

from warehouse import tables
from warehouse.contract import Feed
from warehouse.errors import FileRefused
from warehouse.intake.headers import HeaderMatch, match_headers, recognised
from warehouse.intake.no_records import drop_no_records
from warehouse.intake.recognise import recognise
from warehouse.intake.short_years import settle_orders
from warehouse.intake.stacked import NAMED
from warehouse.intake.store import next_batch_id
from warehouse.intake.table import CsvScan, Table
from warehouse.intake.values import typed_sql
from warehouse.tables import literal

_BATCH = """
INSERT INTO landing.batch VALUES
(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, map(?::VARCHAR[], ?::DOUBLE[]), ?, ?, 0, 0, 0, 0, NULL, NULL, ?, ?, ?, ?, ?)
"""
_INSERT = """
INSERT INTO landing."{feed}" (batch_id, sheet, row_no, {listed}, extra, derived)
SELECT ?, ?, {number}, {values}, {extra}, {derived} FROM {origin}
"""
_READ_CSV = """read_csv(
    ?, auto_detect = false, header = false, skip = {skip}, columns = {{{names}}}, delim = {delimiter},
    quote = '"', escape = '"', strict_mode = true, null_padding = false, encoding = 'utf-8')"""
_KEEP = "CREATE OR REPLACE TEMP TABLE compared_rows AS SELECT {number} AS landed_no, * FROM {origin}"
_EXTRA = """CASE WHEN coalesce({cells}) IS NOT NULL THEN CAST(to_json(map_from_entries(
    list_filter([{pairs}], lambda pair: pair.v IS NOT NULL))) AS VARCHAR) END"""
_CLASH = """
SELECT {number}, {here}, {there} FROM {origin} WHERE {left} IS DISTINCT FROM {right} {both} ORDER BY 1 LIMIT 1
"""
_BOTH_FILLED = "AND {here} IS NOT NULL AND {there} IS NOT NULL"
_WITHOUT_FIGURES = """
SELECT row_no, [{cells}] FROM landing."{feed}"
WHERE batch_id = ? AND NOT regexp_matches("{number}", '[0-9０-９]') ORDER BY row_no LIMIT 1000
"""
_PLACES = 'SELECT min(rowid), max(rowid), count(*) FROM landing."{feed}" WHERE batch_id = ?'
_NUMBER = 'UPDATE landing."{feed}" SET row_no = rowid + ? WHERE batch_id = ?'
_COUNT = 'SELECT count(*) FROM landing."{feed}" WHERE batch_id = ?'


@dataclass(frozen=True)
class Delivery:
    """Where a table came from, and the digest of the mapping that it is read with."""

    file_name: str
    file_path: str
    sha256: str
    source: str
    mapping: str = ""


@dataclass(frozen=True)
class _Origin:
    """What to select rows from, and how a row's number is called there."""

    sql: str
    row_no: str
    parameters: list[str]


class MalformedCsv(Exception):
    """DuckDB refused a row: the file has to be read row by row."""


def land_table(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    delivery: Delivery,
    feeds: Mapping[str, Feed],
    *,
    feed: str | None,
    now: datetime,
) -> str:
    """Write one table to ``landing.<feed>`` and its batch, pending, to ``landing.batch``.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate.
    table : Table
        What a reader found.
    delivery : Delivery
        Where it came from.
    feeds : mapping of str to Feed
        The contracts.
    feed : str, optional
        The feed, where it is known beforehand.
    now : datetime
        Recorded time, naive Asia/Shanghai.

    Returns
    -------
    str
        The id of the batch.

    Raises
    ------
    FileRefused
        If the feed cannot be told, or two headers of one column differ in a row.
    MalformedCsv
        If a row of a delimited file cannot be read; the transaction is lost.
    """
    name = feed or recognise(delivery.file_name, table.sheet, table.headers, feeds)
    contract = feeds[name]
    completed = feeds[contract.completes] if contract.completes else None
    match = match_headers(
        contract, table.headers, completed, unit=table.unit, delivered=list(table.mapped or ())
    )
    if not match.columns:
        raise FileRefused(
            "表中没有这类数据的列",
            where=_where(delivery, table),
            found="、".join(text for text in table.headers[:8] if text),
            expected=f"{contract.label}（{name}）的列",
            action="请配置来源映射，见 docs/source-mapping.md",
        )
    batch_id = next_batch_id(con, now)
    with _opened(con, table, match) as origin:
        _refuse_clash(con, origin, table, match, contract, _where(delivery, table))
        _insert_rows(con, origin, table, match, contract, batch_id)
    notes = [*table.notes, *match.notes, *drop_no_records(con, match, contract, batch_id, table)]
    if isinstance(table.rows, CsvScan) and _has_second_header(con, match, contract, feeds, batch_id):
        raise MalformedCsv("another table stands below this one")
    orders, told = settle_orders(con, contract, batch_id, set(match.columns.values()), now)
    notes += told
    missing = [
        c.label for c in contract.required if c.name not in match.columns.values() and c.default is None
    ]
    if missing:
        notes.append(f"缺少必填列：{'、'.join(missing)}；整个来源只有一个取值的，可以用来源映射补上")
    _quarantine_bad(con, table, delivery, name, batch_id)
    ((landed,),) = con.execute(_COUNT.format(feed=name), [batch_id]).fetchall()
    if not landed and not table.bad:
        notes.append("表头以下没有记录")
    write_batch(
        con, batch_id, delivery, sheet=table.sheet, now=now, status="pending", feed=name,
        encoding=table.encoding, format=table.format, header_row=table.header_row,
        units=match.units | orders, columns=json.dumps(_columns(table, match), ensure_ascii=False),
        received=landed + len(table.bad), notes=notes,
    )  # fmt: skip
    return batch_id


def write_batch(
    con: duckdb.DuckDBPyConnection,
    batch_id: str,
    delivery: Delivery,
    *,
    now: datetime,
    status: str,
    sheet: str = "",
    feed: str | None = None,
    encoding: str | None = None,
    format: str | None = None,
    header_row: int | None = None,
    units: Mapping[str, float] | None = None,
    columns: str = "{}",
    received: int = 0,
    reason: str | None = None,
    notes: list[str] | None = None,
) -> None:
    """Write one row of ``landing.batch``; the other counts are zero until the batch is pooled.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate.
    batch_id : str
        From ``next_batch_id``.
    delivery : Delivery
        The file, its source and its hash.
    now : datetime
        Recorded time, naive Asia/Shanghai.
    status : str
        "pending" (landed, not pooled), "refused" or "repeated".
    sheet, feed, encoding, format, header_row : optional
        What the file was read as.
    units : mapping of str to float, optional
        Column to the factor of its header's unit to yuan, or to a share, or to the order of its short days.
    columns : str
        JSON object: header to the column it fills, null where it fills none.
    received : int
        Rows of the file, those that could not be read included.
    reason : str, optional
        Why the file was refused, in Chinese.
    notes : list of str, optional
        What the slip tells besides.
    """
    factors = dict(units or {})
    con.execute(
        _BATCH,
        [
            batch_id, delivery.source, feed, delivery.file_name, delivery.file_path, delivery.sha256, sheet,
            encoding, format, header_row, list(factors), list(factors.values()), columns, received,
            status, reason, json.dumps(notes or [], ensure_ascii=False), now,
            delivery.mapping,
        ],
    )  # fmt: skip


def _where(delivery: Delivery, table: Table) -> str:
    return f"{delivery.file_name} · {table.sheet}" if table.sheet else delivery.file_name


def _columns(table: Table, match: HeaderMatch) -> dict[str, str | None]:
    """Header text to the column it fills, in the order of the file."""
    if table.mapped is not None:
        return table.mapped
    named: dict[str, str | None] = {}
    for position, text in enumerate(table.headers):
        header = match.extra.get(position) or text
        if header:
            named[header if header not in named else f"{header}#{position + 1}"] = match.columns.get(position)
    return named


def _insert_rows(
    con: duckdb.DuckDBPyConnection,
    origin: _Origin,
    table: Table,
    match: HeaderMatch,
    contract: Feed,
    batch_id: str,
) -> None:
    """Insert all rows in one statement, straight from the file where DuckDB can read it."""
    filled = {column: _cell(position, match) for position, column in match.columns.items()}
    extra, names = _extra(match.extra)
    is_derived = not isinstance(table.rows, CsvScan) and "derived" in table.rows.schema.names
    # Counting rows while they are read would keep all processors but one idle: they are numbered afterwards.
    is_unnumbered = isinstance(table.rows, CsvScan) and not match.clashes
    con.execute(
        _INSERT.format(
            feed=contract.name,
            listed=", ".join(f'"{column}"' for column in filled),
            number="0" if is_unnumbered else origin.row_no,
            values=", ".join(filled.values()),
            extra=extra,
            derived="derived" if is_derived else "NULL",
            origin=origin.sql,
        ),
        [batch_id, table.sheet, *names, *origin.parameters],
    )
    if is_unnumbered:
        _number(con, contract, batch_id, table.header_row)


def _cell(position: int, match: HeaderMatch) -> str:
    """Return the SQL of a column's cell; where it is empty, a second header of its rank tells."""
    second = [there for _, here, there in match.clashes if here == position]
    places = [position, *(place for place in second if _same_unit(match, position, place))]
    return (
        _first_of(f"nullif(trim(c{place}), '')" for place in places) if second else f"nullif(c{position}, '')"
    )


def _first_of(cells: Iterable[str]) -> str:
    return f"coalesce({', '.join(cells)})"


def _same_unit(match: HeaderMatch, first: int, second: int) -> bool:
    return match.factors.get(first) == match.factors.get(second)


def _number(con: duckdb.DuckDBPyConnection, contract: Feed, batch_id: str, header_row: int) -> None:
    """Number the rows of a batch as they stand in the file: they were appended in that order."""
    ((first, last, landed),) = con.execute(_PLACES.format(feed=contract.name), [batch_id]).fetchall()
    if landed and last - first + 1 != landed:
        raise MalformedCsv("the rows are not in one piece")
    con.execute(_NUMBER.format(feed=contract.name), [header_row + 1 - (first or 0), batch_id])


@contextmanager
def _opened(con: duckdb.DuckDBPyConnection, table: Table, match: HeaderMatch) -> Iterator[_Origin]:
    """Make the rows of a table readable by SQL."""
    if isinstance(table.rows, CsvScan):
        scan = table.rows
        names = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(table.headers)))
        sql = _READ_CSV.format(skip=scan.skip, names=names, delimiter=literal(scan.delimiter))
        origin = _Origin(sql, f"row_number() OVER () + {table.header_row}", [str(scan.path)])
    else:
        con.register("delivered_rows", table.rows)
        origin = _Origin("delivered_rows", "row_no", [])
    try:
        if match.clashes:  # the rows are read twice: once to compare, once to land
            con.execute(_KEEP.format(number=origin.row_no, origin=origin.sql), origin.parameters)
            yield _Origin("compared_rows", "landed_no", [])
            con.execute("DROP TABLE compared_rows")
        else:
            yield origin
    except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
        if isinstance(table.rows, CsvScan):
            raise MalformedCsv(str(error)) from None
        raise
    finally:
        if not isinstance(table.rows, CsvScan):
            con.unregister("delivered_rows")


def _extra(unknown: Mapping[int, str]) -> tuple[str, list[str]]:
    """Return the SQL of the JSON object of unknown columns, and its parameters (their names)."""
    if not unknown:
        return "NULL", []
    ordered = sorted(unknown.items(), key=lambda item: item[1])
    cells = [f"nullif(trim(c{position}), '')" for position, _ in ordered]
    pairs = ", ".join(f"{{'k': ?::VARCHAR, 'v': {cell}}}" for cell in cells)
    return _EXTRA.format(cells=", ".join(cells), pairs=pairs), [name for _, name in ordered]


def _refuse_clash(
    con: duckdb.DuckDBPyConnection,
    origin: _Origin,
    table: Table,
    match: HeaderMatch,
    contract: Feed,
    where: str,
) -> None:
    """Refuse the table if two headers of one rank name one column and say different things in a row.

    起诉书文号 and 不起诉决定书文号 do not: in each row one of them is empty.
    """
    compared: dict[str, list[int]] = {}
    for name, first, second in match.clashes:
        column = contract.column(name)
        before = compared.setdefault(name, [first])
        left, right = (
            _first_of(typed_sql(column, f"c{place}", str(match.factors.get(place, 1.0))) for place in places)
            for places in (before, [second])
        )
        here, there = (
            _first_of(f"nullif(trim(c{place}), '')" for place in places) for places in (before, [second])
        )
        both = _BOTH_FILLED.format(here=here, there=there) if _same_unit(match, first, second) else ""
        query = _CLASH.format(
            number=origin.row_no, here=here, there=there, left=left, right=right, both=both, origin=origin.sql
        )
        before.append(second)
        rows = con.execute(query).fetchall()
        if rows:
            con.execute("DROP TABLE compared_rows")
            row, here, there = rows[0]
            raise FileRefused(
                f"两个表头都指{column.label}（{name}），内容不一致",
                where=f"{where} · 第 {row} 行",
                found=f"{table.headers[first]} = {here}，{table.headers[second]} = {there}",
                expected="只有一个表头，或者内容相同",
                action="请去掉其中一列，或者改用各自的列名（见数据合同）",
            )


def _has_second_header(
    con: duckdb.DuckDBPyConnection,
    match: HeaderMatch,
    contract: Feed,
    feeds: Mapping[str, Feed],
    batch_id: str,
) -> bool:
    """Say whether the header of another table stands among the rows, which would be read as this one's."""
    number = contract.key[-1] if contract.column(contract.key[-1]).form == "number" else contract.key[0]
    if number not in match.columns.values():
        return False
    cells = [f'"{column}"' for column in match.columns.values()]
    # A number has figures, the header of a column of numbers has none.
    query = _WITHOUT_FIGURES.format(feed=contract.name, cells=", ".join(cells), number=number)
    return any(
        len(recognised(feed, texts)) >= NAMED
        for _, texts in con.execute(query, [batch_id]).fetchall()
        for feed in feeds.values()
    )


def _quarantine_bad(
    con: duckdb.DuckDBPyConnection, table: Table, delivery: Delivery, feed: str, batch_id: str
) -> None:
    tables.fill(
        con,
        "landing.quarantine (batch_id, feed, source, file_name, sheet, row_no, reason, raw)",
        [
            [
                batch_id,
                feed,
                delivery.source,
                delivery.file_name,
                table.sheet,
                bad.row_no,
                bad.reason,
                bad.raw_json,
            ]
            for bad in table.bad
        ],
    )
