"""Rows of a text that a program cut at a width: each piece but a row's last one is as wide as lines become."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import compress, pairwise

from pipeline.documents.model import NO_TEXT
from pipeline.documents.text.layout import display_width
from pipeline.documents.text.lines import is_value

_FEWEST = 5
"""Full lines with marks between cells from which lines were cut."""
_FEWEST_KINDS = 3
"""Different ends and places of marks that full lines show then; in tables drawn to one width they are alike."""
_FEWEST_RESTS = 3
"""Full lines of a row kept with spaces, below which stand numbers alone, from which these are the rows' rests."""
_NARROWEST, _WIDEST = 30, 200
_MARK = re.compile(r"[|│┃║\t;,]")
_MARKED = re.compile(rf"(?:.*?{_MARK.pattern}){{2}}.*")
_WORD = re.compile(r"[\u3400-\u9fff（(]")
_LABEL = re.compile(r"[|│┃║]?\s*(?:\d\s*[.．、]\s*)?(?![件条項项宗次份万萬元])[\u3400-\u9fff（(]")
_OPEN = re.compile(r"[\d\t;,]$|\d {2,}$")
"""The end of a line behind which a number, or the next cell's, may go on."""
_REST = re.compile(r"\d{1,4}[\s|\t;,]*")


def unfolded(content: str) -> str:
    """The text with the pieces of its rows put together where lines were cut at a width.

    Where only its longest line may have been cut, inside its last number or behind a cell or its bar, what goes on is
    marked as in doubt.
    """
    lines = content.split("\n")
    found = [full for measure in (len, display_width) if (full := _full_lines(lines, measure)) is not None]
    if found:
        full = max(found, key=sum)
        return "".join(line if cut else f"{line}\n" for line, cut in zip(lines, full, strict=True))[:-1]
    longest = [_width(lines, measure) for measure in (len, display_width)]
    closed = 2 * sum(line.rstrip().endswith("|") for line in lines) > sum("|" in line for line in lines)
    for n, (line, below) in enumerate(pairwise(lines)):
        is_longest = len(line) == longest[0] or display_width(line) == longest[1]
        if not closed and line.rstrip().endswith("|"):
            goes_on = bool(_values(below)) and not _WORD.search(below)
        else:
            goes_on = bool(_OPEN.search(line) and _REST.fullmatch(below))
        if is_longest and _values(line) and goes_on:
            lines[n] += NO_TEXT
    return "\n".join(lines)


def _width(lines: Sequence[str], measure: Callable[[str], int]) -> int:
    """The width of the lines, of those with marks between cells if there are any: a title may be wider."""
    return max(map(measure, [line for line in lines if _MARKED.fullmatch(line)] or lines))


def _full_lines(lines: Sequence[str], measure: Callable[[str], int]) -> list[bool] | None:
    """Of each line whether the next one goes on with it; None where lines were not cut at a width, told so."""
    widths = [measure(line) for line in lines]
    width = _width(lines, measure)
    if not _NARROWEST <= width <= _WIDEST:
        return None
    below = [*lines[1:], ""]
    # A wide character does not fit into the last place of a display.
    full = [width < own + (measure(next_[:1]) or 1) and own <= width for own, next_ in zip(widths, below, strict=True)]
    ends = [*full[1:], False]
    last = [pair for *pair, cut, again in zip(lines, below, full, ends, strict=True) if cut and not again]
    if not (_shows_cut_cells(list(compress(lines, full)), measure) or _shows_rests(last)):
        return None
    return [cut and _goes_on(line, next_) for line, next_, cut in zip(lines, below, full, strict=True)]


def _shows_cut_cells(full: Sequence[str], measure: Callable[[str], int]) -> bool:
    """Whether full lines have marks between cells, and were drawn to their width by no program that aligns cells."""
    marked = [line for line in full if _MARKED.fullmatch(line)]
    ends = {line[-1] for line in marked}
    places = {tuple(measure(line[: m.start()]) for m in _MARK.finditer(line)) for line in marked}
    return len(marked) >= _FEWEST and min(len(ends), len(places)) >= _FEWEST_KINDS


def _shows_rests(pairs: Iterable[Sequence[str]]) -> bool:
    """Whether below most full lines of rows, a label and numbers or the spaces before them, numbers alone go on."""
    rows = [(line, below) for line, below in pairs if _WORD.search(line) and (_values(line) or line.endswith("  "))]
    rests = sum(bool(_values(below)) and not _WORD.search(below) for _, below in rows)
    return rests >= _FEWEST_RESTS and 2 * rests >= len(rows)


def _values(line: str) -> int:
    return sum(map(is_value, _MARK.sub(" ", line).split()))


def _goes_on(line: str, below: str) -> bool:
    """Whether a line may go on in the next one: not where its numbers have begun and words begin the next."""
    return not _values(line) or _LABEL.match(below) is None
