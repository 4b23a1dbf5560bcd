"""What a slip tells about rows that were taken.

Values that corrections left out, words that nobody knows, parties that gave way to another one under the same
number, several parties in one cell. All read the tables of one pass (:mod:`warehouse.intake.pooling`) and add
to the notes of its batches.
"""

from __future__ import annotations

import json

import duckdb

from warehouse.column import Column
from warehouse.contract import Feed

# A correction without a column takes its value out of the current version; whoever sent it may not mean that.
# What it corrects came before it in this pass, or else stands in the pool.
_LOST = """
WITH previous AS (
    SELECT v.place AS corrected_place, {columns} FROM pooled_verdict AS v
    JOIN pooled_row AS p ON p.rowid = v.previous_place
    UNION ALL
    SELECT v.place AS corrected_place, {columns} FROM pooled_verdict AS v
    JOIN pool."{feed}" AS p ON p.record_id = v.record_id AND p.recorded_to IS NULL
    WHERE v.previous_place IS NULL
)
SELECT b.batch_id, {lost}
FROM pooled_verdict AS v
JOIN previous AS p ON p.corrected_place = v.place
JOIN pooled_row AS n ON n.rowid = v.place
JOIN landing.batch AS b ON b.batch_id = v.batch_id
WHERE v.verdict = 'revised' GROUP BY b.batch_id ORDER BY b.batch_id
"""
_LOSES = """count(*) FILTER (
    WHERE p."{column}" IS NOT NULL AND n."{column}" IS NULL
    AND NOT list_contains(json_extract_string(b.columns, '$.*'), '{column}'))"""
# Two rows of one file with one number and two parties: hardly a correction, but only the later one counts.
_REPLACED = """
SELECT n.batch_id, list(n.row_no ORDER BY n.row_no)
FROM pooled_verdict AS v
JOIN pooled_row AS n ON n.rowid = v.place
JOIN pooled_row AS p ON p.rowid = v.previous_place AND p.batch_id = n.batch_id
WHERE v.verdict = 'revised' AND x_name(p."{column}") <> x_name(n."{column}")
GROUP BY n.batch_id ORDER BY n.batch_id
"""
# Several names in one cell: the record is nobody's that another record could be linked with.
_LISTED = """
SELECT batch_id, list(row_no ORDER BY row_no)
FROM pooled_row
WHERE reason IS NULL AND len(list_filter(
    x_listed_names(regexp_replace("{column}", '[（(][^（()）]*[）)]|Co[.]?,', '', 'g')),
    lambda one: length(one) > 1
)) > 1
GROUP BY batch_id ORDER BY batch_id
"""
# A word that no member of an enumeration stands for: whoever asks for a member passes over the row.
_UNKNOWN = """
SELECT batch_id, count(*), list_sort(list(DISTINCT "{column}"))
FROM pooled_row WHERE reason IS NULL AND list_contains(marks, '{column}:unknown_value')
GROUP BY batch_id ORDER BY batch_id
"""
# Who sent the file must not have to open another one to know which rows came back.
_QUARANTINED = """
SELECT batch_id, reason, count(*), list(row_no ORDER BY row_no)
FROM landing.quarantine WHERE batch_id IN (SELECT batch_id FROM pooled_batch)
GROUP BY batch_id, reason ORDER BY batch_id, min(row_no), reason
"""
_SHOWN_REASONS = 5
_SHOWN_WORDS, _SHOWN_SIGNS, _SHOWN_ROWS = 5, 20, 10
_NOTE = "UPDATE landing.batch SET notes = ? WHERE batch_id = ?"


