"""``python -m pipelines.docs``: writes the reference pages; with ``--check`` says which are out of date.

Each public module of this package makes one folder of ``docs/reference``, named as the module; its function
``pages()`` returns the texts of the pages by their paths in that folder. A module that has ``single()``
makes one page, named as the module, in place of a folder. Nothing else may lie there.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

import pipelines.docs
from warehouse.errors import XianjieError

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


def generators() -> list[str]:
    """Return the names of the modules that make pages."""
    found = (module.name for module in pkgutil.iter_modules(pipelines.docs.__path__))
    return sorted(name for name in found if not name.startswith("_"))


def expected(names: Sequence[str] | None = None) -> dict[str, str]:
    """Return the text of every page by its path below ``docs/reference``.

    Raises
    ------
    XianjieError
        If a module makes no pages or names one outside its folder.
    """
    pages: dict[str, str] = {}
    for name in generators() if names is None else names:
        module = importlib.import_module(f"pipelines.docs.{name}")
        if hasattr(module, "single"):
            pages[f"{name}.md"] = module.single()
            continue
        made: Mapping[str, str] = module.pages()
        if not made:
            raise XianjieError("generator without pages", where=f"pipelines/docs/{name}.py")
        for path, text in made.items():
            parts = PurePosixPath(path).parts
            if path.startswith("/") or ".." in parts or parts[0] in (name, "docs"):
                raise XianjieError(
                    "page outside its folder",
                    where=f"pipelines/docs/{name}.py",
                    found=path,
                    expected=f"a path in docs/reference/{name}, such as README.md",
                )
            pages[f"{name}/{path}"] = text
    return pages


def drift(root: Path, pages: Mapping[str, str]) -> list[str]:
    """Return one line per page that is missing, differs, or belongs to no generator.

    Parameters
    ----------
    root : Path
        The folder ``docs/reference``.
    pages : mapping of path to text
        What it must hold.
    """
    there = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    lines = [f"missing: {name}" for name in sorted(pages.keys() - there.keys())]
    lines += [f"superfluous: {name}" for name in sorted(there.keys() - pages.keys())]
    lines += [
        f"differs: {name}"
        for name in sorted(pages.keys() & there.keys())
        if there[name].read_bytes() != pages[name].encode()
    ]
    return lines


def write(root: Path, pages: Mapping[str, str]) -> list[str]:
    """Make ``root`` hold exactly ``pages``; return what was changed."""
    changed = drift(root, pages)
    for line in changed:
        kind, name = line.split(": ", 1)
        path = root / name
        if kind == "superfluous":
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pages[name].encode())
    return changed


def main(arguments: Sequence[str] | None = None, root: Path = REFERENCE) -> int:
    """Write or check the pages; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m pipelines.docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is out of date")
    chosen = parser.parse_args(arguments)
    pages = expected()
    if not chosen.check:
        changed = write(root, pages)
        print("\n".join([*changed, f"docs/reference: {len(pages)} pages, {len(changed)} changed"]))
        return 0
    found = drift(root, pages)
    if found:
        print("\n".join([*found, "docs/reference is out of date: run `make docs` and commit the result"]))
    else:
        print(f"docs/reference: {len(pages)} pages, all up to date")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
