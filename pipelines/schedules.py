"""Working-day schedules, off until an analyst switches them on."""

from collections.abc import Iterator

import dagster as dg

from pipelines.jobs import report, supervise
from warehouse.calendar import Calendar


@dg.schedule(
    job=supervise,
    cron_schedule="30 6 * * 1-7",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="工作日 06:30 运行全流程（按国务院调休安排；无该年度日历时按周一至周五）",
)
def working_day_morning(context: dg.ScheduleEvaluationContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Request a run on working days, make-up Saturdays and Sundays included."""
    day = context.scheduled_execution_time.date()
    is_working = Calendar.load().is_working(day)
    if is_working is None:
        is_working = day.isoweekday() <= 5
    if is_working:
        yield dg.RunRequest(run_key=day.isoformat())
    else:
        yield dg.SkipReason(f"{day} 不是工作日")


month_before = dg.ScheduleDefinition(
    name="month_before",
    job=report,
    cron_schedule="0 7 2 * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="每月二日 07:00 生成上一个月的监督报告",
)
