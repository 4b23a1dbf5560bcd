"""A pool with every table that the supervision report reads, small enough to count by hand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pipelines.outputs.publish import Scope, publish
from tests.chain import CARDS
from tests.findings_pool import IDS, fill
from warehouse.contract import load_feeds
from warehouse.pool import Pool

CASES = """
INSERT INTO known.penalty (record_id, version, decision_no, authority, decided_on, filed_on) VALUES
    ('a', 1, '罚1号', '上海市青浦区烟草专卖局', DATE '2026-11-02', DATE '2026-10-03'),
    ('b', 1, '罚2号', '上海市青浦区烟草专卖局', DATE '2026-11-03', DATE '2026-10-24'),
    ('c', 1, '罚3号', '上海市青浦区市场监督管理局', DATE '2026-10-03', DATE '2026-09-03');
INSERT INTO known.transfer
    (record_id, version, transfer_no, kind, authority, transferred_on, police_decision)
VALUES
    ('t', 1, '移1号', '涉嫌犯罪', '上海市青浦区烟草专卖局', TIMESTAMP '2026-11-05 09:00', '立案'),
    ('u', 1, '移2号', '涉嫌犯罪', '上海市青浦区烟草专卖局', TIMESTAMP '2026-11-06 09:00', NULL),
    ('v', 1, '移3号', '管辖移送', '上海市青浦区烟草专卖局', TIMESTAMP '2026-11-06 09:00', NULL);
INSERT INTO known.prosecution
    (record_id, version, pros_no, suspect_name, decision, decided_on, handed_over_on, review_closed_on)
VALUES
    ('p', 1, '受1号', '王某', '酌定不起诉', DATE '2026-11-04', DATE '2026-11-05', DATE '2026-11-10'),
    ('q', 1, '受2号', '李某', '存疑不起诉', DATE '2026-11-04', NULL, NULL),
    ('r', 1, '受3号', '赵某', '附条件不起诉', DATE '2026-11-04', NULL, NULL),
    ('s', 1, '受4号', '钱某', '起诉', DATE '2026-11-04', NULL, NULL);
INSERT INTO known.procuratorial_document
    (record_id, version, doc_no, kind, to_authority, pros_no, issued_on, replied_on, reply_result)
VALUES ('d', 1, '意1号', '检察意见书', '某局', '受1号', DATE '2026-11-11', DATE '2026-11-20', '已处罚');
CREATE TABLE fact.reverse_flow AS
SELECT * FROM (VALUES
    ('p', '某局', '某罪', DATE '2026-11-04', TRUE, TRUE, TRUE, TRUE, FALSE),
    ('q', '某局', '某罪', DATE '2026-11-04', FALSE, FALSE, FALSE, FALSE, FALSE),
    ('o', '某局', '某罪', DATE '2026-10-04', TRUE, FALSE, FALSE, FALSE, FALSE)
) AS t
    (record_id, authority, offence, decided_on,
    is_reviewed, has_opinion, is_answered, is_penalised, is_verified);
"""
# Three were raised in November, one in October; that one was cleared in November.
EVENTS = """
INSERT INTO finding.event BY NAME
SELECT finding_id, TIMESTAMP '2027-03-01 09:00' AS "at", 'raised' AS kind, 'run-0' AS run_id,
    CASE WHEN status = 'cleared' THEN DATE '2026-10-31' ELSE DATE '2026-11-01' END AS as_of
FROM finding.finding;
"""
F01 = next(card for card in CARDS() if card.id == "f01_penalty_instead_of_prosecution")
SHARE = f"""
CREATE TABLE finding.confirmed_share AS
SELECT '{F01.id}' AS model, '{F01.version}' AS model_version, DATE '2026-11-01' AS month,
    10 AS n, 8 AS confirmed, 0.8 AS share, 0.49 AS low_share, 0.943 AS high_share
"""


def report_pool(folder: Path, more: str = "") -> Pool:
    """Make the pool; ``more`` is SQL that changes it before anything is read."""
    pool = Pool(folder / "pool.duckdb")
    with pool.write() as con:
        fill(con)
        for feed in load_feeds().values():
            columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in feed.columns)
            con.execute(
                f"CREATE TABLE known.{feed.name} (record_id VARCHAR, version INTEGER, {columns}, "
                "extra VARCHAR, marks VARCHAR[], known_on DATE)"
            )
        for statements in (CASES, EVENTS, SHARE, more):
            con.execute(statements)
        con.execute("UPDATE finding.finding SET is_exemplary = finding_id = ?", [IDS[0]])
    return pool


def report_snapshot(folder: Path, profile: str = "agency", more: str = "") -> Path:
    """Publish that pool for a profile and return the database file."""
    with report_pool(folder, more).read() as con:
        return publish(con, folder, datetime(2026, 11, 24, 9), Scope(profile))
