"""The quality pages as an asset: written with each year, so that the checks can link to them."""

from typing import Any

import dagster as dg

from assets import pages
from assets.metadata import code_version
from assets.partitions import years
from assets.resources import Folders, writing
from pipeline.quality import page_name, write_pages


def link(folders: Folders, place: str) -> Any:
    """Metadata that leads to a place on the pages: a link where they are served, else an address to be pasted."""
    address, served = pages.address(folders.out, place)
    return dg.MetadataValue.url(address) if served else dg.MetadataValue.path(address)


@dg.asset(
    partitions_def=years,
    deps=["findings", "narrative_figures", "rule_tallies", "reports", "cells"],
    group_name="checking",
    kinds={"python"},
    description=(
        "**核查页** The year's findings as HTML pages for people (`gongkai report` writes the same anywhere): reports"
        " with findings first, the tables as printed with what is broken marked, cut-outs of the source pages; and the"
        " index of all years. They lie in `OUT_DIR/_quality` and need nothing else."
    ),
    code_version=code_version("quality", "show"),
)
def quality_pages(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult:
    """Write the year's pages, those of files without a year, and the index."""
    year = int(context.partition_key)
    # Where this run has changed the findings of other years, their pages are written again as well.
    shown = [year, *folders.evaluated_again(year), 0]
    place = pages.folder(folders.out)
    with writing(place):
        made = write_pages(
            folders.out, place, shown, lambda y: pages.tallies(folders.out, y), pages.reader(folders.raw)
        )
    for problem in (m.problem for m in made if m.problem is not None):
        context.log.warning(problem)
    own = [m for m in made if m.year == year]
    if not own:
        return dg.MaterializeResult(metadata={"files": 0})
    return dg.MaterializeResult(
        metadata={
            "page": link(folders, page_name(year)),
            "files": sum(len(m.pages) for m in own),
            "bytes": sum(p.stat().st_size for m in own for p in m.pages),
            "cut-outs": sum(m.crops for m in own),
            "cut-outs left out": sum(m.left_out for m in own),
        }
    )
