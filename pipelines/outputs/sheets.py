"""What stands in the sheets beside the list: 依据, 原始行, 口径, 说明."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from models.card import Card
from pipelines.outputs.columns import FLAGGED, ListColumn, word
from pipelines.outputs.evidence import MARKS, Evidence, kind_zh, measure_zh, number

_LINE = 40  # signs that the widest column holds on one line
BASIS: tuple[ListColumn, ...] = (
    ListColumn("rank", "名次", "integer", "", 6),
    ListColumn("finding_id", "线索编号", "text", "", 15),
    ListColumn("kind", "类别", "text", "", 10),
    ListColumn("item", "项目", "text", "", 30),
    ListColumn("value", "认定值", "decimal", "", 14),
    ListColumn("upto", "至多", "decimal", "", 14),
    ListColumn("unit", "单位", "text", "", 6),
    ListColumn("threshold", "标准", "decimal", "", 13),
    ListColumn("margin", "倍数", "ratio", "", 8),
    ListColumn("result", "结果", "text", "", 14),
    ListColumn("origin", "出处", "text", "", 24),
    ListColumn("span", "原文", "text", "", 40),
    ListColumn("rule_version", "规则版本", "text", "", 16),
    ListColumn("legal_basis", "依据", "text", "", 32),
)
SOURCE: tuple[ListColumn, ...] = (
    ListColumn("rank", "名次", "integer", "", 6),
    ListColumn("finding_id", "线索编号", "text", "", 15),
    ListColumn("feed", "数据类别", "text", "", 16),
    ListColumn("no", "文号", "text", "", 28),
    ListColumn("source", "来源", "text", "", 16),
    ListColumn("file", "文件", "text", "", 28),
    ListColumn("sheet", "工作表", "text", "", 14),
    ListColumn("row", "行号", "integer", "", 8),
    ListColumn("fields", "内容", "text", "", 90),
)
GLOSSARY: tuple[ListColumn, ...] = (
    ListColumn("kind", "类别", "text", "", 12),
    ListColumn("name", "名称", "text", "", 46),
    ListColumn("label", "中文名称", "text", "", 28),
    ListColumn("meaning", "含义", "text", "", 70),
    ListColumn("origin", "依据或来源", "text", "", 44),
)
NOTES: tuple[ListColumn, ...] = (
    ListColumn("item", "事项", "text", "", 20),
    ListColumn("text", "说明", "text", "", 100),
)


def basis_rows(finding: Mapping[str, Any], told: Evidence) -> Iterator[list[object]]:
    """Yield the lines of 依据 of one finding: elements, records weighed, exceptions tested."""
    for cells in _basis(finding, told):
        cells |= {"rank": finding["rank"], "finding_id": finding["finding_id"]}
        yield [cells.get(column.name) for column in BASIS]


def _basis(finding: Mapping[str, Any], told: Evidence) -> Iterator[dict[str, object]]:
    if finding["measure"]:
        asked = ("value", "unit", "threshold", "margin", "rule_version", "legal_basis")
        yield {
            "kind": "决定要素",
            "item": measure_zh(str(finding["measure"])),
            "result": _reached(finding),
            **{name: finding[name] for name in asked},
        }
    for m in told.measures:
        yield {
            "kind": "要件",
            "item": f"{m.zh}（{m.no}）" if m.no else m.zh,
            "value": None if m.answer_zh else m.value,
            "upto": None if m.answer_zh or m.upto == m.value else m.upto,
            "unit": m.unit,
            "result": "原文未核对上" if m.is_verified is False else m.answer_zh or "",
            "origin": m.origin_zh,
            "span": m.span,
        }
    for link in told.links:
        probability = link.get("probability")
        yield {
            "kind": "关联记录",
            "item": f"{kind_zh(str(link.get('feed') or ''))} {link.get('no') or ''}".strip(),
            "result": "" if probability is None else f"概率 {float(probability):.2f}",
            "origin": link.get("party"),
            "span": link.get("why"),
        }
    for tested in told.exceptions:
        result = str(tested.get("result") or "")
        yield {
            "kind": "例外检验",
            "item": tested.get("zh"),
            "result": f"{MARKS.get(result, '')} {result}".strip(),
        }


def _reached(finding: Mapping[str, Any]) -> str:
    """Say on which side of its line a finding lies; some are listed for lying near it, or for days left."""
    if finding["value"] is None or finding["threshold"] is None:
        return ""
    return "达到" if finding["value"] >= finding["threshold"] else "低于标准"


def source_rows(finding: Mapping[str, Any], told: Evidence) -> Iterator[list[object]]:
    """Yield the lines of 原始行 of one finding: which row of which file, and what stood there."""
    for s in told.sources:
        yield [
            finding["rank"],
            finding["finding_id"],
            s.feed_zh,
            s.no,
            s.source,
            s.file,
            s.sheet,
            s.row,
            _told(s.fields),
        ]


def _told(fields: Mapping[str, object]) -> str:
    """Return the fields of a row: short ones beside each other, a long one on lines of its own.

    One line for each would make the row higher than a sheet allows, and its end would not be seen.
    """
    lines: list[str] = []
    for text in (f"{label}：{cell}" for label, cell in fields.items()):
        last = lines[-1] if lines else ""
        fits = last and len(last) + len(text) <= _LINE
        lines[-1:] = [f"{last}；{text}"] if fits else [last, text] if last else [text]
    return "\n".join(lines)


def glossary_rows(cards: Sequence[Card]) -> list[list[str]]:
    """Return the lines of 口径: every column, every model with its exceptions and parameters."""
    lines = [["字段", column.name, column.label, column.meaning, ""] for column in FLAGGED]
    for card in cards:
        basis = "；".join(f"{norm.law}{norm.article}" for norm in card.legal_basis)
        kind = word("model_class", card.model_class)
        lines.append(["模型", card.id, card.title_zh, f"（{kind}）{card.condition_zh}", basis])
        lines.append(["风险", card.id, card.title_zh, card.risk_zh, ""])
        lines += [
            ["例外", f"{card.id}.{code}", card.title_zh, text, ""] for code, text in card.excluded.items()
        ]
        lines += [
            ["事实不足", f"{card.id}.{code}", card.title_zh, text, ""]
            for code, text in card.insufficient.items()
        ]
        lines += [["常见误报", card.id, card.title_zh, text, ""] for text in card.known_false_positives]
        lines += [
            [
                "参数",
                f"{card.id}.{p.id}",
                p.zh,
                f"默认 {number(p.default)} {p.unit}",
                f"{p.source}（{p.date}）",
            ]
            for p in card.parameters
        ]
    return lines


def note_rows(
    *, as_of: date, run_id: str, counts: Mapping[str, Mapping[str, int]], titles: Mapping[str, str]
) -> list[list[str]]:
    """Return the lines of 说明: of what day the list is, what it is, how to return it."""
    lines = [
        ["截至日期", f"{as_of:%Y-%m-%d}（该日之后的记录与日期不计入）"],
        ["运行编号", run_id],
        [
            "性质",
            "本表所列为风险点或线索，提示可能需要核查的情形；未经核查，不表示任何单位或个人违法或失职。",
        ],
        ["排序", "名次由小到大核查：规则类在前，等级高者在前；统计类只作排序提示。"],
        ["未见移送", "以已接入且覆盖该期间的移送、立案数据为准；数据未覆盖的期间不作判断。"],
        [
            "核查结论",
            "请在“线索”表最后一列从下拉列表选择，不要改动“线索编号”；"
            "填好后交回即可登记（xianjie dispositions import）；"
            "需要写明理由的，可在右侧加一列“核查备注”。",
        ],
        [
            "三张表",
            "“线索”每行一条；“依据”列出要件、关联记录与已检验的例外；“原始行”指明来源文件、工作表与行号。",
        ],
        ["个人信息", "本表供内部使用，含当事人名称；证件号码一律遮盖，电话与住址不列入。请勿对外提供。"],
        ["标准与倍数", "标准含本数；倍数 = 认定值 ÷ 标准。行为时与现行标准均达到的，才列为线索。"],
    ]
    for model, count in sorted(counts.items()):
        told = "，".join(f"{word('outcome', name)} {n:,}" for name, n in count.items())
        lines.append([f"统计 {titles.get(model, model)}", f"{model}：{told}"])
    return lines
