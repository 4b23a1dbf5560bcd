"""Ranked lists over one district: this product's, and the two ways in use today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
from sklearn.ensemble import IsolationForest

TOP = 100
BUDGET = 0.01
# Models whose findings say that a penalty stands in the place of a prosecution.
PENALTY_MODELS = ("f01", "f06", "f09")


@dataclass
class Ranking:
    """How well one list puts the planted ones first."""

    listed: int
    ap: float
    precision_at_k: float
    k: int
    recall_in_budget: float


def rank(hits: Iterable[bool], planted: int, total: int) -> Ranking:
    """Average precision over everything planted: what is not listed counts as never found.

    Parameters
    ----------
    hits : iterable of bool
        For each place of the list, whether a planted one stands there.
    planted : int
        How many are planted.
    total : int
        How many there are to choose from: the budget is one in a hundred of them.
    """
    found, precisions, at_k, in_budget, places = 0, [], 0, 0, 0
    k = min(TOP, max(planted, 1))
    budget = max(1, int(total * BUDGET))
    for place, hit in enumerate(hits, 1):
        places = place
        if hit:
            found += 1
            precisions.append(found / place)
        if place <= k:
            at_k = found
        if place <= budget:
            in_budget = found
    known = max(planted, 1)
    return Ranking(places, sum(precisions) / known, at_k / k, k, in_budget / known)


def findings(con: duckdb.DuckDBPyConnection) -> list[tuple[str, list[str]]]:
    """Return the rule findings of the forward flow in order of rank: model, numbers."""
    return [
        (str(model), [str(no), *(str(other) for other in related or [])])
        for model, no, related in con.execute(
            "SELECT model[:3], subject_no, related_nos FROM finding.finding "
            "WHERE is_flagged AND model_class = 'rule' AND model LIKE 'f%' ORDER BY rank"
        ).fetchall()
    ]


def penalties(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the decisions that findings about penalties name, in order of rank, each once."""
    decisions: dict[str, None] = {}
    for model, numbers in findings(con):
        if model in PENALTY_MODELS:
            # A split group is listed under its party; its decisions are the related ones.
            decisions |= dict.fromkeys(numbers[1:] if model == "f06" else numbers[:1])
    return list(decisions)


def keyword_sql(con: duckdb.DuckDBPyConnection) -> list[str]:
    """What a district writes in an afternoon: a word, a line on the amount columns, exact names."""
    return [
        str(no)
        for (no,) in con.execute(
            """WITH hit AS (
                SELECT p.decision_no, p.party_name,
                    CASE
                        WHEN contains(p.violation, '商标')
                            THEN greatest(p.sales_amount_cny, p.business_amount_cny) / 50000
                        WHEN regexp_matches(p.violation, '冒充|掺假|伪劣') THEN p.sales_amount_cny / 50000
                        WHEN contains(p.violation, '烟草') THEN p.business_amount_cny / 50000
                        WHEN regexp_matches(p.violation, '偷税|逃税|少缴') THEN p.tax_amount_cny / 100000
                        WHEN contains(p.violation, '虚开') THEN p.tax_amount_cny / 100000
                        WHEN regexp_matches(p.violation, '有毒|非食品原料|行医') THEN 1
                    END AS ratio
                FROM known.penalty AS p
            )
            SELECT decision_no FROM hit
            WHERE ratio >= 1
              AND party_name NOT IN (SELECT party_name FROM known.transfer WHERE party_name IS NOT NULL)
              AND party_name NOT IN (
                  SELECT suspect_name FROM known.police_case WHERE suspect_name IS NOT NULL)
            ORDER BY ratio DESC, decision_no"""
        ).fetchall()
    ]


def isolation_forest(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Rank every penalty by how unusual its raw columns are."""
    rows: Sequence[tuple[object, ...]] = con.execute(
        """SELECT decision_no, fine_cny::DOUBLE, forfeit_cny::DOUBLE, goods_value_cny::DOUBLE,
            business_amount_cny::DOUBLE, sales_amount_cny::DOUBLE, illegal_gain_cny::DOUBLE,
            tax_amount_cny::DOUBLE, decided_on - filed_on, length(facts), collective_discussion::INTEGER,
            legal_review::INTEGER
        FROM known.penalty ORDER BY decision_no, record_id"""
    ).fetchall()
    table = np.array([[0.0 if cell is None else float(str(cell)) for cell in row[1:]] for row in rows])
    forest = IsolationForest(n_estimators=200, random_state=0).fit(table)
    order = np.argsort(forest.score_samples(table), kind="stable")
    return [str(rows[place][0]) for place in order]
