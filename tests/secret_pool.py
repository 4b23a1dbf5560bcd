"""A pool full of what a snapshot hides: names, ID and telephone numbers, addresses, in and out of place."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.findings_pool import CREDIT_CODE, ID_NO, fill
from warehouse.contract import load_feeds
from warehouse.pool import Pool

PERSON, FIRM, OWNER, PHONE, ADDRESS = "诸葛小测", "青浦测试商行", "欧阳小样", "13912345678", "青浦区测试路1号"
SECRETS = (PERSON, OWNER, ID_NO, PHONE, ADDRESS)
HANDLER, TOLD_OF, GARDEN = "司马承办", "皇甫另案", "尉迟园"
MANY = "大区市场监督管理局"
FACTS = f"{PERSON}在{ADDRESS}销售，{PERSON}（{ID_NO}，电话{PHONE}）供述。"


def secret_pool(path: Path) -> Pool:
    """A pool file with every known feed, two penalties in it."""
    pool = Pool(path)
    with pool.write() as con:
        fill(con)
        for feed in load_feeds().values():
            columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in feed.columns)
            con.execute(
                f"CREATE TABLE known.{feed.name} (record_id VARCHAR, version INTEGER, {columns}, "
                "extra VARCHAR, marks VARCHAR[], known_on DATE)"
            )
        con.executemany(
            "INSERT INTO known.penalty (record_id, version, decision_no, authority, party_name, party_id_no, "
            "legal_rep, phone, address, facts, fine_cny, decided_on, extra) "
            "VALUES (?, 1, ?, '某局', ?, ?, ?, ?, ?, ?, 1000, DATE '2024-07-18', ?)",
            [
                ["a" * 16, "罚1号", PERSON, ID_NO, None, PHONE, ADDRESS, FACTS, f'{{"微信": "{PHONE}"}}'],
                ["b" * 16, "罚2号", FIRM, None, OWNER, None, None, f"{FIRM}经营者{OWNER}销售。", None],
            ],
        )
        con.execute(
            "UPDATE finding.finding SET party_name = ?, reason_zh = ? || '未见移送' WHERE rank = 1",
            [PERSON, PERSON],
        )
        _more(con)
    return pool


def _more(con: duckdb.DuckDBPyConnection) -> None:
    """What profiles treat differently: a body with five parties, an ID number and names out of place."""
    con.execute(
        "INSERT INTO finding.finding SELECT f.* REPLACE ('many' || i AS finding_id, 100 + i AS rank, "
        "'P' || i AS party_id, ? AS authority) FROM finding.finding AS f, range(5) AS r (i) WHERE rank = 1",
        [MANY],
    )
    con.execute(
        "UPDATE known.penalty SET credit_code = ?, handler = ?, party_type = ?, penalty_kinds = ? "
        "WHERE decision_no = '罚1号'",
        [ID_NO, HANDLER, TOLD_OF, ["罚款", f"对{TOLD_OF}另行处理"]],
    )
    con.execute(
        "UPDATE known.penalty SET credit_code = ?, remark = ? WHERE decision_no = '罚2号'",
        [CREDIT_CODE, f"与{TOLD_OF}案并案，电话{PHONE}"],
    )
    con.execute(
        "INSERT INTO known.complaint (record_id, version, complaint_no, target_name, handled_by) "
        "VALUES ('c', 1, '诉1号', ?, ?), ('d', 1, '诉2号', ?, ?)",
        [TOLD_OF, MANY, f"青浦小样商行（经营者：{TOLD_OF}）", MANY],
    )
    # Their names end like a shop's.
    con.execute(
        "INSERT INTO known.entity (record_id, version, credit_code, name, legal_rep) "
        "VALUES ('e', 1, ?, ?, ?)",
        [CREDIT_CODE, GARDEN, GARDEN],
    )
