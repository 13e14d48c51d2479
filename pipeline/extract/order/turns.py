"""Table 三 of a text whose labels and numbers come in turns: which numbers stand behind which rows' labels.

Programs write the text of a page block by block: labels broken over lines, those of several rows, or a column's
heading come between a row's label and its numbers, or behind them. What keeps its order are the numbers: row by row,
each from the left. So the text is read as turns, labels and then numbers, and most rows must stand in their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from pipeline.extract.printed.labels import ACCEPTED, label_key, row_keys, similarity
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.forms import FORMS, Row
from pipeline.normalise import clean, simplify
from pipeline.normalise.numbers import is_value

_OF_2021 = ("other_overdue_correction", "other_unpaid_fee")
"""Rows whose labels tell the form of 2021 from that of 2019."""
_SHORT = 4
"""Characters from which a label is known without its number, and in the middle of other text."""
_APPLICANTS = ("自然", "商业", "科研", "社会公", "法律服")
_NAMED = 0.85
"""Share of the rows whose labels are found; others may be broken so that no line of them tells."""
_ALIKE = 80.0
"""Likeness of a line to a label of which it is not the beginning."""
_MOST_HEADER = 60
"""Labels before the first row among which its header is, where the table has no heading."""
_HEADING = re.compile("(?:行政机关)?收到和处理政府信息公开申请情况")
_PAGE_MARK = re.compile(r"[-—–―]+\s*\d{1,3}\s*[-—–―]+")
_END = re.compile("政府信息公开行政复议|^行政复议(?:[和及与]?行政诉讼情况)?$|^结果维")
_NUMBER = re.compile(r"\W*([一二三四五六七八九]|\d{1,2})\W")


@dataclass(frozen=True, slots=True)
class Turn:
    """Labels that follow one another, and the numbers behind them.

    Attributes:
        rows: places in the form of the rows that the labels name, as printed; those of a group's label (三、不予公开)
            where it stands for its rows.
        before: how many numbers of the table stand before these.
        values: the numbers.
    """

    rows: tuple[int, ...]
    before: int
    values: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class Turns:
    """Table 三 as turns: the form's rows, most of which are named, and a printed row for what they have in common."""

    version: str
    rows: tuple[Row, ...]
    turns: tuple[Turn, ...]
    printed: PrintedRow

    @property
    def values(self) -> tuple[Printed, ...]:
        """All numbers in the text's order."""
        return tuple(v for turn in self.turns for v in turn.values)


def turns_of(rows: Sequence[PrintedRow]) -> Turns | None:
    """The one table 三 of a text without grids; None where it is not whole, or its columns' order is not the form's."""
    tokens = text_cells(rows)
    texts = ["" if is_number else label_key(cell.text) for _, cell, is_number in tokens]
    first = FORMS["2021"].tables["requests"].rows[0].key
    headings = [n for n, key in enumerate(texts) if _HEADING.fullmatch(key)]
    firsts = [n for n, (_, c, is_number) in enumerate(tokens) if not is_number and _row_of(c.text, "2021") == first]
    if len(headings or firsts) != 1:
        return None  # of two tables, or none
    start = (headings or firsts)[0]
    end = next((n for n in range(start, len(texts)) if _END.search(texts[n])), len(texts))
    if not _in_form_order("".join(texts[max(0, start - _MOST_HEADER) : end])):
        return None
    inside = tokens[start:end]
    labels = [cell.text for _, cell, is_number in inside if not is_number]
    version = "2021" if all(_named(labels, key) for key in _OF_2021) else "2019"
    form = _form(version)
    turns: list[Turn] = []
    before = 0
    for is_number, run in groupby(inside, key=lambda token: token[2]):
        cells = tuple(cell for _, cell, _ in run)
        if not is_number:
            turns.append(Turn(_rows_named([c.text for c in cells], version), before, ()))
        else:
            turns[-1:] = [Turn(turns[-1].rows if turns else (), before, cells)]
            before += len(cells)
    named = {row for turn in turns for row in turn.rows}
    if len(named) < _NAMED * len(form) or any(v.readings for t in turns for v in t.values):
        return None
    return Turns(version, form, tuple(turns), tokens[0][0])


