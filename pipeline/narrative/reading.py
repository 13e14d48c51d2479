"""From a document to its figures."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest

from pipeline.documents.model import Document
from pipeline.identity import identify, report_of
from pipeline.narrative.breakdown import Breakdown, breakdowns
from pipeline.narrative.clauses import read_sentence
from pipeline.narrative.measures import measures
from pipeline.narrative.model import Figure
from pipeline.narrative.prose import Sentence, prose_lines, sentences
from pipeline.narrative.quantity import Quantity
from pipeline.narrative.reporter import read_reporter
from pipeline.narrative.state import Context, Found, subject_of

_PART_ALONE = re.compile(r"[^,;:。()\d共其全年收受接办答回召开举行发布组织未无]{2,14}\d+[条件个篇份项次期][。.]?$")
"""A sentence that is only a name and a number: the list before it goes on behind its full stop."""


def read_figures(document: Document, year: int | None = None) -> list[Figure]:
    """The figures the report's prose states, in the order of the text.

    Args:
        document: A normalised document: simplified characters, NFKC.
        year: The report-year, if known: of a file that holds whole reports of several years, this one's are read.

    Returns:
        One figure a number whose meaning is known; those of another scope carry that scope.
    """
    document = report_of(document, year)
    reporter = read_reporter(document, identify(document, ""))
    found: list[Figure] = []
    context, paragraph = Context(), -1
    read = sentences(prose_lines(document))
    for place, (sentence, behind) in enumerate(zip_longest(read, read[1:]), start=1):
        if sentence.paragraph != paragraph:
            context, paragraph = Context(subject_of(sentence.heading)), sentence.paragraph
        stated, context = read_sentence(sentence, reporter, context)
        goes_on = behind is not None and behind.paragraph == paragraph and _PART_ALONE.match(behind.compact)
        lists = [replace(b, relation="approximate") if goes_on else b for b in breakdowns(sentence)]
        found += _figures(stated, lists, sentence, place, len(found))
    return found


def _figures(stated: list[Found], lists: list[Breakdown], sentence: Sentence, place: int, before: int) -> list[Figure]:
    """The figures of one sentence; ``before`` is how many the report has before it."""
    figures: dict[int, list[Figure]] = {}
    for one in stated:
        start, end = sentence.span(one.start, one.end)
        figures.setdefault(one.start, []).append(
            Figure(
                sentence=sentence.text,
                start=start,
                end=end,
                raw=sentence.text[start:end],
                measure=one.measure,
                value=one.value,
                unit=one.unit,
                approximate=one.approximate,
                scope=one.scope,
                of=one.of,
                base=one.base,
                place=place,
            )
        )
    return _with_breakdowns(figures, lists, sentence, place, before)


def _with_breakdowns(
    figures: dict[int, list[Figure]], lists: list[Breakdown], sentence: Sentence, place: int, before: int
) -> list[Figure]:
    """The figures with those that the sentence's breakdowns add, each part bound to its total."""
    for items in lists:
        for quantity in items.parts:
            figures.setdefault(quantity.number_start, [_figure(quantity, "breakdown_part", sentence, place)])
    for items in lists:
        figures.setdefault(items.total.number_start, [_figure(items.total, "breakdown_total", sentence, place)])
    number, count = {}, before
    for start in sorted(figures):
        number[start] = count + 1
        count += len(figures[start])
    for items in lists:
        total = items.total.number_start
        restates = bool(measures()[figures[total][0].measure].cells)
        figures[total][0] = replace(figures[total][0], relation=items.relation)
        for quantity in items.parts:
            first, *rest = figures[quantity.number_start]
            # What a part of the requests counts that no wording names, nobody can tell.
            scope = "unclear" if restates and first.measure == "breakdown_part" else first.scope
            figures[quantity.number_start] = [replace(first, part_of=number[total], scope=scope), *rest]
    return [figure for start in sorted(figures) for figure in figures[start]]


def _figure(quantity: Quantity, measure: str, sentence: Sentence, place: int) -> Figure:
    start, end = sentence.span(quantity.number_start, quantity.number_end)
    return Figure(
        sentence=sentence.text,
        start=start,
        end=end,
        raw=sentence.text[start:end],
        measure=measure,
        value=quantity.value,
        unit=quantity.kind,
        approximate=not quantity.exact,
        scope="own",
        place=place,
    )
