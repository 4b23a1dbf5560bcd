"""Lists and tables of the reference pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def bullets(items: Iterable[str]) -> str:
    """Return a list, one item a line."""
    return "\n".join(f"- {item}" for item in items)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table; the first row is its head."""
    lines = [
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows
    ]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)
