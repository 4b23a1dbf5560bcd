"""Whether a snapshot that was given out is whole, and hides what its profile says that it hides.

The profile is the one that the snapshot itself states (its table ``profile``): rules may change after it was
written. Looked at is every value of every table, by the same patterns that mask; numbers of documents are not
searched for ID numbers, because no profile alters them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from pipelines.outputs import manifest, profiles, publish
from pipelines.outputs.masking import has_id_sql, has_phone_sql, is_firm_sql, mask_owner_sql
from warehouse.column import Column
from warehouse.contract import Feed, load_feeds
from warehouse.pool import snapshot
from warehouse.tables import literal

_PARTY, _PERSON, _OFFICIAL, _BODY = "party", "person", "official", "body"
_TEXT, _NUMBER, _CREDIT_CODE, _CHOICE, _OTHER = "text", "number", "credit_code", "choice", "other"
_SURNAME = "'^.?某{1,2}$'"
# Columns of our own tables, in which no contract says what a column holds.
_OWN: Mapping[str, str] = {
    "party_name": _PARTY, "authority": _BODY, "source": _BODY, "subject_no": _NUMBER, "related_nos": _NUMBER,
    "reason_zh": _TEXT, "clears_if_zh": _TEXT, "credit_code": _CREDIT_CODE,
}  # fmt: skip
_NEVER = frozenset({"evidence", "subject_id"})
# Tables that speak of the software and of the snapshot, of no case.
_ABOUT = frozenset({"model_card", "profile", "label"})
# Findings and outcomes, with what tells one party of the group from another.
_GROUPS = {"finding": "party_id, finding_id", "excluded_or_insufficient": "party_name, record_id"}
_SMALL = """
SELECT count(*) FROM (
    SELECT 1 FROM "{table}" GROUP BY authority, offence HAVING count(DISTINCT coalesce({who})) < {fewest}
)
"""


@dataclass(frozen=True)
class _Cell:
    """A column of a table: what it holds, its type in the database, and the contract if a feed has it."""

    name: str
    kind: str
    holds: str
    contract: Column | None = None

    @property
    def quoted(self) -> str:
        return f'"{self.name}"'

    @property
    def is_list(self) -> bool:
        return self.kind.endswith("[]")


def faults(folder: Path) -> list[str]:
    """Return what does not fit in a folder that `publish.publish` wrote; empty if all does.

    Parameters
    ----------
    folder : Path
        Holds ``manifest.json``, the database file and its Parquet files.
    """
    if not (folder / manifest.NAME).exists():
        return [f"缺少 {manifest.NAME}，不是发布的快照"]
    wrong = manifest.changed(folder) + _unlisted(folder)
    if not (folder / publish.SNAPSHOT).exists():
        return wrong
    try:
        with snapshot(folder / publish.SNAPSHOT) as con:
            return [*wrong, *_differences(con, folder), *_shown(con)]
    except duckdb.Error as error:
        return [*wrong, f"{publish.SNAPSHOT}：无法读取（{str(error).splitlines()[0]}）"]


def names_left(folder: Path, names: Mapping[str, str]) -> list[str]:
    """Return the texts of a snapshot in which a person's name stands whole.

    Parameters
    ----------
    folder : Path
        As for `faults`.
    names : mapping of str to str
        Persons' names in the pool that it was made of.
    """
    wrong = []
    with snapshot(folder / publish.SNAPSHOT) as con:
        if not names or _treatments(con).get("persons") != "surname":
            return []
        for table in _tables(con):
            for cell in _cells(con, table):
                if cell.holds != _TEXT:
                    continue
                texts = con.table(table).select(duckdb.ColumnExpression(cell.name).cast("VARCHAR")).pl()
                found = texts.to_series().str.contains_any(list(names)).sum()
                wrong += [f"{table}.{cell.name}：{found} 行写有自然人姓名"] if found else []
    return wrong


def _unlisted(folder: Path) -> list[str]:
    listed = manifest.read(folder)["files"]
    present = [path.relative_to(folder).as_posix() for path in (folder / publish.PARQUET).glob("*")]
    return [f"{name}：不在登记的文件之列" for name in sorted(present) if name not in listed]


def _differences(con: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[str]:
    """Yield where the database and the Parquet files are not the same tables with as many rows."""
    tables = _tables(con)
    stored = {path.stem: path for path in sorted((folder / publish.PARQUET).glob("*.parquet"))}
    for name in sorted(set(tables) ^ set(stored)):
        yield f"{name}：只在{'数据库' if name in tables else ' Parquet '}中"
    for name in sorted(set(tables) & set(stored)):
        try:
            scan = pl.scan_parquet(stored[name])
            columns, rows = scan.collect_schema().names(), scan.select(pl.len()).collect().item()
        except pl.exceptions.PolarsError as error:
            yield f"{name}.parquet：无法读取（{str(error).splitlines()[0]}）"
            continue
        relation = con.table(name)
        count = relation.count("*").fetchall()[0][0]
        if columns != relation.columns:
            yield f"{name}：数据库与 Parquet 的列不同"
        if rows != count:
            yield f"{name}：数据库 {count} 行，Parquet {rows} 行"


def _shown(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Yield what stands in a snapshot that its profile hides."""
    treatments = _treatments(con)
    if not treatments:
        yield "没有说明范围的 profile 表"
        return
    for table in _tables(con):
        if table in _ABOUT:
            continue
        tests: list[tuple[str, str]] = []
        for cell in _cells(con, table):
            if absent := _must_be_absent(cell, treatments):
                yield f"{table}.{cell.name}：{absent}"
            tests += [(f"{cell.name}：{told}", sql) for told, sql in _tests(cell, treatments)]
        if not tests:
            continue
        counts = ", ".join(f"count(*) FILTER (WHERE {sql})" for _, sql in tests)
        (found,) = con.table(table).aggregate(counts).fetchall()
        yield from (f"{table}.{told}（{n} 行）" for (told, _), n in zip(tests, found, strict=True) if n)
    fewest = int(treatments["smallest_group"])
    for table, who in _GROUPS.items():
        if table in _tables(con) and fewest > 1:
            ((n,),) = con.execute(_SMALL.format(table=table, who=who, fewest=fewest)).fetchall()
            if n:
                yield f"{table}：{n} 组（机关、罪名）的当事人不足 {fewest} 个"


