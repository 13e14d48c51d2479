"""The reader of text files: which marks part a text's cells, and each stretch of its lines to blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.documents.model import HAN, NO_TEXT, Block, CellStream, Document, Grid, Paragraph, WordLines
from pipeline.documents.text.bar_cells import barred_grid, led_cells, packed_rows, pipe_stream
from pipeline.documents.text.bars import Bars, bars_of, is_drawn
from pipeline.documents.text.commas import comma_blocks
from pipeline.documents.text.entries import with_entries
from pipeline.documents.text.folded import unfolded
from pipeline.documents.text.layout import layout_blocks, with_blanks_on_lines
from pipeline.documents.text.lines import Line, is_page_number, is_value, paragraph
from pipeline.documents.text.padded import padded_tables
from pipeline.documents.text.run_on import with_cells_on_lines
from pipeline.documents.text.spaced import spaced_blocks
from pipeline.documents.text.tab_cells import cell_lines, tab_grid
from pipeline.documents.text.tabs import with_rows_on_lines

_FEWEST_MARKED = 5
"""Lines with marks of a table from which a text has any."""
_FEWEST_IN_ROW = 3
"""Numbers of a line from which it is a row of a table."""
PRINTED_LINES = 5
"""Lines of a page or a Word text from which they may print a table as a text file does."""
_SHOWN = 40
"""Characters of a file's last line that a note shows."""
_NUMBER_AT_END = re.compile(r"\d[\d.,]*\Z")
_NEAR = 4
"""Lines above and below in which rows of a table show how many cells they have."""
_NUMBER_ALONE = re.compile(r"\s*[\d０-９]")
_CUT_OFF = "The file ends inside a table; what it ends with ({!r}) may be cut off and is not read."
_READERS = {
    "tabs": tab_grid,
    "cell": cell_lines,
    "bars": barred_grid,
    "packed": packed_rows,
    "flowing": packed_rows,
    "led": led_cells,
    "piped": pipe_stream,
}
"""By kind of line, the reader of the stretch of such lines that begins there."""


def read_txt(content: str) -> Document:
    """Read a decoded text file."""
    content = with_blanks_on_lines(with_cells_on_lines(unfolded(content)))
    cut = _NUMBER_AT_END.search(content)
    if cut:
        content += NO_TEXT
    blocks = comma_blocks(content) or spaced_blocks(content) or _marked_blocks(content)
    blocks = with_entries(blocks) if blocks else _listed_blocks(content)
    pages = 1
    if blocks is None:
        blocks = layout_blocks(content)
        pages = content.rstrip("\f\n ").count("\f") + 1
    notes: tuple[str, ...] = ()
    if blocks and not content.endswith(("\n", "\f")):
        whole = blocks
        blocks = _without_cut_row(blocks)
        in_table = blocks != whole or (cut and not isinstance(blocks[-1], Paragraph))
        notes = (_CUT_OFF.format(cut[0] if cut else content[-_SHOWN:].split("\n")[-1]),) if in_table else ()
    return Document("txt", tuple(blocks), pages if pages > 1 else None, notes=notes)


