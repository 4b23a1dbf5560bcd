"""Writes the courses of cases as tables: ``flow.*``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from models.flow.machine import Machine, Proof, Reference, load_machine
from warehouse import tables
from warehouse.contract import Feed, load_feeds
from warehouse.intake.values import install_macros
from warehouse.tables import literal

_HERE = Path(__file__).parent
# Whose name a record gives, and which body made it; a feed that names none has none.
_PARTY = ("party_name", "suspect_name", "defendant_name", "seller_name", "target_name", "name", "person_name")
_AUTHORITY = ("police_org", "issuer", "court", "authority", "handled_by", "authority_name")
# Feeds keyed by the body first, their own number second.
_NUMBER_LAST = ("penalty", "admin_case", "transfer")
# Labels meet after a few rounds; more would be a chain of so many papers that it is no case.
_ROUNDS = 30


def build(con: duckdb.DuckDBPyConnection, machine: Machine | None = None) -> dict[str, int]:
    """(Re)build the tables of courses.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate; ``known``, ``party`` and the shared ``fact`` tables are built.
    machine : Machine, optional
        The courses; by default those that ship with the project.

    Returns
    -------
    dict of str to int
        Rows per table.

    Notes
    -----
    ``flow.state`` (state, flow, zh, actor, clock, since, place) · ``flow.never_before`` (earlier, later) ·
    ``flow.reference`` (feed, record_id, to_feed, to_record, via) ·
    ``flow.case_of`` (feed, record_id, case_id) · ``flow.event`` (one row per event of every record) ·
    ``flow.contradiction`` (two events whose dates cannot be so).
    """
    install_macros(con)
    courses = machine or load_machine()
    _write_states(con, courses)
    feeds = load_feeds()
    _refer(con, courses.references)
    _group_cases(con)
    proofs = [
        _event(name, proof, feeds[proof.feed])
        for name, state in courses.states.items()
        for proof in state.proofs
    ]
    con.execute(_union("flow.raw_event", proofs))
    found = {name: tables.build(con, "flow", _HERE / f"{name}.sql") for name in ("event", "contradiction")}
    con.execute("DROP TABLE flow.raw_event")
    return found


def _union(table: str, parts: list[str]) -> str:
    return f"CREATE OR REPLACE TABLE {table} AS\n" + "\nUNION ALL\n".join(parts)


def _write_states(con: duckdb.DuckDBPyConnection, machine: Machine) -> None:
    con.execute(
        "CREATE OR REPLACE TABLE flow.state (state VARCHAR, flow VARCHAR, flow_zh VARCHAR, zh VARCHAR, "
        "actor VARCHAR, clock VARCHAR, since VARCHAR, place INTEGER)"
    )
    tables.fill(
        con,
        "flow.state",
        [
            [
                name,
                machine.flow_of[name],
                machine.titles[machine.flow_of[name]],
                state.zh,
                state.actor,
                state.clock.id if state.clock else None,
                state.clock.since if state.clock else None,
                place,
            ]
            for place, (name, state) in enumerate(machine.states.items())
        ],
    )
    con.execute("CREATE OR REPLACE TABLE flow.never_before (earlier VARCHAR, later VARCHAR)")
    tables.fill(con, "flow.never_before", machine.never_before())


# Each number and each body is read once, however many references rest on it.
_REFERENCE = """CREATE OR REPLACE TABLE flow.reference AS
WITH said AS (
    {said}
),
paper AS MATERIALIZED (
    SELECT s.feed, s.record_id, s.place, x_number(s.no) AS no, x_name(s.body) AS body FROM said AS s
    WHERE s.no IS NOT NULL
),
-- The same body under its former and its present name.
named AS MATERIALIZED (
    SELECT p.* REPLACE (coalesce(m.authority_key, p.body) AS body)
    FROM paper AS p
    LEFT JOIN party.authority AS m ON m.name_key = p.body
)
SELECT DISTINCT a.feed, a.record_id, b.feed AS to_feed, b.record_id AS to_record, r.via
FROM flow_referring AS r
JOIN named AS a ON a.place = r.from_place
JOIN named AS b ON b.place = r.to_place AND b.no = a.no
WHERE NOT r.is_same OR a.body = b.body"""
_SAID = """SELECT {feed} AS feed, record_id, {place} AS place, "{column}"::VARCHAR AS no, {body} AS body
    FROM known."{table}" AS k"""


def _refer(con: duckdb.DuckDBPyConnection, references: Sequence[Reference]) -> None:
    """Say which record names which: ``flow.reference``."""
    # A place is a column that holds a number, beside the column that says whose number it is.
    places: dict[tuple[str, str, str | None], int] = {}
    rows = []
    for reference in references:
        own, other = reference.same or (None, None)
        ends = (reference.feed, reference.column, own), (reference.to, reference.key, other)
        start, end = (places.setdefault(place, len(places)) for place in ends)
        rows.append([start, end, reference.column, reference.same is not None])
    con.execute(
        "CREATE OR REPLACE TEMP TABLE flow_referring "
        "(from_place INTEGER, to_place INTEGER, via VARCHAR, is_same BOOLEAN)"
    )
    tables.fill(con, "flow_referring", rows)
    said = "\n    UNION ALL\n    ".join(_said(*place, number) for place, number in places.items())
    con.execute(_REFERENCE.format(said=said))
    con.execute("DROP TABLE flow_referring")


def _said(feed: str, column: str, body: str | None, place: int) -> str:
    whose = f'"{body}"' if body else "NULL::VARCHAR"
    return _SAID.format(feed=literal(feed), place=place, column=column, body=whose, table=feed)


def _group_cases(con: duckdb.DuckDBPyConnection) -> None:
    """Give every record the least name among all that are connected with it: ``flow.case_of``."""
    con.execute((_HERE / "case_start.ddl").read_text("utf-8"))
    step = (_HERE / "case_step.ddl").read_text("utf-8")
    # A loop over rounds, not rows: each takes every label one link further.
    for _ in range(_ROUNDS):
        con.execute(step)
        if not con.execute("SELECT count(*) FROM case_next WHERE is_changed").fetchall()[0][0]:
            break
        con.execute("CREATE OR REPLACE TEMP TABLE case_label AS SELECT node, label FROM case_next")
    con.execute(
        "CREATE OR REPLACE TABLE flow.case_of AS SELECT split_part(node, ':', 1) AS feed, "
        "substr(node, strpos(node, ':') + 1) AS record_id, 'C' || left(md5(label), 10) AS case_id "
        "FROM case_label"
    )
    con.execute("DROP TABLE case_link; DROP TABLE case_label; DROP TABLE IF EXISTS case_next")


_EVENT = """SELECT {state} AS state, {feed} AS feed, record_id, CAST({number} AS VARCHAR) AS no,
    {authority} AS authority, {party} AS party_name,
    {column}::DATE AS on_day, {moment} AS at_moment, {name} AS "column", batch_id, sheet, row_no, known_on
