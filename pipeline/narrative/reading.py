"""From a document to its figures."""

from __future__ import annotations

from dataclasses import replace

from pipeline.documents.model import Document
from pipeline.identity import identify
from pipeline.narrative.breakdown import Breakdown, breakdowns
from pipeline.narrative.model import Figure
from pipeline.narrative.prose import Sentence, prose_lines, sentences
from pipeline.narrative.quantity import Quantity
from pipeline.narrative.received import received
from pipeline.narrative.reporter import Reporter, read_reporter


def read_figures(document: Document) -> list[Figure]:
    """The figures the report's prose states, in the order of the text.

    Args:
        document: A normalised document: simplified characters, NFKC.

    Returns:
        One figure a number whose meaning is known; those of another scope carry that scope.
    """
    reporter = read_reporter(document, identify(document, ""))
    found: list[Figure] = []
    for place, sentence in enumerate(sentences(prose_lines(document)), start=1):
        found += _of_sentence(sentence, reporter, place, len(found))
    return found


def _of_sentence(sentence: Sentence, reporter: Reporter, place: int, before: int) -> list[Figure]:
    """The figures of one sentence; ``before`` is how many the report has before it."""
    figures: dict[int, Figure] = {}
    for count in received(sentence, reporter):
        measure = "requests_received_with_carried_in" if count.includes_carried_in else "requests_received"
        start, end = sentence.span(count.start, count.end)
        figures[count.start] = Figure(
            sentence=sentence.text,
            start=start,
            end=end,
            raw=sentence.text[start:end],
            measure=measure,
            value=count.value,
            unit="count",
            approximate=False,
            scope="own",
            place=place,
        )
    return _with_breakdowns(figures, breakdowns(sentence), sentence, place, before)


def _with_breakdowns(
    figures: dict[int, Figure], lists: list[Breakdown], sentence: Sentence, place: int, before: int
) -> list[Figure]:
    """The figures with those that the sentence's breakdowns add, each part bound to its total."""
    for items in lists:
        for quantity in items.parts:
            figures.setdefault(quantity.number_start, _figure(quantity, "breakdown_part", sentence, place))
    for items in lists:
        figures.setdefault(items.total.number_start, _figure(items.total, "breakdown_total", sentence, place))
    ordered = sorted(figures)
    number = {start: before + i for i, start in enumerate(ordered, start=1)}
    for items in lists:
        total = items.total.number_start
        figures[total] = replace(figures[total], relation=items.relation)
        for quantity in items.parts:
            start = quantity.number_start
            figures[start] = replace(figures[start], part_of=number[total])
    return [figures[start] for start in ordered]


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
