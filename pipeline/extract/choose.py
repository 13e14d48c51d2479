"""Strategies in order, and which reading of a table is kept.

Two readings of a table are compared so, the first point that tells deciding:

1. Where they print different things in a cell, the sums tell: a reading that breaks fewer and keeps as many, with as
   many numbers, is the right one. Otherwise the first stays; unless the other found less, a cell in which they differ
   is not decided, save where all sums of the first's number hold, along the row and down the column, and the other's
   do not.
2. Without a contradiction: the one that keeps more sums of the form; that breaks fewer; that found more cells; that
   fits the form better; that came first.

Every attempt is recorded, the losers with the reason too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.documents.model import NO_TEXT, Block
from pipeline.documents.pdf.tables import TablesNotReadable
from pipeline.extract.cells import PRINTED_TWICE
from pipeline.extract.columns.gaps import BY_GAPS
from pipeline.extract.model import ExtractedCell, ExtractionStep, TableResult
from pipeline.extract.sums.promised import CellKey, SumCount, count_sums, verdicts_of
from pipeline.extract.tables.other_year import OF_OTHER_YEAR
from pipeline.extract.tables.read import read_tables
from pipeline.normalise.numbers import is_value

_SEVERAL = 3
"""Cells of a row from which its numbers are counted."""
_OWN = ("cell", "several")
"""What a text is of that is not a whole row's."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A way to get blocks: its name, and a function from the tables still wanted to blocks; None where it is no way."""

    strategy: str
    blocks: Callable[[Sequence[str]], Iterable[Block] | None]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One attempt's result for one table: why it was made, what it is, and in words what came of it."""

    result: TableResult
    reason: str
    outcome: str
    sums: SumCount


@dataclass
class _Progress:
    """What has been read of one table so far; ``kept`` is the best reading, undecided cells taken out."""

    table: str
    readings: list[_Reading] = field(default_factory=list)
    fates: list[str] = field(default_factory=list)
    kept: _Reading | None = None
    chosen: int | None = None
    open_reason: str | None = "the first reading"

    def add(self, result: TableResult, outcome: str | None = None) -> None:
        """Take a strategy's result in, ``outcome`` where it gave none."""
        reading = _Reading(result, self.open_reason or "", outcome or "", count_sums(self.table, result.cells))
        confirmed = bool(result.cells) and not _unread(result) and any(_same(result, r.result) for r in self.readings)
        if outcome is None:
            outcome = _shortcoming(result) or "complete, and every sum holds"
            if confirmed:
                outcome = f"the same numbers as an earlier reading: so printed in the source ({outcome})"
        reading = replace(reading, outcome=outcome)
        self.readings.append(reading)
        self.fates.append("")
        if result.cells:
            self._compare(reading)
        # Only a broken sum is settled by a second reading: a row that one way lost, another may lose as well.
        self.open_reason = None if confirmed else _shortcoming(self.kept.result if self.kept else result)

    def _compare(self, new: _Reading) -> None:
        number = len(self.readings) - 1
        if any(_prints_two_tables(r.result) for r in self.readings[:number]):
            self.fates[number] = "not kept: in the same rows another reading saw twice as many numbers"
            return
        if self.kept is None or self.chosen is None:
            self.kept, self.chosen = new, number
            return
        old = self.kept
        wins, why, kept = _comparison(old, new)
        other = old.result if wins else new.result
        kept = replace(kept, result=_with_texts(kept.result, other))
        winner, loser = (number, self.chosen) if wins else (self.chosen, number)
        self.fates[loser] = f"not kept: {self.readings[winner].result.strategy} {why}"
        self.kept, self.chosen = kept, winner

    def result(self) -> TableResult:
        """The best reading, less what any reading saw twice with different numbers, or as another year's.

        One that lost the headings, or all copies but one, settles nothing by that.
        """
        if self.kept is None:
            return TableResult(self.table, "none")
        of_copies = (c for r in self.readings for c in r.result.cells if c.reason in (PRINTED_TWICE, OF_OTHER_YEAR))
        undecided = {c.key: c for c in of_copies}
        return replace(self.kept.result, cells=tuple(undecided.get(c.key, c) for c in self.kept.result.cells))

    def steps(self) -> list[ExtractionStep]:
        """The record of all attempts."""
        return [
            ExtractionStep(
                table=self.table,
                step=number + 1,
                strategy=one.result.strategy,
                fit=round(one.result.fit, 3),
                cells_found=one.result.found,
                sums_held=one.sums.holding,
                sums_broken=one.sums.broken,
                chosen=number == self.chosen,
                reason=one.reason,
                outcome="; ".join(filter(None, [one.outcome, fate])),
            )
            for number, (one, fate) in enumerate(zip(self.readings, self.fates, strict=True))
        ]


