"""The masked snapshot for analysts: one DuckDB file and the same tables as Parquet, by profile.

Masked physically: whoever opens the file finds no ID number, phone or address in it, and of natural persons
what the profile shows (``profiles.yaml``). A view would hide nothing, since the reader holds the file. Which
columns are personal is said by the contracts (``pii``). The pool is read through its gate; the snapshot is
written under another name and put in place by a rename, so that readers of the old one are not disturbed.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from models.card import load_cards
from pipelines.outputs import folders, labels, manifest, profiles
from pipelines.outputs.profiles import Treatment
from warehouse import tables
from warehouse.contract import Feed, load_feeds
from warehouse.errors import XianjieError
from warehouse.pool import memory
from warehouse.tables import literal

# What readers with DuckDB 1.5 still open.
STORAGE_VERSION = "v1.5.0"
SNAPSHOT = "current.duckdb"
PARQUET = "current"
_PARTIAL = ".partial-"
_ROW_COLUMNS = ("version", "marks")
# Tables beside the feeds: what they are read from, and whether they count everybody's rows together.
_DERIVED = {
    "finding": ("finding.finding", False),
    "excluded_or_insufficient": ("model.outcome", False),
    "finding_event": ("finding.event", False),
    "model_count": ("model.count", True),
    "run": ("known.run", False),
    "coverage": ("known.coverage", True),
    "intake": ("landing.batch", True),
    "confirmed_share": ("finding.confirmed_share", True),
    "reverse_flow": ("fact.reverse_flow", False),
}
_QUERIES = {
    "finding": "SELECT *, subject_id AS record_id FROM ({findings}) ORDER BY rank NULLS LAST, finding_id",
    "excluded_or_insufficient": "SELECT model, subject_kind, subject_id AS record_id, subject_no, authority, "
    "party_name, offence, outcome, reason_code, missing, reason_zh FROM ({outcomes}) "
    "ORDER BY model, subject_no",
    "finding_event": 'SELECT finding_id, "at", kind, run_id, as_of FROM finding.event '
    'SEMI JOIN ({findings}) USING (finding_id) ORDER BY "at", finding_id, kind',
    "model_count": "SELECT * FROM model.count ORDER BY model",
    "run": "SELECT as_of, known_at, run_id FROM known.run",
    "coverage": "SELECT feed, from_on, to_on FROM known.coverage ORDER BY ALL",
    "intake": "SELECT source, feed, status, received, loaded, duplicate, revised, quarantined, (SELECT "
    "count(*) FROM landing.quarantine AS q WHERE q.batch_id = b.batch_id AND resent_batch IS NOT NULL) AS "
    "resent, first_on, last_on, imported_at FROM landing.batch AS b ORDER BY batch_id",
    "confirmed_share": "SELECT * FROM finding.confirmed_share ORDER BY model, model_version, month",
    "reverse_flow": "SELECT * EXCLUDE (offence) FROM fact.reverse_flow WHERE {rows} "
    "ORDER BY decided_on, record_id",
}
_ANY = 'SELECT 1 FROM known."{feed}" WHERE {rows} LIMIT 1'
_MISSING = "SELECT DISTINCT unnest(missing) AS item FROM model.outcome ORDER BY item"
_NONE = "SELECT * FROM ({query}) WHERE false"
_SHOWN = "SELECT {columns} FROM {source}"
_PARTY = """
LEFT JOIN (
    SELECT record_id, min(party_id) AS party_id FROM party.resolved WHERE feed = '{feed}' GROUP BY record_id
) AS resolved USING (record_id)
"""
# By parties, not rows: five decisions against one shop are one shop.
_LARGE = """
SELECT * FROM {table} WHERE {rows}
QUALIFY count(DISTINCT coalesce({who})) OVER (PARTITION BY authority, offence) >= {fewest}
"""
# A member that the contract does not name stays in an enum or list: whatever somebody wrote there.
_WORDS = frozenset({"text", "enum", "list"})
_NEVER = frozenset({"evidence", "subject_id"})
_SALTED = frozenset({"record_id", "party_id"})
_NUMBERS = frozenset({"subject_no", "related_nos"})
_TEXTS = frozenset({"reason_zh", "clears_if_zh"})
_BODIES = frozenset({"authority", "source"})


@dataclass(frozen=True)
class Scope:
    """For whom a snapshot is.

    Parameters
    ----------
    profile : str
        Of ``profiles.yaml``.
    authority : str, optional
        Only rows in which a body stands whose name contains this; what counts everybody's rows is left
        empty, and so are the feeds in which no body stands.
    """

    profile: str = profiles.DEFAULT
    authority: str | None = None

    def filters(self) -> dict[str, str]:
        """Return what the manifest says of it."""
        return {"profile": self.profile} | ({"authority": self.authority} if self.authority else {})

    def rows(self, columns: list[str]) -> str:
        """Return the condition of its rows in a table with these columns of bodies."""
        if self.authority is None:
            return "true"
        wanted = literal(self.authority)
        return " OR ".join(f'contains("{name}", {wanted})' for name in columns) or "false"


_EVERYTHING = Scope()


@dataclass(frozen=True)
class _Table:
    name: str
    query: str
    texts: list[str]


def publish(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    at: datetime,
    scope: Scope = _EVERYTHING,
    *,
    purpose: str | None = None,
) -> Path:
    """Write the snapshot and replace the one that stands.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A reading connection to the pool.
    folder : Path
        Where ``current.duckdb`` and ``current/`` go.
    at : datetime
        Time of writing, for the manifest of hashes.
    scope : Scope
        For whom; default the agencies, all rows.
    purpose : str, optional
        What for, for the manifest.

    Returns
    -------
    Path
        The DuckDB file.

    Raises
    ------
    XianjieError
        If there is no such profile, or no row of the authority.
    """
    profile = profiles.profile(scope.profile)
    _must_have_rows(con, scope)
    folder.mkdir(parents=True, exist_ok=True)
    for left in (*folder.glob(f"{_PARTIAL}*"), *folder.glob("generation-*")):
        if left.resolve() != (folder / PARQUET).resolve():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    stage = folders.fresh(folder, f"{_PARTIAL}{secrets.token_hex(4)}")
    names = _write_parquet(con, stage, profile, scope)
    database = folder / f"{stage.name}.duckdb"
    _write_database(database, stage, names)
    database.replace(folder / SNAPSHOT)
    final = folders.fresh(folder, f"generation-{secrets.token_hex(4)}")
    stage.replace(final)
    folders.point(folder / PARQUET, final)
    files = [SNAPSHOT, *(f"{PARQUET}/{name}.parquet" for name in names)]
    ((run_id,),) = con.execute("SELECT run_id FROM known.run").fetchall()
    taken = manifest.Taken(at, run_id, purpose=purpose, filters=scope.filters())
    rows = {name: _height(folder / name) for name in files if name.endswith(".parquet")}
    manifest.write(folder / manifest.NAME, taken.told(folder, files, rows))
    return folder / SNAPSHOT


def _height(file: Path) -> int:
    return int(pl.scan_parquet(file).select(pl.len()).collect().item())


def _must_have_rows(con: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    """Refuse an authority that stands nowhere: a snapshot of nothing would be taken for a good sign."""
    if scope.authority is None:
        return
    for feed in _feeds(con):
        if con.execute(_ANY.format(feed=feed.name, rows=scope.rows(_bodies(feed)))).fetchall():
            return
    raise XianjieError("没有这个机关的数据", found=scope.authority, action="写机关名称或其中一段")


def _write_parquet(
    con: duckdb.DuckDBPyConnection, stage: Path, profile: profiles.Profile, scope: Scope
) -> list[str]:
    # Record ids are hashes of keys that hold names: whoever knows the rule could try names out. A salt that
    # is forgotten afterwards keeps them joinable inside one snapshot and nothing more.
    treatment = Treatment(profile, secrets.token_hex(16), tables.exists(con, "rule", "offence"))
    names = persons(con) if profile.persons.treatment == "surname" else {}
    written = []
    for table in (*_feed_tables(con, treatment, scope), *_derived_tables(con, treatment, scope)):
        target = stage / f"{table.name}.parquet"
        if names and table.texts:
            frame: pl.DataFrame = con.sql(table.query).pl()
            hidden = (_without(names, column, frame.schema[column]) for column in table.texts)
            frame.with_columns(hidden).write_parquet(target, compression="zstd")
        else:
            con.sql(table.query).write_parquet(str(target), compression="zstd")
        written.append(table.name)
    missing = con.sql(_MISSING).fetchall() if tables.exists(con, "model", "outcome") else []
    about: dict[str, tuple[Sequence[tuple[str | None, ...]], list[str]]] = {
        "label": (labels.told(item for (item,) in missing), ["kind", "code", "zh"]),
        "model_card": (
            [
                (
                    card.id,
                    card.title_zh,
                    card.model_class,
                    card.failure_mode,
                    card.version,
                    ";".join(card.deadline_measures),
                )
                for card in load_cards()
            ],
            ["id", "title_zh", "model_class", "failure_mode", "version", "deadline_measures"],
        ),
        "profile": (
            [(scope.profile, scope.authority, *told) for told in profile.told()],
            ["profile", "authority", "kind", "treatment", "reason_zh"],
        ),
    }
    for name, (rows, columns) in about.items():
        schema = dict.fromkeys(columns, pl.String)
        pl.DataFrame(rows, schema=schema, orient="row").write_parquet(stage / f"{name}.parquet")
    return [*written, *about]


def _without(names: dict[str, str], column: str, kind: pl.DataType) -> pl.Expr:
    """Return a text, or a list of texts, in which the names of persons are cut."""
    old, new = list(names), list(names.values())
    if isinstance(kind, pl.List):
        return pl.col(column).list.eval(pl.element().str.replace_many(old, new, leftmost=True))
    return pl.col(column).str.replace_many(old, new, leftmost=True)


def _write_database(database: Path, stage: Path, names: list[str]) -> None:
    out = memory()
    try:
        out.execute(f"ATTACH {literal(str(database))} AS snapshot (STORAGE_VERSION '{STORAGE_VERSION}')")
        for name in names:
            source = out.read_parquet(str(stage / f"{name}.parquet"))
            source.create(f'snapshot."{name}"')
        out.execute("DETACH snapshot")
    finally:
        out.close()


def _feeds(con: duckdb.DuckDBPyConnection) -> list[Feed]:
    return [feed for feed in load_feeds().values() if tables.exists(con, "known", feed.name)]


def _bodies(feed: Feed) -> list[str]:
    return [column.name for column in feed.columns if column.name in profiles.load().bodies]


def persons(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the names of persons in the pool: of name columns, and those found in the facts.

    Each with what a snapshot that hides them shows in its place.
    """
    bodies = profiles.load().bodies
    sources = {
        f'known."{feed.name}"': [c.name for c in feed.columns if c.form == "name" and c.name not in bodies]
        for feed in _feeds(con)
    }
    if tables.exists(con, "fact", "named"):
        sources["(SELECT name FROM fact.named WHERE name_kind = 'person')"] = ["name"]
    return profiles.persons(con, {table: columns for table, columns in sources.items() if columns})


