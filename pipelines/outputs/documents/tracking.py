"""Where documents stand, and the funnel of the reverse flow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from pipelines.outputs.masking import mask_ids
from warehouse import tables
from warehouse.errors import XianjieError
from warehouse.intake.values import install_macros

_HERE = Path(__file__).parent
# Each step of the funnel with what it is counted out of.
STEPS = (
    ("reviewed", "not_prosecuted", "审结"),
    ("opinions", "reviewed", "检察意见"),
    ("answered", "opinions", "回复"),
    ("penalised", "answered", "处罚"),
    ("verified", "penalised", "核实"),
)


def listed(con: duckdb.DuckDBPyConnection, *, only_overdue: bool = False) -> list[dict[str, Any]]:
    """Return every document with its state, those overdue first.

    Raises
    ------
    XianjieError
        Before the first run.
    """
    rows = _rows(con, "state")
    return [row for row in rows if row["is_overdue"]] if only_overdue else rows


def funnel(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return the funnel of the reverse flow: in all, per authority, per offence, per month.

    Each step is a numerator; its denominator is the step before, and ``*_share`` their quotient.

    Raises
    ------
    XianjieError
        Before the first run.
    """
    rows = _rows(con, "funnel")
    for row in rows:
        for step, out_of, _ in STEPS:
            row[f"{step}_share"] = row[step] / row[out_of] if row[out_of] else None
    return rows


def funnel_cells(row: dict[str, Any]) -> list[str]:
    """Return one row of the funnel for people: of what, decisions, then each step over the one before."""
    of = "，".join(part for part in (row["authority"], row["offence"], row["month"]) if part) or "全部"
    steps = [f"{row[step]}/{row[out_of]}" for step, out_of, _ in STEPS]
    return [of, str(row["not_prosecuted"]), *steps]


def access(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return, per authority, the convicted whose licences and market access are to be looked at.

    Raises
    ------
    XianjieError
        Before the first run.
    """
    if not tables.exists(con, "fact", "convicted_access"):
        raise XianjieError("尚无裁判", where="fact.convicted_access", action="请先运行 xianjie run")
    return _fetched(con.execute("FROM fact.convicted_access"))


def _rows(con: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    if not tables.exists(con, "fact", "reverse_flow"):
        raise XianjieError("尚无检察文书", where="fact.reverse_flow", action="请先运行 xianjie run")
    install_macros(con)
    return _fetched(con.execute((_HERE / f"{name}.sql").read_text("utf-8")))


def _fetched(found: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in found.description or []]
    return [
        {key: mask_ids(cell) if isinstance(cell, str) else cell for key, cell in zip(names, row, strict=True)}
        for row in found.fetchall()
    ]
