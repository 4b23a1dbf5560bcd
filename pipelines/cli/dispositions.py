"""``xianjie dispose`` and ``xianjie dispositions import``: what analysts found of the findings."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.common import HomeOption, day, now, open_home, reading, show_table

if TYPE_CHECKING:
    from pipelines.outputs.dispositions import Change, Proposal

USER_VARIABLE = "XIANJIE_USER"
ByOption = Annotated[
    str | None,
    typer.Option("--by", metavar="WHO", envvar=USER_VARIABLE, help="登记人（默认：本机登录名）"),
]
app = typer.Typer(name="dispositions", help="批量登记核查结论。", no_args_is_help=True, rich_markup_mode=None)


def dispose(
    finding_id: Annotated[str, typer.Argument(metavar="FINDING_ID", help="线索编号，或足以区分的开头几位")],
    verdict: Annotated[
        str, typer.Argument(metavar="VERDICT", help="查实、查否、数据错误、已处理、重复；暂缓须另给日期")
    ],
    note: Annotated[str | None, typer.Option("--note", metavar="T", help="理由、材料、去向")] = None,
    snooze_until: Annotated[
        str | None, typer.Option("--snooze-until", metavar="DATE", help="暂缓至该日，届时重新列出")
    ] = None,
    is_exemplary: Annotated[
        bool, typer.Option("--exemplary", help="列为优秀案例，供报告引用（只限查实、已处理）")
    ] = False,
    by: ByOption = None,
    home: HomeOption = None,
) -> None:
    """Register a verdict on one finding."""
    from pipelines.outputs.columns import EXEMPLARY, SNOOZED
    from pipelines.outputs.dispositions import Proposal

    until = day(snooze_until) if snooze_until else None
    if (until is None) != (verdict != SNOOZED):
        raise typer.BadParameter(f"“{SNOOZED}”须用 --snooze-until 给出日期，其他结论不用")
    if until and until <= now().date():
        raise typer.BadParameter(f"{until} 已过，暂缓须到今日之后")
    if is_exemplary and verdict not in EXEMPLARY:
        raise typer.BadParameter("优秀案例须为" + "或".join(EXEMPLARY))
    _register([Proposal(finding_id, verdict, note, until, is_exemplary)], None, by, home, is_dry=False)


@app.command(
    "import",
    help="从填好的清单登记核查结论：先显示变化，再登记；有一行不符则全部不登记。",
    epilog="示例：xianjie dispositions import 线索_已核查.xlsx --by 承办人",
)
def import_(
    form: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="填好的清单")],
    is_dry: Annotated[bool, typer.Option("--dry-run", help="只显示将有哪些变化，不登记")] = False,
    by: ByOption = None,
    home: HomeOption = None,
) -> None:
    """Register the verdicts of a filled-in list: shown first; one wrong row and none is registered."""
    from pipelines.outputs.dispositions import read_form

    _register(read_form(form), form, by, home, is_dry=is_dry)


def _register(
    proposals: Sequence[Proposal], form: Path | None, by: str | None, home: Path | None, *, is_dry: bool
) -> None:
    from pipelines.outputs.dispositions import check, register

    with reading(home) as con:
        changes = check(con, proposals, form)
    new = [change for change in changes if change.is_new]
    _show(new)
    told = f"共 {len(changes):,} 条结论，其中 {len(new):,} 条有变化"
    if is_dry or not new:
        print(f"{told}；未登记" if is_dry else f"{told}；无需登记")
        return
    if form and sys.stdin.isatty() and sys.stdout.isatty():
        typer.confirm(f"{told}。登记？", abort=True)
    register(open_home(home), new, who=by or getpass.getuser(), at=now())
    print(f"{told}；已登记 {len(new):,} 条")


def _show(changes: Sequence[Change]) -> None:
    names = ("线索编号", "模型", "对象", "当事人", "原结论", "新结论")
    columns = [*((name, "left") for name in names), ("备注", "fold")]
    rows = [
        [
            change.finding["finding_id"],
            str(change.finding["model"]).partition("_")[0],
            change.finding["subject_no"],
            change.finding["party_name"],
            change.finding["verdict"] or "—",
            change.proposal.verdict
            + (f"至 {change.proposal.snooze_until}" if change.proposal.snooze_until else ""),
            change.proposal.note,
        ]
        for change in changes
    ]
    if rows:
        show_table("核查结论的变化", columns, rows)
