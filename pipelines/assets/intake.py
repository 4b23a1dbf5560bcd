"""Deliveries to typed history: landing (as received), pool (current version and history), known (the day)."""

from collections.abc import Iterator

import dagster as dg

from pipelines.assets.shown import describe, spec
from pipelines.resources import HomeFolder, RunDay, now
from warehouse import known
from warehouse.config import Config
from warehouse.contract import load_feeds
from warehouse.intake import importer

FEEDS = load_feeds()
_INTAKE_OWNER = "team:intake"


@dg.multi_asset(
    name="landing",
    specs=[
        spec(
            "landing",
            feed.name,
            f"{feed.label}：原样接收的行，附批次、文件、工作表与行号",
            owner=_INTAKE_OWNER,
        )
        for feed in FEEDS.values()
    ],
)
def landing(
    context: dg.AssetExecutionContext, home: HomeFolder, day: RunDay
) -> Iterator[dg.MaterializeResult]:
    """Land every file of the inbox that was not imported yet, and the configured databases' recent rows."""
    place = home.open()
    slips = importer.land_recent(place, Config.load(place.config_file), as_of=day.day(), now=now())
    for slip in slips:
        context.log.info(slip.line())
    with place.pool.read() as con:
        for feed in FEEDS.values():
            yield dg.MaterializeResult(
                asset_key=["landing", feed.name],
                metadata={
                    **describe(con, "landing", feed.name),
                    "files_new": sum(slip.feed == feed.name for slip in slips),
                },
            )


@dg.multi_asset(
    name="pool",
    specs=[
        spec(
            "pool",
            feed.name,
            f"{feed.label}：按业务主键的现行版本与历史",
            deps=[f"landing/{feed.name}"],
            owner=_INTAKE_OWNER,
        )
        for feed in FEEDS.values()
    ],
)
def pool(context: dg.AssetExecutionContext, home: HomeFolder) -> Iterator[dg.MaterializeResult]:
    """Type and version what was landed; a row ends as loaded, duplicate, revised or quarantined."""
    place = home.open()
    with place.pool.write() as con:
        counts = {feed: importer.pool_pending(con, feed, now()) for feed in FEEDS}
    with place.pool.read() as con:
        for name, count in counts.items():
            context.log.info("%s: %s", name, count)
            yield dg.MaterializeResult(
                asset_key=["pool", name], metadata={**describe(con, "pool", name), **count.as_metadata()}
            )


@dg.multi_asset(
    specs=[
        spec(
            "known",
            "run",
            "截至日期与入库时间：此后各步骤只看当日已知的记录",
            deps=[f"pool/{name}" for name in FEEDS],
        )
    ]
)
def known_day(context: dg.AssetExecutionContext, home: HomeFolder, day: RunDay) -> dg.MaterializeResult:
    """Set the day of the run; everything after it reads the views ``known.<feed>`` only."""
    place = home.open()
    config = Config.load(place.config_file)
    with place.pool.write() as con:
        known.build(
            con,
            FEEDS,
            as_of=day.day(),
            known_at=day.recorded(),
            run_id=context.run_id,
            periods=config.periods,
            coverage_gap_days=config.coverage_gap_days,
        )
        return dg.MaterializeResult(
            asset_key=["known", "run"],
            metadata={**describe(con, "known", "run"), "as_of": day.day().isoformat()},
        )
