"""Starts a run when files arrive in the inbox; off until an analyst switches it on."""

import time

import dagster as dg

from pipelines.jobs import supervise
from pipelines.resources import HomeFolder

# A file that is still being copied changes; wait until nothing has.
SETTLED_SECONDS = 5


@dg.sensor(
    job=supervise,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="收件箱出现新文件时运行全流程",
)
def new_files(context: dg.SensorEvaluationContext, home: HomeFolder) -> dg.RunRequest | dg.SkipReason:
    """Request one run per state of the inbox: the newest change and the number of files."""
    inbox = home.open().inbox
    files = [path.stat() for path in inbox.rglob("*") if path.is_file()]
    if not files:
        return dg.SkipReason("收件箱为空")
    newest = max(file.st_mtime for file in files)
    if time.time() - newest < SETTLED_SECONDS:
        return dg.SkipReason("文件仍在写入")
    state = f"{max(file.st_mtime_ns for file in files)}|{len(files)}"
    if state == (context.cursor or ""):
        return dg.SkipReason("没有新文件")
    context.update_cursor(state)
    return dg.RunRequest(run_key=state)
