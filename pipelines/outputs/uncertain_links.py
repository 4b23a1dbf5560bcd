"""The links that are neither sure nor to be ignored, as a form: analysts fill in 同一 or 不同."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import xlsxwriter

from models.parties.judgements import Judgement, Verdict, find, numbered_sql
from pipelines.outputs.workbooks import opened
from warehouse import tables
from warehouse.errors import XianjieError

SHEET = "待核关联"
NAME = "uncertain_links.xlsx"
VERDICTS: dict[str, Verdict] = {"同一": "same", "不同": "different"}
_ONE, _OTHER, _VERDICT, _NOTE = "行政记录", "刑事记录", "结论", "说明"
_WIDTHS = {_ONE: 44, _OTHER: 44, "概率": 8, "理由": 70, "次优候选": 30, _VERDICT: 10, _NOTE: 40}
_QUERY = """
WITH numbered AS ({numbered}),
setting AS (
    SELECT
        max(value) FILTER (WHERE id = 'link_sure') AS sure,
        max(value) FILTER (WHERE id = 'link_possible') AS possible
    FROM rule.parameter WHERE model = 'f01_penalty_instead_of_prosecution'
)
SELECT
    a.no || '/' || p.party_name AS "{one}",
    b.no || '/' || q.party_name AS "{other}",
    round(k.probability, 2) AS "概率",
    k.why_zh AS "理由",
    k.next_party || '（' || round(k.next_probability, 2) || '）' AS "次优候选",
    NULL::VARCHAR AS "{verdict}", NULL::VARCHAR AS "{note}"
FROM party.link AS k
CROSS JOIN setting AS s
JOIN numbered AS a ON a.feed = k.a_feed AND a.record_id = k.a_record
JOIN numbered AS b ON b.feed = k.b_feed AND b.record_id = k.b_record
JOIN party.resolved AS p ON p.feed = k.a_feed AND p.record_id = k.a_record
JOIN party.resolved AS q ON q.feed = k.b_feed AND q.record_id = k.b_record
WHERE k.probability >= s.possible AND k.probability < s.sure
ORDER BY k.probability DESC, 1, 2
"""


def frame(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return the uncertain links, the likeliest first.

    Raises
    ------
    XianjieError
        If no run has linked parties yet.
    """
    if not tables.exists(con, "party", "link"):
        raise XianjieError("尚未关联当事人", where="party.link", action="请先运行 xianjie run")
    query = _QUERY.format(numbered=numbered_sql(), one=_ONE, other=_OTHER, verdict=_VERDICT, note=_NOTE)
    links: pl.DataFrame = con.sql(query).pl()
    return links


def write(links: pl.DataFrame, path: Path) -> None:
    """Write the form; the verdict is chosen from a list."""
    # The time of writing would make two equal forms differ.
    with xlsxwriter.Workbook(path, {"strings_to_urls": False, "strings_to_formulas": False}) as book:
        book.set_properties({"title": SHEET, "created": datetime(2000, 1, 1)})
        page = book.add_worksheet(SHEET)
        links.write_excel(book, page, column_widths={name: width * 7 for name, width in _WIDTHS.items()})
        column = links.columns.index(_VERDICT)
        page.data_validation(
            1, column, max(len(links), 1), column, {"validate": "list", "source": list(VERDICTS)}
        )
        page.freeze_panes(1, 0)


def read(con: duckdb.DuckDBPyConnection, path: Path) -> list[Judgement]:
    """Return the judgements of a filled-in form; rows without a verdict are none.

    Raises
    ------
    XianjieError
        If the file is no such form, a verdict is unknown, or a record is not found: then none counts.
    """
    book = opened(path)
    if SHEET not in book.sheetnames:
        raise XianjieError(
            "不是待核关联表",
            where=str(path),
            expected=f"工作表“{SHEET}”",
            action="请用 xianjie party uncertain 导出后填写",
        )
    rows = book[SHEET].iter_rows(values_only=True)
    heads = [str(cell or "") for cell in next(rows, ())]
    missing = {_ONE, _OTHER, _VERDICT} - set(heads)
    if missing:
        raise XianjieError("缺少列", where=f"{path} · {SHEET}", expected="、".join(sorted(missing)))
    told: list[dict[str, Any]] = [dict(zip(heads, row, strict=False)) for row in rows]
    return [
        Judgement(
            find(con, str(row[_ONE])),
            find(con, str(row[_OTHER])),
            _verdict(str(row[_VERDICT]).strip(), f"{path} · {SHEET} · 第 {place} 行"),
            str(row.get(_NOTE) or ""),
        )
        for place, row in enumerate(told, 2)
        if row[_VERDICT]
    ]


def _verdict(word: str, where: str) -> Verdict:
    if word not in VERDICTS:
        raise XianjieError("没有这种结论", where=where, found=word, expected="、".join(VERDICTS))
    return VERDICTS[word]
