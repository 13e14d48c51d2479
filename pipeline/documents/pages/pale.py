"""Pale characters among dark ones: a watermark behind the page, a table's numbers in grey, or neither for certain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.documents.pages.content import Char, Edge, runs

_PALE = (120, 225)
"""Grey levels (of 255) at which a digit may belong to a watermark; what is paler is seen on dark ground only."""
_OTHER_GREY = 60
"""Grey levels by which a watermark differs from the page's print."""
_OWN_SHARE = 0.05
"""Share of a page's characters from which dark ones are its print."""
_ENOUGH = 3
"""Like words from which a watermark, or a table's way to print some numbers, shows itself."""
_COVERED = 0.15
"""Share of a character's width by which another stands in it."""
_MIDDLE = (0.35, 0.7)
"""The part of a character's height, from its top, that its ink certainly has."""
_LEVEL = 0.1
"""Share of the size by which words of one line differ in height, and digits of one print in size."""
_APART = 0.3
"""Share of the size from which a gap parts two words."""

Word = list[Char]


def pale_digits(chars: Sequence[Char], edges: Sequence[Edge]) -> tuple[set[int], set[int]]:
    """What pale characters are no print, and of which digits that cannot be told, by the identity of the characters.

    A word that stands again and again over lines and letters is a watermark, for no program sets a cell's text so.
    Pale numbers are print where all of one grey are as large as the page's dark digits, stand on the lines of its
    dark text, and touch nothing.

    Args:
        chars: of a page.
        edges: its straight lines.

    Returns:
        Characters of watermarks, and digits that may be a watermark's.
    """
    printed = [c for c in chars if "grey" in c and c["text"].strip()]
    if not any(_PALE[0] <= c["grey"] <= _PALE[1] for c in printed):
        return set(), set()
    # A watermark may have more characters than the page's own text, which then is the darker.
    dark = [c for c in printed if c["grey"] < _PALE[0]]
    own = dark if len(dark) >= _OWN_SHARE * len(printed) else printed
    usual = Counter(round(c["grey"]) for c in own).most_common(1)[0][0]
    pale = [c for c in printed if _PALE[0] <= c["grey"] <= _PALE[1] and c["grey"] - usual >= _OTHER_GREY]
    ids = {id(c) for c in pale}
    dark = [c for c in printed if id(c) not in ids]
    watermark: set[int] = set()
    doubtful: set[int] = set()
    groups: dict[tuple[int, int], list[Word]] = {}
    for word in _words(pale):
        groups.setdefault((round(word[0]["grey"]), round(word[0]["size"])), []).append(word)
    for words in groups.values():
        collides = {id(word): _collides(word, dark, edges) for word in words}
        hits = Counter(_text(word) for word in words if collides[id(word)])
        marks = [word for word in words if hits[_text(word)] >= _ENOUGH]
        watermark |= {id(c) for word in marks for c in word}
        numbers = [w for w in words if hits[_text(w)] < _ENOUGH and any(c["text"].isdigit() for c in w)]
        if len(numbers) < _ENOUGH or not all(not collides[id(w)] and _is_in_line(w, dark) for w in numbers):
            doubtful |= {id(c) for w in numbers for c in w if c["text"].isdigit()}
    return watermark, doubtful


def _text(word: Word) -> str:
    return "".join(c["text"] for c in word)


def _words(chars: Sequence[Char]) -> Iterator[Word]:
    """Neighbouring characters of one line, grey and size."""
    return runs(
        sorted(chars, key=lambda c: (round(c["grey"]), round(c["size"]), round(c["bottom"]), c["x0"])), _goes_on
    )


def _goes_on(left: Char, right: Char) -> bool:
    alike = round(left["grey"]) == round(right["grey"]) and round(left["size"]) == round(right["size"])
    level = abs(left["bottom"] - right["bottom"]) <= _LEVEL * left["size"]
    return bool(alike and level and right["x0"] - left["x1"] <= _APART * right["size"])


def _collides(word: Word, dark: Sequence[Char], edges: Sequence[Edge]) -> bool:
    """Whether a word is set over other print: letters stand in it, or lines run through it that go on beside it."""
    x0, x1, size = word[0]["x0"], word[-1]["x1"], word[0]["size"]
    top, bottom = _core(word[0])
    aside = _COVERED * (word[0]["x1"] - word[0]["x0"])
    for char in dark:
        upper, lower = _core(char)
        if upper < bottom and top < lower and min(char["x1"], x1) - max(char["x0"], x0) > aside:
            return True
    for edge in edges:
        if edge["orientation"] == "h":
            # A line no longer than the word strikes it out.
            crosses = top < edge["top"] < bottom and edge["x0"] < x0 - size and x1 + size < edge["x1"]
        else:
            crosses = (
                x0 + aside < edge["x0"] < x1 - aside and edge["top"] < top - size and bottom + size < edge["bottom"]
            )
        if crosses:
            return True
    return False


def _core(char: Char) -> tuple[float, float]:
    """Where the middle of a character's ink begins and ends: boxes are those of its line and reach into others."""
    height = char["bottom"] - char["top"]
    return char["top"] + _MIDDLE[0] * height, char["top"] + _MIDDLE[1] * height


def _is_in_line(word: Word, dark: Sequence[Char]) -> bool:
    """Whether a word stands on a line of dark text, as large as dark digits of the page and apart from those."""
    first, size = word[0], word[0]["size"]
    line = [
        c for c in dark if min(abs(_middle(c) - _middle(first)), abs(c["bottom"] - first["bottom"])) <= _LEVEL * size
    ]
    close = (c for c in line if c["x0"] < word[-1]["x1"] + _APART * size and first["x0"] - _APART * size < c["x1"])
    large = any(abs(c["size"] - size) <= _LEVEL * size for c in dark if c["text"].isdigit())
    return large and bool(line) and not any(c["text"].isdigit() for c in close)


def _middle(char: Char) -> float:
    return float(char["top"] + char["bottom"]) / 2
