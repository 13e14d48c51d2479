"""The three tables out of printed rows, whatever layout those come from: read, proved, and doubted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from pipeline.documents.model import Block
from pipeline.extract.cells import withheld
from pipeline.extract.columns.merged import with_merged_cells
from pipeline.extract.model import TableResult
from pipeline.extract.printed.added import without_counts
from pipeline.extract.printed.model import PrintedRow
from pipeline.extract.printed.rows import printed_rows
from pipeline.extract.printed.turned import with_rows_turned
from pipeline.extract.sums.doubt import without_doubtful_pictures, without_doubtful_rows, without_moved_rows
from pipeline.extract.sums.proof import with_proven_cells
from pipeline.extract.tables.joined_parts import with_parts_joined
from pipeline.extract.tables.other_columns import without_other_columns
from pipeline.extract.tables.proactive import proactive_result
from pipeline.extract.tables.requests import requests_result
from pipeline.extract.tables.review import review_result
from pipeline.identity.parts import blocks_of_report, tables_of_one_report

_WHOSE = "the document holds several reports, this table in one of them only, and nothing tells which is the file's"


def read_tables(
    blocks: Iterable[Block], strategy: str, wanted: Sequence[str], year: int | None
) -> dict[str, TableResult]:
    """Read the wanted tables from blocks, of the report's year if known; one that is not there has no cells."""
    own = blocks_of_report(tuple(blocks), year)
    rows = with_parts_joined(with_rows_turned(printed_rows(own)))
    rows = without_other_columns(with_merged_cells(without_counts(rows)), year)
    readers: dict[str, Callable[[Sequence[PrintedRow], str, int | None], TableResult]] = {
        "proactive": proactive_result,
        "requests": requests_result,
        "review_litigation": review_result,
    }
    once = tables_of_one_report(own)
    unclaimed = {name for rank, name in enumerate(readers, 2) if rank in once}
    results = {table: readers[table](rows, strategy, year) for table in wanted}
    results |= {t: replace(results[t], cells=tuple(withheld(results[t].cells, _WHOSE))) for t in unclaimed & {*wanted}}
    proven = {table: with_proven_cells(result) for table, result in results.items()}
    return {
        table: without_doubtful_rows(without_doubtful_pictures(without_moved_rows(result)))
        for table, result in proven.items()
    }
