"""Putting a report's texts and tables in their order."""

from __future__ import annotations

from samples import text
from samples.draft import Draft, Item, Table, TCell, Text, proactive_table, requests_table, review_table
from samples.truth import Report


def _missing(report: Report, cell: TCell) -> bool:
    return cell.key is None or report.cells[cell.key].state == "missing"


def compose(report: Report, *, long: bool = False) -> Draft:
    """The plain draft of a report, before any quirk; ``long`` for five to eight pages of text."""
    headings = [Text("heading", h, n) for n, h in enumerate(text.HEADINGS, start=1)]
    items: list[Item] = [Text("title", text.title(report)), *text.intro(report)]
    items += [headings[0], *text.overview(report, long)]
    items += [
        headings[1],
        proactive_table(report),
        headings[2],
        requests_table(report),
        headings[3],
        review_table(report),
    ]
    # A table whose cells the source does not have is not printed; its heading stays.
    items = [i for i in items if not (isinstance(i, Table) and all(_missing(report, c) for c in i.cells()))]
    items += [headings[4], *text.problems(report, long), headings[5], *text.remaining(report)]
    items += [Text("foot", report.agency), Text("date", text.published(report))]
    draft = Draft(items, text.title(report))
    for part, name in report.names.items():
        for item in draft.texts(part):
            item.text = item.text.replace(report.agency, name)
        if part == "title":
            draft.page_title = draft.page_title.replace(report.agency, name)
    return draft
