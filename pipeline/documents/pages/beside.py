"""Pages that hold one sheet's columns: printed without being fitted to the paper, a wide table goes on beside it.

Whatever the order of printing is (down, then over; or over, then down), the rows of such pages stand at the same
heights: on the first stand the labels, on the others numbers without any. No other report prints a page of numbers
alone at the heights of an earlier page's labels, so that pages are joined only where at least one pair shows this.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from pipeline.documents.model import HAN, BBox, Beside, Document, Part
from pipeline.documents.pages.content import Char, PageContent
from pipeline.documents.pages.printed_sheets import APART, MOST_PAGES, PERHAPS, SURE, UNKNOWN, sheets
from pipeline.documents.pages.running import seen_lines, without_running
from pipeline.documents.pages.tables import merged_edges
from pipeline.documents.pages.words import line_text, lines_of

_LEVEL = 1.5
"""Points within which two rulings, or the ends of rulings, stand at one place."""
_SHORTEST = 10.0
_PILED = 0.01
"""Points up to which a character is as wide as one that is put where its text is cut off."""
_AROUND = 4.0
"""Points above and below a line of print in which a number of its row may stand."""
_FEWEST_RULINGS = 3
_FEWEST_NUMBERED = 3
_FEWEST_ROWS = 5
"""Rows between rulings that say nothing or a number on the right, and a label on the left."""
_FEWEST_LINES = 6
"""Lines of numbers alone beside labels, where no rulings tell the rows."""
_MOSTLY, _NEARLY_ALL, _HALF = 0.8, 0.9, 0.5

_PROSE = re.compile(r"(?<!\d)[,，。;；]")
"""Marks of sentences: of labels, few have one."""
_LONG = 2
"""Chinese characters in which two pages' parts of a text are known to be of one."""

Piece = tuple[str, BBox]
"""A line of print and its box."""


def may_stand_beside(pages: Sequence[Sequence[Piece]]) -> bool:
    """Whether any page prints numbers alone, and these at the heights of another's labels; asks for text only."""
    alone = [_numbers_alone(pieces) for pieces in pages]
    return any(_stand_beside(left, heights) for place, heights in enumerate(alone) for left in pages[:place] if heights)


def _numbers_alone(pieces: Sequence[Piece]) -> list[float]:
    """The heights of a page's numbers, where hardly any has a label beside it."""
    labels = [(box[1], box[3]) for text, box in pieces if _is_label(text)]
    heights = [(box[1] + box[3]) / 2 for text, box in pieces if any(map(_is_number, text.split()))]
    free = [y for y in heights if not any(top < y < bottom for top, bottom in labels)]
    return free if len(free) >= max(_FEWEST_NUMBERED, _MOSTLY * len(heights)) else []


def _stand_beside(left: Sequence[Piece], heights: Sequence[float]) -> bool:
    labels = [(box[1] - _AROUND, box[3] + _AROUND) for text, box in left if _is_label(text)]
    return sum(any(top < y < bottom for top, bottom in labels) for y in heights) >= _MOSTLY * len(heights)


def _is_label(text: str) -> bool:
    return len(HAN.findall(text)) >= 2


def _is_number(text: str) -> bool:
    return any(c.isdecimal() for c in text) and not _is_label(text)


