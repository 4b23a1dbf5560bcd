"""How far two people agree on what an amount is, and how often the reader is right where they do.

Three sets of frozen passages were labelled once more by somebody who had seen neither their labels nor the
reader (tests/data/relabelled). What two people read differently no reader can get right by both.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from bench.passages import FOLDER, Label, Passage, load_passages
from bench.scores import as_labelled, is_right, label_class, nearest, stated
from models.facts.amounts import Amount, read_many

AGAIN = FOLDER.parent / "relabelled"


def set_of(passage: Passage) -> str:
    """Return the set of a passage; the files of the first one are named after fields alone."""
    begin = passage.name.split("_")[0]
    return begin if begin in ("second", "third", "fourth", "fifth") else "first"


def is_same(second: Label | None, first: Label) -> bool:
    """Say whether the second label would be right, were the first the truth."""
    if second is None:
        return False
    want = label_class(first)
    return as_labelled(label_class(second), want) == want and (
        (second.value, second.upper, second.sign, second.unit)
        == (first.value, first.upper, first.sign, first.unit)
    )


def kinds(first: Passage, second: Passage, read: Sequence[Amount]) -> Iterator[str]:
    """Yield of every amount of the first labeller whether the two agree and with whom the reader does.

    Raises
    ------
    ValueError
        If the two passages are not the same text.
    """
    if first.text != second.text:
        raise ValueError(
            f"{first.name}: the text of {AGAIN} is not that of {FOLDER}; label the text as it is"
        )
    amounts = stated(read)
    for label in first.labels:
        if label.role == "spec" or label.value is None:
            continue
        other = next((one for one in second.labels if one.start < label.end and label.start < one.end), None)
        found = nearest(label, amounts)
        right = is_right(found, label)
        if is_same(other, label):
            yield "agreed, right" if right else "agreed, wrong"
        elif right:
            yield "as the first"
        else:
            is_second = other is not None and other.value is not None and is_right(found, other)
            yield "as the second" if is_second else "as neither"


def compare(folder: Path = AGAIN) -> dict[str, Counter[str]]:
    """Return the counts of `kinds` per set."""
    again = {passage.name: passage for passage in load_passages(folder)}
    firsts = [passage for passage in load_passages() if passage.name in again]
    counted: dict[str, Counter[str]] = {}
    for passage, read in zip(firsts, read_many(pl.Series([one.text for one in firsts])), strict=True):
        counted.setdefault(set_of(passage), Counter()).update(kinds(passage, again[passage.name], read))
    return counted


def main() -> None:
    argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None).parse_args()
    for name, counted in compare().items():
        right, wrong = counted["agreed, right"], counted["agreed, wrong"]
        print(
            f"{name} set, frozen half: two people agree on {(right + wrong) / counted.total():.3f} of "
            f"{counted.total()} amounts; there the reader is right in {right / (right + wrong):.3f} of "
            f"{right + wrong}; where they differ it goes with the first {counted['as the first']} times, "
            f"with the second {counted['as the second']}, with neither {counted['as neither']}"
        )


if __name__ == "__main__":
    main()
