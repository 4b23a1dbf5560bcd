"""The monthly report: a job of its own, so that it is written once and not with every run."""

from datetime import timedelta

import dagster as dg

from pipelines.assets import delivered
from pipelines.assets.shown import spec
from pipelines.outputs import manifest, publish
from pipelines.outputs.report.write import write
from pipelines.resources import HomeFolder, RunDay, now


@dg.multi_asset(
    specs=[
        spec(
            "mart",
            "monthly_report",
            "上一个月的监督报告（DOCX 公文格式与单文件 HTML），附可复算其数字的 SQL",
            deps=["mart/snapshot"],
            kinds=frozenset({"word", "html"}),
        )
    ]
)
def monthly_report(home: HomeFolder, day: RunDay) -> dg.MaterializeResult:
    """Write the report of the month before into exports/reports/<month>."""
    place = home.open()
    month = (day.day().replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    folder = place.exports / "reports" / month
    folder.mkdir(parents=True, exist_ok=True)
    source = place.published / publish.SNAPSHOT
    written = [write(folder / f"监督报告{form}", source, days=month) for form in (".docx", ".html")]
    files = list(dict.fromkeys(file for files in written for file in files))
    manifest.register(place, manifest.Taken(now(), month).told(folder, [f.name for f in files], {}))
    return dg.MaterializeResult(
        asset_key=["mart", "monthly_report"],
        metadata={
            "month": month,
            **{file.name: dg.MetadataValue.path(str(file)) for file in files},
            **delivered.report(files[0], source, month),
        },
    )
