"""Rules on who is who: a link names its tier and its probability, a record has one party."""

from __future__ import annotations

from checks.rule import Suite, never, not_null, unique

_LINK = ("a_feed", "a_record", "b_feed", "b_record")
_RECORD = ("feed", "record_id")
_LABELS = {
    "a_record": "甲方记录号",
    "b_record": "乙方记录号",
    "tier": "认定层级",
    "probability": "概率",
    "party_id": "主体号",
    "record_id": "记录号",
    "feed": "数据种类",
}


def suites() -> list[Suite]:
    """Return the suites of links and of resolved parties."""
    links = (
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
    )
    resolved = (
        unique(_RECORD, "每条记录只归于一个主体。", severity="error", is_blocking=True),
        not_null("party_id", "每条记录的当事人都有主体号。", severity="error", is_blocking=True),
    )
    return [
        Suite("party.link", "行政与刑事记录的关联", links, _LINK, _LABELS),
        Suite("party.resolved", "当事人归并", resolved, _RECORD, _LABELS),
    ]
