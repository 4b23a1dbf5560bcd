"""How much of what is planted in demo districts is found, and what is flagged beside it.

``python -m bench.accuracy --dirts clean,standard,dirty --seeds 1,2,3 --null --json FILE``

Every district goes the whole way: files, import, facts, parties, rulebook, models, ranking. Beside the ranked
list stand the two ways in use today: a keyword and a threshold in SQL with exact names, and an
IsolationForest on the raw columns. One district takes about a minute and a half; with ``--json`` what was
measured before is kept, so that the whole can be run in pieces; ``--summary`` prints the file.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from statistics import mean
from typing import Any

import duckdb

from bench import lists
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
Row = dict[str, str]


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
    rankings: dict[str, lists.Ranking]
    models: dict[str, Outcome]
    typed: int
    rule_flags: list[str]


def measure(cases: int, seed: int, dirt: str, *, null: bool) -> District:
    """Build one district, run the chain, and compare with its truth."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch)
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
            rows = [row for row in truth.expected if row["model"].startswith("f")]
            return _compare(con, rows, District(cases, seed, dirt, null, 0.0, {}, {}, 0, []), began)


def _compare(con: duckdb.DuckDBPyConnection, rows: list[Row], district: District, began: float) -> District:
    number = _numberer(con)
    ((total, district.typed),) = con.execute(
        "SELECT (SELECT count(*) FROM known.penalty), (SELECT count(*) FROM fact.lead WHERE feed = 'penalty')"
    ).fetchall()
    if not district.null:
        district.rankings = _rankings(con, rows, number, total)
    district.models = {
        card.id[:3]: _outcome(con, card.id, rows, number) for card in load_cards() if card.id.startswith("f")
    }
    district.rule_flags = [f"{model} {numbers[0]}" for model, numbers in lists.findings(con)]
    district.seconds = time.monotonic() - began
    return district


def _rankings(
    con: duckdb.DuckDBPyConnection, rows: list[Row], number: Callable[[str], str], total: int
) -> dict[str, lists.Ranking]:
    """Rank penalties against the yardsticks, and all rule findings of the forward flow by themselves."""
    planted = [row for row in rows if row["kind"] == "planted"]
    penalties = {
        number(no)
        for row in planted
        if row["model"] in lists.PENALTY_MODELS
        # The earlier penalties of a repeat are evidence, not findings.
        for no in (row["subject_no"], *(row["related_nos"].split(";") if row["model"] == "f06" else ()))
        if no
    }
    made = {
        name: lists.rank((number(no) in penalties for no in make(con)), len(penalties), total)
        for name, make in (
            ("xianjie", lists.penalties),
            ("keyword_sql", lists.keyword_sql),
            ("isolation_forest", lists.isolation_forest),
        )
    }
    statistical = {card.id[:3] for card in load_cards() if card.model_class != "rule"}
    rules = [row for row in planted if row["model"] not in statistical]
    open_rows: dict[tuple[str, str], list[int]] = {}
    for place, row in enumerate(rules):
        open_rows.setdefault((row["model"], number(row["subject_no"])), []).append(place)
    hits, seen = [], set()
    for model, numbers in lists.findings(con):
        places = {place for no in numbers for place in open_rows.get((model, number(no)), ())}
        # A second finding about what was found already is neither right nor wrong.
        if not places or places - seen:
            hits.append(bool(places))
        seen |= places
    made["all_forward_rules"] = lists.rank(hits, len(rules), total)
    return made


def _numberer(con: duckdb.DuckDBPyConnection) -> Callable[[str], str]:
    """Return document numbers in the form in which they are compared, each looked up once."""
    seen: dict[str, str] = {}

    def number(raw: str) -> str:
        if raw not in seen:
            seen[raw] = str(con.execute("SELECT coalesce(x_number(?), '')", [raw]).fetchall()[0][0])
        return seen[raw]

    return number


def _outcome(
    con: duckdb.DuckDBPyConnection, model: str, rows: Sequence[Row], number: Callable[[str], str]
) -> Outcome:
    said: dict[str, list[tuple[str, str, str]]] = {}
    for subject_id, no, related, outcome, why in con.execute(
        "SELECT subject_id, subject_no, related_nos, outcome, "
        f"concat_ws(' ', reason_code, array_to_string(missing, ',')) FROM model.\"{model}\""
    ).fetchall():
        for each in {no, *(related or [])}:
            said.setdefault(number(str(each)), []).append((outcome, subject_id, why))
    result, known = Outcome(), set()
    for row in rows:
        if row["model"] != model[:3]:
            continue
        found = said.get(number(row["subject_no"]), [])
        flagged = {subject for outcome, subject, _ in found if outcome == "flagged"}
        known |= flagged
        if row["kind"] == "planted":
            result.planted += 1
            result.found += bool(flagged)
        else:
            result.twins += 1
            result.false_alarms += bool(flagged)
        if bool(flagged) != (row["kind"] == "planted"):
            told = "; ".join(sorted({f"{outcome} {why}".strip() for outcome, _, why in found})) or "clear"
            result.wrong.append(f"{row['subject_no']} {row['offence']} {row['reason']}: {told}")
    every = {subject for told in said.values() for outcome, subject, _ in told if outcome == "flagged"}
    result.beyond_truth = len(every - known)
    return result


