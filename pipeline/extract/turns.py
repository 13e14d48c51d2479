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

from pipeline.extract.labels import ACCEPTED, label_key, row_keys, similarity
from pipeline.extract.printed import Printed, PrintedRow
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
_REVIEW_HEADING = re.compile("(?:因?政府信息公开(?:工作)?(?:被?申请)?)?行政复议[和及与]?(?:被?提起)?行政诉讼的?情况")
_REVIEW_ENDS = ("存在的主要问题", "其他需要报告")
_TRACKS = ("行政复议", "未经复议直接起诉", "复议后起诉")
_LEAVES = re.compile(
    "(?:结果维持结果纠正其他结果(?:尚未审结)?|(?:结果维结果纠其他结尚未审)+(?:持正果结)+"
    "|(?:结果结果其他尚未)+(?:维持纠正结果审结)+)+"
)
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
    lines = [row for row in rows if _is_of_text(row)]
    tokens = [(cell, kind) for row in lines for cell, kind in _cells(row)]
    texts = ["" if is_number else label_key(cell.text) for cell, is_number in tokens]
    first = FORMS["2021"].tables["requests"].rows[0].key
    headings = [n for n, key in enumerate(texts) if _HEADING.fullmatch(key)]
    firsts = [n for n, (c, is_number) in enumerate(tokens) if not is_number and _row_of(c.text, "2021") == first]
    if len(headings or firsts) != 1:
        return None  # of two tables, or none
    start = (headings or firsts)[0]
    end = next((n for n in range(start, len(texts)) if _END.search(texts[n])), len(texts))
    if not _in_form_order("".join(texts[max(0, start - _MOST_HEADER) : end])):
        return None
    inside = tokens[start:end]
    labels = [cell.text for cell, is_number in inside if not is_number]
    version = "2021" if all(_named(labels, key) for key in _OF_2021) else "2019"
    form = _form(version)
    turns: list[Turn] = []
    before = 0
    for is_number, run in groupby(inside, key=lambda token: token[1]):
        cells = tuple(cell for cell, _ in run)
        if not is_number:
            turns.append(Turn(_rows_named([c.text for c in cells], version), before, ()))
        else:
            turns[-1:] = [Turn(turns[-1].rows if turns else (), before, cells)]
            before += len(cells)
    named = {row for turn in turns for row in turn.rows}
    if len(named) < _NAMED * len(form) or any(v.readings for t in turns for v in t.values):
        return None
    return Turns(version, form, tuple(turns), lines[0])


def review_text(rows: Sequence[PrintedRow]) -> tuple[PrintedRow, tuple[Printed, ...]] | None:
    """The numbers of the one table 四 of a text without grids, and a printed row for what they have in common.

    None where they are not as many as its cells, or its header, all its pieces in one, has not the form's order.
    """
    lines = [row for row in rows if _is_of_text(row)]
    tokens = [(row, cell, kind) for row in lines for cell, kind in _cells(row)]
    texts = ["" if kind else label_key(cell.text) for _, cell, kind in tokens]
    starts = [n for n, key in enumerate(texts) if _REVIEW_HEADING.fullmatch(key)]
    if len(starts) != 1:
        return None
    end = next((n for n in range(starts[0], len(texts)) if any(e in texts[n] for e in _REVIEW_ENDS)), len(texts))
    if any(key.startswith(_TRACKS[1:]) for key in (*texts[: starts[0]], *texts[end:])):
        return None  # of two tables
    inside = tokens[starts[0] + 1 : end]
    values = tuple(cell for _, cell, kind in inside if kind)
    width = sum(len(row.columns) for row in FORMS["2021"].tables["review_litigation"].rows)
    whole = len(values) == width and not any(v.readings for v in values)
    return (inside[0][0], values) if whole and _is_review_header("".join(texts[starts[0] + 1 : end])) else None


def _is_review_header(text: str) -> bool:
    """Whether the pieces of table 四's header are those of three tracks in the form's order.

    Labels broken over two lines come line by line: 结果维 结果纠 其他结 尚未审, 持 正 果 结.
    """
    places = [text.find(track) for track in _TRACKS]
    if -1 in places or places != sorted(places):
        return False
    for track in (*_TRACKS[1:], _TRACKS[0], "行政诉讼"):
        text = text.replace(track, "")
    text = re.sub("[总计A-Za-z0-9]", "", text)
    return text.count("维") == len(_TRACKS) and _LEAVES.fullmatch(text) is not None


def _is_of_text(row: PrintedRow) -> bool:
    """Whether a row is a line, or lines, of a text whose places on the page are not known."""
    return row.method == "txt:layout" or (row.layout == "stream" and row.method == "txt:lines")


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