@dataclass
class _Page:
    """A page without its head and foot."""

    content: PageContent

    @cached_property
    def chars(self) -> list[Char]:
        """Its characters that are seen."""
        return [c for line in seen_lines(self.content) for c in line]

    @cached_property
    def level(self) -> list[tuple[float, float, float]]:
        """Its level rulings: height, left and right end."""
        edges = merged_edges(self.content.edges)
        return [
            (e["top"], e["x0"], e["x1"]) for e in edges if e["orientation"] == "h" and e["x1"] - e["x0"] >= _SHORTEST
        ]

    @cached_property
    def left(self) -> float:
        """Where what it shows begins; of a character that is cut its middle is seen."""
        return min([*(x0 for _, x0, _ in self.level), *map(_middle, self.chars)], default=0.0)

    @cached_property
    def right(self) -> float:
        """Where it ends: at the latest where its texts are cut off."""
        cut = [c["x1"] for c in self.content.chars if c.get("beyond") and c["x1"] - c["x0"] < _PILED]
        return max([*(x1 for _, _, x1 in self.level), *map(_middle, self.chars), *cut], default=0.0)

    @cached_property
    def rows_at_left(self) -> list[float]:
        """The heights of rulings that begin furthest to the left."""
        begin = min((x0 for _, x0, _ in self.level), default=0.0)
        return _heights(y for y, x0, _ in self.level if x0 <= begin + 2 * _LEVEL)

    @cached_property
    def rows_at_right(self) -> list[float]:
        """The heights of rulings that end furthest to the right."""
        end = max((x1 for _, _, x1 in self.level), default=0.0)
        return _heights(y for y, _, x1 in self.level if x1 >= end - 2 * _LEVEL)

    @cached_property
    def lines(self) -> list[Piece]:
        """Its lines of print, without the rest of texts that begin further to the left."""
        going_on = {c.get("run") for c in self._cut} - {None}
        return [
            (line_text(line), _box(line)) for line in lines_of([c for c in self.chars if c.get("run") not in going_on])
        ]

    @cached_property
    def _before(self) -> list[tuple[float, str]]:
        """The texts that begin further to the left, as far as they are not seen here, with the height of each."""
        return [(_height(line), _letters("".join(c["text"] for c in line))) for line in lines_of(self._cut)]

    @cached_property
    def _cut(self) -> list[Char]:
        return [c for c in self.content.chars if c.get("beyond") and c["x1"] <= self.left + c["size"]]

    def goes_on_from(self, other: _Page) -> bool:
        """Whether it shows the rest of a text whose beginning another page shows at the same height."""
        ends = [(_height(line), _letters("".join(c["text"] for c in line))) for line in lines_of(other.chars)]
        return any(
            abs(y - end) <= _LEVEL and len(text) >= _LONG and before.endswith(text[-_LONG:])
            for y, before in self._before
            for end, text in ends
        )

    def text_between(self, top: float, bottom: float) -> str:
        """What it prints between two heights, its words parted by spaces."""
        own = [c for c in self.chars if top <= (c["top"] + c["bottom"]) / 2 < bottom]
        return " ".join(map(line_text, lines_of(own)))

    def own_text_between(self, top: float, bottom: float) -> str:
        """The same without the rest of texts that begin further to the left."""
        return " ".join(text for text, box in self.lines if top <= (box[1] + box[3]) / 2 < bottom)

    def open_rows(self, rows: Sequence[float], *, right: bool) -> set[int]:
        """Which of the rows between these heights no ruling closes at the right or left end."""
        ends = [x1 if right else x0 for _, x0, x1 in self.level]
        end = (max if right else min)(ends, default=0.0)
        closing = [e for e in self.content.edges if e["orientation"] == "v" and abs(e["x0"] - end) <= 2 * _LEVEL]
        middles = ((top + bottom) / 2 for top, bottom in pairwise(rows))
        return {n for n, y in enumerate(middles) if not any(e["top"] <= y <= e["bottom"] for e in closing)}


def _height(line: Sequence[Char]) -> float:
    return float(line[0]["bottom"])


def _middle(char: Char) -> float:
    return float(char["x0"] + char["x1"]) / 2


