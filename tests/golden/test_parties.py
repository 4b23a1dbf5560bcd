"""Who is who on small deliveries made by hand: what must be linked for sure, be shown, or never be linked."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from models import parties
from tests.chain import deliver
from warehouse import known
from warehouse.contract import load_feeds
from warehouse.intake.importer import import_paths
from warehouse.intake.values import install_macros
from warehouse.pool import Pool
from warehouse.yaml_text import parse as parse_yaml

CASES = sorted((Path(__file__).parent / "parties").glob("*.yaml"))
NOW = datetime(2026, 6, 1, 8, 0)
KEYS = {
    "penalty": "decision_no",
    "transfer": "transfer_no",
    "police_case": "police_case_no",
    "prosecution": "pros_no",
}
SUPPRESSES, SHOWN = 0.95, 0.05


def links(folder: Path, case: dict[str, Any]) -> dict[tuple[str, str], float]:
    """Return the highest probability of every linked pair of numbers."""
    pool = Pool(folder / "pool.duckdb")
    slips = import_paths(pool, deliver(folder, case["records"]), source="golden", now=NOW)
    assert [slip.status for slip in slips] == ["imported"] * len(case["records"]), slips
    numbers = " UNION ALL ".join(
        f"SELECT '{feed}' AS feed, record_id, {key} AS no FROM known.{feed}" for feed, key in KEYS.items()
    )
    with pool.write() as con:
        install_macros(con)
        known.build(con, load_feeds(), as_of=case["as_of"], known_at=NOW, run_id="test", periods=[])
        parties.build(con)
        rows = con.execute(
            f"""WITH number AS ({numbers})
            SELECT a.no, b.no, max(probability) FROM party.link AS l
            JOIN number AS a ON a.feed = l.a_feed AND a.record_id = l.a_record
            JOIN number AS b ON b.feed = l.b_feed AND b.record_id = l.b_record
            GROUP BY ALL"""
        ).fetchall()
    return {(one, other): float(probability) for one, other, probability in rows}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_links_of_a_small_delivery(path: Path, tmp_path: Path) -> None:
    case = parse_yaml(path.read_text("utf-8"))
    found = links(tmp_path, case)
    holds = {
        "sure": lambda p: p >= SUPPRESSES,
        "at_least_shown": lambda p: p >= SHOWN,
        "not_sure": lambda p: p < SUPPRESSES,
        "none": lambda p: p < SHOWN,
    }
    wrong = [
        f"{kind}: {one} – {other} is {found.get((one, other), 0.0):.3f}"
        for kind, pairs in case["expect"].items()
        for one, other in pairs
        if not holds[kind](found.get((one, other), 0.0))
    ]
    assert not wrong, "\n".join(wrong)
