"""A printed cell and a printed row, whatever layout they come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pipeline.documents.model import BBox, Cell, Word
from pipeline.documents.places import Place, joined_box
from pipeline.extract.printed.labels import label_key
from pipeline.normalise.numbers import perhaps_numbers, read_number

_TRUSTED = 0.9
"""Certainty from which a text read from a picture is taken as it is."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed cell: its text, and where it stands from left to right.

    ``x0`` and ``x1`` are grid columns in a grid, the place in the row in ragged or streamed cells, and points or
    character columns for words. ``shared`` marks a number that stands in one cell for several of the form's.
    ``certainty`` is below 1 where a picture was read, and ``readings`` are all the texts that it may be, where that, or
    a line of digits below it, leaves a doubt; what is in doubt is never taken for blank.
    ``place`` is where it stands in the document's own tables, in a source without drawn pages. ``wrapped`` says that
    its lines are one number that a narrow column broke.
    """

    raw: str
    text: str
    x0: float
    x1: float
    page: int | None = None
    bbox: BBox | None = None
    row_span: int = 1
    shared: bool = False
    certainty: float = 1.0
    readings: tuple[str, ...] = ()
    place: Place | None = None
    wrapped: bool = False
    is_blank: bool = field(init=False)

    def __post_init__(self) -> None:
        """Settle once whether nothing is printed in it (empty, /, -, 无): it is asked often."""
        object.__setattr__(self, "is_blank", not self.readings and read_number(self.raw).state == "blank")


def with_line(one: Printed, other: Printed, *, perhaps: bool = False) -> Printed:
    """A number with a line of digits above or below it, as the lines of one cell.

    This is the one way in which numbers that something broke (a narrow column, the end of a page) are put together
    again: the lines stay lines, and ``readings`` tell what number they may be. Only the form's sums make it one.

    Args:
        one: the number, or its lines so far.
        other: the further line; without boxes on one page it is the lower.
        perhaps: whether it may be none of this number's, which then is read without it as well.
    """
    boxed = one.bbox is not None and other.bbox is not None and one.page == other.page
    top, below = (other, one) if boxed and _height(other) < _height(one) else (one, other)
    # A line between others that were put together before has lost its place: that is no number any more.
    joint = " " if boxed and _is_between(other, one) else "\n"
    raw, text = f"{top.raw}{joint}{below.raw}", f"{top.text}{joint}{below.text}"
    if top.readings or below.readings:
        pieces = ((a, b) for a in top.readings or (top.raw.strip(),) for b in below.readings or (below.raw.strip(),))
        readings = tuple(dict.fromkeys(whole for a, b in pieces for whole in perhaps_numbers(f"{a}{joint}{b}")))
    else:
        readings = perhaps_numbers(raw)
    readings += (one.readings or (one.raw.strip(),)) if perhaps else ()
    return replace(
        one,
        raw=raw,
        text=text,
        readings=readings,
        certainty=min(one.certainty, other.certainty),
        bbox=joined_box((one.bbox, other.bbox)) if boxed else one.bbox,
    )


def _height(cell: Printed) -> float:
    return cell.bbox[1] if cell.bbox is not None else 0.0


def _is_between(line: Printed, lines: Printed) -> bool:
    """Whether a line stands between the first and the last of several."""
    if line.bbox is None or lines.bbox is None or "\n" not in lines.raw:
        return False
    middle = (line.bbox[1] + line.bbox[3]) / 2
    return lines.bbox[1] < middle < lines.bbox[3]


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row as printed.

    Attributes:
        labels: the label cells from the left.
        values: the cells behind the last label, blank ones included where the layout keeps them.
        layout: ``grid``, ``ragged``, ``stream`` or ``words``: what the places of values mean.
        block: which block of the document it comes from; ``method`` which reader gave that.
        size: number of cells of the row; ``line`` its place in its grid.
        words: in layout ``words``, the single words of the labels, each with its place.
        padded: the last value may be no cell, but what fills the row up.
        printed_values: the values in which something is printed.
    """

    labels: tuple[Printed, ...]
    values: tuple[Printed, ...]
    layout: str
    block: int
    method: str
    page: int | None = None
    size: int = 0
    keys: tuple[str, ...] = ()
    words: tuple[Printed, ...] = ()
    line: int = 0
    padded: bool = False
    printed_values: tuple[Printed, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Keep apart the values in which something is printed."""
        object.__setattr__(self, "printed_values", tuple(v for v in self.values if not v.is_blank))

    @property
    def leaf(self) -> str:
        """Key of the label nearest to the values."""
        return self.keys[-1] if self.keys else ""

    @property
    def where(self) -> tuple[int | None, BBox | None, Place | None]:
        """Page and box around what the row prints (its numbers, else its labels), and the place of the first of it."""
        cells = self.printed_values or self.labels or self.values
        if not cells:
            return self.page, None, None
        page = cells[0].page
        return page, joined_box(c.bbox for c in cells if c.page == page), cells[0].place


def with_labels(row: PrintedRow, labels: tuple[Printed, ...], words: tuple[Printed, ...]) -> PrintedRow:
    """A row with other label cells, and words that these are made of."""
    return replace(row, labels=labels, words=words, keys=keys_of(labels))


def keys_of(labels: Iterable[Printed]) -> tuple[str, ...]:
    """The keys of label cells, as far as they have one."""
    return tuple(key for key in (label_key(cell.text) for cell in labels) if key)


def printed_row(
    labels: tuple[Printed, ...],
    values: tuple[Printed, ...],
    layout: str,
    block: int,
    method: str,
    page: int | None,
    size: int,
) -> PrintedRow:
    """A row with these cells of the given block."""
    return PrintedRow(labels, values, layout, block, method, page, size, keys_of(labels))


def readings_of(part: Cell | Word) -> tuple[str, ...]:
    """All that a part may be, where it is in doubt: read from a picture, in several lines, or with raised digits."""
    if part.certainty < _TRUSTED:
        return tuple(dict.fromkeys((part.raw, *part.readings)))
    return () if isinstance(part, Cell) and part.wrapped else perhaps_numbers(part.raw)
