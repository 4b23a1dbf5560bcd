"""ID numbers as the pool keeps them: a keyed hash and the parts that comparing needs, never the number.

A bare hash of an ID number can be tried out (some 10^11 candidates), one under a secret key cannot. Kept
in clear are region and birth date. The last four places are kept as a keyed hash of their own, because
with region and birth date they would be the whole number again; equal last fours still compare equal.
``warehouse/identifiers/keyed.sql`` does it to whole columns.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Literal

from tests.identifiers import person_id

Kind = Literal["whole", "doubtful", "masked", "hashed", "other"]
_LETTERS: dict[str, Kind] = {"W": "whole", "D": "doubtful", "M": "masked", "H": "hashed", "O": "other"}
_TAIL_LENGTH, _HASH_LENGTH = 12, 32
_SEPARATOR = "."
_HIDDEN_REGION, _HIDDEN_BIRTH = "*" * 6, "*" * 8
_LAST_FOUR = re.compile(r"[0-9]{3}[0-9X]")


@dataclass(frozen=True)
class Kept:
    """The parts of a kept ID number.

    Parameters
    ----------
    kind : str
        "whole": 18 places and the right check character; "doubtful": 18 places, the check fails; "masked";
        "hashed" by the source; "other": not a citizen's number.
    region, birth : str
        6 and 8 places, a hidden place is ``*``.
    tail : str
        Keyed hash of the last four places; empty where they are hidden.
    hash : str
        Keyed hash of the first 17 places (they determine the 18th, so a slip in the check character alone
        does not make another person), or of what was delivered; empty for masked numbers.
    """

    kind: Kind
    region: str
    birth: str
    tail: str
    hash: str

    def __str__(self) -> str:
        letter = next(letter for letter, kind in _LETTERS.items() if kind == self.kind)
        return _SEPARATOR.join((letter, self.region, self.birth, self.tail, self.hash))


def keep(code: str | None, key: bytes) -> Kept | None:
    """Return what is kept of a normalised ID number; None if there is none.

    Parameters
    ----------
    code : str, optional
        The number as ``person_id.normalise`` returns it.
    key : bytes
        The secret of this installation.
    """
    if code is None:
        return None
    whole = person_id.to_whole(code)
    form = person_id.form(whole)
    if form == "whole":
        kind: Kind = "whole" if person_id.is_valid(whole) else "doubtful"
        return Kept(kind, whole[:6], whole[6:14], _tail(whole[14:], key), _hash("id", whole[:17], key))
    if form == "masked":
        region, birth, last = _shown(code)
        return Kept("masked", region, birth, _tail(last, key), "")
    kind = "hashed" if form == "hashed" else "other"
    return Kept(kind, _HIDDEN_REGION, _HIDDEN_BIRTH, "", _hash(kind, code, key))


def _shown(code: str) -> tuple[str, str, str]:
    """Return region, birth and last four of a masked number, hidden places as ``*``."""
    if len(code) == len(_HIDDEN_REGION + _HIDDEN_BIRTH) + 4:
        return code[:6], code[6:14], code[14:]
    # Some masks have not as many stars as places: head and tail are read from their ends.
    head = code[: code.index("*")][:14]
    return head[:6].ljust(6, "*"), head[6:].ljust(8, "*"), code[code.rindex("*") + 1 :][-4:]


def _tail(last: str, key: bytes) -> str:
    return _hash("tail", last, key)[:_TAIL_LENGTH] if _LAST_FOUR.fullmatch(last) else ""


def _hash(purpose: str, text: str, key: bytes) -> str:
    return hmac.new(key, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()[:_HASH_LENGTH]
