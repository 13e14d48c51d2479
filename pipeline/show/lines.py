"""Text files: the lines around marked cells, each with its number, the printed texts marked in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import escape

from pipeline.documents.model import CellStream, Document, Grid, Paragraph, WordLines
from pipeline.documents.places import Place, lines_as_stream, table_blocks
from pipeline.show.marks import Mark
from pipeline.show.tables import anchors, mark_attributes

Spans = dict[Place, tuple[int, int]]
"""By place in the document, where its text begins and ends in the file."""

_AROUND = 4
_DRAWN = re.compile(r"[\s|│┃║┆┇┊┋｜￨∣─-╿﻿]")
_RULE = re.compile(r"^(?=.*--)(?=.*[|+])[\s:|+=-]+$", re.M)
_FARTHEST = 400


def plain(content: str) -> str:
    """A decoded text with its line ends as the readers take them."""
    return content.replace("\r\n", "\n").replace("\r", "\n")


def text_spans(content: str, document: Document) -> Spans:
    """Where the cells of a text file's tables stand in it; without those that cannot be found again with certainty.

    Args:
        content: as :func:`plain` gives it.
        document: what was read from it.
    """
    spans: Spans = {}
    whole_lines = any(isinstance(b, WordLines) or b.method == "txt:lines" for b in table_blocks(document))
    text = _RULE.sub(lambda rule: " " * len(rule.group()), content)
    at = line = table = 0
    for block in document.blocks:
        if isinstance(block, Paragraph):
            # Where lines are kept as a layout, every paragraph stands there once more.
            at = at if whole_lines else (_find(text, block.raw, at) or (at, at))[1]
            continue
        table += 1
        match block:
            case WordLines():
                spans |= _words(content, block, table)
            case CellStream(method="txt:lines"):
                found, line = _lines(content, block, table, line)
                spans |= found
            case Grid() | CellStream():
                for place, raw in _cells(block, table):
                    span = _find(text, raw, at)
                    if span is not None:
                        spans[place] = span
                        at = span[1]
    return _lines(content, lines_as_stream(document), None, 0)[0] | spans


def _cells(block: Grid | CellStream, table: int) -> Iterator[tuple[Place, str]]:
    if isinstance(block, Grid):
        for cell in block.cells:
            yield Place(table, cell.row + 1, cell.column + 1), cell.raw
    else:
        for number, stream_cell in enumerate(block.cells, start=1):
            yield Place(table, number, 1), stream_cell.raw


def _find(text: str, raw: str, at: int) -> tuple[int, int] | None:
    """The next place of a printed text, white space and bars between its characters aside."""
    letters = _DRAWN.sub("", raw)
    if not letters:
        return None
    pattern = r"[\s|]*?".join(map(re.escape, letters))
    found = re.compile(pattern).search(text, at, at + _FARTHEST + 4 * len(raw))
    return None if found is None else found.span()


def _words(content: str, block: WordLines, table: int) -> Spans:
    starts = _line_starts(content)
    return {
        Place(table, w.line + 1, w.column): (begin := starts[w.line] + _feed(content, starts[w.line]) + w.column - 1,
                                             begin + len(w.raw))
        for w in block.words
        if w.column is not None and w.line < len(starts)
    }  # fmt: skip


def _feed(content: str, start: int) -> int:
    """A form feed stands before a page's first line."""
    return int(content[start : start + 1] == "\f")


def _lines(content: str, stream: CellStream, table: int | None, first: int) -> tuple[Spans, int]:
    """Cells that are whole lines, found one after the other."""
    lines = content.split("\n")
    starts = _line_starts(content)
    spans: Spans = {}
    line = first
    for number, cell in enumerate(stream.cells, start=1):
        found = next((n for n in range(line, len(lines)) if lines[n].lstrip("\f") == cell.raw), None)
        if found is not None:
            skipped = len(lines[found]) - len(lines[found].lstrip())
            begin = starts[found] + skipped
            spans[Place(table, number, 1)] = (begin, begin + len(lines[found].strip()))
            line = found + 1
    return spans, line


def _line_starts(content: str) -> list[int]:
    starts = [0]
    starts.extend(m.end() for m in re.finditer("\n", content))
    return starts


def lines_html(content: str, marks: Sequence[tuple[Mark, tuple[int, int]]]) -> str:
    """The lines of a text around the marks, numbered as an editor does, with the marked texts in place.

    Args:
        content: as :func:`plain` gives it.
        marks: each with where its text begins and ends.
    """
    starts = _line_starts(content)
    ordered = sorted(marks, key=lambda m: m[1])
    touched = {bisect_right(starts, p) - 1 for _, span in ordered for p in (span[0], max(span[0], span[1] - 1))}
    shown = sorted({n for t in touched for n in range(t - _AROUND, t + _AROUND + 1) if 0 <= n < len(starts)})
    html = ['<div class="lines" role="table">']
    before = None
    for number in shown:
        if before is not None and number > before + 1:
            html.append('<div class="skip">⋯</div>')
        begin = starts[number]
        end = starts[number + 1] - 1 if number + 1 < len(starts) else len(content)
        body = _line_html(content, begin, end, ordered)
        html.append(f'<div class="line"><span class="number">{number + 1}</span><span class="text">{body}</span></div>')
        before = number
    return "".join(html) + "</div>"


def _line_html(content: str, begin: int, end: int, marks: Sequence[tuple[Mark, tuple[int, int]]]) -> str:
    pieces: list[str] = []
    at = begin
    for span in sorted({s for _, s in marks}):
        start, stop = max(span[0], at), min(span[1], end)
        if start >= stop or start < begin:
            continue
        own = [m for m, s in marks if s == span]
        pieces.append(escape(content[at:start]))
        # A text broken over two lines is marked in both, and named once.
        attributes = mark_attributes(own) if span[0] >= begin else f'class="mark {escape(own[0].css)}"'
        pieces.append(f"<mark {attributes}>{escape(content[start:stop])}</mark>{anchors(own)}")
        at = stop
    pieces.append(escape(content[at:end]))
    return "".join(pieces).replace("\f", "").replace("\t", '<span class="tab">→\t</span>')
