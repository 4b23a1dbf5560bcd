"""Says in Chinese what the files of deadlines, fines, provinces and general rules say in YAML."""

from __future__ import annotations

from collections.abc import Iterable

from models.rulebook.book import Rulebook
from models.rulebook.clocks import Clock, Term
from models.rulebook.describe import amount_zh, span_zh
from models.rulebook.general import GeneralRule, Value
from models.rulebook.penalties import Band, Norm
from models.rulebook.penalties import Version as NormVersion
from models.rulebook.provinces import Province
from models.rulebook.vocabulary import Vocabulary

_KINDS = {"person": "个人", "unit": "单位"}


def band_zh(band: Band, vocabulary: Vocabulary) -> str:
    """Return one range of a fine in words."""
    base = vocabulary.zh(band.base) if band.base else band.base_zh or ""
    said = [band.case or "", _KINDS[band.kind] if band.kind else "", _base_zh(band, base)]
    where = "，".join(part for part in said if part)
    unit = "元" if band.most_times is None else "倍"
    least, most = (
        (band.least_cny, band.most_cny) if band.most_times is None else (band.least_times, band.most_times)
    )
    what = "" if band.most_times is None else f"{base}的"
    span = f"{amount_zh(most, unit)}以下" if most is not None else ""
    if least is not None:
        span = amount_zh(least, unit) if least == most else f"{amount_zh(least, unit)}以上{span}"
    return (f"{where}：" if where else "") + ("可以处" if band.may else "") + what + span


def _base_zh(band: Band, base: str) -> str:
    if band.from_cny is not None:
        return f"{base}{amount_zh(band.from_cny, '元')}以上"
    if band.below is not None:
        return f"{base}不足{amount_zh(band.below, '元')}"
    if band.counted_as_least is not None:
        least = amount_zh(band.counted_as_least, "元")
        return f"{base}不足{least}的按{least}计算"
    return ""


def norm_lines(norm: Norm, versions: Iterable[NormVersion], vocabulary: Vocabulary) -> list[str]:
    """Return a norm in words, a line each."""
    lines = [f"{norm.heading} · {norm.zh}"]
    for version in versions:
        note = f"；{version.source.note}" if version.source.note else ""
        held = f"可信度 {version.confidence}{note}"
        lines.append(f"{span_zh(version.from_on, version.to_on)} · {version.source.cite()}（{held}）")
        lines += [f"  {band_zh(band, vocabulary)}" for band in version.bands] or ["  没有罚款"]
        lines += [f"  并处：{'；'.join(version.also)}"] if version.also else []
    return lines


def clock_lines(clock: Clock, terms: Iterable[Term]) -> list[str]:
    """Return a deadline in words, a line each."""
    lines = [f"{clock.zh}（{clock.flow}）", f"主体：{clock.actor}"]
    lines += [f"文书：{clock.document}"] if clock.document else []
    for term in terms:
        note = f"；{term.source.note}" if term.source.note else ""
        lines.append(
            f"{span_zh(term.from_on, term.to_on)} · 自{clock.start_of(term)}起：{term.told()}"
            f" · {term.source.cite()}（可信度 {term.confidence}{note}）"
        )
        lines += [f"  延长：{term.extension.told()}"] if term.extension else []
    return lines


def province_lines(province: Province, vocabulary: Vocabulary) -> list[str]:
    """Return what a province has set, a line each."""
    lines = [f"{province.name}（{province.code}）自定的数额标准"]
    for table, terms in province.lines.items():
        name, unit = vocabulary.zh(table), "元" if table.endswith("_cny") else ""
        for term in terms:
            note = f"；{term.source.note}" if term.source.note else ""
            lines.append(
                f"  {name}：{amount_zh(term.value, unit)} · {span_zh(term.from_on, term.to_on)}"
                f" · {term.source.cite()}（可信度 {term.confidence}{note}）"
            )
    return lines


def value_zh(rule: GeneralRule, value: Value) -> str:
    """Return the number of a general rule with its unit."""
    return amount_zh(value.value, rule.unit)


def applies_zh(rule: GeneralRule, rulebook: Rulebook) -> str:
    """Return the offences for which a general rule holds, and where only some cases of one are meant."""
    told = [
        f"{rulebook.offences[code].heading}（{words or '是否属于该情形须查明'}）"
        for code, flags in (rule.offences or {}).items()
        for words in ("、".join(map(rulebook.vocabulary.zh, flags)),)
    ]
    return "；".join(told) or "全部罪名"


def general_lines(rule: GeneralRule, values: Iterable[Value], rulebook: Rulebook) -> list[str]:
    """Return a general rule in words, a line each."""
    lines = [rule.zh, f"适用：{applies_zh(rule, rulebook)}"]
    for value in values:
        note = f"；{value.source.note}" if value.source.note else ""
        lines.append(
            f"{span_zh(value.from_on, value.to_on)} · {value_zh(rule, value)}"
            f" · {value.source.cite()}（可信度 {value.confidence}{note}）"
        )
    return lines
