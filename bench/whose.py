"""Whose an amount is where a text tells of several parties: what counts for each, and what its measures say.

Usage: python -m bench.whose [file, as first_open ...] [--folder FOLDER] [--errors]

Each text (tests/data/parties_told) becomes the facts of one penalty per known party, which go the whole way
to the measures. Of an amount that is read at all it is asked in whose record it counts; beside that stands
what would come of counting each in every record. In the other direction, how often a measure of a party is
what the text tells of it, and how often it has one of which the text tells only for others.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from models.facts.measures import load_measured
from tests.chain import build_until_models, deliver
from warehouse import keys
from warehouse.intake.importer import import_paths
from warehouse.pool import Pool
from warehouse.yaml_text import parse as parse_yaml

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "data" / "parties_told"
AS_OF = date(2026, 6, 1)
KINDS = {"person": "自然人", "body": "法人及非法人组织", "shop": "个体工商户"}

_MARK = re.compile(r"\{([^{}|]+)\|([^{}]+)\}")
_LABEL = re.compile(
    r"(?P<role>\w+)@(?P<whose>[A-H]*)(?:\?(?P<either>[A-H]*))?"
    r"=(?P<sign>[~<]?)(?P<value>\d+(?:\.\d+)?)[^\d.+\-]*(?P<end>[+\-]?)"
)
_AMOUNTS = """SELECT r.record_id, a.start, a."end"
FROM fact.record_text AS r
JOIN fact.text_amount AS a ON a.text_hash = r.{hash}
CROSS JOIN fact.reader AS v
WHERE a.extractor = v.extractor AND r.told_in = 'facts'
    AND a.kind NOT IN ('sum', 'product', 'nil') {counted}"""
_COUNTED = "AND a.whose = 'party'"


@dataclass(frozen=True)
class Label:
    """One amount: where it stands, of whom it is, and of whom it may be as well."""

    start: int
    end: int
    role: str
    whose: frozenset[str]
    either: frozenset[str]
    value: Decimal
    is_exact: bool


@dataclass(frozen=True)
class Told:
    """One text, the parties that records know, and the amounts."""

    name: str
    text: str
    parties: dict[str, list[str]]  # letter: name, kind, who stands behind it
    labels: tuple[Label, ...]
    answers: dict[str, dict[str, Decimal]]


@dataclass
class Score:
    """What was asked, and what of it agrees."""

    amounts: Counter[str]
    measures: Counter[str]
    errors: list[str]


def load(folder: Path) -> list[Told]:
    """Read every file of the folder.

    Raises
    ------
    ValueError
        If a label cannot be read.
    """
    found = []
    for path in sorted(folder.glob("*.yaml")):
        for number, entry in enumerate(parse_yaml(path.read_text("utf-8")), 1):
            found.append(_told(f"{path.stem}:{number}", entry))
    return found


def _told(name: str, entry: dict[str, Any]) -> Told:
    text, labels, last = "", [], 0
    for mark in _MARK.finditer(entry["text"]):
        said = _LABEL.fullmatch(mark[2])
        if said is None:
            raise ValueError(f"{name}: {mark[0]} cannot be read")
        text += entry["text"][last : mark.start()]
        span = (len(text), len(text) + len(mark[1]))
        whose, either = frozenset(said["whose"]), frozenset(said["either"] or "")
        is_exact = not said["sign"] and said["end"] != "-"
        labels.append(Label(*span, said["role"], whose, either, Decimal(said["value"]), is_exact))
        text += mark[1]
        last = mark.end()
    answers = {
        who: {role: Decimal(str(value)) for role, value in told.items()}
        for who, told in entry.get("answers", {}).items()
    }
    parties = {who: [str(part) for part in told] for who, told in entry["parties"].items()}
    return Told(name, text + entry["text"][last:], parties, tuple(labels), answers)


def measure_all(folder: Path, told: Sequence[Told]) -> Iterator[tuple[Told, Score]]:
    """Deliver the texts, read them, and yield what each of them scores."""
    rows = [row for number, one in enumerate(told) for row in _records(number, one)]
    (folder / keys.FILE).write_text("5a" * keys.LENGTH, "ascii")
    pool = Pool(folder / "pool.duckdb")
    slips = import_paths(pool, deliver(folder, {"penalty": rows}), source="told", now=datetime(2026, 6, 1))
    assert {slip.status for slip in slips} == {"imported"}, [slip.reason for slip in slips]
    with pool.write() as con:
        build_until_models(con, as_of=AS_OF)
        records = dict(con.execute("SELECT decision_no, record_id FROM known.penalty").fetchall())
        assert len(records) == len(rows)
        read = _spans(con, _AMOUNTS.format(hash="text_hash", counted=""))
        alike = _spans(con, _AMOUNTS.format(hash="text_hash", counted=_COUNTED))
        counted = _spans(con, _AMOUNTS.format(hash="own_hash", counted=_COUNTED))
        measures = {
            (record, measure): lo
            for record, measure, lo in con.execute(
                "SELECT record_id, measure, lo FROM fact.measure_source "
                "WHERE feed = 'penalty' AND is_used AND starts_with(origin, 'text')"
            ).fetchall()
        }
    for number, one in enumerate(told):
        score = Score(Counter(), Counter(), [])
        for who in one.parties:
            record = records[_number(number, who)]
            spans = (read.get(record, []), alike.get(record, []), counted.get(record, []))
            _score_amounts(one, who, spans, score)
            _score_measures(one, who, {m: lo for (r, m), lo in measures.items() if r == record}, score)
        yield one, score


def _number(number: int, who: str) -> str:
    return f"云罚〔2026〕{number}-{who}号"


def _records(number: int, one: Told) -> Iterator[dict[str, Any]]:
    for who, (name, kind, *behind) in one.parties.items():
        yield {
            "decision_no": _number(number, who),
            "authority": "云桥区综合行政执法局",
            "party_name": name,
            "party_type": KINDS[kind],
            "legal_rep": behind[0] if behind else None,
            "facts": one.text,
            "decided_on": "2025-10-20",
            "filed_on": "2025-08-01",
        }


def _spans(con: duckdb.DuckDBPyConnection, query: str) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for record, start, end in con.execute(query).fetchall():
        found.setdefault(record, []).append((start, end))
    return found


def _score_amounts(one: Told, who: str, spans: tuple[Sequence[tuple[int, int]], ...], score: Score) -> None:
    for label in one.labels:
        if who in label.either:
            continue
        is_read, is_alike, is_counted = (
            any(start < label.end and end > label.start for start, end in some) for some in spans
        )
        is_own = who in label.whose
        score.amounts["unread"] += not is_read and is_own
        if not is_read:
            continue
        score.amounts["own"] += is_own
        score.amounts["alike"] += is_alike
        score.amounts["alike_own"] += is_alike and is_own
        score.amounts["counted"] += is_counted
        score.amounts["counted_own"] += is_counted and is_own
        score.amounts["taken_off"] += is_alike and is_own and not is_counted
        if is_counted != is_own:
            wrong = "is not counted" if is_own else "is counted"
            span = one.text[label.start : label.end]
            score.errors.append(f"{one.name} {one.parties[who][0]}: {span} ({label.role}) {wrong}")


def _score_measures(one: Told, who: str, measures: dict[str, Decimal], score: Score) -> None:
    for role in sorted({label.role for label in one.labels} & set(_measures())):
        if any(label.role == role and who in label.either for label in one.labels):
            continue
        own = {label.value: label for label in one.labels if label.role == role and who in label.whose}
        wanted = one.answers.get(who, {}).get(role, next(iter(own)) if len(own) == 1 else None)
        if own and (wanted is None or not all(label.is_exact for label in own.values())):
            continue
        got = measures.get(_measures()[role])
        kind = "told" if own else "others"
        score.measures[kind] += 1
        is_right = got == wanted
        score.measures[f"{kind}_right"] += is_right
        score.measures["told_open"] += bool(own) and got is None
        if not is_right:
            score.errors.append(f"{one.name} {one.parties[who][0]}: {role} {wanted}, measured {got}")


@cache
def _measures() -> dict[str, str]:
    """Return the measure that each role of money or weight gives first."""
    found: dict[str, str] = {}
    for entry in load_measured().roles:
        found.setdefault(entry.role, entry.measure)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="*", help="names of files without .yaml; all if none")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--errors", action="store_true", help="also what is wrong in the open half")
    given = parser.parse_args()
    told = [one for one in load(given.folder) if not given.files or one.name.split(":")[0] in given.files]
    with tempfile.TemporaryDirectory() as folder:
        scores = list(measure_all(Path(folder), told))
    for half in ("open", "frozen"):
        own = [score for one, score in scores if one.name.split(":")[0].endswith(half)]
        amounts = sum((score.amounts for score in own), Counter[str]())
        measures = sum((score.measures for score in own), Counter[str]())
        print(f"{half} half, {len(own)} texts: amounts counted as the party's {_rates(amounts, 'counted')}")
        told_apart = f"the party's own taken for another's in telling apart {amounts['taken_off']}"
        print(f"    each counted in every record: {_rates(amounts, 'alike')}; {told_apart}")
        print(
            f"    measures that are told of the party {measures['told_right']} of {measures['told']} right, "
            f"{measures['told_open']} left open; told of others only, and left open, "
            f"{measures['others_right']} of {measures['others']}; amounts not read {amounts['unread']}"
        )
        if given.errors and half == "open":
            print("\n".join(error for score in own for error in score.errors))


def _rates(amounts: Counter[str], which: str) -> str:
    right = amounts[f"{which}_own"]
    parts = (f"{right} of {amounts[which]}", f"{right} of {amounts['own']}")
    shares = (right / max(1, amounts[which]), right / max(1, amounts["own"]))
    return ", ".join(
        f"{what} {share:.3f} ({part})"
        for what, share, part in zip(("precision", "recall"), shares, parts, strict=True)
    )


if __name__ == "__main__":
    main()
