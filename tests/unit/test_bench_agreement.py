"""What counts as agreement between two people who label, and with whom the reader sides."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl
import pytest
import yaml

from bench.agreement import compare, kinds
from bench.passages import FOLDER, Passage, load_passages
from models.facts.amounts import read_many


def labelled(folder: Path, *texts: str) -> list[Passage]:
    folder.mkdir()
    (folder / "made_frozen.yaml").write_text(yaml.safe_dump(list(texts), allow_unicode=True), "utf-8")
    return load_passages(folder)


def told(tmp_path: Path, first: str, second: str) -> Counter[str]:
    (one,), (two,) = labelled(tmp_path / "first", first), labelled(tmp_path / "second", second)
    return Counter(kinds(one, two, read_many(pl.Series([one.text]))[0]))


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("共售出{3000元|sold=3000}。", "共售出{3000元|sold=3000}。", "agreed, right"),
        ("共售出{3000元|gain=3000}。", "共售出{3000元|gain=3000}。", "agreed, wrong"),
        ("共售出{3000元|sold=3000}。", "共售出{3000元|gain=3000}。", "as the first"),
        ("共售出{3000元|gain=3000}。", "共售出{3000元|sold=3000}。", "as the second"),
        ("共售出{3000元|gain=3000}。", "共售出{3000元|loss=3000}。", "as neither"),
        ("共售出{3000元|sold=3000}。", "共售出3000元。", "as the first"),
        ("共售出{3000余元|sold=3000+}。", "共售出{3000余元|sold=3000}。", "as the first"),
        # What never is a measure comes to the same as no role; so do price and cost of a piece.
        ("退还{3000元|unknown=3000}。", "退还{3000元|repaid=3000}。", "agreed, right"),
        ("以每件{30元|price=30}购进。", "以每件{30元|cost=30}购进。", "agreed, right"),
    ],
)
def test_each_kind(tmp_path: Path, first: str, second: str, kind: str) -> None:
    assert told(tmp_path, first, second) == {kind: 1}


def test_another_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="label the text as it is"):
        told(tmp_path, "共售出{3000元|sold=3000}。", "售出{3000元|sold=3000}。")


def test_all_passages_labelled_twice_are_compared() -> None:
    again = load_passages(FOLDER.parent / "relabelled")
    firsts = {passage.name: passage for passage in load_passages()}
    wanted = sum(
        label.value is not None and label.role != "spec" for p in again for label in firsts[p.name].labels
    )
    assert sum(counted.total() for counted in compare().values()) == wanted
