"""The unified social credit code (统一社会信用代码, GB 32100-2015).

18 characters: the registering administration, the kind of body, the region (6), the body's own code (9, with
a check character by GB 11714), and a check character. A failed check is a mark on a record, never a reason to
drop it: codes in penalty records are typed by hand.
"""

from __future__ import annotations

from tests.identifiers import text as typography

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_LENGTH = 18
_MODULUS = len(ALPHABET)
_WEIGHTS = tuple(pow(3, place, _MODULUS) for place in range(_LENGTH - 1))


def normalise(text: str | None) -> str | None:
    """Return the code in half-width upper case without white space and dashes; None if there is none.

    Examples
    --------
    >>> normalise(" 91110000 802100433b")
    '91110000802100433B'
    """
    code = typography.code(text)
    return code.replace("-", "") or None if code else None


def is_valid(code: str) -> bool:
    """Say whether a normalised code has the length, the alphabet and the check character of the standard."""
    if len(code) != _LENGTH or any(character not in ALPHABET for character in code):
        return False
    return check_character(code[:-1]) == code[-1]


def check_character(first: str) -> str:
    """Return the 18th character to the first 17."""
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(first, _WEIGHTS, strict=True))
    return ALPHABET[-total % _MODULUS]
