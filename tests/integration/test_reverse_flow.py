"""The way back after a decision not to prosecute: steps that nest, one funnel wherever it is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.outputs import documents
from pipelines.outputs.publish import SNAPSHOT, Scope, publish
from pipelines.outputs.report import figures
from tests.chain import build_until_models
from warehouse.intake.importer import import_paths
from warehouse.pool import Pool
from warehouse.pool import snapshot as opened

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

AS_OF = date(2025, 12, 1)
STEPS = ("not_prosecuted", "reviewed", "opinions", "answered", "penalised", "verified")
BODY = "云桥区市场监督管理局"
TRADEMARK = "销售假冒注册商标的商品罪"
SPELLINGS = (TRADEMARK, TRADEMARK.removesuffix("罪"), f"涉嫌{TRADEMARK}")


def party(n: int) -> str:
    return f"测试{'甲乙丙丁戊己庚辛'[n]}"


def prosecution(n: int, month: int, *, closed: bool = True, decision: str = "酌定不起诉") -> dict[str, Any]:
    return {
        "pros_no": f"云检受〔2025〕{n}号", "suspect_name": party(n), "offence": SPELLINGS[n % 3],
        "accepted_on": f"2025-{month:02}-01", "decision": decision, "decided_on": f"2025-{month:02}-20",
        "competent_authority": BODY, "review_closed_on": f"2025-{month:02}-28" if closed else None,
    }  # fmt: skip


def opinion(n: int, **dates: str) -> dict[str, Any]:
    return {
        "doc_no": f"云检行意〔2025〕{n}号", "kind": "检察意见书", "issuer": "云桥区人民检察院",
        "to_authority": BODY, "pros_no": f"云检受〔2025〕{n}号",
        "issued_on": "2025-07-01", "served_on": "2025-07-03", **dates,
    }  # fmt: skip


RECORDS: dict[str, list[dict[str, Any]]] = {
    "prosecution": [
        prosecution(0, 5),  # nothing after the review
        prosecution(1, 5),  # an opinion, never answered, and yet ticked off as verified
        prosecution(2, 5),  # answered, no penalty
        prosecution(3, 6),  # penalised and verified
        prosecution(4, 6, closed=False),  # answered and penalised, but no review ever ended
        prosecution(5, 6, decision="附条件不起诉"),
        prosecution(6, 6),  # penalised, but nobody answered
    ],
    "procuratorial_document": [
        opinion(1, verified_on="2025-10-01"),
        opinion(2, replied_on="2025-09-01", reply_result="不予处罚"),
        opinion(3, replied_on="2025-09-01", reply_result="已处罚", reply_decision_no="云市监罚〔2025〕3号",
                verified_on="2025-10-01"),
        opinion(4, replied_on="2025-09-01", reply_result="已处罚", reply_decision_no="云市监罚〔2025〕4号"),
        opinion(6, reply_decision_no="云市监罚〔2025〕6号"),
    ],
    "penalty": [
        {
            "decision_no": f"云市监罚〔2025〕{n}号", "authority": BODY, "party_name": party(n),
            "violation": "销售侵犯注册商标专用权的商品", "facts": "销售假冒注册商标的商品。",
            "decided_on": "2025-08-20", "fine_cny": 5000,
        }
        for n in (3, 4, 6)
    ],
}  # fmt: skip
# Walked through by hand: 0 reviewed; 1 opinion; 2 answered; 3 verified; 4 not reviewed; 6 opinion.
EXPECTED = {None: [6, 5, 4, 2, 1, 1], "2025-05": [3, 3, 2, 1, 0, 0], "2025-06": [3, 2, 2, 1, 1, 1]}


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("reverse")
    pool = Pool(folder / "pool.duckdb")
    files = []
    for feed, rows in RECORDS.items():
        file = folder / f"{feed}.jsonl"
        file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
        files.append(file)
    import_paths(pool, files, source="golden", now=datetime(2025, 11, 30))
    with pool.write() as writing:
        build_until_models(writing, as_of=AS_OF)
    with pool.read() as reading:
        yield reading


def by_month(con: duckdb.DuckDBPyConnection) -> dict[str | None, list[int]]:
    rows = [row for row in documents.funnel(con) if not row["authority"] and not row["offence"]]
    return {row["month"]: [row[step] for step in STEPS] for row in rows}


def test_a_step_counts_only_where_the_one_before_was_taken(con: duckdb.DuckDBPyConnection) -> None:
    assert by_month(con) == EXPECTED


def test_an_offence_is_one_however_it_is_written(con: duckdb.DuckDBPyConnection) -> None:
    assert {row["offence"] for row in documents.funnel(con)} == {None, TRADEMARK}


@pytest.mark.parametrize("profile", ["internal", "agency", "academic"])
def test_the_report_of_every_profile_tells_the_same_funnel(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, profile: str
) -> None:
    publish(con, tmp_path, datetime(2025, 12, 1, 9), Scope(profile))
    query = Path(figures.__file__).with_name("figures").joinpath("04_reverse.sql").read_text("utf-8")
    for month, expected in EXPECTED.items():
        days = figures.period(month or "2025", AS_OF)
        with opened(tmp_path / SNAPSHOT) as asked:
            asked.execute(figures.setting(days, None))
            assert [row[1] for row in asked.execute(query).fetchall()] == expected