def _told(district: dict[str, Any]) -> str:
    head = "{dirt} seed {seed}, {cases} penalties, {seconds:.0f} s".format(**district)
    if district["null"]:
        flags = district["rule_flags"]
        share = 10_000 * len(flags) / max(district["typed"], 1)
        return f"null · {head}: {len(flags)} rule flags on {district['typed']} typed = {share:.1f} per 10,000"
    found = [head]
    for name, made in district["rankings"].items():
        found.append(
            "  {0:17} AP {ap:.3f}  P@{k} {precision_at_k:.3f}  recall in 1 % {recall_in_budget:.3f}  "
            "listed {listed}".format(name, **made)
        )
    for model, said in district["models"].items():
        if said["planted"] or said["twins"] or said["beyond_truth"]:
            found.append(
                "  {0}  found {found}/{planted}  false alarms on twins {false_alarms}/{twins}  "
                "flagged beyond the truth {beyond_truth}".format(model, **said)
            )
    return "\n".join(found)


def _errors(districts: Iterable[dict[str, Any]]) -> list[str]:
    """Name every case where truth and models differ, and every flag of a district without a violation."""
    found = []
    for district in districts:
        where = f"{district['dirt']}/{district['seed']}"
        if district["null"]:
            found += [f"{where} null {flag}" for flag in district["rule_flags"]]
        else:
            for model, said in district["models"].items():
                found += [f"{where} {model} {wrong}" for wrong in said["wrong"]]
    return sorted(found)


def _summary(districts: Sequence[dict[str, Any]]) -> str:
    """Mean over the seeds of every level of dirt, as a table."""
    found = ["level | list | AP | P@100 | recall in 1 % | districts", "--- | --- | --- | --- | --- | ---"]
    for dirt in dict.fromkeys(district["dirt"] for district in districts):
        of_level = [d for d in districts if d["dirt"] == dirt]
        told = [d for d in of_level if not d["null"]]
        for name in told[0]["rankings"] if told else ():
            made = [d["rankings"][name] for d in told]
            figures = (mean(m[key] for m in made) for key in ("ap", "precision_at_k", "recall_in_budget"))
            found.append(" | ".join([dirt, name, *(f"{figure:.3f}" for figure in figures), str(len(told))]))
        empty = [d for d in of_level if d["null"]]
        if empty:
            flags, typed = sum(len(d["rule_flags"]) for d in empty), sum(d["typed"] for d in empty)
            found.append(
                f"{dirt} | null: {flags} rule flags on {typed} typed penalties = "
                f"{10_000 * flags / max(typed, 1):.1f} per 10,000 | | | | {len(empty)}"
            )
    return "\n".join(found)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure the districts asked for and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=12_000)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--dirts", default="clean,standard,dirty")
    parser.add_argument("--null", action="store_true", help="also a district in which nothing is planted")
    parser.add_argument("--errors", type=int, default=20, help="cases to name where truth and models differ")
    parser.add_argument("--json", type=Path, help="keep the figures here, beside those measured before")
    parser.add_argument("--summary", action="store_true", help="measure nothing, print the file")
    chosen = parser.parse_args(argv)
    kept = chosen.json is not None and chosen.json.exists()
    known = (
        {_key(district): district for district in json.loads(chosen.json.read_text("utf-8"))} if kept else {}
    )
    for dirt in () if chosen.summary else chosen.dirts.split(","):
        for seed in (int(part) for part in chosen.seeds.split(",")):
            for null in (False, True) if chosen.null else (False,):
                district = asdict(measure(chosen.cases, seed, dirt, null=null))
                known[_key(district)] = district
                print(_told(district), flush=True)
                if chosen.json:
                    text = json.dumps(list(known.values()), ensure_ascii=False, indent=1)
                    chosen.json.write_text(text + "\n", "utf-8")
    print(_summary(list(known.values())))
    for wrong in _errors(known.values())[: chosen.errors]:
        print("  differs:", wrong)
    return 0


def _key(district: dict[str, Any]) -> tuple[str, int, bool, int]:
    return district["dirt"], district["seed"], district["null"], district["cases"]


if __name__ == "__main__":
    raise SystemExit(main())
