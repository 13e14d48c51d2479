"""Words with places, of a page or of a text kept with spaces, to printed rows: a line each, label and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from pipeline.documents.model import Word, WordLines
from pipeline.documents.places import Place, joined_box
from pipeline.extract.captions import is_heading_of_part
from pipeline.extract.printed.labels import is_column_label, is_form_label, is_of_row_label, label_key
from pipeline.extract.printed.model import Printed, PrintedRow, printed_row, readings_of, with_line
from pipeline.normalise.numbers import UNIT_WORDS, may_be_value, read_number

_PAGE_NUMBER = re.compile(r"^(?:[-—–―]+\s*\d{1,3}\s*[-—–―]+|(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/共]\s*\d{1,3}\s*页?)?)$")
_NAMED_PAGE = re.compile(r"^(?:第|page\b)\s*\d{1,3}\s*页?(?:\s*,?\s*(?:/|共|of)\s*\d{1,3}\s*页?)?$", re.I)
"""A page's number that says so: as office programs print it, ``Page 2`` and ``第 2 页,共 5 页``."""
_WIDEST_PAGE_NUMBER = 16
_OUTER_LINES = 2
_SHORT_WORD = 3
_SEVERAL = 3
_A_COLUMN_MORE = 1.5
"""Distances of a row's nearest numbers from which a column between two of them is empty."""
_DATE = re.compile(r"\d\s*[年月页]\s*(?:\d|$)")
_YEAR_ALONE = re.compile(r"\W*(?:附?[件表]?)\W*20[0-4]\d\s*年度?\W*")


def _joined_units(words: list[Word]) -> list[Word]:
    """Words of a line with a unit that stands apart from its number put back to it (``4092.66 万元``)."""
    joined: list[Word] = []
    for word in words:
        last = joined[-1] if joined else None
        if last and word.text in UNIT_WORDS and last.text[-1:].isdigit() and read_number(last.raw).state == "reported":
            raw = f"{last.raw} {word.raw}"
            box = joined_box((last.bbox, word.bbox))
            joined[-1] = replace(last, raw=raw, text=f"{last.text} {word.text}", x1=word.x1, bbox=box)
        else:
            joined.append(word)
    return joined


def _strange_lines(lines: WordLines) -> frozenset[int]:
    """Lines of a text that print one bare number which is no page's: the rest of a number that a narrow cell broke.

    A page's own number is among its first or last lines; where pages are not told apart, such numbers count up.
    """
    by_line = [(line, list(words)) for line, words in groupby(lines.words, key=lambda w: w.line)]
    lone = [(line, words[0].text) for line, words in by_line if len(words) == 1 and words[0].bbox is None]
    bare = {line: int(text) for line, text in lone if re.fullmatch(r"\d{1,3}", text)}
    if lines.page is not None:
        outer = {line for line, _ in (*by_line[:_OUTER_LINES], *by_line[-_OUTER_LINES:])}
        return frozenset(bare.keys() - outer)
    counted = all(b == a + 1 for a, b in pairwise(bare.values()))
    return frozenset() if counted else frozenset(bare)


def _is_page_number(words: Sequence[Word], last: int) -> bool:
    """Whether what looks like a page number stands as one: together, and in a PDF among the page's outermost lines."""
    first, final = words[0], words[-1]
    if first.bbox is None:
        return final.x1 - first.x0 <= _WIDEST_PAGE_NUMBER
    together = final.x1 - first.x0 <= 6 * (first.bbox[3] - first.bbox[1])
    return together and not _OUTER_LINES <= first.line <= last - _OUTER_LINES


def word_rows(lines: WordLines, block: int, table: int) -> Iterator[PrintedRow]:
    """The lines of a page that may be rows of a table: prose and page numbers are left out.

    Args:
        lines: the words.
        block: their block's place in the document.
        table: which table-like block of the document it is.
    """
    last = max((w.line for w in lines.words), default=0)
    found: list[PrintedRow] = []
    asides: set[int] = set()
    strange = _strange_lines(lines)
    for line, members in groupby(lines.words, key=lambda w: w.line):
        words = _joined_units(sorted(members, key=lambda w: w.x0))
        whole = " ".join(w.text for w in words)
        alike = bool(_PAGE_NUMBER.match(whole)) and len(words) <= 3 and line not in strange
        aside = (alike and _is_page_number(words, last)) or bool(_NAMED_PAGE.match(whole))
        of_year = words[0].bbox is None and len(words) > _SEVERAL and all(may_be_value(w.raw) for w in words[1:])
        said = words[0].text if of_year else whole
        heads = words[0].bbox is None and is_heading_of_part(said)
        long = "," in whole and len(words) <= 2 and len(whole) > 30 and not _names_column(words[-1].text)
        if not _YEAR_ALONE.fullmatch(said) and not heads and (_DATE.search(whole) or "。" in whole or long):
            continue  # prose
        printed = [
            Printed(
                *(w.raw, w.text, w.x0, w.x1, w.page or lines.page, w.bbox),
                certainty=w.certainty,
                readings=readings_of(w),
                place=None if w.column is None else Place(table, w.line + 1, w.column),
            )
            for w in words
        ]
        boundary = _word_boundary(printed)
        labels = _joined_labels(printed[:boundary])
        before = [p for p in printed[:boundary] if read_number(p.raw).state == "reported"]
        # Two tables side by side: whose numbers are whose is not told by one line.
        values = printed[boundary:] if len(before) < 3 else [*before, *printed[boundary:]]
        row = printed_row(labels, tuple(values), "words", block, lines.method, lines.page, len(words))
        row = replace(row, words=tuple(printed[:boundary]), line=line)
        if found and _is_rest(row, found[-1]):
            found[-1] = _with_rest_below(found[-1], row)
        else:
            found.append(row)
            asides |= {line} if aside else set()
    for n, row in enumerate(found):
        beside = (*found[max(0, n - 1) : n], *found[n + 1 : n + 2])
        if row.line not in asides or any(_is_in_gap(row, other) for other in beside):
            yield row


