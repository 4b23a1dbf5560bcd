"""A small pool with findings, outcomes, batches and quarantined rows, for tests of what goes out.

The values are nasty on purpose: formulas, quotes, line breaks, control characters, long texts, numbers of
18 digits that are codes and others that are ID numbers.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

import duckdb

# Made up: no valid check digit, region 999 does not exist for the code's holder.
ID_NO = "310114199001011234"
CREDIT_CODE = "913101147030123456"
LONG = "长" * 40_000
SUBJECTS = (
    "沪市监青处〔2024〕0012号",
    "=1+1",
    "012345678901234567",
    "沪市监青处〔2024〕0015号",
)

_FINDING = """CREATE TABLE finding.finding (
    finding_id VARCHAR, model VARCHAR, model_version VARCHAR, model_class VARCHAR, failure_mode VARCHAR,
    severity VARCHAR, score DOUBLE, rank BIGINT, subject_kind VARCHAR, subject_id VARCHAR, subject_no VARCHAR,
    related_nos VARCHAR[], authority VARCHAR, party_id VARCHAR, party_name VARCHAR, credit_code VARCHAR,
    offence VARCHAR, rule_version VARCHAR, legal_basis VARCHAR, measure VARCHAR, value DECIMAL(18,4), unit VARCHAR,
    threshold DECIMAL(18,4), margin DOUBLE, reason_zh VARCHAR, clears_if_zh VARCHAR, evidence VARCHAR,
    occurred_on DATE, known_on DATE, first_seen TIMESTAMP, last_seen TIMESTAMP, status VARCHAR, verdict VARCHAR,
    is_flagged BOOLEAN, run_id VARCHAR)"""
_BATCH = """CREATE TABLE landing.batch (
    batch_id VARCHAR, source VARCHAR, feed VARCHAR, file_name VARCHAR, file_path VARCHAR, file_sha256 VARCHAR,
    sheet VARCHAR, encoding VARCHAR, format VARCHAR, header_row INTEGER, units MAP(VARCHAR, DOUBLE), columns VARCHAR,
    received BIGINT, loaded BIGINT, duplicate BIGINT, revised BIGINT, quarantined BIGINT, first_on DATE, last_on DATE,
    status VARCHAR, reason VARCHAR, notes VARCHAR, imported_at TIMESTAMP)"""
_QUARANTINE = """CREATE TABLE landing.quarantine (
    batch_id VARCHAR, feed VARCHAR, source VARCHAR, file_name VARCHAR, sheet VARCHAR, row_no BIGINT,
    reason VARCHAR, raw VARCHAR)"""
_OUTCOME = """CREATE TABLE model.outcome (
    model VARCHAR, subject_kind VARCHAR, subject_id VARCHAR, subject_no VARCHAR, related_nos VARCHAR[],
    authority VARCHAR, party_name VARCHAR, offence VARCHAR, outcome VARCHAR, reason_code VARCHAR,
    missing VARCHAR[], reason_zh VARCHAR)"""
_EVALUATION = """CREATE TABLE fact.evaluation (
    feed VARCHAR, record_id VARCHAR, offence VARCHAR, act_version VARCHAR, now_version VARCHAR, outcome VARCHAR,
    route VARCHAR, route_zh VARCHAR, measure VARCHAR, measure_zh VARCHAR, value DECIMAL(18,4), unit VARCHAR,
    threshold DECIMAL(18,4), margin DOUBLE, missing VARCHAR[], exclusion VARCHAR, exclusion_zh VARCHAR,
    limitation_years INTEGER, legal_basis VARCHAR, rule_version VARCHAR, confidence VARCHAR)"""

MODEL = "f01_penalty_instead_of_prosecution"


def evidence(subject_no: str, facts: str) -> str:
    """Evidence as the ledger writes it."""
    return json.dumps(
        {
            "sources": [
                {
                    "feed": "penalty", "record_id": "r1", "no": subject_no, "source": "青浦市监", "file": "处罚 7月.xlsx",
                    "sheet": "Sheet1", "row": 17, "fields": {"行政处罚决定书文号": subject_no, "违法事实": facts},
                }
            ],
            "measures": [
                {"measure": "sales_cny", "value": 62000.0, "upto": 62000.0, "origin": "text:facts[2:10]", "span": "销售金额62000元"},
                {"measure": "gain_cny", "value": 100.5, "upto": None, "origin": "column:illegal_gain_cny", "span": None},
            ],
            "links": [{"feed": "transfer", "no": "移〔2024〕3号", "party": "某局", "tier": "person_name", "probability": 0.45, "why": "姓名一致"}],
            "exceptions": [
                {"code": "transferred", "zh": "已移送公安机关", "result": "未知"},
                {"code": "revoked", "zh": "处罚决定已被撤销", "result": "未见"},
            ],
        },
        ensure_ascii=False,
    )  # fmt: skip


def fill(con: duckdb.DuckDBPyConnection) -> None:
    """Create and fill the tables that the lists are read from."""
    for statement in (_FINDING, _BATCH, _QUARANTINE, _OUTCOME, _EVALUATION):
        con.execute(statement)
    con.execute("CREATE TABLE finding.event (finding_id VARCHAR, \"at\" TIMESTAMP, kind VARCHAR, run_id VARCHAR, note VARCHAR)")
    con.execute("CREATE TABLE known.run AS SELECT DATE '2026-11-24' AS as_of, TIMESTAMP '2026-11-24 09:00' AS known_at, 'run-1' AS run_id")
    con.execute("CREATE TABLE model.count AS SELECT ? AS model, 3::BIGINT AS flagged, 1::BIGINT AS insufficient, 1::BIGINT AS excluded, 5::BIGINT AS clear, 0::BIGINT AS not_computable", [MODEL])
    con.execute("CREATE TABLE rule.offence AS SELECT '214' AS code, '销售假冒注册商标的商品罪' AS name")
    con.execute("CREATE TABLE known.coverage AS SELECT 'transfer' AS feed, DATE '2024-01-01' AS from_on, DATE '2026-11-01' AS to_on")
    _findings(con)
    con.execute("INSERT INTO finding.event VALUES ('0f00000000d4', TIMESTAMP '2026-11-20 08:00', 'cleared', 'run-0', NULL)")
    con.executemany(
        "INSERT INTO model.outcome VALUES (?, 'penalty', ?, ?, ?, '某局', ?, '逃税罪', ?, ?, ?, ?)",
        [
            [MODEL, "r8", "税罚〔2024〕8号", ["税罚〔2024〕8号"], "某某公司", "insufficient", "measure_missing", ["has_recovery_notice", "calendar 2019"], f"身份证{ID_NO}"],
            [MODEL, "r9", "市监罚〔2024〕9号", ["市监罚〔2024〕9号"], "@某某店", "excluded", "transferred", None, "已移送公安机关：移〔2024〕9号"],
        ],
    )  # fmt: skip
    con.execute(
        """INSERT INTO fact.evaluation VALUES
        ('penalty', 'r1', '214', '214@2011-01-10', '214@2025-04-26', 'met', 'sales', '销售金额五万元以上', 'sales_cny',
         '销售金额', 62000, '元', 50000, 1.24, NULL, NULL, NULL, 10, '法释〔2025〕5号', '214@2025-04-26', 'V'),
        ('penalty', 'r8', '201', '201@2022-05-15', '201@2022-05-15', 'unknown', 'amount', '十万元且百分之十', 'tax_evaded_cny',
         '逃税数额', 40000, '元', 100000, 0.4, ['has_recovery_notice'], NULL, NULL, 5, '追诉标准二', '201@2022-05-15', 'V')"""
    )
    con.executemany(
        "INSERT INTO landing.batch VALUES (?, ?, ?, ?, '', ?, ?, 'gb18030', 'csv', 1, NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)",
        [
            ["b1", "青浦市监", "penalty", "处罚.csv", "s1", "", json.dumps({"文号": "decision_no", "相对人证件": "party_id_no"}), 10, 6, 1, 1, 2, date(2024, 1, 1), date(2024, 7, 1), "imported", None, datetime(2026, 11, 24, 8)],
            ["b2", "青浦公安", None, "坏.csv", "s2", "", None, 0, 0, 0, 0, 0, None, None, "refused", "编码无法识别", datetime(2026, 11, 24, 8)],
        ],
    )  # fmt: skip
    con.executemany(
        "INSERT INTO landing.quarantine VALUES ('b1', 'penalty', ?, '处罚.csv', '', ?, ?, ?)",
        [
            ["青浦市监", 4, "处罚决定日期 无法读取", json.dumps({"文号": "=cmd|' /C calc'!A0", "相对人证件": ID_NO, "金额": "-5"}, ensure_ascii=False)],
            ["../青浦", 9, "行政处罚决定书文号 为空", json.dumps({"文号": "", "案情": f"当事人身份证号{ID_NO}，\n“引号\"”", "证件号码": "A12345678"}, ensure_ascii=False)],
        ],
    )  # fmt: skip


def _findings(con: duckdb.DuckDBPyConnection) -> None:
    names = ("某某商行", '=HYPERLINK("http://x","王\n五")', "王小明\x0b\x00尾", "李四")
    facts = (f"王小明销售金额62000元，身份证{ID_NO}。", "事实", LONG, "事实")
    for position, subject in enumerate(SUBJECTS):
        is_flagged = position < 3
        con.execute(
            "INSERT INTO finding.finding VALUES (" + ", ".join("?" * 35) + ")",
            [
                f"{position and 0}f00000000{'abcd'[position]}{position + 1}", MODEL, "1.0.0", "rule", "以罚代刑", ("high", "high", "medium", "low")[position],
                0.9 - position / 10, position + 1 if is_flagged else None, "penalty", f"r{position + 1}", subject,
                [subject, "另〔2024〕1号"], "上海市青浦区市场监督管理局", "P1", names[position], CREDIT_CODE,
                "销售假冒注册商标的商品罪", "214@2025-04-26", "法释〔2025〕5号第三条", "sales_cny", Decimal("62000.0000"), "元",
                Decimal("50000.0000"), 1.24, f"{names[position]}，未见移送记录。" if position else f"王小明（{ID_NO}）未见移送记录。",
                "提供移送书回执", evidence(subject, facts[position]), date(2024, 7, 18), date(2026, 11, 24),
                datetime(2026, 11, 24, 9, 30), datetime(2026, 11, 24, 9, 30), "new" if is_flagged else "cleared", None,
                is_flagged, "run-1",
            ],
        )  # fmt: skip
