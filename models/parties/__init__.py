"""Who is who: which records of different systems speak of the same person or firm.

First the namings of persons and bodies, then who they are (identifiers, then what is shared with others),
then the pairs of administrative and criminal records, by tiers and for the rest by Splink, and over all of it
what analysts judged. All tables are kept from run to run, and only what rests on something that changed is
made anew (``upkeep.py``); the result is that of a full rebuild.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from models.parties import judgements, statistical, verdicts
from models.parties.upkeep import SQL, Upkeep
from warehouse import tables
from warehouse.intake.values import install_macros
from warehouse.tables import literal
from warehouse.yaml_text import parse as parse_yaml

_SETTINGS = Path(__file__).with_name("settings.yaml")
# Rounds in which namings take over the number of those whose key they share: from the register to a shop's
# owner, from there along the papers of one case.
_ROUNDS = 3
TABLES = (
    "firm",
    "firm_name",
    "mention",
    "unit",
    "person",
    "namesake",
    "bearer",
    "control",
    "resolved",
    "link",
)
_METHOD = "CREATE TABLE IF NOT EXISTS party.method (told VARCHAR)"
_FRESH = """SELECT coalesce(n.feed, s.feed) AS feed, coalesce(n.record_id, s.record_id) AS record_id
FROM party_told AS n FULL JOIN party.source AS s USING (feed, record_id)
WHERE n.fingerprint IS DISTINCT FROM s.fingerprint"""
_FORGET = """DELETE FROM party.{table} WHERE ({side}) IN (SELECT (feed, record_id) FROM {changed})"""
_SOURCE = """INSERT INTO party.source
SELECT feed, record_id, fingerprint FROM party_told SEMI JOIN party_fresh USING (feed, record_id)"""
_IS_MUCH = """SELECT fresh > (SELECT value FROM party.setting WHERE id = 'anew_least')
    AND fresh > known * (SELECT value FROM party.setting WHERE id = 'anew_share')
FROM (SELECT count(*) AS fresh FROM party_fresh), (SELECT count(*) AS known FROM party.source)"""
_NEW_MATTER = "SELECT DISTINCT feed, record_id, feed || '|' || record_id AS matter FROM party_shared_number"
_MATTER_SUM = "SELECT bit_xor(hash(feed, record_id, matter)) FROM party_matter"
_PLACES = range(1, 7)  # of a key in person_key.sql, the strongest first
_OWN_NUMBER = "SELECT row_id, id_hash, NULL::INTEGER AS by_place FROM person_row WHERE id_hash IS NOT NULL"
_NO_LABEL = "SELECT NULL::VARCHAR AS row_id, NULL::VARCHAR AS label, NULL::INTEGER AS place LIMIT 0"
# Who has a number is known by it, whatever others are: nobody is reached through him.
_REACHED = """SELECT DISTINCT row_id FROM party.person_key
SEMI JOIN party_frontier USING (key) ANTI JOIN touched_person USING (row_id) WHERE NOT has_number"""
_FRONTIER = """SELECT DISTINCT key FROM party.person_key
SEMI JOIN party_reached USING (row_id) ANTI JOIN touched_key USING (key)"""
_ROW = """SELECT * FROM party.person_row WHERE row_id IN (
    SELECT row_id FROM touched_person
    UNION
    SELECT row_id FROM party.person_key SEMI JOIN touched_key USING (key))"""
_SCALE = "SELECT max(name_share / people) FROM party.namesake"
_RECORD = "feed, record_id"
_PAIR = "a_feed, a_record, b_feed, b_record"


def build(con: duckdb.DuckDBPyConnection, *, full: bool = False) -> dict[str, int]:
    """Bring the tables of layer ``party`` up to date.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate; the ``known`` views stand.
    full : bool
        Forget what was linked before and link everything anew; the result is the same.

    Returns
    -------
    dict of str to int
        Rows per table.
    """
    install_macros(con)
    _prepare(con)
    is_other = _is_other_method(con)
    # What every share and every name rests on may turn out to be another on the way: then all is made anew.
    if full or is_other or not _bring(Upkeep(con, is_whole=False)):
        _bring(Upkeep(con, is_whole=True))
    return {name: tables.count(con, f"party.{name}") for name in TABLES}


def _prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Set the settings and the macros on weights."""
    settings: dict[str, dict[str, Any]] = parse_yaml(_SETTINGS.read_text("utf-8"))
    con.execute("CREATE OR REPLACE TABLE party.setting (id VARCHAR, value DOUBLE)")
    tables.fill(con, "party.setting", [[name, told["value"]] for name, told in settings.items()])
    levels = ", ".join(
        f"{literal(f'{name}.{level}')}: {{zh: {literal(zh)}, bits: {bits!r}::DOUBLE}}"
        for name, level, zh, bits in statistical.weights()
    )
    fields = ", ".join(
        f"{literal(name)}: {literal(told['zh'])}"
        for name, told in statistical.comparisons()["comparisons"].items()
    )
    con.execute(
        "CREATE OR REPLACE TEMP MACRO x_compared(name, one, other, level) AS "
        f"{{field: map_extract(MAP {{{fields}}}, name)[1], left_value: one, right_value: other, "
        f"words: map_extract(MAP {{{levels}}}, name || '.' || level)[1].zh, "
        f"bits: map_extract(MAP {{{levels}}}, name || '.' || level)[1].bits}}"
    )
    con.execute(f"CREATE OR REPLACE TEMP MACRO x_calibrated(score) AS {statistical.calibrated_sql('score')}")
    con.execute((SQL / "weight_words.sql").read_text("utf-8"))
    judgements.ensure(con)