def _without_cut_row(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a text that ends without a line's end less the row in which it ends, where it lacks cells.

    Its label may be cut off, and cells behind the end are not empty.
    """
    *above, last = blocks
    if above and isinstance(last, Paragraph) and _NUMBER_AT_END.fullmatch(last.raw.removesuffix(NO_TEXT)):
        kept = _without_cut_row(above)
        return kept if kept != above else list(blocks)
    if isinstance(last, CellStream):
        cells = list(last.cells if last.cells[-1].raw else last.cells[:-1])
        while cells and len(HAN.findall(cells[-1].raw)) > 1 and "元" not in cells[-1].raw:  # a label, no 3件 or 2万元
            cells.pop()
        return [*above, *([replace(last, cells=tuple(cells))] if cells else [])]
    if isinstance(last, Grid):
        ends = {c.row: c.column + c.column_span for c in last.cells if c.raw.strip()}
        rows = sorted(ends)
        if len(rows) > 1 and ends[rows[-1]] < ends[rows[-2]]:
            return [*above, replace(last, cells=tuple(c for c in last.cells if c.row < rows[-1]))]
    if isinstance(last, WordLines):
        own = [w for w in last.words if w.line == last.words[-1].line]
        before = [w for w in last.words if w.line < own[0].line]
        if before and own[-1].x1 < before[-1].x0:
            return [*above, replace(last, words=tuple(before))]
    return list(blocks)


def with_printed_tables(blocks: Sequence[Block], *, cut_off: bool = False) -> list[Block]:
    """What the lines of a page or a Word text without any table say as a text file: tabs or spaces may part cells.

    One that is cut off may end inside its last line.
    """
    lines = [block.raw for block in blocks if isinstance(block, Paragraph)]
    if len(lines) < max(len(blocks), PRINTED_LINES):
        whole = blocks[: len(blocks) - cut_off]
        return [*with_entries(whole), *blocks[len(whole) :]]
    read = list(read_txt("\n".join(lines) + ("" if cut_off else "\n")).blocks)
    return list(blocks) if all(isinstance(block, Paragraph) for block in read) else read


def _listed_blocks(content: str) -> list[Block] | None:
    """The blocks of a text that prints lists of names with their numbers, and no table; None of another."""
    texts = content.replace("\f", "\n").split("\n")
    lines = [block for text in texts for block in paragraph(text)]
    blocks = with_entries(lines)
    rest = [b.raw for b in blocks if isinstance(b, Paragraph)]
    rows = any(sum(map(is_value, text.split())) >= _FEWEST_IN_ROW for text in rest)
    return None if rows or len(rest) == len(lines) else blocks


def _marked_blocks(content: str) -> list[Block] | None:
    """The blocks of a text whose cells tabs or bars part; None where none are."""
    texts = with_rows_on_lines(content.replace("\f", "\n")).split("\n")
    tables = padded_tables(texts)
    blocks: list[Block] = []
    place = 0
    for table in tables:
        blocks += _blocks_of_lines(texts[place : table.start], fewest=0) or []
        blocks += table.blocks()
        place = table.end
    rest = _blocks_of_lines(texts[place:], fewest=0 if tables or is_drawn(texts) else _FEWEST_MARKED)
    return rest if rest is None else blocks + rest


def _blocks_of_lines(texts: Sequence[str], fewest: int) -> list[Block] | None:
    """The blocks of lines of which at least so many have marks of a table."""
    bars = bars_of(texts)
    lines = _with_lone_numbers([Line(text, _kind(bars, place)) for place, text in enumerate(bars.texts)])
    if sum(line.kind in _READERS for line in lines) < fewest:
        return None
    blocks: list[Block] = []
    place = 0
    while place < len(lines):
        reader = _READERS.get(lines[place].kind)
        if reader is None:
            blocks += paragraph(lines[place].text)
            place += 1
        else:
            found, place = reader(lines, place)
            blocks += found
    return blocks


def _with_lone_numbers(lines: Sequence[Line]) -> list[Line]:
    """The lines, a number alone below a short row with tabs, or above one without a label, in it and in doubt.

    It is of a row whose cells broke its line; a row that it goes on from a cut number is in doubt already.
    """
    result: list[Line] = []
    alone = ""
    for place, line in enumerate(lines):
        above = next((done for done in reversed(result) if done.kind != "blank"), None)
        if line.kind == "text" and not alone and _NUMBER_ALONE.match(line.text) and is_value(line.text):
            beside = lines[max(0, place - _NEAR) : place + _NEAR]
            if above is None or above.kind != "tabs":
                alone = line.text
            elif above.text.count("\t") < max(b.text.count("\t") for b in beside) and not above.text.endswith(NO_TEXT):
                result[result.index(above)] = replace(above, text=f"{above.text}\t{line.text}{NO_TEXT}")
                continue
        elif line.kind != "blank":
            if alone and line.kind == "tabs" and line.text.startswith("\t"):
                line = replace(line, text=f"{alone}{NO_TEXT}{line.text}")
            alone = ""
        result.append(line)
    return result


def _kind(bars: Bars, place: int) -> str:
    text = bars.texts[place]
    if not text.strip():
        # A lone tab is an empty cell, several are an empty row.
        return "cell" if text.count("\t") == 1 else "tabs" if "\t" in text else "blank"
    if "\t" in text:
        lone = text.startswith("\t") and text.count("\t") == 1
        return "cell" if lone else "tabs"
    return "blank" if is_page_number(text) else bars.kind(place) or "text"
