"""The words that names of parties are made of, as the macros of ``parties.sql`` need them.

Endings of bodies, trades, surnames, short names of authorities stand in ``party_words.yaml``; traditional
characters come from OpenCC's table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from warehouse.yaml_text import parse as parse_yaml

HAN = "\u4e00-\u9fa5"
_WORDS = Path(__file__).with_suffix(".yaml")
_LAST_OF_BMP = 0xFFFF


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
    """Return traditional character to simplified, character by character."""
    table = (resources.files("opencc") / "dictionary" / "TSCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if line)
    found = {old: new.split(" ")[0] for old, new in pairs}
    return {old: new for old, new in found.items() if old != new and ord(old) <= _LAST_OF_BMP}


@cache
def given_names() -> str:
    """Return a pattern of natural persons' names that end as bodies' names do (马子轩)."""
    listed = words()
    surnames = "|".join((f"[{listed['surname']}]", *listed["surname_of_two"]))
    return rf"^(?:{surnames})[{HAN}]?(?:{alternatives(listed['given_ending'])})$"


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
        "given": given_names(),
        **{name: alternatives(tuple(listed[name])) for name in ("operator", "ending", "trade", "authority")},
    }
