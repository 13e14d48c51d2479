"""Tables of a text whose cells bars part: Markdown, drawn boxes, and what programs that save a page's text make of it.

Such programs print bars in ways of their own. Most keep empty cells (``| 规章 | 0 |  | 3 |``); some drop them, and pad
a row behind its last cell (``规章 | 0 | 3 | ||``), or put each cell between two bars (``|规章||0||3|``), or one cell a
line behind its bar. Where empty cells may be gone, a row is only its cells in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from pipeline.documents.text.layout import display_width
from pipeline.documents.text.lines import is_value
from pipeline.documents.text.ruled import with_bars

_RULE = re.compile(r"^(?=.*(?:--|[=─━═]))[\s:|+=\-─-╿]+$")
_DIRECTIVE = re.compile(r"^" + r"(?:<br>|\s)*".join(map(re.escape, "..container::")) + "(?:<br>)?")
"""How reStructuredText begins a block (``<div>``) in a cell, on as many lines as a narrow one takes."""
_CROSSED_RULER = re.compile(r"\s*\+(?:[-=:]+\+)+\s*|(?P<beside>(?:[^|─-╿]*\|)*[^|─-╿]*)[┌-╬][─━═]+[─-╿|\s]*")
"""A ruler; one of lines may stand beside cells that reach over it."""
_EDGE = re.compile(r"\s*[┌┏╔╭][─━═┬┳╦]{3,}")
_BARS = str.maketrans(dict.fromkeys("│┃║┆┇┊┋｜￨∣", "|"))
_FEWEST = 5
"""Lines that print their bars alike, from which the text is taken to print tables so."""
_FEWEST_PADDED = 2
"""Rows with padding behind their last cell, from which empty cells may be gone: who keeps them pads no row."""
_LONE_BARS_A_ROW = 4
"""Lone bars for each row from which they part cells, a cell a line, instead of ending rows."""
_FEWEST_ALONE = 3
"""Bars alone on lines among rows, from which a row's cells go on over lines, and so do its empty ones."""
_LINES_OF_NUMBER = 2
"""Lines of one cell with numbers at most: more of them are as many rows without a ruler between."""
_LONGEST_LABEL = 60
_MOST = 0.9
"""Share of a text's stretches of bars that are even, from which each cell stands between two."""
_PADDED = re.compile(r"(?:\|\s|[^\s|] )\|{2,}\s*$")
_SPACED = re.compile(r"\s\||\|\s")
_BETWEEN = re.compile(r"(?<=[^|])\|+(?=[^|])")
_EMPTY_BEFORE = re.compile(r"\|{3,}[^|]")
_EMPTY = re.compile(r"(?<=\|) *(?=\|)")
_REST = re.compile(r"(?<=\|) \|")
_LED = re.compile(r"\s*\|[^|]*(?:[^|\s]\s*\|\s*)?")


@dataclass(frozen=True, slots=True)
class Bars:
    """How a text prints its bars.

    Attributes:
        texts: its lines, every kind of bar as ``|`` and a single one between two cells.
        a_row_a_line: several cells on one line; otherwise a bar ends the line, or begins it.
        packed: places of lines from whose rows empty cells may be gone, and nothing tells where they were.
        led: one cell a line, behind its bar.
        flowing: rows go on in the next line, where a cell's bar may begin it.
    """

    texts: list[str]
    a_row_a_line: bool
    packed: frozenset[int]
    led: bool
    flowing: bool = False

    def kind(self, place: int) -> str | None:
        """The kind of a line, None where it has no bars that mean something."""
        text = self.texts[place]
        if self.flowing:
            return "flowing" if "|" in text else None
        if self.a_row_a_line:
            return ("packed" if place in self.packed else "bars") if "|" in text else None
        if self.led:
            return "led" if _LED.fullmatch(text) or self._begins_row(place) else None
        return "piped" if text.rstrip().endswith("|") else None

    def _begins_row(self, place: int) -> bool:
        """Whether a line without a bar is its row's first cell: below no label, above a number behind its bar."""
        text = self.texts[place]
        above = "".join(self.texts[max(0, place - 1) : place]).strip()
        below = "".join(self.texts[place + 1 : place + 2])
        rests = above.startswith("|") and not is_value(above.strip("|"))
        value_below = _LED.fullmatch(below) is not None and is_value(below.strip().strip("|"))
        return 0 < len(text.strip()) <= _LONGEST_LABEL and value_below and not rests


def is_drawn(lines: Iterable[str]) -> bool:
    """Whether tables of a text are drawn with characters for that, as their upper edge shows."""
    return any(map(_EDGE.match, lines))


