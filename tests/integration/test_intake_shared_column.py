"""One column for the code of a body and the number of a person: each goes where it belongs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.intake_pool import counts, penalty, rows, run
from warehouse.pool import Pool

PERSON, MASKED, BODY = "11010519491231002X", "310114********1234", "91110000802100433B"


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    return Pool(tmp_path / "home" / "pool.duckdb")


@pytest.mark.parametrize("heading", ["统一社会信用代码/身份证号", "统一社会信用代码"])
@pytest.mark.parametrize(
    ("cell", "code", "number", "mark"),
    [
        (PERSON, None, PERSON, True),
        (MASKED, None, MASKED, True),
        (BODY, BODY, None, False),
        # One wrong sign: a code of a body that fails its check, not the number of a person.
        ("91110000802100434B", "91110000802100434B", None, False),
        ("", None, None, False),
    ],
)
def test_a_number_of_a_person_is_no_code_of_a_body(
    pool: Pool, tmp_path: Path, heading: str, cell: str, code: str | None, number: str | None, mark: bool
) -> None:
    dropped = ("统一社会信用代码", "CF_XDR_SHXYM", "credit_code", "证件号码", "CF_XDR_ZJHM", "party_id_no")
    shared, own = ({k: v for k, v in penalty(n).items() if k not in dropped} for n in (1, 2))
    for name, record in (("甲", {**shared, heading: cell}), ("乙", {**own, "证件号码": number})):
        file = tmp_path / name / "行政处罚.csv"
        file.parent.mkdir()
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(record))
            writer.writeheader()
            writer.writerow(record)
        (slip,) = run(pool, file)
        assert counts(slip) == (1, 1, 0, 0, 0), (slip.reason, slip.notes)
    query = "SELECT credit_code, party_id_no, marks FROM pool.penalty ORDER BY decision_no"
    (had_code, had_number, marks), (_, wanted, _) = rows(pool, query)
    # Numbers of persons are kept under a key: the same as one from a column of its own.
    assert (had_code, had_number) == (code, wanted)
    assert (wanted is None) is (number is None)
    assert ("party_id_no:in_code" in (marks or [])) is mark
