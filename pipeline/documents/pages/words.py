"""The text of a page: its characters put together to lines and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.documents.model import NO_TEXT, BBox, Block, Word, WordLines
from pipeline.documents.pages.chars import seen_chars, without_doubles
from pipeline.documents.pages.columns import in_columns
from pipeline.documents.pages.content import Char, PageContent, said

_OVERLAPPING = 0.1
"""Share of the size by which neighbouring digits overlap only where they are no neighbours."""
_APART = 0.3
"""Share of the size from which a gap parts two words."""
_NARROW = 0.12
"""Share of the size from which a gap between two text objects parts their numbers, if within them is hardly one."""
_BESIDE = 0.15
"""Share of the size within which digits stand side by side."""
_RAISED = 0.15
"""Share of the size by which a digit stands above or below its neighbour only where it is a mark beside a number."""
_FEW_STEPS_BACK = 2
"""Steps back that any page may have: to its number, to a stamp or a box beside the text."""
_MOST_STEPS_BACK = 0.15
"""Share of lines that may follow one further down and not to their left: in reading order hardly any does."""


def word_lines(contents: Iterable[PageContent], method: str) -> list[Block]:
    """The words of each page with their positions, grouped to printed lines; columns of text one after the other."""
    blocks: list[Block] = []
    for page in contents:
        for lines in in_columns(lines_of(seen_chars(page))):
            words = (word for number, line in enumerate(lines) for word in _words(line, number))
            shown = tuple(_word_placed(page, w) for w in words)
            blocks += [WordLines(shown, method, page.number)] if shown else []
    return blocks


def _word_placed(page: PageContent, word: Word) -> Word:
    if word.bbox is None:
        return word
    number, box = page.placed(word.bbox)
    return replace(word, bbox=box, page=None if number == page.number else number)


def page_words(chars: Sequence[Char]) -> list[Word]:
    """The words that characters make, each with its line from the top."""
    return [word for number, line in enumerate(lines_of(chars)) for word in _words(line, number)]


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
    if is_shuffled([(line[0]["x0"], line[0]["top"], line[-1]["x1"], line[0]["bottom"]) for line in lines]):
        lines = lines_of(chars)
    return [text for line in lines if (text := line_text(line).strip())]


def is_shuffled(lines: Sequence[BBox]) -> bool:
    """Whether lines of text, by their boxes in drawing order (y down), stand in no order of reading."""
    back = sum(b[3] < a[1] and b[0] < a[2] for a, b in pairwise(lines))
    # A sheet's program draws texts that reach over their cells last; a line alone may be the page's head.
    above = sum(b[3] < a[1] for a in lines[:1] for b in lines)
    return back > max(_FEW_STEPS_BACK, _MOST_STEPS_BACK * len(lines)) or above > 1


def is_inside(char: Char, box: BBox) -> bool:
    """Whether the middle of a character lies in a box."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x < box[2] and box[1] <= y < box[3])


def text_inside(chars: Sequence[Char], box: BBox) -> str:
    """The text of the characters whose middle lies in a box."""
    return cell_text([c for c in chars if is_inside(c, box)])


def cell_text(chars: Sequence[Char]) -> str:
    """A cell's characters as printed lines."""
    return "\n".join(line_text(line) for line in lines_of(chars))