def _names_column(text: str) -> bool:
    """Whether a text is a column's name, as behind a header's long note, and no sentence that begins with one."""
    return "," not in text and is_column_label(label_key(text))


def _is_rest(row: PrintedRow, above: PrintedRow) -> bool:
    """Whether a line of digits alone may be the rest of numbers that narrow columns broke: right below some of them."""
    if row.labels or not above.labels or not 0 < len(row.values) < len(above.values):
        return False
    return all(
        re.fullmatch(r"\d{1,3}", v.text) and len(over := _over(v, above)) == 1 and over[0].text.isdigit()
        and _is_next_line(v, over[0], row.line - above.line)
        for v in row.values
    )  # fmt: skip


def _is_in_gap(row: PrintedRow, beside: PrintedRow) -> bool:
    """Whether a text's number alone stands at the empty place of the line above or below, so is no page's."""
    alone = abs(row.line - beside.line) == 1 and len(row.values) == 1 and row.values[0].bbox is None
    if not alone or len(beside.values) < _SEVERAL:
        return False
    own, *middles = ((v.x0 + v.x1) / 2 for v in (*row.values, *beside.values))
    pitch = min(b - a for a, b in pairwise(middles))
    return any(a < own < b and b - a > _A_COLUMN_MORE * pitch for a, b in pairwise(middles))


def _over(value: Printed, above: PrintedRow) -> list[Printed]:
    return [v for v in above.values if v.x0 < value.x1 and value.x0 < v.x1]


def _is_next_line(value: Printed, over: Printed, lines: int) -> bool:
    """In a PDF lines of one cell stand close; in a text on neighbouring lines."""
    if value.bbox is None or over.bbox is None:
        return lines == 1
    height = over.bbox[3] - over.bbox[1]
    return value.bbox[1] - over.bbox[3] < 0.6 * height


def _with_rest_below(row: PrintedRow, rest: PrintedRow) -> PrintedRow:
    """A row whose numbers may go on in the line below: read with it or without, which the form's sums must tell."""
    values = list(row.values)
    for part in rest.values:
        at = row.values.index(_over(part, row)[0])
        values[at] = with_line(values[at], part, perhaps=True)
    return replace(row, values=tuple(values))


def _word_boundary(words: list[Printed]) -> int:
    """Labels end before the trailing run of values; an unknown word between values belongs to them."""
    boundary = _values_begin(words, len(words))
    while 0 < boundary < len(words) and _is_stray(words, boundary - 1):
        boundary = _values_begin(words, boundary - 1)
    return boundary


def _values_begin(words: list[Printed], end: int) -> int:
    while end and may_be_value(words[end - 1].raw):
        end -= 1
    return end


def _is_stray(words: list[Printed], place: int) -> bool:
    """Whether a word with a value on its left is no label: a short one, or one behind several values."""
    before = words[max(0, place - _SEVERAL) : place]
    if not before or is_form_label(words[place].text) or before[-1].is_blank or not may_be_value(before[-1].raw):
        return False
    several = len(before) == _SEVERAL and all(may_be_value(w.raw) for w in before)
    return several or len(words[place].text) <= _SHORT_WORD


def _joined_labels(words: list[Printed]) -> tuple[Printed, ...]:
    """Words of labels, a new label at a wide gap, at an enumeration, and where a known label ends."""
    groups: list[list[Printed]] = []
    for word in words:
        starts = re.match(r"\(?[一二三四五六七八九十\d]{1,2}[)、.]", word.text) is not None
        before = "".join(w.text for w in groups[-1]) if groups else ""
        known = is_form_label(before) and is_form_label(word.text) and not is_of_row_label(before + word.text)
        if not groups or starts or known or stands_apart(groups[-1][-1], word):
            groups.append([word])
        else:
            groups[-1].append(word)
    return tuple(
        Printed(
            " ".join(w.raw for w in g), "".join(w.text for w in g), g[0].x0, g[-1].x1, g[0].page,
            joined_box(w.bbox for w in g), place=g[0].place,
        )
        for g in groups
    )  # fmt: skip


def stands_apart(left: Printed, right: Printed) -> bool:
    """Whether the gap between two words is one between cells: two spaces in a text, more than a character in a PDF."""
    gap = right.x0 - left.x1
    if right.bbox is None:
        return gap >= 2
    return gap > 1.2 * (right.x1 - right.x0) / max(1, len(right.text))
