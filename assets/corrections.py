"""What people found out about the sources, read from the corrections folder, in the graph.

The files are read where they are needed: `cells` puts the checked readings in, `findings` takes the status from them.
The asset here stands for the folder: its check says what in it cannot be used.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import dagster as dg
import pandas as pd

from assets.catalogue import catalogue
from assets.metadata import PREVIEW_ROWS, code_version, records_table
from assets.resources import Folders, NotMaterialised
from pipeline import store
from pipeline.checks import Outcomes
from pipeline.corrections import Corrections, correction_files, read_corrections, reviews_without_finding, with_status
from pipeline.corrections.apply import OUTCOME_COLUMNS, reports_by_name

OUTCOMES = "correction_outcomes"
"""The step's frame that `cells` leaves: what became of each entry about a report of the year."""
CHECK = "usable"


@dg.asset(
    group_name="sources",
    kinds={"python", "yaml"},
    deps=[catalogue],
    description=(
        "**更正记录** The files of the corrections folder: readings that a person has checked in the source, errors of"
        " the sources that are acknowledged, and the status of findings. Every entry about a cell has a guard: what the"
        " program reads there now. Run it after changing the folder, and then the years whose reports it speaks of."
    ),
    check_specs=[
        dg.AssetCheckSpec(
            CHECK,
            asset="corrections",
            description=(
                "Every file and every entry of the corrections folder can be used, and speaks of a report in the"
                " catalogue. One that cannot changes nothing; the others are applied. An entry whose guard does not"
                " hold any more is a finding instead (`correction.guard`)."
            ),
        )
    ],
    code_version=code_version("corrections"),
)
def corrections(
    context: dg.AssetExecutionContext, folders: Folders
) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
    """Read the folder and say what in it cannot be used."""
    place = folders.corrections
    read = read_corrections(place)
    unknown = _unknown(read, folders.catalogue())
    for problem in [*map(str, read.faults), *unknown]:
        context.log.warning(f"corrections: {problem}")
    counts = {
        "checked readings": len(read.readings),
        "acknowledged errors": len(read.source_errors),
        "findings looked at": len(read.reviews),
    }
    problems = [{"what": "not used", "entry": str(f)} for f in read.faults]
    problems += [{"what": "no such report", "entry": text} for text in unknown]
    said = {"not used": len(read.faults), "no such report": len(unknown)}
    yield dg.AssetCheckResult(
        check_name=CHECK,
        passed=not problems,
        severity=dg.AssetCheckSeverity.ERROR if read.faults else dg.AssetCheckSeverity.WARN,
        description=" ".join(p["entry"] for p in problems[:PREVIEW_ROWS]) or None,
        metadata=said | ({"to look at": records_table(problems)} if problems else {}),
    )
    yield dg.MaterializeResult(
        metadata={"folder": dg.MetadataValue.path(str(place)), **counts},
        data_version=dg.DataVersion(_digest(folders)),
    )


def _unknown(read: Corrections, known: pd.DataFrame) -> list[str]:
    """The entries that no report of a year stands behind, each with its place and what to do."""
    dated = reports_by_name(known[known["report_year"] != 0])
    undated = reports_by_name(known[known["report_year"] == 0])
    return [
        f"{e.where}: {e.report} "
        + (
            "has no report-year, so it has no cells; this entry is not used."
            if e.report in undated
            else "is no report_id or source_path of the catalogue; this entry is not used. Look it up in `reports`."
        )
        for e in read.of_cells
        if e.report not in dated
    ]


def _digest(folders: Folders) -> str:
    digest = hashlib.sha256()
    for path in correction_files(folders.corrections):
        digest.update(f"{path.relative_to(folders.corrections).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def with_people(folders: Folders, year: int, came_to: Outcomes) -> Outcomes:
    """What a year's rules came to, each finding with what people made of it."""
    read = read_corrections(folders.corrections)
    return replace(came_to, findings=with_status(came_to.findings, read, outcomes(folders, year)))


def outcomes(folders: Folders, year: int) -> pd.DataFrame:
    """What became of the entries about a year's reports; none where `cells` has not been made since there are any."""
    try:
        return folders.read_work(OUTCOMES, year)
    except NotMaterialised:
        return pd.DataFrame(columns=list(OUTCOME_COLUMNS))


def status_metadata(folders: Folders, year: int, findings: pd.DataFrame) -> dict[str, Any]:
    """How many findings have which status, and the entries whose finding no published year has any more."""
    counts = findings.loc[findings["status"] != "open", "status"].value_counts()
    said: dict[str, Any] = {f"findings {status}": int(number) for status, number in counts.sort_index().items()}
    seen = set(findings["fingerprint"])
    for other in store.published_years(folders.out, "findings"):
        if other != year:
            path = store.partition_path(folders.out, "findings", other)
            seen |= set(pd.read_parquet(path, columns=["fingerprint"])["fingerprint"])
    gone = reviews_without_finding(read_corrections(folders.corrections), seen)
    if gone:
        said["status without a finding"] = records_table([{"entry": text} for text in gone])
    return said
