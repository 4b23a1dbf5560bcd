"""``xianjie similar``: comparable cases, what they share, and what became of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.cli.common import HomeOption, JsonOption, show_json, show_table

if TYPE_CHECKING:
    from models.similar import Similar

_COLUMNS = [
    ("文号", "left"),
    ("决定日期", "left"),
    ("违法行为", "left"),
    ("认定数额", "right"),
    ("罚款（元）", "right"),
    ("刑事处理", "left"),
    ("相同之处", "fold"),
]


def similar(
    case_no: Annotated[str, typer.Argument(metavar="CASE_NO", help="处罚决定书文号")],
    limit: Annotated[int, typer.Option("--limit", min=1, help="最多列出的件数")] = 10,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the cases most comparable to one, with the facets they share and their outcomes."""
    from models.similar import Index
    from warehouse.home import Home

    index = Index(Home((home or Path("home")).resolve()).similar)
    found = index.similar(index.find(case_no), limit)
    if as_json:
        show_json([_plain(hit) for hit in found])
    else:
        show_table(f"与 {case_no} 可比的案件", _COLUMNS, [_row(hit) for hit in found])


def _plain(hit: Similar) -> dict[str, Any]:
    return {**hit.case, "facets": hit.facets, "points": hit.points, "wording": hit.wording}


def _row(hit: Similar) -> list[object]:
    from pipelines.outputs.evidence import number, quantity

    case = hit.case
    measured = quantity(case["value"], case["unit"]) if case["value"] else ""
    return [
        case["no"],
        case["decided_on"],
        case["violation"],
        measured or (f"{number(case['amount_cny'])}元" if case["amount_cny"] else ""),
        "" if case["fine_cny"] is None else number(case["fine_cny"]),
        case["answered_zh"] or "未见",
        "、".join(hit.facets) + f"；文字相近 {hit.wording:.2f}",
    ]
