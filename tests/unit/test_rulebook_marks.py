"""What must be checked of a case is data, and a slip in it is an error that names it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models.rulebook.marks import FILE, load_marks
from tests.chain import RULEBOOK
from warehouse.errors import RulebookError

CODES = set(RULEBOOK().offences)


def test_every_mark_names_what_is_read() -> None:
    stated = (Path(__file__).parents[2] / "models" / "facts" / "stated.yaml").read_text("utf-8")
    words = RULEBOOK().vocabulary
    known = {
        "stated": set(re.findall(r"^ *- what: (\w+)$", stated, re.M)),
        "measured": set(words.amounts),
        "raised": set(words.flags),
        "party": {"person", "unit"},
        "versions": {"differ"},
        "statute": {"no_unit"},
    }
    for code, mark in load_marks(CODES).items():
        for _, kind, what in mark.cues:
            assert what in known[kind], (code, kind, what)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("lowers: true", "lower: true", "E02"),
        ("party.unit", "party", "E04"),
        ("stated.joint_act", "said.joint_act", "E33"),
        ('"338"]', '"999"]', "E20"),
    ],
)
def test_a_slip_is_named(old: str, new: str, named: str, tmp_path: Path) -> None:
    file = tmp_path / "marks.yaml"
    file.write_text(FILE.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(RulebookError) as raised:
        load_marks(CODES, file)
    assert named in str(raised.value)
