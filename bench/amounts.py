"""How well amounts are read: precision and recall on labelled passages, and totals of court texts.

Usage: python -m bench.amounts [folder of criminal_amounts_dev.jsonl] [--errors]

The passages are in two halves (tests/data/amounts): of the frozen half only aggregate figures are printed.
Of the 250 court texts every eighth (positions 7, 15, 23 …) was never looked at; the others were, while the
rules were written. The facts of tests/data/court, written for this project, are in two halves as well.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl

from bench.passages import TOLD, Passage, load_passages
from bench.scores import Tally, score, score_answers
from bench.told import tally_told
from models.facts.amounts import Amount, read_many
from warehouse.yaml_text import parse as parse_yaml

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"
COURT = Path(__file__).resolve().parents[1] / "tests" / "data" / "court"
UNSEEN, UNSEEN_OF = 7, 8  # of every eight court texts the last was not looked at
PROPERTY_ROLES = ("taken", "goods", "gain", "sold")  # in the order in which a court's total is looked for
NEAR = Decimal("0.01")


def total_of(amounts: Sequence[Amount]) -> Amount | None:
    answers = {amount.role: amount for amount in amounts if amount.is_measure}
    return next((answers[role] for role in PROPERTY_ROLES if role in answers), None)


def best(amount: Amount) -> Decimal:
    """Return the figure that was written: the least value of 3万余, the middle of 约3万."""
    span = re.escape(amount.span)
    around = f"约[^，。；0-9]{{0,4}}{span}|{span}(?:左右|上下)"  # not 共计3200余元，逃跑时丢失约500元
    is_rough = any(word in amount.span for word in ("约", "左右")) or re.search(around, amount.sentence)
    if amount.value_hi is None or not is_rough:
        return amount.value
    return (amount.value + amount.value_hi) / 2


def figure(total: Amount, amounts: Sequence[Amount]) -> Decimal:
    """Return the figure of an answer; of a sum the figures of its parts, of which some may be rough."""
    parts = [
        amount
        for amount in amounts
        if (amount.role, amount.kind) == (total.role, "stated") and total.start <= amount.start < total.end
    ]
    if total.kind == "sum" and sum(amount.value for amount in parts) == total.value:
        return sum((best(amount) for amount in parts), Decimal(0))
    return best(total)


def is_near(value: Decimal, human: Decimal) -> bool:
    return abs(value - human) <= NEAR * human


def load_court(half: str) -> list[dict[str, str]]:
    """Read the facts of one file of tests/data/court and the total that a person gives."""
    entries = parse_yaml((COURT / f"{half}.yaml").read_text("utf-8"))
    return [{"text": entry["text"], "amount_cny": entry["total"]} for entry in entries]


def load_charges(file: Path) -> list[dict[str, str]]:
    """Read the court facts of a file of charges of which a person gave the total (tests/data/court)."""
    totals = parse_yaml((COURT / "charges.yaml").read_text("utf-8"))
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return [{"text": row["facts"], "amount_cny": totals[row["id"]]} for row in rows if row["id"] in totals]


def compare(rows: Sequence[Mapping[str, str]]) -> tuple[float, float, float]:
    """Return the shares of texts whose human total is the extracted one, near it, or among all amounts."""
    equal = near = among = 0
    read = read_many(pl.Series([row["text"] for row in rows]))
    for row, amounts in zip(rows, read, strict=True):
        human = Decimal(str(row["amount_cny"]))
        total = total_of(amounts)
        equal += total is not None and figure(total, amounts) == human
        near += total is not None and is_near(figure(total, amounts), human)
        among += any(is_near(best(amount), human) for amount in amounts if amount.unit == "元")
    return equal / len(rows), near / len(rows), among / len(rows)


def tally(passages: Sequence[Passage]) -> tuple[Tally, Tally, list[str]]:
    """Return what agrees of the amounts and of the answers, and what does not."""
    amounts, answers = Tally.empty(), Tally.empty()
    errors: list[str] = []
    read = read_many(pl.Series([passage.text for passage in passages]))
    for passage, found in zip(passages, read, strict=True):
        errors += score(passage, found, amounts)
        errors += score_answers(passage, found, answers)
    return amounts, answers, errors


def show(name: str, counted: Tally) -> None:
    precision, recall = counted.rates()
    print(f"{name}: precision {precision:.3f}, recall {recall:.3f} of {sum(counted.labelled.values())}")
    for role in sorted(counted.labelled, key=lambda role: (-counted.labelled[role], role)):
        precision, recall = counted.rates([role])
        print(f"  {role:>16} {counted.labelled[role]:4d}: precision {precision:.3f}, recall {recall:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--errors", action="store_true", help="also what is not read right in the open half")
    parser.add_argument("--first", type=int, help="no more passages than these of each half")
    given = parser.parse_args()
    passages, told_whole = load_passages(), load_passages(TOLD)
    for name, is_frozen in (("open", False), ("frozen", True)):
        half = [passage for passage in passages if passage.is_frozen is is_frozen][: given.first]
        amounts, answers, errors = tally(half)
        show(f"{name} half, {len(half)} passages, every amount by role, value and unit", amounts)
        show(f"{name} half, the answer per role", answers)
        told, wrong = tally_told(half)
        for kind, counted in told.items():
            show(f"{name} half, {kind}", counted)
        whole = [passage for passage in told_whole if passage.is_frozen is is_frozen][: given.first]
        told, missed = tally_told(whole)
        for kind, counted in told.items():
            show(f"{name} half, {kind} of {len(whole)} passages labelled whole", counted)
        if given.errors and not is_frozen:
            print("\n".join(errors + wrong + missed))
    for half in ("open", "frozen", "second_open", "second_frozen"):
        show_totals(f"court facts, {half.replace('_', ' ')}", load_court(half))
    file = given.folder / "criminal_amounts_dev.jsonl"
    if not file.exists():
        print(f"{file} is not here: no court totals to compare with")
        return
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    show_totals("court texts, looked at", [row for at, row in enumerate(rows) if at % UNSEEN_OF != UNSEEN])
    show_totals("court texts, not looked at", rows[UNSEEN::UNSEEN_OF])
    show_totals("court texts, all", rows)
    charges = given.folder / "criminal_charges_dev.jsonl"
    if charges.exists():
        show_totals("facts of charges", load_charges(charges))


def show_totals(name: str, rows: Sequence[Mapping[str, str]]) -> None:
    equal, near, among = compare(rows)
    shares = f"total equal {equal:.3f}, within 1 % {near:.3f}, among all amounts {among:.3f}"
    print(f"{name:>26}: {len(rows)} texts, {shares}")


if __name__ == "__main__":
    main()
