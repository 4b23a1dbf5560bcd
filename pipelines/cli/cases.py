"""``xianjie timeline``: one case or party across agencies, police, procuratorate and court."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.common import HomeOption, JsonOption, reading, show_json, show_text


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
