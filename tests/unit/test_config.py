"""The configuration of an installation: defaults, first use, mistakes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from warehouse.config import Config
from warehouse.errors import ContractError


def test_written_with_comments_on_first_use_and_equal_to_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "home" / "config.yaml"
    loaded = Config.load(file)
    assert "#" in file.read_text("utf-8")
    assert loaded == Config(folder=file.parent)


def test_what_is_written_counts(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(
        "sources:\n  - {name: 甲, feed: penalty}\n"
        "  - {name: 乙, kind: postgresql, uri_env: U, feed: transfer, table: t}\n"
        "coverage: {transfer: [{from: 2024-01-01, to: 2024-12-31}]}\n",
        "utf-8",
    )
    config = Config.load(file)
    assert config.periods == [("transfer", date(2024, 1, 1), date(2024, 12, 31))]
    assert [source.name for source in config.databases] == ["乙"]
    first = config.source("甲")
    assert first is not None and first.feed == "penalty"
    assert config.source("乙") is None, "a database is no folder"


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("# nothing\n", "utf-8")
    assert Config.load(file) == Config(folder=tmp_path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("source: []", "没有这个配置项"),
        ("recent_days: 0", "不应小于 1 · config.yaml · recent_days"),
        ("recent_days: x", "应为整数"),
        ("sources: {a: 1}", "应为列表"),
        ("sources: [{}]", "缺少这一项 · config.yaml · sources.0.name"),
        ("sources: [{name: ''}]", "不应为空"),
        ("sources: [{name: [甲]}]", "应为文字"),
        ("sources: [{name: 甲, kind: ftp}]", "应为 'files' 或 'postgresql'"),
        ("province: '310'", "应符合"),
        ("limits: 3", "应为“键: 值”"),
        ("parameters: {f06: {days: long}}", "应为数字"),
        ("coverage: {transfer: [{from: 2023-02-29, to: 2024-01-01}]}", "应为日期"),
        ("- a", "不是配置文件"),
        ("a: [", "不是可读的 YAML"),
        ("sources: [{name: 甲, table: t}]", "仅用于数据库来源"),
        ("sources: [{name: 甲, kind: postgresql, feed: f, table: t}]", "uri_env 与 uri"),
        ("sources: [{name: 甲, kind: postgresql, feed: f, uri_env: U}]", "query 与 table"),
        ("sources: [{name: 甲, kind: postgresql, uri_env: U, table: t}]", "须写明数据类别"),
        ("coverage: {transfer: [{from: 2024-12-31, to: 2024-01-01}]}", "不得早于 from"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, content: str, told: str) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(content, "utf-8")
    with pytest.raises(ContractError) as error:
        Config.load(file)
    assert told in str(error.value)
    assert "config.yaml" in str(error.value)
