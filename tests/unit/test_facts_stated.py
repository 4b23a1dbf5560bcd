"""What a decision says of its circumstances: stated, denied, or nothing; samples and transfers by name."""

from __future__ import annotations

import pytest

from models.facts import stated
from warehouse.pool import memory

Row = tuple[str, bool, str | None, int, int, str]

STATED = [
    ("符合从轻处罚情形，罚款2000元。", "lenient", True, None),
    ("依法予以减轻处罚。", "mitigated", True, None),
    ("当事人不具有从轻或者减轻处罚的情节。", "mitigated", False, None),
    ("当事人拒不整改，应当从重处罚。", "aggravated", True, None),
    ("危害后果轻微，决定不予行政处罚。", "unpunished", True, None),
    ("当事人系初次违法。", "first_time", True, None),
    ("当事人曾于2023年5月因无证经营被我局处以罚款的行政处罚。", "punished_before", True, None),
    ("当事人两年内受过二次行政处罚，又再次发布虚假广告。", "punished_before", True, None),
    ("当事人此前未因同类行为受过行政处罚。", "punished_before", False, None),
    ("当事人主动消除危害后果。", "voluntary", True, None),
    ("当事人明知是假货仍然销售。", "knowing", True, None),
    ("当事人对侵权并不知情。", "knowing", False, None),
    ("在同一种商品上使用与甲牌相同的商标。", "identical_mark", True, None),
    ("两个标志构成近似。", "similar_mark", True, None),
    ("供货人另案处理。", "handled_separately", True, None),
    ("此前三次销售均未经处理。", "not_dealt_with", True, None),
    ("该决定被复议机关撤销。", "decision_revoked", True, None),
    ("责令其十日内支付工资。", "ordered_to_pay", True, None),
    ("经某某检测中心检验，该批酒不合格。", "appraised", True, None),
    ("送检样品检出西布曲明成分。", "substance", True, "西布曲明"),
    ("孔雀石绿检出值为5.6μg/kg。", "substance", True, "孔雀石绿"),
    ("产品未检出牛源性成分。", "substance_absent", True, "牛源性"),
    ("本案移送某某市公安局处理。", "transferred_to", True, "某某市公安局"),
    ("我局于2024年3月12日将该案移送公安机关。", "transferred_on", True, "2024年3月12日"),
]


def _read(*facts: str) -> dict[str, list[Row]]:
    """Return what each text states, all of them read at once."""
    con = memory()
    con.execute(
        "CREATE TABLE known.penalty "
        "(record_id VARCHAR, facts VARCHAR, penalty_text VARCHAR, violation VARCHAR, remark VARCHAR)"
    )
    con.execute(
        "CREATE TABLE known.admin_case "
        "(record_id VARCHAR, facts VARCHAR, close_reason VARCHAR, violation VARCHAR)"
    )
    con.execute("CREATE TABLE known.transfer (record_id VARCHAR, facts VARCHAR)")
    con.executemany(
        "INSERT INTO known.penalty VALUES (?, ?, NULL, NULL, NULL)", [[text, text] for text in facts]
    )
    stated.build(con)
    found: dict[str, list[Row]] = {text: [] for text in facts}
    query = 'SELECT record_id, what, value, name, start, "end", span FROM fact.stated ORDER BY ALL'
    for text, *row in con.execute(query).fetchall():
        found[text].append(tuple(row))
    return found


@pytest.fixture(scope="module")
def read() -> dict[str, list[Row]]:
    return _read(*(text for text, *_ in STATED))


@pytest.mark.parametrize(("text", "what", "value", "name"), STATED)
def test_what_is_stated(
    read: dict[str, list[Row]], text: str, what: str, value: bool, name: str | None
) -> None:
    assert (what, value, name) in [row[:3] for row in read[text]], read[text]
    for row in read[text]:
        assert text[row[3] : row[4]] == row[5]


def test_what_a_law_says_or_nobody_did_is_not_stated() -> None:
    texts = [
        "有下列情形之一的，应当从轻或者减轻处罚。",
        "样品中不得检出孔雀石绿。",
        "案件未移送公安机关。",
        "当事人销售金额为5000元。",
    ]
    assert {text: rows for text, rows in _read(*texts).items() if rows} == {}
