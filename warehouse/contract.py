"""Feed contracts: which columns a feed has, how they are called, typed and keyed.

Contracts, not code, know column names. They are YAML files in ``warehouse/contracts``, read here into
closed types: an unknown key, a wrong type or a label used twice is an error that names file, key and
what is allowed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

import yaml
from pydantic import Field, ValidationError, model_validator

from warehouse.column import FOLLOWING, LAST, NAME, Column, Strict
from warehouse.errors import ContractError
from warehouse.headings import Written, other_headings
from warehouse.intake.labels import parse_label, without_name_word
from warehouse.yaml_text import parse as parse_yaml

CONTRACTS = Path(__file__).with_name("contracts")


class Feed(Strict):
    """One kind of record.

    Parameters
    ----------
    name : str
        Canonical name, also the table name in every layer.
    label : str
        Chinese name.
    order : int
        Place in the order of work.
    prefixes : list of str
        File and sheet names by which the feed is recognised.
    key : list of str
        Columns of the business key, in order.
    open_key : list of str
        Key columns that may be empty: the start of a period that is not known.
    leading : list of str
        Date columns; the first that is not empty is the record's leading date.
    columns : list of Column
        In the order of the documentation.
    doc : str, optional
        What a reader must know.
    completes : str, optional
        Another feed with the same key, whose columns of the same names this one fills in.
    """

    name: str = Field(pattern=NAME)
    label: str = Field(min_length=1)
    order: int
    completes: str | None = None
    prefixes: list[str] = Field(min_length=1)
    key: list[str] = Field(min_length=1)
    open_key: list[str] = Field([])
    leading: list[str] = Field(min_length=1)
    columns: list[Column] = Field(min_length=1)
    doc: str | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Feed:
        repeated = [name for name, times in Counter(c.name for c in self.columns).items() if times > 1]
        if repeated:
            raise ValueError(f"columns: {', '.join(repeated)} defined twice, each name once")
        named = {column.name: column for column in self.columns}
        for place in ("key", "open_key", "leading"):
            for name in getattr(self, place):
                if name not in named:
                    raise ValueError(f"{place}: {name} is no column; allowed: {', '.join(named)}")
        for name in self.key:
            if not named[name].required and name not in self.open_key:
                raise ValueError(f"key: {name} must be required, or stand in open_key")
        for name in self.leading:
            if named[name].type not in ("date", "timestamp"):
                raise ValueError(f"leading: {name} must be of type date or timestamp")
        for column in self.columns:
            if column.until is not None and (column.until not in named or named[column.until].type != "date"):
                raise ValueError(f"columns.{column.name}: until must name a column of type date")
            brings = named.get(column.comes_with) if column.comes_with is not None else None
            if column.comes_with is not None and (brings is None or brings.type != "date"):
                raise ValueError(f"columns.{column.name}: comes_with must name a column of type date")
            if column.beside is not None and (
                column.beside not in named or named[column.beside].type != "uscc"
            ):
                raise ValueError(f"columns.{column.name}: beside must name a column of type uscc")
            if column.of is not None and (column.of not in named or named[column.of].form != "name"):
                raise ValueError(f"columns.{column.name}: of must name a column of form name")
        self._headers_are_unique()
        return self

    def _headers_are_unique(self) -> None:
        seen: dict[str, str] = {}
        for column in self.columns:
            own: set[str] = set()
            for text, _ in column.headings:
                key = parse_label(text).key
                if key in own:
                    raise ValueError(f"columns.{column.name}: header {text!r} stands there twice")
                if key in seen:
                    raise ValueError(
                        f"columns.{column.name}: header {text!r} also names {seen[key]}; "
                        "a header names one column"
                    )
                own.add(key)
            seen.update(dict.fromkeys(own, column.name))

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """Columns by canonical name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def by_header(self) -> Mapping[str, tuple[Column, int]]:
        """Every header by its key, with the column it names and its rank (0 is best)."""
        ranked: dict[str, tuple[Column, int]] = {}
        for column in self.columns:
            for text, rank in column.headings:
                ranked[parse_label(text).key] = (column, rank)
        return self._following(LAST, is_loose=True) | self._following(FOLLOWING, is_loose=False) | ranked

    def _following(self, first: int, *, is_loose: bool) -> dict[str, tuple[Column, int]]:
        """Return the headers that follow from the clear or from the loose ones, ranked from ``first``."""
        written = []
        for column in self.columns:
            owner = self.by_name[column.of] if column.of is not None else None
            # Another word for whoever is named loosely (办案机构 for 办案单位) names somebody else too often.
            kind = None if is_loose and column.form == "name" else column.heading_kind
            keys = column.loose_keys if is_loose else column.clear_keys
            owned = _owned(owner, column, is_loose=is_loose) if owner is not None else ()
            written.append(Written(column.name, kind, keys, owned))
        return {
            heading: (self.by_name[name], first + place)
            for heading, (name, place) in other_headings(written).items()
        }

    def column(self, name: str) -> Column:
        """Return the column ``name``.

        Raises
        ------
        ContractError
            If the feed has no such column.
        """
        try:
            return self.by_name[name]
        except KeyError:
            raise ContractError(
                "no such column", where=f"feed {self.name}", found=name, expected=", ".join(self.names)
            ) from None

    @property
    def names(self) -> list[str]:
        """Canonical names, in order."""
        return [column.name for column in self.columns]

    @property
    def required(self) -> list[Column]:
        """Columns without which a row is quarantined."""
        return [column for column in self.columns if column.required]

    @cached_property
    def began(self) -> Mapping[str, str]:
        """Columns in which a period ends, with the column in which it begins."""
        return {column.until: column.name for column in self.columns if column.until is not None}

    @cached_property
    def shared(self) -> Mapping[str, Column]:
        """Columns of codes in whose cells the number of a person may stand, with that number's column."""
        return {column.beside: column for column in self.columns if column.beside is not None}

    @property
    def money_columns(self) -> list[Column]:
        """Columns of type money."""
        return [column for column in self.columns if column.type == "money"]

    @property
    def pii_columns(self) -> list[Column]:
        """Columns that hold personal data."""
        return [column for column in self.columns if column.pii]


