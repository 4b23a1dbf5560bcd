"""How much of what is planted in demo districts is found, and what is flagged beside it.

``python -m bench.accuracy --cases 5000 --seeds 1,2,3 --dirts clean,standard,dirty [--null] [--json FILE]``

Every district goes the whole way: files, import, facts, parties, rulebook, models, ranking. Beside the ranked
list of f01 stand the two ways in use today: a keyword and a threshold in SQL with exact names, and an
IsolationForest on the raw columns.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

import duckdb
import numpy as np
from sklearn.ensemble import IsolationForest

from models import findings
from models.card import load_cards
from models.registry import run_model
from pipelines.demo.writer import write_district
from tests.chain import build_until_models
from warehouse.contract import load_feeds
from warehouse.intake.importer import import_paths
from warehouse.intake.values import install_macros
from warehouse.pool import Pool

UNTIL = date(2026, 11, 20)
F01 = "f01_penalty_instead_of_prosecution"
TOP = 100
BUDGET = 0.01


@dataclass
class Ranking:
    """How well one list puts the planted ones first."""

    listed: int
    ap: float
    precision_at_k: float
    k: int
    recall_in_budget: float


@dataclass
class Outcome:
    """What one model said of what the truth knows."""

    planted: int = 0
    found: int = 0
    twins: int = 0
    false_alarms: int = 0
    beyond_truth: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass
class District:
    """The figures of one district."""

    cases: int
    seed: int
    dirt: str
    null: bool
    seconds: float
    rankings: dict[str, Ranking]
    models: dict[str, Outcome]
    typed: int
    rule_flags: int

    @property
    def flags_per_10000(self) -> float:
        """Return the rule flags per ten thousand penalties that may be about an offence."""
        return 10_000 * self.rule_flags / max(self.typed, 1)


def rank(scored: Sequence[str], planted: set[str], total: int) -> Ranking:
    """Average precision over everything planted: what is not listed counts as never found."""
    hits, precisions, budget_hits = 0, [], 0
    k = min(TOP, max(len(planted), 1))
    at_k = 0
    budget = max(1, int(total * BUDGET))
    for place, number in enumerate(scored, 1):
        if number in planted:
            hits += 1
            precisions.append(hits / place)
        if place <= k:
            at_k = hits
        if place <= budget:
            budget_hits = hits
    known = max(len(planted), 1)
    return Ranking(len(scored), sum(precisions) / known, at_k / k, k, budget_hits / known)


def measure(cases: int, seed: int, dirt: str, *, null: bool, keep: Path | None = None) -> District:
    """Build one district, run the chain, and compare with its truth."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        out = keep or Path(scratch)
        truth = write_district(out / "district", until=UNTIL, cases=cases, seed=seed, dirt=dirt, null=null)
        pool = Pool(out / "pool.duckdb")
        at = datetime(UNTIL.year, UNTIL.month, UNTIL.day, 8)
        for folder in sorted((out / "district" / "inbox").iterdir()):
            files = sorted(path for path in folder.rglob("*") if path.is_file())
            import_paths(pool, files, source=folder.name, now=at)
        with pool.write() as con:
            build_until_models(con, as_of=UNTIL)
            cards = load_cards()
            for card in cards:
                run_model(con, card)
            findings.update(con, cards, load_feeds(), run_id="bench", at=at)
            install_macros(con)
            return _compare(con, truth.expected, cases, seed, dirt, null, began)


def _compare(
    con: duckdb.DuckDBPyConnection,
    expected: Iterable[dict[str, str]],
    cases: int,
    seed: int,
    dirt: str,
    null: bool,
    began: float,
) -> District:
    rows = list(expected)
    number = _numberer(con)
    planted = {
        number(row["subject_no"]) for row in rows if row["model"] == "f01" and row["kind"] == "planted"
    }
    ((total, typed),) = con.execute(
        "SELECT (SELECT count(*) FROM known.penalty), (SELECT count(*) FROM fact.lead WHERE feed = 'penalty')"
    ).fetchall()
    lists: dict[str, Callable[[duckdb.DuckDBPyConnection], list[str]]] = {
        "xianjie": _ranked,
        "keyword_sql": _keyword_sql,
        "isolation_forest": _isolation_forest,
    }
    rankings = {
        name: rank([number(no) for no in made(con)], planted, total)
        for name, made in (lists.items() if not null else ())
    }
    models = {card.id[:3]: _outcome(con, card.id, rows, number) for card in load_cards()}
    ((flags,),) = con.execute(
        "SELECT count(*) FROM finding.finding WHERE is_flagged AND model_class = 'rule'"
    ).fetchall()
    seconds = time.monotonic() - began
    return District(cases, seed, dirt, null, seconds, rankings, models, typed, flags)


