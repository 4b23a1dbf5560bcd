"""Where the columns of the list come from: ``docs/reference/lineage``."""

from __future__ import annotations

from collections.abc import Mapping

from models.card import load_cards
from pipelines.outputs.columns import FLAGGED
from pipelines.outputs.lineage import Origin, origins
from warehouse.contract import load_feeds

_HEAD = """# Column lineage 数据血缘

Generated from the SQL that a run executes, recorded on an empty pool and read with sqlglot: from a column of
`flagged_cases` back to the columns that agencies deliver. Columns of the ledger (rank, first and last seen,
status, verdict) come from runs and verdicts and have no delivered column. Law and parameters: `rule.*`.

| 清单列 | 来自的交付字段 | 经过的表 |
| --- | --- | --- |
"""
_SHOWN_STEPS = 12


def pages() -> Mapping[str, str]:
    """Return the page of all list columns, and one that follows a single model."""
    first = load_cards()[0]
    names = [column.name for column in FLAGGED if column.name in _FOLLOWED]
    return {
        "README.md": _HEAD + "".join(map(_line, origins())),
        f"{first.id}.md": f"# {first.id} {first.title_zh}\n\n"
        + "One model by itself, from its columns back to the delivered ones.\n\n"
        + "| 列 | 来自的交付字段 | 经过的表 |\n| --- | --- | --- |\n"
        + "".join(map(_line, origins(names, f"model.{first.id}"))),
    }


_FOLLOWED = (
    "subject_no", "authority", "party_id", "party_name", "credit_code", "offence", "measure", "value",
    "threshold", "margin", "reason_zh", "occurred_on", "known_on",
)  # fmt: skip


def _line(origin: Origin) -> str:
    labels = {column.name: column.label for column in FLAGGED}
    steps = [step for step in origin.steps if not step.startswith("model.")]
    models = len(origin.steps) - len(steps)
    shown = [f"`{step}`" for step in steps[:_SHOWN_STEPS]] + (["…"] if len(steps) > _SHOWN_STEPS else [])
    if models > 1:
        shown.insert(0, f"{models} 个模型")
    return f"| {labels[origin.column]} `{origin.column}` | {_delivered(origin)} | {' ← '.join(shown)} |\n"


def _delivered(origin: Origin) -> str:
    feeds = load_feeds()
    by_feed: dict[str, list[str]] = {}
    for feed, column in origin.feeds:
        by_feed.setdefault(feed, []).append(feeds[feed].by_name[column].label)
    parts = [f"{feeds[feed].label}：{'、'.join(columns)}" for feed, columns in by_feed.items()]
    return "<br>".join(parts) or "（不来自交付字段：规则、模型或系统生成）"
