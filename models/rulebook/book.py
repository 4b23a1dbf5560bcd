"""The rulebook as one value: its offences, and the words their conditions are written in."""

from __future__ import annotations

from dataclasses import dataclass

from models.rulebook.offence import Offence
from models.rulebook.vocabulary import Vocabulary
from warehouse.errors import RulebookError


@dataclass(frozen=True)
class Rulebook:
    """All offences by code, and the vocabulary their conditions are written in."""

    offences: dict[str, Offence]
    vocabulary: Vocabulary

    @property
    def active(self) -> list[Offence]:
        """Offences that may fire; drafts are shown only."""
        return [offence for offence in self.offences.values() if offence.status == "active"]

    def offence(self, code: str) -> Offence:
        """Return one offence.

        Raises
        ------
        RulebookError
            If no file has that code.
        """
        if code not in self.offences:
            raise RulebookError("没有这个罪名", where=code, expected=", ".join(self.offences))
        return self.offences[code]