def bars_of(lines: Iterable[str]) -> Bars:
    """How the lines of a text print bars, with the lines as their readers want them."""
    texts = with_bars([text.translate(_BARS) for text in lines])
    rows = [t for t in texts if _is_row(t)]
    # One cell a line, though lists of links may have several; a lone bar may end a row as well.
    lone = sum(t.strip() == "|" for t in texts)
    alone = sum(t.count("|") == 1 and not _is_row(t) for t in texts) - lone
    fewest = 1 if is_drawn(texts) else _FEWEST
    if len(rows) < max(fewest, alone, lone / _LONE_BARS_A_ROW):
        texts = _with_cells_apart(texts)
        led = sum(map(_is_led, texts)) >= _FEWEST
        return Bars(texts if led else _with_their_bars(texts), a_row_a_line=False, packed=frozenset(), led=led)
    texts = [t for t in _with_rows_between_rulers(texts) if not _RULE.match(t)]
    if sum(bool(_PADDED.search(t)) for t in texts if t.strip("| ")) >= _FEWEST_PADDED or _may_be_packed(texts):
        return Bars(texts, a_row_a_line=True, packed=frozenset(range(len(texts))), led=False)
    framed = sum(t.lstrip().startswith("|") for t in rows) * 2 > len(rows)
    if not framed and sum(t.strip() == "|" for t in texts) >= _FEWEST_ALONE:
        return Bars(texts, a_row_a_line=True, packed=frozenset(), led=False, flowing=True)
    texts, packed = _with_one_bar_between(_without_rests(texts))
    return Bars(texts, a_row_a_line=True, packed=packed, led=False)


def _with_rows_between_rulers(texts: Sequence[str]) -> list[str]:
    """The lines, those of a table with a ruler between all rows put together: a row's cells may have several lines."""
    rulers = {n: m for n, t in enumerate(texts) if (m := _CROSSED_RULER.fullmatch(t))}
    spans = [(a + 1, b) for a, b in pairwise(rulers) if b - a - 1 > 0 and all("|" in t for t in texts[a + 1 : b])]
    if len(spans) < _FEWEST:
        return list(texts)
    result, at = [], 0
    for start, end in spans:
        cells = _cells_below(texts[start - 1], texts[start:end])
        alike = len({len(row) for row in cells}) == 1
        columns = list(zip(*cells, strict=alike))
        one_row = alike and not any(sum(map(is_value, column)) > _LINES_OF_NUMBER for column in columns)
        beside = (rulers[end]["beside"] or "").strip().removeprefix("|").removesuffix("|").split("|")
        lowest = [beside[n : n + 1] for n in range(len(columns))]
        joined = ["<br>".join(filter(None, (*c, *map(str.strip, low)))) for c, low in zip(columns, lowest, strict=True)]
        joined = [_DIRECTIVE.sub("", cell) for cell in joined]
        result += [*texts[at:start], *([f"| {' | '.join(joined)} |"] if one_row else texts[start:end])]
        at = end + one_row  # what stands beside the ruler is in the row
    return [*result, *texts[at:]]


def _cells_below(ruler: str, lines: Sequence[str]) -> list[list[str]]:
    """The cells of a row's lines between the bars below the ruler's crosses; between all bars where it has others."""
    for measure in (display_width, len):
        places = [measure(ruler[: m.start()]) for m in re.finditer(r"\+", ruler)]
        bars = [{measure(t[: m.start()]): m.start() for m in re.finditer(r"\|", t)} for t in lines]
        if places and all(set(places) <= own.keys() for own in bars):
            parts = [[t[own[a] + 1 : own[b]] for a, b in pairwise(places)] for t, own in zip(lines, bars, strict=True)]
            break
    else:
        parts = [t.strip().removeprefix("|").removesuffix("|").split("|") for t in lines]
    # A bar that begins a cell's line keeps that line apart from the one above (a line block of reStructuredText).
    return [[part.strip().removesuffix("\\").removeprefix("|").strip() for part in row] for row in parts]


def _may_be_packed(texts: Iterable[str]) -> bool:
    """Whether rows without any space end in empty cells, and none has one among its texts: they may have been moved."""
    rows = [t.strip() for t in texts if _is_row(t)]
    if any(_SPACED.search(t) or "||" in t.strip("|") for t in rows):
        return False
    ends = ["||" if t.startswith("|") else "|" for t in rows]
    return any(t.endswith(end) for t, end in zip(rows, ends, strict=True))


def _is_row(text: str) -> bool:
    return sum(bool(c.strip()) for c in text.split("|")) > 1


def _without_rests(texts: list[str]) -> list[str]:
    """The lines without bars for the further columns of merged cells, which follow one space; two are an empty cell."""
    widths = {len(empty) for t in texts for empty in _EMPTY.findall(t)}
    return [_REST.sub("", t) for t in texts] if widths == {1, 2} else texts


