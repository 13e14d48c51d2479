"""Web pages: the flow of paragraphs, and the innermost tables as grids with their spans resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.grid import resolve_spans
from pipeline.documents.html_scripts import kept_markup
from pipeline.documents.html_styles import settle_styles
from pipeline.documents.model import NO_TEXT, Block, Cell, Document, Grid, Paragraph
from pipeline.documents.text import read_txt

_SKIPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "iframe",
    "select",
    "option",
    "button",
    "svg",
    "object",
    "rt",
    "rp",
}
# Marks and corrections beside a number are no digits of it; parted from it, they make it unreadable.
_APART = {"sup", "sub", "s", "strike", "del"}
_APART_STYLE = re.compile(r"line-through|vertical-align\s*:\s*(?:super|sub)\b", re.I)
_NOTE = re.compile(r"#_?(?:ft|fn|foot|end|note|cite|ref)", re.I)
_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![\w-])opacity\s*:\s*0+(?:\.0+)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*(?:(?:0+(?:\.0\d*)?|\.0\d*)(?:[a-z]+|%)?|0*\.\d+(?:px|pt)|[12](?:\.\d+)?(?:px|pt))\s*(?:;|!|$)"
    r"|(?:(?<![\w-])(?:left|right|top)|text-indent)\s*:\s*-\d{3,}",
    re.I,
)
_WHITE_TEXT = re.compile(
    r"(?<![\w-])color\s*:\s*(?:#(?:[ef]{3}|(?:[ef][0-9a-f]){3})\b|white\b|transparent|rgba?\(\s*255\s*,\s*255\s*,\s*255\b"
    r"|rgba\([^)]*,\s*0(?:\.0+)?%?\s*\))",
    re.I,
)
_CUT_OFF = re.compile(
    r"clip\s*:\s*rect\(\s*[01]|clip-path\s*:\s*inset\((?:50|100)%|(?<![\w-])transform\s*:[^;]*scale[xy]?\(\s*0\b(?!\.[1-9])",
    re.I,
)
_NO_ROOM = re.compile(r"(?<![\w-])(?:max-)?(?:width|height)\s*:\s*(?:0+(?:px|pt|r?em|%)?|1(?:px|pt))\s*(?:;|!|$)", re.I)
_OVERFLOW = re.compile(r"(?<![\w-])overflow\s*:\s*hidden", re.I)
_SET_ANEW = re.compile(r"font-size|visibility", re.I)
_BLOCK = {
    *("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th", "table", "section"),
    *("article", "header", "footer", "nav", "main", "center", "hr", "dl", "dt", "dd", "form", "blockquote", "pre"),
    *("body", "caption", "thead", "tbody", "tfoot", "figure", "figcaption"),
}
_WHITE = re.compile(r"[ \t\r\n\f]+")
_PARTED = re.compile(r"<(?:p|div|br)\b", re.I)
_PAGE = re.compile(r"<(?:html|body)\b", re.I)
_TABLE = re.compile(r"<table\b.*?</table\s*>", re.I | re.S)
_DEEPEST = 400
_TABLE_CELLS = 30
_BOXED_TEXT = 20
_PRINTED_LINES = 5
"""Lines of preformatted text from which it is read as a text file is."""
_META_TITLES = ("articletitle", "title", "og:title")


def read_html(content: str) -> Document:
    """Read a decoded web page (or the HTML that other programs write)."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = lxml_html.document_fromstring(content.encode("utf-8", errors="replace"), parser=parser)
    if max((sum(1 for _ in e.iterancestors()) for e in root.iter("td", "p")), default=0) > _DEEPEST:
        raise UnreadableDocument(
            "The page nests its elements too deeply to be read", "Save it as text or PDF from a browser.", "html"
        )
    settle_styles(root)
    flow = _Flow(_is_markdown(content), cut_off=content.lower().rfind("<pre") > content.lower().rfind("</pre"))
    body = root.find("body")
    flow.walk(root if body is None else body)
    flow.flush()
    blocks = flow.blocks
    notes: tuple[str, ...] = ()
    kept = [] if _has_table(blocks) else kept_markup(root)
    if kept:
        for markup in kept:
            page = f"<body>{markup}</body>".encode("utf-8", errors="replace")
            flow.walk(lxml_html.document_fromstring(page, parser=parser))
            flow.flush()
        notes = ("The page shows its text by a script; it was read from what the page keeps for that.",)
    if _cut_off(content):
        blocks, dropped = _without_last_cell(blocks)
        notes = (f"The page is cut off inside a table; its last cell ({dropped!r}) may be incomplete and is not read.",)
    return Document(format="html", blocks=tuple(blocks), page_title=_page_title(root), notes=notes)


