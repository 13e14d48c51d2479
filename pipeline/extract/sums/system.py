"""Choices between readings and the sums they take part in, as arrays; narrowing and searching them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.sums.promised import CellKey, Sum, Values

MOST_STEPS = 6_000
_MOST_STEPS_A_QUESTION = 500
"""Narrowings of a system (a fraction of a millisecond each) after which what is still open stays open."""
_FAR = 10**17
"""More than any sum of numbers of 15 digits that a table can hold."""

_Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Choice:
    """Cells of which one of several readings is true.

    Attributes:
        cells: (row, column) of each.
        options: the readings, each with a value a cell, None for a blank.
        complete: whether the true reading is certainly among them, as it is among all places that numbers can have. A
            list of what a scan may show is not.
    """

    cells: tuple[CellKey, ...]
    options: tuple[tuple[Decimal | None, ...], ...]
    complete: bool = False


class TooManyError(Exception):
    """More steps than are worth while."""


@dataclass
class System:
    """Choices and the sums they take part in, as arrays over options (rows) and sums (columns).

    Attributes:
        owner: the choice of each option; ``starts`` the first option of each choice.
        adds: what each option adds to members less totals; ``prints`` whether it prints a member; ``mutes`` whether it
            leaves blank what the sum needs to tell anything.
        fixed_adds, fixed_prints, fixed_mutes: the same of the cells without a choice.
    """

    choices: Sequence[Choice]
    known: Values
    sums: Sequence[Sum]
    steps: int = 0
    last_step: int = MOST_STEPS
    owner: NDArray[np.int64] = field(init=False)
    starts: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        """Lay the arrays out."""
        counts = [len(choice.options) for choice in self.choices]
        self.owner = np.repeat(np.arange(len(counts)), counts)
        self.starts = np.cumsum([0, *counts[:-1]])
        self.place = {key: n for n, choice in enumerate(self.choices) for key in choice.cells}
        self.own = [
            one
            for one in self.sums
            if any(key in self.place for key in one.cells)
            and all(key in self.place or key in self.known for key in one.cells)
        ]
        shape = (len(self.owner), len(self.own))
        self.adds = np.zeros(shape, np.int64)
        self.prints = np.zeros(shape, np.bool_)
        self.mutes = np.zeros(shape, np.bool_)
        self.fixed_adds = np.zeros(len(self.own), np.int64)
        self.fixed_prints = np.zeros(len(self.own), np.bool_)
        self.fixed_mutes = np.zeros(len(self.own), np.bool_)
        for number, one in enumerate(self.own):
            effect = self._effect(one, self.known, None)
            self.fixed_adds[number], self.fixed_prints[number], self.fixed_mutes[number] = effect
            for place, choice in enumerate(self.choices):
                if any(key in one.cells for key in choice.cells):
                    for n, option in enumerate(choice.options, start=int(self.starts[place])):
                        values = dict(zip(choice.cells, option, strict=True))
                        self.adds[n, number], self.prints[n, number], self.mutes[n, number] = self._effect(
                            one, values, place
                        )

    def _effect(self, one: Sum, values: Values, place: int | None) -> tuple[int, bool, bool]:
        """What the cells of one choice, or those without a choice, do to a sum."""
        adds = sum(int(values[k] or 0) for k in one.members if k in values)
        adds -= sum(int(values[k] or 0) for k in one.totals if k in values)
        prints = any(values[k] is not None for k in one.members if k in values)
        mutes = one.totals[0] in values and values[one.totals[0]] is None
        for total, parts in one.subtotals:
            if total in values and values[total] is None:
                # Parts with a choice of their own may come to anything.
                elsewhere = any(self.place.get(part, place) != place for part in parts)
                unknown = any(part not in self.known and part not in self.place for part in parts)
                mutes |= elsewhere or unknown or any(values.get(p, self.known.get(p)) for p in parts)
        return adds, prints, mutes

    def everything(self) -> _Bools:
        """All options alive."""
        return np.ones(len(self.owner), np.bool_)

    def with_option(self, alive: _Bools, place: int, option: int) -> _Bools:
        """The same with only one option of a choice."""
        only: _Bools = alive & (self.owner != place)
        only[option] = True
        return only

    def narrowed(self, alive: _Bools, dropped: Sequence[int]) -> _Bools | None:
        """Without the options that break a sum whatever the other choices are; None where a choice has none left."""
        heeded = ~self.fixed_mutes
        heeded[list(dropped)] = False
        # One thing at a time: a wrong number, or totals that nobody filled in.
        mutes = self.mutes & (not dropped)
        while True:
            self.steps += 1
            if self.steps > self.last_step:
                raise TooManyError
            live = alive[:, None]
            least = np.minimum.reduceat(np.where(live, self.adds, _FAR), self.starts)
            most = np.maximum.reduceat(np.where(live, self.adds, -_FAR), self.starts)
            surely = np.logical_and.reduceat(self.prints | ~live, self.starts)
            perhaps = np.logical_or.reduceat(mutes & live, self.starts)
            low = (self.fixed_adds + least.sum(axis=0)) - least[self.owner] + self.adds
            high = (self.fixed_adds + most.sum(axis=0)) - most[self.owner] + self.adds
            printed = self.prints | self.fixed_prints | (surely.sum(axis=0) - surely[self.owner] > 0)
            told = heeded & printed & ~mutes & (perhaps.sum(axis=0) - perhaps[self.owner] == 0)
            fewer: _Bools = alive & ~(told & ((low > 0) | (high < 0))).any(axis=1)
            if not np.logical_or.reduceat(fewer, self.starts).all():
                return None
            if (fewer == alive).all():
                return fewer
            alive = fewer

    def solve(
        self,
        alive: _Bools,
        dropped: Sequence[int],
        near: Sequence[int] | None = None,
        most: int = _MOST_STEPS_A_QUESTION,
    ) -> list[int] | None:
        """One reading that fits: the position of an option a choice; None where there is none.

        Args:
            alive: the options to try.
            dropped: positions of the sums that are not heeded.
            near: another reading, like which this one may well be.
            most: steps after which to give up.

        Raises:
            TooManyError: it cannot be told within the steps.
        """
        self.last_step = min(MOST_STEPS, self.steps + most)
        try:
            return self._search(alive, dropped, near)
        finally:
            self.last_step = MOST_STEPS

    def _search(self, alive: _Bools, dropped: Sequence[int], near: Sequence[int] | None) -> list[int] | None:
        narrowed = self.narrowed(alive, dropped)
        if narrowed is None:
            return None
        counts = np.add.reduceat(narrowed.astype(np.int64), self.starts)
        if (counts == 1).all():
            return [int(n) for n in np.flatnonzero(narrowed) - self.starts]
        place = int(np.argmin(np.where(counts > 1, counts, _FAR)))
        options = [int(n) for n in np.flatnonzero(narrowed & (self.owner == place))]
        if near is not None:
            options.sort(key=lambda n: n - int(self.starts[place]) != near[place])
        for option in options:
            found = self._search(self.with_option(narrowed, place, option), dropped, near)
            if found is not None:
                return found
        return None

    def reading(self, chosen: Sequence[int]) -> dict[CellKey, Decimal | None]:
        """The values of the chosen options."""
        return {
            key: value
            for choice, option in zip(self.choices, chosen, strict=True)
            for key, value in zip(choice.cells, choice.options[option], strict=True)
        }

    def differing(self, first: Sequence[int], other: Sequence[int]) -> set[CellKey]:
        """The cells to which two readings give different values."""
        one, two = self.reading(first), self.reading(other)
        return {key for key in one if one[key] != two[key]}

    def disbeliefs(self) -> Iterator[tuple[tuple[int, ...], frozenset[CellKey]]]:
        """The sums left when one cell is not believed, for each cell: those to drop, and the cells not asked then.

        A single cell with a choice cannot be decided without its own sums; nor can one that takes part in one sum only
        be decided without that. Those rest on the sums alone that all other numbers keep.
        """
        single = {choice.cells[0] for choice in self.choices if len(choice.cells) == 1}
        weak = {key for key in single if sum(key in one.cells for one in self.sums) == 1}
        drops: dict[tuple[int, ...], frozenset[CellKey]] = {(): frozenset()}
        for cell in dict.fromkeys(key for one in self.own for key in one.cells):
            dropped = tuple(n for n, one in enumerate(self.own) if cell in one.cells)
            spared = frozenset(weak | ({cell} & single))
            drops[dropped] = drops[dropped] & spared if dropped in drops else spared
        for dropped, spared in drops.items():
            wider = (d for d, s in drops.items() if len(d) > len(dropped) and set(dropped) < set(d) and s <= spared)
            if dropped == () or not any(True for _ in wider):
                yield dropped, spared
