"""The files of a year as documents: as read, then with their characters normalised.

Each document is one gzipped JSON file under ``_work``; beside them, ``files.parquet`` says what became of each file, as
it does in every step that works file by file.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import dagster as dg
import pandas as pd

from assets.catalogue import catalogue
from assets.metadata import code_version, frame_metadata
from assets.partitions import years
from assets.resources import Folders, fresh_folder, not_materialised
from assets.tasks import EXPECTED, Job, Read, normalise_one, read_one
from assets.worker import Outcome
from assets.workers import each_file

Result = TypeVar("Result")

FILES = "files.parquet"
"""In a step's folder: one row a file, what became of it."""

_OUTCOME_COLUMNS = {"report_id": "str", "source_path": "str", "error": "str", "fault": "bool", "seconds": "float64"}


def document_path(folder: Path, report_id: str) -> Path:
    """Where a report's document lies in a step's folder."""
    return folder / f"{report_id}.json.gz"


def for_each(
    context: dg.AssetExecutionContext, label: str, task: Callable[[Job], Result], jobs: Sequence[Job]
) -> list[Outcome[Result]]:
    """Do one step's work for every report, log what fails with the file's name, and give the outcomes in order."""
    outcomes = each_file(
        task,
        jobs,
        name=lambda job: job.source_path,
        say=context.log.info,
        label=f"{label} {context.partition_key}",
        expected=EXPECTED,
    )
    for outcome in outcomes:
        if outcome.error is not None:
            (context.log.error if outcome.fault else context.log.warning)(f"{outcome.name}: {outcome.error}")
    return outcomes


def outcomes_frame(jobs: Sequence[Job], outcomes: Sequence[Outcome[Any]], **more: Sequence[Any]) -> pd.DataFrame:
    """What became of each report in a step: its sentence if it failed, and how long it took."""
    frame = pd.DataFrame(
        {
            "report_id": [j.report_id for j in jobs],
            "source_path": [j.source_path for j in jobs],
            "error": [o.error for o in outcomes],
            "fault": [o.fault for o in outcomes],
            "seconds": [round(o.seconds, 3) for o in outcomes],
        }
    ).astype(_OUTCOME_COLUMNS)
    return frame.assign(**more)


def step_metadata(frame: pd.DataFrame, place: Path) -> dict[str, Any]:
    """The metadata of a step that works file by file."""
    failed = frame[frame["error"].notna()]
    shown = pd.concat([failed, frame[frame["error"].isna()]])
    return frame_metadata(shown.drop(columns=["fault"]), place) | {
        "files failed": len(failed),
        "seconds": round(float(frame["seconds"].sum()), 1),
    }


def _documents(
    context: dg.AssetExecutionContext,
    folders: Folders,
    step: str,
    task: Callable[[Job], Read],
    jobs_into: Callable[[Path], list[Job]],
    columns: Sequence[str],
) -> dg.MaterializeResult:
    """Do a step that writes a document a report into its folder; ``columns`` of what it says of each are kept."""
    place = folders.work(step, int(context.partition_key))
    with fresh_folder(place) as folder:
        jobs = jobs_into(folder)
        outcomes = for_each(context, step, task, jobs)
        read = {n: [None if o.value is None else getattr(o.value, n) for o in outcomes] for n in columns}
        frame = outcomes_frame(jobs, outcomes, **read)
        frame.to_parquet(folder / FILES, index=False)
    return dg.MaterializeResult(metadata=step_metadata(frame, place))


@dg.asset(
    partitions_def=years,
    deps=[catalogue],
    group_name="sources",
    kinds={"python", "json"},
    description=(
        "**原始文件读取** Each report of the year read into blocks in reading order (paragraphs, tables with their"
        " cells, lists of cells whose table was lost, words with positions), whatever its format; the format is told"
        " from the bytes. A file that cannot be read becomes a failed report with a sentence that says what to do, and"
        " harms no other."
    ),
    code_version=code_version("documents"),
)
def documents(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult:
    """Read every usable file of the year."""
    files = folders.files_of(int(context.partition_key))
    usable = files[files["error"].isna()]

    def jobs_into(folder: Path) -> list[Job]:
        return [
            Job(r.report_id, r.source_path, folders.raw, document_path(folder, r.report_id), prepared=folders.prepared)
            for r in usable.itertuples()
        ]

    return _documents(context, folders, "documents", read_one, jobs_into, ("format", "pages", "blocks", "notes"))


@dg.asset(
    partitions_def=years,
    deps=[documents],
    group_name="sources",
    kinds={"python", "json"},
    description=(
        "**规范化文本** The same documents with every text normalised: full-width characters (NFKC), traditional to"
        " simplified script (OpenCC), printed artefacts removed. The printed text is kept beside the normalised one."
    ),
    code_version=code_version("normalise"),
)
def normalised_documents(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult:
    """Normalise every document of the year."""
    before = readable(folders, "documents", int(context.partition_key))

    def jobs_into(folder: Path) -> list[Job]:
        return [replace(job, target=document_path(folder, job.report_id)) for job in before]

    return _documents(context, folders, "normalised_documents", normalise_one, jobs_into, ("script", "pages", "blocks"))


def readable(folders: Folders, step: str, year: int) -> list[Job]:
    """The reports of a year whose document a step has made, in the order of the catalogue."""
    done = files_frame(folders, step, year)
    place = folders.work(step, year)
    return [
        Job(r.report_id, r.source_path, folders.raw, document_path(place, r.report_id), prepared=folders.prepared)
        for r in done[done["error"].isna()].itertuples()
    ]


def files_frame(folders: Folders, step: str, year: int) -> pd.DataFrame:
    """What became of each file of a year in a step.

    Raises:
        NotMaterialised: That step has not been run for the year.
    """
    path = folders.work(step, year) / FILES
    if not path.is_file():
        raise not_materialised(step, year)
    return pd.read_parquet(path)


def failures(folders: Folders, year: int, steps: Sequence[str]) -> dict[str, str]:
    """The sentence of each report that failed in one of the steps, the first step first."""
    found: dict[str, str] = {}
    for step in steps:
        done = files_frame(folders, step, year)
        for r in done[done["error"].notna()].itertuples():
            found.setdefault(r.report_id, r.error)
    return found
