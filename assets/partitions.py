"""The report-years, the only partition set of this project."""

from __future__ import annotations

import warnings

import dagster as dg

# One check result a year needs a partitioned check, which this version of Dagster calls a preview feature.
warnings.filterwarnings("ignore", message="Specifying a partitions_def on an AssetCheckSpec")

FIRST_YEAR = 2019
"""The first report-year of the official forms; the library's catalogue has the same."""

# Keys run to the last complete year, which is the newest report-year: a report is about a year that has ended.
years = dg.TimeWindowPartitionsDefinition(
    start=str(FIRST_YEAR), fmt="%Y", cron_schedule="0 0 1 1 *", timezone="Asia/Shanghai"
)


def newest_year() -> int:
    """The newest report-year: the last calendar year that has ended in China."""
    return int(years.get_partition_keys()[-1])
