"""Which words of a page stand beside one another."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.documents.scan.engine import Box

_LEVEL = 0.55
"""Part of the lower word's height in which two words beside one another overlap at least: where a label of one line
stands beside one of two, in their middle, it belongs to neither line."""


def text_rows(boxes: Sequence[Box]) -> list[list[int]]:
    """The places of the words of each row in ``boxes``, from the left; rows from the top.

    Each word belongs to the row of the next one beside it, so that a row may lean.
    """
    order = sorted(range(len(boxes)), key=lambda n: boxes[n][0])
    row_of = list(range(len(boxes)))
    for at, n in enumerate(order):
        beside = next((m for m in order[at + 1 :] if _are_level(boxes[n], boxes[m])), None)
        if beside is not None:
            old, new = row_of[beside], row_of[n]
            row_of = [new if row == old else row for row in row_of]
    rows: dict[int, list[int]] = {}
    for n in order:
        rows.setdefault(row_of[n], []).append(n)
    return sorted(rows.values(), key=lambda row: sum(boxes[n][1] + boxes[n][3] for n in row) / len(row))


def _are_level(left: Box, right: Box) -> bool:
    lower = min(left[3] - left[1], right[3] - right[1])
    overlap = min(left[3], right[3]) - max(left[1], right[1])
    return right[0] > (left[0] + left[2]) / 2 and overlap >= _LEVEL * lower
