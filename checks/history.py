"""How rules did in earlier runs: a small file beside the page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from checks.rule import SuiteResult

FILE = "history.json"
MOST_RUNS = 30


def remember(
    results: Iterable[SuiteResult], folder: Path, *, run_id: str, as_of: date, at: datetime
) -> list[dict[str, Any]]:
    """Add a run to the history and return the last runs, oldest first.

    Only rules that found something are kept, so the file stays small. A run that is repeated under its id
    replaces itself; a history that cannot be read is begun anew, since it is a convenience, not a record.
    """
    suites = [suite for suite in results if suite.state == "checked"]
    run = {
        "run_id": run_id,
        "as_of": as_of.isoformat(),
        "at": at.isoformat(timespec="seconds"),
        "tables": [suite.table for suite in suites],
        "unexpected": {
            key(suite.table, rule.rule_id): [rule.unexpected_count, rule.element_count]
            for suite in suites
            for rule in suite.results
            if rule.unexpected_count
        },
    }
    file = folder / FILE
    runs = [*(earlier for earlier in _read(file) if earlier["run_id"] != run_id), run][-MOST_RUNS:]
    replace(file, json.dumps(runs, ensure_ascii=False, indent=0))
    return runs


def shares(runs: Iterable[dict[str, Any]], table: str, rule_id: str) -> list[float]:
    """Return the share of failing rows in every run that checked the table, oldest first."""
    found = []
    for run in runs:
        if table in run["tables"]:
            unexpected, elements = run["unexpected"].get(key(table, rule_id), (0, 1))
            found.append(unexpected / elements if elements else 0.0)
    return found


def key(table: str, rule_id: str) -> str:
    """Return the name of a rule across tables."""
    return f"{table}/{rule_id}"


def replace(file: Path, text: str) -> None:
    """Write a file whole or not at all; a reader never sees half of it."""
    draft = file.with_name(f".{file.name}.new")
    draft.write_text(text, "utf-8")
    draft.replace(file)


def _read(file: Path) -> list[dict[str, Any]]:
    try:
        runs = json.loads(file.read_text("utf-8"))
        return [run for run in runs if {"run_id", "tables", "unexpected"} <= run.keys()]
    except (OSError, ValueError, AttributeError, TypeError):
        return []
