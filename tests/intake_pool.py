"""Helpers for tests of the intake: a small penalty delivery, and what stands in the pool afterwards."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from warehouse.intake import importer
from warehouse.intake.slip import Slip
from warehouse.pool import Pool

NOW = datetime(2026, 11, 1, 8, 0)
LABELS = {
    "decision_no": "行政处罚决定书文号",
    "authority": "处罚机关",
    "party_name": "当事人",
    "facts": "违法事实",
    "decided_on": "处罚决定日期",
    "fine_cny": "罚款金额（元）",
}


def penalty(number: int, **values: Any) -> dict[str, Any]:
    """One decision, by canonical column."""
    return {
        "decision_no": f"某市监处〔2024〕{number}号",
        "authority": "某市市场监督管理局",
        "party_name": "某某商行",
        "facts": f"销售侵权商品{number}件",
        "decided_on": "2024-07-18",
        "fine_cny": "1000",
        **values,
    }


def text(rows: Sequence[dict[str, Any]], delimiter: str = ",", above: str = "", below: str = "") -> str:
    """Rows as delimited text under their Chinese labels."""
    stream = io.StringIO()
    out = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    names = list(LABELS)
    out.writerow(LABELS[name] for name in names)
    out.writerows([row.get(name, "") for name in names] for row in rows)
    return above + stream.getvalue() + below


def write(file: Path, content: str, encoding: str = "utf-8") -> Path:
    """Write a file in an encoding, line ends as they are."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode(encoding))
    return file


def run(pool: Pool, *paths: Path, now: datetime = NOW, **options: Any) -> list[Slip]:
    """Import and check that the counts add up."""
    slips = importer.import_paths(pool, paths, now=now, **options)
    for slip in slips:
        parts = slip.loaded + slip.duplicate + slip.revised + slip.quarantined
        assert slip.received == parts, slip
    return slips


def counts(slip: Slip) -> tuple[int, int, int, int, int]:
    """received, loaded, duplicate, revised, quarantined"""
    return slip.received, slip.loaded, slip.duplicate, slip.revised, slip.quarantined


def rows(pool: Pool, query: str) -> list[tuple[Any, ...]]:
    """The answer to a query on the pool."""
    with pool.read() as con:
        found: list[tuple[Any, ...]] = con.execute(query).fetchall()
        return found
