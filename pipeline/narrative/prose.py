"""The prose of a report: the introduction and 总体情况 as whole sentences, without headings and tables.

Later sections restate laws, plans and problems, and tables are read elsewhere; a number found there would be compared
with the wrong thing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.documents.model import Document, Grid, Paragraph
from pipeline.documents.text.layout import display_width
from pipeline.normalise import simplify

JOINT = "\ue000"
"""Stands between two digits that a line break or a space separates, where it cannot be told if they are one number."""

_NUMBERED = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+\s*[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}\s*[.．、](?!\d))"
)
_ENDED = re.compile(r"[。!！?？;；:：][”\"』」)）]?\s*$|[\u4e00-\u9fff]\.\s*$")
_SENTENCE_END = re.compile(r"(?<=[。!！?？])[”\"』」)）]?|(?<=[\u4e00-\u9fff]\.)(?=\s|$|[\u4e00-\u9fff(（])")
# 。其中 goes on with the sentence only where that ends with a total and parts of its unit follow.
_PARTS_FOLLOW = re.compile(r"(?<=[\d余万多])(?P<unit>[\u4e00-\u9fff])。\s*其中[^。]*\d(?P=unit)")
_MARKS = re.compile(r"^\s*#{1,6}\s+|\*\*|__(?=\S)|(?<=\S)__")
_PAGE_NUMBER = re.compile(r"^\s*(?:[-—–―]+\s*\d{1,3}\s*[-—–―]+|第?\s*\d{1,3}\s*页?)\s*$")
_OVERVIEW = re.compile(r"^\s*(?:一\s*[、.．,]?\s*)?(?:总体情况|概述|基本情况)\s*[:：]?\s*$")
_NEXT_SECTION = re.compile(
    r"^\s*(?:[二三四]\s*[、.．,]\s*)?(?:行政机关)?"
    r"(?:主动公开政府信息(?:的)?情况|(?:收到和)?处理政府信息公开申请(?:的)?情况"
    r"|收到和处理.{0,20}情况|(?:因)?政府信息公开.{0,12}行政复议.{0,12}情况)\s*[:：]?\s*$"
)
_SECTION_TWO = re.compile(r"^\s*二\s*[、.．,].{0,4}主动公开.{0,14}$")
_TABLE = re.compile(r"第二十条第[(（][一五六八九][)）]项|^\s*信息内容\s*$|本年新收政府信息公开申请数量")
_HEADING_LENGTH = 30
_FULL, _FEWEST_FULL = 0.95, 4
"""Share of the widest line's width from which a line is full, and full lines that show where a program breaks."""
_PARTED = re.compile(r"(?<=\d)\s+(?=\d)")
_SPACE = re.compile(r"\s+")
_HALF_WIDTH = str.maketrans("，（）：；％．！？～", ",():;%.!?~")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    Attributes:
        text: As it stands, for people.
        compact: Without white space and with half-width punctuation, for patterns. Digits that a break or a space
            separated have :data:`JOINT` between them.
        lead: The heading above and the paragraph so far, which tell what the sentence is about.
        places: Where in ``text`` each character of ``compact`` stands.
        heading: The heading above alone.
        paragraph: The paragraph's running number.
    """

    text: str
    compact: str
    lead: str
    places: Sequence[int] = ()
    heading: str = ""
    paragraph: int = 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in ``text`` of ``compact[start:end]``, which must not be empty."""
        return self.places[start], self.places[end - 1] + 1


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, or a table in its place: one of the form's, or another one (a page's catalogue entry, own figures)."""

    text: str
    table: bool = False
    other_table: bool = False


def prose_lines(document: Document) -> list[str]:
    """The lines of the introduction and 总体情况, headings included; all prose where neither heading nor table is."""
    return [line.text for line in _zone(_lines(document)) if not (line.table or line.other_table)]


def sentences(lines: list[str]) -> list[Sentence]:
    """The lines joined to paragraphs and cut into sentences.

    Traditional characters that a site's conversion left (行政復议) are simplified here; in names they may be meant.
    A line that does not end a sentence is joined to the next one (a PDF gives one line at a time), unless either is a
    heading. Page numbers between two lines are left out.
    """
    found: list[Sentence] = []
    heading = ""
    for number, paragraph in enumerate(simplify(p) for p in _paragraphs(lines)):
        if _is_heading(paragraph):
            heading = compact(paragraph)
            continue
        start = 0
        ends = (m.end() for m in _SENTENCE_END.finditer(paragraph))
        for end in [*(e for e in ends if not _PARTS_FOLLOW.match(paragraph, max(0, e - 2))), len(paragraph)]:
            text = paragraph[start:end].strip()
            if text:
                lead = heading + compact(paragraph[:start])
                shown, places = _placed(text)
                found.append(Sentence(text.replace(JOINT, ""), shown, lead, places, heading, number))
            start = end
    return found


def compact(text: str) -> str:
    """The text without white space, punctuation half-width, and a :data:`JOINT` where a space parts two digits."""
    text = _PARTED.sub(JOINT, text)
    return _SPACE.sub("", text).translate(_HALF_WIDTH)


def _placed(text: str) -> tuple[str, Sequence[int]]:
    """The compact text, and where in the text without joints each of its characters stands."""
    shown = compact(text)
    if len(shown) == len(text) and JOINT not in text:
        return shown, range(len(text))
    places, at, characters = [], 0, iter(shown)
    following = next(characters, "")
    for character in text:
        same = character.translate(_HALF_WIDTH) == following
        if same or (following == JOINT and character.isspace()):
            places.append(at)
            following = next(characters, "")
        at += character != JOINT
    return shown, places


def without_marks(line: str) -> str:
    """A line without Markdown's marks of headings and emphasis: ## 一、总体情况."""
    return _MARKS.sub("", line)


