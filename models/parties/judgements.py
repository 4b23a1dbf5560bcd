"""What analysts judged: two records speak of one party, or of two. Append-only, and stronger than any score.

A judgement names records and not party ids: the id of a party without a number may change when more is
known of it, a record stays. They are written to a journal in the home folder first, so that no rebuild of the
pool loses one, and replayed into ``party.judgement``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import duckdb

from warehouse import tables
from warehouse.errors import XianjieError
from warehouse.intake.values import install_macros

Verdict = Literal["same", "different"]
# The number of a record, by which analysts call it.
NUMBERS = {
    "penalty": "decision_no",
    "admin_case": "case_no",
    "transfer": "transfer_no",
    "police_case": "police_case_no",
    "prosecution": "pros_no",
    "judgment": "court_case_no",
    "procuratorial_document": "doc_no",
}
# Between number and name, where one number has several suspects.
NAME_SIGN = "/"
_TABLE = """CREATE TABLE IF NOT EXISTS party.judgement (
    judgement_id VARCHAR, judged_at TIMESTAMP, judged_by VARCHAR, verdict VARCHAR,
    a_feed VARCHAR, a_record VARCHAR, b_feed VARCHAR, b_record VARCHAR, note VARCHAR)"""
_SHOWN = 5


@dataclass(frozen=True)
class Named:
    """A record as an analyst named it, and its party."""

    feed: str
    record_id: str
    no: str
    party_name: str
    party_id: str

    def __str__(self) -> str:
        return f"{self.no}{NAME_SIGN}{self.party_name}"


@dataclass(frozen=True)
class Judgement:
    """One verdict on two records.

    Parameters
    ----------
    one, other : Named
        The records.
    verdict : {"same", "different"}
        Whether they speak of one party.
    note : str
        Why.
    """

    one: Named
    other: Named
    verdict: Verdict
    note: str


_NUMBERED = "SELECT '{feed}' AS feed, record_id, {column} AS no FROM known.{feed}"
_FIND = """WITH numbered AS ({numbered})
SELECT r.feed, r.record_id, n.no, r.party_name, r.party_id
FROM party.resolved AS r JOIN numbered AS n USING (feed, record_id)
WHERE (x_number(n.no) = x_number($number) AND ($name = '' OR x_party(r.party_name) = x_party($name)))
   OR r.party_id = $text OR r.person_id = $text
ORDER BY r.party_id <> $text, r.feed, n.no, r.party_name"""


def numbered_sql() -> str:
    """Return a SELECT of feed, record id and number of every record that analysts call by a number."""
    return " UNION ALL ".join(_NUMBERED.format(feed=feed, column=name) for feed, name in NUMBERS.items())


def ensure(con: duckdb.DuckDBPyConnection) -> None:
    """Create the table of judgements if it is not there."""
    con.execute(_TABLE)


def find(con: duckdb.DuckDBPyConnection, text: str) -> Named:
    """Return the record that ``text`` names: a number, a number and a name (``NO/NAME``), or a party's id.

    Raises
    ------
    XianjieError
        If none or several do.
    """
    if not tables.exists(con, "party", "resolved"):
        raise XianjieError("尚未关联当事人", where="party.resolved", action="请先运行 xianjie run")
    install_macros(con)
    number, _, name = text.partition(NAME_SIGN)
    rows = con.execute(
        _FIND.format(numbered=numbered_sql()), {"number": number, "name": name, "text": text}
    ).fetchall()
    found = [Named(*row) for row in rows]
    by_id = [each for each in found if each.party_id == text]
    if by_id:
        return by_id[0]
    if len(found) != 1:
        raise XianjieError(
            "多条记录有这个文书号" if found else "没有这个文书号的记录",
            where=text,
            expected="以下之一：" + "、".join(map(str, found[:_SHOWN]))
            if found
            else "文书号、“文书号/姓名”或主体编号",
            action="请写明当事人，如“文书号/姓名”" if found else "请从清单复制文书号",
        )
    return found[0]


def entries(judgements: Sequence[Judgement], *, judged_by: str, judged_at: datetime) -> list[dict[str, str]]:
    """Return the lines that a journal keeps of judgements.

    Raises
    ------
    XianjieError
        If a judgement names one record twice.
    """
    for each in judgements:
        if (each.one.feed, each.one.record_id) == (each.other.feed, each.other.record_id):
            raise XianjieError("记录与自身比较", where=str(each.one), action="请给出两条记录")
    return [
        {
            "judged_at": judged_at.isoformat(timespec="microseconds"),
            "judged_by": judged_by,
            "verdict": each.verdict,
            "a_feed": each.one.feed,
            "a_record": each.one.record_id,
            "b_feed": each.other.feed,
            "b_record": each.other.record_id,
            "note": each.note,
        }
        for each in judgements
    ]


def replay(con: duckdb.DuckDBPyConnection, journal: Sequence[Mapping[str, Any]]) -> None:
    """Make ``party.judgement`` what the journal says; the next linkage goes by it."""
    ensure(con)
    con.execute("DELETE FROM party.judgement")
    columns = ("judged_at", "judged_by", "verdict", "a_feed", "a_record", "b_feed", "b_record", "note")
    rows = [[row["hash"][:12], *(row[name] for name in columns)] for row in journal]
    tables.fill(con, "party.judgement", rows)
