"""``xianjie timeline``, ``index``, ``draft``: the course of a case, what a review asks, and its papers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.common import HomeOption, JsonOption, day, now, reading, show_json, show_text


def timeline(
    asked: Annotated[
        str,
        typer.Argument(
            metavar="CASE_OR_PARTY", help="任一机关的文号、案件编号、当事人名称或统一社会信用代码"
        ),
    ],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show every event of a case, or of all cases of a party."""
    with reading(home) as con:
        from pipelines.outputs import timeline as course

        page = course.timeline(con, asked)
    if as_json:
        show_json(page)
    else:
        show_text(course.as_text(page))


def index(
    offence: Annotated[
        str | None, typer.Argument(metavar="OFFENCE", help="罪名或条目编号，如 销售假冒注册商标的商品罪")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="按哪一日有效的规范（默认：今日）")
    ] = None,
    finding: Annotated[
        str | None, typer.Option("--finding", metavar="ID", help="按一条线索的记录填写证据清单：有、缺、未知")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the review index of an offence, or of a finding with its checklist filled."""
    from pipelines.outputs import review_index

    if (offence is None) == (finding is None):
        raise typer.BadParameter("请给出罪名，或者用 --finding 给出线索编号")
    if finding is not None:
        with reading(home) as con:
            page = review_index.of_finding(con, finding)
    else:
        page = review_index.entry(offence or "", day(on) if on else now().date())
    if as_json:
        show_json(page)
    else:
        show_text(review_index.as_text(page))


def draft(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="文书种类，如 检察意见书、移送建议函、跟进监督函")
    ],
    finding_id: Annotated[str, typer.Argument(metavar="FINDING_ID", help="线索编号，或足以区分的开头几位")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写入的 DOCX 文件")],
    home: HomeOption = None,
) -> None:
    """Write the draft of a document for a finding."""
    from pipelines.outputs import drafts

    with reading(home) as con:
        blanks = drafts.draft(con, kind, finding_id, out)
        usual = drafts.usual_kinds(con, finding_id)
    print(f"草稿：{out}；待填 {len(blanks)} 处：{'、'.join(blanks) or '无'}")
    if usual and not any(name.startswith(kind) for name in usual):
        print(f"提示：此类线索通常用{'、'.join(usual)}，请确认文书种类。")
