"""What analysts receive: lists, the masked snapshot, the quality page; and the health of the run."""

import json
import time
from collections.abc import Iterator

import dagster as dg
import polars as pl

from checks.health import failed, in_words
from checks.page import write_page
from checks.store import load
from models import similar
from models.findings.lifecycle import exported
from pipelines.assets import delivered
from pipelines.assets.shown import spec
from pipelines.outputs import lineage_page, lists, manifest, publish
from pipelines.resources import HomeFolder, now
from warehouse.contract import load_feeds

_AFTER = ["finding/finding", "mart/snapshot"]


@dg.multi_asset(
    specs=[
        *(
            spec("mart", entry.name, entry.description, deps=_AFTER, kinds=frozenset({"csv", "excel"}))
            for entry in delivered.LISTS
        ),
        spec(
            "mart",
            "report",
            "截至日期所在月的监督报告（DOCX 公文格式与单文件 HTML）",
            deps=_AFTER,
            kinds=frozenset({"word", "html"}),
        ),
    ]
)
def export_lists(context: dg.AssetExecutionContext, home: HomeFolder) -> Iterator[dg.MaterializeResult]:
    """Write exports/<run> and replace exports/latest: every list at once, each an asset with its page."""
    place = home.open()
    began = time.monotonic()
    with place.pool.read() as con:
        (run_id,) = con.execute("SELECT run_id FROM known.run").fetchall()[0]
        files = lists.write_all(
            con,
            place.exports,
            run_id=run_id,
            at=now(),
            snapshot=place.published / publish.SNAPSHOT,
            durations=_durations(context),
            failed_checks=in_words(load(place.quality)),
        )
    told = json.loads(files[manifest.NAME].read_text("utf-8"))
    manifest.register(place, told)
    with place.pool.write() as con:
        exported(con, run_id, now(), told["files"]["flagged_cases.csv"]["sha256"])
    source = place.published / publish.SNAPSHOT
    for entry in delivered.LISTS:
        page = delivered.listed(entry, files.get(entry.file))
        # The first list also tells of the run's other files: Parquet, XLSX, summary, manifest.
        first = entry is delivered.LISTS[0]
        beside = {name: dg.MetadataValue.path(str(path)) for name, path in files.items()} if first else {}
        took = {"seconds": dg.MetadataValue.float(round(time.monotonic() - began, 2))} if first else {}
        yield dg.MaterializeResult(asset_key=["mart", entry.name], metadata={**beside, **took, **page})
    yield dg.MaterializeResult(
        asset_key=["mart", "report"], metadata=delivered.report(files["report.html"], source)
    )


def _durations(context: dg.AssetExecutionContext) -> dict[str, float]:
    """Return the seconds of the steps that have ended, as Dagster recorded them."""
    return {
        step.step_key: round(step.end_time - step.start_time, 2)
        for step in context.instance.get_run_step_stats(context.run_id)
        if step.start_time and step.end_time
    }


@dg.multi_asset(
    specs=[
        spec("mart", "snapshot", "供分析查询的脱敏只读快照", deps=["finding/finding", "fact/reverse_flow"])
    ]
)
def snapshot(home: HomeFolder) -> dg.MaterializeResult:
    """Publish the masked snapshot for analysts, replaced as a whole."""
    place = home.open()
    with place.pool.read() as con:
        path = publish.publish(con, place.published, now())
    rows = pl.DataFrame(
        [
            (file.stem, pl.scan_parquet(file).select(pl.len()).collect().item())
            for file in sorted(path.with_suffix("").glob("*.parquet"))
        ],
        schema=["table", "rows"],
        orient="row",
    )
    page = delivered.page(path, rows, rows.sort("rows", descending=True).rows(), "各表的行数")
    return dg.MaterializeResult(asset_key=["mart", "snapshot"], metadata=page)


@dg.multi_asset(
    specs=[
        spec(
            "mart",
            "similar",
            "类案索引：按罪名、行为、数额、情节比对，再按案情文字排序",
            deps=["fact/lead", "fact/answered", "fact/measure"],
            kinds=frozenset({"scikitlearn", "parquet"}),
        )
    ]
)
def similar_index(home: HomeFolder) -> dg.MaterializeResult:
    """Make the index that ``xianjie similar`` and the explanations ask."""
    place = home.open()
    with place.pool.read() as con:
        cases = similar.build(con, place.similar)
    return dg.MaterializeResult(
        asset_key=["mart", "similar"],
        metadata={"dagster/row_count": cases, "path": dg.MetadataValue.path(str(place.similar))},
    )


@dg.multi_asset(
    specs=[
        spec(
            "mart",
            "quality_page",
            "数据质量页（离线 HTML）",
            deps=["finding/finding"],
            kinds=frozenset({"html"}),
        )
    ]
)
def quality_page(home: HomeFolder) -> dg.MaterializeResult:
    """Render the checks of this run as one page that needs no network."""
    place = home.open()
    with place.pool.read() as con:
        as_of, run_id = con.execute("SELECT as_of, run_id FROM known.run").fetchall()[0]
    page = write_page(load(place.quality), place.quality, run_id=run_id, as_of=as_of, at=now())
    rules = pl.DataFrame(
        [
            (suite.table, rule.description_zh, "通过" if rule.success else "未通过", rule.unexpected_count)
            for suite in load(place.quality)
            for rule in suite.results
        ],
        schema={"table": pl.String, "rule": pl.String, "result": pl.String, "rows": pl.Int64},
        orient="row",
    ).sort("result", maintain_order=True, descending=True)
    return dg.MaterializeResult(
        asset_key=["mart", "quality_page"],
        metadata={
            **delivered.shown(page, rules, "result", "规则数"),
            "lineage": dg.MetadataValue.path(str(lineage_page.write_page(place.quality))),
        },
    )


@dg.multi_asset(
    specs=[
        spec(
            "mart",
            "health",
            "运行健康：任一检查未通过或模型不可计算时，本步骤失败（清单已写出，不受影响）",
            deps=["mart/lists", "mart/snapshot", "mart/quality_page", "mart/similar"],
        )
    ]
)
def health(home: HomeFolder) -> dg.MaterializeResult:
    """Fail after everything was written, so that a green run is a healthy one."""
    place = home.open()
    bad = failed(load(place.quality))
    with place.pool.read() as con:
        blind = con.execute(
            "SELECT model, not_computable FROM model.count WHERE not_computable > 0"
        ).fetchall()
    if bad or blind:
        raise dg.Failure(
            description="运行已完成，但有检查未通过或模型不可计算",
            metadata={
                "checks": dg.MetadataValue.md(
                    "\n".join(f"- {rule.table}: {rule.description_zh}" for rule in bad) or "无"
                ),
                "not_computable": dg.MetadataValue.md(
                    "\n".join(f"- {model}: {n}" for model, n in blind) or "无"
                ),
            },
            allow_retries=False,
        )
    return dg.MaterializeResult(asset_key=["mart", "health"], metadata={"feeds": len(load_feeds())})
