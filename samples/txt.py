"""Five layouts in which reports were saved as text; option ``copied`` names how a program writes their tables."""

from __future__ import annotations

import unicodedata

from samples.draft import Break, Draft, Table, TCell, Text
from samples.txt_copied import copied


def _flat(cell: TCell) -> str:
    return cell.text.replace("\n", " ")


def _paragraph(item: Text) -> str:
    return item.text.replace("\n", "")


def grid(draft: Draft) -> bytes:
    """Tab-separated grids; option ``ragged`` lets merged labels take fewer columns, padded at the right."""
    lines: list[str] = []
    for item in draft.items:
        if isinstance(item, Text):
            lines += [_paragraph(item), ""]
        elif isinstance(item, Break):
            lines += [""]
        else:
            lines += [*(_copied(item, draft) or _grid_rows(item, bool(draft.options.get("ragged")))), ""]
    return _encode(lines, draft)


def _copied(table: Table, draft: Draft) -> list[str]:
    """The lines of a table as the option wants it copied, none without it."""
    way = draft.options.get("copied")
    return copied(table, way) if way else []


def _grid_rows(table: Table, ragged: bool) -> list[str]:
    rows = []
    for places in table.places():
        texts = []
        for index, (cell, starts) in enumerate(places):
            second = index > 0 and places[index - 1][0] is cell and not starts
            if ragged and second and cell.role == "label" and places[index - 1][1]:
                continue
            texts.append(_flat(cell) if starts else "")
        texts += [""] * (table.width - len(texts))
        rows.append("\t".join(texts))
    return rows


MARKS = {"title": "# ", "heading": "## ", "subheading": "### "}


def markdown(draft: Draft) -> bytes:
    """Markdown: headings marked, tables between bars, a merged cell's text once; option ``bare_bars``."""
    lines: list[str] = []
    for item in draft.items:
        if isinstance(item, Text):
            text = _paragraph(item)
            lines += [text if text.startswith("#") else MARKS.get(item.kind, "") + text, ""]
        elif isinstance(item, Table):
            lines += [*(_copied(item, draft) or _markdown_rows(item, bool(draft.options.get("bare_bars")))), ""]
    return _encode(lines, draft)


def _markdown_rows(table: Table, bare: bool) -> list[str]:
    rows = []
    for places in table.places():
        texts = [cell.text.replace("\n", "<br>").replace("|", "\\|") if starts else "" for cell, starts in places]
        rows.append(" | ".join(texts) if bare else f"| {' | '.join(texts)} |")
    rule = " | ".join(["---"] * table.width)
    return [rows[0], rule if bare else f"| {rule} |", *rows[1:]]


def cells(draft: Draft) -> bytes:
    """One cell a line behind a tab, an empty line between rows; option ``no_trace`` drops empty cells."""
    lines: list[str] = []
    no_trace = bool(draft.options.get("no_trace"))
    for item in draft.items:
        if isinstance(item, Text):
            lines.append(_paragraph(item))
        elif isinstance(item, Break):
            lines.append("")
        else:
            lines.append("")
            places = item.places()
            for row in places:
                # Such files keep an empty line for a cell that a merge from above covers.
                for index, (cell, starts) in enumerate(row):
                    covered = not starts and (index == 0 or row[index - 1][0] is not cell)
                    if starts and not (no_trace and not cell.text.strip()):
                        lines += ("\t" + cell.text).split("\n")
                    elif covered and not no_trace:
                        lines.append("\t")
                lines.append("")
            lines += ["", ""]
    return _encode(lines, draft)


def pipes(draft: Draft) -> bytes:
    """One cell a line before `` |``; empty cells leave no line, a row's end is padded to the table's width."""
    lines: list[str] = []
    for item in draft.items:
        if isinstance(item, Text):
            lines.append(_paragraph(item))
        elif isinstance(item, Table) and "copied" in draft.options:
            lines += _copied(item, draft)
        elif isinstance(item, Table):
            for number, row in enumerate(item.rows):
                printed = [_flat(c).strip() for c in row]
                printed = [t for t in printed if t] or [""]
                missing = item.width - len(printed)
                last = number == len(item.rows) - 1
                lines += [f"{t} |" for t in printed[:-1]]
                tail = "" if last or not missing else " " + "|" * missing
                lines.append(f"{printed[-1]} |{tail}")
    return _encode(lines, draft)


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _length(text: str, wide: bool) -> int:
    return sum(2 if wide and _wide(c) else 1 for c in text)


