"""Golden pairs: a small delivery and the outcome the requirement and the law demand, per model.

Each file under ``tests/golden/<model id>/`` holds records as an agency would deliver them and what the
model must say of each subject. They go the whole way: files, landing, pool, facts, parties, rulebook.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from models.registry import run_model
from tests.chain import CARDS, build_until_models, deliver, numbered
from warehouse import keys
from warehouse.intake.importer import import_paths
from warehouse.pool import Pool
from warehouse.yaml_text import parse as parse_yaml

HERE = Path(__file__).parent
CASES = sorted(path for path in HERE.glob("[a-z][0-9][0-9]_*/*.yaml"))
NOW = datetime(2026, 11, 1, 8, 0)


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name[:3]}-{path.stem}")
def test_golden_pair(path: Path, tmp_path: Path) -> None:
    case = parse_yaml(path.read_text("utf-8"))
    # Ids of parties without a code rest on keyed hashes: the same key, the same ids.
    (tmp_path / keys.FILE).write_text("5a" * keys.LENGTH, "ascii")
    pool = Pool(tmp_path / "pool.duckdb")
    slips = import_paths(pool, deliver(tmp_path, case["records"]), source="golden", now=NOW)
    assert [slip.status for slip in slips] == ["imported"] * len(case["records"]), [
        slip.reason for slip in slips
    ]
    covered = case.get("covered", ["transfer", "police_case", "prosecution", "judgment"])
    card = next(card for card in CARDS() if card.id == path.parent.name)
    with pool.write() as con:
        build_until_models(con, as_of=case["as_of"], covered=covered)
        counts = run_model(con, card)
        _compare(con, card.id, counts, case)
        soon = con.execute("SELECT subject_no, working_days_left FROM model.due_soon").fetchall()
        assert dict(soon) == case.get("due_soon", {})
        for model, expect in case.get("besides", {}).items():
            other = next(card for card in CARDS() if card.id == model)
            _compare(con, model, run_model(con, other), {"expect": expect})


def _compare(
    con: duckdb.DuckDBPyConnection, model: str, counts: dict[str, int], case: dict[str, Any]
) -> None:
    rows = con.sql(f'FROM model."{model}"').pl()
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        found.setdefault(row["outcome"], {})[row["subject_no"]] = row
    expect = case["expect"]
    told = {
        outcome: {no: (row["reason_code"], row["missing"]) for no, row in by_no.items()}
        for outcome, by_no in found.items()
    }
    assert set(found.get("flagged", {})) == set(expect.get("flagged", {})), told
    assert {no: row["reason_code"] for no, row in found.get("excluded", {}).items()} == expect.get(
        "excluded", {}
    ), told
    assert set(found.get("insufficient", {})) == set(expect.get("insufficient", {})), told
    assert set(found.get("not_computable", {})) == set(expect.get("not_computable", [])), told
    clear = [row for entry in expect.get("clear", []) for row in numbered(entry)]
    assert counts["clear"] == len(clear), told
    for no, wanted in expect.get("insufficient", {}).items():
        row = found["insufficient"][no]
        assert row["reason_code"] == wanted["code"]
        assert set(row["missing"]) >= set(wanted["missing"]), row["missing"]
    for no, wanted in case.get("says", {}).items():
        (reason,) = [by_no[no]["reason_zh"] for by_no in found.values() if no in by_no]
        assert reason == wanted
    for no, wanted in expect.get("flagged", {}).items():
        _compare_flagged(found["flagged"][no], wanted)


def _compare_flagged(row: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert row["reason_zh"], row
    assert row["sources"], row
    for name, value in wanted.items():
        if name in ("value", "threshold"):
            assert row[name] == (None if value is None else Decimal(value)), (name, row)
        elif name == "source_feeds":
            assert [source["feed"] for source in row["sources"]] == value, row["sources"]
        elif name == "reason_contains":
            for part in [value] if isinstance(value, str) else value:
                assert part in row["reason_zh"]
        else:
            assert row[name] == value, (name, row)


def test_golden_pairs_show_every_outcome_and_every_reason_of_every_model() -> None:
    missing: dict[str, set[str]] = {}
    cases = {path: parse_yaml(path.read_text("utf-8")) for path in CASES}
    for card in (card for card in CARDS() if card.id.startswith(("f", "r"))):
        shown: set[str] = set()
        for path, case in cases.items():
            expect = (
                case["expect"] if path.parent.name == card.id else case.get("besides", {}).get(card.id, {})
            )
            shown |= set(expect) | set(expect.get("excluded", {}).values())
            shown |= {row["code"] for row in expect.get("insufficient", {}).values()}
        wanted = {"flagged", "clear", *card.excluded, *card.insufficient}
        wanted |= {"not_computable"} if card.absence_of else set()
        if wanted - shown:
            missing[card.id] = wanted - shown
    assert missing == {}
