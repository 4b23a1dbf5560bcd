"""Words that whatever a pattern matches must hold."""

from __future__ import annotations

import pytest

from models.facts.needed import needed_words


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("倾倒", {"倾倒"}),
        ("倾倒|填埋", {"倾倒", "填埋"}),
        ("(?:倾倒|填埋)了?", {"倾倒", "填埋"}),
        ("未?经查", {"经查"}),
        ("第[一二]次", {"第一次", "第二次"}),
        ("第[3-5]类", {"第3类", "第4类", "第5类"}),
        (r"\d+个月", {"个月"}),
        ("(?<!未)(?<![不无])移送(?!我局)", {"移送"}),
        # both must stand there: the longer word is found less often
        ("用[^。]{0,8}暗管", {"暗管"}),
        ("(?:甲|乙)[^。]*(?:暗管|渗井)", {"暗管", "渗井"}),
        # what may stand there is no word to look for; what must stand there once is
        ("(?:非法|擅自)?处置", {"处置"}),
        ("(?:[^。]废物){1,3}", {"废物"}),
        ("(?:[^。]废物){0,3}暗管", {"暗管"}),
        # of two words one of which holds the other, the shorter finds both
        ("假烟|真烟和假烟", {"假烟"}),
        (r"年利率\.", {"年利率."}),
        ("倾.倒掉", {"倒掉"}),
        (r"[（(\[]公告", {"（公告", "(公告", "[公告"}),
        (r"[^。\]]公告", {"公告"}),
    ],
)
def test_words(pattern: str, words: set[str]) -> None:
    assert needed_words(pattern) == words


@pytest.mark.parametrize("pattern", [r"\d+", "(?:倾倒)?", "[^。]{3}", "倾倒|", "倾倒|[^。]", "(?=倾倒)"])
def test_a_pattern_without_a_certain_word_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="no word"):
        needed_words(pattern)
