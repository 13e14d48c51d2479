"""Damaged tables: the form's rows with labels misspelt, rows and columns lost, moved and added, in every kind of block.

What is read from them may have gaps, but no number may stand in a cell that does not print it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.documents.model import Block, Cell, CellStream, Document, Grid, Paragraph, StreamCell, Word, WordLines
from pipeline.extract import extract
from pipeline.extract.model import ExtractedCell, Extraction
from pipeline.normalise import normalise_document, read_number
from samples.compose import compose
from samples.draft import Table, TCell, Text
from samples.forms import REVIEW, Key
from samples.truth import Report, draw

JUNK = (
    "备注",
    "行次",
    "详见附件",
    "3或4",
    "##",
    "—",
    "/",
    "无",
    "",
    "合计",
    "12.5%",
    "第3页",
    "2024年1月",
    "其他",
    "总计",
)
Lines = list[list[tuple[TCell, int, int]]]
"""Rows of a table: each cell with its column and the columns it takes."""


def _misspelt(text: str, rng: random.Random) -> str:
    """A label with a few characters lost, doubled, exchanged or added; long ones keep most of theirs."""
    characters = list(text)
    for _ in range(rng.randint(1, max(1, len(characters) // 6))):
        if not characters:
            break
        at = rng.randrange(len(characters))
        match rng.randrange(4):
            case 0:
                del characters[at]
            case 1:
                characters.insert(at, rng.choice(" \n\u3000的了、?"))
            case 2:
                characters[at] = rng.choice("口田目日月?□")
            case _:
                characters.insert(at, characters[at])
    return "".join(characters)


def _labels(lines: Lines, rng: random.Random) -> None:
    for row in lines:
        for cell, _, _ in row:
            # A unit printed otherwise is another number.
            if cell.role != "value" and len(cell.text) > 5 and "元" not in cell.text and rng.random() < 0.3:
                cell.text = _misspelt(cell.text, rng)


def _rows_lost(lines: Lines, rng: random.Random) -> None:
    for row in rng.sample(lines, min(len(lines) - 1, rng.randint(1, 3))):
        lines.remove(row)


def _header_lost(lines: Lines, rng: random.Random) -> None:
    kept = [row for row in lines if any(c.role == "value" for c, _, _ in row)]
    lines[:] = kept or lines


def _row_added(lines: Lines, rng: random.Random) -> None:
    width = max(c + w for row in lines for _, c, w in row)
    row = [(TCell(rng.choice(("区域代码", "填报人", "备用", "")), "other"), 0, 1)]
    row += [(TCell(str(rng.randint(0, 99)), "other"), c, 1) for c in range(1, width)]
    lines.insert(rng.randrange(len(lines) + 1), row)


def _column_added(lines: Lines, rng: random.Random) -> None:
    """A numbered column of the agency's own before or behind everything, with its heading."""
    width = max(c + w for row in lines for _, c, w in row)
    first = rng.random() < 0.5
    for number, row in enumerate(lines):
        row[:] = [(cell, c + first, w) for cell, c, w in row]
        text = rng.choice(("行次", "备注")) if number == 0 else str(number)
        row.insert(0 if first else len(row), (TCell(text, "other"), 0 if first else width, 1))


def _cells_lost(lines: Lines, rng: random.Random) -> None:
    """Some cells are not there at all; the others keep their columns."""
    for row in lines:
        values = [entry for entry in row if entry[0].role == "value"]
        if values and rng.random() < 0.1:
            row.remove(rng.choice(values))


def _values_junk(lines: Lines, rng: random.Random) -> None:
    for row in lines:
        for cell, _, _ in row:
            if cell.role == "value" and rng.random() < 0.05:
                cell.text, cell.key = rng.choice(JUNK), None


def _values_empty(lines: Lines, rng: random.Random) -> None:
    share = rng.choice((0.02, 0.2, 0.6))
    for row in lines:
        for cell, _, _ in row:
            if cell.role == "value" and (cell.text == "0" or rng.random() < 0.05) and rng.random() < share:
                cell.text, cell.key = "", None


def _rows_moved(lines: Lines, rng: random.Random) -> None:
    at = [i for i, row in enumerate(lines) if any(c.role == "value" for c, _, _ in row)]
    if len(at) > 3:
        a, b = rng.sample(at, 2)
        lines[a], lines[b] = lines[b], lines[a]


