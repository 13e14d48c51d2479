"""What extraction gives."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.documents.model import BBox
from pipeline.documents.places import Place
from pipeline.extract.printed.model import Printed

BY_PLACE = 0.6
"""Confidence of a row that has no label and is known by its place among the others alone."""
SURE = 0.8
"""Confidence from which a cell needs no proof by the form's sums."""
GUESSED = 0.79
"""Confidence of a row whose layout leaves it open whether each of its numbers is its own."""
PROVEN = 0.75
"""Confidence of a cell that the form's sums alone decided: less than of any that was read by its own place."""


@dataclass(frozen=True, slots=True)
class LostRow:
    """A printed row whose empty cells left no trace: what it prints, in order, and the cells it can belong to.

    Attributes:
        cells: (row, column) of every cell of the row, in printed order.
        printed: what it prints, fewer than it has cells.
        under: per printed value, the places among the cells that it can have; every one where none is told.
        frame: the grid whose rows stand in the same columns; ``ways`` are what these can be, the same number of them in
            every row of it: each gives the places of what this row prints.
    """

    cells: tuple[tuple[str, str], ...]
    printed: tuple[Printed, ...]
    under: tuple[frozenset[int], ...] = ()
    frame: int | None = None
    ways: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ExtractedCell:
    """One form cell of a report, as the contract's ``cells`` dataset has it.

    Attributes:
        value: the number (amounts in yuan when their unit is known), None where none is published.
        unit: ``count``, ``CNY`` or ``unstated``.
        state: ``reported``, ``blank``, ``missing`` or ``unreadable``.
        raw: the printed text, untouched; of a row whose values cannot be told apart, all of them.
        raw_of: what ``raw`` is the text of: this ``cell``, ``several`` of the form's, the numbers of its ``row``, or
            that row's ``label``.
        confidence: 0 to 1, from the likeness of the label and the evidence for the column.
        reason: for an unreadable or missing cell, why, in words.
        certainty: how sure the text of a picture is; 1 for printed text.
        place: in a source without drawn pages, where the cell stands in the document's own tables. As with ``page``
            and ``bbox``, a cell that is not printed on its own has the place of its row.
        lost: the printed row it belongs to, where nothing but the form's sums can tell which number is whose.
        readings: all the texts that it may be, where what is printed leaves a doubt.
    """

    table: str
    row: str
    column: str
    form_version: str
    value: float | None
    unit: str
    state: str
    raw: str | None = None
    page: int | None = None
    bbox: BBox | None = None
    method: str | None = None
    confidence: float = 0.0
    reason: str | None = None
    place: Place | None = None
    lost: LostRow | None = None
    readings: tuple[str, ...] = ()
    certainty: float = 1.0
    raw_of: str = "cell"

    @property
    def key(self) -> tuple[str, str, str]:
        """Table, row and column."""
        return self.table, self.row, self.column


@dataclass(frozen=True, slots=True)
class UnplacedValue:
    """A number printed inside a table that no form cell claims."""

    table: str
    raw: str
    page: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class ExtractionStep:
    """One strategy tried on one table.

    Attributes:
        step: 1 for the first strategy of the table.
        fit: how well the printed table fits the form, see :attr:`TableResult.fit`.
        cells_found: cells with a number or a printed blank.
        sums_held: the form's sums that can be told and hold.
        sums_broken: the form's sums that its numbers break.
        chosen: whether this reading was kept.
        reason: why it was tried.
        outcome: what came of it, and where it was not kept, why.
    """

    table: str
    step: int
    strategy: str
    fit: float
    cells_found: int
    sums_held: int
    sums_broken: int
    chosen: bool
    reason: str
    outcome: str


@dataclass(frozen=True, slots=True)
class TableResult:
    """One table as one strategy read it; ``cells`` is empty where the table was not found, or a ``fault`` cost it."""

    table: str
    strategy: str
    cells: tuple[ExtractedCell, ...] = ()
    unplaced: tuple[UnplacedValue, ...] = ()
    fault: str | None = None

    @property
    def found(self) -> int:
        """Cells with a number or an empty cell; not the places where a layout of words merely shows nothing."""
        return sum(c.state == "reported" or (c.state == "blank" and c.confidence >= SURE) for c in self.cells)

    @property
    def fit(self) -> float:
        """How well the printed table fits the form, 0 to 1.

        The mean over the cells that its form has of the confidence with which each was found (the likeness of its
        label, less where its column is not certain); a cell that was not found counts 0.
        """
        found = (c.confidence for c in self.cells if c.state in ("reported", "blank"))
        return sum(found) / len(self.cells) if self.cells else 0.0

    @property
    def reported(self) -> int:
        """Cells with a number."""
        return sum(c.state == "reported" for c in self.cells)


@dataclass(frozen=True, slots=True)
class Extraction:
    """The three tables of a report, and how they were read; ``faults`` are tracebacks of the program's own."""

    cells: tuple[ExtractedCell, ...]
    steps: tuple[ExtractionStep, ...]
    unplaced: tuple[UnplacedValue, ...] = ()
    faults: tuple[str, ...] = ()
