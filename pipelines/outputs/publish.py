"""The masked snapshot for analysts: one DuckDB file and the same tables as Parquet.

Masked physically: whoever opens the file finds no ID number, phone or address in it, and of natural persons
only the surname. A view would hide nothing, since the reader holds the file. Which columns are personal is
said by the contracts (``pii``). The pool is read through its gate; the snapshot is written under another
name and put in place by a rename, so that readers of the old one are not disturbed.
"""

from __future__ import annotations

import secrets
import shutil
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from models.card import load_cards
from pipelines.outputs import folders, manifest
from pipelines.outputs.masking import mask_name_sql, mask_text_sql
from warehouse import tables
from warehouse.contract import Column, Feed, load_feeds
from warehouse.pool import memory

# What readers with DuckDB 1.5 still open.
STORAGE_VERSION = "v1.5.0"
SNAPSHOT = "current.duckdb"
_PARQUET = "current"
_PARTIAL = ".partial-"
_ROW_COLUMNS = ("version", "marks", "known_on")
_OUTCOME = """
SELECT
    model, subject_kind, {record} AS record_id, subject_no, authority, {party} AS party_name, offence,
    outcome, reason_code, missing, {reason} AS reason_zh
FROM model.outcome
ORDER BY model, subject_no
"""
# What the lists and the report say of the run itself; nothing in it is personal.
_ABOUT = {
    "run": (("known", "run"), "SELECT as_of, known_at, run_id FROM known.run"),
    "coverage": (("known", "coverage"), "SELECT feed, from_on, to_on FROM known.coverage ORDER BY ALL"),
    "intake": (
        ("landing", "batch"),
        "SELECT source, feed, status, received, loaded, duplicate, revised, quarantined, first_on, last_on, "
        "imported_at FROM landing.batch ORDER BY batch_id",
    ),
    "finding_event": (
        ("finding", "event"),
        'SELECT finding_id, "at", kind, run_id FROM finding.event ORDER BY "at", finding_id, kind',
    ),
    "confirmed_share": (
        ("finding", "confirmed_share"),
        "SELECT * FROM finding.confirmed_share ORDER BY model, model_version, month",
    ),
}
_FINDING_DROPPED = frozenset({"evidence", "subject_id"})


