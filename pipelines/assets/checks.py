"""May we believe it: one blocking check of our own invariants and one quality check per table.

Great Expectations runs once per layer on the pool's own connection; its results become few, rich Dagster
checks, and are kept for the quality page.
"""

from collections.abc import Iterator, Sequence

import dagster as dg

from checks.rule import RuleResult
from checks.run import run_all
from checks.store import save
from pipelines.assets.intake import FEEDS
from pipelines.resources import HomeFolder

# Per step of the work: each asset with the tables its checks speak of.
_STEPS: dict[str, dict[str, list[str]]] = {
    "landing": {f"landing/{feed}": [f"landing.{feed}"] for feed in FEEDS},
    "pool": {f"pool/{feed}": [f"pool.{feed}"] for feed in FEEDS},
    "batches": {"known/run": ["landing.batch", "landing.quarantine"]},
    "parties": {
        "party/link": ["party.link"],
        "party/resolved": ["party.resolved"],
        "party/person": ["party.person"],
        "party/bearer": ["party.bearer"],
    },
    "facts": {"fact/measure": ["fact.measure", "fact.measure_source", "fact.subject"]},
    "evaluations": {"fact/evaluation": ["fact.evaluation"]},
    "findings": {"finding/finding": ["finding.finding", "finding.event", "model.count"]},
}
_INVARIANTS = "invariants"
_QUALITY = "quality"
_EXAMPLE_ROWS = 10


def _specs(step: str) -> list[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec(name=name, asset=dg.AssetKey(asset.split("/")), description=text, blocking=blocking)
        for asset in _STEPS[step]
        for name, text, blocking in (
            (_INVARIANTS, "本系统自身的不变量：行身份、主键、类型与数量平衡（不成立则停止后续步骤）", True),
            (_QUALITY, "数据质量：来源数据的缺失、格式、日期次序与金额（只提示，不停止）", False),
        )
    ]


def _run(step: str, home: HomeFolder) -> Iterator[dg.AssetCheckResult]:
    place = home.open()
    tables = [table for tables in _STEPS[step].values() for table in tables]
    with place.pool.read() as con:
        results = run_all(con, tables)
    save(place.quality, step, results)
    for asset, own in _STEPS[step].items():
        rules = [rule for result in results if result.table in own for rule in result.results]
        yield _result(asset, _INVARIANTS, rules, blocking=True)
        yield _result(asset, _QUALITY, rules, blocking=False)


def _result(asset: str, name: str, every: Sequence[RuleResult], *, blocking: bool) -> dg.AssetCheckResult:
    rules = [rule for rule in every if rule.is_blocking == blocking]
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


@dg.multi_asset_check(name="landing_checks", specs=_specs("landing"))
def landing_checks(home: HomeFolder) -> Iterator[dg.AssetCheckResult]:
    """Check what was landed."""
    yield from _run("landing", home)


@dg.multi_asset_check(name="pool_checks", specs=_specs("pool"))
def pool_checks(home: HomeFolder) -> Iterator[dg.AssetCheckResult]:
    """Check the typed pool."""
    yield from _run("pool", home)


@dg.multi_asset_check(name="batch_checks", specs=_specs("batches"))
def batch_checks(home: HomeFolder) -> Iterator[dg.AssetCheckResult]:
    """Check that every received row is accounted for."""
    yield from _run("batches", home)


@dg.multi_asset_check(name="party_checks", specs=_specs("parties"))
def party_checks(home: HomeFolder) -> Iterator[dg.AssetCheckResult]:
    """Check links and parties."""
    yield from _run("parties", home)


@dg.multi_asset_check(name="fact_checks", specs=_specs("facts"))
def fact_checks(home: HomeFolder) -> Iterator[dg.AssetCheckResult]:
    """Check measures."""
    yield from _run("facts", home)


@dg.multi_asset_check(name="evaluation_checks", specs=_specs("evaluations"))
def evaluation_checks(home: HomeFolder) -> Iterator[dg.AssetCheckResult]:
    """Check the comparison with the rulebook."""
    yield from _run("evaluations", home)


@dg.multi_asset_check(name="finding_checks", specs=_specs("findings"))
def finding_checks(home: HomeFolder) -> Iterator[dg.AssetCheckResult]:
    """Check the ledger."""
    yield from _run("findings", home)