def _heights(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _LEVEL:
            found.append(value)
    return found


def _box(line: Sequence[Char]) -> BBox:
    return line[0]["x0"], min(c["top"] for c in line), line[-1]["x1"], max(c["bottom"] for c in line)


def with_note_of_beside(document: Document) -> Document:
    """The document with a sentence about its pages that stand beside one another."""
    if not document.beside:
        return document
    said = ", ".join(" + ".join(str(part.page) for part in group) for group in document.beside)
    return replace(document, notes=(*document.notes, f"Pages were read side by side, as one wide sheet: {said}."))


def beside_among(contents: Iterable[PageContent]) -> Beside:
    """Groups of pages that stand beside one another, each from the left, in the order of their first pages.

    Args:
        contents: of all pages that may be some, in order; those whose text runs in several directions are left out.
    """
    by_page: dict[int, list[PageContent]] = {}
    for content in contents:
        by_page.setdefault(content.number, []).append(content)
    return _beside_among([own[0] for own in by_page.values() if len(own) == 1])


def _beside_among(contents: Sequence[PageContent]) -> Beside:
    if not 2 <= len(contents) <= MOST_PAGES:
        return ()
    pages = [_Page(content) for content in without_running(contents)]
    grades = {
        (a, b): grade
        for b in range(1, len(pages))
        for a in range(b)
        if _same_size(contents[a], contents[b]) and (grade := _grade(pages[a], pages[b])) is not None
    }
    groups: list[tuple[Part, ...]] = []
    for rows in sheets(len(pages), grades):
        columns = [[row[n] for row in rows if n < len(row)] for n in range(max(map(len, rows)))]
        ends = [(min(pages[p].left for p in own), max(pages[p].right for p in own)) for own in columns]
        for row in rows:
            own = ((pages[p], end) for p, end in zip(row, ends, strict=False))
            parts = tuple(
                Part(page.content.number, *((page.left, page.right) if page.level else end)) for page, end in own
            )
            groups += [parts] if len(parts) > 1 else []
    return tuple(sorted(groups, key=lambda g: g[0].page))


def _same_size(one: PageContent, other: PageContent) -> bool:
    sizes = ((one.width, other.width), (one.height, other.height))
    return one.turned == other.turned and all(abs(a - b) <= _LEVEL for a, b in sizes)


def _grade(left: _Page, right: _Page) -> float | None:
    """How surely one page stands somewhere to the right of another; None where it does not."""
    if right.goes_on_from(left):
        return SURE
    here, there = left.rows_at_right, right.rows_at_left
    if 2 * len(there) < len(_heights(y for y, _, _ in right.level)):
        return None  # its first column reaches down over rows, as labels do
    if min(len(here), len(there)) >= _FEWEST_RULINGS:
        shared = sum(_is_among(y, here) for y in there)
        own = [y for y in here if there[0] - _LEVEL <= y <= there[-1] + _LEVEL]
        alike = left.open_rows(own, right=True) if shared == len(there) == len(own) else set()
        reaching_over = alike and alike == right.open_rows(there, right=False) and len(alike) < len(own) - 1
        most = max(_NEARLY_ALL * min(len(here), len(there)), _HALF * max(len(here), len(there)))
        if shared < most and not reaching_over:
            return APART
        rows = [(right.own_text_between(*row), left.text_between(*row)) for row in pairwise(there)]
        grade = _grade_of_rows(rows, _FEWEST_ROWS)
        return SURE if grade == PERHAPS and reaching_over else grade
    if bool(here) != bool(there):
        return None  # of one sheet both are ruled
    rows = [(text, left.text_between(box[1] - _AROUND, box[3] + _AROUND)) for text, box in right.lines]
    prose = sum(_PROSE.search(beside) is not None for _, beside in rows)
    # Beside a label whose characters stand below one another most lines of the other page are between two of prose.
    if 2 * max(prose, sum(_are_same(*row) for row in rows)) > sum(bool(beside) for _, beside in rows):
        return None
    numbered = [row for row in rows if any(map(_is_number, row[0].split()))]
    grade = _grade_of_rows(numbered, _FEWEST_LINES)
    return UNKNOWN if grade == PERHAPS and not (numbered and all(beside for _, beside in rows)) else grade


def _are_same(text: str, other: str) -> bool:
    return _is_label(text) and _letters(text) == _letters(other)


def _grade_of_rows(rows: Sequence[tuple[str, str]], enough: int) -> float | None:
    """The grade of rows, each as what the right and the left page print in it; so many without a label show it."""
    said_twice = sum(_are_same(*row) for row in rows)
    labels = sum(_is_label(text) for text, _ in rows)
    free = [beside for text, beside in rows if not any(map(_is_label, text.split()))]
    numbered = [text.split() for text, _ in rows if any(map(_is_number, text.split()))]
    labelled = sum(any(map(_is_label, words)) for words in numbered)
    if 2 * said_twice > labels or labelled > (1 - _MOSTLY) * len(numbered):
        return None
    named = sum(map(_is_label, free))
    return SURE if named >= max(enough, _MOSTLY * len(free)) else PERHAPS


def _letters(text: str) -> str:
    return "".join(HAN.findall(text))


def _is_among(value: float, ordered: Sequence[float]) -> bool:
    place = bisect_left(ordered, value - _LEVEL)
    return place < len(ordered) and ordered[place] <= value + _LEVEL
