"""Who delivers what when: files by period, things sent twice, corrected later, or unreadable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.demo.cells import Cells
from pipelines.demo.dice import plus
from pipelines.demo.district import KEY, District, Record
from pipelines.demo.files import write_csv, write_json, write_parquet, write_xlsx
from pipelines.demo.habits import HABITS, Habit

WEEK = 7
WORTH_A_FILE = 4  # rows a month
REQUIRED = {
    "penalty": ("facts", "decided_on", "decision_no"),
    "admin_case": ("filed_on",),
    "police_case": ("suspect_name",),
    "prosecution": ("accepted_on",),
    "complaint": ("text",),
}
SUFFIX = {"csv": "csv", "tsv": "tsv", "xlsx": "xlsx", "json": "json", "jsonl": "jsonl", "parquet": "parquet"}


@dataclass(slots=True)
class Sent:
    """What one file holds."""

    path: str
    feed: str
    rows: int = 0
    resent: int = 0
    corrected: int = 0
    unreadable: int = 0


@dataclass(slots=True)
class Parcel:
    """Rows on their way into one file."""

    name: str
    rows: list[Record] = field(default_factory=list)


class Delivery:
    """Writes the inbox."""

    def __init__(self, district: District, cells: Cells, inbox: Path) -> None:
        self.district = district
        self.cells = cells
        self.dice = cells.dice
        self.inbox = inbox
        self.sent: list[Sent] = []

    def run(self) -> list[Sent]:
        """Write all files of all sources."""
        spoken = {
            feed: {key for habit in HABITS if habit.feed == feed for key in habit.agencies} for feed in KEY
        }
        for habit in HABITS:
            rows = [
                row
                for row in self.district.feeds[habit.feed]
                if (
                    row.get("_agency") in habit.agencies
                    if habit.agencies
                    else row.get("_agency") not in spoken.get(habit.feed, ())
                )
            ]
            if "_date" in (rows[0] if rows else {}):
                rows.sort(key=lambda row: (row["_date"], row["_uid"]))
            for parcel in self.parcels(habit, rows):
                self.write(habit, parcel)
        return self.sent

    def parcels(self, habit: Habit, rows: list[Record]) -> Iterator[Parcel]:
        """Split the rows into the files the source sends."""
        until = self.district.until
        newest = plus(until, 1 - WEEK)
        if habit.periods == "whole":
            yield Parcel(f"{habit.stem}_全量_{until:%Y%m%d}", rows)
            return
        if habit.periods == "running":
            # A history file and one of the running year, a month of overlap: no period without a file.
            edge = plus(until, -240)
            yield Parcel(f"{habit.stem}_历史", [row for row in rows if row["_date"] <= edge])
            yield Parcel(f"{habit.stem}_{until:%Y}", [row for row in rows if row["_date"] > plus(edge, -30)])
            return
        recent = sum(row["_date"] > plus(until, -365) for row in rows)
        months = plus(until, -365).replace(day=1) if recent > 12 * WORTH_A_FILE else plus(until, 1)
        named: dict[str, list[Record]] = {}
        for row in rows:
            day: dt.date = row["_date"]
            name = f"{day:%Y%m}" if day >= months else f"{day:%Y}"
            if day >= newest:
                name = f"增量_{until:%Y%m%d}"
            named.setdefault(name, []).append(row)
        for name, members in named.items():
            if name.startswith("增量") and self.cells.factor:
                # The weekly file repeats what was sent in the days before.
                members = [row for row in rows if plus(newest, -4) <= row["_date"] < newest] + members
            yield Parcel(f"{habit.stem}_{name}", members)

    def write(self, habit: Habit, parcel: Parcel) -> None:
        """Write one file."""
        if not parcel.rows:
            return
        folder = self.inbox / habit.folder
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{parcel.name}.{SUFFIX[habit.form]}"
        note = Sent(f"inbox/{habit.folder}/{path.name}", habit.feed)
        rows = list(self.rendered(habit, parcel, note))
        columns = [column for column in habit.kept() if any(row.get(column) is not None for row in rows)]
        strange = list(habit.unknown) if self.cells.factor else []
        heads = [habit.heading(column) for column in columns] + strange
        table = [
            [row.get(column) for column in columns] + [self.oddity(name) for name in strange] for row in rows
        ]
        note.rows = len(table)
        self.sent.append(note)
        if habit.form in ("csv", "tsv"):
            write_csv(path, heads, table, habit.encoding, habit.delimiter)
        elif habit.form == "xlsx":
            totals = habit.heading("fine_cny") if habit.totals and self.cells.factor else ""
            write_xlsx(path, heads, table, title=habit.title if self.cells.factor else "", totals=totals)
        elif habit.form == "parquet":
            write_parquet(path, heads, table)
        else:
            write_json(path, heads, table, lines=habit.form == "jsonl")

    def oddity(self, name: str) -> Any:
        """Return a cell of a column no contract knows."""
        return f"{name[0]}{self.dice.whole(1, 40):02d}"

    def rendered(self, habit: Habit, parcel: Parcel, note: Sent) -> Iterator[Record]:
        """Yield the rows as cells; remember each first rendering, so that what is sent again is the same."""
        can_fail = REQUIRED.get(habit.feed, ())
        for record in parcel.rows:
            before = record.get("_cells")
            if before is not None:
                note.resent += 1
                yield before
                continue
            cells = self.cells.row(habit, record)
            record["_cells"] = cells
            if habit.feed == "penalty" and habit.periods == "years" and self.cells.noisy(0.004):
                wrong = dict(cells)
                wrong["handler"] = "待补录"
                wrong["penalty_text"] = "（更正前）" + str(wrong.get("penalty_text") or "")
                note.corrected += 1
                yield wrong
            yield cells
            if habit.periods != "whole" and self.cells.noisy(0.003):
                note.resent += 1
                yield cells
            if can_fail and self.cells.noisy(0.0012):
                note.unreadable += 1
                yield self.broken(habit, cells, can_fail)

    def broken(self, habit: Habit, cells: Record, can_fail: tuple[str, ...]) -> Record:
        """Return a row of its own that lacks what every row must have."""
        row = dict(cells)
        key = KEY[habit.feed]
        if row.get(key):
            row[key] = f"{row[key]}附{self.dice.whole(1, 9)}"
        column = self.dice.pick(can_fail)
        row[column] = "不详" if column.endswith("_on") else None
        return row
