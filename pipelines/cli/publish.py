"""``xianjie publish``: a snapshot for somebody else than the agencies, or for one authority."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.common import HomeOption, now, open_home, reading, working
from warehouse.errors import XianjieError


class Profile(StrEnum):
    """For whom; what is hidden from them says ``pipelines/outputs/profiles.yaml``."""

    internal = "internal"
    agency = "agency"
    academic = "academic"


def publish(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="写入的文件夹；原有的快照整体替换")],
    profile: Annotated[
        Profile, typer.Option("--profile", help="范围：内部（显示姓名）、机关间共享（脱敏）、研究（化名）")
    ] = Profile.agency,
    authority: Annotated[
        str | None,
        typer.Option("--authority", metavar="A", help="只限名称中含有此文字的机关自己的行"),
    ] = None,
    purpose: Annotated[str | None, typer.Option("--purpose", metavar="T", help="用途，记入导出登记")] = None,
    home: HomeOption = None,
) -> None:
    """Write a snapshot of one profile and enter it in the journal of exports."""
    from pipelines.outputs import manifest
    from pipelines.outputs.publish import Scope
    from pipelines.outputs.publish import publish as write

    with reading(home) as con:
        place = open_home(home)
        if out.resolve() == place.published:
            raise XianjieError(
                "此处是每次运行发布的快照", where=str(out), action="另选文件夹，或用 xianjie run 更新"
            )
        with working("正在发布"):
            path = write(con, out, now(), Scope(profile.value, authority), purpose=purpose)
    # Where it lies is for the journal, not for whoever receives it.
    told = json.loads((out / manifest.NAME).read_text("utf-8"))
    manifest.register(place, {**told, "folder": str(out.resolve())})
    print(f"已写入：{path}")
    print(f"同样的表（Parquet）：{path.with_suffix('')}")
