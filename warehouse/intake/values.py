"""From text as delivered to typed values, as SQL for whole columns.

The reading itself stands in ``warehouse/sql/macros`` and ``warehouse/identifiers``; here the contract
decides which macro reads which column, and what a cell that cannot be read says of itself (a mark on a
loaded row, never a loss).
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

import duckdb

from warehouse import tables
from warehouse.column import Column
from warehouse.contract import Feed
from warehouse.identifiers.party_words import sql_words
from warehouse.tables import literal

WAREHOUSE = Path(__file__).parents[1]
# Later files use macros of earlier ones.
_FILES = (
    "sql/macros/text",
    "sql/macros/dates",
    "sql/macros/other_days",
    "sql/macros/figures",
    "sql/macros/spelt_money",
    "identifiers/identifiers",
    "identifiers/keyed",
    "identifiers/parties",
    "identifiers/bodies",
    "sql/macros/words",
    "sql/macros/statistics",
    "sql/macros/told_figures",
)
# Between the parts of a key: no source can deliver it inside a part.
KEY_SEPARATOR = "chr(31)"
_READERS = {
    "text": "x_text({raw})",
    "uscc": "x_uscc({raw})",
    "id": "x_id_kept({raw})",
    "enum": "x_member({raw})",
    "date": "x_date({raw})",
    "timestamp": "x_timestamp({raw})",
    "money": "x_money({raw}, {factor})",
    "integer": "x_integer({raw})",
    "share": "x_share({raw}, {factor})",
    "bool": "x_bool({raw})",
    "list": "x_list({raw})",
}
# Money where no cell holds it in words.
_FIGURES = "x_plain_money({raw}, {factor})"
_KEY_READERS = {
    "number": "x_number({raw})",
    "name": "x_name({raw})",
    "uscc": "x_uscc({raw})",
    "id": "x_id({raw})",
    "date": "CAST(x_date({raw}) AS VARCHAR)",
    "timestamp": "CAST(x_timestamp({raw}) AS VARCHAR)",
}
_KEY_READER = "x_name({raw})"


def install_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Let the reading macros stand on this connection.

    Every layer asks for them, a run some fifty times; made anew each time they took a tenth of a small run.
    So the pool keeps them, made in the same transaction as a note of their text; those of another version of
    the program are made anew. Where nothing may be written they last as long as the connection.
    """
    if tables.exists(con, "landing", "macros"):
        ((kept,),) = con.execute("SELECT version FROM landing.macros").fetchall()
        if kept == _version():
            return
    ((is_read_only,),) = con.execute(_READ_ONLY).fetchall()
    for name in _FILES:
        con.execute(_macros(name).replace("MACRO x_", "TEMP MACRO x_") if is_read_only else _macros(name))
    if not is_read_only:
        con.execute(f"CREATE OR REPLACE TABLE landing.macros AS SELECT {literal(_version())} AS version")


_READ_ONLY = "SELECT readonly FROM duckdb_databases() WHERE database_name = current_database()"


@cache
def _version() -> str:
    return hashlib.sha256("".join(map(_macros, _FILES)).encode()).hexdigest()


