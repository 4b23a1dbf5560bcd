"""What the page of a list or report shows: where it lies, how many rows, its head, and one picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import openpyxl
import polars as pl

from pipelines.assets.plots import bars
from pipelines.assets.shown import head, is_shown
from pipelines.outputs import columns, uncertain_links
from pipelines.outputs.report.figures import answer, period
from warehouse.pool import snapshot

_MODES = "02_modes"
# Of the form of uncertain links: these name the parties of both sides.
_NAMING = frozenset({"行政记录", "刑事记录", "次优候选", "理由"})
_COLUMNS = (*columns.FLAGGED, *columns.NOT_FLAGGED, *columns.DUE_SOON, *columns.QUARANTINE, *columns.INTAKE)
_LABELS = {column.name: column.label for column in _COLUMNS}


@dataclass(frozen=True)
class Delivered:
    """One list of a run: the name of its asset, its file, what it is, and what its picture counts by."""

    name: str
    file: str
    description: str
    by: str


LISTS = (
    Delivered("lists", "flagged_cases.csv", "风险点清单（CSV、Parquet、XLSX），按名次", "failure_mode"),
    Delivered("excluded", "excluded.csv", "属于例外而未列为线索的对象与所属例外", "reason_code"),
    Delivered("insufficient", "insufficient.csv", "事实不足以判断的对象与缺少的要素", "missing"),
    Delivered("not_computable", "not_computable.csv", "该期间的数据未接入、因而无法计算的对象", "model"),
    Delivered("cleared", "cleared.csv", "不再成立的线索与消除它的那次运行", "model"),
    Delivered("due_soon", "due_soon.csv", "数个工作日内到期、尚未超期的办理步骤", "due_on"),
    Delivered("review_sample", "review_sample.csv", "供核查的抽样：评分接近一半的与随机的", "model"),
    Delivered("quarantine", "quarantine.csv", "未能入库、须退回的行", "reason"),
    Delivered("intake", "intake.csv", "每个文件的接收回执", "status"),
    Delivered("uncertain_links", uncertain_links.NAME, "把握不大的关联，供填写同一或不同", "概率"),
)


def listed(entry: Delivered, path: Path | None) -> dict[str, dg.MetadataValue]:
    """Return the metadata of a list as it was written; without a file there was nothing to write."""
    if path is None:
        return {"dagster/row_count": dg.MetadataValue.int(0)}
    if path.suffix == ".xlsx":
        rows = list(openpyxl.load_workbook(path, read_only=True).active.values)
        frame = pl.DataFrame(rows[1:], schema=[str(name) for name in rows[0]], orient="row", strict=False)
        frame = frame.drop(_NAMING)
    else:
        frame = pl.read_csv(path, infer_schema=False)
    return shown(path, frame, entry.by, f"行数，按{_LABELS.get(entry.by, entry.by)}")


def shown(path: Path, frame: pl.DataFrame, by: str, title: str) -> dict[str, dg.MetadataValue]:
    """Return link, row count, head and a picture that counts the rows by one column.

    Parameters
    ----------
    path : Path
        The file.
    frame : polars.DataFrame
        Its rows; columns with personal data do not come into the head.
    by : str
        What the picture counts by.
    title : str
        Stands above the picture.
    """
    counts = (
        frame.group_by(pl.col(by).cast(pl.String).fill_null("—"))
        .len()
        .sort("len", by, descending=[True, False])
    )
    return page(path, frame, counts.rows(), title)


def report(path: Path, source: Path, days: str | None = None) -> dict[str, dg.MetadataValue]:
    """Return the same of a supervision report: the rows of all its tables, the head of its failure modes."""
    with snapshot(source) as con:
        ((as_of,),) = con.execute("SELECT as_of FROM run").fetchall()
        tables = answer(con, period(days, as_of), None)
    modes = next(table for table in tables if table.id == _MODES)
    frame = pl.DataFrame(modes.rows, schema=list(modes.columns), orient="row")
    counts = [(str(row[0]), int(row[1])) for row in modes.rows]
    told = page(path, frame, counts, f"{modes.title}：{modes.columns[1]}")
    return told | {"dagster/row_count": dg.MetadataValue.int(sum(len(table.rows) for table in tables))}


def page(
    path: Path, frame: pl.DataFrame, counts: Sequence[tuple[str, int]], title: str
) -> dict[str, dg.MetadataValue]:
    """Return the same with a picture of figures that were counted already."""
    names = [name for name in frame.columns if is_shown(name)]
    return {
        "link": dg.MetadataValue.path(str(path)),
        "dagster/row_count": dg.MetadataValue.int(frame.height),
        "preview": dg.MetadataValue.md(head(names, frame.select(names).rows())),
        "plot": bars(counts, title),
    }
