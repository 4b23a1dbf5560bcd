"""Texts without the typography that patterns of words do not know, and the way back to the text as it stands.

Wide figures, narrow marks and markup are read as print has them (``tokens.plain``). Blanks around figures
(共 36 瓶), the line and indent after a stop, and the end of a round sum (5000.00元, 伍仟元整) go. Evidence
quotes the text as it stands: what was found is taken back to its place there.
"""

from __future__ import annotations

import polars as pl

from models.facts.words.tokens import plain

_BLANK = r"[ \t\x{a0}\x{3000}]"
_SPACE = r"[ \t\r\n\x{a0}\x{3000}]+"
_MARKS = "，。；：、（）“”《》"
_GONE = (
    (rf"([\p{{Han}}{_MARKS}]){_BLANK}+([0-9])", "$1$2"),
    (rf"([0-9%]){_BLANK}+([\p{{Han}}{_MARKS}])", "$1$2"),
    (rf"([。；]){_SPACE}", "$1"),
    (r"元整([，。；、）]|$)", "元$1"),
    (r"([0-9])\.00?元", "${1}元"),
    # 3，264，800元, the comma set as print sets it: from behind, one after the other
    *[(r"([0-9])，([0-9]{3})((?:,[0-9]{3})*(?:\.[0-9]+)?余?万?元)", "$1,$2$3")] * 3,
)
_MAY = rf"元整|\.00?元|[0-9]，[0-9]{{3}}|[0-9%]{_BLANK}|{_BLANK}[0-9]|[。；]{_SPACE}"


def evened(texts: pl.Series) -> pl.Series:
    """Return the texts as patterns read them.

    Parameters
    ----------
    texts : polars.Series of str
        As they stand in the records.
    """
    told = plain(texts)
    may = told.str.contains(_MAY)
    if not may.any():
        return told
    some = pl.col("text")
    for gone, kept in _GONE:
        some = some.str.replace_all(gone, kept)
    return told.scatter(may.arg_true(), told.to_frame("text").filter(may).select(some).to_series())


def taken_back(found: pl.DataFrame, texts: pl.Series, even: pl.Series) -> pl.DataFrame:
    """Return what was found in evened texts with its place and words in the texts as they stand.

    Parameters
    ----------
    found : polars.DataFrame
        ``text`` (position in ``texts``), ``start``, ``end`` and ``span`` in the evened text.
    texts, even : polars.Series of str
        The texts as they stand, and evened.
    """
    changed = (texts != even).arg_true()
    is_changed = found["text"].is_in(changed.implode())
    if not is_changed.any():
        return found
    rows = []
    # One by one: few texts are written so, and each has blanks at other places.
    for at, start, end in found.filter(is_changed).select("text", "start", "end").rows():
        first, last = _place(plain(texts[at : at + 1])[0], even[at], start, end)
        rows.append((first, last, texts[at][first:last]))
    back = pl.DataFrame(rows, {"start": pl.Int64, "end": pl.Int64, "span": pl.String}, orient="row")
    where = is_changed.arg_true()
    return found.with_columns(found[name].scatter(where, back[name]) for name in back.columns)


def _place(told: str, even: str, start: int, end: int) -> tuple[int, int]:
    """Return where signs of an evened text stand in the plain one, from which some signs were taken."""
    places: list[int] = []
    at = 0
    for sign in even[:end]:
        while told[at] != sign and (told[at], sign) != ("，", ","):
            at += 1
        places.append(at)
        at += 1
    return (places[start], places[end - 1] + 1) if end > start else (at, at)
