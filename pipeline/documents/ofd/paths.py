"""The data of an OFD path: its figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.documents.pages.content import Point

_TOKEN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[A-Za-z]")
_NUMBERS_OF = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7}
_CURVES = frozenset("QBA")


def figures(data: str) -> Iterator[tuple[list[tuple[Point, Point]], list[Point]]]:
    """Each figure of a path: its straight segments, and where its curves end.

    M or S begins a figure, L goes on, C closes it; Q, B and A are curves.
    """
    start = here = (0.0, 0.0)
    begun = False
    lines: list[tuple[Point, Point]] = []
    curves: list[Point] = []
    for command, values in _commands(data):
        if command in ("C", "Z"):
            if begun and here != start:
                lines.append((here, start))
            here = start
            continue
        count = _NUMBERS_OF.get(command)
        if count is None:
            continue
        for index in range(0, len(values) - count + 1, count):
            point = values[index + count - 2], values[index + count - 1]
            if command in ("M", "S") and index == 0:
                if lines or curves:
                    yield lines, curves
                start, begun, lines, curves = point, True, [], []
            elif command in _CURVES:
                curves += [here, point]
            else:
                lines.append((here, point))
            here = point
    if lines or curves:
        yield lines, curves


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    command, values = "", list[float]()
    for token in _TOKEN.findall(data):
        if token.isalpha():
            yield command, values
            command, values = token.upper(), []
        else:
            values.append(float(token))
    yield command, values
