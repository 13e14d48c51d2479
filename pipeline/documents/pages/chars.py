"""The characters of a page as its reader takes them: none twice, and those in doubt without their text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.documents.model import NO_TEXT, RAISED
from pipeline.documents.pages.content import Char, Edge, PageContent, runs
from pipeline.documents.pages.pale import pale_digits

_DOUBLED = 0.15
"""Share of a character's width by which it covers its equal when it was printed twice."""
_BOLD = 0.3
"""Share of the size by which a digit and its double may stand apart; like digits of a number stand further apart."""
_ALIKE = 0.05
"""Share of the size by which the distances between characters and their doubles differ in a bold word."""
_APART = 0.3
"""Share of the size from which a gap parts two words."""
_SMALL = 0.8
"""Share of a number's size up to which a digit behind it is a mark."""
_RAISED = 0.15
"""Share of that size by which a mark's foot stands higher."""
_LIFTED = 0.22
"""The same of a mark as large as the number."""
_BESIDE = 0.15
"""Share of it within which a mark stands behind the number."""
_OWN = 0.3
"""Points from a digit in which only its own ink stands."""
_NEAR, _HIGHEST, _WIDEST = 0.5, 1.5, 3.0
"""Shares of a number's size: how near, how high and how wide what is drawn beside it may be a part of it."""
_DASHES = 4
"""Short strokes below one another from which they are rather a ruling's."""
_STRUCK = (0.3, 0.75)
"""The part of a character's height, from its top, through which a line strikes it out."""


def seen_chars(page: PageContent) -> list[Char]:
    """A page's characters, those printed twice once, without watermarks; a digit that is struck out is marked off.

    What such a digit's cell prints cannot be told: there may be an old number beside the new. Nor can it where a pale
    digit among dark ones is, for all one sees, a watermark behind a blank, or something else is drawn beside a number.
    """
    chars = without_doubles(page.chars)
    watermark, pale = pale_digits(chars, page.edges)
    pale |= {id(c) for c in _beside_drawn(page, chars)}
    struck = {id(c) for c in _struck(chars, page.edges)}
    if watermark or pale or struck:
        shown = [(NO_TEXT if id(c) in pale else f"~{c['text']}~" if id(c) in struck else c["text"]) for c in chars]
        chars = [{**c, "text": t} for c, t in zip(chars, shown, strict=True) if id(c) not in watermark]
    return _with_marks(chars)


def _with_marks(chars: Sequence[Char]) -> list[Char]:
    """Raised digits right behind a number as the raised characters that they show, in that number's line."""
    found = list(chars)
    for place, (before, char) in enumerate(pairwise(chars), start=1):
        number = found[place - 1]
        if not (char["text"].isdecimal() and number["text"][-1:].isdigit()) or _goes_on(char, chars[place + 1 :]):
            continue
        size = number["size"]
        lift = (number["bottom"] - char["bottom"]) / size
        small = char["size"] < _SMALL * size
        raised = (_RAISED if small else _LIFTED) < lift < 1 and char["size"] <= (1 + _ALIKE) * size
        beside = abs(char["x0"] - before["x1"]) <= _BESIDE * size
        if raised and beside:
            text = char["text"].translate(RAISED)
            found[place] = {**char, **{k: number[k] for k in ("top", "bottom", "size")}, "text": text}
    return found


def _goes_on(char: Char, following: Sequence[Char]) -> bool:
    """Whether a digit of the number stands right behind a character: then that is no mark at its end."""
    after = following[0] if following else None
    return bool(
        after is not None
        and after["text"].isdigit()
        and 0.1 * after["size"] < abs(after["bottom"] - char["bottom"]) < after["size"]
        and -_BESIDE * after["size"] <= after["x0"] - char["x1"] <= _BESIDE * after["size"]
    )


def _struck(chars: Sequence[Char], edges: Sequence[Edge]) -> Iterator[Char]:
    """Digits through whose middle a level line runs."""
    by_place: dict[int, list[Char]] = {}
    for char in chars:
        if char["text"].isdigit():
            for place in _middle_of(char):
                by_place.setdefault(place, []).append(char)
    for edge in edges:
        if edge["orientation"] != "h":
            continue
        for char in by_place.get(int(edge["top"]), ()):
            height = (edge["top"] - char["top"]) / (char["bottom"] - char["top"])
            across = edge["x0"] <= (char["x0"] + char["x1"]) / 2 <= edge["x1"]
            if across and _STRUCK[0] <= height <= _STRUCK[1]:
                yield char


def _middle_of(char: Char) -> range:
    upper, lower = (char["top"] + share * (char["bottom"] - char["top"]) for share in _STRUCK)
    return range(int(upper), int(lower) + 1)


