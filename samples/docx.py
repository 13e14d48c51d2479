"""Reports as Word files, with real merged cells and fixed dates, so that the same draft gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from samples.draft import SHARES, Break, Draft, Table, TCell, Text

FIXED = datetime(2024, 1, 1, tzinfo=UTC)
ZIP_DATE = (2024, 1, 1, 0, 0, 0)
SMALL = '<w:rPr><w:sz w:val="18"/></w:rPr>'
PAGE = 8640
"""Width of the text in twentieths of a point."""
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _paragraphs(cell: TCell, draft: Draft, unseen: bool = False) -> str:
    if unseen:
        return f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{escape(cell.text)}</w:t></w:r></w:p>"
    texts = cell.text.split("\n")
    if draft.options.get("soft_breaks"):
        runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(t)}</w:t>' for t in texts)
        return f"<w:p><w:r>{SMALL}{runs}</w:r></w:p>"
    return "".join(f'<w:p><w:r>{SMALL}<w:t xml:space="preserve">{escape(t)}</w:t></w:r></w:p>' for t in texts)


def _table_xml(table: Table, draft: Draft) -> str:
    shares = SHARES.get(table.width) or (1.0,) * table.width
    widths = [round(PAGE * share / sum(shares)) for share in shares]
    rows: list[str] = []
    for places in table.places():
        cells: list[str] = []
        column = 0
        while column < table.width:
            cell, starts = places[column]
            span = cell.columns if cell.role != "empty" or starts else 1
            span = min(span, table.width - column)
            width = sum(widths[column : column + span])
            grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            merge = "" if cell.rows == 1 else '<w:vMerge w:val="restart"/>' if starts else "<w:vMerge/>"
            body = _paragraphs(cell, draft, table.unseen) if starts else "<w:p/>"
            cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{grid}{merge}</w:tcPr>{body}</w:tc>')
            column += span
        rows.append(f"<w:tr>{'<w:trPr><w:hidden/></w:trPr>' if table.unseen else ''}" + "".join(cells) + "</w:tr>")
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"<w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def write(draft: Draft) -> bytes:
    """The report as a DOCX file. Option ``soft_breaks`` breaks lines inside a cell without a new paragraph."""
    document = docx.Document()
    body = document.element.body
    for item in draft.items:
        if isinstance(item, Table):
            body.insert(len(body) - 1, parse_xml(_table_xml(item, draft)))
        elif isinstance(item, Break):
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        elif isinstance(item, Text):
            paragraph = document.add_paragraph(item.text)
            if item.kind == "title":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            if item.kind == "heading":
                paragraph.runs[0].bold = True
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "", draft.page_title, ""
    properties.created = properties.modified = properties.last_printed = FIXED
    raw = io.BytesIO()
    document.save(raw)
    return _fixed_dates(raw.getvalue())


def _fixed_dates(data: bytes) -> bytes:
    """The same archive with one date for all its entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return out.getvalue()
