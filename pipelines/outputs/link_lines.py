"""A link in words: how likely, which fields were compared, what each weighs, who else it could be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.outputs.evidence import kind_zh


def lines(link: Mapping[str, Any]) -> list[str]:
    """Return the link as lines: the record and its probability, then one line per field compared."""
    told = [_head(link), *(_compared(entry) for entry in link.get("evidence") or ())]
    namesakes = link.get("namesakes")
    if namesakes:
        told.append(f"    辖区内同名 {namesakes} 人")
    if link.get("next_party"):
        told.append(f"    次优候选：{link['next_party']}，同一人概率 {float(link['next_probability']):.2f}")
    return told


def _head(link: Mapping[str, Any]) -> str:
    known = link.get("probability") is not None
    probability = f"，同一人概率 {float(link['probability']):.2f}" if known else ""
    party = f"（{link['party']}）" if link.get("party") else ""
    record = f"{kind_zh(str(link.get('feed') or ''))} {link.get('no') or ''}"
    return f"{record}{party}{probability}：{link.get('why') or ''}"


def _compared(entry: Mapping[str, Any]) -> str:
    values = f"“{entry['left']}”对“{entry['right']}”，" if entry.get("left") or entry.get("right") else ""
    bits = f"，{float(entry['bits']):+.1f}" if entry.get("bits") is not None else ""
    return f"    {entry['field']}：{values}{entry['words']}（{entry['weight_zh']}{bits}）"
