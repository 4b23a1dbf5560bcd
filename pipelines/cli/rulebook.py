"""Commands on the rulebook: ``xianjie rulebook check``, ``list`` and ``show``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol, TypeVar

import typer

from pipelines.cli.common import JsonOption, day, show_json

if TYPE_CHECKING:
    from pydantic import BaseModel

    from models.rulebook import Rulebook

app = typer.Typer(
    help="规则库：检查规则文件，列出并查看追诉标准、期限、罚款规范、各省数额标准和总则规则。",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Part(StrEnum):
    """The parts of the rulebook."""

    offences = "offences"
    clocks = "clocks"
    penalties = "penalties"
    provinces = "provinces"
    general = "general"


_PART_ZH = {
    Part.offences: "罪名",
    Part.clocks: "期限",
    Part.penalties: "罚款规范",
    Part.provinces: "各省标准",
    Part.general: "总则规则",
}


class _Dated(Protocol):
    @property
    def from_on(self) -> date: ...

    @property
    def to_on(self) -> date | None: ...


_Some = TypeVar("_Some", bound=_Dated)


@app.command(
    help="检查全部规则文件，逐个列出罪名的版本。",
    epilog="示例：xianjie rulebook check models/rulebook/offences",
)
def check(
    path: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="罪名文件夹（默认：随程序提供的规则库）")
    ] = None,
) -> None:
    """Read and check every rule file."""
    from models.rulebook import load_rulebook
    from models.rulebook.clocks import load_clocks
    from models.rulebook.general import load_general
    from models.rulebook.penalties import load_mitigations, load_penalties, norms
    from models.rulebook.provinces import load_provinces

    rulebook = load_rulebook(path)
    for line in _offences(rulebook):
        print(line)
    versions = sum(len(offence.versions) for offence in rulebook.offences.values())
    found = [
        f"{len(rulebook.offences)} 个罪名 {versions} 个版本",
        f"{len(load_clocks())} 项期限",
        f"{len(list(norms(load_penalties(rulebook.vocabulary))))} 条罚款规范",
        f"{len(load_mitigations())} 条减轻、不予处罚规定",
        f"{len(load_provinces(rulebook.vocabulary))} 个省的数额标准",
        f"{len(load_general(rulebook))} 条总则规则",
    ]
    print("规则库无误：" + "，".join(found))


@app.command(
    name="list",
    help="列出规则库的一部分或者全部：代码、名称、施行日期、可信度。",
    epilog="示例：xianjie rulebook list penalties",
)
def list_(
    part: Annotated[Part | None, typer.Argument(metavar="PART", help="哪一部分（默认：全部）")] = None,
) -> None:
    """List what the rulebook holds."""
    from models.rulebook import load_rulebook

    rulebook = load_rulebook()
    tellers: dict[Part, Callable[[Rulebook], Iterator[str]]] = {
        Part.offences: _offences,
        Part.clocks: _clocks,
        Part.penalties: _penalties,
        Part.provinces: _provinces,
        Part.general: _general,
    }
    for name, tell in tellers.items():
        for line in tell(rulebook) if part in (None, name) else ():
            print(line if part else f"{_PART_ZH[name]}\t{line}")


def _offences(rulebook: Rulebook) -> Iterator[str]:
    for offence in rulebook.offences.values():
        draft = "\t草案" if offence.status == "draft" else ""
        yield f"{offence.code}\t{offence.heading}\t{_dates(offence.versions)}{draft}"


def _clocks(_: Rulebook) -> Iterator[str]:
    from models.rulebook.clocks import load_clocks

    for name, clock in load_clocks().items():
        last = clock.versions[-1]
        yield f"{name}\t{clock.zh}\t{last.told()}\t{_dates(clock.versions)}\t{last.confidence}"


def _penalties(rulebook: Rulebook) -> Iterator[str]:
    from models.rulebook.penalties import load_penalties, norms

    for norm in norms(load_penalties(rulebook.vocabulary)):
        last = norm.versions[-1]
        yield f"{norm.id}\t{norm.heading}\t{norm.zh}\t{_dates(norm.versions)}\t{last.confidence}"


def _provinces(rulebook: Rulebook) -> Iterator[str]:
    from models.rulebook.provinces import load_provinces

    for code, province in load_provinces(rulebook.vocabulary).items():
        lines = "、".join(rulebook.vocabulary.zh(table) for table in province.lines)
        yield f"{code}\t{province.name}\t{lines}"


def _general(rulebook: Rulebook) -> Iterator[str]:
    from models.rulebook.describe_norms import value_zh
    from models.rulebook.general import load_general

    for name, rule in load_general(rulebook).items():
        last = rule.versions[-1]
        yield f"{name}\t{rule.zh}\t{value_zh(rule, last)}\t{_dates(rule.versions)}\t{last.confidence}"


def _dates(versions: Iterable[_Dated]) -> str:
    return ", ".join(str(version.from_on) for version in versions)


@app.command(
    help="显示一个罪名、期限、罚款规范、总则规则或者省：标准、来源与可信度。",
    epilog="示例：xianjie rulebook show 214 --on 2025-04-25",
)
def show(
    code: Annotated[
        str,
        typer.Argument(
            metavar="CODE",
            help="罪名代码（214、140-tobacco）或名称、期限、罚款规范或总则规则代码（police_review、food_label、criminal_age_years）、省（31）",
        ),
    ],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="哪一日有效（默认：全部版本）")
    ] = None,
    province: Annotated[
        str | None, typer.Option(metavar="CODE", help="填入一省（如 31）自定的数额标准")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show one entry as of a day, or all its versions."""
    from models.rulebook import load_rulebook
    from models.rulebook.clocks import load_clocks
    from models.rulebook.general import load_general
    from models.rulebook.penalties import load_penalties, norms
    from models.rulebook.provinces import load_provinces

    asked: date | None = None if on is None else day(on)
    rulebook = load_rulebook(province=province)
    known = {norm.id: norm for norm in norms(load_penalties(rulebook.vocabulary))}
    clocks, provinces = load_clocks(), load_provinces(rulebook.vocabulary)
    general = load_general(rulebook)
    if code in clocks:
        from models.rulebook.describe_norms import clock_lines

        terms = _in_force(code, clocks[code].versions, asked)
        _tell(as_json, code, clocks[code].zh, terms, clock_lines(clocks[code], terms))
    elif code in known:
        from models.rulebook.describe_norms import norm_lines

        versions = _in_force(code, known[code].versions, asked)
        _tell(as_json, code, known[code].zh, versions, norm_lines(known[code], versions, rulebook.vocabulary))
    elif code in general:
        from models.rulebook.describe_norms import general_lines

        values = _in_force(code, general[code].versions, asked)
        _tell(as_json, code, general[code].zh, values, general_lines(general[code], values, rulebook))
    elif code in provinces:
        from models.rulebook.describe_norms import province_lines

        local = provinces[code]
        _tell(as_json, code, local.name, [local], province_lines(local, rulebook.vocabulary))
    else:
        from models.rulebook.describe import version_lines

        offence = rulebook.offence(code)
        lines: list[str] = []
        versions_of = _in_force(offence.code, offence.versions, asked)
        for version in versions_of:
            lines += [*([""] if lines else []), *version_lines(offence, version, rulebook.vocabulary)]
        _tell(as_json, offence.code, offence.name, versions_of, lines)


def _in_force(code: str, versions: Sequence[_Some], asked: date | None) -> list[_Some]:
    """Return the versions in force on a day; all of them, if none is asked for."""
    from warehouse.errors import RulebookError

    found = [
        version
        for version in versions
        if asked is None or (version.from_on <= asked and (version.to_on is None or asked <= version.to_on))
    ]
    if not found:
        first = versions[0].from_on
        raise RulebookError("该日没有有效的版本", where=f"{code} {asked}", expected=f"{first} 起的日期")
    return found


def _tell(as_json: bool, code: str, name: str, versions: Iterable[BaseModel], lines: Iterable[str]) -> None:
    if as_json:
        told: list[Any] = [v.model_dump(mode="json", by_alias=True, exclude_none=True) for v in versions]
        show_json({"code": code, "name": name, "versions": told})
    else:
        print("\n".join(lines))
