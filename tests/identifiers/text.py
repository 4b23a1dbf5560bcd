"""Typography that does not matter when identifiers, numbers and names are compared.

``warehouse/sql/macros/text.sql`` and ``warehouse/identifiers/identifiers.sql`` do the same to whole columns.
"""

from __future__ import annotations

import re

# Full-width forms only: NFKC would also rewrite ①, ㎡ and others that records mean as they stand.
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_EDGES = " \t\n\r\f\u00a0\u200b\u3000\ufeff"
_SPACE = re.compile("[ \t\n\r\f\u00a0\u2000-\u200d\u3000\ufeff]")
_BLANK_SIGNS = ("", "-", "--", "---", "—", "——", "－", "/", "\\", '=""')
_BLANK_WORDS = ("null", "none", "nan", "nat", "nil", "n/a", "#n/a", "(null)", "<null>")
_BLANK = frozenset((*_BLANK_SIGNS, *_BLANK_WORDS))
_NONE = frozenset(("无", "暂无", "不详", "未知", "不适用", "未填", "未载明", "0" * 18))
_OPENING, _CLOSING = "〔﹝【[{〈《（［", "〕﹞】]}〉》）］"
_DOTS, _DASHES = "•・‧∙﹒", "—–‐−"
_STOP = re.compile(r"(?<=[\u4e00-\u9fa5])\.(?=[\u4e00-\u9fa5])")
_FORCED = re.compile(r"""'([^'"]+)|="([^'"]+)\"""")
_PLAIN = str.maketrans(
    _OPENING + _CLOSING + _DOTS + _DASHES,
    "(" * len(_OPENING) + ")" * len(_CLOSING) + "·" * len(_DOTS) + "-" * len(_DASHES),
)


def trim(text: str) -> str:
    """Remove white space at both ends, the invisible kinds included."""
    return text.strip(_EDGES)


def unforced(text: str) -> str:
    """Remove what spreadsheets write so that a number stays a text: ``'0012``, ``="0012"``."""
    found = _FORCED.fullmatch(text)
    return (found[1] or found[2]) if found else text


def fold(text: str) -> str:
    """Turn full-width letters, digits and signs into ASCII."""
    return text.translate(FULL_WIDTH)


def squeeze(text: str) -> str:
    """Remove all white space."""
    return _SPACE.sub("", text)


def upper(text: str) -> str:
    """Return ``text`` in upper case, one character for one (``ß`` stays)."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def is_blank(text: str | None) -> bool:
    """Say whether nothing was written: empty, a dash, ``null``."""
    return text is None or trim(text).lower() in _BLANK


def is_none(text: str | None) -> bool:
    """Say whether nothing was written, or that there is nothing (``无``)."""
    return text is None or is_blank(text) or trim(text) in _NONE


def plain(text: str) -> str:
    """Bring a name or number to one form: half-width, upper case, one bracket and dot, no white space."""
    folded = upper(squeeze(fold(text.translate(_PLAIN))).translate(_PLAIN))
    return _STOP.sub("·", unforced(folded))


def code(text: str | None) -> str | None:
    """Bring an identifier to half-width upper case without white space; None if there is none."""
    if text is None or is_none(text):
        return None
    return upper(unforced(squeeze(unforced(fold(trim(text)))))) or None
