"""Reads YAML ten times as fast as ``yaml.safe_load``: rule and model files are read by every command."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from warehouse.errors import RulebookError

_Model = TypeVar("_Model", bound=BaseModel)


class Closed(BaseModel):
    """A part of a YAML file: an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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

    def day_or_text(self, node: yaml.ScalarNode) -> Any:
        """Return the day, or as text what only looks like one: whoever asked for a day names its key."""
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_UniqueKeys.add_constructor("tag:yaml.org,2002:timestamp", _UniqueKeys.day_or_text)


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


def read_rules(file: Path, model: type[_Model], what: str) -> _Model:
    """Return what a rule file says as a model.

    Parameters
    ----------
    file : Path
        A YAML file.
    model : type
        What it must be.
    what : str
        What is said of the file where it is wrong: "clock table is wrong".

    Raises
    ------
    RulebookError
        Names the file, the key and what is wrong.
    """
    try:
        return validated(file.read_text("utf-8"), model)
    except (ValidationError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise wrong_rules(file, what, error) from error


def wrong_rules(file: Path, what: str, error: Exception) -> RulebookError:
    """Return the error that names the file, the key and the first of what is wrong there."""
    place, found = "", " ".join(str(error).split())
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        place, found = ".".join(str(part) for part in first["loc"]), first["msg"]
    where = f"{file.name}: {place}" if place else file.name
    return RulebookError(what, where=where, found=found, action="correct the YAML")


# Several layers ask for the same files within a run. By what a file says, not by its name: it may change.
@cache
def _validated(text: str, model: type[BaseModel]) -> BaseModel:
    return model.model_validate(parse(text))
