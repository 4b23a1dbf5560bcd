"""Names of parties brought to one form, one by one; ``warehouse/identifiers/parties.sql`` does it to columns.

``王某某（青美烟酒店）``, ``青美烟酒店（经营者：王某某）`` and ``云桥区青美烟酒店`` speak of one shop.
"""

from __future__ import annotations

import re

from tests.identifiers import names
from warehouse.identifiers.party_words import HAN, alternatives, given_names, simplified_characters, words

_PERSON_LENGTH = 4


def simplify(text: str) -> str:
    """Return ``text`` in simplified characters.

    Examples
    --------
    >>> simplify("雲橋區餘記餐館")
    '云桥区余记餐馆'
    """
    return text.translate({ord(old): new for old, new in simplified_characters().items()})


def _plain(text: str | None) -> str | None:
    name = names.normalise(text)
    return simplify(name) if name else None


def operator(text: str | None) -> str | None:
    """Return who the name says runs the business.

    Examples
    --------
    >>> operator("青美烟酒店（经营者：王某某）")
    '王某某'
    """
    found = re.search(rf"\((?:{alternatives(words()['operator'])}):?([^()]{{2,20}})\)", _plain(text) or "")
    return found.group(1) if found else None


def shop(text: str | None) -> str | None:
    """Return the shop that stands in brackets behind a person's name.

    Examples
    --------
    >>> shop("王某某（字号：青美烟酒店）")
    '青美烟酒店'
    """
    pattern = rf"^[{HAN}·]{{2,4}}\((?:字号:?)?([^()]{{3,40}}(?:{alternatives(words()['ending'])}))\)$"
    found = re.search(pattern, _plain(text) or "")
    return found.group(1) if found else None


def key(text: str | None) -> str | None:
    """Return the name as compared.

    Examples
    --------
    >>> key("雲橋區青美煙酒店（经营者：王某某）")
    '云桥区青美烟酒店'
    >>> key("溟海（集团）有限责任公司")
    '溟海(集团)有限公司'
    """
    name = _plain(text)
    if name is None:
        return None
    if shop(text):
        return name[: name.index("(")]
    bare = re.sub(rf"\((?:{alternatives(words()['operator'])}):?[^()]{{2,20}}\)|\(个体工商户\)$", "", name)
    return bare.replace("有限责任公司", "有限公司") or None


def loose(name: str) -> str:
    """Return a name's key without the words 市, 区, 县 of its region: 临溟市某某 and 临溟某某 are one."""
    bare = re.sub(rf"^([{HAN}]{{2,3}})市", r"\1", name, count=1)
    return re.sub(rf"^([{HAN}]{{2,6}}?)[区县]", r"\1", bare, count=1)


def is_unit(name: str) -> bool:
    """Say whether a name's key is a body's: by its ending, or too long for a person's.

    Some endings of bodies end given names as well; behind a surname and one sign more they do.

    Examples
    --------
    >>> is_unit("听雨轩"), is_unit("马子轩"), is_unit("欧阳子轩")
    (True, False, False)
    """
    if re.search(given_names(), name):
        return False
    if re.search(rf"(?:{alternatives(words()['ending'])})$", name) and len(name) > 2:
        return True
    return len(name) > _PERSON_LENGTH and "·" not in name


def brand(name: str) -> str:
    """Return a business name's key without its region and trade.

    Examples
    --------
    >>> brand("临溟市云桥区青美烟酒店")
    '青美'
    """
    rest = re.sub(rf"^(?:[{HAN}]{{2,3}}省)?(?:[{HAN}]{{2,3}}市)?(?:[{HAN}]{{2,3}}[区县])?", "", name, count=1)
    return re.sub(rf"(?:{alternatives(words()['trade'])})$", "", rest)


def authority(text: str | None) -> str | None:
    """Return an authority's name with its short or former form written out.

    Examples
    --------
    >>> authority("云桥区工商局")
    '云桥区市场监督管理局'
    """
    name = _plain(text)
    if name is None:
        return None
    listed = words()["authority"]
    found = re.search(rf"(?:{alternatives(tuple(listed))})$", name)
    return name[: found.start()] + listed[found.group(0)] if found else name
