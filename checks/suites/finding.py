"""Rules on the ledger of findings: ids are unique and final, every finding can be walked back."""

from __future__ import annotations

from checks.rule import Suite, never, no_rows, not_before, not_null, one_of, unique

_STATES = ["new", "open", "judged", "snoozed", "cleared", "reopened"]
_LABELS = {
    "finding_id": "线索号",
    "model": "模型",
    "status": "状态",
    "rank": "序号",
    "score": "分值",
    "evidence": "证据",
    "first_seen": "首次发现",
    "last_seen": "最近发现",
}


def suites() -> list[Suite]:
    """Return the suites of the findings and of their events."""
    findings = (
        unique(["finding_id"], "线索号不重复。", severity="error", is_blocking=True),
        one_of("status", _STATES, "线索状态在规定的六种之内。", severity="error"),
        not_null("evidence", "每条线索都有证据。", severity="error"),
        never(
            "score.range", "score NOT BETWEEN 0 AND 1", "分值在 0 与 1 之间。", ["score"], severity="error"
        ),
        no_rows(
            "rank.unique",
            "SELECT * FROM {batch} WHERE is_flagged QUALIFY count(*) OVER (PARTITION BY rank) > 1",
            "现存线索的序号不重复。",
            ["rank"],
            severity="error",
        ),
        never(
            "cleared",
            "is_flagged = (status = 'cleared')",
            "已消除的线索不在现存线索之列。",
            ["status"],
            severity="error",
        ),
        not_before("last_seen", "first_seen", "最近发现不早于首次发现。", severity="error"),
    )
    events = (
        not_null("finding_id", "每个事件都属于一条线索。", severity="error"),
        not_null("at", "每个事件都有时间。", severity="error"),
        never(
            "finding.known",
            "finding_id NOT IN (SELECT finding_id FROM finding.finding)",
            "每个事件所属的线索都在台账之内。",
            ["finding_id"],
            severity="error",
            needs=("finding.finding",),
        ),
    )
    return [
        Suite("finding.finding", "线索台账", findings, ("finding_id", "model"), _LABELS),
        Suite("finding.event", "线索事件", events, ("finding_id", "at", "kind"), _LABELS),
    ]