def _owned(owner: Column, column: Column, *, is_loose: bool) -> tuple[str, ...]:
    """Return the headings of a column behind the names of whose it is; loose if either is said loosely."""
    pairs = (
        [(owner.clear_keys, column.loose_keys), (owner.loose_keys, column.clear_keys)]
        if is_loose
        else [(owner.clear_keys, column.clear_keys)]
    )
    return tuple(
        without_name_word(name) + key for names, keys in pairs for key in keys for name in names if name
    )


def load_feeds(folder: Path | None = None) -> Mapping[str, Feed]:
    """Read every contract of a folder, in the order of work.

    Parameters
    ----------
    folder : Path, optional
        Default: the contracts that ship with the project (read once).

    Returns
    -------
    mapping of str to Feed
        By canonical name.

    Raises
    ------
    ContractError
        Names the file, the key and what is allowed.
    """
    return _shipped() if folder is None else _read_folder(folder)


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, Feed]:
    return _read_folder(CONTRACTS)


def _read_folder(folder: Path) -> Mapping[str, Feed]:
    feeds = [read_feed(file) for file in sorted(folder.glob("*.yaml"))]
    if not feeds:
        raise ContractError("no feed contract found", where=str(folder), expected="<feed>.yaml files")
    owners: dict[str, str] = {}
    for feed in feeds:
        for prefix in feed.prefixes:
            other = owners.setdefault(prefix, feed.name)
            if other != feed.name:
                raise ContractError(
                    "two feeds claim one file name",
                    where=f"{feed.name}.yaml · prefixes",
                    found=f"{prefix}, also of {other}",
                    expected="a name of one feed",
                )
    return MappingProxyType({feed.name: feed for feed in sorted(feeds, key=lambda f: (f.order, f.name))})


def read_feed(file: Path) -> Feed:
    """Read one contract file.

    Raises
    ------
    ContractError
        Names the file, the key and what is allowed.
    """
    try:
        data = parse_yaml(file.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContractError(
            "the file is not YAML", where=file.name, found=" ".join(str(error).split())
        ) from None
    try:
        feed = Feed.model_validate(data)
    except ValidationError as error:
        raise _explain(file, data, error) from None
    if feed.name != file.stem:
        raise ContractError(
            "the feed has another name than its file",
            where=f"{file.name} · name",
            found=feed.name,
            expected=file.stem,
        )
    return feed


def _explain(file: Path, data: object, error: ValidationError) -> ContractError:
    """Turn the first mistake pydantic found into one line for people."""
    first = error.errors()[0]
    path = [str(part) for part in first["loc"]]
    is_column = len(path) >= 2 and path[0] == "columns"
    if is_column and isinstance(data, dict):
        row = data["columns"][int(path[1])]
        if isinstance(row, dict) and row.get("name"):
            path[1] = str(row["name"])
    found = repr(first["input"]) if not isinstance(first["input"], dict | list) else ""
    expected = {
        "extra_forbidden": ", ".join((Column if is_column else Feed).model_fields),
        "literal_error": str(first.get("ctx", {}).get("expected", "")),
        "missing": f"the key {path[-1] if path else ''}",
    }.get(first["type"], "")
    what = {
        "extra_forbidden": "unknown key",
        "literal_error": "value not allowed",
        "missing": "key missing",
        "value_error": str(first.get("ctx", {}).get("error", "")),
    }.get(first["type"], first["msg"])
    return ContractError(
        what,
        where=" · ".join(part for part in (file.name, ".".join(path)) if part),
        found=path[-1] if first["type"] == "extra_forbidden" else found,
        expected=expected,
        action="correct the contract",
    )
