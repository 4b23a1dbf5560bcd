"""Rules on who is who: a link names its tier and its probability, a record has one party, judgements hold."""

from __future__ import annotations

from checks.rule import Rule, Suite, never, not_null, unique

_LINK = ("a_feed", "a_record", "b_feed", "b_record")
_RECORD = ("feed", "record_id")
_LABELS = {
    "a_record": "甲方记录号",
    "b_record": "乙方记录号",
    "tier": "认定层级",
    "probability": "概率",
    "party_id": "主体号",
    "person_id": "自然人号",
    "record_id": "记录号",
    "feed": "数据种类",
}


def suites() -> list[Suite]:
    """Return the suites of links, of resolved parties, of persons and of bearers."""
    return [
        Suite("party.link", "行政与刑事记录的关联", _links(), _LINK, _LABELS),
        Suite("party.resolved", "当事人归并", _resolved(), _RECORD, _LABELS),
        Suite("party.person", "提及的自然人", _persons(), _RECORD, _LABELS),
        Suite("party.bearer", "单位背后的人", _bearers(), ("unit_id", "person_id"), _LABELS),
    ]


def _links() -> tuple[Rule, ...]:
    return (
        unique(_LINK, "一对记录只有一条关联。", severity="error", is_blocking=True),
        not_null("tier", "每条关联都写明认定层级。", severity="error"),
        not_null("probability", "每条关联都有概率。", severity="error", is_blocking=True),
        never(
            "probability.range",
            "probability NOT BETWEEN 0 AND 1",
            "关联概率在 0 与 1 之间。",
            ["probability"],
            severity="error",
            is_blocking=True,
        ),
        never(
            "self",
            "a_feed = b_feed AND a_record = b_record",
            "记录不与自身关联。",
            ["a_record", "b_record"],
            severity="error",
        ),
        never(
            "judged",
            "tier = 'judged' AND probability NOT IN (0, 1)",
            "人工核定的关联不再受概率影响。",
            ["tier", "probability"],
            severity="error",
        ),
    )


def _resolved() -> tuple[Rule, ...]:
    return (
        unique(_RECORD, "每条记录只归于一个主体。", severity="error", is_blocking=True),
        not_null("party_id", "每条记录的当事人都有主体号。", severity="error", is_blocking=True),
    )


def _persons() -> tuple[Rule, ...]:
    return (
        unique(("row_id",), "每一处提及只归于一个自然人。", severity="error", is_blocking=True),
        not_null("person_id", "每一处提及都有自然人号。", severity="error", is_blocking=True),
        never(
            "two_numbers",
            "id_kind = 'W' AND anchor IS DISTINCT FROM id_hash",
            "证件号码有效的提及归于该号码，不归于别人。",
            ["person_id"],
            severity="error",
            is_blocking=True,
        ),
    )


def _bearers() -> tuple[Rule, ...]:
    return (
        not_null("person_id", "单位背后的人都有自然人号。", severity="error", is_blocking=True),
        never("order", "from_on > to_on", "任职起始不晚于终止。", ["person_id"]),
    )
