"""May we believe it: one blocking check of our own invariants and one quality check per table.

Great Expectations runs once per layer on the pool's own connection; its results become few, rich Dagster
checks, and are kept for the quality page.
"""

from collections.abc import Iterator, Sequence

import dagster as dg

from checks.rule import SuiteResult
from checks.run import run_all
from checks.store import save
from pipelines.assets.intake import FEEDS
from pipelines.resources import HomeFolder

_LAYERS = {
    "landing": [f"landing/{feed}" for feed in FEEDS],
    "pool": [f"pool/{feed}" for feed in FEEDS],
    "results": ["party/link", "fact/measure", "finding/finding"],
}
_INVARIANTS = "invariants"
_QUALITY = "quality"
_EXAMPLE_ROWS = 10


def _specs(assets: Sequence[str]) -> list[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec(name=name, asset=dg.AssetKey(asset.split("/")), description=text, blocking=blocking)
        for asset in assets
        for name, text, blocking in (
            (_INVARIANTS, "本系统自身的不变量：行身份、主键、类型与数量平衡（不成立则停止后续步骤）", True),
            (_QUALITY, "数据质量：来源数据的缺失、格式、日期次序与金额（只提示，不停止）", False),
        )
    ]


def _run(layer: str, home: HomeFolder) -> Iterator[dg.AssetCheckResult]:
    place = home.open()
    assets = _LAYERS[layer]
    with place.pool.read() as con:
        results = run_all(con, [asset.replace("/", ".") for asset in assets])
    save(place.quality, layer, results)
    by_table = {result.table: result for result in results}
    for asset in assets:
        result = by_table[asset.replace("/", ".")]
        yield _result(asset, _INVARIANTS, result, blocking=True)
        yield _result(asset, _QUALITY, result, blocking=False)


def _result(asset: str, name: str, result: SuiteResult, *, blocking: bool) -> dg.AssetCheckResult:
    rules = [rule for rule in result.results if rule.is_blocking == blocking]
    failed = [rule for rule in rules if not rule.success]
    lines = ["| 规则 | 不符 | 占比 | 定位 |", "| --- | ---: | ---: | --- |"]
    for rule in failed:
        where = "；".join(
            f"{row.get('file', '')} {row.get('sheet', '')} {row.get('row_no', '')}".strip()
            for row in rule.failing_rows[:_EXAMPLE_ROWS]
        )
        share = "" if rule.unexpected_share is None else f"{rule.unexpected_share:.2%}"
        lines.append(f"| {rule.description_zh} | {rule.unexpected_count} | {share} | {where} |")
    return dg.AssetCheckResult(
        asset_key=asset.split("/"),
        check_name=name,
        passed=not failed,
        severity=dg.AssetCheckSeverity.ERROR if blocking else dg.AssetCheckSeverity.WARN,
        metadata={
            "rules": len(rules),
            "failed": len(failed),
            **({"failing": dg.MetadataValue.md("\n".join(lines))} if failed else {}),
        },
    )


@dg.multi_asset_check(name="landing_checks", specs=_specs(_LAYERS["landing"]))
def landing_checks(home: HomeFolder) -> Iterator[dg.AssetCheckResult]:
    """Check what was landed."""
    yield from _run("landing", home)


@dg.multi_asset_check(name="pool_checks", specs=_specs(_LAYERS["pool"]))
def pool_checks(home: HomeFolder) -> Iterator[dg.AssetCheckResult]:
    """Check the typed pool."""
    yield from _run("pool", home)


@dg.multi_asset_check(name="result_checks", specs=_specs(_LAYERS["results"]))
def result_checks(home: HomeFolder) -> Iterator[dg.AssetCheckResult]:
    """Check links, measures and findings."""
    yield from _run("results", home)
