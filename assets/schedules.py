"""When the graph runs by itself: never until someone turns the schedule on in the UI."""

import dagster as dg

from assets.jobs import whole_pipeline
from assets.partitions import newest_year


@dg.schedule(
    job=whole_pipeline,
    cron_schedule="0 6 * 1-4 1",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description=(
        "Mondays from January to April, when the reports of the year before are published (departments by 31 January,"
        " governments by 31 March): lists the raw folder again and runs the newest report-year. Off until turned on"
        " here."
    ),
)
def weekly_in_season(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """The newest report-year, once a week."""
    year = str(newest_year())
    return dg.RunRequest(partition_key=year, run_key=None, tags={"report_year": year})
