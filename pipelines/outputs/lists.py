"""Writes the lists of a run into a folder of their own, then makes ``exports/latest`` show it.

The folder is filled under a hidden name and renamed when it is whole; ``latest`` changes last and at once.
A process that is killed in between leaves the previous lists in place.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl

from models.card import load_cards
from pipelines.outputs import excel, folders, frames, manifest, quarantine, sheets, summary, uncertain_links
from pipelines.outputs.csv_list import write_csv
from pipelines.outputs.report.write import write as write_report
from warehouse import tables
from warehouse.errors import XianjieError

LATEST = "latest"
# Subjects that are not listed, and need a look all the same.
_OUTCOMES = ("excluded", "insufficient", "not_computable")
_PARTIAL = ".partial-"


def write_all(
    con: duckdb.DuckDBPyConnection,
    exports: Path,
    *,
    run_id: str,
    at: datetime,
    snapshot: Path | None = None,
    as_of: date | None = None,
    durations: Mapping[str, float] | None = None,
    versions: Mapping[str, str] | None = None,
    failed_checks: Sequence[str] = (),
) -> dict[str, Path]:
    """Write every list of the run and replace ``exports/latest``.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection to the pool; reading is enough.
    exports : Path
        Folder of the lists; ``<as-of>_<run id>`` and ``latest`` are made in it.
    run_id : str
        Identifier of the run.
    at : datetime
        Time of writing, for the manifest.
    snapshot : Path, optional
        The published snapshot, from which the month's report is written beside the lists.
    as_of : date, optional
        Default: the day of the run as the pool knows it.
    durations : mapping of str to float, optional
        Seconds per step, for ``summary.json``.
    versions : mapping of str to str, optional
        Versions beside those of the software and the models.
    failed_checks : sequence of str, optional
        Data checks that failed, for ``summary.json``.

    Returns
    -------
    dict of str to Path
        Where each list stands, under ``exports/latest``.
    """
    day = as_of or _day(con)
    exports.mkdir(parents=True, exist_ok=True)
    for left in exports.glob(f"{_PARTIAL}*"):  # of a run that was killed
        shutil.rmtree(left, ignore_errors=True)
    partial = folders.fresh(exports, f"{_PARTIAL}{quarantine.safe_name(run_id)}")
    names = _write(con, partial, run_id, day, durations or {}, versions or {}, failed_checks)
    names += _report(partial, snapshot) if snapshot else []
    _tell(partial, manifest.Taken(at, run_id), names)
    folder = folders.fresh(exports, f"{day.isoformat()}_{quarantine.safe_name(run_id)}")
    partial.replace(folder)  # onto the empty folder that holds the name
    folders.point(exports / LATEST, folder)
    return {name: exports / LATEST / name for name in (*names, manifest.NAME)}


def _report(folder: Path, snapshot: Path) -> list[str]:
    """Write the report of the month in both forms; one file of SQL serves both."""
    files = write_report(folder / "report.html", snapshot) + write_report(folder / "report.docx", snapshot)
    return list(dict.fromkeys(file.name for file in files))


def _tell(folder: Path, taken: manifest.Taken, lists: Sequence[str]) -> None:
    """Write the manifest of everything in the folder."""
    files = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    rows = pl.scan_parquet(folder / "flagged_cases.parquet").select(pl.len()).collect().item()
    told = taken.told(folder, files, {name: rows for name in lists if name.startswith("flagged_cases.")})
    manifest.write(folder / manifest.NAME, told)


def _day(con: duckdb.DuckDBPyConnection) -> date:
    found = con.execute("SELECT as_of FROM known.run").fetchall()
    if not found:
        raise XianjieError("尚未运行", where="known.run", action="请先运行 xianjie run")
    day: date = found[0][0]
    return day


def _write(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    run_id: str,
    as_of: date,
    durations: Mapping[str, float],
    versions: Mapping[str, str],
    failed_checks: Sequence[str],
) -> list[str]:
    """Fill ``folder``; return the names of the files, the list first."""
    flagged = frames.flagged(con)
    lists = {name: frames.outcome(con, name) for name in _OUTCOMES}
    write_csv(flagged, folder / "flagged_cases.csv")
    flagged.write_parquet(folder / "flagged_cases.parquet", compression="zstd")
    cards = load_cards()
    counts = summary.model_counts(con)
    books = excel.write_list(
        flagged,
        folder / "flagged_cases.xlsx",
        sheets.glossary_rows(cards),
        sheets.note_rows(
            as_of=as_of, run_id=run_id, counts=counts, titles={card.id: card.title_zh for card in cards}
        ),
    )
    for name, frame in lists.items():
        write_csv(frame, folder / f"{name}.csv")
    write_csv(frames.cleared(con), folder / "cleared.csv")
    write_csv(frames.due_soon(con), folder / "due_soon.csv")
    write_csv(frames.review_sample(con), folder / "review_sample.csv")
    write_csv(frames.intake(con), folder / "intake.csv")
    # A run of some models only may stand on a pool in which nobody was linked yet.
    forms = [uncertain_links.NAME] if tables.exists(con, "party", "link") else []
    for name in forms:
        uncertain_links.write(uncertain_links.frame(con), folder / name)
    quarantine.write(frames.quarantine(con), folder)
    told = summary.build(
        con,
        run_id=run_id,
        as_of=as_of,
        durations=durations,
        extra_versions=versions,
        failed_checks=failed_checks,
        lists={"flagged_cases": flagged, **lists},
    )
    (folder / "summary.json").write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return [
        "flagged_cases.csv",
        "flagged_cases.parquet",
        *(book.name for book in books),
        *(f"{name}.csv" for name in (*lists, "cleared", "due_soon", "review_sample", "quarantine", "intake")),
        *forms,
        "summary.json",
    ]
