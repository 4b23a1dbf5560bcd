"""For whom a snapshot is published and what is hidden from them: ``profiles.yaml``, and its SQL."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Generic, Literal, TypeVar

import duckdb
from pydantic import ConfigDict, Field, ValidationError

from pipelines.outputs.masking import (
    is_firm_sql,
    mask_ids_sql,
    mask_name_sql,
    mask_owner_sql,
    mask_person_sql,
    mask_text_sql,
)
from warehouse.column import Column
from warehouse.contract import Feed
from warehouse.errors import XianjieError
from warehouse.tables import literal
from warehouse.yaml_text import Closed, parse

FILE = Path(__file__).with_suffix(".yaml")
DEFAULT = "agency"
_T = TypeVar("_T")
_HIDDEN = "'＊＊'"
_NAMES = """
SELECT name, {shown} AS shown FROM (SELECT DISTINCT trim("{name}") AS name FROM {table})
WHERE length(name) >= 2 AND NOT {is_firm} AND NOT regexp_matches(name, '[某×*＊]')
"""


class _Strict(Closed):
    model_config = ConfigDict(strict=True)


class Rule(_Strict, Generic[_T]):
    """How one kind of value is treated, and why."""

    treatment: _T
    why: str = Field(min_length=1)


class Profile(_Strict):
    """One profile; the fields are explained at the head of ``profiles.yaml``."""

    title_zh: str
    persons: Rule[Literal["shown", "surname", "pseudonym"]]
    firms: Rule[Literal["shown", "pseudonym"]]
    bodies: Rule[Literal["shown", "pseudonym"]]
    officials: Rule[Literal["shown", "surname", "dropped"]]
    texts: Rule[Literal["shown", "dropped"]]
    numbers: Rule[Literal["shown", "dropped"]]
    credit_codes: Rule[Literal["shown", "dropped"]]
    dates: Rule[Literal["day", "month"]]
    smallest_group: Rule[int]

    def told(self) -> list[tuple[str, str, str]]:
        """Return kind of value, treatment and reason, for whoever opens the snapshot."""
        kinds = [name for name in type(self).model_fields if name != "title_zh"]
        return [(kind, str(getattr(self, kind).treatment), getattr(self, kind).why) for kind in kinds]


class Profiles(_Strict):
    """Everything that ``profiles.yaml`` says."""

    bodies: frozenset[str] = Field(strict=False)
    officials: frozenset[str] = Field(strict=False)
    persons: frozenset[str] = Field(strict=False)
    party_lists: frozenset[str] = Field(strict=False)
    codes: frozenset[str] = Field(strict=False)
    offences: frozenset[str] = Field(strict=False)
    no_names: list[str]
    profiles: dict[str, Profile]


@lru_cache(maxsize=1)
def load() -> Profiles:
    """Return the profiles.

    Raises
    ------
    XianjieError
        If the file says something else than it may.
    """
    try:
        return Profiles.model_validate(parse(FILE.read_text("utf-8")))
    except ValidationError as error:
        raise XianjieError("快照范围的定义有误", where=str(FILE), found=str(error)) from error


def profile(name: str) -> Profile:
    """Return one profile.

    Raises
    ------
    XianjieError
        If there is none of this name.
    """
    known = load().profiles
    if name not in known:
        raise XianjieError("没有这个范围", found=name, expected="、".join(known))
    return known[name]


@dataclass(frozen=True)
class Treatment:
    """The SQL of one profile under one salt; None stands for a column that is left out.

    Parameters
    ----------
    profile : Profile
        How each kind is treated.
    salt : str
        Forgotten after writing.
    has_rulebook : bool
        Whether the pool knows the names of offences.
    """

    profile: Profile
    salt: str
    has_rulebook: bool

    def salted(self, value: str) -> str:
        """Return the SQL of a number that joins inside one snapshot only."""
        return f"left(md5('{self.salt}' || {value}), 16)"

    def party(self, name: str, *, is_person: bool = False) -> str:
        """Return the SQL of a party's name; ``is_person`` if it can be no firm's."""
        whole = mask_ids_sql(name)
        person = {
            "shown": whole,
            "surname": mask_person_sql(name),
            "pseudonym": f"'个人-' || {self.salted(f'trim({name})')}",
        }[self.profile.persons.treatment]
        if self.profile.persons.treatment != "shown":
            whole = mask_owner_sql(whole)
        firm = {"shown": whole, "pseudonym": f"'单位-' || {self.salted(f'trim({name})')}"}
        if is_person:
            return person
        return f"CASE WHEN {is_firm_sql(name)} THEN {firm[self.profile.firms.treatment]} ELSE {person} END"

    def body(self, name: str) -> str:
        """Return the SQL of a body's name."""
        return name if self.profile.bodies.treatment == "shown" else f"'机关-' || {self.salted(name)}"

    def date(self, value: str) -> str:
        """Return the SQL of a date or time."""
        return value if self.profile.dates.treatment == "day" else f"date_trunc('month', {value})::DATE"

    def number(self, value: str) -> str | None:
        """Return the SQL of a document's number."""
        return value if self.profile.numbers.treatment == "shown" else None

    def key(self, value: str) -> str:
        """Return the SQL of a finding's id: it stands in the lists, and so leads where a number does."""
        return self.number(value) or self.salted(value)

    def credit_code(self, value: str) -> str | None:
        """Return the SQL of a credit code; a person's ID number delivered in its place is starred."""
        return mask_ids_sql(value) if self.profile.credit_codes.treatment == "shown" else None

    def text(self, value: str, hidden: dict[str, str]) -> str | None:
        """Return the SQL of words; ``hidden`` says what is written for the value of another column."""
        if self.profile.texts.treatment == "dropped":
            return None
        for column, shown in hidden.items():
            # An empty value would match everywhere; a NUL character stands in no text.
            told = f"coalesce(nullif(trim({column}), ''), chr(0))"
            value = f"replace({value}, {told}, coalesce({shown}, ''))"
        return mask_text_sql(value)

    def column(self, column: Column, feed: Feed) -> str | None:
        """Return the SQL of a feed's column."""
        quoted = f'"{column.name}"'
        known = load()
        if is_secret(column):
            return None
        if column.form == "name":
            return self._name(column.name, quoted)
        if column.form == "number":
            return self.number(quoted)
        if column.type == "uscc":
            return self.credit_code(quoted)
        if column.type in ("date", "timestamp"):
            return self.date(quoted)
        if column.type in ("enum", "list"):
            return self._choice(column, quoted)
        if column.type != "text" or column.name in known.codes:
            return quoted
        if column.name in known.offences and self.profile.texts.treatment == "dropped":
            names = "SELECT name FROM rule.offence" if self.has_rulebook else "NULL"
            return f"CASE WHEN {quoted} IN ({names}) THEN {quoted} END"
        return self.text(quoted, self._hidden(feed))

    def _name(self, name: str, quoted: str) -> str | None:
        if name in load().bodies:
            return self.body(quoted)
        if name not in load().officials:
            return self.party(quoted, is_person=name in load().persons)
        treatment = self.profile.officials.treatment
        if treatment == "dropped":
            return None
        return quoted if treatment == "shown" else mask_person_sql(quoted)

    def _choice(self, column: Column, quoted: str) -> str | None:
        """Return the SQL of an enum or list: a member that the contract does not name is free text."""
        is_list = column.type == "list"
        if column.name in load().party_lists:
            return f"list_transform({quoted}, lambda x: {self.party('x')})"
        if self.profile.texts.treatment == "shown":
            masked = mask_text_sql("x" if is_list else quoted)
            return f"list_transform({quoted}, lambda x: {masked})" if is_list else masked
        values = "[" + ", ".join(literal(value) for value in column.values) + "]::VARCHAR[]"
        if is_list:
            return f"list_filter({quoted}, lambda x: list_contains({values}, x))"
        return f"CASE WHEN list_contains({values}, {quoted}) THEN {quoted} END"

    def _hidden(self, feed: Feed) -> dict[str, str]:
        return {f'"{c.name}"': self.column(c, feed) or _HIDDEN for c in feed.pii_columns}


def is_secret(column: Column) -> bool:
    """Say whether a column is in no snapshot: ID numbers, telephone numbers, addresses of persons."""
    return column.type == "id" or (column.pii and column.form != "name")


def persons(con: duckdb.DuckDBPyConnection, sources: dict[str, list[str]]) -> dict[str, str]:
    """Return every person's name that stands in name columns, with what is written for it.

    A text speaks of other people than its own row does: of suppliers, accomplices, the parties of
    another case. Two names of which one begins the other are both covered, the longer one first.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection to the pool.
    sources : dict of str to list of str
        Tables, each with its columns that name persons.
    """
    columns = [
        _NAMES.format(name=name, table=table, shown=mask_name_sql("name"), is_firm=is_firm_sql("name"))
        for table, own in sources.items()
        for name in own
    ]
    if not columns:
        return {}
    query = " UNION ".join(columns) + " ORDER BY length(name) DESC, name"
    no_names = load().no_names
    return {name: shown for name, shown in con.execute(query).fetchall() if name not in no_names}
