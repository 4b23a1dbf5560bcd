"""A small pool with findings, outcomes, batches and quarantined rows, for tests of what goes out.

The values are nasty on purpose: formulas, quotes, line breaks, control characters, long texts, numbers of
18 digits that are codes and others that are ID numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

import duckdb

ID_NO = "310114199001011234"  # made up: its check digit is wrong
CREDIT_CODE = "913101147030123456"
LONG = "长" * 40_000
SUBJECTS = ("沪市监青处〔2024〕0012号", "=1+1", "012345678901234567", "沪市监青处〔2024〕0015号")
IDS = ("0f000000a001", "1f000000b002", "2f000000c003", "2f000000d004")
MODEL = "f01_penalty_instead_of_prosecution"

_TABLES = """
CREATE TABLE finding.finding (
    finding_id VARCHAR, model VARCHAR, model_version VARCHAR, model_class VARCHAR, failure_mode VARCHAR,
    severity VARCHAR, score DOUBLE, rank BIGINT, subject_kind VARCHAR, subject_id VARCHAR, subject_no VARCHAR,
    related_nos VARCHAR[], authority VARCHAR, party_id VARCHAR, party_name VARCHAR, credit_code VARCHAR,
    offence VARCHAR, rule_version VARCHAR, legal_basis VARCHAR, measure VARCHAR, value DECIMAL(18,4),
    unit VARCHAR, threshold DECIMAL(18,4), margin DOUBLE, reason_zh VARCHAR, clears_if_zh VARCHAR,
    evidence VARCHAR, occurred_on DATE, known_on DATE, first_seen TIMESTAMP, last_seen TIMESTAMP,
    status VARCHAR, verdict VARCHAR, is_flagged BOOLEAN, is_exemplary BOOLEAN, run_id VARCHAR);
CREATE TABLE finding.event (finding_id VARCHAR, "at" TIMESTAMP, kind VARCHAR, run_id VARCHAR, note VARCHAR,
    as_of DATE);
CREATE TABLE landing.batch (
    batch_id VARCHAR, source VARCHAR, feed VARCHAR, file_name VARCHAR, file_path VARCHAR, file_sha256 VARCHAR,
    sheet VARCHAR, encoding VARCHAR, format VARCHAR, header_row INTEGER, units MAP(VARCHAR, DOUBLE),
    columns VARCHAR, received BIGINT, loaded BIGINT, duplicate BIGINT, revised BIGINT, quarantined BIGINT,
    first_on DATE, last_on DATE, status VARCHAR, reason VARCHAR, notes VARCHAR, imported_at TIMESTAMP);
CREATE TABLE landing.quarantine (
    batch_id VARCHAR, feed VARCHAR, source VARCHAR, file_name VARCHAR, sheet VARCHAR, row_no BIGINT,
    reason VARCHAR, raw VARCHAR, record_id VARCHAR, resent_batch VARCHAR,
    resent_row BIGINT);
CREATE TABLE model.outcome (
    model VARCHAR, subject_kind VARCHAR, subject_id VARCHAR, subject_no VARCHAR, related_nos VARCHAR[],
    authority VARCHAR, party_name VARCHAR, offence VARCHAR, outcome VARCHAR, reason_code VARCHAR,
    missing VARCHAR[], reason_zh VARCHAR);
CREATE TABLE model.count (
    model VARCHAR, flagged BIGINT, insufficient BIGINT, excluded BIGINT, clear BIGINT, not_computable BIGINT);
CREATE TABLE fact.evaluation (
    feed VARCHAR, record_id VARCHAR, offence VARCHAR, act_version VARCHAR, now_version VARCHAR,
    outcome VARCHAR, route VARCHAR, route_zh VARCHAR, measure VARCHAR, measure_zh VARCHAR,
    value DECIMAL(18,4), unit VARCHAR, threshold DECIMAL(18,4), margin DOUBLE, nearest DOUBLE,
    missing VARCHAR[], exclusion VARCHAR, exclusion_zh VARCHAR, limitation_years INTEGER, legal_basis VARCHAR,
    rule_version VARCHAR, confidence VARCHAR);
