"""``xianjie verify``: what can be recomputed, recomputed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.common import HomeOption, JsonOption, show_json, show_text
from warehouse.errors import XianjieError


def verify(
    folders: Annotated[
        list[Path] | None, typer.Argument(metavar="DIR", help="另行核对的快照文件夹，例如收到的一份")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Recompute journals, row accounting, ledger, hashes, and what snapshots hide; say what is broken."""
    from pipelines.outputs.verify import verify as recompute
    from warehouse.home import Home

    # Not Home.open: looking at a folder must not make one.
    done = recompute(Home((home or Path("home")).resolve()), folders or ())
    if as_json:
        show_json([{"title": entry.title, "wrong": entry.wrong} for entry in done])
    else:
        for entry in done:
            show_text(f"{'✘' if entry.wrong else '✔'} {entry.title}")
            for line in entry.wrong:
                show_text(f"    {line}")
    broken = [entry.title for entry in done if entry.wrong]
    if broken:
        raise XianjieError("核对不符", found="、".join(broken), action="按上列各项处理；登记簿可由备份恢复")
    if not done:
        raise typer.BadParameter("此文件夹中尚无数据")
