"""How well circumstances, substances and counterparts are read from the labelled passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import polars as pl

from bench.passages import Passage
from bench.scores import Tally
from models.facts import counterparts, stated
from models.facts.circumstances import load_circumstances
from models.facts.flags import read_flags
from warehouse.pool import memory

_EMPTY = {
    "penalty": "decision_no VARCHAR, party_name VARCHAR, decided_on DATE, facts VARCHAR, "
    "penalty_text VARCHAR, violation VARCHAR, remark VARCHAR",
    "admin_case": "case_no VARCHAR, party_name VARCHAR, filed_on DATE, facts VARCHAR, close_reason VARCHAR, "
    "violation VARCHAR",
    "transfer": "transfer_no VARCHAR, party_name VARCHAR, transferred_on TIMESTAMP, approved_on TIMESTAMP, "
    "reported_on DATE, facts VARCHAR",
    "police_case": "police_case_no VARCHAR, suspect_name VARCHAR, filed_on DATE, facts VARCHAR",
    "prosecution": "pros_no VARCHAR, suspect_name VARCHAR, accepted_on DATE, facts VARCHAR",
    "judgment": "court_case_no VARCHAR, defendant_name VARCHAR, judged_on DATE, facts VARCHAR",
}


def tally_told(passages: Sequence[Passage]) -> tuple[dict[str, Tally], list[str]]:
    """Return what agrees of circumstances, substances and counterparts, and what does not.

    Only passages that carry labels of a kind speak of that kind; of their circumstances only the labelled
    ones, since nobody wrote down which others are not stated.
    """
    flags, substances, named = _read(passages)
    kinds = {kind: Tally.empty() for kind in ("flags", "substances", "counterparts")}
    errors: list[str] = []
    for at, passage in enumerate(passages):
        pairs = (
            ("flags", passage.flags, {k: v for k, v in flags[at].items() if k in passage.flags}),
            ("substances", passage.substances, substances[at]),
            (
                "counterparts",
                {f"{relation} {who}": True for relation, who in passage.counterparts},
                named[at],
            ),
        )
        for kind, wanted, read in pairs:
            if wanted:
                errors += _compare(f"{passage.name} {kind}", wanted, read, kinds[kind])
    return kinds, errors


def _compare(name: str, wanted: Mapping[str, bool], read: Mapping[str, bool], counted: Tally) -> list[str]:
    errors = []
    for key in sorted({*wanted, *read}):
        what = key.split(" ")[0]
        counted.labelled[what] += key in wanted
        counted.read[what] += key in read
        if key in wanted and wanted[key] == read.get(key):
            counted.right[what] += 1
        else:
            errors.append(f"{name} {key}: {wanted.get(key)}, read {read.get(key)}")
    return errors


_Told = dict[int, dict[str, bool]]


def _read(passages: Sequence[Passage]) -> tuple[_Told, _Told, _Told]:
    con = memory()
    _fill(con, passages)
    counterparts.build(con)
    stated.build(con)
    every = range(len(passages))
    flags: _Told = {at: {} for at in every}
    substances: _Told = {at: {} for at in every}
    named: _Told = {at: {} for at in every}
    known = load_circumstances().flags
    for at, what, value, name in con.execute(
        "SELECT record_id::INT, what, value, name FROM fact.stated"
    ).fetchall():
        if what in ("substance", "substance_absent"):
            substances[at][name] = what == "substance"
        elif f"is_{what}" not in known:
            # Stated in one sentence outweighs denied in another.
            flags[at][f"is_{what}"] = flags[at].get(f"is_{what}", False) or value
    for at, flag, value in (
        read_flags(pl.Series([p.text for p in passages])).select("text", "flag", "value").rows()
    ):
        flags[at][flag] = value
    for at, relation, name in con.execute(
        "SELECT record_id::INT, relation, name FROM fact.counterpart"
    ).fetchall():
        named[at][f"{relation} {name}"] = True
    return flags, substances, named


def _fill(con: duckdb.DuckDBPyConnection, passages: Sequence[Passage]) -> None:
    for feed, columns in _EMPTY.items():
        con.execute(f"CREATE TABLE known.{feed} (record_id VARCHAR, {columns})")
    rows = [[str(at), passage.text] for at, passage in enumerate(passages)]
    con.executemany("INSERT INTO known.penalty (record_id, facts) VALUES (?, ?)", rows)
