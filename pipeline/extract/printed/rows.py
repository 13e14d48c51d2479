"""Blocks of any kind to printed rows: label texts and the value cells behind them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, zip_longest

from pipeline.documents.model import HAN, Block, Cell, CellStream, Grid, Paragraph, StreamCell, Word, WordLines
from pipeline.documents.places import Place, joined_box
from pipeline.extract.printed.added import FURTHER_COLUMNS, without_added_columns
from pipeline.extract.printed.labels import are_column_labels, is_form_label, is_numbered, is_part_of_label, label_key
from pipeline.extract.printed.model import Printed, PrintedRow, keys_of, with_line
from pipeline.extract.printed.pushed import with_pushed_rows_back
from pipeline.extract.printed.several import rows_in
from pipeline.extract.printed.split_labels import frame_of, labels_before
from pipeline.normalise.numbers import COUNT_UNITS, MONEY_UNITS, is_value, may_be_value, perhaps_numbers, read_number

_PAGE_NUMBER = re.compile(r"^(?:[-—–―]+\s*\d{1,3}\s*[-—–―]+|(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/共]\s*\d{1,3}\s*页?)?)$")
_NAMED_PAGE = re.compile(r"^(?:第|page\b)\s*\d{1,3}\s*页?(?:\s*,?\s*(?:/|共|of)\s*\d{1,3}\s*页?)?$", re.I)
"""A page's number that says so: as office programs print it, ``Page 2`` and ``第 2 页,共 5 页``."""
_WIDEST_PAGE_NUMBER = 16
_OUTER_LINES = 2
_SHORT_WORD = 3
_SEVERAL = 3
_DATE = re.compile(r"\d\s*[年月页]\s*(?:\d|$)")
_YEAR_ALONE = re.compile(r"\W*(?:附?[件表]?)\W*20[0-4]\d\s*年度?\W*")
_UNIT_WORDS = {*COUNT_UNITS, *MONEY_UNITS}
TRUSTED = 0.9
"""Certainty from which a text read from a picture is taken as it is."""


def printed_rows(blocks: Iterable[Block]) -> list[PrintedRow]:
    """Every row of every table-like block, and short paragraphs between as rows of a label alone."""
    rows: list[PrintedRow] = []
    blocks = tuple(blocks)
    # A page's layout holds every line once more, in its place.
    repeated = {b.page for b in blocks if isinstance(b, WordLines)}
    table = 0
    for number, block in enumerate(blocks):
        table += not isinstance(block, Paragraph)
        match block:
            case Grid():
                rows.extend(_grid_rows(block, number, table))
            case CellStream():
                rows.extend(_stream_rows(block, number, table))
            case WordLines():
                rows.extend(_word_rows(block, number, table))
            case Paragraph():
                # A piece of a label, or a caption, that fell out of its table.
                if block.page in repeated:
                    continue
                if len(block.text) <= 40 and HAN.search(block.text) and "。" not in block.text:
                    cell = Printed(block.raw, block.text, 0, 1, block.page)
                    rows.append(_row((cell,), (), "paragraph", number, "paragraph", block.page, 1))
    return rows


def _row(
    labels: tuple[Printed, ...],
    values: tuple[Printed, ...],
    layout: str,
    block: int,
    method: str,
    page: int | None,
    size: int,
) -> PrintedRow:
    return PrintedRow(labels, values, layout, block, method, page, size, keys_of(labels))


