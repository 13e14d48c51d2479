"""Table 三 of a text, its numbers given to its rows by their order: where labels, order and sums allow one way only.

Nothing tells a number's row but the order, and sums do not tell two rows of outcomes apart. So a table is read only
where it is complete (its labels, as many numbers as it has cells), most rows' numbers stand behind their label in just
their place (or all labels stand before all numbers, in the form's order), and every sum of the form holds. Where
headings stand apart (总计 over a column of its own), a number or two may have been written behind other rows' numbers:
it is put where the sums want it, if that is one way only. Where two rows' labels stand before the numbers of both, the
sums of most rows hold whichever of them is whose: then only what the two have in common is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate, chain, combinations, groupby, pairwise

from pipeline.extract.cells import row_cells, withheld
from pipeline.extract.model import ExtractedCell
from pipeline.extract.order.shuffled import NO_ORDER
from pipeline.extract.order.turns import Turns, turns_of
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.extract.sums.promised import verdicts_of
from pipeline.extract.sums.system import TooManyError
from pipeline.normalise.numbers import read_number

_IN_PLACE = 0.6
"""Share of a table's rows whose numbers stand where the order has them, from which the order is believed."""
BY_ORDER = 95.0
"""Likeness given to a row whose label need not stand beside its numbers."""
_MOST_ASTRAY = 2
"""Numbers that may stand elsewhere than the order has them."""
_MOST_STEPS = 20_000

_Row = tuple[Printed, ...]


def requests_in_order(rows: Sequence[PrintedRow]) -> list[ExtractedCell] | None:
    """The cells of table 三 by the order of its numbers; None where that is not told.

    Args:
        rows: the document's printed rows.
    """
    text = turns_of(rows)
    width = len(text.rows[0].columns) if text is not None else 0
    if text is None or len(text.values) != width * len(text.rows):
        return None
    plain = in_plain_order(text)
    if plain is not None:
        return plain
    fixed = _fixed(text, width)
    if len(fixed) < _IN_PLACE * len(text.rows) or list(fixed) != sorted(fixed):
        return None
    return _with_some_astray(text, fixed, width)


def in_plain_order(text: Turns) -> list[ExtractedCell] | None:
    """The cells, if the numbers stand in the order of the form throughout: row by row, or column by column."""
    width, height = len(text.rows[0].columns), len(text.rows)
    found: list[list[ExtractedCell]] = []
    if _in_place(text, width) >= _IN_PLACE * height:
        cells = _cells(text, [text.values[n * width : (n + 1) * width] for n in range(height)])
        found += [cells] if _bear_out(text, cells) else []
    named = [row for turn in text.turns for row in turn.rows]
    if named == list(range(height)) and not any(turn.before for turn in text.turns if turn.rows):
        cells = _cells(text, [text.values[n::height] for n in range(height)])
        found += [cells] if all(verdict for _, verdict in verdicts_of("requests", cells)) else []
    values = {tuple(c.value for c in cells) for cells in found}
    if len(values) != 1:
        return None
    own = {t.rows[-1] for t in text.turns if t.rows and len(t.values) >= width and t.before == width * t.rows[-1]}
    runs = [list(run) for away, run in groupby(range(height), key=lambda n: n not in own) if away]
    return _less_exchangeable(text, found[0], (pair for run in runs for pair in combinations(run, 2)))


def _less_exchangeable(
    text: Turns, cells: Sequence[ExtractedCell], pairs: Iterable[tuple[int, int]]
) -> list[ExtractedCell]:
    """The cells less those of rows that could as well change places: the labels of both stand before their numbers.

    Args:
        text: the table as turns.
        cells: all its cells, every sum of which holds.
        pairs: places of rows whose numbers may be each other's, as far as the text tells.
    """
    kinds = {c.key: (c.state, c.value) for c in cells}
    unsure: set[tuple[str, str, str]] = set()
    for pair in pairs:
        one, other = (text.rows[n].key for n in pair)
        names = {one: other, other: one}
        unlike = {c.key for c in cells if c.row in names and kinds[c.table, names[c.row], c.column] != kinds[c.key]}
        exchanged = [replace(c, row=names.get(c.row, c.row)) for c in cells] if unlike - unsure else []
        if exchanged and not any(verdict is False for _, verdict in verdicts_of("requests", exchanged)):
            unsure |= unlike
    return [withheld([c], NO_ORDER)[0] if c.key in unsure else c for c in cells]


