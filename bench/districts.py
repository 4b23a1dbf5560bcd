"""How whole districts by writers who had not seen the program are judged, beside what their writers expect.

``python -m bench.districts [FOLDER …] [--errors] [--json FILE]``

A district is a folder with ``inbox/<source>/…`` and ``truth.yaml`` (by default every folder of
``tests/data/districts``). It goes the way of the README, import, run, lists, under a home folder that is
removed afterwards. Every row of the truth names a model, a number that a list would show, and what is
expected: flagged, insufficient, excluded, clear (on no list) or not_listed (not flagged, for any reason).
Findings of the forward and reverse models on numbers that no row names are false, for everything else in a
district is harmless; findings of another model on a number that some row names are counted apart, because
nobody judged them. Half of the rows are frozen: ``--errors`` names only those of the open half.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from warehouse.yaml_text import parse as parse_yaml

DISTRICTS = Path(__file__).parents[1] / "tests" / "data" / "districts"
TODAY = "2026-11-20"
LISTS = {
    "flagged": "flagged_cases",
    "insufficient": "insufficient",
    "excluded": "excluded",
    "not_computable": "not_computable",
}
ROWS = ("received", "loaded", "duplicate", "revised", "quarantined")
Row = dict[str, str]


@dataclass
class Half:
    """What one model said of the rows of one half."""

    planted: int = 0
    found: int = 0
    others: int = 0
    false_alarms: int = 0
    outcome_right: int = 0
    ordinary_flagged: int = 0


@dataclass
class Outcome:
    """The figures of one district."""

    name: str
    models: dict[str, dict[str, Half]]
    unjudged: Counter[str]
    intake: dict[str, int]
    quarantine: list[str]
    errors: list[str] = field(default_factory=list)


def measure(folder: Path) -> Outcome:
    """Take one district the whole way and compare with its truth.

    Parameters
    ----------
    folder : Path
        Holds ``inbox`` and ``truth.yaml``: a list of rows, or a mapping of ``as_of`` and ``rows``.
    """
    told = parse_yaml((folder / "truth.yaml").read_text("utf-8"))
    truth, as_of = (told, TODAY) if isinstance(told, list) else (told["rows"], str(told.get("as_of", TODAY)))
    with tempfile.TemporaryDirectory() as home:
        for command in (("import", str(folder / "inbox")), ("run", "--as-of", as_of)):
            done = subprocess.run(
                [sys.executable, "-m", "pipelines", *command, "--home", home],
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                raise SystemExit(f"{folder.name}: {command[0]} ended with {done.returncode}\n{done.stderr}")
        latest = Path(home) / "exports" / "latest"
        lists = {outcome: _read(latest / f"{name}.csv") for outcome, name in LISTS.items()}
        slips, quarantine = _read(latest / "intake.csv"), _read(latest / "quarantine.csv")
    intake = {name: sum(int(slip[name] or 0) for slip in slips) for name in ROWS}
    refused = [f"{slip['file']}: {slip['status']}" for slip in slips if not int(slip["received"] or 0)]
    bad = [f"{row['file']} {row['sheet']} row {row['row']}: {row['reason']}" for row in quarantine]
    return _compare(truth, lists, Outcome(folder.name, {}, Counter(), intake, refused + bad))


def _read(path: Path) -> list[Row]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _compare(truth: Sequence[Row], lists: Mapping[str, Sequence[Row]], outcome: Outcome) -> Outcome:
    said: dict[tuple[str, str], list[tuple[str, Row]]] = defaultdict(list)
    for result, rows in lists.items():
        for row in rows:
            for number in _numbers(row):
                said[row["model"][:3], number].append((result, row))
    models: dict[str, dict[str, Half]] = defaultdict(lambda: {"open": Half(), "frozen": Half()})
    for row in truth:
        hits = said.get((row["model"], _key(row["key"])), [])
        same = [hit for hit in hits if row.get("party") and _key(hit[1]["party_name"]) == _key(row["party"])]
        results = {result for result, _ in same or hits}
        _count(models[row["model"]][row["half"]], row["expect"], results)
        if row["half"] == "open" and not _right(row["expect"], results):
            why = "; ".join(sorted({_why(hit) for hit in same or hits})) or "on no list"
            outcome.errors.append(
                f"{row['model']} {row['key']} {row.get('party', '')}: expected {row['expect']} "
                f"({row['why']}), got {why}"
            )
    _beyond(truth, lists["flagged"], outcome, models)
    outcome.models = dict(sorted(models.items()))
    return outcome


def _beyond(
    truth: Sequence[Row],
    flagged: Sequence[Row],
    outcome: Outcome,
    models: Mapping[str, dict[str, Half]],
) -> None:
    judged = {(row["model"], _key(row["key"])) for row in truth}
    named = {number for _, number in judged} | {_key(row["party"]) for row in truth if row.get("party")}
    for row in flagged:
        model, numbers = row["model"][:3], _numbers(row)
        if model[0] not in "fr" or any((model, number) in judged for number in numbers):
            continue
        if named & numbers:
            outcome.unjudged[model] += 1
            continue
        digits = re.sub(r"\D", "", row["subject_no"]) or "0"
        half = "open" if int(digits[-1]) % 2 else "frozen"
        models[model][half].ordinary_flagged += 1
        if half == "open":
            outcome.errors.append(f"{model} {row['subject_no']} {row['party_name']}: {_why(('beyond', row))}")


def _key(raw: str) -> str:
    """Return a number or name as it is compared: whatever the width, brackets, spaces and leading zeros."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", raw)).upper()
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[()\[\]【】〔〕第号]+", "|", plain).strip("|"))