def _grid_rows(grid: Grid, block: int, table: int) -> Iterator[PrintedRow]:
    # Where pages are drawn, tables are found anew by each strategy: their ordinals mean nothing, boxes do.
    drawn = grid.method.startswith("pdf:") or any(c.bbox is not None for c in grid.cells)
    lines = [sorted(members, key=lambda c: c.column) for _, members in groupby(grid.cells, key=lambda c: c.row)]
    of_lines = [
        [
            Printed(
                *(c.raw, c.text, c.column, c.column + c.column_span, c.page, c.bbox, c.row_span),
                certainty=c.certainty,
                readings=_readings(c),
                place=None if drawn else Place(table, c.row + 1, c.column + 1),
                wrapped=c.wrapped,
            )
            for c in cells
        ]
        for cells in lines
    ]
    frame = frame_of(of_lines) if grid.method.startswith("scan:") else ()
    if not grid.method.startswith("scan:"):
        held = [rows_in(line, drawn=drawn) for line in of_lines]
        lines = [cells for cells, own in zip(lines, held, strict=True) for _ in own]
        of_lines = [line for own in held for line in own]
    if grid.aligned and not drawn:
        of_lines = with_pushed_rows_back(of_lines)
    if not frame:
        of_lines = without_added_columns(of_lines, aligned=grid.aligned)
    for cells, printed in zip(lines, of_lines, strict=True):
        boundary = labels_before(frame, printed) or _label_boundary(printed)
        labels = tuple(p for p in printed[:boundary] if p.text)
        layout = "grid" if grid.aligned else "ragged"
        row = _row(labels, tuple(printed[boundary:]), layout, block, grid.method, cells[0].page, len(printed))
        yield replace(row, line=cells[0].row)


def _readings(part: Cell | Word) -> tuple[str, ...]:
    """All that a part may be, where it is in doubt: read from a picture, in several lines, or with raised digits."""
    if part.certainty < TRUSTED:
        return tuple(dict.fromkeys((part.raw, *part.readings)))
    return () if isinstance(part, Cell) and part.wrapped else perhaps_numbers(part.raw)


def _label_boundary(cells: list[Printed]) -> int:
    """How many cells from the left are labels: up to the last that a form knows, or the leading unknown text."""
    boundary = 0
    for index, cell in enumerate(cells):
        if not is_value(cell.raw) and (is_form_label(cell.text) or label_key(cell.text) in FURTHER_COLUMNS):
            boundary = index + 1
        elif index >= 2 and all(read_number(c.raw).state == "reported" for c in cells[index - 2 : index + 1]):
            break  # values have begun; what resembles a label behind them is a remark
    # Unknown text before any number: a damaged label, unless it is a short remark in a value's place. No remark stands
    # beside headings of columns.
    heads = are_column_labels(label_key(cell.text) for cell in cells[:boundary])
    fewest = 5 if boundary and not heads else 1
    for index in range(boundary, len(cells)):
        cell = cells[index]
        if is_value(cell.raw):
            if cell.is_blank:
                continue
            break
        if len(HAN.findall(cell.text)) >= (1 if is_numbered(cell.text) else fewest):
            boundary = index + 1
    return boundary


def _stream_rows(stream: CellStream, block: int, table: int) -> Iterator[PrintedRow]:
    """A value after a label opens the row's values; the next label ends them. Labels before it stand alone.

    One number between a row's end and a label stands before its row, as a line's number does: it is none of the form's.
    """
    label: Printed | None = None
    values: list[Printed] = []
    usual = _usual_run(stream.cells)
    padded = False

    def finished() -> Iterator[PrintedRow]:
        if label is not None or values:
            labels = (label,) if label is not None else ()
            more = padded and len(values) == usual + 1  # all of its cells are there without the mark
            own = tuple(values[:-1] if more else values)
            row = _row(labels, own, "stream", block, stream.method, stream.page, len(own) + len(labels))
            yield replace(row, padded=padded and not more)

    closed = False
    for place, cell, following in _with_units(stream.cells):
        source = Place(None if stream.of_lines else table, place + 1, 1)
        printed = Printed(cell.raw, cell.text, place, place + 1, stream.page, place=source)
        before_row = closed and not cell.ends_row and following is not None and not is_value(following.raw)
        if is_value(cell.raw) and before_row:
            continue
        if is_value(cell.raw) and not closed:
            values.append(printed)
        elif is_value(cell.raw):
            yield from finished()
            label, values = None, [printed]
        elif values and not closed and _stands_among_values(cell.text, following, len(values) + 1 == usual):
            values.append(printed)
        else:
            yield from finished()
            label, values = printed, []
        closed, padded = cell.ends_row, cell.padding
    yield from finished()


