"""Commands on the rulebook: ``xianjie rulebook check`` and ``xianjie rulebook show``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.common import JsonOption, day, show_json

app = typer.Typer(
    help="规则库：检查规则文件，查看某日有效的追诉标准。",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command(
    help="检查全部规则文件，逐个列出版本。",
    epilog="示例：xianjie rulebook check models/rulebook/offences",
)
def check(
    path: Annotated[Path | None, typer.Argument(help="规则文件夹（默认：随程序提供的规则库）")] = None,
) -> None:
    """Read and check every rule file."""
    from models.rulebook import load_rulebook
    from models.rulebook.clocks import load_clocks

    rulebook = load_rulebook(path)
    for offence in rulebook.offences.values():
        print(f"{offence.code}\t{offence.heading}\t{', '.join(str(v.from_on) for v in offence.versions)}")
    versions = sum(len(offence.versions) for offence in rulebook.offences.values())
    print(f"规则库无误：{len(rulebook.offences)} 个罪名，{versions} 个版本，{len(load_clocks())} 项期限")


@app.command(
    help="显示一个罪名的追诉标准：各标准、前提、来源与可信度。",
    epilog="示例：xianjie rulebook show 214 --on 2025-04-25",
)
def show(
    offence: Annotated[str, typer.Argument(help="罪名代码，如 214、140-tobacco")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="哪一日有效（默认：全部版本）")
    ] = None,
    province: Annotated[
        str | None, typer.Option(metavar="CODE", help="填入一省（如 31）自定的数额标准")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show an offence as of a day, or all its versions."""
    from models.rulebook import load_rulebook
    from models.rulebook.describe import version_lines
    from warehouse.errors import RulebookError

    rulebook = load_rulebook(province=province)
    chosen = rulebook.offence(offence)
    asked: date | None = None if on is None else day(on)
    versions = [v for v in chosen.versions if asked is None or v == chosen.version_on(asked)]
    if not versions:
        first = chosen.versions[0].from_on
        raise RulebookError("该日没有有效的版本", where=f"{offence} {asked}", expected=f"{first} 起的日期")
    if as_json:
        show_json(
            {
                "code": chosen.code,
                "name": chosen.name,
                "versions": [v.model_dump(mode="json", by_alias=True, exclude_none=True) for v in versions],
            }
        )
        return
    for number, version in enumerate(versions):
        print("\n".join([*([""] if number else []), *version_lines(chosen, version, rulebook.vocabulary)]))
