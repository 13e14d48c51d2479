"""The ways to run the graph as a whole."""

from __future__ import annotations

import dagster as dg

_SOURCES = dg.AssetSelection.assets("catalogue", "reports_without_year", "corrections")

refresh_catalogue = dg.define_asset_job(
    "refresh_catalogue",
    selection=_SOURCES,
    description=(
        "List the raw folder, publish the files without a report-year, and read the corrections folder. Run it after"
        " adding or removing files or corrections."
    ),
)

build_year = dg.define_asset_job(
    "build_year",
    selection=dg.AssetSelection.all() - _SOURCES,
    description=(
        "Everything of one report-year, from the catalogue as it is. Its backfill runs several years, one run each."
    ),
)

whole_pipeline = dg.define_asset_job(
    "whole_pipeline",
    selection=dg.AssetSelection.all(),
    description="The whole graph for one report-year: lists the raw folder first, then does everything of that year.",
)

jobs = [refresh_catalogue, build_year, whole_pipeline]