def remark_lost(con: duckdb.DuckDBPyConnection, feed: Feed) -> None:
    """Tell on the slip which columns corrections did not bring, though the record had values in them."""
    if feed.completes:  # of every column the latest value counts, whichever delivery brought it
        return
    lost = ", ".join(_LOSES.format(column=name) for name in feed.names)
    columns = ", ".join(f'p."{name}"' for name in feed.names)
    told_by = con.execute(_LOST.format(feed=feed.name, columns=columns, lost=lost)).fetchall()
    for batch_id, *losses in told_by:
        missing = [column.label for column, rows in zip(feed.columns, losses, strict=True) if rows]
        if missing:
            told = (
                f"更正的 {max(losses)} 行没有交来此前已有的列：{'、'.join(missing)}；"
                "此前的值只留在历史中，如仍有效，请连同这些列重新报送"
            )
            _note(con, batch_id, told)


def remark_replaced(con: duckdb.DuckDBPyConnection, feed: Feed) -> None:
    """Tell on the slip which rows took the place of another party's under one number of the same file."""
    party = _party(feed)
    if party is None or party.name in feed.key:
        return
    for batch_id, rows in con.execute(_REPLACED.format(column=party.name)).fetchall():
        told = (
            f"第 {_shown(rows)}行与本表前面一行文号相同而「{party.label}」不同，"
            "按更正处理，只有后一行作数；一份文书有数名当事人的，"
            "请每人一行，在文号后加“之一”“之二”区分后重新报送"
        )
        _note(con, batch_id, told)


def remark_listed(con: duckdb.DuckDBPyConnection, feed: Feed) -> None:
    """Tell on the slip which rows name several parties in one cell; what the procuratorate issues may."""
    party = _party(feed)
    if party is None or not party.required:
        return
    for batch_id, rows in con.execute(_LISTED.format(column=party.name)).fetchall():
        told = (
            f"第 {_shown(rows)}行的「{party.label}」写了数名当事人，作为一个名称保留，"
            "不能与各人的其他记录关联；请每人一行，连同各自的证件号码或者信用代码重新报送"
        )
        _note(con, batch_id, told)


def remark_quarantined(con: duckdb.DuckDBPyConnection) -> None:
    """Tell on the slip which rows could not be loaded, and why."""
    told: dict[str, list[str]] = {}
    for batch_id, reason, number, rows in con.execute(_QUARANTINED).fetchall():
        told.setdefault(batch_id, []).append(f"隔离 {number:,} 行：第 {_shown(rows)}行{reason}")
    for batch_id, reasons in told.items():
        more = len(reasons) - _SHOWN_REASONS
        shown = reasons[:_SHOWN_REASONS] + ([f"另有 {more} 种原因的行被隔离"] if more > 0 else [])
        for line in shown:
            _note(con, batch_id, f"{line}；请补正后重新报送")


def _party(feed: Feed) -> Column | None:
    return next((column for column in feed.columns if column.form == "name" and column.pii), None)


def _shown(rows: list[int]) -> str:
    return "、".join(map(str, rows[:_SHOWN_ROWS])) + (" 等" if len(rows) > _SHOWN_ROWS else " ")


def remark_unknown(con: duckdb.DuckDBPyConnection, feed: Feed) -> None:
    """Tell on the slip which words of enumerations nobody knows."""
    for column in feed.columns:
        if column.type != "enum":
            continue
        for batch_id, rows, words in con.execute(_UNKNOWN.format(column=column.name)).fetchall():
            shown = "、".join(word[:_SHOWN_SIGNS] for word in words[:_SHOWN_WORDS]) + (
                "…" if len(words) > _SHOWN_WORDS else ""
            )
            told = (
                f"「{column.label}」有 {rows} 行的取值不在规定之内：{shown}；"
                "原文保留，按规定取值查找的模型用不到这些行，"
                f"应为：{'、'.join(column.values)}"
            )
            _note(con, batch_id, told)


def _note(con: duckdb.DuckDBPyConnection, batch_id: str, told: str) -> None:
    ((notes,),) = con.execute("SELECT notes FROM landing.batch WHERE batch_id = ?", [batch_id]).fetchall()
    con.execute(_NOTE, [json.dumps([*json.loads(notes), told], ensure_ascii=False), batch_id])
