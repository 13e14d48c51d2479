"""Deciding between possible readings by the form's sums: only what no other reading could explain.

A *choice* is one or more cells of which several readings are possible: a row whose empty cells left no trace, with all
the places its numbers can have; a cell of which a scan shows one of several numbers. A reading of all choices together
*fits* where it breaks no sum of the form. A cell is decided where

- every reading that fits gives it the same value;
- that is still so when any one printed number of the table is not believed, that is, without the sums it takes part
  in. Sources do print wrong numbers. If one is wrong, wherever it is, the true reading breaks only sums that this
  number takes part in; so it is among the readings that fit the others, and what those agree on is true;
  (That a total was not filled in, and a number is wrong besides, is not reckoned with in one table; nor that the one
  wrong number is itself the doubtful one, and what should be printed is among its readings.)
- all its own sums can be told and hold. A blank total tells nothing, so a place that is proved only against a blank is
  not proved; nor is that blank, if its row prints numbers: it is rather one of those, or belongs to another row.

Choices that share no sum are decided apart: what is wrong in one place must not leave all others open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from pipeline.extract.model import ExtractedCell
from pipeline.extract.sums.promised import CellKey, Sum, Values, added, known_values, sums_of, verdict
from pipeline.extract.sums.system import MOST_STEPS, Choice, System, TooManyError

__all__ = ["Choice", "Decision", "decide"]

NONE_FITS = "no reading keeps the form's sums"
SEVERAL_FIT = "more than one reading keeps the form's sums"
NOT_PROVEN = "the form's sums that would prove its reading cannot be told"
BROKEN_ELSEWHERE = "the table prints sums that do not hold, so they prove nothing"
TOO_MANY = "too many readings to compare them all"

_MOST_OPTIONS = 20_000


@dataclass(frozen=True, slots=True)
class Decision:
    """What the sums decide.

    Attributes:
        values: the cells decided, None for a blank.
        reasons: of every other cell that had a choice, why it is not, in words.
    """

    values: Mapping[CellKey, Decimal | None]
    reasons: Mapping[CellKey, str]


def decide(table: str, cells: Iterable[ExtractedCell], choices: Sequence[Choice]) -> Decision:
    """Decide choices between readings of a table's cells by the form's sums.

    Args:
        table: the table's key.
        cells: the table as read so far. What it says of cells that have a choice is not looked at.
        choices: no two of them with a cell in common.

    Returns:
        Each cell that has a choice either among the values or among the reasons.
    """
    cells = list(cells)
    open_cells = {key for choice in choices for key in choice.cells}
    known = {key: value for key, value in known_values(cells).items() if key not in open_cells}
    # A fraction is no count: its sums tell nothing.
    known = {key: value for key, value in known.items() if value is None or value == value.to_integral_value()}
    sums = sums_of(table, frozenset(c.row for c in cells) | {key[0] for key in open_cells})
    broken = any(verdict(one, known) is False for one in sums)
    values: dict[CellKey, Decimal | None] = {}
    reasons: dict[CellKey, str] = {}
    for group in _connected(choices, sums):
        if broken and any(len(choice.cells) > 1 for choice in group):
            reasons |= {key: BROKEN_ELSEWHERE for choice in group for key in choice.cells}
            continue
        decided, undecided = _decide_group(group, known, sums)
        values |= decided
        reasons |= undecided
    return Decision(values, reasons)


def _connected(choices: Sequence[Choice], sums: Sequence[Sum]) -> list[list[Choice]]:
    """The choices in groups that have no sum in common."""
    groups: list[tuple[list[Choice], set[int]]] = []
    for choice in choices:
        own = {n for n, one in enumerate(sums) if not set(choice.cells).isdisjoint(one.cells)}
        near = [g for g in groups if g[1] & own]
        groups = [g for g in groups if not g[1] & own]
        groups.append(([c for g in near for c in g[0]] + [choice], own.union(*(g[1] for g in near))))
    return [g[0] for g in groups]


def _decide_group(
    choices: Sequence[Choice], known: Values, sums: Sequence[Sum]
) -> tuple[dict[CellKey, Decimal | None], dict[CellKey, str]]:
    every = [key for choice in choices for key in choice.cells]
    if sum(len(choice.options) for choice in choices) > _MOST_OPTIONS:
        return {}, dict.fromkeys(every, TOO_MANY)
    system = System(choices, known, sums)
    try:
        first = system.solve(system.everything(), (), most=MOST_STEPS // 4)
    except TooManyError:
        return {}, dict.fromkeys(every, TOO_MANY)
    reasons: dict[CellKey, str] = {}
    fits = first is not None
    if first is not None:
        for dropped, spared in system.disbeliefs():
            _ask(system, first, dropped, spared, reasons)
    elif all(len(choice.cells) == 1 for choice in choices):
        first = _with_one_wrong(system, reasons)
    if first is None:
        return {}, dict.fromkeys(every, NONE_FITS)
    reading = system.reading(first)
    together = {**known, **reading}
    untotalled = _untotalled(together, sums) - reasons.keys()
    for choice in choices:
        for key in choice.cells:
            own = [verdict(one, together) for one in sums if key in one.cells]
            proven = bool(own) and all(own)
            if choice.complete:
                proven = (proven or reading[key] is None) and untotalled.isdisjoint(choice.cells)
            if not proven:
                reasons.setdefault(key, NOT_PROVEN)
    if not fits:
        reasons = dict.fromkeys(reasons, NONE_FITS)
    return {key: value for key, value in reading.items() if key not in reasons}, reasons


def _untotalled(values: Values, sums: Sequence[Sum]) -> set[CellKey]:
    """Blank row totals beside printed numbers, one of which is rather the total itself, or belongs to another row."""
    across = [one for one in sums if len({row for row, _ in one.cells}) == 1]
    known = [one for one in across if all(key in values for key in one.cells)]
    return {one.totals[0] for one in known if values[one.totals[0]] is None and added(one.members, values)}


def _with_one_wrong(system: System, reasons: dict[CellKey, str]) -> list[int] | None:
    """Where no reading fits: one that does if one cell is not believed. What others read otherwise is noted.

    One number that the source prints wrong must not leave every doubtful cell of a scan open: those whose own sums hold
    whichever number is taken for the wrong one are decided all the same.
    """
    first: list[int] | None = None
    for dropped, _ in system.disbeliefs():
        try:
            found = system.solve(system.everything(), dropped, near=first) if dropped else None
        except TooManyError:
            reasons |= dict.fromkeys(system.place, TOO_MANY)
            return first
        if found is None:
            continue
        first = found if first is None else first
        reasons |= dict.fromkeys(system.differing(first, found), SEVERAL_FIT)
        _ask(system, found, dropped, frozenset(), reasons)
    return first


def _ask(
    system: System,
    first: Sequence[int],
    dropped: Sequence[int],
    spared: frozenset[CellKey],
    reasons: dict[CellKey, str],
) -> None:
    """Note the cells that some other reading, fitting without the dropped sums, gives another value.

    Args:
        system: the choices and their sums.
        first: a reading that fits.
        dropped: positions of the sums that are not heeded.
        spared: cells not to ask about.
        reasons: takes these cells, and those of which it could not be found out; those already there are not asked.
    """
    if reasons.keys() >= system.place.keys():
        return
    try:
        alive = system.narrowed(system.everything(), dropped)
    except TooManyError:
        reasons |= {key: TOO_MANY for key in system.place if key not in reasons}
        return
    if alive is None:
        return
    for option in np.flatnonzero(alive):
        place = int(system.owner[option])
        choice = system.choices[place]
        values, kept = choice.options[option - system.starts[place]], choice.options[first[place]]
        differing = [k for k, v, w in zip(choice.cells, values, kept, strict=True) if v != w and k not in spared]
        if all(key in reasons for key in differing):
            continue
        try:
            other = system.solve(system.with_option(alive, place, int(option)), dropped, near=first)
        except TooManyError:
            reasons |= {key: TOO_MANY for key in differing if key not in reasons}
            continue
        if other is not None:
            reasons |= {key: SEVERAL_FIT for key in system.differing(first, other) if key not in spared}
