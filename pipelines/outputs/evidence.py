"""Takes a finding apart for people: what is claimed, from where, against which line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from models.rulebook.vocabulary import UNCONFIRMED, UNCONFIRMED_ZH, Vocabulary, load_vocabulary
from pipelines.outputs.columns import word
from warehouse.contract import load_feeds

_ORIGIN = re.compile(r"^(?P<kind>[a-z]+):(?P<what>[^\[]+)(?:\[(?P<start>\d+):(?P<end>\d+)\])?$")
_PARTIES = {"party": "当事人", "authority": "执法机关"}
MARKS = {"未见": "✘", "成立": "✔", "未知": "？", "待核对": "！"}


@dataclass(frozen=True)
class Measure:
    """One element of the claim: what was found, where it stands in the record."""

    id: str
    zh: str
    value: float | None
    upto: float | None
    unit: str
    origin_zh: str
    span: str
    is_deciding: bool
    is_verified: bool | None
    no: str = ""  # of the record, where the finding is about several

    @property
    def answer_zh(self) -> str | None:
        """Whether a circumstance is there, which evidence tells by 0 and 1; None for an amount."""
        if self.id not in _vocabulary().flags:
            return None
        return "是" if self.value else "否" if self.upto == 0 else "不能确定"


@dataclass(frozen=True)
class Source:
    """One row of a delivered file."""

    feed: str
    feed_zh: str
    no: str
    source: str
    file: str
    sheet: str
    row: int | None
    fields: dict[str, str]

    @property
    def place(self) -> str:
        """File, sheet and row as a person looks them up."""
        return " · ".join(
            part
            for part in (self.file, self.sheet, f"第 {self.row} 行" if self.row is not None else "")
            if part
        )


@dataclass(frozen=True)
class Evidence:
    """The evidence of one finding, parsed."""

    measures: list[Measure]
    sources: list[Source]
    links: list[dict[str, Any]] = field(default_factory=list)
    exceptions: list[dict[str, str]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)


def parse(finding: Mapping[str, Any]) -> Evidence:
    """Read the evidence of a finding (a row of ``finding.finding`` or of the list)."""
    told = json.loads(finding["evidence"] or "{}")
    entries = told.get("sources", [])
    sources = [_source(entry) for entry in entries]
    # Earlier decisions of the same feed may stand before the record that the finding is about.
    same = [s for s in sources if s.feed == finding["subject_kind"]]
    record = finding.get("subject_id")
    # Two where it was delivered under two names of its authority.
    rows: dict[object, list[Source]] = {}
    for source, entry in zip(sources, entries, strict=True):
        rows.setdefault(entry.get("record_id"), []).append(source)
    return Evidence(
        measures=[
            _measure(entry, finding, rows.get(entry.get("record_id", record)) or same[:1])
            for entry in told.get("measures", [])
        ],
        sources=sources,
        links=list(told.get("links", [])),
        exceptions=list(told.get("exceptions", [])),
        components=list(told.get("score", [])),
    )


def kind_zh(kind: str) -> str:
    """Return the Chinese name of a subject kind: a feed's label, or what a group is."""
    feeds = load_feeds()
    return feeds[kind].label if kind in feeds and kind not in _PARTIES else _PARTIES.get(kind, kind)


@lru_cache(maxsize=1)
def _vocabulary() -> Vocabulary:
    return load_vocabulary()


def measure_zh(measure: str) -> str:
    """Return the Chinese name of a measure or of a sum of measures; an unknown one as it is."""
    if measure == UNCONFIRMED:
        return UNCONFIRMED_ZH
    if re.search(r"[*+]", measure):
        told = re.sub(r"[a-z_]+", lambda found: measure_zh(found[0]), measure)
        return told.replace("*", "×").replace("+", "＋")
    words = _vocabulary()
    known = (words.amounts, words.flags, words.provincial)
    return words.zh(measure) if any(measure in names for names in known) else word("measure", measure)


