"""The cue words of cues.yaml and what each of them does to the amounts around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from models.facts.words.cue_table import Guard, Table
from warehouse.errors import RulebookError
from warehouse.yaml_text import read_rules

MOST_WORDS = 14_000
"""Every word is found as one sign of a row of 14,244 (``lexicon.FIRST``); headings take some."""

CUES_FILE = Path(__file__).with_name("cues.yaml")


@dataclass(frozen=True, slots=True)
class Cue:
    """What one word does to the reading of the amounts around it."""

    role: str | None = None
    named: bool = False
    general: bool = False
    state: str | None = None
    nil: str | None = None
    per: str | None = None
    thing: str | None = None
    signs: frozenset[str] = frozenset()  # total, part, above, alleged, -alleged, law, invoice, input, …
    not_before: str | None = None
    not_after: str | None = None
    only_before: str | None = None


@dataclass(frozen=True, slots=True, eq=False)  # one table is itself only: what is made of it is kept by it
class Cues:
    """The compiled table."""

    table: Table
    words: dict[str, Cue]
    combine: dict[tuple[str, str], str]
    units: dict[str, tuple[str, Decimal]]


@cache
def load_cues(path: Path = CUES_FILE) -> Cues:
    """Read and compile the cue words.

    Raises
    ------
    RulebookError
        If the file is unreadable or has an unknown or missing key.
    """
    table = read_rules(path, Table, "table of cue words is wrong")
    words = _words(table)
    if len(words) > MOST_WORDS:
        raise RulebookError(
            "too many cue words",
            where=f"{path.name}, names counted twice since they are also found spaced out",
            found=str(len(words)),
            expected=f"at most {MOST_WORDS}, one sign each",
            action="take out words that say the same in the same place, or shorten the list of spaced names",
        )
    return Cues(
        table=table,
        words=words,
        combine={(pair.first, pair.then): pair.makes for pair in table.combine},
        units={sign: (unit.base, unit.factor) for sign, unit in table.units.items()},
    )


# Signs whose words stand in the table under the same name.
_PLAIN = (
    *("total", "above", "part", "extra", "anew", "evidence", "detailed", "hired", "appraised", "evasion"),
    *("aside", "asked", "disbelieved", "final", "changed", "share", "crime", "victim", "cards", "accused"),
    *("pretext", "bribery", "insurance", "labour", "failed", "fences", "launders", "receipts", "services"),
    *("inputs", "customers", "paying", "favours", "equates", "used_up", "planned", "exceeds"),
)


def _signs(table: Table) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield every sign with its words."""
    for name in _PLAIN:
        yield name, getattr(table, name)
    for name, scope in (("alleged", table.alleged), ("other", table.other_party), ("genuine", table.genuine)):
        yield name, scope.begin
        yield f"-{name}", scope.end
    yield "fined", table.other_party.fined
    yield "shared", table.other_party.shared
    yield "net", table.gain_basis.net
    yield "gross", table.gain_basis.gross
    yield "least", table.approximate.least
    for name in ("below", "fixed", "standard", "line", "law"):
        yield name, getattr(table.statutory, name)
    yield "invoice", table.invoice.words
    yield "input", table.invoice.input
    yield "output", table.invoice.output
    yield "all", table.states.get("all", ())


# What a longer word keeps of the shorter words in it: "虚开税款" speaks of invoices as "虚开" does.
_KEPT = frozenset(
    (
        "total",
        "invoice",
        "input",
        "output",
        "evasion",
        "law",
        "appraised",
        "exceeds",
        "all",
        "services",
        "hired",
    )
) | {"-alleged", "-genuine", "-other"}


# 尚未全部售出, 准备全部售予: something is left.
_NOT_YET = "未|没|没有|未能|没能|待|拟|准备|计划|打算|预计|意图|欲|想|即将|不能|难以|若|如果|并非|非"


def _words(table: Table) -> dict[str, Cue]:
    found: dict[str, dict[str, Any]] = {}

    def put(word: str, **what: Any) -> None:
        found.setdefault(word, {}).update(what)

    for role, words in table.roles.items():
        for word in words.verb:
            put(word, role=role, named=False)
        for word in words.named:
            put(word, role=role, named=True)
    for word in table.general:
        put(word, general=True)
    for word in table.neutral:
        put(word)
    for state in ("sold", "unsold"):
        for word in table.states[state]:
            put(word, state=state)
    for role, nil in table.nil.items():
        for word in nil:
            put(word, nil=role)
    for word in table.nil["unsold"]:
        if any(act in word for act in table.roles["sold"].verb):  # 全部售予张某: sold, and nothing is left
            put(word, role="sold", named=False)
    for thing, spec in table.objects.items():
        for word in spec.words:
            put(word, thing=thing)
    for sign in table.units:
        if table.units[sign].base not in ("元", "比例", "倍", "mg/100ml") and "/" not in sign:
            put(f"每{sign}", per=table.units[sign].base)
            put(f"每一{sign}", per=table.units[sign].base)
    for sign in table.averaged:
        put(f"{sign}均", per=table.units[sign].base)
    for sign in ("天", "日", "年", "月", "周", "小时", "晚"):
        put(f"每{sign}", per=sign)
    signs: dict[str, set[str]] = {}
    for sign, marked in _signs(table):
        for word in marked:
            found.setdefault(word, {})
            signs.setdefault(word, set()).add(sign)
    cues = {word: _cue(word, what, signs, found, table) for word, what in found.items()}
    # Recognised print sets names apart: 销 售 金 额. Longer ones hold a shorter one that says as much.
    measures = {*table.settle.summed, *table.settle.largest, "fine"}
    most = {word: 4 if cue.role in measures else 3 for word, cue in cues.items() if cue.named}
    named = {word: cues[word] for word, longest in most.items() if 1 < len(word) <= longest}
    spaced = {
        " ".join(word): replace(cue, not_before=None, not_after=None, only_before=None)
        for word, cue in named.items()
    }
    return {**spaced, **cues}


def _cue(
    word: str,
    what: dict[str, Any],
    signs: dict[str, set[str]],
    found: dict[str, dict[str, Any]],
    table: Table,
) -> Cue:
    own = set(signs.get(word, ()))
    pieces = {word[at:end] for at in range(len(word)) for end in range(at + 1, len(word) + 1)}
    inside = sorted((pieces & found.keys()) - {word})
    # 非涉案部分 begins what 涉案 ends, 起诉意见书认定 what 认定 does: of its own list a word is listed.
    ends = {f"-{sign}" for sign in own}
    for other in inside:
        own |= (signs.get(other, set()) & _KEPT) - ends
    cue = Cue(**what, signs=frozenset(own))
    # 已售均价 says at what others are reckoned, and of nothing that it was sold.
    # 许可储存量 is a norm.
    tells = cue.state is None and cue.nil is None and "standard" not in own
    if tells and cue.role not in ("price", "any_price", "list_price"):
        states = sorted((other for other in inside if found[other].get("state")), key=len)
        cue = replace(cue, state=found[states[-1]]["state"]) if states else cue
    guard = table.guards.get(word, Guard())
    of_role = table.roles[cue.role].not_before if cue.role else None
    of_verb = table.no_act if cue.role and not cue.named else None
    before = "|".join(pattern for pattern in (guard.not_before, of_role, of_verb) if pattern)
    not_after = guard.not_after or (_NOT_YET if cue.nil == "unsold" else None)
    return replace(cue, not_before=before or None, not_after=not_after, only_before=guard.only_before)


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern of the words, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
