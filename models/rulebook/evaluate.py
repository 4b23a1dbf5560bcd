"""Compares what is known of every candidate with the rulebook: ``fact.evaluation``.

One statement per offence that there are candidates of: a pool is planned for the offences it has, for the
versions that govern its acts, each over the few measures that it compares.
"""

from __future__ import annotations

from datetime import date

import duckdb

from models.rulebook.book import Rulebook
from models.rulebook.statement import statement


def build(con: duckdb.DuckDBPyConnection, rulebook: Rulebook, as_of: date, prefix: str = "fact.") -> None:
    """(Re)build ``fact.evaluation``, one row per row of ``fact.candidate`` with an active offence.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        ``fact.candidate``, ``fact.measure`` and ``fact.subject`` are built.
    rulebook : Rulebook
        The law.
    as_of : date
        The day whose law is "now".
    prefix : str
        What stands before ``candidate``, ``measure``, ``subject`` and ``evaluation``, so that other things
        than single records (groups of decisions) can be compared with the same lines.
    """
    con.execute(f"CREATE OR REPLACE TABLE {prefix}evaluation ({_COLUMNS})")
    present = con.execute(_PRESENT.format(prefix=prefix)).fetchall()
    acts = {code: () if first is None else (first, last) for code, first, last in present}
    of_units = [offence.code for offence in rulebook.active if "unit" in offence.subjects]
    for offence in rulebook.active:
        if offence.code in acts:
            sql = statement(offence, rulebook.vocabulary, as_of, prefix, of_units, acts[offence.code])
            con.execute(f"INSERT INTO {prefix}evaluation\n" + sql)


_PRESENT = """SELECT c.offence, min(s.act_on), max(s.act_on)
FROM {prefix}candidate AS c LEFT JOIN {prefix}subject AS s USING (feed, record_id) GROUP BY c.offence"""
_COLUMNS = """
    feed VARCHAR, record_id VARCHAR, offence VARCHAR,
    act_version VARCHAR, now_version VARCHAR, outcome VARCHAR, route VARCHAR, route_zh VARCHAR,
    measure VARCHAR, measure_zh VARCHAR, value DECIMAL(18,4), unit VARCHAR,
    threshold DECIMAL(18,4), margin DOUBLE, nearest DOUBLE, missing VARCHAR[],
    exclusion VARCHAR, exclusion_zh VARCHAR, limitation_years INTEGER,
    legal_basis VARCHAR, rule_version VARCHAR, confidence VARCHAR"""
