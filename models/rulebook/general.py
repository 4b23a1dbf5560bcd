"""General rules of criminal law, for every offence or for those that they name, by the date of the act."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from pydantic import Field, RootModel, model_validator

from models.rulebook.book import Rulebook
from models.rulebook.grammar import Closed, Confidence
from models.rulebook.offence import Source
from warehouse.errors import RulebookError
from warehouse.yaml_text import read_rules

FILE = Path(__file__).with_name("general.yaml")
_WRONG = "general rule is wrong"
_DAY = timedelta(days=1)


class Value(Closed):
    """The number in force from one day to another, with its source."""

    value: Decimal
    from_on: date = Field(alias="from")
    to_on: date | None = Field(default=None, alias="to")
    source: Source
    confidence: Confidence


class GeneralRule(Closed):
    """One number of the general part.

    ``offences``: it holds for these alone, and of each only where one of its flags is set; without flags no
    record tells whether the case is of the kind that the law means.
    """

    zh: str
    unit: str
    offences: dict[str, tuple[str, ...]] | None = None
    versions: tuple[Value, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _without_gap(self) -> GeneralRule:
        for version in self.versions:
            if version.to_on is not None and version.to_on < version.from_on:
                raise ValueError(f"version from {version.from_on} ends before it begins")
        for earlier, later in zip(self.versions, self.versions[1:], strict=False):
            if earlier.to_on is None or earlier.to_on + _DAY != later.from_on:
                raise ValueError(
                    f"version from {earlier.from_on} does not end the day before {later.from_on}"
                )
        return self


class _File(RootModel[dict[str, GeneralRule]]):
    pass


def load_general(rulebook: Rulebook, file: Path = FILE) -> dict[str, GeneralRule]:
    """Read the general rules by id.

    Parameters
    ----------
    rulebook : Rulebook
        The offences and flags that a rule may name.
    file : Path
        Another file than the rulebook's own.

    Raises
    ------
    RulebookError
        Names the file, the key and what is wrong.
    """
    rules = read_rules(file, _File, _WRONG).root
    for name, rule in rules.items():
        named = rule.offences or {}
        unknown = [code for code in named if code not in rulebook.offences]
        unknown += [
            flag for flags in named.values() for flag in flags if flag not in rulebook.vocabulary.flags
        ]
        if unknown:
            raise RulebookError(
                _WRONG,
                where=f"{file.name}: {name}.offences",
                found=unknown[0],
                expected="offences and flags of the rulebook",
                action="correct the YAML",
            )
    return rules