def _row_doubled(lines: Lines, rng: random.Random) -> None:
    at = rng.randrange(len(lines))
    lines.insert(at, [(replace(c), x, w) for c, x, w in lines[at]])


TableDamage = Callable[[Lines, random.Random], None]
DAMAGES: tuple[TableDamage, ...] = (
    *(_labels, _rows_lost, _header_lost, _row_added, _column_added, _cells_lost, _values_junk, _values_empty),
    *(_rows_moved, _row_doubled),
)


def _lines(table: Table) -> Lines:
    rows: Lines = []
    for places in table.places():
        row: list[tuple[TCell, int, int]] = []
        for column, (cell, starts) in enumerate(places):
            if starts and cell.text.strip() + cell.role != "empty":
                row.append((replace(cell), column, cell.columns))
        rows.append(row)
    return rows


def _grid(lines: Lines, rng: random.Random, *, aligned: bool) -> list[Block]:
    """One grid, or two where a page ends inside the table; the second may begin a column further left or right."""
    cut = rng.randrange(1, len(lines)) if len(lines) > 4 and rng.random() < 0.3 else len(lines)
    shift = rng.choice((0, 0, 1))
    blocks: list[Block] = []
    for part, (start, end) in enumerate(((0, cut), (cut, len(lines)))):
        cells = []
        for number, row in enumerate(lines[start:end]):
            for place, (cell, column, width) in enumerate(row):
                at = column + shift * part if aligned else place
                span = (cell.rows, width) if aligned else (1, 1)
                cells.append(Cell(number, at, cell.text, cell.text, *span, page=part + 1))
        if cells:
            blocks.append(Grid(tuple(cells), "fuzz:grid", part + 1, aligned))
    return blocks


def _stream(lines: Lines, rng: random.Random) -> list[Block]:
    """One cell after the other; empty ones and ends of rows kept or not."""
    keep_empty, keep_ends = rng.random() < 0.6, rng.random() < 0.5
    cells: list[StreamCell] = []
    for row in lines:
        texts = [c.text for c, _, _ in row if keep_empty or c.text.strip()]
        cells += [StreamCell(t, t, keep_ends and n == len(texts) - 1) for n, t in enumerate(texts)]
    return [CellStream(tuple(cells), "fuzz:stream")]


def _words(lines: Lines, rng: random.Random) -> list[Block]:
    """Words at their places, a little beside them, as in a page's layout."""
    words: list[Word] = []
    loose = rng.choice((0.0, 0.3, 1.0))
    for number, row in enumerate(lines):
        for cell, column, width in row:
            if not cell.text.strip():
                continue
            text = cell.text.replace("\n", "")
            middle = 100 * column + 50 * width + rng.uniform(-loose, loose) * 10
            half = min(4.0 * len(text), 48.0 * width)
            words.append(Word(text, text, middle - half, middle + half, number))
    return [WordLines(tuple(words), "fuzz:words", 1)]


def damaged_report(rng: random.Random) -> tuple[Document, Report]:
    """A report's tables, damaged, each as a block of a drawn kind, between its headings; and what it prints."""
    report = draw(f"fuzz/{rng.randrange(10**6)}", activity=rng.choice(("busy", "busy", "normal", "quiet")))
    blocks: list[Block] = []
    for item in compose(report).items:
        if isinstance(item, Text):
            blocks.append(Paragraph(item.text, item.text))
        elif isinstance(item, Table):
            lines = _lines(item)
            kind = rng.choice(("stream", "words", "ragged", "grid", "grid"))
            # Where places are lost, a further number beside a lost cell looks like the cell.
            usable = DAMAGES if kind in ("grid", "words") else [d for d in DAMAGES if d is not _column_added]
            if kind in ("stream", "words"):
                usable = [
                    d for d in usable if d is not _rows_moved
                ]  # without rulings the order of rows is all there is
            if item.name == REVIEW:
                # Its numbers have no label, so another row in their place cannot be told from them.
                usable = [d for d in usable if d is not _row_added]
            for damage in rng.sample(usable, rng.randint(0, 3)):
                damage(lines, rng)
            lines = [row for row in lines if row]
            if kind == "stream":
                blocks += _stream(lines, rng)
            elif kind == "words":
                blocks += _words(lines, rng)
            else:
                blocks += _grid(lines, rng, aligned=kind == "grid")
    return normalise_document(Document("docx", tuple(blocks))), report


