"""The citizen's identity number (公民身份号码, GB 11643-1999), whole, masked or hashed.

18 characters: region at first registration (6), birth date (8), sequence (3), check character.
Sources deliver it whole, with the middle masked, or as a hash; each form links as far as it goes.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from tests.identifiers import text as typography

Form = Literal["whole", "old", "masked", "hashed", "other"]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_WHOLE = re.compile(r"[0-9]{17}[0-9X]")
_FIGURE = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+")
_OLD = re.compile(r"[0-9]{15}")
_HASH = re.compile(r"[0-9A-F]{32}|[0-9A-F]{40}|[0-9A-F]{64}")
_MASKED = re.compile(r"[0-9]*[*X×•●#]{2,}[0-9*X×•●#]*")
_MASK = str.maketrans("X×•●#", "*****")
_OLD_CENTURY = "19"


def normalise(text: str | None) -> str | None:
    """Return the number as compared: half-width, a mask always ``*``, a hash in lower case; None if none.

    Examples
    --------
    >>> normalise("310114xxxxxxxx123x")
    '310114********123X'
    """
    code = typography.code(text)
    if code is None or _FIGURE.fullmatch(code):
        return None
    if _WHOLE.fullmatch(code):
        # What a spreadsheet keeps of a figure.
        return code[:15] + "***" if code.endswith("000") and not is_valid(code) else code
    if _HASH.fullmatch(code):
        return code.lower()
    if not _MASKED.fullmatch(code):
        return code
    # An X behind a digit is the check character, an X behind a mask is mask.
    ends_in_check = code[-1] == "X" and code[-2].isdigit()
    return code[:-1].translate(_MASK) + "X" if ends_in_check else code.translate(_MASK)


def form(code: str) -> Form:
    """Say in which form a normalised number came."""
    if _WHOLE.fullmatch(code):
        return "whole"
    if _OLD.fullmatch(code):
        return "old"
    if _HASH.fullmatch(code.upper()):
        return "hashed"
    return "masked" if "*" in code else "other"


def is_valid(code: str) -> bool:
    """Say whether a whole number has a possible birth date and the right check character."""
    return (
        _WHOLE.fullmatch(code) is not None
        and birth_on(code) is not None
        and check_character(code[:17]) == code[17]
    )


def check_character(first: str) -> str:
    """Return the 18th character to the first 17."""
    total = sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def to_whole(code: str) -> str:
    """Return the 18 characters of a number of 15 (its holder was born in the 1900s); others as given."""
    if form(code) != "old":
        return code
    first = code[:6] + _OLD_CENTURY + code[6:]
    return first + check_character(first)


def birth_on(code: str) -> date | None:
    """Return the birth date in a number, None where it is masked, hashed or impossible."""
    whole = to_whole(code)
    if form(whole) != "whole":
        return None
    try:
        return date(int(whole[6:10]), int(whole[10:12]), int(whole[12:14]))
    except ValueError:
        return None
