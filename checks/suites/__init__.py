"""The suites: one module per kind of table, found by discovery; each returns its suites from ``suites()``."""

from __future__ import annotations

import importlib
import pkgutil

from checks.rule import Suite

LAYERS = ("landing", "pool", "fact", "party", "model", "finding")


def all_suites() -> list[Suite]:
    """Return every suite, in the order in which the layers are built."""
    found: list[Suite] = []
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            found += importlib.import_module(f"{__name__}.{module.name}").suites()
    return sorted(found, key=lambda suite: LAYERS.index(suite.layer))
