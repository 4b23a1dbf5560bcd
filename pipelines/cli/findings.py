"""``xianjie findings``, ``explain``, ``why-not``: what was found, why, and why not."""

from __future__ import annotations

import io
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    show_text,
)

if TYPE_CHECKING:
    import duckdb
    import polars as pl


class Format(StrEnum):
    """Form of the list."""

    table = "table"
    csv = "csv"
    xlsx = "xlsx"
    json = "json"
    parquet = "parquet"


_NEEDS_FILE = (Format.xlsx, Format.parquet)


def findings(
    mode: Annotated[
        str | None, typer.Option("--mode", metavar="M", help="只看一种问题类型，如 以罚代刑")
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", metavar="ID", help="只看一个模型，可只写编号开头")
    ] = None,
    authority: Annotated[
        str | None, typer.Option("--authority", metavar="A", help="只看名称中含有此文字的机关")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="只看该日及以后首次出现的线索")
    ] = None,
    form: Annotated[
        Format | None, typer.Option("--format", help="输出格式（默认：由 --out 的后缀决定，否则为表格）")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="写入文件（默认：屏幕）")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="最多列出的条数")] = None,
    purpose: Annotated[
        str | None, typer.Option("--purpose", metavar="T", help="导出用途，记入导出登记")
    ] = None,
    home: HomeOption = None,
) -> None:
    """List the findings of the latest run by rank, filtered."""
    chosen = form or _by_suffix(out)
    if chosen in _NEEDS_FILE and out is None:
        raise typer.BadParameter(f"格式 {chosen.value} 须用 --out 指定文件")
    first = day(since) if since else None
    with reading(home) as con:
        import polars as pl

        from pipelines.outputs.frames import flagged
        from pipelines.outputs.whynot import card_of, mode_of

        frame = flagged(con)
        if mode:
            frame = frame.filter(pl.col("failure_mode") == mode_of(mode))
        if model:
            frame = frame.filter(pl.col("model") == card_of(model).id)
        if authority:
            frame = frame.filter(pl.col("authority").str.contains(authority, literal=True))
        if first:
            frame = frame.filter(pl.col("first_seen").dt.date() >= first)
        if limit:
            frame = frame.head(limit)
        (run_id,) = con.execute("SELECT run_id FROM known.run").fetchall()[0]
        files = _give(frame, chosen, out, con)
    if files:
        filters = {"mode": mode, "model": model, "authority": authority, "since": since, "limit": limit}
        told = {name: str(value) for name, value in filters.items() if value is not None}
        _register(home, files, frame, run_id, purpose, told)


def _register(
    root: Path | None,
    files: list[Path],
    frame: pl.DataFrame,
    run_id: str,
    purpose: str | None,
    filters: dict[str, str],
) -> None:
    """Write the manifest beside the list, and enter the export in journal and ledger."""
    from models.findings.lifecycle import exported
    from pipelines.outputs import manifest

    taken = manifest.Taken(now(), run_id, purpose=purpose, filters=filters)
    told = taken.told(files[0].parent, [file.name for file in files], {files[0].name: frame.height})
    manifest.write(files[0].with_name(f"{files[0].name}.{manifest.NAME}"), told)
    place = open_home(root)
    manifest.register(place, told)
    with place.pool.write() as con:
        sha256 = told["files"][files[0].name]["sha256"]
        exported(con, run_id, taken.at, sha256, frame["finding_id"].to_list())


def _by_suffix(out: Path | None) -> Format:
    if out is None:
        return Format.table
    suffix = out.suffix.lower().removeprefix(".")
    if suffix not in set(Format):
        raise typer.BadParameter(f"由后缀 {out.suffix or '（无）'} 无法得知格式，请加 --format")
    return Format(suffix)


def _give(frame: pl.DataFrame, form: Format, out: Path | None, con: duckdb.DuckDBPyConnection) -> list[Path]:
    written = [out] if out else []
    if form is Format.xlsx and out:
        written = _write_xlsx(frame, out, con)
    elif form is Format.parquet and out:
        frame.write_parquet(out, compression="zstd")
    elif form is Format.csv:
        _write_text(_csv_text(frame), out, "utf-8-sig")
    elif form is Format.json:
        _write_text(_json_text(frame), out, "utf-8")
    elif out:
        raise typer.BadParameter("表格只显示在屏幕上，写入文件请选其他格式")
    elif frame.is_empty():
        print("没有符合条件的线索")
    else:
        from pipelines.cli.run import LEAD_COLUMNS, lead

        show_table(
            f"线索 {len(frame):,} 条", LEAD_COLUMNS, [lead(row) for row in frame.iter_rows(named=True)]
        )
    for path in written:
        print(f"已写入 {len(frame):,} 条：{path}")
    return written


def _write_xlsx(frame: pl.DataFrame, out: Path, con: duckdb.DuckDBPyConnection) -> list[Path]:
    from models.card import load_cards
    from pipelines.outputs import excel, sheets, summary

    cards = load_cards()
    as_of, run_id = con.execute("SELECT as_of, run_id FROM known.run").fetchall()[0]
    notes = sheets.note_rows(
        as_of=as_of,
        run_id=run_id,
        counts=summary.model_counts(con),
        titles={card.id: card.title_zh for card in cards},
    )
    return excel.write_list(frame, out, sheets.glossary_rows(cards), notes)


def _csv_text(frame: pl.DataFrame) -> str:
    from pipelines.outputs.csv_list import write_csv

    buffer = io.BytesIO()
    write_csv(frame, buffer)
    return buffer.getvalue().decode("utf-8-sig")


def _json_text(frame: pl.DataFrame) -> str:
    rows = [{**row, "evidence": json.loads(row["evidence"] or "{}")} for row in frame.iter_rows(named=True)]
    return json.dumps(rows, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _plain(value: object) -> object:
    from decimal import Decimal

    return float(value) if isinstance(value, Decimal) else str(value)


def _write_text(text: str, out: Path | None, encoding: str) -> None:
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding, newline="")


def explain(
    finding_id: Annotated[str, typer.Argument(metavar="FINDING_ID", help="线索编号，或足以区分的开头几位")],
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="写成可打印的线索卡；数字与来源行不符则不出卡"),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say why a finding is listed."""
    with reading(home) as con:
        from pipelines.outputs import explain_text
        from pipelines.outputs.explain import explain as explained
        from warehouse.home import Home

        page = explained(con, finding_id, Home((home or Path("home")).resolve()).similar)
    if html:
        html.write_text(explain_text.as_html(page), "utf-8")
        print(f"已写入：{html}")
    elif as_json:
        show_json(page)
    else:
        show_text(explain_text.as_text(page))


def why_not(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="模型编号，可只写开头，如 f01")],
    subject_no: Annotated[str, typer.Argument(metavar="SUBJECT_NO", help="文号，如处罚决定书文号")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say why a subject is not listed."""
    with reading(home) as con:
        from pipelines.outputs import whynot

        page = whynot.why_not(con, model, subject_no)
    if as_json:
        show_json(page)
    else:
        show_text(whynot.as_text(page))
