"""From the headers of a file to the columns of a contract.

A header names a column by its canonical name, its Chinese label, its field code or an alias, in this
order of rank; typography does not matter, a unit in the header does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from warehouse.column import CANONICAL, LISTED, LOOSE, Column
from warehouse.contract import Feed
from warehouse.intake.labels import PERCENT, Label, is_unit, parse_label, unit_line, without_name_word

SEARCHED_ROWS = 20
# What the file of rows to send back has beside the source's own columns; it comes back with them.
RETURN_COLUMNS = ("退回原因", "原文件", "原工作表", "原行号")
# 平方米, 立方米, （份）
_LONGEST_UNIT = 3
# What is longer is a text; its typography would be taken away anew for every feed.
_LONGEST_HEADER = 200
# What the name of a group adds to that of what it is about: 当事人基本情况.
_SECTION = re.compile(r"(?:基本)?(?:情况|信息|一?栏)$")

# Who may bear the name that a header asks for.
_BEARERS = re.compile(r"(?:个人|人员?|单位|企业|公民|法人|组织|机构|公司|个体工商户|姓名|名称)+")


@dataclass(frozen=True)
class HeaderMatch:
    """What the headers of one file mean.

    Parameters
    ----------
    columns : dict of int to str
        Position of a header (from 0) to the canonical column it fills.
    units : dict of str to float
        Matched money column to the factor that turns its cells into yuan. A share column under a
        header with ``%`` stands here too, with 0.01.
    extra : dict of int to str
        Position to the (unique) header text under which the cell is kept in ``extra``.
    clashes : list of tuple
        (column, position that fills it, position of a second header of the same rank): an error if a row
        says different things under the two; where the first is empty, the second fills.
    notes : list of str
        What the sender should know, in Chinese.
    factors : dict of int to float
        The same factors by position, the clashing headers included, so that two can be compared in yuan.
    """

    columns: dict[int, str] = field(default_factory=dict)
    units: dict[str, float] = field(default_factory=dict)
    extra: dict[int, str] = field(default_factory=dict)
    clashes: list[tuple[str, int, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    factors: dict[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class FoundHeader:
    """Where the header stands among the first rows of a table.

    Parameters
    ----------
    first, last : int
        Rows of the header, from 0; they differ where a group header stands above. Data begin at ``last + 1``.
    texts : list of (str or None)
        One header per position.
    known : int
        Distinct columns recognised.
    unit : float, optional
        Factor to yuan of the unit that a line above the header names (``单位：万元``).
    """

    first: int
    last: int
    texts: list[str | None]
    known: int
    unit: float | None = None


@dataclass(frozen=True)
class _Hit:
    position: int
    column: Column
    rank: int
    factor: float | None


def match_headers(
    feed: Feed,
    headers: Sequence[str | None],
    completed: Feed | None = None,
    *,
    unit: float | None = None,
    delivered: Sequence[str] = (),
) -> HeaderMatch:
    """Say which column each header fills.

    Parameters
    ----------
    feed : Feed
        The contract.
    headers : sequence of (str or None)
        Headers as delivered, in the order of the file.
    completed : Feed, optional
        The feed whose records this one completes. Its columns come back with the answer (the locked ones
        of a reply form): they are kept in ``extra`` and fill nothing, but are not unknown.
    unit : float, optional
        Factor to yuan for money under a label that names no unit, where a line above the table names one.
    delivered : sequence of str
        For a mapped source: the headers of its own file, by which a column is told.
    """
    hits: dict[str, list[_Hit]] = {}
    found = HeaderMatch()
    unknown: list[int] = []
    for position, text in enumerate(headers):
        hit = _hit(feed, position, text or "", unit)
        if hit is None:
            unknown.append(position)
        else:
            hits.setdefault(hit.column.name, []).append(hit)
    losing: list[int] = []
    for name, rivals in hits.items():
        losing += _settle(found, name, rivals, headers)
    _keep(found, sorted(unknown + losing), headers)
    named = [
        f"{headers[position]}（第{_place(headers[position], position, delivered)}列）"
        for position in unknown
        if (headers[position] or "").strip() not in ("", *RETURN_COLUMNS)
        and (completed is None or _hit(completed, position, headers[position] or "") is None)
    ]
    if named:
        found.notes.append(f"未识别的列（保留在附加信息中）：{'、'.join(named)}")
    return found


def _place(header: str | None, position: int, delivered: Sequence[str]) -> int:
    return (delivered.index(header) if header in delivered else position) + 1


def _settle(found: HeaderMatch, name: str, rivals: list[_Hit], headers: Sequence[str | None]) -> list[int]:
    """Enter the best header of a column; return the positions that lost to it."""
    best = min(rivals, key=lambda hit: (hit.rank, hit.position))
    found.columns[best.position] = name
    if best.factor is not None:
        found.units[name] = best.factor
    losing = []
    for hit in rivals:
        if hit.factor is not None:
            found.factors[hit.position] = hit.factor
        if hit is best:
            continue
        losing.append(hit.position)
        if hit.rank == best.rank:
            found.clashes.append((name, best.position, hit.position))
            outcome = "两列都填的须一致，只填一列的取所填的"
        else:
            outcome = f"采用「{headers[best.position]}」，另一列保留在附加信息中"
        found.notes.append(
            f"「{headers[best.position]}」（第{best.position + 1}列）与「{headers[hit.position]}」"
            f"（第{hit.position + 1}列）同指「{best.column.label}」：{outcome}"
        )
    return losing


def _keep(found: HeaderMatch, positions: Iterable[int], headers: Sequence[str | None]) -> None:
    """Give every column that fills nothing a name of its own in ``extra``."""
    taken: set[str] = set()
    for position in positions:
        text = (headers[position] or "").strip() or f"列{position + 1}"
        if text in taken:
            text = f"{text}#{position + 1}"
        taken.add(text)
        found.extra[position] = text


def _hit(feed: Feed, position: int, text: str, unit: float | None = None) -> _Hit | None:
    if len(text) > _LONGEST_HEADER:
        return None
    label = parse_label(text)
    known = feed.by_header
    if not any(key in known for key in label.keys):  # isdisjoint would walk through all headers of the feed
        return None
    for key, factor, is_bare in ((label.key, label.factor, False), (label.bare_key, label.bare_factor, True)):
        column, rank = feed.by_header.get(key, (None, 0))
        if column is None:
            continue
        if column.type == "money" and factor != PERCENT:
            default = 1.0 if rank == CANONICAL else unit or column.unit_factor
            return _Hit(position, column, rank, default if factor is None else factor)
        if column.type == "share" and factor in (None, PERCENT):
            return _Hit(position, column, rank, factor or 1.0)
        if column.type not in ("money", "share") and not is_bare:
            return _Hit(position, column, rank, None)
    column = _said_twice(feed, label) or _shared(feed, label)
    return None if column is None else _Hit(position, column, _rank(feed, label), None)


def _rank(feed: Feed, label: Label) -> int:
    """Return how good a header in pieces is: not better than the worst of its pieces."""
    keys = [key for part in label.parts or (label.key,) for key in (part, without_name_word(part))]
    return max(LOOSE, *(feed.by_header[key][1] for key in keys if key in feed.by_header))


def _said_twice(feed: Feed, label: Label) -> Column | None:
    """Return the column of ``法定代表人（经营者）``: the name and what stands beside it each name it.

    Beside a name may also stand who bears it (``被处罚单位（人）``), and at its end that it is one
    (``承办人姓名``). What says more than the name (``证件号码（法定代表人）``) makes another column.
    """
    parts = label.parts or (label.key,)
    named = [_named(feed, part) for part in parts]
    first = named[0]
    if first is None or first.type in ("money", "share"):
        return None
    bearers = [first.form == "name" and _BEARERS.fullmatch(part) is not None for part in parts]
    return (
        first if all(column is first or bears for column, bears in zip(named, bearers, strict=True)) else None
    )


def _shared(feed: Feed, label: Label) -> Column | None:
    """Return the column of codes of ``统一社会信用代码/身份证号``; a cell itself says which it holds."""
    named = {column.name for column in (_named(feed, part) for part in label.parts) if column is not None}
    for code, number in feed.shared.items():
        if len(label.parts) == len(named) and named == {code, number.name}:
            return feed.column(code)
    return None


def _named(feed: Feed, key: str) -> Column | None:
    """Return the column that a key names, at its end perhaps the word that it is a name."""
    column = feed.by_header.get(key, (None, 0))[0]
    if column is None:
        column = feed.by_header.get(without_name_word(key), (None, 0))[0]
        return column if column is not None and column.form == "name" else None
    return column


def recognised(feed: Feed, headers: Sequence[str | None], *, clearly: bool = False) -> set[str]:
    """Return the columns of ``feed`` that the headers name; if asked, without those named loosely."""
    hits = (_hit(feed, position, text or "") for position, text in enumerate(headers))
    return {hit.column.name for hit in hits if hit is not None and not (clearly and hit.rank >= LISTED)}


def find_header(rows: Sequence[Sequence[str | None]], feeds: Iterable[Feed]) -> FoundHeader | None:
    """Find the header among the first rows of a table.

    Title lines stand above it, and one or two group headers may (``当事人`` over ``名称`` and ``证件号码``):
    the row, or the two or three rows, that name most columns of one feed win, the earlier ones of equals.

    Parameters
    ----------
    rows : sequence of rows
        The first rows of the table; only ``SEARCHED_ROWS`` are looked at.
    feeds : iterable of Feed
        The feed, if it is known, else all.

    Returns
    -------
    FoundHeader or None
        None if no row names a column.
    """
    chosen: FoundHeader | None = None
    searched = list(rows[:SEARCHED_ROWS])
    for feed in feeds:
        for number, row in enumerate(searched):
            texts = list(row)
            known = len(recognised(feed, texts))
            if chosen is None or known > chosen.known:
                chosen = FoundHeader(number, number, texts, known) if known else chosen
            if known and number + 1 < len(searched):
                joined = _join(feed, row, searched[number + 1])
                known = len(recognised(feed, joined))
                is_units = chosen is not None and chosen.last == number and _is_units(searched[number + 1])
                if chosen is None or known > chosen.known or (is_units and known == chosen.known):
                    chosen = FoundHeader(number, number + 1, joined, known)
                if number + 2 < len(searched):
                    joined = _join(feed, joined, searched[number + 2])
                    known = len(recognised(feed, joined))
                    if known > chosen.known:
                        chosen = FoundHeader(number, number + 2, joined, known)
    if chosen is None:
        return None
    return replace(chosen, unit=unit_line(cell for row in searched[: chosen.first] for cell in row))


def group_readings(group: str, low: str) -> tuple[str, str, str]:
    """Return what a header in a group may be called, the most telling name first.

    法定代表人情况 over 证件号码 is the number of the legal representative, not of the party.
    """
    return group + low, _SECTION.sub("", group) + low, low


def _is_units(row: Sequence[str | None]) -> bool:
    """Say whether a row below the header names units: of money at least, and nothing that is longer."""
    cells = [cell.strip() for cell in row if cell and cell.strip()]
    return any(map(is_unit, cells)) and all(is_unit(cell) or len(cell) <= _LONGEST_UNIT for cell in cells)


def _join(feed: Feed, above: Sequence[str | None], below: Sequence[str | None]) -> list[str | None]:
    """Read two header rows as one: the group's name goes on over the cells merged with it."""
    group = ""
    joined: list[str | None] = []
    for position in range(max(len(above), len(below))):
        top = (above[position] or "").strip() if position < len(above) else ""
        low = (below[position] or "").strip() if position < len(below) else ""
        group = top or group
        if not low:
            group = top
            joined.append(top or None)
            continue
        joined.append(_reading(feed, position, group_readings(group, low)) or group + low)
    return joined


def _reading(feed: Feed, position: int, readings: Iterable[str]) -> str | None:
    """Return the first text that names a column, or a later one that names the same column better."""
    named = [(text, hit) for text in readings if (hit := _hit(feed, position, text)) is not None]
    same = [(hit.rank, text) for text, hit in named if hit.column is named[0][1].column]
    return min(same, key=lambda each: each[0])[1] if same else None
