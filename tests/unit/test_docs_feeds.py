"""The pages of the feeds tell all that a contract holds, the same at every call."""

from __future__ import annotations

import pytest

from pipelines.docs import feeds as pages
from warehouse.contract import load_feeds

FEEDS = load_feeds()


@pytest.mark.parametrize("name", FEEDS)
def test_a_page_tells_the_whole_contract(name: str) -> None:
    feed, text = FEEDS[name], pages.page(FEEDS[name])
    for column in feed.columns:
        row = next(
            line for line in text.splitlines() if line.startswith(f"| `{column.name}` | {column.label} |")
        )
        assert row.endswith(f"| {'是' if column.required else ''} | {'是' if column.pii else ''} |")
        assert (column.unit or "") in row
        for told in (*column.aliases, *column.loose, *column.values, column.code or "", column.doc or ""):
            assert told in text
    for part in feed.key:
        assert f"`{part}`" in next(line for line in text.splitlines() if "业务主键" in line)


def test_every_feed_has_its_page_and_a_line_in_the_index() -> None:
    made = pages.pages()
    assert set(made) == {"README.md", *(f"{name}.md" for name in FEEDS)}
    assert all(f"({name}.md)" in made["README.md"] for name in FEEDS)
    assert made == pages.pages()


def test_a_key_part_that_may_be_empty_is_told() -> None:
    assert "（其中任职起始日期 `from_on`可以为空）" in pages.page(FEEDS["entity_member"])
    assert "未填时为“涉嫌犯罪”" in pages.page(FEEDS["transfer"])
