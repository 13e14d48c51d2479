"""What browsers and programs make of a page's tables as text, each in its own way; some drop the empty cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from samples.draft import Table

Rows = list[list[str]]


def copied(table: Table, way: str) -> list[str]:
    """The lines of a table in one of :data:`WAYS`."""
    rows = [[cell.text.replace("\n", " ").strip() for cell in row] for row in table.rows]
    if WAYS[way].form == "txt-pipes":
        rows = [[text for text in row if text] or [""] for row in rows]
    return WAYS[way].write(rows).split("\n")


def _rows(rows: Rows) -> str:
    return "\n".join("\t".join(row) for row in rows)


def _paragraphs(rows: Rows) -> str:
    """A browser's lines around each paragraph: an empty one on both sides."""
    return "\n".join("\t".join(f"\n\n{t}\n\n" if t else "\n\n" for t in row) for row in rows)


def _divisions(rows: Rows) -> str:
    return "\n".join("\t".join(f"\n{t}\n" for t in row) for row in rows)


def _blocks_when_empty(rows: Rows) -> str:
    """As an editor's pages have it: a blank cell holds a paragraph of one space, a number stands in its cell alone."""
    return "\n".join("\t".join(t or "\n" for t in row) for row in rows)


def _two_tabs(rows: Rows) -> str:
    return "\n".join("\t\t".join(row) for row in rows)


def _padded(rows: Rows) -> str:
    widest = max(map(len, rows)) + 2
    return "\n".join(" | ".join(row) + " | " + "|" * (widest - len(row)) for row in rows)


def _closed_and_padded(rows: Rows) -> str:
    widest = max(map(len, rows)) + 1
    return "\n".join("".join(f"{t} |" for t in row) + "|" * (widest - len(row)) for row in rows)


def _between_two(rows: Rows) -> str:
    return "\n".join("".join(f"|{t}|" for t in row) for row in rows)


def _led(rows: Rows) -> str:
    return "\n".join(f"|{t}" for row in rows for t in row)


def _led_by_two(rows: Rows) -> str:
    return "\n".join("\n".join([f"|{row[0]}", *(f"||{t}" for t in row[1:]), "|"]) for row in rows)


def _bar_below(rows: Rows) -> str:
    return "\n|\n".join(t for row in rows for t in row)


def _four_spaces(rows: Rows) -> str:
    return "\n".join("    ".join(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Way:
    """A way of writing a table as text.

    Attributes:
        about: in words.
        form: the text format with the same habits around the table, and the same fate of empty cells.
        write: rows of cells, a merged cell standing once, to lines.
    """

    about: str
    form: str
    write: Callable[[Rows], str]


WAYS = {
    "copied_rows": Way("copied from a browser: a tab between cells", "txt-grid", _rows),
    "copied_paragraphs": Way("copied from a browser, each cell a paragraph", "txt-grid", _paragraphs),
    "copied_divisions": Way("copied from a browser, each cell a division", "txt-grid", _divisions),
    "copied_blanks": Way("copied from a browser, blank cells of one space each", "txt-grid", _blocks_when_empty),
    "bars_between_two": Way("each cell between two bars", "txt-markdown", _between_two),
    "two_tabs": Way("two tabs between cells", "txt-pipes", _two_tabs),
    "padded_bars": Way("bars between cells, rows padded with bars", "txt-pipes", _padded),
    "closed_bars": Way("a bar behind each cell, rows padded with bars", "txt-pipes", _closed_and_padded),
    "led_bars": Way("one cell a line behind its bar", "txt-pipes", _led),
    "led_by_two": Way("one cell a line behind two bars, rows closed by one", "txt-pipes", _led_by_two),
    "bar_below": Way("one cell a line, bars on lines between", "txt-pipes", _bar_below),
    "four_spaces": Way("four spaces between cells", "txt-pipes", _four_spaces),
}
"""By name, how a program writes tables; those of ``txt-pipes`` drop empty cells."""