def _with_units(cells: Sequence[StreamCell]) -> Iterator[tuple[int, StreamCell, StreamCell | None]]:
    """Each cell with its place and the one behind it; a unit in a cell of its own is put back to its number."""
    kept: list[tuple[int, StreamCell]] = []
    for place, cell in enumerate(cells):
        last = kept[-1][1] if kept else None
        if last and cell.text in _UNIT_WORDS and last.text[-1:].isdigit() and not last.ends_row:
            kept[-1] = kept[-1][0], replace(cell, raw=f"{last.raw} {cell.raw}", text=f"{last.text} {cell.text}")
        else:
            kept.append((place, cell))
    for (place, cell), following in zip_longest(kept, [cell for _, cell in kept[1:]]):
        yield place, cell, following


def _usual_run(cells: Sequence[StreamCell]) -> int:
    """How many values most often follow one another."""
    runs = Counter(len(list(run)) for value, run in groupby(cells, key=lambda c: is_value(c.raw)) if value)
    return runs.most_common(1)[0][0] if runs else 0


def _stands_among_values(text: str, following: StreamCell | None, is_last: bool) -> bool:
    """Whether an unknown text is something unreadable in a value's place: short, and another value follows.

    Args:
        text: The text.
        following: The cell behind it.
        is_last: Whether only one value lacks of a row; then a label of the form may follow as well.
    """
    if following is None or is_form_label(text) or len(HAN.findall(text)) > 4 or is_part_of_label(text):
        return False
    return is_value(following.raw) or (is_last and is_form_label(following.text))


def _joined_units(words: list[Word]) -> list[Word]:
    """Words of a line with a unit that stands apart from its number put back to it (``4092.66 万元``)."""
    joined: list[Word] = []
    for word in words:
        last = joined[-1] if joined else None
        if last and word.text in _UNIT_WORDS and last.text[-1:].isdigit() and read_number(last.raw).state == "reported":
            raw = f"{last.raw} {word.raw}"
            box = joined_box((last.bbox, word.bbox))
            joined[-1] = replace(last, raw=raw, text=f"{last.text} {word.text}", x1=word.x1, bbox=box)
        else:
            joined.append(word)
    return joined


def _strange_lines(lines: WordLines) -> frozenset[int]:
    """Lines of a text that print one bare number which is no page's: the rest of a number that a narrow cell broke.

    A page's own number is among its first or last lines; where pages are not told apart, such numbers count up.
    """
    by_line = [(line, list(words)) for line, words in groupby(lines.words, key=lambda w: w.line)]
    lone = [(line, words[0].text) for line, words in by_line if len(words) == 1 and words[0].bbox is None]
    bare = {line: int(text) for line, text in lone if re.fullmatch(r"\d{1,3}", text)}
    if lines.page is not None:
        outer = {line for line, _ in (*by_line[:_OUTER_LINES], *by_line[-_OUTER_LINES:])}
        return frozenset(bare.keys() - outer)
    counted = all(b == a + 1 for a, b in pairwise(bare.values()))
    return frozenset() if counted else frozenset(bare)


def _is_page_number(words: Sequence[Word], last: int) -> bool:
    """Whether what looks like a page number stands as one: together, and in a PDF among the page's outermost lines."""
    first, final = words[0], words[-1]
    if first.bbox is None:
        return final.x1 - first.x0 <= _WIDEST_PAGE_NUMBER
    together = final.x1 - first.x0 <= 6 * (first.bbox[3] - first.bbox[1])
    return together and not _OUTER_LINES <= first.line <= last - _OUTER_LINES


def _word_rows(lines: WordLines, block: int, table: int) -> Iterator[PrintedRow]:
    last = max((w.line for w in lines.words), default=0)
    found: list[PrintedRow] = []
    strange = _strange_lines(lines)
    for line, members in groupby(lines.words, key=lambda w: w.line):
        words = _joined_units(sorted(members, key=lambda w: w.x0))
        whole = " ".join(w.text for w in words)
        alike = bool(_PAGE_NUMBER.match(whole)) and len(words) <= 3 and line not in strange
        aside = (alike and _is_page_number(words, last)) or bool(_NAMED_PAGE.match(whole))
        if not _YEAR_ALONE.fullmatch(whole) and (
            _DATE.search(whole) or "。" in whole or ("," in whole and len(words) <= 2 and len(whole) > 30)
        ):
            continue  # prose
        printed = [
            Printed(
                *(w.raw, w.text, w.x0, w.x1, w.page or lines.page, w.bbox),
                certainty=w.certainty,
                readings=_readings(w),
                place=None if w.column is None else Place(table, w.line + 1, w.column),
            )
            for w in words
        ]
        boundary = _word_boundary(printed)
        labels = _joined_labels(printed[:boundary])
        before = [p for p in printed[:boundary] if read_number(p.raw).state == "reported"]
        # Two tables side by side: whose numbers are whose is not told by one line.
        values = printed[boundary:] if len(before) < 3 else [*before, *printed[boundary:]]
        row = _row(labels, tuple(values), "words", block, lines.method, lines.page, len(words))
        row = replace(row, words=tuple(printed[:boundary]), line=line)
        if found and _is_rest(row, found[-1]):
            found[-1] = _with_rest_below(found[-1], row)
        elif not aside:
            found.append(row)
    yield from found


