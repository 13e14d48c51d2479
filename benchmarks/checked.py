"""From files that were read to the findings that the program publishes about them, year by year."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import pandas as pd

from pipeline.catalogue import blank_entry
from pipeline.checks import Outcomes, evaluate
from pipeline.checks.printed import Frames, frames
from pipeline.checks.years import PanelYear, panel_year
from pipeline.corrections import Corrections, apply_corrections
from pipeline.datasets import build_reports
from pipeline.documents.model import Document
from pipeline.extract import Extraction
from pipeline.extract.frames import cells_frame, unplaced_frame
from pipeline.identity import ReportFacts, facts_frame
from pipeline.narrative import figures_frame, read_figures
from samples.build import Sample

PARTS = ("files", "facts", "cells", "figures", "unplaced")


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as the program read it: a frame for each of :data:`PARTS`, and the sentence of each report's id."""

    report_id: str
    year: int
    parts: Mapping[str, pd.DataFrame]


def reading(sample: Sample, document: Document, facts: ReportFacts, extraction: Extraction) -> Reading:
    """What the program knows of a file before it checks it."""
    sha = hashlib.sha256(sample.data).hexdigest()
    year = facts.report_year or 0
    entry = replace(
        blank_entry(sample.name, sha, len(sample.data), None),
        **{"report_year": year, "format": document.format, "is_report": facts.is_report},
    )
    rid = entry.report_id
    files = pd.DataFrame([asdict(entry) | {"also_at": []}])
    return Reading(
        rid,
        year,
        {
            "files": files.astype({"report_year": "int64", "bytes": "int64", "pages": "Int64", "is_report": "bool"}),
            "facts": facts_frame([(rid, year, facts)]),
            "cells": cells_frame([(rid, year, extraction)]),
            "figures": figures_frame([(rid, year, read_figures(document, facts.report_year))]),
            "unplaced": unplaced_frame([(rid, year, extraction)]),
        },
    )


def together(readings: Iterable[Reading]) -> dict[int, dict[str, pd.DataFrame]]:
    """The frames of every report-year."""
    by_year: dict[int, list[Reading]] = {}
    for one in readings:
        by_year.setdefault(one.year, []).append(one)
    return {
        year: {name: _joined([r.parts[name] for r in several]) for name in PARTS} for year, several in by_year.items()
    }


def _joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The rows of all parts; empty ones are left out, since they would take the columns' types with them."""
    filled = [p for p in parts if len(p)]
    return pd.concat(filled, ignore_index=True).astype(parts[0].dtypes) if filled else parts[0]


def evaluated(
    years: Mapping[int, Mapping[str, pd.DataFrame]], corrections: Corrections | None = None
) -> dict[int, Outcomes]:
    """Every year's findings, each year held against the others; with the guards of a folder of corrections."""
    reports = {y: build_reports(p["files"], p["facts"], p["cells"]) for y, p in years.items()}
    looked_at = {y: year_frames(reports[y], p) for y, p in years.items()}
    panels: dict[int, PanelYear] = {y: panel_year(f, y) for y, f in looked_at.items()}
    outcomes = {}
    for year, parts in years.items():
        others = {y: p for y, p in panels.items() if y != year}
        given = (parts[name] for name in ("cells", "facts", "figures", "unplaced"))
        noted = corrections and apply_corrections(parts["cells"], parts["files"], corrections).outcomes
        outcomes[year] = evaluate(reports[year], *given, others, noted)
    return outcomes


def year_frames(reports: pd.DataFrame, parts: Mapping[str, pd.DataFrame]) -> Frames:
    """A year as the checks see it."""
    return frames(reports, *(parts[name] for name in ("cells", "facts", "figures", "unplaced")))


def findings(readings: Iterable[Reading], corrections: Corrections | None = None) -> pd.DataFrame:
    """The findings of all years in one frame."""
    outcomes = evaluated(together(readings), corrections)
    return pd.concat([o.findings for o in outcomes.values()], ignore_index=True)
