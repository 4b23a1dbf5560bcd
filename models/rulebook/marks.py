"""What must be checked before a finding is acted upon, as data: ``marks.yaml``."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, RootModel

from models.rulebook.grammar import Closed, Confidence
from models.rulebook.offence import Source
from warehouse.errors import RulebookError
from warehouse.yaml_text import read_rules

FILE = Path(__file__).with_name("marks.yaml")
KINDS = ("stated", "measured", "raised", "party", "versions", "statute")


class Mark(Closed):
    """One thing to check: in which cases, for which offences, and whether it lowers the finding."""

    zh: str
    when: tuple[tuple[str, ...], ...] = Field(min_length=1)
    offences: tuple[str, ...] | None = None
    lowers: bool = False
    source: Source
    confidence: Confidence

    @property
    def cues(self) -> list[tuple[int, str, str]]:
        """Each cue with the number of its way: (way, kind, what)."""
        parts = [(way, cue.partition(".")) for way, cues in enumerate(self.when) for cue in cues]
        return [(way, kind, what) for way, (kind, _, what) in parts]


class _File(RootModel[dict[str, Mark]]):
    pass


def load_marks(offences: set[str], file: Path = FILE) -> dict[str, Mark]:
    """Read the marks by code.

    Parameters
    ----------
    offences : set of str
        The offences that a mark may name.
    file : Path
        Another file than the rulebook's own.

    Raises
    ------
    RulebookError
        Names the file, the mark and what is wrong.
    """
    marks = read_rules(file, _File, "mark is wrong").root
    for code, mark in marks.items():
        unknown = [name for name in mark.offences or () if name not in offences]
        unknown += [
            cue for cues in mark.when for cue in cues if cue.split(".")[0] not in KINDS or "." not in cue
        ]
        if unknown:
            raise RulebookError(
                "mark names what does not exist",
                where=f"{file.name} · {code}",
                found=unknown[0],
                expected="an offence of the rulebook, or one of " + ", ".join(f"{kind}.…" for kind in KINDS),
                action="correct the file",
            )
    return marks
