"""The reader of circumstances says what a plain reading of its table says, however many texts there are."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.passages import load_passages
from models.facts import flags
from models.facts.circumstances import Pattern, load_circumstances
from models.facts.flags import read_flags
from models.facts.needed import needed_words
from tests import flag_reference
from warehouse.yaml_text import parse as parse_yaml

_FILES = sorted((Path(__file__).parents[1] / "data" / "circumstances").glob("*.yaml"))
EXAMPLES = [
    text
    for file in _FILES
    for listed in parse_yaml(file.read_text("utf-8")).values()
    for texts in listed.values()
    for text in texts
]
PASSAGES = [passage.text for passage in load_passages()]
SENTENCES = sorted({piece for text in [*EXAMPLES, *PASSAGES] for piece in re.split("[。；;\n]", text)})
CLAUSES = sorted({piece for text in SENTENCES for piece in re.split("[，,：:]", text)})
# What denies, asks, ends a clause, a sentence or a line, and what stands in the way of neither.
ENDS = ("。", "；", ";", "\n", "\r\n", "，", ",", "：", "", "0", "３")
AROUND = ("未发现", "是否", "是不是", "尚未查清", "不存在", "不属实", "经查证据不足", "规定")
BETWEEN = st.sampled_from([*ENDS, *AROUND])
PARTS = st.one_of(st.sampled_from(SENTENCES), st.sampled_from(CLAUSES), BETWEEN)
MIXED = st.lists(PARTS, max_size=9).map("".join)


def _other_figures(text: str) -> str:
    """Return the text with each figure one higher: 2 months become 3, which is more than a wording."""
    return re.sub("[0-9]", lambda figure: str((int(figure[0]) + 1) % 10), text)


@pytest.mark.parametrize("worth", [0, 10**9])
def test_the_passages_read_as_the_reference_reads_them(worth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the columns narrow beforehand, and where they narrow nothing."""
    monkeypatch.setattr(flags, "_WORTH_COLUMNS", worth)
    monkeypatch.setattr(flags, "_WORTH_TOPIC", worth)
    texts = [*PASSAGES, *EXAMPLES, *map(_other_figures, PASSAGES)]
    assert read_flags(pl.Series(texts)).rows() == flag_reference.stated(texts)


@given(st.lists(MIXED, max_size=20))
@settings(max_examples=50)
def test_mixtures_read_as_the_reference_reads_them(texts: list[str]) -> None:
    assert read_flags(pl.Series(texts, dtype=pl.String)).rows() == flag_reference.stated(texts)


@given(st.lists(MIXED, min_size=1, max_size=4), st.data())
@settings(max_examples=30)
def test_other_texts_beside_it_change_nothing(texts: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(texts) - 1))
    alone = [row[1:] for row in read_flags(pl.Series([texts[at]])).rows()]
    assert [row[1:] for row in read_flags(pl.Series(texts)).rows() if row[0] == at] == alone


def _patterns() -> list[Pattern]:
    said = [(flag.states, flag.denies, flag.raises) for flag in load_circumstances().flags.values()]
    return [pattern for listed in said for pattern in listed if pattern]


@given(st.data())
@settings(max_examples=200)
def test_what_a_pattern_matches_holds_the_words_that_it_needs(data: st.DataObject) -> None:
    loose = data.draw(st.sampled_from(_patterns())).loose
    text = data.draw(st.from_regex(loose, fullmatch=True))
    needed = needed_words(loose)
    assert any(all(any(word in text for word in words) for words in sets) for sets in needed), (text, loose)
