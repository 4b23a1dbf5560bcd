"""Reads YAML ten times as fast as ``yaml.safe_load``: rule and model files are read by every command."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel

_Model = TypeVar("_Model", bound=BaseModel)


class _UniqueKeys(yaml.CSafeLoader):
    """YAML that refuses a key written twice, which YAML itself would silently overwrite."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.seen: set[int] = set()

    # Asked of each mapping before what it takes over with `<<` is put among its own keys; an anchored one is
    # flattened once more wherever it is taken over.
    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        if id(node) not in self.seen:
            self.seen.add(id(node))
            _refuse_repeated(node)
        super().flatten_mapping(node)


def _refuse_repeated(node: yaml.MappingNode) -> None:
    lines: dict[object, int] = {}
    for key, _ in node.value:
        line = key.start_mark.line + 1
        if isinstance(key, yaml.ScalarNode):
            if key.value in lines:
                raise yaml.YAMLError(f"key {key.value} written twice, lines {lines[key.value]} and {line}")
            lines[key.value] = line


def parse(text: str) -> Any:
    """Return what a YAML text says; plain values only.

    Raises
    ------
    yaml.YAMLError
        If it is none, or a mapping has a key twice.
    """
    return yaml.load(text, Loader=_UniqueKeys)


def validated(text: str, model: type[_Model]) -> _Model:
    """Return what a YAML text says as a model; a text that was read before is not read again.

    Raises
    ------
    yaml.YAMLError
        If it is no YAML.
    pydantic.ValidationError
        If it is not as the model wants it.
    """
    found = _validated(text, model)
    assert isinstance(found, model)
    return found


# Several layers ask for the same files within a run. By what a file says, not by its name: it may change.
@cache
def _validated(text: str, model: type[BaseModel]) -> BaseModel:
    return model.model_validate(parse(text))
