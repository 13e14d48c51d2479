"""A page as what it draws: characters and straight lines with their places, whatever format it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Char = dict[str, Any]
"""A character as pdfplumber describes it: text, x0, x1, top, bottom, size."""
Edge = dict[str, Any]
"""A line as pdfplumber's table finder takes it: orientation, x0, x1, top, bottom, width, height."""

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f, as PDF, OFD and SVG write it: x' = a x + c y + e, y' = b x + d y + f."""
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_STRAIGHT = 0.5
"""Points by which a horizontal or vertical line may lean."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page as shown, in points from its top left corner.

    Attributes:
        number: from 1.
        chars: characters in drawing order.
        edges: straight lines.
        width: of the page as shown; ``height`` likewise.
    """

    number: int
    chars: list[Char]
    edges: list[Edge]
    width: float = 0.0
    height: float = 0.0


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies ``inner`` first."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def straight_edge(start: tuple[float, float], end: tuple[float, float]) -> Edge | None:
    """The line between two points as an edge; None where it leans, or is a dot."""
    (x0, top), (x1, bottom) = start, end
    width, height = abs(x1 - x0), abs(bottom - top)
    if min(width, height) > _STRAIGHT or max(width, height) < 1:
        return None
    return {
        "orientation": "h" if width > height else "v",
        "object_type": "line",
        "x0": min(x0, x1),
        "x1": max(x0, x1),
        "top": min(top, bottom),
        "bottom": max(top, bottom),
        "width": width,
        "height": height,
    }
