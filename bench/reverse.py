"""How much of what is planted in the reverse flow is found, and what is flagged beside it.

``python -m bench.reverse --cases 2000 --times 10 --seeds 1,2 --dirts clean,standard,dirty [--errors N]``

Precision counts everything a model flags, recall everything that was planted. Beside r03 stands the join in
use today: decisions not to prosecute whose suspect's exact name bears no penalty.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

import duckdb

from models.card import load_cards
from models.registry import run_model
from pipelines.demo.writer import write_district
from tests.chain import build_until_models
from warehouse.intake.importer import import_paths
from warehouse.pool import Pool

UNTIL = date(2026, 11, 20)
HEADLINE = "r03"
BASELINE = "exact_name"
_BASELINE = """SELECT p.pros_no FROM known.prosecution AS p, known.run AS r
WHERE p.decision LIKE '%不起诉' AND p.decided_on < r.as_of
  AND p.suspect_name NOT IN (SELECT party_name FROM known.penalty WHERE party_name IS NOT NULL)"""


@dataclass
class Score:
    """What one list says of what the truth knows."""

    planted: int = 0
    found: int = 0
    flagged: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        """Return the share of what is flagged that was planted."""
        return self.found / self.flagged if self.flagged else None

    @property
    def recall(self) -> float | None:
        """Return the share of what was planted that is flagged."""
        return self.found / self.planted if self.planted else None


@dataclass
class Measured:
    """The figures of one district."""

    cases: int
    seed: int
    dirt: str
    seconds: float
    scores: dict[str, Score]


def measure(cases: int, seed: int, dirt: str, times: int) -> Measured:
    """Build one district, run the chain, and compare with its truth."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch)
        truth = write_district(
            out / "district", until=UNTIL, cases=cases, seed=seed, dirt=dirt, reverse=times
        )
        pool = Pool(out / "pool.duckdb")
        at = datetime(UNTIL.year, UNTIL.month, UNTIL.day, 8)
        for folder in sorted((out / "district" / "inbox").iterdir()):
            import_paths(
                pool, sorted(p for p in folder.rglob("*") if p.is_file()), source=folder.name, now=at
            )
        with pool.write() as con:
            build_until_models(con, as_of=UNTIL)
            expected = [row for row in truth.expected if row["model"][0] == "r" or row["model"] == "i05"]
            scores = _scores(con, expected)
        return Measured(cases, seed, dirt, time.monotonic() - began, scores)


def _scores(con: duckdb.DuckDBPyConnection, expected: Sequence[dict[str, str]]) -> dict[str, Score]:
    scores = {}
    for card in load_cards():
        model = card.id[:3]
        if model[0] != "r" and model != "i05":
            continue
        run_model(con, card)
        rows = con.execute(
            f'SELECT x_number(subject_no), outcome, reason_code FROM model."{card.id}"'
        ).fetchall()
        said = {str(no): f"{outcome} {reason or ''}".strip() for no, outcome, reason in rows}
        flagged = {str(no) for no, outcome, _ in rows if outcome == "flagged"}
        scores[model] = _score(con, [row for row in expected if row["model"] == model], flagged, said)
    (names,) = [{str(no) for (no,) in con.execute(f"SELECT x_number(pros_no) FROM ({_BASELINE})").fetchall()}]
    headline = [row for row in expected if row["model"] == HEADLINE]
    scores[BASELINE] = _score(con, headline, names, dict.fromkeys(names, "flagged"))
    return scores


def _score(
    con: duckdb.DuckDBPyConnection,
    expected: Sequence[dict[str, str]],
    flagged: set[str],
    said: dict[str, str],
) -> Score:
    planted: dict[str, str] = {}
    twins: dict[str, str] = {}
    for row in expected:
        (number,) = con.execute("SELECT coalesce(x_number(?), '')", [row["subject_no"]]).fetchall()[0]
        (planted if row["kind"] == "planted" else twins)[str(number)] = row["reason"]
    score = Score(len(planted), len(planted.keys() & flagged), len(flagged))
    score.wrong = [
        f"missed {no} ({planted[no]}): {said.get(no, 'clear')}" for no in sorted(planted.keys() - flagged)
    ]
    score.wrong += [
        f"beside {no} ({twins.get(no, 'not in the truth')})" for no in sorted(flagged - planted.keys())
    ]
    return score


def _told(measured: Measured, errors: int) -> str:
    lines = [f"{measured.dirt} seed {measured.seed}, {measured.cases} penalties, {measured.seconds:.0f} s"]
    for model, score in measured.scores.items():
        precision = "–" if score.precision is None else f"{score.precision:.3f}"
        recall = "–" if score.recall is None else f"{score.recall:.3f}"
        lines.append(
            f"  {model:10} precision {precision}  recall {recall}  "
            f"(planted {score.planted}, found {score.found}, flagged {score.flagged})"
        )
        if model != BASELINE:
            lines += [f"      {wrong}" for wrong in score.wrong[:errors]]
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure the districts asked for and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seeds", default="1,2")
    parser.add_argument("--dirts", default="clean,standard,dirty")
    parser.add_argument("--times", type=int, default=10, help="as many reverse cases as usual, times this")
    parser.add_argument("--errors", type=int, default=0, help="differences to name per model")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args(argv)
    measured = []
    for dirt in chosen.dirts.split(","):
        for seed in (int(part) for part in chosen.seeds.split(",")):
            measured.append(measure(chosen.cases, seed, dirt, chosen.times))
            print(_told(measured[-1], chosen.errors), flush=True)
    if chosen.json:
        told = [asdict(district) for district in measured]
        chosen.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