def publish(con: duckdb.DuckDBPyConnection, folder: Path, at: datetime) -> Path:
    """Write the snapshot and replace the one that stands.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A reading connection to the pool.
    folder : Path
        Where ``current.duckdb`` and ``current/`` go.
    at : datetime
        Time of writing, for the manifest of hashes.

    Returns
    -------
    Path
        The DuckDB file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in (*folder.glob(f"{_PARTIAL}*"), *folder.glob("generation-*")):
        if left.resolve() != (folder / _PARQUET).resolve():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    stage = folders.fresh(folder, f"{_PARTIAL}{secrets.token_hex(4)}")
    names = _write_parquet(con, stage)
    database = folder / f"{stage.name}.duckdb"
    _write_database(database, stage, names)
    database.replace(folder / SNAPSHOT)
    final = folders.fresh(folder, f"generation-{secrets.token_hex(4)}")
    stage.replace(final)
    folders.point(folder / _PARQUET, final)
    files = [SNAPSHOT, *(f"{_PARQUET}/{name}.parquet" for name in names)]
    ((run_id,),) = con.execute("SELECT run_id FROM known.run").fetchall()
    manifest.write(folder / manifest.NAME, manifest.Taken(at, run_id).told(folder, files, {}))
    return folder / SNAPSHOT


def _write_parquet(con: duckdb.DuckDBPyConnection, stage: Path) -> list[str]:
    # Record ids are hashes of keys that hold names: whoever knows the rule could try names out. A salt that
    # is forgotten afterwards keeps them joinable inside one snapshot and nothing more.
    salt = secrets.token_hex(16)
    queries = {
        feed.name: _feed_query(feed, salt)
        for feed in load_feeds().values()
        if tables.exists(con, "known", feed.name)
    }
    if tables.exists(con, "finding", "finding"):
        queries["finding"] = _finding_query(con, salt)
    for name, layer in (("excluded_or_insufficient", "outcome"), ("model_count", "count")):
        if tables.exists(con, "model", layer):
            queries[name] = (
                _outcome_query(salt) if layer == "outcome" else "SELECT * FROM model.count ORDER BY model"
            )
    queries |= {name: query for name, (table, query) in _ABOUT.items() if tables.exists(con, *table)}
    for name, query in queries.items():
        con.sql(query).write_parquet(str(stage / f"{name}.parquet"), compression="zstd")
    cards = [
        (card.id, card.title_zh, card.model_class, card.failure_mode, card.version) for card in load_cards()
    ]
    names = ["id", "title_zh", "model_class", "failure_mode", "version"]
    pl.DataFrame(cards, schema=names, orient="row").write_parquet(stage / "model_card.parquet")
    return [*queries, "model_card"]


def _write_database(database: Path, stage: Path, names: list[str]) -> None:
    out = memory()
    try:
        out.execute(f"ATTACH '{_quoted(database)}' AS snapshot (STORAGE_VERSION '{STORAGE_VERSION}')")
        for name in names:
            source = out.read_parquet(str(stage / f"{name}.parquet"))
            source.create(f'snapshot."{name}"')
        out.execute("DETACH snapshot")
    finally:
        out.close()


def _feed_query(feed: Feed, salt: str) -> str:
    shown = ",\n    ".join(
        f'{_masked(column, feed)} AS "{column.name}"' for column in feed.columns if not _is_dropped(column)
    )
    extra = ", ".join(_ROW_COLUMNS)
    record = _salted("record_id", salt)
    return f'SELECT\n    {record} AS record_id,\n    {shown},\n    {extra}\nFROM known."{feed.name}"'


def _is_dropped(column: Column) -> bool:
    return column.type == "id" or (column.pii and column.form != "name")


def _masked(column: Column, feed: Feed) -> str:
    """Return the SQL of one published column: names cut, texts without what other columns hide."""
    quoted = f'"{column.name}"'
    if column.pii:
        return mask_name_sql(quoted)
    if column.type != "text" or column.form is not None:
        return quoted
    text = quoted
    for personal in feed.pii_columns:
        hidden = f'"{personal.name}"'
        text = _replaced(text, hidden, "'＊＊'" if _is_dropped(personal) else mask_name_sql(hidden))
    return mask_text_sql(text)


def _replaced(text: str, hidden: str, shown: str) -> str:
    """Return SQL that writes ``shown`` wherever the value of column ``hidden`` stands in ``text``."""
    # An empty value would match everywhere; a NUL character stands in no text.
    return f"replace({text}, coalesce(nullif(trim({hidden}), ''), chr(0)), coalesce({shown}, ''))"


def _finding_query(con: duckdb.DuckDBPyConnection, salt: str) -> str:
    told = {
        "record_id": _salted("subject_id", salt),
        "party_id": _salted("party_id", salt),
        "party_name": mask_name_sql("party_name"),
        "reason_zh": _without_name("reason_zh"),
        "clears_if_zh": _without_name("clears_if_zh"),
    }
    columns = [name for name in con.table("finding.finding").columns if name not in _FINDING_DROPPED]
    shown = ",\n    ".join(
        [f"{told.pop(name, name)} AS {name}" for name in columns] + [f"{q} AS {n}" for n, q in told.items()]
    )
    return f"SELECT\n    {shown}\nFROM finding.finding ORDER BY rank NULLS LAST, finding_id"


def _outcome_query(salt: str) -> str:
    return _OUTCOME.format(
        record=_salted("subject_id", salt),
        party=mask_name_sql("party_name"),
        reason=_without_name("reason_zh"),
    )


def _without_name(column: str) -> str:
    return mask_text_sql(_replaced(column, "party_name", mask_name_sql("party_name")))


def _salted(column: str, salt: str) -> str:
    return f"left(md5('{salt}' || {column}), 16)"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
