"""``xianjie party same``, ``different``, ``uncertain``, ``import``: what analysts know of who is who."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.common import HomeOption, now, open_home, reading
from pipelines.cli.dispositions import ByOption

if TYPE_CHECKING:
    from models.parties.judgements import Judgement, Verdict

app = typer.Typer(
    help="当事人：登记两条记录是否同一当事人的人工核定，导出待核关联并回填。",
    no_args_is_help=True,
    rich_markup_mode=None,
)
RecordArgument = Annotated[
    str, typer.Argument(metavar="RECORD", help="文书号；一号多人时写 文书号/姓名；或主体编号")
]
NoteOption = Annotated[str, typer.Option("--note", metavar="T", help="理由、材料")]


@app.command(
    "same",
    help="登记：两条记录是同一当事人。",
    epilog="示例：xianjie party same 沪市监罚〔2025〕1号 公立〔2025〕3号/王某 --note 查阅户籍档案",
)
def same(
    a: RecordArgument, b: RecordArgument, note: NoteOption, by: ByOption = None, home: HomeOption = None
) -> None:
    """Register that two records speak of one party."""
    _judge("same", a, b, note, by, home)


@app.command(
    "different",
    help="登记：两条记录不是同一当事人。",
    epilog="示例：xianjie party different 沪市监罚〔2025〕1号 公立〔2025〕3号 --note 同名，身份证号不同",
)
def different(
    a: RecordArgument, b: RecordArgument, note: NoteOption, by: ByOption = None, home: HomeOption = None
) -> None:
    """Register that two records speak of two parties."""
    _judge("different", a, b, note, by, home)


@app.command(
    "uncertain",
    help="导出待核关联：逐行选填“同一”或“不同”。",
    epilog="示例：xianjie party uncertain --out 待核关联.xlsx",
)
def uncertain(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写入的 XLSX 文件")],
    home: HomeOption = None,
) -> None:
    """Write the uncertain links as a form."""
    with reading(home) as con:
        from pipelines.outputs import uncertain_links

        links = uncertain_links.frame(con)
    uncertain_links.write(links, out)
    print(f"已写入 {len(links):,} 条：{out}")


@app.command(
    "import",
    help="从填好的待核关联登记；有一行不符则全部不登记。",
    epilog="示例：xianjie party import 待核关联.xlsx --by 承办人",
)
def import_(
    form: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="填好的待核关联")],
    by: ByOption = None,
    home: HomeOption = None,
) -> None:
    """Register the verdicts of a filled-in form: one wrong row and none is registered."""
    with reading(home) as con:
        from pipelines.outputs import uncertain_links

        judgements = uncertain_links.read(con, form)
    _register(judgements, by, home)


def _judge(verdict: Verdict, a: str, b: str, note: str, by: str | None, home: Path | None) -> None:
    with reading(home) as con:
        from models.parties.judgements import Judgement, find

        judgement = Judgement(find(con, a), find(con, b), verdict, note)
    _register([judgement], by, home)


def _register(judgements: Sequence[Judgement], by: str | None, home: Path | None) -> None:
    from models.parties.judgements import entries, replay

    place = open_home(home)
    place.judgements.append(entries(judgements, judged_by=by or getpass.getuser(), judged_at=now()))
    with place.pool.write() as con:
        replay(con, place.judgements.read())
    words = {"same": "同一当事人", "different": "不同当事人"}
    for judgement in judgements:
        print(f"{judgement.one} 与 {judgement.other}：{words[judgement.verdict]}")
    print(f"已登记 {len(judgements):,} 条，下次 xianjie run 起生效")
