"""Names of parties taken apart and brought to one form: simplified characters, brackets, forms of company.

``王某某（青美烟酒店）``, ``青美烟酒店（经营者：王某某）`` and ``云桥区青美烟酒店`` speak of one shop.
``warehouse/sql/macros/parties.sql`` does the same to whole columns, from the same lists of words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from warehouse.identifiers import names
from warehouse.yaml_text import parse as parse_yaml

_WORDS = Path(__file__).with_name("party_words.yaml")
_LAST_OF_BMP = 0xFFFF
_HAN = "\u4e00-\u9fa5"
_PERSON_LENGTH = 4
_FORMER = re.compile(
    r"(?P<name>[^()（）]+)(?:[（(](?P<from>\d{4}-\d{1,2}-\d{1,2})?(?:至|到|~|—)(?P<to>\d{4}-\d{1,2}-\d{1,2})?[)）])?"
)


@dataclass(frozen=True)
class Parts:
    """A business name in parts: 云桥区 · 青美 · 烟酒店."""

    region: str
    brand: str
    trade: str


@dataclass(frozen=True)
class Former:
    """A name borne earlier, from and to which day as far as that is said."""

    name: str
    from_on: date | None
    to_on: date | None


@cache
def words() -> Mapping[str, Any]:
    """Return the lists of words in names."""
    found: Mapping[str, Any] = parse_yaml(_WORDS.read_text("utf-8"))
    return found


def alternatives(listed: Sequence[str]) -> str:
    """Return a pattern of these words, the longest first."""
    return "|".join(sorted(listed, key=lambda word: (-len(word), word)))


@cache
def simplified_characters() -> Mapping[str, str]:
    """Return traditional character to simplified, character by character, from OpenCC's table."""
    table = (resources.files("opencc") / "dictionary" / "TSCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if line)
    found = {old: new.split(" ")[0] for old, new in pairs}
    return {old: new for old, new in found.items() if old != new and ord(old) <= _LAST_OF_BMP}


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
    pattern = rf"^[{_HAN}·]{{2,4}}\((?:字号:?)?([^()]{{3,40}}(?:{alternatives(words()['ending'])}))\)$"
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
    bare = re.sub(rf"^([{_HAN}]{{2,3}})市", r"\1", name, count=1)
    return re.sub(rf"^([{_HAN}]{{2,6}}?)[区县]", r"\1", bare, count=1)


def is_unit(name: str) -> bool:
    """Say whether a name's key is a body's: by its ending, or too long for a person's.

    Some endings of bodies end given names as well; behind a surname and one sign more they do.

    Examples
    --------
    >>> is_unit("听雨轩"), is_unit("马子轩"), is_unit("欧阳子轩")
    (True, False, False)
    """
    if re.search(_given(), name):
        return False
    if re.search(rf"(?:{alternatives(words()['ending'])})$", name) and len(name) > 2:
        return True
    return len(name) > _PERSON_LENGTH and "·" not in name


@cache
def _given() -> str:
    """Return a pattern of natural persons' names that end as bodies' names do."""
    listed = words()
    surnames = "|".join((f"[{listed['surname']}]", *listed["surname_of_two"]))
    return rf"^(?:{surnames})[{_HAN}]?(?:{alternatives(listed['given_ending'])})$"


def parts(name: str) -> Parts:
    """Take a business name's key apart.

    Examples
    --------
    >>> parts("临溟市云桥区青美烟酒店")
    Parts(region='临溟市云桥区', brand='青美', trade='烟酒店')
    """
    region = re.match(rf"^(?:[{_HAN}]{{2,3}}省)?(?:[{_HAN}]{{2,3}}市)?(?:[{_HAN}]{{2,3}}[区县])?", name)
    head = region.group(0) if region else ""
    rest = name[len(head) :]
    trade = re.search(rf"(?:{alternatives(words()['trade'])})$", rest)
    tail = trade.group(0) if trade else ""
    return Parts(head, rest[: len(rest) - len(tail)], tail)


def former(listed: Sequence[str]) -> list[Former]:
    """Read former names with their dates, as registers write them.

    Examples
    --------
    >>> former(["甲店（2015-03-01至2019-08-31）"])[0].to_on
    datetime.date(2019, 8, 31)
    """
    found = []
    for text in listed:
        match = _FORMER.match(text.strip())
        if match and (name := key(match["name"])):
            found.append(Former(name, _day(match["from"]), _day(match["to"])))
    return found


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


def _day(text: str | None) -> date | None:
    return date(*map(int, text.split("-"))) if text else None


@cache
def sql_words() -> Mapping[str, str]:
    """Return what stands in the double braces of ``parties.sql``."""
    listed = words()
    table = simplified_characters()
    pairs = ", ".join(f"'{short}': '{full}'" for short, full in sorted(listed["authority"].items()))
    return {
        "traditional": "".join(table),
        "simplified": "".join(table.values()),
        "authority_map": f"MAP {{{pairs}}}",
        "given": _given(),
        **{name: alternatives(tuple(listed[name])) for name in ("operator", "ending", "trade", "authority")},
    }
