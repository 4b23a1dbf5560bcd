"""Reference pages of the rulebook: one page per offence that a lawyer can read, and an index."""

from __future__ import annotations

from collections.abc import Iterator

from models.rulebook import Rulebook, load_rulebook
from models.rulebook.describe import (
    UNCONFIRMED_ZH,
    basis_zh,
    condition_zh,
    exclusion_zh,
    route_zh,
    span_zh,
    subjects_zh,
)
from models.rulebook.describe_norms import applies_zh, value_zh
from models.rulebook.general import load_general
from models.rulebook.grammar import leaves, measures_of
from models.rulebook.marks import load_marks
from models.rulebook.offence import CONFIDENCE_ZH, Offence, Sign, Version
from models.rulebook.told import neighbours
from pipelines.docs._markdown import bullets, table

_GENERAL = "按行为之日适用；该日没有版本的，不以现行数值代替，列为事实不足。"
_NOTE = "<!-- 由 models/rulebook 生成，请勿手改；修改规则文件后重新生成。 -->"


def pages() -> dict[str, str]:
    """Return every page by its path below ``docs/reference/offences``."""
    rulebook = load_rulebook()
    made = {f"{code}.md": page(offence, rulebook) for code, offence in rulebook.offences.items()}
    return {"README.md": _index(rulebook), **made}


def page(offence: Offence, rulebook: Rulebook) -> str:
    """Return the page of one offence."""
    parts = [
        _NOTE,
        f"# {offence.heading}",
        f"刑法{offence.article} · 代码 `{offence.code}` · 主体：{subjects_zh(offence)}"
        f" · 状态：{'启用' if offence.status == 'active' else '草案（只展示，不触发）'}",
        "## 追诉标准（各版本对照）",
        table(_version_rows(offence, rulebook)),
        "“≥”含本数。各标准相互独立，达到其一即可；〔屡罚〕标准由 f09 判断，f01 不用。"
        "行为时与现行两个版本都达到才提示（从旧兼从轻）；行为时没有解释的，适用其后第一个版本。"
        "追诉时效也取两个版本中较短的一个。",
        "## 判断所需的事实",
        bullets(_needed(offence, rulebook)),
        "## 不适用的情形",
        bullets(exclusion_zh(exclusion) for exclusion in offence.exclusions) or "无特别规定。",
        "## 提示时须人工核对",
        bullets(
            f"{mark.zh}（{mark.source.cite()}，可信度 {mark.confidence}；代码 {code}"
            + ("；级别降一档" if mark.lowers else "")
            + "）"
            for code, mark in load_marks(set(rulebook.offences)).items()
            if mark.offences is None or offence.code in mark.offences
        ),
        "## 数额怎样累计",
        offence.cumulation.zh + "。",
        "## 行政依据",
        bullets(basis_zh(basis) for basis in offence.admin_basis),
        "## 怎样识别案件",
        table(
            [
                ["识别依据", "置信度", "违法行为类型或处罚依据", "案情", "排除"],
                *map(_sign_row, offence.recognise.signs),
            ]
        ),
        bullets(_not_taken_for(offence)),
    ]
    if offence.relations:
        words = rulebook.vocabulary
        told = [f"{words.zh(name)}：{relation.why}" for name, relation in offence.relations.items()]
        where = parts.index("## 行政依据")
        parts[where:where] = ["## 数额之间的关系", bullets(told)]
    if offence.gaps:
        parts += [
            "## 没有版本的期间",
            bullets(f"{span_zh(g.from_on, g.to_on)}：{g.reason}" for g in offence.gaps),
        ]
    return "\n\n".join(parts) + "\n"


def _version_rows(offence: Offence, rulebook: Rulebook) -> list[list[str]]:
    versions = offence.versions
    names = list(dict.fromkeys((route.id, route.repeat) for version in versions for route in version.routes))
    rows = [["", *(span_zh(version.from_on, version.to_on) for version in versions)]]
    rows.append(["来源", *(_source(version) for version in versions)])
    if any(version.requires is not None for version in versions):
        required = [v.requires for v in versions]
        rows.append(["前提", *(condition_zh(r, rulebook.vocabulary) if r else "" for r in required)])
    for name, is_repeat in names:
        cells = [_route_cell(version, name, rulebook) for version in versions]
        title = next(r.zh for v in reversed(versions) for r in v.routes if r.id == name)
        rows.append([("〔屡罚〕" if is_repeat else "") + title, *cells])
    rows.append(["追诉时效", *(_limitation(offence, version, rulebook) for version in versions)])
    if any(version.not_modelled for version in versions):
        rows.append(["未建模", *("；".join(version.not_modelled) for version in versions)])
    if any(version.note for version in versions):
        rows.append(["说明", *(version.note or "" for version in versions)])
    return rows