def _beside_drawn(page: PageContent, chars: Sequence[Char]) -> Iterator[Char]:
    """Outermost digits of numbers beside which something is seen that is no text: a digit as outline, a sign."""
    if page.shows is None:
        return
    size = max((c["size"] for c in chars if c["text"].isdigit()), default=0.0)
    short = [e for e in _joined(page.edges) if max(e["x1"] - e["x0"], e["bottom"] - e["top"]) < size]
    below = Counter(round(e["x0"]) for e in short)  # one of several below one another is a piece of a ruling
    short = [e for e in short if e["orientation"] == "h" or below[round(e["x0"])] < _DASHES]
    strokes = ((e["x0"] - 1, e["top"] - 1, e["x1"] + 1, e["bottom"] + 1) for e in short)
    drawn = [m for m in (*page.marks, *strokes) if m[3] - m[1] <= _HIGHEST * size and m[2] - m[0] <= _WIDEST * size]
    marks = set(page.marks)
    words = list(_words(chars)) if drawn else []
    by_place: dict[int, list[list[Char]]] = {}
    for word in words:
        if all(c["text"].isdigit() for c in word):
            for place in _middle_of(word[0]):
                by_place.setdefault(place, []).append(word)
    for x0, top, x1, bottom in drawn:
        for word in by_place.get(int((top + bottom) / 2), ()):
            size, left, right = word[0]["size"], word[0]["x0"], word[-1]["x1"]
            highest = _HIGHEST * size if (x0, top, x1, bottom) in marks else size + 2
            if bottom - top > highest or (x0 <= left and right <= x1):
                continue
            near = _NEAR * size
            ends = (max(x0, left - near), min(x1, left - _OWN)), (max(x0, right + _OWN), min(x1, right + near))
            for char, (start, end) in zip((word[0], word[-1]), ends, strict=True):
                if end - start > 1 and page.shows((start, top, end, bottom)):
                    yield char


def _joined(edges: Sequence[Edge]) -> list[Edge]:
    """Edges, of those that stand in one line and go on one from another the whole: cells' borders are a ruling's."""
    upright = sorted((e for e in edges if e["orientation"] == "v"), key=lambda e: (round(e["x0"]), e["top"]))
    lines = runs(
        upright, lambda one, other: round(one["x0"]) == round(other["x0"]) and other["top"] <= one["bottom"] + 1
    )
    whole = [{**line[0], "bottom": max(e["bottom"] for e in line)} for line in lines]
    return [*(e for e in edges if e["orientation"] != "v"), *whole]


def without_doubles(chars: Sequence[Char]) -> list[Char]:
    """Characters that are printed twice in almost the same place, as a cheap bold face, once.

    Digits only where their whole number is: a number too wide for its cell may end on its neighbour's first digit.
    """
    seen: dict[tuple[str, int], list[Char]] = {}
    kept: list[Char] = []
    doubles: dict[int, list[Char]] = {}
    restored: set[int] = set()
    for char in chars:
        place = round(char["top"])
        near = (k for y in (place - 1, place, place + 1) for k in seen.get((char["text"], y), ()))
        twin = next((k for k in near if _is_same(k, char)), None)
        if twin is None:
            seen.setdefault((char["text"], place), []).append(char)
            kept.append(char)
        else:
            doubles.setdefault(id(twin), []).append(char)
    second = [c for own in doubles.values() for c in own]
    if any(c["text"].isdigit() for c in second):
        taken = {id(c) for c in second}
        for word in _digit_words([*kept, *second]):
            if not _is_bold([c for c in word if id(c) not in taken], doubles):
                restored.update(id(d) for c in word for d in doubles.pop(id(c), ()))
    wanted = {id(c) for c in kept} | restored
    return [c for c in chars if id(c) in wanted]


def _digit_words(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Digits side by side on one line."""
    return _words([c for c in chars if c["text"].isdigit()])


def _words(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Characters side by side on one line."""

    def goes_on(left: Char, right: Char) -> bool:
        return bool(abs(right["bottom"] - left["bottom"]) <= 1 and right["x0"] - left["x1"] <= _APART * right["size"])

    printed = (c for c in chars if c["text"].strip())
    return runs(sorted(printed, key=lambda c: (round(c["bottom"]), c["x0"])), goes_on)


def _is_bold(word: Sequence[Char], doubles: Mapping[int, Sequence[Char]]) -> bool:
    """Whether all digits of a word, the doubles left out, have them, as many, and all at the same distance."""
    own = [sorted(d["x0"] - c["x0"] for d in doubles.get(id(c), ())) for c in word]
    if not own or not own[0] or any(len(shifts) != len(own[0]) for shifts in own):
        return not own
    uneven = max(abs(a - b) for shifts in own for a, b in zip(shifts, own[0], strict=True))
    return bool(uneven <= _ALIKE * word[0]["size"])


def _is_same(a: Char, b: Char) -> bool:
    """Whether two equal characters overlap as no neighbours do: bold or a shadow, made by printing twice."""
    width = min(a["x1"], b["x1"]) - max(a["x0"], b["x0"])
    height = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
    if a["text"].isdigit() and abs(a["x0"] - b["x0"]) > _BOLD * a["size"]:
        return False
    return bool(width > _DOUBLED * (b["x1"] - b["x0"]) and height > 0.7 * (b["bottom"] - b["top"]))
