"""Telephone numbers and addresses as compared."""

from __future__ import annotations

import re

from tests.identifiers import text as typography
from tests.identifiers.party_names import simplify

_MOBILE = re.compile(r"1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}")
_LANDLINE = re.compile(r"(?:^|[^0-9*])(?:0[0-9]{2,3}[- )]*)?([2-9][0-9]{6,7})(?:[^0-9*]|$)")
_REGION = re.compile("^(?:[\u4e00-\u9fa5]{2,3}省)?(?:[\u4e00-\u9fa5]{2,3}市)?(?:[\u4e00-\u9fa5]{2,3}[区县])?")


def phone(text: str | None) -> str | None:
    """Return the first whole number: 11 digits of a mobile, 7 or 8 of a landline without its area code.

    Examples
    --------
    >>> phone("+86 138-0000-1234")
    '13800001234'
    >>> phone("021-55550123转8001")
    '55550123'
    """
    if text is None or typography.is_none(text):
        return None
    folded = typography.fold(text)
    mobile = _MOBILE.search(folded)
    if mobile:
        return re.sub(r"[^0-9]", "", mobile.group(0))
    landline = _LANDLINE.search(folded)
    return landline.group(1) if landline else None


def address(text: str | None) -> str | None:
    """Return the address without its region, marks and variants of building words.

    Examples
    --------
    >>> address("临溟市云桥区望江路１２３号 5栋101室")
    '望江路123号5幢101'
    """
    if text is None or typography.is_none(text):
        return None
    plain = re.sub(r"[(),.;:·#-]|，|。|、|；", "", simplify(typography.plain(text)))
    bare = _REGION.sub("", plain, count=1)
    return re.sub("室$", "", re.sub("号楼|栋|座", "幢", bare)) or None
