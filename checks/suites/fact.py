"""Rules on facts: intervals are intervals, every record is measured once."""

from __future__ import annotations

from pathlib import Path

from checks.rule import Rule, Suite, at_least, never, not_null, one_of, quoted, unique
from models import rulebook
from warehouse.yaml_text import parse as parse_yaml

_RECORD = ("feed", "record_id")
_LABELS = {
    "feed": "数据种类",
    "record_id": "记录号",
    "party_kind": "主体类别",
    "act_on_basis": "行为日期依据",
    "outcome": "结论",
    "offence": "罪名代码",
    "confidence": "可信度",
    "lo": "下限",
    "hi": "上限",
}


def suites() -> list[Suite]:
    """Return the suites of measures, subjects and evaluations."""
    return [
        Suite("fact.measure_source", "计量来源", tuple(_sources()), (*_RECORD, "measure"), _LABELS),
        Suite("fact.measure", "计量", tuple(_measures()), _RECORD, _LABELS),
        Suite("fact.subject", "被评价的主体", tuple(_subjects()), _RECORD, _LABELS),
        Suite("fact.evaluation", "规则评价", tuple(_evaluations()), (*_RECORD, "offence"), _LABELS),
    ]


def amounts() -> dict[str, str]:
    """Return the amounts of the vocabulary of measures, id to Chinese name."""
    vocabulary = parse_yaml(Path(rulebook.__file__).with_name("measures.yaml").read_text("utf-8"))
    return {name: spec["zh"] for name, spec in vocabulary["amounts"].items()}


def _one_per_record() -> Rule:
    return unique(_RECORD, "每条记录只有一行。", severity="error", is_blocking=True)


def _measures() -> list[Rule]:
    rules = [_one_per_record()]
    for name, label in amounts().items():
        low, high = f"{name}_lo", f"{name}_hi"
        rules += [
            not_null(low, f"{label}的下限总有数值，未知时为零。", severity="error", is_blocking=True),
            at_least(low, 0, f"{label}的下限不为负数。", severity="error"),
            never(
                f"{name}.interval",
                f"{quoted(low)} > {quoted(high)}",
                f"{label}的下限不高于上限。",
                [low, high],
                severity="error",
                is_blocking=True,
            ),
        ]
    return rules


def _sources() -> list[Rule]:
    return [
        *(
            not_null(name, f"每个计量都有{label}。", severity="error")
            for name, label in _SOURCE_LABELS.items()
        ),
        never("interval", "lo > hi", "每个计量的下限不高于上限。", ["lo", "hi"], severity="error"),
        never(
            "confidence",
            "confidence NOT BETWEEN 0 AND 1",
            "可信度在 0 与 1 之间。",
            ["confidence"],
            severity="error",
        ),
    ]


_SOURCE_LABELS = {"feed": "数据种类", "record_id": "记录号", "measure": "计量项目", "origin": "出处"}


def _subjects() -> list[Rule]:
    bases = ["act_ended_on", "act_began_on", "facts", "filed_on", "decided_on"]
    return [
        _one_per_record(),
        one_of(
            "party_kind", ["person", "unit"], "主体类别只有自然人和单位两种，未知为空。", severity="error"
        ),
        one_of("act_on_basis", bases, "行为日期的依据在规定的五种之内。", severity="error"),
    ]


def _evaluations() -> list[Rule]:
    return [
        unique([*_RECORD, "offence"], "每条记录对每个罪名只评价一次。", severity="error", is_blocking=True),
        not_null("outcome", "每次评价都有结论。", severity="error", is_blocking=True),
        one_of(
            "outcome",
            ["met", "unmet", "unknown", "inapplicable"],
            "结论只有达到、未达到、不明、不适用四种。",
            severity="error",
        ),
    ]