FROM known."{table}"
WHERE {conditions}"""


def _event(state: str, proof: Proof, feed: Feed) -> str:
    kind = feed.by_name[proof.column].type
    told = [f'list_contains([{", ".join(map(literal, values))}], "{c}")' for c, values in proof.when.items()]
    # A state without its date is known to be reached only if another column says so.
    implied = f'"{proof.implied_by}" IS NOT NULL' if proof.implied_by else None
    if implied is None and proof.when and "kind" not in proof.when:
        implied = "TRUE"
    dated = f'"{proof.column}" IS NOT NULL'
    told.append(f"({dated} OR {implied})" if implied else dated)
    moment = f'CASE WHEN "{proof.column}"::TIME <> TIME \'00:00:00\' THEN "{proof.column}" END'
    return _EVENT.format(
        state=literal(state),
        feed=literal(feed.name),
        number=f'"{feed.key[-1] if feed.name in _NUMBER_LAST else feed.key[0]}"',
        authority=_first(feed.by_name, _AUTHORITY),
        party=_first(feed.by_name, _PARTY),
        column=f'"{proof.column}"',
        moment=moment if kind == "timestamp" else "NULL::TIMESTAMP",
        name=literal(proof.column),
        table=feed.name,
        conditions=" AND ".join(told),
    )


def _first(columns: Mapping[str, object], wanted: tuple[str, ...]) -> str:
    return next((f'"{name}"' for name in wanted if name in columns), "NULL::VARCHAR")
