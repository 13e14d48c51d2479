"""Tables and words of a page, from the characters and lines that it draws, whatever format it comes from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from pipeline.documents.model import BBox, Block, Cell, Grid, Word, WordLines
from pipeline.documents.pages import Char, PageContent

_SNAP = 2.0
"""Points within which two ruling positions are the same line."""

_TOLERANCE = 3.0
"""Points: pdfplumber's own default for snapping, joining and crossing lines."""

_MOST_STEPS_BACK = 0.15
"""Share of lines that may follow one further down and not to their left: in reading order hardly any does."""


def ruled_grids(contents: Iterable[PageContent], method: str) -> list[Block]:
    """Tables drawn with lines or rectangles, by pdfplumber's table finder."""
    blocks: list[Block] = []
    for page in contents:
        chars = without_doubles(page.chars)
        edges = merge_edges(page.edges, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
        edges = [e for e in edges if max(e["x1"] - e["x0"], e["bottom"] - e["top"]) >= _TOLERANCE]
        cells = intersections_to_cells(edges_to_intersections(edges, _TOLERANCE, _TOLERANCE))
        for boxes in cells_to_tables(cells):
            grid = boxed_grid(boxes, chars, page.number, method)
            if grid is not None:
                blocks.append(grid)
    return blocks


def word_lines(contents: Iterable[PageContent], method: str) -> list[Block]:
    """The words of each page with their positions, grouped to printed lines."""
    blocks: list[Block] = []
    for page in contents:
        words: list[Word] = []
        for number, line in enumerate(_lines(without_doubles(page.chars))):
            words.extend(_words(line, number))
        if words:
            blocks.append(WordLines(tuple(words), method, page.number))
    return blocks


def text_lines(page: PageContent) -> list[str]:
    """The page's text in drawing order: a line ends where the next character stands above, below or before it.

    Where the drawing order is none of reading (objects sorted by font or colour, or shuffled), from the top.
    """
    chars = without_doubles(page.chars)
    lines: list[list[Char]] = []
    for char in chars:
        last = lines[-1][-1] if lines else None
        middle = (char["top"] + char["bottom"]) / 2
        if last and last["top"] <= middle <= last["bottom"] and char["x0"] >= last["x0"] - 0.5 * last["size"]:
            lines[-1].append(char)
        else:
            lines.append([char])
    back = sum(b[0]["bottom"] < a[0]["top"] and b[0]["x0"] < a[-1]["x1"] for a, b in pairwise(lines))
    if back > _MOST_STEPS_BACK * len(lines):
        lines = _lines(chars)
    return [text for line in lines if (text := _line_text(line).strip())]


def without_doubles(chars: Sequence[Char]) -> list[Char]:
    """Characters that are printed twice in almost the same place, as a cheap bold face, once."""
    seen: set[tuple[str, int, int]] = set()
    kept: list[Char] = []
    for char in chars:
        x, y = round(char["x0"]), round(char["top"])
        if any((char["text"], x + dx, y + dy) in seen for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
            same = next((k for k in reversed(kept) if k["text"] == char["text"] and _overlap(k, char) > 0.7), None)
            if same is not None:
                continue
        seen.add((char["text"], x, y))
        kept.append(char)
    return kept


def _overlap(a: Char, b: Char) -> float:
    width = min(a["x1"], b["x1"]) - max(a["x0"], b["x0"])
    height = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
    area = (a["x1"] - a["x0"]) * (a["bottom"] - a["top"])
    return max(0.0, width) * max(0.0, height) / area if area else 0.0


def _starts(values: Iterable[float]) -> list[float]:
    """Distinct positions, those closer than the snap distance taken as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SNAP:
            found.append(value)
    return found


def _index(starts: Sequence[float], value: float) -> int:
    return max(0, bisect_right(starts, value + _SNAP) - 1)


def boxed_grid(boxes: Sequence[BBox], chars: Sequence[Char], page: int, method: str) -> Grid | None:
    """Cells with rows, columns and spans from their boxes; None for a frame of one column."""
    lefts, tops = _starts(b[0] for b in boxes), _starts(b[1] for b in boxes)
    if len(lefts) < 2:
        return None
    inside: dict[BBox, list[Char]] = {box: [] for box in boxes}
    by_row: dict[int, list[BBox]] = {}
    for box in boxes:
        for row in range(_index(tops, box[1]), _index(tops, box[3] - 2 * _SNAP) + 1):
            by_row.setdefault(row, []).append(box)
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        for box in by_row.get(bisect_right(tops, y) - 1, ()):
            if box[0] <= x < box[2] and box[1] <= y < box[3]:
                inside[box].append(char)
                break
    cells = []
    for box in boxes:
        row, column = _index(tops, box[1]), _index(lefts, box[0])
        height = max(1, _index(tops, box[3] - 2 * _SNAP) - row + 1)
        width = max(1, _index(lefts, box[2] - 2 * _SNAP) - column + 1)
        raw = _cell_text(inside[box])
        cells.append(Cell(row, column, raw, raw, height, width, page, tuple(round(v, 2) for v in box)))  # type: ignore[arg-type]
    return Grid(tuple(sorted(cells, key=lambda c: (c.row, c.column))), method, page)


def _cell_text(chars: Sequence[Char]) -> str:
    """A cell's characters as printed lines."""
    return "\n".join(_line_text(line) for line in _lines(chars))


def _lines(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters grouped to lines from the top, each from the left."""
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if lines and lines[-1][0]["top"] <= middle <= lines[-1][0]["bottom"]:
            lines[-1].append(char)
        else:
            lines.append([char])
    return [sorted(line, key=lambda c: c["x0"]) for line in lines]


def _line_text(line: Sequence[Char]) -> str:
    """A line's characters, parted where a gap, another size or an overlap says that they do not belong together."""
    text = ""
    for before, char in zip([None, *line], line, strict=False):
        if before is not None and char["text"] != " " and _parted(before, char):
            text += " "
        text += char["text"]
    return " ".join(text.split()) if " " in text else text


def _parted(left: Char, right: Char) -> bool:
    gap = right["x0"] - left["x1"]
    size, other = left["size"], right["size"]
    digits = left["text"].isdigit() and right["text"].isdigit()
    # A raised mark, or a watermark's digit, is no digit of the number it touches.
    strange = digits and (min(size, other) < 0.75 * max(size, other) or gap < -0.3 * min(size, other) / 2)
    return bool(gap > 0.3 * right["size"] or strange)


def _words(line: Sequence[Char], number: int) -> Iterator[Word]:
    """The words of a line of characters: parted by spaces and gaps."""
    word: list[Char] = []
    for char in line:
        ends = not char["text"].strip()
        if word and (ends or _parted(word[-1], char)):
            yield _word(word, number)
            word = []
        if not ends:
            word.append(char)
    if word:
        yield _word(word, number)


def _word(chars: Sequence[Char], number: int) -> Word:
    text = "".join(c["text"] for c in chars)
    box = (chars[0]["x0"], min(c["top"] for c in chars), chars[-1]["x1"], max(c["bottom"] for c in chars))
    return Word(text, text, box[0], box[2], number, box)
