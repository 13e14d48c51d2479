"""Cut-outs of source pages: one a table and page, around what is broken there."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import BBox
from pipeline.documents.pages.content import around
from pipeline.quality.marking import speaks_of
from pipeline.quality.model import Cell, Group, Report, Section
from pipeline.show.pictures import A4, PICTURES, PagePart, page_parts

DRAWS_PAGES = frozenset(("pdf", "ofd", *PICTURES))
"""Formats whose sources draw pages."""

_ABOVE_COLUMN, _ABOVE_ROW, _BELOW = 110.0, 40.0, 24.0
"""What is shown above and below of the marked cells, on a page as wide as A4: a column's header, a row's neighbours."""
_OUTER = 1.4
"""Per cent of the picture by which an outline is wider than what it surrounds: digits stand free in it."""

Read = Callable[[dict[str, object]], bytes]
"""Gives a report's source file; raises OSError where it is not there."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A group's cells outlined on a cut-out: place and size in per cent of it."""

    number: int
    severity: str
    style: str
    tall: bool


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a source page as a data address, and the outlines over it."""

    table: str
    page: int
    kind: str
    address: str
    outlines: tuple[Outline, ...]


@dataclass(frozen=True, slots=True)
class Crops:
    """A report's cut-outs, how many more there could be, and why they lack (in Chinese and English)."""

    found: tuple[Crop, ...] = ()
    left_out: int = 0
    lacking: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    table: str
    page: int
    part: BBox
    boxes: tuple[tuple[Group, BBox], ...]


def crops_of(report: Report, cells: Sequence[Cell], read: Read | None, most: int) -> Crops:
    """Cut out what a report's findings speak of.

    Args:
        report: the report.
        cells: its published cells.
        read: gives its source file; None where the source is not to be looked at.
        most: how many cut-outs are allowed.
    """
    kind = str(report.record["format"])
    wanted = [w for s in report.sections if s.table for w in _wanted(s, cells, kind)]
    if kind not in DRAWS_PAGES or not wanted:
        return Crops()
    if read is None or most <= 0:
        return Crops((), len(wanted), ("此报告未附原件截图", "No cut-outs of this report's source are here"))
    try:
        data = read(report.record)
    except (OSError, UnreadableDocument):
        return Crops((), len(wanted), ("原件不在报告文件夹中，无法截图", "The source is not in the folder of reports"))
    if hashlib.sha256(data).hexdigest() != report.record["sha256"]:
        return Crops((), len(wanted), ("原件在发布后已变动，故不截图", "The source has changed since it was published"))
    left_out = max(0, len(wanted) - most)
    try:
        parts = page_parts(data, kind, [(w.page, w.part) for w in wanted[:most]])
    except UnreadableDocument as error:
        return Crops((), len(wanted), ("原件无法再读取，故不截图", f"The source cannot be read any more: {error}"))
    found = tuple(_crop(w, p, kind) for w, p in zip(wanted, parts, strict=False))
    less = (f"另有 {left_out} 处未截图", f"{left_out} more cut-outs are left out") if left_out else None
    return Crops(found, left_out, less)


def _wanted(section: Section, cells: Sequence[Cell], kind: str) -> list[_Wanted]:
    """Per page, the part around the cells that the section's findings speak of, and their boxes."""
    boxed = [c for c in cells if c["table"] == section.table and c["bbox"] is not None and c["page"] is not None]
    found = []
    for page in sorted({int(c["page"]) for c in boxed}):
        here = [c for c in boxed if int(c["page"]) == page]
        boxes = []
        by_column = False
        for group in section.groups:
            for finding in group.findings:
                own = [_box(c) for c in here if speaks_of(finding, c)]
                if own:
                    boxes.append((group, around(own)))
                    by_column = by_column or finding.row is None
        if boxes:
            _, top, _, bottom = around([b for _, b in boxes])
            # Boxes of pictures are in pixels; their pages are taken to be as wide as what is printed on them.
            unit = 1.0 if kind in ("pdf", "ofd") else max(_box(c)[2] for c in boxed) / (0.9 * A4)
            # Table 四 prints its tracks beside each other, below their headers.
            above = _ABOVE_COLUMN if by_column or section.table == "review_litigation" else _ABOVE_ROW
            part = (0.0, top - above * unit, float("inf"), bottom + _BELOW * unit)
            found.append(_Wanted(str(section.table), page, part, tuple(boxes)))
    return found


def _box(cell: Cell) -> BBox:
    left, top, right, bottom = (float(v) for v in cell["bbox"])
    return left, top, right, bottom


def _crop(wanted: _Wanted, part: PagePart, kind: str) -> Crop:
    left, top, right, bottom = part.box
    width, height = right - left, bottom - top
    outlines = tuple(
        Outline(
            group.number,
            group.severity,
            f"left:{100 * (b[0] - left) / width - _OUTER / 2:.2f}%;top:{100 * (b[1] - top) / height:.2f}%;"
            f"width:{100 * (b[2] - b[0]) / width + _OUTER:.2f}%;height:{100 * (b[3] - b[1]) / height:.2f}%",
            b[3] - b[1] > b[2] - b[0],
        )
        for group, b in wanted.boxes
    )
    return Crop(
        wanted.table,
        wanted.page,
        kind,
        f"data:{part.mime};base64,{b64encode(part.image).decode()}",
        outlines,
    )
