"""Reads texts that were not read before: amounts and circumstances, kept by the text's hash.

Every distinct text is read once per version of the reader and the result is kept; a run over a million
unchanged records reads nothing. New texts are read column by column, some thousands at a time.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import duckdb
import polars as pl

from models.facts.amounts import read_amounts
from models.facts.flags import read_flags
from warehouse.intake.values import install_macros

_HERE = Path(__file__).parent
_SQL = _HERE / "sql"
_CHUNK = 25_600
_WORKERS = 2
_WORTH_WORKERS = 40_000  # below, starting processes costs more than it saves

_TABLES = {
    "text_amount": """
        text_hash VARCHAR, extractor VARCHAR, seq INTEGER, value DECIMAL(18,4), value_hi DECIMAL(18,4),
        unit VARCHAR, role VARCHAR, start INTEGER, "end" INTEGER, span VARCHAR, sentence VARCHAR,
        confidence DOUBLE, kind VARCHAR, is_measure BOOLEAN, whose VARCHAR, basis VARCHAR
    """,
    "text_flag": """
        text_hash VARCHAR, extractor VARCHAR, flag VARCHAR, value BOOLEAN, start INTEGER, "end" INTEGER,
        span VARCHAR
    """,
    "text_read": "text_hash VARCHAR, extractor VARCHAR",
}
# What ``own_texts`` finds; until then every text tells of the party of its record alone.
_OWN_TEXT = """
    feed VARCHAR, record_id VARCHAR, told_in VARCHAR, own_hash VARCHAR, text VARCHAR, whole VARCHAR,
    others STRUCT(start INTEGER, "end" INTEGER, whose VARCHAR)[]
"""


@cache
def extractor_version(reader: Path = _HERE) -> str:
    """Return the version of the reader: a hash of its code and of its tables of words.

    Taken of the whole folder, so that nobody has to remember which change makes a text read differently.

    Parameters
    ----------
    reader : Path
        The folder with the code and the tables.
    """
    files = sorted(path for path in reader.rglob("*") if path.suffix in (".py", ".yaml"))
    told = (f"{file.relative_to(reader).as_posix()}\n{file.read_text('utf-8')}" for file in files)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def read_new(con: duckdb.DuckDBPyConnection) -> int:
    """Read every text of known.* that this version of the reader has not read; return how many.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate, with ``known.*``.
    """
    install_macros(con)
    for name, columns in _TABLES.items():
        con.execute(f"CREATE TABLE IF NOT EXISTS fact.{name} ({columns})")
    for column in ("whose", "basis"):  # a pool of an older version holds what it read without them
        con.execute(f"ALTER TABLE fact.text_amount ADD COLUMN IF NOT EXISTS {column} VARCHAR")
    version = extractor_version()
    con.execute("CREATE OR REPLACE TABLE fact.reader AS SELECT ?::VARCHAR AS extractor", [version])
    con.execute(f"CREATE OR REPLACE TABLE fact.own_text ({_OWN_TEXT})")
    new = _queue(con, version)
    read_texts(con, new)
    return new.height


def read_texts(con: duckdb.DuckDBPyConnection, new: pl.DataFrame) -> None:
    """Read texts and keep what they say.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate, after ``read_new``.
    new : polars.DataFrame
        ``text_hash`` and ``text``, each text once, none of them read by this version of the reader.
    """
    version = extractor_version()
    workers = _WORKERS if new.height >= _WORTH_WORKERS else 1
    for amounts, flags in _read_all(new.iter_slices(_CHUNK), workers=workers):
        _append(con, _AMOUNT, amounts.with_columns(extractor=pl.lit(version)))
        _append(con, _FLAG, flags.with_columns(extractor=pl.lit(version)))
    _append(con, _READ, new.select("text_hash", extractor=pl.lit(version)))


def own_text_sql() -> str:
    """Return the SELECT of the texts of records, each without the amounts that are another party's."""
    record_text = (_SQL / "record_text.sql").read_text("utf-8")
    return (_SQL / "own_text.sql").read_text("utf-8").format(record_text=record_text)


def _queue(con: duckdb.DuckDBPyConnection, version: str) -> pl.DataFrame:
    """Lay down which record has which text, and return the texts not yet read."""
    con.execute(
        "CREATE OR REPLACE TEMP VIEW record_text AS\n" + (_SQL / "record_text.sql").read_text("utf-8")
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE told AS "
        "SELECT *, md5(text) AS text_hash FROM record_text WHERE text IS NOT NULL"
    )
    # Circumstances are those of the whole text; amounts those of the text as it tells of its own party.
    con.execute(
        "CREATE OR REPLACE TABLE fact.record_text AS SELECT * EXCLUDE (text), text_hash AS own_hash FROM told"
    )
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


# Values come as whole ten-thousandths.
_AMOUNT = """INSERT INTO fact.text_amount
SELECT text_hash, extractor, seq,
       (lo * 0.0001::DECIMAL(5, 4))::DECIMAL(18, 4), (hi * 0.0001::DECIMAL(5, 4))::DECIMAL(18, 4),
       unit, role, start, "end", span, sentence, confidence, kind, is_measure,
       whose, basis
FROM rows"""
_FLAG = (
    """INSERT INTO fact.text_flag SELECT text_hash, extractor, flag, value, start, "end", span FROM rows"""
)
_READ = "INSERT INTO fact.text_read SELECT text_hash, extractor FROM rows"


def _append(con: duckdb.DuckDBPyConnection, statement: str, rows: pl.DataFrame) -> None:
    if rows.height:
        con.register("rows", rows.to_arrow())
        con.execute(statement)
        con.unregister("rows")


_Read = tuple[pl.DataFrame, pl.DataFrame]


def _read_all(frames: Iterable[pl.DataFrame], *, workers: int) -> Iterator[_Read]:
    """Read the frames in order, on several processes where that is worth their start."""
    if workers < 2:
        yield from (_read_batch(frame) for frame in frames)
        return
    # Spawned, not forked: DuckDB's threads do not survive a fork. Results are taken in the order of the
    # frames, and only a few frames are under way at once, so that a million texts are never all in memory.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        under_way: deque[Future[_Read]] = deque()
        for frame in frames:
            under_way.append(pool.submit(_read_batch, frame))
            if len(under_way) > 2 * workers:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def _read_batch(frame: pl.DataFrame) -> _Read:
    """Read the columns ``text_hash`` and ``text``."""
    hashes = frame["text_hash"]
    return _hashed(read_amounts(frame["text"]), hashes), _hashed(read_flags(frame["text"]), hashes)


def _hashed(rows: pl.DataFrame, hashes: pl.Series) -> pl.DataFrame:
    return rows.with_columns(text_hash=hashes.gather(rows["text"])).drop("text")
