"""``xianjie run``: everything from new files to the lists."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.cli.common import (
    HomeOption,
    JsonOption,
    day,
    moment,
    now,
    open_home,
    show_json,
    show_table,
    working,
)

if TYPE_CHECKING:
    from pipelines.headless import RunReport
    from warehouse.home import Home

_TOP = 10
_SHOWN_CHECKS = 3
EXIT_STRICT = 1


def run(
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="各期限以哪一天为“今天”（默认今天）")
    ] = None,
    known_at: Annotated[
        str | None,
        typer.Option("--known-at", metavar="TIMESTAMP", help="只用该时间之前入库的数据（默认现在）"),
    ] = None,
    models: Annotated[
        str | None, typer.Option("--models", metavar="ID,…", help="只运行这些模型，逗号分隔，可只写编号开头")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="有文件被拒、行被隔离、检查未通过或模型无法计算时，退出码为 1")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run the whole job and print the first leads, the counts and where everything is."""
    from pipelines.outputs.whynot import card_of

    today = day(as_of) if as_of else now().date()
    recorded = moment(known_at) if known_at else None
    chosen = [card_of(name.strip()).id for name in models.split(",") if name.strip()] if models else []
    from pipelines.headless import run as run_job

    place = open_home(home)
    if place.is_running:
        print("另一次运行正在进行，等待其结束 …", file=sys.stderr)
    with place.running():  # what is shown is read from the pool, and is this run's
        with working(f"正在运行（截至 {today}）"):
            report = run_job(place, today, recorded, chosen)
        _show(report, place, as_json)
    if strict and troubles(report):
        raise typer.Exit(EXIT_STRICT)


def troubles(report: RunReport) -> list[str]:
    """Return what a person should look after, in words; empty when all is well."""
    told = []
    if report.refused:
        told.append(f"{report.refused:,} 个文件被拒收，见 intake.csv 与 summary.json")
    if report.quarantined:
        told.append(f"{report.quarantined:,} 行被隔离，见 quarantine.csv")
    if report.failed_checks:
        shown = "；".join(check.rstrip("。") for check in report.failed_checks[:_SHOWN_CHECKS])
        more = " 等" if len(report.failed_checks) > _SHOWN_CHECKS else ""
        told.append(f"{len(report.failed_checks)} 项数据检查未通过，见数据质量页：{shown}{more}")
    if report.not_computable:
        models = "、".join(report.not_computable)
        told.append(f"部分对象因该期间的数据未接入而无法计算，见 not_computable.csv：{models}")
    if report.calendars_missing:
        years = "、".join(report.calendars_missing)
        subjects = sum(report.calendars_missing.values())
        told.append(f"缺少 {years} 年的工作日历，{subjects:,} 个对象的期限未计算（见 warehouse/calendars）")
    return told


def _show(report: RunReport, place: Home, as_json: bool) -> None:
    folder = Path(report.exports)
    if as_json:
        show_json({**vars(report), "exports": str(folder)})
        return
    from models.card import load_cards
    from pipelines.outputs.frames import flagged
    from pipelines.outputs.summary import model_counts

    with place.pool.read() as con:
        frame = flagged(con)
        counts = model_counts(con)
    rows = frame.head(_TOP).rows(named=True)
    show_table(f"线索前 {len(rows)} 条（共 {len(frame):,} 条）", LEAD_COLUMNS, [lead(row) for row in rows])
    titles = {card.id: card.title_zh for card in load_cards()}
    counted = [[model, titles.get(model, ""), *count.values()] for model, count in counts.items()]
    show_table("各模型", COUNT_COLUMNS, counted)
    for trouble in troubles(report):
        print(f"注意：{trouble}")
    print(f"清单：{folder / 'flagged_cases.xlsx'}")
    print(f"全部结果：{folder}")
    print(f"脱敏快照：{place.published / 'current.duckdb'}")
    print(f"数据质量：{place.quality}")


COUNT_COLUMNS = (
    ("模型", "left"),
    ("名称", "left"),
    ("线索", "right"),
    ("事实不足", "right"),
    ("例外", "right"),
    ("不成立", "right"),
    ("无法计算", "right"),
)
LEAD_COLUMNS = (
    ("名次", "right"),
    ("等级", "left"),
    ("线索编号", "left"),
    ("机关", "left"),
    ("当事人", "left"),
    ("罪名", "left"),
    ("认定值 / 标准", "right"),
    ("文号", "fold"),
)


def lead(row: dict[str, Any]) -> list[str]:
    """Return the cells of one lead on the screen."""
    from pipelines.outputs.columns import word
    from pipelines.outputs.evidence import number

    line = ""
    if row["value"] is not None:
        line = f"{number(float(row['value']))}"
        if row["threshold"] is not None:
            line += f" / {number(float(row['threshold']))}"
        line += f" {row['unit'] or ''}"
    return [
        str(row["rank"]),
        word("severity", row["severity"]),
        row["finding_id"],
        row["authority"] or "",
        row["party_name"] or "",
        row["offence"] or "",
        line.strip(),
        _number(row),
    ]


def _number(row: dict[str, Any]) -> str:
    """Return the number to look a lead up by: of a party the first of its papers, for its id says nothing."""
    related = [no.strip() for no in (row["related_nos"] or "").split(";") if no.strip()]
    return related[0] if row["subject_kind"] == "party" and related else row["subject_no"] or ""
