"""Floors and caps of administrative fines as data: one file per law in ``penalties/``, discovered.

A norm has versions by date; a version has bands, which are alternatives: each says from which amount of its
base it applies, for whom, in which case, and the least and the most as sums or as multiples of the base.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, model_validator

from models.rulebook.articles import article_pattern, is_pattern
from models.rulebook.grammar import Closed, Confidence, PartyKind, Positive
from models.rulebook.offence import Cited, Source
from models.rulebook.vocabulary import Vocabulary
from warehouse.errors import RulebookError
from warehouse.yaml_text import read_rules

PENALTIES = Path(__file__).with_name("penalties")
MITIGATION_FILE = Path(__file__).with_name("mitigation.yaml")
# Only what was compared with the text is held against a fine; the rest is shown.
APPLIED: tuple[Confidence, ...] = ("V", "Vx")
Sum = Annotated[Decimal, Field(ge=0)]
# Any character that cannot begin the name of a law made under the named one (实施条例, 实施细则).
_NOT_ANOTHER = "[^实《]"
_WRONG = "penalty norms are wrong"
_PARAGRAPH = re.compile(r"第[一二三四五六七八九十]+款$")


class Band(Closed):
    """One range of the fine.

    ``base`` is an amount of measures.yaml; ``base_zh`` names one that no record states. ``from`` is
    inclusive, ``below`` is not. ``counted_as_least``: a smaller base counts as this much. ``without_base``:
    applies where there is no such amount. ``may``: the law leaves open whether to fine at all.
    """

    case: str | None = None
    kind: PartyKind | None = None
    base: str | None = None
    base_zh: str | None = None
    without_base: str | None = None
    from_cny: Positive | None = Field(default=None, alias="from")
    below: Positive | None = None
    counted_as_least: Positive | None = None
    least_cny: Sum | None = None
    most_cny: Sum | None = None
    least_times: Positive | None = None
    most_times: Positive | None = None
    may: bool = False

    @model_validator(mode="after")
    def _whole(self) -> Band:
        if self.most_cny is None and self.most_times is None:
            raise ValueError("a band has most_cny or most_times")
        sums, times = (self.least_cny, self.most_cny), (self.least_times, self.most_times)
        if any(part is not None for part in sums) and any(part is not None for part in times):
            raise ValueError("a band is in sums or in multiples, not in both")
        for least, most in (sums, times):
            if least is not None and most is not None and least > most:
                raise ValueError(f"least {least} is above most {most}")
        if self.most_times is not None and self.base is None and self.base_zh is None:
            raise ValueError("multiples need a base or base_zh")
        if (self.from_cny or self.below) is not None and self.base is None:
            raise ValueError("from and below need a base")
        if self.from_cny is not None and self.below is not None and self.from_cny >= self.below:
            raise ValueError(f"from {self.from_cny} is not under below {self.below}")
        return self

    @property
    def measure(self) -> str | None:
        """Return the amount on which it depends whether the band applies and how much it gives."""
        return self.base or self.without_base


class Version(Closed):
    """The bands in force from one day to another; none where the norm gives no fine."""

    from_on: date = Field(alias="from")
    to_on: date | None = Field(default=None, alias="to")
    source: Source
    confidence: Confidence
    also: tuple[str, ...] = ()
    bands: tuple[Band, ...] = ()


class Norm(Closed):
    """One article that threatens a fine; ``named`` is an expression for all names of its law."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    law: str = ""
    named: str = ""
    article: str
    zh: str
    versions: tuple[Version, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Norm:
        for version in self.versions:
            if version.to_on is not None and version.to_on < version.from_on:
                raise ValueError(f"version from {version.from_on} ends before it begins")
        for earlier, later in zip(self.versions, self.versions[1:], strict=False):
            if earlier.to_on is None or earlier.to_on >= later.from_on:
                raise ValueError(f"version from {earlier.from_on} does not end before {later.from_on}")
        return self

    def version_on(self, day: date) -> Version | None:
        """Return the version in force on a day."""
        for version in self.versions:
            if version.from_on <= day and (version.to_on is None or day <= version.to_on):
                return version
        return None

    @property
    def heading(self) -> str:
        """Return law and article."""
        return f"《{self.law}》{self.article}"


class _File(Closed):
    law: str
    named: str = ""
    norms: tuple[Norm, ...] = Field(min_length=1)


class Mitigation(Closed):
    """A rule by which a fine may lie below its floor, and how a decision shows that it was used."""

    zh: str
    effect: Literal["reduce", "exempt"]
    articles: tuple[Cited, ...] = ()
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    source: Source
    from_on: date = Field(alias="from")
    confidence: Confidence

    @model_validator(mode="after")
    def _shown(self) -> Mitigation:
        if not (self.articles or self.words):
            raise ValueError("a mitigation is recognised by articles or words")
        for pattern in (*self.words, *self.unless):
            if not is_pattern(pattern):
                raise ValueError(f"not a regular expression: {pattern}")
        return self


class _Mitigations(Closed):
    rules: dict[str, Mitigation]


def load_penalties(vocabulary: Vocabulary, folder: Path | None = None) -> dict[str, tuple[Norm, ...]]:
    """Read every file of norms: the norms by file name, each with its law.

    Parameters
    ----------
    vocabulary : Vocabulary
        The amounts that bands may rest on.
    folder : Path, optional
        Where the files are; by default the ones of this package.

    Raises
    ------
    RulebookError
        Naming the file, the key and what is wrong.
    """
    found: dict[str, tuple[Norm, ...]] = {}
    places: dict[str, str] = {}
    for path in sorted((folder or PENALTIES).glob("*.yaml")):
        file = read_rules(path, _File, _WRONG)
        found[path.stem] = tuple(
            norm if norm.law else norm.model_copy(update={"law": file.law, "named": file.named})
            for norm in file.norms
        )
        for norm in found[path.stem]:
            if norm.id in places:
                raise _wrong(path, norm.id, f"also stands in {places[norm.id]}")
            places[norm.id] = path.name
            _check(path, norm, vocabulary)
    return found


def load_mitigations(path: Path | None = None) -> dict[str, Mitigation]:
    """Read the rules on reduction and exemption.

    Raises
    ------
    RulebookError
        Naming the file, the key and what is wrong.
    """
    file = path or MITIGATION_FILE
    rules = read_rules(file, _Mitigations, _WRONG).rules
    for name, rule in rules.items():
        for cited in rule.articles:
            for article in cited.articles:
                if article_pattern(cited.law, article) is None:
                    raise _wrong(file, f"rules.{name}.articles", f"article not understood: {article}")
    return rules


class Citation(NamedTuple):
    """How a citation of an article is recognised: ``exact``, or ``whole`` without ``paragraph``.

    An article cited without its paragraph may be any paragraph of it. Where the norm is the whole article,
    only ``exact`` is given.
    """

    exact: str
    whole: str | None = None
    paragraph: str | None = None


def citation(law: str, article: str) -> Citation:
    """Return the expressions, each understood by RE2, by which a citation of an article is recognised.

    Raises
    ------
    ValueError
        If the article is not written as the law writes it.
    """
    named = law + _NOT_ANOTHER
    exact = article_pattern(named, article)
    whole = article_pattern(named, _PARAGRAPH.sub("", article))
    if exact is None or whole is None:
        raise ValueError(f"article not understood: {article}")
    if exact == whole:
        return Citation(exact)
    return Citation(exact, whole, f"{whole}第?[一二三四五六七八九十0-9]+款")


def _check(path: Path, norm: Norm, vocabulary: Vocabulary) -> None:
    try:
        citation(norm.named or norm.law, norm.article)
    except ValueError as error:
        raise _wrong(path, f"{norm.id}.article", str(error)) from error
    for band in (band for version in norm.versions for band in version.bands):
        if band.measure is not None and band.measure not in vocabulary.amounts:
            raise _wrong(path, f"{norm.id}.bands", f"no amount of measures.yaml: {band.measure}")


def _wrong(path: Path, key: str, found: str) -> RulebookError:
    return RulebookError(_WRONG, where=f"{path.name}: {key}", found=found, action="correct the YAML")


def norms(loaded: dict[str, tuple[Norm, ...]]) -> Iterator[Norm]:
    """Yield every norm, in the order of the files."""
    for some in loaded.values():
        yield from some
