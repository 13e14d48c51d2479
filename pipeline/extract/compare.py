"""Two readings of one table held against each other.

The first point that tells is deciding:

1. Where they print different things in a cell, the sums tell: a reading that breaks fewer and keeps as many, with as
   many numbers, is the right one. Otherwise the first stays; unless the other found less, a cell in which they differ
   is not decided, save where all sums of the first's number hold, along the row and down the column, and the other's
   do not. In a table without sums a whole one that was made twice stands before one with gaps.
2. Without a contradiction: the one that keeps more sums of the form; that breaks fewer; that found more cells; that
   fits the form better; that came first.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.documents.model import NO_TEXT
from pipeline.extract.columns.gaps import BY_GAPS
from pipeline.extract.model import ExtractedCell, TableResult
from pipeline.extract.sums.promised import CellKey, SumCount, verdicts_of
from pipeline.normalise.numbers import is_value

_SEVERAL = 3
"""Cells of a row from which its numbers are counted."""
_OWN = ("cell", "several")
"""What a text is of that is not a whole row's."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One attempt's result for one table: why it was made, what it is, and in words what came of it."""

    result: TableResult
    reason: str
    outcome: str
    sums: SumCount


def comparison(old: Reading, new: Reading, *, agreed: bool = False) -> tuple[bool, str, Reading]:
    """Whether the newer of two readings wins, what the winner has over the other in words, and what is kept.

    ``agreed`` says that the newer one is whole, and the same as another before it.
    """
    differing = _differing(old.result, new.result)
    if not differing:
        wins = _preferred(new, old)
        better, other = (new, old) if wins else (old, new)
        return wins, _advantage(better, other), better
    if _mends(new, old):
        return True, f"{_advantage(new, old)} where the two differ in {len(differing)} cells", new
    if _mends(old, new):
        return False, f"{_advantage(old, new)} where the two differ in {len(differing)} cells", old
    proved = _proved(new.result) - _proved(old.result)
    if differing & proved and _holds_more(new, old):
        open_cells = differing - proved
        why = f"{_advantage(new, old)}; {len(open_cells)} cells in which the two differ are not decided"
        return True, why, replace(new, result=_without(new.result, old.result, open_cells))
    if new.result.found < old.result.found:
        return False, f"found more cells ({old.result.found}, not {new.result.found}) where the two differ", old
    if agreed and old.sums == new.sums == SumCount(0, 0):
        why = f"was made twice; {len(differing)} cells in which the two differ are not decided"
        return True, why, replace(new, result=_without(new.result, old.result, differing))
    open_cells = differing - (_proved(old.result) - _proved(new.result))
    why = f"was made first; {len(open_cells)} cells in which the two differ are not decided"
    return False, why, replace(old, result=_without(old.result, new.result, open_cells))


def _preferred(new: Reading, old: Reading) -> bool:
    """Whether the newer of two readings that contradict each other nowhere is the better."""
    if new.sums.holding != old.sums.holding:
        return new.sums.holding > old.sums.holding
    if new.sums.broken != old.sums.broken:
        return new.sums.broken < old.sums.broken  # what the other found beyond it keeps no sum and breaks some
    if new.result.found != old.result.found:
        return new.result.found > old.result.found
    return _fit(new) > _fit(old)


def _fit(reading: Reading) -> float:
    return round(reading.result.fit, 3)


def _mends(new: Reading, old: Reading) -> bool:
    """Whether the sums prefer a reading. A number that is not read breaks no sum: as many as before must hold."""
    fewer = new.sums.broken < old.sums.broken and new.sums.holding >= old.sums.holding
    return fewer and new.result.reported >= old.result.reported


def _holds_more(new: Reading, old: Reading) -> bool:
    """Whether a reading keeps more sums of the form and breaks no more, with as many numbers."""
    more = new.sums.holding > old.sums.holding and new.sums.broken <= old.sums.broken
    return more and new.result.reported >= old.result.reported


def _advantage(better: Reading, other: Reading) -> str:
    """What one reading has over another, in words."""
    if better.sums.holding != other.sums.holding:
        return f"keeps more of the form's sums ({better.sums.holding}, not {other.sums.holding})"
    if better.sums.broken != other.sums.broken:
        return f"breaks fewer of the form's sums ({better.sums.broken}, not {other.sums.broken})"
    if better.result.found != other.result.found:
        return f"found more cells ({better.result.found}, not {other.result.found})"
    if _fit(better) != _fit(other):
        return f"fits the form's labels better ({better.result.fit:.3f}, not {other.result.fit:.3f})"
    return "read the same before"


def _differing(a: TableResult, b: TableResult) -> set[tuple[str, str, str]]:
    """Cells in which both print a number, and not the same; or one prints something, and the other nothing."""
    other = {c.key: c for c in b.cells}
    contradicting = {c.key for c in a.cells if c.key in other and _contradict(c, other[c.key])}
    return contradicting - _shared_out(a, b) - _shared_out(b, a)


def _shared_out(one: TableResult, other: TableResult) -> set[tuple[str, str, str]]:
    """Cells for which one reading sees a single printed cell, with just the numbers that the other finds in them."""
    texts = {c.key: (c.raw or "").strip() for c in other.cells if c.state == "reported"}
    several = (c for c in one.cells if c.raw_of == "several")
    groups = [list(cells) for _, cells in groupby(several, key=lambda c: (c.raw, c.page, c.bbox))]
    same = (g for g in groups if (g[0].raw or "").split() == [texts.get(c.key) for c in g])
    return {c.key for group in same for c in group}


def _contradict(a: ExtractedCell, b: ExtractedCell) -> bool:
    states = {a.state, b.state}
    if states == {"reported"}:
        # The same print, of whose unit one reading lost the heading, is no other number.
        lost_unit = (
            a.unit != b.unit and "unstated" in (a.unit, b.unit) and (a.raw or "").split() == (b.raw or "").split()
        )
        return a.value != b.value and not lost_unit
    if states == {"reported", "blank"}:
        return True
    if states == {"reported", "unreadable"}:
        return _shows_more(*((a, b) if a.state == "unreadable" else (b, a)))
    return states == {"unreadable", "blank"} and all(c.raw and c.raw_of in _OWN for c in (a, b) if c.state != "blank")


def _shows_more(doubtful: ExtractedCell, read: ExtractedCell) -> bool:
    """Whether a cell shows more than the number that another reading finds there, and holds several of the form's.

    So does one of its own, in one line, where something is drawn beside the number, or it stands beside another one.
    """
    raw = (doubtful.raw or "").strip()
    if doubtful.raw_of == "several":
        return doubtful.method not in BY_GAPS
    if doubtful.raw_of != "cell" or "\n" in raw or not any(c.isdigit() for c in read.raw or ""):
        return False
    if NO_TEXT in raw:
        return raw.replace(NO_TEXT, "").strip() == (read.raw or "").strip()
    pieces = raw.split()
    return len(pieces) > 1 and all(map(is_value, pieces)) and (read.raw or "").strip() in pieces


def prints_two_tables(result: TableResult) -> bool:
    """Whether most rows of several numbers print those of two tables or more: another reading may see one of them."""
    rows: dict[str, list[ExtractedCell]] = {}
    for cell in result.cells:
        if cell.raw and (cell.raw_of == "row" or cell.state == "reported"):
            rows.setdefault(cell.raw if cell.raw_of == "row" else f"{cell.table}/{cell.row}", []).append(cell)
    wide = [(raw, own) for raw, own in rows.items() if len(own) >= _SEVERAL]
    twice = [1 for raw, own in wide if sum(map(is_value, raw.split("|"))) >= 2 * len(own)]
    return bool(twice) and 2 * len(twice) >= len(wide)


def _proved(result: TableResult) -> set[tuple[str, str, str]]:
    """Cells of which two sums or more can be told and all hold: a row's and a column's."""
    own: dict[CellKey, list[bool | None]] = {}
    for keys, verdict in verdicts_of(result.table, result.cells):
        for key in keys:
            own.setdefault(key, []).append(verdict)
    return {(result.table, *key) for key, verdicts in own.items() if len(verdicts) > 1 and all(verdicts)}


def with_texts(kept: TableResult, other: TableResult) -> TableResult:
    """A reading whose blanks are none where the other one read words there: what was read is not lost.

    Numbers and marks for nothing that the other could not give to the row's columns are no such words; but a row that
    one reading finds without any of its numbers is neither blank nor missing. Rows of table 四 share one printed line.
    """
    words = {c.key: c for c in other.cells if c.state == "unreadable" and _has_words(c)}
    cells = [words[c.key] if c.state == "blank" and c.key in words else c for c in kept.cells]
    numbers = {c.key: c for c in other.cells if c.state == "unreadable" and c.raw_of == "row"}
    lines = {c.row: (c.raw, c.page, c.bbox, c.place) for c in numbers.values()}
    printed = {c.row for c in cells if c.raw or c.state == "unreadable"}
    for line in {lines[row] for row in printed & lines.keys()}:
        rows = {row for row, its in lines.items() if its == line}
        if _numbers(line[0]) <= sum((_numbers(c.raw) for c in cells if c.row in rows), Counter()):
            printed |= rows
    return replace(kept, cells=tuple(c if c.row in printed else numbers.get(c.key, c) for c in cells))


def _numbers(raw: str | None) -> Counter[str]:
    return Counter(piece for piece in re.split(r"[\s|]+", raw or "") if any(map(str.isdigit, piece)))


def _has_words(cell: ExtractedCell) -> bool:
    pieces = re.split(r"[\s|]+", (cell.raw or "").strip())
    own = cell.raw_of in _OWN or cell.method not in BY_GAPS  # a row made by gaps may hold words of its label
    return own and cell.raw_of != "label" and not all(map(is_value, pieces))


def _without(kept: TableResult, other: TableResult, open_cells: set[tuple[str, str, str]]) -> TableResult:
    """A reading less the cells that another contradicts."""
    texts = {c.key: c.raw for c in other.cells}
    cells = tuple(
        replace(
            c,
            value=None,
            state="unreadable",
            reason=f"two readings of the file differ: {c.raw!r} ({kept.strategy}), {texts[c.key]!r} ({other.strategy})",
        )
        if c.key in open_cells
        else c
        for c in kept.cells
    )
    return replace(kept, cells=cells)
