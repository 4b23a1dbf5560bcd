"""Words that whatever a pattern matches must hold."""

from __future__ import annotations

import pytest

from models.facts.needed import needed_words


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("倾倒", {"倾倒"}),
        ("(?:倾倒|填埋)了?", {"倾倒", "填埋"}),
        ("未?经查", {"经查"}),
        ("第[一二]次", {"第一次", "第二次"}),
        ("第[3-5]类", {"第3类", "第4类", "第5类"}),
        (r"\d+个月", {"个月"}),
        ("(?<!未)(?<![不无])移送(?!我局)", {"移送"}),
        # what may stand there is no word to look for; what must stand there once is
        ("(?:非法|擅自)?处置", {"处置"}),
        ("(?:[^。]废物){1,3}", {"废物"}),
        ("(?:[^。]废物){0,3}暗管", {"暗管"}),
        # of two words one of which holds the other, the shorter finds both
        ("(?:假烟|真烟和假烟)", {"假烟"}),
        (r"年利率\.", {"年利率."}),
        (r"[（(\[]公告", {"（公告", "(公告", "[公告"}),
        (r"[^。\]]公告", {"公告"}),
    ],
)
def test_words(pattern: str, words: set[str]) -> None:
    assert needed_words(pattern) == [(words,)]


def test_alternatives_need_words_of_their_own() -> None:
    assert needed_words("倾倒|(?:偷|直)排|用[^。]*暗管") == [
        ({"倾倒"},),
        ({"偷排", "直排"},),
        ({"暗管"}, {"用"}),
    ]


def test_two_words_are_needed_where_both_must_stand() -> None:
    """The longer first, since it is found less often; of three the two longest."""
    assert needed_words("(?:甲公司|乙公司)[^。]*(?:暗管|渗井)") == [({"甲公司", "乙公司"}, {"暗管", "渗井"})]
    assert needed_words("雨水[^。]*排[^。]*渗井口") == [({"渗井口"}, {"雨水"})]


def test_several_single_signs_are_found_everywhere_and_narrow_nothing() -> None:
    assert needed_words("(?:用|以|经)[^。]*暗管") == [({"暗管"},)]


@pytest.mark.parametrize("pattern", [r"\d+", "(?:倾倒)?", "[^。]{3}", "倾倒|", "倾倒|[^。]", "(?=倾倒)"])
def test_a_pattern_without_a_certain_word_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="no word"):
        needed_words(pattern)


@pytest.mark.parametrize("pattern", ["(?i:abc)", "(?P<what>倾倒)"])
def test_what_is_not_read_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="not read"):
        needed_words(pattern)
