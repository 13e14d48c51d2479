"""Labels wider than their cells: text that a program did not break and drew over the cells beside its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.documents.model import HAN, BBox
from pipeline.documents.pages.content import Char, runs

_LABEL = re.compile(r"\W*(?:\d{1,2}[.、．])?\D*")
"""A label has no digits but its own number."""
_FEWEST = 4
"""Characters from which a text is told as a label."""
_TOUCHING = 0.05
"""Share of the size that lies between characters of one text at most."""
_LEVEL = 0.1
"""Share of the size by which characters of one line differ in height."""


def with_whole_labels(inside: Mapping[BBox, Sequence[Char]], chars: Iterable[Char]) -> dict[BBox, list[Char]]:
    """Cells' characters, those of a label that goes on over a border put together in the label's own cell.

    Told by what the file draws character behind character, without a gap: a text without numbers. Its cell is the one
    in whose column its middle stands, or else its beginning, and which holds no number itself. Numbers stay where they
    stand.

    Args:
        inside: the characters in each cell.
        chars: those of the page.
    """
    home = {id(c): box for box, own in inside.items() for c in own}
    result = {box: list(own) for box, own in inside.items()}
    placed = (c for c in chars if id(c) in home and c["text"].strip())
    for piece in runs(sorted(placed, key=lambda c: c.get("drawn", 0)), _goes_on):
        boxes = dict.fromkeys(home[id(c)] for c in piece)
        text = "".join(c["text"] for c in piece)
        if len(boxes) < 2 or len(HAN.findall(text)) < _FEWEST or not _LABEL.fullmatch(text):
            continue
        own = {id(c) for c in piece}
        middle = (piece[0]["x0"] + piece[-1]["x1"]) / 2
        likely = (*(b for b in boxes if b[0] <= middle < b[2]), home[id(piece[0])])
        cell = next((b for b in likely if not any(c["text"].isdigit() for c in inside[b] if id(c) not in own)), None)
        if cell is not None:
            for box in boxes:
                result[box] = [c for c in result[box] if id(c) not in own]
            result[cell] += piece
    return result


def _goes_on(left: Char, right: Char) -> bool:
    """Whether the file draws a character right behind another."""
    level = abs(left["bottom"] - right["bottom"]) <= _LEVEL * left["size"]
    return bool(level and abs(right["x0"] - left["x1"]) <= _TOUCHING * left["size"])
