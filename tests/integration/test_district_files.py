"""A whole delivery as dirty as agencies send it: what became of every file is what its writer expects."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.intake_pool import rows, run
from warehouse.intake.slip import Slip
from warehouse.pool import Pool
from warehouse.yaml_text import parse as parse_yaml

DISTRICTS = Path(__file__).parents[1] / "data" / "districts"
FOLDER = DISTRICTS / "yunjiang"
EXPECTED = {row["file"]: row for row in parse_yaml((FOLDER / "intake.yaml").read_text("utf-8"))}


@pytest.fixture(scope="module")
def delivered(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[dict[str, list[Slip]], list[tuple[Any, ...]]]:
    """Slips by file, and the quarantine."""
    pool = Pool(tmp_path_factory.mktemp("home") / "pool.duckdb")
    slips = defaultdict(list)
    for slip in run(pool, FOLDER / "inbox"):
        slips[f"{slip.source}/{slip.file}"].append(slip)
    return slips, rows(
        pool,
        "SELECT b.source, b.file_name, q.raw::VARCHAR "
        "FROM landing.quarantine AS q JOIN landing.batch AS b USING (batch_id)",
    )


def test_a_sheet_of_explanations_is_noted_and_not_refused(
    delivered: tuple[dict[str, list[Slip]], Any],
) -> None:
    slips = delivered[0]["青溪县检察院/检察办案2019-2026年台账.xlsx"]
    assert {slip.status for slip in slips} == {"imported"}
    assert any("「填表说明」" in note and "只有一栏" in note for slip in slips for note in slip.notes)


def test_every_file_is_accounted_for(delivered: tuple[dict[str, list[Slip]], Any]) -> None:
    assert delivered[0].keys() == EXPECTED.keys()


@pytest.mark.parametrize("file", EXPECTED)
def test_what_becomes_of_a_file(
    file: str, delivered: tuple[dict[str, list[Slip]], list[tuple[Any, ...]]]
) -> None:
    slips, expected = delivered[0][file], EXPECTED[file]
    assert expected["status"] in {slip.status for slip in slips}
    assert {slip.feed for slip in slips if slip.received} <= {expected["feed"]}
    bad = expected.get("bad", {})
    assert [
        sum(slip.loaded + slip.duplicate + slip.revised for slip in slips),
        sum(slip.duplicate for slip in slips),
        sum(slip.revised for slip in slips),
        sum(slip.quarantined for slip in slips),
    ] == [expected["good"], expected.get("duplicate", 0), expected.get("revised", 0), len(bad)]
    held = [raw for source, name, raw in delivered[1] if f"{source}/{name}" == file]
    assert all(any(word in raw for raw in held) for word in bad), held


@pytest.mark.parametrize("district", sorted({path.name for path in DISTRICTS.iterdir()} - {FOLDER.name}))
def test_no_file_of_another_district_is_refused(district: str, tmp_path: Path) -> None:
    slips = run(Pool(tmp_path / "home" / "pool.duckdb"), DISTRICTS / district / "inbox")
    assert [(slip.file, slip.reason) for slip in slips if slip.status == "refused"] == []
