"""One column of a feed contract: how it is called, typed and filled."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from warehouse.headings import Kind
from warehouse.intake.labels import UNITS, parse_label
from warehouse.yaml_text import Closed

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
# Rank of a header: of two for one column the lower wins. LOOSE is a label or alias said in pieces. Then come
# headers that follow from labels and aliases (warehouse/headings.py), those that a column lists as loose, and
# those that follow from these.
CANONICAL, LABEL, CODE, ALIAS, LOOSE = range(5)
FOLLOWING, LISTED = LOOSE + 1, 1_000_000
LAST = 2 * LISTED
_FORMS: Mapping[str, Kind] = MappingProxyType({"number": "number", "name": "name"})
_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "date": "day",
        "timestamp": "day",
        "id": "id",
        "uscc": "code",
        "money": "sum",
        "text": "text",
        "enum": "choice",
        "list": "choice",
    }
)
NAME = r"^[a-z][a-z0-9_]*$"


class Strict(Closed):
    """A closed type whose values have the very type that is asked for."""

    model_config = ConfigDict(strict=True)


class Column(Strict):
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
    loose : list of str
        Headers that name the column only where no better one does, the best first: beside 决定机关, 办案单位
        may be the police station that handled the case.
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
    of : str, optional
        The column that names whose number, code, address or telephone this is: its headings may stand before
        those of this one (被不起诉人 + 证件号码).
    doc : str, optional
        What a reader must know.
    """

    name: str = Field(pattern=NAME)
    label: str = Field(min_length=1)
    code: str | None = None
    type: ColumnType
    unit: Literal["元", "万元"] | None = None
    required: bool = False
    aliases: list[str] = Field([])
    loose: list[str] = Field([])
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
    of: str | None = None
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

    @property
    def headings(self) -> list[tuple[str, int]]:
        """Every text that may head the column, with its rank (0 is best)."""
        texts = [(self.name, CANONICAL), (self.label, LABEL)]
        texts += [(self.code, CODE)] if self.code else []
        texts += [(alias, ALIAS) for alias in self.aliases]
        return texts + [(alias, rank) for rank, alias in enumerate(self.loose, start=LISTED)]

    @property
    def heading_kind(self) -> Kind | None:
        """Which words of one meaning its headings may end with."""
        return _FORMS[self.form] if self.form is not None else _KINDS.get(self.type)

    @property
    def clear_keys(self) -> tuple[str, ...]:
        """Its label and aliases without typography."""
        return tuple(parse_label(text).key for text in (self.label, *self.aliases))

    @property
    def loose_keys(self) -> tuple[str, ...]:
        """Its loose headings without typography."""
        return tuple(parse_label(text).key for text in self.loose)
