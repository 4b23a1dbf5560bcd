"""Rules on what was received: identity of rows and the accounting of batches."""

from __future__ import annotations

from checks.rule import (
    Rule,
    Suite,
    at_least,
    fill,
    literal,
    never,
    no_rows,
    not_before,
    not_null,
    one_of,
    unique,
)
from checks.suites._schema import schema
from checks.suites._tolerances import percent, tolerances
from warehouse.contract import Feed, load_feeds

_ROW = ("batch_id", "sheet", "row_no")
_BATCH = {
    "batch_id": "批次号",
    "source": "来源",
    "file_name": "文件",
    "sheet": "工作表",
    "row_no": "行号",
    "status": "状态",
    "imported_at": "导入时间",
    "received": "收到",
    "loaded": "入库",
    "duplicate": "重复",
    "revised": "更正",
    "quarantined": "隔离",
    "first_on": "最早日期",
    "last_on": "最晚日期",
    "reason": "原因",
    "feed": "数据种类",
}
# What came again since is settled, whatever its file looked like.
_WAITING = """
SELECT b.* FROM (SELECT * FROM {batch}) AS b, LATERAL (
    SELECT b.quarantined - count(*) AS waiting FROM landing.quarantine AS q
    WHERE q.batch_id = b.batch_id AND q.resent_batch IS NOT NULL
) AS open
WHERE waiting > {share} * b.received AND waiting > {few}
"""
_COUNTS = ("received", "loaded", "duplicate", "revised", "quarantined")


def suites() -> list[Suite]:
    """Return the suites of the batches, of every feed's raw rows, and of the quarantine."""
    return [_batches(), *map(_rows, load_feeds().values()), _quarantine()]


def _batches() -> Suite:
    share, few = tolerances().shares.quarantined, tolerances().few_quarantined
    rules = [
        unique(["batch_id"], "批次号不重复。", severity="error", is_blocking=True),
        *(
            not_null(column, f"每个批次都有{_BATCH[column]}。", severity="error", is_blocking=True)
            for column in ("batch_id", "source", "file_name", "sheet", "status", "imported_at")
        ),
        one_of(
            "status",
            ["pending", "imported", "refused", "repeated"],
            "批次状态只有待入库、已入库、拒收、重复交付四种。",
            severity="error",
            is_blocking=True,
        ),
        never(
            "accounting",
            "status = 'imported' AND received <> loaded + duplicate + revised + quarantined",
            "每个已入库批次收到的行数等于入库、重复、更正、隔离四数之和。",
            _COUNTS,
            severity="error",
            is_blocking=True,
        ),
        *(
            at_least(column, 0, f"{_BATCH[column]}行数不为负。", severity="error", is_blocking=True)
            for column in _COUNTS
        ),
        no_rows(
            "quarantine_count",
            "SELECT * FROM (SELECT * FROM {batch}) AS b WHERE b.status = 'imported' AND b.quarantined <> "
            "(SELECT count(*) FROM landing.quarantine AS q WHERE q.batch_id = b.batch_id)",
            "每个批次的隔离数与隔离区里的行数一致。",
            ["quarantined"],
            severity="error",
            needs=("landing.quarantine",),
        ),
        not_before("last_on", "first_on", "批次的最晚日期不早于最早日期。", severity="error"),
        never(
            "refusal_reason",
            "status = 'refused' AND coalesce(trim(reason), '') = ''",
            "拒收的文件都写明原因。",
            ["reason"],
            severity="error",
        ),
        never("refused", "status = 'refused'", "没有被整份拒收的文件。", ["reason"]),
        no_rows(
            "quarantined_share",
            fill(_WAITING, share=str(share), few=str(few)),
            f"每个批次被隔离而尚未重新报送的行不超过{few}行，或者不超过收到行数的{percent(share)}。",
            ["quarantined", "received"],
            needs=("landing.quarantine",),
        ),
    ]
    return Suite("landing.batch", "导入批次", tuple(rules), ("batch_id", "sheet"), _BATCH)


def _rows(feed: Feed) -> Suite:
    table = f"landing.{feed.name}"
    rules = [
        *_row_identity(),
        never(
            "batch_id.known",
            fill(
                "batch_id NOT IN (SELECT batch_id FROM landing.batch WHERE feed = {feed})",
                feed=literal(feed.name),
            ),
            f"每一行都属于一个已登记的{feed.label}批次。",
            ["batch_id"],
            severity="error",
            is_blocking=True,
            needs=("landing.batch",),
        ),
        schema(table, {**_ROW_TYPES, **{column.name: "VARCHAR" for column in feed.columns}}),
    ]
    return Suite(table, f"{feed.label}（原始行）", tuple(rules), _ROW, _BATCH, feed.name)


def _quarantine() -> Suite:
    rules = [
        *_row_identity(),
        never(
            "reason",
            "coalesce(trim(reason), '') = ''",
            "每一条被隔离的行都写明原因。",
            ["reason"],
            severity="error",
            is_blocking=True,
        ),
        not_null(
            "raw", "每一条被隔离的行都保留原始内容。", severity="error", is_blocking=True, hides_values=True
        ),
        never(
            "batch_id.known",
            "batch_id NOT IN (SELECT batch_id FROM landing.batch)",
            "每一条被隔离的行都属于一个已登记的批次。",
            ["batch_id"],
            severity="error",
            is_blocking=True,
            needs=("landing.batch",),
        ),
    ]
    return Suite("landing.quarantine", "隔离区", tuple(rules), _ROW, _BATCH)


def _row_identity() -> list[Rule]:
    return [
        unique(_ROW, "批次、工作表、行号唯一确定一行。", severity="error", is_blocking=True),
        *(
            not_null(column, f"每一行都有{_BATCH[column]}。", severity="error", is_blocking=True)
            for column in _ROW
        ),
        at_least("row_no", 1, "行号从 1 起。", severity="error", is_blocking=True),
    ]


_ROW_TYPES = {
    "batch_id": "VARCHAR",
    "sheet": "VARCHAR",
    "row_no": "BIGINT",
    "extra": "VARCHAR",
    "derived": "VARCHAR[]",
}
