"""Rows that could not be loaded: one list, and one file per source and feed to send back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from pipelines.outputs.columns import QUARANTINE
from pipelines.outputs.csv_list import write_csv, write_rows
from pipelines.outputs.frames import shaped
from pipelines.outputs.masking import mask_id_cell, mask_ids
from warehouse.contract import Feed, load_feeds
from warehouse.intake.headers import RETURN_COLUMNS

_ID_HEADER = re.compile("身份证|证件号|ZJHM")
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]|^\.+')


def write(frame: pl.DataFrame, folder: Path) -> Path:
    """Write ``quarantine.csv`` and ``quarantine/<source>/<feed>.csv`` in the source's own columns.

    Parameters
    ----------
    frame : polars.DataFrame
        As `frames.quarantine` returns it.
    folder : Path
        Folder of the run.

    Returns
    -------
    Path
        The list; the files to send back stand beside it, without the rows that came again since.
    """
    feeds = load_feeds()
    rows = [_masked(row, feeds.get(row["feed"] or "")) for row in frame.iter_rows(named=True)]
    listed = frame.with_columns(
        pl.Series("raw", [json.dumps(row, ensure_ascii=False) for row in rows], pl.String)
    )
    path = folder / "quarantine.csv"
    write_csv(shaped(listed, QUARANTINE), path)
    groups: dict[tuple[str, str], list[int]] = {}
    for position, (source, feed, resent) in enumerate(frame.select("source", "feed", "resent").iter_rows()):
        if resent:
            continue
        groups.setdefault((safe_name(source or "未注明来源"), safe_name(feed or "未识别")), []).append(
            position
        )
    for (source, feed), positions in groups.items():
        target = folder / "quarantine" / source / f"{feed}.csv"
        target.parent.mkdir(parents=True, exist_ok=True)
        chosen = frame[positions].select("reason", "file", "sheet", "row")
        _write_back([rows[position] for position in positions], chosen, target)
    return path


def _write_back(raw: list[dict[str, str]], about: pl.DataFrame, target: Path) -> None:
    own = list(dict.fromkeys(name for row in raw for name in row))
    header = [*own, *RETURN_COLUMNS]
    body = (
        [
            *(row.get(name, "") for name in own),
            *("" if cell is None else mask_ids(str(cell)) for cell in told),
        ]
        for row, told in zip(raw, about.iter_rows(), strict=True)
    )
    write_rows(header, body, target)


def _masked(row: Mapping[str, str | None], feed: Feed | None) -> dict[str, str]:
    """Return one raw row as header → text with its ID numbers masked."""
    raw = json.loads(row["raw"] or "{}")
    headers = json.loads(row["headers"] or "{}")
    id_columns = {column.name for column in feed.columns if column.type == "id"} if feed else set()
    cells = {str(name): "" if cell is None else str(cell) for name, cell in raw.items()}
    return {
        name: mask_id_cell(cell)
        if headers.get(name, name) in id_columns or _ID_HEADER.search(name)
        else mask_ids(cell)
        for name, cell in cells.items()
    }


def safe_name(name: str) -> str:
    """Return a name that can be a file's or folder's."""
    return _UNSAFE.sub("_", name).strip() or "_"
