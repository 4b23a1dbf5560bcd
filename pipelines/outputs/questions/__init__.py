"""Prepared questions to the published snapshot: one file each, its first line says what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Question:
    """One prepared question.

    Parameters
    ----------
    no : str
        Two digits.
    title : str
        What it answers, in Chinese.
    sql : str
        One SELECT on the tables of the snapshot.
    """

    no: str
    title: str
    sql: str


def questions() -> list[Question]:
    """Return every prepared question in order of number."""
    return [_read(path) for path in sorted(_HERE.glob("[0-9][0-9]_*.sql"))]


def _read(path: Path) -> Question:
    head, _, sql = path.read_text("utf-8").partition("\n")
    return Question(path.stem[:2], head.removeprefix("--").strip(), sql.strip())