def _is_rest(row: PrintedRow, above: PrintedRow) -> bool:
    """Whether a line of digits alone may be the rest of numbers that narrow columns broke: right below some of them."""
    if row.labels or not above.labels or not 0 < len(row.values) < len(above.values):
        return False
    return all(
        re.fullmatch(r"\d{1,3}", v.text) and len(over := _over(v, above)) == 1 and over[0].text.isdigit()
        and _is_next_line(v, over[0], row.line - above.line)
        for v in row.values
    )  # fmt: skip


def _over(value: Printed, above: PrintedRow) -> list[Printed]:
    return [v for v in above.values if v.x0 < value.x1 and value.x0 < v.x1]


def _is_next_line(value: Printed, over: Printed, lines: int) -> bool:
    """In a PDF lines of one cell stand close; in a text on neighbouring lines."""
    if value.bbox is None or over.bbox is None:
        return lines == 1
    height = over.bbox[3] - over.bbox[1]
    return value.bbox[1] - over.bbox[3] < 0.6 * height


def _with_rest_below(row: PrintedRow, rest: PrintedRow) -> PrintedRow:
    """A row whose numbers may go on in the line below: read with it or without, which the form's sums must tell."""
    values = list(row.values)
    for part in rest.values:
        at = row.values.index(_over(part, row)[0])
        values[at] = with_line(values[at], part, perhaps=True)
    return replace(row, values=tuple(values))


def _word_boundary(words: list[Printed]) -> int:
    """Labels end before the trailing run of values; an unknown word between values belongs to them."""
    boundary = _values_begin(words, len(words))
    while 0 < boundary < len(words) and _is_stray(words, boundary - 1):
        boundary = _values_begin(words, boundary - 1)
    return boundary


def _values_begin(words: list[Printed], end: int) -> int:
    while end and may_be_value(words[end - 1].raw):
        end -= 1
    return end


def _is_stray(words: list[Printed], place: int) -> bool:
    """Whether a word with a value on its left is no label: a short one, or one behind several values."""
    before = words[max(0, place - _SEVERAL) : place]
    if not before or is_form_label(words[place].text) or before[-1].is_blank or not may_be_value(before[-1].raw):
        return False
    several = len(before) == _SEVERAL and all(may_be_value(w.raw) for w in before)
    return several or len(words[place].text) <= _SHORT_WORD


def _joined_labels(words: list[Printed]) -> tuple[Printed, ...]:
    """Words of labels, a new label at a wide gap, at an enumeration, and where a known label ends."""
    groups: list[list[Printed]] = []
    for word in words:
        starts = re.match(r"\(?[一二三四五六七八九十\d]{1,2}[)、.]", word.text) is not None
        known = bool(groups) and is_form_label("".join(w.text for w in groups[-1])) and is_form_label(word.text)
        if not groups or starts or known or stands_apart(groups[-1][-1], word):
            groups.append([word])
        else:
            groups[-1].append(word)
    return tuple(
        Printed(
            " ".join(w.raw for w in g), "".join(w.text for w in g), g[0].x0, g[-1].x1, g[0].page,
            joined_box(w.bbox for w in g), place=g[0].place,
        )
        for g in groups
    )  # fmt: skip


def stands_apart(left: Printed, right: Printed) -> bool:
    """Whether the gap between two words is one between cells: two spaces in a text, more than a character in a PDF."""
    gap = right.x0 - left.x1
    if right.bbox is None:
        return gap >= 2
    return gap > 1.2 * (right.x1 - right.x0) / max(1, len(right.text))
