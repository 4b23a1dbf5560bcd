"""Reads a cell of the report back into a value, by the rules of the report's form and not by its code.

No cell is exempt. Two are not told as the query gives them, and are compared by a rule: a model is told by
its number alone (its name stands in the last table), a feed by its Chinese name. Numbers are compared as
exact as they are told: figures to two decimals, shares to a tenth of a percent.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx

from warehouse.contract import load_feeds
from warehouse.pool import memory

SHARES = frozenset({"比例", "查实率", "区间下限", "区间上限"})
_FEEDS = {feed.name: feed.label for feed in load_feeds().values()}
Answer = tuple[list[str], list[tuple[Any, ...]]]


def answers(database: Path, script: Path) -> list[Answer]:
    """Run reproduce.sql on a snapshot: heads and rows of every query that gives rows."""
    con = memory()
    con.execute(f"ATTACH '{database}' AS s (READ_ONLY)")
    con.execute("USE s")
    found = []
    for statement in con.extract_statements(script.read_text("utf-8")):
        asked = con.execute(statement)
        heads, rows = [column[0] for column in asked.description or []], asked.fetchall()
        found += [(heads, rows)] if rows and statement.query.strip().upper().find("SET VARIABLE") < 0 else []
    return found


def tables(path: Path) -> list[list[list[str]]]:
    """Return every table of a report as texts, heads first."""
    if path.suffix == ".docx":
        found = docx.Document(str(path)).tables
        return [[[cell.text for cell in row.cells] for row in table.rows] for table in found]
    page = path.read_text("utf-8")
    return [
        [
            [
                html.unescape(cell)
                for cell in re.findall(r"<t[hd](?: class=\"figure\")?>(.*?)</t[hd]>", row, re.DOTALL)
            ]
            for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        ]
        for table in re.findall(r"<table>(.*?)</table>", page, re.DOTALL)
    ]


def told(text: str, head: str) -> Any:
    """Return what a cell says: None, a number, or the text."""
    if text == "—":
        return None
    if head in SHARES:
        return Decimal(text.removesuffix("%")) / 100
    if re.fullmatch(r"-?\d{1,3}(,\d{3})*(\.\d+)?", text):
        return Decimal(text.replace(",", ""))
    return text


def meant(value: Any, head: str) -> Any:
    """Return the same of what the query gave, as exact as the report tells it."""
    if isinstance(value, bool) or value is None:
        return value
    if head in SHARES:
        return Decimal(f"{float(value):.3f}")
    if isinstance(value, (int, float, Decimal)):
        return Decimal(f"{float(value):.2f}").normalize()
    if isinstance(value, (date, datetime)):
        return value.strftime("%Y-%m-%d")
    if head in ("模型", "事项"):
        return told(re.sub(r"([a-z]\d\d)_[a-z_]+", r"\1", value), head)
    return _FEEDS[value] if head == "数据类别" else told(value, head)


def differences(table: Sequence[Sequence[str]], answer: Answer) -> list[str]:
    """Return every cell of a table, heads included, that is not what the query gives."""
    heads, rows = answer
    if list(table[0]) != heads or len(table) != len(rows) + 1:
        return [f"heads {table[0]} / {heads}, rows {len(table) - 1} / {len(rows)}"]
    return [
        f"{head}: {text!r} / {value!r}"
        for line, row in zip(table[1:], rows, strict=True)
        for text, value, head in zip(line, row, heads, strict=True)
        if told(text, head) != meant(value, head)
    ]
