"""Which words of a page stand beside one another."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.documents.scan.basics import Box

_LEVEL = 0.55
"""Part of the lower word's height in which two words beside one another overlap at least: where a label of one line
stands beside one of two, in their middle, it belongs to neither line."""


def text_rows(boxes: Sequence[Box]) -> list[list[int]]:
    """The places of the words of each row in ``boxes``, from the left; rows from the top.

    Each word belongs to the row of the next one beside it, so that a row may lean; never with one above or below it.
    """
    order = sorted(range(len(boxes)), key=lambda n: boxes[n][0])
    rows = {n: [n] for n in order}
    row_of = {n: n for n in order}
    for at, n in enumerate(order):
        beside = next((m for m in order[at + 1 :] if _are_level(boxes[n], boxes[m])), None)
        if beside is None or row_of[beside] == row_of[n]:
            continue
        own, other = rows[row_of[n]], rows[row_of[beside]]
        if not any(_is_below(boxes[a], boxes[b]) or _is_below(boxes[b], boxes[a]) for a in own for b in other):
            own += rows.pop(row_of[beside])
            row_of.update(dict.fromkeys(own, row_of[n]))
    from_left = [sorted(row, key=lambda n: boxes[n][0]) for row in rows.values()]
    return sorted(from_left, key=lambda row: sum(boxes[n][1] + boxes[n][3] for n in row) / len(row))


def _are_level(left: Box, right: Box) -> bool:
    lower = min(left[3] - left[1], right[3] - right[1])
    overlap = min(left[3], right[3]) - max(left[1], right[1])
    return right[0] > (left[0] + left[2]) / 2 and overlap >= _LEVEL * lower


def _is_below(box: Box, over: Box) -> bool:
    """Whether a word stands below another, none of it beside it."""
    return min(box[2], over[2]) > max(box[0], over[0]) and box[1] >= over[3] - 0.2 * (over[3] - over[1])
