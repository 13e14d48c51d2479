"""In which order the pages of a wide sheet were printed: down, then over; or over, then down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

SURE, PERHAPS, UNKNOWN, APART = 3.0, 1.0, 0.0, -0.5
"""What is said for one page to stand to the right of another; with APART it may, but not next to it."""
MOST_PAGES = 40
_MOST_COLUMNS = 7
_LOST = 1
"""What is said against a sheet of which a page is not there: those that hold nothing are not printed."""
_SHEET = 1
"""What is said against each further sheet: one explains more than two."""

Row = tuple[int, ...]
"""The pages of a row of pages, from the left."""
Grades = Mapping[tuple[int, int], float]
"""By two pages what is said for the second to stand to the right of the first; none where it does not."""


def sheets(count: int, grades: Grades) -> list[list[Row]]:
    """The sheets among so many pages, each by its rows of pages, that have the most said for them together."""
    found = list(_able(count, grades))
    best: list[tuple[float, tuple[list[Row], ...]]] = [(0.0, ())]
    for end in range(1, count + 1):
        ways = [best[-1]]
        for start, behind, weight, rows in found:
            if behind == end:
                ways.append((best[start][0] + weight, (*best[start][1], rows)))
        best.append(max(ways, key=lambda way: way[0]))
    return list(best[-1][1])


def _able(count: int, grades: Grades) -> Iterator[tuple[int, int, float, list[Row]]]:
    """Every sheet that some pages in a row can be: its first page, the one behind its last, its weight and its rows."""
    for start in range(count):
        for columns in range(2, _MOST_COLUMNS + 1):
            for height in range(1, count - start):
                whole = height * columns
                for lost in range(min(columns, height + 1) if height > 1 else 1):
                    end = start + whole - lost
                    if end > count or whole - lost <= height:
                        continue
                    for rows in (_over(start, end, columns), _down(start, end, height, columns, grades)):
                        weight = _weight(rows, grades)
                        if weight is not None:
                            yield start, end, weight - _SHEET - _LOST * lost, rows


def _over(start: int, end: int, columns: int) -> list[Row]:
    return [tuple(range(first, min(first + columns, end))) for first in range(start, end, columns)]


def _down(start: int, end: int, height: int, columns: int, grades: Grades) -> list[Row]:
    """The rows of a sheet printed downwards; a page that is lost is where the others then fit best."""
    further, slots = end - start - height, height * (columns - 1)

    @cache
    def placed(page: int, slot: int) -> tuple[float, Row]:
        """What is said for the pages from one on in the slots from one on, and these slots."""
        if page == further:
            return 0.0, ()
        if further - page > slots - slot:
            return float("-inf"), ()
        weight, rest = placed(page + 1, slot + 1)
        own = grades.get((start + slot % height, start + height + page), float("-inf"))
        if slots - slot == further - page:
            return own + weight, (slot, *rest)
        return max((own + weight, (slot, *rest)), placed(page, slot + 1), key=lambda way: way[0])

    taken = placed(0, 0)[1]
    rows: list[list[int]] = [[start + n] for n in range(height)]
    for page, slot in enumerate(taken):
        if len(rows[slot % height]) != 1 + slot // height:
            return []  # a page between two others is lost: which columns it had is not told
        rows[slot % height].append(start + height + page)
    return [tuple(row) for row in rows]


def _weight(rows: Sequence[Row], grades: Grades) -> float | None:
    """How much is said for some rows of pages; None where something speaks against them, or nothing is sure."""
    found: list[float] = []
    for row in rows:
        for place, page in enumerate(row[1:], start=1):
            said = [grades.get((other, page)) for other in row[:place]]
            if None in said or said[-1] == APART:
                return None
            found.append(max(grade for grade in said if grade is not None))
    return sum(found) if SURE in found else None
