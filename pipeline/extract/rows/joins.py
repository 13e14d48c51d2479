"""Which printed rows next to one another make one row of a form, and which one.

A break of a page or line may part a row anywhere, in its label too, and print a heading or the header again between its
pieces. Here the pieces from one place on are put together one after the other, and each length is held against all rows
of the form; which length is right, the alignment tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.extract.printed.labels import (
    ACCEPTED,
    are_column_labels,
    begins_with_last_year,
    is_group_label,
    is_numbered,
    label_key,
    likeness,
    own_mark,
    own_number,
    row_keys,
)
from pipeline.extract.printed.model import PrintedRow
from pipeline.forms import Row

_LONGEST_JOIN = 7
_LONGEST_LABEL = 90
_WHOLE = 4
"""Characters from which a row's label is no part of another's."""
# Printed downwards beside the outcomes, a character or two a line.
_VERTICAL_LABEL = "三本年度办理结果"
_APPLICANTS_HEADING = "申请人情况"
_ALSO_A_ROW = "其他"
_FARTHEST_BLOCK = 6
# In points of likeness (0 to 100): what a match must exceed, what numbers add to it, what each further piece with text
# costs, and what it costs to take a label for a row that prints nothing where the layout keeps no empty cells.
_THRESHOLD = 45.0
_NUMBERS = 6.0
_JOIN_COST = 4.0
_EMPTY = 25.0

_PART = re.compile(r"(?:其中|包括)")
"""How labels of an agency's own rows begin that count a part of the row above them."""

_Mark = tuple[str, str] | None
_Likeness = tuple[float, ...]
"""How like a label is to each row of the form, 0 to 100; 0 where something speaks against it."""


@dataclass(frozen=True, slots=True)
class FormRows:
    """What a form's rows are told by, row by row.

    Attributes:
        wordings: the keys under which a row may be printed.
        numbers: the number of its own label, in digits; empty where it has none.
        marks: kind and number of its label's own number and of its groups', None where one has none.
    """

    wordings: tuple[tuple[str, ...], ...]
    numbers: tuple[str, ...]
    marks: tuple[tuple[_Mark, ...], ...]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> FormRows:
        """What these rows are told by."""
        marks = tuple(tuple(map(own_mark, (row.label, *row.groups))) for row in rows)
        return cls(tuple(map(row_keys, rows)), tuple(own_number(row.label) for row in rows), marks)


@dataclass(frozen=True, slots=True)
class Join:
    """Pieces from one place on, taken as one row: their number, their likeness to each form row, and what it costs."""

    length: int
    likeness: _Likeness
    bonus: float


def joins(printed: Sequence[PrintedRow], start: int, form: FormRows) -> list[Join]:
    """Ways to make one row from the pieces beginning at a place, the shortest first."""
    found: list[Join] = []
    if is_header(printed[start]) or _belongs_above(printed, start):
        return found
    row = _Joined(form, printed[start])
    for length, piece in enumerate(printed[start : start + _LONGEST_JOIN], start=1):
        if not row.reaches(piece) or row.ends_at_header(piece):
            break
        if row.passes(piece):
            continue
        if row.contradicts(piece):
            break
        row.take(piece)
        if len(row.key) > _LONGEST_LABEL:
            break
        found.append(Join(length, row.likeness_with(piece), row.bonus_with(piece)))
    return found


