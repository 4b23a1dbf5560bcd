"""The chain from delivered rows to models without Dagster, for tests that look at one link of it."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from models import whole
from models.card import load_cards
from models.rulebook import load_rulebook

# Read once per process: the files do not change under a test that uses them.
RULEBOOK = functools.cache(load_rulebook)
CARDS = functools.cache(load_cards)


def build_until_models(
    con: duckdb.DuckDBPyConnection,
    *,
    as_of: date,
    covered: Sequence[str] = (),
    known_at: datetime = datetime(2100, 1, 1),
) -> None:
    """Build known, rule, party and fact tables on a pool that was imported into."""
    whole.build_until_models(con, RULEBOOK(), CARDS(), as_of=as_of, covered=covered, known_at=known_at)


def numbered(row: dict[str, Any] | str) -> list[dict[str, Any] | str]:
    """A row with `numbers: [first, last]` stands for as many rows: # is the number."""
    if isinstance(row, str) or "numbers" not in row:
        return [row]
    first, last = row["numbers"]
    plain = {key: value for key, value in row.items() if key != "numbers"}
    return [
        {key: value.replace("#", str(n)) if isinstance(value, str) else value for key, value in plain.items()}
        for n in range(first, last + 1)
    ]


def deliver(folder: Path, records: dict[str, list[dict[str, Any]]]) -> list[Path]:
    """Write one file per feed as an agency would deliver it, and return the files."""
    files = []
    for feed, given in records.items():
        rows = [row for entry in given for row in numbered(entry)]
        file = folder / f"{feed}.jsonl"
        lines = [
            json.dumps(
                {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items() if v is not None},
                ensure_ascii=False,
            )
            for row in rows
        ]
        file.write_text("\n".join(lines), "utf-8")
        files.append(file)
    return files
