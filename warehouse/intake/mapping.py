"""Source mappings: how the columns of a source that has its own become the columns of a feed.

A mapping is a YAML file, see ``docs/source-mapping.md``. It stands in ``home/config.yaml``, beside the
data, or ships with the project (``warehouse/intake/mappings``), in this order.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from fnmatch import fnmatch
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Literal

import pyarrow as pa
import yaml
from pydantic import Field, model_validator

from warehouse.config import Config, checked
from warehouse.contract import Feed
from warehouse.errors import ContractError
from warehouse.intake.headers import SEARCHED_ROWS, FoundHeader
from warehouse.intake.table import CsvScan, Table, schema
from warehouse.yaml_text import Closed
from warehouse.yaml_text import parse as parse_yaml

SHIPPED = Path(__file__).with_name("mappings")
BESIDE = "mapping.yaml"
_SHANGHAI = timezone(timedelta(hours=8))
_TAG = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d)\b[^<>]*>", re.IGNORECASE)
_EPOCH = re.compile(r"\d{1,13}")
_Row = Mapping[str, str | None]


class When(Closed):
    """A condition on another field of the record; exactly one test."""

    field: str
    equals: str | None = None
    one_of: list[str] | None = None
    matches: str | None = None
    is_empty: bool | None = None

    @model_validator(mode="after")
    def _one_test(self) -> When:
        tests = (self.equals, self.one_of, self.matches, self.is_empty)
        if sum(test is not None for test in tests) != 1:
            raise ValueError("when：equals、one_of、matches、is_empty 写明其中之一")
        return self

    def holds(self, row: _Row) -> bool:
        """Say whether the record meets the condition."""
        value = row.get(self.field) or ""
        if self.is_empty is not None:
            return (not value.strip()) == self.is_empty
        if self.equals is not None:
            return value.strip() == self.equals
        if self.one_of is not None:
            return value.strip() in self.one_of
        return re.search(self.matches or "", value) is not None


class Term(Closed):
    """One way to fill a column.

    Parameters
    ----------
    field : str, optional
        Field of the source (nested JSON with dots).
    constant : str, optional
        A fixed text instead.
    extract : str, optional
        Regular expression on the field; the group ``value`` (and ``unit``, if there is one) is taken.
    template : str, optional
        Text around the extracted value: ``税务公示id={value}``.
    clean : {"html"}, optional
        Take tags off, unescape entities, fold white space.
    date : {"epoch_seconds", "epoch_milliseconds"}, optional
        A bare number is a time since 1970; other dates stay as they are.
    empty : list of str
        Texts that mean nothing was written.
    when : When, optional
        Use this term only for such records.
    derived : bool
        The source does not state it: the column is marked as derived.
    """

    field: str | None = None
    constant: str | None = None
    extract: str | None = None
    template: str | None = None
    clean: Literal["html"] | None = None
    date: Literal["epoch_seconds", "epoch_milliseconds"] | None = None
    empty: list[str] = Field([])
    when: When | None = None
    derived: bool = False

    @model_validator(mode="after")
    def _is_whole(self) -> Term:
        self._check()
        return self

    def _check(self) -> None:
        if (self.field is None) == (self.constant is None):
            raise ValueError("field 与 constant：写明其中之一")
        if self.constant is not None and (self.extract or self.clean or self.date):
            raise ValueError("extract、clean、date 用于 field，不用于 constant")
        if self.template is not None and self.extract is None:
            raise ValueError("template：须与 extract 同用")
        if self.extract is not None:
            try:
                groups = re.compile(self.extract).groupindex
            except re.error as error:
                raise ValueError(f"extract：不是正则表达式（{error}）") from None
            if "value" not in groups:
                raise ValueError("extract：所要的部分以 (?P<value>…) 标明")

    def value(self, row: _Row) -> str | None:
        """Return the text this term finds in the record, None if it finds nothing."""
        if self.when is not None and not self.when.holds(row):
            return None
        if self.field is None:
            return self.constant
        text = (row.get(self.field) or "").strip()
        if self.clean:
            text = clean_html(text)
        if text in self.empty:
            return None
        if self.extract is not None:
            found = re.search(self.extract, text)
            if found is None:
                return None
            parts = found.groupdict()
            text = (parts["value"] or "") + (parts.get("unit") or "")
            text = self.template.replace("{value}", text) if self.template else text
        if self.date is not None and _EPOCH.fullmatch(text):
            text = _from_epoch(text, self.date)
        return None if not text or text in self.empty else text


class ColumnRule(Term):
    """How one column is filled: by a term, or by the first of several that finds something."""

    first_of: list[Term] = Field([])

    def _check(self) -> None:
        if not self.first_of:
            super()._check()
        elif self.model_fields_set != {"first_of"}:
            raise ValueError("first_of：不与其他项并列")

    @property
    def terms(self) -> Sequence[Term]:
        """The terms in the order in which they are tried."""
        return self.first_of or [self]


class Match(Closed):
    """Which files a mapping that ships with the project is for."""

    file_name: str


class SourceMapping(Closed):
    """A source's columns to the columns of a feed.

    Parameters
    ----------
    name : str
        Name of the mapping.
    feed : str
        The feed it yields.
    match : Match, optional
        Files it is for, where it ships with the project.
    columns : dict of str to ColumnRule
        Canonical column to how it is filled.
    """

    name: str
    feed: str
    match: Match | None = None
    columns: dict[str, ColumnRule] = Field(min_length=1)

    @cached_property
    def fields(self) -> set[str]:
        """Every field of the source that the mapping uses."""
        terms = [term for rule in self.columns.values() for term in rule.terms]
        conditions = {term.when.field for term in terms if term.when}
        return conditions | {term.field for term in terms if term.field}

    @property
    def constants(self) -> frozenset[str]:
        """The columns that hold the same text in every line, also in those that are no records."""
        return frozenset(
            column
            for column, rule in self.columns.items()
            if all(term.field is None and term.when is None for term in rule.terms)
        )

    def source_field(self, column: str) -> str | None:
        """Return the field that fills ``column`` as it stands, if one does."""
        rule = self.columns.get(column)
        if rule is None:
            return None
        return next((term.field for term in rule.terms if term.field and not term.extract), None)

    def find_header(self, rows: Sequence[Sequence[str | None]]) -> FoundHeader | None:
        """Find the row that holds most of the source's fields."""
        best: FoundHeader | None = None
        for number, row in enumerate(rows[:SEARCHED_ROWS]):
            texts = [(cell or "").strip() or None for cell in row]
            known = len(self.fields & {text for text in texts if text})
            if known and (best is None or known > best.known):
                best = FoundHeader(number, number, list(texts), known)
        return best

    def apply(self, row: _Row) -> tuple[dict[str, str | None], list[str]]:
        """Return the columns of one record, and which of them are derived."""
        filled: dict[str, str | None] = {}
        derived: list[str] = []
        for column, rule in self.columns.items():
            for term in rule.terms:
                value = term.value(row)
                if value is not None:
                    filled[column] = value
                    if term.derived:
                        derived.append(column)
                    break
        return filled, derived

    def map_table(self, table: Table) -> Table:
        """Return the table with the feed's columns; fields the mapping does not use are kept.

        Raises
        ------
        TypeError
            If the rows are still a file that DuckDB reads: terms are applied row by row.
        """
        if isinstance(table.rows, CsvScan):
            raise TypeError("a mapped table is read row by row")
        names = [text or f"列{i + 1}" for i, text in enumerate(table.headers)]
        kept = [i for i, name in enumerate(names) if name not in self.fields]
        headers = [*self.columns, *(names[i] for i in kept)]
        shape = schema(len(headers), derived=True)
        reader = table.rows

        def parts() -> Iterator[pa.RecordBatch]:
            for batch in reader:
                columns = [column.to_pylist() for column in batch.columns[1 : len(names) + 1]]
                rows: list[Sequence[str | None]] = []
                derived: list[list[str] | None] = []
                for cells in zip(*columns, strict=True):
                    # A blank line stays blank: constants would make a record of it.
                    is_blank = not any(cell and cell.strip() for cell in cells)
                    filled, from_others = (
                        ({}, []) if is_blank else self.apply(dict(zip(names, cells, strict=True)))
                    )
                    rows.append([*(filled.get(column) for column in self.columns), *(cells[i] for i in kept)])
                    derived.append(from_others or None)
                arrays = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
                yield pa.RecordBatch.from_arrays(
                    [batch.columns[0], *arrays, pa.array(derived, pa.list_(pa.string()))], schema=shape
                )

        direct = {field: column for column in self.columns if (field := self.source_field(column))}
        return Table(
            table.sheet,
            table.format,
            table.encoding,
            list(headers),
            table.header_row,
            pa.RecordBatchReader.from_batches(shape, parts()),
            table.bad,
            [*table.notes, f"按来源映射「{self.name}」转换"],
            {name: direct.get(name) for name in names},
            table.unit,
            self.constants,
        )