@dataclass(slots=True)
class _Joined:
    """A row put together from pieces: what they say so far, and what the next one can be to it.

    Attributes:
        form: the rows of the form.
        last: the last piece seen.
        text: the label's pieces as printed; ``key`` what is compared of them.
        continued: what the last piece added to the label; ``before`` the likeness without it.
        whole: the likeness of the label, whatever speaks against it.
        prints: whether one of the pieces prints values, marks for none among them.
        further: how many pieces behind the first print anything.
        numbered: whether the one with numbers begins with a number of its own.
        owner: the likeness of the label that stands right before the numbers, if it is long enough to be a row's.
        marks: per kind, the number that the pieces print as their own.
    """

    form: FormRows
    last: PrintedRow
    text: str = ""
    key: str = ""
    continued: str = ""
    before: _Likeness = ()
    whole: _Likeness = ()
    prints: bool = False
    further: int = 0
    numbered: bool = False
    owner: _Likeness = ()
    marks: dict[str, str] = field(default_factory=dict)

    @property
    def is_begun(self) -> bool:
        """Whether it has a piece."""
        return bool(self.whole)

    def reaches(self, piece: PrintedRow) -> bool:
        """Whether a piece is near enough, and no second one that prints values; the next one is held against it."""
        prints = any(v.text.strip() for v in piece.values)  # 无 or a dash in every cell, too
        of_lines = piece.layout == self.last.layout == "words"  # these blocks hold every line of their pages
        far = piece.block - self.last.block > _FARTHEST_BLOCK and not of_lines
        if far or (prints and self.prints):
            return False
        self.prints, self.last = self.prints or prints, piece
        self.further += self.is_begun and (prints or bool(piece.labels))
        return True

    def ends_at_header(self, piece: PrintedRow) -> bool:
        """Whether a header follows numbers alone: they are a label's below it only where the sums say so."""
        return self.is_begun and not self.text and is_header(piece)

    def passes(self, piece: PrintedRow) -> bool:
        """Whether a piece is a heading, or the header again, printed between the row's pieces."""
        if not self.is_begun:
            return False
        heading = bool(piece.leaf) and is_group_label(piece.leaf) and not piece.printed_values
        return is_header(piece) or (heading and not (self.text and self._is_completed_by(piece)))

    def contradicts(self, piece: PrintedRow) -> bool:
        """Whether a piece's own number says that it is of another row than the pieces before it."""
        leaf = _leaf_text(piece)
        behind = self.prints and not any(v.text.strip() for v in piece.values)
        end_alone = behind and not set(self.text) <= set(_VERTICAL_LABEL)
        if (self.numbered or end_alone) and is_numbered(leaf):
            # 2.没有现, its end cut off, keeps its numbers from 3.补正后申请内容仍不明确, and 类申请, an end alone, too.
            return True
        mark = own_mark(leaf)
        # (六)其他 and (七 are two rows, with numbers or not.
        return mark is not None and self.marks.setdefault(*mark) != mark[1]

    def take(self, piece: PrintedRow) -> None:
        """Add a piece: its label, and whose the numbers are that it prints."""
        leaf = _leaf_text(piece)
        goes_on = not self.is_begun or names_row(piece) or self._is_completed_by(piece)
        self.continued = leaf if goes_on else ""
        self.before = self.whole
        self.text += self.continued
        self.key = label_key(self.text)
        self.whole = likeness(self.key, self.form.wordings)
        self.numbered = self.numbered or (bool(piece.printed_values) and is_numbered(leaf))

    def likeness_with(self, piece: PrintedRow) -> _Likeness:
        """The likeness to each row of the form, now that the piece was taken, less what speaks against it."""
        fits = _only(self.whole, map(self._may_name, self.form.wordings, self.form.marks))
        if self.before:
            fits = self._where_completed(fits)
        if piece.printed_values and len(piece.leaf) >= _WHOLE:
            self.owner = likeness(piece.leaf, self.form.wordings)
        fits = self._where_owner_agrees(fits) if self.before else _with_groups(piece, fits, self.form)
        if ACCEPTED <= max(fits) < 100.0 and _is_inside_several(self.key, self.form.wordings):
            return _only(fits, (False for _ in fits))
        return self._of_whole_or_numbered(_where_rest_agrees(piece, fits, self.form))

    def bonus_with(self, piece: PrintedRow) -> float:
        """What taking the pieces for a row adds to its likeness: numbers for it, further pieces against it."""
        keeps_empty = piece.layout in ("grid", "ragged")
        worth = _NUMBERS if self.prints else 0.0 if keeps_empty else -_EMPTY
        return worth - _THRESHOLD - _JOIN_COST * self.further

    def _is_completed_by(self, piece: PrintedRow) -> bool:
        """Whether the label is whole with a piece's: 其他处, and 理 on the next page."""
        return 100.0 in likeness(label_key(self.text + _leaf_text(piece)), self.form.wordings)

    def _may_name(self, wordings: tuple[str, ...], marks: tuple[_Mark, ...]) -> bool:
        """Whether the label says nothing that a form row's has not: a row in a group may be a part of the group's."""
        of_part = len(marks) == 1 and _PART.match(self.key) is not None
        of_last_year = begins_with_last_year(self.key) and not any(map(begins_with_last_year, wordings))
        return not of_part and not of_last_year

    def _where_completed(self, fits: _Likeness) -> _Likeness:
        """A piece with text of its own belongs only if it completes the label, be that of a variant of it.

        A whole label below numbers with another label of their own has none of these.
        """
        if not self.continued:
            return fits
        fits = _only(fits, (f > b or f == 100.0 for f, b in zip(fits, self.before, strict=True)))
        if not self.owner:
            return fits
        itself = likeness(label_key(self.continued), self.form.wordings)
        return _only(fits, (f == 100.0 or i < 100.0 for f, i in zip(fits, itself, strict=True)))

    def _where_owner_agrees(self, fits: _Likeness) -> _Likeness:
        """What prints the numbers is a row of its own where its label is one."""
        return _only(fits, (o == 100.0 for o in self.owner)) if 100.0 in self.owner else fits

    def _of_whole_or_numbered(self, fits: _Likeness) -> _Likeness:
        """A whole label is no damaged other one; of rows that a cut label may be (属于行), the one with its number.

        A group's label alone is none of its rows': beside numbers it has their sums.
        """
        if max(fits) == 100.0 or is_group_label(self.key):
            return _only(fits, (f == 100.0 for f in fits))
        number = own_number(self.text)
        own = [bool(number) and n == number for n in self.form.numbers]
        alike = any(o and f >= ACCEPTED for o, f in zip(own, fits, strict=True))
        return _only(fits, own) if alike else fits


