"""What stands beside a page's text: staples, punched holes and the dark edge, which look like a 1."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.documents.model import HAN
from pipeline.documents.scan.engine import Line
from pipeline.documents.scan.print.pieces import Printed, is_grain

_AWAY = 1.0
"""White between a line of text and what stands left of all text, at least: less is between a label and its number."""
_THIN = 0.35
_AT_EDGE = 2.0
"""Width of a stroke at most, and how far it is from the picture's edge: in character sizes."""
_FEWEST_HAN = 2


def no_text(words: Sequence[Printed], lines: Sequence[Line], size: float, width: int) -> set[int]:
    """The places of words that are no part of a page's text.

    No table has a column to the left of all its labels. To the right of them all it may have one, but not one of
    thin strokes alone at the picture's very edge.

    Args:
        words: of a page.
        lines: what was read of each.
        size: of the page's characters.
        width: of the page's picture.
    """
    found = {n for n, w in enumerate(words) if is_dust(w, size)}
    han = [w for w, line in zip(words, lines, strict=True) if len(HAN.findall(line.text)) >= _FEWEST_HAN]
    if not han:
        return found
    begin = min(w.box[0] for w in han)
    for n, (word, line) in enumerate(zip(words, lines, strict=True)):
        level = any(w.box[1] < word.box[3] and word.box[1] < w.box[3] for w in han)
        if word.box[2] < begin - level * _AWAY * size and not HAN.search(line.text):
            found.add(n)
    end = max(w.box[2] for w in han)
    beyond = [n for n, w in enumerate(words) if w.box[0] > end and n not in found]
    strokes = {n for n in beyond if len(words[n].pieces) == 1 and words[n].box[2] - words[n].box[0] <= _THIN * size}
    for n in strokes:
        left, _, right, _ = words[n].box
        alone = not any(words[m].box[0] < right and left < words[m].box[2] for m in beyond if m not in strokes)
        if alone and width - right <= _AT_EDGE * size:
            found.add(n)
    return found


def is_dust(word: Printed, size: float) -> bool:
    """Whether a word is a lone grain."""
    return len(word.pieces) == 1 and is_grain(word.box[2] - word.box[0], word.box[3] - word.box[1], size)
