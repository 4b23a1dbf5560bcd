"""``xianjie documents``: where documents stand, what goes out, what comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.common import (
    HomeOption,
    JsonOption,
    day,
    now,
    open_home,
    reading,
    show_json,
    show_table,
)

app = typer.Typer(
    help="检察文书：办到哪一步、逾期未回复、送出与回收、反向衔接漏斗。",
    epilog="示例：xianjie documents --overdue，或 xianjie documents send 溟云检行意〔2026〕3号 ",
    invoke_without_command=True,
    rich_markup_mode=None,
)
_COLUMNS = (
    ("文书号", "left"), ("种类", "left"), ("受文机关", "fold"), ("制发", "left"), ("送达", "left"),
    ("应回复", "left"), ("回复", "left"), ("结果", "left"), ("状态", "left"), ("逾期日数", "right"),
)  # fmt: skip
_SHOWN = (
    "doc_no", "kind", "to_authority", "issued_on", "served_on", "due_on", "answered_on", "reply_result",
    "state", "days_overdue",
)  # fmt: skip


@app.callback()
def documents(
    context: typer.Context,
    overdue: Annotated[bool, typer.Option("--overdue", help="只看逾期未回复的")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the documents with where each stands."""
    if context.invoked_subcommand:
        return
    with reading(home) as con:
        from pipelines.outputs.documents import listed

        rows = listed(con, only_overdue=overdue)
    if as_json:
        show_json(rows)
    else:
        show_table(f"检察文书 {len(rows)} 件", _COLUMNS, [[row[name] for name in _SHOWN] for row in rows])


@app.command(
    help="反向衔接漏斗：不起诉、审结、检察意见、回复、处罚、核实，按机关、罪名、月份，均为分子/分母。",
    epilog="示例：xianjie documents funnel --json",
)
def funnel(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Show the funnel of the reverse flow."""
    with reading(home) as con:
        from pipelines.outputs import documents as papers

        rows = papers.funnel(con)
    if as_json:
        show_json(rows)
    else:
        heads = [("范围", "fold"), *((zh, "right") for zh in ("不起诉", *(zh for _, _, zh in papers.STEPS)))]
        as_of = rows[0]["as_of"] if rows else "—"
        cells = [papers.funnel_cells(row) for row in rows]
        show_table(f"反向衔接漏斗（截至 {as_of}；各格为办到这一步的件数/前一步的件数）", heads, cells)


@app.command(
    help="有罪裁判后须加强行政监管的清单：按机关列出应核查的证照、市场准入与仍在任职的主体。",
    epilog="示例：xianjie documents access --json",
)
def access(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List the convicted whose licences and market access are to be looked at."""
    with reading(home) as con:
        from pipelines.outputs import documents as papers

        rows = papers.access(con)
    if as_json:
        show_json(rows)
        return
    heads = (
        ("机关", "left"),
        ("案号", "left"),
        ("被告人", "left"),
        ("罪名", "left"),
        ("应核查", "fold"),
        ("主体", "fold"),
        ("已落实", "left"),
    )
    show_table(
        f"有罪裁判 {len(rows)} 条",
        heads,
        [
            [
                row["authority"],
                row["court_case_no"],
                row["defendant_name"],
                row["offence"],
                "、".join(row["look_at"]),
                row["body_name"],
                "是" if row["is_on_record"] else "未见",
            ]
            for row in rows
        ],
    )


@app.command(
    help="把文书放入受文机关的发件箱，附清单与回复表（送达回执）。",
    epilog="示例：xianjie documents send 溟云检行意〔2026〕3号 --file 意见书.docx",
)
def send(
    doc_no: Annotated[str, typer.Argument(metavar="DOC_NO", help="文书号")],
    file: Annotated[
        list[Path] | None, typer.Option("--file", metavar="FILE", help="文书及附件，可多次")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Put a document into its agency's outbox."""
    place = open_home(home)
    with place.pool.read() as con:
        from pipelines.outputs.documents import deliver

        folder = deliver(con, place.root / "outbox", doc_no, file or [], now())
    print(f"已放入发件箱：{folder}")


@app.command(
    help="登记一份文书的送达、回复或者核实；与导入回复表相同，保留来源。",
    epilog="示例：xianjie documents reply 溟云检行意〔2026〕3号 --on 2026-03-02 --result 已处罚",
)
def reply(
    doc_no: Annotated[str, typer.Argument(metavar="DOC_NO", help="文书号")],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="回复日期")] = None,
    result: Annotated[
        str | None, typer.Option("--result", help="回复结果，如 已处罚、不予处罚、已整改")
    ] = None,
    decision_no: Annotated[str | None, typer.Option("--decision-no", help="回复所附决定书文号")] = None,
    served: Annotated[str | None, typer.Option("--served", metavar="DATE", help="送达日期")] = None,
    verified: Annotated[str | None, typer.Option("--verified", metavar="DATE", help="核实日期")] = None,
    verified_result: Annotated[str | None, typer.Option("--verified-result", help="核实结果")] = None,
    home: HomeOption = None,
) -> None:
    """Record what came back for a document."""
    from warehouse.contract import load_feeds
    from warehouse.intake.importer import import_paths

    allowed = load_feeds()["document_reply"].by_name["reply_result"].values
    if result is not None and result not in allowed:
        raise typer.BadParameter(f"回复结果应为：{'、'.join(allowed)}")
    said = {
        "doc_no": doc_no,
        "served_on": served and day(served).isoformat(),
        "replied_on": on and day(on).isoformat(),
        "reply_result": result,
        "reply_decision_no": decision_no,
        "verified_on": verified and day(verified).isoformat(),
        "verified_result": verified_result,
    }
    told = {name: value for name, value in said.items() if value}
    if len(told) == 1:
        raise typer.BadParameter("没有要登记的内容：请至少给出一个日期或结果")
    place = open_home(home)
    at = now()
    folder = place.root / "inbox" / "登记"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"文书回复_{at:%Y%m%d%H%M%S%f}.jsonl"
    path.write_text(json.dumps(told, ensure_ascii=False) + "\n", "utf-8")
    (slip,) = import_paths(place.pool, [path], source="登记", now=at)
    print(f"已登记：{doc_no}（{slip.status_zh}）；运行 xianjie run 后计入")