def _is_other_method(con: duckdb.DuckDBPyConnection) -> bool:
    """Say whether the tables that stand were made by other rules than today's; note today's."""
    files = sorted([*SQL.rglob("*.sql"), *SQL.parent.glob("*.yaml"), *SQL.parent.glob("*.py")])
    told = duckdb.__version__ + "".join(file.read_text("utf-8") for file in files)
    con.execute(_METHOD)
    changed = con.execute("SELECT count(*) = 0 FROM party.method WHERE told = md5(?)", [told]).fetchall()
    con.execute("DELETE FROM party.method")
    con.execute("INSERT INTO party.method SELECT md5(?)", [told])
    return bool(changed[0][0])


def _bring(keep: Upkeep) -> bool:
    """Go through all tables; say no if they are to be made anew."""
    is_brought = _bring_all(keep)
    # Not after an error: the transaction is broken off then, and saying so would hide the error.
    keep.close()
    return is_brought


def _bring_all(keep: Upkeep) -> bool:
    if keep.is_whole:
        keep.con.execute(keep.read("lasting"))
    _fresh(keep)
    if not keep.is_whole:
        if not keep.con.execute("SELECT count(*) FROM party_fresh").fetchall()[0][0]:
            return True
        if keep.con.execute(_IS_MUCH).fetchall()[0][0]:
            return False
    return _bodies(keep) and _persons(keep) and _linked(keep)


def _fresh(keep: Upkeep) -> None:
    """Find the records, the entries of the register and the verdicts that are new, different or gone."""
    keep.temp("party_now", keep.read("now"))
    keep.temp("party_told", keep.read("told"))
    keep.temp("party_fresh", _FRESH)


def _bodies(keep: Upkeep) -> bool:
    """Name what records tell and say which body each naming is; no if the names of places are others."""
    con = keep.con
    for name in ("mention", "number", "figure"):
        keep.rows(name)
    con.execute(_FORGET.format(table="source", changed="party_fresh", side=_RECORD))
    con.execute(_SOURCE)
    keep.temp("touched_firm", "SELECT record_id FROM party_fresh WHERE feed = 'entity'")
    keep.table("firm", "record_id")
    if not _set_core(keep):
        return False
    keep.touch("firm_name")
    keep.table("firm_name", "credit_code")
    keep.touch("hub")
    keep.table("hub", "kind, value")
    keep.touch("turned", "unit")
    keep.table("unit", "mention_id")
    return True


def _set_core(keep: Upkeep) -> bool:
    """Define ``x_core``: a firm's name without the names of cities and districts that the register knows.

    Returns
    -------
    bool
        Whether the register knows the same cities and districts as before, or all is made anew anyway.
    """
    con = keep.con
    known = con.execute(keep.read("region_word")).fetchall()
    if not keep.is_whole and known != con.execute("FROM party.region_word ORDER BY word").fetchall():
        return False
    con.execute(f"CREATE OR REPLACE TABLE party.region_word AS {keep.read('region_word')}")
    han = r"[\x{4e00}-\x{9fa5}]{2,3}"
    place = "|".join([*(f"{word}[市区县]?" for (word,) in known), f"{han}[市区县]"])
    con.execute(
        "CREATE OR REPLACE TEMP MACRO x_core(name) AS "
        f"regexp_replace(name, {literal(f'^(?:{han}省)?(?:{place}){{0,2}}')}, '')"
    )
    return True