def text_cells(rows: Sequence[PrintedRow]) -> list[tuple[PrintedRow, Printed, bool]]:
    """The cells of a text whose places on the page are not known, in its order: row, cell, whether it is a number."""
    lines = (r for r in rows if r.method == "txt:layout" or (r.method == "txt:lines" and r.layout == "stream"))
    return [(row, cell, is_number) for row in lines for cell, is_number in _cells(row)]


def _cells(row: PrintedRow) -> Iterator[tuple[Printed, bool]]:
    """A row's cells in the text's order, with whether they are numbers; numbers at a line's end stand alone."""
    for cell in (*row.labels, *row.values):
        words = [] if _PAGE_MARK.fullmatch(cell.text.strip()) else cell.raw.split()
        first = len(words)
        while first and is_value(words[first - 1]):
            first -= 1
        if is_value(cell.raw) and words:
            yield cell, True
            continue
        if first or not words:
            text = " ".join(words[:first]) or cell.raw
            yield replace(cell, raw=text, text=text), False
        yield from ((replace(cell, raw=word, text=word), True) for word in words[first:])


def _in_form_order(head: str) -> bool:
    """Whether a header, all its pieces in one, names the applicants in the form's order."""
    places = [head.find(word) for word in _APPLICANTS]
    return -1 not in places and places == sorted(places)


def _named(labels: Sequence[str], key: str) -> bool:
    return any(_row_of(text, "2021") == key for text in labels)


def _rows_named(labels: Sequence[str], version: str) -> tuple[int, ...]:
    """The rows that labels name, each once; those of groups of which no row is named by itself."""
    form = _form(version)
    places = {row.key: n for n, row in enumerate(form)}
    named = dict.fromkeys(places[key] for text in labels if (key := _row_of(text, version)) is not None)
    return tuple(named) or _group_of(labels[-1], version)


def _group_of(text: str, version: str) -> tuple[int, ...]:
    """The rows of the group that a label names: （三）不予公开, or its beginning behind its number."""
    key, number = label_key(text), _number_of(re.sub(r"\s+", "", simplify(clean(text))))
    form = _form(version)
    own = (
        n for n, row in enumerate(form) for g in row.groups if _number_of(g) == number and label_key(g).startswith(key)
    )
    return tuple(own) if key and number else ()


def _number_of(label: str) -> str | None:
    found = _NUMBER.match(label)
    return found[1] if found else None


def _form(version: str) -> tuple[Row, ...]:
    return FORMS[version].tables["requests"].rows


@lru_cache(maxsize=4_096)
def _row_of(text: str, version: str) -> str | None:
    """The row that a line names: as its label, whole or its beginning or end, or with other text before it."""
    key = label_key(text)
    compact = re.sub(r"\s+", "", simplify(clean(text)))
    best: dict[str, float] = {}
    for row in _form(version):
        for wording in row_keys(row):
            if len(wording) < _SHORT:
                # A column is called so as well; a row has its number.
                same = key == wording and _number_of(compact) == _number_of(row.label)
                best[row.key] = max(best.get(row.key, 0.0), 100.0 * same)
            elif wording in compact:
                best[row.key] = max(best.get(row.key, 0.0), 100.0 + len(wording))
            elif wording.startswith(key) or (key not in wording and similarity(key, wording) >= _ALIKE):
                # What lines end with, several rows may share.
                best[row.key] = max(best.get(row.key, 0.0), similarity(key, wording))
    top = max(best.values(), default=0.0)
    own = [row for row, fit in best.items() if fit == top]
    return own[0] if top >= ACCEPTED and len(own) == 1 else None
