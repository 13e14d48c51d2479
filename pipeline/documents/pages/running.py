"""The heads and feet that pages have in common: running titles and the pages' numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.documents.pages.content import Char, PageContent
from pipeline.documents.pages.words import line_text, lines_of

_NUMBER, _COUNTED = re.compile(r"\d+"), re.compile(r"\d+\s*\w?")
_HALF = 0.5


def seen_lines(content: PageContent) -> list[list[Char]]:
    """The lines of print that a page shows: without what its end cuts off."""
    return lines_of([c for c in content.chars if c["text"].strip() and not c.get("beyond")])


def without_running(contents: Sequence[PageContent]) -> list[PageContent]:
    """Pages without their heads and feet: outermost lines that most of them print, but for the pages' numbers."""
    outer = [[(line, _keys(line, content.number)) for line in _outer(content)] for content in contents]
    counts = Counter(key for own in outer for key in set().union(*(keys for _, keys in own)))
    running = {key for key, count in counts.items() if count >= max(2, _HALF * len(contents))}
    heads = {id(c) for own in outer for line, keys in own if keys & running for c in line}
    return [replace(content, chars=[c for c in content.chars if id(c) not in heads]) for content in contents]


def _outer(content: PageContent) -> list[list[Char]]:
    """The first and the last line of a page, where they are no row of its ruled table."""
    lines = seen_lines(content)
    heights = [e["top"] for e in content.edges if e["orientation"] == "h"]
    top, bottom = min(heights, default=0.0), max(heights, default=0.0)
    return [line for line in (*lines[:1], *lines[1:][-1:]) if not top < line[0]["bottom"] < bottom]


def _keys(line: Sequence[Char], page: int) -> set[tuple[int, str, tuple[str, ...]]]:
    """What lines have in common that are one head or foot: their height, words and numbers.

    One of the numbers may be the page's: of it only how far it is from the page's place. A line of numbers alone needs
    one, and at most one further (``2/8``): the last rows of tables may be alike.
    """
    text = line_text(line)
    numbers = _NUMBER.findall(text)
    alone = not any(map(str.isalpha, _COUNTED.sub("", text)))
    counted = [(*numbers[:n], f"{int(own) - page:+}", *numbers[n + 1 :]) for n, own in enumerate(numbers)]
    kinds = (counted if len(numbers) <= 2 else []) if alone else [*counted, tuple(numbers)]
    return {(round(line[0]["bottom"] / 2), _NUMBER.sub("", "".join(text.split())), kind) for kind in kinds}
