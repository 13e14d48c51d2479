"""What lies in the raw folder, and the reports that no year can be given to."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import dagster as dg
import pandas as pd

from assets.metadata import code_version, column_schema, problems_table
from assets.partitions import FIRST_YEAR, newest_year
from assets.publishing import Published, blocking_checks, dataset_description, publish_whole, publish_year
from assets.resources import WORK, Folders, writing
from assets.workers import each_file
from pipeline import store
from pipeline.catalogue import CatalogueEntry, Mapper, RawFile, blank_entry, scan
from pipeline.datasets import build_reports
from pipeline.extract import cells_frame
from pipeline.identity import facts_frame

_VERSION = code_version("catalogue", "sources", "documents", "normalise", "identity", "schemas")


@dg.asset(
    group_name="sources",
    kinds={"python", "parquet"},
    description=dataset_description(
        "catalogue",
        "Every file below the raw folder with its hash, size, format, report-year and agency, read from the content;"
        " path and file name are hints only. Run it after adding or removing files: every other step starts from it.",
    ),
    metadata=column_schema("catalogue"),
    check_specs=blocking_checks("catalogue", partitioned=False),
    code_version=_VERSION,
)
def catalogue(context: dg.AssetExecutionContext, folders: Folders) -> Published:
    """List the raw folder."""
    say = context.log.info
    frame = scan(folders.raw, _earlier(folders), run=in_processes(say), prepared=folders.prepared, say=say)
    frame = without_own_files(frame, folders.raw, folders.out)
    if frame.empty and store.published_years(folders.out, "reports"):
        raise dg.Failure(
            f"No file lies below {folders.raw}, and reports from there are published in {folders.out}: they would all"
            " be withdrawn. Look whether it is the right folder and its disk is there; if it is meant to be empty,"
            " delete the output folder.",
            allow_retries=False,
        )
    frame = without_future_years(frame, newest_year())
    counts = frame["report_year"].value_counts().sort_index()
    for path, error in zip(frame["source_path"], frame["error"], strict=True):
        if not pd.isna(error):
            context.log.warning(f"{path}: {error}")
    context.log.info(
        f"catalogue: {len(frame)} distinct files; by report-year "
        + (", ".join(f"{'none' if y == 0 else y}: {n}" for y, n in counts.items()) or "none")
    )
    unusable = frame[frame["error"].notna()]
    more = {"files without use": len(unusable), "files without a report-year": int(counts.get(0, 0))}
    yield from publish_whole(
        folders, "catalogue", frame, more | problems_table(unusable, "source_path", "report_year", "error")
    )
    _remember(folders)


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
def reports_without_year(folders: Folders) -> Published:
    """Publish the files without a report-year as failed reports."""
    files = folders.files_of(0)
    yield from publish_year(
        folders, "reports", 0, build_reports(files, facts_frame([]), cells_frame([])), "reports_without_year"
    )


def without_own_files(catalogue: pd.DataFrame, raw: Path, out: Path) -> pd.DataFrame:
    """The catalogue without what this program itself wrote, where the output folder lies inside the raw folder.

    Args:
        catalogue: The catalogue's rows.
        raw: The raw folder.
        out: The output folder.
    """
    if not out.is_relative_to(raw):
        return catalogue
    own = f"{out.relative_to(raw).as_posix()}/"
    result = catalogue[~catalogue["source_path"].str.startswith(own)].copy()
    result["also_at"] = [[p for p in paths if not p.startswith(own)] for paths in result["also_at"]]
    return result.reset_index(drop=True)


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
            f"The report-year reads as {year}, which has not ended; expected {FIRST_YEAR} to {newest}. Check the year"
            " in the title and the statistical period, and the date of this machine."
        )
    result.loc[future, "report_year"] = 0
    return result


def _earlier(folders: Folders) -> pd.DataFrame | None:
    """The catalogue as last published, if this very program made it: its files need not be read again.

    Files without a year are left out and so read again: the newest year moves on.
    """
    mark = folders.out / WORK / "catalogue.version"
    if not mark.is_file() or mark.read_text(encoding="utf-8") != _VERSION:
        return None
    try:
        earlier = store.read_whole(folders.out, "catalogue")
    except (store.NotPublished, store.StaleFile):
        return None
    return earlier[earlier["report_year"] != 0]


def _remember(folders: Folders) -> None:
    mark = folders.out / WORK / "catalogue.version"
    with writing(mark):
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.write_text(_VERSION, encoding="utf-8")


def in_processes(say: Callable[[str], None]) -> Mapper:
    """How the catalogue reads files: several at once, and a file that crashes its reader is an entry that says so.

    Args:
        say: Takes the lines of progress.
    """

    def run(function: Callable[[RawFile], CatalogueEntry], items: Sequence[RawFile]) -> Iterable[CatalogueEntry]:
        outcomes = each_file(function, items, name=lambda file: file.path, say=say, label="catalogue")
        for file, outcome in zip(items, outcomes, strict=True):
            yield _without_content(file, outcome.error) if outcome.value is None else outcome.value

    return run  # type: ignore[return-value]


def _without_content(file: RawFile, error: str | None) -> CatalogueEntry:
    """The entry of a file that crashed its reader: what is known without reading it."""
    try:
        data = file.read()
    except OSError:
        # Gone as well: it is named by its path, as the library names a file that cannot be opened.
        data = b""
    sha256 = hashlib.sha256(data or file.path.encode()).hexdigest()
    return replace(blank_entry(file.path, sha256, len(data), error), also_at=file.also_at)