def _is_markdown(content: str) -> bool:
    """Whether the markup is that of tables in a text whose own line ends part its paragraphs."""
    outside = content if _PAGE.search(content) else _TABLE.sub("", content)
    return not _PARTED.search(outside)


def _has_table(blocks: list[Block]) -> bool:
    """Whether the page itself shows a table, other than one that parts its areas."""
    return sum(len(block.cells) for block in blocks if isinstance(block, Grid)) >= _TABLE_CELLS


def _tag(element: etree._Element) -> str:
    """The element's name; an empty one for what shows nothing."""
    if not isinstance(element.tag, str) or element.tag in _SKIPPED:
        return ""
    return element.tag if _shown_style(element) else ""


def _shown_style(element: etree._Element) -> bool:
    return element.get("hidden") is None and _INVISIBLE.search(element.get("style") or "") is None


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
    return bool(tail) and "</table" not in tail and "</body" not in tail and "</html" not in tail


def _without_last_cell(blocks: list[Block]) -> tuple[list[Block], str]:
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if isinstance(block, Grid) and block.cells:
            kept = Grid(block.cells[:-1], block.method, block.page, block.aligned)
            return [*blocks[:index], kept, *blocks[index + 1 :]], block.cells[-1].raw
    return blocks, ""


def _collapse(text: str) -> str:
    return _WHITE.sub(" ", text)


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
            line = _collapse(line).strip(" ")
            if line.strip():
                self.blocks.append(Paragraph(line, line))

    def walk(self, element: etree._Element) -> None:
        self.buffer.append(element.text or "")
        for child in element:
            tag = _tag(child)
            if tag == "table":
                _open_boxes(child)
            if tag == "table" and child.find(".//table") is None:
                self.table(child)
            elif tag == "pre" and str(child.text_content()).count("\n") >= _PRINTED_LINES:
                self.flush()
                # A page that ends inside the text leaves its last number in doubt, as a text file that does.
                end = "" if self.cut_off else "\n"
                self.blocks.extend(read_txt(child.text_content().rstrip("\n") + end).blocks)
            elif tag:
                if tag in _BLOCK:
                    self.flush()
                self.walk(child)
                if tag in _BLOCK:
                    self.flush()
            self.buffer.append(child.tail or "")

    def table(self, element: etree._Element) -> None:
        self.flush()
        # The last rows may come first in the source.
        lines = sorted(element.iter("tr"), key=lambda row: row.getparent().tag == "tfoot")
        shown = (row for row in lines if _tag(row) and (row.getparent() is element or _tag(row.getparent())))
        rows = [[c for c in row if _tag(c) in ("td", "th")] for row in shown]
        if all(len(row) <= 1 for row in rows):
            self.walk(element)  # a frame around text, not a table
            self.flush()
            return
        caption = element.find("caption")
        if caption is not None:
            self.walk(caption)
            self.flush()
        laid_out = resolve_spans(
            [[(_span(c, "colspan"), _span(c, "rowspan"), cell_text(c)) for c in row] for row in rows]
        )
        cells = tuple(Cell(p.row, p.column, p.text, p.text, p.row_span, p.column_span) for p in laid_out)
        self.blocks.append(Grid(cells, "html:table"))
        for cell in cells:
            # A page frame with the report's sentences in one of several cells.
            if len(cell.raw) > 120 and "。" in cell.raw:
                self.blocks.extend(Paragraph(t, t) for t in cell.raw.split("\n") if t.strip())


