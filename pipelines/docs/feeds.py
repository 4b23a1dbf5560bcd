"""Reference pages of the feeds: one page per contract, for those who deliver data, and an index."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.docs._markdown import bullets, table
from warehouse.column import Column
from warehouse.contract import Feed, load_feeds

_NOTE = "<!-- 由 warehouse/contracts 生成，请勿手改；修改合同文件后重新生成。 -->"
_TYPES = {
    "text": "文本",
    "uscc": "统一社会信用代码",
    "id": "证件号码（完整、遮蔽或散列）",
    "date": "日期",
    "timestamp": "日期或时间",
    "money": "金额",
    "integer": "整数",
    "share": "比例",
    "bool": "是否",
    "enum": "单选",
    "list": "多选",
}


def pages() -> dict[str, str]:
    """Return every page by its path below ``docs/reference/feeds``."""
    feeds = load_feeds()
    return {"README.md": _index(feeds.values()), **{f"{name}.md": page(feed) for name, feed in feeds.items()}}


def page(feed: Feed) -> str:
    """Return the page of one feed."""
    parts = [
        _NOTE,
        f"# {feed.label} `{feed.name}`",
        *([feed.doc] if feed.doc else []),
        bullets(
            [
                f"业务主键：{_columns(feed, feed.key)}"
                + (f"（其中{_columns(feed, feed.open_key)}可以为空）" if feed.open_key else ""),
                f"主要日期：{_columns(feed, feed.leading)}"
                + ("（取第一个不为空的）" if len(feed.leading) > 1 else ""),
                f"必填：{_columns(feed, [column.name for column in feed.required])}",
                f"文件名或工作表名含有：{'、'.join(f'`{prefix}`' for prefix in feed.prefixes)}",
            ]
        ),
        "## 列",
        table(
            [
                ["列", "标签", *_code_head(feed), "类型", "必填", "个人信息"],
                *(_row(feed, c) for c in feed.columns),
            ]
        ),
        "## 列的其他叫法",
        table(
            [
                ["列", "也认作", "没有更明确的表头时也认作"],
                *(
                    [f"`{c.name}`", "、".join(c.aliases), "、".join(c.loose)]
                    for c in feed.columns
                    if c.aliases or c.loose
                ),
            ]
        ),
    ]
    valued = [column for column in feed.columns if column.values]
    if valued:
        told = (f"{c.label} `{c.name}`：{' / '.join(c.values)}{_default(c)}" for c in valued)
        parts += ["## 取值", "其他取值照原样保留，并加质量标记。", bullets(told)]
        meant = [(c, member, words) for c in valued for member, words in c.synonyms.items()]
        meant += [(c, "（未填）", c.pending) for c in valued if c.pending]
        if meant:
            rows = ([f"`{c.name}`", member, "、".join(words)] for c, member, words in meant)
            parts += ["下列说法按所列取值入库：", table([["列", "取值", "也写作"], *rows])]
    noted = [column for column in feed.columns if column.doc]
    if noted:
        parts += ["## 说明", bullets(f"{c.label} `{c.name}`：{c.doc}" for c in noted)]
    return "\n\n".join(parts) + "\n"


def _index(feeds: Iterable[Feed]) -> str:
    rows = (
        [
            f"[{feed.label}]({feed.name}.md)",
            f"`{feed.name}`",
            _columns(feed, feed.key),
            str(len(feed.columns)),
        ]
        for feed in feeds
    )
    return (
        "\n\n".join(
            [
                _NOTE,
                "# 数据合同",
                "每类数据一份合同，列名以合同为准，程序不认列名以外的约定。表头按规范名、中文标签、“双公示”字段代码、"
                "别名的次序识别，空白、全角半角和括号不影响识别；表头或单元格里写明的金额单位优先，"
                "规范名（`*_cny`）一律是元，中文表头未写单位的按下列合同所注单位。",
                "不认识的列保留在附加信息中并报告。缺主键或必填项的行进入隔离区；其余问题只加质量标记，不丢数据。",
                table([["数据", "名称", "业务主键", "列数"], *rows]),
            ]
        )
        + "\n"
    )


def _code_head(feed: Feed) -> list[str]:
    return ["双公示代码"] if any(column.code for column in feed.columns) else []


def _row(feed: Feed, column: Column) -> list[str]:
    kind = _TYPES[column.type] + (f"（{column.unit}）" if column.unit else "")
    codes = [f"`{column.code}`" if column.code else ""] if _code_head(feed) else []
    return [
        f"`{column.name}`",
        column.label,
        *codes,
        kind,
        "是" if column.required else "",
        "是" if column.pii else "",
    ]


def _default(column: Column) -> str:
    return f"；未填时为“{column.default}”" if column.default else ""


def _columns(feed: Feed, names: Iterable[str]) -> str:
    return "、".join(f"{feed.column(name).label} `{name}`" for name in names)
