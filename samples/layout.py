"""Reports laid out on pages, line by line: what a PDF's canvas and an OFD's draw alike."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportlab.lib.colors import Color, black, white
from reportlab.pdfbase import pdfmetrics

from samples.draft import SHARES, Draft, Table, TCell, Text
from samples.pen import BOTTOM, CID, DIGITS, HEIGHT, LEFT, RIGHT, SHEET_COLUMN, TOP, WIDTH, Pen

SHADE = Color(0.776, 0.851, 0.945)


@dataclass(slots=True)
class _Page:
    """Where the pen stands."""

    canvas: Pen
    draft: Draft
    font: str
    y: float = TOP
    number: int = 1

    def next(self) -> None:
        """Finish this page and begin another."""
        if self.draft.options.get("page_numbers", True):
            self.text(f"- {self.number} -", (WIDTH - 30) / 2, HEIGHT - 50, 10)
        if self.draft.options.get("two_up") and self.number % 2:
            self.canvas.translate(WIDTH, 0)
        else:
            self.canvas.showPage()
            self.turn()
        self.number += 1
        self.y = TOP

    def turn(self) -> None:
        """Lay what is drawn on a fresh page on its side, where the draft asks for it."""
        turned = self.draft.options.get("turned")
        if turned:
            self.canvas.transform(0, 1, -1, 0, HEIGHT, 0)
        if turned == "page":
            self.canvas.setPageRotation(90)

    def text(self, text: str, x: float, y: float, size: float) -> None:
        """Draw one line with its baseline ``y`` points below the page's top."""
        if not text.strip():
            return
        for run, font in self.runs(text):
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, HEIGHT - y, run)
            x += pdfmetrics.stringWidth(run, font, size)

    def runs(self, text: str) -> list[tuple[str, str]]:
        """The text in pieces of one font each: digits and Latin in Times beside an embedded Chinese font."""
        if self.draft.options.get("digits"):
            return [(p, DIGITS if p[0] in "0123456789" else CID) for p in re.findall(r"[0-9]+|[^0-9]+", text)]
        if self.font == CID:
            # The mathematical minus has no code in this font's character map and would not be printed.
            return [(text.replace("\u2212", "－"), CID)]
        pieces = re.findall(r"[!-~]+|[^!-~]+", text)
        return [(p, "Times-Roman" if "!" <= p[0] <= "~" else self.font) for p in pieces]

    def width(self, text: str, size: float) -> float:
        """The printed width of a line in points."""
        return float(sum(pdfmetrics.stringWidth(run, font, size) for run, font in self.runs(text)))

    def unseen(self, text: str, x: float, y: float, size: float) -> None:
        """Write a line that shows nothing."""
        self.canvas.setFont(self.font, size)
        self.canvas.drawString(x, HEIGHT - y, text, mode=3)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a ruling."""
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def wrap(self, text: str, width: float, size: float) -> list[str]:
        """Break text into lines that fit."""
        lines: list[str] = []
        for part in text.split("\n"):
            line = ""
            for char in part:
                if line and self.width(line + char, size) > width:
                    lines.append(line)
                    line = ""
                line += char
            lines.append(line)
        return lines


def _indented(item: Text) -> str:
    text = item.text.replace("\n", "")
    return "\u3000\u3000" + text if item.kind in ("body", "intro", "heading", "subheading") else text


def _in_columns(page: _Page, items: list[Text]) -> None:
    """Texts in two columns of equal height, page by page."""
    size = float(page.draft.options.get("size", 14)) - 2
    leading, width = size * 1.6, (RIGHT - LEFT - 24) / 2
    lines = [line for item in items for line in page.wrap(_indented(item), width, size)]
    while lines:
        rows = int((BOTTOM - page.y) // leading)
        if rows < 1:
            page.next()
            continue
        rows = min(rows, (len(lines) + 1) // 2)
        for number, line in enumerate(lines[: 2 * rows]):
            x = LEFT + (width + 24) * (number // rows)
            page.text(line, x, page.y + (number % rows + 0.7) * leading, size)
        lines = lines[2 * rows :]
        page.y += rows * leading
    page.y += 6


def _paragraph(page: _Page, item: Text) -> None:
    base = float(page.draft.options.get("size", 14))
    size = base + 4 if item.kind == "title" else base
    leading = size * 1.75
    for line in page.wrap(_indented(item), RIGHT - LEFT - (10 if page.draft.options.get("spread") else 0), size):
        if page.y + leading > BOTTOM:
            page.next()
        if page.draft.options.get("boxes"):
            page.canvas.setFillColor(white)
            page.canvas.rect(LEFT, HEIGHT - page.y - leading, RIGHT - LEFT, leading, stroke=0, fill=1)
            page.canvas.setFillColor(black)
        width = page.width(line, size)
        x = (
            LEFT + (RIGHT - LEFT - width) / 2
            if item.kind == "title"
            else RIGHT - width
            if item.kind in ("foot", "date")
            else LEFT
        )
        page.text(line, x, page.y + leading * 0.7, size)
        page.y += leading


def _table(page: _Page, table: Table) -> None:
    size = float(page.draft.options.get("table_size", 9))
    shares = SHARES.get(table.width) or (1.0,) * table.width
    if page.draft.options.get("tight") and table.width == 10:
        shares = (0.6, 3.4, 4.6, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8)
    if page.draft.options.get("narrow") and table.width == 10:
        shares = (0.6, 3.4, 4.6, 0.28, 0.28, 0.28, 0.28, 0.28, 0.28, 0.28)
    if table.width in (9, 11):
        shares = SHARES[10][1:] if table.width == 9 else (*SHARES[10][:3], 0.3, *SHARES[10][3:])
    edges = [LEFT + (RIGHT - LEFT) * sum(shares[:i]) / sum(shares) for i in range(table.width + 1)]
    if page.draft.options.get("spread"):
        edges = [LEFT + SHEET_COLUMN * i for i in range(table.width + 1)]
    places = table.places()
    lines: dict[int, list[str]] = {}
    heights = [size + 9.0] * len(table.rows)
    for row, cells in enumerate(places):
        for column, (cell, starts) in enumerate(cells):
            if starts:
                room = edges[min(column + cell.columns, table.width)] - edges[column] - 4
                whole = cell.role == "value" and not page.draft.options.get("break_numbers")
                lines[id(cell)] = [cell.text] if whole else page.wrap(cell.text, room, size)
                if cell.rows == 1:
                    heights[row] = max(heights[row], len(lines[id(cell)]) * (size + 2) + 7)
    header = table.header_rows
    if header and sum(heights[:header]) < 60:
        heights[header - 1] += 60 - sum(heights[:header])
    row = 0
    while row < len(table.rows):
        last, bottom = row, page.y
        while last < len(table.rows) and bottom + heights[last] <= BOTTOM:
            bottom += heights[last]
            last += 1
        # A header without a row under it moves to the next page, as in word processors.
        if (last <= row or (row == 0 and last <= header and last < len(table.rows))) and page.y > TOP:
            page.next()
            continue
        last = max(last, row + 1)
        _piece(page, places, lines, heights, edges, row, last)
        row = last
        if row < len(table.rows):
            page.next()
    page.y += 10


def _piece(
    page: _Page,
    places: list[list[tuple[TCell, bool]]],
    lines: dict[int, list[str]],
    heights: list[float],
    edges: list[float],
    first: int,
    last: int,
) -> None:
    """Draw rows ``first`` to ``last`` (exclusive); a cell that began before is drawn on without its text."""
    size = float(page.draft.options.get("table_size", 9))
    tops = [page.y]
    for row in range(first, last):
        tops.append(tops[-1] + heights[row])
    drawn: set[int] = set()
    rulings = str(page.draft.options.get("rulings", "all"))
    if rulings == "hybrid":
        rulings = ("all", "none", "horizontal")[page.number % 3]
    page.canvas.setLineWidth(1.5 if rulings == "thick" else 0.5)
    for row in range(first, last):
        column = 0
        while column < len(places[row]):
            cell, starts = places[row][column]
            span = 1
            while column + span < len(places[row]) and places[row][column + span][0] is cell and cell.columns > 1:
                span += 1
            if cell.role == "empty" and not starts:
                span = 1
            fresh = id(cell) not in drawn or cell.role == "empty"
            if fresh:
                drawn.add(id(cell))
                end = row
                while end < last and places[end][column][0] is cell:
                    end += 1
                end = max(end, row + 1)
                box = (edges[column], tops[row - first], edges[column + span], tops[end - first])
                _cell(page, cell, box, lines.get(id(cell), []) if starts else [], rulings, size)
            column += span
    if rulings in ("frame", "horizontal"):
        for y in (tops[0], tops[-1]):
            page.line(LEFT, y, RIGHT, y)
    if rulings == "frame":
        for x in (LEFT, RIGHT):
            page.line(x, tops[0], x, tops[-1])
    page.y = tops[-1]


def _cell(
    page: _Page, cell: TCell, box: tuple[float, float, float, float], lines: list[str], rulings: str, size: float
) -> None:
    x0, y0, x1, y1 = box
    if cell.role == "section" and page.draft.options.get("shade"):
        page.canvas.setFillColor(SHADE)
        page.canvas.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
        page.canvas.setFillColor(black)
    if rulings == "rects":
        # Word processors draw each side as a thin filled rectangle.
        for ruling in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            left, top, right, bottom = ruling
            page.canvas.rect(left, HEIGHT - bottom - 0.5, right - left + 0.5, bottom - top + 0.5, stroke=0, fill=1)
    elif rulings == "double":
        for gap in (-1.0, 1.0):
            page.canvas.rect(x0 + gap, HEIGHT - y1 + gap, x1 - x0 - 2 * gap, y1 - y0 - 2 * gap, stroke=1, fill=0)
    elif rulings in ("all", "thick"):
        for ruling in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            page.line(*ruling)
    elif rulings == "horizontal":
        page.line(x0, y1, x1, y1)
    small = float(page.draft.options.get("smallest", 5))
    while cell.role == "value" and size > small and any(page.width(t, size) > x1 - x0 - 2 for t in lines):
        size -= 0.5
    if cell.role == "value" and page.draft.options.get("unseen"):
        other = str((len(cell.text) * 37 + int(x0 + y0)) % 97)
        page.unseen(other, x0 + (x1 - x0 - page.width(other, size)) / 2, (y0 + y1 + size) / 2, size)
    leading = size + 2
    top = y0 + (y1 - y0 - len(lines) * leading) / 2
    for index, line in enumerate(lines):
        width = page.width(line, size)
        x = x0 + 2 if cell.role == "label" else x0 + (x1 - x0 - width) / 2
        page.text(line, x, top + index * leading + size, size)


ALONE = ("title", "foot", "date")
"""Texts that stand over both columns."""


def lay_out(canvas: Pen, draft: Draft, font: str) -> None:
    """Draw the whole report, page by page."""
    page = _Page(canvas, draft, font)
    page.turn()
    waiting: list[Text] = []
    for item in draft.items:
        if waiting and not (isinstance(item, Text) and item.kind not in ALONE):
            _in_columns(page, waiting)
            waiting = []
        if isinstance(item, Text) and draft.options.get("text_columns") and item.kind not in ALONE:
            waiting.append(item)
        elif isinstance(item, Text):
            _paragraph(page, item)
        elif isinstance(item, Table):
            _table(page, item)
        else:
            page.next()
    page.next()
    if draft.options.get("two_up") and not page.number % 2:
        canvas.showPage()
