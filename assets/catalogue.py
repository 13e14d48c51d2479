"""What lies in the raw folder, and the reports that no year can be given to."""

import time
from collections.abc import Callable

import dagster as dg
import pandas as pd

from assets.metadata import code_version, column_schema
from assets.partitions import FIRST_YEAR, newest_year
from assets.publishing import Published, blocking_checks, dataset_description, publish_whole, publish_year
from assets.resources import Folders
from assets.workers import TICK_SECONDS
from pipeline import store
from pipeline.catalogue import scan
from pipeline.datasets import build_reports
from pipeline.extract import cells_frame
from pipeline.identity import facts_frame


@dg.asset(
    group_name="sources",
    kinds={"python", "parquet"},
    description=dataset_description(
        "catalogue",
        "Every file below the raw folder with its hash, size, format, report-year and agency, read from the content; path"
        " and file name are hints only. Run it after adding or removing files: every other step starts from it.",
    ),
    metadata=column_schema("catalogue"),
    check_specs=blocking_checks("catalogue", partitioned=False),
    code_version=code_version("catalogue", "documents", "normalise", "identity", "schemas"),
)
def catalogue(context: dg.AssetExecutionContext, folders: Folders) -> Published:
    """List the raw folder."""
    try:
        previous = store.read_whole(folders.out, "catalogue")
    except (store.NotPublished, store.StaleFile):
        previous = None
    frame = scan(folders.raw, previous, progress=ticker(context.log.info, "catalogue"))
    frame = without_future_years(frame, newest_year())
    counts = frame["report_year"].value_counts().sort_index()
    context.log.info(
        f"catalogue: {len(frame)} distinct files; by report-year "
        + (", ".join(f"{'none' if y == 0 else y}: {n}" for y, n in counts.items()) or "none")
    )
    yield from publish_whole(folders, "catalogue", frame)


@dg.asset(
    group_name="published",
    kinds={"python", "parquet"},
    deps=[catalogue],
    description=(
        "**年度不明的文件** Publishes `reports/year=0`: the files whose report-year cannot be told, or lies before"
        f" {FIRST_YEAR}, each as a failed report with its reason. No file is ever dropped. They belong to no year's"
        " partition, so this is an asset of its own; it has no cells and no findings."
    ),
    metadata=column_schema("reports"),
    check_specs=blocking_checks("reports", "reports_without_year", partitioned=False),
    code_version=code_version("datasets", "schemas", "store"),
)
def reports_without_year(context: dg.AssetExecutionContext, folders: Folders) -> Published:
    """Publish the files without a report-year as failed reports."""
    files = folders.files_of(0)
    for path, error in zip(files["source_path"], files["error"], strict=True):
        context.log.warning(f"{path}: {error}")
    yield from publish_year(folders, "reports", 0, build_reports(files, facts_frame([]), cells_frame([])), "reports_without_year")


def without_future_years(catalogue: pd.DataFrame, newest: int) -> pd.DataFrame:
    """The catalogue with files of years that have not ended moved to year 0, with the reason.

    A report is about a year that is over, so such a year is misread or misprinted, and it has no partition.

    Args:
        catalogue: The catalogue's rows.
        newest: The newest report-year.
    """
    future = catalogue["report_year"] > newest
    if not future.any():
        return catalogue
    result = catalogue.copy()
    for index in catalogue.index[future]:
        year = catalogue.loc[index, "report_year"]
        result.loc[index, "error"] = (
            f"The report-year reads as {year}, which has not ended; expected {FIRST_YEAR} to {newest}. Check the year in the"
            " title and the statistical period, and the date of this machine."
        )
    result.loc[future, "report_year"] = 0
    return result


def ticker(say: Callable[[str], None], label: str) -> Callable[[int, int, str], None]:
    """A progress callback that says every few seconds how far the work is, with the name of the file at work."""
    last = time.monotonic()

    def progress(done: int, total: int, name: str) -> None:
        nonlocal last
        if time.monotonic() - last >= TICK_SECONDS:
            say(f"{label}: {done} of {total} files done, now at {name}")
            last = time.monotonic()

    return progress
