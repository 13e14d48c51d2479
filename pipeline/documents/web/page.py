"""Web pages: the flow of paragraphs, and the innermost tables as grids with their spans resolved."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby, pairwise

from lxml import etree
from lxml import html as lxml_html

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.grid import is_row_of_numbers
from pipeline.documents.model import Block, Document, Grid, Paragraph
from pipeline.documents.text.reader import PRINTED_LINES, read_txt, with_printed_tables
from pipeline.documents.web.cells import BLOCKS, SKIPPED, collapse
from pipeline.documents.web.elements import is_seen
from pipeline.documents.web.laid_out import settle_with_tables
from pipeline.documents.web.scripts import is_of_other_year, kept_markup, page_around, shown_markup, years_of
from pipeline.documents.web.tables import cells_of, grid_of, in_columns, open_boxes, rows_of, tag_of

_PARTED = re.compile(r"<(?:p|div|br)\b", re.I)
_PAGE = re.compile(r"<(?:html|body)\b", re.I)
_END = re.compile(r"</(?:body|html)", re.I)
_DOCTYPE = re.compile(r"<!doctype\s+html", re.I)
WHOLE_TABLE = re.compile(r"<table\b.*?</table\s*>", re.I | re.S)
_TABLE_TAG = re.compile(r"<(/?)(table|tr|td|th|caption)\b[^>]*>", re.I)
_DEEPEST = 400
_TABLE_CELLS = 30
_FEWEST_LABELS = 5
"""Labels of a table from which it may be one of a report."""
_ALIKE = 3
"""A table of which one label in so many stands in another is another one of that kind."""
_COUNT = re.compile(r"[+-]?\d[\d,.]*")
_WORD = re.compile("[\u4e00-\u9fff]{2}")
_META_TITLES = ("articletitle", "title", "og:title")


def read_html(content: str) -> Document:
    """Read a decoded web page (or the HTML that other programs write)."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = page_around(content)
    if root is not None:
        content = "<html>"
    else:
        markup = _with_tables_ended(content)
        root = lxml_html.document_fromstring(markup.encode("utf-8", errors="replace"), parser=parser)
    if max((sum(1 for _ in e.iterancestors()) for e in root.iter("td", "p")), default=0) <= _DEEPEST:
        try:
            return _read(root, content, parser)
        except RecursionError:
            pass  # other elements may be nested as deeply
    raise UnreadableDocument(
        "The page nests its elements too deeply to be read", "Save it as text or PDF from a browser.", "html"
    )


def _with_tables_ended(content: str) -> str:
    """The markup with an end for each table in which, outside its cells, another begins: so browsers show it."""
    if len(re.findall(r"<table\b", content, re.I)) <= len(re.findall(r"</table\s*>", content, re.I)):
        return content
    ends: list[int] = []
    open_tables: list[int | None] = []  # of each where its last row or cell ends; None inside a cell
    for tag in _TABLE_TAG.finditer(content):
        name, closes = tag[2].lower(), bool(tag[1])
        if name == "table" and closes:
            open_tables[-1:] = []
        elif name == "table":
            if open_tables and (end := open_tables[-1]) is not None:
                open_tables.pop()
                ends.append(end)
            open_tables.append(tag.end())
        elif open_tables:
            open_tables[-1] = tag.end() if closes or name == "tr" else None
    for end in sorted(ends, reverse=True):
        content = f"{content[:end]}</table>{content[end:]}"
    return content


def _read(root: etree._Element, content: str, parser: lxml_html.HTMLParser) -> Document:
    holders = settle_with_tables(root, content, quirks=_DOCTYPE.search(content[:2000]) is None)
    flow = _flow_of(root, content)
    notes: tuple[str, ...] = ()
    if _is_whole(content) and _show_hidden_tables(root):
        flow = _flow_of(root, content)
        notes = ("The page hides tables until a script shows them; they were read as the script shows them.",)
    kept = [] if _has_table(flow.blocks) else kept_markup(root)
    if kept:
        notes = ("The page shows its text by a script; it was read from what the page keeps for that.",)
    elif not _has_table(flow.blocks) and (shown := shown_markup(flow.blocks)):
        kept, notes = [shown], ("The page shows markup as text; it was read as what it means.",)
        flow.blocks.clear()
    for markup in kept:
        page = f"<body>{markup}</body>".encode("utf-8", errors="replace")
        flow.walk(lxml_html.document_fromstring(page, parser=parser))
        flow.flush()
    blocks = with_printed_tables(flow.blocks, cut_off=not _is_whole(content))
    if _cut_off(content) or (blocks and isinstance(blocks[-1], Grid) and _leaves_open(content, holders)):
        blocks, dropped = _without_last_row(blocks)
        notes = (f"The page is cut off inside a table; its last row ({dropped!r}) may be incomplete and is not read.",)
    return Document(format="html", blocks=tuple(blocks), page_title=_page_title(root), notes=notes)