def _lines(document: Document) -> Iterator[_Line]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts = block.text.splitlines()
        elif isinstance(block, Grid) and all(c.column == 0 and c.column_span == 1 for c in block.cells):
            # Some word processors draw a box around each paragraph, which reads as a table of one column.
            texts = [line for cell in block.cells for line in cell.text.splitlines()]
        else:
            is_other = isinstance(block, Grid) and not any(_TABLE.search(c.text) for c in block.cells)
            yield _Line("", table=not is_other, other_table=is_other)
            continue
        for text in map(without_marks, texts):
            if text.strip():
                yield _Line(text, table=bool(_TABLE.search(text)) and "。" not in text)


def _zone(lines: Iterator[_Line]) -> list[_Line]:
    every = list(lines)
    overview = max((i for i, line in enumerate(every) if _OVERVIEW.match(line.text)), default=-1)
    table = next((i for i, line in enumerate(every) if line.table), None)
    if table is None:
        table = next((i for i, line in enumerate(every) if line.other_table and i > overview), None)
    ends = [i for i, line in enumerate(every) if _NEXT_SECTION.match(line.text) or _SECTION_TWO.match(line.text)]
    if table is not None:
        # The last heading before the table: earlier ones belong to a list of contents.
        before = [i for i in ends if i <= table]
        return every[: before[-1] if before else table]
    return every[: next((i for i in ends if i > overview), len(every))]


def _paragraphs(lines: list[str]) -> list[str]:
    joined: list[str] = []
    is_open = False
    full = _full_width(lines)
    above = ""
    for line in lines:
        if _PAGE_NUMBER.match(line):
            continue
        text = line.strip()
        if is_open and not _NUMBERED.match(text):
            parted = joined[-1][-1].isdigit() and text[:1].isdigit()
            joined[-1] += (JOINT if parted and display_width(above) < full else "") + text
        else:
            joined.append(text)
        above = line.rstrip()
        is_open = not _ENDED.search(text) and not _is_heading(text)
    return joined


def _full_width(lines: Sequence[str]) -> float:
    """From which width a line is full: where many end at one place, the program broke them there, numbers and all.

    Then digits at the end of a full line and at the beginning of the next are one number. Programs that keep numbers
    whole end the line before them.
    """
    widest = max((display_width(line.rstrip()) for line in lines), default=0)
    many = sum(display_width(line.rstrip()) >= _FULL * widest for line in lines) >= _FEWEST_FULL
    return _FULL * widest if many else math.inf


def _is_heading(text: str) -> bool:
    if len(text) > _HEADING_LENGTH or re.search(r"[。!！?？;；,，]", text):
        return False
    return bool(_NUMBERED.match(text) or _OVERVIEW.match(text) or _NEXT_SECTION.match(text))
