"""Articles of law in the spellings in which decisions cite them.

Numerals may be Chinese or Arabic, the item's number may stand in brackets, the paragraph may be left out,
and other articles of the same law may stand in between.
"""

from __future__ import annotations

import re
from functools import cache

_DIGITS = "零一二三四五六七八九"
_NUMBER = "零一二三四五六七八九十百千两0-9"
_PLACES = {"十": 10, "百": 100, "千": 1000}
_ARTICLE = re.compile(
    r"^第(?P<article>[一二三四五六七八九十百千零]+)条(?:之(?P<sub>[一二三四五六七八九十]))?"
    r"(?:第(?P<paragraph>[一二三四五六七八九十]+)款)?(?:第(?P<item>[一二三四五六七八九十]+)项)?$"
)
# How far an article may stand from the law's name when several articles are listed.
_REACH = 80


def number_of(text: str) -> int:
    """Return the value of a Chinese numeral below ten thousand."""
    total, digit = 0, 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS.index(sign)
        else:
            total += max(digit, 1) * _PLACES[sign]
            digit = 0
    return total + digit


def _either(numeral: str) -> str:
    return f"(?:{numeral}|{number_of(numeral)})"


def article_pattern(law: str, article: str) -> str | None:
    """Return a regular expression (RE2) for one article of a law, or None if the article is not understood.

    Parameters
    ----------
    law : str
        Short name of the law; what stands between it and the article may not name another law.
    article : str
        As the law writes it, in Chinese numerals. A paragraph left out by the citation is accepted.
    """
    found = _ARTICLE.match(article)
    if found is None:
        return None
    between = rf"(?:[^《]{{0,{_REACH}}}?[^{_NUMBER}《])?"
    pattern = f"{law}{between}{_either(found['article'])}条"
    if found["sub"]:
        pattern += f"之{_either(found['sub'])}"
    if found["paragraph"]:
        paragraph = f"第?{_either(found['paragraph'])}款"
        pattern += f"(?:{paragraph})?" if found["item"] else paragraph
    if found["item"]:
        pattern += f"第?[（(]?{_either(found['item'])}[）)]?项"
    return pattern


@cache
def is_pattern(text: str) -> bool:
    """Say whether a text is a regular expression that both Python and RE2 understand."""
    if re.search(r"\(\?[=!<]|\\[1-9]", text):
        return False
    try:
        re.compile(text)
    except re.error:
        return False
    return bool(text)
