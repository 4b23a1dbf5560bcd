"""Who is who: which records of different systems speak of the same person or firm.

First the namings of persons and bodies, then who they are (identifiers, then what is shared with others),
then the pairs of administrative and criminal records, by tiers and for the rest by Splink, and over all of it
what analysts judged. Pairs are kept from run to run: only records whose own data, or whose namesakes, changed
are linked again, and the result is that of a full rebuild.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import yaml

from models.parties import judgements, statistical, verdicts
from models.rulebook.compile import text
from warehouse import tables
from warehouse.intake.values import install_macros

_SQL = Path(__file__).parent / "sql"
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
_DIFFERENT_PROFILE = """CREATE OR REPLACE TEMP TABLE party_changed AS
SELECT coalesce(n.feed, o.feed) AS feed, coalesce(n.record_id, o.record_id) AS record_id
FROM party_profile_now AS n
FULL JOIN party.profile AS o USING (feed, record_id)
WHERE n.profile IS DISTINCT FROM o.profile"""


_EMPTY = "DELETE FROM party.{name}"
_CHANGED_MENTION = """CREATE OR REPLACE TEMP TABLE party_fresh AS
SELECT coalesce(n.feed, s.feed) AS feed, coalesce(n.record_id, s.record_id) AS record_id
FROM party_now AS n FULL JOIN party.source AS s USING (feed, record_id)
WHERE n.fingerprint IS DISTINCT FROM s.fingerprint"""
_SOURCE = """INSERT INTO party.source
SELECT feed, record_id, fingerprint FROM party_now JOIN party_fresh USING (feed, record_id)"""
_FORGET = """DELETE FROM party.{table} AS t USING {changed} AS c
WHERE t.{side}feed = c.feed AND t.{side}record{id} = c.record_id"""
_OLD_FIRM = """DELETE FROM party.firm_form AS f
WHERE (record_id, version) NOT IN (SELECT (record_id, version) FROM known.entity)"""
_NEW_MATTER = """CREATE OR REPLACE TEMP TABLE party_matter AS
SELECT DISTINCT feed, record_id, feed || '|' || record_id AS matter FROM party_shared_number"""
_MATTER_SUM = "SELECT bit_xor(hash(feed, record_id, matter)) FROM party_matter"
_NEW_LABEL = """CREATE OR REPLACE TEMP TABLE person_label (row_id VARCHAR, label VARCHAR, place INTEGER)"""
_PLACES = range(1, 7)  # of a key in person_key.sql, the strongest first
_OWN_NUMBER = """CREATE OR REPLACE TEMP TABLE person_anchored AS
SELECT row_id, id_hash, NULL::INTEGER AS by_place FROM person_row WHERE id_hash IS NOT NULL"""


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
    _prepare(con, full=full)
    con.execute(_OLD_FIRM)
    con.execute(f"INSERT INTO party.firm_form BY NAME\n{_read('firm_form')}")
    _table(con, "firm")
    _set_core(con)
    _table(con, "firm_name")
    _mention(con)
    for name in ("hub", "unit"):
        _table(con, name)
    _identify(con)
    _link(con)
    for name in ("row", "key", "anchored", "label"):
        con.execute(f"DROP TABLE person_{name}")
    for name in ("registered_behind", "behind"):
        con.execute(f"DROP TABLE {name}")
    return {name: tables.count(con, f"party.{name}") for name in TABLES}


def _read(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text("utf-8")


def _table(con: duckdb.DuckDBPyConnection, name: str) -> None:
    con.execute(f"CREATE OR REPLACE TABLE party.{name} AS\n{_read(name)}")


def _temp(con: duckdb.DuckDBPyConnection, name: str, file: str) -> None:
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS\n{_read(file)}")


def _prepare(con: duckdb.DuckDBPyConnection, *, full: bool) -> None:
    """Set the settings, the macros on weights, and the tables that last from run to run."""
    settings: dict[str, dict[str, Any]] = yaml.safe_load(_SETTINGS.read_text("utf-8"))
    con.execute("CREATE OR REPLACE TABLE party.setting (id VARCHAR, value DOUBLE)")
    con.executemany("INSERT INTO party.setting VALUES (?, ?)", [[k, v["value"]] for k, v in settings.items()])
    levels = ", ".join(
        f"{text(f'{name}.{level}')}: {{zh: {text(zh)}, bits: {bits!r}::DOUBLE}}"
        for name, level, zh, bits in statistical.weights()
    )
    fields = ", ".join(
        f"{text(name)}: {text(told['zh'])}" for name, told in statistical.comparisons()["comparisons"].items()
    )
    con.execute(
        "CREATE OR REPLACE TEMP MACRO x_compared(name, one, other, level) AS "
        f"{{field: map_extract(MAP {{{fields}}}, name)[1], left_value: one, right_value: other, "
        f"words: map_extract(MAP {{{levels}}}, name || '.' || level)[1].zh, "
        f"bits: map_extract(MAP {{{levels}}}, name || '.' || level)[1].bits}}"
    )
    con.execute(f"CREATE OR REPLACE TEMP MACRO x_calibrated(score) AS {statistical.calibrated_sql('score')}")
    con.execute(_read("weight_words"))
    con.execute(_read("lasting"))
    judgements.ensure(con)
    if full or _is_other_method(con):
        for name in ("source", "firm_form", "mention", "number", "figure", "profile", "pair"):
            con.execute(_EMPTY.format(name=name))


def _set_core(con: duckdb.DuckDBPyConnection) -> None:
    """Define ``x_core``: a firm's name without the names of cities and districts that the register knows."""
    known = [word for (word,) in con.execute(_read("region_word")).fetchall()]
    han = r"[\x{4e00}-\x{9fa5}]{2,3}"
    place = "|".join([*(f"{word}[市区县]?" for word in known), f"{han}[市区县]"])
    con.execute(
        "CREATE OR REPLACE TEMP MACRO x_core(name) AS "
        f"regexp_replace(name, {text(f'^(?:{han}省)?(?:{place}){{0,2}}')}, '')"
    )


