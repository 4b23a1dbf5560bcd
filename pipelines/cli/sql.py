"""``xianjie sql``: read-only questions to the published snapshot."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.common import HomeOption, JsonOption, harmless, show_json, show_table
from warehouse.errors import XianjieError

if TYPE_CHECKING:
    import duckdb

_PROMPT = "xianjie> "


def sql(
    query: Annotated[
        str | None, typer.Argument(metavar="QUERY", help="SQL 语句，或预备问题的编号（01 至 20）")
    ] = None,
    is_list: Annotated[bool, typer.Option("--list", help="列出预备问题")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask the published snapshot; nothing can be changed in it."""
    from pipelines.outputs.questions import questions

    if is_list:
        show_table("预备问题", [("编号", "left"), ("问题", "fold")], [[q.no, q.title] for q in questions()])
        return
    from pipelines.outputs.publish import SNAPSHOT
    from warehouse.home import Home
    from warehouse.pool import snapshot

    path = Home((home or Path("home")).resolve()).published / SNAPSHOT
    if not path.exists():
        raise XianjieError("尚无已发布的快照", where=str(path), action="先运行 xianjie run")
    with snapshot(path) as con:
        if query is not None:
            _answer(con, query, as_json=as_json)
        else:
            _converse(con)


def _converse(con: duckdb.DuckDBPyConnection) -> None:
    """Read statements, each up to its semicolon, until the end of the input."""
    if sys.stdin.isatty():
        print("只读查询；语句以分号结束，编号 01 至 20 为预备问题，Ctrl-D 退出。")
    waiting, is_asked = "", sys.stdin.isatty()
    while True:
        try:
            line = input(_PROMPT if sys.stdin.isatty() and not waiting else "")
        except EOFError:
            break
        waiting = f"{waiting}\n{line}".strip()
        is_asked = is_asked or bool(waiting)
        if waiting.endswith(";") or waiting.isdigit():
            try:
                _answer(con, waiting, as_json=False)
            except XianjieError as error:
                print(f"错误: {error}", file=sys.stderr)
            waiting = ""
    if waiting:
        _answer(con, waiting, as_json=False)
    elif not is_asked:
        raise typer.BadParameter("没有问题：请给出 SQL 语句或预备问题的编号，或用 --list 列出预备问题")


def _answer(con: duckdb.DuckDBPyConnection, query: str, *, as_json: bool) -> None:
    import duckdb

    from pipelines.outputs.questions import questions

    asked = query.strip(" ;")
    number = asked.zfill(2) if asked.isdigit() else None
    prepared = next((q for q in questions() if q.no == number), None)
    if number and prepared is None:
        raise XianjieError("没有这个预备问题", found=asked, action="xianjie sql --list 列出全部")
    try:
        answer = con.sql(prepared.sql if prepared else query.rstrip("; \n"))
        columns = list(answer.columns) if answer is not None else []
        rows = answer.fetchall() if answer is not None else []
    except duckdb.Error as error:
        raise XianjieError(
            "查询未能执行",
            found=harmless(str(error)).partition("\n")[0],
            action="只能查询；表名用 SHOW TABLES，一张表的列用 DESCRIBE 表名 查看",
        ) from error
    if as_json:
        show_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif columns:
        # Not as the table's title, which is broken to the width of a narrow answer.
        print(prepared.title if prepared else f"{len(rows):,} 行")
        numeric = [
            all(isinstance(row[n], int | float | Decimal | None) for row in rows) for n in range(len(columns))
        ]
        sides = ["right" if is_number and rows else "left" for is_number in numeric]
        show_table("", list(zip(columns, sides, strict=True)), rows)
