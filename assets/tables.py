"""What each document says: of itself, in the cells of its three tables, and in its sentences."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import dagster as dg
import pandas as pd

from assets.documents import FILES, for_each, normalised_documents, outcomes_frame, readable
from assets.metadata import code_version, frame_metadata
from assets.partitions import years
from assets.resources import Folders, fresh_folder
from assets.tasks import Job, extract_one, figures_of_one, identify_one
from pipeline import store
from pipeline.extract import cells_frame, extraction_frame, unplaced_frame
from pipeline.identity import facts_frame
from pipeline.narrative import figures_frame

Result = TypeVar("Result")

_READING: Any = {"deps": [normalised_documents], "group_name": "reading", "kinds": {"python", "parquet"}}


def _write(folders: Folders, step: str, year: int, frame: pd.DataFrame, files: pd.DataFrame) -> dg.MaterializeResult:
    with fresh_folder(folders.work(step, year)) as folder:
        frame.to_parquet(folder / store.FILE_NAME, index=False)
        files.to_parquet(folder / FILES, index=False)
    failed = int(files["error"].notna().sum())
    metadata = frame_metadata(frame, folders.work(step, year))
    return dg.MaterializeResult(
        asset_key=step,
        metadata=metadata
        | {"files": len(files), "files failed": failed, "seconds": round(float(files["seconds"].sum()), 1)},
    )


def _read(
    context: dg.AssetExecutionContext, folders: Folders, step: str, task: Callable[[Job], Result]
) -> tuple[int, list[tuple[str, int, Result]], pd.DataFrame]:
    """Do a step for every normalised report: the year, what came of each with its id, and what became of each file."""
    year = int(context.partition_key)
    jobs = readable(folders, "normalised_documents", year)
    outcomes = for_each(context, step, task, jobs)
    done = [(j.report_id, year, o.value) for j, o in zip(jobs, outcomes, strict=True) if o.error is None]
    return year, done, outcomes_frame(jobs, outcomes)


@dg.asset(
    **_READING,
    partitions_def=years,
    description=(
        "**报告基本信息** What each report says of itself: title, agency, the years that title, period, path and date"
        " name, the statistical period, the date of publication."
    ),
    code_version=code_version("identity"),
)
def report_facts(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult:
    """Identify every report of the year."""
    year, facts, files = _read(context, folders, "report_facts", identify_one)
    return _write(folders, "report_facts", year, facts_frame(facts), files)


def _read_with_tables(name: str, description: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        name,
        **_READING,
        description=description,
        code_version=code_version("extract", "forms", "normalise"),
    )


@dg.multi_asset(
    name="read_tables",
    partitions_def=years,
    specs=[
        _read_with_tables(
            "extracted_cells",
            "**提取的单元格** The cells of tables 二, 三 and 四: every printed table of a report aligned with the"
            " official forms, its numbers read only where their place is certain. PDF tables are read with pdfplumber,"
            " then camelot, then from word positions.",
        ),
        _read_with_tables(
            "extraction_attempts",
            "**提取过程** Which ways of reading each table were tried, why, how each fits the form, and which was"
            " kept.",
        ),
        _read_with_tables(
            "unplaced_values",
            "**未能归位的数值** Printed table rows and values that match no row or cell of a form; never guessed"
            " into one.",
        ),
    ],
)
def read_tables(context: dg.AssetExecutionContext, folders: Folders) -> Iterator[dg.MaterializeResult]:
    """Extract the tables of every report of the year."""
    year, extractions, files = _read(context, folders, "read_tables", extract_one)
    paths = dict(zip(files["report_id"], files["source_path"], strict=True))
    for report_id, _, found in extractions:
        for fault in found.faults:
            context.log.error(f"{paths[report_id]}: the program met a fault of its own in a table:\n{fault}")
    yield _write(folders, "extracted_cells", year, cells_frame(extractions), files)
    yield _write(folders, "extraction_attempts", year, extraction_frame(extractions), files)
    yield _write(folders, "unplaced_values", year, unplaced_frame(extractions), files)


@dg.asset(
    **_READING,
    partitions_def=years,
    description=(
        "**文字中的数据** Figures stated in sentences (受理申请N件, 予以公开N件, 共N条，其中…), with the sentence and"
        " what they mean. They restate the tables and are a cross-check, never a source of cells. Published as"
        " `narrative_figures`, with what each was compared with."
    ),
    code_version=code_version("narrative", "identity"),
)
def stated_figures(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult:
    """Read the figures in every report's sentences."""
    year, figures, files = _read(context, folders, "stated_figures", figures_of_one)
    return _write(folders, "stated_figures", year, figures_frame(figures), files)