def _is_other_method(con: duckdb.DuckDBPyConnection) -> bool:
    """Say whether the pairs that stand were made by other rules than today's; note today's."""
    files = sorted([*_SQL.glob("*.sql"), *_SQL.parent.glob("*.yaml"), *_SQL.parent.glob("*.py")])
    told = "".join(file.read_text("utf-8") for file in files)
    changed = con.execute("SELECT count(*) = 0 FROM party.method WHERE told = md5(?)", [told]).fetchall()
    con.execute("DELETE FROM party.method")
    con.execute("INSERT INTO party.method SELECT md5(?)", [told])
    return bool(changed[0][0])


def _mention(con: duckdb.DuckDBPyConnection) -> None:
    """Name again what is new or different; forget what is gone."""
    _temp(con, "party_now", "now")
    con.execute(_CHANGED_MENTION)
    for name in ("mention", "number", "figure", "source"):
        con.execute(_FORGET.format(table=name, changed="party_fresh", side="", id="_id"))
    for name in ("mention", "number", "figure"):
        con.execute(f"INSERT INTO party.{name} BY NAME\n{_read(name)}")
    con.execute(_SOURCE)
    con.execute("DROP TABLE party_now")
    con.execute("DROP TABLE party_fresh")


def _identify(con: duckdb.DuckDBPyConnection) -> None:
    """Say which person each naming is, who stands behind which body, and whose each record is."""
    _matter(con)
    _temp(con, "person_row", "person_row")
    _temp(con, "person_key", "person_key")
    con.execute(_OWN_NUMBER)
    for _ in range(_ROUNDS):
        _temp(con, "person_anchored", "person_anchor")
    con.execute(_NEW_LABEL)
    for place in _PLACES:
        con.execute(_read("person_label"), {"place": place})
    for name in ("namesake", "person", "bearer"):
        _table(con, name)
    _temp(con, "registered_behind", "registered_behind")
    _temp(con, "behind", "behind")
    _temp(con, "party_settled", "settled")
    verdicts.apply(con)
    _temp(con, "party_rare_figure", "rare_figure")
    for name in ("control", "resolved", "appearance", "facet"):
        _table(con, name)


def _matter(con: duckdb.DuckDBPyConnection) -> None:
    """Put papers that refer to one another, directly or through others, under one label."""
    _temp(con, "party_shared_number", "shared_number")
    con.execute(_NEW_MATTER)
    before, now = None, con.execute(_MATTER_SUM).fetchall()
    while now != before:
        _temp(con, "party_matter", "matter")
        before, now = now, con.execute(_MATTER_SUM).fetchall()


def _link(con: duckdb.DuckDBPyConnection) -> None:
    """Link again the records that changed; say of every link what speaks for it."""
    _temp(con, "party_same_figures", "same_figures")
    _temp(con, "party_profile_now", "profile")
    con.execute(_DIFFERENT_PROFILE)
    _temp(con, "party_tier", "tier")
    statistical.score(con)
    for side in ("a_", "b_"):
        con.execute(_FORGET.format(table="pair", changed="party_changed", side=side, id=""))
    con.execute(f"INSERT INTO party.pair BY NAME\n{_read('pair')}")
    con.execute("CREATE OR REPLACE TABLE party.profile AS FROM party_profile_now")
    _temp(con, "party_judged", "judged")
    _table(con, "link")
    con.execute("DROP TABLE party.facet")
    for name in (
        "profile_now",
        "changed",
        "tier",
        "scored",
        "judged",
        "verdict",
        "merged",
        "settled",
        "shared_number",
        "matter",
        "rare_figure",
        "same_figures",
    ):
        con.execute(f"DROP TABLE party_{name}")
