"""Word files put together from pieces of WordprocessingML, and what is read of them."""

import io
import zipfile
from collections.abc import Callable

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.documents.model import Document, Grid
from pipeline.documents.read import read_document


def docx_of(*bodies: str, styles: str = "") -> bytes:
    """A Word file whose body is the given WordprocessingML, with further styles."""
    document = docx.Document()
    spaces = (
        f'{nsdecls("w", "m")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    for element in parse_xml(f"<w:body {spaces}>{''.join(bodies)}</w:body>"):
        document.element.body.insert(len(document.element.body) - 1, element)
    for style in parse_xml(f"<w:styles {spaces}>{styles}</w:styles>"):
        document.styles.element.append(style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word(*bodies: str, styles: str = "") -> Document:
    """What is read of such a file."""
    return read_document(docx_of(*bodies, styles=styles), "x.docx")


def repacked(data: bytes, change: Callable[[str, bytes], bytes], further: dict[str, bytes] | None = None) -> bytes:
    """A package with each part changed, and further ones."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
        for name, part in (further or {}).items():
            target.writestr(name, part)
    return out.getvalue()


def p(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def tc(text: str, props: str = "") -> str:
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{p(text) if text else '<w:p/>'}</w:tc>"


def tr(*cells: str, props: str = "") -> str:
    return f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


SPAN3 = '<w:gridSpan w:val="3"/>'
DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def grids(document: Document) -> list[Grid]:
    return [b for b in document.blocks if isinstance(b, Grid)]


def places(document: Document) -> dict[tuple[int, int], str]:
    (grid,) = grids(document)
    return {(c.row, c.column): c.raw for c in grid.cells}


def lines(document: Document) -> list[str]:
    return [b.raw for b in document.paragraphs()]


PLAIN = tr(tc("乙"), tc("2"))