def _with_one_bar_between(texts: list[str]) -> tuple[list[str], frozenset[int]]:
    """The lines, tables that put each cell between two bars with one between two cells; and places of packed lines.

    Such a program that keeps empty cells prints four bars between two texts somewhere in a table, or three before one.
    """
    tables: list[tuple[int, int]] = []
    for prose, run in groupby(range(len(texts)), key=lambda n: bool(texts[n].strip()) and "|" not in texts[n]):
        places = list(run)
        inside = [t for t in texts[places[0] : places[-1] + 1] if _is_row(t)]
        framed = [t for t in inside if t.lstrip().startswith("|")] or inside
        if not prose and framed and all(len(m) % 2 == 0 for t in framed for m in _BETWEEN.findall(t.strip())):
            tables.append((places[0], places[-1] + 1))
    doubled = sum(_is_row(t) for start, end in tables for t in texts[start:end])
    if doubled < max(_FEWEST, sum(map(_is_row, texts)) / 2):
        return texts, frozenset()
    texts, packed = list(texts), set[int]()
    for start, end in tables:
        rows = [t.strip() for t in texts[start:end]]
        keeps = any(_EMPTY_BEFORE.match(t) or any(len(m) > 2 for m in _BETWEEN.findall(t)) for t in rows)
        packed |= set() if keeps else set(range(start, end))
        texts[start:end] = [_with_half_the_bars(t.strip()) for t in texts[start:end]]
    return texts, frozenset(packed)


def _with_half_the_bars(text: str) -> str:
    inner = text[1:].removesuffix("|") if text.startswith("|") else text
    return f"|{inner.replace('||', '|')}|" if "|" in text else text


def _with_their_bars(texts: list[str]) -> list[str]:
    """Cells whose bar stands on the next line, with it on their own; of two bars on two lines one."""
    texts = _with_bars_on_lines(_with_bars_of_labels(texts))
    runs = [(bare, list(run)) for bare, run in groupby(texts, key=lambda t: t.strip() == "|")]
    bars = [len(run) for bare, run in runs if bare]
    before = sum(t.strip() != "|" and t.rstrip().endswith("|") for t in texts)
    if len(bars) < _FEWEST or before * 4 > len(bars):
        return texts
    doubled = sum(n % 2 == 0 for n in bars) > _MOST * len(bars)
    joined: list[str] = []
    for bare, run in runs:
        if not bare:
            # The table's last cell has no bar behind it.
            last = joined and joined[-1].endswith("|") and is_value(run[0]) and len(run) > 1
            joined += [f"{run[0]} |", *run[1:]] if last else run
            continue
        if joined and joined[-1].strip():
            joined[-1] += " |"
            run = run[2 if doubled else 1 :]
        joined += run[::2] if doubled else run
    return joined


def _with_bars_of_labels(texts: list[str]) -> list[str]:
    """The lines, labels without a bar above a number with one, or with one below it, with theirs."""
    result = list(texts)
    for place in range(len(texts) - 2):
        label, value, bar = (t.strip() for t in texts[place : place + 3])
        bare = 0 < len(label) <= _LONGEST_LABEL and "|" not in label and not is_value(label)
        if bare and ((is_value(value) and bar == "|") or (value.endswith("|") and is_value(value[:-1]))):
            result[place] += " |"
    return result


def _with_bars_on_lines(texts: list[str]) -> list[str]:
    """The lines, those of two bars as two, where each cell so stands between two bars: the two of an empty one."""
    closed = sum(t.rstrip().endswith("|") and bool(t.strip(" |")) for t in texts)
    if closed > sum(t.strip() == "||" for t in texts):
        return texts  # cells have their bars: two alone pad a row
    apart = [part for t in texts for part in (["|", "|"] if t.strip() == "||" else [t])]
    runs = [len(list(run)) for bare, run in groupby(apart, key=lambda t: t.strip() == "|") if bare]
    return apart if sum(n % 2 == 0 for n in runs) > _MOST * len(runs) else texts


def _with_cells_apart(texts: list[str]) -> list[str]:
    """One cell a line behind two bars, a lone bar behind the row, with one bar before every cell and none behind."""
    if sum(bool(re.fullmatch(r"\s*\|\|[^|]+", t)) for t in texts) < _FEWEST:
        return texts
    apart = []
    for above, text in pairwise(["", *texts]):
        opens = above.strip() == "|" and text.strip() and not text.strip().startswith("|")
        apart.append("" if text.strip() == "|" else f"|{text.strip()}" if opens else text.replace("||", "|"))
    return apart


def _is_led(text: str) -> bool:
    return _LED.fullmatch(text) is not None and text.strip() != "|"
