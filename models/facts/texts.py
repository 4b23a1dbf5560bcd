"""Reads texts that were not read before: amounts and circumstances, kept by the text's hash.

A Python loop over texts, and for a reason: what an amount is depends on the words around it in an
order that a set of columns cannot express. So every distinct text is read once per version of the
reader and the result is kept; a run over a million unchanged records reads nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa

from models.facts.amounts import CODE_VERSION, read_text
from models.facts.circumstances import load_circumstances, read_circumstances
from models.facts.cues import load_cues

_SQL = Path(__file__).with_name("sql")
_CHUNK = 5_000
_WORKERS = 2
_WORTH_WORKERS = 40_000  # below, starting processes costs more than it saves

_AMOUNT = pa.schema(
    [
        ("text_hash", pa.string()),
        ("extractor", pa.string()),
        ("seq", pa.int32()),
        ("value", pa.decimal128(18, 4)),
        ("value_hi", pa.decimal128(18, 4)),
        ("unit", pa.string()),
        ("role", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("span", pa.string()),
        ("sentence", pa.string()),
        ("confidence", pa.float64()),
        ("kind", pa.string()),
        ("is_measure", pa.bool_()),
    ]
)
_FLAG = pa.schema(
    [
        ("text_hash", pa.string()),
        ("extractor", pa.string()),
        ("flag", pa.string()),
        ("value", pa.bool_()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("span", pa.string()),
    ]
)
_TABLES = {
    "text_amount": """
        text_hash VARCHAR, extractor VARCHAR, seq INTEGER, value DECIMAL(18,4), value_hi DECIMAL(18,4),
        unit VARCHAR, role VARCHAR, start INTEGER, "end" INTEGER, span VARCHAR, sentence VARCHAR,
        confidence DOUBLE, kind VARCHAR, is_measure BOOLEAN
    """,
    "text_flag": """
        text_hash VARCHAR, extractor VARCHAR, flag VARCHAR, value BOOLEAN, start INTEGER, "end" INTEGER,
        span VARCHAR
    """,
    "text_read": "text_hash VARCHAR, extractor VARCHAR",
}


def extractor_version() -> str:
    """Return the version of the reader: its code and both tables of words."""
    return f"{CODE_VERSION}-{load_cues().version}-{load_circumstances().version}"


def read_new(con: duckdb.DuckDBPyConnection) -> int:
    """Read every text of known.* that this version of the reader has not read; return how many.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate, with ``known.*``.
    """
    for name, columns in _TABLES.items():
        con.execute(f"CREATE TABLE IF NOT EXISTS fact.{name} ({columns})")
    version = extractor_version()
    new = _queue(con, version)
    workers = _WORKERS if new.height >= _WORTH_WORKERS else 1
    for amounts, flags in _read_all(new.iter_slices(_CHUNK), version, workers=workers):
        _append(con, "text_amount", amounts)
        _append(con, "text_flag", flags)
    _append(con, "text_read", new.select("text_hash", extractor=pl.lit(version)).to_arrow())
    return new.height


def _queue(con: duckdb.DuckDBPyConnection, version: str) -> pl.DataFrame:
    """Lay down which record has which text, and return the texts not yet read."""
    con.execute(
        "CREATE OR REPLACE TEMP VIEW record_text AS\n" + (_SQL / "record_text.sql").read_text("utf-8")
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE told AS "
        "SELECT *, md5(text) AS text_hash FROM record_text WHERE text IS NOT NULL"
    )
    con.execute("CREATE OR REPLACE TABLE fact.record_text AS SELECT * EXCLUDE (text) FROM told")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE done AS SELECT text_hash FROM fact.text_read WHERE extractor = ?",
        [version],
    )
    unread: pl.DataFrame = con.sql(
        "SELECT text_hash, any_value(text) AS text FROM told ANTI JOIN done USING (text_hash) "
        "GROUP BY text_hash ORDER BY text_hash"
    ).pl()
    con.execute("DROP TABLE told")
    con.execute("DROP VIEW record_text")
    con.execute("DROP TABLE done")
    return unread


def _append(con: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    if rows.num_rows:
        con.from_arrow(rows).insert_into(f"fact.{table}")


_Read = tuple[pa.Table, pa.Table]


def _read_all(frames: Iterable[pl.DataFrame], version: str, *, workers: int) -> Iterator[_Read]:
    """Read the frames in order, on several processes where that is worth their start."""
    batches = (frame.rows() for frame in frames)
    if workers < 2:
        yield from (_read_batch(batch, version) for batch in batches)
        return
    # Spawned, not forked: DuckDB's threads do not survive a fork. Results are taken in the order of the
    # frames, and only a few frames are under way at once, so that a million texts are never all in memory.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        under_way: deque[Future[_Read]] = deque()
        for batch in batches:
            under_way.append(pool.submit(_read_batch, batch, version))
            if len(under_way) > 2 * workers:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def _read_batch(batch: Iterable[tuple[str, str]], version: str) -> _Read:
    # Column by column, not row by row: millions of kept tuples would keep the garbage collector busy for
    # longer than the reading takes.
    amounts: list[list[object]] = [[] for _ in _AMOUNT]
    flags: list[list[object]] = [[] for _ in _FLAG]
    for text_hash, text in batch:
        _extend(amounts, text_hash, version, [(seq, *amount) for seq, amount in enumerate(read_text(text))])
        _extend(flags, text_hash, version, [tuple(found) for found in read_circumstances(text)])
    return _table(amounts, _AMOUNT), _table(flags, _FLAG)


def _extend(
    columns: list[list[object]], text_hash: str, version: str, rows: Sequence[tuple[object, ...]]
) -> None:
    if not rows:
        return
    columns[0] += [text_hash] * len(rows)
    columns[1] += [version] * len(rows)
    for column, values in zip(columns[2:], zip(*rows, strict=True), strict=True):
        column += values


def _table(columns: list[list[object]], schema: pa.Schema) -> pa.Table:
    arrays = [_array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(values: list[object], kind: pa.DataType) -> pa.Array:
    if pa.types.is_decimal(kind):
        # Arrow takes a Decimal only if it fits the column's scale; polars rounds to it.
        return pl.Series(values, dtype=pl.Decimal(18, 4)).to_arrow().cast(kind)
    return pa.array(values, kind)
