"""Strategies in order, and which reading of a table is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.documents.model import Block
from pipeline.documents.pdf_tables import TablesNotReadable
from pipeline.extract.model import ExtractedCell, ExtractionStep, TableResult
from pipeline.extract.sums import count_sums
from pipeline.extract.tables import read_tables


@dataclass(frozen=True, slots=True)
class Attempt:
    """A way to get blocks: its name, and a function from the tables still wanted to blocks; None where it is no way."""

    strategy: str
    blocks: Callable[[Sequence[str]], Iterable[Block] | None]


@dataclass
class _Progress:
    """What has been read of one table so far."""

    results: list[TableResult]
    steps: list[ExtractionStep]
    open_reason: str | None = "the first reading"

    def refused(self, result: TableResult, outcome: str) -> None:
        """Note a strategy that gave no result."""
        step = len(self.steps) + 1
        self.steps.append(ExtractionStep(result.table, step, result.strategy, self.open_reason or "", outcome, 0, 0))


def read_with(attempts: Sequence[Attempt], tables: Sequence[str]) -> Iterator[tuple[TableResult, list[ExtractionStep]]]:
    """Try the attempts until each table is whole and keeps its sums, or a second reading says the same.

    Yields:
        Per table, in order, the reading kept and the steps that led to it.
    """
    progress = {table: _Progress([], []) for table in tables}
    for attempt in attempts:
        wanted = [t for t in tables if progress[t].open_reason is not None]
        if not wanted:
            break
        try:
            blocks = attempt.blocks(wanted)
        except TablesNotReadable as problem:
            for table in wanted:
                progress[table].refused(TableResult(table, attempt.strategy), str(problem))
            continue
        if blocks is None:
            continue
        found = read_tables(tuple(blocks), attempt.strategy, wanted)
        for table in wanted:
            _record(progress[table], found[table])
    for table in tables:
        kept = _kept(progress[table].results) or TableResult(table, "none")
        yield kept, progress[table].steps


def _record(progress: _Progress, result: TableResult) -> None:
    sums = count_sums(result.table, result.cells)
    reason = progress.open_reason or ""
    # Only a broken sum is settled by a second reading: a row that one way of reading lost, another may lose as well.
    confirmed = bool(result.cells) and not _unread(result) and any(_same(result, r) for r in progress.results)
    progress.results.append(result)
    best = _kept(progress.results)
    progress.open_reason = None if confirmed else _shortcoming(best or result)
    outcome = _shortcoming(result) or "complete, and every sum holds"
    if confirmed:
        outcome = f"the same numbers as an earlier reading: so printed in the source ({outcome})"
    progress.steps.append(
        ExtractionStep(
            result.table, len(progress.steps) + 1, result.strategy, reason, outcome, result.found, sums.broken
        )
    )


def _shortcoming(result: TableResult) -> str | None:
    """What makes another reading worth while, in words; None where nothing does."""
    if not result.cells:
        return "the table was not found"
    unread = _unread(result)
    if unread:
        first = unread[0]
        return f"{len(unread)} of {len(result.cells)} cells not read, first {first.row}/{first.column}: {first.reason}"
    broken = count_sums(result.table, result.cells).broken
    return f"{broken} sums do not hold" if broken else None


def _unread(result: TableResult) -> list[ExtractedCell]:
    return [c for c in result.cells if c.state in ("missing", "unreadable")]


def _same(a: TableResult, b: TableResult) -> bool:
    return {c.key: (c.value, c.state) for c in a.cells} == {c.key: (c.value, c.state) for c in b.cells}


def _kept(results: Sequence[TableResult]) -> TableResult | None:
    """The reading to keep. A later one replaces an earlier one only if it reads more, or keeps more sums."""
    kept: TableResult | None = None
    for result in results:
        if not result.cells:
            continue
        if kept is None or _better(result, kept):
            kept = result
        elif _equal(result, kept):
            kept = _agreed(kept, result)
    return kept


def _better(new: TableResult, old: TableResult) -> bool:
    fresh, known = (count_sums(r.table, r.cells) for r in (new, old))
    # A number that is not read breaks no sum either: fewer broken ones count only if as many as before hold.
    mends = fresh.broken < known.broken and fresh.holding >= known.holding and new.reported >= old.reported
    if new.found > old.found:
        # More cells at the price of other numbers, or of broken sums, is no better reading.
        return not _differing(new, old) or mends
    return new.found == old.found and mends


def _equal(new: TableResult, old: TableResult) -> bool:
    return new.found == old.found and count_sums(new.table, new.cells) == count_sums(old.table, old.cells)


def _differing(a: TableResult, b: TableResult) -> set[tuple[str, str, str]]:
    """Cells in which both print a number, and not the same; or one prints something, and the other nothing."""
    other = {c.key: c for c in b.cells}
    return {c.key for c in a.cells if c.key in other and _contradict(c, other[c.key])}


def _contradict(a: ExtractedCell, b: ExtractedCell) -> bool:
    states = {a.state, b.state}
    if states == {"reported"}:
        return a.value != b.value
    if states == {"reported", "blank"}:
        return True
    return states == {"unreadable", "blank"} and all(c.raw for c in (a, b) if c.state == "unreadable")


def _agreed(kept: TableResult, other: TableResult) -> TableResult:
    """Where two equally good readings differ, nothing is decided."""
    readings = {c.key: c.raw for c in other.cells}
    differing = _differing(kept, other)
    cells = tuple(
        replace(
            c,
            value=None,
            state="unreadable",
            reason=(
                f"two readings of the file differ: {c.raw!r} ({kept.strategy}), {readings[c.key]!r} ({other.strategy})"
            ),
        )
        if c.key in differing
        else c
        for c in kept.cells
    )
    return replace(kept, cells=cells)
