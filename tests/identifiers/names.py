"""Names of people, firms and authorities, as compared."""

from __future__ import annotations

from tests.identifiers import text as typography


def normalise(text: str | None) -> str | None:
    """Return the name half-width, upper case, with one kind of bracket and dot and no white space.

    Examples
    --------
    >>> normalise("某某（上海） 有限公司")
    '某某(上海)有限公司'
    """
    if text is None or typography.is_blank(text):
        return None
    return typography.plain(text) or None
