"""The code location: what Dagster loads."""

from __future__ import annotations

import dagster as dg

from assets import datasets
from assets.catalogue import catalogue, reports_without_year
from assets.checks import rule_checks
from assets.corrections import corrections
from assets.documents import documents, normalised_documents
from assets.jobs import jobs
from assets.logs import progress_lines
from assets.quality import quality_pages
from assets.resources import Folders, from_environment
from assets.schedules import weekly_in_season
from assets.tables import read_tables, report_facts, stated_figures


def build_definitions(folders: Folders) -> dg.Definitions:
    """The whole project over two folders."""
    return dg.Definitions(
        assets=[
            catalogue,
            reports_without_year,
            corrections,
            documents,
            normalised_documents,
            report_facts,
            read_tables,
            stated_figures,
            *datasets.assets,
            quality_pages,
        ],
        asset_checks=[rule_checks],
        jobs=jobs,
        schedules=[weekly_in_season],
        resources={"folders": folders},
        loggers={"console": dg.colored_console_logger, "progress": progress_lines},
        # The steps of a year are short but for the reading of files, which has its own processes: a process a step
        # costs six times as long.
        executor=dg.in_process_executor,
    )


defs = build_definitions(from_environment())