CREATE TABLE rule.offence AS SELECT '214' AS code, '销售假冒注册商标的商品罪' AS name;
CREATE TABLE known.run AS
SELECT DATE '2026-11-24' AS as_of, TIMESTAMP '2026-11-24 09:00' AS known_at, 'run-1' AS run_id;
CREATE TABLE known.coverage AS
SELECT 'transfer' AS feed, DATE '2024-01-01' - 31 AS from_on, DATE '2026-11-01' + 31 AS to_on;
CREATE TABLE known.setting AS SELECT 31 AS coverage_gap_days;
"""


def _insert(con: duckdb.DuckDBPyConnection, table: str, row: Mapping[str, object]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    con.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))


def evidence(subject_no: str, facts: str) -> str:
    """Evidence as the ledger writes it."""
    source = {
        "feed": "penalty",
        "record_id": "r1",
        "no": subject_no,
        "source": "青浦市监",
        "file": "处罚 7月.xlsx",
        "sheet": "Sheet1",
        "row": 17,
        "fields": {"行政处罚决定书文号": subject_no, "违法事实": facts},
    }
    sales = {"measure": "sales_cny", "value": 62000.0, "upto": 62000.0, "origin": "text:facts[3:14]"}
    gain = {"measure": "gain_cny", "value": 100.5, "upto": None, "origin": "column:illegal_gain_cny"}
    link = {
        "feed": "transfer",
        "no": "移〔2024〕3号",
        "party": "某局",
        "probability": 0.45,
        "why": "姓名一致",
    }
    told = {
        "sources": [source],
        "measures": [{**sales, "span": "销售金额62000元"}, {**gain, "span": None}],
        "links": [link],
        "exceptions": [
            {"code": "transferred", "zh": "已移送公安机关", "result": "未知"},
            {"code": "revoked", "zh": "处罚决定已被撤销", "result": "未见"},
        ],
    }
    return json.dumps(told, ensure_ascii=False)


def fill(con: duckdb.DuckDBPyConnection) -> None:
    """Create and fill the tables that the lists are read from."""
    con.execute(_TABLES)
    con.execute("INSERT INTO model.count VALUES (?, 3, 1, 1, 5, 0)", [MODEL])
    names = ("某某商行", '=HYPERLINK("http://x","王\n五")', "王小明\x0b\x00尾", "李四")
    facts = (f"王小明销售金额62000元，身份证{ID_NO}。", "事实", LONG, "事实")
    for position in range(len(IDS)):
        _finding(con, position, names[position], facts[position])
    event = {"finding_id": IDS[3], "at": datetime(2026, 11, 20, 8), "kind": "cleared", "run_id": "run-0"}
    event["as_of"] = date(2026, 11, 20)
    _insert(con, "finding.event", event)
    _outcomes(con)
    _deliveries(con)


def _finding(con: duckdb.DuckDBPyConnection, position: int, party: str, facts: str) -> None:
    is_flagged = position < 3
    reason = f"{party}，未见移送记录。" if position else f"王小明（{ID_NO}）未见移送记录。"
    row = {
        "finding_id": IDS[position],
        "model": MODEL,
        "model_version": "1.0.0",
        "model_class": "rule",
        "failure_mode": "以罚代刑",
        "severity": ("high", "high", "medium", "low")[position],
        "score": 0.9 - position / 10,
        "rank": position + 1 if is_flagged else None,
        "subject_kind": "penalty",
        "subject_id": f"r{position + 1}",
        "subject_no": SUBJECTS[position],
        "related_nos": [SUBJECTS[position], "另〔2024〕1号"],
        "authority": "上海市青浦区市场监督管理局" if position else "上海市青浦区烟草专卖局",
        "party_id": "P1",
        "party_name": party,
        "credit_code": CREDIT_CODE,
        "offence": "销售假冒注册商标的商品罪",
        "rule_version": "214@2025-04-26",
        "legal_basis": "法释〔2025〕5号第三条",
        "measure": "sales_cny",
        "value": Decimal("62000.0000"),
        "unit": "元",
        "threshold": Decimal("50000.0000"),
        "margin": 1.24,
        "reason_zh": reason,
        "clears_if_zh": "提供移送书回执",
        "evidence": evidence(SUBJECTS[position], facts),
        "occurred_on": date(2024, 7, 18),
        "known_on": date(2026, 11, 24),
        "first_seen": datetime(2026, 11, 22 + position % 3, 9, 30),
        "last_seen": datetime(2026, 11, 24, 9, 30),
        "status": "new" if is_flagged else "cleared",
        "verdict": None,
        "is_flagged": is_flagged,
        "run_id": "run-1",
    }
    _insert(con, "finding.finding", row)


def _outcomes(con: duckdb.DuckDBPyConnection) -> None:
    common = {"model": MODEL, "subject_kind": "penalty", "authority": "某局", "offence": "逃税罪"}
    short = {
        "subject_id": "r8",
        "subject_no": "税罚〔2024〕8号",
        "related_nos": ["税罚〔2024〕8号"],
        "party_name": "某某公司",
        "outcome": "insufficient",
        "reason_code": "measure_missing",
        "missing": ["has_recovery_notice", "calendar 2019"],
        "reason_zh": f"身份证{ID_NO}",
    }
    sent = {
        "subject_id": "r9",
        "subject_no": "市监罚〔2024〕9号",
        "related_nos": ["市监罚〔2024〕9号"],
        "party_name": "@某某店",
        "outcome": "excluded",
        "reason_code": "transferred",
        "missing": None,
        "reason_zh": "已移送公安机关：移〔2024〕9号",
    }
    unanswerable = {
        "subject_id": "r7",
        "subject_no": "税罚〔2022〕7号",
        "related_nos": ["税罚〔2022〕7号"],
        "party_name": "某某公司",
        "outcome": "not_computable",
        "reason_code": None,
        "missing": None,
        "reason_zh": "该期间的移送数据未接入",
    }
    for row in (short, sent, unanswerable):
        _insert(con, "model.outcome", common | row)
    con.execute(
        """INSERT INTO fact.evaluation VALUES
        ('penalty', 'r1', '214', '214@2011-01-10', '214@2025-04-26', 'met', 'sales', '销售金额五万元以上',
         'sales_cny', '销售金额', 62000, '元', 50000, 1.24, 1.24, NULL, NULL, NULL, 10, '法释〔2025〕5号',
         '214@2025-04-26', 'V'),
        ('penalty', 'r8', '201', '201@2022-05-15', '201@2022-05-15', 'unknown', 'amount', '十万元且百分之十',
         'tax_evaded_cny', '逃税数额', 40000, '元', 100000, 0.4, 0.4, ['has_recovery_notice'], NULL, NULL, 5,
         '追诉标准二', '201@2022-05-15', 'V'),
        ('penalty', 'r8', '225-tobacco', '225@2010-03-26', '225@2010-03-26', 'unknown', 'gain',
         '违法所得二万元以上',
         'gain_cny', '违法所得数额', 0, '元', 20000, 0, 0.95, ['gain_cny'], NULL, NULL, 10,
         '法释〔2010〕7号', '225@2010-03-26', 'V')"""
    )


def _deliveries(con: duckdb.DuckDBPyConnection) -> None:
    good = {
        "batch_id": "b1",
        "source": "青浦市监",
        "feed": "penalty",
        "file_name": "处罚.csv",
        "file_sha256": "s1",
        "sheet": "",
        "encoding": "gb18030",
        "columns": json.dumps({"文号": "decision_no", "相对人证件": "party_id_no"}),
        "received": 10,
        "loaded": 6,
        "duplicate": 1,
        "revised": 1,
        "quarantined": 2,
        "first_on": date(2024, 1, 1),
        "last_on": date(2024, 7, 1),
        "status": "imported",
        "notes": json.dumps(["未识别的列（保留在附加信息中）：颜色（第9列）", "第11行：合计行，不计"]),
        "imported_at": datetime(2026, 11, 24, 8),
    }
    bad = {"batch_id": "b2", "source": "青浦公安", "file_name": "坏.csv", "sheet": "", "status": "refused"}
    transfers = good | {"batch_id": "b3", "feed": "transfer", "file_name": "移送.csv", "file_sha256": "s3"}
    transfers |= {"received": 1, "loaded": 1, "duplicate": 0, "revised": 0, "quarantined": 0}
    for batch in (good, bad | {"reason": "编码无法识别"}, transfers):
        _insert(con, "landing.batch", batch)
    formula = {"文号": "=cmd|' /C calc'!A0", "相对人证件": ID_NO, "金额": "-5"}
    quoted = {"文号": "", "案情": f'当事人身份证号{ID_NO}，\n“引号"”', "证件号码": "A12345678"}
    common = {"batch_id": "b1", "feed": "penalty", "file_name": "处罚.csv", "sheet": ""}
    for source, row_no, reason, raw in (
        ("青浦市监", 4, "处罚决定日期 无法读取", formula),
        ("../青浦", 9, "行政处罚决定书文号 为空", quoted),
    ):
        row = {
            "source": source,
            "row_no": row_no,
            "reason": reason,
            "raw": json.dumps(raw, ensure_ascii=False),
        }
        _insert(con, "landing.quarantine", common | row)
