"""Reference pages of the norms on fines: one page per file, and an index with the rules on reduction."""

from __future__ import annotations

from collections.abc import Iterator

from models.rulebook.describe import basis_zh, span_zh
from models.rulebook.describe_norms import band_zh
from models.rulebook.offence import CONFIDENCE_ZH
from models.rulebook.penalties import Norm, load_mitigations, load_penalties
from models.rulebook.vocabulary import Vocabulary, load_vocabulary
from pipelines.docs._markdown import table

_NOTE = "<!-- 由 models/rulebook/penalties 生成，请勿手改；修改规范文件后运行 make docs。 -->"
_INTRO = (
    "规范是数据：每部法律一个文件（`models/rulebook/penalties`），每一条写明各档的罚款下限与上限、施行日期、来源与可信度。"
    "罚款低于下限，须在决定书所引每一条规范、行为时至决定时的每一个版本、事实不能排除的每一档之下都不合法，才作提示；"
    "货值等基数不明的，按最低的一档计算。可信度为 M 的只展示，不用于比较。"
)
_EFFECT = {"reduce": "可以低于下限", "exempt": "可以不罚"}


def pages() -> dict[str, str]:
    """Return every page by its path below ``docs/reference/penalties``."""
    vocabulary = load_vocabulary()
    loaded = load_penalties(vocabulary)
    made = {f"{name}.md": _page(norms, vocabulary) for name, norms in loaded.items()}
    return {"README.md": _index(loaded), **made}


def _page(norms: tuple[Norm, ...], vocabulary: Vocabulary) -> str:
    rows = [["代码", "规范", "违法行为", "罚款", "其他处罚", "适用", "来源", "可信度"]]
    for norm in norms:
        for version in norm.versions:
            bands = "<br>".join(band_zh(band, vocabulary) for band in version.bands) or "没有罚款"
            note = f"（{version.source.note}）" if version.source.note else ""
            rows.append(
                [
                    f"`{norm.id}`",
                    norm.heading,
                    norm.zh,
                    bands,
                    "；".join(version.also),
                    span_zh(version.from_on, version.to_on),
                    version.source.cite() + note,
                    version.confidence,
                ]
            )
    laws = "、".join(f"《{law}》" for law in dict.fromkeys(norm.law for norm in norms))
    return "\n\n".join([_NOTE, f"# {laws}的罚款", table(rows)]) + "\n"


def _index(loaded: dict[str, tuple[Norm, ...]]) -> str:
    rows = [["文件", "法律", "条数", "未核对"]]
    for name, norms in loaded.items():
        laws = "、".join(dict.fromkeys(norm.law for norm in norms))
        unread = sum(version.confidence == "M" for norm in norms for version in norm.versions)
        rows.append([f"[{name}]({name}.md)", laws, str(len(norms)), str(unread)])
    rules = [["代码", "规定", "效果", "从决定书怎样看出", "来源", "可信度"], *_mitigations()]
    marks = "\n".join(f"- {mark}：{zh}" for mark, zh in CONFIDENCE_ZH.items())
    parts = [_NOTE, "# 罚款的下限与上限", _INTRO, table(rows), "## 减轻与不予处罚"]
    parts += ["只写“从轻”的，罚款仍在法定幅度之内。", table(rules), "可信度：", marks]
    return "\n\n".join(parts) + "\n"


def _mitigations() -> Iterator[list[str]]:
    for name, rule in load_mitigations().items():
        cited = [basis_zh(c) for c in rule.articles]
        signs = [*cited, *(f"`{word}`" for word in rule.words)]
        unless = "".join(f"<br>除非 `{word}`" for word in rule.unless)
        yield [
            f"`{name}`",
            rule.zh,
            _EFFECT[rule.effect],
            "<br>".join(signs) + unless,
            f"{rule.source.cite()}（{span_zh(rule.from_on, None)}）",
            rule.confidence,
        ]
