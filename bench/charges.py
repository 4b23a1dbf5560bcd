"""Which offence a record is about: demo districts against their truth, and court facts against the charges.

``python -m bench.charges [--facts FILE] [--cases 4000] [--seeds 11] [--dirts standard] [--errors N]``

Court facts name no type of violation and no article, and the court's own naming of the charge is blacked out:
they show how far the wording of the facts alone carries. Of every four texts, by position, three were looked
at while the signs were written and the last one was not: of it only these figures. Charges are compared by
article of the criminal law; one that no active offence of the rulebook has counts only against the precision.
Facts written by the elements of the offences (``tests/data/charges``) follow: one half looked at, one not; of
these a third tells an offence that the rulebook does not have, or two at once. The second set gives them as
agencies do, with articles, the offence of a transfer, or a type of violation that is lighter than the facts.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from models import facts
from models.rulebook import Rulebook, candidates, load_rulebook
from pipelines.demo.writer import write_district
from warehouse import known, tables
from warehouse.contract import load_feeds
from warehouse.intake.importer import import_paths
from warehouse.intake.values import install_macros
from warehouse.pool import Pool, memory
from warehouse.yaml_text import parse as parse_yaml

WRITTEN = Path(__file__).resolve().parents[1] / "tests" / "data" / "charges"
FACTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "criminal_charges_dev.jsonl"
UNTIL = date(2026, 11, 20)
TOP = 3
# Charges whose name in the judgments is not the name of the offence today.
OTHER_NAMES = {
    "虚开增值税专用发票、用于骗取出口退税、抵扣税款发票": "第二百零五条",
    "非法获取公民个人信息": "第二百五十三条之一",
    "窝藏、转移、收购、销售赃物": "第三百一十二条",
    "组织、强迫、引诱、容留、介绍卖淫": "第三百五十九条第一款",
    "制造、贩卖、传播淫秽物品": "第三百六十三条第一款",
    "非法采伐、毁坏国家重点保护植物": "第三百四十四条",
    "非法收购、运输、加工、出售国家重点保护植物、国家重点保护植物制品": "第三百四十四条",
    "非法猎捕、杀害珍贵、濒危野生动物": "第三百四十一条第一款",
    "非法收购、运输、出售珍贵、濒危野生动物、珍贵、濒危野生动物制品": "第三百四十一条第一款",
    "非法进行节育手术": "第三百三十六条",
    "非法出售发票": "第二百零九条第二款、第四款",
}


@dataclass
class Score:
    """What was named of what is true, over any number of records."""

    records: int = 0
    true: int = 0
    found: int = 0
    named: int = 0
    first: int = 0
    among_first: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, true: set[str], ranked: Sequence[str]) -> None:
        """Count one record: the true ones, and those named, the surest first."""
        self.named += len(ranked)
        self.true += len(true)
        self.found += len(true & set(ranked))
        if true:
            self.records += 1
            self.first += bool(true & set(ranked[:1]))
            self.among_first += bool(true & set(ranked[:TOP]))
        if set(ranked) != true:
            self.wrong.append(
                f"{name}: is {'、'.join(sorted(true)) or 'none'}, named {'、'.join(ranked) or 'none'}"
            )

    def told(self) -> str:
        """Return the figures in one line."""
        recall, precision = self.found / max(self.true, 1), self.found / max(self.named, 1)
        first, among = self.first / max(self.records, 1), self.among_first / max(self.records, 1)
        return (
            f"recall {recall:.3f} ({self.found}/{self.true}), precision {precision:.3f} "
            f"({self.found}/{self.named}), first {first:.3f}, among the first {TOP} {among:.3f}"
        )


def of_facts(rows: Sequence[Mapping[str, object]], rulebook: Rulebook) -> tuple[Score, Score]:
    """Compare court facts with their charges: those that were looked at, and the others."""
    article = {offence.code: offence.article for offence in rulebook.active}
    halves = Score(), Score()
    for place, (row, ranked) in enumerate(zip(rows, named(rows, rulebook), strict=True)):
        charges = row["charges"]
        assert isinstance(charges, list)
        articles = list(dict.fromkeys(article[code] for code in ranked))
        halves[place % 4 == 3].add(str(row["id"]), articles_of(charges, rulebook), articles)
    return halves


def of_written(rows: Sequence[Mapping[str, Any]], rulebook: Rulebook) -> Score:
    """Compare written facts with the offences that they were written from."""
    score = Score()
    for row, ranked in zip(rows, named(rows, rulebook), strict=True):
        may = set(row.get("may", ()))
        score.add(str(row["facts"])[:24], set(row["is"]), [code for code in ranked if code not in may])
    return score


def named(rows: Sequence[Mapping[str, object]], rulebook: Rulebook) -> list[list[str]]:
    """Return the candidates of each text, the surest first: of a transfer if it has an ``offence``."""
    con = memory()
    con.execute(
        "CREATE TABLE known.penalty (record_id VARCHAR, violation VARCHAR, basis VARCHAR, facts VARCHAR)"
    )
    con.execute("CREATE TABLE known.admin_case AS FROM known.penalty")
    con.execute("CREATE TABLE known.transfer (record_id VARCHAR, suspected_offence VARCHAR, facts VARCHAR)")
    con.execute(
        "CREATE TABLE known.police_case (record_id VARCHAR, offence VARCHAR, facts VARCHAR, outcome VARCHAR)"
    )
    for place, row in enumerate(rows):
        if "offence" in row:
            transfer = [str(place), row["offence"], row["facts"]]
            con.execute("INSERT INTO known.transfer VALUES (?, ?, ?)", transfer)
        else:
            penalty = [str(place), row.get("violation"), row.get("basis"), row["facts"]]
            con.execute("INSERT INTO known.penalty VALUES (?, ?, ?, ?)", penalty)
    # No record tells a day: what it cites counts as of any law.
    con.execute("CREATE TABLE fact.subject (feed VARCHAR, record_id VARCHAR, act_on DATE, told_on DATE)")
    candidates.build(con, rulebook)
    ranked = _ranked(con, "penalty") | _ranked(con, "transfer")
    con.close()
    return [ranked.get(str(place), []) for place in range(len(rows))]


def articles_of(charges: Iterable[str], rulebook: Rulebook) -> set[str]:
    """Return the articles of the charges that an active offence of the rulebook has."""
    names = {o.name.removesuffix("罪"): o.article for o in rulebook.active}
    known_articles = set(names.values())
    found = {names.get(charge) or OTHER_NAMES.get(charge, "") for charge in charges}
    return found & known_articles


def of_district(cases: int, seed: int, dirt: str, rulebook: Rulebook) -> Score:
    """Compare the candidates of a demo district with the conduct that each record was made from."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch)
        write_district(out / "district", until=UNTIL, cases=cases, seed=seed, dirt=dirt)
        pool = Pool(out / "pool.duckdb")
        at = datetime(UNTIL.year, UNTIL.month, UNTIL.day, 8)
        for folder in sorted((out / "district" / "inbox").iterdir()):
            files = sorted(path for path in folder.rglob("*") if path.is_file())
            import_paths(pool, files, source=folder.name, now=at)
        true: dict[str, set[str]] = defaultdict(set)
        with (out / "district" / "truth" / "amounts.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row["feed"] == "penalty":
                    true[row["no"]].add(row["offence"])
        with pool.write() as con:
            install_macros(con)
            known.build(
                con, load_feeds(), as_of=UNTIL, known_at=datetime(2100, 1, 1), run_id="bench", periods=[]
            )
            tables.build(con, "fact", Path(facts.__file__).parent / "subject.sql")
            candidates.build(con, rulebook)
            return _compared(con, true)


def _compared(con: duckdb.DuckDBPyConnection, true: Mapping[str, set[str]]) -> Score:
    numbers = {
        number: codes
        for no, codes in true.items()
        for ((number,),) in [con.execute("SELECT coalesce(x_number(?), '')", [no]).fetchall()]
    }
    ranked, score = _ranked(con, "penalty"), Score()
    for record_id, number in con.execute(
        "SELECT record_id, coalesce(x_number(decision_no), '') FROM known.penalty ORDER BY record_id"
    ).fetchall():
        score.add(str(number), numbers.get(str(number), set()), ranked.get(str(record_id), []))
    return score


def _ranked(con: duckdb.DuckDBPyConnection, feed: str) -> dict[str, list[str]]:
    """Return the candidates of each record, the surest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for record_id, offence in con.execute(
        "SELECT record_id, offence FROM fact.candidate WHERE feed = ? "
        "ORDER BY record_id, confidence DESC, offence",
        [feed],
    ).fetchall():
        found[str(record_id)].append(str(offence))
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Measure districts and court facts and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--facts", type=Path, default=FACTS)
    parser.add_argument("--cases", type=int, default=4000)
    parser.add_argument("--seeds", default="11")
    parser.add_argument("--dirts", default="standard")
    parser.add_argument("--errors", type=int, default=0, help="wrong records to name, of the half looked at")
    chosen = parser.parse_args(argv)
    rulebook = load_rulebook()
    print(f"which offence a record is about: {len(rulebook.active)} active offences")
    for dirt in chosen.dirts.split(",") if chosen.cases else ():
        for seed in map(int, chosen.seeds.split(",")):
            began = time.monotonic()
            score = of_district(chosen.cases, seed, dirt, rulebook)
            print(f"  demo, {dirt}, seed {seed}, {chosen.cases:,} penalties: {score.told()}")
            _name(score.wrong, chosen.errors)
            print(f"    {time.monotonic() - began:.0f} s", flush=True)
    for title in ("open", "frozen", "second_open", "second_frozen", "everyday"):
        written = of_written(parse_yaml((WRITTEN / f"{title}.yaml").read_text("utf-8")), rulebook)
        half = {"everyday": "in everyday words"}.get(
            title, title.replace("second_", "second set, ") + " half"
        )
        print(f"  written facts, {half}: {written.records} with an offence; {written.told()}")
        _name(written.wrong, 0 if title.endswith("frozen") else chosen.errors)
    if not chosen.facts.exists():
        print(f"  court facts: {chosen.facts.name} is not here, nothing to compare with")
        return 0
    rows = [json.loads(line) for line in chosen.facts.read_text("utf-8").splitlines()]
    seen, unseen = of_facts(rows, rulebook)
    for title, part in (("looked at", seen), ("not looked at", unseen)):
        print(f"  court facts {title}: {part.records} with a charge of the rulebook; {part.told()}")
    _name(seen.wrong, chosen.errors)
    return 0


def _name(wrong: Sequence[str], errors: int) -> None:
    for line, times in Counter(wrong).most_common(errors):
        print(f"    {line}" + (f" ({times} times)" if times > 1 else ""))


if __name__ == "__main__":
    raise SystemExit(main())