def _persons(keep: Upkeep) -> bool:
    """Say which person each naming is, who stands behind which body, and whose each record is.

    Returns
    -------
    bool
        Whether names are counted on the same scale as before, or all is made anew anyway.
    """
    _matter(keep)
    keep.temp("touched_person_row", "FROM party_fresh")
    keep.table("person_row", _RECORD)
    keep.touch("person_key")
    keep.table("person_key", "row_id")
    _reach(keep)
    _identify(keep)
    scale = keep.is_whole or keep.con.execute(_SCALE).fetchall()
    keep.touch("namesake")
    keep.table("namesake", "name_key")
    if not keep.is_whole and keep.con.execute(_SCALE).fetchall() != scale:
        return False
    keep.table("person", "row_id")
    keep.touch("record", "bearer")
    keep.table("bearer", "source, record_id")
    keep.touch("control")
    keep.table("control", "group_id")
    for name in ("registered_behind", "behind", "settled"):
        keep.table(name, _RECORD, touched="record")
    return True


def _matter(keep: Upkeep) -> None:
    """Put papers that refer to one another, directly or through others, under one label."""
    keep.touch("matter")
    keep.temp("party_shared_number", keep.read("shared_number"))
    keep.temp("party_matter", _NEW_MATTER)
    before, now = None, keep.con.execute(_MATTER_SUM).fetchall()
    while now != before:
        keep.temp("party_matter", keep.read("matter"))
        before, now = now, keep.con.execute(_MATTER_SUM).fetchall()
    keep.table("matter", _RECORD, query="FROM party_matter")


def _reach(keep: Upkeep) -> None:
    """Follow from what changed all namings that are known by the same, directly or through others."""
    if keep.is_whole:
        keep.temp("person_row", "FROM party.person_row", kind="VIEW")
        keep.temp("person_key", "FROM party.person_key", kind="VIEW")
        return
    keep.touch("person", "key")
    keep.temp("party_frontier", "FROM touched_key")
    while keep.con.execute("SELECT count(*) FROM party_frontier").fetchall()[0][0]:
        keep.temp("party_reached", _REACHED)
        keep.temp("party_frontier", _FRONTIER)
        keep.con.execute("INSERT INTO touched_person FROM party_reached")
        keep.con.execute("INSERT INTO touched_key FROM party_frontier")
    keep.temp("person_row", _ROW)
    keep.temp("person_key", "SELECT * FROM party.person_key SEMI JOIN touched_key USING (key)")


def _identify(keep: Upkeep) -> None:
    """Give each naming the number, else the label, of those with whom it is known."""
    keep.temp("person_anchored", _OWN_NUMBER)
    for _ in range(_ROUNDS):
        keep.temp("person_anchored", keep.read("person_anchor"))
    keep.temp("person_label", _NO_LABEL)
    for place in _PLACES:
        keep.con.execute(keep.read("person_label"), {"place": place})


def _linked(keep: Upkeep) -> bool:
    """Apply what analysts judged, and link the records of which something is different now."""
    _resolve(keep)
    _compare(keep)
    keep.temp("party_tier", keep.read("tier"))
    keep.temp("party_open", keep.read("open_facet").replace("{blocks}", statistical.meeting_sql()))
    statistical.score(keep.con)
    keep.temp("party_judged", keep.read("judged"))
    for side in ("a_feed, a_record", "b_feed, b_record"):
        keep.con.execute(_FORGET.format(table="pair", side=side, changed="party_changed"))
    keep.con.execute(f"INSERT INTO party.pair BY NAME\n{keep.read('pair')}")
    keep.touch("link")
    keep.table("link", "b_feed, b_record")
    for name in ("party_scored", "party_verdict", "party_merged", "party_split"):
        keep.con.execute(f"DROP TABLE {name}")
    return True


def _resolve(keep: Upkeep) -> None:
    """Say whose each record is, and where persons and bodies have cases."""
    keep.con.execute(verdicts.SPLIT)
    keep.temp("party_settled", verdicts.SETTLED, kind="VIEW")
    verdicts.apply(keep.con)
    keep.temp("party_voiced", keep.read("voiced"))
    keep.touch("resolved")
    keep.table("resolved", _RECORD)
    keep.con.execute("CREATE OR REPLACE TABLE party.voiced AS FROM party_voiced")
    keep.touch("appearance")
    keep.table("appearance", _RECORD)


def _compare(keep: Upkeep) -> None:
    """Lay out what is compared, and find the records of which it is different now."""
    keep.touch("stock_figure")
    keep.table("stock_figure", "figure")
    keep.touch("rare_figure")
    keep.table("rare_figure", _RECORD)
    keep.touch("facet")
    keep.table("facet", _RECORD)
    keep.touch("near", "figure", "same_figures")
    keep.table("same_figures", _PAIR)
    keep.touch("profile")
    keep.table("profile", _RECORD)
    changed = "SELECT feed, record_id FROM party.profile" if keep.is_whole else keep.read("touched/changed")
    keep.temp("party_changed", changed)
