"""Numbers of documents and cases, as compared.

One number is written in many ways: ``浦市监案处字〔2018〕第0150号``, ``浦市监案处字[2018]150``.
Only the comparison uses the normal form; the pool keeps the number as delivered.
"""

from __future__ import annotations

import re

from tests.identifiers import text as typography

# The last run of digits is the number; 第 before it, 号 behind it and its leading zeros carry nothing.
_SERIAL = re.compile(r"(^|[^0-9])[第0]*([0-9]+)号*$")


def normalise(text: str | None) -> str | None:
    """Return the number as compared; None if there is none.

    Examples
    --------
    >>> normalise("浦市监案处字〔2018〕第0150号") == normalise("浦市监案处字[2018] 150")
    True
    """
    if text is None or typography.is_blank(text):
        return None
    return _SERIAL.sub(r"\1\2", typography.plain(text), count=1) or None