def _wrap(text: str, width: int, wide: bool) -> list[str]:
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for char in part:
            if line and _length(line + char, wide) > width:
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return lines


WIDTHS = {4: (22, 16, 16, 16), 10: (10, 15, 24, 8, 8, 8, 8, 8, 8, 8), 15: (7,) * 15}


def layout(draft: Draft) -> bytes:
    """The layout of a page kept with spaces; option ``wide_columns`` counts a Chinese character as two columns."""
    lines: list[str] = []
    wide = bool(draft.options.get("wide_columns"))
    body = 76 if wide else 36
    page, on_page = 1, 0
    for item in draft.items:
        block: list[str]
        if isinstance(item, Text):
            block = _wrap(("  " if item.kind in ("body", "intro", "heading") else "") + _paragraph(item), body, wide)
            if item.kind in ("title", "foot", "date"):
                block = [
                    " " * max(0, (body - _length(b, wide)) // 2 if item.kind == "title" else body - _length(b, wide))
                    + b
                    for b in block
                ]
        elif isinstance(item, Break):
            block = ["", f"{' ' * (body // 2)}- {page} -", "\f"]
            page, on_page = page + 1, 0
        else:
            block = ["", *_layout_rows(item, wide), ""]
        lines += block
        on_page += len(block)
        if on_page > 44 and draft.options.get("page_feeds", True) and not isinstance(item, Break):
            lines += ["", f"{' ' * (body // 2)}- {page} -", "\f"]
            page, on_page = page + 1, 0
    return _encode(lines, draft)


def _layout_rows(table: Table, wide: bool) -> list[str]:
    """Each cell wrapped into its columns and centred over its rows, as it stands on a page."""
    scale = 1 if wide else 0.75
    default = WIDTHS.get(table.width, (10,) * table.width)
    widths = [max(5, int(w * scale)) for w in default]
    for row in table.places():
        for c, (cell, begins) in enumerate(row):
            if begins and cell.role == "value" and cell.columns == 1:
                widths[c] = max(widths[c], _length(cell.text.strip(), wide) + 2)
    starts = [sum(widths[:i]) for i in range(len(widths) + 1)]
    places = table.places()
    wrapped: dict[int, list[str]] = {}
    heights = [1] * len(table.rows)
    for r, row in enumerate(places):
        for c, (cell, begins) in enumerate(row):
            if begins:
                room = starts[min(c + cell.columns, table.width)] - starts[c] - 2
                whole = [cell.text.strip()] if cell.role == "value" else _wrap(cell.text, room, wide)
                wrapped[id(cell)] = [t for t in whole if t.strip()]
                if cell.rows == 1:
                    heights[r] = max(heights[r], len(wrapped[id(cell)]))
    for r, row in enumerate(places):
        for cell, begins in row:
            if begins and cell.rows > 1:
                short = len(wrapped[id(cell)]) - sum(heights[r : r + cell.rows])
                if short > 0:
                    heights[r + cell.rows - 1] += short
    lines: list[dict[int, str]] = [{} for _ in range(sum(heights))]
    for r, row in enumerate(places):
        for c, (cell, begins) in enumerate(row):
            if not begins:
                continue
            top, span = sum(heights[:r]), sum(heights[r : r + cell.rows])
            texts = wrapped[id(cell)]
            room = starts[min(c + cell.columns, table.width)] - starts[c]
            for offset, text in enumerate(texts):
                left = starts[c] + (0 if cell.role == "label" else max(0, (room - 2 - _length(text, wide)) // 2))
                lines[top + (span - len(texts)) // 2 + offset][left] = text
    return [_place(line, wide) for line in lines]


def _place(texts: dict[int, str], wide: bool) -> str:
    line = ""
    for left in sorted(texts):
        line += " " * max(2 if line else 0, left - _length(line, wide)) + texts[left]
    return line


def _encode(lines: list[str], draft: Draft) -> bytes:
    newline = "\r\n" if draft.options.get("crlf") else "\n"
    body = newline.join(lines) + newline
    if draft.options.get("encoding") == "gbk":
        return body.replace("\xa0", " ").encode("gb18030")
    return (("\ufeff" if draft.options.get("bom") else "") + body).encode("utf-8")
