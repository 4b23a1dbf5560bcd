"""What one installation decides for itself: sources, coverage, limits, parameters (``home/config.yaml``)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from warehouse.errors import ContractError
from warehouse.yaml_text import Closed
from warehouse.yaml_text import parse as parse_yaml

_Model = TypeVar("_Model", bound=BaseModel)
DEFAULT_TEXT = """\
# xianjie 的配置。每一项都可以省略；写错的项会被指出，不会被忽略。

# 数据来源。文件来源放在 inbox/<name>/ 下即可，只有需要固定数据种类（feed）或列映射（mapping）时才写在这里。
# mapping 是映射文件的路径（相对于本文件），格式见 docs/source-mapping.md。
# 数据库来源：连接串放在环境变量里（uri_env），不要写进本文件；query 与 table 二选一。
# sources:
#   - name: 青浦市监
#     kind: files
#     feed: penalty
#     mapping: 青浦市监.mapping.yaml
#   - name: 移送台账
#     kind: postgresql
#     uri_env: XIANJIE_LEDGER_URI
#     feed: transfer
#     table: ledger.transfer
#     update_column: updated_at
sources: []

# “导入最近几日”的日数：按来源的更新时间列，没有时按该类数据的主要日期。
recent_days: 7

# 各类数据确已齐备的期间（除了从文件本身看出的期间以外）。
# coverage:
#   transfer:
#     - {from: 2024-01-01, to: 2024-12-31}
coverage: {}
# 同一类数据的两次交付，间隔不超过这些日数的视为连续。
coverage_gap_days: 31

# 所在省、自治区、直辖市的行政区划代码前两位，如上海 "31"：用本省确定的数额标准（models/rulebook/provinces）。
# 不填时，只在全国幅度的上限以上认定达到，幅度之内为“事实不足”。
province:

# 模型参数，按模型编号；可用的参数见 docs/reference/models。
parameters: {}

# 读取文件的上限：防止压缩炸弹和损坏的文件拖垮机器。
limits:
  unzipped_mb: 4096
  zip_ratio: 200
  columns: 2000
  line_kb: 1024