def random_document(rng: random.Random) -> Document:
    """Grids, streams and words of form labels, numbers and junk in no order at all."""
    texts = [c.text for t in compose(draw("fuzz/labels")).tables() for c in t.cells() if c.role != "value"]

    def text() -> str:
        drawn = rng.random()
        if drawn < 0.35:
            return _misspelt(rng.choice(texts), rng) if rng.random() < 0.4 else rng.choice(texts)
        return str(rng.randint(0, 5000)) if drawn < 0.85 else rng.choice(JUNK)

    blocks: list[Block] = []
    for _ in range(rng.randint(1, 4)):
        rows, columns = rng.randint(1, 30), rng.randint(1, 16)
        match rng.randrange(4):
            case 0:
                tokens = (text() for _ in range(rows * columns))
                blocks.append(CellStream(tuple(StreamCell(t, t, rng.random() < 0.1) for t in tokens), "fuzz:stream"))
            case 1:
                words = [(text(), rng.uniform(0, 500), n) for n in range(rows) for _ in range(rng.randint(0, columns))]
                words.sort(key=lambda w: (w[2], w[1]))
                blocks.append(WordLines(tuple(Word(t, t, x, x + 8 * len(t), n) for t, x, n in words), "fuzz:words"))
            case 2:
                blocks.append(Paragraph(title := text(), title))
            case _:
                cells = [
                    Cell(r, c, t := text(), t, rng.choice((1, 1, 1, 3)), rng.choice((1, 1, 1, 2)))
                    for r in range(rows)
                    for c in range(columns)
                    if rng.random() < 0.9
                ]
                blocks.append(Grid(tuple(cells), "fuzz:grid", None, rng.random() < 0.7))
    return normalise_document(Document("docx", tuple(blocks)))


def printed_texts(document: Document) -> Counter[str]:
    """Every cell or word that the document prints, and how often."""
    texts: Counter[str] = Counter()
    for block in document.blocks:
        match block:
            case Paragraph():
                texts[block.raw] += 1
            case Grid() | CellStream():
                texts.update(c.raw for c in block.cells)
            case WordLines():
                texts.update(w.raw for w in block.words)
    return texts


def unprinted(document: Document, cells: Sequence[ExtractedCell]) -> list[str]:
    """Published numbers that no cell of the document prints, or that it prints less often than they are published."""
    printed = printed_texts(document)
    used: Counter[str] = Counter()
    problems: list[str] = []
    for cell in cells:
        if (cell.value is None) != (cell.state != "reported"):
            problems.append(f"{cell.key} is {cell.state} and has the value {cell.value}")
        if cell.state != "reported" or cell.raw is None:
            continue
        pieces = cell.raw.split("\n") if cell.raw not in printed else [cell.raw]
        used.update(pieces)
        problems += [f"{cell.key} is {cell.raw!r}, which is printed nowhere" for p in pieces if p not in printed]
        reading = read_number("".join(pieces))
        if reading.value is None or (cell.unit == "count" and Decimal(str(cell.value)) != reading.value):
            problems.append(f"{cell.key} has the value {cell.value} for {cell.raw!r}")
    problems += [
        f"{text!r} is printed {printed[text]} times, published {n}" for text, n in used.items() if n > printed[text]
    ]
    return problems


def misplaced(report: Report, cells: Sequence[ExtractedCell]) -> list[str]:
    """Published numbers that the report does not print in their cell."""
    problems: list[str] = []
    for cell in cells:
        if cell.state != "reported":
            continue
        truth = report.cells.get(_key(cell, report))
        if truth is None or truth.value is None or (cell.unit != "unstated" and truth.value != cell.value):
            problems.append(f"{cell.key} is {cell.value} ({cell.raw!r}), printed is {truth.value if truth else None}")
    return problems


def _key(cell: ExtractedCell, report: Report) -> Key:
    return cell.table, cell.row, cell.column


def examine(seed: str) -> list[str]:
    """What is wrong with the reading of a seed's document; nothing for most."""
    rng = random.Random(seed)
    if rng.random() < 0.3:
        document = random_document(rng)
        return unprinted(document, extract(document, year=None).cells)
    document, report = damaged_report(rng)
    found: Extraction = extract(document, year=report.year)
    return unprinted(document, found.cells) + misplaced(report, found.cells)
