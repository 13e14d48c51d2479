"""The years' numbers in a compact form, as each year's evaluation left them below the output folder."""

import shutil
from collections.abc import Callable, Mapping

import pandas as pd

from assets.resources import Folders, fresh_folder
from pipeline import store
from pipeline.checks import CELL_COLUMNS, PANEL_CHECKS, PanelYear, frames, panel_year
from pipeline.checks.years import load, save

NUMBERS = "panel_numbers"


class YearNumbers:
    """The years' numbers as they lie in the output folder."""

    def __init__(self, folders: Folders, warn: Callable[[str], None]) -> None:
        self.folders = folders
        self.warn = warn
        self._read: dict[int, PanelYear | None] = {}

    def keep(self, now: PanelYear) -> PanelYear:
        """Put a year's numbers in place of those kept so far."""
        with fresh_folder(self.folders.work(NUMBERS, now.year)) as folder:
            save(now, folder)
        self._read[now.year] = now
        return now

    def of(self, year: int) -> PanelYear | None:
        """A year's numbers; made from its published cells where none are kept, or only in another form than today's.

        None, with a warning, where those were published by another version of this program.
        """
        if year not in self._read:
            self._read[year] = load(year, self.folders.work(NUMBERS, year)) or self._from_cells(year)
        return self._read[year]

    def _from_cells(self, year: int) -> PanelYear | None:
        out, none = self.folders.out, pd.DataFrame(columns=["report_id"])
        figures = self.folders.work("stated_figures", year) / store.FILE_NAME
        try:
            reports = store.read_partition(out, "reports", year)
            cells = store.read_partition(out, "cells", year, CELL_COLUMNS)
        except (store.NotPublished, store.StaleFile):
            self.warn(
                f"{year} was published by another version of this program, so the rules across years do not see it."
                f" Run {year} again."
            )
            return None
        said = pd.read_parquet(figures) if figures.is_file() else none
        return self.keep(panel_year(frames(reports, cells, none, said, none), year))

    def drop(self, year: int) -> None:
        """Forget a year that no file stands behind any more."""
        shutil.rmtree(self.folders.work(NUMBERS, year), ignore_errors=True)
        self._read[year] = None

    def _evaluated(self) -> list[int]:
        """The years that have findings, and so have been evaluated."""
        return [y for y in store.published_years(self.folders.out, "findings") if y != 0]

    def beside(self, year: int) -> Mapping[int, PanelYear]:
        """The other years that the rules of a year look at."""
        seen = (y for y in self._evaluated() if y != year and _any_looks_at(y - year))
        return {y: numbers for y in seen if (numbers := self.of(y)) is not None}

    def looking_at(self, year: int) -> list[int]:
        """The other years whose rules look at a year."""
        return [y for y in self._evaluated() if y != year and _any_looks_at(year - y)]


def _any_looks_at(years_on: int) -> bool:
    return any(rule.looks_at(years_on) for rule in PANEL_CHECKS.values())
