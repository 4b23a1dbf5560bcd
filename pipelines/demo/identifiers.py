"""Identifiers of a made-up district: valid check digits, region codes that belong to no real place."""

from __future__ import annotations

import datetime as dt

CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS = [pow(3, place, 31) for place in range(17)]
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
DISTRICT = "319907"
HOME_REGIONS = ("319907", "319907", "319907", "319901", "319902", "319904", "319905", "319911", "319921")


def organisation_check(body: str) -> str:
    """Return the check character of an organisation code's first eight characters (GB 11714)."""
    total = sum(int(char, 36) * weight for char, weight in zip(body, BODY_WEIGHTS, strict=True))
    rest = 11 - total % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def credit_code(number: int, *, kind: str = "91", region: str = DISTRICT) -> str:
    """Return the unified social credit code of the number-th body registered in the region (GB 32100)."""
    digits = ""
    value = number * 7919 + 104729  # spread, so that neighbours do not look alike
    for _ in range(6):
        digits = CODE_ALPHABET[value % 31] + digits
        value //= 31
    body = "MA" + digits
    head = kind + region + body + organisation_check(body)
    total = sum(CODE_ALPHABET.index(char) * weight for char, weight in zip(head, CODE_WEIGHTS, strict=True))
    return head + CODE_ALPHABET[(31 - total % 31) % 31]


def id_number(region: str, born: dt.date, sequence: int) -> str:
    """Return the citizen's ID number (GB 11643)."""
    head = f"{region}{born:%Y%m%d}{sequence:03d}"
    total = sum(int(char) * weight for char, weight in zip(head, ID_WEIGHTS, strict=True))
    return head + "10X98765432"[total % 11]


def masked(number: str) -> str:
    """Return the ID number as public copies show it."""
    return number[:6] + "********" + number[14:]


def spoilt(number: str) -> str:
    """Return the number with its last character wrong (a typing error)."""
    return number[:-1] + ("1" if number[-1] != "1" else "2")
