"""What several models rest on: who is behind a party, what answers a case, groups, repeats, names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb

from models import reverse_index
from models.common import consequence, fines, goods, repeat
from models.facts import counterparts, stated
from models.rulebook import evaluate
from models.rulebook.book import Rulebook
from models.rulebook.vocabulary import Vocabulary
from warehouse import tables
from warehouse.intake.values import install_macros

FOLDER = Path(__file__).parent
_GROUP = "fact.group_"
# Amounts in these units of several acts add up; shares, multiples and kinds do not, nor people, sites and
# accounts, who may be the same in each.
_ADDITIVE = ("元", "支", "件", "吨", "千克", "克", "亩", "立方米", "株", "册", "本", "份", "张", "条")

TABLES: Mapping[str, str] = {
    "authority": "party",
    "actor": "party",
    "named_transfer": "fact",
    "criminal": "fact",
    "mark": "fact",
    "lead": "fact",
    "minor": "fact",
    "paper": "fact",
    "answer": "fact",
    "answered": "fact",
    "transfer_lead": "fact",
    "statistic_case": "fact",
    "statistic": "fact",
    "statistic_lead": "fact",
    "group_member": "fact",
    "named": "fact",
    "norm": "fact",
    "paper_due": "fact",
    "followed": "fact",
    "liability_end": "fact",
    "reverse_flow": "fact",
    "review_term": "fact",
    "consequence": "fact",
    "convicted_access": "fact",
}


def build(con: duckdb.DuckDBPyConnection, rulebook: Rulebook, as_of: date) -> dict[str, int]:
    """(Re)build the tables that several models share.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate; parties, facts and evaluation are built.
    rulebook : Rulebook
        The law.
    as_of : date
        The day whose law is "now".

    Returns
    -------
    dict of str to int
        Rows per table.
    """
    install_macros(con)
    goods.install(con)
    reverse_index.build(con)
    consequence.build(con)
    counterparts.build(con)
    stated.build(con)
    rows = {name: tables.build(con, layer, FOLDER / f"{name}.sql") for name, layer in TABLES.items()}
    fines.build(con, rulebook.vocabulary)
    _evaluate_groups(con, rulebook, as_of)
    repeat.build(con, rulebook, as_of, (FOLDER / "prior.sql").read_text("utf-8"))
    return rows


_SUMMED = """CREATE OR REPLACE TABLE fact.group_measure AS
SELECT 'group' AS feed, g.group_id AS record_id,
    {sums}
FROM fact.group_member AS g
JOIN fact.measure AS m ON m.feed = 'penalty' AND m.record_id = g.record_id
GROUP BY g.group_id"""


def _evaluate_groups(con: duckdb.DuckDBPyConnection, rulebook: Rulebook, as_of: date) -> None:
    """Compare the sums of groups of decisions with the lines: ``fact.group_evaluation``."""
    for name in ("group_candidate", "group_subject"):
        tables.build(con, "fact", FOLDER / f"{name}.sql")
    con.execute(_SUMMED.format(sums=",\n    ".join(_sums(rulebook.vocabulary))))
    evaluate.build(con, rulebook, as_of, _GROUP)
    for part in ("candidate", "subject", "measure"):
        con.execute(f"DROP TABLE {_GROUP}{part}")


def _sums(vocabulary: Vocabulary) -> list[str]:
    columns = []
    for name, amount in vocabulary.amounts.items():
        for end in ("lo", "hi"):
            column = f"{name}_{end}"
            total = f"{'sum' if amount.unit in _ADDITIVE else 'max'}(m.{column})"
            # One unknown upper end leaves the upper end of the sum unknown.
            known = f"CASE WHEN count(m.{column}) = count(*) THEN {total} END"
            columns.append(f"({total if end == 'lo' else known})::DECIMAL(18,4) AS {column}")
    return columns + [f"bool_or(m.{flag}) AS {flag}" for flag in vocabulary.flags]
