"""Which files a benchmark makes: each quirk by itself, or quirks crossed at random."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks import machine
from samples.plants import PLANTS
from samples.quirks import combination, quirks_for

CELL_PLANTS = (
    *("balance", "outcomes", "applicants", "review", "review_zero_total", "blank", "unreadable", "invalid"),
    "missing_row",
)
MOST_QUIRKS = 4
ARCHIVED = 0.05
"""Share of the crossed files that are read out of a ZIP archive."""
WITHOUT_TITLE = frozenset(("year_conflict", "agency_left_over"))
"""Errors planted in the title alone: a file without a title does not have them."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make and read."""

    seed: str
    form: str
    quirks: tuple[str, ...]
    plants: tuple[str, ...]
    neutral_name: bool
    archived: bool = False

    @property
    def label(self) -> str:
        """What the file is, in the table and in details."""
        return "+".join((*self.quirks, *self.plants, *(["archived"] if self.archived else []))) or "plain"


def one_by_one(seeds: int, formats: Sequence[str], quirks: Sequence[str] | None, combinations: int) -> Iterator[Job]:
    """Every format with every quirk that applies, each seed; then drawn combinations of two to four quirks."""
    for form in formats:
        names = [q for q in quirks_for(machine.base(form)) if quirks is None or q in quirks]
        sets: list[tuple[str, ...]] = [(q,) for q in names]
        if quirks is None:
            rng = random.Random(f"combinations/{form}")
            sets = [(), *sets, *(tuple(combination(machine.base(form), rng, 2 + n % 3)) for n in range(combinations))]
        for chosen in sets:
            for number in range(seeds):
                seed = f"bench/{form}/{'+'.join(chosen)}/{number}"
                # Every third file also carries a planted error: sums that do not hold must not lead the reading astray.
                plant = (random.Random(seed).choice(CELL_PLANTS),) if number % 3 == 2 else ()
                yield Job(seed, form, chosen, plant, neutral_name=number % 2 == 1)


def crossed(files: int, seed: str, formats: Sequence[str], weights: Mapping[str, float]) -> Iterator[Job]:
    """Files of drawn formats, each with none to four drawn quirks; every third carries a planted error of any kind.

    One of twenty is a member of a ZIP archive.

    Args:
        files: how many.
        seed: the same seed, the same files.
        formats: what to draw from.
        weights: how often a format is drawn against the others, by the beginning of its name; 1 where none fits.
    """
    shares = [next((w for name, w in weights.items() if form.startswith(name)), 1.0) for form in formats]
    for number in range(files):
        rng = random.Random(f"crossed/{seed}/{number}")
        form = rng.choices(formats, shares)[0]
        quirks = tuple(combination(machine.base(form), rng, rng.randint(0, MOST_QUIRKS)))
        plants = (rng.choice(sorted(PLANTS)),) if rng.random() < 1 / 3 else ()
        if "no_title" in quirks and WITHOUT_TITLE.intersection(plants):
            plants = ()
        name, archived = rng.random() < 0.5, rng.random() < ARCHIVED
        yield Job(f"crossed/{seed}/{number}", form, quirks, plants, name, archived)