def _numbers(row: Row) -> set[str]:
    """Return all by which a truth may name the row of a list."""
    raw = [row["subject_no"], row["subject_no"].split("｜")[0], row["party_name"], row.get("credit_code", "")]
    if row["subject_kind"] != "authority":  # Those are the cases that were counted, not a way to name it.
        raw += row.get("related_nos", "").split(";")
    return {_key(each) for each in raw if each}


def _right(expected: str, results: set[str]) -> bool:
    if expected == "not_listed":
        return "flagged" not in results
    return not results if expected == "clear" else expected in results


def _count(half: Half, expected: str, results: set[str]) -> None:
    flagged = "flagged" in results
    if expected == "flagged":
        half.planted += 1
        half.found += flagged
    else:
        half.others += 1
        half.false_alarms += flagged
        half.outcome_right += _right(expected, results)


def _why(hit: tuple[str, Row]) -> str:
    result, row = hit
    told = (row.get("offence"), row.get("reason_code"), row.get("missing"), row.get("reason_zh"))
    return " ".join([result, *(text for text in told if text)])


def _told(outcome: Outcome) -> str:
    lines = [outcome.name, "  rows: " + ", ".join(f"{name} {n}" for name, n in outcome.intake.items())]
    total = {"open": Half(), "frozen": Half()}
    for model, halves in outcome.models.items():
        lines.append(f"  {model}  " + " | ".join(f"{name} {_figures(half)}" for name, half in halves.items()))
        for name, half in halves.items():
            for figure, value in vars(half).items():
                setattr(total[name], figure, getattr(total[name], figure) + value)
    lines.append("  all  " + " | ".join(f"{name} {_figures(half)}" for name, half in total.items()))
    judged = ", ".join(f"{model} {n}" for model, n in sorted(outcome.unjudged.items()))
    return "\n".join([*lines, f"  findings nobody judged, on cases of another model: {judged or 'none'}"])


def _figures(half: Half) -> str:
    return (
        f"found {half.found}/{half.planted}, false {half.false_alarms}/{half.others}, "
        f"outcome right {half.outcome_right}/{half.others}, ordinary {half.ordinary_flagged}"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Measure the districts asked for and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", nargs="*", type=Path, help="districts (default: those of tests/data)")
    parser.add_argument("--errors", action="store_true", help="name what differs in the open half")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    chosen = parser.parse_args(argv)
    found: dict[str, Any] = {}
    for folder in chosen.folders or sorted(path for path in DISTRICTS.iterdir() if path.is_dir()):
        outcome = measure(folder)
        print(_told(outcome), flush=True)
        for line in (*outcome.quarantine, *outcome.errors) if chosen.errors else ():
            print("  differs:", line)
        found[outcome.name] = {
            model: {name: vars(half) for name, half in halves.items()}
            for model, halves in outcome.models.items()
        }
    if chosen.json:
        chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
