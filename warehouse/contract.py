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
from typing import Literal

import yaml
from pydantic import ConfigDict, Field, ValidationError, model_validator

from warehouse.errors import ContractError
from warehouse.intake.labels import UNITS, parse_label
from warehouse.yaml_text import Closed
from warehouse.yaml_text import parse as parse_yaml

CONTRACTS = Path(__file__).with_name("contracts")
ColumnType = Literal[
    "text", "uscc", "id", "date", "timestamp", "money", "integer", "share", "bool", "enum", "list"
]
SQL_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "text": "VARCHAR",
        "uscc": "VARCHAR",
        "id": "VARCHAR",
        "enum": "VARCHAR",
        "date": "DATE",
        "timestamp": "TIMESTAMP",
        "money": "DECIMAL(18,2)",
        "integer": "BIGINT",
        "share": "DOUBLE",
        "bool": "BOOLEAN",
        "list": "VARCHAR[]",
    }
)
CANONICAL, LABEL, CODE, ALIAS, LOOSE = range(5)  # rank of a header: of two for one column the lower wins
DAY_WORDS = (
    "日期",
    "时间",
    "之日",
    "日",
)  # 决定日期, 决定时间, 决定之日: one column, whichever word a form ends with
_NAME = r"^[a-z][a-z0-9_]*$"


class _Strict(Closed):
    model_config = ConfigDict(strict=True)


class Column(_Strict):
    """One column of a feed.

    Parameters
    ----------
    name : str
        Canonical name; money ends in ``_cny`` and is yuan.
    label : str
        Chinese label without its unit, as analysts see it.
    code : str, optional
        Field code of the 双公示 standard of 2018.
    type : str
        One of ``ColumnType``.
    unit : {"元", "万元"}, optional
        Money only: the unit of a cell under the label, the code or an alias when none is written.
    required : bool
        A row without it goes to quarantine.
    aliases : list of str
        Further headers seen in the wild.
    pii : bool
        Personal data of a natural person.
    values : list of str
        Members of an enum or list; another value is kept and marked.
    synonyms : dict of str to list of str
        Enum only: a member to other words for it (酌定不起诉: 相对不起诉); the pool holds the member.
    pending : list of str
        Enum only: words for what has not come yet (未回复): the pool holds nothing.
    default : str, optional
        Enum only: the value where the column or the cell is empty.
    form : {"number", "name"}, optional
        Text only: a document number or a name, normalised as such when records are compared.
    is_term : bool
        Dates only: the end of a period set in advance, which may lie in the future.
    until : str, optional
        Dates only: the column in which the period ends that begins here; a cell may tell both days.
    comes_with : str, optional
        Not dates: the date column of the event that brings the value, which is not known before that day.
    beside : str, optional
        Numbers of persons only: the column of codes in whose cells one may stand (统一社会信用代码/身份证号).
    doc : str, optional
        What a reader must know.
    """

    name: str = Field(pattern=_NAME)
    label: str = Field(min_length=1)
    code: str | None = None
    type: ColumnType
    unit: Literal["元", "万元"] | None = None
    required: bool = False
    aliases: list[str] = Field([])
    pii: bool = False
    values: list[str] = Field([])
    synonyms: dict[str, list[str]] = Field({})
    pending: list[str] = Field([])
    default: str | None = None
    form: Literal["number", "name"] | None = None
    is_term: bool = False
    until: str | None = None
    comes_with: str | None = None
    beside: str | None = None
    doc: str | None = None

    @model_validator(mode="after")
    def _fits_type(self) -> Column:
        is_money = self.type == "money"
        if is_money != (self.unit is not None):
            raise ValueError("unit: needed for type money (元 or 万元) and allowed for no other type")
        if is_money != self.name.endswith("_cny"):
            raise ValueError("name: columns of type money end in _cny, and no others do")
        if self.type == "enum" and not self.values:
            raise ValueError("values: an enum lists its members")
        if self.values and self.type not in ("enum", "list"):
            raise ValueError("values: allowed for types enum and list only")
        if self.default is not None and self.default not in self.values:
            raise ValueError(f"default: one of the enum's values ({', '.join(self.values) or 'none'})")
        words = [*self.pending, *(word for others in self.synonyms.values() for word in others)]
        if words and (self.type != "enum" or not self.synonyms.keys() <= set(self.values)):
            raise ValueError("synonyms and pending: of members of an enum only")
        if len({*words, *self.values}) < len(words) + len(self.values):
            raise ValueError("synonyms and pending: each word for one member, and none is a member itself")
        if self.form is not None and self.type != "text":
            raise ValueError("form: allowed for type text only")
        if self.until is not None and self.type != "date":
            raise ValueError("until: allowed for type date only")
        if self.beside is not None and self.type != "id":
            raise ValueError("beside: allowed for type id only")
        if self.is_term and self.type not in ("date", "timestamp"):
            raise ValueError("is_term: allowed for types date and timestamp only")
        return self

    @property
    def header(self) -> str:
        """The label as it heads a column in a file: with its unit, if it has one."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label

    @property
    def sql_type(self) -> str:
        """DuckDB type of the column in the pool."""
        return SQL_TYPES[self.type]

    @property
    def unit_factor(self) -> float:
        """Factor to yuan of a cell under a Chinese header that names no unit."""
        return UNITS[self.unit] if self.unit else 1.0


class Feed(_Strict):
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

    name: str = Field(pattern=_NAME)
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
        self._headers_are_unique()
        return self

    def _headers_are_unique(self) -> None:
        seen: dict[str, str] = {}
        for column in self.columns:
            own: set[str] = set()
            for text in (column.name, column.label, column.code, *column.aliases):
                if text is None:
                    continue
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
            texts = [(column.name, CANONICAL), (column.label, LABEL), (column.code, CODE)]
            for text, rank in (*texts, *((alias, ALIAS) for alias in column.aliases)):
                if text:
                    ranked[parse_label(text).key] = (column, rank)
        return self._other_day_words() | ranked

    def _other_day_words(self) -> dict[str, tuple[Column, int]]:
        """Headers of dates that end with another word for a day; what could mean two columns means none."""
        loose: dict[str, set[str]] = {}
        for column in self.columns:
            if column.type not in ("date", "timestamp"):
                continue
            for text in (column.label, *column.aliases):
                key = parse_label(text).key
                stem = next((key.removesuffix(word) for word in DAY_WORDS if key.endswith(word)), key)
                for word in DAY_WORDS if stem != key else ():
                    loose.setdefault(stem + word, set()).add(column.name)
        return {key: (self.by_name[min(names)], LOOSE) for key, names in loose.items() if len(names) == 1}

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
