"""The shape of the project: small files, nothing switched off, every model complete, the README true."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.card import MODEL_GROUPS, Card, load_cards
from warehouse.yaml_text import parse as parse_yaml

TOP = Path(__file__).resolve().parents[2]
PACKAGES = ("warehouse", "models", "checks", "pipelines", "tests", "bench")
MOST_LINES = 450
OF_PYTEST = re.compile(r"test_|Test|pytest|__")
SWITCHED_OFF = re.compile(
    r"#\s*(?:ruff:\s*)?noqa|#\s*type:\s*ignore|pragma:\s*no cover|#\s*mypy:|\bTO" r"DO\b|\bFIX" r"ME\b"
)
# A path of one machine, or the address of a package index: neither exists for the reader.
OF_ONE_MACHINE = re.compile(
    r"(?<![\w.~/$}*-])/(?:home|root|work|Users|opt|srv|mnt|data\d*)/\w|--index-url|find-links"
)
TEXTS = {".py", ".sql", ".yaml", ".md", ".toml", ".j2", ".ddl"}
NAMED = {"Makefile", "LICENSE", "run", ".gitignore"}


def _files(*names: str) -> Iterator[Path]:
    for name in names:
        for path in sorted((TOP / name).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and _is_text(path):
                yield path


def _is_text(path: Path) -> bool:
    return path.suffix in TEXTS or path.name in NAMED


def _name(path: Path) -> str:
    return path.relative_to(TOP).as_posix()


def _code() -> Iterator[Path]:
    return (path for path in _files(*PACKAGES) if path.suffix in (".py", ".sql") and path != Path(__file__))


def test_files_are_small() -> None:
    long = {_name(path): len(path.read_text("utf-8").splitlines()) for path in _code()}
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES} == {}


@pytest.mark.parametrize("folder", ["", "words", "whose", "roles", "answers"])
def test_the_map_of_the_reader_names_each_of_its_modules_once(folder: str) -> None:
    path = TOP / "models" / "facts" / folder / "__init__.py"
    modules = [part.stem for part in path.parent.glob("*.py") if part != path]
    packages = [part.parent.name for part in path.parent.glob("*/__init__.py")]
    told = re.findall(r"``(\w+)``", ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "")
    assert sorted(told) == sorted(modules + packages)


def _defined(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a module defines; what is decorated is registered by that."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            yield node.name
        for target in node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]:
            if isinstance(target, ast.Name):
                yield target.id


def _unused(sources: dict[str, str]) -> list[str]:
    """Return what modules define and nobody names: neither they themselves nor an import nor an attribute."""
    trees = {name: ast.parse(source) for name, source in sources.items()}
    loaded, imported, asked = set(), set(), set()
    for name, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                loaded.add((name, node.id))
            elif isinstance(node, ast.ImportFrom):
                imported |= {(node.module, alias.name) for alias in node.names}
            elif isinstance(node, ast.Attribute):
                asked.add(node.attr)
    return [
        f"{name}: {what}"
        for name, tree in trees.items()
        for what in _defined(tree)
        if (name, what) not in loaded
        and (re.sub(r"(/__init__)?\.py$", "", name).replace("/", "."), what) not in imported
        and what not in asked
        and not OF_PYTEST.match(what)
    ]


def test_nothing_is_defined_that_nobody_uses() -> None:
    assert _unused({_name(path): path.read_text("utf-8") for path in _code() if path.suffix == ".py"}) == []
    planted = {"a/x.py": "ONE = 1\nTWO = ONE\n", "a/y.py": "from a.x import ONE\nprint(ONE)\n"}
    assert _unused(planted) == ["a/x.py: TWO"]


def test_no_yaml_file_says_a_thing_twice() -> None:
    """Of a key that is written twice YAML keeps the last, and what the first one said is lost unnoticed."""
    for path in _files(*PACKAGES):
        if path.suffix == ".yaml":
            parse_yaml(path.read_text("utf-8"))


def test_no_check_is_switched_off_and_nothing_put_off() -> None:
    found = [
        f"{_name(path)}:{number}: {line.strip()}"
        for path in _code()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if SWITCHED_OFF.search(line)
    ]
    assert not found, "\n".join(found)


def test_nothing_of_one_machine() -> None:
    tops = [path for path in TOP.iterdir() if path.is_file() and _is_text(path)]
    texts = [*tops, *_files(*PACKAGES, "docs", ".ci")]
    found = [
        f"{_name(path)}: {match[0]}"
        for path in texts
        if path != Path(__file__)
        for match in OF_ONE_MACHINE.finditer(path.read_text("utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("pattern", "planted"),
    [
        (SWITCHED_OFF, "x = 1  # noqa: E501"),
        (SWITCHED_OFF, "# ruff: noqa"),
        (SWITCHED_OFF, "x = y  # type: ignore[arg-type]"),
        (SWITCHED_OFF, "# TODO later"),
        (OF_ONE_MACHINE, "see /home/me/notes"),
        (OF_ONE_MACHINE, 'Path("/opt/thing/x")'),
        (OF_ONE_MACHINE, "pip install --index-url"),
    ],
)
def test_what_is_planted_is_found(pattern: re.Pattern[str], planted: str) -> None:
    assert pattern.search(planted)


@pytest.mark.parametrize(
    "harmless", ["`home/config.yaml`", "../shared/data/x", "$HOME/home/x", "docs/home/x"]
)
def test_relative_paths_are_of_no_machine(harmless: str) -> None:
    assert not OF_ONE_MACHINE.search(harmless)


@pytest.mark.parametrize("card", load_cards(), ids=lambda card: card.id[:3])
def test_every_model_has_page_and_golden_pair(card: Card) -> None:
    assert (TOP / "docs" / "reference" / "models" / f"{card.id}.md").is_file()
    assert list((TOP / "tests" / "golden" / card.id).glob("*.yaml"))


def test_every_model_file_has_a_card() -> None:
    files = {path.stem for group in MODEL_GROUPS for path in (TOP / "models" / group).glob("[a-z][0-9]*.*")}
    assert files == {card.id for card in load_cards()}


def test_golden_folders_belong_to_models() -> None:
    folders = {path.name for path in (TOP / "tests" / "golden").glob("[a-z][0-9][0-9]_*")}
    assert folders == {card.id for card in load_cards()}


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_commands_of_the_readme_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (TOP / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = (TOP / name).read_text("utf-8")
    asked = set(re.findall(r"(?:^|`)make ([a-z][a-z-]*)", text, re.MULTILINE))
    assert asked, "names no command at all"
    assert asked <= targets


@pytest.mark.parametrize(
    "path", [*sorted(TOP.glob("*.md")), *sorted((TOP / "docs").rglob("*.md"))], ids=_name
)
def test_links_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text("utf-8"))
    broken = [target for target in targets if "://" not in target and not (path.parent / target).exists()]
    assert broken == []
