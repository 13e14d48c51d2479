"""Blocks of any kind to printed rows: label texts and the value cells behind them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, zip_longest

from pipeline.documents.model import HAN, Block, Cell, CellStream, Grid, Paragraph, StreamCell, WordLines
from pipeline.documents.places import Place
from pipeline.extract.captions import is_heading_of_part, is_note_on_part
from pipeline.extract.printed.added import FURTHER_COLUMNS, without_added_columns, without_units
from pipeline.extract.printed.labels import (
    are_column_labels,
    is_column_label,
    is_form_label,
    is_numbered,
    is_part_of_label,
    label_key,
    without_note_mark,
)
from pipeline.extract.printed.model import Printed, PrintedRow, printed_row, readings_of
from pipeline.extract.printed.pushed import with_pushed_rows_back
from pipeline.extract.printed.several import rows_in
from pipeline.extract.printed.side_by_side import tables_beside
from pipeline.extract.printed.split_labels import frame_of, labels_before
from pipeline.extract.printed.turned import turned
from pipeline.extract.printed.words import word_rows
from pipeline.normalise import clean, simplify
from pipeline.normalise.numbers import UNIT_WORDS, is_value, read_number

_ANY_YEAR = 0
"""A year that is none: whatever year a note names is another."""
NOTE = re.compile(r"[(（]?(?:备?注|说明)")
"""How a note on a table begins."""
_LONGEST_HEADING = 40
_LONGEST_LABEL = 60


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
                for part in tables_beside(block):
                    rows.extend(_grid_rows(part, number, table))
            case CellStream():
                rows.extend(_stream_rows(block, number, table))
            case WordLines():
                rows.extend(word_rows(block, number, table))
            case Paragraph():
                # A piece of a label, or a caption, that fell out of its table.
                if block.page in repeated:
                    continue
                sentence = "。" in (block.text.rstrip("。") if NOTE.match(block.text) else block.text)
                short = _is_short(block.text) and HAN.search(block.text) and not sentence
                short = short or (block.page is None and block.text.strip().isdecimal())  # perhaps a page's
                if short or is_heading_of_part(block.text) or is_note_on_part(block.text, _ANY_YEAR):
                    cell = Printed(block.raw, block.text, 0, 1, block.page)
                    rows.append(printed_row((cell,), (), "paragraph", number, "paragraph", block.page, 1))
    return rows


def _is_short(text: str) -> bool:
    """Whether a paragraph may be a label or a heading: the form's longest labels are longer than headings are."""
    return len(text) <= _LONGEST_HEADING or (len(text) <= _LONGEST_LABEL and is_form_label(text))


def _grid_rows(grid: Grid, block: int, table: int) -> Iterator[PrintedRow]:
    # Where pages are drawn, tables are found anew by each strategy: their ordinals mean nothing, boxes do.
    drawn = grid.method.startswith("pdf:") or any(c.bbox is not None for c in grid.cells)
    upright = turned(grid)
    grid = upright or grid
    lines = [sorted(members, key=lambda c: c.column) for _, members in groupby(grid.cells, key=lambda c: c.row)]
    of_lines = [
        [
            Printed(
                *(c.raw, _text_of(c), c.column, c.column + c.column_span, c.page, c.bbox, c.row_span),
                certainty=c.certainty,
                readings=readings_of(c),
                place=None if drawn else _place(table, c, exchanged=upright is not None),
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
        of_lines = without_units(without_added_columns(of_lines, aligned=grid.aligned))
    for cells, printed in zip(lines, of_lines, strict=True):
        boundary = labels_before(frame, printed) or _label_boundary(printed)
        labels = tuple(p for p in printed[:boundary] if p.text)
        layout = "grid" if grid.aligned else "ragged"
        row = printed_row(labels, tuple(printed[boundary:]), layout, block, grid.method, cells[0].page, len(printed))
        yield replace(row, line=cells[0].row)


def _text_of(cell: Cell) -> str:
    """A cell's text without the mark of a note behind its words, which is no part of a label."""
    bare = without_note_mark(cell.raw)
    return cell.text if bare == cell.raw.rstrip() else simplify(clean(bare)).strip()


def _place(table: int, cell: Cell, *, exchanged: bool) -> Place:
    """Where a cell stands in the document's table, in which rows and columns may be the other way round."""
    return Place(table, cell.column + 1, cell.row + 1) if exchanged else Place(table, cell.row + 1, cell.column + 1)


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
            row = printed_row(labels, own, "stream", block, stream.method, stream.page, len(own) + len(labels))
            yield replace(row, padded=padded and not more)

    closed = False
    for place, cell, following in _with_units(stream.cells):
        source = Place(None if stream.of_lines else table, place + 1, 1)
        printed = Printed(cell.raw, cell.text, place, place + 1, stream.page, place=source)
        label_follows = following is not None and not is_value(following.raw) and HAN.search(following.text) is not None
        before_row = closed and not cell.ends_row and label_follows
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
    for place, cell in _rows_apart(cells):
        last = kept[-1][1] if kept else None
        if last and cell.text in UNIT_WORDS and last.text[-1:].isdigit() and not last.ends_row:
            kept[-1] = kept[-1][0], replace(cell, raw=f"{last.raw} {cell.raw}", text=f"{last.text} {cell.text}")
        else:
            kept.append((place, cell))
    for (place, cell), following in zip_longest(kept, [cell for _, cell in kept[1:]]):
        yield place, cell, following


def _rows_apart(cells: Sequence[StreamCell]) -> Iterator[tuple[int, StreamCell]]:
    """Each cell with its place; a header's last cell and the label below it are two, where no mark stands between."""
    for place, cell in enumerate(cells):
        lines = cell.text.split("\n")
        ends = (n for n in range(1, len(lines)) if is_column_label(label_key("".join(lines[:n]))))
        end = next((n for n in ends if is_form_label("".join(lines[n:]))), 0)
        if not end or len(lines) != cell.raw.count("\n") + 1:
            yield place, cell
            continue
        raw = cell.raw.split("\n")
        yield place, StreamCell("\n".join(raw[:end]), "\n".join(lines[:end]), ends_row=True)
        yield place, replace(cell, raw="\n".join(raw[end:]), text="\n".join(lines[end:]))


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
