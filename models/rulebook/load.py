"""Reads the rulebook: every offence file, checked against the grammar, the vocabulary and the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import yaml
from pydantic import ValidationError

from models.rulebook.articles import article_pattern, is_pattern
from models.rulebook.book import Rulebook
from models.rulebook.grammar import (
    Condition,
    FlagSet,
    MeasureLine,
    Near,
    Prior,
    Provincial,
    SumLine,
    leaves,
    parts_of,
)
from models.rulebook.offence import Offence
from models.rulebook.provinces import localized
from models.rulebook.vocabulary import Vocabulary, load_vocabulary
from warehouse.errors import RulebookError
from warehouse.yaml_text import validated

OFFENCES = Path(__file__).with_name("offences")


def load_rulebook(folder: Path | None = None, province: str | None = None) -> Rulebook:
    """Read and check every offence file.

    Parameters
    ----------
    folder : Path, optional
        Where the offence files are; by default the ones of this package.
    province : str, optional
        Code of the province whose own lines are filled in; without it they stay open.

    Raises
    ------
    RulebookError
        Naming the file, the key, what was found and what is allowed.
    """
    vocabulary = load_vocabulary()
    root = folder or OFFENCES
    files = sorted(
        root.glob("*.yaml"),
        key=lambda path: (int(path.stem.split("-")[0]) if path.stem[0].isdigit() else 0, path.stem),
    )
    if not files:
        raise RulebookError("rulebook is empty", where=str(root), expected="at least one offence file")
    offences = {}
    for path in files:
        offence = read_offence(path, vocabulary)
        offences[offence.code] = offence
    rulebook = Rulebook(offences, vocabulary)
    for path in files:
        _check_codes(path, offences[path.stem], rulebook)
    return localized(rulebook, province)


def read_offence(path: Path, vocabulary: Vocabulary) -> Offence:
    """Read and check one offence file.

    Raises
    ------
    RulebookError
        If anything in it is not as the grammar and the vocabulary allow.
    """
    try:
        offence = validated(path.read_text("utf-8"), Offence)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RulebookError(
            "rule file is not readable YAML", where=path.name, found=str(error).replace("\n", " ")
        ) from error
    except ValidationError as error:
        raise _explained(path, error) from error
    _check_identity(path, offence)
    _check_dates(path, offence)
    _check_measures(path, offence, vocabulary)
    _check_routes(path, offence)
    _check_patterns(path, offence)
    return offence


def _explained(path: Path, error: ValidationError) -> RulebookError:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    expected = str(first["msg"])
    if first["type"] == "extra_forbidden":
        expected = "no such key"
    found = "" if first["type"] == "missing" else repr(first.get("input"))[:80]
    return RulebookError(
        "rule file is wrong",
        where=f"{path.name}: {where}",
        found=found,
        expected=expected,
        action="correct the YAML",
    )


def _wrong(path: Path, key: str, what: str, found: str, expected: str) -> RulebookError:
    return RulebookError(
        what, where=f"{path.name}: {key}", found=found, expected=expected, action="correct the YAML"
    )


def _check_identity(path: Path, offence: Offence) -> None:
    if offence.code != path.stem:
        raise _wrong(path, "code", "code and file name differ", offence.code, path.stem)
    for number, version in enumerate(offence.versions):
        wanted = f"{offence.code}@{version.from_on}"
        if version.id != wanted:
            raise _wrong(path, f"versions.{number}.id", "version id is not code@from", version.id, wanted)
        names = [route.id for route in version.routes]
        double = sorted({name for name in names if names.count(name) > 1})
        if double:
            raise _wrong(
                path, f"{version.id}: routes", "two routes with one id", ", ".join(double), "unique ids"
            )


def _check_dates(path: Path, offence: Offence) -> None:
    declared = {(gap.from_on, gap.to_on) for gap in offence.gaps}
    for earlier, later in zip(offence.versions, offence.versions[1:], strict=False):
        key = f"{earlier.id} and {later.id}"
        if earlier.to_on is None or earlier.to_on >= later.from_on:
            raise _wrong(
                path,
                key,
                "versions overlap",
                f"{earlier.id} until {earlier.to_on or 'today'}",
                f"an end before {later.from_on}",
            )
        missing = (earlier.to_on + timedelta(days=1), later.from_on - timedelta(days=1))
        if missing[0] <= missing[1]:
            if missing not in declared:
                raise _wrong(
                    path,
                    key,
                    "undeclared gap between versions",
                    f"{missing[0]} to {missing[1]}",
                    "a matching entry under gaps",
                )
            declared.discard(missing)
    for version in offence.versions:
        if version.to_on is not None and version.to_on < version.from_on:
            raise _wrong(
                path,
                version.id,
                "version ends before it begins",
                str(version.to_on),
                f"{version.from_on} or later",
            )
    if offence.versions[0].from_on < offence.statute_from:
        raise _wrong(
            path,
            "statute_from",
            "a version begins before the statute",
            str(offence.statute_from),
            f"{offence.versions[0].from_on} or earlier",
        )
    if declared:
        raise _wrong(
            path, "gaps", "declared gap is none", str(sorted(declared)[0][0]), "the days between two versions"
        )


def conditions(offence: Offence) -> Iterator[tuple[str, Condition]]:
    """Yield every condition of an offence with the key that leads to it."""
    for version in offence.versions:
        if version.requires is not None:
            yield f"{version.id}: requires", version.requires
        for route in version.routes:
            yield f"{version.id}: routes.{route.id}", route.when
        for tier in version.tiers:
            yield f"{version.id}: tiers", tier.when
    for exclusion in offence.exclusions:
        yield f"exclusions.{exclusion.code}", exclusion.when


def _check_measures(path: Path, offence: Offence, vocabulary: Vocabulary) -> None:
    for key, condition in conditions(offence):
        for leaf in leaves(condition):
            if isinstance(leaf, FlagSet) and leaf.flag not in vocabulary.flags:
                raise _wrong(path, key, "unknown flag", leaf.flag, ", ".join(vocabulary.flags))
            named = (
                [leaf.measure]
                if isinstance(leaf, MeasureLine)
                else [p.measure for p in leaf.sum]
                if isinstance(leaf, SumLine)
                else []
            )
            _check_amounts(path, key, named, vocabulary)
            line = leaf.at_least if isinstance(leaf, MeasureLine | SumLine) else None
            if isinstance(line, Provincial) and line.table not in vocabulary.provincial:
                raise _wrong(
                    path, key, "unknown provincial line", line.table, ", ".join(vocabulary.provincial)
                )
    for exclusion in offence.exclusions:
        if not all(isinstance(leaf, FlagSet) for leaf in leaves(exclusion.when)):
            raise _wrong(
                path,
                f"exclusions.{exclusion.code}",
                "exclusion rests on more than flags",
                "an amount",
                "flags",
            )
    for measure, relation in offence.relations.items():
        _check_amounts(path, f"relations.{measure}", [measure, *relation.others], vocabulary)


def _check_amounts(path: Path, key: str, named: list[str], vocabulary: Vocabulary) -> None:
    for measure in named:
        if measure not in vocabulary.amounts:
            raise _wrong(path, key, "unknown measure", measure, ", ".join(vocabulary.amounts))


def _check_routes(path: Path, offence: Offence) -> None:
    for version in offence.versions:
        for route in version.routes:
            prior = any(isinstance(leaf, Prior) for leaf in leaves(route.when))
            if prior != route.repeat:
                found = "a prior condition" if prior else "no prior condition"
                raise _wrong(
                    path,
                    f"{version.id}: routes.{route.id}",
                    "repeat does not fit the route",
                    found,
                    f"repeat: {str(prior).lower()}",
                )
    for key, condition in conditions(offence):
        if any(isinstance(part, Near) for part in _every(condition)):
            raise _wrong(path, key, "near outside a route", "near", "near names routes of its own version")
        if ": routes." not in key and any(isinstance(leaf, Prior) for leaf in leaves(condition)):
            raise _wrong(
                path,
                key,
                "earlier penalties outside a repeat route",
                "prior",
                "measure, sum, flag, not, all, any",
            )


def _every(condition: Condition) -> Iterator[Condition]:
    yield condition
    for part in parts_of(condition):
        yield from _every(part)


def _check_patterns(path: Path, offence: Offence) -> None:
    signs = offence.recognise.signs
    texts = [*offence.recognise.offence_name, *offence.recognise.never, *offence.recognise.background]
    for sign in signs:
        texts += [*sign.violation, *sign.facts, *sign.told, *sign.besides, *sign.unless]
    for text in texts:
        if not is_pattern(text):
            raise _wrong(
                path, "recognise", "not a regular expression", text, "a pattern as regexp_matches takes it"
            )
    for sign in signs:
        beyond = sign.facts if sign.told else sign.besides
        if bool(sign.told) == bool(sign.violation or sign.basis) or beyond:
            raise _wrong(
                path,
                "recognise.signs",
                "sign that does not say what it reads",
                sign.zh,
                "violation or basis (and facts), or told (and besides)",
            )
        for cited in sign.basis:
            for article in cited.articles:
                if article_pattern(cited.law, article) is None:
                    raise _wrong(
                        path,
                        "recognise.signs.basis",
                        "article not understood",
                        article,
                        "the article as the law writes it, in Chinese numerals",
                    )


def _check_codes(path: Path, offence: Offence, rulebook: Rulebook) -> None:
    for code in offence.recognise.gives_way_to:
        if code not in rulebook.offences or code == offence.code:
            raise _wrong(
                path, "recognise.gives_way_to", "unknown offence", code, ", ".join(rulebook.offences)
            )
    for key, condition in conditions(offence):
        for leaf in leaves(condition):
            for code in leaf.prior.offences if isinstance(leaf, Prior) else ():
                if code not in rulebook.offences:
                    raise _wrong(path, key, "unknown offence", code, ", ".join(rulebook.offences))