def _flow_of(root: etree._Element, content: str) -> _Flow:
    flow = _Flow(_is_markdown(content), cut_off=content.lower().rfind("<pre") > content.lower().rfind("</pre"))
    body = root.find("body")
    flow.walk(root if body is None else body)
    flow.flush()
    return flow


def _show_hidden_tables(root: etree._Element) -> bool:
    """Unhide what holds tables, as the scripts of some sites do; whether there was any.

    It is left hidden where it is like what the page shows (the report again, for telephones, or of another year).
    """
    rows: set[str] = set()
    words: set[str] = set()
    held: dict[etree._Element, list[etree._Element]] = {}
    for table in root.iter("table"):
        around = [e for e in (table, *table.iterancestors()) if e.tag not in SKIPPED and not is_seen(e)]
        if around:
            held.setdefault(around[-1], []).append(table)
        else:
            rows |= _labels(table)
            words |= _words(table)
    years = years_of(root)
    opened = [
        holder
        for holder, tables in held.items()
        if len(set().union(*map(_labels, tables))) >= _FEWEST_LABELS
        and not any(_is_copy(table, rows, words) for table in tables)
        and not any(is_of_other_year(line, years) for line in holder.itertext())
    ]
    for element in (e for holder in opened for e in holder.iter() if isinstance(e.tag, str)):
        if element.tag not in SKIPPED and next(element.iter("table"), None) is not None and not is_seen(element):
            element.attrib.pop("style", None)
            element.attrib.pop("hidden", None)
    return bool(opened)


def _words(table: etree._Element) -> set[str]:
    """The texts of a table's cells that hold words."""
    texts = ("".join(cell.text_content().split()) for cell in table.iter("td", "th"))
    return {text for text in texts if _WORD.search(text)}


def _row_labels(table: etree._Element) -> set[str]:
    """The words in a table's rows of numbers."""
    rows = [["".join(c.text_content().split()) for c in row.iterchildren("td", "th")] for row in table.iter("tr")]
    return {t for row in rows if any(map(_COUNT.fullmatch, row)) for t in row if _WORD.search(t)}


def _labels(table: etree._Element) -> set[str]:
    """The words in a table's rows of numbers, or all where it has none: a further page repeats its header only."""
    return _row_labels(table) or _words(table)


def _is_like(labels: set[str], others: set[str]) -> bool:
    """Whether a table with these labels is one of the kind that others stand in."""
    return bool(labels) and _ALIKE * len(labels & others) >= len(labels)


def _is_copy(table: etree._Element, rows: set[str], words: set[str]) -> bool:
    """Whether a table is like one of those with these row labels and words: its own may head columns, on its side."""
    own = _row_labels(table)
    return _is_like(own, words) if own else _is_like(_words(table), rows)


def _is_markdown(content: str) -> bool:
    """Whether the markup is that of tables in a text whose own line ends part its paragraphs."""
    outside = content if _PAGE.search(content) else WHOLE_TABLE.sub("", content)
    return not _PARTED.search(outside)


def _has_table(blocks: list[Block]) -> bool:
    """Whether the page itself shows a table, other than one that parts its areas."""
    return sum(len(block.cells) for block in blocks if isinstance(block, Grid)) >= _TABLE_CELLS


def _page_title(root: etree._Element) -> str | None:
    metas = {(m.get("name") or m.get("property") or "").lower(): m.get("content") for m in root.iter("meta")}
    for name in _META_TITLES:
        if metas.get(name):
            return str(metas[name]).strip()
    title = root.find(".//title")
    text = title.text_content().strip() if title is not None else ""
    return text or None


def _cut_off(content: str) -> bool:
    """Whether the source ends inside a table: an opened one that no end tag follows, and no end of the page."""
    tail = content[content.lower().rfind("<table") :].lower() if "<table" in content.lower() else ""
    return bool(tail) and "</table" not in tail and not _END.search(tail)


def _leaves_open(content: str, tags: Iterable[str]) -> bool:
    """Whether the source ends inside elements of these tags, and without the end of a page."""
    if _END.search(content):
        return False
    lower = content.lower()
    return any(len(re.findall(rf"<{tag}\b", lower)) > len(re.findall(rf"</{tag}\s*>", lower)) for tag in tags)