def measure_unit(measure: str) -> str:
    """Return the unit of a measure, empty for flags."""
    amount = _vocabulary().amounts.get(measure)
    return amount.unit if amount else ""


def missing_zh(missing: str) -> str:
    """Return what a missing item is called: a measure, a calendar year, a feed or a column of one."""
    if missing.startswith("calendar "):
        return missing.removeprefix("calendar ") + " 年工作日历"
    for called in (measure_zh(missing), word("missing", missing), kind_zh(missing)):
        if called != missing:
            return called
    return _column_labels().get(missing, missing)


@lru_cache(maxsize=1)
def _column_labels() -> dict[str, str]:
    """Return the labels of the columns; of one that several feeds have, the shortest, which says no feed."""
    labels: dict[str, str] = {}
    for feed in load_feeds().values():
        for column in feed.columns:
            labels[column.name] = min(labels.get(column.name, column.label), column.label, key=len)
    return labels


def number(value: float | None) -> str:
    """Write a number as a person does: thousands separated, no empty decimals."""
    if value is None:
        return ""
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def quantity(value: float | None, unit: str | None) -> str:
    """Write a number with its unit; a share as a percentage."""
    if unit == "比例" and value is not None:
        return f"{number(100 * float(value))}%"
    return f"{number(value)}{unit or ''}"


def day_zh(day: date) -> str:
    """Write a day as a document does: 2026年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _source(entry: Mapping[str, Any]) -> Source:
    fields = entry.get("fields") or {}
    return Source(
        feed=entry["feed"],
        feed_zh=kind_zh(entry["feed"]),
        no=str(entry.get("no") or ""),
        source=str(entry.get("source") or ""),
        file=str(entry.get("file") or ""),
        sheet=str(entry.get("sheet") or ""),
        row=entry.get("row"),
        fields={str(label): str(cell) for label, cell in fields.items() if cell is not None},
    )


def _measure(entry: Mapping[str, Any], finding: Mapping[str, Any], own: Sequence[Source]) -> Measure:
    measure = str(entry["measure"])
    span = str(entry.get("span") or "")
    origin = str(entry.get("origin") or "")
    return Measure(
        id=measure,
        zh=str(entry.get("zh") or measure_zh(measure)),
        value=_float(entry.get("value")),
        upto=_float(entry.get("upto")),
        unit=measure_unit(measure),
        origin_zh=origin_zh(origin, str(entry.get("feed") or finding["subject_kind"])),
        span=span,
        is_deciding=measure in re.findall(r"[a-z_]+", str(finding["measure"] or "")),
        is_verified=_stands_in(span, origin, own),
        no=str(entry.get("no") or ""),
    )


def _stands_in(span: str, origin: str, own: Sequence[Source]) -> bool | None:
    """Say whether the quoted words stand in the record's row, its lines joined; None if nothing is quoted."""
    if not span or not own or origin.partition(":")[0] not in ("text", "pattern"):
        return None
    words = "".join(span.split())
    return any(words in "".join(cell.split()) for source in own for cell in source.fields.values())


def origin_zh(origin: str, feed: str) -> str:
    """Return in Chinese where a number comes from: ``text:facts[3:14]`` of a feed."""
    found = _ORIGIN.match(origin)
    if found is None:
        return origin
    what = found["what"]
    feeds = load_feeds()
    label = (
        feeds[feed].by_name[what].label if feed in feeds and what in feeds[feed].by_name else measure_zh(what)
    )
    place = f"第 {int(found['start']) + 1}–{found['end']} 字" if found["start"] else ""
    return {
        "column": f"字段“{label}”",
        "text": f"“{label}”{place}",
        "pattern": f"“{label}”{place}的记载",
        "derived": ("按" if "=" in what else "由")
        + re.sub(r"[a-z_]+", lambda m: f"“{measure_zh(m[0])}”", what.removeprefix("="))
        .replace("-", " − ")
        .replace("+", " ＋ ")
        .replace("<=", "不超过")
        .replace(">=", "不少于")
        + "推算",
    }.get(found["kind"], origin)


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))
