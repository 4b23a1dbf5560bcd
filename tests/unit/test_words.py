"""No accusing word in anything a reader sees: a flag is a lead, and nobody is accused by a header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.card import load_cards
from pipelines.outputs import columns, sheets
from tests import chain

TOP = Path(__file__).resolve().parents[2]
# What would say that somebody did wrong, where only a check can tell.
ACCUSING = re.compile(
    "包庇|渎职|徇私|枉法|保护伞|勾结|违纪|犯罪分子|违法分子|罪犯|罪行|作案|黑社会|腐败|失职|不作为|乱作为|放纵|有罪不罚"
)
# Official names in which such a word stands, and the disclaimer that denies it.
OFFICIAL = re.compile(
    "不表示任何单位或者?个人违法或者?失职|徇私舞弊不移交刑事案件罪|食品药品监管渎职罪"
    "|渎职侵权检察|放纵制售伪劣商品犯罪行为罪"
)
LITERAL = re.compile(r"'((?:[^'\n]|'')*[一-鿿](?:[^'\n]|'')*)'|\"([^\"\n]*[一-鿿][^\"\n]*)\"")
OUTPUTS = ("pipelines/outputs", "pipelines/cli", "pipelines/assets", "checks")
MODELS = ("forward", "reverse", "intake", "panorama", "findings", "flow", "reverse_index")
SHOWN = (*OUTPUTS, *(f"models/{group}" for group in MODELS))


def official_names() -> list[str]:
    names = {offence.name for offence in chain.RULEBOOK().offences.values()}
    return sorted(names | {name.removesuffix("罪") for name in names}, key=len, reverse=True)


def texts() -> Iterator[tuple[str, str]]:
    for card in load_cards():
        told = [card.title_zh, card.condition_zh, card.risk_zh, card.clears_if_zh]
        told += [*card.excluded.values(), *card.insufficient.values(), *card.known_false_positives]
        yield from ((card.id, text) for text in told)
    for column in (
        *columns.FLAGGED,
        *columns.NOT_FLAGGED,
        *columns.DUE_SOON,
        *columns.CLEARED,
        *sheets.BASIS,
    ):
        yield f"column {column.name}", f"{column.label} {column.meaning}"
    for folder in SHOWN:
        for path in sorted((TOP / folder).rglob("*")):
            name = path.relative_to(TOP).as_posix()
            if path.suffix in (".py", ".sql"):
                for found in LITERAL.finditer(path.read_text("utf-8")):
                    yield name, found[1] or found[2]
            elif path.suffix in (".yaml", ".j2"):
                # Lists of names of offences are the law's words, not ours.
                yield name, re.sub(r"names: \[[^\]]*\]", "", path.read_text("utf-8"))


def accusing(text: str, names: list[str]) -> list[str]:
    for name in names:
        text = text.replace(name, "")
    return ACCUSING.findall(OFFICIAL.sub("", text))


def test_no_text_accuses() -> None:
    names = official_names()
    assert [(where, found) for where, text in texts() if (found := accusing(text, names))] == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("某局包庇当事人", True),
        ("承办人涉嫌渎职", True),
        ("线索提示：未见移送记录", False),
        ("食品药品监管渎职罪", False),
    ],
)
def test_the_scan_can_fail(text: str, is_found: bool) -> None:
    assert bool(accusing(text, official_names())) is is_found


def test_the_scan_sees_what_readers_see() -> None:
    found = {where for where, _ in texts()}
    assert any(where.startswith("models/forward/f01") for where in found)
    assert "pipelines/outputs/report/report.html.j2" in found and "column reason_zh" in found