def _is_whole(content: str) -> bool:
    """Whether the source of a page reaches its end; of a part of a page nobody knows what it shows further down."""
    return _PAGE.search(content) is None or _END.search(content) is not None


def _without_last_row(blocks: list[Block]) -> tuple[list[Block], str]:
    """The blocks without the row in which the page ends: its label and its cells may be cut off."""
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if isinstance(block, Grid) and block.cells:
            # A cell over several rows may reach below the end.
            last = max((cell.row for cell in block.cells if cell.raw.strip()), default=0)
            above = tuple(cell for cell in block.cells if cell.row < last)
            dropped = " | ".join(cell.raw.strip() for cell in block.cells if cell.row == last)
            return [*blocks[:index], *([replace(block, cells=above)] if above else []), *blocks[index + 1 :]], dropped
    return blocks, ""


class _Flow:
    """Walks the tree in order, collecting paragraphs and grids."""

    def __init__(self, keep_lines: bool, cut_off: bool = False) -> None:
        self.blocks: list[Block] = []
        self.buffer: list[str] = []
        # Markdown with HTML tables inside: there the line ends of the text part paragraphs.
        self.keep_lines = keep_lines
        self.cut_off = cut_off

    def flush(self) -> None:
        text = "".join(self.buffer)
        self.buffer.clear()
        for line in text.split("\n") if self.keep_lines else [text]:
            line = collapse(line).strip(" ")
            if line.strip():
                self.blocks.append(Paragraph(line, line))

    def walk(self, element: etree._Element) -> None:
        self.buffer.append(element.text or "")
        for child in element:
            tag = tag_of(child)
            if tag == "table":
                open_boxes(child)
            if tag == "table" and child.find(".//table") is None:
                self.table(child)
            elif tag == "pre" and str(child.text_content()).count("\n") >= PRINTED_LINES:
                self.flush()
                # A page that ends inside the text leaves its last number in doubt, as a text file that does.
                end = "" if self.cut_off else "\n"
                self.blocks.extend(read_txt(child.text_content().rstrip("\n") + end).blocks)
            elif tag:
                if tag in BLOCKS:
                    self.flush()
                if tag != "table" or not (self.columns_of(child) or self.rows_around(child)):
                    self.walk(child)
                if tag in BLOCKS:
                    self.flush()
            self.buffer.append(child.tail or "")

    def columns_of(self, table: etree._Element) -> bool:
        """Read a table that only lays out others side by side column by column: whether it holds such alike.

        So each stands under the head of its own column, as those of two years do.
        """
        rows = rows_of(table, own=True)
        held = ([_labels(cell) for cell in row if cell.find(".//table") is not None] for row in rows)
        if not any(_is_like(one, other) for labels in held for one, other in pairwise(labels)):
            return False
        for cell in in_columns(rows):
            self.walk(cell)
            self.flush()
        return True

    def rows_around(self, table: etree._Element) -> bool:
        """Read a table some of whose rows are tables in a cell: whether its others are rows of numbers."""
        rows = [tr for tr in table.iter("tr") if next(tr.iterancestors("table")) is table and tag_of(tr)]
        parts = [(plain, list(part)) for plain, part in groupby(rows, key=lambda tr: tr.find(".//table") is None)]
        own = [plain and any(is_row_of_numbers(c.text_content() for c in cells_of(r)) for r in p) for plain, p in parts]
        for (_, part), is_own in zip(parts, own, strict=True) if any(own) else ():
            if is_own:
                self.grid(table, [cells_of(tr) for tr in part])
                continue
            for tr in part:
                self.walk(tr)
                self.flush()
        return any(own)

    def table(self, element: etree._Element) -> None:
        self.flush()
        rows = rows_of(element)
        if all(len(row) <= 1 for row in rows):
            self.walk(element)  # a frame around text, not a table
            self.flush()
            return
        caption = element.find("caption")
        if caption is not None:
            self.walk(caption)
            self.flush()
        self.grid(element, rows)

    def grid(self, element: etree._Element, rows: list[list[etree._Element]]) -> None:
        grid = grid_of(element, rows)
        self.blocks.append(grid)
        for cell in grid.cells:
            # A page frame with the report's sentences in one of several cells.
            if len(cell.raw) > 120 and "。" in cell.raw:
                self.blocks.extend(Paragraph(t, t) for t in cell.raw.split("\n") if t.strip())
