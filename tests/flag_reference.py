"""What circumstances.yaml means, written a second time: slowly, in plain Python, one text and flag at a time.

Shares the table of words with the product and nothing else: no line of the reader is used here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from models import facts
from warehouse.yaml_text import parse as parse_yaml

Row = tuple[int, str, bool | None, int, int, str]
_FILE = Path(facts.__file__).with_name("circumstances.yaml")


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = parse_yaml(_FILE.read_text("utf-8"))
    return table


@cache
def _pattern(*patterns: str) -> re.Pattern[str]:
    table = _table()
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    for name, means in {**table["words"], "neg": table["neg"], "gap": table["gap"]}.items():
        joined = joined.replace("{" + name + "}", means)
    return re.compile(joined)


def stated(texts: list[str]) -> list[Row]:
    """Return text, flag, value, start, end and span of all that the texts state, in order."""
    return [
        (at, flag, *found)
        for at, text in enumerate(texts)
        for flag in sorted(_table()["flags"])
        if (found := _found(_table()["flags"][flag], text))
    ]


def _found(flag: dict[str, Any], text: str) -> tuple[bool | None, int, int, str] | None:
    if not any(word in text for word in flag["anchors"]):
        return None
    if not _holds(text, flag.get("topic"), otherwise=True):
        return None
    over = _pattern(*flag["across"]).search(text) if "across" in flag else None
    if over and not _holds(over.group(), flag.get("unless"), otherwise=False):
        return True, *_place(over)
    is_ruled_out = _holds(text, flag.get("unless_text"), otherwise=False)
    seems = [] if is_ruled_out else list(_hits(flag, "states", text))
    # Who has not yet looked whether it is so denies nothing (尚未对其是否危害健康作出评估).
    unanswered = [hit for hit in seems if _is_asked(hit, text) and _is_unanswered(hit, text)]
    undone = [hit for hit in seems if hit not in unanswered and _is_denied(hit, text)]
    told = [hit for hit in seems if hit not in undone and not _is_asked(hit, text)]
    doubted = [hit for hit in told if _is_doubted(hit, text)]
    sure = [hit for hit in told if hit not in doubted and not _is_only_alleged(hit, text)]
    if sure:
        return True if _holds(text, flag.get("also"), otherwise=True) else None, *_place(sure[0])
    raised = list(_hits(flag, "raises", text))
    not_there = [hit for hit in raised if _is_before("denied_before", hit, text)]
    questions, denies = _denials(flag, text)
    if open_ones := [*doubted, *unanswered, *questions, *(hit for hit in raised if hit not in not_there)]:
        return None, *_place(min(open_ones, key=lambda hit: hit.span()))
    if denied := [*denies, *not_there] or undone:
        return False, *_place(min(denied, key=lambda hit: hit.span()))
    return None


def _denials(flag: dict[str, Any], text: str) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """Return what asks whether (是不是劣药), and what denies in sentences that do not begin by asking."""
    questions, denies = [], []
    hits = list(_hits(flag, "denies", text))
    for sentence in re.finditer(r"[^。；;]+", text):
        own = [hit for hit in hits if sentence.start() <= hit.start() < sentence.end()]
        if own and re.match(_table()["whether"], text[max(sentence.start(), own[0].start() - 1) :]):
            questions.append(own[0])
        else:
            denies += own
    return questions, denies


def _place(hit: re.Match[str]) -> tuple[int, int, str]:
    return hit.start(), hit.end(), hit.group()


def _holds(text: str, pattern: str | None, *, otherwise: bool) -> bool:
    return bool(_pattern(pattern).search(text)) if pattern else otherwise


def _hits(flag: dict[str, Any], key: str, text: str) -> Iterator[re.Match[str]]:
    """Find the patterns in each sentence that no exception stands in; what denies has none."""
    patterns = [*flag.get(key, ()), *_named(flag, key)]
    for sentence in re.finditer(r"[^。；;\n]+", text):
        excepted = key != "denies" and _holds(sentence.group(), flag.get("unless"), otherwise=False)
        if patterns and not excepted:
            yield from _pattern(*patterns).finditer(text, sentence.start(), sentence.end())


def _named(flag: dict[str, Any], key: str) -> list[str]:
    """Return what denies or raises whatever has a name."""
    patterns = {"denies": "named_denied", "raises": "named_raised"}
    if "names" not in flag or key not in patterns:
        return []
    names = f"(?:{'|'.join(flag['names'])})"
    return [pattern.replace("{names}", names) for pattern in _table()[patterns[key]]]


def _clause_before(hit: re.Match[str], text: str) -> str:
    # 属于产品还是废物: what is asked within the hit is asked before what it names.
    asks = re.match("(?s:.*)还是", hit.group())
    told = text[max(0, hit.start() - 40) : hit.start()] + (asks.group() if asks else "")
    return re.split("[，,。；;：:\n]", told)[-1]


def _with_who_thinks(hit: re.Match[str], text: str) -> str:
    """Return the clause before a hit, and the one before that if it tells who thinks so."""
    told = re.split("[。；;]", text[max(0, hit.start() - 60) : hit.start()])[-1]
    clauses = re.split("[，,：:\n]", told)
    return "".join(clauses[-2:]) if re.match("认为|怀疑|觉得", clauses[-1]) else clauses[-1]


def _is_denied(hit: re.Match[str], text: str) -> bool:
    is_after = re.match(_table()["denied_after"], text[hit.end() :])
    return _is_before("denied_before", hit, text) or bool(is_after)


def _is_asked(hit: re.Match[str], text: str) -> bool:
    return _is_before("asked_before", hit, text)


def _is_unanswered(hit: re.Match[str], text: str) -> bool:
    return bool(re.search(_table()["unanswered"], _sentence(hit, text)))


def _is_before(what: str, hit: re.Match[str], text: str) -> bool:
    return bool(re.search(_table()[what], _clause_before(hit, text)))


def _is_only_alleged(hit: re.Match[str], text: str) -> bool:
    rest = re.split("[。；;]", text[hit.end() :])[0]
    is_so = re.search("(?<![不无未])(?:属实|查实|证实|查证)", rest)
    return bool(re.search(_table()["alleged_before"], _with_who_thinks(hit, text))) and not is_so


def _sentence(hit: re.Match[str], text: str) -> str:
    return next(s.group() for s in re.finditer(r"[^。；;]+", text) if s.end() >= hit.end())


def _is_doubted(hit: re.Match[str], text: str) -> bool:
    awaits = re.search(_table()["words"]["pending"], _sentence(hit, text))
    return bool(awaits) and _is_before("doubted_before", hit, text)