def _source(version: Version) -> str:
    note = f"；{version.source.note}" if version.source.note else ""
    return f"{version.source.cite()}{note}〔{version.confidence} {CONFIDENCE_ZH[version.confidence]}〕"


def _route_cell(version: Version, name: str, rulebook: Rulebook) -> str:
    for route in version.routes:
        if route.id == name:
            own = f"<br>{route.source.cite()}〔{version.confidence_of(route)}〕" if route.source else ""
            unsure = UNCONFIRMED_ZH if version.confidence_of(route) == "M" else ""
            return unsure + route_zh(route, rulebook.vocabulary) + own
    return "—"


def _limitation(offence: Offence, version: Version, rulebook: Rulebook) -> str:
    told = [f"{offence.basic_years(version)} 年"]
    for tier in version.tiers:
        told.append(f"{tier.years} 年：{tier.zh}（{condition_zh(tier.when, rulebook.vocabulary)}）")
    return "<br>".join(told)


def _needed(offence: Offence, rulebook: Rulebook) -> Iterator[str]:
    seen: set[str] = set()
    for version in offence.versions:
        for condition in (*(route.when for route in version.routes), version.requires):
            for leaf in leaves(condition) if condition is not None else ():
                seen.update(measures_of(leaf))
    words = rulebook.vocabulary
    for name in (*words.amounts, *words.flags):
        if name in seen:
            yield f"{words.zh(name)}（`{name}`）"
    if (
        len({kind for version in offence.versions for kind in version.lines}) > 1
        or len(offence.subjects) == 1
    ):
        yield "当事人是个人还是单位（个体工商户、个人独资企业按个人）"


def _not_taken_for(offence: Offence) -> Iterator[str]:
    if offence.recognise.background:
        patterns = "、".join(f"`{pattern}`" for pattern in offence.recognise.background)
        yield f"案情中说明他人行为或者财物来历的话，读之前先去掉：{patterns}"
    others = [other.name for other in neighbours() if offence.code in other.instead_of]
    if others:
        yield f"案情载明下列规则库以外的罪名的，不当作本罪：{'；'.join(others)}"


def _sign_row(sign: Sign) -> list[str]:
    where = [f"`{pattern}`" for pattern in sign.violation] + [basis_zh(cited) for cited in sign.basis]
    facts, unless = (
        "<br>".join(f"`{pattern}`" for pattern in some) for some in (sign.facts + sign.told, sign.unless)
    )
    facts += "".join(f"<br>并且 `{pattern}`" for pattern in sign.besides)
    return [sign.zh, format(sign.confidence, ".2f"), "<br>".join(where), facts, unless]


def _index(rulebook: Rulebook) -> str:
    rows = [["代码", "罪名", "刑法", "版本", "现行来源", "可信度", "状态"]]
    for offence in rulebook.offences.values():
        last = offence.versions[-1]
        link = f"[{offence.heading}]({offence.code}.md)"
        marks = "／".join(sorted({v.confidence_of(r) for v in offence.versions for r in v.routes}))
        status = "启用" if offence.status == "active" else "草案"
        count = str(len(offence.versions))
        rows.append([offence.code, link, offence.article, count, last.source.cite(), marks, status])
    marks = bullets(f"{mark}：{zh}" for mark, zh in CONFIDENCE_ZH.items())
    intro = "规则是数据：每个罪名一个文件（`models/rulebook/offences`），各版本按施行日期排列。"
    parts = [_NOTE, "# 规则库", intro, table(rows), "可信度：", marks, "## 总则规则", _GENERAL]
    parts += [table(_general(rulebook)), "期限见 [办案期限](../clocks.md)。"]
    return "\n\n".join(parts) + "\n"


def _general(rulebook: Rulebook) -> list[list[str]]:
    rows = [["代码", "规定", "适用", "数值", "有效期", "来源", "可信度"]]
    for name, rule in load_general(rulebook).items():
        applies = applies_zh(rule, rulebook)
        for v in rule.versions:
            source = v.source.cite() + (f"（{v.source.note}）" if v.source.note else "")
            span = span_zh(v.from_on, v.to_on)
            rows.append([f"`{name}`", rule.zh, applies, value_zh(rule, v), span, source, v.confidence])
    return rows
