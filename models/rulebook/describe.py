"""Says in Chinese what the rule files say in YAML."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from models.rulebook.grammar import (
    All,
    Any_,
    AtLeast,
    Condition,
    FlagSet,
    Lines,
    LocalValue,
    MeasureLine,
    Near,
    Not,
    Prior,
    PriorCount,
    Provincial,
    Some,
    SumLine,
)
from models.rulebook.offence import Cited, Exclusion, Offence, Route, Version
from models.rulebook.vocabulary import Vocabulary

_TEN_THOUSAND = 10_000
_PRIOR_KINDS = {"admin": "行政处罚", "criminal": "刑事处罚"}
_WINDOW_STARTS = {
    "act": "自本次行为之日回溯",
    "first_penalty_effective": "自第一次处罚生效之日至本次行为之日",
    None: "不限期间",
}
UNCONFIRMED_ZH = "〔待确认，不触发〕"
_SUBJECTS = {"person": "个人", "unit": "单位"}


def amount_zh(value: Decimal, unit: str) -> str:
    """Return a number with its unit as a lawyer writes it: 5万元, 10000件, 10%."""
    if unit == "比例":
        return f"{format((value * 100).normalize(), 'f')}%"
    whole = value.normalize()
    if whole >= _TEN_THOUSAND and whole % 1000 == 0:
        return f"{format((whole / _TEN_THOUSAND).normalize(), 'f')}万{unit}"
    return f"{format(whole, 'f')}{unit}"


def condition_zh(condition: Condition, vocabulary: Vocabulary) -> str:
    """Return a condition in words."""
    if isinstance(condition, MeasureLine):
        amount = vocabulary.amounts[condition.measure]
        return f"{amount.zh}{_line_zh(condition.at_least, amount.unit)}"
    if isinstance(condition, SumLine):
        parts = [
            vocabulary.zh(part.measure) + ("" if part.times == 1 else f"×{format(part.times, 'f')}")
            for part in condition.sum
        ]
        unit = vocabulary.amounts[condition.sum[0].measure].unit
        return f"（{' + '.join(parts)}）{_line_zh(condition.at_least, unit)}"
    if isinstance(condition, FlagSet):
        return vocabulary.zh(condition.flag)
    if isinstance(condition, Not):
        return f"非“{condition_zh(condition.condition, vocabulary)}”"
    if isinstance(condition, All):
        return "，且".join(_grouped(part, vocabulary) for part in condition.all)
    if isinstance(condition, Any_):
        return "，或者".join(_grouped(part, vocabulary) for part in condition.any)
    if isinstance(condition, Some):
        words = "；".join(_grouped(part, vocabulary) for part in condition.of)
        return f"下列至少 {condition.some} 项：{words}"
    return prior_zh(condition.prior) if isinstance(condition, Prior) else _near_zh(condition)


def _near_zh(near: Near) -> str:
    return f"达到{'、'.join(near.near)}各标准的 {format(near.share * 100, 'f')}%"


def _grouped(condition: Condition, vocabulary: Vocabulary) -> str:
    words = condition_zh(condition, vocabulary)
    return f"〔{words}〕" if isinstance(condition, All | Any_ | Some) else words


def _line_zh(at_least: AtLeast, unit: str) -> str:
    if isinstance(at_least, Provincial):
        words = f" ≥ 本省标准（全国幅度 {amount_zh(at_least.least, unit)}至{amount_zh(at_least.most, unit)}）"
        local = at_least.local
        return words if local is None else f"{words}，{_local_zh(local, unit)}"
    if isinstance(at_least, Lines):
        return f" ≥ {amount_zh(at_least.person, unit)}（个人）／{amount_zh(at_least.unit, unit)}（单位）"
    return f" ≥ {amount_zh(at_least, unit)}"


def _local_zh(local: LocalValue, unit: str) -> str:
    unsure = "，未核对，判断时不用" if local.confidence == "M" else ""
    return f"本省 {amount_zh(local.value, unit)}（{local.cite}，可信度 {local.confidence}{unsure}）"


def prior_zh(prior: PriorCount) -> str:
    """Return an earlier-penalty condition in words."""
    kinds = "或者".join(_PRIOR_KINDS[kind] for kind in prior.kinds)
    span = f"{prior.within.zh}内" if prior.within else "此前"
    by = f"{prior.by}的" if prior.by else ""
    start = "" if prior.within is None else f"（{_WINDOW_STARTS[prior.window_start]}）"
    return f"{span}因同类行为受过{by}{kinds} {prior.at_least} 次以上{start}"


def route_zh(route: Route, vocabulary: Vocabulary) -> str:
    """Return what a route asks for, in words."""
    return condition_zh(route.when, vocabulary)


def span_zh(from_on: date | None, to_on: date | None) -> str:
    """Return a span of validity in words."""
    if from_on is None:
        return f"至 {to_on}" if to_on else "不限"
    return f"{from_on} 至 {to_on}" if to_on else f"{from_on} 起"


def basis_zh(cited: Cited) -> str:
    """Return articles of an administrative law in words; a law may be named by an expression."""
    span = (
        "" if cited.from_on is None and cited.to_on is None else f"（{span_zh(cited.from_on, cited.to_on)}）"
    )
    return f"《{cited.law.replace('?', '')}》{'、'.join(cited.articles)}{span}"


def subjects_zh(offence: Offence) -> str:
    """Return who can commit the offence, and whom a unit's record is about where no unit can."""
    told = "、".join(_SUBJECTS[kind] for kind in offence.subjects)
    if "unit" in offence.subjects:
        return told
    if offence.only_persons is not None:
        return f"{told}（单位的案件不判断；{offence.only_persons.cite()}）"
    return f"{told}（单位实施的，按个人标准提示，追究组织、策划、实施者）"


def version_lines(offence: Offence, version: Version, vocabulary: Vocabulary) -> list[str]:
    """Return one version in words, a line each."""
    lines = [
        f"{offence.heading} · {span_zh(version.from_on, version.to_on)}",
        f"来源：{version.source.cite()}（可信度 {version.confidence}）",
    ]
    if version.note:
        lines.append(f"说明：{version.note}")
    if version.requires is not None:
        lines.append(f"前提：{condition_zh(version.requires, vocabulary)}")
    lines.append("达到下列任一标准：")
    for route in version.routes:
        own = (
            ""
            if route.source is None
            else f"（{route.source.cite()}，可信度 {version.confidence_of(route)}）"
        )
        repeat = "〔屡罚〕" if route.repeat else ""
        repeat += UNCONFIRMED_ZH if version.confidence_of(route) == "M" else ""
        lines.append(f"  {repeat}{route.zh}：{route_zh(route, vocabulary)}{own}")
    lines += [f"  未建模：{words}" for words in version.not_modelled]
    years = [
        f"基本 {offence.basic_years(version)} 年",
        *(f"{tier.zh} {tier.years} 年" for tier in version.tiers),
    ]
    lines.append("追诉时效：" + "；".join(years))
    lines += [f"不适用：{exclusion_zh(exclusion)}" for exclusion in offence.exclusions]
    lines.append("行政依据：" + "；".join(basis_zh(basis) for basis in offence.admin_basis))
    return lines


def exclusion_zh(exclusion: Exclusion) -> str:
    """Return what excludes an offence, where that stands and what follows where it is not certain."""
    unsettled = "；载有而未查清的，列为事实不足" if exclusion.must_be_known else ""
    return f"{exclusion.zh}（{exclusion.source.cite()}；代码 {exclusion.code}{unsettled}）"
