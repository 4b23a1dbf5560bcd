"""Reference pages of the supervision models: one page per card, always the same headings, and an index."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from models.card import Card, load_cards
from pipelines.docs._markdown import bullets, table
from warehouse.contract import Feed, load_feeds
from warehouse.errors import XianjieError
from warehouse.yaml_text import parse as parse_yaml

CHECKOUT = Path(__file__).resolve().parents[2]
_UP = "../../.."  # from docs/reference/models to the top
_NOTE = "<!-- 由模型卡片与示例生成，请勿手改；修改模型文件后运行 make docs。 -->"
_CLASSES = {
    "rule": "规则：法定条件对照已记录的事实",
    "statistical": "统计：只作排序提示，不是规则结论",
    "intake": "数据：数据本身可疑",
}
_FOLD = re.compile(r"(?<=[^\x00-\xff]) (?=[^\x00-\xff])")
_SEVERITIES = {"high": "高", "medium": "中", "low": "低"}


@dataclass(frozen=True)
class Golden:
    """One golden pair: a small delivery and what the model must say of it."""

    path: Path
    title: str
    as_of: date
    records: Mapping[str, Sequence[Mapping[str, Any]]]
    expect: Mapping[str, Any]


def pages() -> dict[str, str]:
    """Return every page by its path below ``docs/reference/models``."""
    cards = load_cards()
    made = {f"{card.id}.md": page(card, golden_pairs(card)) for card in cards}
    return {"README.md": _index(cards), **made}


def golden_pairs(card: Card, folder: Path | None = None) -> list[Golden]:
    """Return the golden pairs of a model, in order of their file names.

    Raises
    ------
    XianjieError
        If the model has none: what is not demonstrated is not documented.
    """
    home = folder or CHECKOUT / "tests" / "golden" / card.id
    pairs = [_read(path) for path in sorted(home.glob("*.yaml"))]
    if not pairs:
        raise XianjieError(
            "model without golden pair",
            where=f"tests/golden/{card.id}",
            expected="at least one .yaml with records and expect",
            action="add one; CONTRIBUTING.md says how",
        )
    return pairs


def _read(path: Path) -> Golden:
    data = parse_yaml(path.read_text("utf-8"))
    return Golden(path, data["title"], data["as_of"], data["records"], data["expect"])


def page(card: Card, pairs: Sequence[Golden]) -> str:
    """Return the page of one model."""
    feeds = load_feeds()
    source = card.path.resolve().relative_to(CHECKOUT).as_posix()
    parts = [
        _NOTE,
        f"# {card.id.split('_', 1)[0]} {card.title_zh} · {card.title_en}",
        f"编号 `{card.id}` · 版本 {card.version} · {_CLASSES[card.model_class]}"
        f" · 问题类型：{card.failure_mode} · 等级：{_SEVERITIES[card.severity]} · 负责：{card.owner}",
        "## 提示什么（Description）",
        _unfolded(card.condition_zh),
        "## 怎样判断（Methodology）",
        f"全部条件写在一个文件里：[`{source}`]({_UP}/{source})。"
        f"对象是每一条{_feed(card.subject, feeds)}，每个对象恰有一个结果（见“输出”）。"
        f"用到的数据：{'、'.join(_feed(name, feeds) for name in card.feeds)}。",
        "## 例子（Example）",
        *_example(card, pairs, feeds),
        "## 为什么是风险点（Why it is a red flag）",
        _unfolded(card.risk_zh) + "线索只是核查的起点，不是对任何人的认定。",
        "## 依据（Source）",
        bullets(f"{_law(basis.law)}{basis.article}" for basis in card.legal_basis),
        "追诉标准见 [罪名规则](../offences/README.md)，期限见 [期限规则](../clocks.md)。",
        "## 输出（Output）",
        table([["结果", "含义", "在哪里"], *_outcomes(card, feeds)]),
        f"消除条件：{card.clears_if_zh}。",
        "## 可调参数（Configuration）",
        *_configuration(card),
        "## 例外（Exclusions）",
        *_reasons(card, "excluded", card.excluded, pairs),
        "## 事实不足（Insufficient facts）",
        *_reasons(card, "insufficient", card.insufficient, pairs),
        "## 前提与已知误报（Assumptions）",
        bullets(_assumptions(card, feeds)),
        "## 演示（Demonstration）",
        "每个文件是一次小的交付和应有的结果，`make test` 全部执行。",
        table(
            [["文件", "内容", "截至"], *([_link(pair), pair.title, str(pair.as_of)] for pair in pairs)],
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _example(card: Card, pairs: Sequence[Golden], feeds: Mapping[str, Feed]) -> Iterator[str]:
    """Show the first flagged subject, one with an amount beside its line if there is one."""
    flagged = [
        (pair, record, told)
        for pair in pairs
        for number, told in pair.expect.get("flagged", {}).items()
        if (record := _record(pair, card.subject, number)) is not None
    ]
    if not flagged:
        yield f"见 {_link(pairs[0])}。"
        return
    pair, record, told = next((each for each in flagged if _has_line(each[2])), flagged[0])
    labels = {column.name: column.label for column in feeds[card.subject].columns}
    rows = [[labels[name], _cell(value)] for name, value in record.items() if value is not None]
    yield f"取自 {_link(pair)}，截至 {pair.as_of}。交付的记录："
    yield table([["列", "值"], *rows])
    yield _told(told)


def _record(pair: Golden, feed: str, number: str) -> Mapping[str, Any] | None:
    return next((row for row in pair.records.get(feed, ()) if number in row.values()), None)


def _has_line(told: Mapping[str, Any]) -> bool:
    return {"value", "threshold"} <= told.keys()


def _told(expected: Mapping[str, Any]) -> str:
    if _has_line(expected):
        offence = f"（{expected['offence']}）" if "offence" in expected else ""
        return (
            f"结果：**线索**{offence}，认定值 {expected['value']}，标准 {expected['threshold']}（含本数）。"
        )
    return "结果：**线索**。"


def _outcomes(card: Card, feeds: Mapping[str, Feed]) -> Iterator[list[str]]:
    subject = _feed(card.subject, feeds)
    yield ["线索 `flagged`", f"{subject}符合条件", "`flagged_cases.*`，附证据"]
    yield ["事实不足 `insufficient`", "缺少的事实可能改变结论", "`insufficient.csv`，列明所缺"]
    yield ["例外 `excluded`", "条件成立，但有下列例外之一", "`excluded.csv`，附理由代码"]
    yield ["不成立 `clear`", "条件不成立", "只计数，见 `summary.json`"]
    if card.absence_of:
        names = "、".join(_feed(name, feeds) for name in card.absence_of)
        yield ["无法计算 `not_computable`", f"该期间的{names}未导入", "`not_computable.csv`"]


def _configuration(card: Card) -> Iterator[str]:
    if not card.parameters:
        yield "无。法定数额与期限不是参数，写在规则文件里。"
        return
    first = card.parameters[0]
    yield table(
        [
            ["参数", "含义", "单位", "默认值", "来源", "日期"],
            *([f"`{p.id}`", p.zh, p.unit, f"{p.default:g}", p.source, str(p.date)] for p in card.parameters),
        ]
    )
    yield "在 `home/config.yaml` 中更改（法定数额与期限不是参数，写在规则文件里）："
    yield f"```yaml\nparameters:\n  {card.id}:\n    {first.id}: {first.default:g}\n```"


def _reasons(card: Card, outcome: str, reasons: Mapping[str, str], pairs: Sequence[Golden]) -> Iterator[str]:
    if not reasons:
        yield "无。"
        return
    rows = [[f"`{code}`", zh, "、".join(_shown(outcome, code, pairs)) or "—"] for code, zh in reasons.items()]
    yield table([["代码", "理由", "演示"], *rows])
    if outcome == "excluded":
        yield "例外所依据的记录被更正、撤销，或查明属于另一当事人、另一行为的，下一次运行重新判断。"
    else:
        yield f"补齐所缺的事实后重新判断；缺少什么，见 `{outcome}.csv` 的 `missing` 列。"


def _shown(outcome: str, code: str, pairs: Sequence[Golden]) -> Iterator[str]:
    for pair in pairs:
        told = pair.expect.get(outcome, {}).values()
        if any(code == (each["code"] if isinstance(each, dict) else each) for each in told):
            yield _link(pair)


def _assumptions(card: Card, feeds: Mapping[str, Feed]) -> Iterator[str]:
    for name in card.absence_of:
        label = _feed(name, feeds)
        yield f"没有{label}记录，只有在该期间的{label}数据已经导入时才算证据；否则结果是“无法计算”。"
    for false_positive in card.known_false_positives:
        yield f"已知误报：{false_positive}"


def _index(cards: Sequence[Card]) -> str:
    rows = [
        [
            f"[{card.id}]({card.id}.md)",
            card.title_zh,
            card.failure_mode,
            _SEVERITIES[card.severity],
            _unfolded(card.condition_zh),
        ]
        for card in cards
    ]
    return (
        "\n\n".join([_NOTE, "# 监督模型", table([["编号", "名称", "问题类型", "等级", "提示条件"], *rows])])
        + "\n"
    )


def _feed(name: str, feeds: Mapping[str, Feed]) -> str:
    return feeds[name].label if name in feeds else name


def _law(name: str) -> str:
    title, bracket, rest = name.partition("（")
    return (title if title.startswith("《") else f"《{title}》") + bracket + rest


def _unfolded(text: str) -> str:
    """Return text without the blanks that YAML puts where a Chinese line was broken."""
    return _FOLD.sub("", text)


def _link(pair: Golden) -> str:
    place = pair.path.resolve().relative_to(CHECKOUT).as_posix()
    return f"[{pair.path.stem}]({_UP}/{place})"


def _cell(value: object) -> str:
    return "；".join(map(str, value)) if isinstance(value, list) else str(value)
