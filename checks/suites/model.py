"""Rules on the models' answers: one outcome per subject, and the counts add up."""

from __future__ import annotations

from checks.rule import Rule, Suite, at_least, fill, literal, no_rows, not_null, one_of, unique
from models.card import Card, load_cards
from models.registry import OUTCOMES

_SUBJECT = ("subject_kind", "subject_id")
_LABELS = {
    "subject_kind": "对象种类",
    "subject_id": "对象",
    "outcome": "结论",
    "reason_zh": "理由",
    "reason_code": "理由代码",
    "model": "模型",
}
_COUNTED = "SELECT {name} AS outcome, {column} AS counted FROM model.count WHERE model = {model}"


def suites() -> list[Suite]:
    """Return one suite per model that has a card, and one on the counts."""
    return [*map(_answers, load_cards()), _counts()]


def _answers(card: Card) -> Suite:
    rules = [
        unique(_SUBJECT, "每个对象只有一个结论。", severity="error", is_blocking=True),
        not_null("outcome", "每个对象都有结论。", severity="error", is_blocking=True),
        one_of(
            "outcome",
            [name for name in OUTCOMES if name != "clear"],
            "保存的结论只有四种。",
            severity="error",
        ),
        not_null("reason_zh", "每个结论都有一句可以读出来的理由。"),
        _adds_up(card),
    ]
    return Suite(f"model.{card.id}", card.title_zh, tuple(rules), _SUBJECT, _LABELS)


def _adds_up(card: Card) -> Rule:
    stored = " UNION ALL ".join(
        fill(_COUNTED, name=literal(outcome), column=outcome, model=literal(card.id))
        for outcome in OUTCOMES
        if outcome != "clear"
    )
    return no_rows(
        "counts_add_up",
        fill(
            "SELECT outcome, counted FROM ({stored}) AS c "
            "WHERE counted <> (SELECT count(*) FROM {batch} WHERE outcome = c.outcome)",
            stored=stored,
        ),
        "各结论的统计数与保存的对象数一致。",
        ["outcome", "counted"],
        severity="error",
        is_about_rows=False,
        needs=("model.count",),
    )


def _counts() -> Suite:
    rules = [
        unique(["model"], "每个模型只有一行统计。", severity="error", is_blocking=True),
        *(at_least(outcome, 0, f"{outcome} 的数目不为负。", severity="error") for outcome in OUTCOMES),
    ]
    return Suite("model.count", "模型结论统计", tuple(rules), ("model",), _LABELS)
