"""What the codes in the published tables are called: one row per code, to join the tables with."""

from __future__ import annotations

from collections.abc import Iterable

from models.card import load_cards
from pipelines.outputs.columns import WORDS
from pipelines.outputs.evidence import missing_zh
from warehouse.contract import load_feeds


def told(missing: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return the table ``label`` of a snapshot.

    Parameters
    ----------
    missing : iterable of str
        What models found missing: measures, columns, feeds, calendars.

    Returns
    -------
    list of (kind, code, zh)
        Kinds: ``feed``, ``model``, ``reason`` (code is model.reason), ``missing``, and the coded columns
        (``severity``, ``status``, ``outcome``, ``model_class``, ``event``).
    """
    cards = load_cards()
    return [
        *(("feed", feed.name, feed.label) for feed in load_feeds().values()),
        *(("model", card.id, card.title_zh) for card in cards),
        *(
            ("reason", f"{card.id}.{code}", zh)
            for card in cards
            for code, zh in (card.excluded | card.insufficient).items()
        ),
        *(("missing", item, missing_zh(item)) for item in missing),
        *(
            (kind, code, zh)
            for kind, words in WORDS.items()
            if kind != "missing"
            for code, zh in words.items()
        ),
    ]
