"""What texts tell of the party of each record, where they tell of other parties too.

A text is read once, whoever's record holds it. Of the few that tell of amounts of several parties each
record gets a text of its own, without the amounts that are another's; that is read as any text is, so that
totals, sums and phrases are those of the party.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl

from models.facts import texts
from models.facts.acting import TITLES, Stated
from models.facts.actors import Known, of_others, without
from warehouse import tables

_SQL = Path(__file__).with_name("sql")
_MOST_PARTIES = 200  # of one case
_ROWS = {
    "feed": pl.String(),
    "record_id": pl.String(),
    "told_in": pl.String(),
    "text": pl.String(),
    "whole": pl.String(),
    "others": pl.List(pl.Struct({"start": pl.Int32, "end": pl.Int32, "whose": pl.String})),
}
_KNOWN = "SELECT party, list(DISTINCT name ORDER BY name), any_value(kind) FROM own_name GROUP BY party"
_STATED = """SELECT
    text_hash,
    list(DISTINCT {
        start: start, "end": "end", value: (value::DECIMAL(22, 4) * 10000)::HUGEINT, unit: unit
    }) AS amounts
FROM fact.text_amount AS a
SEMI JOIN own_candidate USING (text_hash)
CROSS JOIN fact.reader AS v
WHERE a.extractor = v.extractor AND a.kind NOT IN ('sum', 'product')
GROUP BY text_hash"""
_WHOLE = "UPDATE fact.record_text SET own_hash = text_hash WHERE own_hash <> text_hash"
_OWN = """UPDATE fact.record_text AS r SET own_hash = o.own_hash FROM fact.own_text AS o
WHERE (r.feed, r.record_id, r.told_in) = (o.feed, o.record_id, o.told_in)"""
_UNREAD = """SELECT own_hash AS text_hash, any_value(text) AS text FROM fact.own_text
ANTI JOIN (
    SELECT text_hash AS own_hash FROM fact.text_read JOIN fact.reader USING (extractor)
) USING (own_hash)
GROUP BY own_hash ORDER BY own_hash"""


def build(con: duckdb.DuckDBPyConnection) -> int:
    """Build ``fact.own_text`` and read what is new in it; return how many texts tell of others too.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate, after ``texts.read_new``, with ``party.*`` and ``fact.subject``.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE own_name AS\n" + (_SQL / "own_name.sql").read_text("utf-8"))
    con.execute(
        "CREATE OR REPLACE TEMP TABLE own_candidate AS\n"
        + (_SQL / "own_candidate.sql")
        .read_text("utf-8")
        .format(record_text=(_SQL / "record_text.sql").read_text("utf-8"), most=_MOST_PARTIES, accused=TITLES)
    )
    found = _apart(con)
    con.execute("DELETE FROM fact.own_text")
    con.register("found", found.to_arrow())
    con.execute("INSERT INTO fact.own_text BY NAME SELECT *, md5(text) AS own_hash FROM found")
    con.unregister("found")
    con.execute(_WHOLE)
    con.execute(_OWN)
    texts.read_texts(con, con.sql(_UNREAD).pl())
    for made in ("own_name", "own_candidate"):
        con.execute(f"DROP TABLE {made}")
    return tables.count(con, "fact.own_text")


def _apart(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return the texts of records that tell amounts of others, without these."""
    parties = {party: Known(tuple(names), kind) for party, names, kind in con.execute(_KNOWN).fetchall()}
    stated = {
        text_hash: sorted((Stated(**one) for one in found), key=lambda amount: amount.end)
        for text_hash, found in con.execute(_STATED).fetchall()
    }
    rows = []
    candidates = con.execute("FROM own_candidate ORDER BY feed, record_id, told_in").fetchall()
    for feed, record_id, told_in, whole, text_hash, own, others in candidates:
        apart = of_others(
            whole,
            stated.get(text_hash, []),
            _together([parties[party] for party in own]),
            [parties[party] for party in others],
        )
        if apart:
            text = without(whole, [amount for amount, _ in apart])
            told = [{"start": a.start, "end": a.end, "whose": whose} for a, whose in apart]
            rows.append((feed, record_id, told_in, text, whole, told))
    return pl.DataFrame(rows, schema=_ROWS, orient="row")


def _together(parties: Sequence[Known]) -> Known:
    """Return the parties of one record as one: what any of them did is the record's."""
    kinds = {party.kind for party in parties}
    names = tuple(name for party in parties for name in party.names)
    return Known(names, kinds.pop() if len(kinds) == 1 else None)