def _open_boxes(table: etree._Element) -> None:
    """Make the tables that only hold the short text of one of a table's cells parts of that cell."""
    for inner in list(table.iter("table"))[1:]:
        cells = list(inner.iter("td", "th"))
        if len(cells) == 1 and len(cells[0].text_content().strip()) <= _BOXED_TEXT:
            for part in list(inner.iter("table", "thead", "tbody", "tfoot", "tr", "td", "th")):
                part.tag = "div"


def _span(cell: etree._Element, name: str) -> int:
    digits = re.match(r"\s*(\d+)", cell.get(name) or "")
    return min(int(digits.group(1)), 1000) if digits else 1


def cell_text(cell: etree._Element) -> str:
    """The printed text of a cell: runs of source white space as one space, blocks and breaks as line ends."""
    inside = (e for e in cell.iterdescendants() if isinstance(e.tag, str))
    white = {e for e in inside if _is_white(e) and e.text_content().strip()}
    dark = white and "".join(_dark_text(cell, white)).strip()
    pieces = "".join(_pieces(cell, white if dark else set()))
    return "\n".join(line for line in (_collapse(t).strip(" ") for t in pieces.split("\v")) if line)


def _filled_in(field: etree._Element) -> str:
    """The text that a field of a form shows; what it only sends shows nothing, nor do boxes and buttons print."""
    kind = (field.get("type") or "text").strip().lower()
    return (field.get("value") or "") if kind in _TEXT_FIELDS and _shown_style(field) else ""


def _chosen(choice: etree._Element) -> str:
    """The text of the chosen option, which is the first where none is marked."""
    options = list(choice.iter("option"))
    marked = [o for o in options if o.get("selected") is not None] or options[:1]
    return str(marked[-1].text_content()) if marked else ""


_TEXT_FIELDS = {"text", "number", "tel", "search", "url", "email", "date"}
_PICTURED = {"img", "object", "svg", "canvas", "math"}


def _is_white(element: etree._Element) -> bool:
    return bool(_WHITE_TEXT.search(element.get("style") or "")) or bool(
        _WHITE_TEXT.match(f"color:{element.get('color')}")
    )


def _perhaps_cut_off(element: etree._Element) -> bool:
    """Whether a part of a cell seems to have no room, or to be clipped away: it depends on much whether it is."""
    style = element.get("style") or ""
    seems = _CUT_OFF.search(style) or (_OVERFLOW.search(style) and _NO_ROOM.search(style))
    return bool(seems and element.text_content().strip())


def _perhaps_seen(element: etree._Element) -> bool:
    """Whether what hides itself (not all that is in it) holds text that is made visible again."""
    own = element.get("style") or ""
    if not isinstance(element.tag, str) or element.tag in _SKIPPED or not _SET_ANEW.search(own):
        return False
    anew = (e for e in element.iterdescendants() if _SET_ANEW.search(e.get("style") or ""))
    return "none" not in own and any(e.text_content().strip() for e in anew)


def _dark_text(element: etree._Element, white: set[etree._Element]) -> Iterator[str]:
    """What a cell writes in another colour than white: on a dark ground a whole cell may be white, but not a part."""
    yield element.text or ""
    for child in element:
        if child not in white and _tag(child):
            yield from _dark_text(child, white)
        yield child.tail or ""


def _pieces(element: etree._Element, white: set[etree._Element]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        tag = _tag(child)
        if child.tag in _PICTURED:
            yield NO_TEXT
        elif child.tag == "input":
            yield _filled_in(child)
        elif child.tag == "select" and _shown_style(child):
            yield _chosen(child)
        elif tag:
            struck = tag not in _BLOCK and _APART_STYLE.search(child.get("style") or "")
            note = tag == "a" and _NOTE.search(child.get("href") or "")
            apart = tag in _APART or struck or note or child in white or _perhaps_cut_off(child)
            yield ("\v" if tag in _BLOCK else "") + ("~" if apart else "")
            yield from _pieces(child, white)
            yield ("~" if apart else "") + ("\v" if tag in _BLOCK and tag != "br" else "")
        elif _perhaps_seen(child):
            yield f"~{child.text_content().strip()}~"
        yield child.tail or ""
