"""Who is who from run to run: what is new is linked, a full rebuild says the same, and judgements hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from models import parties
from models.parties.judgements import find
from pipelines.outputs import link_lines
from tests.parties_pool import CODE, FIRST, LINKS, PAIRS, RESOLVED, SECOND, District
from warehouse.errors import XianjieError


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    yield District(tmp_path)


def test_what_is_new_is_linked_as_a_full_rebuild_would(district: District) -> None:
    district.deliver(FIRST)
    district.link()
    before = district.probabilities()
    assert before["甲罚〔2025〕1号", "公立〔2025〕1号"] >= 0.95
    district.deliver(SECOND)
    district.link()
    step_by_step = district.ask(LINKS), district.ask(RESOLVED)
    # A namesake with another number makes the bare name weaker, also between two records of before.
    bare = "甲罚〔2025〕2号", "公立〔2025〕2号"
    assert district.probabilities()[bare] < before[bare]
    assert ("甲罚〔2025〕4号", "公立〔2025〕3号") not in district.probabilities()
    assert district.probabilities()["甲罚〔2025〕5号", "公立〔2025〕1号"] >= 0.95
    district.link(full=True)
    assert (district.ask(LINKS), district.ask(RESOLVED)) == step_by_step


def test_only_what_changed_is_linked_again(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    district.deliver(FIRST)
    district.link()
    seen: list[int] = []
    original = parties.statistical.score

    def counting(con: duckdb.DuckDBPyConnection) -> None:
        seen.append(con.table("party_changed").count("*").fetchall()[0][0])
        original(con)

    monkeypatch.setattr(parties.statistical, "score", counting)
    district.link()
    district.deliver({"penalty": [{"decision_no": "甲罚〔2025〕9号", "party_name": "甲区另一家茶庄"}]})
    district.link()
    assert seen == [1]


def test_a_record_that_is_gone_is_linked_no_more(district: District) -> None:
    district.deliver(FIRST)
    district.link()
    assert district.probabilities()
    with district.pool.write() as con:
        con.execute("DELETE FROM pool.police_case")
    district.link()
    assert not district.probabilities()


def test_judgements_override_survive_and_propagate(district: District) -> None:
    district.deliver(FIRST)
    district.link()
    pair = "甲罚〔2025〕1号", "公立〔2025〕1号"
    district.judge("different", *pair)
    district.link()
    # One word on one pair holds for the shop's other penalty as well … where the parties are two.
    assert district.probabilities()[pair] == 0
    district.judge("same", "甲罚〔2025〕1号", "公立〔2025〕2号", datetime(2026, 6, 2))
    district.link(full=True)
    found = district.probabilities()
    assert found["甲罚〔2025〕1号", "公立〔2025〕2号"] == 1
    assert found["甲罚〔2025〕3号", "公立〔2025〕2号"] == 1
    told = district.ask("SELECT judged_by, tier, why_zh FROM party.link WHERE probability = 1")
    assert {row[:2] for row in told} == {("承办人", "judged")}
    assert all("核定为同一当事人：查阅档案" in row[2] for row in told)
    # The later word counts.
    district.judge("different", "公立〔2025〕2号", "甲罚〔2025〕1号", datetime(2026, 6, 3))
    district.link()
    assert district.probabilities()["甲罚〔2025〕1号", "公立〔2025〕2号"] == 0


def test_what_was_judged_the_same_is_one_party(district: District) -> None:
    district.deliver(FIRST)
    district.link()
    query = "SELECT DISTINCT person_id FROM party.resolved JOIN known.penalty USING (record_id)"
    assert len(district.ask(query)) == 2
    district.judge("same", "甲罚〔2025〕2号", "甲罚〔2025〕3号")
    district.link()
    assert len(district.ask(query)) == 1


def test_a_record_is_found_by_number_name_or_party(district: District) -> None:
    district.deliver(FIRST)
    district.deliver({"police_case": [{"police_case_no": "公立〔2025〕2号", "suspect_name": "石二"}]})
    district.link()
    with district.pool.read() as con:
        assert find(con, "甲罚[2025]1").party_name == "甲区听涛烟酒店"
        assert find(con, CODE).feed == "penalty"
        assert find(con, "公立〔2025〕2号/石二").party_name == "石二"
        with pytest.raises(XianjieError, match="多条记录有这个文书号"):
            find(con, "公立〔2025〕2号")
        with pytest.raises(XianjieError, match="没有这个文书号的记录"):
            find(con, "公立〔2025〕99号")


def test_a_link_says_what_it_rests_on(district: District) -> None:
    district.deliver(FIRST)
    district.deliver(SECOND)
    district.link()
    ((evidence, namesakes, next_party),) = district.ask(
        f"SELECT evidence, namesakes, next_party {PAIRS} "
        "WHERE decision_no = '甲罚〔2025〕2号' AND police_case_no = '公立〔2025〕2号'"
    )
    told = link_lines.lines(
        {
            "feed": "police_case",
            "no": "公立〔2025〕2号",
            "probability": 0.3,
            "why": "姓名一致",
            "evidence": json.loads(evidence),
            "namesakes": namesakes,
            "next_party": next_party,
            "next_probability": 0.1,
        }
    )
    text = "\n".join(told)
    assert "姓名：“卫小满”对“卫小满”，姓名一致（" in text
    assert "辖区内同名 2 人" in text
    assert "次优候选：卫小满" in text
    assert "3199991" not in text


def test_days_in_an_impossible_order_say_nothing_of_when_a_person_stood_behind_a_body(
    district: District,
) -> None:
    late = {"filed_on": "2025-03-04", "legal_rep": "车永清", "credit_code": CODE}
    row = {"decision_no": "甲罚〔2025〕9号", "party_name": "甲区听涛烟酒店"}
    day = {"decision_no": "甲罚〔2025〕8号", "party_name": "甲区听涛烟酒店", "filed_on": "2025-03-03"}
    district.deliver({"penalty": [row | late, late | day]})
    district.link()
    told = district.ask(
        "SELECT p.decision_no, b.from_on IS NULL, b.to_on IS NULL FROM party.bearer AS b "
        "JOIN known.penalty AS p USING (record_id) ORDER BY ALL"
    )
    assert told == [("甲罚〔2025〕8号", False, False), ("甲罚〔2025〕9号", True, True)]
