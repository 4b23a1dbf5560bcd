"""Results of checks between the steps of a run: one small file per group beside the quality page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from checks.history import replace
from checks.rule import RuleResult, SuiteResult
from checks.suites import LAYERS

_PREFIX = "results-"


def save(folder: Path, group: str, results: Sequence[SuiteResult]) -> Path:
    """Keep the results of one group of tables, in place of what the group gave before.

    Parameters
    ----------
    folder : Path
        ``home/quality``; created if missing.
    group : str
        Name of the group, part of a file name.
    results : sequence of SuiteResult
        What ``checks.run.run_all`` gave.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{_PREFIX}{group}.json"
    replace(file, json.dumps([asdict(result) for result in results], ensure_ascii=False))
    return file


def load(folder: Path) -> list[SuiteResult]:
    """Return the kept results of all groups, in the order of the layers; none if nothing was checked yet."""
    found = [
        _suite(record)
        for file in sorted(folder.glob(f"{_PREFIX}*.json"))
        for record in json.loads(file.read_text("utf-8"))
    ]
    return sorted(found, key=lambda result: LAYERS.index(result.table.partition(".")[0]))


def _suite(record: dict[str, Any]) -> SuiteResult:
    rules = [RuleResult(**rule) for rule in record.pop("results")]
    return SuiteResult(results=rules, **record)
