"""From a seed to a file and its truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from samples import docx, html, ofd, office, pdf, scan, txt, webdoc, xlsx
from samples.compose import compose
from samples.draft import Draft
from samples.findings import findings
from samples.plants import PLANTS
from samples.quirk import Quirk
from samples.quirks import QUIRKS
from samples.truth import Report, draw

WRITERS: dict[str, Callable[[Draft], bytes]] = {
    "html": html.write,
    "docx": docx.write,
    "pdf": pdf.write,
    "xlsx": xlsx.write,
    "doc-html": webdoc.word_page,
    "mht": webdoc.archive,
    "ofd": ofd.write,
    "txt-grid": txt.grid,
    "txt-cells": txt.cells,
    "txt-pipes": txt.pipes,
    "txt-layout": txt.layout,
    "txt-markdown": txt.markdown,
    **{form: partial(scan.write, form) for form in scan.FORMS},
    **{form: partial(office.write, form) for form in office.FILTERS},
}
SCAN_FORMATS = scan.FORMS
"""Pictures of pages, which only the optional recognition reads."""
OFFICE_FORMATS = tuple(office.FILTERS)
"""Formats that LibreOffice makes and that cannot be made without it."""

FORMATS = tuple(form for form in WRITERS if form not in (*SCAN_FORMATS, *OFFICE_FORMATS))
"""Formats that can be made anywhere."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A generated file: its name, bytes, the truth as the acceptance script reads it, and what it was made from."""

    name: str
    data: bytes
    truth: dict[str, Any]
    report: Report
    draft: Draft


def suffix(form: str) -> str:
    """The file suffix of a format."""
    return scan.SUFFIXES.get(form) or "." + form.split("-")[0]


def truth_of(report: Report, path: str, kind: str, *, silent: bool = False) -> dict[str, Any]:
    """The truth record of a printed report; ``silent`` leaves out blank cells that left no trace in the file."""
    cells = [
        {"table": t, "row": r, "column": c, "value": p.value, "unit": p.unit, "state": p.state}
        for (t, r, c), p in report.cells.items()
    ]
    found = [list(f) for f in findings(report) if not (silent and f[0] == "form.cell_blank")]
    return {
        "path": path,
        "year": report.year,
        "agency": report.agency if report.agency_clear else None,
        "version": report.version,
        "kind": kind,
        "findings": found,
        "cells": cells,
    }


def print_report(
    report: Report, form: str, quirks: Sequence[Quirk] = (), *, long: bool = False
) -> tuple[bytes, Draft, Report]:
    """Print a report in a format: the bytes, the draft, and the report as its quirks changed it."""
    for quirk in quirks:
        if quirk.report is not None:
            report = quirk.report(report, report.rng(f"quirk/{quirk.name}"))
    draft = compose(report, long=long or any(q.long for q in quirks))
    for quirk in quirks:
        if quirk.draft is not None:
            quirk.draft(draft, report, report.rng(f"draft/{quirk.name}"))
        draft.options.update(quirk.options)
    return WRITERS[form](draft), draft, report


def build(
    seed: str,
    form: str,
    quirks: Sequence[str] = (),
    plants: Sequence[str] = (),
    *,
    name: str | None = None,
    report: Report | None = None,
    long: bool = False,
) -> Sample:
    """Build one file.

    Args:
        seed: Same seed and arguments, same bytes.
        form: One of :data:`FORMATS` or :data:`OFFICE_FORMATS`.
        quirks: Names from :data:`samples.quirks.QUIRKS`.
        plants: Names from :data:`samples.plants.PLANTS`.
        name: File name or path; made from the agency and the year where None.
        report: A report drawn elsewhere; drawn from the seed where None.
        long: Whether the text fills several pages.
    """
    chosen = [quirk for name, quirk in QUIRKS.items() if name in quirks]
    if report is None:
        version = next((q.version for q in chosen if q.version), None)
        activity = next((q.activity for q in chosen if q.activity), None)
        year = next((q.year for q in chosen if q.year), None)
        report = draw(seed, version=version, activity=activity, year=year)
    for plant in plants:
        report = PLANTS[plant].apply(report, report.rng(f"plant/{plant}"))
    data, draft, printed = print_report(report, form, chosen, long=long)
    kind = "+".join((form, *quirks, *plants))
    name = name or f"{printed.agency}{printed.year}年政府信息公开工作年度报告{suffix(form)}"
    silent = form == "txt-pipes" or bool(draft.options.get("no_trace")) or form == "txt-layout"
    return Sample(name, data, truth_of(printed, name, kind, silent=silent), printed, draft)
