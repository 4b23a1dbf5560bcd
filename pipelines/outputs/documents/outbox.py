"""What goes out to an agency without access, and how its answer comes back.

``outbox/<agency>/<document>/``: the document, ``manifest.json``, and a reply form whose locked columns say
which document it is about. The form, filled in and put into the inbox, is imported like any delivery.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from warehouse.contract import load_feeds
from warehouse.errors import XianjieError
from warehouse.intake.values import install_macros

REPLY_PREFIX = "文书回复"
_FEED = "document_reply"
_TOLD = ("doc_no", "kind", "to_authority", "issued_on", "reply_due_on")
_FILLED = ("served_on", "replied_on", "reply_result", "reply_decision_no")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s]')
_WIDTH = 22
_FONT = "宋体"


def deliver(
    con: duckdb.DuckDBPyConnection, outbox: Path, doc_no: str, files: Sequence[Path], at: datetime
) -> Path:
    """Put a document into its agency's outbox, with a manifest and a reply form.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection to the pool after a run.
    outbox : Path
        The outbox of the home folder.
    doc_no : str
        The document's number, as any feed may write it.
    files : sequence of Path
        The document itself and what is enclosed; copied.
    at : datetime
        When it was put there.

    Returns
    -------
    Path
        The folder of the document.

    Raises
    ------
    XianjieError
        If the pool has no such document, or a file is not there.
    """
    paper = _paper(con, doc_no)
    for file in files:
        if not file.is_file():
            raise XianjieError("没有这个文件", where=str(file), action="请给出要送出的文件")
    folder = outbox / _safe(paper["to_authority"]) / _safe(paper["doc_no"])
    folder.mkdir(parents=True, exist_ok=True)
    form = folder / f"{REPLY_PREFIX}_{_safe(paper['doc_no'])}.xlsx"
    _write_form(form, paper)
    copied = [Path(shutil.copy2(file, folder / file.name)) for file in files]
    manifest = {
        **{name: paper[name] for name in _TOLD},
        "delivered_at": at,
        "return": "请填写回复表中未锁定的栏目后退回；回复表放入收件箱即自动导入。",
        "files": [
            {
                "name": path.name,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                "bytes": path.stat().st_size,
            }
            for path in [*copied, form]
        ],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, default=str)
    (folder / "manifest.json").write_text(text + "\n", "utf-8")
    return folder


def _paper(con: duckdb.DuckDBPyConnection, doc_no: str) -> dict[str, Any]:
    install_macros(con)
    found = con.execute(
        """SELECT d.doc_no, d.kind, d.to_authority, d.issued_on, t.due_on AS reply_due_on
        FROM known.procuratorial_document AS d
        JOIN fact.paper_due AS t USING (record_id)
        WHERE x_number(d.doc_no) = x_number(?)""",
        [doc_no],
    )
    names = [column[0] for column in found.description or []]
    rows = found.fetchall()
    if not rows:
        raise XianjieError("没有这份文书", where=doc_no, action="请用 xianjie documents 查看")
    return dict(zip(names, rows[0], strict=True))


def _safe(text: str) -> str:
    """Return a name for a file or folder: nothing that leads elsewhere."""
    return _FORBIDDEN.sub("_", text).strip(".") or "_"


def _write_form(path: Path, paper: dict[str, Any]) -> None:
    """Write the form: what it is about is locked, what the agency fills in is not."""
    reply = load_feeds()[_FEED]
    document = load_feeds()["procuratorial_document"]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("回复表")
        base = {"font_name": _FONT, "font_size": 11, "text_wrap": True, "valign": "vcenter", "border": 1}
        head = book.add_format({**base, "bold": True, "bg_color": "#D9D9D9"})
        locked = book.add_format({**base, "bg_color": "#F2F2F2"})
        open_text = book.add_format({**base, "locked": False, "num_format": "@"})
        open_day = book.add_format({**base, "locked": False, "num_format": "yyyy-mm-dd"})
        sheet.merge_range(
            0, 0, 0, len(_TOLD) + len(_FILLED) - 1, "送达回执与回复表（请只填写白色栏目）", head
        )
        for place, name in enumerate((*_TOLD, *_FILLED)):
            sheet.write_string(1, place, document.by_name[name].label, head)
            sheet.set_column(place, place, _WIDTH)
        for place, name in enumerate(_TOLD):
            value = paper[name]
            sheet.write_string(
                2, place, value.isoformat() if isinstance(value, date) else str(value or ""), locked
            )
        for place, name in enumerate(_FILLED, len(_TOLD)):
            column = reply.by_name[name]
            sheet.write_blank(2, place, None, open_day if column.type == "date" else open_text)
            if column.type == "date":
                sheet.data_validation(
                    2,
                    place,
                    2,
                    place,
                    {"validate": "date", "criteria": ">", "value": paper["issued_on"], "ignore_blank": True},
                )
            if column.values:
                sheet.data_validation(2, place, 2, place, {"validate": "list", "source": list(column.values)})
        sheet.protect(options={"format_columns": True})
        sheet.freeze_panes(2, 1)
