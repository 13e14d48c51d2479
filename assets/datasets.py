"""The published datasets of one report-year, each in ``OUT_DIR/<dataset>/year=YYYY/part-0.parquet``."""

from collections.abc import Callable, Sequence
from typing import Any

import dagster as dg

from assets.catalogue import catalogue
from assets.corrections import OUTCOMES, corrections
from assets.documents import documents, failures, normalised_documents
from assets.evaluation import evaluation
from assets.metadata import code_version, column_schema, problems_table, records_table
from assets.partitions import years
from assets.publishing import Published, blocking_checks, dataset_description, publish_year
from assets.resources import Folders
from assets.tables import read_tables, report_facts
from pipeline.checks import derived_totals
from pipeline.corrections import METHOD, apply_corrections, read_corrections
from pipeline.datasets import build_reports, build_wide
from pipeline.extract import strategy_counts
from pipeline.schemas import dataset

_GROUP = "published"
_KINDS = {"python", "parquet"}


def _published(name: str, deps: Sequence[Any], *rooms: str, more: str = "") -> dict[str, Any]:
    return {
        "key": name,
        "deps": deps,
        "group_name": _GROUP,
        "kinds": _KINDS,
        "description": dataset_description(name, more),
        "metadata": column_schema(name),
        "code_version": code_version(*rooms, "schemas", "store"),
    }


def _asset(name: str, deps: Sequence[Any], *rooms: str, more: str = "") -> Callable[..., dg.AssetsDefinition]:
    return dg.asset(
        partitions_def=years, check_specs=blocking_checks(name), **_published(name, deps, *rooms, more=more)
    )


@_asset(
    *("reports", [catalogue, documents, normalised_documents, report_facts, "extracted_cells", "cells"]),
    *("datasets", "identity"),
)
def reports(context: dg.AssetExecutionContext, folders: Folders) -> Published:
    """One row a file, with what went wrong in any step before."""
    year = int(context.partition_key)
    frame = build_reports(
        folders.files_of(year),
        folders.read_work("report_facts", year),
        folders.published("cells", year),
        failures(folders, year, ["documents", "normalised_documents", "report_facts", "extracted_cells"]),
    )
    counts = {status: int((frame["status"] == status).sum()) for status in ("complete", "partial", "failed")}
    context.log.info(f"reports {year}: " + (", ".join(f"{s} {n}" for s, n in counts.items() if n) or "none"))
    wanting = frame[frame["status"] != "complete"]
    more = counts | problems_table(wanting, "source_path", "agency_name", "status", "error")
    yield from publish_year(folders, "reports", year, frame, more=more)


@_asset("cells", ["extracted_cells", corrections], "corrections", "checks/derived", "checks/printed", "checks/sums")
def cells(context: dg.AssetExecutionContext, folders: Folders) -> Published:
    """Every form cell of every report, as read or as a person has read it, with what blank totals would be."""
    year = int(context.partition_key)
    read = read_corrections(folders.corrections)
    done = apply_corrections(folders.read_work("extracted_cells", year), folders.files_of(year), read)
    folders.write_work(OUTCOMES, year, done.outcomes)
    frame = done.cells.assign(derived=derived_totals(done.cells))
    more = {
        "derived totals": int(frame["derived"].notna().sum()),
        "cells that a person has read": int((frame["method"] == METHOD).sum()),
        "corrections whose guard does not hold": int((~done.outcomes["applied"].astype(bool)).sum()),
        "corrections that cannot be used": len(read.faults),
    }
    yield from publish_year(folders, "cells", year, frame[dataset("cells").column_names], more=more)


@_asset("extraction", ["extraction_attempts"], "datasets", "extract")
def extraction(context: dg.AssetExecutionContext, folders: Folders) -> Published:
    """Every attempt to read a table, and which was kept."""
    year = int(context.partition_key)
    frame = folders.read_work("extraction_attempts", year)[dataset("extraction").column_names]
    counts = strategy_counts(frame)
    more = {
        "strategies": records_table(counts.to_dict("records")),
        "fallbacks": int((frame["step"] > 1).sum()),
        "fallbacks kept": int((frame["chosen"] & (frame["step"] > 1)).sum()),
        "cells gained by fallbacks": int(counts["gained"].sum()),
    }
    yield from publish_year(folders, "extraction", year, frame, more=more)


def _wide(name: str) -> dg.AssetsDefinition:
    @_asset(name, [reports, cells], "datasets", more="Made from `cells`, for analysis.")
    def wide(context: dg.AssetExecutionContext, folders: Folders) -> Published:
        year = int(context.partition_key)
        frame = build_wide(name, folders.published("reports", year), folders.published("cells", year))
        yield from publish_year(folders, name, year, frame)

    return wide


proactive_disclosure = _wide("proactive_disclosure")
requests = _wide("requests")
review_litigation = _wide("review_litigation")


assets: list[dg.AssetsDefinition] = [
    reports,
    cells,
    proactive_disclosure,
    requests,
    review_litigation,
    extraction,
    evaluation,
]
"""Every asset of this module; ``read_tables`` and the others come from theirs."""

__all__ = ["assets", "read_tables"]