def _numberer(con: duckdb.DuckDBPyConnection) -> Callable[[str], str]:
    """Return document numbers in the form in which they are compared, each looked up once."""
    seen: dict[str, str] = {}

    def number(raw: str) -> str:
        if raw not in seen:
            seen[raw] = str(con.execute("SELECT coalesce(x_number(?), '')", [raw]).fetchall()[0][0])
        return seen[raw]

    return number


def _outcome(
    con: duckdb.DuckDBPyConnection,
    model: str,
    expected: Sequence[dict[str, str]],
    number: Callable[[str], str],
) -> Outcome:
    said: dict[str, list[tuple[str, str]]] = {}
    for subject_id, no, related, outcome in con.execute(
        f'SELECT subject_id, subject_no, related_nos, outcome FROM model."{model}"'
    ).fetchall():
        for each in {no, *(related or [])}:
            said.setdefault(number(str(each)), []).append((outcome, subject_id))
    result, known = Outcome(), set()
    for row in expected:
        if row["model"] != model[:3]:
            continue
        found = said.get(number(row["subject_no"]), [])
        flagged = {subject for outcome, subject in found if outcome == "flagged"}
        known |= flagged
        if row["kind"] == "planted":
            result.planted += 1
            result.found += bool(flagged)
        else:
            result.twins += 1
            result.false_alarms += bool(flagged)
        if bool(flagged) != (row["kind"] == "planted"):
            said_of = found[0][0] if found else "clear"
            result.wrong.append(f"{row['subject_no']} {row['offence']} {row['reason']}: {said_of}")
    every = {subject for rows in said.values() for outcome, subject in rows if outcome == "flagged"}
    result.beyond_truth = len(every - known)
    return result


def _ranked(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        str(no)
        for (no,) in con.execute(
            f"SELECT subject_no FROM finding.finding WHERE is_flagged AND model = '{F01}' ORDER BY rank"
        ).fetchall()
    ]


def _keyword_sql(con: duckdb.DuckDBPyConnection) -> list[str]:
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


def _isolation_forest(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Rank every penalty by how unusual its raw columns are."""
    rows = con.execute(
        """SELECT decision_no, fine_cny::DOUBLE, forfeit_cny::DOUBLE, goods_value_cny::DOUBLE,
            business_amount_cny::DOUBLE, sales_amount_cny::DOUBLE, illegal_gain_cny::DOUBLE,
            tax_amount_cny::DOUBLE, decided_on - filed_on, length(facts), collective_discussion::INTEGER,
            legal_review::INTEGER
        FROM known.penalty ORDER BY decision_no, record_id"""
    ).fetchall()
    table = np.array([[0.0 if cell is None else float(cell) for cell in row[1:]] for row in rows])
    forest = IsolationForest(n_estimators=200, random_state=0).fit(table)
    order = np.argsort(forest.score_samples(table), kind="stable")
    return [str(rows[at][0]) for at in order]


def _told(district: District) -> str:
    head = f"{district.dirt} seed {district.seed}, {district.cases} penalties, {district.seconds:.0f} s"
    if district.null:
        return (
            f"null · {head}: {district.rule_flags} rule flags on {district.typed} typed penalties = "
            f"{district.flags_per_10000:.1f} per 10,000"
        )
    lines = [head]
    for name, made in district.rankings.items():
        lines.append(
            f"  {name:17} AP {made.ap:.3f}  P@{made.k} {made.precision_at_k:.3f}  "
            f"recall in 1 % {made.recall_in_budget:.3f}  listed {made.listed}"
        )
    for model, said in district.models.items():
        if said.planted or said.twins or said.beyond_truth:
            lines.append(
                f"  {model}  found {said.found}/{said.planted}  false alarms on twins {said.false_alarms}/"
                f"{said.twins}  flagged beyond the truth {said.beyond_truth}"
            )
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure the districts asked for and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--dirts", default="clean,standard,dirty")
    parser.add_argument("--null", action="store_true", help="also a district in which nothing is planted")
    parser.add_argument("--errors", type=int, default=20, help="cases to name where truth and models differ")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args(argv)
    measured: list[District] = []
    errors: Counter[str] = Counter()
    for dirt in chosen.dirts.split(","):
        for seed in (int(part) for part in chosen.seeds.split(",")):
            for null in (False, True) if chosen.null else (False,):
                district = measure(chosen.cases, seed, dirt, null=null)
                measured.append(district)
                print(_told(district), flush=True)
                errors.update(
                    f"{dirt}/{seed} {model} {wrong}"
                    for model, said in district.models.items()
                    for wrong in said.wrong
                )
    for wrong in sorted(errors)[: chosen.errors]:
        print("  differs:", wrong)
    if chosen.json:
        told = [asdict(district) for district in measured]
        chosen.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
