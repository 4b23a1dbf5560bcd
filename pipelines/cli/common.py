"""What the commands share: the home folder, dates, the screen."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    import duckdb

    from warehouse.home import Home

HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home", metavar="DIR", envvar="XIANJIE_HOME", help="数据与结果所在的文件夹（默认 ./home）"
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="以 JSON 输出到标准输出，供程序读取")]
# Where the output is no terminal it has no width; wide enough for the tables, and the same everywhere.
_PLAIN_WIDTH = 160
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def day(text: str) -> date:
    """Read a date of the command line.

    Raises
    ------
    typer.BadParameter
        If it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text} 不是日期，应为 2026-11-24 的形式") from None


def moment(text: str) -> datetime:
    """Read a time of the command line; a bare date means its first moment.

    Raises
    ------
    typer.BadParameter
        If it is none.
    """
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text} 不是时间，应为 2026-11-24T08:30 的形式") from None


def now() -> datetime:
    """Return the time in Shanghai, naive, as the pool stores it."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None)


def open_home(root: Path | None) -> Home:
    """Return the home folder, creating it on first use."""
    from warehouse.home import Home

    return Home.open(root)


@contextmanager
def reading(root: Path | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a reading connection to the pool.

    Raises
    ------
    XianjieError
        If nothing was ever imported there.
    """
    from warehouse.errors import XianjieError
    from warehouse.home import Home

    # Not Home.open: looking at a folder must not make one.
    home = Home((root or Path("home")).resolve())
    if not home.pool.path.exists():
        raise XianjieError("尚无数据", where=str(home.root), action="先运行 xianjie import 与 xianjie run")
    with home.pool.read() as con:
        yield con


def show_json(value: object) -> None:
    """Print a value as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def show_text(text: str) -> None:
    """Print a text that holds delivered values."""
    print(harmless(text))


def harmless(text: str) -> str:
    """Return text without what would steer a terminal: a delivered value may hold escape sequences."""
    return _CONTROL.sub(lambda found: chr(0x2400 + ord(found[0])) if ord(found[0]) < 0x20 else "�", text)


def show_table(title: str, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[object]]) -> None:
    """Print a table; wide characters are counted as two.

    Parameters
    ----------
    title : str
        Stands above it.
    columns : sequence of (label, justification)
        ``left`` or ``right``; ``fold`` is a left column that takes what width is left.
    rows : sequence of rows
        Cells are shown as text, None as nothing.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for label, justify in columns:
        is_fold = justify == "fold"
        table.add_column(
            label,
            justify="right" if justify == "right" else "left",
            overflow="fold",
            no_wrap=justify == "right",
            ratio=1 if is_fold else None,
        )
    for row in rows:
        table.add_row(*(Text("" if cell is None else harmless(str(cell))) for cell in row))
    console().print(table)


def console() -> Any:
    """Return the screen; plain and of fixed width where the output is no terminal."""
    from rich.console import Console

    return Console(
        file=sys.stdout, width=None if sys.stdout.isatty() else _PLAIN_WIDTH, highlight=False, markup=False
    )


@contextmanager
def working(text: str) -> Iterator[None]:
    """Show that something takes its time: a moving sign on a terminal, one plain line otherwise."""
    if not sys.stderr.isatty():
        print(f"{text} …", file=sys.stderr, flush=True)
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text):
        yield