"""


class Limits(Closed):
    """How large a delivered file may be in ways that no honest file is.

    Parameters
    ----------
    unzipped_mb, zip_ratio : int
        A workbook is refused before it is opened if it unpacks to more, or by a larger factor.
    columns, line_kb : int
        A table with more columns, or a text file without a line break in its beginning, is refused.
    """

    unzipped_mb: int = Field(4096, ge=1)
    zip_ratio: int = Field(200, ge=2)
    columns: int = Field(2000, ge=2)
    line_kb: int = Field(1024, ge=1)


class Period(Closed):
    """A period for which a feed is known to be complete."""

    from_: date = Field(alias="from")
    to: date

    @model_validator(mode="after")
    def _runs_forward(self) -> Period:
        if self.to < self.from_:
            raise ValueError("to：不得早于 from")
        return self


class Source(Closed):
    """One deliverer of data.

    Parameters
    ----------
    name : str
        The source's name; for files also its folder in the inbox.
    kind : {"files", "postgresql"}
        Files in the inbox, or a query on its database.
    feed : str, optional
        The feed it delivers; recognised from names and headers where it is not given.
    mapping : str, optional
        Mapping file, relative to the configuration; see ``docs/source-mapping.md``.
    uri, uri_env : str, optional
        Connection string, or the environment variable that holds it.
    query, table : str, optional
        What to read from the database.
    update_column : str, optional
        Column that says when a row changed; decides which rows are recent.
    """

    name: str = Field(min_length=1)
    kind: Literal["files", "postgresql"] = "files"
    feed: str | None = None
    mapping: str | None = None
    uri: str | None = None
    uri_env: str | None = None
    query: str | None = None
    table: str | None = None
    update_column: str | None = None

    @model_validator(mode="after")
    def _fits_kind(self) -> Source:
        database = {"uri": self.uri, "uri_env": self.uri_env, "query": self.query, "table": self.table}
        given = [name for name, value in database.items() if value]
        if self.kind == "files":
            if given or self.update_column:
                raise ValueError(f"{', '.join(given) or 'update_column'}：仅用于数据库来源")
            return self
        if bool(self.uri) == bool(self.uri_env):
            raise ValueError("uri_env 与 uri：写明其中之一")
        if bool(self.query) == bool(self.table):
            raise ValueError("query 与 table：写明其中之一")
        if not self.feed:
            raise ValueError("feed：数据库来源须写明数据类别")
        return self


class Config(Closed):
    """The installation's configuration; every part has a default."""

    sources: list[Source] = Field([])
    recent_days: int = Field(7, ge=1)
    coverage: dict[str, list[Period]] = Field({})
    coverage_gap_days: int = Field(31, ge=0)
    province: str | None = Field(None, pattern=r"^[1-9][0-9]$")
    parameters: dict[str, dict[str, float]] = Field({})
    limits: Limits = Limits()
    folder: Path | None = Field(None, exclude=True)

    @classmethod
    def load(cls, path: Path) -> Config:
        """Read the configuration, writing the commented default on first use.

        Raises
        ------
        ContractError
            Names the file, the key and what is wrong.
        """
        if not path.exists():
            write_default(path)
        try:
            data = parse_yaml(path.read_text("utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise ContractError("不是可读的 YAML", where=path.name, found=_line(error)) from None
        if data is not None and not isinstance(data, dict):
            raise ContractError("不是配置文件", where=path.name, expected="“键: 值”形式的行")
        return checked(cls, {**(data or {}), "folder": path.parent}, path.name)

    @property
    def periods(self) -> list[tuple[str, date, date]]:
        """The coverage as (feed, from, to)."""
        return [(feed, p.from_, p.to) for feed, periods in self.coverage.items() for p in periods]

    def source(self, name: str) -> Source | None:
        """Return the file source called ``name``, if it is configured."""
        return next((s for s in self.sources if s.kind == "files" and s.name == name), None)

    @property
    def databases(self) -> list[Source]:
        """The sources that are databases."""
        return [source for source in self.sources if source.kind != "files"]


def write_default(path: Path) -> None:
    """Write the configuration with its defaults and a comment on each part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(DEFAULT_TEXT, "utf-8")


def checked(model: type[_Model], data: Any, where: str) -> _Model:
    """Build ``model`` from what a YAML file holds.

    Raises
    ------
    ContractError
        One line: file and key, what is wrong, what is allowed.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        unknown = first["type"] == "extra_forbidden"
        raise ContractError(
            "没有这个配置项" if unknown else "配置项有误：" + _in_chinese(first),
            where=f"{where} · {place}" if place else where,
            found="" if isinstance(first["input"], dict | list) or unknown else repr(first["input"]),
            expected=_keys(model) if unknown and len(first["loc"]) == 1 else "",
            action="请更正该文件",
        ) from None


# What the library says in English, by its name for the mistake or by how that name begins.
_MISTAKES = (
    ("missing", "缺少这一项"),
    ("string_too_short", "不应为空"),
    ("string_pattern_mismatch", "应符合 {pattern}"),
    ("string", "应为文字，数字须加引号"),
    ("int", "应为整数"),
    ("float", "应为数字"),
    ("bool", "应为 true 或 false"),
    ("date", "应为日期，如 2026-11-24"),
    ("list", "应为列表"),
    ("tuple", "应为列表"),
    ("dict", "应为“键: 值”"),
    ("model", "应为“键: 值”"),
    ("literal_error", "应为 {expected}"),
    ("greater_than_equal", "不应小于 {ge}"),
    ("greater_than", "应大于 {gt}"),
    ("less_than_equal", "不应大于 {le}"),
    ("less_than", "应小于 {lt}"),
)


def _keys(model: type[BaseModel]) -> str:
    return ", ".join(sorted(name for name, field in model.model_fields.items() if not field.exclude))


def _in_chinese(mistake: ErrorDetails) -> str:
    for name, meaning in _MISTAKES:
        if mistake["type"].startswith(name):
            return meaning.format(**mistake.get("ctx", {})).replace(" or ", " 或 ")
    return mistake["msg"].removeprefix("Value error, ")


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