def _only(fits: _Likeness, kept: Iterable[bool]) -> _Likeness:
    return tuple(f if k else 0.0 for f, k in zip(fits, kept, strict=True))


@lru_cache(maxsize=4096)
def _is_inside_several(key: str, wordings: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the rest of a label may be that of several rows: 再处理其政府信息公开申请 names none."""
    return sum(any(key in own and not own.startswith(key) for own in row) for row in wordings) > 1


def _with_groups(piece: PrintedRow, fits: _Likeness, form: FormRows) -> _Likeness:
    """The likeness of a row's label behind its groups', where that is more than the last alone is like any.

    The other version's form may have a row for the whole group, which is less like both labels than the last alone is
    like its own. A group that is one itself names no row by the first of its rows.
    """
    if len(piece.keys) < 2:
        return fits
    alone = max(fits)
    together = likeness("".join(piece.keys), form.wordings)
    groups = set(filter(is_group_label, piece.keys[:-1]))
    rows = zip(fits, together, form.wordings, strict=True)
    return tuple(t if t > alone and groups.isdisjoint(own) else f for f, t, own in rows)


def _where_rest_agrees(piece: PrintedRow, fits: _Likeness, form: FormRows) -> _Likeness:
    """Of a label beside numbers of which only its own number is left: the rows that have it.

    (四)无法提供 above 1. names no row; nor is (七) the rest of 其他处理 above it, which is a row's own or its group's.
    """
    leaf = _leaf_text(piece)
    if not piece.printed_values or label_key(leaf):
        return fits
    if number := own_number(leaf):
        return _only(fits, (n == number for n in form.numbers))
    mark = own_mark(leaf)
    if mark and any(mark in own[:1] for own in form.marks):
        return _only(fits, (mark in own for own in form.marks))
    return fits


def _belongs_above(printed: Sequence[PrintedRow], place: int) -> bool:
    """Whether numbers stand right behind a label without any of a list of cells: they are not the next label's.

    Nor are those of a text's line below a row that has fewer than others: lines may have been cut at a width.
    """
    row, above = printed[place], printed[place - 1] if place else None
    if row.labels or not row.printed_values or above is None or not above.labels:
        return False
    if row.layout == "ragged" and above.layout == row.layout and above.block == row.block:
        return len(above.values) < max(len(r.values) for r in printed if r.block == row.block)
    return row.layout == "stream" and not above.values


def _leaf_text(piece: PrintedRow) -> str:
    """The label nearest to a piece's values: put together as printed, since its own number may be broken, too."""
    return next((cell.text for cell in reversed(piece.labels) if label_key(cell.text) or is_numbered(cell.text)), "")


def names_row(piece: PrintedRow) -> bool:
    """Whether a line has a label of its own, and not a piece of the one that is printed downwards beside the rows."""
    return piece.leaf not in _VERTICAL_LABEL


def is_header(row: PrintedRow) -> bool:
    """Whether a row is of a header, or of its repetition on a further page: 其他, a column, also names a row."""
    heads = row.leaf == _APPLICANTS_HEADING or are_column_labels(set(row.keys) - {_ALSO_A_ROW})
    return heads and not row.printed_values