@cache
def _macros(name: str) -> str:
    """Return the macros of one file, lists of words filled in."""
    text = (WAREHOUSE / f"{name}.sql").read_text("utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda place: sql_words()[place[1]], text)


def typed_sql(
    column: Column, raw: str, factor: str = "1", began: str | None = None, *, in_words: bool = True
) -> str:
    """Return the SQL expression of a column's typed value, NULL where there is none or none can be read.

    Parameters
    ----------
    column : Column
        The contract of the column.
    raw : str
        SQL of the VARCHAR cell.
    factor : str
        SQL of the factor of the header's unit to yuan (money), or to a share (share), or of what is settled
        of days with short years (dates); others ignore it.
    began : str, optional
        SQL of the cell in which the period began that ends in this column: it may tell both days.
    in_words : bool
        Whether money may stand there in words; where no cell does, planning to read them is work for nothing.
    """
    reader = _READERS[column.type] if in_words or column.type != "money" else _FIGURES
    # A number in a running text is hidden place for place: offsets into the text stay right.
    is_free = column.type == "text" and column.form is None
    read = f"x_without_ids(x_text({raw}))" if is_free else reader.format(raw=raw, factor=factor)
    read = _member_sql(column, read)
    if column.type in ("date", "timestamp") and factor != "1":
        read = f"coalesce({read}, x_short_day({raw}, {factor}))"
    if column.until is not None:
        read = f"coalesce({read}, x_period({raw})[1])"
    if began is not None:
        read = f"coalesce({read}, CASE WHEN x_is_none({raw}) THEN x_period({began})[2] END)"
    return f"coalesce({read}, {literal(column.default)})" if column.default is not None else read


def _member_sql(column: Column, read: str) -> str:
    """Return the SQL of the member that a word stands for; a word the contract does not know stays."""
    meant = [(literal(member), words) for member, words in column.synonyms.items()]
    meant += [("NULL", column.pending)] if column.pending else []
    if not meant:
        return read
    cases = " ".join(
        f"WHEN list_contains([{', '.join(map(literal, words))}], word) THEN {member}"
        for member, words in meant
    )
    return f"list_transform([{read}], lambda word: CASE {cases} ELSE word END)[1]"


def apart_sql(feed: Feed, column: Column, typed: str, alias: str) -> str:
    """Return a value's SQL with what stands in the cell of another kind of number set apart.

    Parameters
    ----------
    feed : Feed
        The contract.
    column : Column
        A code in whose cells numbers of persons may stand, or such a number; any other comes back as it is.
    typed : str
        SQL of the value as its own cell has it.
    alias : str
        Table alias before the raw columns.
    """
    if column.name in feed.shared:
        return f"CASE WHEN NOT coalesce(x_is_id({alias}.{column.name}), FALSE) THEN {typed} END"
    if column.beside is not None:
        other = f"{alias}.{column.beside}"
        return f"coalesce({typed}, CASE WHEN x_is_id({other}) THEN {_READERS['id'].format(raw=other)} END)"
    return typed


def marks_sql(column: Column, raw: str, typed: str, *, may_repair: bool = True) -> str | None:
    """Return the SQL expression of a column's quality mark, NULL where the cell is sound.

    Parameters
    ----------
    column : Column
        The contract of the column.
    raw, typed : str
        SQL of the VARCHAR cell and of its typed value.
    may_repair : bool
        Whether a value may have been read that is not written in a usual form.

    Returns
    -------
    str or None
        None for columns that cannot be wrong (text, free lists).
    """
    name, values = column.name, ", ".join(literal(value) for value in column.values)
    if column.type == "uscc":
        return f"CASE WHEN {typed} IS NOT NULL AND NOT x_uscc_ok({typed}) THEN '{name}:check_digit' END"
    if column.type == "id":
        return (
            f"CASE WHEN x_id_kind({typed}) = 'D' THEN '{name}:check_digit' "
            f"WHEN {typed} IS NULL AND NOT x_is_none({raw}) THEN '{name}:unreadable' "
            f"WHEN {typed} IS NOT NULL AND x_is_none({raw}) THEN '{name}:in_code' "
            f"WHEN regexp_full_match(x_code({raw}), '\\d{{15}}000') AND x_id_kind({typed}) = 'M' "
            f"THEN '{name}:check_digit' END"
        )
    if column.type == "enum":
        return f"CASE WHEN NOT list_contains([{values}], {typed}) THEN '{name}:unknown_value' END"
    if column.type == "list" and values:
        unknown = _unknown_members(column, typed, values)
        return f"CASE WHEN {typed} IS NULL THEN NULL WHEN {unknown} THEN '{name}:unknown_value' END"
    if column.type in ("text", "list"):
        return None
    negative = f" WHEN {typed} < 0 THEN '{name}:negative'" if column.type in ("money", "integer") else ""
    other = f"CASE WHEN {typed} IS NOT NULL THEN '{name}:period' END" if column.type == "date" else "NULL"
    return (
        f"CASE WHEN {raw} IS NULL THEN {other}{negative} "
        f"WHEN {typed} IS NULL AND NOT x_is_none({raw}) THEN '{name}:unreadable'"
        f"{_repaired(column, raw, typed) if may_repair else ''} END"
    )


def _repaired(column: Column, raw: str, typed: str) -> str:
    """Return the branches that mark a value which was read although it is not written in a usual form."""
    if column.type == "money":
        return (
            f" WHEN strlen({raw}) <> length({raw}) AND x_plain_money({raw}, 1) IS NULL "
            f"AND NOT x_is_none({raw}) THEN '{column.name}:in_words'"
        )
    if column.type in ("date", "timestamp"):
        return (
            f" WHEN (substr({raw}, 5, 1) <> '-' OR strlen({raw}) > 19) AND {typed} IS NOT NULL "
            f"AND x_date({raw}) IS NULL THEN CASE WHEN regexp_matches({raw}, '^\\s*\\d{{1,2}}\\D') "
            f"THEN '{column.name}:short_year' ELSE '{column.name}:period' END"
        )
    return ""


def _unknown_members(column: Column, typed: str, values: str) -> str:
    others = "其他"
    if others not in column.values:
        return f"NOT list_has_all([{values}], {typed})"
    # The standard lets a sender explain it: 其他-责令改正.
    named = f"lambda member: NOT list_contains([{values}], member) AND NOT starts_with(member, '{others}')"
    return f"NOT list_has_all([{values}], {typed}) AND len(list_filter({typed}, {named})) > 0"


def key_sql(feed: Feed, qualifier: str = "") -> str:
    """Return the SQL expression of the normalised business key.

    Works on raw and on typed columns alike. NULL if a part is empty or cannot be read, except that a part
    of ``open_key`` may be empty.

    Parameters
    ----------
    feed : Feed
        The contract.
    qualifier : str
        Table alias before the columns, with or without its dot.
    """
    dotted = qualifier if not qualifier or qualifier.endswith(".") else f"{qualifier}."
    parts = [_key_part(feed, feed.column(name), f'{dotted}"{name}"') for name in feed.key]
    return f" || {KEY_SEPARATOR} || ".join(parts)


def record_id_sql(feed: Feed, key: str) -> str:
    """Return the SQL expression of the id of a record, from the SQL of its key."""
    return f"left(md5({literal(feed.name)} || '|' || {key}), 16)"


def _key_part(feed: Feed, column: Column, cell: str) -> str:
    raw = f"CAST({cell} AS VARCHAR)"
    reader = _KEY_READERS.get(column.form or column.type, _KEY_READER)
    part = reader.format(raw=raw)
    if column.name in feed.open_key:
        return f"CASE WHEN x_is_none({raw}) THEN '' ELSE {part} END"
    return part
