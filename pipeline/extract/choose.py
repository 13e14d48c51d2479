"""Strategies in order: a table is read again until it is whole and keeps its sums, or a second reading says the same.

Which of two readings is kept, see :mod:`pipeline.extract.compare`. Every attempt is recorded, the losers with the
reason too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.documents.model import Block
from pipeline.documents.pdf.tables import TablesNotReadable
from pipeline.extract.cells import PRINTED_TWICE
from pipeline.extract.compare import Reading, comparison, prints_two_tables, with_texts
from pipeline.extract.model import ExtractedCell, ExtractionStep, TableResult
from pipeline.extract.sums.promised import count_sums
from pipeline.extract.tables.read import read_tables
from pipeline.extract.tables.whose import is_of_another

_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What faults of the program raise; a full disk is none."""
_FAULT = "the program met a fault of its own here ({}), which the log of the run shows"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A way to get blocks: its name, and a function from the tables still wanted to blocks; None where it is no way."""

    strategy: str
    blocks: Callable[[Sequence[str]], Iterable[Block] | None]


@dataclass
class _Progress:
    """What has been read of one table so far; ``kept`` is the best reading, undecided cells taken out."""

    table: str
    readings: list[Reading] = field(default_factory=list)
    fates: list[str] = field(default_factory=list)
    kept: Reading | None = None
    chosen: int | None = None
    open_reason: str | None = "the first reading"
    fault: str | None = None

    def add(self, result: TableResult, outcome: str | None = None) -> None:
        """Take a strategy's result in, ``outcome`` where it gave none."""
        reading = Reading(result, self.open_reason or "", outcome or "", count_sums(self.table, result.cells))
        confirmed = bool(result.cells) and not _unread(result) and any(_same(result, r.result) for r in self.readings)
        if outcome is None:
            outcome = _shortcoming(result) or "complete, and every sum holds"
            if confirmed:
                outcome = f"the same numbers as an earlier reading: so printed in the source ({outcome})"
        reading = replace(reading, outcome=outcome)
        self.readings.append(reading)
        self.fates.append("")
        if result.cells:
            self._compare(reading, agreed=confirmed)
        # Only a broken sum is settled by a second reading: a row that one way lost, another may lose as well.
        self.open_reason = None if confirmed else _shortcoming(self.kept.result if self.kept else result)

    def _compare(self, new: Reading, *, agreed: bool) -> None:
        number = len(self.readings) - 1
        if any(prints_two_tables(r.result) for r in self.readings[:number]):
            self.fates[number] = "not kept: in the same rows another reading saw twice as many numbers"
            return
        if self.kept is None or self.chosen is None:
            self.kept, self.chosen = new, number
            return
        old = self.kept
        wins, why, kept = comparison(old, new, agreed=agreed)
        other = old.result if wins else new.result
        kept = replace(kept, result=with_texts(kept.result, other))
        winner, loser = (number, self.chosen) if wins else (self.chosen, number)
        self.fates[loser] = f"not kept: {self.readings[winner].result.strategy} {why}"
        self.kept, self.chosen = kept, winner

    def result(self) -> TableResult:
        """The best reading, less what any reading saw twice with different numbers, or as another year's.

        One that lost the headings, or all copies but one, settles nothing by that.
        """
        if self.kept is None or self.fault is not None:
            return TableResult(self.table, "none", fault=self.fault)
        cells = (c for reading in self.readings for c in reading.result.cells)
        undecided = {c.key: c for c in cells if c.reason == PRINTED_TWICE or is_of_another(c.reason)}
        return replace(self.kept.result, cells=tuple(undecided.get(c.key, c) for c in self.kept.result.cells))

    def lose(self, strategy: str, fault: Exception) -> None:
        """Give the table up for a fault of the program in it: what is left of its readings was not checked."""
        self.add(TableResult(self.table, strategy), _FAULT.format(type(fault).__name__))
        self.fault, self.chosen, self.open_reason = _FAULT.format(type(fault).__name__), None, None

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
    attempts: Sequence[Attempt], tables: Sequence[str], year: int | None, faults: list[Exception] | None = None
) -> Iterator[tuple[TableResult, list[ExtractionStep]]]:
    """Try the attempts until each table is whole and keeps its sums, or a second reading says the same.

    Args:
        attempts: the ways to read them, in order.
        tables: the tables' keys.
        year: the report's year, if known.
        faults: takes the faults of the program, each of which then costs one attempt, or one table; None to raise them.

    Yields:
        Per table, in order, the reading kept and the steps that led to it.
    """
    caught = () if faults is None else _FAULTS
    progress = {table: _Progress(table) for table in tables}
    for attempt in attempts:
        wanted = [t for t in tables if progress[t].open_reason is not None]
        if not wanted:
            break
        try:
            blocks = attempt.blocks(wanted)
            blocks = None if blocks is None else tuple(blocks)
        except (TablesNotReadable, *caught) as problem:
            known = isinstance(problem, TablesNotReadable)
            for table in wanted:
                outcome = str(problem) if known else _FAULT.format(type(problem).__name__)
                progress[table].add(TableResult(table, attempt.strategy), outcome)
            if faults is not None and not known:
                faults.append(problem)
            continue
        if blocks is None:
            continue
        try:
            found = read_tables(blocks, attempt.strategy, wanted, year)
        except caught:
            found = {}  # each by itself: a fault in one table costs no other
        for table in wanted:
            try:
                one = found or read_tables(blocks, attempt.strategy, [table], year)
                progress[table].add(one[table])
            except caught as fault:
                progress[table].lose(attempt.strategy, fault)
                if faults is not None:
                    faults.append(fault)
    for table in tables:
        yield progress[table].result(), progress[table].steps()


def _shortcoming(result: TableResult) -> str | None:
    """What makes another reading worth while, in words; None where nothing does."""
    if not result.cells:
        return "the table was not found"
    unread = _unread(result)
    if unread and all(is_of_another(c.reason) for c in unread):
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
