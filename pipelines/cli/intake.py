"""``xianjie import``: files into the pool, with a slip for each."""

from __future__ import annotations

import dataclasses
import errno
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.common import HomeOption, JsonOption, day, now, open_home, show_json, show_text, working


def import_(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="文件或文件夹；文件夹内的子文件夹名即来源")
    ] = None,
    feed: Annotated[
        str | None, typer.Option("--feed", metavar="F", help="按哪一类数据读取（默认：自动识别）")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="S", help="来源单位（默认：所在文件夹名）")
    ] = None,
    days: Annotated[
        int | None, typer.Option("--days", min=1, help="从各已配置来源导入最近 N 日的数据（文件与数据库）")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="与 --days 合用：最近 N 日截至哪一天（默认今天）"),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import files, or what the sources have new, and print a slip for each."""
    if bool(paths) == (days is not None):
        raise typer.BadParameter("请给出 PATH 或 --days 之一")
    if days is None and as_of is not None:
        raise typer.BadParameter("--as-of 须与 --days 合用")
    from warehouse.config import Config
    from warehouse.intake import importer
    from warehouse.intake.slip import total

    place = open_home(home)
    config = Config.load(place.config_file)
    missing = [path for path in paths or [] if not path.exists()]
    if missing:
        raise FileNotFoundError(errno.ENOENT, "没有这个文件或文件夹", str(missing[0]))
    with working("正在导入"):
        if paths:
            slips = importer.import_paths(place.pool, paths, config, feed=feed, source=source, now=now())
        else:
            last = day(as_of) if as_of else now().date()
            slips = importer.import_recent(place, config, as_of=last, days=days, now=now())
    if as_json:
        show_json([dataclasses.asdict(slip) for slip in slips])
        return
    for slip in slips:
        show_text(slip.line())
    print(total(slips) if slips else "没有需要导入的新数据")