def read_with(
    attempts: Sequence[Attempt], tables: Sequence[str], year: int | None
) -> Iterator[tuple[TableResult, list[ExtractionStep]]]:
    """Try the attempts until each table is whole and keeps its sums, or a second reading says the same.

    Yields:
        Per table, in order, the reading kept and the steps that led to it.
    """
    progress = {table: _Progress(table) for table in tables}
    for attempt in attempts:
        wanted = [t for t in tables if progress[t].open_reason is not None]
        if not wanted:
            break
        try:
            blocks = attempt.blocks(wanted)
        except TablesNotReadable as problem:
            for table in wanted:
                progress[table].add(TableResult(table, attempt.strategy), str(problem))
            continue
        if blocks is None:
            continue
        found = read_tables(tuple(blocks), attempt.strategy, wanted, year)
        for table in wanted:
            progress[table].add(found[table])
    for table in tables:
        yield progress[table].result(), progress[table].steps()


def _shortcoming(result: TableResult) -> str | None:
    """What makes another reading worth while, in words; None where nothing does."""
    if not result.cells:
        return "the table was not found"
    unread = _unread(result)
    if unread and all(c.reason == OF_OTHER_YEAR for c in unread):
        return None  # no other reading makes it this report's
    if unread:
        first = unread[0]
        return f"{len(unread)} of {len(result.cells)} cells not read, first {first.row}/{first.column}: {first.reason}"
    broken = count_sums(result.table, result.cells).broken
    return f"{broken} sums do not hold" if broken else None


def _unread(result: TableResult) -> list[ExtractedCell]:
    return [c for c in result.cells if c.state in ("missing", "unreadable")]


def _same(a: TableResult, b: TableResult) -> bool:
    return {c.key: (c.value, c.state) for c in a.cells} == {c.key: (c.value, c.state) for c in b.cells}


def _comparison(old: _Reading, new: _Reading) -> tuple[bool, str, _Reading]:
    """Whether the newer of two readings wins, what the winner has over the other in words, and what is kept."""
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
    open_cells = differing - (_proved(old.result) - _proved(new.result))
    why = f"was made first; {len(open_cells)} cells in which the two differ are not decided"
    return False, why, replace(old, result=_without(old.result, new.result, open_cells))


def _preferred(new: _Reading, old: _Reading) -> bool:
    """Whether the newer of two readings that contradict each other nowhere is the better."""
    if new.sums.holding != old.sums.holding:
        return new.sums.holding > old.sums.holding
    if new.sums.broken != old.sums.broken:
        return new.sums.broken < old.sums.broken  # what the other found beyond it keeps no sum and breaks some
    if new.result.found != old.result.found:
        return new.result.found > old.result.found
    return _fit(new) > _fit(old)


def _fit(reading: _Reading) -> float:
    return round(reading.result.fit, 3)


def _mends(new: _Reading, old: _Reading) -> bool:
    """Whether the sums prefer a reading. A number that is not read breaks no sum: as many as before must hold."""
    fewer = new.sums.broken < old.sums.broken and new.sums.holding >= old.sums.holding
    return fewer and new.result.reported >= old.result.reported


def _holds_more(new: _Reading, old: _Reading) -> bool:
    """Whether a reading keeps more sums of the form and breaks no more, with as many numbers."""
    more = new.sums.holding > old.sums.holding and new.sums.broken <= old.sums.broken
    return more and new.result.reported >= old.result.reported


def _advantage(better: _Reading, other: _Reading) -> str:
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
    return {c.key for c in a.cells if c.key in other and _contradict(c, other[c.key])}


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


def _prints_two_tables(result: TableResult) -> bool:
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


def _with_texts(kept: TableResult, other: TableResult) -> TableResult:
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
    return cell.raw_of != "label" and not all(map(is_value, pieces))


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