def lines_of(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters grouped to lines from the top, each from the left."""
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if lines and lines[-1][0]["top"] <= middle <= lines[-1][0]["bottom"]:
            lines[-1].append(char)
        else:
            lines.append([char])
    for upper, lower in pairwise(lines):
        _with_whole_numbers(upper, lower)
    return [sorted(line, key=lambda c: c["x0"]) for line in lines if line]


def _with_whole_numbers(one: list[Char], other: list[Char]) -> None:
    """Move digits to the line above or below that has the rest of their number, or what is printed over them.

    Two fonts are not as high, and between their middles the first character of a label's line beside them may end.
    """
    fewer, more = sorted((one, other), key=lambda line: sum(c["text"].isdigit() for c in line))
    digits, beside = ([c for c in line if c["text"].isdigit()] for line in (fewer, more))
    while moved := [c for c in digits if any(_is_beside(c, digit) for digit in beside)]:
        digits = [c for c in digits if c not in moved]
        fewer[:] = [c for c in fewer if c not in moved]
        more += moved
        beside = moved


def _is_beside(one: Char, other: Char) -> bool:
    """Whether two digits stand side by side, or over one another, on about the same height."""
    gap = max(one["x0"] - other["x1"], other["x0"] - one["x1"])
    return bool(gap <= _BESIDE * other["size"] and other["top"] < (one["top"] + one["bottom"]) / 2 < other["bottom"])


def line_text(line: Sequence[Char]) -> str:
    """A line's characters, parted where a gap, another size or an overlap says that they do not belong together."""
    text = ""
    for before, char in zip([None, *line], line, strict=False):
        if before is not None and char["text"] != " " and _parted(before, char):
            text += " "
        text += said(char)
    return " ".join(text.split()) if " " in text else text


def _parted(left: Char, right: Char) -> bool:
    gap = right["x0"] - left["x1"]
    return bool(gap > _APART * right["size"] or _is_strange(left, right))


def _begin_numbers(line: Sequence[Char]) -> set[int]:
    """The places in a line at which a text object begins with a digit that is none of the number before it.

    Numbers of narrow columns without rulings stand hardly apart, but further than the digits of either.
    """
    pairs = list(enumerate(pairwise(line)))
    gaps = [right["x0"] - left["x1"] for _, (left, right) in pairs]
    within = {n: gaps[n] for n, pair in pairs if _are_digits(*pair) and pair[0].get("run") == pair[1].get("run")}
    apart = [n for n, (left, right) in pairs if _are_digits(left, right) and n not in within]
    wide = [n for n in apart if gaps[n] > _NARROW * line[n]["size"]]
    beside = {n: [within[m] for m in (n - 1, n + 1) if m in within] for n in wide}
    return {n + 1 for n in wide if beside[n] and all(2 * gap < gaps[n] for gap in beside[n])}


def _are_whole_runs(line: Sequence[Char], place: int) -> bool:
    """Whether at a place in a line a text object of several digits ends and another begins."""
    around = line[max(0, place - 2) : place + 2]
    runs = [char.get("run") for char in around]
    return len(around) == 4 and all(c["text"].isdigit() for c in around) and runs[0] == runs[1] != runs[2] == runs[3]


def _are_digits(left: Char, right: Char) -> bool:
    return bool(left["text"].isdigit() and right["text"].isdigit())


def _is_strange(left: Char, right: Char) -> bool:
    """Whether a digit is none of the number that it touches: a raised mark, a watermark's."""
    if not _are_digits(left, right):
        return False
    size, other = left["size"], right["size"]
    raised = abs(left["top"] + left["bottom"] - right["top"] - right["bottom"]) / 2
    overlaps = right["x0"] - left["x1"] < -_OVERLAPPING * min(size, other)
    return bool(min(size, other) < 0.75 * max(size, other) or overlaps or raised > _RAISED * max(size, other))


def _words(line: Sequence[Char], number: int) -> Iterator[Word]:
    """The words of a line of characters: parted by spaces and gaps."""
    word: list[Char] = []
    begins = _begin_numbers(line)
    for place, char in enumerate(line):
        ends = not char["text"].strip()
        if word and (ends or place in begins or _parted(word[-1], char)):
            if not ends and _is_strange(word[-1], char) and char["x0"] - word[-1]["x1"] <= _APART * char["size"]:
                word.append({**char, "text": NO_TEXT + char["text"]})  # beside it, and none of it: what is meant?
                continue
            yield _word(word, number)
            word = []
        if not ends:
            # Where no ruling parts them, what two objects print without a gap may be one number or two columns'.
            touching = word and _are_whole_runs(line, place)
            word.append({**char, "text": NO_TEXT + char["text"]} if touching else char)
    if word:
        yield _word(word, number)


def _word(chars: Sequence[Char], number: int) -> Word:
    text = "".join(map(said, chars))
    box = (chars[0]["x0"], min(c["top"] for c in chars), chars[-1]["x1"], max(c["bottom"] for c in chars))
    return Word(text, text, box[0], box[2], number, box)
