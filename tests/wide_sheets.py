"""Wide sheets for tests, printed without being fitted to the paper: pages that stand beside one another."""

import io
from collections.abc import Sequence

from drawn_pdf import pdf  # registers the font
from reportlab.pdfgen.canvas import Canvas

from samples.draft import Table

assert pdf
PAPER = (595, 842)
LEFT, TOP = 50, 60
HEIGHT = 22
Line = str | Table


def printed(
    lines: Sequence[Line],
    columns: Sequence[float],
    cuts: Sequence[int],
    rows: int,
    *,
    over: bool = False,
    ruled: bool = True,
) -> bytes:
    """A sheet of texts and tables as PDF, some of its columns and so many of its rows on each page.

    Args:
        lines: texts that reach over all columns, and tables.
        columns: the widths of the sheet's columns; a narrower table's last cells take those that are left.
        cuts: columns behind which a page ends.
        rows: of a page.
        over: whether the pages beside a page are printed before those below it.
        ruled: whether the tables have rulings.
    """
    edges = [sum(columns[:n]) for n in range(len(columns) + 1)]
    cells = list(_cells(lines, len(columns)))
    last = max(row + height for row, _, height, _, _, _ in cells)
    places = [(down, across) for across in range(len(cuts) + 1) for down in range(0, last, rows)]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=PAPER, invariant=1)
    for number, (down, across) in enumerate(sorted(places) if over else places, start=1):
        x0, x1 = (edges[n] for n in (0, *cuts, len(columns))[across : across + 2])
        y0, y1 = down * HEIGHT, min(down + rows, last) * HEIGHT
        canvas.setFont("STSong-Light", 9)
        canvas.drawCentredString(PAPER[0] / 2, 30, f"第 {number} 页")
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(LEFT, PAPER[1] - TOP - (y1 - y0), x1 - x0, y1 - y0)
        canvas.clipPath(clip, stroke=0)
        canvas.translate(LEFT - x0, PAPER[1] - TOP + y0)
        for row, column, height, width, text, framed in cells:
            left, right = edges[column], edges[column + width]
            if left >= x1 or right <= x0 or row >= down + rows or row + height <= down:
                continue
            if framed and ruled:
                _frame(canvas, (left, row * HEIGHT, right, (row + height) * HEIGHT), (x0, y0, x1, y1))
            canvas.setFont("STSong-Light", 9 if framed else 12)
            canvas.drawCentredString((left + right) / 2, -(row + height / 2) * HEIGHT - 3, text)
        canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _frame(canvas: Canvas, box: Sequence[float], page: Sequence[float]) -> None:
    """The sides of a box as far as they stand on a page: a cell that goes on is open there."""
    (left, top, right, bottom), (x0, y0, x1, y1) = box, page
    for y in (y for y in (top, bottom) if y0 <= y <= y1):
        canvas.line(max(left, x0), -y, min(right, x1), -y)
    for x in (x for x in (left, right) if x0 <= x <= x1):
        canvas.line(x, -max(top, y0), x, -min(bottom, y1))


def _cells(lines: Sequence[Line], columns: int):
    """Row, column, height and width of each cell, its text and whether it is a table's."""
    row = 0
    for line in lines:
        if isinstance(line, str):
            yield row, 0, 1, columns, line, False
            row += 1
            continue
        for r, places in enumerate(line.places()):
            for c, (cell, begins) in enumerate(places):
                if begins:
                    width = columns - c if c + cell.columns == line.width else cell.columns
                    yield row + r, c, cell.rows, width, cell.text, True
        row += len(line.rows)
