"""The id of a finding on a group stays what it is when a register arrives, and its verdict with it.

Who stands behind a party is known from registers, which come when they come; the records of the group are the
same before and after.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from models import findings
from models.registry import run_model
from tests.chain import CARDS, build_until_models, deliver
from warehouse.contract import load_feeds
from warehouse.intake.importer import import_paths
from warehouse.pool import Pool

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

BEFORE, AFTER = datetime(2026, 5, 1, 8), datetime(2026, 5, 20, 8)
SHOP, MILL = "92319999MA1AAAAA13", "91319999MA1BBBBB3L"
REGISTER = [
    {
        "credit_code": SHOP, "name": "云桥区老李电料店", "entity_type": "个体工商户", "legal_rep": "李平安",
        "legal_rep_id_no": "319999198001010015",
    },
    {
        "credit_code": MILL, "name": "云桥区甲乙商贸有限公司", "entity_type": "有限责任公司",
        "legal_rep": "李安顺", "legal_rep_id_no": "319999198001010058",
    },
]  # fmt: skip
_DECISION: dict[str, Any] = {
    "authority": "云桥区市场监督管理局", "party_name": "云桥区老李电料店", "party_type": "个体工商户",
    "credit_code": SHOP, "violation": "以不合格产品冒充合格产品",
    "basis": "《中华人民共和国产品质量法》第五十条", "decided_on": "2026-03-02", "filed_on": "2026-02-02",
    "act_began_on": "2026-01-05", "sales_amount_cny": "30000", "goods_value_cny": "30000",
}  # fmt: skip
SPLIT = [
    {
        **_DECISION, "decision_no": f"云市监罚〔2026〕{no}号", "act_ended_on": f"2026-01-{day}",
        "facts": f"当事人销售不合格电线冒充合格产品，{batch}批，已全部售完。",
    }
    for no, day, batch in ((102, 28, "甲"), (101, 29, "乙"))
]  # fmt: skip
# The supplier of one who is charged was only fined, like a shop that it supplied.
_FINED: dict[str, Any] = {
    "authority": "云桥区市场监督管理局", "violation": "销售侵犯注册商标专用权的商品",
    "basis": "《中华人民共和国商标法》第六十条第二款", "filed_on": "2025-07-02", "act_ended_on": "2025-06-20",
    "sales_amount_cny": "4000", "goods_value_cny": "4000",
}  # fmt: skip
FINED = [
    {
        **_FINED, "decision_no": "云市监罚〔2025〕7号", "party_name": "云桥区甲乙商贸有限公司",
        "decided_on": "2025-08-01", "facts": "当事人销售假冒注册商标的香水，销售金额4000元，已全部售完。",
    },
    {
        **_FINED, "decision_no": "云市监罚〔2025〕8号", "party_name": "云桥区一号日化店",
        "decided_on": "2025-09-10",
        "facts": "当事人销售假冒注册商标的香水，从云桥区甲乙商贸有限公司购进，销售金额4000元，已全部售完。",
    },
]  # fmt: skip
_CASE = {
    "court": "云桥区人民法院", "offence": "销售假冒注册商标的商品罪", "verdict": "有罪",
    "judged_on": "2025-09-01",
}  # fmt: skip
JUDGED = [
    {
        **_CASE, "court_case_no": "（2025）云0907刑初9号", "defendant_name": "云桥区老李电料店",
        "credit_code": SHOP,
        "facts": "被告单位云桥区老李电料店伙同蒋安康（另案处理）销售标有“匹云”商标的服装，销售金额80000元。",
    },
]  # fmt: skip
_FILED = {
    "police_org": "云桥区公安局", "offence": "销售假冒注册商标的商品罪", "outcome": "侦查中",
    "facts": "周平销售假冒注册商标的香水，销售金额80000元，均从云桥区甲乙商贸有限公司购进。",
}  # fmt: skip
FILED = {
    **_FILED,
    "police_case_no": "云公（经）立字〔2025〕5号",
    "suspect_name": "周平",
    "filed_on": "2025-09-03",
}
FILED_LATER = {
    **_FILED,
    "police_case_no": "云公（经）立字〔2025〕1号",
    "suspect_name": "吴平",
    "filed_on": "2025-10-09",
}
GROUPS = {
    "f06_split_penalties": "云市监罚〔2026〕101号;云市监罚〔2026〕102号",
    "f10_upstream_downstream": "云公（经）立字〔2025〕5号;云市监罚〔2025〕8号",
    "f13_missed_co_offender": "（2025）云0907刑初9号",
}


def _found(
    pool: Pool, folder: Path, records: dict[str, list[dict[str, Any]]], at: datetime
) -> dict[str, Any]:
    """Take in a delivery, run the models of groups, and return each one's only finding."""
    folder.mkdir()
    import_paths(pool, deliver(folder, records), source="市监", now=at)
    cards = [card for card in CARDS() if card.id in GROUPS]
    with pool.write() as con:
        covered = ["transfer", "police_case", "prosecution", "judgment"]
        build_until_models(con, as_of=date(2026, 6, 1), covered=covered)
        for card in cards:
            run_model(con, card)
        findings.update(con, cards, load_feeds(), run_id=str(at), at=at)
        con.execute("DELETE FROM finding.event WHERE kind NOT IN ('raised', 'cleared', 'reopened')")
        rows = con.execute(
            "SELECT f.model, f.finding_id, f.subject_no, array_to_string(f.related_nos, ';'), f.status, "
            "(SELECT list(e.kind) FROM finding.event AS e WHERE e.finding_id = f.finding_id), "
            "(SELECT max(actor_id) FROM party.actor WHERE credit_code = ?) FROM finding.finding AS f",
            [SHOP],
        ).fetchall()
    names = ("finding_id", "subject_no", "related_nos", "status", "events", "actor_id")
    assert len(rows) == len(GROUPS), rows
    return {model: dict(zip(names, row, strict=True)) for model, *row in rows}


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    return Pool(tmp_path / "home" / "pool.duckdb")


def test_a_register_that_arrives_later_changes_no_id(pool: Pool, tmp_path: Path) -> None:
    before = _found(
        pool,
        tmp_path / "1",
        {"penalty": [*SPLIT, *FINED], "judgment": JUDGED, "police_case": [FILED]},
        BEFORE,
    )
    assert {model: row["related_nos"] for model, row in before.items()} == GROUPS
    after = _found(pool, tmp_path / "2", {"entity": REGISTER, "police_case": [FILED_LATER]}, AFTER)
    # The register did change who is behind the parties.
    assert before["f06_split_penalties"]["actor_id"] != after["f06_split_penalties"]["actor_id"]
    assert after["f10_upstream_downstream"]["subject_no"] == MILL
    assert (
        after["f10_upstream_downstream"]["related_nos"]
        == GROUPS["f10_upstream_downstream"] + ";云公（经）立字〔2025〕1号"
    )
    for model, row in before.items():
        assert (after[model]["finding_id"], after[model]["events"]) == (row["finding_id"], ["raised"]), model
