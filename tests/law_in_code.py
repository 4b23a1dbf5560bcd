"""Finds law in code: amounts of the rulebook, articles, numbers of interpretations.

Law is data. A line, a deadline or an article that stands in Python or SQL is not dated, has no source, and is
missed when the law changes.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from warehouse.yaml_text import parse as parse_yaml

# Below this, numbers mean everything and nothing: pieces, years, sizes of batches.
_LEAST = 10_000
# 万, 百万, 千万, 亿 are numerals before they are the line of any offence.
_NUMERALS = {10_000, 1_000_000, 10_000_000, 100_000_000}
# Lines that offences not yet in the rulebook use.
_KNOWN_LINES = {20_000, 30_000, 50_000, 100_000, 150_000, 200_000, 250_000, 300_000, 500_000}

_NUMBER = re.compile(r"(?<![\w.])\d[\d_]*(?:\.\d+)?(?![\w.])")
_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千\d]+条|法释|公通字|高检发|国务院令")
_TERM = re.compile(
    r"\binterval\s*'?\d+'?\s*(?:day|month|year|hour)|\bto_(?:days|months|years|hours)\(\d", re.IGNORECASE
)
_SQL_NOISE = re.compile(r"\A\s*/\*card\n.*?\*/|--[^\n]*", re.DOTALL)


def lines_of_law(offences: Path) -> set[float]:
    """Return every amount that a route of the rulebook compares with, and those of offences to come."""
    found: set[float] = set(_KNOWN_LINES)
    for path in sorted(offences.glob("*.yaml")):
        found |= set(_amounts(parse_yaml(path.read_text("utf-8"))))
    return {value for value in found if value >= _LEAST} - _NUMERALS


def _amounts(node: Any, is_line: bool = False) -> Iterator[float]:
    if isinstance(node, dict):
        # Only money is a line that nothing else looks like; pieces and heads are counted everywhere.
        is_money = str(node.get("measure", "")).endswith("_cny") or "sum" in node
        for key, value in node.items():
            yield from _amounts(value, is_line or (is_money and key == "at_least"))
    elif isinstance(node, list):
        for value in node:
            yield from _amounts(value, is_line)
    elif is_line and isinstance(node, int | float) and not isinstance(node, bool):
        yield float(node)


def law_in(path: Path, lines: set[float]) -> list[str]:
    """Return what of the law stands in a Python or SQL file, comments, docstrings and model cards apart."""
    text = path.read_text("utf-8")
    if path.suffix == ".sql":
        return list(_in_text(_SQL_NOISE.sub("", text), lines))
    return list(_in_python(ast.parse(text), lines))


def _in_python(tree: ast.Module, lines: set[float]) -> Iterator[str]:
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docstrings or isinstance(node.value, bool):
            continue
        if isinstance(node.value, int | float) and float(node.value) in lines:
            yield f"{node.value:g}" if isinstance(node.value, float) else str(node.value)
        elif isinstance(node.value, str):
            yield from _in_text(node.value, lines)


def _in_text(text: str, lines: set[float]) -> Iterator[str]:
    for pattern in (_ARTICLE, _TERM):
        yield from (found[0] for found in pattern.finditer(text))
    for found in _NUMBER.finditer(text):
        if float(found[0].replace("_", "")) in lines:
            yield found[0]
