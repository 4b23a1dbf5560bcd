"""One search for the words of many patterns finds every text in which one of them matches."""

from __future__ import annotations

import re

import polars as pl
import pytest

from models.facts import search
from models.facts.search import search_for

PATTERNS = [("dumps", "(?:倾倒|填埋).{0,6}(?:废渣|废液)"), ("dumps", "暗管"), ("sells", "[卖售](?:出|给)")]
TEXTS = ["当事人倾倒废渣", "当事人倾倒垃圾", "通过暗管排放", "已售给张某", "卖菜", "", "售出前填埋废液"]


@pytest.mark.parametrize("few", [0, 10**9])
def test_every_text_that_matches_is_found(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the texts are few, so that only words that stand in them are looked for, or many."""
    monkeypatch.setattr(search, "_FEW", few)
    found = search_for(PATTERNS).find(pl.Series(TEXTS)).select("name", "place").rows()
    matches = {
        (name, at) for name, pattern in PATTERNS for at, text in enumerate(TEXTS) if re.search(pattern, text)
    }
    assert set(found) == matches
    assert len(found) == len(matches)


def test_texts_without_any_word_and_no_texts_hold_nothing() -> None:
    assert search_for(PATTERNS).find(pl.Series(["甲", ""])).is_empty()
    assert search_for(PATTERNS).find(pl.Series([], dtype=pl.String)).is_empty()
