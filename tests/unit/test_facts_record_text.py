"""Numbers that a line breaks in two are one number, and every sign keeps its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import facts
from warehouse.intake.values import install_macros
from warehouse.pool import memory

SQL = Path(facts.__file__).with_name("sql") / "record_text.sql"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("票面税额总计69,2\n40.00元。", "票面税额总计69,240.00 元。"),
        ("应缴税款43\n000元。", "应缴税款43000 元。"),
        ("货值共1,\n234元", "货值共1,234 元"),
        ("货值共12,34\n5元", "货值共12,345 元"),
        ("共12\n.5万元", "共12.5 万元"),
        ("得１５,\n７２０元。", "得１５,７２０ 元。"),
        ("税款４３\n０００元。", "税款４３０００ 元。"),
        ("纸箱3\n瓶子5\n12元", "纸箱3\n瓶子5\n12元"),
        ("甲 5\n300元", "甲 5\n300元"),
    ],
)
def test_a_broken_number_is_one(text: str, read: str) -> None:
    con = memory()
    install_macros(con)
    con.execute(
        "CREATE TABLE known.penalty "
        "(record_id VARCHAR, facts VARCHAR, penalty_text VARCHAR, violation VARCHAR, remark VARCHAR)"
    )
    con.execute(
        "CREATE TABLE known.admin_case "
        "(record_id VARCHAR, facts VARCHAR, close_reason VARCHAR, violation VARCHAR)"
    )
    con.execute("CREATE TABLE known.transfer (record_id VARCHAR, facts VARCHAR)")
    con.execute("CREATE TABLE known.police_case (record_id VARCHAR, facts VARCHAR, outcome VARCHAR)")
    con.execute("INSERT INTO known.penalty VALUES ('1', ?, NULL, NULL, NULL)", [text])
    found = con.execute(f"SELECT text FROM ({SQL.read_text('utf-8')}) WHERE told_in = 'facts'").fetchall()
    assert found == [(read,)]
    assert len(read) == len(text)
