"""The statistical part of the linkage: Splink on the pool's own connection, with m and u from a data file.

The deterministic tiers leave pairs whose identifiers are missing, masked or misspelt. Splink scores them by
the Fellegi-Sunter model (Linacre et al. 2022, doi:10.23889/ijpds.v7i3.1794); the score becomes a probability
by isotonic calibration on labelled pairs. Parameters are not estimated at run time: the same pair gets the
same score whatever else was imported that day, except for the frequency of its name.
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from warehouse.yaml_text import parse as parse_yaml

_HERE = Path(__file__).parent
_COLUMNS = """facet_id, name_key, shop_key, shop_brand, id_birth, id_region, id_tail, whole_id, number_id,
    figures, is_changed"""
_SIDE = "CREATE OR REPLACE TABLE {name} AS SELECT {columns} FROM party_open WHERE {side} ORDER BY facet_id"
_ANY = """SELECT 1 FROM party_open AS l JOIN party_open AS r
ON l.is_administrative AND NOT r.is_administrative AND {block}"""
_MEETING = "{side} IN (SELECT {side} FROM changed)"
_BLOCK_COLUMN = re.compile(r"l\.(\w+) = r\.\1")
_SHARES = """SELECT name_key, name_share AS tf_name_key
FROM party.namesake SEMI JOIN party_open USING (name_key) ORDER BY name_key"""
_EXPECTED = "SELECT ? * max(name_share / people) FROM party.namesake"
_KEEP = """INSERT INTO party_scored
SELECT facet_id_l, facet_id_r, match_weight, gamma_name, {others} FROM {pairs}"""
# The table of pairs that Splink scored, one score and one degree of agreement per comparison.
_SCORED = """CREATE OR REPLACE TEMP TABLE party_scored (
    left_facet VARCHAR, right_facet VARCHAR, score DOUBLE, name_degree INTEGER, others INTEGER)"""


@cache
def comparisons() -> Mapping[str, Any]:
    """Return what is compared, with m and u."""
    found: Mapping[str, Any] = parse_yaml((_HERE / "comparisons.yaml").read_text("utf-8"))
    return found


@cache
def calibration() -> tuple[tuple[float, float], ...]:
    """Return the points (score, probability), rising."""
    told = parse_yaml((_HERE / "calibration.yaml").read_text("utf-8"))
    return tuple((float(score), float(probability)) for score, probability in told["points"])


def calibrated_sql(score: str) -> str:
    """Return SQL that reads the probability of a score off the calibration, linear between its points."""
    points = calibration()
    lowest, at_lowest = points[0]
    # Below what was fitted the score goes on as the odds that it is.
    parts = [f"WHEN {score} <= {lowest} THEN {at_lowest} * pow(2, {score} - {lowest})"]
    for (low, at_low), (high, at_high) in pairwise(points):
        slope = (at_high - at_low) / (high - low)
        parts.append(f"WHEN {score} <= {high} THEN {at_low} + ({score} - {low}) * {slope!r}")
    return "CASE " + " ".join(parts) + f" ELSE {points[-1][1]} END"


def score(con: duckdb.DuckDBPyConnection) -> None:
    """Score the pairs that no tier made sure: temporary table ``party_scored``.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        The pool's connection, with the temporary table ``party_open``.
    """
    con.execute(_SCORED)
    if _is_anything_open(con):
        _run_splink(con)


def meeting_sql() -> str:
    """Return SQL that says whether a block may bring a facet together with one of table ``changed``."""
    sides = [" || '|' || ".join(_BLOCK_COLUMN.findall(block)) for block in comparisons()["blocks"]]
    return " OR ".join(_MEETING.format(side=side) for side in sides)


def _is_anything_open(con: duckdb.DuckDBPyConnection) -> bool:
    """Say whether any pair fits a block: importing Splink takes longer than linking a small day."""
    found = " UNION ALL ".join(_ANY.format(block=block) for block in _blocks())
    return bool(con.execute(f"{found} LIMIT 1").fetchall())


def _blocks() -> list[str]:
    told = comparisons()
    against = " OR ".join(f"coalesce({clash}, FALSE)" for clash in told["cannot_link"])
    return [f"{block} AND (l.is_changed OR r.is_changed) AND NOT ({against})" for block in told["blocks"]]


def _run_splink(con: duckdb.DuckDBPyConnection) -> None:
    from splink import Linker

    from models.parties.splink_api import PoolApi

    logging.getLogger("splink").setLevel(logging.ERROR)
    sides = {"party_left": "is_administrative", "party_right": "NOT is_administrative"}
    names = {table: f"party.{table}" for table in sides}
    for table, side in sides.items():
        con.execute(_SIDE.format(name=names[table], columns=_COLUMNS, side=side))
    api = PoolApi(connection=con, output_schema="party")
    ((expected,),) = con.execute(_EXPECTED, [comparisons()["expected_share"]]).fetchall()
    linker = Linker(
        ["party_left", "party_right"],
        _settings(expected),
        db_api=api,
        input_table_aliases=["a", "b"],
        # What is asked of whom stands in a file of this package, which the tests hold against the tables.
        validate_settings=False,
        set_up_basic_logging=False,
    )
    shares = con.sql(_SHARES)
    linker.table_management.register_term_frequency_lookup(shares.to_arrow_table(), "name_key")
    pairs = linker.inference.predict(threshold_match_weight=-20).physical_name
    # What else agrees. A region of origin is shared by too many to make more of a bare name.
    degrees = [f"gamma_{name}" for name in comparisons()["comparisons"] if name not in ("name", "region")]
    others = " + ".join(f"({degree} > 0)::INTEGER" for degree in degrees)
    con.execute(_KEEP.format(others=others, pairs=pairs))
    linker.table_management.delete_tables_created_by_splink_from_db()
    con.execute("SET schema = 'xianjie.main'")
    for table in names.values():
        con.execute(f"DROP TABLE {table}")


def _settings(expected: float) -> dict[str, Any]:
    told = comparisons()
    return {
        "link_type": "link_only",
        "unique_id_column_name": "facet_id",
        "probability_two_random_records_match": expected,
        "comparisons": [_comparison(name, each) for name, each in told["comparisons"].items()],
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": block, "sql_dialect": "duckdb"} for block in _blocks()
        ],
        "retain_intermediate_calculation_columns": False,
        "additional_columns_to_retain": [],
    }


def _comparison(name: str, told: Mapping[str, Any]) -> dict[str, Any]:
    known = told.get("known", "name_key_l IS NOT NULL AND name_key_r IS NOT NULL")
    levels: list[dict[str, Any]] = [
        {"sql_condition": f"NOT ({known})", "label_for_charts": "unknown", "is_null_level": True}
    ]
    for level in told["levels"]:
        entry = {
            "sql_condition": level.get("sql", "ELSE"),
            "label_for_charts": level["id"],
            "m_probability": level["m"],
            "u_probability": level["u"],
        }
        if "term_frequency" in level:
            entry["tf_adjustment_column"] = level["term_frequency"]
            entry["tf_minimum_u_value"] = 1e-6
        levels.append(entry)
    return {"output_column_name": name, "comparison_levels": levels}


def weights() -> list[tuple[str, str, str, float]]:
    """Return (comparison, level, words, bits) of every level."""
    return [
        (name, level["id"], level["zh"], math.log2(level["m"] / level["u"]))
        for name, told in comparisons()["comparisons"].items()
        for level in told["levels"]
    ]
