"""The boxes that lines enclose, as pdfplumber's table finder finds them, in less than half its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections
from pdfplumber.utils.geometry import obj_to_bbox

from pipeline.documents.model import BBox
from pipeline.documents.pages.content import Edge, Point


def boxes_between(edges: list[Edge], tolerance: float) -> list[list[BBox]]:
    """The boxes that lines enclose, a list for each table; ``tolerance`` is how far from a line another may end."""
    crossings = edges_to_intersections(edges, tolerance, tolerance)
    tables: list[list[BBox]] = cells_to_tables(_smallest_boxes(crossings))
    return tables


def _smallest_boxes(crossings: Mapping[Point, Mapping[str, Sequence[Any]]]) -> list[BBox]:
    """From each crossing the first box below and right of it whose four sides are drawn.

    pdfplumber compares every two crossings, and makes the sets of their lines anew each time.
    """
    upright = {point: set(map(obj_to_bbox, lines["v"])) for point, lines in crossings.items()}
    level = {point: set(map(obj_to_bbox, lines["h"])) for point, lines in crossings.items()}
    columns: dict[float, list[Point]] = {}
    rows: dict[float, list[Point]] = {}
    for point in sorted(crossings):
        columns.setdefault(point[0], []).append(point)
        rows.setdefault(point[1], []).append(point)

    def box(corner: Point) -> BBox | None:
        right = [p for p in rows[corner[1]] if p > corner and not level[corner].isdisjoint(level[p])]
        for below in columns[corner[0]] if right else ():
            if below <= corner or upright[corner].isdisjoint(upright[below]):
                continue
            for beside in right:
                end = beside[0], below[1]
                if end in crossings and not (
                    upright[end].isdisjoint(upright[beside]) or level[end].isdisjoint(level[below])
                ):
                    return *corner, *end
        return None

    return [found for point in sorted(crossings) if (found := box(point)) is not None]