def _feed_tables(con: duckdb.DuckDBPyConnection, treatment: Treatment, scope: Scope) -> Iterator[_Table]:
    has_parties = tables.exists(con, "party", "resolved")
    for feed in _feeds(con):
        shown = {"record_id": treatment.salted("record_id")}
        shown |= {"party_id": treatment.salted("party_id")} if has_parties else {}
        columns = {column.name: treatment.column(column, feed) for column in feed.columns}
        shown |= {name: told for name, told in columns.items() if told is not None}
        shown |= {name: name for name in _ROW_COLUMNS} | {"known_on": treatment.date("known_on")}
        source = f'known."{feed.name}"'
        source += _PARTY.format(feed=feed.name) if has_parties else ""
        texts = [
            column.name
            for column in feed.columns
            if column.name in shown and column.type in _WORDS and column.form is None
        ]
        source += f" WHERE {scope.rows(_bodies(feed))}"
        yield _Table(feed.name, _SHOWN.format(columns=_listed(shown), source=source), texts)


def _derived_tables(con: duckdb.DuckDBPyConnection, treatment: Treatment, scope: Scope) -> Iterator[_Table]:
    large = {"rows": scope.rows(["authority"]), "fewest": treatment.profile.smallest_group.treatment}
    findings = _LARGE.format(table="finding.finding", who="party_id, finding_id", **large)
    outcomes = _LARGE.format(table="model.outcome", who="trim(party_name), subject_id", **large)
    for name, (table, is_of_all) in _DERIVED.items():
        if not tables.exists(con, *table.split(".")):
            continue
        query = _QUERIES[name].format(findings=findings, outcomes=outcomes, rows=large["rows"])
        if is_of_all and scope.authority is not None:
            query = _NONE.format(query=query)
        base = con.sql(query)
        shown = {
            column: _treated(column, str(kind), treatment)
            for column, kind in zip(base.columns, base.types, strict=True)
            if column not in _NEVER
        }
        told = {column: sql for column, sql in shown.items() if sql is not None}
        shown_query = _SHOWN.format(columns=_listed(told), source=f"({query})")
        yield _Table(name, shown_query, sorted(_TEXTS & told.keys()))


def _treated(column: str, kind: str, treatment: Treatment) -> str | None:
    """Return the SQL of a column of our own tables; those that no rule names hold codes and figures."""
    if column in _SALTED:
        return treatment.salted(column)
    if column == "finding_id":
        return treatment.key(column)
    if column in _NUMBERS:
        return treatment.number(column)
    if column in _BODIES:
        return treatment.body(column)
    if column in _TEXTS:
        return treatment.text(column, {"party_name": treatment.party("party_name")})
    if column == "party_name":
        return treatment.party(column)
    if column == "credit_code":
        return treatment.credit_code(column)
    return treatment.date(f'"{column}"') if kind in ("DATE", "TIMESTAMP") else f'"{column}"'


def _listed(shown: dict[str, str]) -> str:
    return ", ".join(f'{sql} AS "{name}"' for name, sql in shown.items())
