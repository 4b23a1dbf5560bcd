"""How often the amounts read out of court texts meet the total a human gave, and how fast texts are read.

Usage: python bench/amounts.py [folder of criminal_amounts_dev.jsonl]

The 250 texts are split by parity of their position: the even half was looked at while the cue words were
written, the odd half was not.
"""

from __future__ import annotations

import json
import sys
import time
from decimal import Decimal
from pathlib import Path

from models.facts.amounts import Amount, read_text
from models.facts.circumstances import read_circumstances

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"
PROPERTY_ROLES = ("taken", "goods", "gain", "sold")  # in the order in which a court's total is looked for
NEAR = Decimal("0.01")
SHORT = 120


def total_of(amounts: list[Amount]) -> Amount | None:
    answers = {amount.role: amount for amount in amounts if amount.is_measure}
    return next((answers[role] for role in PROPERTY_ROLES if role in answers), None)


def best(amount: Amount) -> Decimal:
    """Return the figure that was written: the least value of 3万余, the middle of 约3万."""
    if amount.value_hi is None or not any(word in amount.span + amount.sentence for word in ("约", "左右")):
        return amount.value
    return (amount.value + amount.value_hi) / 2


def is_near(value: Decimal, human: Decimal) -> bool:
    return abs(value - human) <= NEAR * human


def compare(rows: list[dict[str, str]]) -> tuple[float, float, float]:
    """Return the shares of texts whose human total is the extracted one, near it, or among all amounts."""
    equal = near = among = 0
    for row in rows:
        human = Decimal(str(row["amount_cny"]))
        amounts = read_text(row["text"])
        total = total_of(amounts)
        equal += total is not None and best(total) == human
        near += total is not None and is_near(best(total), human)
        among += any(is_near(best(amount), human) for amount in amounts if amount.unit == "元")
    return equal / len(rows), near / len(rows), among / len(rows)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    file = folder / "criminal_amounts_dev.jsonl"
    if not file.exists():
        print(f"{file} is not here: nothing to compare with")
        return
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    for name, half in (("looked at", rows[::2]), ("not looked at", rows[1::2]), ("all", rows)):
        equal, near, among = compare(half)
        shares = f"total equal {equal:.3f}, within 1 % {near:.3f}, among all amounts {among:.3f}"
        print(f"{name:>14}: {len(half)} texts, {shares}")
    texts = [row["text"][at : at + SHORT] for row in rows for at in range(0, len(row["text"]) - SHORT, SHORT)]
    for label, read in (("amounts", read_text), ("circumstances", read_circumstances)):
        began = time.process_time()
        for text in texts:
            read(text)
        spent = time.process_time() - began
        rate = f"{spent:.2f} s of one core, {len(texts) / spent:,.0f} a second"
        print(f"{label:>14}: {len(texts)} texts of {SHORT} signs in {rate}")


if __name__ == "__main__":
    main()