def _must_be_absent(cell: _Cell, treatments: Mapping[str, str]) -> str | None:
    if cell.name in _NEVER or (cell.contract is not None and profiles.is_secret(cell.contract)):
        return "任何范围都不应给出的列"
    kinds = {_OFFICIAL: "officials", _TEXT: "texts", _NUMBER: "numbers", _CREDIT_CODE: "credit_codes"}
    kind = kinds.get(cell.holds)
    return "本范围不应给出的列" if kind and treatments[kind] == "dropped" else None


def _tests(cell: _Cell, treatments: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what must not be, with the SQL that finds it."""
    if cell.kind in ("DATE", "TIMESTAMP") and treatments["dates"] == "month":
        yield "日期未归为月份", f"{cell.quoted} <> date_trunc('month', {cell.quoted})"
    if "VARCHAR" not in cell.kind or cell.holds == _NUMBER:
        return
    value = f"array_to_string({cell.quoted}, ' ')" if cell.is_list else cell.quoted
    yield "证件号码未隐去", has_id_sql(value)
    if cell.holds in (_TEXT, _CHOICE):
        yield "电话号码未隐去", has_phone_sql(value)
    if cell.holds in (_PARTY, _PERSON):
        of_one = _name_test("x" if cell.is_list else cell.quoted, cell.holds == _PERSON, treatments)
        shown = f"len(list_filter({cell.quoted}, lambda x: {of_one})) > 0" if cell.is_list else of_one
        yield "姓名未隐去", shown
    if cell.holds == _OFFICIAL and treatments["officials"] == "surname":
        yield "承办人姓名未隐去", f"NOT regexp_matches({cell.quoted}, {_SURNAME})"
    if cell.holds == _BODY and treatments["bodies"] == "pseudonym":
        yield "机关名称未换为化名", f"NOT regexp_matches({cell.quoted}, '^机关-[0-9a-f]{{16}}$')"
    if cell.holds == _CHOICE and treatments["texts"] == "dropped" and cell.contract is not None:
        values = "[" + ", ".join(map(literal, cell.contract.values)) + "]::VARCHAR[]"
        listed = cell.quoted if cell.is_list else f"[{cell.quoted}]"
        unknown = f"list_filter({listed}, lambda x: x IS NOT NULL AND NOT list_contains({values}, x))"
        yield "有取值之外的文字", f"len({unknown}) > 0"


def _name_test(value: str, is_person: bool, treatments: Mapping[str, str]) -> str:
    """Return SQL that says whether a name is shown that the profile hides."""
    person = {
        "shown": "FALSE",
        "surname": f"NOT regexp_matches({value}, {_SURNAME})",
        "pseudonym": f"NOT regexp_matches({value}, '^(个人|单位)-[0-9a-f]{{16}}$')",
    }[treatments["persons"]]
    if is_person or treatments["firms"] == "pseudonym":
        return person
    if treatments["persons"] == "shown":
        return "FALSE"
    return f"CASE WHEN {is_firm_sql(value)} THEN {mask_owner_sql(value)} <> {value} ELSE {person} END"


def _treatments(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(con.execute("SELECT kind, treatment FROM profile").fetchall()) if _has_profile(con) else {}


def _has_profile(con: duckdb.DuckDBPyConnection) -> bool:
    return "profile" in _tables(con)


def _tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [name for (name,) in con.execute("SHOW TABLES").fetchall()]


def _cells(con: duckdb.DuckDBPyConnection, table: str) -> list[_Cell]:
    relation = con.table(table)
    feed = load_feeds().get(table)
    known = {} if feed is None else {column.name: column for column in feed.columns}
    return [
        _Cell(name, str(kind), _holds(name, known.get(name), feed), known.get(name))
        for name, kind in zip(relation.columns, relation.types, strict=True)
    ]


def _holds(name: str, column: Column | None, feed: Feed | None) -> str:
    if column is None:
        return _OTHER if feed is not None else _OWN.get(name, _OTHER)
    rules = profiles.load()
    if column.form == "name":
        named = {**dict.fromkeys(rules.bodies, _BODY), **dict.fromkeys(rules.officials, _OFFICIAL)}
        return named.get(name) or (_PERSON if name in rules.persons else _PARTY)
    if name in rules.party_lists:
        return _PARTY
    if column.form == "number":
        return _NUMBER
    if column.type in ("enum", "list"):
        return _CHOICE
    is_text = column.type == "text" and name not in rules.codes and name not in rules.offences
    return _CREDIT_CODE if column.type == "uscc" else _TEXT if is_text else _OTHER
