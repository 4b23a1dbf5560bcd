"""``xianjie demo``: a made-up district to try things on."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.common import HomeOption, JsonOption, day, now, show_json, working


class Dirt(StrEnum):
    """How messy the delivered files are."""

    clean = "clean"
    standard = "standard"
    dirty = "dirty"


def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="写入的文件夹（须不存在或为空）")],
    cases: Annotated[int, typer.Option("--cases", min=300, help="行政处罚决定数")] = 2000,
    seed: Annotated[int, typer.Option("--seed", help="随机种子；相同则结果相同")] = 1,
    dirt: Annotated[Dirt, typer.Option("--dirt", help="数据杂乱程度")] = Dirt.standard,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="数据截至日期（默认今天）")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a synthetic district, all feeds, with its truth beside it."""
    from pipelines.demo import write_district
    from warehouse.errors import XianjieError

    last = day(until) if until else now().date()
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise XianjieError("文件夹不为空", where=str(out), action="换一个文件夹，或先清空")
    with working(f"正在生成 {cases:,} 件行政处罚的虚构辖区"):
        truth = write_district(out, until=last, cases=cases, seed=seed, dirt=dirt.value)
    inbox = out / "inbox"
    if as_json:
        show_json({"inbox": str(inbox), "files": len(truth.files), "records": truth.counts})
        return
    print(f"已生成 {len(truth.files)} 个文件：{inbox}")
    print(f"标准答案：{out / 'truth'}")
    print(f"下一步：xianjie import {inbox}，然后 xianjie run")
