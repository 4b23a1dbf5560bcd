"""Errors that a user can cause are told in Chinese: what, expected, what to do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.errors import XianjieError

ROOT = Path(__file__).parents[2]
# About files of the project itself, which those read who build it: contracts, rules, cards, reference pages.
OURS = ("warehouse/contract.py", "pipelines/docs/", "models/registry.py", "models/rulebook/compile.py")
KINDS = {"XianjieError", "FileRefused", "ContractError", "PoolBusy", "CheckFailed"}
TOLD = {"what", "expected", "action"}
NAMES = {"XLSX"}


def literals(node: ast.expr) -> str:
    """Return the words that stand in an expression as they will be shown."""
    return "".join(
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )


def english() -> Iterator[str]:
    files = (
        file
        for part in ("warehouse", "models", "checks", "pipelines")
        for file in (ROOT / part).rglob("*.py")
    )
    for file in files:
        place = str(file.relative_to(ROOT))
        if place.startswith(OURS):
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS):
                continue
            told = [*node.args[:1], *(k.value for k in node.keywords if k.arg in TOLD)]
            for words in map(literals, told):
                if (
                    re.search("[A-Za-z]{2}[^A-Za-z]+[A-Za-z]{2}", words)
                    and not re.search("[\u4e00-\u9fff]", words)
                    and words not in NAMES
                ):
                    yield f"{place}:{node.lineno} {words}"


def test_what_users_see_is_chinese() -> None:
    assert list(english()) == []


@pytest.mark.parametrize("file", ["warehouse/config.py", "warehouse/intake/mapping.py"])
def test_what_a_configuration_gets_wrong_is_told_in_chinese(file: str) -> None:
    raised = [
        node
        for node in ast.walk(ast.parse((ROOT / file).read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ValueError"
    ]
    assert raised
    assert [
        words for node in raised if not re.search("[\u4e00-\u9fff]", words := literals(node.args[0]))
    ] == []


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (
            {"where": "a.csv", "found": "0 字节", "action": "请重新报送"},
            "文件为空 · a.csv · 实际：0 字节 · 请重新报送",
        ),
        ({"found": "b", "expected": "a"}, "文件为空 · 实际：b；应为：a"),
        ({"expected": "a"}, "文件为空 · 应为：a"),
        ({}, "文件为空"),
    ],
)
def test_an_error_is_one_line_of_four_parts(parts: dict[str, str], told: str) -> None:
    assert str(XianjieError("文件为空", **parts)) == told
