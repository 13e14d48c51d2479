"""From a document to its figures."""

from __future__ import annotations

from pipeline.documents.model import Document
from pipeline.identity import identify
from pipeline.narrative.breakdown import breakdowns
from pipeline.narrative.model import Figure
from pipeline.narrative.prose import prose_lines, sentences
from pipeline.narrative.received import consistent, received
from pipeline.narrative.reporter import read_reporter


def read_figures(document: Document) -> list[Figure]:
    """The figures the report's prose states, the received count first, each kind in the order of the text.

    Args:
        document: A normalised document: simplified characters, NFKC.

    Returns:
        No figure for what is unclear; at most one ``requests_received`` with and one without carried-in requests.
    """
    lines = prose_lines(document)
    reporter = read_reporter(document, identify(document, ""))
    every = sentences(lines)
    counts = [figure for sentence in every for figure in received(sentence, reporter)]
    return consistent(counts) + [figure for sentence in every for figure in breakdowns(sentence)]
