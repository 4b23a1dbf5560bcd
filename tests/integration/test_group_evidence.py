"""The sum over several decisions is told by its parts, each read again from the row it came with."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models import findings
from models.registry import run_model
from pipelines.outputs import explain, explain_text, sheets
from pipelines.outputs.evidence import parse
from pipelines.outputs.recheck import mismatches
from tests.chain import CARDS, build_until_models, deliver
from tests.intake_pool import NOW, run
from warehouse.contract import load_feeds
from warehouse.pool import Pool

pytestmark = pytest.mark.no_cover

_FIRST: dict[str, Any] = {
    "decision_no": "云市监罚〔2026〕101号",
    "authority": "云桥区市场监督管理局",
    "party_name": "云桥区望溪电料店",
    "party_type": "个体工商户",
    "credit_code": "92319999MA1AAAAA13",
    "violation": "以不合格产品冒充合格产品",
    "basis": "《中华人民共和国产品质量法》第五十条",
    "facts": "当事人销售不合格电线冒充合格产品，甲批，已全部售完。",
    "decided_on": "2026-03-02",
    "filed_on": "2026-02-02",
    "act_began_on": "2026-01-05",
    "act_ended_on": "2026-01-28",
    "sales_amount_cny": "20000.00",
    "goods_value_cny": "20000.00",
    "illegal_gain_cny": "2000",
}
_SECOND = _FIRST | {
    "decision_no": "云市监罚〔2026〕102号",
    "facts": "当事人销售不合格电线冒充合格产品，乙批，销售金额共计31,500元，已全部售完。",
    "sales_amount_cny": None,
    "goods_value_cny": None,
}
_SENT = {
    "transfer_no": "云市监移〔2026〕9号",
    "kind": "涉嫌犯罪",
    "authority": "云桥区市场监督管理局",
    "party_name": "云桥区别家商行",
    "suspected_offence": "非法经营罪",
    "facts": "移送。",
    "transferred_on": "2026-03-03",
}


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    (tmp_path / "in").mkdir()
    run(pool, *deliver(tmp_path / "in", {"penalty": [_FIRST, _SECOND], "transfer": [_SENT]}), now=NOW)
    return pool


def test_the_parts_of_a_sum_are_told_and_read_again(pool: Pool) -> None:
    with pool.write() as con:
        build_until_models(con, as_of=date(2026, 6, 1), covered=["transfer", "police_case"])
        card = next(card for card in CARDS() if card.id == "f06_split_penalties")
        run_model(con, card)
        findings.update(con, [card], load_feeds(), run_id="test", at=NOW)
    with pool.read() as con:
        finding = con.sql("SELECT * FROM finding.finding").pl().row(0, named=True)
        told = parse(finding)
        parts = {(m.no, m.value, m.origin_zh) for m in told.measures if m.is_deciding}
        assert parts == {
            (_FIRST["decision_no"], 20000.0, "字段“销售金额”"),
            (_SECOND["decision_no"], 31500.0, "“违法事实”第 27–33 字"),
        }
        assert finding["value"] == 51500
        page = explain.explain(con, finding["finding_id"])
        assert page["mismatches"] == []
        text = explain_text.as_text(page)
        assert f"· {_FIRST['decision_no']}：销售金额 20,000元，出自字段“销售金额”" in text
        # What became of each of them stands in one timeline.
        told_events = {event["no"] for event in page["timeline"]["events"]}
        assert told_events == {_FIRST["decision_no"], _SECOND["decision_no"]}
        basis = list(sheets.basis_rows(finding, told))
        assert [line[4] for line in basis if line[2] == "要件" and "102号" in str(line[3])] == [31500.0]
        # A number that its row does not say: no card.
        claims = json.loads(finding["evidence"])
        claims["measures"] = [m | {"value": 25000.0} for m in claims["measures"]]
        assert any("销售金额" in line for line in mismatches(con, finding, claims))
