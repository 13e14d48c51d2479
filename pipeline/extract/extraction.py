"""One report: its tables by the strategies of its format, and the cells that its own form has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from traceback import format_exception

from pipeline.documents.model import Block, CellStream, Document, Grid, WordLines
from pipeline.documents.places import lines_as_stream
from pipeline.documents.prepared import NOTHING_KEPT, Prepared
from pipeline.extract.absent import NOT_FOUND, why_not_found
from pipeline.extract.cells import missing_cells
from pipeline.extract.choose import Attempt, read_with
from pipeline.extract.model import ExtractedCell, Extraction, ExtractionStep, TableResult
from pipeline.extract.paged import PAGED, paged_attempts
from pipeline.forms import FORMS, TABLES
from pipeline.identity import report_of


def extract(
    document: Document,
    data: bytes | None = None,
    prepared: Prepared = NOTHING_KEPT,
    *,
    year: int | None,
    keep_going: bool = False,
) -> Extraction:
    """The form cells of a normalised document.

    Args:
        document: as ``pipeline.normalise.normalise_document`` gives it.
        data: the source file; the tables of PDF and OFD are read from it.
        prepared: where recognised pages are kept.
        year: the report's year as ``pipeline.identity`` tells it: tables of other years are not read.
        keep_going: whether a fault of the program in one table costs that table alone, as runs over many files want.

    Returns:
        Every cell of the report's own form (none where no table was found), each strategy tried, and numbers that
        no cell claims.

    Raises:
        Exception: a fault of the program; with ``keep_going`` only where it leaves no cell at all.
    """
    document = report_of(document, year)
    paged = document.format in PAGED and len(document.untrusted) < (document.pages or 1)
    attempts = paged_attempts(document, data, prepared) if paged and data else _attempts(document)
    results: list[TableResult] = []
    steps: list[ExtractionStep] = []
    faults: list[Exception] = []
    for result, tried in read_with(attempts, TABLES, year, faults if keep_going else None):
        results.append(result)
        steps.extend(tried)
    unplaced = tuple(u for r in results for u in r.unplaced)
    # Of drawn pages the blocks need not hold what no reader knew.
    shown = () if document.format in PAGED or document.recognised else document.blocks
    cells = _complete(results, document.unread, shown)
    if faults and not cells:
        raise faults[0]
    return Extraction(tuple(cells), tuple(steps), unplaced, tuple("".join(format_exception(f)) for f in faults))


def _attempts(document: Document) -> list[Attempt]:
    """The document's own grids, streams and word lines; then, for tables saved as bare lines, its paragraphs."""
    methods = {b.method for b in document.blocks if isinstance(b, Grid | CellStream | WordLines)}
    attempts = []
    if methods:
        name = "+".join(sorted(methods))
        attempts.append(Attempt(name, lambda tables: document.blocks))
    if any(method.startswith("scan:") for method in methods):
        return attempts  # the lines of a picture are read once only: nothing says how sure their numbers are
    attempts.append(Attempt(f"{document.format}:lines", lambda tables: (lines_as_stream(document),)))
    return attempts


def _complete(results: Sequence[TableResult], unread: str | None, shown: Sequence[Block]) -> list[ExtractedCell]:
    """Settle form versions that a table does not tell itself, and list the cells of tables that were not found.

    ``unread`` is why pages were not read: what is missing may stand there, and then no other reason is sure.
    ``shown`` are the blocks that show what stands in the place of a table that was not found, if they do.
    """
    told = [c.form_version for r in results for c in r.cells if c.form_version in FORMS]
    version = max(set(told), key=lambda v: (told.count(v), v)) if told else None
    if version is None and not any(r.cells for r in results):
        return []
    cells: list[ExtractedCell] = []
    for result in results:
        if result.cells:
            cells.extend(
                replace(c, form_version=version or "2021") if c.form_version not in FORMS else c for c in result.cells
            )
        elif version is not None:
            if result.fault is not None:
                reason = f"{NOT_FOUND}; {result.fault}"
            else:
                reason = why_not_found(shown, result.table) if shown else NOT_FOUND
            for row in FORMS[version].tables[result.table].rows:
                cells.extend(missing_cells(result.table, row.key, row.columns, version, reason))
    return [replace(c, reason=unread) if unread and c.state == "missing" else c for c in cells]
