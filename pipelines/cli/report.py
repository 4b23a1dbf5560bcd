"""``xianjie report``: the supervision report of a period."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.common import HomeOption
from warehouse.errors import XianjieError


def report(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写入的文件：.docx 或 .html")],
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="P",
            help="2026-10、2026Q3、2026 或 2026-10-01..2026-10-31（默认：截至日期所在月）",
        ),
    ] = None,
    authority: Annotated[
        str | None, typer.Option("--authority", metavar="A", help="只限名称中含有此文字的机关")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Write the report from the published snapshot, with the SQL that gives its numbers again."""
    from pipelines.outputs.publish import SNAPSHOT
    from pipelines.outputs.report.write import write
    from warehouse.home import Home

    source = Home((home or Path("home")).resolve()).published / SNAPSHOT
    if not source.exists():
        raise XianjieError("尚无已发布的快照", where=str(source), action="先运行 xianjie run")
    for path in write(out, source, days=period, authority=authority):
        print(f"已写入：{path}")
