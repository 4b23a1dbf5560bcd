"""The rulebook as one value: its offences, and the words their conditions are written in."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

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

    def offence(self, asked: str) -> Offence:
        """Return one offence, by its code or, where no other bears it, by its name.

        Raises
        ------
        RulebookError
            If no file has that code or name, or several bear the name.
        """
        if asked in self.offences:
            return self.offences[asked]
        known = self.offences.values()
        named = [o for o in known if asked in (o.name, o.heading, o.short_name)]
        if len(named) == 1:
            return named[0]
        if named:
            codes = "、".join(f"{o.code}（{o.heading}）" for o in named)
            raise RulebookError("罪名不止一个规则文件", where=asked, expected=codes, action="请用代码")
        near = get_close_matches(asked, [name for o in known for name in (o.code, o.name)], n=3, cutoff=0.5)
        raise RulebookError(
            "没有这个罪名",
            where=asked,
            expected="、".join(near) or "规则库中的代码（如 214）或者罪名全称",
            action="全部代码见 xianjie rulebook list offences",
        )