def _in_place(text: Turns, width: int) -> int:
    """How many rows have their numbers behind their labels, and as many numbers before them as the form has cells."""
    count = 0
    for turn in text.turns:
        place, odd = divmod(turn.before, width)
        if odd or place not in turn.rows:
            continue
        named = turn.rows[turn.rows.index(place) :]
        following = next((n for n, row in enumerate(named) if row != place + n), len(named))
        count += min(following, len(turn.values) // width)
    return count


def _fixed(text: Turns, width: int) -> dict[int, _Row]:
    """Rows that one label names, and just their numbers stand behind it, hardly astray; in the text's order."""
    return {
        t.rows[0]: t.values
        for t in text.turns
        if len(t.rows) == 1 and len(t.values) == width and abs(t.before - width * t.rows[0]) <= _MOST_ASTRAY
    }


def _cells(text: Turns, parts: Sequence[_Row]) -> list[ExtractedCell]:
    cells: list[ExtractedCell] = []
    for row, part in zip(text.rows, parts, strict=True):
        printed = replace(text.printed, labels=(), keys=(), values=part, layout="stream")
        cells += row_cells("requests", row.key, row.columns, text.version, printed, part, BY_ORDER)
    return cells


def _bear_out(text: Turns, cells: Sequence[ExtractedCell]) -> bool:
    """Whether every sum holds that can be told, and each row's can but where its numbers stand behind its own label."""
    if not all(c.state in ("reported", "blank") for c in cells):
        return False
    width = len(text.rows[0].columns)
    alone = {text.rows[n].key for n in _fixed(text, width)}
    verdicts = verdicts_of("requests", cells)
    across = verdicts[: len(text.rows)]
    return all(verdict is not False for _, verdict in verdicts) and all(
        verdict or {row for row, _ in keys} <= alone for keys, verdict in across
    )


def _with_some_astray(text: Turns, fixed: Mapping[int, _Row], width: int) -> list[ExtractedCell] | None:
    """The table with the rows that are fixed, and the others from the numbers left, as few of them astray as may be."""
    free = [n for n in range(len(text.rows)) if n not in fixed]
    for astray in range(_MOST_ASTRAY + 1):
        ways: dict[tuple[Decimal | None, ...], list[ExtractedCell]] = {}
        try:
            for parts in chain(*(_Search(own, rest, width).ways(astray) for own, rest in _lists(text, fixed, width))):
                by_row = {**fixed, **dict(zip(free, parts, strict=True))}
                cells = _cells(text, [by_row[n] for n in range(len(text.rows))])
                if all(verdict for _, verdict in verdicts_of("requests", cells)):
                    ways[tuple(read_number(v.raw).value for part in parts for v in part)] = cells
        except TooManyError:
            return None
        if ways:
            cells = next(iter(ways.values()))
            return _less_exchangeable(text, cells, _pairs(text, fixed, cells)) if len(ways) == 1 else None
    return None


def _pairs(text: Turns, fixed: Mapping[int, _Row], cells: Sequence[ExtractedCell]) -> Iterator[tuple[int, int]]:
    """Rows, not fixed, each of which prints in its order what stands behind the other's own label."""
    own = {t.rows[0]: [v.raw for v in t.values] for t in text.turns if len(t.rows) == 1}
    printed = {key: [c.raw for c in row] for key, row in groupby(cells, key=lambda c: c.row)}
    for pair in combinations([n for n in range(len(text.rows)) if n not in fixed], 2):
        if all(_are_among(own.get(n, []), printed[text.rows[m].key]) for n, m in (pair, pair[::-1])):
            yield pair


def _are_among(part: Sequence[str], whole: Sequence[str | None]) -> bool:
    rest = iter(whole)
    return all(text in rest for text in part)


def _lists(text: Turns, fixed: Mapping[int, _Row], width: int) -> Iterator[tuple[list[_Row], _Row]]:
    """What stands behind the labels of the rows that are not fixed, and all other numbers in the text's order.

    Behind a label may stand a column's heading, and behind that numbers of other rows: more than the row has. So the
    numbers behind labels are taken as their rows', or where they are not too many, or none of them.
    """
    free = [n for n in range(len(text.rows)) if n not in fixed]
    turns = [t for t in text.turns if len(t.rows) == 1 and t.rows[0] in free]
    for most in dict.fromkeys((0, max((len(t.values) for t in turns), default=0), width)):
        own = {t.rows[0]: t.values[:width] for t in turns if len(t.values) <= most}
        taken = {id(v) for part in (*fixed.values(), *own.values()) for v in part}
        yield [own.get(n, ()) for n in free], tuple(v for v in text.values if id(v) not in taken)


_Queue = tuple[int, ...]


class _Search:
    """Ways to give numbers in their order to rows whose last number is the sum of the others, some numbers moved.

    Args:
        own: per row, the numbers that it begins with.
        others: those that fill the rows, in their order.
        width: how many numbers a row has.
    """

    def __init__(self, own: Sequence[_Row], others: _Row, width: int) -> None:
        self._numbers = (*others, *(v for part in own for v in part))
        self._values = [read_number(v.raw).value or Decimal(0) for v in self._numbers]
        self._others = tuple(range(len(others)))
        ends = list(accumulate((len(part) for part in own), initial=len(others)))
        self._own = [tuple(range(a, b)) for a, b in pairwise(ends)]
        self._width = width
        self._steps = 0

    def ways(self, astray: int) -> Iterator[list[_Row]]:
        """Each way in which at most so many numbers stand elsewhere."""
        return self._rows(0, self._others, (), astray)

    def _rows(self, number: int, queue: _Queue, waiting: _Queue, astray: int) -> Iterator[list[_Row]]:
        """The rows from one on.

        Args:
            number: the row.
            queue: numbers still to be placed, in their order.
            waiting: numbers passed over, which a later row takes.
            astray: how many more may be moved.
        """
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise TooManyError
        if number == len(self._own):
            if not queue and not waiting:
                yield []
            return
        seen: set[tuple[tuple[Decimal, ...], tuple[Decimal, ...], _Queue]] = set()
        for row, left, passed, cost in self._row(self._own[number], queue, waiting, astray):
            values = tuple(self._values[n] for n in row)
            known = (values, tuple(self._values[n] for n in left), passed)
            if sum(values[:-1]) != values[-1] or known in seen:
                continue
            seen.add(known)
            for rows in self._rows(number + 1, left, passed, astray - cost):
                yield [tuple(self._numbers[n] for n in row), *rows]

    def _row(
        self, own: _Queue, queue: _Queue, waiting: _Queue, astray: int
    ) -> Iterator[tuple[_Queue, _Queue, _Queue, int]]:
        """A row of its own numbers and the next ones; with one that waits or is far behind; or without one of them."""
        need = self._width - len(own)
        if len(queue) >= need:
            yield (*own, *queue[:need]), queue[need:], waiting, 0
        if not need:
            return
        row, rest = (*own, *queue[: need - 1]), queue[need - 1 :]
        for one in waiting:
            for place in range(self._width):
                yield (*row[:place], one, *row[place:]), rest, tuple(n for n in waiting if n != one), 0
        for far, one in enumerate(rest) if astray else ():
            for place in range(self._width):
                yield (*row[:place], one, *row[place:]), (*rest[:far], *rest[far + 1 :]), waiting, 1
        for place in range(need) if astray and len(queue) > need else ():
            row = (*own, *queue[:place], *queue[place + 1 : need + 1])
            yield row, queue[need + 1 :], (*waiting, queue[place]), 1
