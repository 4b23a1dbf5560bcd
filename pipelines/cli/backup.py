"""``xianjie backup`` and ``xianjie restore``: an installation in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.common import HomeOption, now, working

_MEBIBYTE = 1 << 20


def backup(
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="写入的文件（默认当前文件夹，以日期时间命名）；不得已存在"
        ),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Write the installation into one file."""
    from warehouse.backup import back_up
    from warehouse.home import Home

    made_at = now()
    file = out or Path(f"xianjie-backup-{made_at:%Y%m%d-%H%M%S}.tar")
    with working("正在备份"):
        # Not Home.open: looking at a folder must not make one.
        done = back_up(Home((home or Path("home")).resolve()), file, made_at)
    print(f"已备份：{file}（{done.files} 个文件，{done.size / _MEBIBYTE:.1f} MB）")
    for link in done.links_out:
        print(f"未备份：{link} 是指向数据文件夹之外的链接")
    print("其中有案件数据、当事人信息与密钥，请按案件材料保管。")
    print(f"恢复：xianjie restore {file} --home 文件夹")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="xianjie backup 写出的文件")],
    home: HomeOption = None,
) -> None:
    """Make a folder what it was when the backup was made."""
    from warehouse.backup import restore as bring_back

    root = (home or Path("home")).resolve()
    with working("正在恢复"):
        done = bring_back(file, root)
    print(f"已恢复 {done.made_at:%Y-%m-%d %H:%M} 的备份：{root}（{done.files} 个文件，散列全部相符）")
    print("定时任务的开关不在备份之中，如有请重新打开（make ui）。核对：xianjie verify")