def clean_html(text: str) -> str:
    """Return the text a reader of the page would see."""
    plain = html.unescape(_TAG.sub("", _BREAK.sub(" ", html.unescape(text) if "&lt;" in text else text)))
    return " ".join(plain.split())


def _from_epoch(text: str, unit: str) -> str:
    if len(text) == 8 and text[:2] in ("19", "20"):  # 20240718 is a day, not a moment of 1970
        return text
    seconds = int(text) / (1000 if unit == "epoch_milliseconds" else 1)
    return datetime.fromtimestamp(seconds, _SHANGHAI).date().isoformat()


def read_mapping(file: Path, feeds: Mapping[str, Feed]) -> SourceMapping:
    """Read a mapping file.

    Raises
    ------
    ContractError
        Names the file, the key and what is allowed.
    """
    try:
        data = parse_yaml(file.read_text("utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContractError("来源映射无法读取", where=str(file), found=" ".join(str(error).split())) from None
    mapping = checked(SourceMapping, data, file.name)
    if mapping.feed not in feeds:
        raise ContractError(
            "没有这类数据",
            where=f"{file.name} · feed",
            found=mapping.feed,
            expected="、".join(f"{name}（{contract.label}）" for name, contract in feeds.items()),
        )
    unknown = set(mapping.columns) - set(feeds[mapping.feed].names)
    if unknown:
        raise ContractError(
            "没有这个列",
            where=f"{file.name} · columns",
            found=", ".join(sorted(unknown)),
            expected=", ".join(feeds[mapping.feed].names),
        )
    return mapping


def find_mapping(path: Path, source: str, config: Config, feeds: Mapping[str, Feed]) -> SourceMapping | None:
    """Return the mapping for a file: configured for its source, beside it, or shipped for its name.

    Raises
    ------
    ContractError
        If the mapping is wrong; names file and key.
    """
    file = _mapping_file(path, source, config)
    return read_mapping(file, feeds) if file else None


def mapping_digest(path: Path, source: str, config: Config) -> str:
    """Return what tells one mapping of a file from another: the digest of the mapping, empty without one."""
    file = _mapping_file(path, source, config)
    return sha256(file.read_bytes()).hexdigest() if file and file.is_file() else ""


def _mapping_file(path: Path, source: str, config: Config) -> Path | None:
    configured = config.source(source)
    if configured and configured.mapping:
        return (config.folder or Path()) / configured.mapping
    for beside in (path.with_name(f"{path.stem}.{BESIDE}"), path.with_name(BESIDE)):
        if beside.is_file():
            return beside
    return next((file for names, file in _shipped() if fnmatch(path.name, names)), None)


@cache
def _shipped() -> list[tuple[str, Path]]:
    """Return the mappings that ship with the project, by the names of the files that they are for."""
    read = [(parse_yaml(file.read_text("utf-8")), file) for file in sorted(SHIPPED.glob("*.yaml"))]
    return [(data["match"]["file_name"], file) for data, file in read if data.get("match")]
