"""A pool of a few made-up parties that is delivered to and linked again and again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from models import parties
from models.parties import judgements
from models.parties.judgements import Judgement, entries, find, replay
from warehouse import known
from warehouse.contract import load_feeds
from warehouse.intake.importer import import_paths
from warehouse.intake.values import install_macros
from warehouse.journal import Journal
from warehouse.pool import Pool

OTHER_ID = "319999199009090069"
OWNER_ID = "319999198001010015"
CODE = "92319999MA003Q6R31"
AS_OF, NOW = date(2026, 6, 1), datetime(2026, 6, 1, 8)
PENALTY = {
    "authority": "甲区市场监督管理局",
    "facts": "当事人销售假酒。",
    "decided_on": "2025-03-03",
    "filed_on": "2025-01-03",
}
CASE = {
    "police_org": "甲区公安局",
    "offence": "销售假冒注册商标的商品罪",
    "facts": "略。",
    "filed_on": "2025-05-05",
}
FIRST: dict[str, list[dict[str, str]]] = {
    "entity": [
        {
            "credit_code": CODE,
            "name": "甲区听涛烟酒店",
            "entity_type": "个体工商户",
            "legal_rep": "车永清",
            "legal_rep_id_no": OWNER_ID,
        }
    ],
    "penalty": [
        {"decision_no": "甲罚〔2025〕1号", "party_name": "甲区听涛烟酒店", "credit_code": CODE},
        {"decision_no": "甲罚〔2025〕2号", "party_name": "卫小满"},
        {"decision_no": "甲罚〔2025〕3号", "party_name": "甲区听涛烟酒店", "credit_code": CODE},
    ],
    "police_case": [
        {"police_case_no": "公立〔2025〕1号", "suspect_name": "车永清", "suspect_id_no": OWNER_ID},
        {"police_case_no": "公立〔2025〕2号", "suspect_name": "卫小满"},
    ],
}
SECOND: dict[str, list[dict[str, str]]] = {
    "penalty": [
        {"decision_no": "甲罚〔2025〕4号", "party_name": "卫小满", "party_id_no": "319999197209110045"},
        {"decision_no": "甲罚〔2025〕5号", "party_name": "甲区听濤烟酒店"},
    ],
    "police_case": [
        {
            "police_case_no": "公立〔2025〕3号",
            "suspect_name": "卫小满",
            "suspect_id_no": OTHER_ID,
        },
    ],
}
LINKS = "SELECT * FROM party.link ORDER BY a_feed, a_record, b_feed, b_record"
PAIRS = """FROM party.link
JOIN known.penalty AS a ON a.record_id = a_record
JOIN known.police_case AS b ON b.record_id = b_record"""
RESOLVED = "SELECT * FROM party.resolved ORDER BY feed, record_id"


class District:
    """A pool that is delivered to and linked again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pool = Pool(folder / "pool.duckdb")
        self.journal = Journal(folder / "judgements.jsonl")
        self.deliveries = 0

    def deliver(self, records: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
        self.deliveries += 1
        for feed, rows in records.items():
            file = self.folder / f"{feed}_{self.deliveries}.jsonl"
            file.write_text("\n".join(map(self.line(feed), rows)), "utf-8")
            (slip,) = import_paths(self.pool, [file], source="s", feed=feed, now=NOW)
            assert slip.status == "imported", slip.reason

    @staticmethod
    def line(feed: str) -> Callable[[Mapping[str, str]], str]:
        base = {"penalty": PENALTY, "police_case": CASE}.get(feed, {})
        return lambda row: json.dumps(base | dict(row), ensure_ascii=False)

    def link(self, *, full: bool = False) -> None:
        with self.pool.write() as con:
            install_macros(con)
            known.build(con, load_feeds(), as_of=AS_OF, known_at=NOW, run_id="test")
            parties.build(con, full=full)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with self.pool.read() as con:
            return con.execute(query).fetchall()

    def probabilities(self) -> dict[tuple[str, str], float]:
        rows = self.ask(f"SELECT a.decision_no, b.police_case_no, probability {PAIRS}")
        return {(one, other): probability for one, other, probability in rows}

    def judge(self, verdict: judgements.Verdict, one: str, other: str, at: datetime = NOW) -> None:
        with self.pool.write() as con:
            judgement = Judgement(find(con, one), find(con, other), verdict, "查阅档案")
            self.journal.append(entries([judgement], judged_by="承办人", judged_at=at))
            replay(con, self.journal.read())
