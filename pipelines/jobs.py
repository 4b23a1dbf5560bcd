"""The jobs an analyst starts or schedules."""

import dagster as dg

_MONTHLY = dg.AssetSelection.assets(["mart", "monthly_report"])

# Everything from the delivered files to the published lists.
supervise = dg.define_asset_job(
    "supervise",
    selection=dg.AssetSelection.all() - _MONTHLY,
    description="导入收件箱中的新数据，完成检查、关联、模型与清单导出（全流程）",
)

# Only what is new: land and pool, with their checks. Models run in `supervise`.
import_recent = dg.define_asset_job(
    "import_recent",
    selection=dg.AssetSelection.groups("g1_intake", "g2_pool"),
    description="导入最近七日数据（数据库按更新日期，文件夹导入全部未导入文件）",
)

# The month before, from the snapshot that stands.
report = dg.define_asset_job(
    "report", selection=_MONTHLY, description="生成上一个月的监督报告（DOCX 与 HTML）"
)
