"""Which feed a table holds: by the name of its file or sheet, else by its headers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from warehouse.contract import Feed
from warehouse.errors import FileRefused
from warehouse.intake.headers import recognised

_FEWEST_COLUMNS = 2
_SHOWN_HEADERS = 8
_FAR_MORE = 2
_SEPARATORS = re.compile(r"[\s\-_.]+")


def recognise(file_name: str, sheet: str, headers: Sequence[str | None], feeds: Mapping[str, Feed]) -> str:
    """Return the name of the feed that a table holds.

    The file name decides, the longest matching name first (``entity_member_2024`` is no ``entity``);
    where it says nothing the sheet's name does, then the headers. Where the two name different feeds (sheet
    移送 of 行政处罚及移送情况.xlsx) the headers decide between them. Of a table with no part of the key of
    the feed that is named, and with the whole key of one other, they decide alone: it stands below another.
    So they do where the named feed lacks what each of its records needs, and another lacks nothing.

    Parameters
    ----------
    file_name : str
        Name or path of the file.
    sheet : str
        Name of the sheet, empty for flat files.
    headers : sequence of (str or None)
        Headers of the table.
    feeds : mapping of str to Feed
        The contracts.

    Raises
    ------
    FileRefused
        If no feed fits, or two fit equally: both are named.
    """
    where = f"{file_name} · {sheet}" if sheet else file_name
    of_file, of_sheet = _by_name(PurePath(file_name).stem, feeds), _by_name(sheet, feeds)
    named = list(dict.fromkeys([*of_file, *of_sheet])) if len(of_sheet) == 1 else of_file or of_sheet
    if len(named) == 1:
        return _told_otherwise(named[0], headers, feeds) or named[0]
    return _by_headers(where, headers, {feed: feeds[feed] for feed in named} or feeds)


def _told_otherwise(named: str, headers: Sequence[str | None], feeds: Mapping[str, Feed]) -> str | None:
    """Return the feed that the headers are of where they are not of the one that is named.

    移送起诉台账 is no 移送: a table is of the feed that has all its records need and more of the headers than
    the named one, if that lacks something; far more where that needs little (执法机关处罚明细).
    """
    known = {feed.name: recognised(feed, headers) for feed in feeds.values()}
    if not known[named] & set(feeds[named].key):
        whole = [feed.name for feed in feeds.values() if set(feed.key) <= known[feed.name]]
        if len(whole) == 1:
            return whole[0]
    least = len(known[named]) * (_FAR_MORE if _needed(feeds[named]) <= known[named] else 1)
    whole = [feed.name for feed in feeds.values() if _needed(feed) <= known[feed.name]]
    most = max((len(known[name]) for name in whole), default=0)
    best = [name for name in whole if len(known[name]) == most > least]
    return best[0] if len(best) == 1 else None


def _needed(feed: Feed) -> set[str]:
    """Return the columns that must be delivered: not those with a default."""
    return {column.name for column in feed.required if column.default is None}


def _by_name(name: str, feeds: Mapping[str, Feed]) -> list[str]:
    """Return the feeds whose names match best; a name at the beginning beats one in the middle."""
    text = _fold(name)
    best: tuple[bool, int] = (False, 0)
    chosen: list[str] = []
    for feed in feeds.values():
        for prefix in feed.prefixes:
            place = _find(text, _fold(prefix))
            if place < 0:
                continue
            rank = (place == 0, len(prefix))
            if rank > best:
                best, chosen = rank, [feed.name]
            elif rank == best and feed.name not in chosen:
                chosen.append(feed.name)
    return chosen


def _fold(name: str) -> str:
    return _SEPARATORS.sub("_", unicodedata.normalize("NFKC", name).casefold().strip())


def _find(text: str, prefix: str) -> int:
    """Find ``prefix``; a Latin one must be a word of its own (``identity`` is no ``entity``)."""
    if not prefix.isascii():
        return text.find(prefix)
    match = re.search(rf"(?<![a-z]){re.escape(prefix)}(?![a-z])", text)
    return match.start() if match else -1


def _by_headers(where: str, headers: Sequence[str | None], feeds: Mapping[str, Feed]) -> str:
    fits: dict[str, tuple[int, int]] = {}
    for feed in feeds.values():
        columns = recognised(feed, headers)
        needed = _needed(feed)
        if len(columns) >= _FEWEST_COLUMNS and columns & needed:
            # A missing required column counts against a feed as much as a known one counts for it. What is
            # named loosely (承办单位 is something in every feed) decides between equals only.
            clear = recognised(feed, headers, clearly=True)
            fits[feed.name] = (len(clear) - len(needed - columns), len(columns))
    best = max(fits.values(), default=None)
    chosen = [name for name, fit in fits.items() if fit == best]
    if len(chosen) == 1:
        return chosen[0]
    shown = "、".join(text for text in headers[:_SHOWN_HEADERS] if text) or "no header"
    if not chosen:
        raise FileRefused(
            "无法判断表中是哪类数据",
            where=where,
            found=shown,
            expected=f"以下之一的文件名或表头：{'、'.join(feeds)}",
            action="请按数据类别命名文件，或者导入时用 --feed 指明",
        )
    raise FileRefused(
        "两类数据同样吻合",
        where=where,
        found="、".join(f"{feeds[name].label}（{name}）" for name in chosen),
        expected="一类数据",
        action="请按数据类别命名文件，或者导入时用 --feed 指明",
    )
