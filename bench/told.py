"""How well circumstances, substances and counterparts are read from the labelled passages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import duckdb
import polars as pl

from bench.passages import Passage
from bench.scores import Tally
from models.facts import counterparts, stated
from models.facts.circumstances import load_circumstances
from models.facts.flags import read_flags
from warehouse.contract import load_feeds
from warehouse.pool import memory

KINDS = ("flags", "substances", "counterparts", "transfers")
# The circumstances that are labelled in passages labelled whole: not those of single offences.
WHOLE = frozenset(
    {"is_lenient", "is_mitigated", "is_aggravated", "is_unpunished", "is_first_time", "is_punished_before"}
    | {"is_voluntary", "is_remedied", "is_confessed", "is_knowing", "is_lawful_source", "is_joint_act"}
    | {"is_identical_mark", "is_similar_mark", "is_handled_separately", "is_not_dealt_with", "is_appraised"}
    | {"is_party_died", "is_decision_revoked", "is_stated_transferred", "is_stated_declined"}
    | {"is_stated_not_prosecuted", "has_recovery_notice", "is_recovery_settled", "is_ordered_to_pay"}
    | {"is_wage_order_unmet", "is_wages_paid"}
)


def tally_told(passages: Sequence[Passage]) -> tuple[dict[str, Tally], list[str]]:
    """Return what agrees of circumstances, substances, counterparts and transfers, and what does not.

    Of a passage that is labelled whole, everything counts but what its writer left open. Others speak only of
    the kinds that they carry labels of, and of their circumstances only the labelled ones, since nobody wrote
    down which others are not stated.
    """
    everything = _read(passages)
    kinds = {kind: Tally.empty() for kind in KINDS}
    errors: list[str] = []
    for passage, read in zip(passages, everything, strict=True):
        wanted = {
            "flags": passage.flags,
            "substances": passage.substances,
            "counterparts": {f"{relation} {who}": True for relation, who in passage.counterparts},
            "transfers": {f"{what} {value}": True for what, value in passage.transferred.items()},
        }
        for kind in KINDS:
            if passage.is_whole or wanted[kind]:
                counted = _that_count(passage, kind, read[kind])
                errors += _compare(f"{passage.name} {kind}", wanted[kind], counted, kinds[kind])
    return kinds, errors


def _that_count(passage: Passage, kind: str, read: Mapping[str, bool]) -> dict[str, bool]:
    if kind == "flags" and not passage.is_whole:
        return {flag: value for flag, value in read.items() if flag in passage.flags}
    prefix = "substance " if kind == "substances" else ""
    return {
        key: value
        for key, value in read.items()
        if prefix + key not in passage.either and (kind != "flags" or key in WHOLE)
    }


def _compare(name: str, wanted: Mapping[str, bool], read: Mapping[str, bool], counted: Tally) -> list[str]:
    errors = []
    for key in sorted({*wanted, *read}):
        what = key.split(" ")[0] if " " in key or key.startswith(("is_", "has_")) else "substance"
        counted.labelled[what] += key in wanted
        counted.read[what] += key in read
        if key in wanted and wanted[key] == read.get(key):
            counted.right[what] += 1
        else:
            errors.append(f"{name} {key}: {wanted.get(key)}, read {read.get(key)}")
    return errors


_Told = dict[str, dict[str, bool]]


def _read(passages: Sequence[Passage]) -> list[_Told]:
    con = memory()
    _fill(con, passages)
    counterparts.build(con)
    stated.build(con)
    found: list[_Told] = [{kind: {} for kind in KINDS} for _ in passages]
    known = load_circumstances().flags
    for at, what, value, name in con.execute(
        "SELECT record_id::INT, what, value, name FROM fact.stated"
    ).fetchall():
        told = found[at]
        if what in ("substance", "substance_absent"):
            # Found in one sample outweighs not found in another.
            told["substances"][name] = told["substances"].get(name, False) or what == "substance"
        elif what == "transferred_to":
            told["transfers"][f"to {name}"] = True
        elif what == "transferred_on":
            day = "-".join(part.zfill(2) for part in re.findall("[0-9]+", name))
            told["transfers"][f"day {day}"] = True
        elif f"is_{what}" not in known:
            # Stated in one sentence outweighs denied in another.
            told["flags"][f"is_{what}"] = told["flags"].get(f"is_{what}", False) or value
    for at, flag, value in (
        read_flags(pl.Series([p.text for p in passages])).select("text", "flag", "value").rows()
    ):
        if value is not None:  # raised and left to a person: neither stated nor denied
            found[at]["flags"][flag] = value
    for at, relation, name in con.execute(
        "SELECT record_id::INT, relation, name FROM fact.counterpart"
    ).fetchall():
        found[at]["counterparts"][f"{relation} {name}"] = True
    return found


def _fill(con: duckdb.DuckDBPyConnection, passages: Sequence[Passage]) -> None:
    # Every column of the contracts: the reader may look at one more tomorrow.
    for feed in load_feeds().values():
        columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in feed.columns)
        con.execute(f"CREATE TABLE known.{feed.name} (record_id VARCHAR, {columns})")
    rows = [[str(at), passage.text] for at, passage in enumerate(passages)]
    con.executemany("INSERT INTO known.penalty (record_id, facts) VALUES (?, ?)", rows)
