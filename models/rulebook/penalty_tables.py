"""The norms on fines as tables that models join: ``rule.penalty_norm``, ``rule.penalty_band``."""

from __future__ import annotations

from typing import Any

import duckdb
import polars as pl

from models.rulebook.penalties import APPLIED, Band, Norm, Version, load_penalties, norms
from models.rulebook.vocabulary import Vocabulary

_AMOUNT = pl.Decimal(20, 4)
_NORM = {
    "norm": pl.String(),
    "law": pl.String(),
    "article": pl.String(),
    "zh": pl.String(),
    "from_on": pl.Date(),
    "to_on": pl.Date(),
    "basis": pl.String(),
    "confidence": pl.String(),
    "is_applied": pl.Boolean(),
}
_BAND = {
    "norm": pl.String(),
    "from_on": pl.Date(),
    "case_zh": pl.String(),
    "kind": pl.String(),
    "base": pl.String(),
    "is_without_base": pl.Boolean(),
    "from_cny": _AMOUNT,
    "below_cny": _AMOUNT,
    "counted_as_least_cny": _AMOUNT,
    "least_cny": _AMOUNT,
    "most_cny": _AMOUNT,
    "least_times": _AMOUNT,
    "most_times": _AMOUNT,
}


def build(con: duckdb.DuckDBPyConnection, vocabulary: Vocabulary) -> None:
    """(Re)build the tables of the norms.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate.
    vocabulary : Vocabulary
        The amounts that bands rest on.
    """
    versions = [(norm, version) for norm in norms(load_penalties(vocabulary)) for version in norm.versions]
    _write(con, "penalty_norm", [_norm(norm, version) for norm, version in versions], _NORM)
    bands = [_band(norm, version, band) for norm, version in versions for band in version.bands]
    _write(con, "penalty_band", bands, _BAND)


def _norm(norm: Norm, version: Version) -> dict[str, Any]:
    return {
        "norm": norm.id,
        "law": norm.law,
        "article": norm.article,
        "zh": norm.zh,
        "from_on": version.from_on,
        "to_on": version.to_on,
        "basis": version.source.cite(),
        "confidence": version.confidence,
        "is_applied": version.confidence in APPLIED,
    }


def _band(norm: Norm, version: Version, band: Band) -> dict[str, Any]:
    return {
        "norm": norm.id,
        "from_on": version.from_on,
        "case_zh": band.case,
        "kind": band.kind,
        "base": band.measure,
        "is_without_base": band.without_base is not None,
        "from_cny": band.from_cny,
        "below_cny": band.below,
        "counted_as_least_cny": band.counted_as_least,
        "least_cny": band.least_cny,
        "most_cny": band.most_cny,
        "least_times": band.least_times,
        "most_times": band.most_times,
    }


def _write(
    con: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, Any]], schema: dict[str, Any]
) -> None:
    con.register("norm_frame", pl.DataFrame(rows, schema=schema))
    con.execute(_COPY.format(name=name))
    con.unregister("norm_frame")


_COPY = "CREATE OR REPLACE TABLE rule.{name} AS FROM norm_frame"
